"""The margins of a page: its title, and at its foot sources, dates and disclaimer.

Takes the Axes over the whole page, whose unit is the millimetre; gives the box that is left. Does not know what is
said.
"""

from __future__ import annotations

from matplotlib.axes import Axes

from geo.figure.lettering import MM_PER_POINT, Face, measure_mm, shorten, to_drawable, wrap, write_line
from geo.figure.page import Box, Page, draw_rule

TITLE = Face(17, "-Bold")
SUBTITLE = Face(9.5, "", "#3d3d3d")
FOOTER = Face(6.8, "", "#3d3d3d")


def find_body(title: str, page: Page, longest: tuple[str, ...]) -> Box:
    """What the header and the footer leave; the footer's lines are the longest there can be."""
    footer = _footer_height(page, longest)
    header = len(_title_lines(page, title)) * TITLE.scaled(page.scale).line_mm + SUBTITLE.scaled(page.scale).line_mm
    bottom = page.margin_mm + footer + 2.5
    top = page.height_mm - page.margin_mm - header - 3.0
    return Box(page.margin_mm, bottom, page.width_mm - 2 * page.margin_mm, top - bottom)


def _title_lines(page: Page, title: str) -> tuple[str, ...]:
    return shorten(title, TITLE.scaled(page.scale), page.width_mm - 2 * page.margin_mm, 2)


def draw_header(paper: Axes, page: Page, title: str, subtitles: list[str]) -> None:
    """The title, and under it the first of the subtitles that fits on its line, else the last, shortened."""
    face, top = TITLE.scaled(page.scale), page.height_mm - page.margin_mm
    lines = _title_lines(page, title)
    for number, line in enumerate(lines):
        write_line(paper, page.margin_mm, top - number * face.line_mm - face.size_pt * MM_PER_POINT * 0.85, line, face)
    below = SUBTITLE.scaled(page.scale)
    room = page.width_mm - 2 * page.margin_mm
    fitting = (one for one in subtitles if measure_mm(to_drawable(one), below) <= room)
    (line, *_) = shorten(next(fitting, subtitles[-1]), below, room, 1)
    baseline = top - len(lines) * face.line_mm - below.size_pt * MM_PER_POINT
    write_line(paper, page.margin_mm, baseline, line, below)


def _footer_height(page: Page, paragraphs: tuple[str, ...]) -> float:
    return len(_footer_lines(page, paragraphs)) * FOOTER.scaled(page.scale).line_mm


def _footer_lines(page: Page, paragraphs: tuple[str, ...]) -> list[str]:
    face = FOOTER.scaled(page.scale)
    return [line for text in paragraphs for line in wrap(text, face, page.width_mm - 2 * page.margin_mm)]


def draw_footer(paper: Axes, page: Page, paragraphs: tuple[str, ...]) -> None:
    """The paragraphs at the foot of the page, under a rule."""
    face, lines = FOOTER.scaled(page.scale), _footer_lines(page, paragraphs)
    top = page.margin_mm + len(lines) * face.line_mm
    draw_rule(paper, page.margin_mm, page.width_mm - page.margin_mm, top + 1.0)
    for number, line in enumerate(lines):
        write_line(paper, page.margin_mm, top - number * face.line_mm - face.size_pt * MM_PER_POINT, line, face)
