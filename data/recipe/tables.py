"""The gazetteer tables: one row a place, one file a licence, for the half of the program that knows no geometry.

Takes the frames of the other modules, regions.toml and the towns; gives rows in the order of outputs.TABLE_COLUMNS.
Does not mix licences.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import shapely
from countries import read_country_names
from downloads import RecipeError
from outputs import BOUNDARIES
from shapely.geometry.base import BaseGeometry
from towns import Town

Row = tuple[object, ...]
DIRECTIONS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "centre"}


def read_regions() -> list[dict[str, object]]:
    """The rows of regions.toml."""
    return tomllib.loads((BOUNDARIES / "regions.toml").read_text(encoding="utf-8"))["region"]


def to_geonames_rows(towns: list[Town]) -> list[Row]:
    """One row a town."""
    return [
        (
            *(f"town:{town.id}", town.feature_code, town.country, town.name),
            *("|".join(town.common), "|".join(town.names), town.lon, town.lat, town.population, town.admin1),
        )
        for town in towns
    ]


def to_country_rows(countries: gpd.GeoDataFrame, codes: dict[str, str]) -> list[Row]:
    """One row a country: PCLI a sovereign state, PCL any other unit; common names by country_names.toml."""
    common = {codes[own]: row.get("also", []) for own, row in read_country_names().items()}
    rows = []
    for unit in countries.to_dict("records"):
        ours = common.get(unit["country"], [])
        others = [name for name in unit["names"].split("|") if name not in ours]
        code = "PCLI" if unit["type"] in {"Sovereign country", "Country", "Sovereignty"} else "PCL"
        head = (unit["place_id"], code, unit["country"], unit["name"], "|".join(ours), "|".join(others))
        rows.append((*head, unit["lon"], unit["lat"], unit["population"], None))
    return rows


def to_admin1_rows(admin1: gpd.GeoDataFrame) -> list[Row]:
    """One row an admin-1 unit, with its type and without as common names; Natural Earth has no population for them."""
    rows = []
    for unit in admin1.to_dict("records"):
        common = _forms(unit["name"], unit["type"])
        others = [name for name in unit["names"].split("|") if name not in common]
        country = unit["country"] if isinstance(unit["country"], str) else None
        head = (unit["place_id"], "ADM1", country, unit["name"], "|".join(common), "|".join(others))
        rows.append((*head, unit["lon"], unit["lat"], 0, None))
    return rows


def to_shape_rows(frame: gpd.GeoDataFrame, feature_code: str) -> list[Row]:
    """One row a lake, river, sea, line or area, at a point on it; areas carry all names as common ones."""
    rows = []
    for shape in frame.to_dict("records"):
        point = _point_on(shape["geometry"])
        names = shape["names"] or ""
        common, others = (names, "") if feature_code == "RGN" else ("", names)
        head = (shape["place_id"], feature_code, find_country(shape), shape["name"], common, others)
        rows.append((*head, round(point.x, 5), round(point.y, 5), 0, None))
    return rows


# Whose they are is open at the United Nations itself: a state that many recognise, a non-self-governing territory.
_OPEN = {"area:kosovo", "area:western-sahara-polisario-held"}


def find_country(shape: dict[str, Any]) -> str | None:
    """The country of a disputed area that no second state holds or claims: by the UN's membership, not by who is there.

    None where two states dispute it, and for all that is no area: the table takes no side between states.
    """
    columns = ("claimed_by", "administered_by")
    claimed, held = (value if isinstance(value := shape.get(name), str) else "" for name in columns)
    rival = len(held) == 3 and held.isupper() and held != claimed
    return claimed if len(claimed) == 3 and not rival and shape["place_id"] not in _OPEN else None


def to_river_rows(rivers: gpd.GeoDataFrame, taken: set[str], stops: set[str]) -> list[Row]:
    """One row a river, as "Aras River"; the bare name is as good unless a country or unit has it or it is very short.

    ``stops`` are names that are words ("Peace", "Red"): they name a river only with "River" behind them.
    """
    rows = []
    for place_id, code, country, name, _, names, *rest in to_shape_rows(rivers, "STM"):
        full = name if name.endswith((" River", " Canal", " Delta", " Branch")) else f"{name} River"
        others = [other for other in str(names).split("|") if other and other not in {name, full}]
        bare = [] if full == name or name in stops else [name]
        second = len(name) <= 3 or name in taken
        common, spare = ([], [*bare, *others]) if second else ([*bare, *others], [])
        rows.append((place_id, code, country, full, "|".join(common), "|".join(spare), *rest))
    return rows


def to_region_rows(regions: list[dict[str, object]], shapes: dict[str, BaseGeometry]) -> list[Row]:
    """One row a region or group, at a point on what its footprint is made of."""
    return [
        (
            *(region["id"], "RGN", region.get("country"), region["name"], "|".join(region.get("variants", [])), ""),
            *_region_point(region, shapes),
            *(0, None),
        )
        for region in regions
    ]


def leaves_of(footprint: str) -> Iterable[str]:
    """The place ids in a footprint: what holds a colon."""
    return [word for word in footprint.replace("(", ",").replace(")", ",").split(",") if ":" in word]


def _forms(name: str, kind: str | None) -> list[str]:
    """The name with its type and without: "Syunik Province", "Borno" of "Borno State"; no bare direction."""
    if not isinstance(kind, str) or kind in {"Country", "Dependency"}:
        return []
    bare = name.removesuffix(f" {kind}").removeprefix(f"{kind} of ")
    if bare != name:
        return [] if bare.lower() in DIRECTIONS else [bare]
    return [] if " " in kind and len(kind) > 20 else [f"{name} {kind}"]


def _region_point(region: dict[str, object], shapes: dict[str, BaseGeometry]) -> tuple[float, float]:
    if "at" in region:
        return tuple(region["at"])
    leaves = list(leaves_of(str(region["footprint"])))
    missing = [leaf for leaf in leaves if leaf not in shapes]
    if missing:
        raise RecipeError(f"regions.toml: {region['id']} is made of {', '.join(missing)}, which no layer has")
    point = _point_on(shapely.union_all([shapes[leaf] for leaf in leaves]))
    return round(point.x, 5), round(point.y, 5)


def _point_on(shape: BaseGeometry) -> shapely.Point:
    """The centroid where it lies on the shape, else a point that does."""
    return shape.centroid if shape.covers(shape.centroid) else shape.representative_point()
