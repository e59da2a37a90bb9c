"""Abbreviations of provinces and states: "Athens, Ga.", "Springfield, IL".

Takes abbreviations.toml; gives their spans in a text and the place ids that they stand for. They count exactly as
written, and most of them only behind a town: "La." and "Me." are words elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_NEVER = re.compile(r"(?!)")


class Abbreviations:
    """What is written -> place id; ``usual`` ones stand anywhere, the others behind a capitalised word and a comma."""

    def __init__(self, behind_a_town: Mapping[str, str], usual: Mapping[str, str]) -> None:
        self._place_ids = {**behind_a_town, **usual}
        self._patterns = (
            re.compile(rf"(?<=[\w.], )(?:{_either(behind_a_town)})(?!\w)") if behind_a_town else _NEVER,
            re.compile(rf"(?<!\w)(?:{_either(usual)})(?!\w)") if usual else _NEVER,
        )

    def find(self, written: str) -> str | None:
        """The place id that exactly this stands for, or None."""
        return self._place_ids.get(written)

    def find_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text has them, ``[start, end)``, a last period included."""
        for pattern in self._patterns:
            for found in pattern.finditer(text):
                if _behind_a_name(text, found.start()) or pattern is self._patterns[1]:
                    yield found.span()


def read_abbreviations(path: Path) -> Abbreviations:
    """Read abbreviations.toml."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Abbreviations(table["behind_a_town"], table["usual"])


def _either(written: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(written, key=len, reverse=True))


def _behind_a_name(text: str, start: int) -> bool:
    """Whether the word before the comma starts as a name does: "Athens, Ga." but not "with it, Me"."""
    word = re.search(r"\w[\w'.-]*$", text[max(0, start - 42) : start - 2])
    return word is not None and word.group()[0].isupper()
