"""Claims and their relations in plain words, one row each, for panels and tables.

Takes a Reading (and its features frame for the drawn sizes); gives rows of plain, unescaped strings.
Does not decide anything: a missing value is said to be missing.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass, replace

import geopandas as gpd

from geo.dates import MONTHS, format_day
from geo.model import Certainty, Claim, Interval, Mention, Reading, Relation, RelationType, Stance

NOT_STATED = "not stated"
COLUMNS = {
    "number": "No.",
    "claimant": "Claimed by",
    "stance": "Stance",
    "kind": "Kind",
    "size": "Stated size",
    "place": "Place",
    "event": "When",
    "said": "Said",
    "certainty": "On the map",
    "drawing": "How it is drawn, or why not",
}
"""The fields of a ClaimRow that a table shows, with their headings."""

_DRAWN = ("part", "drawn_km2", "note")
Parts = list[tuple[str, float, str | float | None]]
"""The drawn parts of one claim: the columns of _DRAWN, NaN where a frame has nothing."""

_RELATIONS = {
    RelationType.CONTRADICTS: "contradicts",
    RelationType.REJECTS: "rejects",
    RelationType.ANSWERS: "answers",
    RelationType.ADDS_TO: "adds to",
    RelationType.SAME_AS: "says the same as",
}
_DISPUTES = {RelationType.CONTRADICTS, RelationType.REJECTS}
_REFUSALS = {Stance.REJECTS, Stance.DENIES}
_CERTAINTIES = {
    Certainty.LOCATED: "place known",
    Certainty.APPROXIMATE: "place approximate",
    Certainty.UNPLACED: "not on the map",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim in words. ``number`` counts from 1 in the order of the text and links text, map and table."""

    number: int
    claim_id: str
    claimant: str
    stance: str
    kind: str
    size: str
    place: str
    event: str
    said: str
    certainty: str
    drawing: str
    quote: str


@dataclass(frozen=True, slots=True)
class RelationRow:
    """Two claims by number and how they stand to each other; ``dispute`` where they cannot both be so."""

    first: int
    second: int
    sentence: str
    reason: str
    dispute: bool


def to_cell(value: str | int) -> str | int:
    """A value for a table, where a column of "not stated" would drown the rest."""
    return "–" if value == NOT_STATED else value


def number_claims(reading: Reading) -> dict[str, int]:
    """Claim id -> number from 1, in the order of the text."""
    ordered = sorted(reading.claims, key=lambda claim: (claim.start, claim.end))
    return {claim.id: number for number, claim in enumerate(ordered, start=1)}


def describe_claims(reading: Reading, frame: gpd.GeoDataFrame) -> tuple[ClaimRow, ...]:
    """Every claim of the reading as a row, in the order of the text, those without a shape too."""
    mentions, numbers = {mention.id: mention for mention in reading.mentions}, number_claims(reading)
    claims = {claim.id: _in_numbers(claim, numbers) for claim in reading.claims}
    parts: dict[str, Parts] = {}
    for claim_id, *part in zip(*(frame[name] for name in ("claim_id", *_DRAWN)), strict=True):
        parts.setdefault(claim_id, []).append((part[0], part[1], part[2]))
    return tuple(
        _describe(number, claims[claim_id], mentions, parts.get(claim_id, [])) for claim_id, number in numbers.items()
    )


def _in_numbers(claim: Claim, numbers: dict[str, int]) -> Claim:
    """The claim with the numbers that the reader sees in place of the ids in its doubts."""

    def write(found: re.Match[str]) -> str:
        return f"claim {numbers[found[0]]}" if found[0] in numbers else found[0]

    return replace(claim, doubts=tuple(re.sub(r"\b[a-zA-Z]+\d+\b", write, one) for one in claim.doubts))


def describe_relations(reading: Reading) -> tuple[RelationRow, ...]:
    """Every relation as a sentence, disputes first. A relation to a claim that the reading lacks is left out."""
    numbers = number_claims(reading)
    claims = {claim.id: claim for claim in reading.claims}
    known = [relation for relation in reading.relations if set(relation.claims) <= set(claims)]
    rows = [_relate(relation, *_order_pair(relation, claims), numbers) for relation in known]
    return tuple(sorted(rows, key=lambda row: (not row.dispute, row.first, row.second)))


