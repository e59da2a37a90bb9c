"""What the screen keeps: loaded once for all, opened by this user, and said in the address of the page.

Takes Documents; gives Readings. The address names the dispatches, the chosen claim and the layers that are off; all
other widgets bind themselves to it by their keys.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import streamlit as st

from geo import documents, overrides, pipeline, webmap
from geo.atomic import write_text
from geo.collection import Repeat
from geo.errors import GeoError
from geo.model import Document, Reading
from geo.store import LEAST_NAME, Store

ASSETS = Path(__file__).parent / "assets"
NOT_KEPT = "The link names a dispatch that is not kept on this machine: {0}. Open its text again."


def read_asset(name: str) -> str:
    """A style or script of ours."""
    return (ASSETS / name).read_text(encoding="utf-8")


@st.cache_resource(show_spinner="Loading the gazetteer and the boundaries …")
def load_engine() -> pipeline.Engine:
    """The reading engine and its background, once for all sessions."""
    return pipeline.Engine.load()


@st.cache_resource
def load_samples() -> tuple[Document, ...]:
    """The dispatches that come with the project."""
    return documents.read_samples()


@st.cache_resource
def load_store() -> Store:
    """Dispatches and corrections that are kept on this machine."""
    return Store()


@st.cache_resource
def load_text_pane() -> Callable[..., Any]:
    """The dispatch with sentences that can be pressed: our own component, registered once."""
    return st.components.v2.component(
        "claimscape_text",
        html='<div class="dispatch"></div>',
        css=webmap.build_text_css() + read_asset("text.css"),
        js=read_asset("text.js"),
    )


@st.cache_resource
def load_table() -> Callable[..., Any]:
    """The table of claims, stepped through by the arrow keys: the map's twin for those who cannot see or press it."""
    return st.components.v2.component(
        "claimscape_table",
        html='<div class="claims"></div>',
        css=read_asset("tables.css") + read_asset("table.css"),
        js=read_asset("table.js"),
    )


@st.cache_data(max_entries=64, show_spinner="Reading the dispatch (a minute for a megabyte) …")
def read_words(key: str, _document: Document, _engine: pipeline.Engine) -> Reading:  # noqa: ARG001 - only the key is hashed
    """The claims of a document, nothing drawn; ``key`` stands for all that they depend on."""
    return _engine.read_words(_document)


@st.cache_data(max_entries=64, show_spinner="Drawing the claims …")
def draw(
    key: str,  # noqa: ARG001 - stands for all that is drawn
    _words: tuple[Reading, ...],
    _corrections: dict[str, tuple[overrides.Override, ...]],
    _engine: pipeline.Engine,
) -> tuple[pipeline.Corrected, tuple[Repeat, ...]]:
    """The corrected reading of one dispatch, or of several as one, and which of them only repeat another."""
    if len(_words) == 1:
        return _engine.draw(_words[0], _corrections.get(_words[0].document.sha256, ())), ()
    return _engine.collect(_words, _corrections)


@st.cache_resource(max_entries=32, show_spinner="Cutting out the map …")
def load_scenery(key: str, _reading: Reading, _bounds: webmap.Bounds) -> webmap.Scenery:  # noqa: ARG001 - as above
    """The ground under a reading's claims."""
    engine = get_engine()
    local_name = engine.gazetteer.local_name
    return webmap.build_scenery(_reading, engine.world_of(_reading.document), _bounds, local_name)


@st.cache_resource
def load_ground_folder() -> Path:
    """Where grounds are kept for the browser, outside the messages of every press; gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="claimscape-ground-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@st.cache_resource(max_entries=256)
def keep_ground(key: str, _scenery: webmap.Scenery) -> str:  # noqa: ARG001 - as above
    """Write a scenery's ground where the browser finds it; gives its name."""
    name, script = webmap.write_ground(_scenery)
    write_text(load_ground_folder() / f"{name}.js", script)
    return name


def get_engine() -> pipeline.Engine:
    """The engine of this session: that of all sessions, with the boundaries that this user chose and added."""
    engine: pipeline.Engine = st.session_state.get("engine") or load_engine()
    return engine


def get_documents() -> tuple[Document, ...]:
    """The dispatches that are open."""
    opened: tuple[Document, ...] = st.session_state["documents"]
    return opened


