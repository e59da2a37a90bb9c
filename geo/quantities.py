"""Text -> areas, lengths and counts with their numbers.

Takes clean text; gives spans with the value in km2 or km. Does not decide whose ground it is, nor round anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from geo.lexicon import Lexicon, Unit

# 1,234 or 1 234 or 1234, with decimals; then "hundred", "thousand", "million".
_DIGITS = r"(?<![\w.,])(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?:[ -](?:hundred|thousand|million))"
_ROUNDED = 0.1  # an editor's figure in brackets is no further from the exact one
_APPROXIMATE = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|over|more than|at least|up to|under|less than|"
    r"an estimated|estimated|as much as|at most|close to)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:in addition to|on top of|besides|plus|as well as|down from|up from|compared with|against|another|a further)"
    r"\s+"
    r"(?:the\s+|a further\s+|another\s+|some\s+|about\s+)?"
    r"(?P<number>\d[\d,.]*\d|\d)"
    r"(?=\s+(?:taken|seized|captured|occupied|held|gained|won|recovered|retaken|it|they|he|that|already|lost|in|last|"
    r"since|during|by|over|between|the)\b|[,.;]?\s*$|[,.;]\s)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated amount: its span, its value (the middle of a stated range), the range, and a hedge if there is one."""

    start: int
    end: int
    value: float
    low: float
    high: float
    hedge: str | None = None

    @property
    def is_range(self) -> bool:
        """Whether two different ends were stated."""
        return self.low != self.high


