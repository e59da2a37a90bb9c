"""The claims as a CSV table, one row a claim, the unplaced ones too.

Takes a Reading; gives text (RFC 4180, UTF-8, a header row). Does not let a cell run: text that a spreadsheet would take
for a formula gets an apostrophe in front, numbers stay numbers.
"""

from __future__ import annotations

import csv
import io

from geo.exports.rows import COLUMNS, build_rows
from geo.model import Reading

# What Excel, LibreOffice and Google Sheets begin a formula with, or skip before one (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_csv(reading: Reading, credit: str = "") -> str:
    """Every claim of the reading; a missing value is an empty cell. A reading without claims gives the header alone."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: to_cell(value) for name, value in row.items()} for row in build_rows(reading, credit))
    return stream.getvalue()


def to_cell(value: object) -> object:
    """A value as a cell that no spreadsheet runs.

    >>> to_cell("=HYPERLINK(1)"), to_cell(-39.5), to_cell("said so"), to_cell(None)
    ("'=HYPERLINK(1)", -39.5, 'said so', '')
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
