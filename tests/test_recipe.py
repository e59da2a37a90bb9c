"""The boundary files: sources.toml holds, areas agree with official figures, disputed areas with the reference."""

import datetime as dt
import hashlib
import io
import json
import lzma
import pickle
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from geo import place_ids

ROOT = Path(__file__).resolve().parents[1]
BOUNDARIES = ROOT / "data" / "boundaries"
RECIPE = ROOT / "data" / "recipe"
REFERENCE = ROOT.parent / "shared" / "reference" / "ne_10m_admin_0_disputed_areas.json"
SOURCES = tomllib.loads((BOUNDARIES / "sources.toml").read_text(encoding="utf-8"))["source"]
REGIONS = tomllib.loads((BOUNDARIES / "regions.toml").read_text(encoding="utf-8"))["region"]
GAPS = tomllib.loads((BOUNDARIES / "gaps.toml").read_text(encoding="utf-8"))["gap"]
FINER = ("countries", "admin1", "areas", "lines")
LAYERS = [row["id"] for row in SOURCES if row["file"].endswith(".parquet")]
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def layers():
    return {name: gpd.read_parquet(BOUNDARIES / f"{name}.parquet") for name in LAYERS}


@pytest.fixture(scope="module")
def shapes(layers):
    """As the program joins them: the finer rows last, in place of the coarse ones."""
    ordered = sorted(layers, key=lambda name: name.endswith("-osm"))
    return {
        key: shape for name in ordered for key, shape in zip(layers[name].place_id, layers[name].geometry, strict=True)
    }


def _area_km2(shape):
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


