"""What lies under the claims, cut out and thinned for one view: plain GeoJSON and labels.

Takes a Reading, the boundary files and where to look; gives a Scenery, which can be kept and drawn again and again.
Does not know folium. Coordinates are lon, lat, EPSG:4326.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries import Boundaries, Geometry
from geo.credits import describe_ground, describe_view
from geo.layers import EXTENT
from geo.model import Reading
from geo.webmap.locator import build_locator

Bounds = tuple[float, float, float, float]
LocalName = Callable[[str], str | None]

WORLD: Bounds = (-170.0, -56.0, 178.0, 72.0)
LEAST_SPAN_DEG = 0.6
LAYERS = ("countries", "admin1", "lakes", "rivers", "areas", "lines")

_MERCATOR_END_DEG = 85.0
_STEPS = 1000  # of the view's longer side: under a pixel on the screen, two after zooming in by one step
_SPECK = 60  # squares of a step: what is smaller is a few pixels of ink and kilobytes of outline
_WIDE_DEG = 25.0  # from here on provinces and rivers are a grey mesh that says nothing
_TOWNS = 45
_LABELLED = {"countries", "lakes", "areas"}


def _no_local_name(_place_id: str) -> None:
    """For maps in one language."""


@dataclass(frozen=True, slots=True)
class View:
    """Where to look (``bounds``), the ground that is drawn round it (``window``), and how finely."""

    bounds: Bounds
    window: Bounds
    tolerance_deg: float
    digits: int

    @property
    def wide(self) -> bool:
        """Whether the view holds a continent rather than a conflict."""
        return _span(self.bounds) > _WIDE_DEG


@dataclass(frozen=True, slots=True)
class Label:
    """A name at a point (lon, lat); ``named`` where the dispatch itself names it; ``local`` as it is written there."""

    lon: float
    lat: float
    name: str
    named: bool = False
    local: str = ""


@dataclass(frozen=True, slots=True)
class Scenery:
    """The ground of one view: GeoJSON geometries and labels by layer, and whom to credit. Lines know their status."""

    view: View
    shapes: dict[str, list[dict[str, Any]]]
    labels: dict[str, list[Label]]
    towns: list[Label]
    credit: str
    locator: str = ""


def find_bounds(frame: gpd.GeoDataFrame, places: gpd.GeoDataFrame | None = None) -> Bounds:
    """Where to look: every claim's shape (its extent only where it has no other), else the places, else the world.

    Gives (west, south, east, north) in degrees, at least LEAST_SPAN_DEG wide and high.
    """
    shaped = frame[frame["part"] != EXTENT]
    shown = frame[(frame["part"] != EXTENT) | ~frame["claim_id"].isin(shaped["claim_id"])]
    for rows in (shown, places):
        if rows is not None and len(rows):
            west, south, east, north = (float(one) for one in rows.total_bounds)
            width, height = east - west, north - south
            return _grow(
                (west, south, east, north),
                max(width * 0.08, (LEAST_SPAN_DEG - width) / 2),
                max(height * 0.08, (LEAST_SPAN_DEG - height) / 2),
            )
    return WORLD


def build_view(bounds: Bounds) -> View:
    """The ground round ``bounds``: wide enough for one step out on a screen of any shape."""
    span = _span(bounds)
    reach = span * (0.3 if span > _WIDE_DEG else 0.9)
    return View(
        bounds=bounds,
        window=_grow(bounds, reach, reach),
        tolerance_deg=span / _STEPS,
        digits=3 if span < _WIDE_DEG / 2 else 2,
    )


def build_scenery(
    reading: Reading, world: Boundaries, bounds: Bounds, local_name: LocalName = _no_local_name
) -> Scenery:
    """Cut out and thin the ground of a view; takes a tenth of a second for a conflict, more for a continent.

    ``local_name`` gives a place id's name in the script of its country, or None.
    """
    view = build_view(bounds)
    wanted = [one for one in LAYERS if not (view.wide and one in {"admin1", "rivers"})]
    rows = {layer_id: _clip(world.layer(layer_id), view) for layer_id in wanted}
    rows["lakes"] = _drop_ponds(rows["lakes"], view)
    return Scenery(
        view=view,
        shapes={layer_id: _to_shapes(_once(layer_id, frame), view.digits) for layer_id, frame in rows.items()},
        labels={
            layer_id: _name_shapes(rows[layer_id], view, local_name) for layer_id in wanted if layer_id in _LABELLED
        },
        towns=_choose_towns(reading, _clip(world.layer("towns"), view), view, local_name),
        credit=f"{describe_view(world, bounds)}. {describe_ground(world, (*LAYERS, 'towns'))}.",
        locator=build_locator(world.layer("countries"), bounds),
    )


def round_geometry(geometry: Geometry, digits: int) -> dict[str, Any]:
    """A geometry as GeoJSON with its coordinates rounded to some digits of a degree, lon, lat."""
    rounded = shapely.to_geojson(shapely.transform(geometry, lambda points: np.round(points, digits)))
    return dict(json.loads(rounded))


def _span(bounds: Bounds) -> float:
    west, south, east, north = bounds
    return max(east - west, north - south)


def _grow(bounds: Bounds, across: float, along: float) -> Bounds:
    west, south, east, north = bounds
    return (
        max(west - across, -180.0),
        max(south - along, -_MERCATOR_END_DEG),
        min(east + across, 180.0),
        min(north + along, _MERCATOR_END_DEG),
    )


def _clip(rows: gpd.GeoDataFrame, view: View) -> gpd.GeoDataFrame:
    """Rows cut to the window and thinned for the view, not for the window: the borders are looked at closely.

    Neighbours are thinned together where they can be, so that no gap opens between them; specks are left out.
    """
    near = rows.iloc[rows.sindex.query(shapely.box(*view.window), predicate="intersects", sort=True)]
    cut = shapely.clip_by_rect(near.geometry.to_numpy(), *view.window)
    polygons = len(cut) > 0 and bool((shapely.get_dimensions(cut) == 2).all())
    if polygons:
        least = _SPECK * view.tolerance_deg**2
        cut = np.array([_drop_specks(one, least) for one in cut])
    thin = shapely.coverage_simplify if polygons and shapely.coverage_is_valid(cut) else shapely.simplify
    near = near.set_geometry(gpd.GeoSeries(thin(cut, view.tolerance_deg), index=near.index, crs=rows.crs))
    return near[~near.geometry.is_empty]


def _drop_specks(geometry: Geometry, least: float) -> Geometry:
    """A multipolygon without the islands that would be less than a few pixels; a small country keeps its largest."""
    parts = shapely.get_parts(geometry)
    areas = shapely.area(parts)
    kept = parts[(areas > least) | (areas == areas.max(initial=0))]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def _drop_ponds(lakes: gpd.GeoDataFrame, view: View) -> gpd.GeoDataFrame:
    return lakes[shapely.area(lakes.geometry.to_numpy()) > _SPECK * view.tolerance_deg**2]


def _once(layer_id: str, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Provinces as lines, each once: as polygons every inner border would be there twice."""
    if layer_id != "admin1" or rows.empty:
        return rows
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(rows.geometry.to_numpy())))
    return gpd.GeoDataFrame(geometry=[lines], crs=rows.crs)


