"""The Reading to and from JSON, as the contract has it.

Takes a Reading or its JSON; gives the other. Does not read or write files, and knows no geometry beyond passing it on.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, fields
from typing import Any

from geo.errors import InputError
from geo.model import (
    Certainty,
    Claim,
    ClaimKind,
    Compared,
    Count,
    Document,
    Dropped,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Party,
    Place,
    Polarity,
    Proposal,
    Reading,
    Relation,
    RelationType,
    SecondOpinion,
    Stance,
    Use,
    Verdict,
)

SCHEMA = "claimscape/1"
EMPTY_COLLECTION: dict[str, object] = {"type": "FeatureCollection", "features": []}

_ENUMS = {
    "kind": ClaimKind,
    "stance": Stance,
    "polarity": Polarity,
    "modality": Modality,
    "certainty": Certainty,
}


def to_record(reading: Reading) -> dict[str, Any]:
    """The reading as plain dictionaries and lists, ready for json.dumps."""
    document = reading.document
    second = {"second_reader": asdict(reading.second)} if reading.second else {}
    return {
        "schema": SCHEMA,
        "document": {
            "id": document.id,
            "title": document.title,
            "outlet": document.outlet,
            "published": _iso(document.published),
            "language": document.language,
            "sha256": document.sha256,
            "characters": len(document.text),
        },
        "mentions": [asdict(mention) for mention in reading.mentions],
        "claims": [_claim_record(claim) for claim in reading.claims],
        "relations": [asdict(relation) for relation in reading.relations],
        "features": reading.features or EMPTY_COLLECTION,
        "places": reading.places or EMPTY_COLLECTION,
        **second,
    }


def to_json(reading: Reading) -> str:
    """The reading as JSON text: one stable order of keys, a line a mention, claim, relation and feature."""
    return to_lines(to_record(reading)) + "\n"


def find_unplaced(reading: Reading) -> tuple[Claim, ...]:
    """The claims of which nothing is drawn, in the order of the text."""
    drawn = find_drawn(reading)
    return tuple(claim for claim in reading.claims if claim.id not in drawn)


def find_drawn(reading: Reading) -> set[str]:
    """The ids of the claims that have a feature."""
    features: Any = (reading.features or EMPTY_COLLECTION)["features"]
    return {feature["properties"]["claim_id"] for feature in features}


def from_json(text: str, dispatch: str = "") -> Reading:
    """The Reading that ``to_json`` wrote; ``dispatch`` is the text itself, which the JSON does not hold.

    Raises InputError where the text is not such a JSON.
    """
    try:
        record = json.loads(text)
        return from_record(record, dispatch)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        message = f"not a reading: want JSON of schema {SCHEMA}, got something that fails with: {error}"
        raise InputError(message) from error


def from_record(record: dict[str, Any], dispatch: str = "") -> Reading:
    """The Reading of a record that ``to_record`` made."""
    if record["schema"] != SCHEMA:
        raise ValueError(f"schema {record['schema']!r}")
    document = record["document"]
    return Reading(
        document=Document(
            id=document["id"],
            title=document["title"],
            outlet=document["outlet"],
            published=_date(document["published"]),
            language=document["language"],
            text=dispatch,
            clean=dispatch,
            sha256=document["sha256"],
        ),
        mentions=tuple(_mention(one) for one in record["mentions"]),
        claims=tuple(_claim(one) for one in record["claims"]),
        relations=tuple(
            Relation(RelationType(one["type"]), (one["claims"][0], one["claims"][1]), one["reason"])
            for one in record["relations"]
        ),
        features=record["features"],
        places=record.get("places"),
        second=_second(record.get("second_reader")),
    )


def to_lines(record: dict[str, Any]) -> str:
    """A record as JSON with each item of its lists, and of its feature collections, on a line of its own.

    ``json.dumps`` with an indent would give each coordinate a line: twice the size, four times the time.
    """
    pairs = [f"{_to_line(key)}: {_to_block(value)}" for key, value in record.items()]
    return "{" + ",\n ".join(pairs) + "}"


def _to_block(value: object) -> str:
    if isinstance(value, dict) and "features" in value:
        return to_lines(value)
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(_to_line(one) for one in value) + "]"
    return _to_line(value)


def _to_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_iso)


def _iso(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _claim_record(claim: Claim) -> dict[str, Any]:
    record = asdict(claim)
    for name in ("said", "event"):
        interval = record[name]
        if interval:
            interval["start"], interval["end"] = _iso(interval["start"]), _iso(interval["end"])
    return record


def _interval(record: dict[str, Any] | None) -> Interval | None:
    if record is None:
        return None
    return Interval(
        dt.date.fromisoformat(record["start"]), dt.date.fromisoformat(record["end"]), bool(record["inferred"])
    )


def _mention(record: dict[str, Any]) -> Mention:
    place = record["place"]
    values = record | {
        "kind": MentionKind(record["kind"]),
        "use": Use(record["use"]),
        "place": Place(**place) if place else None,
        "reasons": tuple(record["reasons"]),
    }
    return Mention(**values)


def _claim(record: dict[str, Any]) -> Claim:
    values: dict[str, Any] = {field.name: record[field.name] for field in fields(Claim) if field.name in record}
    values |= {name: enum(values[name]) for name, enum in _ENUMS.items()}
    values |= {name: tuple(values[name]) for name in ("where", "doubts")}
    values |= {name: _interval(values[name]) for name in ("said", "event")}
    values["claimant"] = Party(**values["claimant"])
    values["via"] = tuple(Party(**party) for party in values["via"])
    values["count"] = Count(**values["count"]) if values["count"] else None
    return Claim(**values)


def _second(record: dict[str, Any] | None) -> SecondOpinion | None:
    if record is None:
        return None
    return SecondOpinion(
        model=record["model"],
        address=record["address"],
        proposals=tuple(_proposal(one) for one in record["proposals"]),
        dropped=tuple(Dropped(**one) for one in record["dropped"]),
        notes=tuple(record["notes"]),
        comparison=tuple(_compared(one) for one in record["comparison"]),
    )


def _proposal(record: dict[str, Any]) -> Proposal:
    values = record | {name: enum(record[name]) for name, enum in _ENUMS.items() if name in record}
    values["count"] = Count(**values["count"]) if values["count"] else None
    return Proposal(**values)


def _compared(record: dict[str, Any]) -> Compared:
    differences = {name: (ours, theirs) for name, (ours, theirs) in record["differences"].items()}
    return Compared(Verdict(record["verdict"]), record["claim"], record["proposal"], differences)
