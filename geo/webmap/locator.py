"""A small drawing of where a map is: the land round it, and a frame on what the map shows.

Takes the countries (EPSG:4326) and the bounds of a view; gives an SVG of numbers alone. Plate carrée, widened so that a
degree is as long either way in the middle.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries import Geometry

Points = np.ndarray[Any, Any]

WIDTH, HEIGHT = 108, 74
"""In pixels."""

LEAST_SPAN_DEG, TIMES = 36.0, 5.0
"""How much is shown: so many times the view, at least so many degrees of latitude, at most the world."""

LEAST_FRAME = 5.0
"""In pixels, so that the frame of a village can be seen."""


def build_locator(countries: gpd.GeoDataFrame, bounds: tuple[float, float, float, float]) -> str:
    """The drawing, north up; "" where the view is the world itself."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    narrow = max(0.2, cos(radians(lat)))
    tall = max(LEAST_SPAN_DEG, TIMES * max(north - south, (east - west) * narrow * HEIGHT / WIDTH))
    if tall > 150:
        return ""
    scale = HEIGHT / tall
    window = shapely.box(
        lon - WIDTH / 2 / scale / narrow, lat - tall / 2, lon + WIDTH / 2 / scale / narrow, lat + tall / 2
    )
    near = countries.geometry.to_numpy()[countries.sindex.query(window)]
    cut = shapely.simplify(shapely.clip_by_rect(near, *window.bounds), 0.8 / scale)
    shapes = " ".join(_path(one, lambda points: _place(points, (lon, lat), scale, narrow)) for one in cut)
    (left, top), (right, bottom) = _place(np.array([[west, north], [east, south]]), (lon, lat), scale, narrow)
    wide, high = max(LEAST_FRAME, right - left), max(LEAST_FRAME, bottom - top)
    corner = f'x="{(left + right - wide) / 2:.1f}" y="{(top + bottom - high) / 2:.1f}"'
    return (
        f'<svg width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Where this is">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#d3e3ea"/>'
        f'<path d="{shapes}" fill="#f6f3ec" stroke="#b8b1a3" stroke-width="0.5"/>'
        f'<rect {corner} width="{wide:.1f}" height="{high:.1f}" fill="none" stroke="#1f2328" stroke-width="1.6"/></svg>'
    )


def _place(points: Points, middle: tuple[float, float], scale: float, narrow: float) -> Points:
    """Lon, lat to pixels, y down."""
    across = (points[:, 0] - middle[0]) * scale * narrow + WIDTH / 2
    return np.column_stack([across, HEIGHT / 2 - (points[:, 1] - middle[1]) * scale])


def _path(geometry: Geometry, place: Callable[[Points], Points]) -> str:
    """The outer rings of polygons as an SVG path."""
    parts = [one for one in shapely.get_parts(geometry) if one.geom_type == "Polygon" and not one.is_empty]
    rings = (place(shapely.get_coordinates(one.exterior)) for one in parts)
    return " ".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in rings if len(ring) > 3)
