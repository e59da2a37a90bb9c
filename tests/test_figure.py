"""The report figure: what is on it, true to scale, the same each time, and free of what a text might do."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pypdf
import pytest
from matplotlib.text import Text
from PIL import Image

from geo import figure
from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER
from geo.dates import format_day
from geo.features import from_collection
from geo.figure.compose import choose_view, compose
from geo.figure.page import PAGES
from geo.figure.pair import compose_pair
from geo.figure.view import View
from geo.figure.words import digest
from geo.layers import COLORS
from geo.model import Document, Reading, Relation, RelationType
from geo.reading import EMPTY_COLLECTION
from tests.sample_readings import SAMPLES, build_sample

MADE = dt.datetime(2031, 5, 7, 8, 9, tzinfo=dt.UTC)
EMPTY = Reading(Document("d", None, None, None, "en", "", "", "0" * 64))


@pytest.fixture(scope="module")
def world(real: Boundaries) -> Boundaries:
    return real


@pytest.fixture(scope="module")
def read_sample(world: Boundaries) -> Callable[[str], str]:
    return cache(lambda name: read_page(build_sample(name), world))


@pytest.fixture(scope="module")
def draw_town(world: Boundaries) -> Callable[[figure.Format], bytes]:
    """The figure of the town, made once in each form."""
    return cache(lambda form: figure.to_figure(build_sample("town"), world, format=form, made=MADE))


def read_page(reading: Reading, world: Boundaries, wording: figure.Wording = figure.Wording()) -> str:  # noqa: B008
    """The words of the page in one line, as they are drawn; a test below holds that the PDF has the same."""
    return " ".join(" ".join(text.get_text() for text in write_page(reading, world, wording)).split())


def write_page(reading: Reading, world: Boundaries, wording: figure.Wording = figure.Wording()) -> list[Text]:  # noqa: B008
    frame = from_collection(reading.features or EMPTY_COLLECTION)
    made = compose(reading, frame, world, PAGES["landscape"], MADE, wording)
    return [text for axes in made.axes for text in axes.texts]


def project(reading: Reading, size_mm: tuple[float, float] = (200.0, 150.0)) -> View:
    return choose_view(from_collection(reading.features), size_mm)


# What is always there


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_says_whose_word_where_when_and_what_it_does_not_mean(
    name: str, world: Boundaries, read_sample: Callable[[str], str]
) -> None:
    reading = build_sample(name)
    page = read_sample(name)
    view = project(reading)
    wanted = {
        "the title": reading.document.title,
        "the outlet": reading.document.outlet,
        "the date of publication": f"published {format_day(reading.document.published)}",
        "the place": reading.mentions[0].place.name,
        "the dispatch as a source": f"claims from {reading.document.outlet}",
        "the ground's source": "Natural Earth",
        "the ground's date": f"as of {world.as_of}",
        "the point of view": "Boundaries: de facto control, as of",
        "the projection": "Lambert azimuthal equal-area",
        "the projection's centre": f"{abs(view.lat):.1f}",
        "the disclaimer, word for word": DISCLAIMER,
        "the time of making": "Made 2031-05-07 08:09 UTC",
        "which reading": digest(reading),
        "what contradicts what": reading.relations[0].reason,
        "a scale": " km",
    }
    missing = {why: text for why, text in wanted.items() if " ".join(text.split()) not in page}
    assert not missing


@pytest.mark.parametrize("name", SAMPLES)
def test_every_label_and_claimant_on_the_map_is_written(name: str, read_sample: Callable[[str], str]) -> None:
    reading = build_sample(name)
    page = read_sample(name)
    for feature in reading.features["features"]:
        assert feature["properties"]["label"] in page
        assert feature["properties"]["claimant"] in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("strips", "1 claim could not be placed"),
        ("province", "1 claim could not be placed"),
        ("town", "Every claim is"),
    ],
)
def test_unplaced_claims_are_counted(name: str, sentence: str, read_sample: Callable[[str], str]) -> None:
    assert sentence in read_sample(name)


def test_a_shape_of_another_size_than_stated_is_owned_up_to(read_sample: Callable[[str], str]) -> None:
    assert re.search(r"the ground drawn measures 13\d,\d{3} km²", read_sample("province"))
    assert "has exactly that size" in read_sample("strips")


def test_only_what_is_seen_is_in_the_key(read_sample: Callable[[str], str]) -> None:
    page = read_sample("province")
    assert "Rejected or denied" in page
    assert "Where it may lie" not in page, "no extent is drawn"
    assert "Delta Courier" in page
    assert page.count("Delta Courier") == 2, "an outlet whose claim is not drawn is a source, not a row of the key"


def test_what_is_missing_is_said_to_be_missing(world: Boundaries) -> None:
    page = read_page(EMPTY, world)
    for words in ("outlet not stated", "date not stated", "No claim was found", DISCLAIMER):
        assert words in page


def test_a_reading_without_shapes_counts_its_claims(world: Boundaries) -> None:
    point = {"type": "Point", "coordinates": [70.62, 40.12]}
    places = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": point}]}
    page = read_page(replace(build_sample("strips"), features=None, places=places), world)
    assert "6 claims could not be placed" in page
    assert "Isfara" in page, "the map is of the places that the dispatch names"


# Files


@pytest.mark.parametrize("size", ["landscape", "square"])
def test_png_has_300_dots_an_inch(size: figure.SizeName, world: Boundaries) -> None:
    with Image.open(
        io.BytesIO(figure.to_figure(build_sample("town"), world, format="png", size=size, made=MADE))
    ) as image:
        page = PAGES[size]
        assert image.size == pytest.approx((page.width_mm / 25.4 * 300, page.height_mm / 25.4 * 300), abs=1)
        assert image.info["Disclaimer"] == DISCLAIMER
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("kind", figure.FORMATS)
def test_the_same_arguments_give_the_same_bytes(
    kind: figure.Format, world: Boundaries, draw_town: Callable[[figure.Format], bytes]
) -> None:
    assert figure.to_figure(build_sample("town"), world, format=kind, made=MADE) == draw_town(kind)


def test_the_maker_s_words_are_written_as_the_maker_s_and_the_rest_stays(world: Boundaries) -> None:
    wording = figure.Wording("Ground in dispute", "For the Monday meeting", "Checked with two sources.")
    page = read_page(build_sample("town"), world, wording)
    for words in ("Ground in dispute", "For the Monday meeting", "The maker of this page: Checked with two sources."):
        assert words in page
    assert build_sample("town").document.title not in page
    for words in (DISCLAIMER, "Natural Earth", digest(build_sample("town")), "Made 2031-05-07 08:09 UTC"):
        assert words in page, "no wording takes this off"


def test_the_pdf_has_the_words_of_the_page(world: Boundaries, draw_town: Callable[[figure.Format], bytes]) -> None:
    (page,) = pypdf.PdfReader(io.BytesIO(draw_town("pdf"))).pages
    content = " ".join(page.extract_text().split())
    drawn = [text.get_text() for text in write_page(build_sample("town"), world) if not text.get_path_effects()]
    assert len(drawn) > 20
    assert [line for line in drawn if " ".join(line.split()) not in content] == []


def test_pdf_embeds_its_fonts(draw_town: Callable[[figure.Format], bytes]) -> None:
    content = draw_town("pdf")
    fonts = pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    described = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert described
    assert all("/FontFile2" in font.get_object() for font in described), "TrueType, whole glyphs, not Type 3 drawings"


@pytest.mark.parametrize(
    "text",
    [
        "--><script>alert(1)</script><!--",
        "$\\frac{1}{0}$ costs $5 and a_b^c",
        "\u202egnorw\u202c \x00\x0b\ufeff 北京 𓀀",
        "W" * 300,
        "a " * 400,
        "{{ 7*7 }} %s {0} \\n",
    ],
)
def test_no_title_or_label_can_act_or_break_the_page(text: str, world: Boundaries) -> None:
    sample = build_sample("town")
    features = json.loads(json.dumps(sample.features))
    for feature in features["features"]:
        feature["properties"] |= {"label": text, "note": text}
    document = replace(sample.document, title=text, outlet=text)
    relations = (Relation(RelationType.CONTRADICTS, ("c1", "c2"), text),)
    spoilt = replace(sample, document=document, features=features, relations=relations)
    root = ET.fromstring(figure.to_figure(spoilt, world, format="svg", made=MADE))  # noqa: S314 our own text
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags.isdisjoint({"script", "a", "foreignObject", "image", "text"}), tags
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_matplotlib_is_left_as_it_was(world: Boundaries) -> None:
    before = dict(mpl.rcParams)
    figure.to_figure(build_sample("town"), world, format="svg", made=MADE)
    assert dict(mpl.rcParams) == before


def test_pyplot_is_never_imported() -> None:
    code = "import geo.figure, sys; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parent.parent).returncode == 0


def test_the_claims_are_seen_in_the_colours_of_the_screen(world: Boundaries) -> None:
    content = figure.to_figure(build_sample("province"), world, format="png", made=MADE)
    with Image.open(io.BytesIO(content)) as image:
        pixels = np.asarray(image.convert("RGB"))[::3, ::3].reshape(-1, 3).astype(int)
    counts = [int((np.abs(pixels - to_rgb(color)).max(axis=1) < 20).sum()) for color in COLORS[:3]]
    assert counts[0] > 100, "the outline of the claim"
    assert counts[1] > 300, "the dotted outline of the rejection"
    assert counts[2] == 0, "nobody has the third colour"


def to_rgb(color: str) -> np.ndarray:
    return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)])


@pytest.mark.parametrize("size", PAGES)
def test_all_type_is_legible_and_on_the_page(size: figure.SizeName, world: Boundaries) -> None:
    reading = build_sample("strips")
    made = compose(reading, from_collection(reading.features), world, PAGES[size], MADE)
    assert made.get_size_inches() * 25.4 == pytest.approx((PAGES[size].width_mm, PAGES[size].height_mm))
    sizes = [text.get_fontsize() for axes in made.axes for text in axes.texts]
    assert min(sizes) >= 6.0
    made.set_dpi(72)
    made.draw_without_rendering()
    width, height = made.bbox.width, made.bbox.height
    for axes in made.axes:
        for text in axes.texts:
            box = text.get_window_extent()
            assert box.x0 >= 0, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.x1 <= width, text.get_text()
            assert box.y1 <= height, text.get_text()


# Two claimants side by side


def test_two_claimants_stand_on_the_same_ground_at_the_same_scale(world: Boundaries) -> None:
    reading = build_sample("strips")
    names = list(dict.fromkeys(feature["properties"]["claimant"] for feature in reading.features["features"]))[:2]
    made = compose_pair(reading, from_collection(reading.features), world, (names[0], names[1]), "A against B.", MADE)
    paper, *maps = made.axes
    assert len(maps) == 2
    sizes = {(round(one.get_position().width, 6), round(one.get_position().height, 6)) for one in maps}
    assert len(sizes) == 1
    said = " ".join(text.get_text() for text in paper.texts)
    for words in (*names, "A against B.", "Natural Earth", digest(reading), "Made 2031-05-07 08:09 UTC"):
        assert words in said
    assert DISCLAIMER in said
    for own, other, one in zip(names, reversed(names), maps, strict=True):
        labels = " ".join(text.get_text() for text in one.texts)
        assert own in labels
        assert other not in labels


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "$\\frac{1}{0}$", "Nobody who is drawn"])
def test_any_name_can_stand_side_by_side(name: str, world: Boundaries) -> None:
    content = figure.to_pair(build_sample("town"), world, (name, "Delta Courier"), name, format="svg", made=MADE)
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(content).iter()}  # noqa: S314 our own text
    assert tags.isdisjoint({"script", "foreignObject", "image"})
