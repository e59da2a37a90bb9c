"""A user's own boundaries: a table in the form of sources.toml, and the vector files that it names.

Takes the path of such a table, or one file and what a form says of it; gives layers for ``boundaries`` and rows for the
``gazetteer``. Does not read a file itself: ``vector_files`` does, in a process of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd

from geo.boundaries import LAYER_OF, Source
from geo.errors import DataError
from geo.gazetteer import OWN_CODES, Row
from geo.vector_files import read_vector_file

_ID = re.compile(r"[a-z][a-z0-9]{0,30}")
_COUNTRY = re.compile(r"[A-Z]{3}")
_KEYS = frozenset(
    {"id", "file", "what", "name", "names", "key", "country", "layer", "crs", "licence", "attribution", "as_of"}
    | {"precision_m"}
)
_WANTED = ("id", "file", "attribution", "licence", "as_of")


@dataclass(frozen=True, slots=True)
class OwnSources:
    """What a user adds: sources, their frames by source id (EPSG:4326), and a gazetteer row a named shape."""

    sources: tuple[Source, ...] = ()
    frames: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


def read_own_sources(path: Path) -> OwnSources:
    """Read a user's sources.toml and every file that it names; files lie beside the table or are absolute.

    Raises DataError, one line, for the first fault of the table or of a file.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}; want a TOML file of [[source]] rows") from error
    rows = table.get("source")
    if not isinstance(rows, list) or not rows:
        raise DataError(f"{path}: no [[source]] row; want one for each file, with {', '.join(_WANTED)}")
    return join_sources([read_own_file(row, path.parent) for row in rows])


def read_own_file(row: Mapping[str, Any], folder: Path) -> OwnSources:
    """Read one file by its row. Raises DataError, one line, for a fault of either.

    ``name`` is the column with the names (by default "name"), ``names`` are columns with other names, ``key`` a column
    that tells the rows apart (by default their number), ``country`` an alpha-3 code for all of them.
    """
    fault = _row_fault(row)
    if fault:
        raise DataError(f"sources row {row.get('id', '(no id)')!r}: {fault}")
    name = row.get("name", "name")
    frame = read_vector_file(folder / row["file"], name_column=name, layer=row.get("layer"), crs=row.get("crs"))
    absent = [one for one in (*row.get("names", ()), *filter(None, [row.get("key")])) if one not in frame.columns]
    if absent:
        raise DataError(f"{row['file']}: no column {absent[0]!r}; it has: {', '.join(map(str, frame.columns[:12]))}")
    layer = _to_layer(frame, row, name)
    columns = tuple(str(one) for one in layer.columns)
    about = {key: str(row[key]) for key in ("licence", "attribution", "as_of")}
    what = str(row.get("what") or f"{row['file']}, a user's own file")
    source = Source(
        row["id"], row["file"], what, columns, **about, count=len(layer), precision_m=row.get("precision_m")
    )
    return OwnSources((source,), {row["id"]: layer}, tuple(_to_rows(layer, row)))


def join_sources(parts: Sequence[OwnSources]) -> OwnSources:
    """Several additions as one. Raises DataError where two sources have one id."""
    ids = [source.id for part in parts for source in part.sources]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise DataError(f"two sources have the id {twice!r}; want another for one of them")
    return OwnSources(
        tuple(source for part in parts for source in part.sources),
        {key: frame for part in parts for key, frame in part.frames.items()},
        tuple(row for part in parts for row in part.rows),
    )


def _row_fault(row: Mapping[str, Any]) -> str | None:
    missing = [key for key in _WANTED if not row.get(key)]
    unknown = sorted(set(row) - _KEYS)
    if missing:
        return f"no {missing[0]}; want {', '.join(_WANTED)}"
    if unknown:
        return f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
    if not isinstance(row["id"], str) or not _ID.fullmatch(row["id"]) or row["id"] in {*LAYER_OF, "region", "admin2"}:
        return f"id {row['id']!r}; want lower-case letters and digits, and none of {', '.join(LAYER_OF)}"
    if row.get("country") and not _COUNTRY.fullmatch(str(row["country"])):
        return f"country {row['country']!r}; want an ISO alpha-3 code, like ARM"
    return None


def _to_layer(frame: gpd.GeoDataFrame, row: Mapping[str, Any], name: str) -> gpd.GeoDataFrame:
    """The columns that a layer needs. Raises DataError where two rows have one key."""
    keys = [str(one) for one in (frame[row["key"]] if row.get("key") else range(1, len(frame) + 1))]
    slugs = [re.sub(r"[^\w.+-]+", "-", key).strip("-") or "0" for key in keys]
    twice = next((key for key, slug in zip(keys, slugs, strict=True) if slugs.count(slug) > 1), None)
    if twice is not None:
        raise DataError(f"{row['file']}: two rows have the key {twice!r} in column {row['key']!r}; want another column")
    others = [_other_names(values) for values in frame[list(row.get("names", ()))].to_dict("records")]
    columns: dict[str, Any] = {
        "place_id": [f"{row['id']}:{slug}" for slug in slugs],
        "name": [str(one).strip() for one in frame[name]],
        "names": others,
        "country": row.get("country"),
    }
    return gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=4326)


def _other_names(values: Mapping[Any, Any]) -> str:
    return "|".join(str(one).strip() for one in values.values() if isinstance(one, str) and one.strip())


def _to_rows(layer: gpd.GeoDataFrame, row: Mapping[str, Any]) -> Iterable[Row]:
    points = layer.geometry.representative_point()
    dimension = {"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1}
    for place, point, kind in zip(layer.to_dict("records"), points, layer.geom_type, strict=True):
        code = OWN_CODES[dimension.get(kind, 2)]
        others = tuple(filter(None, str(place["names"]).split("|")))
        head = (place["place_id"], code, row.get("country", ""), _one_line(place["name"]))
        yield Row(*head, (), tuple(map(_one_line, others)), round(point.x, 5), round(point.y, 5), 0, "", ())


def _one_line(name: str) -> str:
    return " ".join(name.replace("|", " ").split())
