"""The gazetteer: which places carry a name, where a text holds names, and what the index on disk withstands."""

import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import gazetteer, place_ids
from geo.errors import DataError
from geo.gazetteer import Bearers, fold, index, names
from geo.gazetteer.languages import find_language

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def known():
    return gazetteer.load()


FOLDED = [
    # name, folded, why
    ("Xankəndi", "xankandi", "schwa is a in Azerbaijani names"),
    ("Qubadlı", "qubadli", "dotless i has no decomposition"),
    ("İstanbul", "istanbul", "a dotted capital i casefolds to two characters"),
    ("Step‘anakert", "stepanakert", "apostrophes of transliteration"),
    ("Syunik'", "syunik", "a trailing one"),
    ("Nagorno\u2011Karabakh", "nagorno karabakh", "a hyphen that does not break"),
    ("Nagorno\u00adKarabakh", "nagornokarabakh", "a soft hyphen is no hyphen: a line was broken there"),
    ("  New\u00a0 York ", "new york", "runs of any space"),
    ("Łódź", "lodz", "the stroke has no decomposition"),
    ("ՄԵՂՐԻ", "մեղրի", "case in other scripts"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("name", "folded", "why"), FOLDED)
def test_fold(name, folded, why):
    assert fold(name) == folded, why


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


FIRST = [
    # name, place id of the first entry, why
    ("Armenia", "country:ARM", "the country before the Colombian town"),
    ("Jermuk", "town:174884", "an alternate name of a larger Turkish town never beats the primary name"),
    ("Goris", "town:174895", "the same against a Georgian town"),
    ("Stepanakert", "town:146970", "both names are in common use"),
    ("Khankendi", "town:146970", "the same place"),
    ("Xankəndi", "town:146970", "the same place, in Azerbaijani"),
    ("Vardenis", "town:616108", "of two towns of one name the larger"),
    ("US", "country:USA", "capitals mean the country"),
    ("U.S.", "country:USA", "with periods"),
    ("Us", "town:2971316", "without capitals it is the French town"),
    ("U.K.", "country:GBR", "a short form is as good as the name"),
    ("Britain", "country:GBR", "the same"),
    ("DR Congo", "country:COD", "the same"),
    ("Ivory Coast", "country:CIV", "the same"),
    ("Burma", "country:MMR", "a former name"),
    ("Türkiye", "country:TUR", "the name since 2022"),
    ("People's Republic of China", "country:CHN", "a formal name with an apostrophe"),
    ("Republic of Armenia", "country:ARM", "a formal name"),
    ("Lachin", "admin1:AZE-1735", "Natural Earth calls it Lankaran"),
    ("Nagorno-Karabakh", "area:nagorno-karabakh", "in no packaged gazetteer"),
    ("Artsakh", "area:nagorno-karabakh", "its Armenian name"),
    ("Нагорный Карабах", "area:nagorno-karabakh", "in another script"),
    ("Karabakh", "region:karabakh", "a vague region of our own table"),
    ("Crimea", "area:crimea", "disputed: neither country's unit"),
    ("Nakhchivan", "region:nakhchivan", "the exclave before the city"),
    ("Syunik Province", "admin1:ARM-1732", "a unit with its type"),
    ("Chechnya", "admin1:RUS-2416", "Natural Earth has the formal name only"),
    ("Line of Control", "line:line-of-control", "a named line"),
    ("Danube", "river:danube", "a bare river name"),
    ("Lake Sevan", "lake:lake-sevan", "a lake"),
    ("Black Sea", "sea:black-sea", "a sea"),
]


@pytest.mark.parametrize(("name", "place_id", "why"), FIRST)
def test_first_entry(known, name, place_id, why):
    entries = [
        one for one in known.lookup(name) if one.place.feature_code != "PPL" or not place_id.startswith("admin1")
    ]
    assert entries[0].place.place_id == place_id, why


NOWHERE = [
    ("EU", "Eu is a town in France, but not in two capitals"),
    ("IST", "an airport's code"),
    ("The", "an alternate name of some village"),
    ("Sunday", "the same"),
    ("President", "the same"),
    ("Xyzzyville", "no place"),
    ("", "nothing"),
    ("A" * 100_000, "too long for a name"),
]


@pytest.mark.parametrize(("name", "why"), NOWHERE)
def test_no_entry(known, name, why):
    assert known.lookup(name) == (), why


def test_entries_are_ordered_primary_first_then_by_population(known):
    for name in ("Paris", "Jermuk", "Martuni", "Georgia", "Congo"):
        entries = known.lookup(name)
        assert len(entries) > 1
        ranks = [(not one.primary, -one.population) for one in entries]
        assert ranks == sorted(ranks), name


def test_entry_tells_the_unit_around_it(known):
    assert known.lookup("Jermuk")[0].admin1 == "admin1:ARM-1733"


def test_every_name_of_a_place_finds_it(known):
    for place_id in ("country:USA", "country:CHN", "town:146970", "area:nagorno-karabakh", "admin1:AZE-1735"):
        for name in known.names(place_id):
            if names.to_key(name) and not names.is_acronym(name):
                assert place_id in {one.place.place_id for one in known.lookup(name)}, name


def test_unknown_ids_are_none_and_empty(known):
    assert known.place("town:1") is None
    assert known.names("area:atlantis") == ()
    assert known.place("some(country:ARM)") is None
    assert known.capital("XXX") is None
    assert known.neighbours("XXX") == frozenset()


SPANS = [
    # text, names found, why
    ("Armenia's premier", ["Armenia"], "the possessive is not part of it"),
    ("Jermuk’s spa", ["Jermuk"], "a curly apostrophe"),
    ("the U.S. said", ["U.S."], "an initialism keeps its last period"),
    ("us and them in us", [], "no upper-case letter, no name"),
    ("told Us that", ["Us"], "a town is a town; the reading decides"),
    ("the EU said", [], "two capitals are an organisation"),
    ("Nagorno-Karabakh", ["Nagorno-Karabakh", "Karabakh"], "the longest at each start; starts overlap"),
    ("Nagorno\u2011Karabakh", ["Nagorno\u2011Karabakh", "Karabakh"], "another hyphen, offsets of the original"),
    ("Xankəndi yolu", ["Xankəndi"], "letters beyond ASCII"),
    ("New\nYork", ["New\nYork", "York"], "a wrapped line"),
    ("New\n\nYork", ["York"], "a paragraph ends a name"),
    ("in St. Louis.", ["St. Louis", "Louis"], "a period after a short word"),
    ("in Baku. Armenia", ["Baku", "Armenia"], "a sentence ends a name"),
    ("(Yerevan)", ["Yerevan"], "brackets"),
    ("“Gorisian” Goris", ["Goris"], "words are matched whole"),
    ("у Ереване и в Ереван", ["Ереван"], "Cyrillic, no inflected forms"),
    ("Գորիս", ["Գորիս"], "Armenian"),
]


@pytest.mark.parametrize(("text", "found", "why"), SPANS)
def test_find_names(known, text, found, why):
    assert [text[start:end] for start, end in known.find_names(text)] == found, why


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["Armenia", "St.", "Louis", "U.S.", "a", "'s", "-", "\n", ".", "(", "New", "York", "é"]))
)
def test_spans_lie_in_the_text_and_are_known_names(parts):
    known = _shared()
    text = " ".join(parts)
    spans = known.find_names(text)
    assert list(spans) == sorted(spans)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert known.lookup(text[start:end]), text[start:end]


