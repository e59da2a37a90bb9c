"""Claims: the case table, read by the whole text half; and the shape of what comes out."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from judge import claim_faults

from geo import documents
from geo.model import Reading
from geo.pipeline import Engine

FOLDER = Path(__file__).parent / "cases"
GAPS = frozenset(tomllib.loads((FOLDER / "gaps.toml").read_text())["claims"])
CASES = tomllib.loads((FOLDER / "claims.toml").read_text(encoding="utf-8"))["case"]


READ: dict[str, Reading] = {}
"""What was read, by the case's id: two tests look at every case."""


def read(engine: Engine, case: dict[str, Any]) -> Reading:
    if case["id"] not in READ:
        source = documents.Source(outlet=case["outlet"], published=dt.date.fromisoformat(case["published"]))
        READ[case["id"]] = engine.read_words(documents.from_text(case["text"], source))
    return READ[case["id"]]


def row(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason="a known gap", strict=True)] if case["id"] in GAPS else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [row(case) for case in CASES])
def test_case(engine: Engine, case: dict[str, Any]) -> None:
    faults = claim_faults(case, read(engine, case))
    assert not faults, f"{case['why']}: {faults}"


def test_every_gap_is_a_case() -> None:
    assert {case["id"] for case in CASES} >= GAPS


def test_no_gap_is_a_spurious_seizure(engine: Engine) -> None:
    """What is missed is listed as missed; what is invented would mislead: none of the gaps may be that."""
    invented = [
        (case["id"], fault)
        for case in CASES
        for fault in claim_faults(case, read(engine, case))
        if fault.startswith(("spurious seizure", "spurious occupation"))
    ]
    assert invented == []


def test_quotes_and_ids(engine: Engine) -> None:
    """A quote is the text at its offsets, ids are unique and in order, where and relations point at what is there."""
    for sample in documents.read_samples():
        reading = engine.read_words(sample)
        ids = [claim.id for claim in reading.claims]
        assert ids == sorted(set(ids))
        mentions = {mention.id for mention in reading.mentions}
        for claim in reading.claims:
            assert claim.quote == sample.text[claim.start : claim.end]
            assert set(claim.where) <= mentions
            assert claim.rule
        for relation in reading.relations:
            assert set(relation.claims) <= set(ids)


EMPTY = ["", "   \n\n ", "Nothing of note was said.", "1,1,1,1", "((((", "\u202e\u200b", "a" * 5000, "“", '"' * 99]


@pytest.mark.parametrize("text", EMPTY)
def test_texts_without_claims_give_none(engine: Engine, text: str) -> None:
    reading = engine.read_words(documents.from_text(text))
    assert [claim for claim in reading.claims if claim.area_km2 or claim.kind == "seizure"] == []


def test_what_is_so_since_tuesday_is_no_rival_of_what_was_taken_in_may_last_year(engine: Engine) -> None:
    text = (
        "Eritrea's army has seized 90 square kilometres of Ethiopian land since Tuesday, Radio Erena reported. "
        "Ethiopia's prime minister said Eritrea had seized 10 square kilometres this week, besides 30 square "
        "kilometres taken in May 2021."
    )
    source = documents.Source(published=dt.date(2022, 9, 14))
    reading = engine.read_words(documents.from_text(text, source))
    sizes = {claim.id: claim.area_km2 for claim in reading.claims}
    rivals = {tuple(sizes[one] for one in each.claims) for each in reading.relations if each.type == "contradicts"}
    assert rivals == {(90, 10)}


def test_a_second_wish_is_the_same_speaker_s_and_the_no_answers_what_it_names(engine: Engine) -> None:
    text = (
        "Phnom Penh demanded that Thailand hand back the Ta Moan temple and proposed a buffer zone of 10 km along the "
        "border. Bangkok rejected the proposal."
    )
    reading = engine.read_words(documents.from_text(text))
    stances = {claim.id: (claim.claimant.name, str(claim.stance)) for claim in reading.claims}
    assert ("Phnom Penh", "proposes") in stances.values(), "not Thailand, of whom something is demanded"
    (answer,) = (each for each in reading.relations if each.type == "rejects")
    assert {stances[one] for one in answer.claims} == {("Phnom Penh", "proposes"), ("Bangkok", "rejects")}
