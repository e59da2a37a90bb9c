"""The store: dispatches that were opened and the corrections of each, in one SQLite file of this machine.

Takes Documents and Overrides; gives them back. Every change is on the disk before its call returns (WAL, one
transaction each), so that a kill loses nothing that was acknowledged. Does not read texts, nor replay.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from geo import documents
from geo.errors import InputError
from geo.model import Document
from geo.overrides import Override, make_override

VARIABLE = "CLAIMSCAPE_HOME"
BUSY_S = 30.0
"""How long a writer waits for another; without waiting three writes of four fail."""

LEAST_NAME = 16
"""Digits of a digest that name a dispatch."""

_TABLES = """
CREATE TABLE IF NOT EXISTS dispatch (
    sha256 TEXT PRIMARY KEY, title TEXT, outlet TEXT, published TEXT, text TEXT NOT NULL, opened TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS override (
    number INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, record TEXT NOT NULL, undone INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS override_of ON override (sha256, undone, number);
"""


def find_home() -> Path:
    """The folder of the store: CLAIMSCAPE_HOME, else the user's own folder for data (XDG)."""
    chosen = os.environ.get(VARIABLE)
    return (
        Path(chosen)
        if chosen
        else Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "claimscape"
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What a list shows of a dispatch that is kept."""

    sha256: str
    title: str | None
    outlet: str | None
    published: dt.date | None


class Store:
    """One file. A Store may be used by several threads and processes at once: each call has its own connection."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open or make the file in a folder. Raises InputError where that cannot be."""
        self.path = (folder or find_home()) / "claimscape.sqlite"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._open() as base:
                base.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{self.path}: {error}; set {VARIABLE} to a folder that can be written") from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=FULL")
            yield base
        finally:
            base.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._open() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    def keep(self, document: Document) -> None:
        """Keep a dispatch; one text is kept once, with what was last said of it."""
        published = document.published.isoformat() if document.published else None
        now = dt.datetime.now(dt.UTC).isoformat()
        row = (document.sha256, document.title, document.outlet, published, document.text, now)
        with self._write() as base:
            base.execute("INSERT OR REPLACE INTO dispatch VALUES (?, ?, ?, ?, ?, ?)", row)

    def forget(self, sha256: str) -> None:
        """Take out a dispatch and all its corrections."""
        with self._write() as base:
            base.execute("DELETE FROM dispatch WHERE sha256 = ?", (sha256,))
            base.execute("DELETE FROM override WHERE sha256 = ?", (sha256,))

    def list_heads(self) -> tuple[Head, ...]:
        """What is known of each dispatch that is kept, without its text; the last opened first."""
        with self._open() as base:
            rows = base.execute("SELECT sha256, title, outlet, published FROM dispatch ORDER BY opened DESC").fetchall()
        return tuple(Head(sha256, title, outlet, _day(published)) for sha256, title, outlet, published in rows)

    def find_document(self, name: str) -> Document | None:
        """The dispatch whose digest begins with a name of at least LEAST_NAME digits; None where none is kept."""
        if len(name) < LEAST_NAME:
            return None
        query = "SELECT title, outlet, published, text FROM dispatch WHERE substr(sha256, 1, ?) = ?"
        with self._open() as base:
            row = base.execute(query, (len(name), name)).fetchone()
        if row is None:
            return None
        title, outlet, published, text = row
        return documents.from_text(text, documents.Source(title, outlet, _day(published)))

    def find_overrides(self, sha256: str) -> tuple[Override, ...]:
        """The corrections of a dispatch that stand, the earlier first."""
        with self._open() as base:
            rows = base.execute(
                "SELECT record FROM override WHERE sha256 = ? AND undone = 0 ORDER BY number", (sha256,)
            ).fetchall()
        return tuple(make_override(json.loads(record)) for (record,) in rows)

    def add_overrides(self, sha256: str, overrides: Sequence[Override]) -> None:
        """Add corrections to a dispatch; what was undone before cannot be redone after."""
        with self._write() as base:
            base.execute("DELETE FROM override WHERE sha256 = ? AND undone = 1", (sha256,))
            base.executemany(
                "INSERT INTO override (sha256, record, undone) VALUES (?, ?, 0)",
                [(sha256, json.dumps(asdict(one), ensure_ascii=False)) for one in overrides],
            )

    def undo(self, sha256: str) -> bool:
        """Take back the last correction that stands; False where there is none."""
        return self._turn(sha256, "SELECT MAX(number) FROM override WHERE sha256 = ? AND undone = 0", 1)

    def redo(self, sha256: str) -> bool:
        """Bring back the last correction that was undone; False where there is none."""
        return self._turn(sha256, "SELECT MIN(number) FROM override WHERE sha256 = ? AND undone = 1", 0)

    def count_undone(self, sha256: str) -> int:
        """How many corrections can be redone."""
        with self._open() as base:
            row = base.execute("SELECT COUNT(*) FROM override WHERE sha256 = ? AND undone = 1", (sha256,)).fetchone()
        return int(row[0])

    def _turn(self, sha256: str, query: str, undone: int) -> bool:
        with self._write() as base:
            (number,) = base.execute(query, (sha256,)).fetchone()
            base.execute("UPDATE override SET undone = ? WHERE number = ?", (undone, number))
        return number is not None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
