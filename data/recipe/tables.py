"""The gazetteer tables: one row a place, one file a licence, for the half of the program that knows no geometry.

Takes the frames of the other modules, regions.toml and the towns; gives rows in the order of outputs.TABLE_COLUMNS.
Does not mix licences.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import pyproj
import shapely
from countries import read_country_names
from downloads import RECIPE, RecipeError
from outputs import BOUNDARIES
from shapely.geometry.base import BaseGeometry
from towns import Town

Row = tuple[object, ...]
NEAR_DEG = 0.5
SAME_M = 350_000
"""Points of one country this near each other are two conventions for the same middle."""
_EQUAL_AREA = "+proj=cea +ellps=WGS84"
DIRECTIONS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "centre"}


def read_regions() -> list[dict[str, object]]:
    """The rows of regions.toml."""
    return tomllib.loads((BOUNDARIES / "regions.toml").read_text(encoding="utf-8"))["region"]


def to_geonames_rows(towns: list[Town]) -> list[Row]:
    """One row a town."""
    return [
        (
            *(f"town:{town.id}", town.feature_code, town.country, town.name),
            *("|".join(town.common), "|".join(town.names), town.lon, town.lat, town.population, town.admin1, ""),
        )
        for town in towns
    ]


def to_country_rows(countries: gpd.GeoDataFrame, codes: dict[str, str]) -> list[Row]:
    """One row a country: PCLI a sovereign state, PCL any other unit; common names by country_names.toml."""
    common = {codes[own]: row.get("also", []) for own, row in read_country_names().items()}
    rows = []
    points = tomllib.loads((RECIPE / "country_points.toml").read_text(encoding="utf-8"))
    unlisted = {codes[own] for own, row in read_country_names().items() if row.get("unlisted")}
    for unit in countries[~countries["country"].isin(unlisted)].to_dict("records"):
        ours = common.get(unit["country"], [])
        others = _leave_out(unit["names"], {*ours, *_in_languages(unit["languages"])})
        code = "PCLI" if unit["type"] in {"Sovereign country", "Country", "Sovereignty"} else "PCL"
        head = (unit["place_id"], code, unit["country"], unit["name"], "|".join(ours), "|".join(others))
        rows.append((*head, *_usual_point(unit, points), unit["population"], None, unit["languages"]))
    return rows


def _usual_point(unit: dict[str, Any], points: dict[str, list[float]]) -> tuple[float, float]:
    """Lon, lat near what gazetteers give a country.

    Some take the Factbook's rounded point, some a middle: half-way between where the two are near each other, else the
    Factbook's where it lies on the country's ground or just off it, else the middle of the largest part.
    """
    middle = _middle(unit["geometry"])
    lat, lon = points.get(unit["country"], (90.0, 0.0))
    if unit["geometry"].distance(shapely.Point(lon, lat)) > NEAR_DEG:
        return middle
    apart_m = pyproj.Geod(ellps="WGS84").inv(lon, lat, *middle)[2]
    return (round((lon + middle[0]) / 2, 5), round((lat + middle[1]) / 2, 5)) if apart_m <= SAME_M else (lon, lat)


def to_admin1_rows(admin1: gpd.GeoDataFrame, towns: Iterable[Town]) -> list[Row]:
    """One row an admin-1 unit, with its type and without as common names; its population is that of its towns."""
    rows = []
    people: Counter[str] = Counter()
    for town in towns:
        people[town.admin1] += town.population
    for unit in admin1.to_dict("records"):
        common = _forms(unit["name"], unit["type"])
        others = _leave_out(unit["names"], {*common, *_in_languages(unit["languages"])})
        country = unit["country"] if isinstance(unit["country"], str) else None
        head = (unit["place_id"], "ADM1", country, unit["name"], "|".join(common), "|".join(others))
        rows.append((*head, *_middle(unit["geometry"]), people[unit["place_id"]], None, unit["languages"]))
    return rows


def to_shape_rows(frame: gpd.GeoDataFrame, feature_code: str) -> list[Row]:
    """One row a lake, river, sea, line or area, at a point on it; areas carry all names as common ones."""
    rows = []
    for shape in frame.to_dict("records"):
        point = _point_on(shape["geometry"])
        names = shape["names"] or ""
        common, others = (names, "") if feature_code == "RGN" else ("", names)
        head = (shape["place_id"], feature_code, find_country(shape), shape["name"], common, others)
        rows.append((*head, round(point.x, 5), round(point.y, 5), 0, None, ""))
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
            *(region["id"], region.get("feature_code", "RGN"), region.get("country"), region["name"]),
            *("|".join(region.get("variants", [])), "", *_region_point(region, shapes, regions)),
            *(0, None, ""),
        )
        for region in regions
    ]


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """Lon, lat of the middle of a unit's largest part, where it is on it.

    On an equal-area cylinder: the middle of ground, not of degrees. Natural Earth's own label points are made for
    lettering and lie up to 1,500 km from it.
    """
    plane = pyproj.Transformer.from_crs(4326, _EQUAL_AREA, always_xy=True)
    flat = shapely.transform(max(shapely.get_parts(shape), key=shapely.area), plane.transform, interleaved=False)
    lon, lat = plane.transform(*shapely.get_coordinates(_point_on(flat))[0], direction="INVERSE")
    return round(lon, 5), round(lat, 5)


def _leave_out(names: str, taken: set[str]) -> list[str]:
    return [name for name in names.split("|") if name and name not in taken]


def _in_languages(languages: str) -> list[str]:
    """The names of ``ru=Армения|fr=Arménie``."""
    return [one.partition("=")[2] for one in languages.split("|") if one]


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


def _region_point(
    region: dict[str, object], shapes: dict[str, BaseGeometry], regions: list[dict[str, object]]
) -> tuple[float, float]:
    if "at" in region:
        return tuple(region["at"])
    inner = {one["id"]: one for one in regions}
    points = [_region_point(inner[leaf], shapes, regions) for leaf in _leaves(region) if leaf in inner]
    missing = [leaf for leaf in _leaves(region) if leaf not in shapes and leaf not in inner]
    if missing:
        raise RecipeError(f"regions.toml: {region['id']} is made of {', '.join(missing)}, which no layer has")
    ground = [shapes[leaf] for leaf in _leaves(region) if leaf in shapes]
    point = _point_on(_largest(shapely.union_all([*ground, *shapely.points(points)] if points else ground)))
    return round(point.x, 5), round(point.y, 5)


def _largest(shape: BaseGeometry) -> BaseGeometry:
    """The largest part of ground, which tells where a region is; lines and points stay whole."""
    return max(shapely.get_parts(shape), key=shapely.area) if shapely.get_dimensions(shape) == 2 else shape


def _leaves(region: dict[str, object]) -> list[str]:
    """What a region is made of; towns, which no layer holds whole, are left to its own ``at``."""
    return [leaf for leaf in leaves_of(str(region["footprint"])) if not leaf.startswith("town:")]


def _point_on(shape: BaseGeometry) -> shapely.Point:
    """The centroid where it lies on the shape, else a point that does."""
    return shape.centroid if shape.covers(shape.centroid) else shape.representative_point()
