"""Names and demonyms in the text: the gazetteer leads, the statistical model adds what it does not know.

Takes clean text or the parse; gives NameSpans. Keeps out people, bodies and papers named after places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.evidence import drop_unlikely
from geo.mentions.spans import LAND_WORDS, NameSpan
from geo.syntax import Syntax, end_offset, offset

# Places that a name alone does not make well known: their size must.
_LOCAL = ("town:", "admin2:", "village:")
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_PLACE_LABELS = frozenset({"GPE", "LOC"})
# Capitalised words after a name that make the two a body, a paper, a team or a person: "Washington Post".
_BODY_WORDS = frozenset({
    "Post", "Times", "Tech", "University", "Institute", "United", "FC", "Bank", "Corp", "Inc", "Ltd", "Company",
    "Group", "Airlines", "Airways", "College", "School", "Herald", "Journal", "Tribune", "Gazette", "Guardian",
    "Telegraph", "News", "Daily", "Review", "Press", "Motors", "Energy", "Oil", "Gas", "Foundation", "Party",
    "Museum", "Orchestra", "Hotel", "Club", "Council", "Agreement", "Accords", "Accord", "Protocol", "Convention",
    "Treaty", "Process", "Declaration", "Memorandum", "Statement", "Formula", "Format", "Pact", "Conference",
    "Summit",
})  # fmt: skip
_TAKING = frozenset({
    "seize", "take", "capture", "retake", "recapture", "liberate", "overrun", "storm", "occupy", "enter", "shell",
    "bombard", "lose", "abandon", "leave", "vacate", "evacuate", "quit", "surround", "encircle", "attack", "hold",
    "control", "clear", "free", "reach",
})  # fmt: skip
_UNIONS = frozenset({"Union", "League", "Federation", "Empire", "Bloc", "Army", "Front"})
_BORDER_WORDS = frozenset({"border", "frontier", "boundary"})  # "the X-Y border" is read as a description
_LEAVING = frozenset({
    "withdraw", "pull", "retreat", "withdrawal", "advance", "enter", "move", "push", "march", "roll",
})  # fmt: skip
_TAKES_PEOPLE = frozenset({
    "seize", "capture", "take", "attack", "hold", "leave", "free", "reach", "lose", "quit", "surround", "control",
})  # fmt: skip


def find_name_spans(clean: str, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[NameSpan, ...]:
    """Non-overlapping bodies, names and demonyms, the longest first where they overlap; text order."""
    known = (*gazetteer.find_names(clean), *gazetteer.find_abbreviations(clean))
    found = (_without_possessive(clean, start, end, gazetteer) for start, end in known)
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
        and text not in LAND_WORDS
        # A bare direction is a province's short name in half a dozen countries, and none in a text.
        and text.lower() not in lexicon.directions
    )
    dated = {*lexicon.weekdays, *lexicon.months}
    names = (one for one in names if one.text.lower() not in dated)
    spans = [*_phrases(clean, lexicon), *_demonyms(clean, lexicon), *names]
    taken: list[NameSpan] = []
    free = bytearray(len(clean))
    for span in sorted(spans, key=lambda one: (one.start - one.end, not one.is_body, not one.is_demonym)):
        if not any(free[span.start : span.end]):
            free[span.start : span.end] = b"\x01" * (span.end - span.start)
            taken.append(span)
    return tuple(sorted(taken, key=lambda one: one.start))


def keep_places(
    spans: Iterable[NameSpan], syntax: Syntax, gazetteer: Gazetteer, lexicon: Lexicon
) -> tuple[NameSpan, ...]:
    """The spans that can be places, and the model's place names that the gazetteer lacks; text order."""
    spans = tuple(spans)
    surnames = _surnames(syntax, lexicon)
    kept = [one for one in spans if not one.is_body and _is_place(one, syntax, gazetteer, surnames)]
    covered = frozenset(at for one in spans for at in range(one.start, one.end))
    added = [*_added(syntax, covered, lexicon), *_targets(syntax, covered, surnames, lexicon)]
    names = sorted({one.start: one for one in [*added, *kept]}.values(), key=lambda one: one.start)
    return drop_unlikely(
        names,
        syntax,
        lexicon,
        is_well_known=lambda name: _is_well_known(name, gazetteer),
        is_target=lambda token: _governor(token, lexicon) is not None,
    )


