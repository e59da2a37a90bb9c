"""The composition: where map, enlargement, locator, key and sources stand on the page, and the page itself.

Takes a Reading, its layers, the boundary files and a Page; gives a matplotlib Figure.
Does not write a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import geopandas as gpd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.boundaries import Boundaries, Bounds
from geo.figure.claims import build_pieces
from geo.figure.lettering import MM_PER_POINT, Face, wrap, write_line
from geo.figure.margins import draw_footer, draw_header, find_body
from geo.figure.page import Box, Page, Placed, Row, add_axes, build_figure, draw_rows, lay_out
from geo.figure.panels import Inset, Panel, Setting, choose_enlargement, draw_locator, draw_map
from geo.figure.view import GREATEST_SPAN_M, View, build_view, choose_focus
from geo.figure.words import (
    BREVITIES,
    Brevity,
    Shown,
    Wording,
    build_key,
    digest,
    write_footer,
    write_subtitle,
    write_title,
)
from geo.layers import ANCHOR, DRAWN, EXTENT, build_layers
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION

CAPTION = Face(7.4, "", "#2b2b2b")
GAP_MM = 4.0
COLUMN_GAP_MM = 6.0
ENLARGEMENT_MM, ENLARGEMENT_SHARE = 52.0, 0.34
LOCATOR_MM, MOST_LOCATOR_MM = 33.0, 60.0
CORNER_LOCATOR_MM = (42.0, 33.0)
ENLARGED_TYPE = 0.92
# The type of the key shrinks in these steps before anything is left out; the last is 6.7 points for the notes.
KEY_SCALES = (1.15, 1.08, 1.0, 0.94, 0.88)
# So many places are named in the subtitle, or fewer where the line is full.
MOST_PLACES = (3, 2, 1)
KEY_HEIGHTS_MM = (40.0, 46.0, 52.0, 58.0, 64.0, 70.0, 76.0, 84.0)
LEAST_ENLARGED_KEY_MM = 58.0
LONGEST_VIEW = View(-179.99, -89.99, 1, 1, 1)
"""The view whose projection takes the most characters to write."""
BuildKey = Callable[[Shown, dict[str, str], Brevity], tuple[Row, ...]]
"""The rows of the key for what is shown, with country names by ISO code, as briefly as asked."""

_RANKS = {DRAWN: 0, ANCHOR: 1, EXTENT: 2}


class Layout(NamedTuple):
    """The boxes of a page: the map, the columns of the key, the locator, and the enlargement where there is one.

    ``locator`` is None where it stands in a corner of the map.
    """

    main: Box
    columns: tuple[Box, ...]
    locator: Box | None
    enlargement: Box | None


def compose(
    reading: Reading,
    frame: gpd.GeoDataFrame,
    world: Boundaries,
    page: Page,
    made: dt.datetime,
    wording: Wording = Wording(),  # noqa: B008 frozen
) -> Figure:
    """The whole page; ``frame`` is the features frame of the reading (EPSG:4326)."""
    figure, paper = build_figure(page)
    title = wording.title or write_title(reading.document)
    setting = Setting(build_layers(reading, frame), world, find_wanted(reading), page.scale)
    subject = _find_subject(reading, frame)
    write = partial(write_footer, reading, world, made=made, near=_find_near(subject), named=digest(reading))
    body = find_body(title, page, write(view=LONGEST_VIEW))
    key = partial(build_key, reading, note=wording.note)
    layout, view, inset = _plan(key, subject, setting, page, body)
    enlarged = None
    if inset and layout.enlargement:
        finer = replace(setting, scale=page.scale * ENLARGED_TYPE)
        axes = add_axes(figure, page, layout.enlargement)
        enlarged = replace(inset, claim_ids=draw_map(axes, inset.view, finer, only=inset.claim_ids).labelled)
        _draw_caption(paper, page, layout.enlargement, view.m_per_mm / inset.view.m_per_mm)
    corner_mm = None if layout.locator else CORNER_LOCATOR_MM
    panel = draw_map(add_axes(figure, page, layout.main), view, setting, inset=enlarged, corner_mm=corner_mm)
    shown = _find_shown(setting, panel)
    placed = _place_key(layout, key, shown, panel, page.scale)
    draw_rows(paper, placed)
    locator = _find_locator(page, layout, panel, placed)
    draw_locator(add_axes(figure, page, locator, zorder=2), view, locator[2:], setting)
    subtitles = [wording.subtitle] if wording.subtitle else [write_subtitle(reading, shown, one) for one in MOST_PLACES]
    draw_header(paper, page, title, subtitles)
    draw_footer(paper, page, write(view=view))
    return figure


def _plan(
    key: BuildKey, subject: gpd.GeoDataFrame, setting: Setting, page: Page, body: Box
) -> tuple[Layout, View, Inset | None]:
    """The layout, the view of its main map, and the enlargement if there is something to enlarge.

    Below the map the key takes the least height that holds it; the map gets the rest.
    """
    heights = (page.key_mm,) if page.beside else KEY_HEIGHTS_MM
    for key_mm in (one for one in heights if one >= LEAST_ENLARGED_KEY_MM):
        layout = _lay_out(page, body, key_mm, enlarged=True)
        view = choose_view(subject, layout.main[2:])
        inset = choose_enlargement(setting.layers, view, layout.enlargement[2:]) if layout.enlargement else None
        if inset and (key_mm == heights[-1] or _holds_key(layout, key, setting, view)):
            return layout, view, inset
    for key_mm in heights:
        layout = _lay_out(page, body, key_mm, enlarged=False)
        view = choose_view(subject, layout.main[2:])
        if _holds_key(layout, key, setting, view):
            break
    return layout, view, None


def _holds_key(layout: Layout, key: BuildKey, setting: Setting, view: View) -> bool:
    pieces = build_pieces(setting.layers, view)
    seen = {piece.layer_key for piece in pieces}
    layers = tuple(layer for layer in setting.layers if layer.key in seen)
    shown = Shown(layers, pieces, 1, disputed_ground=True)
    rows = tuple(row.scaled(setting.scale) for row in key(shown, {}, BREVITIES[0]))
    return len(lay_out(rows, layout.columns)) == len(rows)


def choose_view(subject: gpd.GeoDataFrame, size_mm: tuple[float, float]) -> View:
    """The view of the shapes of a frame (EPSG:4326, with ``part``), and of extents that do not drag it far.

    Without any shape it is most of the inhabited world.
    """
    if subject.empty:
        return View(15.0, 20.0, *size_mm, GREATEST_SPAN_M / max(size_mm))
    geometries, ranks = subject.geometry.to_numpy(), subject["part"].map(_RANKS).to_numpy()
    return build_view(geometries[choose_focus(geometries, ranks)], size_mm)


def _find_subject(reading: Reading, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What the map is made to show: the claims; where none is drawn, the places that the dispatch names."""
    places: Any = (reading.places or EMPTY_COLLECTION)["features"]
    if len(frame) or not places:
        return frame
    return gpd.GeoDataFrame.from_features(places, crs="EPSG:4326").assign(part=ANCHOR)


