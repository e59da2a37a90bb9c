"""How the text half performs: right answers on the project's own golds and cases, and time beside the parser alone.

Prints one figure a line; times are ratios of medians taken in turn in one run. Run: ``python bench/reading.py``.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from spacy.language import Language

from geo import documents, syntax
from geo.pipeline import Engine

ROOT = Path(__file__).parent.parent
ROUNDS = 5


def main() -> None:
    """Print all figures."""
    engine = Engine.load()
    dispatches = [*documents.read_samples(), *_golds()]
    print_speed(engine, dispatches)
    print_recognition(engine)
    print_cases(engine)


def print_speed(engine: Engine, dispatches: list[documents.Document]) -> None:
    """Each stage's time as a ratio to spaCy's own pipeline over the same paragraphs."""
    pipeline = syntax.load_pipeline()
    paragraphs = [[one.clean[a:b] for a, b in documents.find_paragraphs(one.clean)] for one in dispatches]
    stages: dict[str, Callable[[], object]] = {
        "spaCy alone": lambda: [list(pipeline.pipe(one)) for one in paragraphs],  # a dispatch at a time, as we do
        "names, light": lambda: [engine.read_toponyms(one, light=True) for one in dispatches],
        "names": lambda: [engine.read_toponyms(one) for one in dispatches],
        "mentions": lambda: [engine.read_mentions(one) for one in dispatches],
        "mentions, claims, relations": lambda: [engine.read_words(one) for one in dispatches],
        "all, shapes too": lambda: [engine.read(one) for one in dispatches],
    }
    seconds: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS + 1):  # the first round warms up and is dropped
        for name, stage in stages.items():
            start = time.perf_counter()
            stage()
            seconds[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times[1:]) for name, times in seconds.items()}
    print(f"{len(dispatches)} dispatches; {syntax.load_pipeline().meta['name']}")
    for name, median in medians.items():
        ratio = median / medians["spaCy alone"]
        print(f"{name:30} {len(dispatches) / median:7.1f} dispatches/s   {ratio:5.2f} x spaCy alone")


def print_recognition(engine: Engine) -> None:
    """Exact F1 of names and demonyms on the project's own golds: by the parser's own entities, by us, lightly."""
    pipeline = syntax.load_pipeline()
    found: dict[str, Counter[str]] = {name: Counter() for name in ("spaCy alone", "names, light", "names")}
    for document, gold in _golds_with_spans():
        spans = {
            "spaCy alone": _entities(pipeline, document.clean),
            "names, light": {(one.start, one.end) for one in engine.read_toponyms(document, light=True)},
            "names": {(one.start, one.end) for one in engine.read_toponyms(document)},
        }
        for name, read in spans.items():
            found[name].update(gold=len(gold), read=len(read), right=len(gold & read))
    for name, counts in found.items():
        precision, recall = counts["right"] / counts["read"], counts["right"] / counts["gold"]
        f1 = 2 * precision * recall / (precision + recall)
        print(f"recognition, {name:13} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def _entities(pipeline: Language, clean: str) -> set[tuple[int, int]]:
    """What the parser's own model calls a place or a people."""
    return {
        (start + one.start_char, start + one.end_char)
        for start, end in documents.find_paragraphs(clean)
        for one in pipeline(clean[start:end]).ents
        if one.label_ in {"GPE", "LOC", "FAC", "NORP"}
    }


def _golds_with_spans() -> Iterator[tuple[documents.Document, set[tuple[int, int]]]]:
    for path in sorted((ROOT / "tests" / "gold").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["mentions"]
        document = documents.from_text(path.with_suffix(".txt").read_text(encoding="utf-8"))
        yield document, {(one["start"], one["end"]) for one in rows if one["kind"] in {"name", "demonym"}}


def print_cases(engine: Engine) -> None:
    """How many rows of the case tables pass."""
    sys.path.insert(0, str(ROOT / "tests"))
    from judge import claim_faults, mention_faults  # noqa: PLC0415 - lies beside the tests

    for table, faults in (("claims", claim_faults), ("mentions", mention_faults), ("regional", mention_faults)):
        rows = tomllib.loads((ROOT / "tests" / "cases" / f"{table}.toml").read_text(encoding="utf-8"))["case"]
        right = 0
        for row in rows:
            published = documents.parse_date(row["published"], table) if "published" in row else None
            document = documents.from_text(row["text"], documents.Source(outlet=row.get("outlet"), published=published))
            answer = engine.read_words(document) if table == "claims" else engine.read_mentions(document)
            right += not faults(row, answer)
        print(f"cases, {table}: {right} of {len(rows)} with every field right")


def _golds() -> list[documents.Document]:
    return [
        documents.from_text(path.read_text(encoding="utf-8"), documents.Source(outlet="Sample Wire"))
        for path in sorted((ROOT / "tests" / "gold").glob("*.txt"))
    ]


if __name__ == "__main__":
    main()
