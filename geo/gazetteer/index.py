"""The index on disk: folded names to rows, built once from the gazetteer tables and then mapped into memory.

Takes the tables of data/boundaries (tab-separated, xz) and a cache folder; gives an Index over mapped files. Does not
know texts, nor which place is meant.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import lzma
import mmap
import os
import shutil
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from pathlib import Path

import marisa_trie

from geo.errors import DataError
from geo.gazetteer.matching import read_automaton, write_automaton
from geo.gazetteer.names import is_acronym, to_key

FORMAT = "4"
"""Part of the cache key: changes when the files below or the keys change."""

COLUMNS = [
    "place_id",
    "feature_code",
    "country",
    "name",
    "common",
    "names",
    "lon",
    "lat",
    "population",
    "admin1",
    "languages",
]
PRIMARY, ACRONYM = 1, 2
"""Flags of a posting: the name is as good as the preferred one; the name is meant only where it stands in capitals."""

_KEY_BITS = 32


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a gazetteer table.

    ``common`` are names as good as ``name``, ``names`` the other ones, ``languages`` pairs of BCP 47 tag and name.
    """

    place_id: str
    feature_code: str
    country: str
    name: str
    common: tuple[str, ...]
    names: tuple[str, ...]
    lon: float | None
    lat: float | None
    population: int
    admin1: str
    languages: tuple[tuple[str, str], ...]


class Index:
    """A mapped index. ``find`` gives the postings of a key, ``row`` a row by number, ``number`` a row's by place id."""

    def __init__(self, folder: Path) -> None:
        self._keys = marisa_trie.Trie().mmap(str(folder / "keys.marisa"))
        self._ids = marisa_trie.Trie().mmap(str(folder / "ids.marisa"))
        self._starts, self._postings = _map_numbers(folder / "starts.u32"), _map_numbers(folder / "postings.u32")
        self._id_rows = _map_numbers(folder / "ids.u32")
        self._row_starts, self._rows = _map_numbers(folder / "rows.u32"), _map_bytes(folder / "rows.tsv")
        self.automaton = read_automaton(folder / "automaton.daac")
        self.capitals: dict[str, str] = json.loads((folder / "capitals.json").read_text(encoding="utf-8"))

    def find(self, key: str) -> tuple[tuple[int, int], ...]:
        """(row number, flags) of every place that carries the key, best first; empty where none does."""
        at = self._keys.get(key)
        if at is None:
            return ()
        return tuple((value >> 2, value & 3) for value in self._postings[self._starts[at] : self._starts[at + 1]])

    def find_prefixes(self, text: str) -> list[str]:
        """Every key that the text starts with, shortest first."""
        found: list[str] = self._keys.prefixes(text)
        return found

    def number(self, place_id: str) -> int | None:
        """The row number of a place id, or None."""
        at = self._ids.get(place_id)
        return None if at is None else self._id_rows[at]

    def row(self, number: int) -> Row:
        """The row of that number."""
        return to_row(bytes(self._rows[self._row_starts[number] : self._row_starts[number + 1] - 1]).decode())


def open_index(tables: Sequence[Path], cache: Path) -> Index:
    """Open the index of these tables, building it where the cache has none.

    Safe against several processes and against being killed: a build goes to a folder of its own and is renamed whole.
    Where the cache cannot be written, a folder for temporary files takes its place.
    """
    wanted = cache / f"gazetteer-{_digest(tables)}"
    if wanted.is_dir():
        return Index(wanted)
    lines = [line for table in tables for line in _read_lines(table)]
    try:
        return Index(_build_into(cache, wanted.name, lines))
    except OSError:
        # A read-only home or a full disk must not stop a reading.
        fallback = Path(tempfile.gettempdir()) / f"claimscape-{os.getuid() if hasattr(os, 'getuid') else 0}"
        return Index(
            fallback / wanted.name if (fallback / wanted.name).is_dir() else _build_into(fallback, wanted.name, lines)
        )


def build_index(rows: Iterable[Row]) -> Index:
    """An index of a few rows, kept in a folder of its own for as long as it is used."""
    folder = Path(tempfile.mkdtemp(prefix="claimscape-own-"))
    _write_index(folder, [_to_line(row) for row in rows])
    index = Index(folder)
    weakref.finalize(index, shutil.rmtree, folder, ignore_errors=True)
    return index


def _to_line(row: Row) -> str:
    """What ``to_row`` reads."""
    fields = (row.place_id, row.feature_code, row.country, row.name, "|".join(row.common), "|".join(row.names))
    numbers = (row.lon, row.lat, row.population)
    languages = "|".join(f"{tag}={name}" for tag, name in row.languages)
    return "\t".join((*fields, *("" if one is None else str(one) for one in numbers), row.admin1, languages))


def to_row(line: str) -> Row:
    """Read a line of a table. Raises DataError where it has not the columns of COLUMNS."""
    fields = line.split("\t")
    if len(fields) != len(COLUMNS):
        raise DataError(f"gazetteer row of {len(fields)} fields, {len(COLUMNS)} expected: {line[:80]!r}")
    place_id, code, country, name, common, names, lon, lat, population, admin1, languages = fields
    return Row(
        *(place_id, code, country, name, _split(common), _split(names)),
        *(float(lon) if lon else None, float(lat) if lat else None, int(population or 0), admin1),
        tuple((tag, other) for tag, _, other in (one.partition("=") for one in _split(languages))),
    )


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split("|")) if names else ()


