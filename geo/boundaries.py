"""Boundary files: from ``sources.toml`` to checked GeoDataFrames and single geometries.

Takes a folder of boundary files and its table of sources; gives layers, geometries by place id, and their attribution.
Does not build any new geometry, beyond clipping and thinning a background for a map window.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo import place_ids
from geo.errors import DataError, UnknownPlaceError

FOLDER = Path(__file__).parent.parent / "data" / "boundaries"
SOURCES, REGIONS = "sources.toml", "regions.toml"

LAYER_OF = MappingProxyType(
    {
        "country": "countries",
        "admin1": "admin1",
        "area": "areas",
        "line": "lines",
        "lake": "lakes",
        "river": "rivers",
        "sea": "seas",
        "town": "towns",
    }
)
"""Which layer holds the leaves of a namespace; a layer not named here is reached by ``Boundaries.layer`` only."""

Bounds = tuple[float, float, float, float]
Geometry: TypeAlias = BaseGeometry


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``sources.toml``: a file, what is in it, whose it is, and as of when.

    ``precision_m`` is how far its lines may lie from the true ones, in metres; None where that was not measured.
    """

    id: str
    file: str
    what: str
    columns: tuple[str, ...]
    licence: str
    attribution: str
    as_of: str
    count: int | None = None
    precision_m: float | None = None
    sha256: str | None = None
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """One row of ``regions.toml``: a vague region or named group, and the place id that it stands for."""

    id: str
    name: str
    footprint: str
    approximate: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Layer:
    frame: gpd.GeoDataFrame
    rows: Mapping[str, int]


