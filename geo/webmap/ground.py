"""The constant base map under the claims: land, borders, water, disputed areas and lines, towns.

Takes a Reading, the background and the assets' addresses; gives a folium.Map without any claim on it.
Does not ask the network for anything: the assets are addresses of our own, and there are no tiles.

The map never changes while layers come and go; ``claimscape`` in assets/map.js fits the view, arranges the labels and
marks the chosen claim. GeoJSON stays lon, lat; the only flip to Leaflet's lat, lon is ``_corners`` here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import shapely
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from geo.boundaries import Boundaries
from geo.layers import EXTENT
from geo.model import Reading
from geo.webmap.escaping import escape

Bounds = tuple[float, float, float, float]

ASSETS = Path(__file__).parent / "assets"
WORLD: Bounds = (-170.0, -56.0, 178.0, 72.0)
LEAST_SPAN_DEG = 0.6
CLAIM_PANES = 6

_MERCATOR_END_DEG = 85.0
_GROUND_DIGITS = 3  # 100 m: below a pixel at the zoom that shows a whole conflict
_TOWNS = 60
_VIEW_STEPS = 3000  # a third of a pixel on the screen; one pixel after zooming in by two steps


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the page finds Leaflet: addresses of our own server, or none where the page holds it inline."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a background layer is drawn: Leaflet path options, its labels' role, and their rank (low goes first)."""

    path: dict[str, Any]
    role: str | None = None
    rank: int = 0


# Quiet neutral ground, drawn in this order: only the claims carry colour. Disputed areas and lines are dashed.
_LOOKS: dict[str, _Look] = {
    "countries": _Look(
        {"color": "#9a9488", "weight": 1.4, "fillColor": "#f6f3ec", "fillOpacity": 1}, role="country", rank=40
    ),
    "admin1": _Look({"color": "#d3cdc1", "weight": 0.7, "fill": False}),
    "lakes": _Look({"color": "#b3cbd6", "weight": 0.6, "fillColor": "#d3e3ea", "fillOpacity": 1}, "water", 60),
    "rivers": _Look({"color": "#b3cbd6", "weight": 0.9, "fill": False}),
    "areas": _Look(
        {"color": "#6f7782", "weight": 1.1, "dashArray": "5 4", "fillColor": "#6f7782", "fillOpacity": 0.05},
        role="area",
        rank=45,
    ),
    "lines": _Look({"color": "#6f7782", "weight": 1.4, "dashArray": "5 4", "fill": False}),
}
_TOWN_MARKER = {"radius": 2.2, "color": "#55534e", "weight": 1, "fill": True, "fillColor": "#ffffff", "fillOpacity": 1}
_NO_MARKER = {"radius": 0, "opacity": 0, "fillOpacity": 0}
_PLACE_MARKER = _TOWN_MARKER | {"radius": 3.4, "color": "#1f2328", "weight": 1.5}


GROUND_IDS = (*_LOOKS, "towns")


class _Screen(MacroElement):
    """Our own script in a folium map: panes, view, labels. Its settings are numbers and escaped text."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this.code }}
        claimscape({{ this._parent.get_name() }}, {{ this.settings|tojson }});
        {% endmacro %}
    """)

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca leaves it bare
        self._name = "Screen"
        self.code = (ASSETS / "map.js").read_text(encoding="utf-8")
        self.settings = settings


def find_bounds(frame: gpd.GeoDataFrame, places: gpd.GeoDataFrame | None = None) -> Bounds:
    """Where to look: every claim's shape (its extent only where it has no other), else the places, else the world.

    Gives (west, south, east, north) in degrees, at least LEAST_SPAN_DEG wide and high.
    """
    shaped = frame[frame["part"] != EXTENT]
    shown = frame[(frame["part"] != EXTENT) | ~frame["claim_id"].isin(shaped["claim_id"])]
    for rows in (shown, places):
        if rows is not None and len(rows):
            west, south, east, north = rows.total_bounds
            return _widen((west, south, east, north))
    return WORLD


