"""Shapes of a stated size: a strip along a border, a patch inside a place, a band along a line.

Takes an area in km2 (or a width in km) and the ground it may lie on (EPSG:4326); gives Footprints whose drawn shape has
that area on the ellipsoid. Does not know where it really lies: the extent is that, the drawn shape is a schematic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians, sqrt

import numpy as np
import shapely
from shapely.ops import substring

from geo.boundaries import Geometry
from geo.footprints.bisection import find_where
from geo.footprints.footprint import Footprint
from geo.footprints.plane import KM_A_DEGREE, Plane, keep_polygons, longest_line, measure_area_km2

ASPECT = 5.0
"""A strip is this many times as long as deep: 100 km2 is 22 km of border, 4.5 km deep. At full border length it would
be 0.2 km deep, which nobody sees."""

LEAST_ASPECT = 0.5
"""Nor is a strip deeper than twice its length, however deep its neighbours are."""

DETAIL, EXTENT_DETAIL = 0.03, 0.1
"""Bends of the border below these shares of a strip's depth do not shape its far edge, and its extent."""

COARSE = 0.02
"""Detail below this share of a strip's depth does not matter for where to look for its length first."""

PLENTY, HALF_TURN = 4.0, 180.0
"""Ground near a border that is this many times what is claimed serves for the whole side."""

EXTENT_DEPTHS = 2.0
"""The extent reaches this many strip depths into the side, along the whole border."""

PRECISION, ROUNDS = 1e-6, 3
"""A shape of a stated size is measured on the ellipsoid and made again until it is this near, at most so many times."""

CRUMB = 1e-3
"""Pieces below this share of a shape are left out, and made up for by the rest."""

_ANYWHERE, _AT_THE_MIDDLE = "its place along the border is not stated", "drawn from the middle of the border"

