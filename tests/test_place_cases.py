"""Places: the case table of names in the spellings of the news, each given to the ranking of ``geo places``."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.model import Place
from geo.pipeline import Engine
from geo.resolution import Context, rank

PLACES = Path(__file__).parent / "cases" / "places.toml"
CASES = tomllib.loads(PLACES.read_text(encoding="utf-8"))["place"]

KEYS = {"names", "kind", "lon", "lat", "within_km", "why"}
OPTIONS = {"also", "country", "context", "gap"}
KINDS = {"country", "admin1", "area", "line", "town", "region", "river", "sea", "lake", "village"}
ALIKE = ({"town", "village"}, {"area", "region"})
EARTH_RADIUS_KM = 6371.0
# As often as a dispatch of some length names the country that it is about.
SPOKEN_OF = 5


def title(case: dict[str, Any]) -> str:
    return "-".join([case["names"][0], *([case["context"]] if "context" in case else [])])


def spellings() -> Iterator[Any]:
    for case in CASES:
        for name in case["names"]:
            reason = case.get("gap", {}).get(name)
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(case, name, id=f"{title(case)}: {name}", marks=marks)


def first_place(engine: Engine, case: dict[str, Any], name: str) -> Place | None:
    context = Context({case["context"]: SPOKEN_OF}, SPOKEN_OF) if "context" in case else None
    candidates = rank(name, engine.gazetteer, context)
    return candidates[0].place if candidates else None


def kinds(case: dict[str, Any]) -> set[str]:
    """The namespaces of place ids that are right, with those that the sources do not tell apart."""
    named = {case["kind"], *case.get("also", [])}
    return named.union(*(alike for alike in ALIKE if alike & named))


def distance_km(case: dict[str, Any], place: Place) -> float:
    """Great circle; infinite where the place has no point."""
    if place.lon is None or place.lat is None:
        return math.inf
    lon, lat, other_lon, other_lat = map(math.radians, (case["lon"], case["lat"], place.lon, place.lat))
    chord = math.sin((other_lat - lat) / 2) ** 2
    chord += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


def place_faults(case: dict[str, Any], place: Place | None) -> list[str]:
    """What is wrong with the place by itself; empty where all holds."""
    if place is None:
        return ["no place of this name"]
    faults: list[str] = []
    if place.place_id.split(":")[0] not in kinds(case):
        faults.append(f"{place.place_id} is none of {sorted(kinds(case))}")
    if "country" in case and place.country != case["country"]:
        faults.append(f"{place.place_id} is in {place.country}, not {case['country']}")
    if not (far := distance_km(case, place)) <= case["within_km"]:
        faults.append(f"{place.place_id} {place.name} is {far:.0f} km off")
    return faults


def sound_names(case: dict[str, Any]) -> list[str]:
    return [name for name in case["names"] if name not in case.get("gap", {})]


def other_faults(engine: Engine, case: dict[str, Any], place: Place | None) -> list[str]:
    """Whether another spelling gives another place; a district and its town may both be right."""
    if place is None or "also" in case:
        return []
    others = {name: first_place(engine, case, name) for name in sound_names(case)[:1]}
    return [
        f"{place.place_id}, but {name} gives {other.place_id}"
        for name, other in others.items()
        if other is not None and other.place_id != place.place_id
    ]


@pytest.mark.parametrize(("case", "name"), list(spellings()))
def test_the_first_candidate_is_the_place(engine: Engine, case: dict[str, Any], name: str) -> None:
    place = first_place(engine, case, name)
    faults = place_faults(case, place) + other_faults(engine, case, place)
    assert not faults, f"{case['why']}: {'; '.join(faults)}"


@pytest.mark.parametrize("case", CASES, ids=title)
def test_a_row_has_its_fields_and_no_others(case: dict[str, Any]) -> None:
    assert set(case) >= KEYS
    assert set(case) <= KEYS | OPTIONS
    assert case["why"].strip()
    assert {case["kind"], *case.get("also", [])} <= KINDS
    assert case["kind"] not in case.get("also", [])
    for code in (case.get("country", "AAA"), case.get("context", "AAA")):
        assert len(code) == 3
        assert code.isupper()


@pytest.mark.parametrize("case", CASES, ids=title)
def test_a_row_has_three_spellings_and_a_possible_point(case: dict[str, Any]) -> None:
    assert len(set(case["names"])) == len(case["names"]) >= 3
    assert set(case.get("gap", {})) <= set(case["names"])
    assert -180 <= case["lon"] <= 180
    assert -90 <= case["lat"] <= 90
    assert case["within_km"] > 0


def test_no_row_stands_twice() -> None:
    found = [title(case) for case in CASES]
    assert sorted({one for one in found if found.count(one) > 1}) == []


def test_the_rows_cover_every_kind() -> None:
    assert {case["kind"] for case in CASES} == KINDS
