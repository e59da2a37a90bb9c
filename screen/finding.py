"""A place looked up by its name, in any script, and flown to."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo import webmap
from geo.model import Candidate
from geo.resolution import rank
from screen.session import get_engine

MOST = 12
"""Candidates that are listed."""


def show_finder() -> None:
    """The popover that looks a name up."""
    with st.popover("Find a place", icon=":material/search:", width="content"):
        name = st.text_input("Name, in any script", key="find").strip()
        target = st.session_state.get("target")
        if name:
            found = [one for one in rank(name, get_engine().gazetteer) if one.place.lon is not None]
            if not found:
                st.text(f"No place of this name in the gazetteer: {name}")
            for one in found[:MOST]:
                st.button(
                    webmap.escape_markdown(describe_candidate(one)),
                    key=f"find-{one.place.place_id}",
                    type="tertiary",
                    on_click=partial(_fly_to, one),
                )
        if target:
            st.button("Back to the claims", on_click=partial(_fly_to, None))


def describe_candidate(candidate: Candidate) -> str:
    """A candidate in a line: name, local name, where, what."""
    place, gazetteer = candidate.place, get_engine().gazetteer
    local = gazetteer.local_name(place.place_id)
    row = gazetteer.row(place.place_id)
    province = gazetteer.place(row.admin1).name if row and row.admin1 and gazetteer.place(row.admin1) else None
    names = place.name if not local or local == place.name else f"{place.name} ({local})"
    return ", ".join(one for one in (names, province, place.country, place.feature_code) if one)


def _fly_to(candidate: Candidate | None) -> None:
    """Go to a place; None goes back."""
    place = candidate.place if candidate else None
    st.session_state["target"] = (place.lon, place.lat) if place else None
    st.session_state["flight"] = st.session_state.get("flight", 0) + 1
    st.session_state["at"] = None