PATCH_RADII = 2.5
"""Round a named point, the extent of a patch has this many times its radius."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """What a strip grows on, in metres on one plane: a piece of border, a point on it, and the free ground.

    ``band`` is the ground within the depth of the piece: the strip is a length of it.
    """

    piece: Geometry
    anchor: Geometry
    ground: Geometry
    depth_m: float
    band: Geometry

    def grow(self, area_m2: float) -> Geometry:
        """Grow along the border until the area is reached; all of the band where it is not enough."""
        baseline = _smooth(self.piece, self.depth_m)
        start = baseline.project(self.anchor)

        def cut(ground: Geometry, length_m: float) -> Geometry:
            section = _section(baseline, start, length_m)
            reached = ground.intersection(section.buffer(1.5 * self.depth_m, cap_style="flat"))
            return _keep_beside(reached, section, self.depth_m / 2)

        length = min(2 * area_m2 / self.depth_m, baseline.length)
        while (within := cut(self.band, length)).area < area_m2 and length < baseline.length:
            length = min(2 * length, baseline.length)
        if within.area < area_m2:
            return within
        rough = within.simplify(self.depth_m * COARSE)
        reach = find_where(
            lambda one: cut(within, one).area, area_m2, 0, length, rough=lambda one: cut(rough, one).area
        )
        shape = cut(within, reach)
        return self._trim(shape, area_m2) if shape.area > area_m2 * (1 + 1e-6) else shape

    def _trim(self, shape: Geometry, area_m2: float) -> Geometry:
        """Take depth off a strip that is too large, because its area jumped where the border bends."""
        near = shapely.clip_by_rect(self.piece, *shapely.box(*shape.bounds).buffer(1.5 * self.depth_m).bounds)

        def cut(depth: float) -> Geometry:
            return shape.intersection(near.buffer(depth))

        return cut(find_where(lambda depth: cut(depth).area, area_m2, 0, self.depth_m))

    def deepen(self, area_m2: float) -> Geometry:
        """Take all ground within some distance of the border, at the distance that gives the area."""
        line = self.piece.simplify(sqrt(area_m2) / 100)
        far = shapely.hausdorff_distance(line, self.ground.envelope)

        def cut(depth_m: float) -> Geometry:
            return line.buffer(depth_m, quad_segs=4).intersection(self.ground)

        return cut(find_where(lambda depth: cut(depth).area, area_m2, 0, 2 * far))

    def fill(self, area_m2: float) -> tuple[Geometry, bool]:
        """The strip of an area, deeper than wanted where it must be; and whether the ground was enough for it."""
        if self.ground.area <= area_m2:
            return self.ground, False
        strip = self.grow(area_m2)
        short = strip.area < area_m2 * (1 - 1e-6)
        return keep_polygons(self.deepen(area_m2) if short else strip), True


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
    shared_m = 1000 * (depth_km or choose_depth_km(area_km2))
    side = _clip(side, border_line, area_km2, shared_m / 1000)
    lines, flat_side, point = plane.flatten(border_line), plane.flatten(side), plane.flatten(anchor)
    depth_m = min(shared_m, 1000 * sqrt(area_km2 / LEAST_ASPECT))
    piece, ground = _nearest_piece(lines, point), _take_off(plane, flat_side, avoid)
    band = piece.simplify(depth_m * DETAIL).buffer(depth_m).intersection(ground)
    strip = _Strip(piece, point, ground, depth_m, band)
    drawn, enough = _match(plane, strip.fill, area_km2, (side, avoid))
    course = shapely.simplify(lines, shared_m * EXTENT_DETAIL, preserve_topology=False)
    reach = plane.unflatten(keep_polygons(course.buffer(EXTENT_DEPTHS * shared_m, quad_segs=4).intersection(flat_side)))
    return Footprint(
        core=None,
        extent=shapely.union(reach, drawn),
        drawn=drawn,
        method="strip",
        parameters={"area_km2": area_km2, "depth_km": shared_m / 1000, "extent_km": EXTENT_DEPTHS * shared_m / 1000},
        note=_size_note(area_km2, drawn, enough=enough, rest=_ANYWHERE if start else f"{_ANYWHERE}; {_AT_THE_MIDDLE}"),
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
    drawn, enough = _match(plane, lambda area: _fill_round(point, ground, area), area_km2, (place, avoid))
    radius = PATCH_RADII * shapely.hausdorff_distance(point, plane.flatten(drawn))
    extent = plane.unflatten(keep_polygons(_disc(point, radius).intersection(flat))) if around and enough else place
    return Footprint(
        core=None,
        extent=shapely.union(extent, drawn),
        drawn=drawn,
        method="patch",
        parameters={"area_km2": area_km2, "extent_radii": PATCH_RADII if around else 0.0},
        note=_size_note(area_km2, drawn, enough=enough, rest="its outline and exact place are not stated"),
    )


def build_band(width_km: float, line: Geometry, side: Geometry | None = None) -> Footprint:
    """A band of a stated width along a line: that far into the side, or half as far to both where none is named."""
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


def _match(
    plane: Plane,
    fill: Callable[[float], tuple[Geometry, bool]],
    area_km2: float,
    ground: tuple[Geometry, Geometry | None],
) -> tuple[Geometry, bool]:
    """Fill the plane with an area, and again with what was lost on the way back to degrees; never off the ground.

    An edge that is straight in the plane and an edge that is straight in degrees part by some metres: the shape is cut
    to its place, and what may not be taken is taken off, in degrees. Gives the shape and whether there was enough.
    """
    place, avoid = ground
    aim = area_km2 * 1e6
    for _ in range(ROUNDS):
        flat, enough = fill(aim)
        drawn = plane.unflatten(flat).intersection(place)
        drawn = drawn if avoid is None else drawn.difference(avoid)
        drawn = keep_polygons(drawn, sliver=CRUMB * drawn.area)
        measured = measure_area_km2(drawn)
        if not enough or abs(measured / area_km2 - 1) < PRECISION:
            break
        aim *= area_km2 / measured
    return drawn, enough


def _fill_round(point: Geometry, ground: Geometry, area_m2: float) -> tuple[Geometry, bool]:
    if ground.area <= area_m2:
        return ground, False
    near, far = point.distance(ground), shapely.hausdorff_distance(point, ground.envelope) * 1.01
    radius = find_where(lambda one: _disc(point, one).intersection(ground).area, area_m2, near, far)
    return keep_polygons(_disc(point, radius).intersection(ground)), True


def _find_anchor(border_line: Geometry, start: tuple[float, float] | None) -> Geometry:
    if start is None:
        return longest_line(border_line).interpolate(0.5, normalized=True)
    plane = Plane(*start)
    return plane.unflatten(shapely.shortest_line(plane.flatten(border_line), shapely.Point(0, 0)).interpolate(0))


def _clip(side: Geometry, border_line: Geometry, area_km2: float, depth_km: float) -> Geometry:
    """The side within reach of a strip along the border; all of it where that is not plenty, or across 180 degrees."""
    west, south, east, north = border_line.bounds
    margin = 2 * EXTENT_DEPTHS * depth_km / KM_A_DEGREE
    shrink = max(0.05, cos(radians(min(89.0, max(abs(south), abs(north)) + margin))))
    box = shapely.box(west - margin / shrink, south - margin, east + margin / shrink, north + margin)
    if east - west > HALF_TURN or box.area > 0.5 * shapely.box(*side.bounds).area:
        return side
    near = keep_polygons(side.intersection(box), 0)
    return near if near.area * shrink * KM_A_DEGREE**2 > PLENTY * area_km2 else side


def _nearest_piece(lines: Geometry, point: Geometry) -> Geometry:
    return min(shapely.get_parts(lines), key=point.distance)


def _smooth(piece: Geometry, spacing_m: float) -> Geometry:
    """The course of a line without bends below the spacing, so that the ends of a strip are cut straight across it."""
    steps = max(3, int(piece.length / spacing_m))
    points = shapely.get_coordinates(
        shapely.line_interpolate_point(piece, np.linspace(0, 1, steps + 1), normalized=True)
    )
    inner = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
    return shapely.LineString(np.vstack([points[:1], inner, points[-1:]]))


def _section(line: Geometry, start_m: float, length_m: float) -> Geometry:
    """A length of the line from a start onward; when its end is reached, backward from the start as well."""
    onward = min(length_m, line.length - start_m)
    return substring(line, start_m - (length_m - onward), start_m + onward)


def _keep_beside(shape: Geometry, section: Geometry, reach_m: float) -> Geometry:
    """The parts that lie beside a section of border: ground across a bend or behind an enclave does not."""
    parts = shapely.get_parts(shape)
    return (
        shape
        if len(parts) == 1
        else keep_polygons(shapely.geometrycollections(parts[shapely.dwithin(parts, section, reach_m)]))
    )


def _take_off(plane: Plane, ground: Geometry, avoid: Geometry | None) -> Geometry:
    return ground if avoid is None else ground.difference(plane.flatten(avoid))


def _disc(point: Geometry, radius_m: float) -> Geometry:
    return point.buffer(radius_m, quad_segs=16)


def _size_note(area_km2: float, drawn: Geometry, *, enough: bool, rest: str) -> str:
    if enough:
        return f"A schematic shape of {area_km2:g} km²: {rest}."
    return (
        f"{area_km2:g} km² is more than the {measure_area_km2(drawn):.4g} km² there are; all of it is drawn, no more."
    )
