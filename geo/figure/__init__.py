"""The report figure: a reading on one page, as PNG, SVG or PDF, by matplotlib and without a browser.

Takes a Reading, the boundary files and a target; writes the page: map, enlargement, locator, key, notes and sources.
Does not start a browser, ask a network, or touch matplotlib's global state.

    lettering  the font: what it can draw, how wide it is, where it breaks
    page       sizes, boxes, and text flowing down them
    view       which ground, in which projection, at which scale
    paths      shapely -> matplotlib, with the look of a Style
    placing    where a label finds room
    ground     land, borders, water, disputed ground; ``names`` what they are called
    claims     the claims' shapes and labels
    panels     the maps of the page
    words      what the margins say
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from pathlib import Path
from typing import Any, BinaryIO, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.boundaries import Boundaries
from geo.features import from_collection
from geo.figure.lettering import MM_PER_POINT, Face, measure_mm, shorten, wrap, write_line
from geo.figure.page import PAGES, Box, Page, SizeName, add_axes, build_figure, draw_rule, flow, measure_rows
from geo.figure.panels import Panel, Setting, choose_enlargement, draw_locator, draw_map
from geo.figure.view import View, build_view, choose_focus
from geo.figure.words import Shown, build_key, write_footer, write_subtitle, write_title
from geo.layers import ANCHOR, DRAWN, EXTENT, Layer, build_layers
from geo.model import Reading

Format = Literal["png", "svg", "pdf"]

DPI = 300
"""Of the PNG; SVG and PDF are drawn in points."""

# Text is text in a PDF (TrueType embedded: it can be searched and copied) and outlines in an SVG, which then looks the
# same where the font is not installed. The salt makes an SVG's ids, and so its bytes, the same each time.
_SETTINGS = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "claimscape", "path.simplify": True}
# matplotlib's settings and its font caches are shared by all threads of a server.
_LOCK = threading.Lock()
