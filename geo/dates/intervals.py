"""Days, months and years as intervals, and a day as text.

Takes numbers and dates; gives Intervals, both ends included. Knows no text.
"""

from __future__ import annotations

import calendar
import datetime as dt

from geo.model import Interval

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def format_day(day: dt.date) -> str:
    """A day as people write it, in English whatever the machine's locale.

    >>> format_day(dt.date(2022, 9, 4))
    '4 September 2022'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_of(day: dt.date, *, inferred: bool = False) -> Interval:
    """One day."""
    return Interval(day, day, inferred)


def month_of(year: int, month: int, day: int | None = None, *, inferred: bool) -> Interval:
    """One month, or one day of it; ValueError where no calendar has it (31 June)."""
    if day:
        return day_of(dt.date(year, month, day), inferred=inferred)
    last = calendar.monthrange(year, month)[1]
    return Interval(dt.date(year, month, 1), dt.date(year, month, last), inferred)


def year_of(year: int, *, inferred: bool = False) -> Interval:
    """One year."""
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), inferred)
