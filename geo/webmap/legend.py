"""The legend as HTML: a swatch of each layer, then what the outlines and fills mean.

Takes Layers; gives HTML with every name escaped. Does not list a look that the map does not hold.
"""

from __future__ import annotations

from geo.layers import Layer, Style, build_legend
from geo.webmap.escaping import escape
from geo.webmap.groups import draw_hatch

_WIDTH, _HEIGHT = 34, 18


def build_swatch(style: Style) -> str:
    """A small SVG of a style: its tint, hatch and outline. It carries its own lines, so that it needs no other SVG."""
    tiles = ""
    if style.hatch:
        hatch = draw_hatch(style.hatch, style.color)
        tiles = "".join(
            f'<svg x="{x}" y="{y}" width="8" height="8">{hatch}</svg>' for x in range(2, 32, 8) for y in (1, 9)
        )
    dash = f' stroke-dasharray="{style.svg_dash}"' if style.svg_dash else ""
    box = f'x="2" y="2" width="{_WIDTH - 4}" height="{_HEIGHT - 4}"'
    return (
        f'<svg class="swatch" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">'
        f'<rect {box} fill="{style.color}" fill-opacity="{style.tint}"/><svg {box} overflow="hidden">'
        f'<g transform="translate(-2 -2)">{tiles}</g></svg>'
        f'<rect {box} fill="none" stroke="{style.color}" stroke-width="{min(style.width, 2)}"{dash}/></svg>'
    )


def build_layer_swatch(layer: Layer) -> str:
    """The swatch that stands for a whole layer: its hatch in a plain outline."""
    return build_swatch(layer.style("drawn", "asserts", "located"))


def build_legend_html(layers: tuple[Layer, ...]) -> str:
    """A list of the looks on the map: the layers that have shapes, then outlines and fills, in grey."""
    names = [(build_layer_swatch(layer), f"claimed by {layer.label}") for layer in layers if layer.drawn]
    looks = [(build_swatch(row.style), row.meaning) for row in build_legend(layers)]
    items = "".join(f"<li>{swatch}<span>{escape(meaning)}</span></li>" for swatch, meaning in names + looks)
    return f'<ul class="legend">{items}</ul>'