def get_corrections() -> dict[str, tuple[overrides.Override, ...]]:
    """The corrections of each open dispatch, by its digest, those that stand."""
    return {one.sha256: load_store().find_overrides(one.sha256) for one in get_documents()}


def describe_document(document: Document) -> str:
    """All that the words of a reading depend on, in one string."""
    ground = st.session_state.get("ground", "")
    return "|".join(str(one) for one in (document.sha256, document.title, document.outlet, document.published, ground))


def describe_opened() -> str:
    """The same for all that is open."""
    return "||".join(describe_document(one) for one in get_documents())


def open_documents(opened: tuple[Document, ...], *, keep: bool = True) -> None:
    """Put dispatches on the screen, with nothing chosen in them; keep them on this machine where they are not ours."""
    samples = {one.sha256 for one in load_samples()}
    for one in opened:
        if keep and one.sha256 not in samples:
            load_store().keep(one)
    st.session_state["documents"] = opened
    st.session_state["opened"] = st.session_state.get("opened", 0) + 1
    st.session_state["problem"] = None
    st.session_state["target"] = None
    st.session_state["named"] = ",".join(name_document(one) for one in opened)
    st.query_params["dispatch"] = st.session_state["named"]
    for name in ("claim", "off", "at"):
        st.query_params.pop(name, None)
    st.session_state["at"] = None
    choose(0, "nothing")


def name_document(document: Document) -> str:
    """A short name for the address: a sample's own, else the start of the text's digest."""
    sample = next((one for one in load_samples() if one.sha256 == document.sha256), None)
    return sample.id if sample else document.sha256[:LEAST_NAME]


def open_from_address() -> None:
    """Open what the address names, else the first sample; a dispatch that is not kept here is said to be missing."""
    wanted = [one for one in st.query_params.get("dispatch", "").split(",") if one]
    claim, at, off = (st.query_params.get(name, "") for name in ("claim", "at", "off"))
    samples = {one.id: one for one in load_samples()}
    known = {name: samples.get(name) or load_store().find_document(name) for name in wanted}
    found = tuple(one for one in known.values() if one)
    missing = ", ".join(name for name, one in known.items() if one is None)
    open_documents(found or load_samples()[:1], keep=False)
    if missing:
        st.session_state["problem"] = NOT_KEPT.format(missing)
        return
    st.session_state["at"] = _read_view(at)
    if off:
        st.query_params["off"] = off
    if claim.isdecimal():
        choose(int(claim), "link" if st.session_state["at"] else "address")


def names_others() -> bool:
    """Whether the address names other dispatches than those that are open: somebody went back, or forth."""
    named = st.query_params.get("dispatch")
    return named is not None and named != st.session_state["named"]


def _read_view(text: str) -> tuple[float, float, float] | None:
    """Lon, lat, zoom of an address, None where it has none that makes sense."""
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?,\d{1,2}(\.\d+)?", text):
        return None
    lon, lat, zoom = (float(one) for one in text.split(","))
    return (lon, lat, zoom) if abs(lon) <= 180 and abs(lat) <= 85 and zoom <= 18 else None


def choose(number: int, by: str) -> None:
    """Choose a claim by its number, 0 for none.

    ``by`` says from where: a press on the map, or a link that says where the map stands, leaves the map's view alone; a
    press in the text leaves the text where it is.
    """
    st.session_state["chosen"] = number
    st.session_state["turn"] = st.session_state.get("turn", 0) + (by not in {"map", "link"})
    st.session_state["scroll"] = st.session_state.get("scroll", 0) + (by != "text")
    if number:
        st.query_params["claim"] = str(number)
    else:
        st.query_params.pop("claim", None)


def explain(act: Callable[[], None]) -> None:
    """Do something that may fail for what was given; then keep the reason, one plain line, and what is open."""
    try:
        act()
    except GeoError as error:
        st.session_state["problem"] = str(error)


def show_note(text: str, *, bad: bool = False) -> None:
    """A plain sentence that stands out; never Markdown, which would load an image that a file name links to."""
    kind = "cs-note bad" if bad else "cs-note"
    st.html(f'<div class="{kind}" role="{"alert" if bad else "status"}">{webmap.escape(text)}</div>')


Frame = gpd.GeoDataFrame
