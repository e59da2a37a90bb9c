"""The screen: a dispatch beside the map of its claims. Streamlit only; no rule of the domain is here.

Takes what somebody chooses, pastes or uploads; shows the Reading that the pipeline gives. Does not read texts, build
shapes or style them, and shows no text of a dispatch but through ``webmap.escape`` or as cells of a table.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium
from xstatic.pkg import leaflet

from geo import documents, exports, features, pipeline, webmap
from geo import reading as readings
from geo.boundaries import DE_FACTO, DE_JURE
from geo.credits import DISCLAIMER
from geo.errors import GeoError
from geo.figure import to_figure
from geo.layers import Grouping, Layer, build_layers
from geo.model import Document, Reading
from geo.own_sources import OwnSources, join_sources, read_own_file
from geo.second_reader import ModelReader, describe_rows

HERE = Path(__file__).parent
PURPOSE = "Who claims which ground: a news dispatch in, a map of its claims out."
ICON = (  # an SVG of ours: Streamlit's own icons and emoji would be fetched from the network
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32"><path d="M3 7l9-4 8 4 9-4v22'
    'l-9 4-8-4-9 4z" fill="#2f4858"/><path d="M12 3v22M20 7v22" stroke="#fbfaf7" stroke-width="2"/></svg>'
)
MAP_HEIGHT = 560  # pixels, until app.css fits it to the window
GROUPINGS: dict[str, Grouping] = {"By claimant": "claimant", "By outlet": "outlet", "By kind": "kind"}
KINDS_OF_FILE = [suffix.removeprefix(".") for suffix in documents.SUFFIXES]
KINDS_OF_GROUND = ["geojson", "json", "gpkg", "parquet", "fgb", "kml", "zip"]
OWN_HELP = (
    "GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML or a zipped Shapefile: its named shapes are found and drawn."
)
AS_OF = "Disputed areas of this day; without one, of the day of the dispatch."
EMPTY = "The text is empty. Paste the text of a dispatch, upload a file, or choose a sample."
NO_FILE = "No file was chosen."
UNKNOWN_DATE = "Without a date, “on Tuesday” stays a weekday: no day is guessed."


@st.cache_resource(show_spinner="Loading the gazetteer and the boundaries …")
def load_engine() -> pipeline.Engine:
    """The reading engine and its background, once for all sessions."""
    return pipeline.Engine.load()


@st.cache_resource
def load_samples() -> tuple[Document, ...]:
    """The dispatches that come with the project."""
    return documents.read_samples()


@st.cache_resource
def load_text_pane() -> Callable[..., Any]:
    """The dispatch with sentences that can be pressed: our own component, registered once."""
    return st.components.v2.component(
        "claimscape_text",
        html='<div class="dispatch"></div>',
        css=webmap.build_text_css() + (HERE / "pane.css").read_text(encoding="utf-8"),
        js=(HERE / "app.js").read_text(encoding="utf-8"),
    )


@st.cache_data(max_entries=32, show_spinner="Reading the dispatch and drawing its claims (a minute for a megabyte) …")
def read(key: str, _document: Document, _engine: pipeline.Engine) -> Reading:  # noqa: ARG001 - only the key is hashed
    """The reading of a document; ``key`` stands for all that it depends on."""
    return _engine.read(_document)


@st.cache_data(max_entries=64, show_spinner="Moving the claim …")
def move(key: str, moved: tuple[tuple[str, float], ...], _reading: Reading) -> Reading:  # noqa: ARG001 - as above
    """The reading with strips moved along their borders: claim ids and shares of the way."""
    return get_engine().move(_reading, dict(moved))


@st.cache_resource(max_entries=32, show_spinner="Cutting out the map …")
def load_scenery(key: str, _reading: Reading, _frame: gpd.GeoDataFrame) -> webmap.Scenery:  # noqa: ARG001 - as above
    """The ground under a reading's claims."""
    return webmap.build_scenery(_reading, get_engine().world_of(_reading.document), webmap.find_bounds(_frame))


def get_engine() -> pipeline.Engine:
    """The engine of this session: that of all sessions, with the boundaries that this user chose and added."""
    engine: pipeline.Engine = st.session_state.get("engine") or load_engine()
    return engine


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Claimscape", page_icon=ICON, layout="wide")
    st.html(f"<style>{(HERE / 'app.css').read_text(encoding='utf-8')}</style>")
    if "document" not in st.session_state:
        open_document(load_samples()[0])
    document: Document = st.session_state["document"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="top"):
        show_title(document)
        with st.container(horizontal=True, horizontal_alignment="right", width="content", key="tools"):
            st.selectbox("Layers by", GROUPINGS, key="grouping", label_visibility="collapsed", width=150)
            show_boundaries()
            show_chooser()
    if st.session_state["problem"]:
        show_note(st.session_state["problem"], bad=True)
    reading = read(describe_key(document), document, get_engine())
    show_reading(reading, describe_key(document))


