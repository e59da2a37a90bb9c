"""One self-contained HTML page: the map, the text beside it, the table of all claims, sources.

Takes a Reading, the background and the Layers; gives the page as text, below a megabyte for a dispatch.
Does not refer to anything outside itself: it opens from a disk without a network, and prints.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Protocol

import geopandas as gpd
import pandas as pd
from branca.element import Element
from xstatic.pkg import leaflet

from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER
from geo.dates import format_day
from geo.layers import OUTLINES_IN_WORDS, Layer
from geo.model import Document, Reading
from geo.webmap.escaping import escape
from geo.webmap.ground import ASSETS, build_base_map, get_figure
from geo.webmap.groups import build_layer_groups, build_patterns
from geo.webmap.legend import build_legend_html, build_swatch, find_layer_style
from geo.webmap.scenery import Scenery, build_scenery, find_bounds
from geo.webmap.text import build_text, build_text_css
from geo.webmap.wording import (
    COLUMNS,
    ClaimRow,
    RelationRow,
    describe_claims,
    describe_relations,
    number_claims,
    to_cell,
)

SCHEMATIC = "A shape is a schematic of what somebody is reported to have said, not a survey of who holds the ground."
NO_CLAIMS = "No claim about territory was found in this text."


def to_html(reading: Reading, world: Boundaries, layers: tuple[Layer, ...]) -> str:
    """The whole reading as one HTML page; identical input gives identical text.

    Claims without a shape stand in the table with the reason. Raises nothing for a reading without claims.
    """
    frame = join_frames(layers)
    scenery = build_scenery(reading, world, find_bounds(frame))
    document = reading.document
    body, script = _render_map(scenery, layers, number_claims(reading), write_caption(document))
    template = Template(_asset("page.html"))
    return template.substitute(
        language=escape(document.language),
        title=escape(document.title or "Untitled dispatch"),
        source=escape(describe_source(document)),
        styles=_leaflet("leaflet.css") + _asset("map.css") + build_text_css() + _asset("page.css"),
        patterns=build_patterns(layers),
        map=body,
        switches="".join(_switch(position, layer) for position, layer in enumerate(layers) if layer.drawn),
        unplaced=escape(describe_unplaced(layers)),
        legend=build_legend_html(layers),
        text=build_text(reading, layers),
        relations=build_relations_html(describe_relations(reading)),
        table=build_claims_html(describe_claims(reading, frame)),
        sources=escape(scenery.credit),
        disclaimer=escape(f"{DISCLAIMER} {SCHEMATIC}"),
        script=_leaflet("leaflet.js") + "\n" + script + "\n" + _asset("page.js"),
    )


class Printed(Protocol):
    """What has an outlet and a day of publication, where they are known."""

    @property
    def outlet(self) -> str | None:
        """Who printed it."""

    @property
    def published(self) -> dt.date | None:
        """When."""


def describe_source(document: Printed) -> str:
    """Who printed the dispatch, and when; what is not known is said."""
    outlet = document.outlet or "outlet not stated"
    published = format_day(document.published) if document.published else "publication date not stated"
    return f"{outlet}, {published}"


def write_caption(document: Document) -> tuple[str, ...]:
    """What stands under a picture of the map: title, source, what the outlines mean, disclaimer; plain text."""
    source = f"Claims of territory as reported: {describe_source(document)}. {SCHEMATIC}"
    return document.title or "Untitled dispatch", source, OUTLINES_IN_WORDS, DISCLAIMER


def describe_unplaced(layers: tuple[Layer, ...]) -> str:
    """The layers of which nothing is on the map, with the number of their claims; empty where there are none."""
    names = [f"{layer.label} ({layer.count})" for layer in layers if not layer.drawn]
    return f"Nothing on the map of: {', '.join(names)}." if names else ""


def join_frames(layers: tuple[Layer, ...]) -> gpd.GeoDataFrame:
    """The rows of all layers again in one features frame, EPSG:4326; without layers an empty one."""
    if not layers:
        columns = ["claim_id", "part", "drawn_km2", "note"]
        return gpd.GeoDataFrame(pd.DataFrame(columns=columns), geometry=[], crs="EPSG:4326")
    return gpd.GeoDataFrame(pd.concat([layer.frame for layer in layers]), crs=layers[0].frame.crs)


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _leaflet(name: str) -> str:
    """A file of the Leaflet that pip installed, without what would be asked for: images and the source map."""
    text = Path(leaflet.BASE_DIR, name).read_text(encoding="utf-8")
    text = re.sub(r"background-image:\s*url\([^)]*\);?", "", text)
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).replace("</script", "<\\/script")


def _render_map(
    scenery: Scenery, layers: tuple[Layer, ...], numbers: dict[str, int], caption: tuple[str, ...]
) -> tuple[str, str]:
    """The map's element and its script. Ids are counted, not random, so that the page is the same every time."""
    ground = build_base_map(scenery, caption=caption)
    groups = build_layer_groups(layers, numbers)
    for group in groups:
        group.add_to(ground)
    figure = get_figure(ground)
    for count, element in zip(itertools.count(), _walk(ground), strict=False):
        element._id = f"c{count}"  # noqa: SLF001 - branca gives no other way to a stable id
    figure.render()
    drawn = [position for position, layer in enumerate(layers) if layer.drawn]
    names = ", ".join(f"{place}: {group.get_name()}" for place, group in zip(drawn, groups, strict=True))
    script = f"{figure.script.render()}\nconst claimscapeGroups = {{ {names} }};"
    return figure.html.render(), script


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001 - the same
        yield from _walk(child)


def _switch(position: int, layer: Layer) -> str:
    count = f"{layer.drawn} of {layer.count} drawn"
    return (
        f'<label class="switch"><input type="checkbox" data-layer="{position}" checked>'
        f"{build_swatch(find_layer_style(layer))}<span>{escape(layer.label)}</span><small>{count}</small></label>"
    )


def build_relations_html(rows: tuple[RelationRow, ...]) -> str:
    """How the claims stand to each other as an HTML list, disputes first, or a sentence that none was found."""
    if not rows:
        return '<p class="quiet">No two claims of this dispatch were found to contradict each other.</p>'
    items = "".join(
        f'<li class="{"dispute" if row.dispute else "link"}"><strong>{escape(row.sentence)}.</strong> '
        f"{escape(row.reason)}</li>"
        for row in rows
    )
    return f'<ul class="relations">{items}</ul>'


def build_claims_html(rows: tuple[ClaimRow, ...]) -> str:
    """Every claim as a row of an HTML table that can be reached by keyboard; ``data-claim`` is its number."""
    if not rows:
        return f'<p class="quiet">{NO_CLAIMS}</p>'
    head = "".join(f'<th scope="col">{title}</th>' for title in COLUMNS.values())
    body = "".join(_table_row(row) for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def build_table_html(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain HTML table of texts, escaped."""
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _table_row(row: ClaimRow) -> str:
    cells = "".join(f"<td>{escape(str(to_cell(getattr(row, name))))}</td>" for name in COLUMNS)
    return f'<tr data-claim="{row.number}" tabindex="0">{cells}</tr>'