def _phrases(clean: str, lexicon: Lexicon) -> Iterable[NameSpan]:
    """Bodies, and phrases that only look like places, found word by word in one pass."""
    phrases = {**dict.fromkeys(lexicon.not_places), **lexicon.bodies}
    longest = max((len(phrase.split()) for phrase in phrases), default=0)
    words = [match.span() for match in re.finditer(r"[^\s,;:()\"]+", clean)]
    for index, (start, _) in enumerate(words):
        for last in range(min(index + longest, len(words)) - 1, index - 1, -1):
            end = words[last][1]
            stripped = re.sub(r"(?:'s?|[.!?])$", "", clean[start:end])
            phrase = clean[start:end] if clean[start:end] in phrases else stripped
            if phrase in phrases and "'s " not in phrase:
                yield NameSpan(start, start + len(phrase), phrase, is_body=True)
                break


def _demonyms(clean: str, lexicon: Lexicon) -> Iterable[NameSpan]:
    for match in _WORD.finditer(clean):
        word = match[0]
        if not word[0].isupper():
            continue
        stem = re.sub(r"'s?$", "", word)
        whole = [(0, candidate) for candidate in (word, stem) if _is_demonym(candidate, lexicon)]
        parts = [(one.start(), one[0]) for one in re.finditer(r"[^-]+", stem) if _is_demonym(one[0], lexicon)]
        for start, text in whole[:1] or parts:
            yield NameSpan(match.start() + start, match.start() + start + len(text), text, is_demonym=True)


def _is_demonym(word: str, lexicon: Lexicon) -> bool:
    return word[:1].isupper() and (bool(lexicon.demonym_countries(word)) or word in lexicon.regional_demonyms)


def _is_place(span: NameSpan, syntax: Syntax, gazetteer: Gazetteer, surnames: frozenset[str]) -> bool:
    token = syntax.token_at(span.start)
    if token is None:
        return False
    if span.is_demonym:
        return not _is_person_part(token)
    if _is_common_word(token, span, gazetteer) or (_inside_person(token) and not _is_country(span.text, gazetteer)):
        return False
    if span.text in surnames and not _is_country(span.text, gazetteer):
        return False
    return not (_is_person_part(token) or _is_body_part(token))


def _without_possessive(clean: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int, str]:
    """The name without its possessive: "Jordan's" is Jordan, though a village is called Jordans."""
    text = clean[start:end]
    if text.endswith("'s") and gazetteer.lookup(text[:-2]):
        return start, end - 2, text[:-2]
    return start, end, text


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


def _is_country(name: str, gazetteer: Gazetteer) -> bool:
    return any(entry.primary and (entry.place.feature_code or "").startswith("PCL") for entry in gazetteer.lookup(name))


def _is_common_word(token: Token, span: NameSpan, gazetteer: Gazetteer) -> bool:
    """A single word that is also an ordinary one, where nothing but its capital letter speaks for a name."""
    if " " in span.text or "-" in span.text or token.ent_type_ in _PLACE_LABELS:
        return False
    if token.pos_ not in {"PROPN", "NOUN", "ADJ"}:
        return not (_is_country(span.text, gazetteer) or _is_well_known(span.text, gazetteer))
    starts = token.i == token.sent.start or token.nbor(-1).text in {'"', "(", "'"} or _is_headline(token)
    ordinary = (
        token.pos_ != "PROPN"
        or token.is_stop
        or (
            not token.is_oov
            and token.lower_ in token.vocab.strings
            and token.ent_type_ in {"DATE", "ORDINAL", "CARDINAL"}
        )
    )
    return starts and ordinary and not _is_well_known(span.text, gazetteer)


def _is_well_known(name: str, gazetteer: Gazetteer) -> bool:
    return any(
        entry.primary and (entry.population >= 50_000 or not entry.place.place_id.startswith(_LOCAL))
        for entry in gazetteer.lookup(name)
    )


def _is_headline(token: Token) -> bool:
    """Whether most words of the sentence start with a capital, so that capitals tell nothing."""
    words = [one for one in token.sent if one.is_alpha and len(one) > 3]
    return len(words) > 3 and sum(one.text[0].isupper() for one in words) > 0.7 * len(words)


def _inside_person(token: Token) -> bool:
    """Within a longer name of a person, by the model: "Luiz Inácio Lula da Silva"."""
    return any(one.label_ == "PERSON" and one.start <= token.i < one.end and len(one) > 1 for one in token.sent.ents)


def _is_person_part(token: Token) -> bool:
    """Whether a capitalised neighbour in one compound makes it a person: "Paris Hilton", "Jack London"."""
    others = [token.head] if token.dep_ in {"compound", "nmod"} else []
    others += [child for child in token.children if child.dep_ == "compound"]
    near = [one for one in others if one.pos_ == "PROPN" and abs(one.i - token.i) <= 2 and one.ent_type_ == "PERSON"]
    return bool(near) and token.ent_type_ in {"PERSON", ""}


