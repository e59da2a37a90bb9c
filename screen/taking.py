"""What is taken away: files of what is shown, and whose the ground is."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st

from geo import brief, exports, webmap
from geo import reading as readings
from geo.credits import DISCLAIMER
from geo.figure import SizeName, Wording, to_figure
from geo.filters import keep_claims
from geo.layers import Layer
from geo.model import Document, Reading
from screen.session import get_engine


def show_downloads(reading: Reading, layers: tuple[Layer, ...], visible: list[str]) -> None:
    """What is shown as files, each made when it is asked for: claims of layers that are off are not in them."""
    off = {one for layer in layers if layer.drawn and layer.key not in visible for one in layer.claim_ids}
    reading = keep_claims(reading, (claim.id for claim in reading.claims if claim.id not in off))
    layers = tuple(one for one in layers if one.key in visible or not one.drawn)
    world = get_engine().world_of(reading.document)
    credit = exports.write_credit(world)
    size, wording = _get_wording()
    draw = partial(to_figure, reading, world, size=size, wording=wording)
    makers: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "png": ("image/png", partial(draw, format="png")),
        "svg": ("image/svg+xml", partial(draw, format="svg")),
        "pdf": ("application/pdf", partial(draw, format="pdf")),
        "brief.pdf": ("application/pdf", partial(brief.to_pdf, reading, world)),
        "html": ("text/html", partial(webmap.to_html, reading, world, layers)),
        "geojson": ("application/geo+json", partial(exports.to_geojson, reading, credit)),
        "kml": ("application/vnd.google-earth.kml+xml", partial(exports.to_kml, reading, credit)),
        "csv": ("text/csv", partial(exports.to_csv, reading, credit)),
        "json": ("application/json", partial(readings.to_json, reading)),
    }
    with st.container(horizontal=True, vertical_alignment="center", key="downloads"):
        st.html('<span class="cs-quiet">Download</span>')
        for suffix, (mime, make) in makers.items():
            name = f"{to_file_name(reading.document)}.{suffix}"
            label = "Brief" if suffix == "brief.pdf" else suffix.upper()
            st.download_button(label, make, name, mime, on_click="ignore", key=f"download-{suffix}")
        _show_wording(reading.document)


SIZES: dict[SizeName, str] = {
    "landscape": "A4 landscape",
    "portrait": "A4 portrait",
    "slide": "Slide, 16:9",
    "square": "Square",
}
LONGEST = 300


def _show_wording(document: Document) -> None:
    """What the figure says above the map and in its notes, and how large it is: PNG, SVG and PDF follow it."""
    with st.popover("Figure", icon=":material/edit:", width="content"):
        st.selectbox("Size", list(SIZES), format_func=SIZES.__getitem__, key="figure-size")
        st.text_input("Title", placeholder=document.title or "", key="figure-title", max_chars=LONGEST)
        placeholder = "outlet, date and places"
        st.text_input("Subtitle", placeholder=placeholder, key="figure-subtitle", max_chars=LONGEST)
        st.text_area("A note of yours", key="figure-note", max_chars=LONGEST, height=80)
        st.html('<p class="cs-quiet">PNG, SVG and PDF follow this. Sources, dates and disclaimer are always there.</p>')


def _get_wording() -> tuple[SizeName, Wording]:
    said = {name: st.session_state.get(f"figure-{name}", "").strip() for name in ("title", "subtitle", "note")}
    return st.session_state.get("figure-size", "landscape"), Wording(**said)


def to_file_name(document: Document) -> str:
    """A file name that no title can bend: letters and digits of the title, and the document's digest."""
    slug = re.sub(r"[^a-z0-9]+", "-", (document.title or "dispatch").lower()).strip("-")[:60].strip("-")
    return f"{slug or 'dispatch'}-{document.sha256[:8]}"


def show_footer(scenery: webmap.Scenery) -> None:
    """Whose the background is, as of when, and what the map does not say."""
    ground = webmap.escape(scenery.credit)
    limits = webmap.escape(f"{DISCLAIMER} {webmap.SCHEMATIC} Parsed by spaCy's {get_engine().parser}.")
    st.html(f'<h2 class="cs-head">Sources</h2><p class="cs-quiet">{ground}<br>{limits}</p>')
