"""Where claims differ, the table of all of them, two claimants compared, and the second reader."""

from __future__ import annotations

import hashlib
from functools import partial

import streamlit as st

from geo import features, figure, webmap
from geo.errors import GeoError
from geo.layers import Layer
from geo.model import Reading
from geo.second_reader import ModelReader, describe_rows
from screen import taking
from screen.session import Frame, choose, get_engine, load_table, show_note
from screen.switches import get_grouping, show_only


def show_findings(reading: Reading, frame: Frame, rows: tuple[webmap.ClaimRow, ...]) -> None:
    """Where claims differ, then every claim in a table, those without a shape too."""
    if not rows:
        show_note(
            webmap.NO_CLAIMS
            + ("" if (reading.places or {}).get("features") else " No place in it could be put on the map either.")
        )
        return
    if frame.empty:
        show_note("None of the claims has a place that could be drawn; the table says why.")
    relations = webmap.describe_relations(reading)
    st.html('<h2 class="cs-head">Where the claims differ</h2>' + webmap.build_relations_html(relations))
    st.html('<h2 class="cs-head">All claims</h2>')
    html = webmap.build_claims_html(rows)
    digest = hashlib.sha256(html.encode()).hexdigest()
    chosen = st.session_state["chosen"]
    load_table()(data={"html": html, "key": digest, "chosen": chosen}, key="table", on_claim_change=_choose_in_table)


def show_comparison(reading: Reading, frame: Frame, layers: tuple[Layer, ...], key: str) -> None:
    """Two claimants side by side: a sentence, a row a ground, and how much of the drawn ground each claims alone."""
    claimants = features.find_claimants(reading)
    if len(claimants) < 2:
        return
    with st.expander("Compare two claimants"):
        left, right = st.columns(2)
        one = left.selectbox("One", claimants, index=0, key=f"one-{key}")
        others = [name for name in claimants if name != one]
        other = right.selectbox("The other", others, index=0, key=f"other-{key}")
        found = features.compare(reading, frame, one, other)
        st.text(found.sentence)
        if found.pairs:
            titles = ("Ground", "The one says", "The other says", "How they stand")
            rows = [(pair.ground, pair.one, pair.other, pair.verdict) for pair in found.pairs]
            st.html(webmap.build_table_html(titles, rows))
        if any(found.areas_km2):
            mine, yours, both = found.areas_km2
            st.text(f"Drawn: {mine:,.4g} km² by {one} alone, {yours:,.4g} by {other} alone, {both:,.4g} by both.")
        _show_side_by_side(reading, (one, other), found.sentence, key)
        if get_grouping() == "claimant":
            ids = {claim.id for claim in reading.claims if claim.claimant.name in {one, other}}
            st.button("Only these two on the map", key=f"only-{key}", on_click=partial(show_only, ids, layers, key))


def _show_side_by_side(reading: Reading, claimants: tuple[str, str], sentence: str, key: str) -> None:
    """The same ground twice, one claimant on each, as a picture to take along; made when it is asked for."""
    if not st.toggle("Side by side", key=f"pair-{key}"):
        return
    with st.spinner("Drawing both maps..."):
        shown = ",".join(claim.id for claim in reading.claims)
        edition = f"{key}|{st.session_state['edition']}|{shown}"
        picture = _draw_pair(edition, reading, claimants, sentence)
    st.image(picture, width="stretch")
    st.html(f'<p class="cs-quiet">{webmap.escape(f"Left {claimants[0]}, right {claimants[1]}. {sentence}")}</p>')
    name = f"{taking.to_file_name(reading.document)}-side-by-side.png"
    st.download_button("Side by side, PNG", picture, name, "image/png", on_click="ignore", key=f"take-pair-{key}")


@st.cache_data(max_entries=8, show_spinner=False)
def _draw_pair(key: str, _reading: Reading, claimants: tuple[str, str], sentence: str) -> bytes:  # noqa: ARG001 the cache's
    world = get_engine().world_of(_reading.document)
    return figure.to_pair(_reading, world, claimants, sentence, format="png")


def show_second_reader(reading: Reading, key: str) -> None:
    """A user's own language model, asked on a press, beside the rules. Only where the app serves its own machine."""
    if st.get_option("server.address") not in {"127.0.0.1", "localhost"}:
        return  # a visitor from elsewhere could make this machine send requests
    with st.expander("Second reader (optional): ask your own language model"):
        st.text(
            "Nothing is sent until you press the button; then this dispatch's text goes to the address below. "
            "What the model proposes is checked against the text and changes no claim and no shape."
        )
        address = st.text_input(
            "Address, OpenAI-compatible", placeholder="http://localhost:11434/v1", key="second-address"
        )
        model = st.text_input("Model", placeholder="llama3.1", key="second-model")
        if st.button("Send this text to the model", disabled=not (address and model), key="second-ask"):
            _ask_second_reader(reading, key, address, model)
        asked, answered = st.session_state.get("second", ("", None))
        if answered is not None and asked == key:
            titles = ("Verdict", "The rules say", "The model says", "Quote")
            st.html(webmap.build_table_html(titles, list(describe_rows(answered))))
            for one in answered.second.dropped:
                st.text(f"Dropped: {one.reason}: {one.quote}")


def _ask_second_reader(reading: Reading, key: str, address: str, model: str) -> None:
    """Keep the answer for this reading; a failure is one plain line, and the reading stays as it is."""
    try:
        with st.spinner("The model reads..."):
            st.session_state["second"] = (key, get_engine().consult(reading, ModelReader(address, model)))
    except GeoError as error:
        show_note(f"No second opinion: {error}", bad=True)


def _choose_in_table() -> None:
    """Choose the claim whose row was picked, none where it was unpicked."""
    choose(int(st.session_state["table"]["claim"] or 0), "table")
