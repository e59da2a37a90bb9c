"""Footprints: exact sizes, never off the ground, and honest about what is not known."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import box

from geo.boundaries import Boundaries
from geo.errors import UnknownPlaceError
from geo.footprints import (
    build_band,
    build_footprint,
    build_patch,
    build_strip,
    choose_depth_km,
    measure_area_km2,
    measure_length_km,
)
from geo.footprints.borders import find_border, find_exclaves
from geo.footprints.parts import BEARINGS, build_part
from geo.footprints.plane import Plane
from tests.squares import COUNTRIES, TOWNS

AAA, BBB, CCC, NNN, OOO = (COUNTRIES[code] for code in ("AAA", "BBB", "CCC", "NNN", "OOO"))
FIGURES = settings(max_examples=25, deadline=None)


def off_ground_km2(shape, ground) -> float:
    """How much of a shape leaves the ground, as if at the equator: never too little.

    Not geodesic: between a long edge in degrees and the same edge with points on it lies a sliver of the ellipsoid.
    """
    return shape.difference(ground).area * 12_365


class TestPlane:
    @pytest.mark.parametrize("code", sorted(COUNTRIES))
    @pytest.mark.parametrize("projection", ["laea", "cea"])
    def test_there_and_back_keeps_the_area(self, code: str, projection: str):
        shape = COUNTRIES[code]
        plane = Plane.around(shape, projection=projection)
        back = plane.unflatten(plane.flatten(shape))
        assert measure_area_km2(back) == pytest.approx(plane.flatten(shape).area / 1e6, rel=1e-6)
        assert back.bounds == pytest.approx(shape.bounds, abs=1e-6)

    def test_parts_cut_at_the_antimeridian_are_one_on_the_plane(self):
        plane = Plane.around(COUNTRIES["FFF"])
        assert abs(plane.lon) == pytest.approx(180)
        assert plane.flatten(COUNTRIES["FFF"]).geom_type == "Polygon"
        back = plane.unflatten(plane.flatten(COUNTRIES["FFF"]))
        assert back.geom_type == "MultiPolygon", "cut again on the way back, as RFC 7946 wants it"

    def test_nothing_has_no_middle(self):
        with pytest.raises(ValueError, match="no geometry"):
            Plane.around(shapely.Polygon())

    def test_a_hole_is_taken_off_the_area(self):
        with_hole = box(0, 0, 1, 1) - box(0.4, 0.4, 0.6, 0.6)
        expected = measure_area_km2(box(0, 0, 1, 1)) - measure_area_km2(box(0.4, 0.4, 0.6, 0.6))
        assert measure_area_km2(with_hole) == pytest.approx(expected)


class TestBorders:
    @pytest.mark.parametrize(
        ("one", "other", "bounds"),
        [
            # why: two pieces of one border, at x = 2 and round the exclave
            (AAA, BBB, (2, 0, 4, 2)),
            # why: the enclave's ring belongs to it as well as the straight piece
            (BBB, CCC, (4, 0.4, 4.6, 2)),
            # why: degrees of longitude are short here; the tolerance must not be degrees
            (NNN, OOO, (14, 70, 14, 72)),
        ],
    )
    def test_two_units_share_one_line_whichever_is_named_first(self, one, other, bounds):
        line = find_border(one, other)
        assert line.bounds == bounds
        assert measure_length_km(find_border(other, one)) == pytest.approx(measure_length_km(line))

    def test_layers_that_gape_a_little_still_share_a_border(self):
        # why: a province of one release against a country of another, 500 m apart
        line = find_border(box(0, 0, 1.9955, 2), box(2, 0, 3, 2))
        assert measure_length_km(line) == pytest.approx(221, abs=4)

    def test_a_gap_wider_than_the_tolerance_is_no_border(self):
        assert find_border(box(0, 0, 1.9, 2), box(2, 0, 3, 2)).is_empty

    def test_a_corner_is_no_border(self):
        assert find_border(box(0, 0, 1, 1), box(1, 1, 2, 2)).is_empty

    def test_a_unit_inside_another_has_the_part_of_its_edge_that_is_inside(self):
        # why: a disputed area against the country it lies in; the state border is not that line
        line = find_border(box(2, 0, 2.5, 0.5), BBB)
        assert measure_length_km(line) == pytest.approx(110, abs=6)

    def test_the_exclave_is_the_detached_part_with_that_neighbour(self):
        assert [one.bounds for one in find_exclaves(AAA, [CCC])] == [(3, 0, 4, 1)]

    def test_an_island_is_no_exclave(self):
        assert find_exclaves(AAA | box(8, 0, 9, 1), [CCC, BBB]) == [box(3, 0, 4, 1)]

    def test_a_spit_belongs_to_the_exclave_before_it(self):
        # why: the sand spit off an exclave is a polygon of its own in most layers
        spit = box(3, 1.005, 3.4, 1.01)
        found = find_exclaves(box(0, 0, 2, 2) | box(3, 0, 4, 1) | spit, [box(2, 0, 3, 2)])
        assert len(found) == 1


class TestStrip:
    BORDER = find_border(AAA, BBB)

    @FIGURES
    @given(area_km2=st.floats(0.01, 20_000))
    def test_it_has_exactly_the_area_and_stays_on_its_side(self, area_km2: float):
        drawn = build_strip(area_km2, self.BORDER, BBB).drawn
        assert measure_area_km2(drawn) == pytest.approx(area_km2, rel=1e-5)
        assert off_ground_km2(drawn, BBB) <= 1e-6 * area_km2
        assert drawn.dwithin(self.BORDER, 1e-9)

    @FIGURES
    @given(first=st.floats(1, 3000), second=st.floats(1, 3000))
    def test_what_is_added_lies_beside_what_was_there(self, first: float, second: float):
        depth = choose_depth_km(first + second)
        one = build_strip(first, self.BORDER, BBB, depth_km=depth).drawn
        other = build_strip(second, self.BORDER, BBB, avoid=one, depth_km=depth).drawn
        assert measure_area_km2(other) == pytest.approx(second, rel=1e-5)
        assert measure_area_km2(one.intersection(other)) <= 1e-6 * second
        assert one.dwithin(other, 1e-6)

    @FIGURES
    @given(
        lon=st.floats(-177, 175),
        lat=st.floats(-80, 78),
        bends=st.lists(st.floats(-0.4, 0.4), min_size=3, max_size=12),
        share=st.floats(1e-4, 0.6),
    )
    # Long edges are straight in degrees, not along geodesics: 0.17 % too small when measured along those.
    @example(0.0, 49.5, [0, 0, -0.125, -0.21875, 0, 0.1875, -0.3984375, 0, 0.337890625, 0], 0.09666032632780593)
    def test_anywhere_in_the_world_however_crooked(self, lon: float, lat: float, bends: list[float], share: float):
        line = [(lon + 1 + bend, lat + 2 * step / (len(bends) - 1)) for step, bend in enumerate(bends)]
        one = shapely.Polygon([(lon, lat), *line, (lon, lat + 2)])
        other = shapely.Polygon([(lon + 2, lat), *line, (lon + 2, lat + 2)])
        area_km2 = share * measure_area_km2(other)
        strip = build_strip(area_km2, find_border(one, other), other)
        assert measure_area_km2(strip.drawn) == pytest.approx(area_km2, rel=1e-3)
        assert off_ground_km2(strip.drawn, other) <= 1e-3 * area_km2
        assert measure_area_km2(strip.drawn.difference(strip.extent)) <= 1e-3 * area_km2

    def test_competing_strips_begin_at_one_place_and_compare_by_length(self):
        small, large = (build_strip(area, self.BORDER, BBB, depth_km=10).drawn for area in (250, 500))
        assert measure_area_km2(small.difference(large)) < 1
        height = [shape.bounds[3] - shape.bounds[1] for shape in (small, large)]
        assert height[1] / height[0] == pytest.approx(2, rel=0.02)

    def test_it_is_a_shape_that_can_be_seen(self):
        # why: 100 km2 along all of this border would be 450 m deep
        west, south, east, north = build_strip(100, self.BORDER, BBB).drawn.bounds
        assert (north - south) / (east - west) == pytest.approx(5, rel=0.1)

    def test_the_extent_runs_along_all_of_the_border(self):
        strip = build_strip(100, self.BORDER, BBB)
        assert strip.core is None
        assert strip.extent.bounds[3] == pytest.approx(2)
        assert strip.extent.covers(strip.drawn.buffer(-1e-9))
        assert off_ground_km2(strip.extent, BBB) < 1e-3

    def test_it_begins_at_the_border_nearest_to_a_place(self):
        drawn = build_strip(50, self.BORDER, BBB, start=(2.4, 0.2)).drawn
        assert drawn.distance(shapely.Point(2, 0.2)) < 1e-4

    def test_more_than_the_side_holds_is_the_whole_side_and_says_so(self):
        strip = build_strip(1e6, self.BORDER, BBB)
        assert measure_area_km2(strip.drawn) == pytest.approx(measure_area_km2(BBB), rel=1e-3)
        assert off_ground_km2(strip.drawn, BBB) < 1
        assert "more than" in strip.note

    def test_a_border_too_short_makes_it_deeper(self):
        # why: 3,000 km2 on 55 km of border cannot be five times as long as deep
        half = find_border(box(0, 0, 2, 0.5), BBB)
        assert measure_area_km2(build_strip(3000, half, BBB).drawn) == pytest.approx(3000, rel=1e-5)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            # why: a ring-shaped border has no ends to begin at
            (COUNTRIES["CCC"], box(4.4, 0.4, 4.6, 0.6)),
            # why: at 71 degrees north a degree of longitude is 36 km
            (NNN, OOO),
            # why: the border itself lies on the antimeridian
            (box(178, -1, 180, 0), box(-180, -1, -179, 0) | box(179.999, -1, 180, 0)),
        ],
    )
    def test_odd_borders_work_too(self, one, other):
        border = find_border(one, other)
        drawn = build_strip(20, border, other).drawn
        assert measure_area_km2(drawn) == pytest.approx(20, rel=1e-5)
        assert off_ground_km2(drawn, other) < 1e-4


class TestPatchAndBand:
    @FIGURES
    @given(area_km2=st.floats(0.01, 12_000))
    def test_a_patch_has_exactly_the_area_and_stays_inside(self, area_km2: float):
        place = box(2, 0, 3, 1)
        drawn = build_patch(area_km2, place).drawn
        assert measure_area_km2(drawn) == pytest.approx(area_km2, rel=1e-5)
        assert off_ground_km2(drawn, place) <= 1e-6 * area_km2

    def test_round_a_town_the_extent_is_round_it_too(self):
        patch = build_patch(50, BBB, around=(2.5, 0.5))
        assert patch.drawn.contains(shapely.Point(2.5, 0.5))
        assert measure_area_km2(patch.extent) < 1000

    def test_a_second_patch_lies_round_the_first(self):
        first = build_patch(50, BBB, around=(2.5, 0.5)).drawn
        second = build_patch(20, BBB, around=(2.5, 0.5), avoid=first).drawn
        assert measure_area_km2(second) == pytest.approx(20, rel=1e-5)
        assert measure_area_km2(second.intersection(first)) < 1e-6

    def test_a_place_too_small_is_drawn_whole(self):
        patch = build_patch(1e5, box(2, 0, 3, 1))
        assert measure_area_km2(patch.drawn) == pytest.approx(measure_area_km2(box(2, 0, 3, 1)), rel=1e-4)
        assert "more than" in patch.note

    @pytest.mark.parametrize(
        ("side", "east_km"),
        [
            # why: a zone on one country's side is as deep as stated
            (BBB, 30),
            # why: with no side named it lies half on each
            (None, 15),
        ],
    )
    def test_a_band_is_as_wide_as_stated(self, side, east_km: float):
        band = build_band(30, shapely.LineString([(2, 0), (2, 2)]), side).drawn
        assert (band.bounds[2] - 2) * 111.3 == pytest.approx(east_km, rel=0.01)


class TestParts:
    @pytest.mark.parametrize("direction", [*BEARINGS, "centre"])
    @pytest.mark.parametrize("code", ["AAA", "BBB", "FFF", "NNN"])
    def test_core_drawn_extent_lie_in_each_other_and_in_the_whole(self, direction: str, code: str):
        whole = COUNTRIES[code]
        part = build_part(direction, whole, "it")
        little = 1e-4 * measure_area_km2(whole)
        assert off_ground_km2(part.extent, whole) < 1e-3
        assert off_ground_km2(part.drawn, part.extent) < little
        assert part.core is None or off_ground_km2(part.core, part.drawn) < little
        assert 0 < measure_area_km2(part.drawn) < measure_area_km2(part.extent) * 1.001

    @pytest.mark.parametrize(
        ("direction", "inside", "outside"),
        [
            ("north", (10.5, 71.8), (10.5, 70.2)),
            ("south", (10.5, 70.2), (10.5, 71.8)),
            ("east", (13.8, 71.0), (10.2, 71.0)),
            ("northwest", (10.2, 71.8), (13.8, 70.2)),
            # why: the middle is what no direction reaches
            ("centre", (12.0, 71.0), (10.2, 70.1)),
        ],
    )
    def test_it_lies_where_the_word_says(self, direction: str, inside, outside):
        part = build_part(direction, NNN, "Nland")
        assert part.drawn.contains(shapely.Point(inside))
        assert not part.drawn.contains(shapely.Point(outside))

    def test_a_far_island_does_not_shift_the_south(self):
        # why: "southern France" is not in South America
        with_island = box(0, 0, 2, 2) | box(0, -40, 1, -39)
        assert build_part("south", with_island, "it").drawn.bounds[1] == pytest.approx(0)

    def test_the_eastern_part_across_the_antimeridian_is_east_of_it(self):
        east = build_part("east", COUNTRIES["FFF"], "Fland").drawn
        assert east.bounds[0] == pytest.approx(-180 + 1 / 3, abs=0.01)

    def test_an_unknown_direction_is_refused(self):
        with pytest.raises(ValueError, match="no direction 'upward'"):
            build_part("upward", AAA, "it")


PLACES = [
    # place id, method, has a core, type drawn; and why it is in the table
    ("country:AAA", "boundary", True, "MultiPolygon"),
    ("area:corner", "boundary", True, "Polygon"),
    ("line:ceasefire", "boundary", True, "LineString"),
    # why: a town is a point, and the gazetteer knows where
    ("town:1", "point", False, "Point"),
    # why: a town that only the boundary files know
    ("town:9", "point", False, "Point"),
    ("region:both-provinces", "region", True, "Polygon"),
    # why: a vague region has no certain ground, even though its footprint has
    ("region:middle", "region", False, "Polygon"),
    ("some(country:BBB)", "some", False, None),
    ("part(south,country:BBB)", "part", True, "MultiPolygon"),
    ("border(country:AAA,country:BBB)", "border", True, "MultiLineString"),
    ("border(admin1:BBB-1,country:AAA)", "border", True, "MultiLineString"),
    ("exclave(country:AAA,country:CCC)", "exclave", True, "Polygon"),
    ("corridor(country:AAA,country:BBB,exclave(country:AAA,country:CCC))", "corridor", False, "Polygon"),
    ("corridor(country:AAA,anywhere,exclave(country:AAA,country:CCC))", "corridor", False, "Polygon"),
    ("near(town:1)", "near", False, None),
    ("near(country:NNN)", "near", False, None),
    ("inside(7.5,border(country:AAA,country:BBB),country:BBB)", "inside", False, None),
    ("along(border(country:AAA,country:BBB),country:BBB)", "along", False, "MultiLineString"),
    ("along(line:ceasefire,anywhere)", "along", False, "LineString"),
    ("between(town:1,town:2)", "between", False, None),
    ("between(country:AAA,country:CCC)", "between", False, None),
    ("offset(20,northeast,town:3)", "offset", False, "Point"),
    ("union(admin1:BBB-1,area:corner)", "union", True, "Polygon"),
    ("some(part(north,admin1:BBB-2))", "some", False, None),
]


class TestPlaceIds:
    @pytest.mark.parametrize(("place_id", "method", "core", "drawn"), PLACES)
    def test_each_kind_of_id_is_drawn(self, squares: Boundaries, locate_square, place_id, method, core, drawn):
        footprint = build_footprint(place_id, squares, locate_square)
        assert (footprint.method, footprint.core is not None) == (method, core)
        assert (footprint.drawn.geom_type if footprint.drawn is not None else None) == drawn
        assert footprint.shape.is_valid
        assert not footprint.shape.is_empty
        assert footprint.note.endswith((".", ")"))

    @pytest.mark.parametrize(
        ("place_id", "message"),
        [
            # why: two countries that do not meet
            ("border(country:AAA,country:EEE)", "AAAland and EEEland have no land border"),
            # why: an island's neighbour is the sea
            ("exclave(country:EEE,country:AAA)", "want exactly one, the boundary files have 0"),
            ("town:404", "no row 'town:404'"),
            ("region:nowhere", "region:nowhere"),
            ("part(upward,country:AAA)", "no direction 'upward'"),
            ("offset(far,north,town:1)", "could not convert"),
            ("border(country:AAA)", "border wants 2 arguments, got 1"),
            ("beyond(country:AAA)", "no operation 'beyond'"),
            ("part(south,town:1)", "want ground with an area"),
            ("part(south", "not a place id"),
        ],
    )
    def test_what_cannot_be_drawn_says_why(self, squares: Boundaries, locate_square, place_id: str, message: str):
        with pytest.raises(UnknownPlaceError, match=message):
            build_footprint(place_id, squares, locate_square)

    def test_two_exclaves_alike_are_not_guessed_between(self, squares: Boundaries, locate_square, monkeypatch):
        pair = box(0, 0, 2, 2) | box(3, 0, 4, 1) | box(3, 3, 4, 4)
        neighbour = box(4, 0, 5, 4)
        shapes = {"country:AAA": pair, "country:CCC": neighbour}
        monkeypatch.setattr(squares, "geometry", shapes.__getitem__)
        with pytest.raises(UnknownPlaceError, match="have 2"):
            build_footprint("exclave(country:AAA,country:CCC)", squares, locate_square)

    def test_the_corridor_joins_both_ends_and_stays_on_the_ground_between(self, squares: Boundaries, locate_square):
        place_id = "corridor(country:AAA,part(south,country:BBB),exclave(country:AAA,country:CCC))"
        corridor = build_footprint(place_id, squares, locate_square)
        assert corridor.drawn.dwithin(box(0, 0, 2, 2), 1e-6)
        assert corridor.drawn.dwithin(box(3, 0, 4, 1), 1e-6)
        assert off_ground_km2(corridor.drawn, BBB) < 1e-3
        assert corridor.parameters["length_km"] == pytest.approx(111, abs=1)
        assert corridor.extent.bounds[3] < 1, "the south, not all of the country"
        assert "route is not stated" in corridor.note

    def test_near_a_town_is_round_it_and_near_a_country_is_outside_it(self, squares: Boundaries, locate_square):
        town = build_footprint("near(town:1)", squares, locate_square).extent
        assert town.contains(shapely.Point(TOWNS["town:1"]))
        assert measure_area_km2(town) == pytest.approx(np.pi * 15**2, rel=0.01)
        country = build_footprint("near(country:NNN)", squares, locate_square).extent
        assert not country.contains(shapely.Point(12, 71))

    def test_an_offset_is_as_far_and_where_it_says(self, squares: Boundaries, locate_square):
        point = build_footprint("offset(20,northeast,town:3)", squares, locate_square).drawn
        assert measure_length_km(shapely.LineString([TOWNS["town:3"], point.coords[0]])) == pytest.approx(20)
        assert point.x > 1
        assert point.y > 1

    def test_the_caption_of_a_disputed_area_says_whose_and_when(self, squares: Boundaries, locate_square):
        note = build_footprint("area:corner", squares, locate_square).note
        assert all(word in note for word in ("since 1994-05-12", "administered by BBB", "claimed by AAA"))


class TestRealBoundaries:
    """The shipped files: figures that were measured when the layers were chosen, and the speed that a reader feels."""

    def test_the_exclave_bordering_turkey_is_the_one(self, real: Boundaries):
        found = build_footprint("exclave(country:AZE,country:TUR)", real, {}.get)
        assert measure_area_km2(found.drawn) == pytest.approx(5318, rel=0.01)

    @pytest.mark.parametrize(
        ("place_id", "area_km2"),
        [
            # why: a spit and a lagoon shore are parts of one exclave
            ("exclave(country:RUS,country:LTU)", 13_449),
            # why: villages of a few km2 beside it must not make it ambiguous
            ("exclave(country:AZE,country:ARM)", 5_318),
            ("exclave(country:AGO,country:COD)", 7_101),
            # why: Point Roberts borders Canada too
            ("exclave(country:USA,country:CAN)", 1_427_512),
        ],
    )
    def test_exclaves_elsewhere(self, real: Boundaries, place_id: str, area_km2: float):
        assert measure_area_km2(build_footprint(place_id, real, {}.get).drawn) == pytest.approx(area_km2, rel=0.01)

    @pytest.mark.parametrize(
        ("taker", "loser", "area_km2"),
        [("AZE", "ARM", 100), ("RWA", "COD", 300), ("VEN", "GUY", 159_500), ("TJK", "KGZ", 12), ("NOR", "RUS", 20)],
    )
    def test_strips_on_real_borders_are_exact(self, real: Boundaries, taker: str, loser: str, area_km2: float):
        side = real.geometry(f"country:{loser}")
        drawn = build_strip(area_km2, find_border(real.geometry(f"country:{taker}"), side), side).drawn
        assert measure_area_km2(drawn) == pytest.approx(area_km2, rel=1e-5)
        assert off_ground_km2(drawn, side) <= 1e-6 * area_km2

    def test_the_readings_of_a_direction_differ_as_measured(self, real: Boundaries):
        south = build_footprint("part(south,country:ARM)", real, {}.get)
        areas = [measure_area_km2(one) for one in (south.core, south.drawn, south.extent)]
        assert areas == pytest.approx([2693, 4670, 14_060], rel=0.05)
