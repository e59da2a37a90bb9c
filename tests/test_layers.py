"""geo.layers: who says so, in the order of the text, with one fixed look."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle

from geo.layers import (
    COLORS,
    HATCHES,
    MARKS,
    NO_OUTLET,
    OUTLINES,
    Style,
    build_layers,
    build_legend,
    build_mark,
    build_style,
)
from geo.model import Party, Reading, Stance
from tests.hand_made import build_document, build_frame, build_reading

READING = build_reading()
FRAME = build_frame(READING)


def test_layers_are_the_claimants_in_the_order_of_the_text():
    layers = build_layers(READING, FRAME)
    assert [(one.label, one.side, one.count, one.drawn, one.unplaced) for one in layers] == [
        ("General staff", "EST", 2, 2, 0),
        ("Ada Moor", "WST", 3, 2, 1),
    ]


def test_the_order_is_the_texts_not_the_tuples():
    backwards = replace(READING, claims=READING.claims[::-1])
    assert [one.key for one in build_layers(backwards, FRAME)] == [one.key for one in build_layers(READING, FRAME)]


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        ("claimant", ["General staff", "Ada Moor"]),
        ("outlet", ["Daily Square"]),  # the last of the chain is who printed it
        ("kind", ["seizure", "corridor"]),
    ],
)
def test_groupings(by, labels):
    layers = build_layers(READING, FRAME, by=by)
    assert [one.label for one in layers] == labels
    assert sum(one.count for one in layers) == len(READING.claims)
    assert sum(len(one.frame) for one in layers) == len(FRAME)


def test_an_unknown_outlet_is_said_to_be_unknown():
    claims = tuple(replace(claim, via=()) for claim in READING.claims)
    reading = replace(READING, claims=claims, document=build_document(outlet=None))
    assert [one.label for one in build_layers(reading, FRAME, by="outlet")] == [NO_OUTLET]


def test_names_are_merged_only_where_they_are_equal():
    claims = (replace(READING.claims[0], claimant=Party("general staff", "EST")), *READING.claims[1:])
    labels = [one.label for one in build_layers(replace(READING, claims=claims), FRAME)]
    assert labels == ["general staff", "Ada Moor", "General staff"]


def test_a_layer_of_two_sides_has_none():
    assert build_layers(READING, FRAME, by="outlet")[0].side is None


def test_nothing_claimed_gives_no_layers():
    empty = Reading(build_document("Nothing."))
    assert build_layers(empty, build_frame(empty)) == ()


def test_the_small_lies_on_the_large_and_extents_lie_lowest():
    rows = sorted(
        (row for layer in build_layers(READING, FRAME) for row in layer.frame.itertuples()), key=lambda row: row.order
    )
    assert rows[0].part == "extent"
    sizes = [row.drawn_km2 for row in rows[1:]]
    assert sizes == sorted(sizes, reverse=True)
    assert len({row.order for row in rows}) == len(FRAME)


def test_no_two_layers_look_alike_before_the_marks_run_out():
    marks = [build_mark(position) for position in range(MARKS)]
    assert len({(mark.color, mark.hatch.name) for mark in marks}) == MARKS
    assert build_mark(MARKS) == build_mark(0)


def test_neighbours_differ_in_colour_hatch_and_underline():
    for one, other in itertools.pairwise(build_mark(position) for position in range(MARKS)):
        assert one.color != other.color, "colour alone must tell neighbours apart"
        assert one.hatch != other.hatch, "and so must the hatch, for those who see no colour"
        assert one.underline != other.underline, "and the underline in the text"


def test_layers_on_the_map_take_the_first_marks():
    first, *rest = READING.claims
    unplaced = replace(first, id="c0", start=0, end=1, claimant=Party("Reader"))
    layers = build_layers(replace(READING, claims=(unplaced, first, *rest)), FRAME)
    assert [(one.label, one.mark.position) for one in layers] == [("Reader", 2), ("General staff", 0), ("Ada Moor", 1)]


def test_every_stance_has_an_outline():
    assert set(OUTLINES) == set(Stance)


@pytest.mark.parametrize(
    ("part", "stance", "certainty", "dashed", "filled", "why"),
    [
        ("drawn", "asserts", "located", False, True, "what is said of a known place is solid"),
        ("drawn", "asserts", "approximate", True, True, "an approximate place is dashed"),
        ("drawn", "demands", "located", True, True, "a demand is not a fact, however well its place is known"),
        ("drawn", "rejects", "located", True, False, "what is rejected is hollow, so that the demand shows through"),
        ("drawn", "denies", "approximate", True, False, "the same for a denial"),
        ("extent", "asserts", "approximate", True, True, "where it may lie is a light tint"),
        ("extent", "rejects", "approximate", True, False, "no tint for what is rejected"),
    ],
)
def test_styles(part, stance, certainty, dashed, filled, why):
    style = build_style(build_mark(0), part, stance, certainty)
    assert bool(style.dash) is dashed, why
    assert (style.tint > 0) is filled, why
    assert (style.svg_dash is not None) is dashed


def test_the_three_outlines_differ():
    dashes = {
        build_style(build_mark(0), "drawn", stance, "approximate").dash for stance in ("asserts", "demands", "denies")
    }
    assert len(dashes) == 3


def test_the_shape_is_hatched_and_its_extent_is_not():
    mark = build_mark(0)
    assert build_style(mark, "drawn", "asserts", "approximate").hatch == mark.hatch
    assert build_style(mark, "extent", "asserts", "approximate").hatch is None


def test_an_unknown_stance_is_an_error():
    with pytest.raises(ValueError, match="shouts"):
        build_style(build_mark(0), "drawn", "shouts", "located")


@pytest.mark.parametrize("hatch", HATCHES, ids=lambda hatch: hatch.name)
def test_matplotlib_accepts_every_hatch(hatch):
    Rectangle((0, 0), 1, 1, hatch=hatch.matplotlib)
    assert bool(hatch.angles) is not hatch.dots


@pytest.mark.parametrize("dash", [(), (5, 4)])
def test_matplotlib_accepts_every_dash(dash):
    style = Style(COLORS[0], None, dash, 2, 0)
    assert Rectangle((0, 0), 1, 1, linestyle=style.matplotlib_dash).get_linestyle()


def test_the_legend_lists_only_what_is_drawn():
    meanings = [row.meaning for row in build_legend(build_layers(READING, FRAME))]
    assert meanings == [
        "said to be so, place approximate",
        "demanded or proposed",
        "rejected or denied",
        "where it may lie",
    ]
    assert build_legend(()) == ()
