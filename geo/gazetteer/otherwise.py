"""What the name of a place is besides: an ordinary English word, a given name, a surname; and how often.

Takes otherwise.tsv; gives shares and counts by word. Does not decide what a word is in a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import DataError

_COLUMNS = "word\tordinary\tgiven\tsurname"


@dataclass(frozen=True, slots=True)
class Bearers:
    """``ordinary``: share of the word's uses in lower case; people in 100,000 with it as given name and as surname."""

    ordinary: float = 0.0
    given: int = 0
    surname: int = 0


_NONE = Bearers()


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Looks a single word up, however it is written."""

    words: Mapping[str, Bearers] = field(default_factory=dict)

    def find(self, word: str) -> Bearers:
        """What the word is besides a place; nothing for one that the table lacks."""
        return self.words.get(word.lower(), _NONE)


def read_otherwise(path: Path) -> Otherwise:
    """Read otherwise.tsv. Raises DataError where it is not what it should be."""
    header, *lines = path.read_text(encoding="utf-8").splitlines() or [""]
    if header != _COLUMNS:
        raise DataError(f"{path.name}: want the columns {_COLUMNS!r}")
    words = {}
    for line in lines:
        word, ordinary, given, surname = line.split("\t")
        words[word] = Bearers(float(ordinary), int(given), int(surname))
    return Otherwise(words)