def format_km2(area_km2: float) -> str:
    """An area as people write it.

    >>> format_km2(100.0), format_km2(1234567.0), format_km2(0.25)
    ('100 km²', '1,234,567 km²', '0.25 km²')
    """
    return f"{area_km2:,.0f} km²" if area_km2 >= 10 else f"{area_km2:,.3g} km²"


def format_interval(interval: Interval | None) -> str:
    """Days in words: a day, a whole month or year as such, else from and to.

    >>> import datetime as dt
    >>> format_interval(Interval(dt.date(2022, 5, 1), dt.date(2022, 5, 31), inferred=True))
    'May 2022 (inferred)'
    >>> format_interval(None)
    'not stated'
    """
    if interval is None:
        return NOT_STATED
    return _span(interval) + (" (inferred)" if interval.inferred else "")


def _span(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if start == end:
        return format_day(start)
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole_months and start.year == end.year and (start.month, end.month) == (1, 12):
        return str(start.year)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    return f"{format_day(start)} to {format_day(end)}"


def _order_pair(relation: Relation, claims: dict[str, Claim]) -> tuple[Claim, Claim]:
    """The two claims, the one that rejects first, however the relation has them."""
    one, other = (claims[claim_id] for claim_id in relation.claims)
    turned = relation.type == RelationType.REJECTS and other.stance in _REFUSALS and one.stance not in _REFUSALS
    return (other, one) if turned else (one, other)


def _relate(relation: Relation, one: Claim, other: Claim, numbers: dict[str, int]) -> RelationRow:
    first, second = numbers[one.id], numbers[other.id]
    verb = _RELATIONS[relation.type]
    return RelationRow(
        first=first,
        second=second,
        sentence=f"{one.claimant.name} (claim {first}) {verb} {other.claimant.name} (claim {second})",
        reason=relation.reason,
        dispute=relation.type in _DISPUTES,
    )


def _describe(number: int, claim: Claim, mentions: dict[str, Mention], parts: Parts) -> ClaimRow:
    return ClaimRow(
        number=number,
        claim_id=claim.id,
        claimant=_claimant(claim),
        stance=str(claim.stance),
        kind=str(claim.kind),
        size=_size(claim),
        place=", ".join(dict.fromkeys(_place(mentions[one]) for one in claim.where if one in mentions)) or NOT_STATED,
        event=format_interval(claim.event),
        said=format_interval(claim.said),
        certainty=_CERTAINTIES[claim.certainty],
        drawing=_drawing(claim, mentions, parts),
        quote=claim.quote,
    )


def _claimant(claim: Claim) -> str:
    role = f", {claim.claimant.role}" if claim.claimant.role else ""
    via = ", via " + ", ".join(party.name for party in claim.via) if claim.via else ""
    return f"{claim.claimant.name}{role}{via}"


def _size(claim: Claim) -> str:
    stated = (
        format_km2(claim.area_km2) if claim.area_km2 is not None else "",
        f"{claim.length_km:,g} km" if claim.length_km is not None else "",
        f"{claim.count.value:,} {claim.count.unit}" if claim.count else "",
    )
    return ", ".join(one for one in stated if one) or NOT_STATED


def _place(mention: Mention) -> str:
    return mention.place.name if mention.place else f"“{mention.toponym}” (not found)"


def _drawing(claim: Claim, mentions: dict[str, Mention], parts: Parts) -> str:
    """How the claim was drawn, or why it was not."""
    if not parts:
        return _why_unplaced(claim, mentions)
    drawn = sum(km2 for part, km2, _ in parts if part == "drawn" and not math.isnan(km2))
    area = [f"drawn with {format_km2(drawn)}"] if drawn > 0 else []
    notes = dict.fromkeys(note for _, _, note in parts if isinstance(note, str) and note)
    return "; ".join([*area, *notes]) or "drawn at the place named"


def _why_unplaced(claim: Claim, mentions: dict[str, Mention]) -> str:
    if claim.doubts:
        return "; ".join(claim.doubts)
    named = [mentions[one] for one in claim.where if one in mentions]
    if not named:
        return "the sentence names no place for it"
    if all(mention.place is None for mention in named):
        return "the place named was not found in the gazetteer"
    if claim.stance == Stance.WITHHOLDS:
        return "nothing is claimed that could be drawn"
    return f"a claim of this kind ({claim.kind}) has no outline to draw"