def _find_near(subject: gpd.GeoDataFrame) -> Bounds | None:
    """The box of what is shown (degrees), for what is said of the boundaries there; None where nothing is."""
    if subject.empty:
        return None
    west, south, east, north = map(float, subject.total_bounds)
    return west, south, east, north


def _lay_out(page: Page, body: Box, key_mm: float, *, enlarged: bool) -> Layout:
    return (_lay_out_beside if page.beside else _lay_out_below)(page, body, key_mm, enlarged=enlarged)


def _lay_out_beside(page: Page, body: Box, key_mm: float, *, enlarged: bool) -> Layout:
    """The key at the right of the map, and under it the locator, which gives way to an enlargement."""
    x = body.x + body.width - key_mm
    main = Box(body.x, body.y, body.width - key_mm - GAP_MM, body.height)
    if enlarged:
        high = min(ENLARGEMENT_MM, ENLARGEMENT_SHARE * body.height)
        inset = Box(x, body.top - high, key_mm, high)
        key = Box(x, body.y, key_mm, inset.y - _caption_mm(page, key_mm) - 1.5 - body.y)
        return Layout(main, _split(key, page.columns), None, inset)
    locator = Box(x, body.y, key_mm, LOCATOR_MM)
    key = Box(x, locator.top + GAP_MM, key_mm, body.top - locator.top - GAP_MM)
    return Layout(main, _split(key, page.columns), locator, None)


