"""Write the derived files and the row of each in sources.toml.

Takes frames and rows with the package they come from; gives files in data/boundaries, each written to a temporary file
and put in place at once. Does not compute anything on the data but their count and digest.
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
from downloads import RECIPE, RecipeError

from geo.gazetteer.index import COLUMNS as TABLE_COLUMNS

BOUNDARIES = RECIPE.parent / "boundaries"


@dataclass(frozen=True, slots=True)
class Source:
    """A row of sources.toml without count, columns and digest. ``precision_m``: how far a line may be off."""

    id: str
    file: str
    what: str
    licence: str
    attribution: str
    as_of: str
    precision_m: int
    derived: str
    refines: str = ""


def write_layer(frame: gpd.GeoDataFrame, source: Source) -> dict[str, object]:
    """Write a GeoParquet file, rows ordered by place_id; give its row of sources.toml."""
    ordered = frame.sort_values("place_id", kind="stable").reset_index(drop=True).set_crs(4326, allow_override=True)
    if ordered["place_id"].duplicated().any():
        raise RecipeError(
            f"{source.file}: place ids given twice: {ordered.place_id[ordered.place_id.duplicated()].tolist()}"
        )
    stream = io.BytesIO()
    ordered.to_parquet(stream, compression="zstd", compression_level=19, index=False)
    return _write(source, stream.getvalue(), len(ordered), list(ordered.columns))


def write_table(rows: Sequence[Sequence[object]], source: Source) -> dict[str, object]:
    """Write a gazetteer table (tab-separated, xz), rows ordered by place_id; give its row of sources.toml."""
    lines = ["\t".join(TABLE_COLUMNS)]
    for row in sorted(rows, key=lambda one: str(one[0])):
        fields = ["" if value is None else str(value) for value in row]
        if len(fields) != len(TABLE_COLUMNS) or any("\t" in field or "\n" in field for field in fields):
            raise RecipeError(f"{source.file}: not a row of {len(TABLE_COLUMNS)} fields: {fields}")
        lines.append("\t".join(fields))
    text = "\n".join(lines) + "\n"
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    return _write(source, packed, len(rows), list(TABLE_COLUMNS))


def write_plain(columns: Sequence[str], rows: Sequence[Sequence[object]], source: Source) -> dict[str, object]:
    """Write a tab-separated file as it is, in the order of the rows; give its row of sources.toml."""
    text = "".join("\t".join(map(str, row)) + "\n" for row in (columns, *rows))
    return _write(source, text.encode(), len(rows), list(columns))


def write_json(value: dict[str, object], count: int, source: Source) -> dict[str, object]:
    """Write a JSON file with sorted keys; give its row of sources.toml."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return _write(source, text.encode(), count, sorted(value))


def describe_file(source: Source, count: int, columns: list[str]) -> dict[str, object]:
    """The row of sources.toml for a file that is written by hand and stands in data/boundaries already."""
    return _row(source, (BOUNDARIES / source.file).read_bytes(), count, columns)


def write_sources(rows: Sequence[dict[str, object]]) -> None:
    """Write sources.toml, rows by id."""
    parts = [
        (
            "# One row a file of this folder: what, from where, how good. Written by data/recipe/build.py;\n"
            "# `derived` tells how the file was made, `precision_m` how far a line of it may be off.\n"
        ),
    ]
    for row in sorted(rows, key=lambda one: str(one["id"])):
        fields = "\n".join(f"{key} = {_toml(value)}" for key, value in row.items())
        parts.append(f"[[source]]\n{fields}\n")
    _replace(BOUNDARIES / "sources.toml", "\n".join(parts).encode())


def _write(source: Source, content: bytes, count: int, columns: list[str]) -> dict[str, object]:
    _replace(BOUNDARIES / source.file, content)
    print(f"  {source.file}: {count:,} rows, {len(content) / 1e6:.2f} MB")
    return _row(source, content, count, columns)


def _row(source: Source, content: bytes, count: int, columns: list[str]) -> dict[str, object]:
    return {
        "id": source.id,
        "file": source.file,
        "what": source.what,
        "count": count,
        "columns": columns,
        "licence": source.licence,
        "attribution": source.attribution,
        "as_of": source.as_of,
        "precision_m": source.precision_m,
        "derived": source.derived,
        "sha256": hashlib.sha256(content).hexdigest(),
        **({"refines": source.refines} if source.refines else {}),
    }


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and swap, so that a killed build leaves the old file."""
    path.parent.mkdir(exist_ok=True)
    waiting = path.with_name(path.name + ".new")
    waiting.write_bytes(content)
    waiting.replace(path)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(json.dumps(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
