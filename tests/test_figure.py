"""The report figure: what is on it, true to scale, the same each time, and free of what a text might do."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pypdf
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geo import figure
from geo.boundaries import Boundaries, read_boundaries
from geo.credits import DISCLAIMER, POINT_OF_VIEW
from geo.features import from_collection
from geo.figure.claims import build_pieces, choose_main
from geo.figure.compose import choose_view, compose
from geo.figure.ground import read_ground
from geo.figure.lettering import Face, balance, measure_mm, shorten, to_drawable, wrap
from geo.figure.page import PAGES, Box, Page, Row, add_axes, build_figure, lay_out
from geo.figure.panels import Setting, choose_enlargement, draw_map, find_round_length
from geo.figure.paths import draw, to_path
from geo.figure.placing import Sheet, build_inside, build_ring
from geo.figure.view import View, build_view, choose_focus, find_centre
from geo.figure.words import digest, format_day
from geo.layers import COLORS, build_layers
from geo.model import Document, Reading, Relation, RelationType
from tests.sample_readings import GEOD, SAMPLES, build_sample

MADE = dt.datetime(2031, 5, 7, 8, 9, tzinfo=dt.UTC)
EMPTY = Reading(Document("d", None, None, None, "en", "", "", "0" * 64))
FACE = Face(8.0)


@pytest.fixture(scope="module")
def world() -> Boundaries:
    return read_boundaries()


@cache
def read_sample(name: str) -> str:
    return read_page(build_sample(name), read_boundaries())


def read_page(reading: Reading, world: Boundaries) -> str:
    """The words of the PDF in one line."""
    content = figure.to_figure(reading, world, format="pdf", made=MADE)
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(page.extract_text().split())


def project(reading: Reading, size_mm: tuple[float, float] = (200.0, 150.0)) -> View:
    return choose_view(from_collection(reading.features), size_mm)


# What is always there


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_says_whose_word_where_when_and_what_it_does_not_mean(name: str, world: Boundaries) -> None:
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
        "the point of view": POINT_OF_VIEW,
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
def test_every_label_and_claimant_on_the_map_is_written(name: str) -> None:
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
def test_unplaced_claims_are_counted(name: str, sentence: str) -> None:
    assert sentence in read_sample(name)


def test_a_shape_of_another_size_than_stated_is_owned_up_to() -> None:
    assert re.search(r"the ground drawn measures 13\d,\d{3} km²", read_sample("province"))
    assert "has exactly that size" in read_sample("strips")


def test_only_what_is_seen_is_in_the_key() -> None:
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


@pytest.mark.parametrize("size", PAGES)
def test_png_has_300_dots_an_inch(size: figure.SizeName, world: Boundaries) -> None:
    with Image.open(
        io.BytesIO(figure.to_figure(build_sample("town"), world, format="png", size=size, made=MADE))
    ) as image:
        page = PAGES[size]
        assert image.size == pytest.approx((page.width_mm / 25.4 * 300, page.height_mm / 25.4 * 300), abs=1)
        assert image.info["Disclaimer"] == DISCLAIMER
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("kind", figure.FORMATS)
def test_the_same_arguments_give_the_same_bytes(kind: figure.Format, world: Boundaries) -> None:
    one, other = (figure.to_figure(build_sample("town"), world, format=kind, made=MADE) for _ in range(2))
    assert one == other


def test_a_path_and_a_stream_get_the_same(tmp_path: Path, world: Boundaries) -> None:
    stream, path = io.BytesIO(), tmp_path / "figure.svg"
    for target in (stream, path):
        figure.write_figure(build_sample("town"), world, target, format="svg", made=MADE)
    assert path.read_bytes() == stream.getvalue()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_pdf_embeds_its_fonts(world: Boundaries) -> None:
    content = figure.to_figure(build_sample("town"), world, format="pdf", made=MADE)
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
    sample = build_sample("strips")
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


# The window and its scale


@given(st.floats(-180, 180), st.floats(-88, 88), st.floats(1_000, 4_000_000))
@settings(max_examples=30, deadline=None)
def test_the_panel_is_true_to_scale_at_its_centre_and_to_area_everywhere(lon: float, lat: float, span: float) -> None:
    view = View(lon, lat, 100.0, 100.0, span / 100)
    middle, east = view.to_lon_lat(np.array([[50.0, 50.0], [51.0, 50.0]]))
    _, _, distance = GEOD.inv(*middle, *east)
    assert distance == pytest.approx(view.m_per_mm, rel=2e-3)
    corner = np.array([[x, y] for x, y in ((80, 80), (90, 80), (90, 90), (80, 90))], dtype=float)
    side = np.linspace(0, 1, 40)[:, None]
    ring = np.vstack(
        [one + side * (other - one) for one, other in zip(corner, np.roll(corner, -1, axis=0), strict=True)]
    )
    area, _ = GEOD.polygon_area_perimeter(*view.to_lon_lat(ring).T)
    assert abs(area) == pytest.approx((10 * view.m_per_mm) ** 2, rel=5e-3)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 100), st.floats(0, 100))
@settings(max_examples=30, deadline=None)
def test_mm_and_degrees_are_each_others_inverse(lon: float, lat: float, x: float, y: float) -> None:
    view = View(lon, lat, 100.0, 100.0, 10_000.0)
    points = shapely.points(view.to_lon_lat(np.array([[x, y]])))
    assert shapely.get_coordinates(view.to_mm(points))[0] == pytest.approx([x, y], abs=1e-4)


@pytest.mark.parametrize(
    ("points", "crosses", "why"),
    [
        ([(178.5, -17.8), (-179.5, -16.5)], True, "Fiji: across the antimeridian"),
        ([(44, 39), (46, 41)], False, "the Caucasus"),
        ([(-60, 2), (-58, 8)], False, "Essequibo"),
        ([(-73, -54), (-66, -55)], False, "the Beagle Channel"),
    ],
)
def test_the_window_covers_what_it_is_made_for(points: list[tuple[float, float]], crosses: bool, why: str) -> None:
    view = build_view(shapely.points(points), (200.0, 150.0))
    west, south, east, north = view.find_window()
    assert (west > east) == crosses, why
    for lon, lat in points:
        assert south < lat < north, why
        assert (lon > west or lon < east) if crosses else west < lon < east, why
    inside = shapely.within(view.to_mm(shapely.points(points)), view.box)
    assert inside.all(), why


def test_the_window_over_a_pole_goes_all_round() -> None:
    west, _, east, north = View(30.0, 89.0, 100.0, 100.0, 10_000.0).find_window()
    assert (west, east, north) == (-180.0, 180.0, 90.0)


def test_the_centre_does_not_jump_over_the_antimeridian() -> None:
    lon, lat = find_centre(shapely.points([(179.0, 10.0), (-178.0, 10.0)]))
    assert lon == pytest.approx(-179.5, abs=0.01)
    assert lat == pytest.approx(10.0, abs=0.1)


NEAR, FAR = shapely.box(45, 39, 46, 40), shapely.Point(-5.0, 8.0)


@pytest.mark.parametrize(
    ("shapes", "ranks", "chosen", "why"),
    [
        ([NEAR], [0], [True], "one is enough"),
        ([NEAR, shapely.Point(46.5, 40.5)], [0, 1], [True, True], "a neighbour of lower rank"),
        ([NEAR, FAR], [0, 1], [True, False], "a place on another continent would shrink the war to a dot"),
        ([NEAR, shapely.Point(45, 38.9), FAR], [0, 0, 0], [True, True, False], "even of the same rank"),
        ([FAR, NEAR, shapely.Point(45, 38.9)], [0, 0, 0], [False, True, True], "whatever comes first in the text"),
        ([NEAR, shapely.box(44, 38, 47, 41)], [0, 2], [True, False], "an extent is cut off rather than followed"),
        ([NEAR, shapely.box(44.9, 38.9, 46.1, 40.1)], [0, 2], [True, True], "unless it is hardly larger"),
        ([shapely.box(20, 40, 180, 80)], [2], [True], "an extent is all there is"),
    ],
)
def test_the_focus(shapes: list[shapely.Geometry], ranks: list[int], chosen: list[bool], why: str) -> None:
    assert choose_focus(np.array(shapes), np.array(ranks)).tolist() == chosen, why


@given(st.floats(1, 1e7))
def test_the_scale_bar_is_round_and_neither_longer_nor_much_shorter(longest: float) -> None:
    length = find_round_length(longest)
    assert longest / 2.6 <= length <= longest * (1 + 1e-9)
    assert re.fullmatch(r"[125]0*", f"{length:.0f}")


@pytest.mark.parametrize(("name", "enlarged"), [("strips", True), ("province", False), ("town", False)])
def test_small_shapes_are_enlarged_and_only_they(name: str, enlarged: bool) -> None:
    reading = build_sample(name)
    layers = build_layers(reading, from_collection(reading.features))
    view = project(reading)
    inset = choose_enlargement(layers, view, (70.0, 50.0))
    assert (inset is not None) == enlarged
    if inset:
        assert view.m_per_mm / inset.view.m_per_mm > 1.5
        assert {"c1", "c2"} <= inset.claim_ids


# Placing


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("size_mm", [(200.0, 150.0), (190.0, 90.0)])
def test_every_claim_on_the_map_finds_room_for_its_label(
    name: str, size_mm: tuple[float, float], world: Boundaries
) -> None:
    reading = build_sample(name)
    setting = Setting(build_layers(reading, from_collection(reading.features)), world, MADE.date(), frozenset(), 1.0)
    made, _ = build_figure(PAGES["landscape"])
    panel = draw_map(add_axes(made, PAGES["landscape"], Box(9, 30, *size_mm)), project(reading, size_mm), setting)
    assert panel.labelled == {piece.claim_id for piece in panel.pieces}


def test_one_place_with_two_claims_has_two_discs_side_by_side() -> None:
    reading = build_sample("town")
    layers = build_layers(reading, from_collection(reading.features))
    left, right = (one for one in choose_main(build_pieces(layers, project(reading))) if one.claim_id in {"c1", "c2"})
    assert left.disc
    assert not left.shape.intersects(right.shape)


@given(st.lists(st.tuples(st.floats(5, 95), st.floats(5, 95), st.floats(5, 30), st.floats(2, 10)), max_size=25))
@settings(max_examples=30, deadline=None)
def test_labels_never_stand_on_each_other_or_leave_the_sheet(wishes: list[tuple[float, float, float, float]]) -> None:
    sheet = Sheet(100.0, 100.0)
    for x, y, width, height in wishes:
        boxes = build_ring((x, y), (width, height), (1.0, 10.0, 20.0))
        chosen = sheet.find_place(boxes, np.zeros(len(boxes)))
        if chosen is not None:
            sheet.take(boxes[chosen])
    overlaps = [one.intersection(other).area for i, one in enumerate(sheet.taken) for other in sheet.taken[:i]]
    assert sum(overlaps) == 0
    assert shapely.box(0, 0, 100, 100).contains(shapely.union_all(sheet.taken)) or not sheet.taken


def test_a_full_sheet_gives_no_place() -> None:
    sheet = Sheet(100.0, 100.0)
    sheet.take(np.array([0.0, 0.0, 100.0, 100.0]))
    assert sheet.find_place(build_ring((50.0, 50.0), (5.0, 5.0), (1.0,)), np.zeros(16)) is None


def test_boxes_inside_a_shape_are_inside_it() -> None:
    shape = shapely.Polygon([(0, 0), (40, 0), (40, 10), (10, 10), (10, 40), (0, 40)])
    boxes = build_inside(shape, (8.0, 3.0))
    assert len(boxes)
    assert shapely.contains(shape, shapely.box(*boxes.T)).all()
    assert len(build_inside(shape, (50.0, 3.0))) == 0
    assert len(build_inside(shapely.Polygon(), (1.0, 1.0))) == 0


# Text on the page


@given(st.text(st.characters(codec="utf-8"), max_size=120), st.floats(8, 80))
@settings(max_examples=50, deadline=None)
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    lines = wrap(text, FACE, width)
    assert all(measure_mm(line, FACE) <= width + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == to_drawable(text).replace(" ", ""), "nothing is lost"
    assert len(balance(text, FACE, width, 50)) <= len(lines)


@pytest.mark.parametrize(
    ("text", "drawn", "why"),
    [
        ("Şuşa, Шуша, Շուշի, شوشا", "Şuşa, Шуша, Շուշի, شوشا", "the letters of the places we draw"),
        ("a\u202eb\u00adc\u200bd", "abcd", "marks that turn or join letters"),
        (" two \n lines\t", "two lines", "one line"),
        ("\x00\x07", "", "controls"),
        ("北", "\N{REPLACEMENT CHARACTER}", "a letter that the font lacks is shown as lacking, not dropped"),
        ("100 km²", "100 km²", "a raised two"),
    ],
)
def test_what_the_font_draws(text: str, drawn: str, why: str) -> None:
    assert to_drawable(text) == drawn, why


def test_what_is_cut_off_is_marked() -> None:
    lines = shorten("one two three four five six seven", FACE, 18.0, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert shorten("one", FACE, 18.0, 2) == ("one",)


def test_columns_keep_headings_with_their_rows_and_leave_out_the_rest() -> None:
    head, row = Row("Head", Face(8.0, "-Bold")), Row("row", FACE)
    low, high = Box(0, 0, 40, 11), Box(50, 0, 40, 11)
    placed = lay_out((row, row, head, row), (low, high))
    assert [one.column for one in placed] == [low, low, high, high], "the heading goes over with its row"
    assert all(one.bottom >= one.column.y for one in placed)
    assert len(lay_out((row,) * 20, (low, high))) == 4
    assert lay_out((), (low,)) == ()


@pytest.mark.parametrize("size", PAGES)
def test_all_type_is_legible_and_on_the_page(size: figure.SizeName, world: Boundaries) -> None:
    reading = build_sample("strips")
    made = compose(reading, from_collection(reading.features), world, PAGES[size], MADE)
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


# Ground


@pytest.mark.parametrize(
    ("day", "named", "why"),
    [
        (dt.date(2010, 1, 1), "Nagorno-Karabakh", "as it was then"),
        (dt.date(2022, 9, 14), "Nagorno-Karabakh (1994–2020)", "lately: with its years"),
        (dt.date(2031, 1, 1), None, "long past"),
    ],
)
def test_disputed_ground_is_that_of_the_day(day: dt.date, named: str | None, why: str, world: Boundaries) -> None:
    view = View(46.5, 39.8, 200.0, 150.0, 2_000.0)
    names = set(read_ground(world, view, day)["areas"]["name"])
    karabakh = {one for one in names if one.startswith("Nagorno-Karabakh")}
    assert karabakh == ({named} if named else set()), why


def test_plain_borders_are_not_dashed(world: Boundaries) -> None:
    lines = read_ground(world, View(46.5, 39.8, 200.0, 150.0, 4_000.0), MADE.date())["lines"]
    assert len(lines)
    assert not set(lines["status"]) & {"international", "historic"}


def test_holes_stay_open() -> None:
    made, axes = build_figure(Page(25.4, 25.4, 0, 1.0, 1))
    draw(axes, shapely.Point(12, 12).buffer(10).difference(shapely.Point(12, 12).buffer(5)), facecolor="black")
    stream = io.BytesIO()
    made.savefig(stream, format="png", dpi=100)
    with Image.open(stream) as image:
        shade = image.convert("L")
        assert shade.getpixel((50, 50)) == 255, "the hole"
        assert shade.getpixel((50, 20)) == 0, "the ring"
    assert to_path(shapely.Polygon()) is None
