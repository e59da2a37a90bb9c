"""First-level units (provinces, districts, oblasts) of Natural Earth 1:10m, with the repairs of repairs.toml.

Takes the admin-1 GeoJSON; gives a frame of one row a unit (place_id, name, country, iso_3166_2, names, label point,
geometry). Does not move units between countries: control is Natural Earth's, see docs/data.md.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from countries import to_languages, to_names
from downloads import RECIPE, RecipeError
from shapes import to_polygons

NAME_COLUMNS = (
    *("name_en", "name", "name_alt", "name_local", "gn_name", "woe_name", "name_fr", "name_de", "name_es", "name_it"),
    *("name_pt", "name_tr", "name_pl", "name_ru", "name_uk", "name_ar", "name_fa", "name_he", "name_zh"),
)

LANGUAGES = {
    column: column.removeprefix("name_")
    for column in NAME_COLUMNS
    if re.fullmatch("name_[a-df-z][a-z]|name_es", column)
}
"""Column -> BCP 47 tag."""


def build_admin1(geojson: Path, codes: dict[str, str]) -> gpd.GeoDataFrame:
    """One row an admin-1 unit that has a name; ``codes`` maps adm0_a3 to the country code used here."""
    raw = pyogrio.read_dataframe(geojson)
    repairs = read_repairs()
    unknown = set(repairs) - set(raw["adm1_code"])
    if unknown:
        raise RecipeError(f"repairs.toml names units that Natural Earth has not: {sorted(unknown)}")
    named = raw[raw["name"].notna() | raw["adm1_code"].isin(repairs)]
    crowded = _crowded_names(named)
    rows = [_row(unit, codes, crowded, repairs.get(unit["adm1_code"], {})) for unit in named.to_dict("records")]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def read_repairs() -> dict[str, dict[str, object]]:
    """Read repairs.toml: adm1_code -> the repaired fields and the reason."""
    rows = tomllib.loads((RECIPE / "repairs.toml").read_text(encoding="utf-8"))["repair"]
    return {row["adm1_code"]: row for row in rows}


def _crowded_names(raw: pd.DataFrame) -> set[tuple[str, str]]:
    """(country, English name) pairs that more than one unit carries: sixteen Latvian units are called Valmiera."""
    counts = raw.groupby(["adm0_a3", "name_en"]).size()
    return set(counts[counts > 1].index)


def _row(
    unit: dict[str, object], codes: dict[str, str], crowded: set[tuple[str, str]], repair: dict[str, object]
) -> dict[str, object]:
    english = unit["name_en"] if isinstance(unit["name_en"], str) else unit["name"]
    if (unit["adm0_a3"], unit["name_en"]) in crowded and isinstance(unit["name"], str):
        english = unit["name"]
    name = str(repair.get("name", english))
    wrong = repair.get("not", [])
    others = [] if repair.get("only") else [unit[column] for column in NAME_COLUMNS if unit[column] not in wrong]
    country = repair.get("country", codes.get(unit["adm0_a3"], unit["adm0_a3"])) or None
    return {
        "place_id": f"admin1:{unit['adm1_code'].rstrip('?')}",
        "name": name,
        "country": country,
        "iso_3166_2": repair.get("iso_3166_2", unit["iso_3166_2"]),
        "names": to_names(name, [*repair.get("also", ()), *others]),
        "languages": "" if repair.get("only") else to_languages(unit, LANGUAGES),
        "type": unit["type_en"],
        "lon": round(float(unit["longitude"]), 5),
        "lat": round(float(unit["latitude"]), 5),
        "geometry": to_polygons(unit["geometry"]),
    }