def describe_key(document: Document) -> str:
    """All that a reading depends on, in one string."""
    ground = st.session_state.get("ground", "")
    return "|".join(str(one) for one in (document.sha256, document.title, document.outlet, document.published, ground))


def show_title(document: Document) -> None:
    """What this is, and which dispatch is open."""
    title = webmap.escape(document.title or "Untitled dispatch")
    source = webmap.escape(webmap.describe_source(document))
    st.html(
        f'<div class="cs-brand"><b>Claimscape</b><span>{PURPOSE}</span></div>'
        f'<h1 class="cs-title">{title}</h1><div class="cs-source">{source}</div>'
    )


def show_chooser() -> None:
    """Another dispatch: a sample, a paste or a file."""
    opened = st.session_state.get("opened", 0)  # a new key closes it, so that what was opened can be seen
    with st.popover("Open a dispatch", icon=":material/article:", width="content", key=f"chooser-{opened}"):
        sample, paste, upload = st.tabs(["Sample", "Paste", "Upload"])
        with sample:
            show_samples()
        with paste, st.form("paste", border=False):
            st.text_area("Text of the dispatch", key="text", height=220)
            show_source_fields("paste")
            st.form_submit_button("Read it", type="primary", on_click=open_paste)
        with upload, st.form("upload", border=False):
            st.file_uploader("A file: text, Markdown, HTML or PDF", KINDS_OF_FILE, key="file")
            show_source_fields("upload")
            st.form_submit_button("Read the file", type="primary", on_click=open_upload)


def show_boundaries() -> None:
    """Whose boundaries, as of when, and files of the user's own."""
    with st.popover("Boundaries", icon=":material/layers:", width="content"):
        sides = [DE_FACTO, DE_JURE, *list_countries()]
        st.selectbox("As seen by", sides, format_func=name_side, key="side", on_change=set_ground)
        earliest, latest = dt.date(1900, 1, 1), dt.date(2100, 1, 1)
        st.date_input("As of", None, earliest, latest, key="as-of", help=AS_OF, on_change=set_ground)
        with st.form("own-form", clear_on_submit=True, border=False):
            st.file_uploader("Your own boundaries", KINDS_OF_GROUND, key="own-file", help=OWN_HELP)
            left, right = st.columns(2)
            left.text_input("Column with the names", "name", key="own-name")
            right.text_input("Whose data", key="own-attribution", placeholder="named on every map")
            st.form_submit_button("Add the file", on_click=add_boundaries)
        for source in st.session_state.get("own", OwnSources()).sources:
            st.html(f'<span class="cs-quiet">Added: {webmap.escape(source.what)}</span>')


@st.cache_data
def list_countries() -> list[str]:
    """The codes of all countries, in the order of their names."""
    countries = load_engine().world.layer("countries")
    return list(countries.sort_values("name")["country"])


def name_side(side: str) -> str:
    """A side in words."""
    named = {DE_FACTO: "De facto: who controls it", DE_JURE: "De jure: United Nations"}
    return named.get(side) or webmap.escape_markdown(load_engine().world.name(f"country:{side}"))


def add_boundaries() -> None:
    """Add the uploaded file to this session's boundaries, or say what is wrong with it."""
    file, own = st.session_state["own-file"], st.session_state.get("own", OwnSources())
    if file is None:
        st.session_state["problem"] = NO_FILE
        return
    row = {
        "id": f"own{len(own.sources) + 1}",
        "file": re.sub(r"[^\w.-]+", "-", file.name)[-80:],
        "name": st.session_state["own-name"].strip() or "name",
        "attribution": st.session_state["own-attribution"].strip() or f"{file.name}, a user's own file",
        "licence": "not stated",
        "as_of": "a day not stated",
    }
    try:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / row["file"]).write_bytes(file.getvalue())
            added = read_own_file(row, Path(folder))
    except GeoError as error:
        st.session_state["problem"] = str(error)
        return
    st.session_state["own"] = join_sources([own, added])
    set_ground()


def set_ground() -> None:
    """Put the chosen side, day and files under this session's engine."""
    own, side, day = (st.session_state.get(key) for key in ("own", "side", "as-of"))
    engine = load_engine().with_own(own) if own else load_engine()
    st.session_state["engine"] = engine.under(side or DE_FACTO, day)
    st.session_state["ground"] = f"{side}|{day}|{len(own.sources) if own else 0}|{uuid.uuid4() if own else ''}"
    st.session_state["problem"] = None


