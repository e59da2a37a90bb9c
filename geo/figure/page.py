"""The page: its sizes, its boxes, and text that flows down them.

Takes the name of a size; gives millimetres. Rows of text with their swatches are set into columns on an Axes in mm.
Does not know what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.figure.lettering import MM_PER_POINT, Face, wrap, write_line
from geo.figure.paths import draw, draw_styled
from geo.layers import Style

MM_PER_INCH = 25.4
SWATCH_MM = (7.5, 4.2)
SWATCH_GAP_MM = 2.0

SizeName = Literal["landscape", "portrait", "slide", "square"]


class Box(NamedTuple):
    """A rectangle on the page in mm from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Page:
    """A size of paper. ``scale`` is the factor of all type sizes; ``columns`` that of the key, beside or below the map."""

    width_mm: float
    height_mm: float
    margin_mm: float
    scale: float
    columns: int
    key_mm: float

    @property
    def beside(self) -> bool:
        """Whether the key stands beside the map (one column), not below it."""
        return self.columns == 1


# A4, a 16:9 slide of 13.33 by 7.5 inches read from further off, and a square as wide as A4.
PAGES: dict[SizeName, Page] = {
    "landscape": Page(297, 210, 9, 1.0, 1, 72),
    "portrait": Page(210, 297, 9, 1.0, 3, 74),
    "slide": Page(338.67, 190.5, 10, 1.15, 1, 88),
    "square": Page(210, 210, 8, 0.95, 3, 62),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the key: its text, how it is set, the space above it, and the look that it explains."""

    text: str
    face: Face
    above_mm: float = 1.2
    swatch: Style | None = None


def build_figure(page: Page) -> tuple[Figure, Axes]:
    """An empty figure and the Axes over all of it whose unit is the millimetre."""
    figure = Figure(figsize=(page.width_mm / MM_PER_INCH, page.height_mm / MM_PER_INCH), facecolor="white")
    return figure, add_axes(figure, page, Box(0, 0, page.width_mm, page.height_mm), zorder=0)


def add_axes(figure: Figure, page: Page, box: Box, zorder: float = 1) -> Axes:
    """An Axes on a box of the page, in mm from the box's own lower left corner, without ticks or labels."""
    share = (
        box.x / page.width_mm,
        box.y / page.height_mm,
        box.width / page.width_mm,
        box.height / page.height_mm,
    )
    axes = figure.add_axes(share, zorder=zorder)
    axes.set(xlim=(0, box.width), ylim=(0, box.height), xticks=[], yticks=[])
    axes.set_frame_on(False)
    return axes


def measure_rows(rows: Iterable[Row], width_mm: float) -> float:
    """How many mm the rows take in one column."""
    return sum(_height(row, width_mm) for row in rows)


def flow(paper: Axes, rows: tuple[Row, ...], columns: tuple[Box, ...]) -> int:
    """Set rows down one column after the other; gives how many found room. A row is never parted."""
    column, top = 0, columns[0].top
    for number, row in enumerate(rows):
        height = _height(row, columns[column].width)
        # A heading does not stay behind alone at the foot of a column.
        tied = height + (_height(rows[number + 1], columns[column].width) if _is_heading(rows, number) else 0)
        if top - tied < columns[column].y:
            column, top = column + 1, columns[min(column + 1, len(columns) - 1)].top
        if column == len(columns):
            return number
        above = 0 if top == columns[column].top else row.above_mm
        _set_row(paper, row, columns[column], top - above)
        top -= height - row.above_mm + above
    return len(rows)


def _is_heading(rows: tuple[Row, ...], number: int) -> bool:
    return rows[number].face.cut == "-Bold" and number + 1 < len(rows)


def _indent(row: Row) -> float:
    return SWATCH_MM[0] + SWATCH_GAP_MM if row.swatch else 0.0


def _height(row: Row, width_mm: float) -> float:
    lines = wrap(row.text, row.face, width_mm - _indent(row))
    return row.above_mm + max(len(lines) * row.face.line_mm, SWATCH_MM[1] if row.swatch else 0)


def _set_row(paper: Axes, row: Row, column: Box, top: float) -> None:
    lines = wrap(row.text, row.face, column.width - _indent(row))
    block = len(lines) * row.face.line_mm
    # One line stands level with the middle of its swatch.
    drop = max(0.0, (SWATCH_MM[1] - block) / 2) if row.swatch else 0.0
    if row.swatch:
        width, height = SWATCH_MM
        draw_swatch(paper, shapely.box(column.x + 0.4, top - height + 0.4, column.x + width, top - 0.4), row.swatch)
    for number, line in enumerate(lines):
        baseline = top - drop - number * row.face.line_mm - row.face.size_pt * MM_PER_POINT
        write_line(paper, column.x + _indent(row), baseline, line, row.face)


def draw_swatch(paper: Axes, box: shapely.Polygon, style: Style) -> None:
    """Draw a look as the key shows it: a small box, or a line where the look is only an outline."""
    draw_styled(paper, box, style, 1)


def draw_rule(paper: Axes, x0: float, x1: float, y: float) -> None:
    """A hair line across."""
    draw(paper, shapely.LineString([(x0, y), (x1, y)]), edgecolor="#8a8a8a", linewidth=0.4)
