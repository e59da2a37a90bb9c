"""A collection: several dispatches as one reading, whose spans, ids and relations still fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo import documents
from geo.collection import join_readings
from geo.model import RelationType
from geo.pipeline import Engine
from tests.hand_made import build_document, build_reading

FIRST = "Baku's forces seized 100 square km of Armenian land, the Armenian defence ministry said on Tuesday."
SECOND = (
    "Azerbaijan's defence ministry denied that its forces had seized any Armenian land. It shelled Goris, Yerevan said."
)


@pytest.fixture(scope="module")
def words(engine: Engine):
    sources = (documents.Source("One", "Wire"), documents.Source("Two", "Paper"))
    texts = zip((FIRST, SECOND), sources, strict=True)
    return [engine.read_words(documents.from_text(text, source)) for text, source in texts]


def test_one_alone_stays_as_it_is(words):
    joined = join_readings(words[:1])
    assert joined.reading is words[0]
    assert joined.prefixes == {words[0].document.sha256: ""}


def test_none_is_no_collection():
    with pytest.raises(ValueError, match="no readings"):
        join_readings([])


def test_spans_and_ids_fit_the_joined_text(words):
    reading = join_readings(words).reading
    text = reading.document.text
    assert len(text) == len(reading.document.clean)
    for claim in reading.claims:
        assert text[claim.start : claim.end] == claim.quote
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.toponym
    names = [one.id for one in (*reading.claims, *reading.mentions)]
    assert len(names) == len(set(names))
    known = {one.id for one in reading.mentions}
    assert all(set(one.where) <= known for one in reading.claims)
    assert "1. One (Wire, publication date not stated)" in text
    assert "One (Wire" not in reading.document.clean, "a heading is no part of a story"


def test_each_outlet_keeps_its_own_claims(words):
    reading = join_readings(words).reading
    assert {one.via[-1].name for one in reading.claims if one.via} == {"Wire", "Paper"}
    assert reading.document.outlet is None
    assert reading.document.title == "2 dispatches"


def test_a_text_printed_twice_is_read_once():
    one = build_reading()
    again = replace(one, document=build_document(one.document.text + " (Updates.)", title="The same again"))
    joined = join_readings([one, again])
    assert joined.reading is one
    assert [(repeat.title, repeat.of) for repeat in joined.repeats] == [("The same again", "Frontier shifts")]


def test_what_adds_to_or_answers_needs_one_text(words):
    reading = join_readings(words).reading
    across = [one for one in reading.relations if one.claims[0][:2] != one.claims[1][:2]]
    assert all(one.type not in {RelationType.ADDS_TO, RelationType.ANSWERS} for one in across)


def test_drawn_as_one(engine: Engine, words):
    corrected, repeats = engine.collect(words)
    assert repeats == ()
    drawn = {one["properties"]["claim_id"] for one in corrected.reading.features["features"]}
    assert any(name.startswith("D1.") for name in drawn)
