"""Countries: Natural Earth's de facto units of 1:10m, with ISO alpha-3 ids and the names people write.

Takes the Natural Earth shapefile and country_names.toml; gives a frame of one row a unit (place_id, name, country,
type, names, label point, geometry). Does not change any border.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from downloads import RECIPE, RecipeError
from recognition import find_sceptics
from shapes import to_polygons

NAME_COLUMNS = (
    *("NAME", "NAME_LONG", "FORMAL_EN", "BRK_NAME", "NAME_ALT", "NAME_CIAWF", "ADMIN", "NAME_EN", "NAME_FR"),
    *("NAME_DE", "NAME_ES", "NAME_IT", "NAME_PT", "NAME_NL", "NAME_SV", "NAME_PL", "NAME_HU", "NAME_TR", "NAME_ID"),
    *("NAME_VI", "NAME_RU", "NAME_UK", "NAME_EL", "NAME_AR", "NAME_FA", "NAME_HE", "NAME_UR", "NAME_HI", "NAME_BN"),
    *("NAME_ZH", "NAME_ZHT", "NAME_JA", "NAME_KO"),
)


LANGUAGES = {
    column: {"NAME_ZHT": "zh-Hant"}.get(column, column.removeprefix("NAME_").lower())
    for column in NAME_COLUMNS
    if re.fullmatch(r"NAME_[A-Z]{2,3}", column) and column not in {"NAME_EN", "NAME_ALT"}
}
"""Column -> BCP 47 tag."""


def build_countries(shapefile: Path) -> gpd.GeoDataFrame:
    """One row a Natural Earth admin-0 unit; ``lon, lat`` is its label point."""
    raw = pyogrio.read_dataframe(shapefile)
    table = read_country_names()
    unknown = set(table) - set(raw["ADM0_A3"])
    if unknown:
        raise RecipeError(f"country_names.toml names units that Natural Earth has not: {sorted(unknown)}")
    codes = to_alpha3(raw)
    rows = [_row(unit, codes[unit["ADM0_A3"]], table.get(unit["ADM0_A3"], {})) for unit in raw.to_dict("records")]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def to_alpha3(raw: pd.DataFrame) -> dict[str, str]:
    """ADM0_A3 -> the code used here.

    That is ISO 3166-1 alpha-3 (column ISO_A3_EH, "EH" for the full code where ISO_A3 is withheld), unless it is missing
    or belongs to a larger unit (Clipperton carries FRA): then Natural Earth's own code stays. Kosovo, absent from ISO,
    is XKX as at GeoNames and in the European Union's statistics.
    """
    codes = {"KOS": "XKX"}
    for own, iso, name_iso in zip(raw["ADM0_A3"], raw["ISO_A3_EH"], raw["ISO_A3"], strict=True):
        taken = iso == "-99" or iso not in {own, name_iso}
        codes.setdefault(own, own if taken else iso)
    if len(set(codes.values())) != len(codes):
        raise RecipeError("two Natural Earth units got the same country code")
    return codes


def read_country_names() -> dict[str, dict[str, object]]:
    """Read country_names.toml: ADM0_A3 -> {name, also}."""
    return tomllib.loads((RECIPE / "country_names.toml").read_text(encoding="utf-8"))


def to_names(preferred: str, values: list[object]) -> str:
    """Other names joined by ``|``: strings only, in order, none twice, without the preferred one."""
    found: dict[str, None] = {}
    for value in values:
        if isinstance(value, str):
            for part in value.split("|"):
                clean = " ".join(part.replace("\t", " ").split())
                if clean and clean != preferred:
                    found.setdefault(clean)
    return "|".join(found)


def to_languages(unit: dict[str, object], columns: dict[str, str]) -> str:
    """Names by language, as ``ru=Армения|fr=Arménie``; ``columns`` is column -> tag."""
    found = {tag: unit[column] for column, tag in columns.items() if isinstance(unit[column], str)}
    return "|".join(f"{tag}={name.strip()}" for tag, name in sorted(found.items()) if "|" not in name and name.strip())


def _row(unit: dict[str, object], code: str, ours: dict[str, object]) -> dict[str, object]:
    name = str(ours.get("name", unit["ADMIN"]))
    return {
        "place_id": f"country:{code}",
        "name": name,
        "country": code,
        "type": unit["TYPE"],
        "names": to_names(name, [*ours.get("also", ()), *(unit[column] for column in NAME_COLUMNS)]),
        "languages": to_languages(unit, LANGUAGES),
        "not_by": find_sceptics(unit, ours),
        "part_of": ours.get("part_of", ""),
        "lon": round(float(unit["LABEL_X"]), 5),
        "lat": round(float(unit["LABEL_Y"]), 5),
        "population": int(unit["POP_EST"]),
        "geometry": to_polygons(unit["geometry"]),
    }
