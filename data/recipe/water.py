"""Lakes, rivers and seas by name: what borders run along, and what a map needs behind its labels.

Takes the Natural Earth lakes, rivers and marine areas, rivers.toml and seas.toml; gives frames (place_id, name, names,
geometry), thinned by less than the scale shows. Does not fill gaps: a river missing at 1:50 million is missing.
"""

from __future__ import annotations

import pickle
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from countries import to_names
from downloads import RECIPE, RecipeError
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapes import GRID_DEG, area_km2, to_polygons

LAKE_TOLERANCE_DEG = 0.002
SEA_TOLERANCE_DEG = 0.02
SAME_RIVER_DEG = 0.75
"""Pieces of one name nearer than twice this are one river; the Colorado of Texas is another one."""

GENERIC = {
    "bahr",
    "barrage",
    "basin",
    "bay",
    "buhayrat",
    "chott",
    "dam",
    "embalse",
    "estuary",
    "flats",
    "gol",
    "golu",
    "hamun",
    "jarvi",
    "lac",
    "lago",
    "lagoa",
    "laguna",
    "lake",
    "lakes",
    "liman",
    "llyn",
    "loch",
    "lough",
    "ozero",
    "pond",
    "represa",
    "reservoir",
    "salt",
    "sea",
    "sebkha",
    "see",
}
"""Words that say already that a name is a lake's."""

LANGUAGES = ("en", "fr", "de", "es", "tr", "ru", "uk", "ar", "fa", "he")


class PlainUnpickler(pickle.Unpickler):
    """Reads containers and numbers only: a pickle that names any class or function raises RecipeError."""

    def find_class(self, module: str, name: str) -> object:
        """Refuse."""
        raise RecipeError(f"the marine areas name {module}.{name}; plain containers are expected")


