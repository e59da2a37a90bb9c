"""What capitalised words are, besides places: ordinary English words, given names and surnames, and how often.

Takes case-sensitive word probabilities, the name lists of a census and the gazetteer's names; gives rows of one word
each: surnames and ordinary words only where some place has the name, given names all, since they tell what follows.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.gazetteer.names import to_key

OTHERWISE_COLUMNS = ("word", "ordinary", "given", "surname")
LEAST_ORDINARY = 0.2
"""A word written small in less than this share of its uses is no ordinary word: "london"."""
LEAST_LOG = -14.5
"""A word that is written small more seldom than this (natural logarithm) says nothing: "camborne"."""
LEAST_PEOPLE = 1.0
"""In 100,000 people; fewer say nothing of a word."""
SHORTEST = 2


def to_rows(probabilities: Path, census: Path, names: Iterable[str]) -> list[tuple[str, str, int, int]]:
    """Word (folded), the share of its uses in lower case, people in 100,000 with it as given name and as surname."""
    spoken = json.loads(gzip.decompress(probabilities.read_bytes()))
    given = _join(_read_census(census / "dist.female.first"), _read_census(census / "dist.male.first"))
    surnames = _read_census(census / "dist.all.last")
    held = {word for name in names for word in _single(name)}
    rows = []
    for word in sorted(held | set(given)):
        ordinary = _share_in_lower_case(word, spoken)
        first, last = given.get(word, 0.0), surnames.get(word, 0.0)
        people = max(first, last) >= LEAST_PEOPLE
        if len(word) >= SHORTEST and (people or (word in held and ordinary >= LEAST_ORDINARY)):
            rows.append((word, f"{ordinary:.2f}", math.ceil(first), math.ceil(last)))
    return rows


def _single(name: str) -> list[str]:
    key = to_key(name)
    return [key] if re.fullmatch(r"[a-z]+", key) else []


def _share_in_lower_case(word: str, spoken: Mapping[str, float]) -> float:
    """0 where the word is always capitalised, 1 where never; probabilities are natural logarithms."""
    if spoken.get(word, LEAST_LOG - 1) < LEAST_LOG:
        return 0.0
    lower, title = (math.exp(spoken[form]) if form in spoken else 0.0 for form in (word, word.capitalize()))
    return lower / (lower + title)


def _read_census(path: Path) -> dict[str, float]:
    """Name in lower case -> people in 100,000 who bear it."""
    rows = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return {row[0].lower(): 1000 * float(row[1]) for row in rows if row}


def _join(*lists: Mapping[str, float]) -> dict[str, float]:
    """Of women and men together, taken as half of the people each."""
    return {name: sum(one.get(name, 0.0) for one in lists) / 2 for names in lists for name in names}
