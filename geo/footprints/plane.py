"""Local equal-area planes, and the two measures of the ellipsoid: geodesic area and length.

Takes geometries in EPSG:4326; gives them in metres on a plane centred on them, and back. Does not choose what to draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import numpy as np
import pyproj
import shapely

from geo.boundaries import Geometry

Projection = Literal["laea", "cea"]

GEOD = pyproj.Geod(ellps="WGS84")

STEP_DEGREES = 0.02
"""Longest edge taken to the plane. A straight edge in degrees is a curve in the plane; at 0.02 degrees (2.2 km) the two
are at most 0.1 m apart at 49 degrees north, so that a strip cut in the plane stays inside its country in degrees."""

KM_A_DEGREE = 111.2
"""Of latitude, on the sphere of 6371 km; of longitude it is less."""

STEP_M = 5000.0
"""The same on the way back: a long cut that is straight in the plane stays where it was."""

SEAM_DEGREES = 1e-7
"""Vertices this near to 180 degrees were made by a cut there; 1 cm at the equator."""

SLIVER_M2 = 1.0
"""Polygons below this are residue of floating point, not ground."""


class Plane:
    """A plane in metres round a centre. Equal-area either way, so planar areas are areas of the ellipsoid.

    ``laea`` (Lambert azimuthal) keeps distances near its centre: for everything metric. ``cea`` (Lambert cylindrical)
    keeps parallels level and meridians upright however wide the country: for what is north or south of what.
    """

    def __init__(self, lon: float, lat: float, projection: Projection = "laea") -> None:
        """Centre the plane at a lon, lat in degrees."""
        self.lon, self.lat = lon, lat
        # A cylinder true at the pole would have no width.
        standard = {"laea": f"+lat_0={lat}", "cea": f"+lat_ts={max(-80.0, min(80.0, lat))}"}[projection]
        self._project = pyproj.Proj(f"+proj={projection} {standard} +lon_0={lon} +ellps=WGS84")

    @classmethod
    def around(cls, *geometries: Geometry, projection: Projection = "laea") -> Plane:
        """Centre a plane on the middle of the geometries' box, across the antimeridian where that is the shorter way.

        Raises ValueError where there is nothing to centre on.
        """
        coordinates = shapely.get_coordinates(list(geometries))
        if not len(coordinates):
            raise ValueError("no geometry to centre a plane on")
        lon, lat = coordinates.T
        if np.ptp(lon) > 180:
            lon = np.where(lon < 0, lon + 360, lon)
        middle = (lon.min() + lon.max()) / 2
        return cls((middle + 180) % 360 - 180, (lat.min() + lat.max()) / 2, projection)

    def flatten(self, geometry: Geometry) -> Geometry:
        """To metres on the plane. Parts cut at the antimeridian are joined again; polygons come out valid."""
        if shapely.get_dimensions(geometry) < 2 or geometry.is_empty:
            return self._flatten(geometry)
        parts = shapely.get_parts(geometry)
        cut = np.abs(shapely.bounds(parts)[:, ::2]).max(axis=1) > 180 - SEAM_DEGREES
        if cut.sum() < 2:
            return keep_polygons(_make_valid(self._flatten(geometry)))
        sewn = shapely.union_all([_make_valid(self._flatten(_overlap_seam(part))) for part in parts[cut]])
        rest = _make_valid(self._flatten(shapely.multipolygons(parts[~cut])))
        return keep_polygons(shapely.geometrycollections([sewn, rest]))

    def flatten_coarsely(self, parts: np.ndarray[Any, Any], km: float) -> np.ndarray[Any, Any]:
        """Each of many polygons to metres on the plane, thinned to about so many km: for distances, never to draw."""
        thin: np.ndarray[Any, Any] = shapely.simplify(parts, km / KM_A_DEGREE)
        flat: np.ndarray[Any, Any] = shapely.transform(thin, _on_columns(self._project))
        return flat

    def _flatten(self, geometry: Geometry) -> Geometry:
        return shapely.transform(densify(geometry), _on_columns(self._project))

    def unflatten(self, geometry: Geometry) -> Geometry:
        """Back to lon, lat in degrees, cut at the antimeridian as RFC 7946 wants it (section 3.1.9)."""
        dense = shapely.segmentize(geometry, STEP_M)
        back = shapely.transform(dense, _on_columns(lambda x, y: self._project(x, y, inverse=True)))
        near = shapely.transform(
            back, _on_columns(lambda lon, lat: (self.lon + (lon - self.lon + 180) % 360 - 180, lat))
        )
        valid = _make_valid(near)
        whole = valid.is_empty or -180 <= valid.bounds[0] <= valid.bounds[2] <= 180
        return valid if whole else _cut_at_antimeridian(valid)


def densify(geometry: Geometry) -> Geometry:
    """The same geometry in EPSG:4326 with vertices so near that its edges are geodesics as well."""
    return shapely.segmentize(geometry, STEP_DEGREES)


def measure_area_km2(geometry: Geometry | None) -> float:
    """Area on WGS84 in km2, holes taken off; 0 for lines, points, empty and None (Karney 2013, by PROJ).

    An edge is straight in degrees (RFC 7946, section 3.1.1), not a geodesic: a border along a parallel keeps to it.

    >>> round(measure_area_km2(shapely.box(0, 0, 1, 1)))
    12308
    """
    if geometry is None or geometry.is_empty or shapely.get_dimensions(geometry) < 2:
        return 0.0
    signed, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(densify(geometry)))
    return abs(signed) / 1e6


def measure_length_km(geometry: Geometry) -> float:
    """Geodesic length of a line on WGS84 in km; it grows with the detail of the layer, so order by it, print never.

    >>> round(measure_length_km(shapely.LineString([(0, 0), (1, 0)])))
    111
    """
    return GEOD.geometry_length(geometry) / 1e3


def keep_polygons(geometry: Geometry, sliver: float = SLIVER_M2) -> Geometry:
    """The polygons of a geometry, without slivers: an overlay also leaves lines and points. May be empty."""
    return _merge(one for one in _explode(geometry) if one.geom_type == "Polygon" and one.area > sliver)


def keep_lines(geometry: Geometry) -> Geometry:
    """The lines of a geometry, joined end to end where they meet. May be empty."""
    lines = _merge(one for one in _explode(geometry) if one.geom_type == "LineString" and one.length > 0)
    return shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines


def longest_line(geometry: Geometry) -> Geometry:
    """The longest single line of a geometry of lines, in the geometry's own unit."""
    return max(shapely.get_parts(geometry), key=shapely.length)


