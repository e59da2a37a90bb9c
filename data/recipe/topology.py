"""Which countries touch on land, and which parts of a country are cut off: topology of the country layer alone.

Takes the country and admin-1 frames and exclave_names.toml; gives the neighbours and the exclaves as plain values. Does
not count what lies across water, nor any other layer's borders.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from downloads import RECIPE
from shapely.geometry.base import BaseGeometry
from shapes import area_km2, length_km

TOLERANCE_DEG = 0.001
"""About 100 m: neighbours of one layer share their vertices, so that this only forgives rounding."""
SHORTEST_BORDER_KM = 0.3
"""A shared line below this is a meeting at a point, seen through the tolerance."""
SMALLEST_EXCLAVE_KM2 = 1.0
STRAIT_KM = 10.0
"""A part this near to its mainland, with only water between, is no exclave: Thrace, New Brunswick."""
COVERED = 0.9
OWN_SHARE = 0.5
"""An exclave takes the name of the unit that covers it only if it is at least half of that unit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One polygon of a country."""

    country: str
    shape: BaseGeometry


def build_topology(countries: gpd.GeoDataFrame, admin1: gpd.GeoDataFrame) -> dict[str, object]:
    """``neighbours`` (code -> codes) and ``exclaves`` (the largest first) as topology.json holds them."""
    parts = [
        Part(code, part)
        for code, shape in zip(countries["country"], countries.geometry, strict=True)
        for part in shapely.get_parts(shape)
    ]
    touching = find_touching(parts)
    neighbours: dict[str, set[str]] = {code: set() for code in countries["country"]}
    for index, others in enumerate(touching):
        neighbours[parts[index].country] |= others
    return {
        "neighbours": {code: sorted(others) for code, others in sorted(neighbours.items())},
        "exclaves": build_exclaves(parts, touching, admin1),
    }


def find_touching(parts: list[Part]) -> list[set[str]]:
    """For each part the codes of the other countries that it shares a land border with."""
    shapes = np.array([part.shape for part in parts])
    tree = shapely.STRtree(shapes)
    touching: list[set[str]] = [set() for _ in parts]
    for one, other in tree.query(shapes, predicate="dwithin", distance=TOLERANCE_DEG).T:
        if one < other and parts[one].country != parts[other].country and _share_border(shapes[one], shapes[other]):
            touching[one].add(parts[other].country)
            touching[other].add(parts[one].country)
    return touching


def build_exclaves(parts: list[Part], touching: list[set[str]], admin1: gpd.GeoDataFrame) -> list[dict[str, object]]:
    """Every part but a country's largest that has a land border with another country and that others cut off.

    Left out: parts across a mere strait, unless exclave_names.toml names them, and disputed units (Crimea).
    """
    sizes = [area_km2(part.shape) for part in parts]
    mainland: dict[str, int] = {}
    for index, part in enumerate(parts):
        if part.country not in mainland or sizes[index] > sizes[mainland[part.country]]:
            mainland[part.country] = index
    names = _read_names()
    exclaves = []
    for index, part in enumerate(parts):
        if not touching[index] or index == mainland[part.country] or sizes[index] < SMALLEST_EXCLAVE_KM2:
            continue
        name, unit = _name_of(part, names), _unit_of(part, admin1)
        disputed = unit is not None and not isinstance(unit["country"], str)
        if not disputed and (name or not _across_strait(index, parts, sizes)):
            exclaves.append(_to_exclave(part, touching[index], sizes[index], name, unit))
    return sorted(exclaves, key=lambda one: (-one["area_km2"], one["country"]))


def _across_strait(index: int, parts: list[Part], sizes: list[float]) -> bool:
    """Whether only a narrow water lies between the part and a larger one of its country."""
    part = parts[index]
    larger = [
        other.shape for at, other in enumerate(parts) if other.country == part.country and sizes[at] > sizes[index]
    ]
    way = shapely.shortest_line(part.shape, shapely.union_all(larger))
    if length_km(way) > STRAIT_KM:
        return False
    foreign = [other.shape for other in parts if other.country != part.country and other.shape.intersects(way)]
    return length_km(way) == 0 or length_km(way.intersection(shapely.union_all(foreign))) / length_km(way) < 1 - COVERED


def _share_border(one: BaseGeometry, other: BaseGeometry) -> bool:
    near = shapely.intersection(one.boundary, shapely.buffer(_boundary_near(other, one), TOLERANCE_DEG))
    return length_km(near) >= SHORTEST_BORDER_KM


def _boundary_near(shape: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Only the part of the boundary that can matter: buffering Canada's coast whole takes seconds."""
    west, south, east, north = other.bounds
    box = (west - TOLERANCE_DEG, south - TOLERANCE_DEG, east + TOLERANCE_DEG, north + TOLERANCE_DEG)
    clipped = shapely.clip_by_rect(shape.boundary, *box)
    pieces = shapely.get_parts(clipped)
    return shapely.union_all(pieces[shapely.dwithin(pieces, other, TOLERANCE_DEG)])


def _to_exclave(
    part: Part, neighbours: set[str], size_km2: float, name: str | None, unit: dict[str, str] | None
) -> dict[str, object]:
    point = part.shape.representative_point()
    return {
        "country": part.country,
        "neighbours": sorted(neighbours),
        "area_km2": round(size_km2, 1),
        "name": name or (unit["name"] if unit else None),
        "lon": round(point.x, 5),
        "lat": round(point.y, 5),
        "admin1": unit["place_id"] if unit else None,
    }


def _name_of(part: Part, names: list[dict[str, object]]) -> str | None:
    return next((one["name"] for one in names if part.shape.contains(shapely.Point(one["lon"], one["lat"]))), None)


def _unit_of(part: Part, admin1: gpd.GeoDataFrame) -> dict[str, str] | None:
    """The unit that covers the part, where the part is most of that unit."""
    for index in admin1.sindex.query(part.shape, predicate="intersects"):
        unit = admin1.iloc[index]
        common = unit.geometry.intersection(part.shape).area
        if common >= COVERED * part.shape.area and common >= OWN_SHARE * unit.geometry.area:
            return {"name": unit["name"], "place_id": unit["place_id"], "country": unit["country"]}
    return None


def _read_names() -> list[dict[str, object]]:
    return tomllib.loads((RECIPE / "exclave_names.toml").read_text(encoding="utf-8"))["exclave"]
