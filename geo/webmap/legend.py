"""The legend as HTML: a swatch of each layer, then what the outlines and fills mean.

Takes Layers; gives HTML with every name escaped. Does not list a look that the map does not hold.
"""

from __future__ import annotations

from urllib.parse import quote

from geo.layers import Layer, Style, build_legend
from geo.webmap.escaping import escape
from geo.webmap.groups import draw_hatch

_WIDTH, _HEIGHT = 34, 18


def draw_swatch(style: Style) -> str:
    """A small SVG of a style: its tint, hatch and outline on the colour of land."""
    tiles = ""
    if style.hatch:
        hatch = draw_hatch(style.hatch, style.color)
        tiles = "".join(
            f'<svg x="{x}" y="{y}" width="8" height="8">{hatch}</svg>' for x in range(2, 32, 8) for y in (1, 9)
        )
    dash = f' stroke-dasharray="{style.svg_dash}"' if style.svg_dash else ""
    box = f'x="2" y="2" width="{_WIDTH - 4}" height="{_HEIGHT - 4}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">'
        f'<rect {box} fill="#f6f3ec"/><rect {box} fill="{style.color}" fill-opacity="{style.tint}"/>'
        f'<svg {box} overflow="hidden"><g transform="translate(-2 -2)">{tiles}</g></svg>'
        f'<rect {box} fill="none" stroke="{style.color}" stroke-width="{min(style.width, 2)}"{dash}/></svg>'
    )


def to_address(svg: str) -> str:
    """An SVG as a data: address, which needs no request and holds nothing that ends an attribute or a CSS string."""
    return "data:image/svg+xml," + quote(svg, safe=" =:/,.-")


def build_swatch(style: Style) -> str:
    """A swatch as an image; the words beside it say the same."""
    return f'<img class="swatch" alt="" width="{_WIDTH}" height="{_HEIGHT}" src="{to_address(draw_swatch(style))}">'


def find_layer_style(layer: Layer) -> Style:
    """The style that stands for a whole layer: its hatch in a plain outline."""
    return layer.style("drawn", "asserts", "located")


def build_legend_html(layers: tuple[Layer, ...]) -> str:
    """A list of the looks on the map: the layers that have shapes (``li.who``), then outlines and fills, in grey.

    Where switches with the same swatches stand beside the map, CSS hides the layers; on paper there are no switches.
    """
    who = [_item(find_layer_style(layer), f"claimed by {layer.label}", "who") for layer in layers if layer.drawn]
    looks = [_item(row.style, row.meaning, "look") for row in build_legend(layers)]
    return f'<ul class="legend">{"".join(who + looks)}</ul>'


def _item(style: Style, meaning: str, kind: str) -> str:
    return f'<li class="{kind}">{build_swatch(style)}<span>{escape(meaning)}</span></li>'


def build_pill_css(layer: Layer) -> str:
    """The swatch of a layer as a CSS ``content``, for a button whose inside belongs to somebody else."""
    return f'content: url("{to_address(draw_swatch(find_layer_style(layer)))}")'
