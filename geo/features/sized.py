"""Claims of a stated area: strips along a border, patches inside a place.

Takes the sized claims of a reading; gives each a shape of exactly its area. Claims that one claimant adds up lie
beside each other and never overlap; claims that compete begin at the same place at the same depth, so that they compare
by eye.
Does not know where the ground really lies: the extent says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from geo.boundaries import Geometry
from geo.errors import UnknownPlaceError
from geo.features.labels import find_verb
from geo.features.selection import Grain, find_country, place_id_of
from geo.features.site import Piece, Shape, Site, leave_out
from geo.footprints import Footprint, Frontage, build_frontage, build_patch, choose_depth_km, measure_area_km2
from geo.footprints.plane import keep_lines, longest_line
from geo.model import Certainty, Claim, Mention, MentionKind, Modality, Reading, RelationType
from geo.place_ids import border

SAME_SIZE = (0.75, 4 / 3)
"""A stated area this near to a named place's own area means the whole place: published areas of one province differ by
a fifth between sources and layers."""

_PLACED = (Grain.UNIT, Grain.PART)
_Ground = tuple[str | None, str, tuple[float, float] | None]
"""What strips share: a border line, a side, and where along the line they begin."""

_MOVED = "Moved along the border by hand."


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a sized claim is to be drawn: along ``line`` on ``side``, or inside ``side`` where there is no line."""

    claim: Claim
    side: str
    line: str | None = None
    start: tuple[float, float] | None = None
    place: str = ""
    remark: str = ""


def build_sized(claims: Sequence[Claim], reading: Reading, site: Site, moved: Mapping[str, float]) -> dict[str, Shape]:
    """The shapes of claims that state an area, by claim id; each may be a shape without pieces, with the reason.

    ``moved`` says for a claim's id how far along the longest piece of its border, 0 to 1, its strip begins. All strips
    on that side of the border go along, so that they still compare; their areas stay what they are.
    """
    shapes: dict[str, Shape] = {}
    plans: list[_Plan] = []
    for claim in sorted(claims, key=lambda one: one.start):
        plan = _plan(claim, site)
        if isinstance(plan, _Plan):
            plans.append(plan)
        else:
            shapes[claim.id] = plan
    plans = _move(plans, site, moved)
    chains = find_chains([plan.claim for plan in plans], reading)
    fronts = _build_frontages(plans, chains, site)
    taken: dict[str, Geometry] = {}
    for plan in plans:
        chain = chains[plan.claim.id]
        front = fronts.get((plan.line, plan.side, plan.start))
        footprint = _build(plan, site, front, taken.get(chain))
        shapes[plan.claim.id] = _to_shape(plan, footprint)
        if footprint.drawn is not None:
            taken[chain] = shapely.union_all([one for one in (taken.get(chain), footprint.drawn) if one is not None])
    return shapes


def _move(plans: Sequence[_Plan], site: Site, moved: Mapping[str, float]) -> list[_Plan]:
    """The plans with the starts that somebody chose, the last choice of a border for all on that side of it."""
    chosen: dict[tuple[str | None, str], float] = {
        (plan.line, plan.side): moved[plan.claim.id] for plan in plans if plan.line and plan.claim.id in moved
    }
    result = []
    for plan in plans:
        share = chosen.get((plan.line, plan.side))
        if share is not None and plan.line is not None:
            longest = longest_line(keep_lines(site.footprint(plan.line).shape))
            point = longest.interpolate(min(max(share, 0.0), 1.0), normalized=True)
            plan = replace(plan, start=(point.x, point.y), remark=f"{_MOVED} {plan.remark}".strip())  # noqa: PLW2901
        result.append(plan)
    return result


def find_chains(claims: Iterable[Claim], reading: Reading) -> dict[str, str]:
    """For each claim the id of the one that its sum is kept under: ``adds_to`` of one claimant; else its own."""
    claimants = {claim.id: claim.claimant.name for claim in claims}
    chain = {name: name for name in claimants}
    for relation in reading.relations:
        one, other = relation.claims
        together = relation.type is RelationType.ADDS_TO and claimants.get(one) == claimants.get(other) is not None
        if together:
            old, new = chain[other], chain[one]
            chain = {name: new if first == old else first for name, first in chain.items()}
    return chain


def _build_frontages(plans: Sequence[_Plan], chains: Mapping[str, str], site: Site) -> dict[_Ground, Frontage]:
    """One frontage a border, side and start. All on one border and side share the depth of the largest sum there."""
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for plan in plans:
        if plan.line is not None:
            chain, there = chains[plan.claim.id], sums.setdefault((plan.line, plan.side), {})
            there[chain] = there.get(chain, 0.0) + (plan.claim.area_km2 or 0.0)
    fronts: dict[_Ground, Frontage] = {}
    for line, side, start in dict.fromkeys((plan.line, plan.side, plan.start) for plan in plans):
        if line is not None:
            most = max(sums[line, side].values())
            border_line, ground = site.footprint(line).shape, site.footprint(side).shape
            depth = choose_depth_km(most)
            fronts[line, side, start] = build_frontage(border_line, ground, depth, start=start, room_km2=most)
    return fronts


