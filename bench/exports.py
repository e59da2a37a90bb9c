"""How long a reading takes to become each kind of file, and how large the file is.

    python bench/exports.py [READING.json]

Without a reading, the hand-made ones of the tests. Prints milliseconds (best of five, warm) and kilobytes, and the
ratio to the JSON of the same reading. Sets nothing, fails nothing: a measurement, not a test.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo import exports, figure
from geo.boundaries import Boundaries, read_boundaries
from geo.model import Reading
from geo.reading import from_json
from tests.sample_readings import SAMPLES, build_sample

ROUNDS = 5


def measure(write: Callable[[Path], None], path: Path) -> tuple[float, float]:
    """Milliseconds of the best round, and kilobytes. The first round, which fills caches, does not count."""
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        write(path)
        times.append(time.perf_counter() - start)
    return min(times[1:]) * 1000, path.stat().st_size / 1000


def list_writers(reading: Reading, world: Boundaries) -> dict[str, Callable[[Path], None]]:
    """The name of each output and what writes it to a path."""
    writers: dict[str, Callable[[Path], None]] = {
        suffix: lambda path: exports.write_data(reading, world, path) for suffix in exports.WRITERS
    }
    for kind in figure.FORMATS:
        writers[f".{kind}"] = lambda path, kind=kind: path.write_bytes(figure.to_figure(reading, world, format=kind))
    for size in figure.PAGES:
        writers[f"{size}.png"] = lambda path, size=size: path.write_bytes(
            figure.to_figure(reading, world, format="png", size=size)
        )
    return writers


def main(arguments: list[str]) -> None:
    """Measure the readings named, or the samples."""
    world = read_boundaries()
    named = {Path(one).stem: from_json(Path(one).read_text(encoding="utf-8")) for one in arguments}
    for title, reading in (named or {name: build_sample(name) for name in SAMPLES}).items():
        print(f"\n{title}: {len(reading.claims)} claims\n{'output':>14} {'ms':>8} {'kB':>8} {'x JSON':>7}")
        with tempfile.TemporaryDirectory() as folder:
            base = 0.0
            for name, write in list_writers(reading, world).items():
                suffix = name[name.rindex(".") :]
                elapsed, size = measure(write, Path(folder) / f"output{suffix}")
                base = base or elapsed
                print(f"{name:>14} {elapsed:8.0f} {size:8.0f} {elapsed / base:7.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
