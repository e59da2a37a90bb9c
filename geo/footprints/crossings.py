"""Ground between two places: a corridor through a third, or simply between.

Takes geometries (EPSG:4326); gives Footprints. Does not know any route: the drawn band is the shortest crossing and
says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geo.boundaries import Geometry
from geo.footprints.areas import longest_area
from geo.footprints.footprint import Footprint
from geo.footprints.plane import Plane, keep_lines, keep_polygons

EXACT_M, CONTACT_M = 1.0, 1000.0
"""A border of one layer is met to the metre; that of two layers, or of two versions of one, may gape so far."""

SAMPLES = 150
"""Points tried along each end of a corridor; the shortest of their straight links that stays on the ground is drawn."""

CHUNK = 500

WIDTH_SHARE, WIDTH_LEAST_KM, WIDTH_MOST_KM = 0.1, 1.0, 10.0
"""The band's width: a tenth of its length, within these. No text states one; it is a width that can be seen."""

SPREAD = 1 / 6
"""Ground between two places bulges by this share of the gap, at least BULGE_M."""
BULGE_M = 5000.0


def build_corridor(start: Geometry, via: Footprint, end: Geometry, name: str) -> Footprint:
    """A corridor from one place through another to a third.

    The extent is the ground of ``via`` that straight lines between the two ends can cover. Drawn is a band round the
    shortest of those lines that stays on the ground, inside the core of ``via`` where that reaches both ends. The band
    has square caps and is cut at the edge of ``via``, so that it joins both ends. ``start`` is taken without ``end``,
    and of it only the mainland: "a corridor from Azerbaijan to its exclave".
    """
    mainland = find_mainland(start, end)
    plane = Plane.around(end, via.shape)
    ends = (plane.flatten(mainland), plane.flatten(end))
    whole = plane.flatten(via.extent if via.extent is not None else via.shape)
    readings = [plane.flatten(one) for one in (via.core, via.drawn, via.extent) if one is not None]
    ground = next((one for one in readings[1:] if _touches_both(one, ends)), whole)
    inner = next((one for one in readings if _touches_both(one, ends)), ground)
    line = _shortest_crossing(inner, ends)
    width = min(WIDTH_MOST_KM, max(WIDTH_LEAST_KM, WIDTH_SHARE * line.length / 1000))
    hull = shapely.union_all([_contact(ground, one) for one in ends] + [line]).convex_hull
    band = _keep_touching(line.buffer(width * 500, cap_style="square").intersection(whole), line)
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(shapely.union(hull.intersection(ground), band))),
        drawn=plane.unflatten(band),
        method="corridor",
        parameters={"width_km": round(width, 1), "length_km": round(line.length / 1000, 1)},
        note=f"{name}: the route is not stated. Drawn is the shortest straight crossing, {width:.1f} km wide, "
        "inside the ground where any straight crossing could run.",
    )


def find_mainland(start: Geometry, end: Geometry) -> Geometry:
    """The largest part of a place that does not hold another place's middle; without that place where all do."""
    middle = end.representative_point()
    parts = [part for part in shapely.get_parts(start) if not part.intersects(middle)]
    return max(parts, key=shapely.area) if parts else longest_area(start.difference(end))


def build_between(one: Geometry, other: Geometry, name: str, *, land: Geometry | None = None) -> Footprint:
    """The ground between two places: the hull of their facing sides, a little bulged, without the places.

    ``land`` is the ground that counts, where sea does not.
    """
    plane = Plane.around(shapely.shortest_line(one, other))
    first, second = plane.flatten(one), plane.flatten(other)
    gap = first.distance(second)
    reach = max(1.2 * gap, BULGE_M)
    facing = [_facing(first, second, reach), _facing(second, first, reach)]
    hull = shapely.union_all(facing).convex_hull.buffer(max(SPREAD * gap, BULGE_M))
    free = hull.difference(first).difference(second)
    ground = free if land is None else free.intersection(plane.flatten(land))
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(ground)),
        drawn=None,
        method="between",
        parameters={"gap_km": round(gap / 1000, 1), "bulge_km": round(max(SPREAD * gap, BULGE_M) / 1000, 1)},
        note=f"{name}: no boundary is stated. Shaded is the ground between their facing sides.",
    )


def _facing(one: Geometry, other: Geometry, reach: float) -> Geometry:
    """The ground of one within reach of the other; the box first, because a buffer of a large country is slow."""
    near = other.intersection(one.envelope.buffer(reach)).simplify(reach / 50)
    return one.intersection(near.buffer(reach))


def _touches_both(ground: Geometry, ends: tuple[Geometry, Geometry]) -> bool:
    return all(ground.dwithin(end, CONTACT_M) for end in ends)


def _contact(ground: Geometry, end: Geometry) -> Geometry:
    """The edge of the ground that faces an end: where they meet, else the one nearest point."""
    if end.geom_type == "Point":
        return end
    edge = ground.boundary if shapely.get_dimensions(ground) == 2 else ground
    near = end.intersection(edge.envelope.buffer(2 * CONTACT_M))
    for tolerance in (EXACT_M, CONTACT_M):
        meeting = keep_lines(edge.intersection(near.buffer(tolerance)))
        if meeting.length > 4 * tolerance:
            return meeting
    return shapely.shortest_line(edge, end).interpolate(0)


def _shortest_crossing(ground: Geometry, ends: tuple[Geometry, Geometry]) -> Geometry:
    """The shortest straight line between the two contacts that stays on the ground; failing that, the shortest."""
    here, there = (_sample(_contact(ground, end)) for end in ends)
    gaps = np.hypot(*(here[:, None, :] - there[None, :, :]).transpose(2, 0, 1))
    order = np.argsort(gaps, axis=None)
    first, second = np.unravel_index(order, gaps.shape)
    links = np.stack([here[first], there[second]], axis=1)
    wide = ground.buffer(CONTACT_M)
    shapely.prepare(wide)
    for start in range(0, len(links), CHUNK):
        some = shapely.linestrings(links[start : start + CHUNK])
        inside = np.flatnonzero(shapely.covers(wide, some))
        if len(inside):
            return some[inside[0]]
    return shapely.LineString(links[0])


def _sample(contact: Geometry) -> np.ndarray[Any, Any]:
    if contact.geom_type == "Point":
        return np.asarray(shapely.get_coordinates(contact))
    spacing = contact.length / SAMPLES
    return np.asarray(shapely.get_coordinates(shapely.segmentize(contact.simplify(spacing / 4), spacing)))


def _keep_touching(band: Geometry, line: Geometry) -> Geometry:
    """The pieces of a band that its own line runs through: a band across a bay also clips the far shore."""
    parts = shapely.get_parts(keep_polygons(band))
    return keep_polygons(shapely.geometrycollections(parts[shapely.intersects(parts, line)]))
