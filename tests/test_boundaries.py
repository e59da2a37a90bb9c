"""Boundary files: what is refused at the seam, and what is handed out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.boundaries import Boundaries, check_layer, read_boundaries
from geo.boundaries.world import FOLDER
from geo.errors import DataError, UnknownPlaceError
from tests.squares import build_layers, write_world


def test_a_leaf_gives_its_geometry_and_its_row(squares: Boundaries):
    assert squares.geometry("admin1:BBB-1").equals(shapely.box(2, 0, 3, 1))
    assert squares.name("country:AAA") == "AAAland"
    row = squares.row("area:corner")
    assert (row["claimed_by"], row["valid_to"]) == ("AAA", None)


@pytest.mark.parametrize(
    ("place_id", "message"),
    [
        # why: a code that no row has, though the namespace exists
        ("country:ZZZ", "no row 'country:ZZZ'"),
        # why: a namespace that no file holds
        ("planet:mars", "no boundary file holds"),
        # why: this folder has no river file at all, which the message must say
        ("river:aras", "no boundary layer 'rivers'"),
        # why: a description is no leaf; it belongs to footprints
        ("some(country:AAA)", "no boundary file holds"),
    ],
)
def test_an_unknown_place_says_what_is_missing(squares: Boundaries, place_id: str, message: str):
    with pytest.raises(UnknownPlaceError, match=message.replace("(", r"\(")):
        squares.geometry(place_id)


def test_regions_stand_for_place_ids(squares: Boundaries):
    assert squares.region("region:both-provinces").footprint == "union(admin1:BBB-1,admin1:BBB-2)"
    assert squares.name("region:middle") == "the Middle"
    assert not squares.regions["region:both-provinces"].approximate
    with pytest.raises(UnknownPlaceError, match="region:nowhere"):
        squares.region("region:nowhere")


def test_sources_are_credited_once_each(squares: Boundaries):
    assert squares.attribution(["countries", "admin1"]) == "Drawn by hand"
    assert squares.attribution([]) == ""
    assert squares.as_of == "2022-01-31"
    assert squares.source_of("town:9").id == "towns"


def test_what_is_handed_out_cannot_change_what_is_held(squares: Boundaries):
    frame = squares.layer("countries")
    frame.loc[0, "name"] = "spoiled"
    assert squares.name("country:AAA") == "AAAland"
    with pytest.raises(TypeError):
        squares.regions["region:middle"] = None  # type: ignore[index]


def spoil_coordinates(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame.loc[0, "geometry"] = shapely.Point(np.nan, 1)
    return frame


def empty_geometry(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame.loc[0, "geometry"] = shapely.Polygon()
    return frame


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        # why: metres read as degrees put a country in the Gulf of Guinea
        (lambda frame: frame.set_crs("EPSG:3857", allow_override=True), "CRS is WGS 84 / Pseudo-Mercator"),
        (lambda frame: frame.drop(columns="name"), "no column 'name'"),
        # why: the second row would silently win
        (lambda frame: frame.assign(place_id="country:AAA"), "'country:AAA' is there more than once"),
        # why: a file from another build than its row
        (lambda frame: frame.iloc[1:], "want 7"),
        (spoil_coordinates, "coordinates that are not finite"),
        (empty_geometry, "row 0 has no geometry"),
        # why: degrees beyond the map are a wrong order or a wrong CRS
        (lambda frame: frame.set_geometry(frame.translate(200, 0)), "leaves lon"),
    ],
)
def test_a_faulty_layer_is_refused(tmp_path: Path, spoil, message: str):
    write_world(tmp_path, build_layers())
    spoil(build_layers()["countries"]).to_parquet(tmp_path / "countries.parquet")
    with pytest.raises(DataError, match=message):
        read_boundaries(tmp_path).geometry("country:AAA")


def test_all_faults_of_a_layer_are_told_at_once(tmp_path: Path):
    write_world(tmp_path, build_layers())
    layer = build_layers()["countries"].drop(columns="name").assign(place_id="country:AAA")
    layer.to_parquet(tmp_path / "countries.parquet")
    with pytest.raises(DataError, match=r"no column 'name'.*more than once"):
        read_boundaries(tmp_path).layer("countries")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # why: the licence decides what may be shipped together
        ("sources.toml", 'licence = "none needed"', 'licence = ""', "source 1: no licence"),
        ("sources.toml", "countries.parquet", "nowhere.parquet", "no file nowhere.parquet"),
        ("sources.toml", "[[source]]", "[[source", "sources.toml: "),
        ("regions.toml", 'id = "region:middle"', 'id = "region:both-provinces"', "is there twice"),
        ("regions.toml", "part(centre,country:BBB)", "part(centre,", "region 2: not a place id"),
        # why: a region made of itself would never end
        ("regions.toml", "part(centre,country:BBB)", "some(region:middle)", "region:middle, which is not above it"),
    ],
)
def test_faulty_tables_are_refused_at_once(tmp_path: Path, file: str, old: str, new: str, message: str):
    path = write_world(tmp_path, build_layers()) / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_boundaries(tmp_path)


def test_a_missing_folder_is_a_data_error(tmp_path: Path):
    with pytest.raises(DataError, match=r"sources\.toml"):
        read_boundaries(tmp_path / "nowhere")


class TestWindow:
    def test_rows_are_clipped_and_neighbours_still_meet(self, squares: Boundaries):
        rows = squares.window("countries", (1, 0.5, 3, 1.5)).set_index("place_id")
        assert set(rows.index) == {"country:AAA", "country:BBB"}
        assert rows.total_bounds.tolist() == [1, 0.5, 3, 1.5]
        assert rows.geometry["country:AAA"].touches(rows.geometry["country:BBB"])

    def test_a_window_may_cross_the_antimeridian(self, squares: Boundaries):
        rows = squares.window("countries", (179.5, -1, -179.5, 0))
        assert rows.place_id.tolist() == ["country:FFF"]
        assert shapely.area(rows.geometry.to_numpy()).sum() == pytest.approx(1.0)

    def test_open_sea_gives_no_rows_but_the_columns(self, squares: Boundaries):
        rows = squares.window("countries", (100, 50, 101, 51))
        assert rows.empty
        assert "place_id" in rows.columns

    def test_lines_and_points_have_windows_too(self, squares: Boundaries):
        assert squares.window("lines", (0, 0.5, 1, 1)).geometry.iloc[0].length == pytest.approx(0.5)
        assert len(squares.window("towns", (1, 1, 2, 2))) == 1


class TestShippedData:
    """The files in git: a fault in them would otherwise show only on somebody's map."""

    def test_every_layer_is_what_its_row_says(self):
        world = read_boundaries()
        layers = [source for source in world.sources if source.file.endswith(".parquet")]
        assert {"countries", "admin1", "areas", "lines"} <= {source.id for source in layers}
        for source in layers:
            check_layer(gpd.read_parquet(FOLDER / source.file), source)

    def test_every_source_is_credited(self):
        assert all(source.attribution and source.licence for source in read_boundaries().sources)


