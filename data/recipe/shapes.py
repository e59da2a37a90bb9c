"""Geometry steps that several layers share: the coordinate grid, repair, and geodesic area.

Takes and gives shapely geometries in EPSG:4326 (degrees, lon, lat). Does no I/O.
"""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

GRID_DEG = 2.0**-20
"""Coordinates are rounded to a power of two of a degree (about 0.1 m): zeros in the last bits make zstd files a third
smaller, and shared borders stay shared because both sides round alike."""

_GEOD = Geod(ellps="WGS84")


def to_polygons(shape: BaseGeometry) -> MultiPolygon:
    """The polygons of a shape, valid and on the grid; lines and points left over by a repair are dropped."""
    snapped = shapely.set_precision(shape, GRID_DEG, mode="pointwise")
    return MultiPolygon(list(_polygons(shapely.make_valid(snapped))))


def area_km2(shape: BaseGeometry) -> float:
    """Geodesic area on WGS 84."""
    return abs(_GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def length_km(shape: BaseGeometry) -> float:
    """Geodesic length on WGS 84."""
    return _GEOD.geometry_length(shape) / 1e3


def _polygons(shape: BaseGeometry) -> Iterable[Polygon]:
    if isinstance(shape, Polygon):
        if not shape.is_empty and shape.area > 0:
            yield shape
        return
    for part in getattr(shape, "geoms", ()):
        yield from _polygons(part)