def show_samples() -> None:
    """The list of samples; choosing one opens it."""
    titles = [webmap.escape_markdown(one.title or one.id) for one in load_samples()]
    label = "Dispatches written for this project from public facts"
    st.radio(label, range(len(titles)), format_func=titles.__getitem__, key="sample", on_change=open_sample)


def show_source_fields(prefix: str) -> None:
    """Who printed it and when: asked for, never assumed."""
    left, right = st.columns(2)
    left.text_input("Outlet", key=f"{prefix}-outlet", placeholder="not stated")
    right.date_input(
        "Published", None, dt.date(1900, 1, 1), dt.date(2100, 1, 1), key=f"{prefix}-date", help=UNKNOWN_DATE
    )


def open_document(document: Document) -> None:
    """Make a document the one on the screen, with nothing chosen in it."""
    st.session_state["document"] = document
    st.session_state["opened"] = st.session_state.get("opened", 0) + 1
    st.session_state["problem"] = None
    choose(0, "nothing")


def open_sample() -> None:
    """Open the sample that was picked."""
    open_document(load_samples()[st.session_state["sample"]])


def open_paste() -> None:
    """Open the pasted text, or say what is wrong with it."""
    text: str = st.session_state["text"]
    if not text.strip():
        st.session_state["problem"] = EMPTY
        return
    open_or_explain(partial(documents.from_text, text, get_source("paste")))


def open_upload() -> None:
    """Open the uploaded file, or say what is wrong with it."""
    file = st.session_state["file"]
    if file is None:
        st.session_state["problem"] = NO_FILE
        return
    open_or_explain(partial(documents.from_bytes, file.getvalue(), file.name, get_source("upload")))


def open_or_explain(make: Callable[[], Document]) -> None:
    """Open what ``make`` gives; where it cannot be read, keep what is open and keep the reason."""
    try:
        document = make()
    except GeoError as error:
        st.session_state["problem"] = str(error)
        return
    if document.text.strip():
        open_document(document)
    else:
        st.session_state["problem"] = EMPTY


def get_source(prefix: str) -> documents.Source:
    """What was filled in beside a text or a file; an empty field is unknown."""
    outlet: str = st.session_state[f"{prefix}-outlet"].strip()
    return documents.Source(outlet=outlet or None, published=st.session_state[f"{prefix}-date"])


def choose(number: int, by: str) -> None:
    """Choose a claim by its number, 0 for none. ``by`` says from where: a press on the map leaves its view alone."""
    st.session_state["chosen"] = number
    st.session_state["by"] = by
    st.session_state["turn"] = st.session_state.get("turn", 0) + (by != "map")


@st.fragment
def show_reading(reading: Reading, key: str) -> None:
    """Text, layers, map, claim, table: whatever is pressed in here draws only this part again."""
    frame = features.from_collection(reading.features)
    scenery = load_scenery(key, reading, frame)  # cut out once: moved claims lie on the same ground
    moved: dict[str, float] = st.session_state.setdefault("moved", {}).setdefault(key, {})
    if moved:
        reading = move(key, tuple(moved.items()), reading)
        frame = features.from_collection(reading.features)
    with st.container(key="desk"):
        left, right = st.columns([5, 9], gap="medium")
    with right, st.container(key="map"):
        layers, visible = show_switches(reading, frame, key)
        show_map(reading, scenery, layers, visible, key)
        st.html(webmap.build_legend_html(layers))
        st.html(f'<p class="cs-quiet">{webmap.escape(webmap.describe_unplaced(layers))}</p>')
    with left:
        show_text(reading, layers, visible, key)
    rows = webmap.describe_claims(reading, frame)
    chosen = next((row for row in rows if row.number == st.session_state["chosen"]), None)
    if chosen is not None:
        show_chosen(chosen, layers)
        show_mover(chosen, frame, key)
    elif rows:
        st.html('<p class="cs-quiet">Press a shape, a marked sentence or a row of the table to see a claim.</p>')
    show_findings(reading, frame, rows, key)
    show_comparison(reading, frame, layers, key)
    show_second_reader(reading, key)
    show_downloads(reading, layers)
    show_footer(scenery)


