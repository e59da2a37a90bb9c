"""The command: what it prints, writes and exits with; never a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo import cli, documents
from geo.overrides import make_override, write_overrides
from geo.pipeline import Engine

TEXT = "Rebels seized Goma on Monday, Kenya's government said. Rwanda denied that its troops had seized Goma."
MAGIC = {
    ".json": b"{",
    ".geojson": b"{",
    ".gpkg": b"SQLite format 3",
    ".kml": b"<?xml",
    ".csv": b"",
    ".html": b"<!doctype html",
    ".png": b"\x89PNG",
    ".svg": b"<?xml",
    ".pdf": b"%PDF",
    ".brief.pdf": b"%PDF",
    ".brief.html": b"<!doctype html",
}


@pytest.fixture(autouse=True)
def loaded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command in this process takes the engine that is there; one test starts a process."""
    monkeypatch.setattr(Engine, "load", lambda: engine)


@pytest.fixture
def dispatch(tmp_path: Path) -> Path:
    path = tmp_path / "dispatch.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_without_output_the_json_goes_to_standard_output_alone(
    dispatch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["read", str(dispatch), "--published", "2024-05-15", "--outlet", "The Wire"]) == 0
    printed = capsys.readouterr()
    record = json.loads(printed.out)
    assert record["schema"] == "claimscape/1"
    assert record["document"] == record["document"] | {
        "outlet": "The Wire",
        "published": "2024-05-15",
        "characters": len(TEXT),
    }
    assert printed.err == ""


def test_every_view_is_written(dispatch: Path, tmp_path: Path) -> None:
    outputs = {suffix: tmp_path / f"out{suffix}" for suffix in cli.WRITERS}
    assert set(outputs) == set(MAGIC)
    arguments = [part for path in outputs.values() for part in ("-o", str(path))]
    assert cli.main(["read", str(dispatch), "--published", "2024-05-15", *arguments]) == 0
    for suffix, path in outputs.items():
        assert path.read_bytes().lower().startswith(MAGIC[suffix].lower()), suffix
        assert path.stat().st_size > 100, suffix


