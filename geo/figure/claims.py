"""The claims on the map: their shapes in the look of their layer, and a label beside each.

Takes Layers and a View; draws on an Axes in mm, and puts every label in the Sheet.
Does not decide a colour, a hatch or a dash: ``layers`` does, for the screen and for paper alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray

from geo.figure.lettering import INK, MM_PER_POINT, PAPER, Face, measure_mm, shorten, write_line
from geo.figure.paths import draw, draw_styled
from geo.figure.placing import COST_OF_COVER_MM, Boxes, Sheet, build_inside, build_ring
from geo.figure.view import View
from geo.layers import ANCHOR, DRAWN, EXTENT, Layer, Style

LABEL = Face(7.8)
LABEL_WIDTH_MM = 37.0
LABEL_LINES = 3
BAR_MM = 0.9
POINT_RADIUS_MM = 1.5
DISTANCES_MM = (2.5, 6.0, 11.0, 18.0, 28.0, 42.0, 60.0)
# A label goes inside a shape that is at least so many times its size.
ROOM = 5.0
_ZORDER = {EXTENT: 3.0, DRAWN: 3.5, ANCHOR: 4.0}
_RANK = {DRAWN: 0, ANCHOR: 1, EXTENT: 2}


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One row of the features frame on the panel: its shape in mm, its look, and whose it is."""

    claim_id: str
    layer_key: str
    part: str
    label: str
    style: Style
    shape: Any


def build_pieces(layers: Iterable[Layer], view: View) -> tuple[Piece, ...]:
    """Every row of the layers that the view shows, in the order of drawing; its shape cut to the panel."""
    numbered = []
    margin = view.box.buffer(2.0, join_style="mitre")
    for layer in layers:
        shapes = shapely.intersection(shapely.make_valid(view.to_mm(layer.frame.geometry.to_numpy())), margin)
        for row, shape in zip(layer.frame.itertuples(), shapes, strict=True):
            if shapely.intersects(shape, view.box):
                style = layer.style(row.part, row.stance, row.certainty)
                numbered.append((row.order, Piece(row.claim_id, layer.key, row.part, row.label or "", style, shape)))
    return tuple(piece for _, piece in sorted(numbered, key=lambda one: one[0]))


