"""How the drawing half performs: sizes against what was stated, time and bytes against their limits.

Prints ratios, one a line: below 1 is within the limit. Run from the checkout: ``python bench/footprints.py``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from geo.boundaries import Boundaries, read_boundaries
from geo.features import build_drawn, to_collection
from geo.footprints import build_strip, measure_area_km2
from geo.footprints.borders import find_border
from geo.model import (
    Claim,
    ClaimKind,
    Document,
    Mention,
    MentionKind,
    Party,
    Place,
    Reading,
    Relation,
    RelationType,
    Stance,
    Use,
)

AREA_ERROR = 1e-6
SECONDS = 0.3
BYTES = 300_000

# Taker, loser, km2: borders short and long, smooth and crooked, at the equator and in the Arctic.
PAIRS = (
    ("AZE", "ARM", 100),
    ("RWA", "COD", 300),
    ("VEN", "GUY", 159_500),
    ("RUS", "UKR", 1_000),
    ("CHN", "IND", 38),
    ("ETH", "SDN", 250),
    ("TJK", "KGZ", 12),
    ("NOR", "RUS", 20),
    ("ZAF", "LSO", 50),
)


def main() -> None:
    """Print every ratio."""
    world = read_boundaries()
    for layer in ("countries", "admin1", "areas"):
        world.layer(layer)
    for taker, loser, area_km2 in PAIRS:
        print(f"{taker} {loser} {area_km2} km2: {' '.join(measure_strip(world, taker, loser, area_km2))}")
    build_drawn(build_reading("KEN", "SOM", 100), world, {}.get)  # the libraries' own start is no time of a dispatch
    for taker, loser, area_km2 in PAIRS:
        print(f"{taker} {loser} reading: {' '.join(measure_reading(world, taker, loser, area_km2))}")
    for line in measure_growth(world):
        print(line)


def measure_growth(world: Boundaries) -> Iterable[str]:
    """Claims of an area each, ever more in one reading: seconds, and the seconds a claim against those of the first."""
    first = 0.0
    for count in (10, 100, 1000):
        reading = build_many(count)
        begun = time.process_time()
        build_drawn(reading, world, {}.get)
        each = (time.process_time() - begun) / count
        first = first or each
        yield f"{count} claims {each * count:.2f} s, each {each / first:.2f}"


def build_many(count: int) -> Reading:
    """So many claims, each of an area of its own, in turn along the borders of the table."""
    claims = []
    for number in range(count):
        taker, loser, area_km2 = PAIRS[number % len(PAIRS)]
        claims.append(
            Claim(
                f"C{number}", number, number + 1, "", ClaimKind.SEIZURE, Party(f"{taker} {number % 7}", taker),
                Stance.ASSERTS, "bench", actor=taker, counterpart=loser, area_km2=min(area_km2, 900) / (1 + number % 5),
                where=(f"some(country:{loser})",),
            )
        )  # fmt: skip
    mentions = tuple(
        Mention(one, 0, 1, one, MentionKind.NAME, Use.LITERAL, Place(one, one, None, None, None, None))
        for one in dict.fromkeys(name for claim in claims for name in claim.where)
    )
    return Reading(Document("bench", None, None, None, "en", "", "", ""), mentions, tuple(claims), ())


def measure_strip(world: Boundaries, taker: str, loser: str, area_km2: float) -> Iterable[str]:
    """One strip: its area error and what of it leaves its side, as ratios of what is allowed."""
    side = world.geometry(f"country:{loser}")
    drawn = build_strip(area_km2, find_border(world.geometry(f"country:{taker}"), side), side).drawn
    error = abs(measure_area_km2(drawn) / area_km2 - 1)
    outside = drawn.difference(side).area / drawn.area
    yield f"area {error / AREA_ERROR:.3f}"
    yield f"outside {outside / AREA_ERROR:.3f}"


def measure_reading(world: Boundaries, taker: str, loser: str, area_km2: float) -> Iterable[str]:
    """A reading of two competing claims and one added, a border and a direction: time and bytes as ratios."""
    reading = build_reading(taker, loser, area_km2)
    begun = time.process_time()
    drawn = build_drawn(reading, world, {}.get)
    spent = time.process_time() - begun
    written = len(json.dumps(to_collection(drawn.features)))
    yield f"time {spent / SECONDS:.2f}"
    yield f"bytes {written / BYTES:.2f}"


def build_reading(taker: str, loser: str, area_km2: float) -> Reading:
    """One side says an area, the other a tenth of it in addition to a third."""
    places = (f"some(country:{loser})", f"border(country:{taker},country:{loser})", f"part(south,country:{loser})")
    mentions = tuple(
        Mention(one, 0, 1, one, MentionKind.NAME, Use.LITERAL, Place(one, one, None, None, None, None))
        for one in places
    )
    said = (("all", taker, area_km2), ("new", loser, area_km2 / 10), ("old", loser, area_km2 / 3))
    sized = [
        Claim(
            name, at, at + 1, "", ClaimKind.SEIZURE, Party(side, side), Stance.ASSERTS, "bench",
            actor=taker, counterpart=loser, area_km2=area, where=places[:1],
        )
        for at, (name, side, area) in enumerate(said)
    ]  # fmt: skip
    others = [
        Claim(place, 9, 10, "", kind, Party(taker, taker), Stance.ASSERTS, "bench", where=(place,))
        for place, kind in zip(places[1:], (ClaimKind.ATTACK, ClaimKind.OCCUPATION), strict=True)
    ]
    document = Document("bench", None, None, None, "en", "", "", "")
    return Reading(document, mentions, (*sized, *others), (Relation(RelationType.ADDS_TO, ("new", "old"), ""),))


if __name__ == "__main__":
    main()
