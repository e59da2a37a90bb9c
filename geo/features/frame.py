"""The frame of features: its columns, its check, and GeoJSON both ways.

Takes a GeoDataFrame (EPSG:4326) or a GeoJSON FeatureCollection; gives the other. Does not build geometry, beyond
rounding and thinning it for a file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries import Geometry
from geo.errors import InputError
from geo.footprints import measure_area_km2
from geo.model import Certainty, ClaimKind, Stance

COLUMNS = (
    "claim_id",
    "kind",
    "claimant",
    "side",
    "stance",
    "part",
    "method",
    "claimed_km2",
    "drawn_km2",
    "certainty",
    "label",
    "quote",
    "start",
    "end",
    "document_id",
    "note",
    "geometry",
)
"""The contract's feature properties, and the geometry. ``start`` and ``end`` are offsets of the quote."""

PLACE_COLUMNS = ("mention_id", "place_id", "name", "kind", "country", "note", "geometry")

PARTS = ("extent", "drawn", "anchor")

_WORDS: Mapping[str, frozenset[str]] = {
    "kind": frozenset(ClaimKind),
    "stance": frozenset(Stance),
    "certainty": frozenset(Certainty),
    "part": frozenset(PARTS),
}
_NUMBERS = ("claimed_km2", "drawn_km2")

DECIMALS, DECIMALS_MOST = 5, 9
AREA_ERROR = 1e-3
"""A written shape measures what its ``drawn_km2`` says, to this share: finer decimals are taken where it would not."""

VERTICES = 9_000
"""About as many points as a collection may have: 300 kB of JSON with its properties."""

FINEST, COARSEST = 1e-5, 1e-2
"""The first tolerance of thinning, as a share of a shape's size, doubled until the collection is small enough."""

LONGEST_DEGREES = 0.5
"""Thinning leaves no longer edge: along a parallel, a long straight edge in degrees and a geodesic are far apart."""

HALVINGS = 5
"""How often the tolerance is halved for a shape whose area it would change."""

ISLAND = 4.0
"""Parts of a shape below so many squares of the tolerance are left out with its bends."""


