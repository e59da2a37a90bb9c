"""app.py by Streamlit's own test runner: what it shows, what it asks, what it says when it cannot read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo import pipeline
from geo.model import Document, Reading
from geo.overrides import Override, find_anchors, replay
from geo.reading import EMPTY_COLLECTION
from geo.webmap import NO_CLAIMS
from tests.hand_made import SquareWorld, build_reading

APP = Path(__file__).parents[1] / "app.py"
CONFIG = APP.parent / ".streamlit" / "config.toml"
LEAFLET_ONLY = re.compile(r"\.\./screen\.desk\.(leaflet/leaflet\.(js|css)|ground/[0-9a-f]{16}\.js)")


class HandMadeGazetteer:
    """Knows no name but Squareville's."""

    def local_name(self, _place_id: str) -> None:
        """No place has one."""


class HandMadeEngine:
    """Reads every text as the hand-made one, but a text that says "nothing" as one without claims."""

    world = SquareWorld()
    gazetteer = HandMadeGazetteer()
    parser = "a hand-made model 1.0"

    def under(self, side: str, date: dt.date | None) -> HandMadeEngine:
        """The same for every side and day."""
        del side, date
        return self

    def world_of(self, document: Document) -> SquareWorld:
        """One world for every document."""
        del document
        return SquareWorld()

    def read_words(self, document: Document) -> Reading:
        """The hand-made reading under the document's own title, outlet and date."""
        if "nothing" in document.text:
            return Reading(document, features=EMPTY_COLLECTION, places=EMPTY_COLLECTION)
        reading = build_reading()
        named = replace(reading.document, title=document.title, outlet=document.outlet, published=document.published)
        return replace(reading, document=replace(named, sha256=document.sha256))

    def draw(self, words: Reading, corrections: Sequence[Override]) -> pipeline.Corrected:
        """Drawn already; corrections are replayed."""
        if not corrections:
            return pipeline.Corrected(words, (), (), find_anchors(words))
        done = replay(words, corrections, lambda _place_id: None)
        return pipeline.Corrected(done.reading, done.rejected, done.warnings, done.anchors)


@pytest.fixture
def app(monkeypatch, tmp_path):
    monkeypatch.setenv("CLAIMSCAPE_HOME", str(tmp_path))
    monkeypatch.setattr(pipeline.Engine, "load", classmethod(lambda _cls: HandMadeEngine()))
    st.cache_resource.clear()
    st.cache_data.clear()
    # A run takes half a second; the limit is for a machine that stalls, as one did for thirty.
    yield AppTest.from_file(str(APP), default_timeout=150).run()
    st.cache_resource.clear()
    st.cache_data.clear()


def words(app: AppTest) -> str:
    """All HTML that the app wrote, tags and all."""
    return "\n".join(one.proto.body for one in app.get("html"))


def map_arguments(app: AppTest) -> dict:
    return json.loads(app.get("component_instance")[0].proto.json_args)


def paste(app: AppTest, text: str, **source: object) -> AppTest:
    app.text_area(key="text").set_value(text)
    for name, value in source.items():
        widget = app.date_input if name == "date" else app.text_input
        widget(key=f"paste-{name}").set_value(value)
    return next(one for one in app.button if one.label == "Read it").click().run()


def test_the_first_sample_is_read_and_drawn_at_once(app):
    assert not app.exception
    assert "cs-title" in words(app)
    assert "claimed by General staff" in words(app)
    assert "feature_group" in map_arguments(app)["feature_group"]


def test_the_map_comes_from_this_server_alone(app):
    arguments = map_arguments(app)
    links = arguments["js_links"] + arguments["css_links"]
    assert len(links) == 3, "Leaflet, its style, and the ground"
    assert all(LEAFLET_ONLY.fullmatch(link) for link in links)
    assert "http" not in arguments["script"].replace("http://www.w3.org/2000/svg", ""), "but for the name of SVG"


def test_pills_carry_counts_and_take_layers_off(app):
    pills = find_layers(app)
    assert get_pills(app) == ["General staff 2/2", "Ada Moor 2/3"]
    before = map_arguments(app)
    pills.set_value(["claimant:Ada Moor"]).run()
    after = map_arguments(app)
    assert "General staff" in before["feature_group"]
    assert "claimed by General staff" not in after["feature_group"]
    assert before["script"] == after["script"], "the ground stays, so the frame is not made anew"


