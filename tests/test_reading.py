"""The Reading survives its JSON, and what is no reading is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import reading as readings
from geo.errors import InputError
from geo.model import (
    Certainty,
    Claim,
    ClaimKind,
    Count,
    Document,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Party,
    Place,
    Polarity,
    Reading,
    Relation,
    RelationType,
    Stance,
    Use,
)
from tests.sample_readings import SAMPLES, build_sample

TEXTS = st.text(max_size=30)
NAMES = st.one_of(st.none(), TEXTS)
IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6)
OFFSETS = st.integers(0, 10_000)
KM = st.one_of(st.none(), st.floats(0, 1e7, allow_nan=False))
SHARES = st.floats(0, 1)
PARTIES = st.builds(Party, TEXTS, NAMES, NAMES)
INTERVALS = st.builds(Interval, st.dates(), st.dates(), st.booleans())
PLACES = st.builds(
    Place,
    IDS,
    TEXTS,
    NAMES,
    NAMES,
    st.one_of(st.none(), st.floats(-180, 180)),
    st.one_of(st.none(), st.floats(-90, 90)),
)
MENTIONS = st.builds(
    Mention,
    id=IDS,
    start=OFFSETS,
    end=OFFSETS,
    toponym=TEXTS,
    kind=st.sampled_from(MentionKind),
    use=st.sampled_from(Use),
    place=st.one_of(st.none(), PLACES),
    score=SHARES,
    reasons=st.lists(TEXTS, max_size=3).map(tuple),
    drawn=st.booleans(),
)
CLAIMS = st.builds(
    Claim,
    id=IDS,
    start=OFFSETS,
    end=OFFSETS,
    quote=TEXTS,
    kind=st.sampled_from(ClaimKind),
    claimant=PARTIES,
    stance=st.sampled_from(Stance),
    rule=TEXTS,
    via=st.lists(PARTIES, max_size=2).map(tuple),
    cue=NAMES,
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    actor=NAMES,
    counterpart=NAMES,
    area_km2=KM,
    length_km=KM,
    count=st.one_of(st.none(), st.builds(Count, OFFSETS, TEXTS, NAMES)),
    where=st.lists(IDS, max_size=3).map(tuple),
    said=st.one_of(st.none(), INTERVALS),
    event=st.one_of(st.none(), INTERVALS),
    certainty=st.sampled_from(Certainty),
    confidence=SHARES,
    doubts=st.lists(TEXTS, max_size=2).map(tuple),
)
RELATIONS = st.builds(Relation, st.sampled_from(RelationType), st.tuples(IDS, IDS), TEXTS)


@st.composite
def draw_reading(draw: st.DrawFn) -> Reading:
    text = draw(TEXTS)
    document = Document(
        draw(IDS), draw(NAMES), draw(NAMES), draw(st.one_of(st.none(), st.dates())), "en", text, text, draw(IDS)
    )
    features = {
        "type": "FeatureCollection",
        "features": draw(st.lists(st.fixed_dictionaries({"properties": st.none()}))),
    }
    return Reading(
        document,
        tuple(draw(st.lists(MENTIONS, max_size=3))),
        tuple(draw(st.lists(CLAIMS, max_size=3))),
        tuple(draw(st.lists(RELATIONS, max_size=2))),
        features,
        {"type": "FeatureCollection", "features": []},
    )


@given(draw_reading())
@settings(max_examples=60, deadline=None)
def test_record_gives_the_reading_back(one: Reading) -> None:
    assert readings.from_record(readings.to_record(one), one.document.text) == one


@given(draw_reading())
@settings(max_examples=60, deadline=None)
def test_json_gives_the_reading_back(one: Reading) -> None:
    text = readings.to_json(one)
    assert readings.from_json(text, one.document.text) == one
    without = json.loads(readings.to_json(readings.from_json(text)))
    without["document"]["characters"] = len(one.document.text)
    assert without == json.loads(text), "without its dispatch the JSON misses nothing but the length of the text"


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_readings_survive(name: str) -> None:
    sample = build_sample(name)
    assert readings.from_json(readings.to_json(sample), sample.document.text) == sample


def test_json_keeps_letters_and_says_nothing_for_what_is_missing() -> None:
    text = readings.to_json(Reading(Document("d", None, None, None, "en", "Շուշի", "Շուշի", "0")))
    record = json.loads(text)
    assert text.endswith("}\n")
    assert record["document"]["title"] is None
    assert record["document"]["published"] is None
    assert record["document"]["characters"] == 5
    assert record["features"] == {"type": "FeatureCollection", "features": []}
    assert "Շ" in readings.to_json(Reading(Document("d", "Շուշի", None, None, "en", "", "", "0")))


def test_dates_are_iso_8601() -> None:
    claim = build_sample("strips").claims[0]
    record = readings.to_record(build_sample("strips"))
    assert record["document"]["published"] == "2022-09-17"
    assert record["claims"][0]["event"] == {"start": "2022-09-16", "end": "2022-09-16", "inferred": True}
    assert claim.event == Interval(dt.date(2022, 9, 16), dt.date(2022, 9, 16), inferred=True)


def change(**changes: Any) -> str:
    """The JSON of a sample with some top-level members replaced; None takes the member away."""
    record = json.loads(readings.to_json(build_sample("town"))) | changes
    return json.dumps({name: value for name, value in record.items() if value is not None})


@pytest.mark.parametrize(
    ("text", "says", "why"),
    [
        ("", "fails with", "an empty file"),
        ("{", "fails with", "a file that was cut off"),
        ("[]", "fails with", "JSON, but a list"),
        ("null", "fails with", "JSON, but nothing"),
        ("{}", "schema", "JSON of something else"),
        (change(schema="claimscape/0"), "claimscape/0", "another version: its fields may mean something else"),
        (change(claims=None), "claims", "a member is missing"),
        (change(claims=[{}]), "fails with", "a claim without its fields"),
        (
            change(relations=[{"type": "likes", "claims": ["a", "b"], "reason": ""}]),
            "likes",
            "a word not in the contract",
        ),
        (change(document="x"), "fails with", "a member of the wrong type"),
    ],
)
def test_what_is_no_reading_is_refused_in_one_line(text: str, says: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        readings.from_json(text)
    assert says in str(caught.value), why
    assert "\n" not in str(caught.value), why
    assert readings.SCHEMA in str(caught.value), why