@pytest.mark.parametrize("row", SOURCES, ids=lambda row: row["id"])
def test_file_is_what_its_row_says(row):
    content = (BOUNDARIES / row["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert len(content) < 9.5e6, "too large for a repository"
    assert set(row["licence"].split("; ")) <= {"public domain", "CC BY 4.0", "ODbL 1.0", "MIT"}
    assert all(row[key] for key in ("what", "attribution", "as_of", "derived"))
    if row["file"].endswith(".tsv.xz"):
        header, *lines = lzma.decompress(content).decode().splitlines()
        assert header.split("\t") == row["columns"]
        assert len(lines) == row["count"]


@pytest.mark.parametrize("row", [row for row in SOURCES if row["id"] in LAYERS], ids=lambda row: row["id"])
def test_layer_is_what_its_row_says(row, layers):
    frame = layers[row["id"]]
    assert (len(frame), list(frame.columns)) == (row["count"], row["columns"])
    assert frame.crs.to_epsg() == 4326
    assert frame.is_valid.all()
    assert not frame.is_empty.any()
    assert frame.place_id.is_unique
    assert all(place_ids.is_leaf(key) for key in frame.place_id)


def test_every_file_has_its_row():
    kept = {path.name for path in BOUNDARIES.iterdir()} - {"sources.toml"}
    assert kept == {row["file"] for row in SOURCES}
    assert sum(path.stat().st_size for path in BOUNDARIES.iterdir()) < 30e6


def test_licences_stand_in_files_of_their_own():
    table = lzma.decompress((BOUNDARIES / "gazetteer-naturalearth.tsv.xz").read_bytes()).decode()
    assert "\ntown:" not in table
    table = lzma.decompress((BOUNDARIES / "gazetteer-geonames.tsv.xz").read_bytes()).decode()
    assert {line.split(":")[0] for line in table.splitlines()[1:]} == {"town"}
    shared = {row["file"] for row in SOURCES if row["licence"].startswith("ODbL")}
    assert shared == {f"{name}-osm.parquet" for name in FINER} | {"gazetteer-villages.tsv.xz"}


AREAS = [
    # place id, km2, relative error, why
    ("country:ARM", 29_743, 0.001, "official, from OpenStreetMap's outline"),
    ("country:AZE", 86_600, 0.014, "official, as one shape with Nagorno-Karabakh; the coast is the open one"),
    ("country:GEO", 69_700, 0.003, "official, with Abkhazia and South Ossetia"),
    ("country:RWA", 26_338, 0.05, "official, with its half of Lake Kivu"),
    ("country:UGA", 241_551, 0.001, "official, with its part of Lake Victoria, which the coast of 2017 cuts out"),
    ("country:THA", 513_120, 0.01, "official; the clock zone of Bangkok holds the north of Vietnam too"),
    ("country:VNM", 331_212, 0.02, "its neighbour: 328,892 by Natural Earth, whose border with Laos lies farther west"),
    ("country:RUS", 16_980_000, 0.001, "a neighbour keeps its own outline but for the new border"),
    ("country:UKR", 576_628, 0.03, "official 603,628 without Crimea, which Natural Earth draws under Russia"),
    ("admin1:AZE-1735", 1_764, 0.07, "Lachin under its own name: 1,764 by the coarse outline"),
    ("area:nagorno-karabakh", 11_927, 0.02, "as held 1994-2020: 11,927 by Natural Earth's outline of Azerbaijan"),
    ("area:nagorno-karabakh-oblast-1991", 4_400, 0.03, "official for the oblast"),
    ("area:south-ossetia", 4_465, 0.02, "Natural Earth's own, its northern edge moved with the border"),
    ("area:transnistria", 3_052, 0.001, "Natural Earth's own"),
    ("area:aksai-chin", 29_989, 0.001, "Natural Earth's own"),
    ("area:donbas-2015-2022", 17_757, 0.001, "the line of 2015"),
    ("area:western-sahara", 266_000, 0.01, "both sides of the wall"),
]


@pytest.mark.parametrize(("place_id", "km2", "error", "why"), AREAS)
def test_area(shapes, place_id, km2, error, why):
    assert _area_km2(shapes[place_id]) == pytest.approx(km2, rel=error), why


OVERLAPS = [
    # area, name in Natural Earth's own disputed areas, least overlap
    ("nagorno-karabakh", "Nagorno-Karabakh", 0.999),
    ("crimea", "Crimea", 0.999),
    ("donbas-2015-2022", "Donbass", 0.999),
    ("abkhazia", "Abkhazia", 0.999),
    ("south-ossetia", "South Ossetia", 0.999),
    ("transnistria", "Transnistria", 0.999),
    ("golan-heights", "Golan Heights", 0.997),
    ("aksai-chin", "Aksai Chin", 0.999),
    ("abyei", "Abyei", 0.999),
    ("essequibo", "West of Essequibo River", 0.999),
    ("northern-cyprus", "N. Cyprus", 0.999),
    ("azad-kashmir", "Azad Kashmir", 0.999),
    ("jammu-and-kashmir", "Jammu and Kashmir", 0.97),
    ("arunachal-pradesh", "Arunachal Pradesh", 0.96),
    ("kuril-islands-south", "Kuril Is.", 0.99),
    ("somaliland", "Somaliland", 0.999),
]


@pytest.mark.shared
@pytest.mark.skipif(not REFERENCE.exists(), reason="no ../shared/reference beside this checkout")
@pytest.mark.parametrize(("area", "name", "least"), OVERLAPS)
def test_derived_area_agrees_with_natural_earth(layers, reference, area, name, least):
    # Before it is fitted to the finer outlines: Natural Earth's own are as coarse.
    ours, theirs = layers["areas"].set_index("place_id").geometry[f"area:{area}"], reference[name]
    assert ours.intersection(theirs).area / ours.union(theirs).area >= least


@pytest.fixture(scope="module")
def reference():
    features = json.loads(REFERENCE.read_text(encoding="utf-8"))["features"]
    return {
        one["properties"]["BRK_NAME"]: shapely.make_valid(shapely.from_geojson(json.dumps(one["geometry"])))
        for one in features
    }


def test_every_disputed_area_says_who_and_when(layers):
    areas = layers["areas"]
    assert areas[["name", "kind", "source"]].notna().all(axis=None)
    held = areas[areas.place_id != "area:bir-tawil"]
    assert held["administered_by"].notna().all()
    assert (held["claimed_by"].notna() | held["kind"].isin(["historic", "settled"])).all()
    dated = areas["valid_from"].notna() & areas["valid_to"].notna()
    assert (areas["valid_from"][dated] < areas["valid_to"][dated]).all()


CODES = [
    ("FRA", "France", "Natural Earth's ISO_A3 has -99"),
    ("NOR", "Norway", "the same"),
    ("PSE", "Palestine", "Natural Earth's own code is PSX"),
    ("SSD", "South Sudan", "SDS"),
    ("ESH", "Western Sahara", "SAH"),
    ("XKX", "Kosovo", "ISO has none; as GeoNames"),
    ("CYN", "Northern Cyprus", "nobody has one"),
    ("KAB", "Baikonur", "carries KAZ, which is another row's"),
]


@pytest.mark.parametrize(("code", "name", "why"), CODES)
def test_country_codes(layers, code, name, why):
    frame = layers["countries"].set_index("country")
    assert frame.loc[code, "name"] == name, why


def test_crimea_inherits_no_country(layers):
    frame = layers["admin1"].set_index("place_id")
    assert frame.loc[["admin1:RUS-283", "admin1:RUS-5482"], "country"].isna().all()


def test_lines_have_a_known_status(layers):
    lines = layers["lines"]
    known = {"international", "disputed", "control", "indefinite", "ceasefire", "claimed", "historic"}
    assert set(lines["status"]) == known
    named = lines.set_index("place_id")
    assert named.loc["line:karabakh-1994", "status"] == "ceasefire"
    assert GEOD.geometry_length(named.geometry["line:armenia-azerbaijan-border"]) / 1e3 == pytest.approx(754, rel=0.01)


def test_the_aras_is_the_border(shapes):
    aras = shapes["river:aras"]
    assert GEOD.geometry_length(aras) / 1e3 > 300
    assert aras.distance(shapes["country:IRN"]) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region["id"])
def test_region(shapes, region):
    assert region["id"].startswith("region:")
    assert place_ids.is_leaf(region["id"])
    assert region["source"]
    assert isinstance(region["approx"], bool)
    if region.get("country"):
        assert f"country:{region['country']}" in shapes
    assert region.get("around", "country:ARM") in shapes
    if "footprint" not in region:
        assert region["approx"], "a circle is never exact"
        assert -180 <= region["at"][0] <= 180
        assert -90 <= region["at"][1] <= 90
        return
    place_ids.parse(region["footprint"])
    known = {*shapes, *(one["id"] for one in REGIONS)}
    leaves = [leaf for leaf in place_ids.leaves(region["footprint"]) if leaf not in known]
    assert all(leaf.startswith("town:") for leaf in leaves)
    if "count" in region:
        assert region["unit"]
        assert region["unit"] == "village" or len(place_ids.leaves(region["footprint"])) == region["count"]


def test_enough_regions_and_no_name_twice():
    assert len(REGIONS) >= 400
    assert len({region["name"] for region in REGIONS}) == len(REGIONS)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap["what"])
