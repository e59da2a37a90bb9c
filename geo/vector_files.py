"""A stranger's vector file, read in a child process: from a path to a checked GeoDataFrame in EPSG:4326.

Takes a path and the column that names its rows; gives points, lines and polygons, each valid, within lon -180..180.
Does not parse the file in this process, where nested geometry would end it, nor open anything that the file points at.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely
import shapely.affinity
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError

if sys.platform != "win32":
    import resource

Array: TypeAlias = np.ndarray[Any, Any]
SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
MAX_ZIP_ENTRIES, MAX_ZIP_RATIO = 1_000, 100
SLACK_DEGREES = 1e-6  # a coordinate this near the map's edge is on it: 11 cm, far above what a change of CRS rounds off
_EDGE, _FARTHEST = np.array([180.0, 90.0]), np.array([360.0, 90.0])  # lon, lat of the map, and of what is moved into it
_ROOT = Path(__file__).parent.parent
_RESULT, _FAULT = "result", "fault"
_HEAD_BYTES, _CHUNK_BYTES = 4096, 1 << 20
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")  # the parts that are copied; it must have the first three
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")  # the rest of a stem is kept: it names the layer in some formats
_LEAVES_ARCHIVE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may take; what is at a limit is read, what is above it is refused.

    ``file_bytes`` counts a file with its sidecars, and again what a zip unpacks to. ``seconds`` are of wall-clock time,
    about one of them to start. ``memory_bytes`` are of address space, 0.4 GB of it to start; held to on Linux only.
    """

    file_bytes: int = 100_000_000
    vertices: int = 5_000_000
    rows: int = 200_000
    seconds: float = 60
    memory_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class _Format:
    magic: re.Pattern[bytes]
    suffix: str
    drivers: frozenset[str]


