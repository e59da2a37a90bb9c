"""The overrides file: corrections of one dispatch as JSON, to keep beside it, hand over and replay.

Takes Overrides or the text of such a file; gives the other. Does not hold the dispatch itself, beyond the quotes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from geo.errors import InputError
from geo.model import Document
from geo.overrides.override import Override, make_override

SCHEMA = "claimscape-overrides/1"
MOST = 10_000
"""Corrections in one file."""


def write_overrides(document: Document, overrides: Sequence[Override]) -> str:
    """The file's text, one stable order, ending with a newline."""
    about = {"title": document.title, "sha256": document.sha256}
    record = {"schema": SCHEMA, "document": about, "overrides": [asdict(one) for one in overrides]}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_overrides(text: str) -> tuple[Override, ...]:
    """The corrections of a file's text. Raises InputError with the number of the one that is wrong."""
    wanted = f"want JSON of schema {SCHEMA} with a list of overrides"
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not an overrides file: {error}; {wanted}") from error
    rows = record.get("overrides") if isinstance(record, dict) else None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA or not isinstance(rows, list):
        raise InputError(f"not an overrides file; {wanted}")
    if len(rows) > MOST:
        raise InputError(f"{len(rows):,} corrections; at most {MOST:,} are read")
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(make_override(row if isinstance(row, dict) else {}))
        except InputError as error:
            raise InputError(f"correction {number}: {error}") from error
    return tuple(found)
