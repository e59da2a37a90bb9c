"""All boundary files of a folder as one world: layers, single geometries, attribution, for one view.

Takes a folder of boundary files and a View; gives layers and geometries by place id. Does not build any new geometry,
beyond the circle of a region that has no other shape, and clipping and thinning a background for a map window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np

from geo.boundaries.frames import Bounds, Geometry, check_layer, cut_window, refine
from geo.boundaries.tables import REGIONS, SOURCES, Gap, Region, Source, read_gaps, read_regions, read_sources
from geo.boundaries.views import DE_FACTO, DE_JURE, View, see_areas, see_countries, see_lines
from geo.errors import DataError, UnknownPlaceError

MOST_WINDOWS = 64
"""Windows that are kept, of some hundred kilobytes each: a figure has fifteen."""

FOLDER = Path(__file__).parents[2] / "data" / "boundaries"

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
"""Which layer holds the leaves of a namespace. Any other namespace is the id of a layer: a user's own file."""


@dataclass(frozen=True, slots=True)
class _Layer:
    frame: gpd.GeoDataFrame
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Files:
    """What is read from disk, each file once, shared by every view of the world."""

    folder: Path
    sources: tuple[Source, ...]
    regions: Mapping[str, Region]
    gaps: tuple[Gap, ...]
    read: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    worlds: dict[View, Boundaries] = field(default_factory=dict)

    def frame(self, layer_id: str) -> gpd.GeoDataFrame:
        """A layer as its files have it, the rows of files that refine it in place of its own."""
        if layer_id not in self.read:
            whole = self._read(self.source(layer_id))
            for source in self.refining(layer_id):
                whole = refine(whole, self._read(source))
            self.read[layer_id] = whole
        return self.read[layer_id]

    def source(self, layer_id: str) -> Source:
        for one in self.sources:
            if one.id == layer_id:
                return one
        known = ", ".join(one.id for one in self.sources)
        raise UnknownPlaceError(f"no boundary layer {layer_id!r}; {SOURCES} has: {known}")

    def refining(self, layer_id: str) -> list[Source]:
        return [one for one in self.sources if one.refines == layer_id]

    def _read(self, source: Source) -> gpd.GeoDataFrame:
        frame = gpd.read_parquet(self.folder / source.file)
        check_layer(frame, source)
        return frame.assign(file=source.id)