# What comes before <kml is matched without backtracking: a comment could otherwise be stretched over a DOCTYPE, whose
# entities are the danger. UTF-8 only, so that what is matched here is what the parser will see.
_KML = rb"(?>\xef\xbb\xbf)?(?>\s*<\?xml [^<>]*\?>)?(?>\s+|<!--.*?-->)*+<(?:kml:)?kml[\s>]"
_FORMATS = MappingProxyType({
    "GeoJSON": _Format(re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"), ".geojson", frozenset({"GeoJSON"})),
    "GeoPackage": _Format(re.compile(rb"(?s)SQLite format 3\0.{52}GP(?:KG|10|11)"), ".gpkg", frozenset({"GPKG"})),
    "GeoParquet": _Format(re.compile(rb"PAR1"), ".parquet", frozenset()),
    "FlatGeobuf": _Format(re.compile(rb"fgb\x03fgb"), ".fgb", frozenset({"FlatGeobuf"})),
    "ESRI Shapefile": _Format(re.compile(rb"\0\0\x27\x0a"), ".shp", frozenset({"ESRI Shapefile"})),
    "zipped ESRI Shapefile": _Format(re.compile(rb"PK\x03\x04"), ".zip", frozenset({"ESRI Shapefile"})),
    "KML": _Format(re.compile(_KML, re.DOTALL), ".kml", frozenset({"LIBKML", "KML"})),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Job:  # what the parent asks of the child
    source: Path
    format: str
    name_column: str
    layer: str | None
    crs: str | None
    limits: Limits


def read_vector_file(
    path: Path, *, name_column: str, layer: str | None = None, crs: str | None = None, limits: Limits = Limits()
) -> gpd.GeoDataFrame:
    """Read a vector file of a known format and check it; every row has a name and a valid geometry.

    Gives the rows in the file's order, in EPSG:4326 (lon, lat), with every attribute as str, int, float or None.
    ``layer`` is needed where the file has several; ``crs`` where the file states none.

    Raises DataError, one line, where the file is of another kind, faulty or above a limit.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="vector-", ignore_cleanup_errors=True) as folder:
            job = _Job(*_copy_in(path, Path(folder), limits.file_bytes), name_column, layer, crs, limits)
            _run_child(job)
            result = gpd.read_parquet(Path(folder) / _RESULT, to_pandas_kwargs={"integer_object_nulls": True})
    except (DataError, OSError) as error:
        raise DataError(f"{str(path)!r}: {error}") from None
    return _with_plain_columns(result)


def _copy_in(path: Path, folder: Path, limit: int) -> tuple[Path, str]:
    """Copy the file into a private folder, so that GDAL sees a name of ours and nothing beside it; give its format."""
    if not path.is_file():
        raise DataError("not a file on this computer; addresses and GDAL's own paths are not read")
    with path.open("rb") as file:
        name = _find_format(file.read(_HEAD_BYTES))
    suffix = _FORMATS[name].suffix
    files = {suffix: path}
    if name == "ESRI Shapefile":
        spelt = [path.with_suffix(one) for part in _SHAPEFILE[1:] for one in (part.upper(), part)]
        files |= {one.suffix.lower(): one for one in spelt if one.is_file()}
    target = folder / _UNSAFE.sub("-", path.stem)[:80]
    _copy_parts({part: partial(file.open, "rb") for part, file in files.items()}, target, limit)
    return target.with_suffix(suffix), name


def _find_format(head: bytes) -> str:
    for name, one in _FORMATS.items():
        if one.magic.match(head):
            return name
    hint = "; XML with a DOCTYPE is not read" if b"<!DOCTYPE" in head else ""
    begins = f"begins with {head[:16]!r}{hint}" if head else "is empty"
    raise DataError(f"not a vector file of a known format: it {begins}; want {', '.join(_FORMATS)}")


def _copy_parts(parts: Mapping[str, Callable[..., Any]], target: Path, limit: int) -> None:
    """Copy the parts of a file, by suffix, counting bytes: the size that a file system or a zip states may be false."""
    missing = [suffix for suffix in _SHAPEFILE[:3] if ".shp" in parts and suffix not in parts]
    if missing:
        raise DataError(f"a shapefile without its {missing[0]}; want .shp, .shx and .dbf side by side, or in a zip")
    for suffix, open_part in parts.items():
        with open_part() as source, target.with_suffix(suffix).open("wb") as out:
            while chunk := source.read(_CHUNK_BYTES):
                limit -= out.write(chunk)
                if limit < 0:
                    raise DataError("larger than the limit on a file's bytes, with its sidecars and unpacked")


def _run_child(job: _Job) -> None:
    """Let a child leave the result beside the source. Raises DataError with its fault, or with how it ended."""
    folder, memory = job.source.parent, f"{job.limits.memory_bytes / 1e6:,.0f} MB"
    code, last = _call(job)
    if (folder / _FAULT).exists():
        raise DataError((folder / _FAULT).read_text(encoding="utf-8"))
    if code not in (0, 1) or "MemoryError" in last:
        raise DataError(f"reading it ended the child process ({code}): nested too deep, or in need of over {memory}")
    if code:
        raise DataError(f"not readable as {job.format}: {last.replace(str(folder) + os.sep, '')}")


def _call(job: _Job) -> tuple[int, str]:
    """The child's exit code, and the last line that it said, which is GDAL's or Python's word for what went wrong."""
    command = [sys.executable, "-W", "ignore", "-m", "geo.vector_files"]
    order, seconds = json.dumps(asdict(job), default=str).encode(), job.limits.seconds
    with tempfile.TemporaryFile(dir=job.source.parent) as said:
        options: Any = {"cwd": _ROOT, "env": _environment(job), "stdout": said, "stderr": said, "timeout": seconds}
        try:
            code = subprocess.run(command, input=order, check=False, **options).returncode  # noqa: S603 - all ours
        except subprocess.TimeoutExpired:
            raise DataError(f"not read within {seconds} s, the limit; want a simpler file") from None
        said.seek(max(0, said.seek(0, os.SEEK_END) - _HEAD_BYTES))
        lines = said.read().decode(errors="replace").splitlines() or [""]
    return code, "".join(one if one.isprintable() else " " for one in lines[-1][:300])


def _environment(job: _Job) -> dict[str, str]:
    """The child's variables; GDAL reads them once, at import. Drivers that our own environment skips stay skipped."""
    inherited = os.environ.get("OGR_SKIP", "")
    skipped = {*pyogrio.list_drivers(), *inherited.split("," if "," in inherited else None)}
    return os.environ | {
        "OGR_SKIP": ",".join(skipped - _FORMATS[job.format].drivers),
        # Without this a view in a GeoPackage may call a function that opens another file.
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",
        # A GeoJSON's crs may be a link, which GDAL fetches: no proxy is of this kind, and no address goes without it.
        **dict.fromkeys(("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY"), "refused://"),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
        "LIBKML_EXTERNAL_STYLE": "NO",
        "PROJ_NETWORK": "OFF",
        # Threads and pools reserve address space, which is limited; Arrow waits for ever for a thread it cannot start.
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "ARROW_IO_THREADS", "MALLOC_ARENA_MAX"), "1"),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def main() -> None:
    """Do one job, given as JSON on standard input: leave the result, or the fault, beside the source."""
    order = json.loads(sys.stdin.read())
    job = _Job(**order | {"source": Path(order["source"]), "limits": Limits(**order["limits"])})
    _limit_resources(job.limits)
    try:
        _read_checked(job).to_parquet(job.source.with_name(_RESULT))
    except DataError as error:
        job.source.with_name(_FAULT).write_text(str(error), encoding="utf-8")


def _limit_resources(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    memory, seconds = limits.memory_bytes, int(limits.seconds) + 1
    most = {resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: memory, resource.RLIMIT_CPU: seconds}
    for what, amount in (most | {resource.RLIMIT_CORE: 0}).items():
        # macOS refuses some of these, and a hard limit that is lower already is as good.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (amount, amount))


def _read_checked(job: _Job) -> gpd.GeoDataFrame:
    frame = _with_plain_columns(_read_geoparquet(job) if job.format == "GeoParquet" else _read_ogr(job))
    _check_rows(frame, job)
    return _to_lonlat(frame.set_crs(_choose_crs(frame.crs, job.crs), allow_override=True))


def _read_geoparquet(job: _Job) -> gpd.GeoDataFrame:
    if job.layer is not None:
        raise DataError(f"no layer {job.layer!r}; a GeoParquet file has no layers")
    frame = gpd.read_parquet(job.source)
    flat = gpd.GeoSeries(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    columns = frame.columns[frame.dtypes != "geometry"]  # there may be several geometry columns, of any name
    return gpd.GeoDataFrame(frame[columns].reset_index(drop=not any(frame.index.names)), geometry=flat)


def _read_ogr(job: _Job) -> gpd.GeoDataFrame:
    if not set(pyogrio.list_drivers()) <= _FORMATS[job.format].drivers:
        raise DataError(f"GDAL did not leave out the drivers that read no {job.format}")
    source = _unpack(job) if job.format == "zipped ESRI Shapefile" else job.source
    layer = _choose_layer([name for name, kind in pyogrio.list_layers(source) if kind is not None], job.layer)
    most = job.limits.rows + 1
    return pyogrio.read_dataframe(source, layer=layer, force_2d=True, max_features=most, datetime_as_string=True)


def _unpack(job: _Job) -> Path:
    """Unpack the one shapefile of a zip under a name of ours."""
    with zipfile.ZipFile(job.source) as archive:
        entries = [one for one in archive.infolist() if not one.filename.startswith("__MACOSX/")]
        _check_entries(entries, job.limits)
        shapefiles = [one.filename for one in entries if one.filename.lower().endswith(".shp")]
        if len(shapefiles) != 1:
            raise DataError(f"{len(shapefiles)} shapefiles in the zip ({_names(shapefiles)}); want one")
        stem = shapefiles[0][:-4]
        ours = {one.filename[-4:].lower(): partial(archive.open, one) for one in entries if one.filename[:-4] == stem}
        target = job.source.with_name(_UNSAFE.sub("-", Path(stem).name)[:80])
        _copy_parts({part: ours[part] for part in _SHAPEFILE if part in ours}, target, job.limits.file_bytes)
    return target.with_suffix(".shp")


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > MAX_ZIP_ENTRIES:
        raise DataError(f"{len(entries):,} entries in the zip; at most {MAX_ZIP_ENTRIES:,} are read")
    outside = [one.filename for one in entries if _LEAVES_ARCHIVE.search(one.filename)]
    if outside:
        raise DataError(f"an entry of the zip leaves it: {_names(outside)}; want plain relative names")
    total, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if total > limits.file_bytes or total > MAX_ZIP_RATIO * packed:
        most = f"at most {limits.file_bytes:,}, and {MAX_ZIP_RATIO} times the packed size"
        raise DataError(f"the zip of {packed:,} bytes unpacks to {total:,}; {most}, are read")


def _choose_layer(layers: list[str], wanted: str | None) -> str:
    if wanted is None and len(layers) != 1:
        raise DataError(f"{len(layers)} layers with geometry; choose one of: {_names(layers)}")
    if wanted not in (None, *layers):
        raise DataError(f"no layer {wanted!r}; the file has: {_names(layers)}")
    return wanted or layers[0]


def _names(names: Iterable[str]) -> str:
    """The names for a message: at most 12, each at most 40 characters, control characters escaped."""
    quoted = [repr(str(name)[:40]) for name in names]
    return ", ".join(quoted[:12]) + (f" and {len(quoted) - 12} more" if len(quoted) > 12 else "") or "none"


def _refuse_rows(bad: Array, what: str) -> None:
    rows = np.flatnonzero(bad)
    if rows.size:
        raise DataError(f"row {rows[0] + 1} {what} ({rows.size} of {bad.size} rows)")


def _check_rows(frame: gpd.GeoDataFrame, job: _Job) -> None:
    if frame.empty:
        raise DataError("no rows; want at least one")
    if len(frame) > job.limits.rows:
        raise DataError(f"more than {job.limits.rows:,} rows, the limit")
    columns = frame.columns[frame.dtypes != "geometry"]
    if job.name_column not in columns:
        raise DataError(f"no column {job.name_column!r} to name its rows; the columns are: {_names(columns)}")
    blank = [value is None or not str(value).strip() for value in frame[job.name_column]]
    _refuse_rows(np.array(blank), f"has no name in column {job.name_column!r}")
    geometries = frame.geometry.to_numpy()
    _refuse_rows(shapely.is_missing(geometries) | shapely.is_empty(geometries), "has no geometry")
    vertices = int(shapely.get_num_coordinates(geometries).sum())
    if vertices > job.limits.vertices:
        raise DataError(f"{vertices:,} vertices; at most {job.limits.vertices:,} are read: simplify it")
    _refuse_rows(~frame.geom_type.isin(SHAPES).to_numpy(), f"is none of {', '.join(SHAPES)}")
    _refuse_rows(_rows_beyond(geometries, np.inf), "has coordinates that are not finite")


def _rows_beyond(geometries: Array, limit: float | Array) -> Array:
    """Whether each has a coordinate that is NaN, or at infinity or above the limit of lon and lat, either way."""
    xy, row = shapely.get_coordinates(geometries, return_index=True)
    bad = ~(np.isfinite(xy) & (np.abs(xy) <= limit)).all(axis=1)
    return np.isin(np.arange(len(geometries)), row[bad])


def _choose_crs(stated: pyproj.CRS | None, given: str | None) -> pyproj.CRS:
    """The CRS of the coordinates; one that is neither geographic nor projected (GDAL's "undefined") is none."""
    if stated is not None and not (stated.is_geographic or stated.is_projected):
        stated = None
    if given is None:
        if stated is None:
            raise DataError('states no CRS; add crs = "EPSG:4326", or whatever its coordinates are in')
        return stated
    try:
        wanted = pyproj.CRS.from_user_input(given)
    except pyproj.exceptions.CRSError:
        raise DataError(f'crs {given!r} is unknown; want one such as "EPSG:4326" or "EPSG:32638"') from None
    if stated is not None and not stated.equals(wanted, ignore_axis_order=True):
        raise DataError(f"states the CRS {_names([stated.name])}, not crs {given!r} ({wanted.name!r}): leave one out")
    return wanted


def _to_lonlat(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    origin = _names([frame.crs.name])
    if frame.crs.is_geographic:
        far = _rows_beyond(shapely.transform(frame.geometry.to_numpy(), _snap), _FARTHEST)
        _refuse_rows(far, f"leaves lon -360..360, lat -90..90, though the CRS is {origin}: metres?")
    frame = frame.to_crs("EPSG:4326")
    geometries = shapely.transform(frame.geometry.to_numpy(), _snap)
    _refuse_rows(_rows_beyond(geometries, _FARTHEST), f"has coordinates that the CRS {origin} has no place for")
    _refuse_rows(_rows_jumping(geometries), "has an edge over 180 degrees of lon long: cut it at the antimeridian")
    geometries = _repair(geometries)
    _refuse_rows(shapely.is_empty(geometries), "has no area or length left once made valid")
    return frame.set_geometry(geometries, crs="EPSG:4326")


def _snap(xy: Array) -> Array:
    """Lon, lat with what lies within SLACK_DEGREES of the map's edge put on it, so that no sliver is cut off there."""
    return np.where(np.abs(np.abs(xy) - _EDGE) < SLACK_DEGREES, np.sign(xy) * _EDGE, xy)


def _rows_jumping(geometries: Array) -> Array:
    """Whether each has an edge of over 180 degrees of lon; one of a whole turn, as along the South Pole, is clear."""
    outlines = np.where(shapely.get_dimensions(geometries) == 2, shapely.boundary(geometries), geometries)
    lines, row = shapely.get_parts(outlines, return_index=True)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    width = np.abs(np.diff(xy[:, 0]))
    bad = (line[1:] == line[:-1]) & (width > 180 + SLACK_DEGREES) & (np.abs(width - 360) > SLACK_DEGREES)
    return np.isin(np.arange(len(geometries)), row[line[1:][bad]])


def _repair(geometries: Array) -> Array:
    """Make each valid, of its own dimension and within the map; an empty one where nothing of that is left."""
    dimensions, valid = shapely.get_dimensions(geometries), geometries.copy()
    broken = ~shapely.is_valid(geometries)
    valid[broken] = shapely.make_valid(geometries[broken])
    changed = shapely.get_dimensions(valid) != dimensions
    collected = shapely.get_type_id(valid) == shapely.GeometryType.GEOMETRYCOLLECTION
    for row in np.flatnonzero(changed | collected | _rows_beyond(valid, _EDGE)):
        valid[row] = _wrap(valid[row], dimensions[row])
    return valid


def _wrap(geometry: BaseGeometry, dimension: int) -> BaseGeometry:
    """What is of the dimension, with what is beyond the antimeridian moved round the globe."""
    turns = np.array([-360, 0, 360])
    worlds = shapely.intersection(geometry, shapely.box(turns - 180, -90, turns + 180, 90))
    pieces = [shapely.affinity.translate(world, -turn) for turn, world in zip(turns, worlds, strict=True)]
    parts = shapely.get_parts(shapely.get_parts(pieces))  # twice: make_valid puts multipart ones into a collection
    return shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])


def _with_plain_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    for name in frame.columns[frame.dtypes != "geometry"]:
        frame[name] = pd.Series([_plain(one) for one in frame[name].tolist()], dtype=object)
    return frame


def _plain(value: Any) -> str | float | int | None:  # noqa: ANN401 - whatever the file's format can say
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, str | int | float) else str(value)


if __name__ == "__main__":
    main()