def test_topology(known):
    assert known.neighbours("ARM") == {"AZE", "GEO", "IRN", "TUR"}
    assert known.neighbours("JPN") == frozenset()
    bordering_turkey = [one for one in known.exclaves("AZE") if "TUR" in one.neighbours]
    assert [one.name for one in bordering_turkey] == ["Nakhchivan"]
    assert bordering_turkey[0].area_km2 == pytest.approx(5_318, rel=0.005)
    assert {"Kaliningrad", "Alaska", "Cabinda", "Oecusse"} <= {
        one.name for code in ("RUS", "USA", "AGO", "TLS") for one in known.exclaves(code)
    }
    assert not [one for one in known.exclaves("RUS") if "UKR" in one.neighbours], "Crimea is disputed, not an exclave"
    assert known.exclaves("TUR") == (), "Thrace is across a strait"


def test_groups(known):
    (seven,) = known.groups(7, "district")
    assert seven.around == "area:nagorno-karabakh"
    districts = {known.place(leaf).name for leaf in place_ids.leaves(seven.footprint)}
    assert districts == {"Lachin", "Kalbajar", "Qubadli", "Zangilan", "Jabrayil", "Fuzuli", "Agdam"}
    assert known.groups(8, "district") == ()
    assert seven in known.groups(None, None)