def test_as_a_command_of_its_own(dispatch: Path) -> None:
    """The real thing once: another process, with all that it loads."""
    command = [sys.executable, "-m", "geo", "read", str(dispatch), "--published", "2024-05-15"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["claims"]


def test_strict_names_what_is_not_on_the_map_and_quiet_says_no_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dispatch.txt"
    path.write_text("Rebels seized the village of Qwertown, the army said.", encoding="utf-8")
    output = tmp_path / "out.csv"
    assert cli.main(["read", str(path), "--strict", "--quiet", "-o", str(output)]) == cli.UNPLACED
    assert output.exists(), "everything is written first"
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith("not on the map: ")
    assert "Qwertown" in said[0]
    path.write_text(TEXT, encoding="utf-8")
    assert cli.main(["read", str(path), "--strict", "--quiet", "-o", str(output)]) == 0
    assert capsys.readouterr().err == ""


def test_an_atlas_lists_the_figures_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    hostile = "---\ntitle: <script>alert(1)</script> {{ 7*191 }}\noutlet: Wire\n---\n"
    (folder / "one.md").write_text(hostile + TEXT, encoding="utf-8")
    (folder / "two.txt").write_bytes(b"\x00\x01\x02")
    (folder / "notes.xlsx").write_bytes(b"not a dispatch")
    assert cli.main(["atlas", str(folder), "-o", str(output), "--size", "square", "--note", "For us."]) == 3
    assert "left out: two.txt" in capsys.readouterr().err
    assert {one.name for one in output.iterdir()} == {"index.html", "one.md.png", "one.md.html"}
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "1337" not in page
    assert "2 claims, 0 of them not on the map" in page
    assert 'src="one.md.png"' in page
    assert cli.main(["atlas", str(tmp_path / "nowhere"), "-o", str(output)]) == 1
    assert "no such folder" in capsys.readouterr().err


FILTERS = [
    (["--claimant", "rwanda"], {"Rwanda"}, "a part of the name, any case"),
    (["--kind", "withdrawal"], set(), "a kind that is not there"),
    (["--from", "2024-05-14"], set(), "dated after Monday"),
    (["--to", "2024-05-12"], set(), "dated before Monday"),
]


@pytest.mark.parametrize(("arguments", "claimants", "why"), FILTERS)
def test_filters(
    dispatch: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], claimants: set[str], why: str
) -> None:
    assert cli.main(["read", str(dispatch), "--published", "2024-05-15", *arguments]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {claim["claimant"]["name"] for claim in record["claims"]} == claimants, why
    kept = {claim["id"] for claim in record["claims"]}
    assert {one["properties"]["claim_id"] for one in record["features"]["features"]} <= kept, why


def test_corrections_are_replayed_and_what_does_not_fit_is_told(
    dispatch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: Engine
) -> None:
    words = engine.read_words(documents.from_text(TEXT))
    first = words.claims[0]
    about = {"start": first.start, "end": first.end, "quote": first.quote, "sha256": words.document.sha256}
    edit = make_override({"action": "edit", "field": "claimant", "new": "Somebody"} | about)
    lost = make_override({"action": "reject"} | about | {"quote": "Not there", "sha256": "0"})
    path = tmp_path / "overrides.json"
    path.write_text(write_overrides(words.document, [edit, lost]), encoding="utf-8")
    assert cli.main(["read", str(dispatch), "--published", "2024-05-15", "--overrides", str(path)]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["claims"][0]["claimant"]["name"] == "Somebody"
    assert "A correction was left out: “Not there”" in printed.err
    path.write_text("{}", encoding="utf-8")
    assert cli.main(["read", str(dispatch), "--overrides", str(path)]) == 1
    assert "want JSON of schema claimscape-overrides/1" in capsys.readouterr().err


REFUSED = [
    (["read", "no-such-file.txt"], 1, "no-such-file.txt: No such file", "a missing file"),
    (["read", "x.txt", "-o", "/no/such/folder/x.png"], 1, "there is no folder /no/such/folder", "a missing folder"),
]


@pytest.mark.parametrize(("arguments", "status", "message", "why"), REFUSED)
def test_bad_input_gets_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str, why: str
) -> None:
    assert cli.main(arguments) == status, why
    printed = capsys.readouterr()
    assert message in printed.err, why
    assert printed.err.count("\n") == 1, why
    assert printed.out == "", why


USAGE = [
    ([], "no command"),
    (["read"], "no dispatch"),
    (["read", "x.txt", "-o", "x.docx"], "a suffix that nothing writes"),
    (["read", "x.txt", "--published", "yesterday"], "no date"),
    (["read", "x.txt", "--kind", "battle"], "no kind"),
    (["places", "Goma", "--near", "200,0"], "no longitude"),
]


@pytest.mark.parametrize(("arguments", "why"), USAGE)
def test_wrong_usage_exits_with_two(arguments: list[str], why: str) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2, why


def test_batch_keeps_order_and_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"doc_id": "b", "text": TEXT}, {"doc_id": "bad"}, {"doc_id": "a", "text": "Nothing."}]
    source.write_text("\n".join([*(json.dumps(line) for line in lines), "not json"]), encoding="utf-8")
    assert cli.main(["batch", str(source), "-o", str(target), "--only", "mentions"]) == 3
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["doc_id"] for answer in answers] == ["b", "bad", "a", 4]
    assert ["mentions" in answer for answer in answers] == [True, False, True, False]
    assert "line 2" in answers[1]["error"]


def test_batch_mentions_are_names_with_their_points(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"doc_id": "x", "text": "Troops left southern Syria for Goma."}), encoding="utf-8")
    assert cli.main(["batch", str(source), "-o", str(target), "--only", "mentions"]) == 0
    places = {one["toponym"]: one["place"] for one in json.loads(target.read_text(encoding="utf-8"))["mentions"]}
    assert "southern Syria" not in places, "a described place has no point"
    assert places["Goma"]["lon"] == pytest.approx(29.2, abs=0.2)


