"""Where a headline goes over to its next speaker: "X says its troops took Y, Z denies losses".

Takes clean text, before any parse; gives offsets, at which the parser starts a sentence of its own. Does not say who
speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo.documents import find_headline
from geo.lexicon import Lexicon


def find_next_speakers(clean: str, lexicon: Lexicon) -> tuple[int, ...]:
    r"""The offsets in the headline where another party's word begins, behind a comma, "as" or "while".

    >>> from geo.lexicon import load
    >>> text = "Peru says it took the island, Ecuador denies losses as Brazil warns both\n\nQUITO"
    >>> [text[start : start + 7] for start in find_next_speakers(text, load("en"))]
    ['Ecuador', 'Brazil ']
    """
    start, end = find_headline(clean) or (0, 0)
    pattern = _pattern(tuple(sorted(lexicon.cues)))
    return tuple(match.start("speaker") for match in pattern.finditer(clean, start, end))


@cache
def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    forms = {form for one in cues for form in (one, _third_person(one))}
    verbs = "|".join(sorted(forms, key=len, reverse=True))
    return re.compile(
        rf"(?:[,;]\s|\s(?i:as|while|but)\s)(?P<speaker>[A-Z][\w'.-]{{1,30}}(?:\s[A-Z][\w'.-]{{1,30}}){{0,3}}?\s(?i:{verbs})\s)"
    )


def _third_person(verb: str) -> str:
    """As in "says", "denies", "presses".

    >>> _third_person("deny")
    'denies'
    """
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
