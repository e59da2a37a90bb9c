"""The claims on the map: their shapes in the look of their layer, and a label beside each.

Takes Layers and a View; draws on an Axes in mm, and puts every label in the Sheet.
Does not decide a colour, a hatch or a dash: ``layers`` does, for the screen and for paper alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray
from shapely.affinity import translate

from geo.figure.lettering import MM_PER_POINT, PAPER, Face, balance, measure_mm, write_line
from geo.figure.paths import draw, draw_styled
from geo.figure.placing import COST_OF_COVER_MM, COST_OF_TOUCH_MM, Boxes, Sheet, build_inside, build_ring
from geo.figure.view import View
from geo.layers import ANCHOR, DRAWN, EXTENT, Layer, Style

LABEL = Face(7.8)
LABEL_WIDTH_MM = 38.0
LABEL_LINES = 5
MOST_TEXTS = 2
BAR_MM = 0.9
DISC_MM = 1.8
DISC_WEIGHT = 0.6
LINE_MM = 0.4
ROUGH_MM = 0.3
DISTANCES_MM = (2.0, 5.0, 10.0, 17.0, 27.0, 42.0, 60.0)
# A label goes inside a shape that is at least so many times its size.
ROOM = 5.0
_ZORDER = {EXTENT: 3.0, DRAWN: 3.5, ANCHOR: 4.0}
_RANK = {DRAWN: 0, ANCHOR: 1, EXTENT: 2}


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One row of the features frame on the panel: its shape in mm, its look, and whose it is.

    ``disc`` marks a place without a size: its shape is a disc that says nothing about ground.
    """

    claim_id: str
    layer_key: str
    part: str
    label: str
    style: Style
    shape: Any
    disc: bool = False


def build_pieces(layers: Iterable[Layer], view: View) -> tuple[Piece, ...]:
    """Every row of the layers that the view shows, in the order of drawing; its shape cut to the panel."""
    numbered: list[tuple[int, Piece]] = []
    margin = view.box.buffer(2.0, join_style="mitre")
    for layer in layers:
        shapes = shapely.intersection(shapely.make_valid(view.to_mm(layer.frame.geometry.to_numpy())), margin)
        rows = layer.frame[["claim_id", "part", "stance", "certainty", "order", "label"]].itertuples()
        for row, shape in zip(rows, shapes, strict=True):
            if shapely.intersects(shape, view.box):
                style = layer.style(row.part, row.stance, row.certainty)
                numbered.append(
                    (row.order, Piece(row.claim_id, layer.key, row.part, str(row.label or ""), style, shape))
                )
    spread = _spread_points(tuple(piece for _, piece in sorted(numbered, key=lambda one: one[0])))
    # Half a disc at the edge is no sign of a place.
    return tuple(piece for piece in spread if not piece.disc or view.box.contains(piece.shape))


