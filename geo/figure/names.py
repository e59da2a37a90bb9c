"""The names of the ground: towns, countries, disputed areas and lines, water, where each finds room.

Takes the Ground of a View and the Sheet with what is already placed; draws text on an Axes in mm.
Does not name everything: a name without room is left out, never squeezed.
"""

from __future__ import annotations

import itertools
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from numpy.typing import NDArray

from geo.figure.ground import DISPUTED, Ground
from geo.figure.lettering import MM_PER_POINT, PAPER, Face, measure_mm, to_drawable, write_line
from geo.figure.placing import Boxes, Sheet, build_inside, build_ring, to_centres

HALO_PT = 2.0
DOT_MM = 0.55
TOWN_GAP_MM = 8.0
MOST_TOWNS = 24
CITY_PEOPLE = 100_000
# Smaller type is not read on paper; a name that wants it is left out.
LEAST_PT = 6.0
# A part is named when it fills at least this share of the panel.
LEAST_SHARE = {"countries": 0.012, "admin1": 0.03, "areas": 0.0015, "lakes": 0.0012}

_TOWN_INK = "#33302b"
_COUNTRY = Face(10.5, "-Bold", "#857e72")
_PROVINCE = Face(7.0, "-Oblique", "#8f897d")
_DISPUTED = Face(7.5, "-Oblique", DISPUTED)
_WATER = Face(7.0, "-Oblique", "#47758e")
_TOWN = Face(7.5, "", _TOWN_INK)
_CITY = Face(8.5, "", _TOWN_INK)


def name_places(axes: Axes, ground: Ground, sheet: Sheet, wanted: frozenset[str], scale: float) -> None:
    """Name what fits: towns of the dispatch, countries, disputed ground, towns, provinces, water, in this order.

    ``wanted`` are the place ids of the towns that the dispatch names; ``scale`` is the factor of all type sizes.
    """
    towns = ground["towns"]
    named = towns["place_id"].isin(wanted)
    kept = _name_towns(axes, towns[named], sheet, scale, [])
    name_countries(axes, ground["countries"], sheet, scale)
    _name_areas(axes, ground["areas"], sheet, _DISPUTED.scaled(scale), LEAST_SHARE["areas"])
    _name_towns(axes, towns[~named], sheet, scale, kept)
    _name_areas(axes, ground["admin1"], sheet, _PROVINCE.scaled(scale), LEAST_SHARE["admin1"], beside=False)
    _name_areas(axes, ground["lakes"], sheet, _WATER.scaled(scale), LEAST_SHARE["lakes"])
    _name_lines(axes, ground["lines"], sheet, _DISPUTED.scaled(scale))
    _name_lines(axes, ground["rivers"], sheet, _WATER.scaled(scale))


