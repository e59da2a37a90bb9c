"""Times that are counted from the day of publication: "on Tuesday", "last week", "by the end of the month".

Takes the groups of a matched expression; gives Intervals. Does not look at the text around it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from geo.dates.intervals import day_of, month_of, year_of
from geo.lexicon import Lexicon
from geo.model import Interval

_DAY = dt.timedelta(days=1)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_MOST = 500  # no date is counted by more
_DECEMBER = 12
# Northern, by months: a convention, so marked inferred.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": _DECEMBER}

Groups = Mapping[str, str | None]


class Relative:
    """Counts from one day of publication; ``future`` says that the clause looks ahead."""

    def __init__(self, published: dt.date, lexicon: Lexicon, *, future: bool) -> None:
        self._today, self._lexicon, self._future = published, lexicon, future

    def interval(self, groups: Groups) -> Interval | None:
        """The days of the expression by the group that matched; None for none that is counted so."""
        makers = {
            "weekday": self._weekday,
            "near": self._near,
            "ago_number": self._ago,
            "span_unit": self._span,
            "edge": self._edge,
            "weekend": self._weekend,
            "season": self._season,
            "hour": self._hour,
            "daytime": self._hour,
            "period": self._period,
        }
        lowered = {name: (value or "").lower() for name, value in groups.items()}
        return next((make(lowered) for name, make in makers.items() if lowered[name]), None)

    def _weekday(self, groups: Mapping[str, str]) -> Interval:
        index = self._lexicon.weekdays.index(groups["weekday"])
        back = (self._today.weekday() - index) % 7
        if self._future or groups["weekday_lead"] == "next":
            return day_of(self._today + ((index - self._today.weekday()) % 7) * _DAY)
        if groups["weekday_lead"] == "last" and back == 0:
            back = 7
        return day_of(self._today - back * _DAY)

    def _near(self, groups: Mapping[str, str]) -> Interval:
        day = self._today + {"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(groups["near"], 0) * _DAY
        return Interval(day, self._today if groups["near"] == "overnight" else day, inferred=False)

    def _ago(self, groups: Mapping[str, str]) -> Interval | None:
        value, unit = self._count(groups["ago_number"]), groups["ago_unit"].rstrip("s")
        if value is None:
            return None
        if unit == "year":
            return year_of(self._today.year - value, inferred=True)
        return day_of(self._today - value * _DAYS[unit] * _DAY, inferred=unit != "day")

    def _span(self, groups: Mapping[str, str]) -> Interval | None:
        """The days up to publication: "over the past 24 hours"; "the last days of the war" are none."""
        number, unit = groups["span_number"], groups["span_unit"].rstrip("s")
        value = self._count(number or "1")
        if value is None or (not number and groups["span_unit"].endswith("s")):
            return None
        return self._back(value / 24 if unit == "hour" else value * _DAYS[unit])

    def _back(self, days: float) -> Interval:
        return Interval(self._today - max(1, round(days)) * _DAY, self._today, inferred=True)

    def _edge(self, groups: Mapping[str, str]) -> Interval:
        """The running period up to publication, for its start; what is left of it: "by the end of the month"."""
        unit, today = groups["edge_period"], self._today
        monday = today - today.weekday() * _DAY
        whole = {
            "week": Interval(monday, monday + 6 * _DAY, inferred=True),
            "month": month_of(today.year, today.month, inferred=True),
            "year": year_of(today.year, inferred=True),
        }[unit]
        if groups["edge"] == "end":
            return Interval(today, whole.end, inferred=True)
        return Interval(whole.start, today, inferred=True)

    def _weekend(self, groups: Mapping[str, str]) -> Interval:
        """Saturday and Sunday: those to come where the clause looks ahead, else those before publication."""
        saturday = self._today + (5 - self._today.weekday()) * _DAY
        ahead = self._future or groups["weekend"] == "next"
        begun = saturday <= self._today
        if (not begun and not ahead) or (begun and groups["weekend"].startswith("last")):
            saturday -= 7 * _DAY
        return Interval(saturday, saturday + _DAY, inferred=True)

    def _season(self, groups: Mapping[str, str]) -> Interval:
        """Three months: the latest season of this name that had begun by publication, or that of the year."""
        first = _SEASONS[groups["season"]]
        begun = self._today.year if self._today.month >= first else self._today.year - 1
        year = int(groups["season_year"] or begun)
        last = month_of(year + 1, 2, inferred=True) if first == _DECEMBER else month_of(year, first + 2, inferred=True)
        return Interval(dt.date(year, first, 1), last.end, inferred=True)

    def _hour(self, _: Mapping[str, str]) -> Interval:
        return day_of(self._today, inferred=True)

    def _period(self, groups: Mapping[str, str]) -> Interval:
        unit, today = groups["period"], self._today
        back = groups["period_lead"] in {"last", "previous"}
        if groups["period_lead"] == "past":
            return self._back(_DAYS[unit])
        if unit == "week":
            monday = today - (today.weekday() + 7 * back) * _DAY
            return Interval(monday, min(monday + 6 * _DAY, today), inferred=True)
        if unit == "month":
            before = today.replace(day=1) - _DAY
            running = Interval(today.replace(day=1), today, inferred=True)
            return month_of(before.year, before.month, inferred=True) if back else running
        running = Interval(dt.date(today.year, 1, 1), today, inferred=True)
        return year_of(today.year - 1, inferred=True) if back else running

    def _count(self, number: str) -> int | None:
        """A number in figures or words; None for a word that is none, or for more than a date is counted by."""
        value = int(number) if number.isdigit() else self._lexicon.numbers.get(number)
        return int(value) if value is not None and value <= _MOST else None