class Boundaries:
    """All boundary files of one folder, each read and checked when it is first asked for.

    Nothing handed out can change what is held: frames are copies, shapely geometries are immutable.
    Everything is EPSG:4326, lon, lat.
    """

    def __init__(self, folder: Path, sources: tuple[Source, ...], regions: Mapping[str, Region]) -> None:
        """Hold the checked tables; ``read_boundaries`` makes one from a folder."""
        self._folder = folder
        self._sources = sources
        self._regions = MappingProxyType(dict(regions))
        self._layers: dict[str, _Layer] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order of ``sources.toml``."""
        return self._sources

    @property
    def regions(self) -> Mapping[str, Region]:
        """Every region by its place id (``region:south-caucasus``)."""
        return self._regions

    @property
    def as_of(self) -> str:
        """The date whose state the country layer draws."""
        return self.source("countries").as_of

    def source(self, layer_id: str) -> Source:
        """The source of a layer; raises UnknownPlaceError where there is no such layer."""
        for one in self._sources:
            if one.id == layer_id:
                return one
        known = ", ".join(one.id for one in self._sources)
        raise UnknownPlaceError(f"no boundary layer {layer_id!r}; {SOURCES} has: {known}")

    def attribution(self, ids: Iterable[str]) -> str:
        """The attribution lines of the layers, each once, joined by "; "; empty for no layer."""
        return "; ".join(dict.fromkeys(self.source(one).attribution for one in ids))

    def layer(self, layer_id: str) -> gpd.GeoDataFrame:
        """A copy of a whole layer, its rows in the order of the file. Raises DataError where the file is faulty."""
        return self._load(layer_id).frame.copy()

    def geometry(self, place_id: str) -> Geometry:
        """The geometry of a leaf, as the file has it. Raises UnknownPlaceError where no row has this id."""
        layer, row = self._find(place_id)
        return layer.frame.geometry.array[row]

    def row(self, place_id: str) -> dict[str, Any]:
        """All of a leaf's row but its geometry, by column; a missing value is None. Raises UnknownPlaceError."""
        layer, row = self._find(place_id)
        columns = [name for name in layer.frame.columns if name != layer.frame.geometry.name]
        values = {name: layer.frame[name].array[row] for name in columns}
        return {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in values.items()}

    def name(self, place_id: str) -> str:
        """The English name of a leaf or region. Raises UnknownPlaceError where no row has this id."""
        if place_id in self._regions:
            return self._regions[place_id].name
        layer, row = self._find(place_id)
        return str(layer.frame["name"].array[row])

    def source_of(self, place_id: str) -> Source:
        """The source of the layer that holds a leaf. Raises UnknownPlaceError where no layer does."""
        return self.source(_layer_of(place_id))

    def region_footprint(self, place_id: str) -> str:
        """The place id that a region stands for. Raises UnknownPlaceError where there is no such region."""
        if place_id not in self._regions:
            raise UnknownPlaceError(f"no region {place_id!r} in {REGIONS}")
        return self._regions[place_id].footprint

    def window(self, layer_id: str, bounds: Bounds) -> gpd.GeoDataFrame:
        """The rows within a map window, clipped to it and thinned for it, neighbours still meeting.

        ``bounds`` is west, south, east, north in degrees; west greater than east means a window across the
        antimeridian. The tolerance is a thousandth of the window's width: under a pixel on a screen.
        Gives an empty frame, with the layer's columns, where nothing is there.
        """
        frame = self._load(layer_id).frame
        boxes = _window_boxes(bounds)
        rows = np.unique(np.concatenate([frame.sindex.query(box, predicate="intersects") for box in boxes]))
        near = frame.iloc[rows].copy()
        clipped = shapely.intersection(near.geometry.to_numpy(), shapely.union_all(boxes))
        solid = shapely.get_dimensions(clipped) == shapely.get_dimensions(near.geometry.to_numpy())
        tolerance = sum(box.bounds[2] - box.bounds[0] for box in boxes) / 1000
        thin = _thin(np.array([_drop_edges(one) for one in clipped[solid]], dtype=object), tolerance)
        near = near[solid].set_geometry(gpd.GeoSeries(thin, index=near.index[solid], crs=frame.crs))
        return near[~near.geometry.is_empty]

    def _find(self, place_id: str) -> tuple[_Layer, int]:
        layer_id = _layer_of(place_id)
        layer = self._load(layer_id)
        if place_id not in layer.rows:
            raise UnknownPlaceError(f"no row {place_id!r} in the layer {layer_id!r}")
        return layer, layer.rows[place_id]

    def _load(self, layer_id: str) -> _Layer:
        if layer_id not in self._layers:
            source = self.source(layer_id)
            frame = gpd.read_parquet(self._folder / source.file)
            check_layer(frame, source)
            rows = {place_id: row for row, place_id in enumerate(frame["place_id"])}
            self._layers[layer_id] = _Layer(frame, MappingProxyType(rows))
        return self._layers[layer_id]


def read_boundaries(folder: Path | None = None) -> Boundaries:
    """Read the tables of a boundary folder (the project's own by default); its layers are read when asked for.

    Raises DataError with every fault of ``sources.toml`` and ``regions.toml`` at once.
    """
    folder = folder or FOLDER
    faults: list[str] = []
    sources = tuple(_read_sources(folder, faults))
    regions = {one.id: one for one in _read_regions(folder, faults)}
    if faults:
        raise DataError(f"faults in {folder.name}:\n" + "\n".join(faults))
    return Boundaries(folder, sources, regions)


def check_layer(frame: gpd.GeoDataFrame, source: Source) -> None:
    """Raise DataError, with all faults, unless the frame is what its row of ``sources.toml`` says."""
    faults = [f"no column {name!r}" for name in (*source.columns, "place_id", "name") if name not in frame.columns]
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        faults.append(f"CRS is {frame.crs.name if frame.crs else None}, want EPSG:4326")
    if source.count is not None and len(frame) != source.count:
        faults.append(f"{len(frame)} rows, want {source.count}")
    if "place_id" in frame.columns:
        twice = sorted(set(frame.place_id[frame.place_id.duplicated()]))
        faults += [f"place_id {one!r} is there more than once" for one in twice]
    faults += _geometry_faults(frame)
    if faults:
        raise DataError(f"{source.file}: " + "; ".join(dict.fromkeys(faults)))


