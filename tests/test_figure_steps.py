"""The figure's steps one by one: window and scale, placing of labels, text, columns, ground."""

from __future__ import annotations

import datetime as dt
import io
import re

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geo.boundaries import Boundaries
from geo.features import from_collection
from geo.figure.claims import build_pieces, choose_main
from geo.figure.compose import choose_view
from geo.figure.ground import read_ground
from geo.figure.lettering import Face, balance, measure_mm, shorten, to_drawable, wrap
from geo.figure.page import PAGES, Box, Page, Row, add_axes, build_figure, lay_out
from geo.figure.panels import Setting, choose_enlargement, draw_map, find_round_length
from geo.figure.paths import draw, to_path
from geo.figure.placing import Sheet, build_inside, build_ring
from geo.figure.view import View, build_view, choose_focus, find_centre
from geo.layers import build_layers
from geo.model import Reading
from tests.sample_readings import GEOD, SAMPLES, build_sample

MADE = dt.datetime(2031, 5, 7, 8, 9, tzinfo=dt.UTC)
FACE = Face(8.0)


@pytest.fixture(scope="module")
def world(real: Boundaries) -> Boundaries:
    return real


def project(reading: Reading, size_mm: tuple[float, float] = (200.0, 150.0)) -> View:
    return choose_view(from_collection(reading.features), size_mm)


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
    setting = Setting(build_layers(reading, from_collection(reading.features)), world, frozenset(), 1.0)
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
    names = set(read_ground(world.under(date=day), view)["areas"]["name"])
    karabakh = {one for one in names if one.startswith("Nagorno-Karabakh")}
    assert karabakh == ({named} if named else set()), why


def test_plain_borders_are_not_dashed(world: Boundaries) -> None:
    lines = read_ground(world, View(46.5, 39.8, 200.0, 150.0, 4_000.0))["lines"]
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
