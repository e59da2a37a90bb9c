"""Layers, time, and how the map looks."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from geo import filters, webmap
from geo.layers import Grouping, Layer
from geo.model import Reading

GROUPINGS: dict[Grouping, str] = {
    "claimant": "By claimant",
    "side": "By side",
    "outlet": "By outlet",
    "kind": "By kind",
}
DATES: dict[filters.DateOf, str] = {"event": "the deed", "report": "the word", "either": "the deed, else the word"}
NAMES = {"english": "English", "local": "As written there", "both": "Both"}
GROUND = {
    "countries": "Countries",
    "admin1": "Provinces",
    "lakes": "Lakes",
    "rivers": "Rivers",
    "areas": "Disputed areas",
    "lines": "Borders and lines",
    "towns": "Towns",
}
EARLIEST, LATEST = dt.date(1500, 1, 1), dt.date(2200, 12, 31)


def show_grouping() -> None:
    """What a layer is."""
    st.selectbox(
        "Layers by",
        list(GROUPINGS),
        format_func=GROUPINGS.__getitem__,
        key="by-what",
        label_visibility="collapsed",
        width=150,
        bind="query-params",
    )


def get_grouping() -> Grouping:
    """What a layer is now."""
    grouping: Grouping = st.session_state["by-what"]
    return grouping


def show_look() -> None:
    """The popover of the map's look."""
    with st.popover("View", icon=":material/tune:", width="content"):
        st.slider("Opacity of the claims", 10, 100, 100, 10, format="%d %%", key="opacity", bind="query-params")
        shown = list(GROUND)
        st.pills(
            "Ground",
            shown,
            selection_mode="multi",
            default=shown,
            format_func=GROUND.__getitem__,
            key="ground-shown",
            bind="query-params",
        )
        st.segmented_control(
            "Names",
            list(NAMES),
            default="english",
            required=True,
            format_func=NAMES.__getitem__,
            key="names",
            bind="query-params",
        )


def get_look() -> webmap.Wish:
    """How the map is to look now; nothing chosen on it."""
    shown = st.session_state["ground-shown"] or []
    hidden = tuple(name for name in GROUND if name not in shown)
    names = st.session_state["names"] or "english"
    return webmap.Wish(hidden=hidden, opacity=st.session_state["opacity"] / 100, names=names)


def show_time() -> None:
    """The popover of the time filter."""
    with st.popover("Time", icon=":material/calendar_month:", width="content"):
        st.selectbox("The day of", list(DATES), format_func=DATES.__getitem__, key="day-of", bind="query-params")
        left, right = st.columns(2)
        left.date_input("From", None, EARLIEST, LATEST, key="from", bind="query-params")
        right.date_input("To", None, EARLIEST, LATEST, key="to", bind="query-params")
        st.toggle("Claims without such a day too", True, key="undated", bind="query-params")  # noqa: FBT003 - its default


def filter_by_time(reading: Reading) -> Reading:
    """The claims of the chosen days, and a line that says what that left out."""
    date_of: filters.DateOf = st.session_state["day-of"]
    first, last = st.session_state["from"], st.session_state["to"]
    undated: bool = st.session_state["undated"]
    wanted = filters.Filter(first=first, last=last, date_of=date_of, undated=undated)
    kept = filters.choose_claims(reading, wanted)
    without = filters.count_undated(reading, date_of)
    if len(kept.claims) < len(reading.claims):
        shown = f"{len(kept.claims)} of {len(reading.claims)} claims"
        told = f"Time filter: {shown}; {without} have no day of {DATES[date_of]}."
        st.html(f'<p class="cs-quiet" role="status">{webmap.escape(told)}</p>')
    return kept


def show_layers(layers: tuple[Layer, ...], key: str) -> list[str]:
    """Pills that put layers on the map and take them off; gives the keys of the visible ones."""
    drawn = [layer for layer in layers if layer.drawn]
    names = {layer.key: f"{webmap.escape_markdown(layer.label)} {layer.drawn}/{layer.count}" for layer in drawn}
    name = name_pills(key)
    if name not in st.session_state:
        off = {int(one) for one in st.query_params.get("off", "").split(",") if one.isdecimal()}
        st.session_state[name] = [one for place, one in enumerate(names) if place not in off]
    st.session_state[name] = [one for one in st.session_state[name] if one in names]
    with st.container(key="switches", horizontal=True, vertical_alignment="center", gap="small"):
        visible = st.pills(
            "Layers on the map",
            list(names),
            selection_mode="multi",
            format_func=names.__getitem__,
            key=name,
            label_visibility="collapsed",
            wrap=True,
        )
        if len(drawn) > 1:
            st.button("All", key="layers-all", type="tertiary", on_click=_press, args=(name, list(names)))
            st.button("None", key="layers-none", type="tertiary", on_click=_press, args=(name, []))
    st.html(f"<style>{_build_pills_css(drawn)}</style>")
    _write_off([place for place, one in enumerate(names) if one not in visible])
    return list(visible)


def show_only(claim_ids: set[str], layers: tuple[Layer, ...], key: str) -> None:
    """Press the pills of the layers that have one of these claims, and no other."""
    _press(name_pills(key), [layer.key for layer in layers if layer.drawn and claim_ids & set(layer.claim_ids)])


def name_pills(key: str) -> str:
    """The key of the pills: one a grouping and an opened dispatch."""
    return f"layers-{get_grouping()}-{key}"


def _press(name: str, keys: list[str]) -> None:
    st.session_state[name] = keys


def _write_off(places: list[int]) -> None:
    """The layers that are off, by their place, for the address."""
    off = ",".join(map(str, places))
    if off and st.query_params.get("off") != off:
        st.query_params["off"] = off
    elif not off and "off" in st.query_params:
        st.query_params.pop("off")


def _build_pills_css(layers: list[Layer]) -> str:
    """The swatch of each layer in its pill."""
    return "".join(
        f".st-key-switches button[data-variant='pills']:nth-of-type({place})::before {{{webmap.build_pill_css(layer)}}}"
        for place, layer in enumerate(layers, start=1)
    )