def show_switches(reading: Reading, frame: gpd.GeoDataFrame, key: str) -> tuple[tuple[Layer, ...], list[str]]:
    """Pills that put layers on the map and take them off; gives the layers and the keys of the visible ones."""
    grouping: str = st.session_state["grouping"]
    layers = build_layers(reading, frame, by=GROUPINGS[grouping])
    drawn = [layer for layer in layers if layer.drawn]
    names = {layer.key: f"{webmap.escape_markdown(layer.label)} {layer.drawn}/{layer.count}" for layer in drawn}
    with st.container(key="switches"):
        visible = st.pills(
            "Layers on the map",
            list(names),
            selection_mode="multi",
            default=list(names),
            format_func=names.__getitem__,
            key=f"layers-{grouping}-{key}",
            label_visibility="collapsed",
            wrap=True,
        )
    st.html(f"<style>{build_pills_css(drawn)}</style>")
    return layers, visible


def build_pills_css(layers: list[Layer]) -> str:
    """The swatch of each layer in its pill."""
    return "".join(
        f".st-key-switches button[data-variant='pills']:nth-of-type({place})::before {{{webmap.build_pill_css(layer)}}}"
        for place, layer in enumerate(layers, start=1)
    )


def show_map(
    reading: Reading, scenery: webmap.Scenery, layers: tuple[Layer, ...], visible: list[str], key: str
) -> None:
    """The map: a ground that stays as it is, and the visible layers on it."""
    link = st.components.v1.declare_component("leaflet", path=leaflet.BASE_DIR).name
    assets = webmap.Assets((f"../{link}/leaflet.js",), (f"../{link}/leaflet.css",))
    ground = webmap.build_base_map(scenery, assets)
    webmap.add_patterns(ground, layers)
    numbers = webmap.number_claims(reading)
    groups = webmap.build_layer_groups(layers, numbers, visible)
    choice = webmap.build_choice(st.session_state["chosen"], st.session_state["turn"])
    name = f"map-{st.session_state['grouping']}-{key}"
    st_folium(
        ground,
        key=name,
        height=MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=[*groups, choice],
        returned_objects=["last_active_drawing"],
        on_change=partial(choose_on_map, name),
    )


def choose_on_map(name: str) -> None:
    """Choose the claim whose shape was pressed; labels and ground have no number."""
    drawing = st.session_state[name].get("last_active_drawing") or {}
    number = drawing.get("properties", {}).get("claim")
    if number:
        choose(int(number), "map")


def show_text(reading: Reading, layers: tuple[Layer, ...], visible: list[str], key: str) -> None:
    """The dispatch with its claims marked; those of a layer that is off are marked faintly."""
    numbers = webmap.number_claims(reading)
    shown = {one for layer in layers if layer.key in visible or not layer.drawn for one in layer.claim_ids}
    load_text_pane()(
        data={
            "html": webmap.build_text(reading, layers),
            "key": f"{st.session_state['grouping']}|{key}",
            "chosen": st.session_state["chosen"],
            "hidden": [number for claim_id, number in numbers.items() if claim_id not in shown],
            "turn": st.session_state["turn"] if st.session_state["by"] != "text" else 0,
        },
        key="pane",
        on_claim_change=choose_in_text,
    )


def choose_in_text() -> None:
    """Choose the claim whose sentence was pressed."""
    choose(int(st.session_state["pane"]["claim"] or 0), "text")


def show_chosen(row: webmap.ClaimRow, layers: tuple[Layer, ...]) -> None:
    """The chosen claim in full."""
    layer = next(one for one in layers if row.claim_id in one.claim_ids)
    facts = {
        "Stance": row.stance,
        "Kind": row.kind,
        "Stated size": row.size,
        "Place": row.place,
        "When": row.event,
        "Said": row.said,
        "On the map": f"{row.certainty}; {row.drawing}",
    }
    listed = "".join(f"<dt>{name}</dt><dd>{webmap.escape(value)}</dd>" for name, value in facts.items())
    st.html(
        f'<div class="cs-claim" style="--mark:{layer.mark.color}">'
        f"<h4>Claim {row.number}: {webmap.escape(row.claimant)}</h4>"
        f"<blockquote>{webmap.escape(row.quote)}</blockquote><dl>{listed}</dl></div>"
    )


def show_mover(row: webmap.ClaimRow, frame: gpd.GeoDataFrame, key: str) -> None:
    """A slider that moves the chosen claim's strip along its border, where the text does not say how far along."""
    drawn = frame[(frame["part"] == "drawn") & (frame["method"] == "strip")]
    if row.claim_id not in set(drawn["claim_id"]):
        return
    name = f"mover-{key}-{row.claim_id}"
    st.slider(
        "Where along the border is not stated: move it (others on this side go along; areas stay)",
        min_value=0,
        max_value=100,
        value=50,
        step=2,
        format="%d %%",
        key=name,
        on_change=partial(keep_move, name, row.claim_id, key),
    )


