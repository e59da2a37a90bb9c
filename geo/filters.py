"""Filters: which claims of a reading are shown, by who says so, of what, and when.

Takes a Reading and a Filter; gives the Reading of the claims that pass, with their relations and shapes alone. Does not
change a claim, nor draw anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from geo.model import Claim, Interval, Reading
from geo.reading import EMPTY_COLLECTION

DateOf = Literal["event", "report", "either"]
"""Which day of a claim counts: that of the deed, that of the word, or of the deed and else of the word."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What passes; an empty tuple or None asks for nothing.

    ``claimants``     parts of names, in any case
    ``first, last``   days, both included; a claim passes that lies in them in part
    ``undated``       whether a claim without such a day passes; None: only where no days are asked for
    """

    claimants: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    date_of: DateOf = "either"
    undated: bool | None = None

    def passes(self, claim: Claim) -> bool:
        """Whether a claim is shown."""
        name = claim.claimant.name.casefold()
        named = not self.claimants or any(one.casefold() in name for one in self.claimants)
        return named and (not self.kinds or claim.kind in self.kinds) and self._in_time(claim)

    def _in_time(self, claim: Claim) -> bool:
        days = find_days(claim, self.date_of)
        if days is None:
            return self.first is None and self.last is None if self.undated is None else self.undated
        return (self.first is None or days.end >= self.first) and (self.last is None or days.start <= self.last)


def choose_claims(reading: Reading, wanted: Filter) -> Reading:
    """The reading with only the claims that pass, and with their relations, features and rows of a second reader."""
    return keep_claims(reading, (claim.id for claim in reading.claims if wanted.passes(claim)))


def keep_claims(reading: Reading, claim_ids: Iterable[str]) -> Reading:
    """The reading with only these claims."""
    ids = set(claim_ids)
    collection: dict[str, Any] = dict(reading.features or EMPTY_COLLECTION)
    second = reading.second
    if second:
        rows = tuple(row for row in second.comparison if row.claim is None or row.claim in ids)
        second = replace(second, comparison=rows)
    return replace(
        reading,
        second=second,
        claims=tuple(claim for claim in reading.claims if claim.id in ids),
        relations=tuple(one for one in reading.relations if set(one.claims) <= ids),
        features=collection
        | {"features": [one for one in collection["features"] if one["properties"]["claim_id"] in ids]},
    )


def find_days(claim: Claim, date_of: DateOf) -> Interval | None:
    """The days of a claim by which it is filtered, None where the text gives none."""
    if date_of == "report":
        return claim.said
    return claim.event or (claim.said if date_of == "either" else None)


def find_range(reading: Reading, date_of: DateOf) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of all claims, None where none has a day."""
    days = [found for claim in reading.claims if (found := find_days(claim, date_of))]
    return (min(one.start for one in days), max(one.end for one in days)) if days else None


def count_undated(reading: Reading, date_of: DateOf) -> int:
    """How many claims have no such day."""
    return sum(find_days(claim, date_of) is None for claim in reading.claims)
