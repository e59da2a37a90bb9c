"""Data files, read back by other readers than ours: the csv module, an XML parser, GDAL."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo import exports
from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER
from geo.errors import InputError
from geo.exports.rows import COLUMNS, build_rows
from geo.exports.table import to_cell
from geo.features import COLUMNS as CONTRACT
from geo.layers import COLORS
from geo.model import Document, Reading
from tests.sample_readings import GEOD, SAMPLES, build_sample

CREDIT = "Made with Natural Earth, public domain (as of 2022-05-08)"
KML = {"k": exports.kml.NAMESPACE}
EMPTY = Reading(Document("d", None, None, None, "en", "", "", "0" * 64))
HOSTILE = (
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "]]> & \"quoted\" 'words'",
    "line\nbreak\ttab\rreturn",
    "\x00\x0b\ufffe\u202e{{ 7*7 }} ${x} `y`",
)


@pytest.fixture(scope="module")
def world(real: Boundaries) -> Boundaries:
    return real


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def spoil(reading: Reading, text: str) -> Reading:
    """The reading with a foreign text wherever a dispatch's own words can stand."""
    claims = tuple(
        replace(one, quote=text, claimant=replace(one.claimant, name=text), actor=text) for one in reading.claims
    )
    features = json.loads(json.dumps(reading.features))
    for feature in features["features"]:
        feature["properties"] |= {"quote": text, "label": text, "claimant": text, "note": text}
    document = replace(reading.document, title=text, outlet=text)
    return replace(reading, claims=claims, features=features, document=document)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("suffix", exports.WRITERS)
def test_every_file_carries_what_a_claim_is_worth(name: str, suffix: str, tmp_path: Path, world: Boundaries) -> None:
    reading = build_sample(name)
    path = tmp_path / f"reading{suffix}"
    exports.write_data(reading, world, path)
    content = path.read_bytes().decode("utf-8", errors="ignore")
    quotes = {claim.quote for claim in reading.claims}
    assert {quote for quote in quotes if quote in content} >= (drawn_quotes(reading) if suffix == ".kml" else quotes)
    assert reading.document.outlet in content
    assert (DISCLAIMER in content) == (suffix != ".json"), "the JSON is the record, not a map of it"
    assert ("Natural Earth" in content) == (suffix != ".json")
    assert [one.name for one in tmp_path.iterdir()] == [path.name], "nothing is left beside the file"


def drawn_quotes(reading: Reading) -> set[str]:
    return {feature["properties"]["quote"] for feature in reading.features["features"]}


def test_a_suffix_that_no_data_file_has_is_refused(tmp_path: Path, world: Boundaries) -> None:
    with pytest.raises(InputError, match=r"shp.*\.geojson, \.csv"):
        exports.write_data(build_sample("town"), world, tmp_path / "reading.shp")


def test_suffixes_are_read_whatever_their_case(tmp_path: Path, world: Boundaries) -> None:
    exports.write_data(build_sample("town"), world, tmp_path / "reading.GeoJSON")
    assert json.loads((tmp_path / "reading.GeoJSON").read_text())["type"] == "FeatureCollection"


# GeoJSON


@pytest.mark.parametrize("name", SAMPLES)
def test_geojson_holds_the_contract_and_the_unplaced(name: str) -> None:
    reading = build_sample(name)
    collection = json.loads(exports.to_geojson(reading, CREDIT))
    drawn = {feature["properties"]["claim_id"] for feature in collection["features"]}
    assert all(set(CONTRACT) - {"geometry"} <= set(feature["properties"]) for feature in collection["features"])
    assert len({feature["id"] for feature in collection["features"]}) == len(reading.features["features"])
    assert {one["claim_id"] for one in collection["unplaced"]} == {claim.id for claim in reading.claims} - drawn
    assert collection["ground"] == CREDIT
    assert collection["disclaimer"] == DISCLAIMER
    assert "crs" not in collection, "RFC 7946, 4: always WGS 84"


@pytest.mark.parametrize("name", SAMPLES)
def test_geojson_read_by_gdal_measures_what_it_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    path.write_text(exports.to_geojson(build_sample(name)), encoding="utf-8")
    frame = pyogrio.read_dataframe(path)
    assert frame.crs.to_epsg() == 4326
    for row in frame[frame["drawn_km2"].notna()].itertuples():
        area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(row.geometry))
        assert area / 1e6 == pytest.approx(row.drawn_km2, rel=1e-3)


