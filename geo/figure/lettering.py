"""Text on paper: what the font can draw, how wide it is, where it breaks, and its halo.

Takes any text and a Face; gives millimetres, lines, or artists on an Axes whose unit is the millimetre.
Does not read markup: ``$`` and ``_`` of a dispatch are drawn as they are.

The font is the DejaVu Sans that matplotlib ships, by file, so that a figure is the same on every machine.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patheffects import Stroke
from matplotlib.textpath import TextToPath

MM_PER_POINT = 25.4 / 72
LINE_SPACING = 1.25
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
PAPER = "#ffffff"
INK = "#1a1a1a"

Cut = Literal["", "-Bold", "-Oblique", "-BoldOblique"]
_METRICS = TextToPath()
# Marks of direction and joining that change other letters and draw nothing; controls are not characters to print.
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: size in points, one of the font's four cuts, colour."""

    size_pt: float
    cut: Cut = ""
    color: str = INK

    @property
    def line_mm(self) -> float:
        """The distance from one line to the next."""
        return self.size_pt * MM_PER_POINT * LINE_SPACING

    def scaled(self, factor: float) -> Face:
        """The same face, larger or smaller."""
        return replace(self, size_pt=self.size_pt * factor)


def to_drawable(text: str) -> str:
    r"""The text in one line, without unprintable characters; a letter that the font lacks becomes U+FFFD.

    >>> to_drawable("Baku\u202e \n said")
    'Baku said'
    """
    shown = "".join(" " if one.isspace() else one for one in text if one.isspace() or _is_printed(one))
    letters = _letters()
    return "".join(one if ord(one) in letters else REPLACEMENT for one in " ".join(shown.split()))


def measure_mm(text: str, face: Face) -> float:
    """The width of a line of text in mm."""
    return _width_points(text, face.size_pt, face.cut) * MM_PER_POINT


def wrap(text: str, face: Face, width_mm: float) -> tuple[str, ...]:
    """Break a text into lines no wider than ``width_mm``; a word longer than a line is broken inside."""
    lines: list[str] = []
    for word in to_drawable(text).split():
        whole = f"{lines[-1]} {word}" if lines else word
        if lines and measure_mm(whole, face) <= width_mm:
            lines[-1] = whole
        else:
            lines.extend(_break(word, face, width_mm))
    return tuple(lines)


def shorten(text: str, face: Face, width_mm: float, lines: int) -> tuple[str, ...]:
    """As ``wrap``, at most so many lines; what is left out is marked by an ellipsis."""
    wrapped = wrap(text, face, width_mm)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while last and measure_mm(last + "…", face) > width_mm:
        last = last[:-1]
    return (*wrapped[: lines - 1], last.rstrip(" ,;:.") + "…")


def balance(text: str, face: Face, width_mm: float, lines: int) -> tuple[str, ...]:
    """As ``shorten``, with lines of about equal length: the narrowest setting that needs no further line."""
    widest = shorten(text, face, width_mm, lines)
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        narrow = wrap(text, face, share * width_mm)
        if len(narrow) <= len(widest):
            return narrow
    return widest


def write_line(axes: Axes, x: float, y: float, text: str, face: Face, **options: Any) -> None:  # noqa: ANN401 matplotlib's
    """Set one line with its baseline at ``y``; ``halo`` (points) puts paper-coloured ground behind it."""
    halo = options.pop("halo", 0.0)
    values: dict[str, Any] = {
        "fontproperties": _properties(face),
        "parse_math": False,
        "ha": "left",
        "va": "baseline",
    } | options
    if halo:
        # The halo is its own artist: a text with path effects is no text any more in a PDF.
        stroke = Stroke(linewidth=halo, foreground=options.get("ground", PAPER), joinstyle="round")
        axes.text(x, y, text, color=PAPER, path_effects=[stroke], **values)
    axes.text(x, y, text, color=face.color, **values)


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in _UNPRINTED


def _break(word: str, face: Face, width_mm: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure_mm(pieces[-1] + letter, face) > width_mm:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=4096)
def _width_points(text: str, size_pt: float, cut: Cut) -> float:
    width, _, _ = _METRICS.get_text_width_height_descent(text, _properties(Face(size_pt, cut)), ismath=False)
    return float(width)


def _properties(face: Face) -> FontProperties:
    return FontProperties(fname=_font_file(face.cut), size=face.size_pt)


@cache
def _font_file(cut: Cut) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{cut}.ttf"


@cache
def _letters() -> frozenset[int]:
    return frozenset(get_font(str(_font_file(""))).get_charmap())