def _explode(geometry: Geometry) -> Iterable[Geometry]:
    for one in shapely.get_parts(geometry):
        if one.geom_type.startswith("Multi") or one.geom_type == "GeometryCollection":
            yield from _explode(one)
        else:
            yield one


def _merge(parts: Iterable[Geometry]) -> Geometry:
    kept = list(parts)
    if not kept:
        return shapely.GeometryCollection()
    if len(kept) == 1:
        return kept[0]
    return shapely.multipolygons(kept) if kept[0].geom_type == "Polygon" else shapely.multilinestrings(kept)


def _on_columns(function: Callable[[Any, Any], tuple[Any, Any]]) -> Callable[[Any], Any]:
    return lambda table: np.column_stack(function(table[:, 0], table[:, 1]))


def _make_valid(geometry: Geometry) -> Geometry:
    return geometry if geometry.is_valid else shapely.make_valid(geometry)


def _overlap_seam(geometry: Geometry) -> Geometry:
    """Push the vertices on the antimeridian a little beyond it, so that both halves overlap and a union joins them."""

    def push(table: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        lon = np.where(
            np.abs(table[:, 0]) > 180 - SEAM_DEGREES, np.sign(table[:, 0]) * (180 + SEAM_DEGREES), table[:, 0]
        )
        return np.column_stack([lon, table[:, 1]])

    return shapely.transform(geometry, push)


def _cut_at_antimeridian(geometry: Geometry) -> Geometry:
    pieces = []
    for shift in (-360, 0, 360):
        piece = geometry.intersection(shapely.box(shift - 180, -90, shift + 180, 90))
        moved = shapely.transform(piece, lambda table, shift=shift: table - [shift, 0])
        pieces += list(_explode(moved))
    highest = max(shapely.get_dimensions(one) for one in pieces)
    kept = [one for one in pieces if shapely.get_dimensions(one) == highest and not one.is_empty]
    return kept[0] if len(kept) == 1 else shapely.union_all(kept)