# CSV


@pytest.mark.parametrize("name", SAMPLES)
def test_csv_has_a_row_a_claim_in_the_order_of_the_text(name: str) -> None:
    reading = build_sample(name)
    rows = read_csv(exports.to_csv(reading, CREDIT))
    assert [row["claim_id"] for row in rows] == [claim.id for claim in reading.claims]
    assert list(rows[0]) == list(COLUMNS)
    for row in rows:
        assert reading.document.text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["ground"] == CREDIT


def test_csv_says_both_sizes_and_leaves_the_unknown_empty() -> None:
    lost, taken, _, road, *_ = read_csv(exports.to_csv(build_sample("strips")))
    assert (float(lost["claimed_km2"]), float(taken["claimed_km2"])) == (120.0, 15.0)
    assert float(lost["drawn_km2"]) == pytest.approx(120.0, rel=1e-4), "the extent is no size of the claim"
    assert (road["drawn_km2"], road["claimed_km2"], road["certainty"]) == ("", "", "unplaced")


@pytest.mark.parametrize(
    ("value", "cell", "why"),
    [
        ("=1+1", "'=1+1", "a formula"),
        ("+49 30", "'+49 30", "Excel reads a leading plus as a formula"),
        ("-Minus", "'-Minus", "and a leading minus"),
        ("@SUM(A1)", "'@SUM(A1)", "a function of old Lotus that Excel still runs"),
        ("\t=1", "'\t=1", "a tab is skipped before a formula"),
        ("\r=1", "'\r=1", "so is a carriage return"),
        ("＝1+1", "'＝1+1", "a full-width sign runs in some locales"),
        ("a=b", "a=b", "only the beginning counts"),
        ("", "", "empty text"),
        (-39.5, -39.5, "a longitude is a number and stays one"),
        (0, 0, "so is nought, which is not the same as missing"),
        (None, "", "missing"),
    ],
)
def test_no_cell_is_a_formula(value: object, cell: object, why: str) -> None:
    assert to_cell(value) == cell, why


@given(st.text(max_size=40))
def test_any_text_survives_the_table_without_running(text: str) -> None:
    sample = build_sample("town")
    (row, *_) = read_csv(exports.to_csv(replace(sample, claims=(replace(sample.claims[0], quote=text),))))
    assert row["quote"] in {text, f"'{text}"}
    assert not row["quote"].startswith(("=", "+", "-", "@", "\t", "\r"))


# KML


@pytest.mark.parametrize("name", SAMPLES)
def test_kml_has_a_folder_a_claimant_and_all_properties(name: str) -> None:
    reading = build_sample(name)
    root = ET.fromstring(exports.to_kml(reading, CREDIT))  # noqa: S314 our own text
    folders = root.findall(".//k:Folder", KML)
    placemarks = root.findall(".//k:Placemark", KML)
    drawn = {feature["properties"]["claimant"] for feature in reading.features["features"]}
    assert {folder.findtext("k:name", "", KML) for folder in folders} == drawn
    assert len(placemarks) == len(reading.features["features"])
    for placemark in placemarks:
        data = {one.get("name"): one.findtext("k:value", "", KML) for one in placemark.findall(".//k:Data", KML)}
        assert {"claim_id", "quote", "start", "end", "claimant", "certainty", "disclaimer", "ground", "label"} <= set(
            data
        )
        assert "nan" not in data.values(), "a missing number is left out"
        assert re.fullmatch(r"[0-9a-f]{8}", placemark.findtext("k:Style/k:LineStyle/k:color", "", KML))


def test_kml_has_the_colours_of_the_screen() -> None:
    root = ET.fromstring(exports.to_kml(build_sample("strips")))  # noqa: S314 our own text
    red, green, blue = COLORS[0][1:3], COLORS[0][3:5], COLORS[0][5:7]
    first = root.find(".//k:Folder/k:Placemark/k:Style/k:LineStyle/k:color", KML)
    assert first.text == f"ff{blue}{green}{red}", "KML writes opacity, blue, green, red"


