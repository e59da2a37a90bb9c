"""The tables of a boundary folder: whose files they are, vague regions, and what no file shows.

Takes a folder; gives frozen rows, or collects every fault. Reads no geometry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo import place_ids

SOURCES, REGIONS, GAPS = "sources.toml", "regions.toml", "gaps.toml"
CIRCLE_KM = (0.1, 1000.0)
"""The radius of a region that is a circle: from a hill to a sea."""


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``sources.toml``: a file, what is in it, whose it is, and as of when.

    ``precision_m`` is how far its lines may lie from the true ones, in metres; None where that was not measured.
    ``refines`` names the layer some of whose rows this file replaces with finer ones.
    """

    id: str
    file: str
    what: str
    columns: tuple[str, ...]
    licence: str
    attribution: str
    as_of: str
    count: int | None = None
    precision_m: float | None = None
    sha256: str | None = None
    derived: str | None = None
    refines: str | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """A region known only by a point (lon, lat) and the radius that holds it and our doubt, km."""

    lon: float
    lat: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Region:
    """One row of ``regions.toml``: a vague region or named group.

    It stands for the place id ``footprint``, or, where that is None, for ``circle``.
    """

    id: str
    name: str
    footprint: str | None
    circle: Circle | None = None
    approximate: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One row of ``gaps.toml``: a place and a time whose control no file shows. ``end`` None: until today.

    ``shown`` is the place id of the nearest state of affairs that a file does show, or None.
    """

    place: str
    start: str
    end: str | None
    what: str
    shown: str | None = None


def read_sources(folder: Path, faults: list[str]) -> Iterable[Source]:
    """The rows of sources.toml; what is wrong goes into ``faults``."""
    for number, row in enumerate(_read_rows(folder / SOURCES, "source", faults), start=1):
        wanted = ("id", "file", "what", "columns", "licence", "attribution", "as_of")
        missing = [key for key in wanted if not row.get(key)]
        faults += [f"{SOURCES}, source {number}: no {key}" for key in missing]
        if missing:
            continue
        if not (folder / row["file"]).exists():
            faults.append(f"{SOURCES}, source {number}: no file {row['file']}")
        known = {key: value for key, value in row.items() if key in Source.__dataclass_fields__}
        yield Source(**known | {"columns": tuple(row["columns"]), "as_of": str(row["as_of"])})


def read_regions(folder: Path, faults: list[str]) -> Iterable[Region]:
    """The rows of regions.toml, none where there is no such file; what is wrong goes into ``faults``."""
    seen: set[str] = set()
    for number, row in enumerate(_read_optional(folder / REGIONS, "region", faults), start=1):
        fault = _region_fault(row, seen)
        if fault:
            faults.append(f"{REGIONS}, region {number}: {fault}")
            continue
        seen.add(row["id"])
        lon, lat = row.get("at", (0.0, 0.0))
        circle = None if "footprint" in row else Circle(float(lon), float(lat), float(row["radius_km"]))
        note = row.get("note") or row.get("caveat") or ""
        yield Region(row["id"], row["name"], row.get("footprint"), circle, bool(row.get("approx", True)), note)


def read_gaps(folder: Path, faults: list[str]) -> Iterable[Gap]:
    """The rows of gaps.toml, none where there is no such file; what is wrong goes into ``faults``."""
    for number, row in enumerate(_read_optional(folder / GAPS, "gap", faults), start=1):
        missing = [key for key in ("place", "from", "what") if not row.get(key)]
        faults += [f"{GAPS}, gap {number}: no {key}" for key in missing]
        if not missing:
            yield Gap(row["place"], str(row["from"]), row.get("to"), row["what"], row.get("shown"))


def _region_fault(row: dict[str, Any], seen: set[str]) -> str | None:
    for key in ("id", "name"):
        if not row.get(key):
            return f"no {key}"
    if row["id"] in seen:
        return f"id {row['id']!r} is there twice"
    return _footprint_fault(row["footprint"], seen) if row.get("footprint") else _circle_fault(row)


def _footprint_fault(footprint: str, seen: set[str]) -> str | None:
    try:
        place_ids.parse(footprint)
    except ValueError as error:
        return str(error)
    later = [leaf for leaf in place_ids.leaves(footprint) if leaf.startswith("region:") and leaf not in seen]
    return f"made of {later[0]}, which is not above it" if later else None


def _circle_fault(row: dict[str, Any]) -> str | None:
    if "radius_km" not in row or len(row.get("at", ())) != 2:
        return "no footprint, and no at = [lon, lat] with a radius_km"
    least, most = CIRCLE_KM
    return None if least <= row["radius_km"] <= most else f"radius_km {row['radius_km']}, want {least:g} to {most:g}"


def _read_optional(path: Path, table: str, faults: list[str]) -> list[dict[str, Any]]:
    return _read_rows(path, table, faults) if path.exists() else []


def _read_rows(path: Path, table: str, faults: list[str]) -> list[dict[str, Any]]:
    try:
        return list(tomllib.loads(path.read_text(encoding="utf-8")).get(table, []))
    except (OSError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path.name}: {error}")
        return []