def test_every_claim_is_in_the_table_with_the_reason_where_it_is_not_drawn(app):
    table = get_table(app)
    assert len(table) == 5
    assert "not on the map" in table[4]
    assert "the sentence names no place for it" in table[4]


def test_contradictions_are_sentences(app):
    assert "General staff (claim 1) contradicts Ada Moor (claim 2)." in words(app)


def test_sources_and_what_the_map_does_not_say(app):
    assert "Squares drawn by hand (as of 2031-01-01)" in words(app)
    assert "do not imply endorsement" in words(app)
    assert "a hand-made model 1.0" in words(app), "which pipeline has read is said"


def test_outlet_and_date_are_what_was_filled_in(app):
    paste(app, "A dispatch.", outlet="Evening Square", date=dt.date(2031, 5, 8))
    assert "Evening Square, 8 May 2031" in words(app)


def test_a_date_is_never_assumed(app):
    paste(app, "A dispatch.")
    assert "outlet not stated, publication date not stated" in words(app)


@pytest.mark.parametrize(
    ("text", "answer", "why"),
    [
        ("", "The text is empty", "the open dispatch stays and the reason stands above it"),
        (" \n\t ", "The text is empty", "blank is empty"),
        ("x" * 1_000_001, "1,000,001 characters; at most 1,000,000", "what was given and what is accepted"),
        ("nothing here", NO_CLAIMS, "no claim is an answer, not an error"),
    ],
    ids=["empty", "blank", "too long", "no claims"],
)
def test_odd_texts_have_a_plain_answer(app, text, answer, why):
    paste(app, text)
    assert answer in words(app), why
    assert not app.exception


def test_a_problem_goes_away_with_the_next_dispatch(app):
    paste(app, "")
    paste(app, "A dispatch.")
    assert "The text is empty" not in words(app)


def test_upload_without_a_file_is_told(app):
    next(one for one in app.button if one.label == "Read the files").click().run()
    assert "No file was chosen" in words(app)


def test_the_outlets_markup_is_shown_not_run(app):
    paste(app, "A dispatch.", outlet="<img src=x onerror=hurt()> {{ 7 * 191 }} `${x}`")
    assert "<img src=x" not in words(app)
    assert "1337" not in words(app)
    assert "&lt;img src=x onerror=hurt()&gt;" in words(app)


def test_a_claimants_name_is_no_markdown(app, monkeypatch):
    reading = build_reading()
    claimant = replace(reading.claims[0].claimant, name="![x](http://example.invalid/x.png)")
    claims = (replace(reading.claims[0], claimant=claimant), *reading.claims[1:])
    monkeypatch.setattr(HandMadeEngine, "read_words", lambda _self, _document: replace(reading, claims=claims))
    paste(app, "Another dispatch.")
    label = get_pills(app)[0]
    assert label.startswith(r"\!\[x\]\(http\:\/\/example"), "an image in a label would be fetched"


@pytest.mark.parametrize(
    ("grouping", "pills"),
    [
        ("kind", ["seizure 2/3", "corridor 2/2"]),
        ("side", ["EST 2/2", "WST 2/3"]),
        ("outlet", ["Daily Square 4/5"]),
    ],
)
def test_layers_by_side_outlet_and_kind(app, grouping, pills):
    app.selectbox(key="by-what").set_value(grouping).run()
    assert get_pills(app) == pills


def test_all_none_and_only_this_layer(app):
    press(app, "None")
    assert get_pressed(app) == []
    press(app, "All")
    assert get_pressed(app) == ["claimant:General staff", "claimant:Ada Moor"]
    app.session_state["chosen"] = 2
    app.run()
    press(app, "Only this layer on the map")
    assert get_pressed(app) == ["claimant:Ada Moor"]
    assert app.query_params["off"] == "0", "the address says which layers are off"


def test_the_time_filter_says_what_it_leaves_out(app):
    app.date_input(key="from").set_value(dt.date(2031, 5, 7)).run()
    assert get_pills(app) == ["General staff 1/1", "Ada Moor 1/2"], "both seizures were the day before"
    assert "Time filter: 3 of 5 claims; 3 have no day of the deed." in words(app)
    app.toggle(key="undated").set_value(False).run()
    assert "Time filter: 0 of 5 claims" in words(app)


