"""The store: nothing that was acknowledged is lost, undo and redo, two at once."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo import documents
from geo.errors import InputError
from geo.overrides import make_override
from geo.store import LEAST_NAME, Store

ROOT = Path(__file__).parent.parent
DOCUMENT = documents.from_text("Rebels took the town, the army said.", documents.Source("T", "O", None))


def make(number: int):
    return make_override(
        {"action": "move", "new": number / 100, "start": 0, "end": 3, "quote": "Reb", "sha256": DOCUMENT.sha256}
    )


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "home")


def test_a_dispatch_is_kept_once_and_comes_back_as_it_was(store):
    store.keep(DOCUMENT)
    store.keep(DOCUMENT)
    kept = store.find_document(DOCUMENT.sha256[:LEAST_NAME])
    assert [one.sha256 for one in store.list_heads()] == [DOCUMENT.sha256]
    assert (kept.text, kept.sha256, kept.title, kept.outlet, kept.published) == (
        DOCUMENT.text, DOCUMENT.sha256, "T", "O", None,
    )  # fmt: skip


def test_the_last_opened_comes_first(store):
    other = documents.from_text("Another dispatch.")
    for one in (DOCUMENT, other, DOCUMENT):
        store.keep(one)
    assert [one.sha256 for one in store.list_heads()] == [DOCUMENT.sha256, other.sha256]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "every digest begins with nothing"),
        (DOCUMENT.sha256[: LEAST_NAME - 1], "too short to be sure of"),
        ("%" * LEAST_NAME, "no pattern: a name comes from an address that anybody can write"),
        ("0" * LEAST_NAME, "not kept"),
    ],
)
def test_what_names_no_dispatch_finds_none(store, name, why):
    store.keep(DOCUMENT)
    assert store.find_document(name) is None, why


def test_undo_redo_and_what_follows(store):
    digest = DOCUMENT.sha256
    store.add_overrides(digest, [make(1), make(2)])
    assert store.undo(digest)
    assert store.find_overrides(digest) == (make(1),)
    assert store.count_undone(digest) == 1
    assert store.redo(digest)
    assert store.find_overrides(digest) == (make(1), make(2))
    store.undo(digest)
    store.add_overrides(digest, [make(3)])
    assert not store.redo(digest), "what was undone before a new correction is gone"
    assert store.find_overrides(digest) == (make(1), make(3))


def test_nothing_to_undo(store):
    assert not store.undo(DOCUMENT.sha256)
    assert not store.redo(DOCUMENT.sha256)


def test_forgetting_takes_the_corrections_too(store):
    store.keep(DOCUMENT)
    store.add_overrides(DOCUMENT.sha256, [make(1)])
    store.forget(DOCUMENT.sha256)
    assert store.list_heads() == ()
    assert store.find_document(DOCUMENT.sha256) is None
    assert store.find_overrides(DOCUMENT.sha256) == ()


def test_several_writers_lose_nothing(store):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.add_overrides(DOCUMENT.sha256, [make(number)]), range(40)))
    assert sorted(one.new for one in store.find_overrides(DOCUMENT.sha256)) == [number / 100 for number in range(40)]


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path):
    """A writer is killed in the middle of its work: every number that it had printed is there, and the file opens."""
    script = (
        "import sys; from pathlib import Path; from geo.store import LEAST_NAME, Store\n"
        "from tests.test_store import DOCUMENT, make\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for number in range(101):\n"
        "    store.add_overrides(DOCUMENT.sha256, [make(number)]); print(number, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(5)]
        writer.kill()
    kept = {round(one.new * 100) for one in Store(tmp_path).find_overrides(DOCUMENT.sha256)}
    assert set(told) <= kept


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="set CLAIMSCAPE_HOME to a folder that can be written"):
        Store(tmp_path / "file")
