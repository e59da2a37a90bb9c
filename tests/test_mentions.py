"""Mentions: the case table for names, demonyms and described places, and what they stand for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from judge import mention_faults

from geo import documents
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
