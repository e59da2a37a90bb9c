"""A file is written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.atomic import replace_file, write_bytes, write_text


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "Շուշի\r\n")
    assert path.read_bytes() == "Շուշի\r\n".encode(), "UTF-8, line ends as they are"
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_lone_surrogate_does_not_stop_a_file(tmp_path: Path) -> None:
    write_text(tmp_path / "a.json", json.dumps("\ud83d", ensure_ascii=False))
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == "\ud83d"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="half way"):
        write_half(path)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.gpkg"]


def write_half(path: Path) -> None:
    with replace_file(path) as waiting:
        assert (waiting.parent, waiting.suffix) == (path.parent, ".gpkg"), "the same disk, and the suffix writers go by"
        waiting.write_bytes(b"half")
        raise RuntimeError("half way")


def test_a_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_bytes(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode, "mkstemp's are for its owner only"


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_bytes(tmp_path / "nowhere" / "a.txt", b"")


def test_a_long_name_is_no_problem(tmp_path: Path) -> None:
    write_bytes(tmp_path / f"{'x' * 240}.txt", b"1")
    assert len(list(tmp_path.iterdir())) == 1