class TestFinerRows:
    def test_rows_of_a_file_that_refines_a_layer_replace_its_own(self, tmp_path: Path):
        layers = build_layers()
        finer = layers["countries"].iloc[[0]].assign(geometry=[shapely.box(0, 0, 1.9, 2)])
        write_world(tmp_path, layers | {"finer": finer})
        table = tmp_path / "sources.toml"
        rows = table.read_text(encoding="utf-8").replace('id = "finer"', 'id = "finer"\nrefines = "countries"')
        table.write_text(
            rows.replace('attribution = "Drawn by hand"', 'attribution = "Drawn finely"', 6), encoding="utf-8"
        )
        world = read_boundaries(tmp_path)
        assert world.geometry("country:AAA").bounds == (0, 0, 1.9, 2)
        assert len(world.layer("countries")) == len(layers["countries"])
        assert world.source_of("country:AAA").id == "finer"
        assert world.source_of("country:BBB").id == "countries"
        assert [one.id for one in world.sources_of("countries")] == ["countries", "finer"], "both are credited"


class TestCircles:
    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("at = [1.0, 1.0]", "no footprint, and no at"),
            ("at = [1.0]\nradius_km = 5", "no footprint, and no at"),
            # why: a slip of the unit would shade a continent
            ("at = [1.0, 1.0]\nradius_km = 5000", "want 0.1 to 1000"),
        ],
    )
    def test_a_region_needs_a_footprint_or_a_circle(self, tmp_path: Path, row: str, message: str):
        path = write_world(tmp_path, build_layers()) / "regions.toml"
        path.write_text(f'[[region]]\nid = "region:hill"\nname = "Hill"\n{row}\n', encoding="utf-8")
        with pytest.raises(DataError, match=message):
            read_boundaries(tmp_path)


# place, day, names of the areas drawn there, why
KARABAKH = [
    ("2019-06-01", {"Nagorno-Karabakh"}, "held so since 1994"),
    (
        "2022-09-14",
        {"Nagorno-Karabakh (1994–2020)"},
        "no file shows that day: the last state that one shows, with its years",
    ),
    ("2024-06-01", set(), "held no longer"),
    ("1985-06-01", {"Nagorno-Karabakh Autonomous Oblast"}, "the oblast"),
]


class TestDates:
    @pytest.mark.parametrize(("day", "names", "why"), KARABAKH)
    def test_disputed_ground_is_that_of_the_day(self, real: Boundaries, day: str, names: set[str], why: str):
        areas = real.under(date=dt.date.fromisoformat(day)).layer("areas")
        assert {name for name in areas["name"] if "Karabakh" in name} == names, why

    def test_a_place_that_the_text_names_is_there_on_any_day(self, real: Boundaries):
        late = real.under(date=dt.date(2030, 1, 1))
        assert late.geometry("area:nagorno-karabakh").equals(real.geometry("area:nagorno-karabakh"))

    @pytest.mark.parametrize(("day", "told"), [("2019-06-01", False), ("2022-09-14", True), ("2024-06-01", False)])
    def test_what_no_file_shows_is_told_for_its_time(self, real: Boundaries, day: str, told: bool):
        world = real.under(date=dt.date.fromisoformat(day))
        assert any(gap.place == "area:nagorno-karabakh" for gap in world.gaps) is told


SIDES = [
    # side, place, inside which country, why
    ("de facto", (34.1, 45.1), "RUS", "Crimea is under Russian control"),
    ("de jure", (34.1, 45.1), "UKR", "General Assembly resolution 68/262"),
    ("UKR", (34.1, 45.1), "UKR", "its own claim"),
    ("de jure", (35.75, 33.05), "SYR", "the Golan: Security Council resolution 497"),
    ("de jure", (33.3, 35.3), "CYP", "the north of Cyprus: Security Council resolution 541"),
    ("TUR", (33.3, 35.3), "CYN", "Turkey recognises it"),
    ("de facto", (20.9, 42.6), "XKX", "Kosovo"),
    ("RUS", (20.9, 42.6), "SRB", "Russia does not recognise Kosovo"),
    ("CHN", (79.5, 35.2), "CHN", "Aksai Chin, as China sees it"),
    ("IND", (79.5, 35.2), "IND", "Aksai Chin, as India sees it"),
    ("VEN", (-59.5, 6.0), "VEN", "Essequibo, as Venezuela sees it"),
    ("de jure", (-59.5, 6.0), "GUY", "Essequibo"),
]


class TestPointsOfView:
    @pytest.mark.parametrize(("side", "point", "country", "why"), SIDES)
    def test_whose_ground_it_is(self, real: Boundaries, side: str, point: tuple[float, float], country: str, why: str):
        world = real.under(side)
        countries = world.layer("countries")
        holds = countries[countries.geometry.contains(shapely.Point(point))]
        assert holds["country"].tolist() == [country], why
        assert world.geometry(f"country:{country}").contains(shapely.Point(point)), why

    def test_a_line_that_a_side_does_not_know_is_not_drawn(self, real: Boundaries):
        assert "line:western-sahara-berm" in set(real.layer("lines")["place_id"])
        assert "line:western-sahara-berm" not in set(real.under("MAR").layer("lines")["place_id"])

    @pytest.mark.parametrize("side", ["de facto", "de jure", "RUS"])
    def test_before_its_dispute_an_area_is_its_lawful_country_s(self, real: Boundaries, side: str):
        """The country layer is of 2022; a map of 2010 must not show Crimea under Russia."""
        early = real.under(side, dt.date(2010, 1, 1))
        assert early.geometry("country:UKR").contains(shapely.Point(34.1, 45.1))
        assert not early.geometry("country:RUS").contains(shapely.Point(34.1, 45.1))

    def test_an_unknown_side_is_refused(self, real: Boundaries):
        with pytest.raises(UnknownPlaceError, match="no side 'ATLANTIS'; want 'de facto'"):
            real.under("ATLANTIS")
