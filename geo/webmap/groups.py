"""Layers -> folium feature groups: one a layer, with hatches as SVG patterns and labels that say whose word it is.

Takes Layers and the keys of those to show; gives feature groups to put on a base map, and the patterns they refer to.
Does not put foreign text anywhere but escaped into a label; a shape's properties are numbers and that label.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import folium
import geopandas as gpd
from branca.element import Element, MacroElement
from folium.template import Template

from geo.boundaries import Geometry
from geo.layers import ANCHOR, DRAWN, EXTENT, Hatch, Layer, Mark, Style
from geo.webmap.escaping import escape
from geo.webmap.ground import CLAIM_PANES, ROLES_OF, get_figure
from geo.webmap.scenery import round_geometry
from geo.webmap.text import build_marks_css, mark_class

_CLAIM_DIGITS = 5  # a metre
_TILE = 8  # pixels a hatch repeats over

# Lines of a hatch in a tile of 8 x 8, by angle; the diagonals run over the corners so that tiles join.
_LINES = {
    0: "M0 4H8",
    45: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    90: "M4 0V8",
    135: "M-2 6L2 10M0 0L8 8M6 -2L10 2",
}
# The lower bounds in km² of the panes from the second up: whatever is smaller lies above, so that it can be seen.
_PANE_ABOVE_KM2 = (30_000.0, 3_000.0, 300.0, 30.0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the screen wants of a map that is already there.

    ``chosen``    a claim's number, 0 for none; a new ``turn`` also brings it into view
    ``hidden``    layers of the ground that are taken off, by their names in ``ground.GROUND``
    ``opacity``   of the claims, 0 to 1
    ``names``     "english", "local" or "both"
    ``target``    lon, lat of a place that was looked up; a new ``flight`` goes there
    """

    chosen: int = 0
    turn: int = 0
    hidden: tuple[str, ...] = ()
    opacity: float = 1.0
    names: str = "english"
    target: tuple[float, float] | None = None
    flight: int = 0