def _digest(tables: Sequence[Path]) -> str:
    digest = hashlib.sha256(FORMAT.encode())
    for table in tables:
        digest.update(table.read_bytes())
    return digest.hexdigest()[:20]


def _read_lines(table: Path) -> Iterator[str]:
    """The data lines of a table. Raises DataError where its header is not COLUMNS."""
    with lzma.open(table, "rt", encoding="utf-8", newline="\n") as stream:
        header = stream.readline().rstrip("\n").split("\t")
        if header != COLUMNS:
            raise DataError(f"{table.name}: columns {header}, {COLUMNS} expected")
        for line in stream:
            yield line.rstrip("\n")


def _build_into(cache: Path, name: str, lines: list[str]) -> Path:
    cache.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=cache))
    try:
        _write_index(building, lines)
        with contextlib.suppress(OSError):
            # It exists already where another process was faster; its index is the same.
            building.rename(cache / name)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    if not (cache / name).is_dir():
        raise OSError(f"the gazetteer index could not be put into {cache}")
    return cache / name


def _write_index(folder: Path, lines: list[str]) -> None:
    """Write every file of an Index. Rows are parsed one at a time: all of them at once take half a gigabyte."""
    ids, ranks, capitals = [], [], {}
    key_numbers: dict[str, int] = {}
    pairs = array("Q")
    for number, line in enumerate(lines):
        row = to_row(line)
        ids.append(row.place_id)
        ranks.append((-row.population, row.place_id))
        if row.feature_code == "PPLC":
            capitals[row.country] = row.place_id
        for key, flags in _keys(row):
            if key:
                key_number = key_numbers.setdefault(key, len(key_numbers))
                pairs.append(key_number << _KEY_BITS | number << 2 | flags)
    _write_postings(folder, key_numbers, pairs, ranks)
    _write_ids(folder, ids)
    packed = [(line + "\n").encode() for line in lines]
    (folder / "rows.tsv").write_bytes(b"".join(packed))
    _write_numbers(folder / "rows.u32", accumulate((len(line) for line in packed), initial=0))
    (folder / "capitals.json").write_text(json.dumps(capitals), encoding="utf-8")


def _keys(row: Row) -> Iterator[tuple[str, int]]:
    for name in (row.name, *row.common):
        yield to_key(name), PRIMARY | (ACRONYM if is_acronym(name) and name != row.name else 0)
    for name in (*row.names, *(name for _, name in row.languages)):
        yield to_key(name), ACRONYM if is_acronym(name) else 0


def _merged(one: int, other: int) -> int:
    """Primary where one of the two spellings is; an acronym only where both are."""
    return ((one | other) & PRIMARY) | (one & other & ACRONYM)


def _write_postings(folder: Path, key_numbers: dict[str, int], pairs: array[int], ranks: list[tuple[int, str]]) -> None:
    """Write keys.marisa and, in the order of its ids, the postings of each key, the best first.

    A pair is the number of a key in its high bits, then the row, then the flags.
    """
    groups: list[list[int]] = [[] for _ in key_numbers]
    for pair in sorted(pairs):
        _add_posting(groups[pair >> _KEY_BITS], pair & (1 << _KEY_BITS) - 1)
    keys = marisa_trie.Trie(key_numbers)
    keys.save(str(folder / "keys.marisa"))
    ordered: list[list[int]] = [[]] * len(groups)
    for key, number in key_numbers.items():
        ordered[keys[key]] = sorted(groups[number], key=lambda value: (-(value & PRIMARY), ranks[value >> 2]))
    _write_numbers(folder / "postings.u32", chain.from_iterable(ordered))
    _write_numbers(folder / "starts.u32", accumulate(map(len, ordered), initial=0))
    cases = {key: _cases(key, groups[number]) for key, number in key_numbers.items()}
    write_automaton(folder / "automaton.daac", cases)


def _cases(key: str, group: list[int]) -> tuple[bool, bool]:
    """Whether a key is surely a name: where it is not written as an acronym, where it is. See Gazetteer._fitting."""
    acronyms = [bool(value & ACRONYM) for value in group]
    return not all(acronyms), any(acronyms) or len(key) > 3


def _add_posting(group: list[int], value: int) -> None:
    if group and group[-1] >> 2 == value >> 2:
        group[-1] = value >> 2 << 2 | _merged(group[-1] & 3, value & 3)
    else:
        group.append(value)


def _write_ids(folder: Path, ids: list[str]) -> None:
    trie = marisa_trie.Trie(ids)
    trie.save(str(folder / "ids.marisa"))
    rows = [0] * len(ids)
    for number, place_id in enumerate(ids):
        rows[trie[place_id]] = number
    _write_numbers(folder / "ids.u32", rows)


def _write_numbers(path: Path, numbers: Iterable[int]) -> None:
    path.write_bytes(array("I", numbers).tobytes())


def _map_numbers(path: Path) -> memoryview:
    return _map_bytes(path).cast("I")


def _map_bytes(path: Path) -> memoryview:
    """Map a file; the mapping lives as long as the view and outlives the file's name."""
    with path.open("rb") as stream:
        return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