def find_areas(clean: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every stated area, in km2; a second unit in brackets belongs to the first and is no area of its own.

    >>> from geo.lexicon import load
    >>> [area.value for area in find_areas("roughly 1,200 hectares (4.6 square miles) of land", load("en"))]
    [12.0]
    """
    found = tuple(_in_metric(clean, one, lexicon) for one in _find(clean, lexicon.area_units, lexicon))
    return tuple(sorted((*found, *_added(clean, found, lexicon)), key=lambda one: one.start))


def _in_metric(clean: str, area: Quantity, lexicon: Lexicon) -> Quantity:
    """An area stated in acres or miles, with the metric figure that the text itself gives: "90 acres (36 hectares)"."""
    stated, _, bracketed = clean[area.start : area.end].partition("(")
    if area.is_range or not bracketed or not re.search(r"mile|acre", stated, re.IGNORECASE):
        return area
    matches = _pattern(tuple(lexicon.area_units), tuple(lexicon.numbers)).finditer(bracketed)
    metric = next((one for match in matches if (one := _quantity(bracketed, match, lexicon.area_units, lexicon))), None)
    near = metric is not None and not metric.is_range and abs(metric.value / area.value - 1) < _ROUNDED
    return replace(area, value=metric.value, low=metric.value, high=metric.value) if metric and near else area


def _added(clean: str, areas: Iterable[Quantity], lexicon: Lexicon) -> Iterable[Quantity]:
    """A bare number added to an area has its unit: "12 sq km, on top of the 25 taken in July"."""
    areas = tuple(areas)
    for match in _ADDED.finditer(clean):
        earlier = [one for one in areas if one.end <= match.start() and match.start() - one.end < 150]
        value = to_number(match["number"], lexicon)
        if earlier and value and not any(one.start <= match.start("number") < one.end for one in areas):
            factor = _factor(clean[earlier[-1].start : earlier[-1].end], lexicon)
            yield Quantity(match.start("number"), match.end("number"), value * factor, value * factor, value * factor)


def _factor(stated: str, lexicon: Lexicon) -> float:
    return next(unit.factor for unit in lexicon.area_units if re.search(unit.pattern, stated, re.IGNORECASE))


def find_lengths(clean: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """Every stated length, in km; the numbers of areas are not lengths.

    >>> from geo.lexicon import load
    >>> [length.value for length in find_lengths("pulled back two kilometers from the line", load("en"))]
    [2.0]
    """
    areas = find_areas(clean, lexicon)
    lengths = _find(clean, lexicon.length_units, lexicon)
    return tuple(one for one in lengths if not any(area.start < one.end and one.start < area.end for area in areas))


def to_number(words: str, lexicon: Lexicon) -> float | None:
    """The value of a number in digits or words; None where it is none.

    >>> from geo.lexicon import load
    >>> [to_number(words, load("en")) for words in ("1,200", "two dozen", "a hundred", "1.5 million", "forty-two")]
    [1200.0, 24.0, 100.0, 1500000.0, 42.0]
    """
    total, current, seen = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", re.sub(r"(?<=\d)[, ](?=\d{3})", "", words.lower()).strip()):
        if re.fullmatch(r"\d+(?:\.\d+)?", word):
            current, seen = current + float(word), True
        elif word in lexicon.numbers and word != "and":
            value = lexicon.numbers[word]
            current, seen = _scaled(current, value), True
            if value >= 1000:
                total, current = total + current, 0.0
        elif word not in {"and", "of"}:
            return None
    return total + current if seen else None


def _scaled(current: float, value: int) -> float:
    """The number so far with the next word: "two" + "dozen" multiplies, "forty" + "two" adds."""
    if value in {12, 20} and 0 < current < 12:
        return current * value
    return (current or 1) * value if value >= 100 else current + value


def _find(clean: str, units: Iterable[Unit], lexicon: Lexicon) -> tuple[Quantity, ...]:
    found = []
    taken = -1
    for match in _find_matches(clean, tuple(units), tuple(lexicon.numbers)):
        quantity = _quantity(clean, match, units, lexicon)
        if quantity is None or quantity.start < taken:
            continue
        found.append(quantity)
        taken = quantity.end
    return tuple(found)


@lru_cache(8)  # several stages ask for the same text's
def _find_matches(clean: str, units: tuple[Unit, ...], number_words: tuple[str, ...]) -> tuple[re.Match[str], ...]:
    pattern = _pattern(units, number_words)
    return tuple(match for start, end in _around_units(clean, units) for match in pattern.finditer(clean, start, end))


def _around_units(clean: str, units: tuple[Unit, ...]) -> Iterable[tuple[int, int]]:
    """The stretches of a text in which a unit stands, apart from each other: most of a text has none."""
    start = end = 0
    for match in _any_unit(units).finditer(clean):
        first = clean.rfind(" ", 0, max(0, match.start() - _REACH)) + 1
        if first > end and end:
            yield start, end
            start = first
        elif not end:
            start = first
        end = match.end() + _REACH
    if end:
        yield start, end


@cache
def _any_unit(units: tuple[Unit, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{unit.pattern})" for unit in units), re.IGNORECASE)


def _quantity(clean: str, match: re.Match[str], units: Iterable[Unit], lexicon: Lexicon) -> Quantity | None:
    unit = next(unit for unit in units if match[unit.name])
    numbers = [to_number(text, lexicon) for text in (match["low"] or match["high"], match["high"])]
    if numbers[0] is None or numbers[1] is None:
        return None
    low, high = sorted(number * unit.factor for number in (numbers[0], numbers[1]))
    hedge = _APPROXIMATE.search(clean[max(0, match.start() - 40) : match.start()])
    return Quantity(match.start(), match.end(), (low + high) / 2, low, high, hedge[0].strip() if hedge else None)


_REACH = 120
"""A number and its unit, words and brackets included, are no longer than this to each side of the unit."""


@cache
def _pattern(units: tuple[Unit, ...], number_words: tuple[str, ...]) -> re.Pattern[str]:
    word = "|".join(sorted(number_words, key=len, reverse=True))
    # At most five number words in a row: keeps the search linear on "a a a a ...".
    spelled = rf"\b(?:{word})(?:[ -](?:and )?(?:{word})\b){{0,4}}"
    number = rf"(?:{_DIGITS}{_SCALE}?|{spelled})"
    unit = "|".join(f"(?P<{unit.name}>{unit.pattern})" for unit in units)
    unnamed = "|".join(f"(?:{unit.pattern})" for unit in units)
    joined = r"(?:\s*(?:-|–|—)\s*|\s+(?:to|and|or)\s+)"
    second = rf"(?:\s*\((?:{_DIGITS}{_SCALE}?)[ -]?[^()]{{1,25}}\))?"
    return re.compile(
        rf"(?:(?P<low>{number})(?:\s*(?:{unnamed}))?{joined})?(?P<high>{number})(?:\s+of\s+(?:a|the|those|these|its|their))?[\s-]*(?:{unit})(?!\w)(?:{second})",
        re.IGNORECASE,
    )
