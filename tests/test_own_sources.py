"""A user's own boundaries: what the table must say, and what comes out for both halves of the program."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.boundaries import Boundaries
from geo.errors import DataError
from geo.own_sources import read_own_file, read_own_sources
from geo.pipeline import Engine

ROW = {"id": "zones", "file": "zones.geojson", "attribution": "A survey", "licence": "CC0", "as_of": "2024-05-01"}
TABLE = """
[[source]]
id = "zones"
file = "zones.geojson"
name = "label"
names = ["local"]
key = "code"
country = "UKR"
attribution = "A survey"
licence = "CC0"
as_of = "2024-05-01"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table, and a file of a zone, a road and a post near Kherson."""
    shapes = [shapely.box(32.4, 46.4, 32.8, 46.8), shapely.LineString([(32, 46), (33, 47)]), shapely.Point(32.6, 46.6)]
    columns = {
        "label": ["Zhuravka Zone", "Zhuravka Road", "Post Zhuravka"],
        "local": ["Журавка", None, ""],
        "code": ["a", "b", "c"],
    }
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(tmp_path / "zones.geojson")
    (tmp_path / "sources.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_a_row_gives_a_layer_and_names(folder: Path, squares: Boundaries):
    own = read_own_sources(folder / "sources.toml")
    world = squares.with_own(own.sources, own.frames)
    assert world.geometry("zones:a").bounds == (32.4, 46.4, 32.8, 46.8)
    assert world.name("zones:b") == "Zhuravka Road"
    assert world.source_of("zones:a").attribution == "A survey"
    assert [row.feature_code for row in own.rows] == ["OWNA", "OWNL", "OWNP"]
    assert own.rows[0].names == ("Журавка",)
    assert (own.rows[2].lon, own.rows[2].lat) == (32.6, 46.6)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Zones 1"}, "want lower-case letters and digits"),
        # why: "country:a" would hide a country of ours
        ({"id": "country"}, "none of country"),
        ({"attribution": ""}, "no attribution"),
        # why: a misspelled key would be silently without effect
        ({"nmae": "label"}, "unknown key 'nmae'"),
        ({"country": "Ukraine"}, "want an ISO alpha-3 code"),
        ({"name": "title"}, "no column 'title'"),
        ({"name": "label", "names": ["latin"]}, "no column 'latin'; it has: label, local, code"),
        ({"name": "label", "file": "absent.geojson"}, "absent.geojson"),
        # why: one of the two rows would silently win
        ({"name": "label", "key": "same"}, "two rows have the key 'x'"),
    ],
)
def test_a_faulty_row_is_one_clear_line(folder: Path, change: dict[str, object], message: str):
    frame = gpd.read_file(folder / "zones.geojson").assign(same="x") if change.get("key") else None
    if frame is not None:
        frame.to_file(folder / "zones.geojson")
    with pytest.raises(DataError, match=message) as caught:
        read_own_file(ROW | change, folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no \\[\\[source\\]\\] row"),
        ("[[source", "want a TOML file"),
        (TABLE + TABLE, "two sources have the id 'zones'"),
    ],
)
def test_a_faulty_table_is_one_clear_line(folder: Path, text: str, message: str):
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        read_own_sources(folder / "sources.toml")
    assert "\n" not in str(caught.value)


def test_a_table_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(DataError, match=r"nowhere\.toml"):
        read_own_sources(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("place", "place_id", "part", "why"),
    [
        ("the Zhuravka Zone", "zones:a", "drawn", "an area is filled as a province is"),
        ("Post Zhuravka", "zones:c", "anchor", "a point is a spot"),
    ],
)
def test_a_dispatch_finds_and_draws_them(folder: Path, engine: Engine, place: str, place_id: str, part: str, why: str):
    own = engine.with_own(read_own_sources(folder / "sources.toml"))
    reading = own.read_text(f"Russian forces seized {place} on Monday, the Ukrainian army said.")
    assert place_id in {one.place.place_id for one in reading.mentions if one.place}, why
    drawn = [one["properties"]["part"] for one in (reading.features or {})["features"]]
    assert part in drawn, why
    assert not [
        one
        for one in engine.read_text(f"Forces seized {place}.").mentions
        if one.place and "zones" in one.place.place_id
    ]


def test_its_own_name_beats_a_namesake(folder: Path, engine: Engine):
    """Whoever brings a file of zones means them."""
    (folder / "sources.toml").write_text(TABLE.replace('"label"', '"town"'), encoding="utf-8")
    gpd.read_file(folder / "zones.geojson").assign(town=["Kherson", "b", "c"]).to_file(folder / "zones.geojson")
    own = engine.with_own(read_own_sources(folder / "sources.toml"))
    reading = own.read_text("Troops entered Kherson, the Ukrainian army said.")
    assert [one.place.place_id for one in reading.mentions if one.toponym == "Kherson"] == ["zones:a"]
