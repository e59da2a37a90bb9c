"""Overrides: what is accepted, what a replay makes of a reading, and what happens where the text changed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.model import ClaimKind, Place, Reading, Stance
from geo.overrides import Override, find_anchors, make_override, read_overrides, replay, write_overrides
from tests.hand_made import build_document, build_reading

READING = build_reading()
FIRST = READING.claims[0]
DIGEST = READING.document.sha256
TOWN = Place("town:9", "Otherville", "WST", "PPL", 5.0, 42.0)
SIGNED = {"who": "Ana", "when": "2031-05-09T10:00:00+00:00", "why": "misprint"}


def correct(action: str, **values: Any) -> Override:
    about = {"start": FIRST.start, "end": FIRST.end, "quote": FIRST.quote, "sha256": DIGEST}
    return make_override(about | {"action": action} | values)


def find_place(place_id: str) -> Place | None:
    return TOWN if place_id == TOWN.place_id else None


def replayed(*overrides: Override, reading: Reading = READING):
    return replay(reading, overrides, find_place)


def claim_of(done, claim_id: str = "c1"):
    return next(one for one in done.reading.claims if one.id == claim_id)


@pytest.mark.parametrize(
    ("field", "new", "read", "why"),
    [
        ("claimant", "Somebody", lambda one: one.claimant.name == "Somebody", "the name of the party"),
        ("side", "WST", lambda one: one.claimant.side == "WST", "and its side, the name kept"),
        ("kind", "occupation", lambda one: one.kind is ClaimKind.OCCUPATION, "an enum's word"),
        ("stance", "denies", lambda one: one.stance is Stance.DENIES, "the same"),
        ("area_km2", 80, lambda one: one.area_km2 == 80.0, "a number"),
        ("area_km2", None, lambda one: one.area_km2 is None, "no area at all"),
        ("actor", "", lambda one: one.actor is None, "an empty field is unknown"),
        ("event", ["2031-05-01", "2031-05-02"], lambda one: not one.event.inferred, "days that a reader knows"),
        ("event", None, lambda one: one.event is None, "no day"),
    ],
)
def test_a_field_is_corrected_and_the_claim_says_so(field, new, read, why):
    done = replayed(correct("edit", field=field, new=new, old="before", **SIGNED))
    assert read(claim_of(done)), why
    [doubt] = claim_of(done).doubts
    assert "corrected by hand by Ana on 2031-05-09 (misprint): before, before." in doubt


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"action": "burn"}, "want action (edit, reject, add, place, move, draw)"),
        ({"action": "edit", "field": "id", "new": 1}, "no field 'id' to correct; want one of: claimant, side"),
        ({"action": "edit", "field": "area_km2", "new": -1}, "-1 is no size"),
        ({"action": "edit", "field": "area_km2", "new": float("nan")}, "nan is no size"),
        ({"action": "edit", "field": "area_km2", "new": True}, "True is no size"),
        ({"action": "edit", "field": "kind", "new": "party"}, "'party' is none of: seizure"),
        ({"action": "edit", "field": "claimant", "new": " "}, "' ' is no name"),
        ({"action": "edit", "field": "claimant", "new": "x" * 501}, "is no name; want a text of 1 to 500"),
        ({"action": "edit", "field": "event", "new": ["2031-05-02", "2031-05-01"]}, "want the first before the last"),
        ({"action": "edit", "field": "event", "new": "soon"}, "'soon' are no days"),
        ({"action": "move", "new": 1.2}, "1.2 is no share of the way"),
        ({"action": "place", "new": 7}, "7 is no place id"),
        ({"action": "draw", "new": {"type": "LineString", "coordinates": []}}, "a shape of type 'LineString'"),
        ({"action": "draw", "new": {"type": "Point", "coordinates": [200, 0]}}, "a point at [200, 0]"),
        (
            {"action": "draw", "new": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}},
            "a ring of 3 points",
        ),
        ({"action": "draw", "new": {"type": "Polygon", "coordinates": [7]}}, "a ring of 0 points"),
        ({"action": "add", "new": {"claimant": "A"}}, "a claim to add needs claimant, kind and stance"),
        ({"action": "add", "new": {"claimant": "A", "kind": "seizure", "stance": "asserts", "x": 1}}, "no field 'x'"),
        ({"action": "reject", "start": 9, "end": 3}, "want offsets in order"),
        ({"action": "reject", "start": "0"}, "want offsets in order"),
        ({"action": "reject", "who": "x" * 501}, "a name or reason of more than 500"),
        ({"action": "reject", "quote": 7}, "no text"),
        ({"action": "reject", "surprise": 7}, "not a correction"),
    ],
)
def test_what_is_no_correction_says_what_would_be(values, message):
    with pytest.raises(InputError) as error:
        correct(**values)
    assert message in str(error.value)


def test_a_rejected_claim_is_out_and_can_be_corrected_no_more():
    done = replayed(correct("reject", **SIGNED), correct("edit", field="area_km2", new=5))
    assert [one.id for one in done.rejected] == ["c1"]
    assert "c1" not in {one.id for one in done.reading.claims}
    assert not any("c1" in one.claims for one in done.reading.relations)
    assert done.warnings[0].startswith("A correction was left out: no claim is read from")


def test_a_claim_is_added_from_a_span_and_corrected_in_turn():
    span = {"start": 0, "end": 10, "quote": READING.document.text[:10]}
    new = {"claimant": "Mayor", "kind": "seizure", "stance": "asserts", "area_km2": 3.5}
    add = correct("add", new=new, **span)
    done = replayed(add, correct("edit", field="claimant", new="Mayor of Cornerton", **span))
    added = claim_of(done, "H001")
    assert (added.claimant.name, added.area_km2, added.rule) == ("Mayor of Cornerton", 3.5, "added by hand")
    assert added.where == ("m1",), "the places in the span are its places"


def test_another_place_stands_for_every_mention_of_the_same_and_in_what_is_described_by_it():
    named = replace(READING.mentions[0], id="m2", place=Place("town:1", "Squareville", "WST", "PPL", 9.9, 42.7))
    again = replace(named, id="m3", start=20, end=28)
    near = replace(named, id="m4", start=40, end=48, place=replace(named.place, place_id="near(town:1)"))
    nearer = replace(named, id="m5", start=50, end=58, place=replace(named.place, place_id="near(town:11)"))
    reading = replace(READING, mentions=(named, again, near, nearer))
    span = {"start": 0, "end": 8, "quote": READING.document.text[:8]}
    done = replayed(correct("place", old="town:1", new="town:9", **span), reading=reading)
    assert [one.place.place_id for one in done.reading.mentions] == [
        "town:9",
        "town:9",
        "near(town:9)",
        "near(town:11)",
    ]
    gone = replayed(correct("place", old="town:1", new=None, **span), reading=reading)
    assert [one.place and one.place.place_id for one in gone.reading.mentions] == [None, None, None, "near(town:11)"]


def test_a_place_that_nothing_knows_is_a_warning():
    done = replayed(correct("place", start=0, end=8, quote="Eastland", new="town:404"))
    assert done.warnings == ("The place of “Eastland” was not corrected: nothing here knows town:404.",)


def test_moves_and_drawings_are_handed_on_the_last_one_of_each():
    point = {"type": "Point", "coordinates": [9.9, 42.7]}
    done = replayed(correct("move", new=0.2), correct("move", new=0.7), correct("draw", new=point))
    assert done.moved == {"c1": 0.7}
    assert done.drawn == {"c1": point}
    assert replayed(correct("draw", new=point), correct("draw", new=None)).drawn == {}


@pytest.mark.parametrize(
    ("text", "warned", "why"),
    [
        ("A line before. " + READING.document.text, False, "the quote stands once, further on: it is found"),
        (READING.document.text * 2, True, "it stands twice: which is meant is not guessed"),
        ("Nothing of it.", True, "it is gone"),
    ],
)
def test_where_the_text_changed(text, warned, why):
    shift = text.index(FIRST.quote) if FIRST.quote in text else 0
    claims = tuple(replace(one, start=one.start + shift, end=one.end + shift) for one in READING.claims)
    document = build_document("X" + text if warned else text)
    done = replayed(
        correct("edit", field="area_km2", new=5), reading=replace(READING, document=document, claims=claims)
    )
    assert bool(done.warnings) == warned, why
    assert warned or claim_of(done).area_km2 == 5


def test_two_claims_of_one_span_are_told_apart():
    twin = replace(FIRST, id="c9")
    reading = replace(READING, claims=(FIRST, twin, *READING.claims[1:]))
    anchors = find_anchors(reading)
    assert anchors["c9"] == (FIRST.start, FIRST.end, 1)
    done = replayed(correct("edit", field="area_km2", new=5, ordinal=1), reading=reading)
    assert (claim_of(done, "c1").area_km2, claim_of(done, "c9").area_km2) == (120.0, 5.0)


def test_nothing_to_replay_leaves_a_reading_as_it_is():
    assert replayed().reading.claims == READING.claims


OVERRIDES = [correct("edit", field="area_km2", new=5, old=120.0, **SIGNED), correct("reject", why="“no” <claim>")]


def test_the_file_comes_back_as_it_was():
    assert list(read_overrides(write_overrides(READING.document, OVERRIDES))) == OVERRIDES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not an overrides file"),
        ("[]", "want JSON of schema claimscape-overrides/1"),
        ('{"schema": "claimscape/1", "overrides": []}', "want JSON of schema claimscape-overrides/1"),
        ('{"schema": "claimscape-overrides/1", "overrides": {}}', "with a list of overrides"),
        ('{"schema": "claimscape-overrides/1", "overrides": [7]}', "correction 1: not a correction"),
        ("[" * 100_000, "not an overrides file"),
        (json.dumps({"schema": "claimscape-overrides/1", "overrides": [{}] * 10_001}), "at most 10,000"),
    ],
    ids=["empty", "a list", "a reading", "no list", "a number", "nested deep", "too many"],
)
def test_a_file_that_is_none_says_so(text, message):
    with pytest.raises(InputError) as error:
        read_overrides(text)
    assert message in str(error.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(action=st.sampled_from(["edit", "add", "place", "move", "draw"]), new=JSON)
def test_any_value_is_accepted_or_refused_in_words(action, new):
    try:
        made = correct(action, new=new, field="event")
    except InputError:
        return
    replayed(made)
