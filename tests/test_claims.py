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


ANSWERED = [
    (
        "JNIM claimed to have taken 14 villages from ISSP in Ansongo. ISSP acknowledged the loss of only five.",
        {("14 villages", "5 villages")},
        "a number without its noun counts what was counted before",
    ),
    (
        "The KIA said it captured three camps in Momauk. Spokesman Kyaw Thet admitted the loss of only one outpost.",
        {("3 camps", "1 outposts")},
        "one side's camp is the other's outpost, and it is no casualty",
    ),
    (
        (
            "The UN said 142,000 people had been displaced from Rafah, while the civil defence agency put the "
            "number at 200,000."
        ),
        {("142000 people", "200000 people")},
        '"the number" is the one before',
    ),
    (
        (
            "The army said it now controls 1,200 square km of Zangilan district. Armenia's defence ministry put the "
            "area at no more than 150 square km."
        ),
        {("1200 km2", "150 km2")},
        "a limit answers the figure before it",
    ),
    (
        (
            'Russia said it controlled 210 square km of the Kharkiv region. "They hold 95 square km," said Ostap Verb, '
            "a spokesman for Ukrainian forces."
        ),
        {("210 km2", "95 km2")},
        "his own side is not they",
    ),
    (
        "Sudan says it has killed 400 southern soldiers. South Sudan puts its own losses at 19 dead.",
        {("400 killed", "19 killed")},
        "what one side says it killed, and what the other says it lost",
    ),
    (
        (
            "The junta's officer said the rebels lost 115 fighters near Buthidaung. The rebels acknowledged 19 deaths "
            "in their ranks."
        ),
        {("115 killed", "19 killed")},
        "the dead of one side, by both",
    ),
    (
        "Armenia has put its death toll at 118 soldiers. Azerbaijan says 64 of its servicemen were killed.",
        set(),
        "each side's own dead",
    ),
    (
        (
            "Hospital officials said 37 people had been killed in Rafah. The Israeli army said 60 militants had been "
            "killed in the area since Sunday."
        ),
        set(),
        "other dead, counted by others",
    ),
    (
        (
            "Russia said its forces had seized 210 square km of the Kharkiv region. A security source said its men "
            "had seized six square km around Ryzhivka."
        ),
        set(),
        "35 times as much is no other figure of the same ground",
    ),
    (
        (
            "Russia claimed its forces had liberated 34 settlements in Kursk. The Ukrainian spokesman responded "
            "Ukrainian forces still control 58 settlements there."
        ),
        set(),
        "what was taken and what is still held are two things",
    ),
]


@pytest.mark.parametrize(("text", "wanted", "why"), ANSWERED)
def test_a_figure_answers_another(engine: Engine, text: str, wanted: set[tuple[str, str]], why: str) -> None:
    reading = engine.read_words(documents.from_text(text))
    figures = {
        claim.id: f"{claim.count.value} {claim.count.unit}" if claim.count else f"{claim.area_km2 or 0:g} km2"
        for claim in reading.claims
    }
    found = {tuple(figures[one] for one in each.claims) for each in reading.relations if each.type == "contradicts"}
    assert found == wanted, why


READ_AS = [
    ("Azerbaijan says its troops have captured more ground in Nagorno-Karabakh.", ["seizure positive"], "bare ground"),
    (
        "The ministry in Baku said 13 villages, most of them in Zangilan, were taken on Tuesday.",
        ["seizure positive 13"],
        "the parse gives the subject to the cue",
    ),
    ('"Not an inch of our land has been ceded," India said.', ["withdrawal negative"], "nobody is named who ceded it"),
    (
        "Ukraine said there were no Russian troops in the village of Ryzhivka.",
        ["deployment negative"],
        '"there were" has its troops behind the verb',
    ),
    ("China has urged all parties to stop fighting.", ["ceasefire positive"], "to stop it is no attack"),
    (
        "Mali's army said it took Menaka and that 28 assailants had been killed.",
        ["seizure positive", "casualties positive 28"],
        "whoever is killed is somebody",
    ),
    (
        'Sudan said its troops took Heglig. South Sudan denied it. "They have taken back nothing," its army said.',
        ["seizure positive", "seizure negative", "seizure negative"],
        "nothing of what was told before",
    ),
    (
        'Afar accused Amhara forces of occupying western Tigray. "There is no occupation," responded an official.',
        ["occupation positive", "occupation negative"],
        "what is said not to be has its noun behind the verb",
    ),
    (
        "Assam said Mizoram had encroached upon 38 hectares of forest near Lailapur.",
        ["seizure positive"],
        "a quiet word for taking land",
    ),
    (
        "Bishkek said Tajik troops burned 290 houses in Ak-Sai. Dushanbe denied it.",
        ["attack positive 290", "attack negative"],
        "houses are counted too",
    ),
    (
        "A watchdog said the KIA held 12,000 acres near Momauk. The KIA said the land did not exceed 3,000 acres.",
        ["occupation positive", "occupation positive"],
        "a bound is no denial",
    ),
]


@pytest.mark.parametrize(("text", "wanted", "why"), READ_AS)
def test_what_words_claim(engine: Engine, text: str, wanted: list[str], why: str) -> None:
    reading = engine.read_words(documents.from_text(text))
    found = [f"{one.kind} {one.polarity} {one.count.value if one.count else ''}".strip() for one in reading.claims]
    assert found == wanted, why


def test_a_speaker_is_whoever_the_words_name(engine: Engine) -> None:
    text = (
        "Fighters entered Tessit on 9 June, according to its mayor, Idrissa Ag Moussoudou. "
        "They took 12 acres of land near Menaka, according to a report released on Sunday by Sahel Land Watch. "
        "The Hamas-run civil defence agency said five people were killed in Rafah. "
        "A relief worker said 300 people had fled the village. She said the road to Gao was closed."
    )
    reading = engine.read_words(documents.from_text(text))
    names = [claim.claimant.name for claim in reading.claims]
    assert names == [
        "Idrissa Ag Moussoudou", "Sahel Land Watch", "Hamas-run civil defence agency", "relief worker", "relief worker",
    ]  # fmt: skip
