"""Whose boundaries, as of when, and files of the user's own."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import uuid
from pathlib import Path

import streamlit as st

from geo import webmap
from geo.boundaries import DE_FACTO, DE_JURE
from geo.own_sources import OwnSources, join_sources, read_own_file
from screen.opening import NO_FILE
from screen.session import explain, load_engine

KINDS_OF_GROUND = ["geojson", "json", "gpkg", "parquet", "fgb", "kml", "zip"]
OWN_HELP = (
    "GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML or a zipped Shapefile: its named shapes are found and drawn."
)
AS_OF = "Disputed areas of this day; without one, of the day of the dispatch."


def show_boundaries() -> None:
    """The popover of boundaries."""
    with st.popover("Boundaries", icon=":material/layers:", width="content"):
        sides = list_sides()
        st.selectbox("As seen by", list(sides), format_func=sides.__getitem__, key="side", bind="query-params")
        earliest, latest = dt.date(1900, 1, 1), dt.date(2100, 1, 1)
        st.date_input("As of", None, earliest, latest, key="as-of", help=AS_OF, bind="query-params")
        with st.form("own-form", clear_on_submit=True, border=False):
            st.file_uploader("Your own boundaries", KINDS_OF_GROUND, key="own-file", help=OWN_HELP)
            left, right = st.columns(2)
            left.text_input("Column with the names", "name", key="own-name")
            right.text_input("Whose data", key="own-attribution", placeholder="named on every map")
            st.form_submit_button("Add the file", on_click=_add_boundaries)
        for source in st.session_state.get("own", OwnSources()).sources:
            st.html(f'<span class="cs-quiet">Added: {webmap.escape(source.what)}</span>')
    _set_ground()


@st.cache_data
def list_sides() -> dict[str, str]:
    """Every side and its name in words: control, the United Nations, then the countries by their names."""
    countries = load_engine().world.layer("countries").sort_values("name")
    names = zip(countries["country"], countries["name"].map(webmap.escape_markdown), strict=True)
    return {DE_FACTO: "De facto: who controls it", DE_JURE: "De jure: United Nations", **dict(names)}


def _add_boundaries() -> None:
    """Add the uploaded file to this session's boundaries, or say what is wrong with it."""
    file = st.session_state["own-file"]
    if file is None:
        st.session_state["problem"] = NO_FILE
        return
    explain(lambda: _add_file(file.name, file.getvalue()))


def _add_file(name: str, data: bytes) -> None:
    own = st.session_state.get("own", OwnSources())
    row = {
        "id": f"own{len(own.sources) + 1}",
        "file": re.sub(r"[^\w.-]+", "-", name)[-80:],
        "name": st.session_state["own-name"].strip() or "name",
        "attribution": st.session_state["own-attribution"].strip() or f"{name}, a user's own file",
        "licence": "not stated",
        "as_of": "a day not stated",
    }
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / row["file"]).write_bytes(data)
        added = read_own_file(row, Path(folder))
    st.session_state["own"] = join_sources([own, added])
    st.session_state["own-id"] = str(uuid.uuid4())
    st.session_state["problem"] = None


def _set_ground() -> None:
    """Put the chosen side, day and files under this session's engine, where they are others than before."""
    own, side, day = (st.session_state.get(key) for key in ("own", "side", "as-of"))
    plain = not own and side in {None, DE_FACTO} and day is None
    ground = "" if plain else f"{side}|{day}|{st.session_state.get('own-id', '')}"
    if ground != st.session_state.get("ground", ""):
        engine = load_engine().with_own(own) if own else load_engine()
        st.session_state["engine"] = engine.under(side or DE_FACTO, day)
        st.session_state["ground"] = ground