def _is_body_part(token: Token) -> bool:
    """Whether a capitalised word beside it makes it a body: "Washington Post", "Minsk Agreement"."""
    return _ends_body(token) or _starts_body(token)


def _ends_body(token: Token) -> bool:
    """Whether it ends a name that is a body's as a whole: "European Union"."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or before.dep_ not in {"compound", "amod"} or before.head.i != token.i:
        return False
    return before.text[0].isupper() and (token.text in _UNIONS or token.ent_type_ == "ORG")


def _starts_body(token: Token) -> bool:
    if token.i + 1 >= token.sent.end:
        return False
    following = token.nbor(1)
    if following.text in LAND_WORDS or not following.text[:1].isupper() or _is_headline(token):
        return False
    joined = token.head.i == following.i and token.dep_ in {"compound", "nmod", "amod"}
    return following.text in _BODY_WORDS or (
        joined
        and following.ent_type_ in {"ORG", "PRODUCT", "EVENT", "WORK_OF_ART"}
        and token.ent_type_ == following.ent_type_
    )


def _surnames(syntax: Syntax, lexicon: Lexicon) -> frozenset[str]:
    """Last names of the people that the text introduces by first name or title, so that "Price" alone is no town."""
    found = set()
    for sentence in syntax.sentences:
        for entity in sentence.ents:
            if entity.label_ == "PERSON" and (len(entity) > 1 or _has_title(entity[0], lexicon)):
                found.add(re.sub(r"'s?$", "", entity[-1].text if entity[-1].text != "'s" else entity[-2].text))
    return frozenset(found)


def _has_title(token: Token, lexicon: Lexicon) -> bool:
    if token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    return before.lemma_.lower() in lexicon.speech["titles"] and before.i == token.i - 1


def _targets(syntax: Syntax, covered: frozenset[int], surnames: frozenset[str], lexicon: Lexicon) -> Iterable[NameSpan]:
    """A proper noun that troops take, enter or leave is a place, though no gazetteer has it: small villages."""
    for sentence in syntax.sentences:
        for token in sentence:
            verb = _governor(token, lexicon)
            if verb is None or token.pos_ != "PROPN" or not token.text[:1].isupper() or token.text in surnames:
                continue
            words = [one for one in token.children if one.dep_ == "compound" and one.text[:1].isupper()] + [token]
            start, end = offset(words[0]), end_offset(token)
            person = token.ent_type_ == "PERSON" and len(words) > 1 and verb.lemma_.lower() in _TAKES_PEOPLE
            known = any(at in covered for at in range(start, end))
            if not known and not person and token.ent_type_ not in {"DATE", "PRODUCT"}:
                yield NameSpan(start, end, token.doc.text[words[0].idx : token.idx + len(token.text)], known=False)


def _governor(token: Token, lexicon: Lexicon) -> Token | None:
    """The verb whose target the token is, or the land noun that it names ("the village of X"); lists included."""
    first = token
    while first.dep_ == "conj" and first.head.pos_ == "PROPN":
        first = first.head
    if first.dep_ in {"dobj", "nsubjpass"} and first.head.lemma_.lower() in _TAKING:
        return first.head
    if first.dep_ != "pobj":
        return None
    head = first.head.head
    if first.head.lower_ == "of" and head.lower_ == "out":
        head = head.head
    elif first.head.lower_ == "of":
        return head if head.lemma_.lower() in lexicon.nouns["land"] | {"port", "airport", "outpost"} else None
    return (
        head
        if head.lemma_.lower() in _LEAVING and first.head.lower_ in {"from", "of", "into", "near", "towards"}
        else None
    )


def _added(syntax: Syntax, covered: frozenset[int], lexicon: Lexicon) -> Iterable[NameSpan]:
    """Place names of the model that the gazetteer lacks, each word of them a proper noun: small villages, above all."""
    for sentence in syntax.sentences:
        for entity in sentence.ents:
            tokens = [one for one in entity if not one.is_stop]
            if entity.label_ not in _PLACE_LABELS or not tokens or any(one.pos_ != "PROPN" for one in tokens):
                continue
            start, end = offset(tokens[0]), end_offset(tokens[-1])
            text = entity.doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]
            ordinary = tokens[0].lemma_.lower() in lexicon.nouns["land"] or len(text) < 3
            if not ordinary and not any(at in covered for at in range(start, end)):
                yield NameSpan(start, end, text, known=False)