def build_lakes(shapefile: Path) -> gpd.GeoDataFrame:
    """Natural Earth's named lakes and reservoirs, the largest first where two share a name."""
    raw = pyogrio.read_dataframe(shapefile)
    named = raw[raw["name"].notna()]
    sizes = named.geometry.map(area_km2)
    largest_first = named.assign(size=sizes).sort_values(["size", "name"], ascending=[False, True])
    seen: Counter[str] = Counter()
    rows = [_lake_row(lake, seen) for lake in largest_first.to_dict("records")]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def build_seas(pickled: Path) -> gpd.GeoDataFrame:
    """Natural Earth's marine areas: oceans, seas, gulfs, straits; named by seas.toml."""
    with pickled.open("rb") as stream:
        marine = PlainUnpickler(stream).load()["marine"]
    named = sorted((one for one in marine if one[0]), key=lambda one: one[0])
    titles = [name.title() if name.isupper() else name for name, *_ in named]
    table = _read_sea_names(set(titles))
    seen: Counter[str] = Counter()
    rows = [
        _sea_row(title, parts, table.get(title, {}), seen) for title, (_, _, parts) in zip(titles, named, strict=True)
    ]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def build_rivers(geojson: Path, border_rivers: dict[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Natural Earth's rivers of 1:50m, one row a river; then ours of rivers.toml.

    ``border_rivers`` holds the lines for rivers.toml rows that are made of a border, by ``from_border``.
    """
    raw = pyogrio.read_dataframe(geojson)
    table = tomllib.loads((RECIPE / "rivers.toml").read_text(encoding="utf-8"))
    renamed = {row["natural_earth"]: row for row in table["renamed"]}
    seen: Counter[str] = Counter()
    rows = [_own_river(river, border_rivers, seen) for river in table["river"]]
    for original, pieces in sorted(raw.groupby("name")):
        clean = " ".join(str(original).split())
        row = renamed.get(clean, {"name": clean})
        for shape in _separate_rivers(shapely.union_all(pieces.geometry)):
            names = "|".join([*row.get("also", []), f"{row['name']} River"])
            rows.append(_river_row(_slug("river", row["name"], seen), row["name"], names, shape, None))
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def read_river_stops() -> set[str]:
    """Names of rivers that are words, of rivers.toml."""
    return set(tomllib.loads((RECIPE / "rivers.toml").read_text(encoding="utf-8"))["words"])


def to_slug(name: str) -> str:
    """ASCII, lower case, hyphens.

    >>> to_slug("Lake Hövsgöl")
    'lake-hovsgol'
    """
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "a")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _slug(kind: str, name: str, seen: Counter[str]) -> str:
    slug = to_slug(name)
    seen[slug] += 1
    return f"{kind}:{slug}" if seen[slug] == 1 else f"{kind}:{slug}-{seen[slug]}"


def _lake_row(lake: dict[str, object], seen: Counter[str]) -> dict[str, object]:
    bare = str(lake["name_en"] if isinstance(lake["name_en"], str) else lake["name"])
    name, second = _full_names(bare, str(lake["featurecla"]))
    others = [second, bare, lake["name"], lake["name_alt"], *(lake[f"name_{language}"] for language in LANGUAGES)]
    thin = shapely.simplify(lake["geometry"], LAKE_TOLERANCE_DEG)
    return {
        "place_id": _slug("lake", name, seen),
        "name": name,
        "names": to_names(name, others),
        "geometry": to_polygons(thin),
    }


def _read_sea_names(titles: set[str]) -> dict[str, dict[str, Any]]:
    """Read seas.toml: name in the layer -> {name, also}. ``titles`` are the layer's names; no row may have another."""
    rows = tomllib.loads((RECIPE / "seas.toml").read_text(encoding="utf-8"))["sea"]
    table = {row["natural_earth"]: row for row in rows}
    unknown = set(table) - titles
    if unknown:
        raise RecipeError(f"seas.toml names seas that Natural Earth has not: {sorted(unknown)}")
    return table


def _sea_row(title: str, parts: Iterable[Sequence[Any]], ours: dict[str, Any], seen: Counter[str]) -> dict[str, object]:
    """One sea of its rings; ``ours`` is its row of seas.toml, empty where it has none."""
    shape = shapely.union_all([shapely.make_valid(Polygon(ring)) for _, ring, *_ in parts])
    name = str(ours.get("name", title))
    return {
        "place_id": _slug("sea", name, seen),
        "name": name,
        "names": to_names(name, ours.get("also", [])),
        "geometry": to_polygons(shapely.simplify(shape, SEA_TOLERANCE_DEG)),
    }


def _full_names(bare: str, kind: str) -> tuple[str, str]:
    """Make "Lake Sevan" and "Sevan Lake" of a bare "Sevan", so that a lake is no town; "Dead Sea" stays."""
    if GENERIC & set(to_slug(bare).split("-")):
        return bare, bare
    if kind == "Reservoir":
        return f"{bare} Reservoir", f"Lake {bare}"
    return f"Lake {bare}", f"{bare} Lake"


def _separate_rivers(shape: BaseGeometry) -> list[BaseGeometry]:
    """The pieces of one name, grouped by nearness, the longest group first."""
    zones = shapely.get_parts(shapely.union_all(shapely.buffer(shapely.get_parts(shape), SAME_RIVER_DEG)))
    groups = [shapely.line_merge(MultiLineString(_lines(shapely.intersection(shape, zone)))) for zone in zones]
    return sorted(groups, key=lambda group: (-group.length, group.wkt))


def _lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]


def _own_river(river: dict[str, object], borders: dict[str, BaseGeometry], seen: Counter[str]) -> dict[str, object]:
    shape = borders[river["from_border"]] if "from_border" in river else LineString(river["course"])
    return _river_row(
        _slug("river", river["name"], seen), river["name"], "|".join(river["also"]), shape, river["caveat"]
    )


def _river_row(place_id: str, name: str, names: str, shape: BaseGeometry, caveat: str | None) -> dict[str, object]:
    snapped = shapely.set_precision(shape, GRID_DEG, mode="pointwise")
    return {"place_id": place_id, "name": name, "names": names, "caveat": caveat, "geometry": snapped}