def _build(plan: _Plan, site: Site, front: Frontage | None, avoid: Geometry | None) -> Footprint:
    area = plan.claim.area_km2 or 0.0
    if front is not None:
        return front.build_strip(area, avoid)
    side = site.footprint(plan.side)
    whole = side.extent if side.extent is not None else side.shape
    low, high = SAME_SIZE
    if avoid is None and plan.start is None and low <= area / measure_area_km2(whole) <= high:
        note = f"the boundary files give {measure_area_km2(whole):,.0f} km² for the place. {side.note}"
        return Footprint(None, whole, whole, side.method, note=note)
    return build_patch(area, whole, around=plan.start, avoid=avoid)


def _to_shape(plan: _Plan, footprint: Footprint) -> Shape:
    if footprint.drawn is None or footprint.drawn.is_empty:
        return leave_out("No ground is left for it beside what the same claimant claims already.")
    pieces = [Piece("drawn", footprint.drawn, footprint.method)]
    if footprint.extent is not None and not footprint.extent.equals(footprint.drawn):
        pieces.insert(0, Piece("extent", footprint.extent, footprint.method))
    caption = f"{plan.claim.area_km2:g} km² {find_verb(plan.claim)} by {plan.claim.claimant.name}; {footprint.note}"
    note = " ".join(filter(None, (f"{caption.rstrip('. ')}.", plan.remark)))
    return Shape(tuple(pieces), Certainty.APPROXIMATE, note, plan.place)


def _plan(claim: Claim, site: Site) -> _Plan | Shape:
    """Where a sized claim goes, or why it goes nowhere."""
    places = [one for one in site.places(claim) if _is_drawable(one, site)]
    side = _find_side(claim, places, site)
    line = next((place_id_of(one) for one in places if site.grain(one) is Grain.LINE), None)
    ground = next((one for one in places if site.grain(one) in _PLACED), None)
    if line is not None and side is None:
        return leave_out("On which side of the line it lies is not stated.")
    if line is not None and side is not None:
        start = _find_start(places, site)
        remark = "It begins at the point of the border nearest to the place named." if start else ""
        return _Plan(claim, side, line, start=start, remark=remark)
    points = [one for one in places if site.grain(one) is Grain.POINT]
    start = _find_start(points, site)
    if ground is not None:
        return _Plan(claim, place_id_of(ground), start=start, place=_name(points[:1] or [ground]))
    if side is not None and start is not None:
        return _Plan(claim, side, start=start, place=_name(points[:1]))
    return _plan_inferred(claim, side, site)


def _plan_inferred(claim: Claim, side: str | None, site: Site) -> _Plan | Shape:
    """A plan for a claim that names a country at most: along its border with the actor, where they are neighbours."""
    if side is None:
        return leave_out("An area is stated, but not on whose ground.")
    if claim.modality is not Modality.ACTUAL:
        return leave_out("Not told as having happened, and no ground is named.")
    line = border(side, f"country:{claim.actor}")
    if site.is_country(claim.actor) and f"country:{claim.actor}" != side and _has_footprint(line, site):
        remark = "Along this border only by inference: the text names no place."
        return _Plan(claim, side, line, remark=remark)
    return _Plan(claim, side, remark="The text names no place in the country.")


def _find_side(claim: Claim, places: Sequence[Mention], site: Site) -> str | None:
    """The country whose ground it is: that of the area mention, else the counterpart, else that of the finest place."""
    stated = [one for one in places if site.grain(one) in {Grain.SOME, Grain.COUNTRY} or one.kind is MentionKind.AREA]
    for one in stated:
        country = find_country(one)
        if country is not None and country != f"country:{claim.actor}":
            return country
    if site.is_country(claim.counterpart):
        return f"country:{claim.counterpart}"
    others = [find_country(one) for one in places if site.grain(one) is not Grain.LINE]
    return next((one for one in others if one is not None), None)


def _find_start(places: Sequence[Mention], site: Site) -> tuple[float, float] | None:
    """Lon, lat of the finest place that is a point or ground, or None."""
    for one in sorted(places, key=site.grain):
        if site.grain(one) is Grain.POINT or site.grain(one) in _PLACED:
            middle = site.footprint(place_id_of(one)).shape.centroid
            return middle.x, middle.y
    return None


def _name(places: Sequence[Mention]) -> str:
    return ", ".join(one.place.name for one in places if one.place)


def _is_drawable(mention: Mention, site: Site) -> bool:
    return _has_footprint(place_id_of(mention), site)


def _has_footprint(place_id: str, site: Site) -> bool:
    try:
        site.footprint(place_id)
    except UnknownPlaceError:
        return False
    return True
