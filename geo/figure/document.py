"""A document: the report figure on its first page, then text in two columns over as many pages as it needs.

Takes a figure that was composed, and Rows; gives the figures of all pages. Does not know what the rows say.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from geo.figure.lettering import Face
from geo.figure.page import Box, Page, Row, build_figure, draw_rows, draw_rule, lay_out

_COLUMN_GAP_MM, _HEAD_MM, _FOOT_MM = 8.0, 8.0, 9.0
_RUNNING = Face(7.2, "", "#4a4a4a")
MOST_PAGES = 200
"""A document is no longer; what is left out is told on its last page."""


def compose_text(rows: tuple[Row, ...], page: Page, title: str, foot: str) -> list[Figure]:
    """Pages of text: rows down one column after the other, the title at the head and a line at the foot of each."""
    width = (page.width_mm - 2 * page.margin_mm - _COLUMN_GAP_MM) / 2
    low, high = page.margin_mm + _FOOT_MM, page.height_mm - page.margin_mm - _HEAD_MM
    lefts = (page.margin_mm, page.margin_mm + width + _COLUMN_GAP_MM)
    columns = tuple(Box(left, low, width, high - low) for left in lefts)
    pages: list[Figure] = []
    while rows and len(pages) < MOST_PAGES:
        figure, paper = build_figure(page)
        placed = lay_out(rows, columns)
        if not placed:  # a row that is higher than a page: nothing in a claim is, but nothing may hang on it
            rows = rows[1:]
            continue
        draw_rows(paper, placed)
        rows = rows[len(placed) :]
        told = f"{foot} {len(rows)} paragraphs are left out." if rows and len(pages) + 1 == MOST_PAGES else foot
        across = page.width_mm - 2 * page.margin_mm
        for line, top in ((f"{title}, page {len(pages) + 2}", page.height_mm - page.margin_mm), (told, low - 2)):
            draw_rows(paper, lay_out((Row(line, _RUNNING),), (Box(page.margin_mm, top - _FOOT_MM, across, _FOOT_MM),)))
        draw_rule(paper, page.margin_mm, page.width_mm - page.margin_mm, high + 2)
        pages.append(figure)
    return pages
