"""Villages that have a name and a province but no known position: gazetteer rows without a point.

Takes the Overture divisions table of wkls, the admin-1 frame and the towns; gives gazetteer rows. Does not guess where
in its province a village lies.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import pandas as pd
from downloads import RECIPE
from tables import Row
from towns import Town, filter_names, fold


def to_village_rows(divisions: Path, admin1: gpd.GeoDataFrame, towns: Iterable[Town]) -> list[Row]:
    """One row a village of the countries of villages.toml that GeoNames lacks in its country.

    Its place id tells the province: ``village:ARM-1732.6eae4e37`` lies somewhere in ``admin1:ARM-1732``. Of several
    villages of one name in a province only the first counts: nothing could tell them apart.
    """
    table = tomllib.loads((RECIPE / "villages.toml").read_text(encoding="utf-8"))
    units = dict(zip(admin1["iso_3166_2"], zip(admin1["place_id"], admin1["country"], strict=True), strict=True))
    known = {(town.country, fold(name)) for town in towns for name in (town.name, *town.common, *town.names)}
    stops = {fold(name) for name in table["stop_names"]} | {fold(name) for name in _town_stops()}
    rows = []
    for one in _read_localities(divisions, table["countries"]).itertuples(index=False):
        if one.region not in units:
            continue
        unit, country = units[one.region]
        key = fold(one.name)
        if len(key) >= 4 and key not in stops and (country, key) not in known:
            known.add((country, key))
            rows.append(_to_row(one, unit, country, stops))
    return rows


def _read_localities(path: Path, countries: list[str]) -> pd.DataFrame:
    """Localities with a Latin name, by id."""
    rows = pd.read_parquet(path, columns=["id", "country", "region", "subtype", "name_primary", "name_en"])
    rows = rows[rows["country"].isin(countries) & rows["subtype"].eq("locality")]
    rows = rows.assign(name=rows["name_en"].fillna(rows["name_primary"]).str.strip())
    latin = rows["name"].str.fullmatch(r"[A-ZÀ-ÞĀ-Ž‘’Ə][A-Za-zÀ-žƏəŞşİı'’‘ʼʻ\- ]+", na=False)
    return rows[latin].sort_values(["country", "region", "name", "id"])


def _to_row(one: object, unit: str, country: str, stops: set[str]) -> Row:
    others = "|".join(filter_names(one.name, [one.name_primary], stops))
    place_id = f"village:{unit.partition(':')[2]}.{one.id.replace('-', '')[:8]}"
    return (place_id, "PPL", country, one.name, "", others, None, None, 0, unit, "")


def _town_stops() -> list[str]:
    return tomllib.loads((RECIPE / "towns.toml").read_text(encoding="utf-8"))["stop_names"]