class Boundaries:
    """All boundary files of one folder as one view has them, each read and checked when it is first asked for.

    Nothing handed out can change what is held: frames are copies, shapely geometries are immutable.
    Everything is EPSG:4326, lon, lat.
    """

    def __init__(self, files: _Files, view: View | None = None) -> None:
        """Hold the checked tables; ``read_boundaries`` makes one from a folder."""
        self._files = files
        self._view = view or View()
        self._layers: dict[str, _Layer] = {}
        # One map is made over and over: each change of a figure, each dispatch of a folder.
        self._windows = lru_cache(MOST_WINDOWS)(self._cut_window)

    @property
    def view(self) -> View:
        """The date and the point of view."""
        return self._view

    def under(self, side: str = DE_FACTO, date: dt.date | None = None) -> Boundaries:
        """The same files from another side (``de facto``, ``de jure``, alpha-3) as of another day.

        Raises UnknownPlaceError for a side that is no country of the files.
        """
        view = View(side, date)
        countries = self._files.frame("countries")["country"]
        if side not in {DE_FACTO, DE_JURE, *countries}:
            raise UnknownPlaceError(
                f"no side {side!r}; want {DE_FACTO!r}, {DE_JURE!r} or an ISO alpha-3 code, like UKR"
            )
        if view not in self._files.worlds:
            self._files.worlds[view] = Boundaries(self._files, view)
        return self._files.worlds[view]

    def with_own(self, sources: Iterable[Source], frames: Mapping[str, gpd.GeoDataFrame]) -> Boundaries:
        """The same world with layers of a user's own besides; a frame an id of their sources."""
        added = tuple(sources)
        for source in added:
            check_layer(frames[source.id], source)
        read = self._files.read | {one.id: frames[one.id].assign(file=one.id) for one in added}
        return Boundaries(replace(self._files, sources=self._files.sources + added, read=read, worlds={}), self._view)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order of ``sources.toml``."""
        return self._files.sources

    @property
    def regions(self) -> Mapping[str, Region]:
        """Every region by its place id (``region:south-caucasus``)."""
        return self._files.regions

    @property
    def as_of(self) -> str:
        """The date whose state the country layer draws."""
        return self.source("countries").as_of

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What no file shows on the view's day; nothing where the view has no day."""
        day = self._view.date.isoformat() if self._view.date else ""
        return tuple(one for one in self._files.gaps if day and one.start <= day and (not one.end or day <= one.end))

    def source(self, layer_id: str) -> Source:
        """The source of a layer; raises UnknownPlaceError where there is no such layer."""
        return self._files.source(layer_id)

    def sources_of(self, layer_id: str) -> tuple[Source, ...]:
        """The source of a layer and those that refine it. Raises UnknownPlaceError."""
        return (self.source(layer_id), *self._files.refining(layer_id))

    def attribution(self, ids: Iterable[str]) -> str:
        """The attribution lines of the layers, each once, joined by "; "; empty for no layer."""
        return "; ".join(dict.fromkeys(one.attribution for layer_id in ids for one in self.sources_of(layer_id)))

    def layer(self, layer_id: str) -> gpd.GeoDataFrame:
        """A copy of a whole layer as the view has it. Raises DataError where the file is faulty."""
        return self._load(layer_id).frame.copy()

    def geometry(self, place_id: str) -> Geometry:
        """The geometry of a leaf, whatever the view's day. Raises UnknownPlaceError where no row has this id."""
        layer, row = self._find(place_id)
        return layer.frame.geometry.array[row]

    def row(self, place_id: str) -> dict[str, Any]:
        """All of a leaf's row but its geometry, by column; a missing value is None. Raises UnknownPlaceError."""
        layer, row = self._find(place_id)
        columns = [name for name in layer.frame.columns if name not in {layer.frame.geometry.name, "file"}]
        values = {name: layer.frame[name].array[row] for name in columns}
        return {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in values.items()}

    def name(self, place_id: str) -> str:
        """The English name of a leaf or region. Raises UnknownPlaceError where no row has this id."""
        if place_id in self.regions:
            return self.regions[place_id].name
        layer, row = self._find(place_id)
        return str(layer.frame["name"].array[row])

    def source_of(self, place_id: str) -> Source:
        """The source of the file that holds a leaf. Raises UnknownPlaceError where no row has this id."""
        layer, row = self._find(place_id)
        return self.source(str(layer.frame["file"].array[row]))

    def region(self, place_id: str) -> Region:
        """The row of a region. Raises UnknownPlaceError where there is none."""
        if place_id not in self.regions:
            raise UnknownPlaceError(f"no region {place_id!r} in {REGIONS}")
        return self.regions[place_id]

    def window(self, layer_id: str, bounds: Bounds) -> gpd.GeoDataFrame:
        """The rows within a map window, clipped and thinned for it: see ``frames.cut_window``."""
        return self._windows(layer_id, bounds).copy()

    def _cut_window(self, layer_id: str, bounds: Bounds) -> gpd.GeoDataFrame:
        return cut_window(self._load(layer_id).frame, bounds)

    def _find(self, place_id: str) -> tuple[_Layer, int]:
        layer_id = self._layer_of(place_id)
        # An area is itself on any day; a country is what the view makes it.
        layer = self._held(layer_id, self._files.frame(layer_id)) if layer_id != "countries" else self._load(layer_id)
        if place_id not in layer.rows:
            raise UnknownPlaceError(f"no row {place_id!r} in the layer {layer_id!r}")
        return layer, layer.rows[place_id]

    def _layer_of(self, place_id: str) -> str:
        namespace = place_id.partition(":")[0]
        if namespace in LAYER_OF:
            return LAYER_OF[namespace]
        if not any(one.id == namespace for one in self.sources):
            wanted = ", ".join(LAYER_OF)
            raise UnknownPlaceError(f"no boundary file holds {place_id!r}; want one of: {wanted}")
        return namespace

    def _load(self, layer_id: str) -> _Layer:
        return self._held(f"seen {layer_id}", self._see(layer_id))

    def _held(self, key: str, frame: gpd.GeoDataFrame) -> _Layer:
        if key not in self._layers:
            rows = {place_id: row for row, place_id in enumerate(frame["place_id"])}
            self._layers[key] = _Layer(frame, MappingProxyType(rows))
        return self._layers[key]

    def _see(self, layer_id: str) -> gpd.GeoDataFrame:
        if f"seen {layer_id}" in self._layers:
            return self._layers[f"seen {layer_id}"].frame
        frame = self._files.frame(layer_id)
        if layer_id == "countries" and self._view != View():
            return see_countries(frame, self._files.frame("areas"), self._view)
        if layer_id == "lines":
            return see_lines(frame, self._view)
        return see_areas(frame, self._view, self._files.gaps) if layer_id == "areas" else frame


def read_boundaries(folder: Path | None = None) -> Boundaries:
    """Read the tables of a boundary folder (the project's own by default); its layers are read when asked for.

    Raises DataError with every fault of ``sources.toml``, ``regions.toml`` and ``gaps.toml`` at once.
    """
    folder = folder or FOLDER
    faults: list[str] = []
    sources = tuple(read_sources(folder, faults))
    regions = {one.id: one for one in read_regions(folder, faults)}
    gaps = tuple(read_gaps(folder, faults))
    if faults:
        raise DataError(f"faults in {folder.name}:\n" + "\n".join(faults))
    return Boundaries(_Files(folder, sources, MappingProxyType(regions), gaps))
