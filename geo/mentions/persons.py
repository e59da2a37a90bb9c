"""Full names of people behind their title or rank, or before "..., a": "spokesman Maj. Elroy Cansino".

Takes clean text, before any parse; gives spans, so that the parser may read a commoner name in their stead. Does not
find who is introduced in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo.lexicon import Lexicon

_WORD = r"[A-Z][\w'’-]{0,30}"
_NO_NAME = "The|A|An|On|In|Of|For|And|Affairs|Defence|Defense|General|National|Foreign|United|State"


def find_persons(clean: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Start and end of each name of two to five words, the ranks before it included.

    >>> from geo.lexicon import load
    >>> text = "Army spokesman Maj. Elroy Cansino told Prime Minister Aung Thet Wai of it on Monday."
    >>> [text[start:end] for start, end in find_persons(text, load("en"))]
    ['Maj. Elroy Cansino', 'Aung Thet Wai']
    """
    speech = lexicon.speech
    pattern = _pattern(
        tuple(sorted(speech["titles"] - speech["half_titles"])), tuple(sorted(speech["ranks"])), lexicon.weekdays
    )
    return tuple(match.span(match.lastgroup or 0) for match in pattern.finditer(clean))


@cache
def _pattern(titles: Iterable[str], ranks: Iterable[str], days: Iterable[str]) -> re.Pattern[str]:
    rank = rf"(?i:{'|'.join(ranks)})\b"
    word = rf"(?!(?:{_NO_NAME}|(?i:{'|'.join(days)}))\b){_WORD}"
    names = rf"{word}(?:[ ]{word}){{1,4}}"
    titled = rf"(?<!\w)(?:(?i:{'|'.join(titles)})[ ]|(?={rank}\.))(?P<name>(?:{rank}\.?[ -]){{0,4}}{names})"
    said = "said|says|told|tells|wrote|added|claimed|put|gave|denied|confirmed|accused|warned|insisted"
    described = rf"(?:(?<=, )|(?<=,\" ))(?P<other>{names})(?=, (?:an?|who|whose|{said})[ ])"
    return re.compile(f"{titled}|{described}")
