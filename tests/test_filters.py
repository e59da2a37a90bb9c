"""Filters: which claims pass, by whom, of what kind, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.filters import Filter, choose_claims, count_undated, find_range, keep_claims
from tests.hand_made import build_reading

READING = build_reading()
BEFORE, DAY, AFTER = dt.date(2031, 5, 5), dt.date(2031, 5, 6), dt.date(2031, 5, 7)


@pytest.mark.parametrize(
    ("wanted", "passes", "why"),
    [
        (Filter(), "c1 c2 c3 c4 c5", "nothing asked, everything passes"),
        (Filter(claimants=("moor",)), "c2 c4 c5", "a part of a name, in any case"),
        (Filter(kinds=("corridor",)), "c3 c4", "a kind"),
        (Filter(claimants=("moor",), kinds=("corridor",)), "c4", "both"),
        (Filter(first=DAY), "c1 c2", "from a day on, the day included; without a day none passes"),
        (Filter(last=DAY), "c1 c2", "up to a day, the same"),
        (Filter(first=AFTER), "", "after it"),
        (Filter(last=BEFORE), "", "before it"),
        (Filter(first=AFTER, undated=True), "c3 c4 c5", "those without a day stay where that is wanted"),
        (Filter(first=DAY, date_of="report"), "", "the day of the word is nowhere stated"),
    ],
)
def test_what_passes(wanted, passes, why):
    found = choose_claims(READING, wanted)
    assert [one.id for one in found.claims] == passes.split(), why
    shown = {one["properties"]["claim_id"] for one in found.features["features"]}
    assert shown <= set(passes.split()), "what is not there is not drawn"
    assert all(set(one.claims) <= set(passes.split()) for one in found.relations)


def test_the_range_and_what_has_no_day():
    assert find_range(READING, "event") == (DAY, DAY)
    assert find_range(READING, "report") is None
    assert (count_undated(READING, "event"), count_undated(READING, "report")) == (3, 5)


def test_the_reading_itself_stays():
    keep_claims(READING, [])
    assert len(READING.claims) == 5
    assert READING.features["features"]
