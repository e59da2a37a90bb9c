"""Makes docs/gallery.md: each sentence of gallery.toml, the picture that Claimscape draws of it, and the areas.

Takes gallery.toml beside it; writes gallery.md and img/gallery/*.png. Run from the checkout: ``make gallery``.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from geo import documents
from geo.features import from_collection
from geo.figure.compose import choose_view
from geo.figure.page import Box, Page, add_axes, build_figure
from geo.figure.panels import Setting, draw_map
from geo.layers import build_layers
from geo.model import Claim, Reading
from geo.pipeline import Engine

CASES = tomllib.loads((HERE / "gallery.toml").read_text(encoding="utf-8"))["case"]
PAGE, PICTURES = HERE / "gallery.md", HERE / "img" / "gallery"
SIZE_MM, DPI, TYPE = (150.0, 95.0), 96, 1.0
PAGE_SIZE = Page(*SIZE_MM, margin_mm=0.0, scale=TYPE, columns=1)

HEAD = """# Gallery: what a sentence looks like

Made by `make gallery` from [gallery.toml](gallery.toml); the deeds are invented, the places and disputes are not.
Beside each picture stand the area that the words state and the area that is drawn, both in km², and how sure the place
is. How a shape is made is told in [drawing.md](drawing.md). The map takes no side; boundaries are those of the files
that it ships.
"""


def main() -> None:
    """Draw all cases and write the page."""
    engine = Engine.load()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    parts = [HEAD]
    for number, case in enumerate(CASES, start=1):
        reading = read(engine, case)
        parts.append(describe(number, case, reading))
        if reading.features and reading.features["features"]:
            (PICTURES / f"{number:02d}.png").write_bytes(draw(engine, reading))
    PAGE.write_text("\n".join(parts), encoding="utf-8", newline="\n")
    print(f"{PAGE}: {len(CASES)} cases, {len(list(PICTURES.glob('*.png')))} pictures")


def read(engine: Engine, case: Mapping[str, Any]) -> Reading:
    """The reading of a case's sentence."""
    source = documents.Source(outlet="Gallery", published=documents.parse_date(case["published"], "published"))
    return engine.read(documents.from_text(case["text"], source))


def draw(engine: Engine, reading: Reading) -> bytes:
    """The map of a reading alone, without the margins of a report, as a PNG."""
    frame = from_collection(reading.features or {})
    wanted = frozenset(one.place.place_id for one in reading.mentions if one.place)
    setting = Setting(build_layers(reading, frame), engine.world_of(reading.document), wanted, TYPE)
    figure, _ = build_figure(PAGE_SIZE)
    draw_map(add_axes(figure, PAGE_SIZE, Box(0, 0, *SIZE_MM)), choose_view(frame, SIZE_MM), setting)
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DPI)
    return stream.getvalue()


def describe(number: int, case: Mapping[str, Any], reading: Reading) -> str:
    """A section of the page: the heading, the sentence, the picture, a row a claim."""
    rows = (describe_claim(claim, reading) for claim in reading.claims if claim.kind != "statement")
    drawn = bool(reading.features and reading.features["features"])
    return "\n".join((
        f"## {number}. {case['shows'].capitalize()}",
        "",
        f"> {case['text']}",
        "",
        *([f"![{case['shows']}](img/gallery/{number:02d}.png)", ""] if drawn else []),
        "| claimed by | what | stated | drawn | place | how |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
    ))  # fmt: skip


def describe_claim(claim: Claim, reading: Reading) -> str:
    """A row of the table: who, what, the two areas, the certainty, and the caption or the reason."""
    pieces = list(find_pieces(claim, reading))
    areas = [one["drawn_km2"] for one in pieces if one["part"] == "drawn" and one["drawn_km2"]]
    stated = f"{claim.area_km2:g}" if claim.area_km2 else ""
    how = " ".join(dict.fromkeys(one["note"] for one in pieces if one["note"])) or "; ".join(claim.doubts)
    what = f"{claim.kind} ({claim.stance}{', ' + claim.modality if claim.modality != 'actual' else ''})"
    area = f"{sum(areas):,.4g}" if areas else ""
    return f"| {claim.claimant.name} | {what} | {stated} | {area} | {claim.certainty} | {how} |"


def find_pieces(claim: Claim, reading: Reading) -> Iterable[Mapping[str, Any]]:
    """The properties of the shapes that a claim has."""
    features: Any = (reading.features or {"features": []})["features"]
    return (one["properties"] for one in features if one["properties"]["claim_id"] == claim.id)


if __name__ == "__main__":
    main()
