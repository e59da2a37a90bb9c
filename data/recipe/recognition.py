"""Points of view: what Natural Earth's FCLASS columns say of a country or a line, by the codes of this project.

Takes a row of a Natural Earth layer; gives the views that differ from the layer's own. Does not add a view of ours.
"""

from __future__ import annotations

VIEWS = {
    "ISO": "UN",
    "US": "USA",
    "FR": "FRA",
    "RU": "RUS",
    "ES": "ESP",
    "CN": "CHN",
    "TW": "TWN",
    "IN": "IND",
    "NP": "NPL",
    "PK": "PAK",
    "DE": "DEU",
    "GB": "GBR",
    "BR": "BRA",
    "IL": "ISR",
    "PS": "PSE",
    "SA": "SAU",
    "EG": "EGY",
    "MA": "MAR",
    "PT": "PRT",
    "AR": "ARG",
    "JP": "JPN",
    "KO": "KOR",
    "VN": "VNM",
    "TR": "TUR",
    "ID": "IDN",
    "PL": "POL",
    "GR": "GRC",
    "IT": "ITA",
    "NL": "NLD",
    "SE": "SWE",
    "BD": "BGD",
    "UA": "UKR",
}
"""Ending of a FCLASS column -> alpha-3, or UN: its ISO column follows the membership of the United Nations."""

_LINE_STATUS = {
    "International boundary (verify)": "international",
    "Unrecognized": "unrecognised",
    "Disputed (please verify)": "disputed",
    "Claim boundary": "claimed",
    "Line of control (please verify)": "control",
    "Indefinite (please verify)": "indefinite",
    "Admin-1 boundary": "internal",
    "Map unit boundary": "internal",
}
_NO_COUNTRY = ("Unrecognized", "Admin-1")


def find_sceptics(unit: dict[str, object], ours: dict[str, object]) -> str:
    """The views that do not take a unit for a country, joined by ``|``; ``ours`` may repair them (``not_by``)."""
    if "not_by" in ours:
        return str(ours["not_by"])
    values = {view: unit.get(f"FCLASS_{ending}") for ending, view in VIEWS.items()}
    return "|".join(view for view, value in values.items() if isinstance(value, str) and value.startswith(_NO_COUNTRY))


def find_statuses(line: dict[str, object]) -> str:
    """The status that views give a line where it differs, as ``IND=unrecognised|CHN=international``."""
    values = {view: line.get(f"FCLASS_{ending}") for ending, view in VIEWS.items()}
    return "|".join(f"{view}={_LINE_STATUS[value]}" for view, value in values.items() if value in _LINE_STATUS)
