"""How a headline is read: where its next party speaks, and which of its capitals mean nothing.

Takes clean text, before any parse; gives offsets. Does not say who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo.documents import find_headline
from geo.lexicon import Lexicon
from geo.model import Stance

_WORD = re.compile(r"[A-Za-z][\w'’]*")
_SHORT, _MOST = 4, 0.85  # letters of the words that even a title may write small; the share of capitals that makes one


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


def find_denials(clean: str, lexicon: Lexicon) -> tuple[int, ...]:
    r"""The offsets of the reporting words in the headline that say no: to a tagger "disputes" and "rejects" are nouns.

    >>> from geo.lexicon import load
    >>> text = "Army rejects Indian claim of gains\n\nQUITO"
    >>> [text[start : start + 7] for start in find_denials(text, load("en"))]
    ['rejects']
    """
    start, end = find_headline(clean) or (0, 0)
    no = (_third_person(one) for one, stance in lexicon.cues.items() if stance in {Stance.DENIES, Stance.REJECTS})
    pattern = _behind_speaker(tuple(sorted(no)))
    return tuple(match.start("cue") for match in pattern.finditer(clean, start, end))


@cache
def _behind_speaker(verbs: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[,;:]\s|\s(?i:as|while|but)\s)[A-Z][\w'.-]{{1,30}}(?:\s[\w'.-]{{1,30}}){{0,4}}?\s(?P<cue>(?i:{'|'.join(verbs)}))\s",
        re.MULTILINE,
    )


def find_title_case(clean: str, names: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The offsets of the capitals that a headline In Title Case gives to words outside of ``names``.

    Empty for a headline that is written like any sentence.
    """
    start, end = find_headline(clean) or (0, 0)
    words = [match for match in _WORD.finditer(clean, start, end) if len(match[0]) > _SHORT]
    if sum(match[0][0].isupper() for match in words) < _MOST * len(words):
        return frozenset()
    inside = {at for one, other in names if one < end for at in range(one, other)}
    return frozenset(match.start() for match in _WORD.finditer(clean, start, end) if match.start() not in inside)


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
