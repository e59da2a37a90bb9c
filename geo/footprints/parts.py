"""Directional parts: "southern Armenia", "the centre of the province".

Takes a polygon (EPSG:4326) and a direction; gives a Footprint. Does not claim to know what a writer meant: four common
readings are drawn, their overlap as the core and their union as the extent, and one of them, named, as the shape.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from shapely import affinity

from geo.boundaries import Geometry
from geo.footprints.bisection import find_where
from geo.footprints.footprint import Footprint
from geo.footprints.plane import Plane, keep_polygons

BEARINGS = MappingProxyType(
    {
        "north": 0.0,
        "northeast": 45.0,
        "east": 90.0,
        "southeast": 135.0,
        "south": 180.0,
        "southwest": 225.0,
        "west": 270.0,
        "northwest": 315.0,
    }
)
"""Degrees clockwise from north."""

CENTRE = "centre"
ADJECTIVES = MappingProxyType({name: f"{name}ern" for name in BEARINGS} | {CENTRE: "central"})

THIRD = 1 / 3
COARSE = 1 / 2000
"""Heights and radii that hold a third of the area are looked for on an outline thinned to this share of its size."""

CONE_DEGREES = 90.0
COARSE_SHARE = 1 / 20
ISLANDS_KM = 300.0
"""Parts farther than this from the rest are left out: Réunion is not in "southern France"."""


def build_part(direction: str, whole: Geometry, name: str) -> Footprint:
    """The part of a polygon in a direction: one of the eight of the compass, or ``centre``.

    Readings, measured on a cylindrical equal-area plane where parallels are level: the outer third of its length (the
    one drawn), the outer third of its area, all beyond the centroid, a cone of 90 degrees from the centroid. For the
    centre: a disc of a third of the area round the centroid (drawn), the middle third of length and breadth, the third
    farthest from the boundary. Raises ValueError for another direction.
    """
    if direction not in BEARINGS and direction != CENTRE:
        raise ValueError(f"no direction {direction!r}; want {CENTRE} or one of: {', '.join(BEARINGS)}")
    together = find_main_group(whole)
    plane = Plane.around(together, projection="cea")
    flat = plane.flatten(together)
    masks = _mask_centre(flat) if direction == CENTRE else _mask_direction(flat, BEARINGS[direction])
    core, extent, drawn = (
        keep_polygons(flat.intersection(mask))
        for mask in (shapely.intersection_all(masks), shapely.union_all(masks), masks[0])
    )
    preferred = (
        "a disc of a third of its area" if direction == CENTRE else f"the {ADJECTIVES[direction]} third of its length"
    )
    return Footprint(
        core=None if core.is_empty else plane.unflatten(core),
        extent=plane.unflatten(extent),
        drawn=plane.unflatten(drawn),
        method="part",
        parameters={"direction": direction, "reading": preferred, "readings": len(masks), "islands_km": ISLANDS_KM},
        note=f"{ADJECTIVES[direction].capitalize()} {name} has no stated boundary: drawn as {preferred}, "
        f"inside the ground that any of {len(masks)} common readings covers.",
    )


def find_main_group(whole: Geometry) -> Geometry:
    """The largest part of a polygon with all parts that lie within ISLANDS_KM of it, by steps from island to island."""
    parts = shapely.get_parts(whole)
    if len(parts) == 1:
        return whole
    plane = Plane.around(parts[np.argmax(shapely.area(parts))])
    flat = plane.flatten_coarsely(parts, ISLANDS_KM * COARSE_SHARE)
    pairs = shapely.STRtree(flat).query(flat, predicate="dwithin", distance=ISLANDS_KM * 1000)
    group = _reach(int(np.argmax(shapely.area(flat))), pairs)
    return shapely.multipolygons(parts[sorted(group)])


def _reach(start: int, pairs: np.ndarray[Any, Any]) -> set[int]:
    """All that can be reached from one index by steps along the pairs."""
    reached, fresh = {start}, {start}
    while fresh:
        fresh = set(pairs[1][np.isin(pairs[0], list(fresh))].tolist()) - reached
        reached |= fresh
    return reached


def _mask_direction(flat: Geometry, bearing: float) -> list[Geometry]:
    """What each reading cuts out of the plane; worked out with the direction turned upward."""
    turned = affinity.rotate(flat, bearing, origin=(0, 0))
    _, bottom, _, top = turned.bounds
    coarse = _thin(turned)
    share = find_where(lambda y: -coarse.intersection(_above(coarse, y)).area, -coarse.area * THIRD, bottom, top)
    heights = (top - (top - bottom) * THIRD, share, turned.centroid.y)
    masks = [*(_above(turned, height) for height in heights), _cone(turned)]
    return [affinity.rotate(one, -bearing, origin=(0, 0)) for one in masks]


def _thin(shape: Geometry, share: float = COARSE) -> Geometry:
    west, south, east, north = shape.bounds
    thin = shapely.simplify(shape, share * float(np.hypot(east - west, north - south)), preserve_topology=False)
    return keep_polygons(shapely.make_valid(thin))


def _above(shape: Geometry, height: float) -> Geometry:
    west, _, east, top = shape.bounds
    return shapely.box(west - 1, height, east + 1, max(top, height) + 1)


def _cone(shape: Geometry) -> Geometry:
    x, y = shape.centroid.x, shape.centroid.y
    reach = 2 * shapely.length(shapely.LineString([shape.bounds[:2], shape.bounds[2:]]))
    half = reach * np.tan(np.radians(CONE_DEGREES / 2))
    return shapely.Polygon([(x, y), (x - half, y + reach), (x + half, y + reach)])


def _mask_centre(flat: Geometry) -> list[Geometry]:
    """The same for the centre: a disc, a box, and the ground farthest from the boundary."""
    west, south, east, north = flat.bounds
    far = float(np.hypot(east - west, north - south))
    coarse = _thin(flat, 5 * COARSE)
    radius = find_where(lambda r: coarse.intersection(flat.centroid.buffer(r)).area, coarse.area * THIRD, 0, far)
    depth = find_where(lambda d: -coarse.buffer(-d, quad_segs=2).area, -coarse.area * THIRD, 0, far)
    middle = shapely.box(
        west + (east - west) * THIRD,
        south + (north - south) * THIRD,
        east - (east - west) * THIRD,
        north - (north - south) * THIRD,
    )
    return [flat.centroid.buffer(radius), middle, coarse.buffer(-depth, quad_segs=2)]
