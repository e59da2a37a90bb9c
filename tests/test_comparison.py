"""Comparison: what two claimants say of one ground, in areas, rows and words."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import documents
from geo.features import Comparison, compare, find_claimants, from_collection
from geo.model import Reading
from geo.overrides import find_anchors, make_override
from geo.pipeline import Engine

SUMS = (
    "Azerbaijan has seized 100 square km of Armenian territory along the border, the opposition said. "
    "The Armenian prime minister said Azerbaijani troops had taken 10 square km, in addition to 40 square km "
    "that they had seized in May."
)


READ: dict[str, Reading] = {}


def read(engine: Engine, text: str) -> Reading:
    """The reading of a text, made once."""
    if text not in READ:
        source = documents.Source("The Wire", "The Wire", dt.date(2022, 9, 15))
        READ[text] = engine.read(documents.from_text(text, source))
    return READ[text]


def compared(engine: Engine, text: str, one: str, other: str) -> Comparison:
    reading = read(engine, text)
    return compare(reading, from_collection(reading.features or {}), one, other)


def test_sums_are_set_against_each_other_with_their_arithmetic(engine: Engine) -> None:
    found = compared(engine, SUMS, "opposition", "Armenian prime minister")
    [pair] = found.pairs
    assert "100 km²" in pair.one
    assert "10 besides 40 km², together 50" in pair.other
    assert pair.differ_km2[:2] == (50.0, 90.0), "all of it, and the 10 that the 100 contradicts"
    assert "they differ by 50 or 90" in found.sentence
    assert "no place is stated" in found.sentence, "an overlap of schematic shapes proves nothing, and says so"


def test_what_one_and_both_claim_makes_up_all_that_is_drawn(engine: Engine) -> None:
    alone, other, both = compared(engine, SUMS, "opposition", "Armenian prime minister").areas_km2
    assert alone + both == pytest.approx(100, rel=1e-3)
    assert other + both == pytest.approx(50, rel=1e-3)


def test_the_two_may_be_named_in_either_order(engine: Engine) -> None:
    first = compared(engine, SUMS, "opposition", "Armenian prime minister")
    second = compared(engine, SUMS, "Armenian prime minister", "opposition")
    assert first.areas_km2 == pytest.approx((second.areas_km2[1], second.areas_km2[0], second.areas_km2[2]))
    assert first.pairs[0].differ_km2 == second.pairs[0].differ_km2


def test_a_denial_is_a_row_of_its_place_and_claims_no_ground(engine: Engine) -> None:
    text = "Congo accused Rwanda of seizing the town of Goma. Rwanda denied that its troops had seized Goma."
    found = compared(engine, text, "Congo", "Rwanda")
    assert [pair.ground for pair in found.pairs] == ["Goma"]
    assert "denies" in found.pairs[0].verdict
    assert found.only_other is None


def test_two_who_tell_of_other_ground_are_not_set_against_each_other(engine: Engine) -> None:
    text = "Kenya said it had captured Goma. Chad said its troops had captured Tabelot."
    assert "no claims about one ground" in compared(engine, text, "Kenya", "Chad").sentence


def test_claimants_are_those_who_claim_ground(engine: Engine) -> None:
    text = "Kenya said it had captured Goma. Norway urged both sides to talk."
    assert find_claimants(read(engine, text)) == ("Kenya",)


@pytest.mark.parametrize(("one", "other", "message"), [
    ("opposition", "nobody", "no claimant 'nobody'; want two of: opposition, Armenian prime minister"),
    ("opposition", "opposition", "two claimants are compared, got 'opposition' twice"),
])  # fmt: skip
def test_names_that_cannot_be_compared_are_said(engine: Engine, one: str, other: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compared(engine, SUMS, one, other)


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_a_strip_is_moved_along_its_border_with_its_rivals_and_keeps_its_area(engine: Engine, share: float) -> None:
    """The text states no place along the border: whoever knows it moves one claim, and all on that side go along."""
    words = engine.read_words(documents.from_text(SUMS))
    reading = engine.draw(words).reading
    first = next(one for one in reading.claims if one.area_km2 == 100)
    start, end, ordinal = find_anchors(words)[first.id]
    about = {"start": start, "end": end, "ordinal": ordinal, "quote": first.quote, "sha256": words.document.sha256}
    move = make_override({"action": "move", "new": share} | about)
    before = from_collection(reading.features or {})
    after = from_collection(engine.draw(words, [move]).reading.features or {})
    for frame in (before, after):
        drawn = frame[frame["part"] == "drawn"].set_index("claim_id")
        for claim in (one for one in reading.claims if one.area_km2):
            assert drawn.loc[claim.id, "drawn_km2"] == pytest.approx(claim.area_km2, rel=1e-3)
    apart = [
        before[(before["claim_id"] == one) & (before["part"] == "drawn")]
        .geometry.iloc[0]
        .distance(after[(after["claim_id"] == one) & (after["part"] == "drawn")].geometry.iloc[0])
        for one in (first.id, next(claim.id for claim in reading.claims if claim.area_km2 == 10))
    ]
    assert min(apart) > 0.1, "both lie elsewhere"
    assert "by hand" in str(after[after["claim_id"] == first.id]["note"].iloc[0])
