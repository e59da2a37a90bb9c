"""The case tables' own form: what a slip of the pen would spoil before any reader is asked."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geo.model import ClaimKind, MentionKind, Modality, Polarity, RelationType, Stance, Use

CASES = Path(__file__).parent / "cases"
CLAIMS = tomllib.loads((CASES / "claims.toml").read_text(encoding="utf-8"))
MENTIONS = tomllib.loads((CASES / "mentions.toml").read_text(encoding="utf-8"))

GROUND = {"seizure", "occupation", "withdrawal", "corridor", "border"}
AFFIRMING = {"asserts", "announces", "reports", "accuses"}
CONTINENTS = {"Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America"}

CLAIM_CASE_KEYS = {"id", "why", "conflict", "published", "outlet", "text"}
CLAIM_CASE_OPTIONS = {"claims", "relations", "not_related", "none", "not_actual"}
CLAIM_KEYS = {"kind", "stance", "claimant"}
CLAIM_OPTIONS = {
    "via",
    "actor",
    "area_km2",
    "length_km",
    "count",
    "count_side",
    "event",
    "places",
    "modality",
    "polarity",
}
MENTION_CASE_KEYS = {"id", "why", "text"}
MENTION_CASE_OPTIONS = {"mentions", "not_places"}
MENTION_KEYS = {"toponym", "kind", "use"}
MENTION_OPTIONS = {"nth", "place", "country"}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def values_of(enum: Any) -> set[str]:
    return {member.value for member in enum}


def each(table: dict[str, Any]) -> Any:
    return pytest.mark.parametrize("case", table["case"], ids=[case.get("id", "no id") for case in table["case"]])


def each_claim(case: dict[str, Any]) -> list[dict[str, Any]]:
    return list(case.get("claims", []))


def affirms(claim: dict[str, Any]) -> bool:
    """Every right reading of the claim says that it has happened."""
    return (
        as_list(claim.get("modality", "actual")) == ["actual"]
        and as_list(claim.get("polarity", "positive")) == ["positive"]
        and set(claim["stance"]) <= AFFIRMING
    )


def is_negative(case: dict[str, Any]) -> bool:
    barred = GROUND & {*case.get("none", []), *case.get("not_actual", [])}
    held = [claim for claim in each_claim(case) if GROUND & set(claim["kind"]) and affirms(claim)]
    return bool(barred) and not held


@pytest.mark.parametrize("table", [CLAIMS, MENTIONS], ids=["claims", "mentions"])
def test_ids_and_texts_are_unique(table):
    for field in ("id", "text"):
        found = [case[field] for case in table["case"]]
        assert sorted({one for one in found if found.count(one) > 1}) == []


@each(CLAIMS)
def test_a_claim_case_has_its_fields_and_no_others(case):
    assert set(case) >= CLAIM_CASE_KEYS
    assert set(case) <= CLAIM_CASE_KEYS | CLAIM_CASE_OPTIONS
    assert all(case[key].strip() for key in CLAIM_CASE_KEYS)
    assert each_claim(case) or case.get("none") or case.get("not_actual"), "it asks for nothing"
    for claim in each_claim(case):
        assert set(claim) >= CLAIM_KEYS
        assert set(claim) <= CLAIM_KEYS | CLAIM_OPTIONS


@each(CLAIMS)
def test_a_claim_case_uses_the_words_of_the_contract(case):
    assert case["conflict"] in CLAIMS["conflict"]
    assert {*case.get("none", []), *case.get("not_actual", [])} <= values_of(ClaimKind)
    for claim in each_claim(case):
        assert claim["kind"]
        assert set(claim["kind"]) <= values_of(ClaimKind)
        assert claim["stance"]
        assert set(claim["stance"]) <= values_of(Stance)
        assert set(as_list(claim.get("modality", "actual"))) <= values_of(Modality)
        assert set(as_list(claim.get("polarity", "positive"))) <= values_of(Polarity)
    for relation in case.get("relations", []):
        assert set(relation["type"]) <= values_of(RelationType)


@each(CLAIMS)
def test_places_and_claimants_stand_in_the_text(case):
    text = case["text"]
    for claim in each_claim(case):
        assert [place for place in claim.get("places", []) if place not in text] == []
        assert [name for name in claim.get("via", []) if name not in text] == []
        names = as_list(claim["claimant"])
        assert case["outlet"] in names or any(name in text for name in names)


@each(CLAIMS)
def test_dates_and_numbers_are_possible(case):
    dt.date.fromisoformat(case["published"])
    for claim in each_claim(case):
        first, last = (dt.date.fromisoformat(day) for day in claim.get("event", [case["published"]] * 2))
        assert first <= last
        for unit in ("area_km2", "length_km"):
            numbers = as_list(claim.get(unit, []))
            assert all(isinstance(number, float) and number > 0 for number in numbers)
            assert numbers == sorted(numbers)
        assert claim.get("count", 1) > 0
        assert "count" in claim or "count_side" not in claim


@each(CLAIMS)
def test_a_case_does_not_bar_what_it_asks_for(case):
    for claim in each_claim(case):
        assert not set(claim["kind"]) & set(case.get("none", []))
        assert not (affirms(claim) and set(claim["kind"]) <= set(case.get("not_actual", [])))


@each(CLAIMS)
def test_relations_point_at_claims_and_do_not_contradict_themselves(case):
    pairs = [relation["claims"] for relation in case.get("relations", [])]
    for first, second in pairs + case.get("not_related", []):
        assert 0 <= first < second < len(each_claim(case))
    for relation in case.get("relations", []):
        assert relation["claims"] not in case.get("not_related", []) or "contradicts" not in relation["type"]


def test_the_claims_cover_the_world_and_the_vocabulary():
    claims = [claim for case in CLAIMS["case"] for claim in each_claim(case)]
    assert len(CLAIMS["case"]) >= 250
    assert {case["conflict"] for case in CLAIMS["case"]} == set(CLAIMS["conflict"])
    assert len(CLAIMS["conflict"]) >= 15
    assert set(CLAIMS["conflict"].values()) == CONTINENTS
    assert {kind for claim in claims for kind in claim["kind"]} == values_of(ClaimKind)
    assert {stance for claim in claims for stance in claim["stance"]} == values_of(Stance)
    relations = [relation for case in CLAIMS["case"] for relation in case.get("relations", [])]
    assert {kind for relation in relations for kind in relation["type"]} == values_of(RelationType)


def test_a_third_of_the_claim_cases_are_negatives():
    negatives = [case["id"] for case in CLAIMS["case"] if is_negative(case)]
    assert len(negatives) * 3 >= len(CLAIMS["case"])


@each(MENTIONS)
def test_a_mention_case_has_its_fields_and_words(case):
    assert set(case) >= MENTION_CASE_KEYS
    assert set(case) <= MENTION_CASE_KEYS | MENTION_CASE_OPTIONS
    assert case.get("mentions") or case.get("not_places"), "it asks for nothing"
    for mention in case.get("mentions", []):
        assert set(mention) >= MENTION_KEYS
        assert set(mention) <= MENTION_KEYS | MENTION_OPTIONS
        assert mention["kind"] in values_of(MentionKind)
        assert mention["use"]
        assert set(mention["use"]) <= values_of(Use)
        assert all(len(code) == 3 and code.isupper() for code in as_list(mention.get("country", [])))


@each(MENTIONS)
def test_toponyms_stand_in_the_text(case):
    for mention in case.get("mentions", []):
        assert case["text"].count(mention["toponym"]) >= mention.get("nth", 1), mention["toponym"]
    assert [words for words in case.get("not_places", []) if words not in case["text"]] == []


def test_the_mentions_cover_the_vocabulary():
    mentions = [mention for case in MENTIONS["case"] for mention in case.get("mentions", [])]
    assert len(MENTIONS["case"]) >= 90
    assert {mention["kind"] for mention in mentions} == values_of(MentionKind)
    assert {use for mention in mentions for use in mention["use"]} == values_of(Use)
