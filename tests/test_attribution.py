"""Attribution: claimant, stance and chain, sentence by sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import documents
from geo.model import Claim
from geo.pipeline import Engine

CASES = [
    ("Kenya's government said rebels had seized Goma.", "Kenya's government", "asserts", "a body by its state"),
    ("Rebels seized Goma, according to the army.", "army", "asserts", "according to"),
    (
        "Rebels seized Goma, a spokesman for the army said on Sunday.",
        "spokesman for the army",
        "asserts",
        "a trailing cue behind a title",
    ),
    ("President Grace Mwangi accused rebels of seizing Goma.", "Grace Mwangi", "accuses", "accuse of doing"),
    ("Rwanda denied that its troops had seized Goma.", "Rwanda", "denies", "a denial"),
    ("President Grace Mwangi demanded that rebels leave Goma.", "Grace Mwangi", "demands", "a demand"),
    ("The claim that rebels seized Goma was rejected by Rwanda.", "Rwanda", "rejects", "a passive"),
    ("Kenya and Rwanda blame each other for the attack on Goma.", "Kenya", "accuses", "mutual: the first of two"),
    ("The army said the rebels' withdrawal from Goma was a decoy.", "army", "denies", "said not to be so"),
    ("Rebels seized Goma on Monday.", "The Wire", "reports", "nobody else speaks: the outlet"),
    (
        '"Rebels have seized Goma," said Grace Mwangi, a lawmaker.',
        "Grace Mwangi",
        "asserts",
        "a quotation before its cue",
    ),
    ("Kenya and Rwanda traded blame for the shelling of Goma.", "Rwanda", "accuses", "each blames: the second of two"),
    ("Kenyan and Rwandan officials blamed each other for the attack.", "Rwandan officials", "accuses", "by demonym"),
    ("There was no immediate comment from Rwanda on the report.", "Rwanda", "withholds", "silence as a noun"),
    ("Rwanda has yet to comment on the fighting in Goma.", "Rwanda", "withholds", "yet to"),
    ("Rwanda would not say whether its troops were in Goma.", "Rwanda", "withholds", "whether: nothing is said"),
    ("Rwanda shot down rumours that its troops had seized Goma.", "Rwanda", "denies", "an idiom of denial"),
    ("The army told residents to leave Goma.", "army", "demands", "told to: an order"),
    ("Rwanda said it would never withdraw from Goma.", "Rwanda", "rejects", "will not yield"),
    ('"That is not true," said Grace Mwangi, a lawmaker.', "Grace Mwangi", "denies", "said not to be so"),
    ("Rebels said they had seized Goma, a claim denied by the army.", "army", "denies", "a participle with its agent"),
    (
        "Kenya says its troops took Goma, Rwanda denies losses\n\nGoma was calm.",
        "Rwanda",
        "denies",
        "the next speaker of a headline",
    ),
    (
        "Kenya Accuses Rwanda Of Seizing Border Pastures\n\nGoma was calm.",
        "Kenya",
        "accuses",
        "a headline in title case",
    ),
    (
        "Army spokesman Maj. Kyaw Thet Wai said rebels had left Goma.",
        "Kyaw Thet Wai",
        "asserts",
        "a name that no model knows, behind a rank",
    ),
]


def read(engine: Engine, text: str) -> tuple[Claim, ...]:
    source = documents.Source(outlet="The Wire", published=dt.date(2024, 5, 15))
    return engine.read_words(documents.from_text(text, source)).claims


@pytest.mark.parametrize(("text", "claimant", "stance", "why"), CASES)
def test_claimant_and_stance(engine: Engine, text: str, claimant: str, stance: str, why: str) -> None:
    claims = read(engine, text)
    assert (claimant, stance) in [(claim.claimant.name, claim.stance.value) for claim in claims], why


def test_pronoun_is_the_last_speaker_and_says_so(engine: Engine) -> None:
    claims = read(engine, "President Grace Mwangi spoke in Nairobi. She said rebels had seized Goma.")
    claim = next(claim for claim in claims if claim.kind == "seizure")
    assert claim.claimant.name == "Grace Mwangi"
    assert '"She" taken as Grace Mwangi' in claim.doubts
    assert claim.confidence < 0.9


def test_title_is_its_holder(engine: Engine) -> None:
    text = "Armenian Prime Minister Davit Petrosyan met lawmakers. The Armenian premier said troops had seized Goris."
    claim = next(claim for claim in read(engine, text) if claim.kind == "seizure")
    assert claim.claimant.name == "Davit Petrosyan"
    assert claim.claimant.side == "ARM"


def test_chain_ends_with_the_outlet(engine: Engine) -> None:
    text = "Grace Mwangi told lawmakers that rebels had seized Goma, according to the Kenyan presidency."
    claim = next(claim for claim in read(engine, text) if claim.kind == "seizure")
    assert claim.claimant.name == "Grace Mwangi"
    assert [party.name for party in claim.via][-1] == "The Wire"
    assert len(claim.via) == 2


def test_two_sides_blame_each_other_in_two_claims(engine: Engine) -> None:
    claims = read(engine, "Kenya and Rwanda blame each other for the attack on Goma.")
    assert {(claim.claimant.side, claim.actor) for claim in claims} == {("KEN", "RWA"), ("RWA", "KEN")}


def test_what_is_not_confirmed_is_withheld(engine: Engine) -> None:
    claims = read(engine, "The army has not confirmed that rebels seized Goma.")
    assert [claim.stance for claim in claims] == ["withholds"]


def test_nobody_is_no_claimant(engine: Engine) -> None:
    assert all(claim.claimant.name != "Nobody" for claim in read(engine, "Nobody says that rebels seized Goma."))
