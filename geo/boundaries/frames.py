"""Layers as frames: what one must be, how finer rows replace coarse ones, and what of it a map window holds.

Takes and gives GeoDataFrames in EPSG:4326, lon, lat. Reads no file.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries.tables import Source
from geo.errors import DataError

Bounds = tuple[float, float, float, float]
Geometry: TypeAlias = BaseGeometry


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


def refine(frame: gpd.GeoDataFrame, finer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame with the rows of ``finer`` in place of its own of the same place id; rows of other ids are added."""
    rest = frame[~frame["place_id"].isin(finer["place_id"])]
    return gpd.GeoDataFrame(pd.concat([rest, finer], ignore_index=True), crs=frame.crs)


def cut_window(frame: gpd.GeoDataFrame, bounds: Bounds) -> gpd.GeoDataFrame:
    """The rows within a map window, clipped to it and thinned for it, neighbours still meeting.

    ``bounds`` is west, south, east, north in degrees; west greater than east means a window across the antimeridian.
    The tolerance is a thousandth of the window's width: under a pixel on a screen. Gives an empty frame, with the
    layer's columns, where nothing is there.
    """
    boxes = window_boxes(bounds)
    rows = np.unique(np.concatenate([frame.sindex.query(box, predicate="intersects") for box in boxes]))
    near = frame.iloc[rows].copy()
    clipped = _clip(near.geometry.to_numpy(), boxes)
    solid = shapely.get_dimensions(clipped) == shapely.get_dimensions(near.geometry.to_numpy())
    tolerance = sum(box.bounds[2] - box.bounds[0] for box in boxes) / 1000
    thin = _thin(np.array([_drop_edges(one) for one in clipped[solid]], dtype=object), tolerance)
    near = near[solid].set_geometry(gpd.GeoSeries(thin, index=near.index[solid], crs=frame.crs))
    return near[~near.geometry.is_empty]


def window_boxes(bounds: Bounds) -> list[Geometry]:
    """The one box of a window, or the two of one across the antimeridian (west greater than east)."""
    west, south, east, north = bounds
    if west <= east:
        return [shapely.box(west, south, east, north)]
    return [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]


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


def _clip(geometries: np.ndarray[Any, Any], boxes: list[Geometry]) -> np.ndarray[Any, Any]:
    """What of each lies in the boxes; those wholly in one of them as they are."""
    outlines = shapely.box(*shapely.bounds(geometries).T)
    cut = ~np.logical_or.reduce([shapely.covers(box, outlines) for box in boxes])
    clipped = geometries.copy()
    clipped[cut] = shapely.intersection(geometries[cut], shapely.union_all(boxes))
    return clipped


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