def _layer_of(place_id: str) -> str:
    namespace = place_id.partition(":")[0]
    if namespace not in LAYER_OF:
        raise UnknownPlaceError(f"no boundary file holds {place_id!r}; want one of: {', '.join(LAYER_OF)}")
    return LAYER_OF[namespace]


def _geometry_faults(frame: gpd.GeoDataFrame) -> list[str]:
    geometries = frame.geometry.to_numpy()
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    west, south, east, north = shapely.bounds(geometries).T
    inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    spread = shapely.get_coordinates(geometries, return_index=True)
    endless = np.unique(spread[1][~np.isfinite(spread[0]).all(axis=1)])
    return (
        [f"row {row} has no geometry" for row in np.flatnonzero(missing)]
        + [f"row {row} has coordinates that are not finite" for row in endless]
        + [f"row {row} leaves lon -180..180, lat -90..90" for row in np.flatnonzero(~inside & ~missing)]
    )


def _read_sources(folder: Path, faults: list[str]) -> Iterable[Source]:
    for number, row in enumerate(_read_rows(folder / SOURCES, "source", faults), start=1):
        wanted = ("id", "file", "what", "columns", "licence", "attribution", "as_of")
        missing = [key for key in wanted if not row.get(key)]
        faults += [f"{SOURCES}, source {number}: no {key}" for key in missing]
        if missing:
            continue
        if not (folder / row["file"]).exists():
            faults.append(f"{SOURCES}, source {number}: no file {row['file']}")
        known = {key: value for key, value in row.items() if key in Source.__dataclass_fields__}
        yield Source(**known | {"columns": tuple(row["columns"]), "as_of": str(row["as_of"])})


def _read_regions(folder: Path, faults: list[str]) -> Iterable[Region]:
    if not (folder / REGIONS).exists():
        return
    seen: set[str] = set()
    for number, row in enumerate(_read_rows(folder / REGIONS, "region", faults), start=1):
        fault = _region_fault(row, seen)
        if fault:
            faults.append(f"{REGIONS}, region {number}: {fault}")
            continue
        seen.add(row["id"])
        note = row.get("note") or row.get("caveat") or ""
        yield Region(row["id"], row["name"], row["footprint"], bool(row.get("approx", True)), note)


def _region_fault(row: dict[str, Any], seen: set[str]) -> str | None:
    for key in ("id", "name", "footprint"):
        if not row.get(key):
            return f"no {key}"
    if row["id"] in seen:
        return f"id {row['id']!r} is there twice"
    try:
        place_ids.parse(row["footprint"])
    except ValueError as error:
        return str(error)
    later = [leaf for leaf in place_ids.leaves(row["footprint"]) if leaf.startswith("region:") and leaf not in seen]
    return f"made of {later[0]}, which is not above it" if later else None


def _read_rows(path: Path, table: str, faults: list[str]) -> list[dict[str, Any]]:
    try:
        return list(tomllib.loads(path.read_text(encoding="utf-8")).get(table, []))
    except (OSError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path.name}: {error}")
        return []


def _window_boxes(bounds: Bounds) -> list[Geometry]:
    west, south, east, north = bounds
    if west <= east:
        return [shapely.box(west, south, east, north)]
    return [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]


def _drop_edges(clipped: Geometry) -> Geometry:
    """Without the points and lines where a polygon only touches the window's edge."""
    if clipped.geom_type != "GeometryCollection":
        return clipped
    parts = shapely.get_parts(clipped)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == shapely.get_dimensions(clipped)])


def _thin(geometries: np.ndarray[Any, Any], tolerance: float) -> np.ndarray[Any, Any]:
    """Simplify, as a coverage where it is one: neighbours simplified one by one would gape and overlap."""
    if (shapely.get_dimensions(geometries) == 2).all() and shapely.coverage_is_valid(geometries):
        thin: np.ndarray[Any, Any] = shapely.coverage_simplify(geometries, tolerance)
        return thin
    return np.asarray(shapely.simplify(geometries, tolerance))
