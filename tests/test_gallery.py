"""The gallery: its page is the one that its sentences give, and its shapes are as large and lie where they say."""

from __future__ import annotations

from pathlib import Path

import by_path
import pytest
import shapely

from geo.features import from_collection
from geo.model import Reading
from geo.pipeline import Engine
from geo.place_ids import leaves

DOCS = Path(__file__).parent.parent / "docs"


GALLERY = by_path.load(DOCS / "gallery.py")


@pytest.fixture(scope="module")
def readings(engine: Engine) -> dict[str, Reading]:
    """Each case's reading, made once."""
    return {case["shows"]: GALLERY.read(engine, case) for case in GALLERY.CASES}


def test_there_are_cases_of_many_kinds() -> None:
    assert len(GALLERY.CASES) >= 24
    shown = [case["shows"] for case in GALLERY.CASES]
    assert len(shown) == len(set(shown))


def test_the_page_is_what_the_sentences_give(readings: dict[str, Reading]) -> None:
    """A rule or a file that changes a case must be looked at: ``make gallery`` draws the pictures again."""
    parts = [GALLERY.HEAD]
    for number, case in enumerate(GALLERY.CASES, start=1):
        parts.append(GALLERY.describe(number, case, readings[case["shows"]]))
    assert GALLERY.PAGE.read_text(encoding="utf-8") == "\n".join(parts)


def test_each_picture_of_the_page_is_there() -> None:
    page = GALLERY.PAGE.read_text(encoding="utf-8")
    pictures = sorted(GALLERY.PICTURES.glob("*.png"))
    assert len(pictures) >= 24
    for picture in pictures:
        assert f"(img/gallery/{picture.name})" in page
    assert page.count("(img/gallery/") == len(pictures)


@pytest.mark.parametrize("case", GALLERY.CASES, ids=lambda case: case["shows"])
def test_a_stated_area_is_drawn_as_large_and_in_no_other_country(
    engine: Engine, readings: dict[str, Reading], case: dict[str, str]
) -> None:
    reading = readings[case["shows"]]
    frame = from_collection(reading.features or {})
    places = {one.id: one.place for one in reading.mentions if one.place}
    for claim in [one for one in reading.claims if one.area_km2]:
        drawn = frame[(frame["claim_id"] == claim.id) & (frame["part"] == "drawn")]
        assert len(drawn) == 1, f"{claim.quote!r} is not drawn"
        too_large = "more than the" in str(drawn["note"].iloc[0])
        if not too_large:
            assert drawn["drawn_km2"].iloc[0] == pytest.approx(claim.area_km2, rel=1e-3)
        concerned = {claim.counterpart, *(places[name].country for name in claim.where if name in places)}
        concerned |= {
            leaf.partition(":")[2] for name in claim.where if name in places for leaf in leaves(places[name].place_id)
        }
        countries = [engine.world.geometry(f"country:{one}") for one in concerned if one and len(one) == 3]
        outside = shapely.difference(drawn.geometry.iloc[0], shapely.union_all(countries))
        assert outside.area <= 2e-3 * drawn.geometry.iloc[0].area, f"{claim.quote!r} crosses into another country"