def test_gap(shapes, gap):
    """A gap without a place or a day would never be told, or always."""
    assert gap["place"] in shapes
    assert gap.get("shown", "country:ARM") in shapes
    assert gap["source"]
    assert dt.date.fromisoformat(gap["from"]) <= dt.date.fromisoformat(gap.get("to", "2100-01-01"))


class TestFinerOutlines:
    """OpenStreetMap's outlines fitted into Natural Earth: one ground without gaps or overlaps."""

    @pytest.mark.parametrize(
        ("one", "other"), [("ARM", "AZE"), ("GEO", "RUS"), ("COD", "AGO"), ("VEN", "BRA"), ("ETH", "SDN")]
    )
    def test_neighbours_meet(self, shapes, one, other):
        """A finer country and its coarse neighbour share their border vertex by vertex."""
        ours, theirs = shapes[f"country:{one}"], shapes[f"country:{other}"]
        assert ours.intersection(theirs).area < 1e-6
        shared = ours.boundary.intersection(theirs.boundary)
        assert GEOD.geometry_length(shared) / 1e3 > 100

    @pytest.mark.parametrize("code", ["ARM", "AZE", "RWA", "GUY", "TUR"])
    def test_units_fill_their_country(self, layers, shapes, code):
        keys = [
            key
            for key, country in zip(layers["admin1"].place_id, layers["admin1"].country, strict=True)
            if country == code
        ]
        units = shapely.union_all([shapes[key] for key in keys])
        country = shapes[f"country:{code}"]
        assert units.symmetric_difference(country).area / country.area < 0.005
        assert sum(shapes[key].area for key in keys) == pytest.approx(units.area, rel=1e-4), "units overlap"

    def test_the_border_lines_follow(self, shapes):
        border = shapes["country:ARM"].boundary.intersection(shapes["country:AZE"].boundary)
        line = shapes["line:armenia-azerbaijan-border"]
        assert line.length == pytest.approx(border.length, rel=0.02)

    def test_areas_stay_in_their_country(self, shapes):
        for area, country in (("area:abkhazia", "GEO"), ("area:nagorno-karabakh", "AZE"), ("area:essequibo", "GUY")):
            outside = shapes[area].difference(shapes[f"country:{country}"])
            assert outside.area < 1e-4, area


