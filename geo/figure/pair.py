"""Two claimants side by side: the same ground twice, at one scale, each with the claims of one.

Takes a Reading, its features, the boundary files and two names; gives a matplotlib Figure. Does not compare: the
sentence under the maps is given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import geopandas as gpd
from matplotlib.figure import Figure

from geo.boundaries import Boundaries, Bounds
from geo.figure.compose import LONGEST_VIEW, choose_view, find_wanted
from geo.figure.lettering import MM_PER_POINT, Face, shorten, wrap, write_line
from geo.figure.margins import draw_footer, draw_header, find_body
from geo.figure.page import PAGES, Box, add_axes, build_figure
from geo.figure.panels import Setting, draw_map
from geo.figure.words import digest, write_footer, write_title
from geo.layers import OUTLINES_IN_WORDS, build_layers
from geo.model import Reading

NAME = Face(11, "-Bold")
SENTENCE = Face(8.5)
GAP_MM = 5.0


def compose_pair(
    reading: Reading,
    frame: gpd.GeoDataFrame,
    world: Boundaries,
    claimants: tuple[str, str],
    sentence: str,
    made: dt.datetime,
) -> Figure:
    """The page, a 16:9 slide; ``frame`` is the features frame of the reading (EPSG:4326).

    A claimant of whom nothing is drawn has the ground without a claim.
    """
    page = PAGES["slide"]
    figure, paper = build_figure(page)
    subject = frame[frame["claimant"].isin(claimants)]
    near: Bounds | None = tuple(map(float, subject.total_bounds)) if len(subject) else None  # type: ignore[assignment]
    write = partial(write_footer, reading, world, made=made, near=near, named=digest(reading))
    title = write_title(reading.document)
    body = find_body(title, page, write(view=LONGEST_VIEW))
    face, name_face = SENTENCE.scaled(page.scale), NAME.scaled(page.scale)
    lines = [line for text in (sentence, OUTLINES_IN_WORDS) for line in wrap(text, face, body.width)]
    foot = len(lines) * face.line_mm + 2.0
    size = ((body.width - GAP_MM) / 2, body.height - foot - name_face.line_mm - 1.5)
    view = choose_view(subject, size)
    layers = build_layers(reading, frame)
    for place, claimant in enumerate(claimants):
        x = body.x + place * (size[0] + GAP_MM)
        own = tuple(
            replace(layer, frame=layer.frame[layer.frame["claimant"] == claimant])
            for layer in layers
            if (layer.frame["claimant"] == claimant).any()
        )
        setting = Setting(own, world, find_wanted(reading), page.scale)
        draw_map(add_axes(figure, page, Box(x, body.y + foot, *size)), view, setting)
        (name,) = shorten(claimant, name_face, size[0], 1)
        write_line(paper, x, body.top - name_face.size_pt * MM_PER_POINT, name, name_face)
    for number, line in enumerate(lines):
        write_line(paper, body.x, body.y + foot - 2.0 - number * face.line_mm - face.size_pt * MM_PER_POINT, line, face)
    draw_header(paper, page, title, ["The same ground at the same scale, with the claims of each"])
    draw_footer(paper, page, write(view=view))
    return figure