def build_base_map(reading: Reading, world: Boundaries, bounds: Bounds, assets: Assets | None = None) -> folium.Map:
    """A map of the ground round ``bounds`` with the places that the text names; claims are added as feature groups.

    Build it anew for each use: streamlit-folium renames the elements of the map that it is given.
    """
    window = _window(bounds)
    ground = folium.Map(
        tiles=None, keyboard=False, control_scale=True, zoom_snap=0.25, zoom_delta=0.5, max_zoom=13, zoom_control=False
    )
    _set_assets(ground, assets or Assets())
    _Screen({
        "view": _corners(bounds),
        "limits": _corners(window),
        "credit": escape(describe_ground(world)),
        "panes": CLAIM_PANES,
    }).add_to(ground)  # fmt: skip
    for layer_id, look in _LOOKS.items():
        _add_ground(ground, _clip(world.layer(layer_id), bounds, window), look)
    _add_places(ground, reading, _clip(world.layer("towns"), bounds, window))
    return ground


def describe_ground(world: Boundaries) -> str:
    """Whose the background is, and as of when: each source once."""
    sources = [world.source(layer_id) for layer_id in GROUND_IDS]
    return "; ".join(dict.fromkeys(f"{one.attribution} (as of {one.as_of})" for one in sources))


def get_figure(ground: folium.Map) -> Figure:
    """The page of a map: its header, its HTML and its script."""
    root = ground.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"the map's root is a {type(root).__name__}, want a Figure")
    return root


def add_geojson(target: MacroElement, features: list[dict[str, Any]], **options: Any) -> None:  # noqa: ANN401 - folium's
    """Put features on a map or group as one GeoJson; none gives none (folium fails on an empty collection)."""
    if features:
        folium.GeoJson({"type": "FeatureCollection", "features": features}, **options).add_to(target)


def add_points(target: MacroElement, features: list[dict[str, Any]], look: dict[str, Any]) -> None:
    """Put labelled points on a map or group; they let every click through to what lies under them.

    The look goes in as a style: folium drops the path options that it does not know from a marker.
    """
    add_geojson(
        target,
        features,
        style_function=lambda _feature: look | {"interactive": False},
        marker=folium.CircleMarker(),
        on_each_feature=JsCode("claimscapeLabel"),
    )


def round_geometry(geometry: Any, digits: int) -> dict[str, Any]:  # noqa: ANN401 - shapely ships no types
    """A geometry as GeoJSON with its coordinates rounded to some digits of a degree, lon, lat."""
    return {"type": geometry.geom_type, **_rounded(geometry.__geo_interface__, digits)}


def _rounded(interface: dict[str, Any], digits: int) -> dict[str, Any]:
    if interface["type"] == "GeometryCollection":
        return {"geometries": [{"type": one["type"], **_rounded(one, digits)} for one in interface["geometries"]]}
    text = json.dumps(interface["coordinates"])
    return {"coordinates": json.loads(text, parse_float=lambda number: round(float(number), digits))}


def _widen(bounds: Bounds) -> Bounds:
    west, south, east, north = (float(one) for one in bounds)
    pad_x = max((east - west) * 0.08, (LEAST_SPAN_DEG - (east - west)) / 2)
    pad_y = max((north - south) * 0.08, (LEAST_SPAN_DEG - (north - south)) / 2)
    return (
        max(west - pad_x, -180),
        max(south - pad_y, -_MERCATOR_END_DEG),
        min(east + pad_x, 180),
        min(north + pad_y, _MERCATOR_END_DEG),
    )


def _window(bounds: Bounds) -> Bounds:
    """The ground that is drawn, and the limit of panning: wide enough for one step out in any screen's shape."""
    west, south, east, north = bounds
    reach = 1.5 * max(east - west, north - south)
    return (
        max(west - reach, -180),
        max(south - reach, -_MERCATOR_END_DEG),
        min(east + reach, 180),
        min(north + reach, _MERCATOR_END_DEG),
    )


