"""Names and demonyms in a text, as its letters show them: what the gazetteer, the lexicon and a last word tell.

Takes clean text; gives NameSpans, likely or not. Which of them are places is the business of ``evidence``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo.gazetteer import Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.landmarks import find_landmarks
from geo.mentions.spans import LAND_WORDS, NameSpan

# Places that a name alone does not make well known: their size must.
_LOCAL = ("town:", "admin2:", "village:")
_CAPITAL_WORD = re.compile(r"(?<![^\W_])(?<![^\W_][-'])[A-Z\u00c0-\u00de][^\W\d_]*(?:[-'][^\W\d_]+)*")
_HYPHENED_PART = re.compile(r"[^-]+(?=-)|(?<=-)[^-]+")
# A contraction, or an article with a common noun: "I've" is a village in Iran by its letters, "The city" in Romania.
_NO_NAME = re.compile(r"\w+'(?:ve|ll|d|re|m|t)|(?:The|the)(?: [a-z]\S*)+")
_CHUNK, _SUFFIX = re.compile(r"[^\s,;:()\"]+"), re.compile(r"(?:'s?|[.!?])$")
_PHRASE_END = re.compile(r"(?:'s?|[.!?])?(?=[\s,;:()\"]|$)")
_UNIT_ENDS = (" City", " State", " Town")
_LARGE = 100_000
_BORDER_WORDS = frozenset({"border", "frontier", "boundary"})  # "the X-Y border" is read as a description


def find_name_spans(clean: str, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[NameSpan, ...]:
    """Non-overlapping bodies, names and demonyms, the longest first where they overlap; text order."""
    known = (*gazetteer.find_names(clean), *gazetteer.find_abbreviations(clean))
    found = (_trimmed(clean, start, end, gazetteer, lexicon) for start, end in known)
    names = (
        NameSpan(
            start,
            end,
            text,
            sure=_is_sure(text, gazetteer) and not _beside_capital(clean, start, end),
            **_nature(text, gazetteer),
        )
        for start, end, text in found
        if text.split()[-1].lower() not in _BORDER_WORDS
        and not _NO_NAME.fullmatch(text)
        and not (text.split()[0].lower() in lexicon.numbers and text.split()[-1].islower())  # "Four men"
        and text not in LAND_WORDS
        # A bare direction is a province's short name in half a dozen countries, and none in a text.
        and text.lower() not in lexicon.directions
    )
    dated = {*lexicon.weekdays, *lexicon.months}
    names = (one for one in names if one.text.lower() not in dated and not _is_rank(one, clean, lexicon))
    spans = [*_phrases(clean, lexicon), *_demonyms(clean, lexicon), *find_landmarks(clean, lexicon), *names]
    taken: list[NameSpan] = []
    free = bytearray(len(clean))
    for span in sorted(spans, key=lambda one: (one.start - one.end, not one.is_body, not one.is_demonym)):
        if not any(free[span.start : span.end]):
            free[span.start : span.end] = b"\x01" * (span.end - span.start)
            taken.append(span)
    return tuple(sorted(taken, key=lambda one: one.start))


def _is_rank(span: NameSpan, clean: str, lexicon: Lexicon) -> bool:
    """As in "Brig. Gen.", which is a town too."""
    return span.text.lower() in lexicon.speech["ranks"] and clean[span.end : span.end + 1] == "."


def _phrases(clean: str, lexicon: Lexicon) -> Iterable[NameSpan]:
    """Bodies, and phrases that only look like places; the longest that starts at a word."""
    phrases = lexicon.phrases_by_word
    for match in _CHUNK.finditer(clean):
        word, start = match[0], match.start()
        for phrase in phrases.get(word) or phrases.get(_SUFFIX.sub("", word), ()):
            if clean.startswith(phrase, start) and _PHRASE_END.match(clean, start + len(phrase)):
                yield NameSpan(start, start + len(phrase), phrase, is_body=True)
                break


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)")


def _demonyms(clean: str, lexicon: Lexicon) -> Iterable[NameSpan]:
    for match in _any_of(lexicon.long_demonyms).finditer(clean):
        yield NameSpan(*match.span(), match[0], is_demonym=True)
    for match in _CAPITAL_WORD.finditer(clean):
        word = match[0]
        stem = re.sub(r"'s?$", "", word) if "'" in word else word
        whole = [(0, candidate) for candidate in (word, stem) if _is_demonym(candidate, lexicon)]
        parts = [(one.start(), one[0]) for one in _HYPHENED_PART.finditer(stem) if _is_demonym(one[0], lexicon)]
        for start, text in whole[:1] or parts:
            yield NameSpan(match.start() + start, match.start() + start + len(text), text, is_demonym=True)


def _is_demonym(word: str, lexicon: Lexicon) -> bool:
    return word[:1].isupper() and (bool(lexicon.demonym_countries(word)) or word in lexicon.regional_demonyms)


def _trimmed(clean: str, start: int, end: int, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[int, int, str]:
    """The name without what only seems to belong to it.

    The first word of a body: "Dublin City Council" (not "Mexico City Council"). A possessive: "Jordan's" is Jordan,
    though a village is called Jordans. A lower-case word for what it is: "Hebei province".
    """
    text = clean[start:end]
    if text.endswith(_UNIT_ENDS) and re.match(r"\s[A-Z]", clean[end : end + 2]):
        shorter = text.rpartition(" ")[0]
        if gazetteer.lookup(shorter) and not any(_is_large_town(one) for one in gazetteer.lookup(text)):
            text = shorter
    stem = re.sub(r"(?:'s|(?<=s)')$", "", text)
    if stem != text and gazetteer.lookup(stem):
        text = stem
    name, _, kind = text.rpartition(" ")
    if kind in lexicon.mentions["kinds"] and gazetteer.lookup(name):
        text = name
    return start, start + len(text), text


def _is_large_town(entry: Entry) -> bool:
    return entry.primary and entry.place.place_id.startswith("town:") and entry.population >= _LARGE


def _beside_capital(clean: str, start: int, end: int) -> bool:
    """Within a longer run of capitals, "Lula da Silva", "Ned Price": a name that may be somebody's."""
    before = re.search(
        r"(\S*)\s(?:(?:da|de|del|van|von|al|el|bin|ibn|ben|di|la|le)\s)?$", clean[max(0, start - 40) : start]
    )
    after = re.match(r"\s([A-Z]\w*)", clean[end : end + 30])
    named = before is not None and bool(re.fullmatch(r"[A-Z][\w'.-]*", before[1])) and before[1] not in {"The", "In"}
    return named or (after is not None and after[1] not in LAND_WORDS)


def _is_sure(name: str, gazetteer: Gazetteer) -> bool:
    """Whether the name is some place's preferred one, of a size or kind that news speaks of."""
    return any(
        entry.primary and (entry.population >= 1_000 or not entry.place.place_id.startswith(_LOCAL))
        for entry in gazetteer.lookup(name)
    )


def _nature(name: str, gazetteer: Gazetteer) -> dict[str, bool]:
    """Whether the name is a state's, a capital's or a line's, by its first candidates."""
    entries = gazetteer.lookup(name)[:3]
    codes = [entry.place.feature_code or "" for entry in entries]
    return {
        "political": any(code.startswith("PCL") for code in codes),
        "capital": "PPLC" in codes,
        "is_line": bool(entries) and entries[0].place.place_id.startswith("line:"),
    }
