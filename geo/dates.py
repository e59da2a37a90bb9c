"""Text -> days and spans of days, counted from the publication date where the text says "Tuesday" or "in May".

Takes clean text and the publication date (or none); gives intervals. Does not assume today: without a publication date
only what the text itself dates in full gets one. The way back, a day as text, is ``format_day``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.lexicon import Lexicon
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
_DAY = dt.timedelta(days=1)
_YEARS = (1800, 2100)
_MOST = 2000
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
# Words before a month that make it one: "may" and "march" alone are verbs.
_MONTH_LEADS = (
    "in|of|since|last|early|late|mid|during|by|until|till|from|to|between|throughout|on|this|next|before|after|and"
)
# Words behind four digits that make them a count and no year.
_COUNTED = (
    r"square|sq\b|km|kilo|mile|hectare|acre"
    r"|soldier|troop|people|civilian|fighter|men\b|peacekeep|house|resident"
)


def format_day(day: dt.date) -> str:
    """A day as people write it, in English whatever the machine's locale.

    >>> format_day(dt.date(2022, 9, 4))
    '4 September 2022'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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
            return _safe(lambda: _day(dt.date.fromisoformat(groups["iso"])))
        if groups["month"]:
            return self._month(groups)
        if groups["decade"] or groups["year"]:
            return self._years(groups)
        return self._relative(groups) if self.published else None

    def _years(self, groups: dict[str, str | None]) -> Interval | None:
        if groups["decade"]:
            return _decade(int(groups["decade"]), (groups["part"] or "").lower())
        year = int(groups["year"] or 0)
        return _whole_year(year) if _YEARS[0] <= year <= _YEARS[1] else None

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
        return _safe(lambda: _month_interval(number_of_year, number, int(day) if day else None, inferred=inferred))

    def _nearest_year(self, month: int, day: int) -> int:
        """The latest such month not after publication, or the next one where the clause looks ahead."""
        today = self.published or dt.date.max
        passed = (month, min(day, 28)) <= (today.month, today.day)
        if self.future:
            return today.year if (month, 28) >= (today.month, today.day) else today.year + 1
        return today.year if passed else today.year - 1

    def _weekday(self, name: str, lead: str) -> Interval:
        today = self.published or dt.date.max
        index = self.lexicon.weekdays.index(name)
        back = (today.weekday() - index) % 7
        if self.future or lead == "next":
            return _day(today + ((index - today.weekday()) % 7) * _DAY)
        if lead == "last" and back == 0:
            back = 7
        return _day(today - back * _DAY)

    def _relative(self, groups: dict[str, str | None]) -> Interval | None:
        today = self.published or dt.date.max
        if groups["weekday"]:
            return self._weekday(groups["weekday"].lower(), (groups["weekday_lead"] or "").lower())
        if groups["near"]:
            shift = {"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(groups["near"].lower(), 0)
            end = today if groups["near"].lower() == "overnight" else today + shift * _DAY
            return Interval(today + shift * _DAY, end, inferred=False)
        if groups["ago_number"]:
            return self._ago(groups["ago_number"], groups["ago_unit"] or "day")
        if groups["span_unit"]:
            return self._span(groups["span_number"] or "1", groups["span_unit"])
        if groups["edge"]:
            return self._edge(groups["edge"].lower(), groups["edge_period"] or "")
        if groups["weekend"]:
            return self._weekend((groups["weekend"]).lower())
        if groups["season"]:
            return self._season(groups["season"].lower(), groups["season_year"])
        if groups["hour"] or groups["daytime"]:
            return Interval(today, today, inferred=True)
        if groups["period"]:
            return self._period((groups["period_lead"] or "").lower(), groups["period"].lower())
        return None

    def _ago(self, number: str, unit: str) -> Interval | None:
        value = _count(number, self.lexicon)
        if value is None:
            return None
        today = self.published or dt.date.max
        if unit.startswith("year"):
            return _whole_year(today.year - value, inferred=True)
        days = value * _DAYS[unit.rstrip("s")]
        return Interval(today - days * _DAY, today - days * _DAY, inferred=unit.startswith(("week", "month")))

    def _span(self, number: str, unit: str) -> Interval | None:
        """The days up to publication: "over the past 24 hours"."""
        value = _count(number, self.lexicon)
        if value is None or (number == "1" and unit.endswith("s")):
            return None  # "the last days of the war" are none of the calendar's
        today = self.published or dt.date.max
        days = value / 24 if unit.startswith("hour") else value * _DAYS[unit.rstrip("s")]
        return Interval(today - max(1, round(days)) * _DAY, today, inferred=True)

    def _edge(self, edge: str, unit: str) -> Interval | None:
        """The first days of a running period, up to publication; or what is left of it: "by the end of the month"."""
        today = self.published or dt.date.max
        first = {
            "week": today - today.weekday() * _DAY,
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }[unit.lower()]
        if edge != "end":
            return Interval(first, today, inferred=True)
        last = {
            "week": first + 6 * _DAY,
            "month": today.replace(day=calendar.monthrange(today.year, today.month)[1]),
            "year": today.replace(month=12, day=31),
        }[unit.lower()]
        return Interval(today, last, inferred=True)

    def _weekend(self, lead: str) -> Interval:
        """Saturday and Sunday: the one that comes, or the one before publication."""
        today = self.published or dt.date.max
        saturday = today + (5 - today.weekday()) * _DAY
        ahead = self.future or lead == "next"
        if not ahead and saturday > today or (lead == "last" and saturday <= today):
            saturday -= 7 * _DAY
        return Interval(saturday, saturday + _DAY, inferred=True)

    def _season(self, name: str, year: str | None) -> Interval | None:
        """Three months, northern: the latest of this name that had begun by publication, or that of the year."""
        today = self.published or dt.date.max
        first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name]
        of_year = int(year) if year else today.year if today.month >= first else today.year - 1
        end_year, end_month = (of_year + 1, 2) if first == 12 else (of_year, first + 2)  # noqa: PLR2004: December
        return Interval(dt.date(of_year, first, 1), _month_interval(end_year, end_month, None, inferred=True).end, True)

    def _period(self, lead: str, unit: str) -> Interval | None:
        today = self.published or dt.date.max
        back = lead in {"last", "previous"}
        if lead == "past":
            return self._span("1", unit)
        if unit == "week":
            monday = today - (today.weekday() + 7 * back) * _DAY
            return Interval(monday, min(monday + 6 * _DAY, today), inferred=True)
        if unit == "month":
            first = today.replace(day=1)
            return _month_of(first - _DAY) if back else Interval(first, today, inferred=True)
        return (
            _whole_year(today.year - 1, inferred=True)
            if back
            else Interval(dt.date(today.year, 1, 1), today, inferred=True)
        )


