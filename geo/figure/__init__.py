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
    compose    where all of it stands on the page
    margins    title, and the foot with sources and disclaimer
    pair       two claimants side by side
    document   the figure, then pages of text
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages

from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER
from geo.features import from_collection
from geo.figure.compose import compose
from geo.figure.document import compose_text
from geo.figure.lettering import Face, to_drawable
from geo.figure.page import PAGES, Row, SizeName
from geo.figure.pair import compose_pair
from geo.figure.words import Wording, write_title
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION

__all__ = [
    "DPI",
    "FORMATS",
    "PAGES",
    "Face",
    "Format",
    "Row",
    "SizeName",
    "Wording",
    "to_document",
    "to_figure",
    "to_pair",
]

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")

DPI = 300
"""Of the PNG; SVG and PDF are drawn in points."""

# Text is text in a PDF (TrueType embedded: it can be searched and copied) and outlines in an SVG, which then looks the
# same where the font is not installed. The salt makes an SVG's ids, and so its bytes, the same each time.
_SETTINGS: dict[Any, Any] = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "claimscape",
    "pdf.compression": 6,
}
# matplotlib's settings and its font caches are shared by all threads of a server.
_LOCK = threading.Lock()


def to_figure(
    reading: Reading,
    world: Boundaries,
    *,
    format: Format,  # noqa: A002 the field's own word, as in matplotlib's savefig
    size: SizeName = "landscape",
    made: dt.datetime | None = None,
    wording: Wording = Wording(),  # noqa: B008 frozen
) -> bytes:
    """The report figure as the bytes of a file.

    ``size`` is one of PAGES (landscape and portrait are A4); ``made`` is the time that the page states (now, UTC);
    ``wording`` a title, a subtitle, a note of its maker.
    The same arguments give the same bytes. A reading without any drawn claim gives a page that says so.
    """
    stamp = made or dt.datetime.now(dt.UTC)
    stream = io.BytesIO()
    with _LOCK, mpl.rc_context(_SETTINGS):
        frame = from_collection(reading.features or EMPTY_COLLECTION)
        figure = compose(reading, frame, world, PAGES[size], stamp, wording)
        figure.savefig(stream, format=format, dpi=DPI, **_describe(format, reading))
    return stream.getvalue()


def to_pair(
    reading: Reading,
    world: Boundaries,
    claimants: tuple[str, str],
    sentence: str,
    *,
    format: Format,  # noqa: A002 as above
    made: dt.datetime | None = None,
) -> bytes:
    """Two claimants side by side, over the ``sentence`` that compares them, as the bytes of a file."""
    stamp = made or dt.datetime.now(dt.UTC)
    stream = io.BytesIO()
    with _LOCK, mpl.rc_context(_SETTINGS):
        frame = from_collection(reading.features or EMPTY_COLLECTION)
        figure = compose_pair(reading, frame, world, claimants, sentence, stamp)
        figure.savefig(stream, format=format, dpi=DPI, **_describe(format, reading))
    return stream.getvalue()


def to_document(
    reading: Reading, world: Boundaries, rows: tuple[Row, ...], *, foot: str, made: dt.datetime | None = None
) -> bytes:
    """A PDF in A4: the report figure, then pages of text with a line at the foot of each. The same gives the same."""
    stamp = made or dt.datetime.now(dt.UTC)
    stream = io.BytesIO()
    page = PAGES["portrait"]
    with _LOCK, mpl.rc_context(_SETTINGS):
        first = compose(reading, from_collection(reading.features or EMPTY_COLLECTION), world, page, stamp)
        pages = [first, *compose_text(rows, page, write_title(reading.document), foot)]
        with PdfPages(stream, **_describe("pdf", reading)) as document:
            for one in pages:
                document.savefig(one)
    return stream.getvalue()


def _describe(format: Format, reading: Reading) -> dict[str, Any]:  # noqa: A002 as above
    """The file's own metadata, without dates: these would make every file differ."""
    title = to_drawable(write_title(reading.document))
    if format == "png":
        text = {"Title": title, "Disclaimer": DISCLAIMER, "Software": "Claimscape"}
        return {"metadata": text, "pil_kwargs": {"compress_level": 3}}
    dates = {"CreationDate": None, "ModDate": None} if format == "pdf" else {"Date": None}
    return {"metadata": {"Title": title, "Creator": "Claimscape"} | dates}