def build_frame(rows: list[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> gpd.GeoDataFrame:
    """A frame of these rows, EPSG:4326, with all columns also where there are no rows."""
    frame = gpd.GeoDataFrame(rows, columns=list(columns), geometry="geometry", crs="EPSG:4326")
    for name in set(_NUMBERS) & set(columns):
        frame[name] = frame[name].astype("float64")
    return frame


def check_frame(frame: gpd.GeoDataFrame) -> None:
    """Raise InputError, with all faults, unless this is a frame of features: columns, words, CRS, geometry."""
    faults = [f"no column {name!r}" for name in COLUMNS if name not in frame.columns]
    if faults:
        raise InputError("not a frame of features: " + "; ".join(faults))
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        faults.append(f"CRS is {frame.crs}, want EPSG:4326")
    for name, words in _WORDS.items():
        unknown = sorted({str(one) for one in frame[name] if one not in words})
        faults += [f"{name} {one!r}, want one of: {', '.join(sorted(words))}" for one in unknown]
    for row, geometry in enumerate(frame.geometry):
        faults += [f"feature {row}: {fault}" for fault in _geometry_faults(geometry)]
    if faults:
        raise InputError("not a frame of features: " + "; ".join(faults))


def to_collection(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """The frame as a GeoJSON FeatureCollection (RFC 7946): plain dictionaries, missing values as None.

    Coordinates are rounded to 5 decimals (1 m) and outlines thinned so far as the whole stays small. Written areas are
    within 0.1 % of ``drawn_km2``: a drawn shape keeps its points, and gets more decimals, where they would not be; for
    an extent ``drawn_km2`` is then that of the thinned outline.
    """
    exact = frame["part"] == "drawn" if "part" in frame.columns else np.zeros(len(frame), dtype=bool)
    geometries = np.asarray(frame.geometry)
    share = _choose_share(geometries)
    names = [name for name in frame.columns if name != frame.geometry.name]
    rows = zip(frame[names].to_dict("records"), geometries, exact, strict=True)
    return {"type": "FeatureCollection", "features": [_write(row, shape, share, fit) for row, shape, fit in rows]}


def from_collection(collection: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """The frame of a FeatureCollection that ``to_collection`` wrote. Raises InputError with all faults at once."""
    features = collection.get("features") if isinstance(collection, Mapping) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise InputError("not features: want a GeoJSON FeatureCollection")
    rows, faults = [], []
    for number, feature in enumerate(features):
        row, fault = _read_feature(feature)
        rows.append(row)
        faults += [f"feature {number}: {fault}"] if fault else []
    if faults:
        raise InputError("not features: " + "; ".join(faults))
    frame = build_frame(rows)
    check_frame(frame)
    return frame


def _read_feature(feature: Any) -> tuple[dict[str, Any], str | None]:  # noqa: ANN401 - any JSON value may stand there
    try:
        properties = feature["properties"]
        missing = [name for name in COLUMNS[:-1] if name not in properties]
        if missing:
            return {}, f"no {', '.join(missing)}"
        if feature["geometry"] is None:
            return {}, "no geometry"
        return {**properties, "geometry": shapely.from_geojson(json.dumps(feature["geometry"]))}, None
    except (KeyError, TypeError, shapely.errors.GEOSException) as error:
        return {}, f"{type(error).__name__}: {error}"


def _geometry_faults(geometry: Geometry | None) -> list[str]:
    if geometry is None or geometry.is_empty:
        return ["no geometry"]
    coordinates = shapely.get_coordinates(geometry)
    if not np.isfinite(coordinates).all():
        return ["coordinates that are not finite"]
    far = (np.abs(coordinates) > [180, 90]).any()
    return ["coordinates outside lon -180..180, lat -90..90"] if far else []


def _choose_share(geometries: np.ndarray[Any, Any]) -> float:
    """The tolerance, as a share of each shape's size, at which all have few enough points; 0 where none is needed."""
    share, thin = 0.0, geometries
    while shapely.get_num_coordinates(thin).sum() > VERTICES and share < COARSEST:
        share = max(FINEST, 2 * share)
        thin = np.array([_thin(one, share) for one in thin], dtype=object)
    return share


def _thin(geometry: Geometry, share: float) -> Geometry:
    """An outline without bends, and without islands, that are small beside the whole."""
    west, south, east, north = geometry.bounds
    tolerance = share * float(np.hypot(east - west, north - south))
    if tolerance == 0:
        return geometry
    parts = shapely.get_parts(geometry)
    if shapely.get_dimensions(geometry) == 2 and len(parts) > 1:
        kept = parts[shapely.area(parts) >= min(ISLAND * tolerance**2, shapely.area(parts).max())]
        geometry = shapely.multipolygons(kept)
    return geometry.simplify(tolerance).segmentize(LONGEST_DEGREES)


def _write(row: Mapping[str, Any], geometry: Geometry, share: float, exact: bool) -> dict[str, Any]:  # noqa: FBT001 - one of four columns of a table, not an option
    """A GeoJSON feature. An exact shape keeps its area; of another the area that was written is stated."""
    properties = {key: _plain(value) for key, value in row.items()}
    stated = properties.get("drawn_km2")
    if exact and stated:
        return {"type": "Feature", "geometry": _fit(geometry, share, stated), "properties": properties}
    written = _round(_thin(geometry, share), DECIMALS)
    if stated and abs(measure_area_km2(written) / stated - 1) > AREA_ERROR:
        properties["drawn_km2"] = measure_area_km2(written)
    return {"type": "Feature", "geometry": _to_geojson(written, DECIMALS), "properties": properties}


def _fit(geometry: Geometry, share: float, area_km2: float) -> dict[str, Any]:
    """A geometry as GeoJSON: thinned, then rounded, each only as far as its area allows."""
    gentler = [(share / 2**step, DECIMALS) for step in range(HALVINGS)]
    for thinning, decimals in (*gentler, *((0.0, one) for one in range(DECIMALS, DECIMALS_MOST))):
        written = _round(_thin(geometry, thinning), decimals)
        if abs(measure_area_km2(written) / area_km2 - 1) < AREA_ERROR:
            return _to_geojson(written, decimals)
    return _to_geojson(geometry, DECIMALS_MOST)


def _round(geometry: Geometry, decimals: int) -> Geometry:
    """Snap to the grid of so many decimals, validly: rings that close up at this grain are dropped."""
    if shapely.get_dimensions(geometry) == 0:
        return geometry
    rounded = shapely.set_precision(geometry, 10.0**-decimals)
    return geometry if rounded.is_empty else shapely.orient_polygons(rounded)


def _to_geojson(geometry: Geometry, decimals: int) -> dict[str, Any]:
    plain: dict[str, Any] = shapely.geometry.mapping(geometry)
    return {"type": plain["type"], "coordinates": _round_numbers(plain["coordinates"], decimals)}


def _round_numbers(value: Any, decimals: int) -> Any:  # noqa: ANN401 - GeoJSON nests lists to a depth that varies
    if isinstance(value, float | int):
        return round(float(value), decimals)
    return [_round_numbers(one, decimals) for one in value]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