def _clip(rows: gpd.GeoDataFrame, bounds: Bounds, window: Bounds) -> gpd.GeoDataFrame:
    """Rows cut to the window and thinned for the view, not for the window: the borders are looked at closely."""
    near = rows.iloc[rows.sindex.query(shapely.box(*window), predicate="intersects", sort=True)]
    cut = shapely.clip_by_rect(near.geometry.to_numpy(), *window)
    tolerance = (bounds[2] - bounds[0]) / _VIEW_STEPS
    polygons = (shapely.get_dimensions(cut) == 2).all()
    thin = shapely.coverage_simplify if polygons and shapely.coverage_is_valid(cut) else shapely.simplify
    near = near.set_geometry(gpd.GeoSeries(thin(cut, tolerance), index=near.index, crs=rows.crs))
    return near[~near.geometry.is_empty]


def _corners(bounds: Bounds) -> list[list[float]]:
    """Leaflet's corners, [[south, west], [north, east]]: the one place where lon, lat becomes lat, lon."""
    west, south, east, north = bounds
    return [[south, west], [north, east]]


def _set_assets(ground: folium.Map, assets: Assets) -> None:
    """Give this map its own lists: the class's lists name hosts on the network, and changing them changes every map."""
    ground.default_js = [(f"script-{place}", link) for place, link in enumerate(assets.scripts)]
    ground.default_css = [(f"style-{place}", link) for place, link in enumerate(assets.styles)]
    header = get_figure(ground).header
    styles = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("map.css", "frame.css"))
    header.add_child(Element(f"<style>{styles}</style>"), name="claimscape")


def _add_ground(ground: folium.Map, rows: gpd.GeoDataFrame, look: _Look) -> None:
    if rows.empty:
        return
    features = [_feature(geometry, _GROUND_DIGITS) for geometry in rows.geometry]
    add_geojson(
        ground,
        features,
        style_function=lambda _feature: look.path,
        pane="ground",
        interactive=False,
        smooth_factor=0.5,
    )
    if look.role:
        points = rows.geometry.representative_point()
        names = rows["name"].fillna("")
        _add_labels(ground, list(zip(points, names, strict=True)), look.role, look.rank)


def _add_places(ground: folium.Map, reading: Reading, towns: gpd.GeoDataFrame) -> None:
    """Towns for orientation, and over them the points that the dispatch names, which win where labels collide."""
    named = _named_points(reading)
    taken = {name for _, name in named}
    largest = towns.nlargest(_TOWNS, "population") if "population" in towns else towns.head(_TOWNS)
    others = [(p, n) for p, n in zip(largest.geometry, largest["name"], strict=True) if n not in taken]
    _add_labels(ground, others, "town", 50, _TOWN_MARKER)
    _add_labels(ground, named, "place", 20, _PLACE_MARKER)


def _named_points(reading: Reading) -> list[tuple[Any, str]]:
    features: Any = (reading.places or {}).get("features", [])
    if not features:
        return []
    rows = gpd.GeoDataFrame.from_features(features)
    points = rows[rows.geom_type == "Point"].drop_duplicates(subset="place_id")
    return list(zip(points.geometry, points["name"], strict=True))


def _add_labels(
    ground: folium.Map,
    labels: list[tuple[Any, str]],
    role: str,
    rank: int,
    marker: dict[str, Any] | None = None,
) -> None:
    """Points with a permanent label; ``claimscapeLabel`` in map.js binds them and keeps them apart."""
    features = [
        _feature(point, _GROUND_DIGITS, {"label": escape(str(name)), "role": role, "rank": rank + place / 1000})
        for place, (point, name) in enumerate(labels)
        if name
    ]
    add_points(ground, features, (marker or _NO_MARKER) | {"pane": "ground"})


def _feature(geometry: Any, digits: int, properties: dict[str, Any] | None = None) -> dict[str, Any]:  # noqa: ANN401 - shapely
    return {"type": "Feature", "properties": properties or {}, "geometry": round_geometry(geometry, digits)}