def test_a_field_is_corrected_undone_and_redone(app):
    app.session_state["chosen"] = 1
    app.run()
    get_field(app, "who").set_value("Ana")
    get_field(app, "area").set_value(80.0)
    press(app, "Save these fields")
    assert "80 km²" in words(app)
    assert "Area km2 corrected by hand by Ana on" in words(app)
    press(app, "Undo")
    assert "corrected by hand" not in words(app)
    press(app, "Redo")
    assert "corrected by hand" in words(app)
    again = AppTest.from_file(str(APP), default_timeout=150)
    again.query_params["claim"] = "1"
    assert "corrected by hand by Ana" in words(again.run()), "kept on this machine, replayed for whoever opens it"


def test_a_claim_is_taken_out(app):
    app.session_state["chosen"] = 5
    app.run()
    press(app, "This is no claim: take it out")
    assert len(get_table(app)) == 4
    assert "taken out" in "".join(one.value for one in app.text)


def test_a_claim_is_added_from_selected_words(app):
    app.session_state["selection"] = (0, 10)
    app.run()
    get_field(app, "add-claimant").set_value("Cornerton's mayor")
    press(app, "Add it")
    assert any("Cornerton&#x27;s mayor" in row for row in get_table(app))
    assert app.session_state["selection"] is None


def test_what_cannot_be_corrected_is_told(app):
    app.session_state["chosen"] = 1
    app.run()
    get_field(app, "claimant").set_value(" ")
    press(app, "Save these fields")
    assert "None is no name; want a text of 1 to 500 characters" in words(app)


def test_a_link_to_what_is_not_kept_here_says_so(app):
    del app
    other = AppTest.from_file(str(APP), default_timeout=150)
    other.query_params["dispatch"] = "0123456789abcdef"
    assert "names a dispatch that is not kept on this machine: 0123456789abcdef" in words(other.run())


@pytest.mark.parametrize("at", ["1e9,0,5", "x", "200,0,5", "0,89,5", "{{7*7}}"])
def test_a_view_that_makes_no_sense_is_left_aside(app, at):
    del app
    other = AppTest.from_file(str(APP), default_timeout=150)
    other.query_params["at"] = at
    assert not other.run().exception
    assert other.session_state["at"] is None


def get_pills(app: AppTest) -> list[str]:
    return [one.content for one in find_layers(app).proto.options]


def get_pressed(app: AppTest) -> list[str]:
    return find_layers(app).value


def find_layers(app: AppTest):
    """The pills of the layers; those of the ground stand in a popover."""
    return next(one for one in app.get("button_group") if one.label == "Layers on the map")


def get_table(app: AppTest) -> list[str]:
    """The rows of the table of claims, as HTML."""
    data = next(
        one.proto.json
        for one in app.get("bidi_component")
        if "data-claim=" in one.proto.json and "<table" in one.proto.json
    )
    return json.loads(data)["html"].split("<tr data-claim=")[1:]


def get_field(app: AppTest, name: str):
    """A field by the start of its key: its end tells the claim and the edition."""
    fields = (*app.text_input, *app.number_input, *app.selectbox)
    return next(one for one in fields if one.key == name or one.key.startswith(f"{name}-"))


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('address = "127.0.0.1"', "Streamlit listens on every interface by default"),
        ('allowedHosts = ["127.0.0.1", "localhost"]', "and answers to any Host header"),
        ("maxUploadSize = 20", "and takes 200 MB"),
        ("gatherUsageStats = false", "and reports to its makers"),
        ('showErrorDetails = "none"', "and shows tracebacks"),
        ("headless = true", "and opens a browser and asks for an e-mail address"),
    ],
)
def test_the_servers_settings(line, why):
    assert line in CONFIG.read_text(encoding="utf-8"), why


def test_protections_stay_on():
    settings = CONFIG.read_text(encoding="utf-8")
    assert "enableXsrfProtection" not in settings
    assert "enableCORS" not in settings


def test_a_side_and_a_day_can_be_chosen(app):
    app.selectbox(key="side").set_value("de jure").run()
    app.date_input(key="as-of").set_value(dt.date(2019, 6, 1)).run()
    assert not app.exception
    assert app.session_state["ground"].startswith("de jure|2019-06-01")
    assert "Westland" in app.selectbox(key="side").options
