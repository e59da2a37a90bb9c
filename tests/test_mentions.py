"""Mentions: the case table for names, demonyms and described places, and what they stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge import mention_faults

from geo import documents
from geo.mentions.aliases import find_acronyms
from geo.pipeline import Engine

FOLDER = Path(__file__).parent / "cases"
GAPS = tomllib.loads((FOLDER / "gaps.toml").read_text(encoding="utf-8"))
CASES = {
    table: tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))["case"]
    for table in ("mentions", "regional")
}


def rows() -> Iterator[Any]:
    for table, cases in CASES.items():
        for case in cases:
            marks = [pytest.mark.xfail(reason="a known gap", strict=True)] if case["id"] in GAPS[table] else []
            yield pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", list(rows()))
def test_case(engine: Engine, case: dict[str, Any]) -> None:
    faults = mention_faults(case, engine.read_mentions(documents.from_text(case["text"])))
    assert not faults, f"{case['why']}: {faults}"


@pytest.mark.parametrize("table", CASES)
def test_every_gap_is_a_case(table: str) -> None:
    assert {case["id"] for case in CASES[table]} >= set(GAPS[table])


def test_toponyms_are_the_text_at_their_offsets(engine: Engine) -> None:
    for sample in documents.read_samples():
        for mention in engine.read_mentions(sample):
            assert (
                mention.toponym == sample.clean[mention.start : mention.end].replace("\n", " ")
                or mention.toponym in sample.clean
            )


def test_given_spans_are_resolved_in_their_order(engine: Engine) -> None:
    text = "From Tripoli in Libya to Goma."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Goma", "Tripoli")]
    mentions = engine.read_toponyms(documents.from_text(text), spans)
    assert [(one.start, one.end) for one in mentions] == spans
    assert [one.place and one.place.country for one in mentions] == ["COD", "LBY"]


LETTERS = [
    (
        "Police said Most had left Bell on Friday.",
        [],
        "ordinary words and a surname, with nothing that speaks for a town",
    ),
    ("Delegates came from Most in the Czech Republic.", ["Most", "Czech Republic"], "a known place behind it"),
    ("The village of Hope was shelled.", ["Hope"], "the text says that it is a village"),
    ("Later that day Officer Jordan Mills was seen with Paris Jackson.", [], "titles and given names before surnames"),
    ("They meet in Jordan and in Paris.", ["Jordan", "Paris"], "the same names behind a preposition"),
    ("The editors of the Washington Post and members of United Russia disagree.", [], "a paper and a party"),
    ("The Dublin City Council met.", ["Dublin"], "a public body: its place counts, without the word City"),
    ("The Mexico City council met.", ["Mexico City"], "a city whose name ends so"),
    ("Jordan's army left Hebei province.", ["Jordan", "Hebei"], "no possessive, no lower-case kind"),
    ("Shots fell near the Catawba River and Main Street.", ["Catawba River", "Main Street"], "by their last word"),
    ("Trucks left on Highway 10.", ["Highway 10"], "a numbered road"),
    ("It cost US$58 million; AK-47s were found.", [], "joined to a number"),
    ("HMS Lancaster and the frigate Hamburg sailed.", [], "ships"),
    ("South Sudanese and New Zealand troops met.", ["South Sudanese", "New Zealand"], "a demonym of two words"),
    ("It was won by Drew Fleming, not by a French team.", ["French"], "a surname that is a demonym too"),
    ("GOMA, Congo (Agency) - Nobody came.", ["GOMA", "Congo"], "a dateline"),
    ("I've seen The city and We'll go.", [], "contractions and articles are villages by their letters only"),
]


@pytest.mark.parametrize(("text", "names", "why"), LETTERS)
def test_letters_alone(engine: Engine, text: str, names: list[str], why: str) -> None:
    found = [one.toponym for one in engine.read_toponyms(documents.from_text(text), light=True)]
    assert found == names, why


def test_letters_alone_tell_little_of_the_use(engine: Engine) -> None:
    text = "Shelling in Goma went on. Goma council met. Rwandan officers asked Kampala."
    uses = [str(one.use) for one in engine.read_toponyms(documents.from_text(text), light=True)]
    assert uses[0] == "literal", "behind a preposition of place"
    assert uses[-2:] == ["associative", "associative"], "nobody parsed who acts"


@given(
    parts=st.lists(
        st.sampled_from(["Most", "Bell,", "in", "Goma.", "St.", "X-", "$", "\n", "É", "of the"]), max_size=12
    )
)
def test_any_text_is_read_lightly(engine: Engine, parts: list[str]) -> None:
    text = " ".join(parts)
    for one in engine.read_toponyms(documents.from_text(text), light=True):
        assert text[one.start : one.end].strip(), "a mention has letters"
        assert 0 <= one.start < one.end <= len(text)


BACK = [
    ("Shelling hit Idlib on Monday. Clinics in the province closed.", "the province", "admin1", "a unit named before"),
    ("Soldiers entered Goma. Homes in the city burned.", "the city", "town:", "a town named before"),
    (
        "Trucks reached Nakhchivan. Gas came to the exclave.",
        "the exclave",
        "region:nakhchivan",
        "by the list of exclaves",
    ),
    ("The road from Goma to Sake is shut.", "The road from Goma to Sake", "between(", "a road by its two ends"),
    ("Boats waited northeast of Taiwan.", "northeast of Taiwan", "near(", "beyond a place"),
]


@pytest.mark.parametrize(("text", "toponym", "start", "why"), BACK)
def test_described_by_others(engine: Engine, text: str, toponym: str, start: str, why: str) -> None:
    mentions = engine.read_mentions(documents.from_text(text))
    places = {one.toponym: one.place.place_id for one in mentions if one.place}
    assert places.get(toponym, "").startswith(start), (why, places)


REPEATED = [
    ("US 12 I-5 ", 200, "unknown names"),
    ("Goma-Sake-", 200, "known names in one word"),
    ("a-a-a-", 2_000, "hyphens"),
]


@pytest.mark.parametrize(("unit", "times", "why"), REPEATED)
def test_a_long_run_of_names_comes_to_an_end(engine: Engine, unit: str, times: int, why: str) -> None:
    text = unit * times
    ends = [one.end for one in engine.read_mentions(documents.from_text(text))]
    assert all(end <= len(text) for end in ends), why


def test_the_city_of_nobody_is_unresolved(engine: Engine) -> None:
    mentions = engine.read_mentions(documents.from_text("Homes in the city burned."))
    assert all(one.place is None for one in mentions)


@pytest.mark.parametrize("unit", ["A", "Ab ", "A' ", "Aal-", "Ab (", "al-"])
def test_acronyms_take_linear_time_in_hostile_text(unit):
    assert find_acronyms(unit * 200_000) == {}  # an hour, where each letter looks ahead to the end
