"""The constant base map under the claims: land, borders, water, disputed areas and lines, towns.

Takes a Scenery and the assets' addresses; gives a folium.Map without any claim on it.
Does not ask the network for anything: the assets are addresses of our own, and there are no tiles.

The map never changes while layers come and go; ``claimscape`` in assets/map.js fits the view, arranges the labels and
marks the chosen claim. GeoJSON stays lon, lat; the only flip to Leaflet's lat, lon is ``_corners`` here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.webmap.escaping import escape
from geo.webmap.scenery import Bounds, Label, Scenery

ASSETS = Path(__file__).parent / "assets"
CLAIM_PANES = 6
BORDER = "international"

Look = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Assets:
    """Where the page finds Leaflet: addresses of our own server, or none where the page holds it inline.

    ``ground`` is the name of a ground that one of the scripts keeps (``write_ground``); else the map holds it itself.
    """

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    ground: str | None = None


# Quiet neutral ground, drawn in this order: only the claims carry colour. Whatever is disputed is dashed.
_DASHED: Look = {"color": "#6f7782", "weight": 1.3, "dashArray": "5 4"}
_LOOKS: dict[str, Look] = {
    "countries": {"color": "#b8b1a3", "weight": 0.9, "fillColor": "#f6f3ec", "fillOpacity": 1},
    "admin1": {"color": "#d8d2c6", "weight": 0.7, "fill": False},
    "lakes": {"color": "#b3cbd6", "weight": 0.6, "fillColor": "#d3e3ea", "fillOpacity": 1},
    "rivers": {"color": "#b3cbd6", "weight": 0.9, "fill": False},
    "areas": _DASHED | {"weight": 1, "fillColor": "#6f7782", "fillOpacity": 0.05},
    "lines": _DASHED | {"fill": False},
}
_BORDER_LOOK: Look = {"color": "#968f82", "weight": 1.2, "fill": False}
# The role of a layer's labels in map.css, and their rank: the low goes first where labels collide.
_ROLES = {"countries": ("country", 40), "areas": ("area", 45), "lakes": ("water", 60)}
_PLACE_RANK, _TOWN_RANK = 20, 50
GROUND = (*_LOOKS, "towns")
"""What the ground is made of, from the bottom up: each can be taken off a map by itself."""

ROLES_OF = {name: (role,) for name, (role, _) in _ROLES.items()} | {"towns": ("town",)}
"""The labels that go with a layer of the ground; the places that a dispatch names always stay."""

_NO_MARKER: Look = {"radius": 0, "opacity": 0, "fillOpacity": 0}
_TOWN_MARKER: Look = {"radius": 2.2, "color": "#55534e", "weight": 1, "fillColor": "#ffffff", "fillOpacity": 1}
_PLACE_MARKER: Look = _TOWN_MARKER | {"radius": 3.4, "color": "#1f2328", "weight": 1.5}


class _Ground(folium.Map):
    """A map that knows its bounds: folium would look for them in every point of every shape."""

    def __init__(self, bounds: Bounds, **options: Any) -> None:  # noqa: ANN401 - folium's
        super().__init__(**options)
        self._name = "Map"
        self._bounds = _corners(bounds)

    def get_bounds(self) -> Any:  # noqa: ANN401 - folium's
        return self._bounds


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
        self.code = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("map.js", "picture.js"))
        self.settings = settings


def build_base_map(
    scenery: Scenery,
    assets: Assets | None = None,
    at: tuple[float, float, float] | None = None,
    *,
    linked: bool = False,
    caption: Sequence[str] = (),
) -> folium.Map:
    """A map of the ground with the places that the text names; claims are added as feature groups.

    The ground is drawn by assets/map.js from plain data: as folium objects it would be rendered at every press.

    ``at`` is where it opens: lon, lat, zoom, else the whole view; ``linked`` keeps that in the page's address.
    ``caption`` are the lines under the map where what is seen is saved as a picture; without any it cannot be.
    Build it anew for each use: streamlit-folium renames the elements of the map that it is given.
    """
    ground = _Ground(
        scenery.view.bounds,
        tiles=None,
        keyboard=False,
        control_scale=True,
        zoom_snap=0.25,
        zoom_delta=0.5,
        max_zoom=13,
        zoom_control=False,
    )
    assets = assets or Assets()
    _set_assets(ground, assets)
    settings = _settings(scenery) | {
        "at": at and [[at[1], at[0]], at[2]],
        "linked": linked,
        "caption": [escape(line) for line in caption],
        "file": "claimscape-view",
    }
    kept = {"kept": assets.ground} if assets.ground else {"ground": _describe_ground(scenery)}
    _Screen(settings | kept).add_to(ground)
    return ground


def write_ground(scenery: Scenery) -> tuple[str, str]:
    """The ground as a script of its own, for a page that shows it again and again; and the name it is kept by."""
    text = json.dumps(_describe_ground(scenery), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return digest, f'(window.claimscapeGrounds = window.claimscapeGrounds || {{}})["{digest}"] = {text};\n'


def get_figure(ground: folium.Map) -> Figure:
    """The page of a map: its header, its HTML and its script."""
    root = ground.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"the map's root is a {type(root).__name__}, want a Figure")
    return root


def _describe_ground(scenery: Scenery) -> list[dict[str, Any]]:
    """All that lies on the ground, from the bottom up: shapes with their looks, then points with their labels."""
    shapes = [
        {
            "name": layer_id,
            "looks": {"": _LOOKS[layer_id], BORDER: _BORDER_LOOK},
            "features": features,
        }
        for layer_id, features in scenery.shapes.items()
    ]
    labels = [
        {"name": "countries", "look": _NO_MARKER, "features": _to_points(labels, *_ROLES[layer_id])}
        for layer_id, labels in scenery.labels.items()
    ]
    named = [label for label in scenery.towns if label.named]
    others = [label for label in scenery.towns if not label.named]
    return [
        *shapes,
        *labels,
        {"name": "towns", "look": _TOWN_MARKER, "features": _to_points(others, "town", _TOWN_RANK)},
        {"name": "places", "look": _PLACE_MARKER, "features": _to_points(named, "place", _PLACE_RANK)},
    ]


def _settings(scenery: Scenery) -> dict[str, Any]:
    return {
        "view": _corners(scenery.view.bounds),
        "limits": _corners(scenery.view.window),
        "credit": escape(scenery.credit),
        "panes": CLAIM_PANES,
        "layers": (*GROUND, "places"),
        "locator": scenery.locator,
    }


def _corners(bounds: Bounds) -> list[list[float]]:
    """Leaflet's corners, [[south, west], [north, east]]: the one place where lon, lat becomes lat, lon."""
    west, south, east, north = bounds
    return [[south, west], [north, east]]


def _set_assets(ground: folium.Map, assets: Assets) -> None:
    """Give this map its own lists: the class's lists name hosts on the network, and changing them changes every map."""
    ground.default_js = [(f"script-{place}", link) for place, link in enumerate(assets.scripts)]
    ground.default_css = [(f"style-{place}", link) for place, link in enumerate(assets.styles)]
    styles = "".join((ASSETS / name).read_text(encoding="utf-8") for name in ("map.css", "frame.css"))
    get_figure(ground).header.add_child(Element(f"<style>{styles}</style>"), name="claimscape")


def _to_points(labels: list[Label], role: str, rank: int) -> list[dict[str, Any]]:
    return [
        {
            "type": "Feature",
            "id": place,
            "properties": {"label": _write_label(label), "role": role, "rank": rank + place / 1000},
            "geometry": {"type": "Point", "coordinates": [round(label.lon, 4), round(label.lat, 4)]},
        }
        for place, label in enumerate(labels)
    ]


def _write_label(label: Label) -> str:
    """A name in both of its forms, of which map.css shows what is wished."""
    here, there = escape(label.name), escape(label.local)
    same = not label.local or label.local == label.name
    return here if same else f'<span class="here">{here}</span> <span class="there" dir="auto">{there}</span>'