def _to_shapes(rows: gpd.GeoDataFrame, digits: int) -> list[dict[str, Any]]:
    statuses = rows["status"].astype(str) if "status" in rows else ["" for _ in range(len(rows))]
    return [
        {
            "type": "Feature",
            "id": place,
            "properties": {"status": status},
            "geometry": round_geometry(geometry, digits),
        }
        for place, (geometry, status) in enumerate(zip(rows.geometry, statuses, strict=True))
    ]


def _name_shapes(rows: gpd.GeoDataFrame, view: View, local_name: LocalName) -> list[Label]:
    """Names of polygons, the largest in view first, each on its largest piece within the view."""
    seen = shapely.clip_by_rect(rows.geometry.to_numpy(), *view.bounds)
    pieces = [
        _largest(inside if not inside.is_empty else whole) for inside, whole in zip(seen, rows.geometry, strict=True)
    ]
    points = shapely.point_on_surface(np.array(pieces, dtype=object)) if pieces else []
    named = zip(pieces, points, rows["name"].fillna(""), rows["place_id"], strict=True)
    ordered = sorted(named, key=lambda one: -one[0].area)
    return [
        Label(point.x, point.y, str(name), local=local_name(place_id) or "")
        for _, point, name, place_id in ordered
        if name
    ]


def _largest(geometry: Geometry) -> Geometry:
    return max(shapely.get_parts(geometry), key=lambda part: part.area)


def _choose_towns(reading: Reading, towns: gpd.GeoDataFrame, view: View, local_name: LocalName) -> list[Label]:
    """The points that the dispatch names, then the largest towns in view, then the largest round it."""
    named = _find_named(reading, local_name)
    taken = {label.name for label in named}
    inside = towns.geometry.intersects(shapely.box(*view.bounds))
    largest = [towns[mask].nlargest(_TOWNS, "population") for mask in (inside, ~inside)]
    others = [
        Label(point.x, point.y, str(name), local=local_name(place_id) or "")
        for rows in largest
        for point, name, place_id in zip(rows.geometry, rows["name"], rows["place_id"], strict=True)
        if name not in taken
    ]
    return named + others


def _find_named(reading: Reading, local_name: LocalName) -> list[Label]:
    features: Any = (reading.places or {}).get("features", [])
    if not features:
        return []
    rows = gpd.GeoDataFrame.from_features(features)
    points = rows[rows.geom_type == "Point"].drop_duplicates(subset="place_id")
    names = points["name"].fillna("")
    return [
        Label(point.x, point.y, str(name), named=True, local=local_name(place_id) or "")
        for point, name, place_id in zip(points.geometry, names, points["place_id"], strict=True)
        if name
    ]