@pytest.mark.parametrize(
    ("flags", "names", "why"),
    [
        ([], ["Rwandan", "Goma"], "names and demonyms"),
        (["--no-demonyms"], ["Goma"], "for corpora that count no demonyms"),
        (["--light"], ["Rwandan", "Goma"], "the same without a parser"),
    ],
)
def test_batch_of_names(tmp_path: Path, flags: list[str], names: list[str], why: str) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"doc_id": "x", "text": "Rwandan troops are in Goma."}), encoding="utf-8")
    assert cli.main(["batch", str(source), "-o", str(target), "--only", "mentions", *flags]) == 0
    found = json.loads(target.read_text(encoding="utf-8"))["mentions"]
    assert [one["toponym"] for one in found] == names, why


def test_batch_resolves_given_spans(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"doc_id": "x", "text": TEXT, "spans": [[14, 18]]}), encoding="utf-8")
    assert cli.main(["batch", str(source), "-o", str(target), "--only", "mentions"]) == 0
    mentions = json.loads(target.read_text(encoding="utf-8"))["mentions"]
    assert [(one["start"], one["end"], one["place"]["country"]) for one in mentions] == [(14, 18, "COD")]


def test_places_lists_candidates_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "Tripoli", "--json"]) == 0
    countries = [one["place"]["country"] for one in json.loads(capsys.readouterr().out)]
    assert countries[0] == "LBY"
    assert "LBN" in countries
    assert cli.main(["places", "Tripoli", "--country", "LBN"]) == 0
    assert "LBN" in capsys.readouterr().out
    assert cli.main(["places", "Tripoli", "--near", "35.8,34.4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["place"]["country"] == "LBN"


def test_places_says_when_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "Qwertyuiop"]) == 0
    assert "no place of this name" in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert cli.main(["read", "-", "--published", "2024-05-15"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"]


def test_another_day_and_side_are_named_in_what_is_written(dispatch: Path, tmp_path: Path) -> None:
    path = tmp_path / "claims.geojson"
    options = ["--published", "2024-05-15", "--view", "de jure", "--as-of", "2010-01-01", "-o", str(path)]
    assert cli.main(["read", str(dispatch), *options]) == 0
    ground = json.loads(path.read_text(encoding="utf-8"))["ground"]
    assert "de jure" in ground
    assert "disputed areas as of 2010-01-01" in ground


def test_a_users_own_boundaries_are_read_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shapes = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "Zhuravka Zone"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[29, -2], [29.2, -2], [29.2, -1.8], [29, -1.8], [29, -2]]],
                },
            }
        ],
    }
    (tmp_path / "zones.geojson").write_text(json.dumps(shapes), encoding="utf-8")
    row = 'id = "zones"\nfile = "zones.geojson"\nattribution = "A survey"\nlicence = "CC0"\nas_of = "2024"\n'
    table = tmp_path / "own.toml"
    table.write_text(f"[[source]]\n{row}", encoding="utf-8")
    assert cli.main(["places", "Zhuravka Zone", "--sources", str(table)]) == 0
    assert "zones:1" in capsys.readouterr().out
    assert cli.main(["places", "Zhuravka Zone", "--sources", str(tmp_path / "nowhere.toml")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_side_gets_one_line(dispatch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", str(dispatch), "--published", "2024-05-15", "--view", "Atlantis"]) == 1
    assert (
        capsys.readouterr().err == "no side 'Atlantis'; want 'de facto', 'de jure' or an ISO alpha-3 code, like UKR\n"
    )


def test_places_knows_the_names_by_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["places", "Xankendi", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert cli.main(["places", "Stepanakert", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["place"]["place_id"] == first["place"]["place_id"]
    assert "Xankəndi" in first["names"]["az"]
