"""Topology of units: the border that two of them share, and the detached parts of one.

Takes polygons (EPSG:4326) of one layer, or of two that agree within a tolerance; gives lines and polygons.
Does not know names or place ids.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geo.boundaries import Geometry
from geo.footprints.plane import Plane, keep_lines, measure_area_km2, measure_length_km

TOLERANCE_M = 1000.0
"""How far apart two layers (or two versions of one) may draw the same border. Natural Earth's countries and its
provinces are of two releases; a whole other layer is 1.3 km off by the median and must not be mixed in."""

SHORTEST_KM = 1.0
"""A shared boundary below this is a corner, or noise."""

GROUP_M = 3000.0
"""Parts of one detached piece of land: a spit or an islet before its coast lies within this."""


def find_border(one: Geometry, other: Geometry) -> Geometry:
    """The boundary that two units share, as joined lines; empty where they do not meet.

    Exact where both come of one layer; otherwise the line of the first within TOLERANCE_M of the second. Where one
    lies within the other (a province, a disputed area), the inner one's boundary inside the outer.
    """
    inner, outer = sorted((one, other), key=lambda shape: float(shape.area))
    if _is_within(inner, outer):
        return _find_inner_border(inner, outer)
    one_line, other_line = _boundary_near(one, other), _boundary_near(other, one)
    exact = keep_lines(one_line.intersection(other_line))
    if exact.is_empty or measure_length_km(exact) < SHORTEST_KM:
        return _find_border_nearby(one_line, other_line)
    return exact


def find_exclaves(whole: Geometry, neighbours: Sequence[Geometry]) -> list[Geometry]:
    """The detached parts of a country that have a land border with each of the neighbours, largest first.

    The largest part is the mainland and is never one of them; islands have no land border. Parts within GROUP_M of
    each other count as one, so that a spit does not make a second exclave.
    """
    parts = np.array(sorted(shapely.get_parts(whole), key=shapely.area, reverse=True)[1:], dtype=object)
    for other in neighbours:
        shapely.prepare(other)
        parts = parts[shapely.dwithin(parts, other, TOLERANCE_M / 111_000)]
        parts = parts[[measure_length_km(find_border(part, other)) >= SHORTEST_KM for part in parts]]
    return _group_parts(list(parts))


def _is_within(inner: Geometry, outer: Geometry) -> bool:
    # Degrees squared are no area, but two of them at one latitude make a ratio.
    inside = outer.covers(inner.representative_point())
    return bool(inside and inner.intersection(outer).area > 0.9 * inner.area)


def _find_inner_border(inner: Geometry, outer: Geometry) -> Geometry:
    plane = Plane.around(inner)
    coast = plane.flatten(_boundary_near(outer, inner)).buffer(TOLERANCE_M)
    return plane.unflatten(keep_lines(plane.flatten(inner.boundary).difference(coast)))


def _find_border_nearby(one_line: Geometry, other_line: Geometry) -> Geometry:
    if one_line.is_empty or other_line.is_empty:
        return keep_lines(shapely.GeometryCollection())
    plane = Plane.around(one_line)
    line = keep_lines(plane.flatten(one_line).intersection(plane.flatten(other_line).buffer(TOLERANCE_M)))
    # Where they meet in a corner only, the tolerance finds two stubs of its own length.
    return plane.unflatten(line if line.length > 3 * TOLERANCE_M else keep_lines(shapely.GeometryCollection()))


def _boundary_near(geometry: Geometry, other: Geometry) -> Geometry:
    """The boundary of a unit within the box of another, a little widened: lines, so that no false edge arises."""
    west, south, east, north = other.bounds
    margin = 2 * TOLERANCE_M / 111_000
    widen = margin / max(0.05, np.cos(np.radians(max(abs(south), abs(north)))))
    box = shapely.box(west - widen, south - margin, east + widen, north + margin)
    return keep_lines(geometry.boundary.intersection(box))


def _group_parts(parts: Sequence[Geometry]) -> list[Geometry]:
    """Join the parts that lie within GROUP_M of each other into one geometry, the largest first."""
    groups: list[list[Geometry]] = []
    for part in parts:
        plane = Plane.around(part)
        flat = plane.flatten(part)
        beside = [group for group in groups if any(flat.dwithin(plane.flatten(one), GROUP_M) for one in group)]
        groups = [group for group in groups if group not in beside]
        groups.append([one for group in beside for one in group] + [part])
    joined = [group[0] if len(group) == 1 else shapely.multipolygons(group) for group in groups]
    return sorted(joined, key=measure_area_km2, reverse=True)
