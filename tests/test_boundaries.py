"""Boundary files: what is refused at the seam, and what is handed out."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.boundaries import Boundaries, read_boundaries
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
    assert squares.region_footprint("region:both-provinces") == "union(admin1:BBB-1,admin1:BBB-2)"
    assert squares.name("region:middle") == "the Middle"
    assert not squares.regions["region:both-provinces"].approximate
    with pytest.raises(UnknownPlaceError, match="region:nowhere"):
        squares.region_footprint("region:nowhere")


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
            assert len(world.layer(source.id)) == source.count, source.id

    def test_every_source_is_credited(self):
        assert all(source.attribution and source.licence for source in read_boundaries().sources)