def choose_main(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The piece of each claim that bears its label: the drawn shape, else the anchor, else the extent."""
    best: dict[str, Piece] = {}
    for piece in sorted(pieces, key=lambda piece: _RANK[piece.part]):
        best.setdefault(piece.claim_id, piece)
    return tuple(best.values())


def join_shapes(pieces: Iterable[Piece], *, extents: bool = False) -> Any:  # noqa: ANN401 any shapely geometry
    """The ground that the pieces claim, as one geometry in mm; with or without the extents."""
    kept = [_to_surface(piece.shape) for piece in pieces if extents or piece.part != EXTENT]
    return shapely.union_all(kept) if kept else shapely.Polygon()


def draw_claims(axes: Axes, pieces: tuple[Piece, ...]) -> None:
    """Draw the shapes: extents joined by layer so that their tints do not pile up, then the rest, points on top."""
    extents: dict[tuple[str, Style], list[Any]] = {}
    for piece in pieces:
        if piece.part == EXTENT:
            extents.setdefault((piece.layer_key, piece.style), []).append(_to_surface(piece.shape))
    for (_, style), shapes in extents.items():
        draw_styled(axes, shapely.union_all(shapes), style, _ZORDER[EXTENT])
    surfaces = [piece for piece in pieces if piece.part != EXTENT and not _is_point(piece.shape)]
    for piece in surfaces:
        draw_styled(axes, piece.shape, piece.style, _ZORDER[piece.part])
    _draw_points(axes, [piece for piece in pieces if piece.part != EXTENT and _is_point(piece.shape)])


def label_claims(axes: Axes, pieces: tuple[Piece, ...], sheet: Sheet, scale: float) -> int:
    """Label each claim once, the smallest first; gives how many labels found no room.

    Claims of one layer on the same shape share a label.
    """
    groups: dict[tuple[str, bytes], list[Piece]] = {}
    for piece in choose_main(pieces):
        groups.setdefault((piece.layer_key, shapely.to_wkb(piece.shape)), []).append(piece)
    ordered = sorted(groups.values(), key=lambda group: (_RANK[group[0].part], group[0].shape.area))
    return sum(not _label(axes, group, pieces, sheet, scale) for group in ordered)


def _label(axes: Axes, group: list[Piece], pieces: tuple[Piece, ...], sheet: Sheet, scale: float) -> bool:
    face = LABEL.scaled(scale)
    texts = dict.fromkeys(piece.label for piece in group if piece.label)
    lines = [line for text in texts for line in shorten(text, face, LABEL_WIDTH_MM * scale, LABEL_LINES)]
    if not lines:
        return True
    shape = _to_surface(group[0].shape)
    point = _find_own_point(group[0], pieces)
    width = max(measure_mm(line, face) for line in lines) + 2.4 * scale
    size = (width, len(lines) * face.line_mm + 1.0 * scale)
    boxes, costs = _build_candidates(shape, point, size, inside=group[0].part != ANCHOR)
    leaders = shapely.shortest_line(shapely.box(*boxes.T), point)
    chosen = sheet.find_place(boxes, costs, leaders)
    if chosen is None:
        return False
    _write_label(axes, boxes[chosen], lines, face, group[0].style.color)
    sheet.take(boxes[chosen])
    if not shapely.box(*boxes[chosen]).intersects(point):
        _draw_leader(axes, leaders[chosen], group[0].style.color)
        sheet.leaders.append(leaders[chosen])
    return True


def _build_candidates(
    shape: Any, point: shapely.Point, size: tuple[float, float], *, inside: bool  # noqa: ANN401 any geometry
) -> tuple[Boxes, NDArray[np.float64]]:
    """Boxes for a label in the shape, if that is large, and in rings around the point; with the cost of each in mm."""
    around = build_ring((point.x, point.y), size, DISTANCES_MM)
    away = shapely.distance(shapely.box(*around.T), shape)
    costs = away + 0.25 * np.repeat(DISTANCES_MM, 16)
    if not inside or shape.area < ROOM * size[0] * size[1]:
        return around, costs
    within = build_inside(shape, size)
    # To stand on its own large shape is what a label should do: the cost of covering ground is given back.
    return np.vstack([within, around]), np.concatenate([np.full(len(within), -COST_OF_COVER_MM), costs])


def _find_own_point(piece: Piece, pieces: tuple[Piece, ...]) -> shapely.Point:
    """Where a leader ends: within the shape, outside the shapes of others where that leaves enough of it."""
    shape = _to_surface(piece.shape)
    others = join_shapes(one for one in pieces if one.claim_id != piece.claim_id)
    own = shape.difference(others)
    return (own if own.area > 0.15 * shape.area else shape).representative_point()


def _write_label(axes: Axes, box: NDArray[np.float64], lines: list[str], face: Face, color: str) -> None:
    x0, y0, x1, y1 = box
    draw(axes, shapely.box(x0, y0, x1, y1), facecolor=PAPER, alpha=0.9, zorder=7)
    draw(axes, shapely.box(x0, y0, x0 + BAR_MM, y1), facecolor=color, zorder=7)
    first = y1 - face.size_pt * MM_PER_POINT * 1.05
    for number, line in enumerate(lines):
        write_line(axes, x0 + BAR_MM + 0.8, first - number * face.line_mm, line, face, zorder=8)


def _draw_leader(axes: Axes, leader: Any, color: str) -> None:  # noqa: ANN401 a shapely line
    draw(axes, leader, edgecolor=PAPER, linewidth=2.0, zorder=5)
    draw(axes, leader, edgecolor=color, linewidth=0.8, zorder=5.1)
    draw(axes, shapely.Point(leader.coords[-1]).buffer(0.45), facecolor=color, zorder=5.1)


def _draw_points(axes: Axes, pieces: list[Piece]) -> None:
    """Draw places as discs, side by side where several claims are about one place."""
    places: dict[bytes, dict[tuple[str, Style], Any]] = {}
    for piece in pieces:
        places.setdefault(shapely.to_wkb(piece.shape), {})[(piece.layer_key, piece.style)] = piece.shape
    for looks in places.values():
        for number, ((_, style), shape) in enumerate(looks.items()):
            offset = (number - (len(looks) - 1) / 2) * 2 * POINT_RADIUS_MM
            disc = shapely.transform(shape, lambda xy, offset=offset: xy + [offset, 0]).buffer(POINT_RADIUS_MM)
            draw_styled(axes, disc, style, _ZORDER[ANCHOR])


def _is_point(shape: Any) -> bool:  # noqa: ANN401 any shapely geometry
    return bool(shapely.get_dimensions(shape) == 0)


def _to_surface(shape: Any) -> Any:  # noqa: ANN401 any shapely geometry
    """A shape that has an area: a point becomes its disc, a line a thin band."""
    if _is_point(shape):
        return shape.buffer(POINT_RADIUS_MM)
    return shape.buffer(0.2) if shapely.get_dimensions(shape) == 1 else shape
