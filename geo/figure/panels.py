"""The maps of the page: the main one, the enlargement of small shapes, the locator, with scale bar and north arrow.

Takes Layers, the world and a box on the page; draws the map in it.
Does not lay out the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from numpy.typing import NDArray

from geo.boundaries import Boundaries
from geo.figure import ground as land
from geo.figure.claims import Piece, build_pieces, choose_main, draw_claims, join_shapes, label_claims
from geo.figure.ground import Ground, draw_ground, read_ground
from geo.figure.lettering import INK, PAPER, Face, write_line
from geo.figure.names import name_countries, name_places
from geo.figure.paths import draw
from geo.figure.placing import Sheet
from geo.figure.view import View, build_view
from geo.layers import DRAWN, Layer

FRAME = "#3a3a3a"
# A shape that takes less than this on the main map is shown again, enlarged.
SMALL_MM2 = 60.0
LEAST_ENLARGEMENT = 1.6
ENLARGED_SPAN_M = 12_000.0
ENLARGED_MARGIN = 0.2
LOCATOR_SPANS = 6.0
LOCATOR_SPAN_M = (3_200_000.0, 9_000_000.0)
NEAR_MM = 14.0
LOCATOR_TYPE = 0.7
CORNER_MM = 2.0
MARK = "#a3142a"
SCALE_WITH_HALF_MM = 22.0
_SCALE = Face(7.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every panel of one page shares: the layers, the world, named towns, type scale."""

    layers: tuple[Layer, ...]
    world: Boundaries
    wanted: frozenset[str]
    scale: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A map that was drawn: its view, its ground, the claims on it, and the ids of those that bear a label.

    ``corner`` is the box in mm that was kept free for something else, None where nothing was asked for.
    """

    view: View
    ground: Ground
    pieces: tuple[Piece, ...]
    labelled: frozenset[str]
    corner: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Inset:
    """An enlargement: its view, and the ids of the claims that it is made for, which are labelled there."""

    view: View
    claim_ids: frozenset[str]


def draw_map(
    axes: Axes,
    view: View,
    setting: Setting,
    *,
    inset: Inset | None = None,
    corner_mm: tuple[float, float] | None = None,
    only: frozenset[str] | None = None,
) -> Panel:
    """Draw the ground, the claims, their labels, scale bar and north arrow, and the outline of an enlargement.

    A claim that the enlargement labels is not labelled again. ``corner_mm`` is the size of a corner to be kept free;
    ``only`` names the claims to be labelled, all others are drawn without.
    """
    ground = read_ground(setting.world, view)
    pieces = build_pieces(setting.layers, view)
    claimed = join_shapes(pieces, extents=True)
    axes.set_facecolor(land.SEA)
    axes.set_frame_on(True)
    draw_ground(axes, ground, claimed)
    draw_claims(axes, pieces)
    # Furniture keeps off the extents too; labels may stand on them.
    sheet = Sheet(view.width_mm, view.height_mm, claimed)
    draw_scale_bar(axes, view, sheet, setting.scale)
    corner = _take_corner(sheet, corner_mm) if corner_mm else None
    sheet.shapes = join_shapes(pieces)
    every = frozenset(piece.claim_id for piece in pieces)
    elsewhere = inset.claim_ids if inset else frozenset()
    if inset:
        _outline(axes, view, inset.view, sheet)
    labelled = label_claims(axes, pieces, sheet, setting.scale, (every if only is None else only) - elsewhere)
    name_places(axes, ground, sheet, setting.wanted, setting.scale)
    return Panel(view, ground, pieces, labelled | elsewhere, corner)


def choose_enlargement(layers: tuple[Layer, ...], view: View, size_mm: tuple[float, float]) -> Inset | None:
    """The view that enlarges the small shapes of a map, None where there are none or where it would gain too little.

    Where the small shapes lie far apart, the enlargement is of the group with the most of them.
    """
    main = choose_main(build_pieces(layers, view))
    small = [piece for piece in main if piece.part == DRAWN and 0 < piece.shape.area < SMALL_MM2 and not piece.disc]
    if not small:
        return None
    shapes = np.array([piece.shape for piece in small])
    for group in (np.ones(len(shapes), dtype=bool), _find_largest_group(shapes)):
        ids = frozenset(piece.claim_id for piece, inside in zip(small, group, strict=True) if inside)
        frames = [layer.frame[layer.frame["claim_id"].isin(ids) & (layer.frame["part"] == DRAWN)] for layer in layers]
        geometries = np.concatenate([frame.geometry.to_numpy() for frame in frames])
        enlarged = build_view(geometries, size_mm, least_span_m=ENLARGED_SPAN_M, margin=ENLARGED_MARGIN)
        if view.m_per_mm / enlarged.m_per_mm >= LEAST_ENLARGEMENT:
            return Inset(enlarged, ids)
    return None


def draw_locator(axes: Axes, view: View, box_mm: tuple[float, float], setting: Setting) -> None:
    """Draw where in the world the map lies: the countries around it and its outline, no claims."""
    wide = min(max(LOCATOR_SPANS * view.span_m, LOCATOR_SPAN_M[0]), LOCATOR_SPAN_M[1])
    around = View(view.lon, view.lat, *box_mm, wide / max(box_mm))
    frame = setting.world.window("countries", around.find_window())
    countries = frame.set_geometry(around.to_mm(frame.geometry.to_numpy()), crs=None)
    axes.set_facecolor(land.SEA)
    axes.set_frame_on(True)
    outline = around.to_mm(np.array([view.ground_box()]))[0]
    near = shapely.intersects(countries.geometry.to_numpy(), outline)
    shapes = countries.geometry.to_numpy()
    draw(axes, shapes[~near], facecolor=land.NEIGHBOUR, zorder=1)
    draw(axes, shapes[near], facecolor=land.LAND, zorder=1)
    draw(axes, shapes, edgecolor=land.BORDER, linewidth=0.35, zorder=1.1)
    draw(axes, outline, facecolor=to_rgba(MARK, 0.12), edgecolor=MARK, linewidth=1.1, joinstyle="miter", zorder=8)
    sheet = Sheet(*box_mm, taken=[outline])
    name_countries(axes, countries, sheet, LOCATOR_TYPE * setting.scale)


def draw_scale_bar(axes: Axes, view: View, sheet: Sheet, scale: float) -> None:
    """Draw a bar of a round length, and north, in the corner where they hide least.

    Ours, not a library's: labels must keep clear of it, and a library knows its box only once it is drawn.
    The bar is as long as the ground at the map's centre, where the projection's scale is true.
    """
    length_m = find_round_length(0.26 * view.width_mm * view.m_per_mm)
    length = length_m / view.m_per_mm
    face = _SCALE.scaled(scale)
    width, height = length + 14 * scale, 8.2 * scale
    box = _take_corner(sheet, (width, height))
    draw(axes, shapely.box(*box), facecolor=to_rgba(PAPER, 0.8), zorder=9)
    x, y = box[0] + 2.2 * scale, box[1] + 1.6 * scale
    thick = 1.1 * scale
    draw(axes, shapely.box(x, y, x + length, y + thick), facecolor=PAPER, edgecolor=INK, linewidth=0.6, zorder=9.1)
    draw(axes, shapely.box(x, y, x + length / 2, y + thick), facecolor=INK, zorder=9.2)
    unit, divisor = ("km", 1000) if length_m >= 1000 else ("m", 1)
    for share in (0, 0.5, 1) if length > SCALE_WITH_HALF_MM * scale else (0, 1):
        text = f"{share * length_m / divisor:,g}" + (f" {unit}" if share == 1 else "")
        align = "left" if share == 0 else "center"
        write_line(axes, x + share * length, y + thick + 0.9 * scale, text, face, ha=align, zorder=9.2)
    _draw_north(axes, view, np.array([box[2] - 3.2 * scale, y - 0.2]), scale)


def find_round_length(longest_m: float) -> float:
    """The greatest 1, 2 or 5 times a power of ten that is not above ``longest_m``.

    >>> find_round_length(260.0), find_round_length(1999.0)
    (200.0, 1000.0)
    """
    # The logarithm may be off by a digit next to a power of ten: the half is there for that.
    power = 10.0 ** np.floor(np.log10(longest_m))
    return float(max(step * power for step in (0.5, 1, 2, 5) if step * power <= longest_m))


def _take_corner(sheet: Sheet, size_mm: tuple[float, float]) -> NDArray[np.float64]:
    """Take a box in the corner of the sheet where it hides least; left before right, low before high."""
    width, height = size_mm
    low, high = CORNER_MM, sheet.height_mm - height - CORNER_MM
    left, right = CORNER_MM, sheet.width_mm - width - CORNER_MM
    boxes = np.array([(x, y, x + width, y + height) for y in (low, high) for x in (left, right)])
    chosen = sheet.find_place(boxes, np.arange(4.0))
    if chosen is None:
        raise ValueError(f"no corner of {sheet.width_mm} by {sheet.height_mm} mm has room for {size_mm} mm")
    sheet.take(boxes[chosen])
    return np.asarray(boxes[chosen])


def _draw_north(axes: Axes, view: View, foot: NDArray[np.float64], scale: float) -> None:
    """An arrow to the true north at its own place: the meridians of the projection lean away from its centre."""
    lon, lat = view.to_lon_lat(foot[None])[0]
    step = 0.01 if lat < 89.9 else -0.01
    way = shapely.get_coordinates(view.to_mm(np.array([shapely.Point(lon, lat + step)])))[0] - foot
    way = np.sign(step) * way / np.hypot(*way)
    across = np.array([way[1], -way[0]])
    tip = foot + way * 4.2 * scale
    arrow = shapely.Polygon([tip, foot + across * 1.2 * scale, foot + way * 0.9 * scale, foot - across * 1.2 * scale])
    draw(axes, arrow, facecolor=INK, zorder=9.2)
    top = tip + way * 0.4 * scale
    write_line(axes, top[0], top[1], "N", _SCALE.scaled(scale), ha="center", zorder=9.2)


def _outline(axes: Axes, view: View, inset: View, sheet: Sheet) -> None:
    """Draw the frame of an enlargement and keep labels off its lines and what is in it."""
    ring = view.to_mm(np.array([inset.ground_box()]))[0]
    draw(axes, ring, edgecolor=FRAME, linewidth=0.9, joinstyle="miter", zorder=4.5)
    sheet.taken.append(ring)


def _find_largest_group(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which shapes belong to the group with the most members; shapes nearer than NEAR_MM are of one group."""
    joined = shapely.get_parts(shapely.union_all(shapely.buffer(shapes, NEAR_MM / 2)))
    members = [shapely.intersects(shapes, group) for group in joined]
    return max(members, key=lambda inside: int(inside.sum()))
