"""Vague places: near, inside by so many km, along, so far off in a direction, somewhere in.

Takes geometries (EPSG:4326) and the words' numbers; gives Footprints, mostly with an empty core. Does not narrow what
the text leaves open.
"""

from __future__ import annotations

import shapely

from geo.boundaries import Geometry
from geo.footprints.footprint import Footprint
from geo.footprints.parts import BEARINGS
from geo.footprints.plane import GEOD, Plane, keep_lines, keep_polygons

NEAR_KM = 15.0
"""How far "near" and "outside" reach: about where reports begin to name another town instead."""

ALONG_KM = 5.0
"""How far "along the border" reaches to each side of the line."""

DETAIL = 0.01
"""Bends of a line below this share of a margin round it do not shape the margin's edge."""

OFFSET_SHARE, OFFSET_LEAST_KM = 0.2, 2.0
"""A round distance and one of eight directions are meant to about a fifth (half of 45 degrees is 0.38 of a radian)."""


def build_some(whole: Footprint, name: str) -> Footprint:
    """An unstated part of a place: all of it is possible, none of it certain."""
    note = f"Somewhere in {name}; which part is not stated."
    extent = build_near(whole.shape, name).extent if whole.extent is None else whole.extent  # a town is a point here
    return Footprint(core=None, extent=extent, drawn=None, method="some", note=note)


def build_circle(lon: float, lat: float, radius_km: float, note: str) -> Footprint:
    """A place known only by a point and how far it may be from it: anywhere within that circle."""
    plane = Plane.around(shapely.Point(lon, lat))
    return Footprint(
        core=None,
        extent=plane.unflatten(plane.flatten(shapely.Point(lon, lat)).buffer(radius_km * 1000)),
        drawn=None,
        method="circle",
        parameters={"radius_km": radius_km},
        note=f"{note} Known to within {radius_km:g} km.",
    )


def build_near(place: Geometry, name: str) -> Footprint:
    """Near a place: within NEAR_KM of it, and not in it where it is more than a point."""
    plane = Plane.around(place)
    flat = plane.flatten(place)
    ring = flat.buffer(NEAR_KM * 1000).difference(flat)
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(ring)),
        drawn=None,
        method="near",
        parameters={"radius_km": NEAR_KM},
        note=f"Near {name}: somewhere within {NEAR_KM:g} km, by convention of this map.",
    )


def build_inside(depth_km: float, line: Geometry, zone: Geometry, name: str) -> Footprint:
    """So many km inside a zone from a border: up to that depth, anywhere along the line."""
    plane = Plane.around(line)
    band = keep_polygons(plane.flatten(line).buffer(depth_km * 1000).intersection(plane.flatten(zone)))
    return Footprint(
        core=None,
        extent=plane.unflatten(band),
        drawn=None,
        method="inside",
        parameters={"depth_km": depth_km},
        note=f"Up to {depth_km:g} km inside {name}; where along the line is not stated.",
    )


def build_along(course: Geometry, within: Geometry | None, name: str) -> Footprint:
    """Along a line (or the edge of a polygon), within a place: the line drawn, and a margin to each side as the extent.

    Where the line only bounds the place, the line itself lies within it to the margin's width.
    """
    line = course.boundary if shapely.get_dimensions(course) == 2 else course
    plane = Plane.around(line)
    flat = plane.flatten(line)
    margin = flat.simplify(ALONG_KM * 1000 * DETAIL).buffer(ALONG_KM * 1000)
    if within is not None:
        zone = plane.flatten(within)
        margin, flat = (
            margin.intersection(zone),
            flat.intersection(zone.simplify(ALONG_KM * 1000 * DETAIL).buffer(ALONG_KM * 1000)),
        )
    return Footprint(
        core=None,
        extent=plane.unflatten(keep_polygons(margin)),
        drawn=plane.unflatten(keep_lines(flat)),
        method="along",
        parameters={"margin_km": ALONG_KM},
        note=f"Along {name}; which stretch is not stated. Shaded to {ALONG_KM:g} km, by convention of this map.",
    )


def build_offset(distance_km: float, direction: str, place: Geometry, name: str) -> Footprint:
    """A point so far from a place in one of eight directions, from its middle, with a disc for the imprecision.

    Raises ValueError for another direction.
    """
    if direction not in BEARINGS:
        raise ValueError(f"no direction {direction!r}; want one of: {', '.join(BEARINGS)}")
    middle = place.centroid
    lon, lat, _ = GEOD.fwd(middle.x, middle.y, BEARINGS[direction], distance_km * 1000)
    radius = max(OFFSET_LEAST_KM, OFFSET_SHARE * distance_km)
    plane = Plane(lon, lat)
    return Footprint(
        core=None,
        extent=plane.unflatten(shapely.Point(0, 0).buffer(radius * 1000)),
        drawn=shapely.Point(lon, lat),
        method="offset",
        parameters={"distance_km": distance_km, "direction": direction, "radius_km": radius},
        note=f"{distance_km:g} km {direction} of the middle of {name}, give or take {radius:g} km.",
    )
