"""app.py by Streamlit's own test runner: what it shows, what it asks, what it says when it cannot read."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo import pipeline
from geo.model import Document, Reading
from geo.reading import EMPTY_COLLECTION
from geo.webmap import NO_CLAIMS
from tests.hand_made import SquareWorld, build_reading

APP = Path(__file__).parents[1] / "app.py"
CONFIG = APP.parent / ".streamlit" / "config.toml"
LEAFLET_ONLY = re.compile(r"\.\./app\.leaflet/leaflet\.(js|css)")


class HandMadeEngine:
    """Reads every text as the hand-made one, but a text that says "nothing" as one without claims."""

    world = SquareWorld()
    parser = "a hand-made model 1.0"

    def under(self, side: str, date: dt.date | None) -> HandMadeEngine:
        """The same for every side and day."""
        del side, date
        return self

    def world_of(self, document: Document) -> SquareWorld:
        """One world for every document."""
        del document
        return SquareWorld()

    def read(self, document: Document) -> Reading:
        """The hand-made reading under the document's own title, outlet and date."""
        if "nothing" in document.text:
            return Reading(document, features=EMPTY_COLLECTION, places=EMPTY_COLLECTION)
        reading = build_reading()
        named = replace(reading.document, title=document.title, outlet=document.outlet, published=document.published)
        return replace(reading, document=named)


@pytest.fixture
def app(monkeypatch):
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
    assert len(links) == 2
    assert all(LEAFLET_ONLY.fullmatch(link) for link in links)
    assert "http" not in arguments["script"]


def test_pills_carry_counts_and_take_layers_off(app):
    pills = app.get("button_group")[0]
    assert [one.content for one in pills.proto.options] == ["General staff 2/2", "Ada Moor 2/3"]
    before = map_arguments(app)
    pills.set_value(["claimant:Ada Moor"]).run()
    after = map_arguments(app)
    assert "General staff" in before["feature_group"]
    assert "claimed by General staff" not in after["feature_group"]
    assert before["script"] == after["script"], "the ground stays, so the frame is not made anew"


def test_every_claim_is_in_the_table_with_the_reason_where_it_is_not_drawn(app):
    table = app.dataframe[0].value
    assert len(table) == 5
    assert table.iloc[4]["On the map"] == "not on the map"
    assert table.iloc[4]["How it is drawn, or why not"] == "the sentence names no place for it"


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
    next(one for one in app.button if one.label == "Read the file").click().run()
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
    monkeypatch.setattr(HandMadeEngine, "read", lambda _self, _document: replace(reading, claims=claims))
    paste(app, "Another dispatch.")
    label = app.get("button_group")[0].proto.options[0].content
    assert label.startswith(r"\!\[x\]\(http\:\/\/example"), "an image in a label would be fetched"


def test_layers_by_outlet_and_kind(app):
    app.selectbox(key="grouping").set_value("By kind").run()
    assert [one.content for one in app.get("button_group")[0].proto.options] == ["seizure 2/3", "corridor 2/2"]


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
