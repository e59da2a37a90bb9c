"""Strips: so many km2 along a border, on one side of it.

Takes a border line and the ground beside it (EPSG:4326); gives Footprints whose drawn shape has the stated area on the
ellipsoid. Does not know where along the border it really lies: the extent is that, the strip is a schematic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sqrt

import numpy as np
import shapely
from shapely.ops import substring

from geo.boundaries import Geometry
from geo.footprints.bisection import find_where
from geo.footprints.footprint import Footprint
from geo.footprints.plane import KM_A_DEGREE, Plane, keep_polygons, longest_line
from geo.footprints.sizes import describe_shortage, fill_exactly

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

_ANYWHERE, _AT_THE_MIDDLE = "place along the border not stated", "drawn from the middle of the border"


@dataclass(frozen=True, slots=True)
class Frontage:
    """The ground on one side of a border, ready for strips that are to compare by eye: one anchor, one depth.

    ``anchor``   a point of the border, on the plane: strips begin here and grow along the border, always the same way
    ``depth_m``  the depth that its strips share; a small strip is never more than twice as deep as long
    ``piece``    the one piece of border that has the anchor, ``ground`` the side near it, both on the plane
    ``side``     the same ground in EPSG:4326, ``extent`` where a strip of this depth may lie
    ``stated``   whether the text says from which point of the border
    """

    plane: Plane
    anchor: Geometry
    depth_m: float
    piece: Geometry
    ground: Geometry
    side: Geometry
    extent: Geometry
    stated: bool
    bands: dict[float, tuple[Geometry, Geometry]] = field(default_factory=dict, repr=False)

    def build_strip(self, area_km2: float, avoid: Geometry | None = None) -> Footprint:
        """A strip of exactly this area. ``avoid`` is ground already taken: the strip then begins where that ends.

        Where the border is too short for the depth the strip is deepened; where the side is too small it is the whole
        side, and the note says so. Never leaves the side.
        """
        depth_m = min(self.depth_m, 1000 * sqrt(area_km2 / LEAST_ASPECT))
        taken = None if avoid is None else self.plane.flatten(avoid)
        baseline, band = self._band(depth_m)
        strip = _Strip(self.piece, self.anchor, _less(self.ground, taken), depth_m, baseline, _less(band, taken))
        drawn, enough = fill_exactly(self.plane, strip.fill, area_km2, (self.side, avoid))
        where = _ANYWHERE if self.stated else f"{_ANYWHERE}; {_AT_THE_MIDDLE}"
        return Footprint(
            core=None,
            extent=shapely.union(self.extent, drawn),
            drawn=drawn,
            method="strip",
            parameters={
                "area_km2": area_km2,
                "depth_km": self.depth_m / 1000,
                "extent_km": EXTENT_DEPTHS * self.depth_m / 1000,
            },
            note=where if enough else describe_shortage(drawn),
        )

    def _band(self, depth_m: float) -> tuple[Geometry, Geometry]:
        """The course of the border without bends below the depth, and the ground within the depth of it."""
        if depth_m not in self.bands:
            near = self.piece.simplify(depth_m * DETAIL).buffer(depth_m).intersection(self.ground)
            self.bands[depth_m] = (_smooth(self.piece, depth_m), near)
        return self.bands[depth_m]


def build_frontage(
    border_line: Geometry, side: Geometry, depth_km: float, *, start: tuple[float, float] | None, room_km2: float
) -> Frontage:
    """The frontage of one side on a border; it has room for ``room_km2`` wherever the side has.

    The anchor is the middle of the longest piece of the border, or its point nearest to ``start``, lon, lat.
    """
    anchor = _find_anchor(border_line, start)
    plane = Plane(anchor.x, anchor.y)
    side = _clip(side, border_line, room_km2, depth_km)
    lines, ground, point = plane.flatten(border_line), plane.flatten(side), plane.flatten(anchor)
    depth_m = 1000 * depth_km
    course = shapely.simplify(lines, depth_m * EXTENT_DETAIL, preserve_topology=False)
    reach = course.buffer(EXTENT_DEPTHS * depth_m, quad_segs=4).intersection(ground)
    return Frontage(
        plane=plane,
        anchor=point,
        depth_m=depth_m,
        piece=_nearest_piece(lines, point),
        ground=ground,
        side=side,
        extent=plane.unflatten(keep_polygons(reach)),
        stated=start is not None,
    )


def build_strip(
    area_km2: float,
    border_line: Geometry,
    side: Geometry,
    *,
    avoid: Geometry | None = None,
    start: tuple[float, float] | None = None,
    depth_km: float | None = None,
) -> Footprint:
    """A strip of exactly this area on a frontage of its own: see ``build_frontage`` and ``Frontage.build_strip``."""
    depth_km = depth_km or choose_depth_km(area_km2)
    return build_frontage(border_line, side, depth_km, start=start, room_km2=area_km2).build_strip(area_km2, avoid)


def choose_depth_km(area_km2: float) -> float:
    """The depth at which a strip of this area is ASPECT times as long as deep.

    >>> choose_depth_km(500)
    10.0
    """
    return sqrt(area_km2 / ASPECT)


@dataclass(frozen=True, slots=True)
class _Strip:
    """What one strip grows on, in metres on one plane: a piece of border, a point on it, and the free ground.

    ``baseline`` is the smooth course of the piece, ``band`` the free ground within the depth of it: the strip is a
    length of the band.
    """

    piece: Geometry
    anchor: Geometry
    ground: Geometry
    depth_m: float
    baseline: Geometry
    band: Geometry

    def grow(self, area_m2: float) -> Geometry:
        """Grow along the border until the area is reached; all of the band where it is not enough."""
        start = self.baseline.project(self.anchor)

        def cut(ground: Geometry, length_m: float) -> Geometry:
            section = _section(self.baseline, start, length_m)
            reached = ground.intersection(section.buffer(1.5 * self.depth_m, cap_style="flat"))
            return _keep_beside(reached, section, self.depth_m / 2)

        longest = self.baseline.length
        length = min(2 * area_m2 / self.depth_m, longest)
        while (within := cut(self.band, length)).area < area_m2 and length < longest:
            length = min(2 * length, longest)
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
        course = self.piece.simplify(self.depth_m * DETAIL)
        near = shapely.clip_by_rect(course, *shapely.box(*shape.bounds).buffer(1.5 * self.depth_m).bounds)

        def cut(depth: float) -> Geometry:
            return shape.intersection(near.buffer(depth, quad_segs=4))

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


def _less(ground: Geometry, taken: Geometry | None) -> Geometry:
    return ground if taken is None else ground.difference(taken)
