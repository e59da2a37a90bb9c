"""Names to places: which entries carry a name, where a text holds known names, and what the places know of each other.

Takes the gazetteer tables, topology.json and regions.toml of data/boundaries; gives plain values, never a geometry.
Does not choose between places of one name: that is the resolution.
"""

from __future__ import annotations

import itertools
import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.gazetteer.index import ACRONYM, PRIMARY, Index, Row, open_index
from geo.gazetteer.names import Word, find_joint, find_words, fold, is_acronym, to_key
from geo.model import Place

__all__ = ["Entry", "Exclave", "Gazetteer", "Group", "fold", "load"]

BOUNDARIES = Path(__file__).resolve().parents[2] / "data" / "boundaries"
TABLES = ("gazetteer-naturalearth.tsv.xz", "gazetteer-geonames.tsv.xz")
MOST_WORDS = 9
"""A name has no more words; "United Kingdom of Great Britain and Northern Ireland" has eight."""
LONGEST_NAME = 200


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

    def __init__(self, index: Index, topology: dict[str, Any], regions: Sequence[dict[str, Any]]) -> None:
        self._index = index
        self._neighbours = {code: frozenset(others) for code, others in topology["neighbours"].items()}
        self._exclaves = tuple(_to_exclave(one) for one in topology["exclaves"])
        self._groups = tuple(self._to_groups(regions))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Every place that carries the name: primary names first, then by population; empty where none does.

        Case counts only for short names in capitals: ``US`` is the country and not the French town Us, ``Us`` is the
        town and not the country.
        """
        if len(name) > LONGEST_NAME:
            return ()
        found = self._fitting(to_key(name), name)
        entries = [self._to_entry(number, primary=bool(flags & (PRIMARY | ACRONYM))) for number, flags in found]
        return tuple(sorted(entries, key=lambda entry: (not entry.primary, -entry.population)))

    def place(self, place_id: str) -> Place | None:
        """The place of that id, or None. Descriptions (``part(...)``) are not entries."""
        row = self._row(place_id)
        return _to_place(row) if row else None

    def names(self, place_id: str) -> tuple[str, ...]:
        """Every name of a place, the preferred one first; empty where the id is unknown."""
        row = self._row(place_id)
        return tuple(dict.fromkeys((row.name, *row.common, *row.names))) if row else ()

    def find_names(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans ``[start, end)`` of known names, in text order: the longest at each word that starts as a name does.

        Spans may overlap. A possessive ``'s`` is left out. The work grows with the length of the text only.
        """
        words = find_words(text)
        joints = [find_joint(text, before, after) for before, after in itertools.pairwise(words)]
        spans = (self._longest(text, words, joints, at) for at, word in enumerate(words) if word.capital)
        return tuple(span for span in spans if span)

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

    def _longest(
        self, text: str, words: Sequence[Word], joints: Sequence[str | None], at: int
    ) -> tuple[int, int] | None:
        """The span of the longest known name that starts at this word; ``joints[i]`` stands between words i and i+1."""
        joined, ends = _join(text, words, joints, at)
        for key in reversed(self._index.find_prefixes(joined)):
            end = ends.get(len(key))
            if end is not None and self._fitting(key, text[words[at].start : end]):
                return words[at].start, end
        return None

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

    def _row(self, place_id: str) -> Row | None:
        number = self._index.number(place_id)
        return None if number is None else self._index.row(number)

    def _to_entry(self, number: int, *, primary: bool) -> Entry:
        row = self._index.row(number)
        return Entry(_to_place(row), row.population, row.admin1 or None, primary)

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
    except FileNotFoundError as error:
        raise DataError(f"{folder} lacks a file of the gazetteer: {error.filename}; make data writes it") from error
    return Gazetteer(index, topology, regions)


def _cache_folder() -> Path:
    own = os.environ.get("CLAIMSCAPE_CACHE")
    shared = os.environ.get("XDG_CACHE_HOME")
    if own:
        return Path(own)
    return (Path(shared) if shared else Path.home() / ".cache") / "claimscape"


def _join(text: str, words: Sequence[Word], joints: Sequence[str | None], at: int) -> tuple[str, dict[int, int]]:
    """The key of the longest possible name from this word on, and where a name of so many key characters would end."""
    first = words[at]
    parts, length, ends = [first.key], len(first.key), {len(first.bare_key): first.bare_end, len(first.key): first.end}
    for index in range(at, min(at + MOST_WORDS, len(words)) - 1):
        joint, word = joints[index], words[index + 1]
        if joint is None:
            break
        parts += [joint, word.key]
        length += len(joint)
        ends[length + len(word.bare_key)] = word.bare_end
        length += len(word.key)
        # An initialism keeps its last period: "U.S." is four characters of the text.
        ends[length] = word.end + (joint == "" and text[word.end : word.end + 1] == ".")
    return "".join(parts), ends


def _to_place(row: Row) -> Place:
    return Place(row.place_id, row.name, row.country or None, row.feature_code or None, row.lon, row.lat)


def _to_exclave(one: dict[str, Any]) -> Exclave:
    neighbours = frozenset(one["neighbours"])
    return Exclave(one["country"], neighbours, one["area_km2"], one["name"], one["lon"], one["lat"])