def choose_main(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The piece of each claim that bears its label: the drawn shape, else the anchor, else the extent."""
    best: dict[str, Piece] = {}
    for piece in sorted(pieces, key=lambda piece: _RANK[piece.part]):
        best.setdefault(piece.claim_id, piece)
    return tuple(best.values())


def join_shapes(pieces: Iterable[Piece], *, extents: bool = False) -> Any:  # noqa: ANN401 any shapely geometry
    """The ground that the pieces claim, as one geometry in mm; with or without the extents.

    It is for placing labels, not for drawing: outlines are thinned to ROUGH_MM, which saves four fifths of the time.
    """
    kept = [piece.shape for piece in pieces if extents or piece.part != EXTENT]
    return shapely.union_all(shapely.simplify(kept, ROUGH_MM)) if kept else shapely.Polygon()


def draw_claims(axes: Axes, pieces: tuple[Piece, ...]) -> None:
    """Draw the shapes: extents joined by layer so that their tints do not pile up, then the rest, points on top."""
    extents: dict[tuple[str, Style], list[Any]] = {}
    for piece in pieces:
        if piece.part == EXTENT:
            extents.setdefault((piece.layer_key, piece.style), []).append(piece.shape)
    for (_, style), shapes in extents.items():
        draw_styled(axes, shapely.union_all(shapes), style, _ZORDER[EXTENT])
    for piece in pieces:
        if piece.part != EXTENT:
            draw_styled(axes, piece.shape, piece.style, _ZORDER[piece.part])


def label_claims(
    axes: Axes, pieces: tuple[Piece, ...], sheet: Sheet, scale: float, wanted: frozenset[str]
) -> frozenset[str]:
    """Label each ``wanted`` claim once, the smallest first; gives the ids of those that found room.

    Claims of one layer on the same shape share a label.
    """
    for piece in pieces:
        if piece.disc:
            sheet.take(np.array(piece.shape.bounds))
    groups: dict[tuple[str, bytes], list[Piece]] = {}
    for piece in choose_main(pieces):
        if piece.claim_id in wanted:
            groups.setdefault((piece.layer_key, shapely.to_wkb(piece.shape)), []).append(piece)
    ordered = sorted(groups.values(), key=lambda group: (_RANK[group[0].part], group[0].shape.area))
    placed = [group for group in ordered if _label(axes, group, pieces, sheet, scale)]
    return frozenset(piece.claim_id for group in placed for piece in group)


def _label(axes: Axes, group: list[Piece], pieces: tuple[Piece, ...], sheet: Sheet, scale: float) -> bool:
    face = LABEL.scaled(scale)
    lines = _write_lines(group, face, LABEL_WIDTH_MM * scale)
    if not lines:
        return True
    shape = group[0].shape
    point = _find_own_point(group[0], pieces)
    width = max(measure_mm(line, face) for line in lines) + 2.4 * scale
    size = (width, len(lines) * face.line_mm + 1.0 * scale)
    boxes, costs = _build_candidates(shape, point, size, reach=DISC_MM if group[0].disc else 0.0)
    leaders = shapely.shortest_line(shapely.box(*boxes.T), shape if group[0].disc else point)
    chosen = sheet.find_place(boxes, costs, leaders)
    if chosen is None:
        return False
    _write_label(axes, boxes[chosen], lines, face, group[0].style.color)
    sheet.take(boxes[chosen])
    if not shapely.box(*boxes[chosen]).buffer(-0.5).intersects(shape):
        _draw_leader(axes, leaders[chosen], group[0].style.color)
        sheet.leaders.append(leaders[chosen])
    return True


def _write_lines(group: list[Piece], face: Face, width_mm: float) -> list[str]:
    """The labels of a group's claims, each once, at most MOST_TEXTS of them; how many more is said."""
    texts = list(dict.fromkeys(piece.label for piece in group if piece.label))
    if len(texts) > 1:
        texts = [f"\N{BULLET} {text}" for text in texts]
    rest = [f"and {len(texts) - MOST_TEXTS} more here"] if len(texts) > MOST_TEXTS else []
    return [line for text in texts[:MOST_TEXTS] + rest for line in balance(text, face, width_mm, LABEL_LINES)]


def _build_candidates(
    shape: Any,  # noqa: ANN401 any shapely geometry
    point: shapely.Point,
    size: tuple[float, float],
    *,
    reach: float,
) -> tuple[Boxes, NDArray[np.float64]]:
    """Boxes for a label in the shape, if that is large, and in rings around the point; with the cost of each in mm.

    ``reach`` is how far a disc extends about the point: the rings begin at its edge.
    """
    around = build_ring((point.x, point.y), size, tuple(reach + one for one in DISTANCES_MM))
    away = shapely.distance(shapely.box(*around.T), shape)
    costs = away + 0.25 * np.repeat(DISTANCES_MM, 16)
    if reach or shape.area < ROOM * size[0] * size[1]:
        return around, costs
    within = build_inside(shape, size)
    # To stand on its own large shape is what a label should do: the cost of covering ground is given back.
    return np.vstack([within, around]), np.concatenate(
        [np.full(len(within), -COST_OF_COVER_MM - COST_OF_TOUCH_MM), costs]
    )


def _find_own_point(piece: Piece, pieces: tuple[Piece, ...]) -> shapely.Point:
    """Where a leader ends: within the shape, outside the shapes of others where that leaves enough of it."""
    others = join_shapes(one for one in pieces if one.claim_id != piece.claim_id)
    own = piece.shape.difference(others)
    return (own if own.area > 0.15 * piece.shape.area else piece.shape).representative_point()


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


def _spread_points(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give every place without a size a disc, side by side where several looks share a place; lines a breadth."""
    looks: dict[bytes, dict[tuple[str, Style], int]] = {}
    for piece in pieces:
        here = looks.setdefault(shapely.to_wkb(piece.shape), {})
        here.setdefault((piece.layer_key, piece.style), len(here))
    return tuple(_to_surface(piece, looks[shapely.to_wkb(piece.shape)]) for piece in pieces)


def _to_surface(piece: Piece, looks: dict[tuple[str, Style], int]) -> Piece:
    dimension = shapely.get_dimensions(piece.shape)
    if dimension == 1:
        return replace(piece, shape=piece.shape.buffer(LINE_MM / 2))
    if dimension == 2:
        return piece
    offset = (looks[(piece.layer_key, piece.style)] - (len(looks) - 1) / 2) * (2 * DISC_MM + 0.6)
    disc = translate(piece.shape, xoff=offset).buffer(DISC_MM)
    # On a small disc a wide dash is a blot.
    dash = tuple(max(1, round(one * DISC_WEIGHT)) for one in piece.style.dash)
    style = replace(piece.style, width=piece.style.width * DISC_WEIGHT, dash=dash)
    return replace(piece, shape=disc, style=style, disc=True)
