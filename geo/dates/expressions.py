"""Text -> days and spans of days, counted from the publication date where the text says "Tuesday" or "in May".

Takes clean text and the publication date (or none); gives intervals. Does not assume today: without a publication date
only what the text itself dates in full gets one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.dates.intervals import day_of, month_of, year_of
from geo.dates.relative import Relative
from geo.lexicon import Lexicon
from geo.model import Interval

_YEARS = (1800, 2100)
# Words before a month that make it one: "may" and "march" alone are verbs.
_MONTH_LEADS = (
    "in|of|since|last|early|late|mid|during|by|until|till|from|to|between|throughout|on|this|next|before|after|and"
)
_HOURS = "noon|midday|midnight|dawn|dusk|daybreak|sunrise|sunset|nightfall"
# Words behind four digits that make them a count and no year.
_COUNTED = (
    r"square|sq\b|km|kilo|mile|hectare|acre"
    r"|soldier|troop|people|civilian|fighter|men\b|peacekeep|house|resident"
)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Where the text dates something, and to what days.

    ``since`` where it names only their start ("since May"), ``hour`` where it names a time of some day ("at noon"): the
    day of the report, unless something else names it.
    """

    start: int
    end: int
    interval: Interval
    since: bool = False
    hour: bool = False


def find_times(
    clean: str, published: dt.date | None, lexicon: Lexicon, *, future: bool = False
) -> tuple[TimeExpression, ...]:
    """Every time expression that can be dated, in text order.

    ``future`` says that the clause looks ahead ("is expected on Thursday"), so that a weekday is the next one.

    >>> from geo.lexicon import load
    >>> found = find_times("on Tuesday", dt.date(2022, 9, 14), load("en"))
    >>> str(found[0].interval.start)
    '2022-09-13'
    """
    found = []
    for match in _find_matches(clean, lexicon.weekdays, tuple(lexicon.months)):
        interval = _Dater(published, lexicon, future=future).interval(match)
        if interval:
            since = bool(re.search(r"\bsince\s+(?:\w+\s+){0,3}$", clean[max(0, match.start() - 40) : match.start()]))
            since = since or bool(match["since"])
            hour = bool(match["hour"] or match["daytime"])
            if published and not future and interval.start <= published < interval.end and not match["edge"]:
                interval = Interval(interval.start, published, interval.inferred)  # what is told has happened by then
            end = match.start() + len(match[0].rstrip(" ."))  # "in May." ends before the full stop
            found.append(TimeExpression(match.start(), end, interval, since, hour))
    return tuple(found)


@lru_cache(8)  # a text is asked for what lies behind and for what lies ahead
def _find_matches(clean: str, weekdays: tuple[str, ...], months: tuple[str, ...]) -> tuple[re.Match[str], ...]:
    return tuple(_pattern(weekdays, months).finditer(clean))


class _Dater:
    """Turns one match into an interval, by the group that matched."""

    def __init__(self, published: dt.date | None, lexicon: Lexicon, *, future: bool) -> None:
        self.published, self.lexicon, self.future = published, lexicon, future

    def interval(self, match: re.Match[str]) -> Interval | None:
        groups = match.groupdict()
        if groups["iso"]:
            return _safe(lambda: day_of(dt.date.fromisoformat(groups["iso"])))
        if groups["month"]:
            return self._month(groups)
        if groups["decade"] or groups["year"]:
            return self._years(groups)
        return Relative(self.published, self.lexicon, future=self.future).interval(groups) if self.published else None

    def _years(self, groups: dict[str, str | None]) -> Interval | None:
        if groups["decade"]:
            return _decade(int(groups["decade"]), (groups["part"] or "").lower())
        year = int(groups["year"] or 0)
        return year_of(year) if _YEARS[0] <= year <= _YEARS[1] else None

    def _month(self, groups: dict[str, str | None]) -> Interval | None:
        number = self.lexicon.months[(groups["month"] or "").lower().rstrip(".")]
        day = groups["day_before"] or groups["day_after"]
        year = groups["month_year"]
        if not (groups["month_lead"] or day or year):
            return None  # "may" and "march" are verbs unless something dates them
        inferred = year is None
        if year is None and self.published is None:
            return None
        number_of_year = int(year) if year else self._nearest_year(number, int(day or 1))
        return _safe(lambda: month_of(number_of_year, number, int(day) if day else None, inferred=inferred))

    def _nearest_year(self, month: int, day: int) -> int:
        """The latest such month not after publication, or the next one where the clause looks ahead."""
        today = self.published or dt.date.max
        passed = (month, min(day, 28)) <= (today.month, today.day)
        if self.future:
            return today.year if (month, 28) >= (today.month, today.day) else today.year + 1
        return today.year if passed else today.year - 1


def _safe(make: Callable[[], Interval]) -> Interval | None:
    """The interval, or None for a day that no calendar has (31 June)."""
    try:
        return make()
    except ValueError:
        return None


def _decade(first: int, part: str) -> Interval:
    """The early 1990s are 1990 to 1993, mid 1994 to 1996, late 1997 to 1999: a convention, so marked inferred."""
    start, end = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(part.strip(" -"), (0, 9))
    return Interval(dt.date(first + start, 1, 1), dt.date(first + end, 12, 31), inferred=True)


@cache
def _pattern(weekdays: tuple[str, ...], months: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(sorted(months, key=len, reverse=True))
    return re.compile(
        rf"""
          (?P<iso>\b\d{{4}}-\d\d-\d\d\b)
        | (?:(?P<day_before>\b\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?|(?P<month_lead>\b(?:{_MONTH_LEADS})[\s-]+))?
          \b(?P<month>{month})\b\.?
          (?:\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d|\s*(?:%|per\s|square|sq|km|kilo|mile|hectare)))?
          (?:,?\s+(?P<month_year>(?:1[89]|20)\d\d)\b)?
        | \b(?:(?P<part>early|mid|late)[\s-]+)?(?P<decade>(?:1[89]|20)\d0)s\b
        | (?<![\d.,$€£-])\b(?P<year>(?:1[89]|20)\d\d)\b(?![.,]\d|-\d|\s*(?:{_COUNTED}))
        | \b(?:(?P<weekday_lead>last|next|this|early|late)\s+)?(?P<weekday>{"|".join(weekdays)})\b
        | \b(?P<near>today|yesterday|tomorrow|overnight)\b
        | \b(?P<ago_number>\d{{1,3}}|[a-z]{{1,9}})\s+(?P<ago_unit>(?:day|week|month|year)s?)\s+(?:ago|earlier)\b
        | \b(?:past|last|previous)\s+(?:(?P<span_number>\d{{1,3}}|[a-z]{{1,9}})[\s-]+)?
          (?P<span_unit>day|(?:hour|day|week|month|year)s)\b(?!\s+of\b)
        | \b(?P<edge>start|beginning|end)\s+of\s+(?:the|this)\s+(?P<edge_period>week|month|year)\b
        | \b(?P<weekend>this|last|next|the|over\s+the)\s+weekend\b
        | \b(?:last|this|previous|in\s+the|during\s+the|since\s+the|of)\s+(?P<season>spring|summer|autumn|fall|winter)\b
          (?:\s+(?:of\s+)?(?P<season_year>(?:1[89]|20)\d\d)\b)?
        | \b(?P<daytime>this\s+(?:morning|afternoon|evening)|tonight)\b
        | \b(?P<hour>(?:at|by|before|after|around|since)\s+(?:{_HOURS}))\b
        | (?P<since>\bsince\s+)?\b(?P<period_lead>last|this|previous|past)\s+(?P<period>week|month|year)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )
