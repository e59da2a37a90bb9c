"""Names that a capitalised word for land, water or a street ends, though no gazetteer has them: "Catawba River".

Takes clean text; gives name spans. Does not place them: a river of that name is found in the gazetteer or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from geo.lexicon import Lexicon
from geo.mentions.spans import NameSpan

_LEADING = frozenset({
    "The", "A", "An", "On", "In", "At", "From", "Near", "Along", "Off", "To", "Of", "Over", "Across", "By", "This",
    "That", "And", "But", "Where", "When", "While", "After", "Before", "Between", "Around", "Through", "Outside",
    "Nearby", "Two", "Three", "For", "His", "Her", "Their", "Our", "Its", "Inside", "Toward", "Towards",
})  # fmt: skip


def find_landmarks(clean: str, lexicon: Lexicon) -> Iterator[NameSpan]:
    """Every such name, "Main Street", and every numbered road, "Highway 10"."""
    named, numbered = _patterns(lexicon)
    built = lexicon.mentions["built"]
    for found in named.finditer(clean):
        words = found["words"].split()
        while words and words[0] in _LEADING:
            words.pop(0)
        if words:
            start = found.end() - len(found["kind"]) - sum(len(word) + 1 for word in words)
            yield NameSpan(
                start,
                found.end(),
                clean[start : found.end()],
                known=False,
                is_landmark=True,
                is_built=found["kind"] in built,
            )
    for found in numbered.finditer(clean):
        yield NameSpan(*found.span(), found[0], known=False, is_landmark=True, is_built=True)


@cache
def _compile(land: frozenset[str], built: frozenset[str], roads: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    word = r"(?:[A-Z][^\W\d_]{0,2}\.|[A-Z][^\W\d_]*(?:[.'-](?!s\b)[^\W_]+)*)"
    lettered = r"(?:US|U\.S\.|I)[ -]|[A-Z]{2} "
    return (
        re.compile(rf"(?<![\w.'-])(?P<words>(?:{word} ){{1,3}}?)(?P<kind>{_any_of(land | built)})(?![\w'-]|\s[A-Z])"),
        re.compile(rf"(?<![\w.'-])(?:(?:{_any_of(roads)}) |{lettered})\d{{1,4}}[A-Z]?\b(?![\d,.]*\d)"),
    )


def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], ...]:
    return _compile(*(lexicon.mentions[name] for name in ("land", "built", "roads")))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