LOCAL = [
    # place id, tag, a name of it in that language, which is its country's, why
    ("country:UKR", "uk", "Україна", "Natural Earth tells the language"),
    ("country:ARM", "hy", "Հայաստան", "a script of one language tells it"),
    ("town:616052", "hy", "Երեւան", "GeoNames tells no language: the script does"),
    ("town:146970", "az", "Xankəndi", "the schwa is Azerbaijani alone"),
    ("town:703448", "uk", "Київ", "Ukrainian letters"),
    ("town:293397", "he", "תל אביב", "Hebrew script"),
]


@pytest.mark.parametrize(("place_id", "tag", "name", "why"), LOCAL)
def test_names_by_language(known, place_id, tag, name, why):
    names = known.names_by_language(place_id)
    assert name in names[tag], why
    assert known.local_name(place_id) in names[tag], why
    assert next(iter(names)) == "en"


def test_a_letter_that_settles_no_language_tells_the_script_only():
    assert find_language("Степанакерт") == "und-Cyrl"
    assert find_language("Shusha") is None


def test_an_unknown_place_has_no_names(known):
    assert known.names_by_language("town:0") == {}
    assert known.local_name("town:0") is None


SHORT = [
    # text, spans, why
    ("He lives in Athens, Ga., and works.", {"Ga."}, "behind a town"),
    ("Reported from Paris, TX on Monday", {"TX"}, "postal"),
    ("Come with me, Me. Smith", set(), "no town before it"),
    ("in, La. x", set(), "a small word before the comma"),
    ("the NSW government", {"NSW"}, "usual anywhere"),
    ("Dayton, Ohiona", set(), "part of a longer word"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), SHORT)
def test_abbreviations_count_behind_a_town(known, text, wanted, why):
    assert {text[start:end] for start, end in known.find_abbreviations(text)} == wanted, why


def test_an_abbreviation_means_its_unit(known):
    (entry,) = known.lookup("Ga.")
    assert (entry.place.name, entry.place.country) == ("Georgia", "USA")


@pytest.mark.parametrize(
    ("word", "what", "least", "why"),
    [
        ("Most", "ordinary", 0.8, "written small nearly always"),
        ("Bell", "surname", 50, "more people than towns"),
        ("Virginia", "given", 100, "a state and a given name"),
    ],
)
def test_what_a_name_is_besides(known, word, what, least, why):
    assert getattr(known.otherwise(word), what) >= least, why


def test_a_name_of_nothing_else(known):
    assert known.otherwise("Stepanakert") == Bearers(), "never seen in lower case, borne by nobody"
    assert known.otherwise("London").ordinary < 0.1


def test_capitals(known):
    for code, capital in (("ARM", "Yerevan"), ("USA", "Washington"), ("UKR", "Kyiv"), ("FRA", "Paris")):
        assert known.capital(code).name == capital
        assert known.capital(code).feature_code == "PPLC"


