"""Data files: a reading as JSON, GeoJSON, GeoPackage, KML or CSV.

Takes a Reading and the credit of its ground; gives text, or writes a file whole or not at all.
Does not draw: pictures and pages are ``figure`` and ``webmap``.

    rows        one flat row a claim: what every table and property list holds
    geojson     RFC 7946
    table       CSV that no spreadsheet runs
    geopackage  layers for a GIS
    kml         folders by claimant
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geo.atomic import write_text
from geo.boundaries import Boundaries
from geo.credits import describe_ground, describe_view
from geo.errors import InputError
from geo.exports.geojson import to_geojson
from geo.exports.geopackage import write_gpkg
from geo.exports.kml import to_kml
from geo.exports.table import to_csv
from geo.model import Reading
from geo.reading import to_json

__all__ = ["GROUND", "WRITERS", "to_csv", "to_geojson", "to_kml", "write_credit", "write_data", "write_gpkg"]

Writer = Callable[[Reading, str, Path], None]

GROUND = ("countries", "admin1", "areas", "lines", "towns")
"""The boundary layers that shapes of claims are built from."""


def _write_as(convert: Callable[[Reading, str], str]) -> Writer:
    return lambda reading, credit, path: write_text(path, convert(reading, credit))


WRITERS: dict[str, Writer] = {
    ".json": _write_as(lambda reading, _credit: to_json(reading)),
    ".geojson": _write_as(to_geojson),
    ".csv": _write_as(to_csv),
    ".kml": _write_as(to_kml),
    ".gpkg": lambda reading, credit, path: write_gpkg(reading, path, credit),
}
"""Suffix -> writer; a writer takes a reading, the credit of its ground, and a path."""


def write_credit(world: Boundaries) -> str:
    """The credit of the ground: from which side, as of when, and whose data."""
    return f"{describe_view(world)}. {describe_ground(world, GROUND)}"


def write_data(reading: Reading, world: Boundaries, path: Path) -> None:
    """Write the data file that the suffix asks for, whole or not at all.

    Raises InputError for a suffix that is not in WRITERS, and OSError as ``open`` does.
    """
    if path.suffix.lower() not in WRITERS:
        raise InputError(f"{path.name}: no data file ends in {path.suffix!r}; want one of: {', '.join(WRITERS)}")
    WRITERS[path.suffix.lower()](reading, write_credit(world), path)
