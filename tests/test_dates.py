"""Dates: counted from publication, never from today."""

from __future__ import annotations

import datetime as dt

import pytest

from geo.dates import find_times
from geo.lexicon import load

WORDS = load("en")
WEDNESDAY = dt.date(2022, 9, 14)

CASES = [
    ("on Wednesday", "2022-09-14", "2022-09-14", False, "the day of publication itself"),
    ("early Tuesday", "2022-09-13", "2022-09-13", False, "the day before"),
    ("on Thursday", "2022-09-08", "2022-09-08", False, "the last Thursday, where nothing looks ahead"),
    ("last Wednesday", "2022-09-07", "2022-09-07", False, "not the day of publication"),
    ("yesterday", "2022-09-13", "2022-09-13", False, "one day back"),
    ("in May", "2022-05-01", "2022-05-31", True, "the latest May; the year is inferred"),
    ("in November", "2021-11-01", "2021-11-30", True, "November has not come yet"),
    ("on May 3", "2022-05-03", "2022-05-03", True, "a day without a year"),
    ("3 May 2021", "2021-05-03", "2021-05-03", False, "in full"),
    ("in the 2020 war", "2020-01-01", "2020-12-31", False, "a year"),
    ("since the early 1990s", "1990-01-01", "1993-12-31", True, "a convention"),
    ("last week", "2022-09-05", "2022-09-11", True, "Monday to Sunday"),
    ("this month", "2022-09-01", "2022-09-14", True, "not beyond publication"),
    ("two days ago", "2022-09-12", "2022-09-12", False, "counted"),
    ("2022-08-30", "2022-08-30", "2022-08-30", False, "ISO"),
    ("over the past day", "2022-09-13", "2022-09-14", True, "a span up to publication"),
    ("in the past 24 hours", "2022-09-13", "2022-09-14", True, "hours make days"),
    ("over the last three days", "2022-09-11", "2022-09-14", True, "in words"),
    ("since the start of the year", "2022-01-01", "2022-09-14", True, "not beyond publication"),
    ("by the end of the month", "2022-09-14", "2022-09-30", True, "what is left of it"),
    ("in September", "2022-09-01", "2022-09-14", True, "the running month, as far as it has gone"),
    ("last spring", "2022-03-01", "2022-05-31", True, "northern, a convention"),
    ("in the winter of 2020", "2020-12-01", "2021-02-28", True, "over the turn of the year"),
    ("last weekend", "2022-09-10", "2022-09-11", True, "Saturday and Sunday"),
    ("at dawn", "2022-09-14", "2022-09-14", True, "an hour of the day of the report, where no day is told"),
]


@pytest.mark.parametrize(("text", "start", "end", "inferred", "why"), CASES)
def test_times(text: str, start: str, end: str, inferred: bool, why: str) -> None:
    found = find_times(text, WEDNESDAY, WORDS)
    assert [(str(one.interval.start), str(one.interval.end), one.interval.inferred) for one in found] == [
        (start, end, inferred)
    ], why


NONE = [
    ("they may march on", "verbs that are month names"),
    ("2,020 soldiers", "a number"),
    ("2020 square kilometres", "an area"),
    ("31 June 2022", "no calendar has it"),
    ("the last days of the war", "no number of days"),
    ("the fall of the town", "no season"),
    ("the last ten days of the siege", "days of something else"),
]


@pytest.mark.parametrize(("text", "why"), NONE)
def test_no_time(text: str, why: str) -> None:
    assert find_times(text, WEDNESDAY, WORDS) == (), why


def test_a_clause_that_looks_ahead_takes_the_next_weekday() -> None:
    found = find_times("on Thursday", WEDNESDAY, WORDS, future=True)
    assert str(found[0].interval.start) == "2022-09-15"


def test_a_weekend_that_a_clause_looks_ahead_to() -> None:
    found = find_times("this weekend", WEDNESDAY, WORDS, future=True)
    assert str(found[0].interval.start) == "2022-09-17"


def test_a_full_stop_is_no_part_of_a_date() -> None:
    assert find_times("They left in May. He said so.", WEDNESDAY, WORDS)[0].end == len("They left in May")


def test_without_a_publication_date_only_full_dates_count() -> None:
    found = find_times("on Tuesday, in May and on 3 May 2021", None, WORDS)
    assert [str(one.interval.start) for one in found] == ["2021-05-03"]