def keep_move(name: str, claim_id: str, key: str) -> None:
    """Remember where the slider stands for this reading; the last one that was moved decides for its border."""
    moved = st.session_state["moved"][key]
    moved.pop(claim_id, None)
    moved[claim_id] = st.session_state[name] / 100


def show_findings(reading: Reading, frame: gpd.GeoDataFrame, rows: tuple[webmap.ClaimRow, ...], key: str) -> None:
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
    st.dataframe(
        pd.DataFrame(
            [{title: webmap.to_cell(getattr(row, name)) for name, title in webmap.COLUMNS.items()} for row in rows]
        ),
        hide_index=True,
        height="content",
        key=f"table-{key}",
        on_select=partial(choose_in_table, f"table-{key}"),
        selection_mode="single-row",
        column_config={"No.": st.column_config.NumberColumn(width=40)},
    )


def show_comparison(reading: Reading, frame: gpd.GeoDataFrame, layers: tuple[Layer, ...], key: str) -> None:
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
            st.dataframe(pd.DataFrame(rows, columns=titles), hide_index=True, height="content")
        if any(found.areas_km2):
            mine, yours, both = found.areas_km2
            st.text(f"Drawn: {mine:,.4g} km² by {one} alone, {yours:,.4g} by {other} alone, {both:,.4g} by both.")
        if GROUPINGS[st.session_state["grouping"]] == "claimant":
            ids = {claim.id for claim in reading.claims if claim.claimant.name in {one, other}}
            st.button("Only these two on the map", key=f"only-{key}", on_click=partial(show_only, ids, layers, key))


def show_only(claim_ids: set[str], layers: tuple[Layer, ...], key: str) -> None:
    """Press the pills of the layers that have one of these claims, and no other."""
    kept = [layer.key for layer in layers if layer.drawn and claim_ids & set(layer.claim_ids)]
    st.session_state[f"layers-{st.session_state['grouping']}-{key}"] = kept


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
            ask_second_reader(reading, key, address, model)
        asked, answered = st.session_state.get("second", ("", None))
        if answered is not None and asked == key:
            titles = ("Verdict", "The rules say", "The model says", "Quote")
            st.dataframe(pd.DataFrame(list(describe_rows(answered)), columns=titles), hide_index=True, height="content")
            for one in answered.second.dropped:
                st.text(f"Dropped: {one.reason}: {one.quote}")


def ask_second_reader(reading: Reading, key: str, address: str, model: str) -> None:
    """Keep the answer for this reading; a failure is one plain line, and the reading stays as it is."""
    try:
        with st.spinner("The model reads..."):
            st.session_state["second"] = (key, get_engine().consult(reading, ModelReader(address, model)))
    except GeoError as error:
        show_note(f"No second opinion: {error}", bad=True)


def choose_in_table(name: str) -> None:
    """Choose the claim whose row was picked, none where it was unpicked."""
    picked = st.session_state[name]["selection"]["rows"]
    choose(picked[0] + 1 if picked else 0, "table")


def show_downloads(reading: Reading, layers: tuple[Layer, ...]) -> None:
    """The reading as files, each made when it is asked for."""
    world = get_engine().world_of(reading.document)
    credit = exports.write_credit(world)
    makers: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "png": ("image/png", partial(to_figure, reading, world, format="png")),
        "svg": ("image/svg+xml", partial(to_figure, reading, world, format="svg")),
        "pdf": ("application/pdf", partial(to_figure, reading, world, format="pdf")),
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
            st.download_button(suffix.upper(), make, name, mime, on_click="ignore", key=f"download-{suffix}")


def to_file_name(document: Document) -> str:
    """A file name that no title can bend: letters and digits of the title, and the document's digest."""
    slug = re.sub(r"[^a-z0-9]+", "-", (document.title or "dispatch").lower()).strip("-")[:60].strip("-")
    return f"{slug or 'dispatch'}-{document.sha256[:8]}"


def show_footer(scenery: webmap.Scenery) -> None:
    """Whose the background is, as of when, and what the map does not say."""
    ground = webmap.escape(scenery.credit)
    limits = webmap.escape(f"{DISCLAIMER} {webmap.SCHEMATIC} Parsed by spaCy's {get_engine().parser}.")
    st.html(f'<h2 class="cs-head">Sources</h2><p class="cs-quiet">{ground}<br>{limits}</p>')


def show_note(text: str, *, bad: bool = False) -> None:
    """A plain sentence that stands out; never Markdown, which would load an image that a file name links to."""
    kind = "cs-note bad" if bad else "cs-note"
    st.html(f'<div class="{kind}" role="{"alert" if bad else "status"}">{webmap.escape(text)}</div>')


main()