class _Show(MacroElement):
    """The script that does as wished once the groups before it are on the map."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        claimscapeShow({{ this.wish|tojson }});
        {% endmacro %}
    """)

    def __init__(self, wish: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca leaves it bare
        self._name = "Show"
        self.wish = wish


def build_layer_groups(
    layers: tuple[Layer, ...], numbers: dict[str, int], visible: Collection[str] | None = None
) -> list[folium.FeatureGroup]:
    """One feature group a visible layer that has shapes, in the layers' order; all of them where ``visible`` is None.

    ``numbers`` are the claims' numbers (``wording.number_claims``). Build them anew for each use, as the map.
    """
    return [
        _build_group(layer, numbers) for layer in layers if layer.drawn and (visible is None or layer.key in visible)
    ]


def build_wish(wish: Wish) -> folium.FeatureGroup:
    """A last feature group that brings the map to what is wished."""
    group = folium.FeatureGroup(name="wish", control=False)
    roles = [role for name in wish.hidden for role in ROLES_OF.get(name, ())]
    target = wish.target and (wish.target[1], wish.target[0])  # Leaflet's lat, lon
    _Show(asdict(wish) | {"hidden": [*wish.hidden, *roles], "target": target}).add_to(group)
    return group


def add_patterns(ground: folium.Map, layers: tuple[Layer, ...]) -> None:
    """Put hatches and colours of all layers into the map's own frame, visible or not, so that toggling finds them."""
    root = get_figure(ground)
    root.html.add_child(Element(build_patterns(layers)), name="patterns")
    root.header.add_child(Element(f"<style>{build_marks_css()}</style>"), name="marks")


def build_patterns(layers: tuple[Layer, ...]) -> str:
    """The hatches as one hidden SVG: a pattern a colour, hatch and tint that the layers use."""
    styles = {pattern_id(style): style for layer in layers for style in _styles(layer) if style.hatch}
    patterns = "".join(_pattern(name, style) for name, style in sorted(styles.items()))
    return f'<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>{patterns}</defs></svg>'


def pattern_id(style: Style) -> str:
    """The name of a style's pattern in the page."""
    hatch = style.hatch.name if style.hatch else "plain"
    return f"hatch-{style.color.removeprefix('#')}-{hatch}-{round(style.tint * 100)}"


def draw_hatch(hatch: Hatch, color: str) -> str:
    """The lines or dots of a hatch as SVG, in a tile of 8 x 8."""
    if hatch.dots:
        return f'<circle cx="2" cy="2" r="1.3" fill="{color}"/><circle cx="6" cy="6" r="1.3" fill="{color}"/>'
    lines = "".join(_LINES[angle] for angle in hatch.angles)
    return f'<path d="{lines}" stroke="{color}" stroke-width="1.3" fill="none"/>'


def _pattern(name: str, style: Style) -> str:
    assert style.hatch is not None  # noqa: S101 - build_patterns filtered
    ground = f'<rect width="{_TILE}" height="{_TILE}" fill="{style.color}" fill-opacity="{style.tint}"/>'
    return (
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="{_TILE}" height="{_TILE}">'
        f"{ground}{draw_hatch(style.hatch, style.color)}</pattern>"
    )


def _styles(layer: Layer) -> Iterator[Style]:
    for part, stance, certainty in _looks(layer.frame):
        yield layer.style(part, stance, certainty)


def _looks(frame: gpd.GeoDataFrame) -> set[tuple[str, str, str]]:
    return set(zip(frame["part"], frame["stance"], frame["certainty"], strict=True))


class _Claims(MacroElement):
    """The script that puts a layer's shapes and labels on its feature group, from plain data."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        claimscapeClaims({{ this._parent.get_name() }}, {{ this.claims|tojson }});
        {% endmacro %}
    """)

    def __init__(self, claims: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # branca leaves it bare
        self._name = "Claims"
        self.claims = claims


def _build_group(layer: Layer, numbers: dict[str, int]) -> folium.FeatureGroup:
    group = folium.FeatureGroup(name=escape(layer.label), control=False)
    rows = list(layer.frame.itertuples(index=False))
    claims = {
        "looks": {row.order: _path(layer.style(row.part, row.stance, row.certainty), row) for row in rows},
        "shapes": [_shape(row, numbers[row.claim_id]) for row in rows],
        "dot": {"radius": 3, "color": "#ffffff", "weight": 1, "fillColor": layer.mark.color, "fillOpacity": 1},
        "labels": [_label(row, layer.mark, numbers[row.claim_id]) for row in _labelled(rows)],
    }
    _Claims(claims).add_to(group)
    return group


def _labelled(rows: list[Any]) -> list[Any]:
    """One row a claim: its shape, or its point, and its extent only where it has neither."""
    preferred = sorted(rows, key=lambda row: ((DRAWN, ANCHOR, EXTENT).index(row.part), row.order))
    return list({row.claim_id: row for row in reversed(preferred)}.values())


def _shape(row: Any, number: int) -> dict[str, Any]:  # noqa: ANN401 - a named tuple of the frame
    return {
        "type": "Feature",
        "id": row.order,
        "properties": {"claim": number, "label": escape(row.label)},
        "geometry": _round(row.geometry),
    }


@lru_cache(1024)  # a press draws the same shapes again
def _round(geometry: Geometry, *, point: bool = False) -> dict[str, Any]:
    """A shape, or a point well inside it, as GeoJSON."""
    return round_geometry(geometry.representative_point() if point else geometry, _CLAIM_DIGITS)


def _label(row: Any, mark: Mark, number: int) -> dict[str, Any]:  # noqa: ANN401 - a named tuple of the frame
    """The permanent label: what on one line, which may be cut, and whose word it is on the next, which may not."""
    what, _, whose = row.label.rpartition(": ")
    lines = f"<span>{escape(what)}</span><span>{escape(whose)}</span>" if what else f"<span>{escape(whose)}</span>"
    label = f'<b class="{mark_class(mark)}">{number}</b>{lines}'
    return {
        "type": "Feature",
        "properties": {"label": label, "role": "claim", "rank": number / 1000},
        "geometry": _round(row.geometry, point=True),
    }


def _path(style: Style, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a named tuple of the frame
    """Leaflet's path options. A hollow shape has no fill, so that a click goes to what lies under it."""
    fill = f"url(#{pattern_id(style)})" if style.hatch else style.color
    return {
        "color": style.color,
        "weight": style.width,
        "dashArray": style.svg_dash,
        "fill": style.tint > 0,
        "fillColor": fill,
        "fillOpacity": 1 if style.hatch else style.tint,
        "pane": _pane(row.part, row.drawn_km2 if style.tint else None),
        "claimscapeExtent": row.part == EXTENT,
    }


def _pane(part: str, drawn_km2: float | None) -> str:
    """The small over the large, so that it can be seen and pressed; hollow shapes (None) hide nothing and go on top."""
    if part == EXTENT:
        return "claims-0"
    if part == ANCHOR or drawn_km2 is None or math.isnan(drawn_km2):
        return f"claims-{CLAIM_PANES - 1}"
    return f"claims-{1 + sum(drawn_km2 < limit for limit in _PANE_ABOVE_KM2)}"
