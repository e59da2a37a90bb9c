"""Exactly so much: a shape of a stated area on the ellipsoid, and what is said of it.

Takes a way to fill a plane with an area, and the ground it may lie on (EPSG:4326); gives the shape. Does not choose
where it lies.
"""

from __future__ import annotations

from collections.abc import Callable

from geo.boundaries import Geometry
from geo.footprints.plane import Plane, densify, keep_polygons, measure_area_km2

PRECISION, ROUNDS = 1e-6, 3
"""A shape of a stated size is measured on the ellipsoid and made again until it is this near, at most so many times."""

CRUMB = 1e-3
"""Pieces below this share of a shape are left out, and made up for by the rest."""


def fill_exactly(
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
        drawn = densify(keep_polygons(drawn, sliver=CRUMB * drawn.area))
        measured = measure_area_km2(drawn)
        if not enough or abs(measured / area_km2 - 1) < PRECISION:
            break
        aim *= area_km2 / measured
    return drawn, enough


def describe_shortage(drawn: Geometry) -> str:
    """The caption where the ground is too small for the stated area."""
    return f"more than the {measure_area_km2(drawn):,.4g} km² there are; all of it is drawn, no more"
