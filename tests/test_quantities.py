"""Quantities: areas, lengths and numbers in any unit and spelling."""

from __future__ import annotations

import pytest

from geo.lexicon import load
from geo.quantities import find_areas, find_lengths, to_number

WORDS = load("en")

AREAS = [
    ("100 square kilometers (39 square miles)", [100.0], "one quantity in two units"),
    ("10 sq km", [10.0], "short form"),
    ("10 square km", [10.0], "mixed form"),
    ("12 sq. km.", [12.0], "with stops"),
    ("1,200 km²", [1200.0], "thousands separator and superscript"),
    ("160 000 square kilometres", [160000.0], "blank as thousands separator"),
    ("2.5 million hectares", [25000.0], "a scale word"),
    ("39 square miles", [101.0095], "miles alone"),
    ("500 acres", [2.023428], "acres"),
    ("a hundred square kilometres", [100.0], "words"),
    ("two dozen hectares", [0.24], "dozen multiplies"),
    ("between 80 and 90 square kilometres", [85.0], "a range gives its middle"),
    ("10-15 sq km", [12.5], "a range with a dash"),
    ("10 square km in addition to 40 square km", [10.0, 40.0], "two quantities"),
    ("in 2020 100 square kilometres fell", [100.0], "a year before is no part of the number"),
    ("100 kilometres of border", [], "a length"),
    ("Times Square 10 killed", [], "no unit"),
    ("10 harsh days", [], "'ha' must be a word of its own"),
]


@pytest.mark.parametrize(("text", "values", "why"), AREAS)
def test_areas(text: str, values: list[float], why: str) -> None:
    assert [area.value for area in find_areas(text, WORDS)] == pytest.approx(values, rel=1e-4), why


LENGTHS = [
    ("20 km north-east of Goma", [20.0], "kilometres"),
    ("a 10-kilometre buffer", [10.0], "hyphen"),
    ("two miles inside", [3.218688], "miles in words"),
    ("pushed back 100 metres", [0.1], "metres"),
    ("100 square kilometres", [], "an area is no length"),
]


@pytest.mark.parametrize(("text", "values", "why"), LENGTHS)
def test_lengths(text: str, values: list[float], why: str) -> None:
    assert [one.value for one in find_lengths(text, WORDS)] == pytest.approx(values), why


def test_range_and_hedge_are_kept() -> None:
    area = find_areas("seized about 10 to 15 square km", WORDS)[0]
    assert (area.low, area.high, area.is_range, area.hedge) == (10.0, 15.0, True, "about")


NUMBERS = [
    ("2,000", 2000),
    ("a dozen", 12),
    ("three hundred", 300),
    ("one hundred and five", 105),
    ("Tuesday", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_numbers(words: str, value: int | None) -> None:
    assert to_number(words, WORDS) == value


@pytest.mark.parametrize("hostile", ["1," * 40_000, "a " * 40_000, "(" * 80_000, "9" * 80_000, "one hundred " * 8_000])
def test_hostile_text_is_read_in_linear_time(hostile: str) -> None:
    assert find_areas(hostile, WORDS) == ()