def test_towns_are_points_with_capitals(layers):
    towns = layers["towns"].set_index("place_id")
    assert set(towns.geom_type) == {"Point"}
    assert towns.loc["town:616052", "feature_code"] == "PPLC"
    assert "town:174884" in towns.index, "Jermuk has 4,000 people, but lies near a dispute"
    assert len(towns[towns.feature_code == "PPLC"]) > 190


@pytest.fixture
def recipe(monkeypatch):
    monkeypatch.syspath_prepend(str(RECIPE))
    import downloads

    return downloads


def test_a_changed_package_stops_the_build(recipe, tmp_path):
    package = next(iter(recipe.read_packages().values()))
    archive = tmp_path / package.archive
    archive.write_bytes(b"another file of the same name")
    with pytest.raises(recipe.RecipeError, match=f"{package.name} {package.version} has changed"):
        recipe.check_sha256(package, archive)
    with pytest.raises(recipe.RecipeError, match="no file"):
        recipe.check_sha256(package, tmp_path / "absent")


def test_a_pickle_that_names_code_is_refused(recipe):
    import water

    with pytest.raises(recipe.RecipeError, match="plain containers"):
        water.PlainUnpickler(io.BytesIO(pickle.dumps(Path("x")))).load()
    assert water.PlainUnpickler(io.BytesIO(pickle.dumps({"a": [1.5, "b"]}))).load() == {"a": [1.5, "b"]}


FILTERED = [
    ("Erevan", True, "a spelling"),
    ("Ереван", True, "another script"),
    ("Yerevan", False, "the name itself"),
    ("EVN", False, "an airport"),
    ("yerevana", False, "a machine's transliteration"),
    ("葉里溫", False, "a script that is not kept"),
    ("12345", False, "a number"),
    ("Ur", False, "two letters"),
    ("Sunday", False, "a stop name"),
    ("Erivan, Revan", False, "a list in one field"),
]


@pytest.mark.parametrize(("name", "kept", "why"), FILTERED)
@pytest.mark.usefixtures("recipe")
def test_alternate_names_are_filtered(name, kept, why):
    import towns

    assert (name in towns.filter_names("Yerevan", [name], {"sunday"})) is kept, why
