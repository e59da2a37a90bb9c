"""Names to places: which entries carry a name, where a text holds known names, and what the places know of each other.

Takes the gazetteer tables, topology.json and regions.toml of data/boundaries; gives plain values, never a geometry.
Does not choose between places of one name: that is the resolution.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.gazetteer.abbreviations import Abbreviations, read_abbreviations
from geo.gazetteer.index import ACRONYM, PRIMARY, Index, Row, build_index, open_index
from geo.gazetteer.languages import find_language, find_local
from geo.gazetteer.matching import Matcher
from geo.gazetteer.names import fold, is_acronym, to_key
from geo.gazetteer.otherwise import Bearers, Otherwise, read_otherwise
from geo.model import Place

__all__ = ["OWN_CODES", "Bearers", "Entry", "Exclave", "Gazetteer", "Group", "Row", "fold", "load"]

BOUNDARIES = Path(__file__).resolve().parents[2] / "data" / "boundaries"
TABLES = (
    "gazetteer-naturalearth.tsv.xz",
    "gazetteer-geonames.tsv.xz",
    "gazetteer-districts.tsv.xz",
    "gazetteer-villages.tsv.xz",
)
LONGEST_NAME = 200
LOOKUPS = 5_000
"""So many names are kept as looked up."""
OWN_CODES = ("OWNP", "OWNL", "OWNA")
"""Feature codes of a user's own point, line and area: GeoNames has none that would be true of all of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that carries the looked-up name.

    ``primary``: the name is its preferred one or as common, not only an alternate. ``admin1`` is the place id of the
    first-level unit around it, where one is known.
    """

    place: Place
    population: int
    admin1: str | None
    primary: bool


@dataclass(frozen=True, slots=True)
class Exclave:
    """A part of a country cut off by land of others. Lon, lat: a point inside it. ``name`` None where it has none."""

    country: str
    neighbours: frozenset[str]
    area_km2: float
    name: str | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Group:
    """A named group of units, such as the seven districts around Nagorno-Karabakh.

    ``around`` is the place id that the group surrounds, ``footprint`` the place id that describes its ground,
    ``country`` its country (alpha-3) where it has one.
    """

    place: Place
    country: str | None
    count: int
    unit: str
    around: str | None
    footprint: str


class Gazetteer:
    """Every place name known. Made by ``load``; reads from mapped files, so that it is small in memory."""

    def __init__(
        self,
        index: Index,
        topology: dict[str, Any],
        regions: Sequence[dict[str, Any]],
        *,
        own: Gazetteer | None = None,
        abbreviations: Abbreviations | None = None,
        otherwise: Otherwise | None = None,
    ) -> None:
        self._index, self._topology, self._regions, self._own = index, topology, regions, own
        self._abbreviations = abbreviations or Abbreviations({}, {})
        self._otherwise = otherwise or Otherwise()
        self._matcher = Matcher(index.automaton, index.find_prefixes, self._fitting)
        self._neighbours = {code: frozenset(others) for code, others in topology["neighbours"].items()}
        self._exclaves = tuple(_to_exclave(one) for one in topology["exclaves"])
        self._cached_lookup = lru_cache(LOOKUPS)(self._look_up)  # a text asks for each of its names several times
        self._groups = tuple(self._to_groups(regions))

    def with_own(self, rows: Sequence[Row]) -> Gazetteer:
        """The same gazetteer with a user's own places besides: their names lead, and find their spans in a text."""
        if not rows:
            return self
        own = Gazetteer(build_index(rows), {"neighbours": {}, "exclaves": []}, ())
        return Gazetteer(
            *(self._index, self._topology, self._regions),
            own=own,
            abbreviations=self._abbreviations,
            otherwise=self._otherwise,
        )

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place that carries the name: primary names first, then by population; empty where none does.

        Case counts only for short names in capitals: ``US`` is the country and not the French town Us, ``Us`` is the
        town and not the country.
        """
        return self._cached_lookup(name)

    def _look_up(self, name: str) -> tuple[Entry, ...]:
        if len(name) > LONGEST_NAME:
            return ()
        if place_id := self._abbreviations.find(name):
            return self._to_short_entry(place_id)
        own = self._own.lookup(name) if self._own else ()
        found = self._fitting(to_key(name), name)
        entries = [self._to_entry(number, primary=bool(flags & (PRIMARY | ACRONYM))) for number, flags in found]
        return (*own, *sorted(entries, key=lambda entry: (not entry.primary, -entry.population)))

    def place(self, place_id: str) -> Place | None:
        """The place of that id, or None. Descriptions (``part(...)``) are not entries."""
        row = self.row(place_id)
        return _to_place(row) if row else None

    def names(self, place_id: str) -> tuple[str, ...]:
        """Every name of a place, the preferred one first; empty where the id is unknown."""
        row = self.row(place_id)
        if row is None:
            return ()
        return tuple(dict.fromkeys((row.name, *row.common, *row.names, *(name for _, name in row.languages))))

    def names_by_language(self, place_id: str) -> dict[str, tuple[str, ...]]:
        """The names of a place by BCP 47 tag, the preferred one of each first; ``en`` first. Empty: unknown id.

        Latin names of no stated language are left out: ``names`` has them.
        """
        row = self.row(place_id)
        if row is None:
            return {}
        stated = [("en", row.name), *row.languages]
        told = [(find_language(name), name) for name in (*row.common, *row.names)]
        found: dict[str, dict[str, None]] = {}
        for tag, name in [*stated, *((tag, name) for tag, name in told if tag)]:
            found.setdefault(tag, {}).setdefault(name)
        return {tag: tuple(names) for tag, names in found.items()}

    def local_name(self, place_id: str) -> str | None:
        """What the place is called where it lies; None where no name of it is known to be local."""
        row = self.row(place_id)
        return find_local(self.names_by_language(place_id), row.country) if row else None

    def find_names(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans ``[start, end)`` of known names, in text order: the longest at each word that starts as a name does.

        Spans may overlap. A possessive ``'s`` is left out. The work grows with the length of the text only.
        """
        spans = self._matcher.find(text)
        if self._own is None:
            return spans
        longest = dict(spans)
        for start, end in self._own.find_names(text):
            longest[start] = max(end, longest.get(start, 0))
        return tuple(sorted(longest.items()))

    def find_abbreviations(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans ``[start, end)`` of abbreviated provinces and states: "Ga." in "Athens, Ga."."""
        return tuple(self._abbreviations.find_spans(text))

    def otherwise(self, word: str) -> Bearers:
        """What a single word is besides a place: an ordinary word, people's names."""
        return self._otherwise.find(word)

    def neighbours(self, country: str) -> frozenset[str]:
        """The countries (alpha-3) that share a land border with this one; empty for islands and unknown codes."""
        return self._neighbours.get(country, frozenset())

    def exclaves(self, country: str) -> tuple[Exclave, ...]:
        """The exclaves of a country, the largest first."""
        return tuple(one for one in self._exclaves if one.country == country)

    def groups(self, count: int | None = None, unit: str | None = None) -> tuple[Group, ...]:
        """Named groups of that many such units ("seven", "district"); None matches any."""
        return tuple(one for one in self._groups if count in {None, one.count} and unit in {None, one.unit})

    def capital(self, country: str) -> Place | None:
        """The capital of a country (alpha-3), or None."""
        place_id = self._index.capitals.get(country)
        return self.place(place_id) if place_id else None

    def _fitting(self, key: str, written: str) -> list[tuple[int, int]]:
        """The postings of a key whose case agrees with how the name is written.

        A town is not meant by two or three capitals (EU is not Eu in France): the price is a dateline such as OSH.
        """
        capitals = is_acronym(written)
        short = capitals and len(key) <= 3
        return [
            (number, flags)
            for number, flags in self._index.find(key)
            if (capitals if flags & ACRONYM else not short or self._index.row(number).name.isupper())
        ]

    def row(self, place_id: str) -> Row | None:
        """The whole row of a place id, or None."""
        own = self._own.row(place_id) if self._own else None
        if own is not None:
            return own
        number = self._index.number(place_id)
        return None if number is None else self._index.row(number)

    def _to_entry(self, number: int, *, primary: bool) -> Entry:
        row = self._index.row(number)
        return Entry(_to_place(row), row.population, row.admin1 or None, primary)

    def _to_short_entry(self, place_id: str) -> tuple[Entry, ...]:
        number = self._index.number(place_id)
        return () if number is None else (self._to_entry(number, primary=True),)

    def _to_groups(self, regions: Sequence[dict[str, Any]]) -> Iterator[Group]:
        for region in regions:
            if "count" not in region:
                continue
            place = self.place(region["id"])
            if place is None:
                raise DataError(f"regions.toml names the group {region['id']}, which the gazetteer tables have not")
            row = (region.get("country"), region["count"], region["unit"], region.get("around"), region["footprint"])
            yield Group(place, *row)


def load(folder: Path | None = None) -> Gazetteer:
    """Open the gazetteer of a folder of boundary files, by default data/boundaries; builds its index on first use.

    The index goes to ``CLAIMSCAPE_CACHE``, else ``XDG_CACHE_HOME/claimscape``, else ``~/.cache/claimscape``. Raises
    DataError where a file of the folder is missing or malformed.
    """
    folder = folder or BOUNDARIES
    try:
        index = open_index([folder / table for table in TABLES], _cache_folder())
        topology = json.loads((folder / "topology.json").read_text(encoding="utf-8"))
        regions = tomllib.loads((folder / "regions.toml").read_text(encoding="utf-8"))["region"]
        abbreviations = read_abbreviations(folder / "abbreviations.toml")
        otherwise = read_otherwise(folder / "otherwise.tsv")
    except FileNotFoundError as error:
        raise DataError(f"{folder} lacks a file of the gazetteer: {error.filename}; make data writes it") from error
    return Gazetteer(index, topology, regions, abbreviations=abbreviations, otherwise=otherwise)


def _cache_folder() -> Path:
    own = os.environ.get("CLAIMSCAPE_CACHE")
    shared = os.environ.get("XDG_CACHE_HOME")
    if own:
        return Path(own)
    return (Path(shared) if shared else Path.home() / ".cache") / "claimscape"


def _to_place(row: Row) -> Place:
    return Place(row.place_id, row.name, row.country or None, row.feature_code or None, row.lon, row.lat)


def _to_exclave(one: dict[str, Any]) -> Exclave:
    neighbours = frozenset(one["neighbours"])
    return Exclave(one["country"], neighbours, one["area_km2"], one["name"], one["lon"], one["lat"])
