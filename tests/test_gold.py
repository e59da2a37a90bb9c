"""Dispatches that the rules were not written for, against gold readings: tests/gold, scored as the seed is.

The floors are what was measured, rounded down; a change that reads worse fails, one that reads better raises them.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from geo import documents, reading
from geo.pipeline import Engine

GOLD = Path(__file__).parent / "gold"
SCORER = Path(__file__).parent.parent.parent / "shared" / "bench" / "score_reading.py"

FLOORS = {
    "claimant": (0.89, "who says so"),
    "kind": (0.84, "what is claimed"),
    "stance": (0.90, "what they do with it"),
    "event": (0.70, "when"),
    "never_drawn_respected": (0.99, "no place drawn that is none"),
    "no_spurious_area": (0.96, "no area or seizure that the text has not"),
    "area_km2": (0.85, "how large"),
    "claim_precision": (0.99, "no claim where the text has none"),
    "forbidden_not_stated": (1.0, "no contradiction that is none"),
}


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_reading"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
@pytest.mark.skipif(not SCORER.is_file(), reason="../shared is absent: the scorer is not part of the project")
def test_unseen_dispatches(engine: Engine) -> None:
    score = load_scorer()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(GOLD.glob("*.json")):
        gold = score.load(path, "gold")
        about = gold["document"]
        source = documents.Source(outlet=about["outlet"], published=dt.date.fromisoformat(about["published"]))
        one = engine.read(documents.from_text(path.with_suffix(".txt").read_text(encoding="utf-8"), source))
        for figure in score.score(score.checked(json.loads(reading.to_json(one))), gold):
            right[figure.name] += figure.right
            total[figure.name] += figure.total
    reached = {name: right[name] / total[name] for name in FLOORS}
    below = {
        name: (round(reached[name], 3), floor, why) for name, (floor, why) in FLOORS.items() if reached[name] < floor
    }
    assert not below
