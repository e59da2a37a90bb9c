"""The desk: the text beside the map. Whatever is pressed in here draws only this part of the page again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial

import folium
import streamlit as st
from streamlit_folium import st_folium
from xstatic.pkg import leaflet

from geo import features, webmap
from geo.layers import Grouping, Layer, build_layers
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION
from screen import corrections, findings, taking
from screen.claim import show_claim
from screen.session import (
    Frame,
    choose,
    describe_document,
    describe_opened,
    draw,
    get_corrections,
    get_documents,
    get_engine,
    keep_ground,
    load_ground_folder,
    load_scenery,
    load_text_pane,
    read_words,
    show_note,
)
from screen.switches import filter_by_time, get_grouping, get_look, show_layers

MAP_HEIGHT = 560  # pixels, until page.css fits it to the window
TOO_WIDE = 6.0
"""A ground this many times as wide as what is shown is cut out anew."""

NEAR_DEG = 1.0
"""Round a place that was looked up and lies off the map, so much is shown."""


@st.fragment
def show_desk() -> None:
    """Text, layers, map, claim, table, files."""
    key = describe_opened()
    standing = get_corrections()
    edition = hashlib.sha256(repr(standing).encode()).hexdigest()[:16]
    st.session_state["edition"] = edition
    words = tuple(read_words(describe_document(one), one, get_engine()) for one in get_documents())
    corrected, repeats = draw(f"{key}|{edition}", words, standing, get_engine())
    if st.session_state["problem"]:
        show_note(st.session_state["problem"], bad=True)
    for one in repeats:
        show_note(f"“{one.title}” repeats “{one.of}” and is left out.")
    reading = filter_by_time(corrected.reading)
    shown = ",".join(claim.id for claim in reading.claims)
    sight = _prepare(f"{key}|{edition}|{get_grouping()}|{shown}", reading, get_grouping())
    frame, layers, rows = sight.frame, sight.layers, sight.rows
    with st.container(key="desk"):
        left, right = st.columns([5, 9], gap="medium")
    with right, st.container(key="map"):
        visible = show_layers(layers, key)
        scenery = _choose_scenery(corrected.reading, frame, key)
        _show_map(reading, scenery, layers, visible, key)
        st.html(webmap.build_legend_html(tuple(one for one in layers if one.key in visible)))
        st.html(f'<p class="cs-quiet">{webmap.escape(webmap.describe_unplaced(layers))}</p>')
    with left:
        _show_text(reading, layers, visible, key)
    chosen = next((row for row in rows if row.number == st.session_state["chosen"]), None)
    if chosen is not None:
        show_claim(chosen, reading, layers, key)
        claim = next(one for one in reading.claims if one.id == chosen.claim_id)
        corrections.show_corrections(claim, corrected, frame, standing)
    elif rows:
        st.html(
            '<p class="cs-quiet">Press a shape, a marked sentence or a row of the table to see a claim; select words '
            "in the text to add one.</p>"
        )
    corrections.show_history(corrected, standing)
    findings.show_findings(reading, frame, rows)
    findings.show_comparison(reading, frame, layers, key)
    findings.show_second_reader(reading, key)
    taking.show_downloads(reading, layers, visible)
    taking.show_footer(scenery)


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What a reading looks like: its features frame, its layers, a row of words a claim."""

    frame: Frame
    layers: tuple[Layer, ...]
    rows: tuple[webmap.ClaimRow, ...]


@st.cache_resource(max_entries=64, show_spinner=False)
def _prepare(key: str, _reading: Reading, grouping: Grouping) -> Sight:  # noqa: ARG001 - the key stands for the reading
    frame = features.from_collection(_reading.features or EMPTY_COLLECTION)
    return Sight(frame, build_layers(_reading, frame, by=grouping), webmap.describe_claims(_reading, frame))


def _choose_scenery(reading: Reading, frame: Frame, key: str) -> webmap.Scenery:
    """The ground under all claims; under a place that was looked up where that lies off it."""
    target = st.session_state.get("target")
    bounds = webmap.find_bounds(frame)
    kept, last = st.session_state.get("bounds", ("", bounds))
    if kept == key and (frame.empty or _holds(last, bounds)):
        bounds = last  # a correction or a filter that stays on this ground does not make the map anew
    st.session_state["bounds"] = (key, bounds)
    scenery = load_scenery(f"{key}|{bounds}", reading, bounds)
    if target is None or _is_inside(target, scenery.view.window):
        return scenery
    lon, lat = target
    bounds = (max(lon - NEAR_DEG, -180), max(lat - NEAR_DEG, -85), min(lon + NEAR_DEG, 180), min(lat + NEAR_DEG, 85))
    return load_scenery(f"{key}|{bounds}", reading, bounds)