def _lay_out_below(page: Page, body: Box, key_mm: float, *, enlarged: bool) -> Layout:
    """The key in columns under the map; the last of them is for the locator, which gives way to an enlargement."""
    *columns, last = _split(body._replace(height=key_mm), page.columns)
    main = Box(body.x, body.y + key_mm + GAP_MM, body.width, body.height - key_mm - GAP_MM)
    if not enlarged:
        return Layout(main, tuple(columns), last, None)
    caption = _caption_mm(page, last.width)
    inset = last._replace(y=last.y + caption, height=last.height - caption)
    return Layout(main, tuple(columns), None, inset)


def _split(box: Box, columns: int) -> tuple[Box, ...]:
    """So many columns with gaps between them, from left to right."""
    width = (box.width - COLUMN_GAP_MM * (columns - 1)) / columns
    return tuple(box._replace(x=box.x + one * (width + COLUMN_GAP_MM), width=width) for one in range(columns))


def _write_caption(times: float) -> str:
    return f"The ground framed on the map, {times:.1f} times larger; with a scale bar of its own"


def _caption_mm(page: Page, width_mm: float) -> float:
    face = CAPTION.scaled(page.scale)
    return len(wrap(_write_caption(10.0), face, width_mm)) * face.line_mm + 1.0


def _draw_caption(paper: Axes, page: Page, box: Box, times: float) -> None:
    face = CAPTION.scaled(page.scale)
    for number, line in enumerate(wrap(_write_caption(times), face, box.width)):
        write_line(paper, box.x, box.y - 0.8 - number * face.line_mm - face.size_pt * MM_PER_POINT, line, face)


def _find_shown(setting: Setting, panel: Panel) -> Shown:
    """Only what is seen: layers that have a piece on the map, with the rows that are on it."""
    seen = {piece.layer_key for piece in panel.pieces}
    unlabelled = len({piece.claim_id for piece in panel.pieces} - panel.labelled)
    disputed = any(
        shapely.intersects(panel.ground[name].geometry.to_numpy(), panel.view.box).any() for name in ("areas", "lines")
    )
    return Shown(tuple(layer for layer in setting.layers if layer.key in seen), panel.pieces, unlabelled, disputed)


def find_wanted(reading: Reading) -> frozenset[str]:
    """The place ids of the towns that the dispatch names."""
    return frozenset(mention.place.place_id for mention in reading.mentions if mention.place)


def _place_key(layout: Layout, key: BuildKey, shown: Shown, panel: Panel, scale: float) -> tuple[Placed, ...]:
    """Lay the key out as full and as large as it fits; rows that never fit are counted in its last line."""
    countries = panel.ground["countries"]
    sides = dict(zip(countries["country"], countries["name"], strict=True))
    sizes = [size for size in KEY_SCALES if size <= scale]
    full = (key(shown, sides, brevity) for brevity in BREVITIES)
    for unscaled, size in ((one, size) for one in full for size in sizes):
        rows = tuple(row.scaled(size) for row in unscaled)
        placed = lay_out(rows, layout.columns)
        if len(placed) == len(rows):
            return placed
    return _count_rest(rows, placed)


def _find_locator(page: Page, layout: Layout, panel: Panel, placed: tuple[Placed, ...]) -> Box:
    """The locator's box: a corner of the map, or its own, which beside the map takes the room that the key leaves."""
    if panel.corner is not None:
        x0, y0, x1, y1 = (float(one) for one in panel.corner)
        return Box(layout.main.x + x0, layout.main.y + y0, x1 - x0, y1 - y0)
    if layout.locator is None:
        raise ValueError("a layout without a locator must keep a corner of the map free for it")
    if not page.beside:
        return layout.locator
    free = min(one.bottom for one in placed) - layout.locator.top - 2 * GAP_MM
    return layout.locator._replace(height=min(LOCATOR_MM + max(free, 0.0), MOST_LOCATOR_MM))


def _count_rest(rows: tuple[Row, ...], placed: tuple[Placed, ...]) -> tuple[Placed, ...]:
    left, last = len(rows) - len(placed) + 1, placed[-1]
    row = Row(f"{left} more lines of the key: see the table.", Face(last.row.face.size_pt))
    return (*placed[:-1], last._replace(row=row))
