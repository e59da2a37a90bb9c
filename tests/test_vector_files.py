"""Strangers' vector files: what is read, what is refused and how, and that none of it ends this process."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import parquet

from geo import vector_files
from geo.errors import DataError
from geo.vector_files import Limits, read_vector_file

BOX = shapely.box(44, 39, 46, 41)
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


def frame_of(*shapes: shapely.Geometry | None, crs: str | None = "EPSG:4326", **columns: list[Any]) -> gpd.GeoDataFrame:
    columns = {"Name": [f"claim {row}" for row in range(len(shapes))]} | columns
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"Name": "a"} | properties, "geometry": geometry}


def collection_of(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def zip_of(folder: Path, **renamed: str) -> Path:
    """A zip of the shapefile x in the folder; ``renamed`` gives the entry's name of a suffix."""
    with zipfile.ZipFile(folder / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("x.*")):
            if part.suffix != ".zip":
                archive.writestr(renamed.get(part.suffix[1:], part.name), part.read_bytes())
    return folder / "x.zip"


def fault_of(path: Path, **options: Any) -> str:
    """The message with which the file is refused: one printable line, which begins with the path."""
    with pytest.raises(DataError) as caught:
        read_vector_file(path, **({"name_column": "Name"} | options))
    message = str(caught.value)
    assert message.startswith(repr(str(path)))
    assert message.isprintable(), message
    return message