def _holds(outer: webmap.Bounds, inner: webmap.Bounds) -> bool:
    """Whether the ground cut out for some bounds holds others too, and is not far too wide for them."""
    west, south, east, north = webmap.build_view(outer).window
    least = max(inner[2] - inner[0], inner[3] - inner[1], webmap.LEAST_SPAN_DEG)
    if max(outer[2] - outer[0], outer[3] - outer[1]) > TOO_WIDE * least:
        return False
    return west <= inner[0] and south <= inner[1] and inner[2] <= east and inner[3] <= north


def _is_inside(point: tuple[float, float], bounds: webmap.Bounds) -> bool:
    west, south, east, north = bounds
    return west <= point[0] <= east and south <= point[1] <= north


def _show_map(
    reading: Reading, scenery: webmap.Scenery, layers: tuple[Layer, ...], visible: list[str], key: str
) -> None:
    """The map: a ground that stays as it is, and the visible layers on it."""
    link = st.components.v1.declare_component("leaflet", path=leaflet.BASE_DIR).name
    folder = st.components.v1.declare_component("ground", path=load_ground_folder()).name
    kept = keep_ground(f"{key}|{scenery.view}", scenery)
    scripts = (f"../{link}/leaflet.js", f"../{folder}/{kept}.js")
    assets = webmap.Assets(scripts, (f"../{link}/leaflet.css",), kept)
    caption = webmap.write_caption(reading.document)
    ground = webmap.build_base_map(scenery, assets, st.session_state.get("at"), linked=True, caption=caption)
    webmap.add_patterns(ground, layers)
    groups = webmap.build_layer_groups(layers, webmap.number_claims(reading), visible)
    state = st.session_state
    wish = replace(
        get_look(),
        chosen=state["chosen"],
        turn=state["turn"],
        target=state.get("target"),
        flight=state.get("flight", 0),
    )
    bounds = hashlib.sha256(repr((scenery.view, state.get("at"))).encode()).hexdigest()[:8]
    name = f"map-{get_grouping()}-{bounds}-{key}"
    drawing = corrections.is_pen_down(state["chosen"])
    st_folium(
        ground,
        key=name,
        height=MAP_HEIGHT,
        use_container_width=True,
        render=False,  # st_folium renders what it needs
        feature_group_to_add=[*groups, *([_build_pen()] if drawing else []), webmap.build_wish(wish)],
        returned_objects=["last_active_drawing", "last_clicked", "last_object_clicked"],  # fixed when the map is made
        on_change=partial(_press_on_map, name),
    )


def _build_pen() -> folium.FeatureGroup:
    """What was pressed on the map so far."""
    group = folium.FeatureGroup(name="pen", control=False)
    points = [(lat, lon) for lon, lat in st.session_state.get("pen", [])]
    if len(points) > 1:
        folium.PolyLine([*points, points[0]], color="#1f2328", weight=2, dash_array="4 4").add_to(group)
    for point in points:
        folium.CircleMarker(point, radius=4, color="#1f2328", fill=True, fill_color="#ffffff", fill_opacity=1).add_to(
            group
        )
    return group


def _press_on_map(name: str) -> None:
    """A press with the pen down is a point of a drawing; else it chooses the claim whose shape was pressed."""
    pressed = st.session_state[name]
    if corrections.is_pen_down(st.session_state["chosen"]):
        points = [pressed.get(one) for one in ("last_clicked", "last_object_clicked")]
        new = next((one for one in points if one and one not in st.session_state.get("pressed", [])), None)
        st.session_state["pressed"] = points
        if new:
            corrections.add_point((new["lng"], new["lat"]))
        return
    number = (pressed.get("last_active_drawing") or {}).get("properties", {}).get("claim")
    if number:
        choose(int(number), "map")


def _show_text(reading: Reading, layers: tuple[Layer, ...], visible: list[str], key: str) -> None:
    """The dispatch with its claims marked; those of a layer that is off are marked faintly."""
    numbers = webmap.number_claims(reading)
    shown = {one for layer in layers if layer.key in visible or not layer.drawn for one in layer.claim_ids}
    html = webmap.build_text(reading, layers)
    load_text_pane()(
        data={
            "html": html,
            "key": hashlib.sha256(f"{get_grouping()}|{key}|{html}".encode()).hexdigest(),
            "chosen": st.session_state["chosen"],
            "hidden": [number for claim_id, number in numbers.items() if claim_id not in shown],
            "turn": st.session_state["scroll"],
        },
        key="pane",
        on_claim_change=_choose_in_text,
        on_selection_change=_select_in_text,
    )


def _choose_in_text() -> None:
    """Choose the claim whose sentence was pressed."""
    choose(int(st.session_state["pane"]["claim"] or 0), "text")


def _select_in_text() -> None:
    """Keep the words that were selected, where they are a span of this text."""
    span = st.session_state["pane"]["selection"]
    if span and len(get_documents()) == 1:
        start, end = int(span["start"]), int(span["end"])
        st.session_state["selection"] = (start, end) if 0 <= start < end <= len(get_documents()[0].text) else None
