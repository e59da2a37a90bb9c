"""The whole way: samples from text to shapes, and the seed against its gold."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import by_path
import pytest
import shapely
from pyproj import Geod

from geo import documents, reading
from geo.model import Reading
from geo.pipeline import Engine

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = documents.read_samples()


@pytest.fixture(scope="session")
def samples(engine: Engine) -> dict[str, Reading]:
    return {sample.id: engine.read(sample) for sample in SAMPLES}


def features(one: Reading) -> list[dict[str, Any]]:
    return list((one.features or {})["features"])  # type: ignore[call-overload]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_samples_are_read_and_drawn(samples: dict[str, Reading], sample: documents.Document) -> None:
    one = samples[sample.id]
    assert len(one.claims) >= 8
    assert len({claim.claimant.name for claim in one.claims}) >= 3, "several claimants, or there is nothing to compare"
    assert features(one)
    assert one.relations


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_stated_areas_are_drawn_at_their_size(samples: dict[str, Reading], sample: documents.Document) -> None:
    drawn = [
        one
        for one in features(samples[sample.id])
        if one["properties"]["method"] == "strip" and one["properties"]["part"] == "drawn"
    ]
    for one in drawn:
        stated = one["properties"]["claimed_km2"]
        area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(
            shapely.from_geojson(str(one["geometry"]).replace("'", '"').replace("(", "[").replace(")", "]"))
        )
        assert abs(area_m2) / 1e6 == pytest.approx(stated, rel=1e-3)
        assert one["properties"]["drawn_km2"] == pytest.approx(stated, rel=1e-3)


def test_every_label_says_whose_word_it_is(samples: dict[str, Reading]) -> None:
    for one in samples.values():
        for feature in features(one):
            properties = feature["properties"]
            assert properties["claimant"] in properties["label"]
            assert any(word in properties["label"] for word in (" by ",)), properties["label"]


def test_unplaced_ground_says_why(samples: dict[str, Reading]) -> None:
    for one in samples.values():
        for claim in one.claims:
            if claim.certainty == "unplaced" and claim.kind in {"seizure", "occupation", "withdrawal"}:
                assert claim.doubts, claim.quote


def test_reading_twice_gives_the_same(engine: Engine, samples: dict[str, Reading]) -> None:
    assert reading.to_json(engine.read(SAMPLES[0])) == reading.to_json(samples[SAMPLES[0].id])


def test_json_round_trip(samples: dict[str, Reading]) -> None:
    text = reading.to_json(samples[SAMPLES[0].id])
    assert reading.to_json(reading.from_json(text)).count('"id"') == text.count('"id"')


EMPTY = [
    ("", "an empty text"),
    ("Nothing happened anywhere.", "no place"),
    ("12345 !!! ((((", "no word"),
    ("\u202e\u200b", "format characters only"),
]


@pytest.mark.parametrize(("text", "why"), EMPTY)
def test_texts_with_nothing_in_them(engine: Engine, text: str, why: str) -> None:
    one = engine.read_text(text)
    assert one.claims == (), why
    assert features(one) == [], why


LEAST = {
    "core": (8, "every core claim right in kind, claimant, stance, number and drawing"),
    "claimant": (31, "who says so, of 36"),
    "drawable": (21, "all that must be drawn is, nothing that must not be"),
    "never_drawn_respected": (77, "no place drawn that is none"),
    "must_drawn_kept": (11, "every place drawn that must be"),
    "no_spurious_area": (None, "no area or seizure that the text has not"),
    "forbidden_not_stated": (None, "no contradiction that is none"),
    "relations": (None, "every relation that the gold requires"),
}


@pytest.mark.shared
@pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared is absent: the seed and its gold are third-party and not shipped"
)
def test_seed_against_its_gold(engine: Engine) -> None:
    score = by_path.load(SHARED / "bench" / "score_reading.py")
    source = documents.Source(outlet="Bloomberg", published=dt.date(2022, 9, 14))
    one = engine.read(documents.read_document(str(SHARED / "seed" / "dispatch.txt"), source))
    gold = score.load(SHARED / "seed" / "gold.json", "gold")
    figures = {figure.name: figure for figure in score.score(score.checked(json.loads(reading.to_json(one))), gold)}
    for name, (least, why) in LEAST.items():
        figure = figures[name]
        assert figure.right >= (figure.total if least is None else least), f"{figure.line()}: {why}"