@pytest.mark.parametrize("text", HOSTILE)
def test_kml_lets_no_text_act(text: str) -> None:
    kml = exports.to_kml(spoil(build_sample("strips"), text))
    root = ET.fromstring(kml)  # noqa: S314 our own text
    for description in root.iter(f"{{{exports.kml.NAMESPACE}}}description"):
        assert "<" not in description.text, "Google Earth shows a description as HTML"
    assert root.findall(".//k:Placemark", KML), "the claims are still there"


@pytest.mark.parametrize("name", SAMPLES)
def test_kml_read_by_gdal_has_the_shapes(name: str, tmp_path: Path) -> None:
    reading, path = build_sample(name), tmp_path / "claims.kml"
    path.write_text(exports.to_kml(reading), encoding="utf-8")
    layers = [layer for layer, _ in pyogrio.list_layers(path)]
    frames = [pyogrio.read_dataframe(path, layer=layer) for layer in layers]
    shapes = {
        feature["properties"]["claim_id"]: feature["geometry"]["type"] for feature in reading.features["features"]
    }
    assert sum(map(len, frames)) == len(reading.features["features"])
    assert {kind for frame in frames for kind in frame.geom_type} == set(shapes.values())


# GeoPackage


@pytest.mark.parametrize("name", SAMPLES)
def test_geopackage_read_by_gdal_has_four_layers(name: str, tmp_path: Path) -> None:
    reading, path = build_sample(name), tmp_path / "claims.gpkg"
    exports.write_gpkg(reading, path, CREDIT)
    assert {layer for layer, _ in pyogrio.list_layers(path)} == {"claims", "places", "claims_table", "about"}
    claims = pyogrio.read_dataframe(path, layer="claims")
    table = pyogrio.read_dataframe(path, layer="claims_table", read_geometry=False)
    about = pyogrio.read_dataframe(path, layer="about", read_geometry=False).set_index("key")["value"]
    assert claims.crs.to_epsg() == 4326
    assert set(CONTRACT) == set(claims.columns)
    assert len(claims) == len(reading.features["features"])
    assert table["claim_id"].tolist() == [claim.id for claim in reading.claims]
    assert list(table.columns) == list(COLUMNS)
    assert (about["disclaimer"], about["ground"]) == (DISCLAIMER, CREDIT)


def test_geopackage_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "claims.gpkg"
    for name in ("strips", "town"):
        exports.write_gpkg(build_sample(name), path)
    assert len(pyogrio.read_dataframe(path, layer="claims")) == len(build_sample("town").features["features"])


def test_a_geopackage_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "claims.gpkg"
    exports.write_gpkg(build_sample("town"), path)
    before = path.read_bytes()
    monkeypatch.setattr(pyogrio, "write_dataframe", fail)
    with pytest.raises(OSError, match="no space left"):
        exports.write_gpkg(build_sample("strips"), path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def fail(*_args: object, **_options: object) -> None:
    raise OSError("no space left on device")


# All of them


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("suffix", exports.WRITERS)
def test_no_text_breaks_a_file(text: str, suffix: str, tmp_path: Path, world: Boundaries) -> None:
    path = tmp_path / f"reading{suffix}"
    exports.write_data(spoil(build_sample("strips"), text), world, path)
    assert path.stat().st_size > 0


@pytest.mark.parametrize("suffix", exports.WRITERS)
def test_a_reading_without_claims_is_a_file_all_the_same(suffix: str, tmp_path: Path, world: Boundaries) -> None:
    path = tmp_path / f"reading{suffix}"
    exports.write_data(EMPTY, world, path)
    if suffix == ".csv":
        assert path.read_bytes() == ",".join(COLUMNS).encode() + b"\r\n"
    elif suffix in {".geojson", ".gpkg"}:
        assert len(pyogrio.read_dataframe(path, layer="claims" if suffix == ".gpkg" else None)) == 0


def test_rows_hold_the_sum_of_the_drawn_parts() -> None:
    sample = build_sample("strips")
    doubled = json.loads(json.dumps(sample.features))
    doubled["features"] += [one for one in doubled["features"] if one["properties"]["part"] == "drawn"]
    (first, *_) = build_rows(replace(sample, features=doubled))
    assert first["drawn_km2"] == pytest.approx(240.0, rel=1e-4), "two parts of one claim are one claim's ground"
