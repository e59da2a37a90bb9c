"""Layers: the rows of a features frame grouped by who says so, each group with its fixed look.

Takes a Reading and its features frame (EPSG:4326); gives Layers in the order of the text, and the rows of the legend.
Does not draw: colours, hatches and dashes are plain data that the web map and the figure both read.

The look of a shape says three things at once, and never by colour alone:
    whose word it is    colour and hatch, one pair a layer, by the layer's place in the text
    what they do with it    the outline: said to be so, demanded, rejected or denied
    how well the place is known    located: solid; approximate: dashed, inside a light extent
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd

from geo.model import Certainty, Claim, Reading, Stance

Grouping = Literal["claimant", "side", "outlet", "kind"]

NO_OUTLET, NO_SIDE = "outlet not stated", "no state's side"
EXTENT, DRAWN, ANCHOR = "extent", "drawn", "anchor"


@dataclass(frozen=True, slots=True)
class Hatch:
    """A fill pattern: line angles in degrees (0 is level, counter-clockwise), or dots; and matplotlib's code."""

    name: str
    angles: tuple[int, ...]
    matplotlib: str
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one layer from another: a colour (#rrggbb), a hatch, and the CSS underline of its sentences.

    ``position`` is its place in the table of marks, 0 to MARKS - 1.
    """

    color: str
    hatch: Hatch
    underline: str
    position: int = 0

    @property
    def ink(self) -> str:
        """What is read on the colour: black or white, whichever contrasts more (WCAG 2.2, relative luminance).

        >>> build_mark(0).ink, build_mark(2).ink
        ('#ffffff', '#000000')
        """
        channels = (int(self.color[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


@dataclass(frozen=True, slots=True)
class Outline:
    """How a stance is drawn. ``dash`` is (on, off) in CSS pixels, empty for solid; hollow where not ``filled``."""

    meaning: str
    dash: tuple[int, ...]
    filled: bool


@dataclass(frozen=True, slots=True)
class Style:
    """The whole look of one shape: ``dash`` and ``width`` in CSS pixels, ``tint`` the fill's opacity, 0 for none."""

    color: str
    hatch: Hatch | None
    dash: tuple[int, ...]
    width: float
    tint: float

    @property
    def svg_dash(self) -> str | None:
        """The dash as SVG's stroke-dasharray, None for a solid line."""
        return " ".join(map(str, self.dash)) or None

    @property
    def matplotlib_dash(self) -> str | tuple[int, tuple[float, ...]]:
        """The dash as matplotlib's linestyle, in points (a CSS pixel is 0.75 point) and not yet scaled by the width."""
        return (0, tuple(0.75 * one for one in self.dash)) if self.dash else "solid"


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One line of the legend: what it means, and the look that means it."""

    meaning: str
    style: Style


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The claims of one claimant (or side, outlet, kind) and the shapes drawn for them.

    ``count`` is all its claims, ``drawn`` those with a shape, ``unplaced`` the rest. ``frame`` holds its rows of the
    features frame (EPSG:4326), the largest first, with ``order``: the rank of the row among all rows of the reading.
    """

    key: str
    label: str
    side: str | None
    claim_ids: tuple[str, ...]
    drawn: int
    mark: Mark
    frame: gpd.GeoDataFrame

    @property
    def count(self) -> int:
        """How many claims the layer has, drawn or not."""
        return len(self.claim_ids)

    @property
    def unplaced(self) -> int:
        """How many of its claims have no shape."""
        return self.count - self.drawn

    def style(self, part: str, stance: str, certainty: str) -> Style:
        """The look of one of its shapes, by the frame's ``part``, ``stance`` and ``certainty``."""
        return build_style(self.mark, part, stance, certainty)


DIAGONAL = Hatch("diagonal", (45,), "///")
BACK_DIAGONAL = Hatch("back-diagonal", (135,), "\\\\\\")
UPRIGHT = Hatch("upright", (90,), "|||")
DOTTED = Hatch("dotted", (), "..", dots=True)
LEVEL = Hatch("level", (0,), "---")
LATTICE = Hatch("lattice", (45, 135), "xx")

# Okabe and Ito, Color Universal Design (2008), told apart by people who see red and green alike. Black is kept for
# text; their yellow is left out because it cannot be read as a line on light ground.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
HATCHES = (DIAGONAL, BACK_DIAGONAL, UPRIGHT, DOTTED, LEVEL, LATTICE)
MARKS = len(COLORS) * len(HATCHES)
UNDERLINES = ("solid", "dashed", "double", "dotted", "wavy")

GREY = "#5b6470"

_SAID = Outline("said to be so", (), filled=True)
_WANTED = Outline("demanded or proposed", (16, 6), filled=True)
_REFUSED = Outline("rejected or denied", (2, 5), filled=False)
OUTLINES: dict[Stance, Outline] = {
    Stance.ASSERTS: _SAID,
    Stance.ACCUSES: _SAID,
    Stance.ANNOUNCES: _SAID,
    Stance.REPORTS: _SAID,
    Stance.DEMANDS: _WANTED,
    Stance.PROPOSES: _WANTED,
    Stance.REJECTS: _REFUSED,
    Stance.DENIES: _REFUSED,
    Stance.WITHHOLDS: _REFUSED,
}
_UNSURE_DASH = (5, 4)


OUTLINES_IN_WORDS = (
    "Solid outline: said to be so; dashed where the place is approximate. Long dashes: demanded or proposed. "
    "Dots: rejected or denied. Pale ground: where it may lie."
)
"""The looks of a claim for where there is no legend, as under a picture of the map."""


def build_mark(position: int) -> Mark:
    """The mark of the layer at a position, from 0; MARKS of them differ, then they repeat.

    >>> build_mark(0).color, build_mark(6).color, build_mark(0).hatch == build_mark(6).hatch
    ('#0072b2', '#0072b2', False)
    """
    position %= MARKS
    turn = position // len(COLORS)
    return Mark(
        color=COLORS[position % len(COLORS)],
        hatch=HATCHES[(position + turn) % len(HATCHES)],
        underline=UNDERLINES[position % len(UNDERLINES)],
        position=position,
    )


def build_style(mark: Mark, part: str, stance: str, certainty: str) -> Style:
    """The look of a shape. The extent is a light tint with a hair line; the shape of the claim itself is hatched.

    Raises ValueError for a stance that is not of the contract.

    >>> build_style(build_mark(0), "drawn", "asserts", "located").svg_dash is None
    True
    >>> build_style(build_mark(0), "drawn", "rejects", "located").tint
    0
    """
    outline = OUTLINES[Stance(stance)]
    if part == EXTENT:
        return Style(mark.color, None, (1, 4), 1, 0.07 if outline.filled else 0)
    located = certainty == Certainty.LOCATED
    dash = outline.dash or (() if located else _UNSURE_DASH)
    if not outline.filled:
        return Style(mark.color, None, dash, 3, 0)
    return Style(mark.color, mark.hatch, dash, 2, 0.28 if located else 0.14)


def build_layers(reading: Reading, frame: gpd.GeoDataFrame, *, by: Grouping = "claimant") -> tuple[Layer, ...]:
    """One layer a claimant (side, outlet, kind), in the order in which the text first has it.

    Names are merged where they are exactly equal and nowhere else. Every claim of the reading is in one layer, those
    without a shape too; a reading without claims gives no layers.
    """
    label_of = _GROUPINGS[by]
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(reading.claims, key=lambda claim: (claim.start, claim.end)):
        groups.setdefault(label_of(reading, claim), []).append(claim)
    ordered = _order_rows(frame)
    marks = _assign_marks(groups, set(frame["claim_id"]))
    return tuple(
        _build_layer(f"{by}:{label}", label, claims, marks[label], ordered) for label, claims in groups.items()
    )


def build_legend(layers: tuple[Layer, ...]) -> tuple[LegendRow, ...]:
    """The rows that explain outlines and fills, only those that the layers hold, in a fixed order, in neutral grey."""
    seen = {key for layer in layers for key in zip(*(layer.frame[name] for name in _LOOK_COLUMNS), strict=True)}
    rows = {_meaning(*key): build_style(_NEUTRAL, *key) for key in sorted(seen, key=_legend_order)}
    return tuple(LegendRow(meaning, style) for meaning, style in rows.items())


_NEUTRAL = Mark(GREY, DIAGONAL, "solid")
_LOOK_COLUMNS = ("part", "stance", "certainty")


def _meaning(part: str, stance: str, certainty: str) -> str:
    if part == EXTENT:
        return "where it may lie"
    meaning = OUTLINES[Stance(stance)].meaning
    if meaning != _SAID.meaning:
        return meaning
    return f"{meaning}, place {'known' if certainty == Certainty.LOCATED else 'approximate'}"


def _legend_order(key: tuple[str, str, str]) -> tuple[bool, int, bool]:
    part, stance, certainty = key
    outlines = (_SAID, _WANTED, _REFUSED)
    return part == EXTENT, outlines.index(OUTLINES[Stance(stance)]), certainty != Certainty.LOCATED


def _order_rows(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Rank the rows for drawing: extents under shapes under points, the large under the small."""
    depth = frame["part"].map({EXTENT: 0, DRAWN: 1, ANCHOR: 2})
    size = -frame["drawn_km2"].fillna(0.0).astype(float)
    ordered = frame.assign(_depth=depth, _size=size).sort_values(["_depth", "_size"], kind="stable")
    return ordered.drop(columns=["_depth", "_size"]).assign(order=range(len(ordered)))


def _build_layer(key: str, label: str, claims: list[Claim], mark: Mark, ordered: gpd.GeoDataFrame) -> Layer:
    ids = tuple(claim.id for claim in claims)
    rows = ordered[ordered["claim_id"].isin(ids)]
    sides = {claim.claimant.side for claim in claims}
    return Layer(
        key=key,
        label=label,
        side=sides.pop() if len(sides) == 1 else None,
        claim_ids=ids,
        drawn=rows["claim_id"].nunique(),
        mark=mark,
        frame=rows,
    )


def _assign_marks(groups: dict[str, list[Claim]], drawn: set[str]) -> dict[str, Mark]:
    """A mark a layer, those on the map first: the first colours are told apart best."""
    ordered = sorted(groups, key=lambda label: drawn.isdisjoint(claim.id for claim in groups[label]))
    return {label: build_mark(position) for position, label in enumerate(ordered)}


def _outlet(reading: Reading, claim: Claim) -> str:
    return claim.via[-1].name if claim.via else reading.document.outlet or NO_OUTLET


def _side(reading: Reading, claim: Claim) -> str:
    """The state on whose side the claimant is, by its name where the dispatch names it."""
    side = claim.claimant.side
    names = (one.place.name for one in reading.mentions if one.place and one.place.place_id == f"country:{side}")
    return next(names, side) if side else NO_SIDE


_GROUPINGS: dict[Grouping, Callable[[Reading, Claim], str]] = {
    "claimant": lambda _reading, claim: claim.claimant.name,
    "side": _side,
    "outlet": _outlet,
    "kind": lambda _reading, claim: str(claim.kind),
}
