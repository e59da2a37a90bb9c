"""The page: its sizes, its boxes, and text that flows down them.

Takes the name of a size; gives millimetres. Rows of text with their swatches are set into columns on an Axes in mm.
Does not know what the rows say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.figure.lettering import MM_PER_POINT, Face, wrap, write_line
from geo.figure.paths import draw, draw_styled
from geo.layers import Style

MM_PER_INCH = 25.4
SWATCH_MM = (7.0, 3.8)
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
    """A size of paper. ``scale`` is the factor of all type sizes.

    The key has ``columns``. Beside the map it is ``key_mm`` wide; without a ``key_mm`` it stands below the map, as high
    as it needs to be.
    """

    width_mm: float
    height_mm: float
    margin_mm: float
    scale: float
    columns: int
    key_mm: float = 0.0

    @property
    def beside(self) -> bool:
        """Whether the key stands beside the map."""
        return self.key_mm > 0


# A4, a 16:9 slide of 13.33 by 7.5 inches read from further off, and a square as wide as A4.
PAGES: dict[SizeName, Page] = {
    "landscape": Page(297, 210, 9, 1.0, columns=1, key_mm=72),
    "portrait": Page(210, 297, 9, 1.0, columns=3),
    "slide": Page(338.67, 190.5, 10, 1.15, columns=2, key_mm=122),
    "square": Page(210, 210, 8, 0.95, columns=3),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the key: its text, how it is set, the space above it, and the look that it explains."""

    text: str
    face: Face
    above_mm: float = 1.2
    swatch: Style | None = None

    def scaled(self, scale: float) -> Row:
        """The same row in larger or smaller type."""
        return Row(self.text, self.face.scaled(scale), self.above_mm * scale, self.swatch)


class Placed(NamedTuple):
    """A row, the column that it stands in, and its upper edge in mm."""

    row: Row
    column: Box
    top: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top - _height(self.row, self.column.width)


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


def lay_out(rows: tuple[Row, ...], columns: tuple[Box, ...]) -> tuple[Placed, ...]:
    """Where each row stands, down one column after the other; rows that find no room are missing at the end.

    A row is never parted, and a heading never stays behind alone at the foot of a column.
    """
    placed: list[Placed] = []
    column, top = 0, columns[0].top
    for number, row in enumerate(rows):
        above = 0.0 if top == columns[column].top else row.above_mm
        if top - above - _height_with_next(rows, number, columns[column].width) < columns[column].y:
            column, above = column + 1, 0.0
            if column == len(columns):
                break
            top = columns[column].top
        placed.append(Placed(row, columns[column], top - above))
        top -= above + _height(row, columns[column].width)
    return tuple(placed)


def draw_rows(paper: Axes, placed: tuple[Placed, ...]) -> None:
    """Set the rows where ``lay_out`` put them."""
    for one in placed:
        _set_row(paper, *one)


def _height_with_next(rows: tuple[Row, ...], number: int, width_mm: float) -> float:
    """The height of a row, and for a heading that of the row it heads."""
    height = _height(rows[number], width_mm)
    if rows[number].face.cut != "-Bold" or number + 1 == len(rows):
        return height
    return height + rows[number + 1].above_mm + _height(rows[number + 1], width_mm)


def _indent(row: Row) -> float:
    return SWATCH_MM[0] + SWATCH_GAP_MM if row.swatch else 0.0


def _height(row: Row, width_mm: float) -> float:
    lines = wrap(row.text, row.face, width_mm - _indent(row))
    return max(len(lines) * row.face.line_mm, SWATCH_MM[1] if row.swatch else 0.0)


def _set_row(paper: Axes, row: Row, column: Box, top: float) -> None:
    lines = wrap(row.text, row.face, column.width - _indent(row))
    block = len(lines) * row.face.line_mm
    # One line stands level with the middle of its swatch.
    drop = max(0.0, (SWATCH_MM[1] - block) / 2) if row.swatch else 0.0
    if row.swatch:
        width, height = SWATCH_MM
        draw_styled(paper, shapely.box(column.x + 0.4, top - height + 0.4, column.x + width, top - 0.4), row.swatch, 1)
    for number, line in enumerate(lines):
        baseline = top - drop - number * row.face.line_mm - row.face.size_pt * MM_PER_POINT
        write_line(paper, column.x + _indent(row), baseline, line, row.face)


def draw_rule(paper: Axes, x0: float, x1: float, y: float) -> None:
    """A hair line across."""
    draw(paper, shapely.LineString([(x0, y), (x1, y)]), edgecolor="#8a8a8a", linewidth=0.4)
