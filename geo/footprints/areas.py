"""Shapes of a stated size away from a border: a patch inside a place, a band along a line.

Takes an area in km2 (or a width in km) and the ground it may lie on (EPSG:4326); gives Footprints whose drawn shape has
that area on the ellipsoid. Does not know where it really lies: the extent is that, the drawn shape is a schematic.
"""

from __future__ import annotations

import shapely

from geo.boundaries import Geometry
from geo.footprints.bisection import find_where
from geo.footprints.footprint import Footprint
from geo.footprints.plane import Plane, keep_polygons, measure_area_km2
from geo.footprints.sizes import describe_shortage, fill_exactly

PATCH_RADII = 2.5
"""Round a named point, the extent of a patch has this many times its radius."""


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
    ground = flat if avoid is None else flat.difference(plane.flatten(avoid))
    drawn, enough = fill_exactly(plane, lambda area: _fill_round(point, ground, area), area_km2, (place, avoid))
    radius = PATCH_RADII * shapely.hausdorff_distance(point, plane.flatten(drawn))
    extent = plane.unflatten(keep_polygons(_disc(point, radius).intersection(flat))) if around and enough else place
    return Footprint(
        core=None,
        extent=shapely.union(extent, drawn),
        drawn=drawn,
        method="patch",
        parameters={"area_km2": area_km2, "extent_radii": PATCH_RADII if around else 0.0},
        note="outline and exact place not stated" if enough else describe_shortage(drawn),
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


def _fill_round(point: Geometry, ground: Geometry, area_m2: float) -> tuple[Geometry, bool]:
    if ground.area <= area_m2:
        return ground, False
    near, far = point.distance(ground), shapely.hausdorff_distance(point, ground.envelope) * 1.01
    radius = find_where(lambda one: _disc(point, one).intersection(ground).area, area_m2, near, far)
    return keep_polygons(_disc(point, radius).intersection(ground)), True


def _disc(point: Geometry, radius_m: float) -> Geometry:
    return point.buffer(radius_m, quad_segs=16)
