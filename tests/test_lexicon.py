"""The lexicon: every row of the files is usable, and a bad file is a clear error."""

from __future__ import annotations

import re
import tomllib

import pytest

from geo import lexicon
from geo.claims.needs import Needs
from geo.errors import DataError
from geo.model import ClaimKind, Stance

WORDS = lexicon.load("en")


def test_all_kinds_of_claim_have_a_predicate_or_are_the_rest() -> None:
    """A statement is what is said about nothing else: only people who flee, who are counted, have a trigger there."""
    assert {row.kind for row in WORDS.predicates} == set(ClaimKind)
    assert [row.rule for row in WORDS.predicates if row.kind is ClaimKind.STATEMENT] == [
        "statement/displaced",
        "statement/homeless",
        "statement/left-homes",
        "statement/arrived",
    ]


def test_all_stances_but_two_have_a_cue() -> None:
    """Withholding is a negated cue; all else is a word of the file."""
    assert set(WORDS.cues.values()) >= set(Stance) - {Stance.WITHHOLDS}


@pytest.mark.parametrize("row", WORDS.predicates, ids=lambda row: row.rule)
def test_predicate_rows(row: lexicon.Predicate) -> None:
    assert re.fullmatch(r"[a-z]+/[a-z-]+", row.rule)
    assert row.rule.split("/")[0] == row.kind
    assert row.lemmas
    assert all(lemma == lemma.lower() for lemma in row.lemmas)
    assert row.needs is None or hasattr(Needs, row.needs), f"nothing checks needs = {row.needs!r}"
    assert row.actor in {"subject", "object", "to", "holder", "none"}


def test_rules_are_unique() -> None:
    rules = [row.rule for row in WORDS.predicates]
    assert len(rules) == len(set(rules))


def test_demonyms_are_countries_of_the_gazetteer(engine) -> None:
    missing = {
        code for codes in WORDS.demonyms.values() for code in codes if not engine.gazetteer.place(f"country:{code}")
    }
    # Natural Earth draws these within their state; their demonyms then resolve to nothing, which is said.
    assert missing <= {"GLP", "GUF", "MTQ", "MYT", "REU", "TKL"}


def test_armed_groups_speak_for_no_state() -> None:
    assert all(body.side is None for body in WORDS.bodies.values() if body.kind == "armed_group")


def test_unknown_language_says_which_there_are() -> None:
    with pytest.raises(DataError, match="no lexicon for language 'xx'; there is en"):
        lexicon.load("xx")


def test_no_word_twice_in_a_list() -> None:
    data = tomllib.loads((lexicon.FOLDER / "en.toml").read_text(encoding="utf-8"))
    twice = {
        f"{table}.{name}": {word for word in words if words.count(word) > 1}
        for table in ("cues", "cue_frames", "nouns", "verbs", "speech", "prepositions")
        for name, words in data[table].items()
        if isinstance(words, list) and all(isinstance(word, str) for word in words) and len(set(words)) < len(words)
    }
    assert twice == {}