def _count(number: str, lexicon: Lexicon) -> int | None:
    """A number in figures or words; none above what a date is ever counted by."""
    value = int(number) if number.isdigit() else lexicon.numbers.get(number.lower())
    return int(value) if value is not None and value <= _MOST else None


def _safe(make: Callable[[], Interval]) -> Interval | None:
    """The interval, or None for a day that no calendar has (31 June)."""
    try:
        return make()
    except ValueError:
        return None


def _day(day: dt.date) -> Interval:
    return Interval(day, day, inferred=False)


def _whole_year(year: int, *, inferred: bool = False) -> Interval:
    return Interval(dt.date(year, 1, 1), dt.date(year, 12, 31), inferred)


def _month_of(day: dt.date) -> Interval:
    return _month_interval(day.year, day.month, None, inferred=True)


def _month_interval(year: int, month: int, day: int | None, *, inferred: bool) -> Interval:
    if day:
        return Interval(dt.date(year, month, day), dt.date(year, month, day), inferred)
    last = calendar.monthrange(year, month)[1]
    return Interval(dt.date(year, month, 1), dt.date(year, month, last), inferred)


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
          (?P<span_unit>day|(?:hour|day|week|month|year)s)\b
        | \b(?P<edge>start|beginning|end)\s+of\s+(?:the|this)\s+(?P<edge_period>week|month|year)\b
        | \b(?P<weekend>this|last|next|the|over\s+the)\s+weekend\b
        | \b(?:last|this|previous|in\s+the|during\s+the|since\s+the|of)\s+(?P<season>spring|summer|autumn|fall|winter)\b
          (?:\s+(?:of\s+)?(?P<season_year>(?:1[89]|20)\d\d)\b)?
        | \b(?P<daytime>this\s+(?:morning|afternoon|evening)|tonight)\b
        | \b(?P<hour>(?:at|by|before|after|around|since)\s+(?:noon|midday|midnight|dawn|dusk|daybreak|sunrise|sunset|nightfall))\b
        | (?P<since>\bsince\s+)?\b(?P<period_lead>last|this|previous|past)\s+(?P<period>week|month|year)\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )
