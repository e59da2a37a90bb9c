"""Two claimants side by side: what only one of them claims, what both do, and the arithmetic between their numbers.

Takes a Reading, its features frame and two names of claimants; gives a Comparison. Does not say who is right, but where
shapes of unstated place overlap only because they are drawn from one anchor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely

from geo.boundaries import Geometry
from geo.features.sized import find_chains
from geo.footprints import measure_area_km2
from geo.footprints.plane import keep_polygons
from geo.model import GROUND_KINDS, Certainty, Claim, Polarity, Reading, RelationType, Stance

_OPPOSED = frozenset({RelationType.CONTRADICTS, RelationType.REJECTS})
_REFUSING = frozenset({Stance.DENIES, Stance.REJECTS})


@dataclass(frozen=True, slots=True)
class Pair:
    """What each of the two says of one ground, and how the two stand: a row of the table.

    ``claims`` are the ids on either side; ``differ_km2`` the differences of the stated areas, the whole sums first.
    """

    ground: str
    one: str
    other: str
    verdict: str
    claims: tuple[tuple[str, ...], tuple[str, ...]]
    differ_km2: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two claimants. The geometries are polygons in EPSG:4326, None where there is none; areas in km2, geodesic."""

    claimants: tuple[str, str]
    only_one: Geometry | None
    only_other: Geometry | None
    both: Geometry | None
    pairs: tuple[Pair, ...]
    schematic: bool

    @property
    def areas_km2(self) -> tuple[float, float, float]:
        """Drawn area that only the first, only the second, and both claim."""
        one, other, both = (measure_area_km2(shape) for shape in (self.only_one, self.only_other, self.both))
        return one, other, both

    @property
    def sentence(self) -> str:
        """The comparison in words, for a report."""
        told = [f"{pair.ground}: {pair.one} against {pair.other}; {pair.verdict}." for pair in self.pairs]
        if not told:
            told = [f"{self.claimants[0]} and {self.claimants[1]} make no claims about one ground."]
        if self.schematic and self.both is not None:
            told.append("Where the shapes overlap, they do because both are drawn from one anchor: no place is stated.")
        return " ".join(told)


def find_claimants(reading: Reading) -> tuple[str, ...]:
    """Who makes a claim about ground: those who contradict each other first, then in the order of the text."""
    ground = {one.id: one for one in reading.claims if one.kind in GROUND_KINDS}
    at_odds = [
        ground[claim_id]
        for relation in reading.relations
        if relation.type is RelationType.CONTRADICTS and set(relation.claims) <= set(ground)
        for claim_id in relation.claims
    ]
    ordered = [*at_odds, *sorted(ground.values(), key=lambda one: one.start)]
    return tuple(dict.fromkeys(one.claimant.name for one in ordered))


def compare(reading: Reading, frame: gpd.GeoDataFrame, one: str, other: str) -> Comparison:
    """Compare two claimants of a reading; ``frame`` is its features frame.

    Raises ValueError where a name is none of ``find_claimants``, or both are the same.
    """
    known = find_claimants(reading)
    for name in (one, other):
        if name not in known:
            raise ValueError(f"no claimant {name!r}; want two of: {', '.join(known) or 'none here'}")
    if one == other:
        raise ValueError(f"two claimants are compared, got {one!r} twice")
    ours, theirs = (_claims_of(name, reading) for name in (one, other))
    first, second = (_join(frame, claims) for claims in (ours, theirs))
    both = _polygons(shapely.intersection(first, second)) if first is not None and second is not None else None
    return Comparison(
        claimants=(one, other),
        only_one=_less(first, second),
        only_other=_less(second, first),
        both=both,
        pairs=(*_pair_sums(ours, theirs, reading), *_pair_places(ours, theirs, reading)),
        schematic=any(claim.certainty is Certainty.APPROXIMATE for claim in (*ours, *theirs)),
    )


def _claims_of(name: str, reading: Reading) -> list[Claim]:
    ordered = sorted(reading.claims, key=lambda one: one.start)
    return [one for one in ordered if one.claimant.name == name and one.kind in GROUND_KINDS]


def _join(frame: gpd.GeoDataFrame, claims: Iterable[Claim]) -> Geometry | None:
    """All ground that the claims say is so, as drawn; what they deny is not theirs."""
    names = {one.id for one in claims if one.polarity is Polarity.POSITIVE and one.stance not in _REFUSING}
    rows = frame[frame["claim_id"].isin(names) & (frame["part"] == "drawn")]
    ground = [one for one in rows.geometry if shapely.get_dimensions(one) == 2]
    return _polygons(shapely.union_all(ground)) if ground else None


def _less(one: Geometry | None, other: Geometry | None) -> Geometry | None:
    return one if one is None or other is None else _polygons(shapely.difference(one, other))


def _polygons(shape: Geometry) -> Geometry | None:
    """The polygons of an overlay, None where it has none."""
    kept = keep_polygons(shape, 0)
    return None if kept.is_empty else kept


def _pair_sums(ours: Sequence[Claim], theirs: Sequence[Claim], reading: Reading) -> Iterable[Pair]:
    """The stated areas of one against those of the other, each with what its claimant adds to it."""
    mine, yours = (_sums(claims, reading) for claims in (ours, theirs))
    for one in mine:
        for other in yours:
            if not _are_of_one_ground(one, other, reading):
                continue
            differ = _differences(one, other, reading)
            words = " or ".join(f"{number:g}" for number in differ)
            yield Pair(
                ground=f"Ground taken by {_name(one[0].actor or other[0].actor, reading)}",
                one=f"{_written(one)} ({one[0].claimant.name})",
                other=f"{_written(other)} ({other[0].claimant.name})",
                verdict=f"they differ by {words} km²" if any(differ) else "the same size",
                claims=(tuple(claim.id for claim in one), tuple(claim.id for claim in other)),
                differ_km2=differ,
            )


def _sums(claims: Sequence[Claim], reading: Reading) -> list[list[Claim]]:
    """The sized claims of one claimant, those that he adds up together."""
    sized = [one for one in claims if one.area_km2 is not None and one.stance not in _REFUSING]
    chains = find_chains(sized, reading)
    groups: dict[str, list[Claim]] = {}
    for claim in sized:
        groups.setdefault(chains[claim.id], []).append(claim)
    return list(groups.values())


def _are_of_one_ground(one: Sequence[Claim], other: Sequence[Claim], reading: Reading) -> bool:
    """Where the reading relates two of them; else the same taker and the same loser."""
    told = {frozenset(relation.claims) for relation in reading.relations}
    related = any(frozenset((mine.id, yours.id)) in told for mine in one for yours in other)
    first, second = one[0], other[0]
    alike = first.actor is not None and first.actor == second.actor and first.counterpart == second.counterpart
    return related or alike


def _differences(one: Sequence[Claim], other: Sequence[Claim], reading: Reading) -> tuple[float, ...]:
    """Between the sums; then between the two numbers that the reading sets against each other, where that differs."""
    by_id = {claim.id: claim.area_km2 or 0.0 for claim in (*one, *other)}
    found = [abs(sum(claim.area_km2 or 0.0 for claim in one) - sum(claim.area_km2 or 0.0 for claim in other))]
    for relation in reading.relations:
        first, second = relation.claims
        if relation.type in _OPPOSED and first in by_id and second in by_id:
            found.append(abs(by_id[first] - by_id[second]))
    return tuple(dict.fromkeys(round(number, 6) for number in found))


def _name(actor: str | None, reading: Reading) -> str:
    """A state by its name, where the dispatch names it; any other party as written."""
    names = (one.place.name for one in reading.mentions if one.place and one.place.place_id == f"country:{actor}")
    return next(names, actor or "a party not named")


def _written(claims: Sequence[Claim]) -> str:
    """As in "10 besides 40 km²"."""
    numbers = " besides ".join(f"{claim.area_km2:g}" for claim in claims)
    total = sum(claim.area_km2 or 0.0 for claim in claims)
    return f"{numbers} km²" + (f", together {total:g}" if len(claims) > 1 else "")


def _pair_places(ours: Sequence[Claim], theirs: Sequence[Claim], reading: Reading) -> Iterable[Pair]:
    """What each says of a place that both name, areas left out: these are in the sums."""
    names = {one.id: one.place.name for one in reading.mentions if one.place}
    places = {one.id: one.place.place_id for one in reading.mentions if one.place}
    opposed = {frozenset(relation.claims): relation for relation in reading.relations}
    for one in ours:
        for other in theirs:
            shared = [
                name for name in one.where if places.get(name) in {places.get(two) for two in other.where} - {None}
            ]
            shared = [name for name in shared if not places[name].startswith(("country:", "some("))]
            relation = opposed.get(frozenset((one.id, other.id)))
            if (one.area_km2 and other.area_km2) or (not shared and relation is None):
                continue
            ground = names[shared[0]] if shared else "Ground"
            yield Pair(
                ground=ground[0].upper() + ground[1:],
                one=_said(one, reading),
                other=_said(other, reading),
                verdict=relation.reason if relation else "told by both",
                claims=((one.id,), (other.id,)),
            )


def _said(claim: Claim, reading: Reading) -> str:
    """As in "seizure by RUS (asserted by the army)"."""
    doer = f" by {_name(claim.actor, reading)}" if claim.actor else ""
    size = f" of {claim.area_km2:g} km²" if claim.area_km2 else ""
    return f"{claim.kind}{doer}{size} ({claim.claimant.name} {claim.stance})"
