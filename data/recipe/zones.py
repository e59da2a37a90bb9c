"""OpenStreetMap outlines: clock zones as land control has them in 2026, cut at the coast of 2017.

Takes the timezone data and the country outlines of OpenStreetMap, as packages.toml pins them, and finer.toml; gives one
outline a country. Does not fit anything to Natural Earth: that is ``finer``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

os.environ["OGR_GEOJSON_MAX_OBJ_SIZE"] = "0"  # Canada is one feature of 15 MB; GDAL reads this when it starts.

import numpy as np
import pyogrio
import shapely
from downloads import RECIPE
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from timezonefinder import TimezoneFinder

Shapes = dict[str, BaseGeometry]
REACH_DEG = 0.2
"""No border of Natural Earth lies farther from OpenStreetMap's: 11 km at most on that of Armenia and Azerbaijan."""


def read_finer() -> dict[str, dict[str, object]]:
    """Read finer.toml: country code -> its zones, and why it is there."""
    return {row["country"]: row for row in tomllib.loads((RECIPE / "finer.toml").read_text(encoding="utf-8"))["finer"]}


def build_outlines(zones: Path, land: Mapping[str, BaseGeometry], base: Mapping[str, BaseGeometry]) -> Shapes:
    """The outline of each country of finer.toml by code.

    A clock zone holds the territorial sea, so it is cut at the coast: that of the ``land`` of all countries around, or
    the border of 2017 would cut it too. A landlocked country has no coast. A row with ``lakes`` keeps what ``base``,
    Natural Earth, counts to the country: its border lakes.
    """
    finder = TimezoneFinder(bin_file_location=zones)
    outlines = {}
    for code, row in read_finer().items():
        # The zone of Bangkok is also that of Hanoi: what lies beyond the reach of the country is another's.
        around = shapely.buffer(shapely.simplify(base[code], REACH_DEG / 10), REACH_DEG)
        zone = shapely.intersection(_zone(finder, row["zones"]), around)
        kept = [base[code]] if row.get("lakes") else []
        outlines[code] = shapely.intersection(zone, _dry(zone, land, kept)) if row["coast"] else zone
    return outlines


def _dry(zone: BaseGeometry, land: Mapping[str, BaseGeometry], kept: Sequence[BaseGeometry]) -> BaseGeometry:
    """The land in a zone's box, waters within it filled."""
    near = [shapely.clip_by_rect(shape, *zone.bounds) for shape in (*land.values(), *kept)]
    return fill_holes(shapely.union_all([shape for shape in near if not shape.is_empty]))


def read_land(path: Path, codes: Collection[str], window: Sequence[float]) -> Shapes:
    """What OpenStreetMap gave each country in 2017, by code, lakes filled, cut to west, south, east, north."""
    raw = pyogrio.read_dataframe(path)
    raw = raw[raw["A3"].isin(codes)]
    filled = (fill_holes(shape) for shape in raw.geometry)
    return {code: shapely.clip_by_rect(shape, *window) for code, shape in zip(raw["A3"], filled, strict=True)}


def fill_holes(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape without their holes. Rings are repaired one by one: a whole country takes a minute."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    shells = shapely.polygons([part.exterior for part in parts])
    return shapely.disjoint_subset_union_all(np.where(shapely.is_valid(shells), shells, shapely.make_valid(shells)))


def _zone(finder: TimezoneFinder, names: Iterable[str]) -> BaseGeometry:
    rings = (polygon for name in names for polygon in finder.get_geometry(tz_name=name, coords_as_pairs=True))
    return shapely.union_all([shapely.make_valid(Polygon(shell, holes)) for shell, *holes in rings])
