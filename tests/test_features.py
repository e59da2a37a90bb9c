"""Features: which claims are drawn, as what, how large, and what is said about it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping

import pytest
import shapely

from geo.boundaries import Boundaries
from geo.errors import InputError
from geo.features import COLUMNS, PLACE_COLUMNS, Drawn, build_drawn, check_frame, from_collection, to_collection
from geo.features.labels import build_label
from geo.features.selection import Grain, find_grain
from geo.footprints import build_footprint, measure_area_km2
from geo.model import (
    Certainty,
    Claim,
    ClaimKind,
    Document,
    Mention,
    MentionKind,
    Modality,
    Party,
    Place,
    Polarity,
    Reading,
    Relation,
    RelationType,
    Stance,
    Use,
)
from tests.squares import COUNTRIES, TOWNS

A_PARTY, B_PARTY = Party("Ana Aster", "AAA"), Party("Bo Berg", "BBB")
BORDER = "border(country:AAA,country:BBB)"
CORRIDOR = "corridor(country:AAA,part(south,country:BBB),exclave(country:AAA,country:CCC))"

START = itertools.count(0, 10)


def mention(place_id: str | None, **changes) -> Mention:
    place = Place(place_id, f"<{place_id}>", None, None, None, None) if place_id else None
    name = changes.pop("id", place_id or "unresolved")
    values = {"kind": MentionKind.NAME, "use": Use.LITERAL, "place": place, "score": 1.0, "drawn": True} | changes
    return Mention(name, 0, 1, name, **values)


def claim(name: str, kind: str, *where: str, **changes) -> Claim:
    start = next(START)
    values = {"claimant": A_PARTY, "stance": Stance.ASSERTS, "rule": "by hand", "where": where} | changes
    return Claim(name, start, start + 5, "its words", ClaimKind(kind), **values)


def read(*claims: Claim, mentions: tuple[Mention, ...] = (), relations: tuple[Relation, ...] = ()) -> Reading:
    """A reading of these claims, with a mention for each place id that they name."""
    named = {one.id: one for one in mentions}
    for one in claims:
        for place_id in one.where:
            named.setdefault(place_id, mention(place_id))
    document = Document("doc", None, None, None, "en", "", "", "")
    return Reading(document, tuple(named.values()), claims, relations)


@pytest.fixture
def draw(squares: Boundaries, locate_square):
    def _draw(*claims: Claim, **reading) -> Drawn:
        return build_drawn(read(*claims, **reading), squares, locate_square)

    return _draw


def parts(drawn: Drawn) -> str:
    return ", ".join(f"{row.part} {row.method}" for row in drawn.features.itertuples())


def shape_of(drawn: Drawn, name: str, part: str = "drawn"):
    rows = drawn.features
    return rows[(rows.claim_id == name) & (rows.part == part)].geometry.iloc[0]


SIZED = {"area_km2": 100.0, "actor": "AAA", "counterpart": "BBB"}

DRAWN = [
    # why, claim, its parts, its certainty
    (
        "part of an area, and its name inside those words: still only a part",
        claim("c", "seizure", "some(area:corner)", "area:corner"),
        "extent some",
        "approximate",
    ),
    (
        "near a town, and the town inside those words: still only near",
        claim("c", "attack", "near(town:1)", "town:1"),
        "extent near",
        "approximate",
    ),
    ("a town is a point", claim("c", "seizure", "town:1"), "anchor point", "located"),
    (
        "several towns are several points, and the country they lie in is not the claim",
        claim("c", "seizure", "town:1", "town:2", "country:BBB"),
        "anchor point, anchor point",
        "located",
    ),
    ("a province is its polygon", claim("c", "occupation", "admin1:BBB-1"), "drawn boundary", "located"),
    ("a group of units too", claim("c", "seizure", "region:both-provinces"), "drawn region", "located"),
    (
        "a vague region is approximate",
        claim("c", "seizure", "region:middle"),
        "extent region, drawn region",
        "approximate",
    ),
    (
        "part of an area: all of it is possible",
        claim("c", "seizure", "some(area:corner)"),
        "extent some",
        "approximate",
    ),
    (
        "a direction has no line",
        claim("c", "occupation", "part(north,country:BBB)"),
        "extent part, drawn part",
        "approximate",
    ),
    (
        "a corridor is a schematic",
        claim("c", "corridor", CORRIDOR, "part(south,country:BBB)"),
        "extent corridor, drawn corridor",
        "approximate",
    ),
    ("a border claim is the border", claim("c", "border", BORDER), "drawn border", "located"),
    (
        "land taken along a border lies on the loser's side",
        claim("c", "seizure", BORDER, "some(country:BBB)"),
        "extent along",
        "approximate",
    ),
    (
        "a shelled province was not shelled all over",
        claim("c", "attack", "admin1:BBB-1"),
        "extent boundary",
        "approximate",
    ),
    ("a shelled town is a point", claim("c", "attack", "town:1", "some(country:BBB)"), "anchor point", "located"),
    ("near a town is a disc", claim("c", "attack", "near(town:1)"), "extent near", "approximate"),
    (
        "so many km off is a point in a disc",
        claim("c", "attack", "offset(20,north,town:1)"),
        "extent offset, anchor offset",
        "approximate",
    ),
    (
        "a zone of a stated width is a band",
        claim("c", "withdrawal", "line:ceasefire", length_km=20.0),
        "drawn band",
        "approximate",
    ),
    (
        "a foreign country's status is its outline",
        claim("c", "status", "country:BBB"),
        "extent boundary",
        "approximate",
    ),
    (
        "100 km2 along a named border",
        claim("c", "seizure", BORDER, "some(country:BBB)", **SIZED),
        "extent strip, drawn strip",
        "approximate",
    ),
    (
        "100 km2 of a neighbour, no border named",
        claim("c", "seizure", "some(country:BBB)", **SIZED),
        "extent strip, drawn strip",
        "approximate",
    ),
    (
        "100 km2 in a province",
        claim("c", "seizure", "admin1:BBB-1", **SIZED),
        "extent patch, drawn patch",
        "approximate",
    ),
    ("100 km2 round a town", claim("c", "seizure", "town:1", **SIZED), "extent patch, drawn patch", "approximate"),
    (
        "not a neighbour: inside the country",
        claim("c", "seizure", "some(country:EEE)", area_km2=100.0, actor="AAA"),
        "extent patch, drawn patch",
        "approximate",
    ),
    (
        "a stated area that is the province's own",
        claim("c", "status", "admin1:BBB-1", area_km2=14_000.0),
        "drawn boundary",
        "approximate",
    ),
]


@pytest.mark.parametrize(("why", "one", "wanted", "certainty"), DRAWN, ids=[row[0] for row in DRAWN])
def test_what_a_claim_is_drawn_as(draw, why: str, one: Claim, wanted: str, certainty: str):
    drawn = draw(one)
    assert parts(drawn) == wanted, why
    assert drawn.certainty == {"c": Certainty(certainty)}
    assert not drawn.notes


UNPLACED = [
    (
        "an outlet's word on a country's standing is no claim to it",
        claim("c", "status", "country:BBB", claimant=Party("The Paper")),
        "Only a whole country",
    ),
    ("a whole country is not the claim", claim("c", "seizure", "country:BBB"), "Only a whole country"),
    ("nor for an attack, even a part of it", claim("c", "attack", "some(country:BBB)"), "more precise than a country"),
    ("talks happen nowhere that matters", claim("c", "diplomacy", "town:1"), "about no ground"),
    ("nor do statements", claim("c", "statement", BORDER), "about no ground"),
    ("no place at all", claim("c", "seizure"), "does not say where"),
    ("somewhere in a country: no fill", claim("c", "seizure", "some(country:BBB)"), "which part is not stated"),
    ("deaths on a border: no line in a claimant's colour", claim("c", "casualties", BORDER), "No settlement is named"),
    ("a withdrawal, and only a border", claim("c", "withdrawal", BORDER), "Only a border is named"),
    ("the speaker's own country", claim("c", "status", "country:AAA"), "Only a whole country"),
    ("a border that is none", claim("c", "border", "border(country:AAA,country:EEE)"), "no land border"),
    ("an area, and nobody's ground", claim("c", "seizure", area_km2=5.0), "not on whose ground"),
    (
        "planned, with no ground named",
        claim("c", "seizure", "some(country:BBB)", **SIZED, modality=Modality.PLANNED),
        "no ground is named",
    ),
    ("which side of the line", claim("c", "seizure", "line:ceasefire", area_km2=5.0), "On which side"),
]


@pytest.mark.parametrize(("why", "one", "note"), UNPLACED, ids=[row[0] for row in UNPLACED])
def test_what_is_listed_and_not_drawn(draw, why: str, one: Claim, note: str):
    drawn = draw(one)
    assert drawn.features.empty, why
    assert drawn.certainty == {"c": Certainty.UNPLACED}
    assert note in drawn.notes["c"]


@pytest.mark.parametrize(
    "one",
    [
        mention("town:1", id="m", use=Use.ASSOCIATIVE),
        mention("town:1", id="m", use=Use.SOURCE),
        # why: unresolved is a value, never a point at 0, 0
        mention(None, id="m"),
    ],
)
def test_only_resolved_literal_mentions_are_ground(draw, one: Mention):
    assert draw(claim("c", "seizure", "m"), mentions=(one,)).features.empty


def test_what_is_only_planned_is_drawn_where_somebody_wants_it(draw):
    planned = claim("c", "seizure", "admin1:BBB-1", modality=Modality.PLANNED)
    assert draw(planned).features.empty, "a threat is no ground taken"
    assert draw(planned).notes == {"c": "Told as planned, not as having happened."}
    withdrawal = claim("c", "withdrawal", "admin1:BBB-1", modality=Modality.PLANNED)
    assert draw(withdrawal).features.label.tolist() == ["Planned withdrawal, <admin1:BBB-1>: claimed by Ana Aster"]


class TestSizes:
    """One claims 100 km2, the other 10 in addition to 40: the case that the map is for."""

    @pytest.fixture
    def three(self, draw) -> Drawn:
        taken = {"actor": "AAA", "counterpart": "BBB"}
        return draw(
            claim("all", "seizure", "some(country:BBB)", BORDER, area_km2=100.0, **taken),
            claim("new", "seizure", "some(country:BBB)", area_km2=10.0, claimant=B_PARTY, **taken),
            claim("old", "occupation", "some(country:BBB)", area_km2=40.0, claimant=B_PARTY, **taken),
            relations=(Relation(RelationType.ADDS_TO, ("new", "old"), "in addition to"),),
        )

    def test_each_is_as_large_as_stated(self, three: Drawn):
        rows = three.features[three.features.part == "drawn"]
        assert rows.drawn_km2.tolist() == pytest.approx([100, 10, 40], rel=1e-5)
        assert rows.claimed_km2.tolist() == [100, 10, 40]

    def test_what_one_claimant_adds_up_is_disjoint_and_adjacent(self, three: Drawn):
        new, old = shape_of(three, "new"), shape_of(three, "old")
        assert measure_area_km2(new.intersection(old)) < 1e-6
        assert new.dwithin(old, 1e-6)

    def test_what_competes_begins_at_one_place(self, three: Drawn):
        both = shape_of(three, "new") | shape_of(three, "old")
        assert measure_area_km2(both.difference(shape_of(three, "all"))) < 0.5

    def test_all_lie_on_the_losing_side_inside_one_band(self, three: Drawn):
        for name in ("all", "new", "old"):
            shape, extent = shape_of(three, name), shape_of(three, name, "extent")
            assert shape.difference(COUNTRIES["BBB"]).area * 12_365 < 1e-4
            assert shape.difference(extent).area * 12_365 < 1e-4

    def test_inference_is_told(self, three: Drawn):
        notes = three.features.set_index("claim_id").note
        assert "only by inference" in notes["new"].iloc[0]
        assert "only by inference" not in notes["all"].iloc[0]

    def test_without_a_relation_two_claims_of_one_claimant_may_be_one(self, draw):
        drawn = draw(
            claim("a", "seizure", "some(country:BBB)", **SIZED), claim("b", "seizure", "some(country:BBB)", **SIZED)
        )
        assert shape_of(drawn, "a").equals(shape_of(drawn, "b"))

    def test_a_town_by_the_border_is_where_the_strip_begins(self, draw):
        near = draw(claim("c", "seizure", BORDER, "town:1", "some(country:BBB)", **SIZED))
        assert shape_of(near, "c").distance(shapely.Point(2, TOWNS["town:1"][1])) < 1e-3

    def test_more_than_there_is_is_said(self, draw):
        drawn = draw(claim("c", "seizure", "area:corner", area_km2=1e5))
        assert "more than" in drawn.features.note.iloc[0]
        assert drawn.features.claimed_km2.iloc[0] == 1e5


def test_a_rejected_corridor_is_the_same_ground_with_another_stance(draw):
    drawn = draw(
        claim("c1", "corridor", CORRIDOR, stance=Stance.DEMANDS),
        claim("c2", "corridor", CORRIDOR, stance=Stance.REJECTS, claimant=B_PARTY, polarity=Polarity.NEGATIVE),
    )
    assert shape_of(drawn, "c1").equals(shape_of(drawn, "c2"))
    assert drawn.features.stance.tolist() == ["demands", "demands", "rejects", "rejects"]
    assert [label.split(": ")[1] for label in drawn.features.label[1:3]] == [
        "demanded by Ana Aster",
        "rejected by Bo Berg",
    ]


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({}, "Seizure, Nine: claimed by Ana Aster"),
        ({"area_km2": 12.5}, "Seizure, 12.5 km², Nine: claimed by Ana Aster"),
        ({"length_km": 7.0, "stance": Stance.PROPOSES}, "Seizure, 7 km, Nine: proposed by Ana Aster"),
        ({"stance": Stance.DENIES}, "Seizure, Nine: denied by Ana Aster"),
        # why: "there was no seizure" must not read as a claim that there was one
        ({"polarity": Polarity.NEGATIVE}, "Seizure, Nine: denied by Ana Aster"),
        # why: a rejection is a rejection, negative or not
        ({"stance": Stance.REJECTS, "polarity": Polarity.NEGATIVE}, "Seizure, Nine: rejected by Ana Aster"),
        ({"modality": Modality.ATTEMPTED}, "Attempted seizure, Nine: claimed by Ana Aster"),
    ],
)
def test_a_label_says_what_how_large_and_whose_word(changes: Mapping[str, object], label: str):
    assert build_label(claim("c", "seizure", **changes), "Nine") == label


@pytest.mark.parametrize("stance", list(Stance))
def test_every_label_names_the_claimant(stance: Stance):
    assert build_label(claim("c", "status", stance=stance), "").endswith(" by Ana Aster")


@pytest.mark.parametrize(
    ("place_id", "grain"),
    [
        ("town:1", Grain.POINT),
        ("union(town:1,town:2)", Grain.POINT),
        # why: a union is as coarse as its coarsest
        ("union(town:1,country:AAA)", Grain.COUNTRY),
        ("some(admin1:BBB-1)", Grain.UNIT),
        ("some(country:AAA)", Grain.SOME),
        ("inside(3,border(country:AAA,country:BBB),country:BBB)", Grain.LINE),
        (CORRIDOR, Grain.CORRIDOR),
    ],
)
def test_the_grain_of_a_place(place_id: str, grain: Grain):
    assert find_grain(place_id) is grain


def test_places_are_the_drawn_mentions_once_each(squares: Boundaries, locate_square):
    mentions = (
        mention("town:1", id="m1"),
        mention("town:1", id="m2"),
        mention("country:AAA", id="m3", drawn=False),
        mention("border(country:AAA,country:EEE)", id="m4"),
        mention(None, id="m5"),
    )
    places = build_drawn(read(mentions=mentions), squares, locate_square).places
    assert tuple(places.columns) == PLACE_COLUMNS
    assert places.mention_id.tolist() == ["m1"], "no second row, none undrawn, none that has no shape"


class TestCollection:
    @pytest.fixture
    def drawn(self, draw) -> Drawn:
        return draw(*(row[1] for row in DRAWN[:12]))

    def test_an_empty_reading_keeps_its_columns(self, draw):
        frame = draw().features
        assert tuple(frame.columns) == COLUMNS
        assert to_collection(frame) == {"type": "FeatureCollection", "features": []}
        assert tuple(from_collection(to_collection(frame)).columns) == COLUMNS

    def test_there_and_back(self, drawn: Drawn):
        text = json.dumps(to_collection(drawn.features), allow_nan=False)
        back = from_collection(json.loads(text))
        for name in COLUMNS[:-1]:
            assert back[name].astype(object).where(back[name].notna(), None).tolist() == (
                drawn.features[name].astype(object).where(drawn.features[name].notna(), None).tolist()
            ), name

    def test_a_written_shape_measures_what_it_says(self, draw):
        # why: 0.002 km2 is 45 m wide, and 5 decimals are 1 m
        small = claim("c", "seizure", "town:1", area_km2=0.002, actor="AAA", counterpart="BBB")
        back = from_collection(to_collection(draw(small, DRAWN[-6][1]).features))
        for row in back[back.part == "drawn"].itertuples():
            assert measure_area_km2(row.geometry) == pytest.approx(row.drawn_km2, rel=1e-3)

    def test_lines_and_points_have_no_area(self, draw):
        features = to_collection(draw(claim("c", "seizure", "town:1")).features)["features"]
        assert features[0]["properties"]["drawn_km2"] is None
        assert features[0]["geometry"] == {"type": "Point", "coordinates": [2.1, 0.9]}

    @pytest.mark.parametrize(
        ("spoil", "message"),
        [
            (lambda one: one["properties"].pop("label"), "no label"),
            (lambda one: one["properties"].update(part="shade"), "part 'shade'"),
            (lambda one: one["properties"].update(stance="shouts"), "stance 'shouts'"),
            (lambda one: one.update(geometry=None), "no geometry"),
            (lambda one: one.update(geometry={"type": "Point", "coordinates": [91, 120]}), "outside lon"),
            (lambda one: one.update(geometry={"type": "Ring"}), "feature 0: GEOSException"),
            (lambda one: one.pop("properties"), "feature 0: KeyError"),
        ],
    )
    def test_a_faulty_collection_is_refused(self, drawn: Drawn, spoil, message: str):
        collection = json.loads(json.dumps(to_collection(drawn.features)))
        spoil(collection["features"][0])
        with pytest.raises(InputError, match=message):
            from_collection(collection)

    @pytest.mark.parametrize("nothing", [None, {}, {"type": "Feature"}, {"type": "FeatureCollection"}])
    def test_what_is_no_collection_is_refused(self, nothing):
        with pytest.raises(InputError, match="FeatureCollection"):
            from_collection(nothing)

    def test_a_frame_in_metres_is_refused(self, drawn: Drawn):
        with pytest.raises(InputError, match="want EPSG:4326"):
            check_frame(drawn.features.to_crs("EPSG:3857"))


class TestRealConflicts:
    """Shipped boundaries: exact, inside, fast enough to wait for, and small enough to send."""

    SIDES = (("AZE", "ARM"), ("RWA", "COD"), ("RUS", "UKR"), ("CHN", "IND"), ("ETH", "SDN"), ("TJK", "KGZ"))

    @pytest.mark.parametrize(("taker", "loser"), SIDES)
    def test_competing_and_added_claims(self, real: Boundaries, taker: str, loser: str):
        place, taken = f"some(country:{loser})", {"actor": taker, "counterpart": loser}
        reading = read(
            claim("all", "seizure", place, area_km2=100.0, **taken),
            claim("new", "seizure", place, area_km2=10.0, claimant=B_PARTY, **taken),
            claim("old", "occupation", place, area_km2=40.0, claimant=B_PARTY, **taken),
            claim("where", "attack", f"border(country:{min(taker, loser)},country:{max(taker, loser)})"),
            claim("part", "seizure", f"part(south,country:{loser})"),
            relations=(Relation(RelationType.ADDS_TO, ("new", "old"), "in addition to"),),
        )
        drawn = build_drawn(reading, real, {}.get)
        side = build_footprint(f"country:{loser}", real, {}.get).shape
        for name, area in (("all", 100), ("new", 10), ("old", 40)):
            assert measure_area_km2(shape_of(drawn, name)) == pytest.approx(area, rel=1e-5)
            assert shape_of(drawn, name).difference(side).area * 12_365 < 1e-4
        assert shape_of(drawn, "new").intersection(shape_of(drawn, "old")).area * 12_365 < 1e-4
        text = json.dumps(to_collection(drawn.features))
        assert len(text) < 300_000
        back = from_collection(json.loads(text))
        assert [measure_area_km2(one) for one in back[back.part == "drawn"].geometry[:3]] == pytest.approx(
            [100, 10, 40], rel=1e-3
        )

    def test_the_large_countries_are_thinned_to_send(self, real: Boundaries):
        codes = ("RUS", "CAN", "USA", "IDN", "CHN", "NOR", "CHL", "AUS")
        mentions = tuple(mention(f"country:{code}") for code in codes)
        places = build_drawn(read(mentions=mentions), real, {}.get).places
        text = json.dumps(to_collection(places))
        assert len(text) < 300_000
        assert all(shapely.from_geojson(json.dumps(one["geometry"])).is_valid for one in json.loads(text)["features"])