def _name_towns(
    axes: Axes, towns: gpd.GeoDataFrame, sheet: Sheet, scale: float, kept: list[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Dot and name the largest towns, none close to one that is kept; gives the dots of all that are kept."""
    kept = list(kept)
    ranked = towns.sort_values("population", ascending=False, kind="stable").head(8 * MOST_TOWNS)
    for town in ranked[["name", "population", "geometry"]].itertuples():
        dot = np.array([town.geometry.x, town.geometry.y])
        alone = all(np.hypot(*(dot - one)) > TOWN_GAP_MM * scale for one in kept)
        face = (_CITY if town.population >= CITY_PEOPLE else _TOWN).scaled(scale)
        if alone and len(kept) < MOST_TOWNS and _name_town(axes, sheet, dot, str(town.name), face):
            kept.append(dot)
    return kept


def _name_town(axes: Axes, sheet: Sheet, dot: NDArray[np.float64], name: str, face: Face) -> bool:
    text = to_drawable(name)
    boxes = _beside(dot, _measure(text, face))
    dot_box = np.array([*(dot - DOT_MM), *(dot + DOT_MM)])
    chosen = sheet.find_place(boxes, np.linspace(0.0, 5.6, len(boxes)))
    if chosen is None or sheet.find_place(dot_box[None], np.zeros(1)) is None:
        return False
    sheet.take(dot_box)
    size = 2 * DOT_MM / MM_PER_POINT
    axes.plot(*dot, "o", markersize=size, color=_TOWN_INK, markeredgecolor=PAPER, markeredgewidth=0.5, zorder=6)
    _write(axes, sheet, boxes[chosen], text, face)
    return True


def _beside(dot: NDArray[np.float64], size: tuple[float, float]) -> Boxes:
    """Right, left, above, below, then the corners: the order that map readers expect of a dot's name."""
    (width, height), gap = size, DOT_MM + 0.7
    corners = [(gap, -height / 2), (-gap - width, -height / 2), (-width / 2, gap), (-width / 2, -gap - height)]
    corners += [(x, y) for x in (gap / 2, -gap / 2 - width) for y in (gap / 2, -gap / 2 - height)]
    return np.array([(x, y, x + width, y + height) for x, y in corners]) + np.tile(dot, 2)


def name_countries(axes: Axes, countries: gpd.GeoDataFrame, sheet: Sheet, scale: float) -> None:
    """A name on each part of a country that fills a fair share of the panel: spaced capitals, smaller at need."""
    for country in countries.itertuples():
        name = to_drawable(str(country.name).upper())
        forms = ["\N{THIN SPACE}".join(form) for form in dict.fromkeys((name, _break_name(name)))]
        faces = [_COUNTRY.scaled(scale * factor) for factor in (1.0, 0.85, 0.7)]
        faces = [face for face in faces if face.size_pt >= LEAST_PT]
        for part in _large_parts(country.geometry, sheet, LEAST_SHARE["countries"]):
            ways = itertools.product((True, False), faces, forms)
            any(_name_inside(axes, sheet, part, form, face, clear=clear) for clear, face, form in ways)


def _break_name(name: str) -> str:
    r"""A name in two lines of about equal length, where it has more than one word.

    >>> _break_name("CENTRAL AFRICAN REPUBLIC")
    'CENTRAL AFRICAN\nREPUBLIC'
    """
    breaks = [index for index, letter in enumerate(name) if letter == " "]
    if not breaks:
        return name
    middle = min(breaks, key=lambda index: abs(index - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def _name_areas(
    axes: Axes, areas: gpd.GeoDataFrame, sheet: Sheet, face: Face, least_share: float, *, beside: bool = True
) -> None:
    """The name of each area once: on its largest visible part, else ``beside`` it."""
    for area in areas.itertuples():
        text = to_drawable(str(area.name or ""))
        for part in _large_parts(area.geometry, sheet, least_share)[:1] if text else []:
            if not _name_inside(axes, sheet, part, text, face, clear=True) and beside:
                _name_near(axes, sheet, part.centroid, text, face)


def _name_lines(axes: Axes, lines: gpd.GeoDataFrame, sheet: Sheet, face: Face) -> None:
    """The name of each line once, level, beside the middle of its longest visible piece."""
    merged = lines.dissolve("name", as_index=False) if len(lines) else lines
    for line in merged.itertuples():
        pieces = shapely.get_parts(shapely.line_merge(line.geometry.intersection(_panel(sheet))))
        longest = pieces[shapely.length(pieces).argmax()] if len(pieces) else shapely.Point()
        text = to_drawable(str(line.name or ""))
        if text and longest.length > 0.6 * measure_mm(text, face):
            _name_near(axes, sheet, longest.interpolate(0.5, normalized=True), text, face)


def _name_inside(
    axes: Axes,
    sheet: Sheet,
    shape: Any,  # noqa: ANN401 any polygon
    text: str,
    face: Face,
    *,
    clear: bool = False,
) -> bool:
    """Write a name wholly within a shape, as far from its edge as there is room; ``clear`` of claims if asked."""
    boxes = build_inside(shape, _measure(text, face))
    if not len(boxes):
        return False
    edge = shapely.distance(shapely.points(to_centres(boxes)), shape.boundary)
    chosen = sheet.find_place(boxes, np.asarray(edge.max() - edge, dtype=np.float64), clear=clear)
    if chosen is None:
        return False
    _write(axes, sheet, boxes[chosen], text, face)
    return True


def _name_near(axes: Axes, sheet: Sheet, point: Any, text: str, face: Face) -> bool:  # noqa: ANN401 a shapely point
    boxes = build_ring((point.x, point.y), _measure(text, face), (1.0, 2.5))
    chosen = sheet.find_place(boxes, np.repeat([0.0, 1.5], 16), clear=True)
    if chosen is None:
        return False
    _write(axes, sheet, boxes[chosen], text, face)
    return True


def _measure(text: str, face: Face) -> tuple[float, float]:
    lines = text.split("\n")
    height = face.size_pt * MM_PER_POINT + (len(lines) - 1) * face.line_mm
    return max(measure_mm(line, face) for line in lines), height


def _write(axes: Axes, sheet: Sheet, box: NDArray[np.float64], text: str, face: Face) -> None:
    """Write a name centred in its box; the baseline stands a fifth of a line above the foot, for hanging letters."""
    sheet.take(box)
    middle, lines = (box[0] + box[2]) / 2, text.split("\n")
    for number, line in enumerate(reversed(lines)):
        y = box[1] + 0.2 * face.size_pt * MM_PER_POINT + number * face.line_mm
        write_line(axes, middle, y, line, face, halo=HALO_PT, ha="center", zorder=6)


def _large_parts(shape: Any, sheet: Sheet, least_share: float) -> list[Any]:  # noqa: ANN401 any polygonal geometry
    """The polygons of a shape that fill at least a share of the panel, cut to it, the largest first."""
    panel = _panel(sheet)
    # Not an intersection: a coast that was thinned may cross itself, which a rectangle does not mind.
    parts = shapely.get_parts(shapely.clip_by_rect(shape, *panel.bounds))
    ordered = sorted(parts, key=lambda part: -float(part.area))
    return [part for part in ordered if part.area >= least_share * panel.area]


def _panel(sheet: Sheet) -> shapely.Polygon:
    return shapely.box(0, 0, sheet.width_mm, sheet.height_mm)
