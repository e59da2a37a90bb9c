"""Shapes of a stated size: a strip along a border, a patch inside a place, a band along a line.

Takes an area in km2 (or a width in km) and the ground it may lie on (EPSG:4326); gives Footprints whose drawn shape has
that area on the ellipsoid. Does not know where it really lies: the extent is that, the drawn shape is a schematic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import shapely
from shapely.ops import substring

from geo.footprints.bisection import find_where
from geo.footprints.footprint import Footprint
from geo.footprints.plane import Geometry, Plane, keep_polygons, longest_line, measure_area_km2

ASPECT = 5.0
"""A strip is this many times as long as deep: 100 km2 is 22 km of border, 4.5 km deep. At full border length it would
be 0.2 km deep, which nobody sees."""

LEAST_ASPECT = 0.5
"""Nor is a strip deeper than twice its length, however deep its neighbours are."""

EXTENT_DEPTHS = 2.0
"""The extent reaches this many strip depths into the side, along the whole border."""

PATCH_RADII = 2.5
"""Round a named point, the extent of a patch has this many times its radius."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """What a strip grows on, in metres on one plane."""

    piece: Geometry
    baseline: Geometry
    anchor_m: float
    ground: Geometry

    def grow(self, depth_m: float, area_m2: float) -> Geometry:
        """Grow along the border at a depth until the area is reached; the whole band where it is not enough."""
        band = self.piece.buffer(depth_m).intersection(self.ground)

        def cut(length_m: float) -> Geometry:
            section = _section(self.baseline, self.anchor_m, length_m)
            return band.intersection(section.buffer(2 * depth_m, cap_style="flat"))

        return cut(find_where(lambda length: cut(length).area, area_m2, 0, self.baseline.length))

    def deepen(self, area_m2: float) -> Geometry:
        """Take all ground within some distance of the border, at the distance that gives the area."""
        line = self.piece.simplify(sqrt(area_m2) / 100)
        west, south, east, north = shapely.union(line.envelope, self.ground.envelope).bounds

        def cut(depth_m: float) -> Geometry:
            return line.buffer(depth_m).intersection(self.ground)

        return cut(find_where(lambda depth: cut(depth).area, area_m2, 0, float(np.hypot(east - west, north - south))))


def choose_depth_km(area_km2: float) -> float:
    """The depth at which a strip of this area is ASPECT times as long as deep.

    >>> choose_depth_km(500)
    10.0
    """
    return sqrt(area_km2 / ASPECT)


def build_strip(
    area_km2: float,
    border_line: Geometry,
    side: Geometry,
    *,
    avoid: Geometry | None = None,
    start: tuple[float, float] | None = None,
    depth_km: float | None = None,
) -> Footprint:
    """A strip of exactly this area along a border, on one side of it.

    It begins in the middle of the longest piece of the border (or at the point of the border nearest to ``start``, lon,
    lat) and grows along it, always the same way, so that two strips of one border can be compared by eye. ``depth_km``
    is the depth to share with such a neighbour; a small strip is never more than twice as deep as long. ``avoid`` is
    ground already taken: the strip then begins where that ends. Where the border is too short for the depth the strip
    is deepened; where the side is too small it is the whole side, and the note says so. Never leaves the side.
    """
    anchor = _find_anchor(border_line, start)
    plane = Plane(anchor.x, anchor.y)
    lines, flat_side = plane.flatten(border_line), plane.flatten(side)
    shared_m = 1000 * (depth_km or choose_depth_km(area_km2))
    strip = _prepare_strip(lines, plane.flatten(anchor), flat_side, _take_off(plane, flat_side, avoid))
    shape, enough = _fill(strip, area_km2 * 1e6, min(shared_m, 1000 * sqrt(area_km2 / LEAST_ASPECT)))
    reach = lines.buffer(EXTENT_DEPTHS * shared_m).intersection(flat_side)
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(shapely.union(reach, shape))),
        drawn=None if shape.is_empty else plane.unflatten(shape),
        method="strip",
        parameters={"area_km2": area_km2, "depth_km": shared_m / 1000, "extent_km": EXTENT_DEPTHS * shared_m / 1000},
        note=_size_note(area_km2, shape, enough=enough, rest="its place along the border is not stated"),
    )


def build_patch(
    area_km2: float,
    place: Geometry,
    *,
    around: tuple[float, float] | None = None,
    avoid: Geometry | None = None,
) -> Footprint:
    """A patch of exactly this area inside a place: round a point (lon, lat), else round a point well inside the place.

    ``avoid`` is ground already taken: the patch then lies round it. Where the place is too small the patch is all of
    it, and the note says so. Never leaves the place.
    """
    centre = shapely.Point(around) if around else longest_area(place).representative_point()
    plane = Plane(centre.x, centre.y)
    flat, point = plane.flatten(place), plane.flatten(centre)
    ground = _take_off(plane, flat, avoid)
    far = shapely.hausdorff_distance(point, flat.envelope) if not flat.is_empty else 0.0
    target = area_km2 * 1e6
    radius = find_where(lambda r: _disc(point, r).intersection(ground).area, target, 0, far * 1.01)
    enough = ground.area > target
    shape = keep_polygons(_disc(point, radius).intersection(ground) if enough else ground)
    extent = _disc(point, PATCH_RADII * radius).intersection(flat) if around and enough else flat
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(extent)),
        drawn=None if shape.is_empty else plane.unflatten(shape),
        method="patch",
        parameters={"area_km2": area_km2, "radius_km": radius / 1000},
        note=_size_note(area_km2, shape, enough=enough, rest="its outline and exact place are not stated"),
    )


def build_band(width_km: float, line: Geometry, side: Geometry | None = None) -> Footprint:
    """A band of a stated width along a line: that far into the side, or half as far to both sides where none is named."""
    plane = Plane.around(line)
    reach = width_km * 1000 * (1.0 if side is not None else 0.5)
    band = plane.flatten(line).buffer(reach, cap_style="flat")
    shape = keep_polygons(band if side is None else band.intersection(plane.flatten(side)))
    rest = "on the side named" if side is not None else "half on each side, because no side is named"
    return Footprint(
        core=None,
        extent=plane.unflatten(shape),
        drawn=plane.unflatten(shape),
        method="band",
        parameters={"width_km": width_km},
        note=f"A band {width_km:g} km wide, {rest}.",
    )


def longest_area(place: Geometry) -> Geometry:
    """The largest single polygon of a place."""
    return max(shapely.get_parts(place), key=measure_area_km2)


def _find_anchor(border_line: Geometry, start: tuple[float, float] | None) -> Geometry:
    if start is None:
        return longest_line(border_line).interpolate(0.5, normalized=True)
    plane = Plane(*start)
    line = plane.flatten(border_line)
    return plane.unflatten(line.interpolate(line.project(plane.flatten(shapely.Point(start))))) if line.geom_type == (
        "LineString"
    ) else plane.unflatten(shapely.ops.nearest_points(line, plane.flatten(shapely.Point(start)))[0])


def _prepare_strip(lines: Geometry, anchor: Geometry, side: Geometry, ground: Geometry) -> _Strip:
    raise NotImplementedError