def refused(path: Path, message: str, **options: Any) -> None:
    fault = fault_of(path, **options)
    assert re.search(message, fault), fault


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's work done in this process: a child takes a second, and these tests' own files end nothing."""

    def work(job: Any) -> None:
        vector_files._read_checked(job).to_parquet(job.source.with_name(vector_files._RESULT))

    monkeypatch.setattr(vector_files, "_run_child", work)
    monkeypatch.setattr(pyogrio, "list_drivers", set)


def write_zip(folder: Path) -> Path:
    frame_of(BOX).to_file(folder / "x.shp")
    return zip_of(folder)


def write_by(suffix: str, **options: Any) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        frame_of(BOX).to_file(folder / f"x{suffix}", **options)
        return folder / f"x{suffix}"

    return write


def write_parquet(folder: Path) -> Path:
    frame_of(BOX).rename_geometry("shape").to_parquet(folder / "x.parquet")
    return folder / "x.parquet"


@pytest.mark.parametrize(
    "write",
    [
        write_by(".geojson"),
        # why: the content says what a file is, not its name
        write_by(".json", driver="GeoJSON"),
        write_by(".gpkg"),
        write_by(".fgb"),
        write_by(".shp"),
        write_by(".kml", driver="KML"),
        # why: the other KML of GDAL writes a prefix and attributes of its own
        write_by(".kml", driver="LIBKML"),
        write_zip,
        # why: a geometry column may have any name
        write_parquet,
    ],
)
def test_each_accepted_format_is_read(tmp_path: Path, write: Callable[[Path], Path]):
    frame = read_vector_file(write(tmp_path), name_column="Name")
    assert frame.crs == "EPSG:4326"
    assert list(frame["Name"]) == ["claim 0"]
    assert frame.geometry.name == "geometry"
    assert frame.geometry.iloc[0].equals(BOX)


@pytest.mark.usefixtures("here")
def test_all_attributes_come_as_plain_values(tmp_path: Path):
    frame = frame_of(BOX, BOX, BOX)
    frame["count"] = pd.array([3, None, 5], dtype="Int64")
    frame["share"] = [0.5, np.nan, 2.0]
    frame["sure"] = [True, False, True]
    frame["when"] = pd.to_datetime(["2024-01-02", None, "2024-01-03"])
    frame["list"] = [["a"], None, []]
    frame["second"] = gpd.GeoSeries([BOX] * 3, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "x.parquet")
    read = read_vector_file(tmp_path / "x.parquet", name_column="Name")
    assert list(read.columns) == ["Name", "count", "share", "sure", "when", "list", "geometry"]
    rows = [list(read[name]) for name in ("count", "share", "sure", "when", "list")]
    assert rows[:3] == [[3, None, 5], [0.5, None, 2.0], [1, 0, 1]]
    assert rows[3] == ["2024-01-02 00:00:00", None, "2024-01-03 00:00:00"]
    assert rows[4] == ["['a']", None, "[]"]
    assert {type(value) for row in rows for value in row} == {int, float, str, type(None)}


@pytest.mark.usefixtures("here")
def test_text_of_a_stranger_is_left_as_it_is(tmp_path: Path):
    name = "=1+1\t\u202e<b>\u0007"
    (tmp_path / "x.geojson").write_text(collection_of(feature(shapely.geometry.mapping(BOX), Name=name)))
    assert list(read_vector_file(tmp_path / "x.geojson", name_column="Name")["Name"]) == [name]


@pytest.mark.usefixtures("here")
def test_a_shapefile_in_capitals_is_found(tmp_path: Path):
    frame_of(BOX).to_file(tmp_path / "x.shp")
    for part in list(tmp_path.iterdir()):
        part.rename(part.with_suffix(part.suffix.upper()))
    assert len(read_vector_file(tmp_path / "x.SHP", name_column="Name")) == 1


def test_a_link_to_a_file_is_followed(tmp_path: Path):
    (tmp_path / "link").symlink_to(write_by(".gpkg")(tmp_path))
    assert len(read_vector_file(tmp_path / "link", name_column="Name")) == 1


@pytest.mark.usefixtures("here")
def test_a_macintosh_zip_holds_one_shapefile(tmp_path: Path):
    with zipfile.ZipFile(write_zip(tmp_path), "a") as archive:
        archive.writestr("__MACOSX/._x.shp", b"resource fork")
    assert len(read_vector_file(tmp_path / "x.zip", name_column="Name")) == 1


# ---- What the geometry becomes


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        # why: two triangles that touch, as the ring was drawn
        (BOW_TIE, shapely.MultiPolygon([[[(0, 0), (0.5, 0.5), (0, 1)]], [[(1, 0), (1, 1), (0.5, 0.5)]]])),
        # why: make_valid gives a collection; the spike of no area is dropped
        (shapely.Polygon([(0, 0), (2, 0), (2, 2), (2, 5), (2, 2), (0, 2)]), shapely.box(0, 0, 2, 2)),
        # why: a ring across the antimeridian, drawn to the east of it and to the west
        (shapely.box(170, 0, 190, 9), shapely.union(shapely.box(170, 0, 180, 9), shapely.box(-180, 0, -170, 9))),
        (shapely.box(-190, 0, -170, 9), shapely.union(shapely.box(170, 0, 180, 9), shapely.box(-180, 0, -170, 9))),
        # why: files of 0..360 degrees are common
        (shapely.Point(350, 1), shapely.Point(-10, 1)),
        (shapely.LineString([(190, 1), (200, 1)]), shapely.LineString([(-170, 1), (-160, 1)])),
        # why: what a change of CRS rounds off is no reason to cut a sliver
        (shapely.box(170, 0, 180.0000001, 90.0000001), shapely.box(170, 0, 180, 90)),
        # why: the edge along the pole is a whole turn, which can be meant in one way only
        (shapely.box(-180, -90, 180, -60), shapely.box(-180, -90, 180, -60)),
        # why: heights are not drawn by any map of ours
        (shapely.Point(1, 2, 3), shapely.Point(1, 2)),
    ],
)
def test_geometry_is_made_valid_within_the_map(tmp_path: Path, given: shapely.Geometry, wanted: shapely.Geometry):
    frame_of(given).to_parquet(tmp_path / "x.parquet")
    got = read_vector_file(tmp_path / "x.parquet", name_column="Name").geometry.iloc[0]
    assert got.is_valid
    assert not got.has_z
    assert got.equals(wanted), got


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("stated", [True, False])
def test_a_projected_crs_is_transformed(tmp_path: Path, stated: bool):
    frame = frame_of(shapely.Point(500_000, 4_400_000), crs="EPSG:32638" if stated else None)
    frame.to_parquet(tmp_path / "x.parquet")
    read = read_vector_file(tmp_path / "x.parquet", name_column="Name", crs="EPSG:32638")
    assert read.crs == "EPSG:4326"
    np.testing.assert_allclose(shapely.get_coordinates(read.geometry.to_numpy()), [[45, 39.7499]], atol=1e-4)


# why: each says WGS 84 with longitude and latitude in degrees, though not in the same words
@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("crs", ["EPSG:4326", "OGC:CRS84", "4326"])
def test_a_given_crs_may_repeat_the_stated_one(tmp_path: Path, crs: str):
    frame_of(shapely.Point(190, 1)).to_file(tmp_path / "x.shp")
    assert read_vector_file(tmp_path / "x.shp", name_column="Name", crs=crs).geometry.iloc[0].x == -170


# ---- What is no vector file, or points at another one


@pytest.mark.parametrize(
    "address",
    [
        "/vsicurl/http://127.0.0.1:9/x.geojson",
        "/vsizip//etc/x.zip",
        "http://127.0.0.1:9/x.geojson",
        "https://example.org/x.gpkg",
        "GeoJSON:/etc/hostname",
        "/dev/null",
        "",
        ".",
        "no\0name.geojson",
        "not/there.geojson",
    ],
)
def test_only_a_regular_local_file_is_opened(address: str):
    refused(Path(address), "not a file on this computer")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_named_pipe_does_not_hang(tmp_path: Path):
    os.mkfifo(tmp_path / "x.geojson")
    refused(tmp_path / "x.geojson", "not a file on this computer")


VRT = """<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{path}</SrcDataSource></OGRVRTLayer>
</OGRVRTDataSource>"""
DOCTYPE = '<?xml version="1.0"?>{before}<!DOCTYPE kml [<!ENTITY a SYSTEM "file://{path}">]>{after}<kml><n>&a;</n></kml>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        # why: GDAL goes by content, and returned the other file's rows under this name
        ("x.geojson", VRT, "begins with b'<OGRVRTDataSourc'.*want GeoJSON, GeoPackage"),
        ("x.kml", VRT, "not a vector file of a known format"),
        ("x.kml", "<?xml version='1.0'?><!-- <kml> -->" + VRT, "not a vector file of a known format"),
        # why: an entity may name a file
        ("x.kml", DOCTYPE, "XML with a DOCTYPE is not read"),
        # why: comments before and after it must not be taken for one long comment
        ("x.kml", DOCTYPE.replace("{before}", "<!-- a -->").replace("{after}", "<!-- b -->"), "DOCTYPE"),
        ("x.kml", "<gpx><wpt/></gpx>", "not a vector file of a known format"),
        ("x.geojson", "", "it is empty"),
        ("x.csv", "Name,lon,lat\na,1,1\n", "not a vector file of a known format"),
        # why: another kind of JSON is known to GDAL, though not to the one driver that is loaded
        ("x.geojson", '{{"type": "Topology", "objects": {{}}, "arcs": [], "x": "{path}"}}', "not readable as GeoJSON"),
        ("x.geojson", '{{"type": "FeatureCollection", "fea', "not readable as GeoJSON"),
        ("x.geojson", '{{"type": "FeatureCollection", "features": []}}', "no rows|0 layers"),
        ("x.parquet", "PAR1 and no more", "not readable as GeoParquet"),
        ("x.zip", "PK\x03\x04 and no more", "not readable as zipped ESRI Shapefile"),
        ("x.gpkg", "SQLite format 3\0" + 52 * " " + "GPKG", "not readable as GeoPackage"),
        ("x.gpkg", "SQLite format 3\0" + 56 * "\0", "not a vector file of a known format"),
    ],
)
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str, text: str, message: str):
    other = tmp_path / "secret.geojson"
    frame_of(BOX, Name=["SECRET"]).to_file(other)
    for gap in ("{before}", "{after}"):
        text = text.replace(gap, "")
    (tmp_path / name).write_text(text.format(path=other), newline="")
    fault = fault_of(tmp_path / name)
    assert re.search(message, fault), fault
    assert "SECRET" not in fault


def test_a_crs_that_is_a_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # why: GDAL asked any server that a GeoJSON named, twice; a wide no_proxy would let it past the proxy that stops it
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "*")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        link = {"href": f"http://127.0.0.1:{server.getsockname()[1]}/x", "type": "proj4"}
        collection = json.loads(collection_of(feature(BOX.__geo_interface__)))
        collection["crs"] = {"type": "link", "properties": link}
        (tmp_path / "x.geojson").write_text(json.dumps(collection))
        read_vector_file(tmp_path / "x.geojson", name_column="Name")
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_virtual_file_is_refused_inside_a_zip(tmp_path: Path):
    frame_of(BOX, Name=["SECRET"]).to_file(tmp_path / "secret.geojson")
    frame_of(BOX).to_file(tmp_path / "x.shp")
    (tmp_path / "x.shp").write_text(VRT.format(path=tmp_path / "secret.geojson"))
    refused(zip_of(tmp_path), "not readable as zipped ESRI Shapefile")


@pytest.mark.parametrize(
    "function",
    [
        # why: it opens another file, and GDAL lets a view call it unless the schema is untrusted
        "gdal_get_layer_pixel_value('/etc/hostname', 1, 'georef', 1, 1)",
        # why: it opens a connection
        "ogr_geocode('Paris')",
        "load_extension('x')",
    ],
)
def test_a_view_calls_no_function_that_opens_something(tmp_path: Path, function: str):
    frame_of(BOX).to_file(tmp_path / "x.gpkg", layer="x")
    with sqlite3.connect(tmp_path / "x.gpkg") as base:
        base.execute(f"create view v as select fid, geom, {function} as Name from x")  # noqa: S608
        base.execute("insert into gpkg_contents(table_name, data_type, srs_id) values('v', 'features', 4326)")
        base.execute("insert into gpkg_geometry_columns values('v', 'geom', 'POLYGON', 4326, 0, 0)")
    base.close()
    refused(tmp_path / "x.gpkg", "not readable as GeoPackage: .*(unsafe use|without your consent)", layer="v")


@pytest.mark.usefixtures("here")
def test_more_drivers_than_asked_for_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"GeoJSON", "OGR_VRT"})
    refused(write_by(".geojson")(tmp_path), "GDAL did not leave out the drivers that read no GeoJSON")


@pytest.mark.skipif(sys.platform != "linux", reason="a file that is there and cannot be read")
def test_a_file_that_cannot_be_read_is_refused():
    refused(Path("/proc/self/mem"), "Input/output error")


def test_our_own_list_of_skipped_drivers_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    frame_of(BOX).to_file(tmp_path / "x.geojson")
    for skipped in ("OGR_VRT CSV", "OGR_VRT,ESRI Shapefile"):
        monkeypatch.setenv("OGR_SKIP", skipped)
        assert len(read_vector_file(tmp_path / "x.geojson", name_column="Name")) == 1


# ---- What ends a process


def nested_geojson(depth: int) -> str:
    inner = '{"type": "GeometryCollection", "geometries": ['
    return '{"type": "Feature", "properties": {"Name": "a"}, "geometry": ' + inner * depth + "]}" * depth + "}"


def test_nested_collections_do_not_end_this_process(tmp_path: Path):
    (tmp_path / "x.geojson").write_text(nested_geojson(30_000))
    refused(tmp_path / "x.geojson", "not readable as GeoJSON: .*nesting too deep")


def test_nested_wkb_ends_the_child_only(tmp_path: Path):
    frame_of(BOX).to_parquet(tmp_path / "x.parquet")
    table = parquet.read_table(tmp_path / "x.parquet")
    nested = struct.pack("<BII", 1, 7, 1) * 100_000 + struct.pack("<BII", 1, 7, 0)
    rows = pa.table({"Name": ["a"], "geometry": [nested]})
    parquet.write_table(rows.replace_schema_metadata(table.schema.metadata), tmp_path / "x.parquet")
    refused(tmp_path / "x.parquet", r"ended the child process \(-?\d+\): nested too deep")


def test_nested_folders_end_the_child_at_most(tmp_path: Path):
    (tmp_path / "x.kml").write_text("<kml>" + "<Folder>" * 200_000 + "</Folder>" * 200_000 + "</kml>")
    refused(tmp_path / "x.kml", "ended the child process|not readable as KML|layers with geometry")


# ---- Zips


@pytest.mark.usefixtures("here")
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path):
    with zipfile.ZipFile(write_zip(tmp_path), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("y.bin", b"\0" * 3_000_000)
    refused(tmp_path / "x.zip", "unpacks to 3,0.*100 times the packed size")
    refused(tmp_path / "x.zip", "unpacks to 3,0.*at most 2,900,000", limits=Limits(file_bytes=2_900_000))


def test_a_zip_that_lies_about_its_size_is_counted(tmp_path: Path):
    limit = 20_000
    frame_of(*[BOX] * 100).to_file(tmp_path / "x.shp")
    path = zip_of(tmp_path)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    while at >= 0:  # the size unpacked, in each entry of the central directory
        struct.pack_into("<I", data, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    assert path.stat().st_size < limit < (tmp_path / "x.shp").stat().st_size + (tmp_path / "x.dbf").stat().st_size
    refused(path, "not readable as zipped|limit on a file's bytes", limits=Limits(file_bytes=limit))


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["../x.shp", "/etc/x.shp", "a/../../x.shp", "..\\x.shp", "C:\\x.shp"])
def test_a_zip_entry_outside_is_refused(tmp_path: Path, name: str):
    frame_of(BOX).to_file(tmp_path / "x.shp")
    refused(zip_of(tmp_path, shp=name), "an entry of the zip leaves it")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda archive: archive.writestr("y.SHP", b""), r"2 shapefiles in the zip \('x.shp', 'y.SHP'\); want one"),
        (lambda archive: [archive.writestr(f"{n}.txt", b"") for n in range(996)], "1,001 entries in the zip"),
    ],
)
def test_a_zip_of_many_things_is_refused(tmp_path: Path, spoil: Callable[[zipfile.ZipFile], Any], message: str):
    with zipfile.ZipFile(write_zip(tmp_path), "a") as archive:
        spoil(archive)
    refused(tmp_path / "x.zip", message)


@pytest.mark.usefixtures("here")
def test_a_zip_of_a_thousand_entries_is_read(tmp_path: Path):
    with zipfile.ZipFile(write_zip(tmp_path), "a") as archive:
        for n in range(1_000 - len(archive.namelist())):
            archive.writestr(f"{n}.txt", b"")
    assert len(read_vector_file(tmp_path / "x.zip", name_column="Name")) == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_part_of_a_shapefile_is_missing(tmp_path: Path, suffix: str):
    frame_of(BOX).to_file(tmp_path / "x.shp")
    (tmp_path / f"x{suffix}").unlink()
    refused(tmp_path / "x.shp", rf"a shapefile without its \{suffix}; want")
    refused(zip_of(tmp_path), rf"a shapefile without its \{suffix}; want")


# ---- What the file does not say, or says wrongly


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        # why: each of these loads without a word
        ({"type": "Point", "coordinates": [float("nan"), 1]}, "row 2 has .*not finite|not readable"),
        ({"type": "Point", "coordinates": [float("inf"), 1]}, "row 2 has .*not finite|not readable"),
        ({"type": "Point", "coordinates": [1, 9999]}, "row 2 leaves lon -360..360, lat -90..90.*metres"),
        ({"type": "Point", "coordinates": [500_000, 4_400_000]}, r"row 2 leaves lon.*WGS 84.*\(1 of 2 rows\)"),
        (None, r"row 2 has no geometry \(1 of 2 rows\)"),
        ({"type": "Polygon", "coordinates": []}, "row 2 has no geometry"),
        (
            {"type": "GeometryCollection", "geometries": [BOX.__geo_interface__]},
            "row 2 is none of Point, .*MultiPolygon",
        ),
        # why: it may be meant as the short way round, or as the long one
        ({"type": "LineString", "coordinates": [[179, 1], [-179, 1]]}, "row 2 has an edge over 180 degrees"),
        # why: nothing of the polygon's own dimension is left
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, "row 2 has no area or length left"),
    ],
)
def test_a_place_that_cannot_be_drawn_is_refused(tmp_path: Path, geometry: Any, message: str):
    (tmp_path / "x.geojson").write_text(collection_of(feature(BOX.__geo_interface__), feature(geometry)))
    refused(tmp_path / "x.geojson", message)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638"])
def test_coordinates_that_are_not_finite_are_refused(tmp_path: Path, value: float, crs: str):
    with np.errstate(invalid="ignore"):
        frame_of(shapely.LineString([(1, 1), (2, 2), (value, 3)]), crs=crs).to_parquet(tmp_path / "x.parquet")
        refused(tmp_path / "x.parquet", "row 1 has coordinates that are not finite")


@pytest.mark.usefixtures("here")
def test_what_a_projection_has_no_place_for_is_refused(tmp_path: Path):
    frame_of(shapely.Point(1e9, 1e9), crs="EPSG:32638").to_parquet(tmp_path / "x.parquet")
    refused(tmp_path / "x.parquet", "row 1 has coordinates that the CRS 'WGS 84 / UTM zone 38N' has no place for")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["x.shp", "x.gpkg", "x.fgb"])
def test_a_file_without_a_crs_asks_for_one(tmp_path: Path, name: str):
    with pytest.warns(UserWarning, match="crs"):
        frame_of(BOX, crs=None).to_file(tmp_path / name)
    refused(tmp_path / name, 'states no CRS; add crs = "EPSG:4326"')
    assert len(read_vector_file(tmp_path / name, name_column="Name", crs="EPSG:4326")) == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"crs": "EPSG:32638"}, r"states the CRS 'WGS 84', not crs 'EPSG:32638' \('WGS 84 / UTM zone 38N'\)"),
        ({"crs": "EPSG:what"}, "crs 'EPSG:what' is unknown; want one such as"),
        ({"crs": "/etc/hostname"}, "crs '/etc/hostname' is unknown"),
        ({"name_column": "claim\n"}, r"no column 'claim\\n' to name its rows; the columns are: 'Name', 'kind'$"),
        ({"name_column": "geometry"}, "no column 'geometry'"),
        ({"name_column": "kind"}, r"row 2 has no name in column 'kind' \(2 of 3 rows\)"),
        ({"layer": "other"}, "no layer 'other'; the file has: 'x'"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(tmp_path: Path, options: dict[str, str], message: str):
    frame_of(BOX, BOX, BOX, kind=["land", " ", None]).to_file(tmp_path / "x.geojson")
    refused(tmp_path / "x.geojson", message, **options)


@pytest.mark.usefixtures("here")
def test_a_message_names_at_most_twelve_columns(tmp_path: Path):
    frame_of(BOX, **{f"c{n}": ["x"] for n in range(13)} | {"\u202e" + "c" * 50: ["x"]}).to_file(tmp_path / "x.geojson")
    refused(tmp_path / "x.geojson", "'Name', 'c0', .*'c10' and 3 more$", name_column="no")


@pytest.mark.usefixtures("here")
def test_a_layer_is_chosen_by_name(tmp_path: Path):
    path = tmp_path / "x.gpkg"
    frame_of(BOX, Name=["one"]).to_file(path, layer="first")
    frame_of(BOX, Name=["two"]).to_file(path, layer="second")
    # why: a table without geometry is no layer to choose
    pyogrio.write_dataframe(pd.DataFrame({"Name": ["no geometry"]}), path, layer="table")
    refused(path, "2 layers with geometry; choose one of: 'first', 'second'$")
    refused(path, "no layer 'third'; the file has: 'first', 'second'$", layer="third")
    assert list(read_vector_file(path, name_column="Name", layer="second")["Name"]) == ["two"]


@pytest.mark.usefixtures("here")
def test_a_parquet_file_has_no_layers(tmp_path: Path):
    refused(write_parquet(tmp_path), "no layer 'x'; a GeoParquet file has no layers", layer="x")


# ---- Limits


@pytest.mark.usefixtures("here")
def test_each_limit_holds_what_is_at_it_and_refuses_one_more(tmp_path: Path):
    path = tmp_path / "x.geojson"
    frame_of(BOX, BOX).to_file(path)
    size = path.stat().st_size
    for name, most, message in (
        ("file_bytes", size, "larger than the limit on a file's bytes"),
        ("vertices", 10, "10 vertices; at most 9 are read"),
        ("rows", 2, "more than 1 rows, the limit"),
    ):
        assert len(read_vector_file(path, name_column="Name", limits=Limits(**{name: most}))) == 2
        refused(path, message, limits=Limits(**{name: most - 1}))


@pytest.mark.usefixtures("here")
def test_sidecars_count_as_bytes_of_the_file(tmp_path: Path):
    frame_of(BOX).to_file(tmp_path / "x.shp")
    size = sum(part.stat().st_size for part in tmp_path.iterdir())
    assert len(read_vector_file(tmp_path / "x.shp", name_column="Name", limits=Limits(file_bytes=size))) == 1
    refused(tmp_path / "x.shp", "larger than the limit", limits=Limits(file_bytes=size - 1))


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path):
    # why: no child starts within a millisecond, so that nothing slow need be built
    refused(write_parquet(tmp_path), r"not read within 0\.001 s, the limit", limits=Limits(seconds=0.001))


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_a_child_that_takes_too_much_memory_is_ended(tmp_path: Path):
    frame_of(BOX, Name=["a" * 30_000_000]).to_file(tmp_path / "x.geojson")
    # why: less than an idle child holds, so that the first large request fails
    refused(tmp_path / "x.geojson", "in need of over 100 MB", limits=Limits(memory_bytes=100_000_000))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    read_vector_file(write_by(".geojson")(tmp_path), name_column="Name")
    fault_of(tmp_path / "x.geojson", name_column="no")
    assert list((tmp_path / "temporary").iterdir()) == []