def _table(path, *rows):
    lines = ["\t".join(index.COLUMNS), *("\t".join(row) for row in rows)]
    path.write_bytes(lzma.compress(("\n".join(lines) + "\n").encode()))


TOWN = ("town:1", "PPL", "ARM", "Sotk", "", "Zod|Sot'k'", "45.8", "40.2", "1000", "", "")


def test_index_is_built_once_and_survives_a_killed_build(tmp_path):
    table, cache = tmp_path / "t.tsv.xz", tmp_path / "cache"
    _table(table, TOWN)
    (cache / ".building-left-behind").mkdir(parents=True)
    built = index.open_index([table], cache)
    assert built.find("zod") == ((0, 0),)
    folder = next(cache.glob("gazetteer-*"))
    stamp = (folder / "keys.marisa").stat().st_mtime_ns
    assert index.open_index([table], cache).row(0).name == "Sotk"
    assert (folder / "keys.marisa").stat().st_mtime_ns == stamp


def test_two_processes_may_build_at_once(tmp_path):
    table = tmp_path / "t.tsv.xz"
    _table(table, TOWN)
    code = (
        "import sys, pathlib; from geo.gazetteer.index import open_index\n"
        "print(open_index([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2])).row(0).name)"
    )
    command = [sys.executable, "-c", code, str(table), str(tmp_path / "cache")]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [one.communicate(timeout=60)[0].strip() for one in running] == ["Sotk"] * 3
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_changed_table_gets_another_index(tmp_path):
    table = tmp_path / "t.tsv.xz"
    _table(table, TOWN)
    index.open_index([table], tmp_path / "cache")
    _table(table, (*TOWN[:3], "Sotq", *TOWN[4:]))
    assert index.open_index([table], tmp_path / "cache").row(0).name == "Sotq"


def test_a_cache_that_cannot_be_written_is_no_obstacle(tmp_path, monkeypatch):
    table, blocked = tmp_path / "t.tsv.xz", tmp_path / "file"
    _table(table, TOWN)
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr(index.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    assert index.open_index([table], blocked / "cache").row(0).name == "Sotk"


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("place_id\tname", "", "columns are missing"),
        ("\t".join(index.COLUMNS), "town:1\tPPL", "a row is short"),
    ],
)
def test_a_malformed_table_is_an_error_of_ours(tmp_path, header, row, why):
    table = tmp_path / "t.tsv.xz"
    table.write_bytes(lzma.compress(f"{header}\n{row}\n".encode()))
    with pytest.raises(DataError, match="expected"):
        index.open_index([table], tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("gazetteer-*")), why


def test_a_missing_file_is_named(tmp_path):
    for table in gazetteer.TABLES:
        shutil.copy(gazetteer.BOUNDARIES / table, tmp_path)
    with pytest.raises(DataError, match=r"topology\.json"):
        gazetteer.load(tmp_path)


def test_loading_reaches_no_gis_library_and_stays_small():
    code = (
        "import pathlib, re, sys\n"
        "from geo.gazetteer import load\n"
        "load().lookup('Yerevan')\n"
        "heavy = {'geopandas', 'shapely', 'pandas', 'pyproj', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        # VmHWM, not ru_maxrss: that one is inherited from the process that starts this one.
        "status = pathlib.Path('/proc/self/status')\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', status.read_text()) if status.exists() else None\n"
        "print(sorted(heavy), int(peak[1]) // 1024 if peak else 0)"
    )
    gazetteer.load()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy, megabytes = done.stdout.rsplit(" ", 1)
    assert heavy == "[]"
    assert int(megabytes) < 200


_LOADED: list = []


def _shared():
    """Hypothesis runs many examples: one gazetteer for all of them."""
    if not _LOADED:
        _LOADED.append(gazetteer.load())
    return _LOADED[0]
