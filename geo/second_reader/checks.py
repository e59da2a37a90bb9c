"""What a second reader proposes -> what the text bears out, and what is dropped with the reason.

Takes unchecked JSON values and the document; gives Proposals whose quote, names and numbers all stand in the text.
Does not repair a proposal, and ignores every place, coordinate or geometry in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from geo.documents import straighten
from geo.lexicon import Lexicon
from geo.model import ClaimKind, Count, Document, Dropped, Modality, Polarity, Proposal, Stance
from geo.second_reader import numbers
from geo.second_reader.words import shorten

MAX_CLAIMS = 500
MAX_QUOTE = 1000
LARGEST = 1e12
GEOMETRY = frozenset({
    "geometry", "geometries", "coordinates", "bbox", "where", "lat", "lon", "latitude", "longitude", "feature",
    "features", "point", "polygon", "place", "place_id", "places", "location", "geojson", "wkt",
})  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?][\"')]*\s|\n")

Enum = TypeVar("Enum", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands, what was dropped, and what was ignored."""

    proposals: tuple[Proposal, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]


class _Refusal(Exception):  # noqa: N818 - no error: a proposal that the text does not bear out
    """Why a proposal is dropped."""


def check(claims: Sequence[object], document: Document, lexicon: Lexicon) -> Checked:
    """Check every proposed claim by itself; a bad one does not spoil the others."""
    proposals: list[Proposal] = []
    dropped: list[Dropped] = []
    notes: list[str] = []
    for number, claim in enumerate(claims[:MAX_CLAIMS], start=1):
        try:
            proposals.append(_Checker(_mapping(claim), document, lexicon).proposal())
        except _Refusal as refusal:
            dropped.append(Dropped(str(refusal), _quote_of(claim)))
        if isinstance(claim, Mapping) and (ignored := sorted(GEOMETRY & set(claim))):
            notes.append(f"claim {number}: {', '.join(ignored)} ignored: a place is never taken from a second reader")
    if len(claims) > MAX_CLAIMS:
        notes.append(f"{len(claims) - MAX_CLAIMS} more claims ignored: at most {MAX_CLAIMS} are checked")
    return Checked(tuple(proposals), tuple(dropped), tuple(notes))


def _mapping(claim: object) -> Mapping[str, object]:
    if not isinstance(claim, Mapping):
        raise _Refusal("is no JSON object")
    return claim


def _quote_of(claim: object) -> str:
    quote = claim.get("quote") if isinstance(claim, Mapping) else claim
    return shorten(quote if isinstance(quote, str) else str(type(quote).__name__))


@dataclass(frozen=True, slots=True)
class _Checker:
    claim: Mapping[str, object]
    document: Document
    lexicon: Lexicon

    def proposal(self) -> Proposal:
        """The claim as a Proposal; raises _Refusal with the first thing that is wrong."""
        start, end = self._span()
        around = find_sentence(self.document.clean, start, end)
        return Proposal(
            start=start,
            end=end,
            quote=self.document.text[start:end],
            kind=self._word("kind", ClaimKind),
            claimant=self._name("claimant", or_outlet=True),
            stance=self._word("stance", Stance),
            polarity=self._word("polarity", Polarity, Polarity.POSITIVE),
            modality=self._word("modality", Modality, Modality.ACTUAL),
            actor=self._name("actor"),
            area_km2=self._amount("area_km2", around),
            length_km=self._amount("length_km", around),
            count=self._count(around),
        )

    def _span(self) -> tuple[int, int]:
        quote = self.claim.get("quote")
        if not isinstance(quote, str) or len(quote.split()) < 2:
            raise _Refusal("the quote is missing or a single word")
        if len(quote) > MAX_QUOTE:
            raise _Refusal(f"the quote is longer than {MAX_QUOTE} characters")
        found = find_words(self.document.clean, quote)
        if found is None:
            raise _Refusal("the quote does not stand in the text")
        return found

    def _word(self, name: str, words: type[Enum], default: Enum | None = None) -> Enum:
        value = self.claim.get(name)
        if value is None and default is not None:
            return default
        try:
            return words(value if isinstance(value, str) else "")
        except ValueError as error:
            raise _Refusal(f"{name} {_show(value)} is none of the contract's") from error

    def _name(self, name: str, *, or_outlet: bool = False) -> str | None:
        """A name as the text has it; None where none is given."""
        value = self.claim.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not re.search(r"\w\w", value):
            raise _Refusal(f"{name} {_show(value)} is no name")
        outlet = self.document.outlet
        if or_outlet and outlet and value.strip().casefold() == outlet.casefold():
            return outlet
        found = find_words(self.document.clean, value) or find_words(self.document.clean, value, any_case=True)
        if found is None:
            raise _Refusal(f"{name} {_show(value)} does not stand in the text")
        return shorten(self.document.text[slice(*found)], MAX_QUOTE)

    def _amount(self, name: str, around: tuple[int, int]) -> float | None:
        value = self.claim.get(name)
        if value is None:
            return None
        number = _number(name, value)
        states = numbers.states_area if name == "area_km2" else numbers.states_length
        if not states(self.document.clean, around, number, self.lexicon):
            raise _Refusal(f"{name} {number:g} is not stated in the quoted sentence")
        return number

    def _count(self, around: tuple[int, int]) -> Count | None:
        record = self.claim.get("count")
        if record is None:
            return None
        if not isinstance(record, Mapping) or not isinstance(record.get("unit"), str):
            raise _Refusal("the count is no value with a unit")
        number = _number("count", record.get("value"))
        if not number.is_integer() or not numbers.states_count(self.document.clean, around, int(number), self.lexicon):
            raise _Refusal(f"count {number:g} does not stand in the quoted sentence")
        return Count(int(number), shorten(record["unit"], 40))


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < LARGEST:
        raise _Refusal(f"{name} {_show(value)} is no number above 0")
    return float(value)


def _show(value: object) -> str:
    return repr(shorten(value, 40)) if isinstance(value, str) else shorten(f"of type {type(value).__name__}")


def find_words(clean: str, words: str, *, any_case: bool = False) -> tuple[int, int] | None:
    r"""Where these words stand in clean text, whole, whatever the white space and quotation marks between them.

    >>> find_words("They took  Goma\nand left.", "took Goma and")
    (5, 19)
    """
    parts = straighten(words).split()
    if not parts:
        return None
    pattern = r"\s+".join(re.escape(part) for part in parts)
    flags = re.IGNORECASE if any_case else re.NOFLAG
    match = re.search(rf"(?<!\w){pattern}(?!\w)", clean, flags)
    return match.span() if match else None


def find_sentence(clean: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences round a span, by their full stops; never more than the paragraph."""
    first = max((match.end() for match in _SENTENCE_END.finditer(clean, 0, start)), default=0)
    after = _SENTENCE_END.search(clean, max(start, end - 1))
    return first, after.start() + 1 if after else len(clean)
