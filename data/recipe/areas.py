"""Disputed and historic areas: cut out of Natural Earth units by its disputed lines, or joined from whole units.

Takes areas.toml, the country and admin-1 frames and the disputed lines; gives one row an area. Does not invent
lines, but closes a stated gap of an old ring.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from downloads import RECIPE, RecipeError
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapes import to_polygons

EXTENSION_DEG = 0.003
"""Disputed lines of 4.1 end up to 0.3 km short of the borders of 5.1: both ends are drawn out by this much."""
NEAREST_DEG = 0.05
"""A seed point beside an island (its coast is generalised) means the part within this distance."""
FIELDS = (
    "name",
    "names",
    "kind",
    "administered_by",
    "claimed_by",
    "de_jure",
    "valid_from",
    "valid_to",
    "source",
    "caveat",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What areas are made of: units by place id, and the disputed lines with their name and ADM0_A3."""

    units: dict[str, BaseGeometry]
    lines: gpd.GeoDataFrame


def build_ground(countries: gpd.GeoDataFrame, admin1: gpd.GeoDataFrame, lines: gpd.GeoDataFrame) -> Ground:
    """Index the units by place id."""
    both = itertools.chain(
        zip(countries["place_id"], countries.geometry, strict=True),
        zip(admin1["place_id"], admin1.geometry, strict=True),
    )
    return Ground(dict(both), lines)


def build_areas(ground: Ground) -> gpd.GeoDataFrame:
    """One row an area of areas.toml, in its order."""
    rows = []
    for area in tomllib.loads((RECIPE / "areas.toml").read_text(encoding="utf-8"))["area"]:
        shape = to_polygons(_union(ground, area) if "units" in area else _cut(ground, area))
        if shape.is_empty:
            raise RecipeError(f"areas.toml: {area['id']} came out empty")
        ground.units[f"*{area['id']}"] = shape
        row = {field: area.get(field) or None for field in FIELDS}
        rows.append(
            {"place_id": f"area:{area['id']}", **row, "names": "|".join(area.get("names", [])), "geometry": shape}
        )
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def _unit(ground: Ground, place_id: str, area_id: str) -> BaseGeometry:
    if place_id not in ground.units:
        raise RecipeError(f"areas.toml: {area_id} is made of {place_id}, which no layer has")
    return ground.units[place_id]


def _union(ground: Ground, area: dict[str, object]) -> BaseGeometry:
    """Whole units together."""
    return shapely.union_all([_unit(ground, place_id, str(area["id"])) for place_id in area["units"]])


def _cut(ground: Ground, area: dict[str, object]) -> BaseGeometry:
    """The parts of a unit that hold the seeds, after cutting by the named lines."""
    unit = _unit(ground, str(area["cut"]), str(area["id"]))
    blades = [*_named_lines(ground, area)]
    blades.extend(_bridges(blades, float(area.get("bridge_deg", 0))))
    blades.extend(_landings(blades, unit.boundary))
    pieces = _pieces(unit, blades) if blades else list(shapely.get_parts(unit))
    return shapely.union_all([_piece_at(pieces, seed, str(area["id"])) for seed in area["seeds"]])


def _named_lines(ground: Ground, area: dict[str, object]) -> Iterable[LineString]:
    for country, name in area.get("lines", []):
        chosen = ground.lines[(ground.lines["adm0_a3_l"] == country) & (ground.lines["name"] == name)]
        if chosen.empty:
            raise RecipeError(f"areas.toml: {area['id']}: no disputed line {name!r} of {country}")
        for shape in chosen.geometry:
            merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
            yield from (_extended(line) for line in shapely.get_parts(merged))


def _extended(line: LineString) -> LineString:
    if line.is_ring:
        return line
    points = shapely.get_coordinates(line)
    ends = [_beyond(points[0], points[1]), _beyond(points[-1], points[-2])]
    return LineString(np.vstack([ends[0], points, ends[1]]))


def _beyond(end: np.ndarray, before: np.ndarray) -> np.ndarray:
    step = end - before
    return end + step / np.hypot(*step) * EXTENSION_DEG


def _bridges(lines: list[LineString], reach_deg: float) -> list[LineString]:
    """Short lines from each end to the ends of other lines within reach: closes the gaps of an old ring."""
    ends = [(index, Point(line.coords[at])) for index, line in enumerate(lines) for at in (0, -1)]
    pairs = itertools.combinations(ends, 2)
    return [LineString([a, b]) for (i, a), (j, b) in pairs if i != j and 0 < a.distance(b) <= reach_deg]


def _landings(lines: list[LineString], border: BaseGeometry) -> list[LineString]:
    """From each end that is near the border a short line across it: an end that runs along the border does not cut."""
    landings = []
    for end in (Point(line.coords[at]) for line in lines for at in (0, -1, 1, -2)):
        foot = shapely.get_coordinates(shapely.shortest_line(end, border))
        if 0 < np.hypot(*(foot[1] - foot[0])) <= EXTENSION_DEG:
            landings.append(LineString([foot[0], _beyond(foot[1], foot[0])]))
    return landings


def _pieces(unit: BaseGeometry, blades: list[LineString]) -> list[BaseGeometry]:
    net = shapely.union_all([unit.boundary, *blades])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    shapely.prepare(unit)
    return [face for face in faces if unit.contains(face.representative_point())]


def _piece_at(pieces: list[BaseGeometry], seed: list[float], area_id: str) -> BaseGeometry:
    point = Point(seed)
    nearest = min(pieces, key=lambda piece: (piece.distance(point), piece.area))
    if nearest.distance(point) > NEAREST_DEG:
        raise RecipeError(f"areas.toml: {area_id}: no part of the unit near the seed {seed}")
    return nearest
