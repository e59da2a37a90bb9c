"""One flat row a claim, with its drawn sizes, its places and its source: what every table and property list holds.

Takes a Reading; gives dictionaries of text, numbers and None in one fixed order of keys.
Does not neutralise anything: each format does that in its own way.
"""

from __future__ import annotations

from typing import Any

from geo.credits import DISCLAIMER
from geo.model import Claim, Document, Interval, Reading
from geo.reading import EMPTY_COLLECTION

Row = dict[str, Any]

COLUMNS = (
    "claim_id", "claimant", "side", "role", "via", "kind", "stance", "polarity", "modality", "actor", "counterpart",
    "claimed_km2", "drawn_km2", "length_km", "count", "count_unit", "count_side", "places",
    "event_start", "event_end", "event_inferred", "said_start", "said_end", "said_inferred",
    "certainty", "confidence", "doubts", "method", "note", "quote", "start", "end",
    "document_id", "document_sha256", "title", "outlet", "published", "ground", "disclaimer",
)  # fmt: skip
"""The keys of a row, in order: claim, sizes, dates, how sure, the words, the source."""


def build_rows(reading: Reading, credit: str = "") -> list[Row]:
    """Every claim in the order of the text, those without a shape too; areas in km2, offsets in characters."""
    drawn = _join_drawn(reading)
    places = {mention.id: mention.place.name for mention in reading.mentions if mention.place}
    claims = sorted(reading.claims, key=lambda claim: (claim.start, claim.end))
    source = describe_source(reading, credit)
    rows = (_describe_claim(claim, places) | _describe_drawing(drawn.get(claim.id, [])) | source for claim in claims)
    return [{name: row[name] for name in COLUMNS} for row in rows]


def describe_source(reading: Reading, credit: str = "") -> Row:
    """Where a row comes from: the dispatch, the reader's licence to doubt it, and the ground that it is drawn on."""
    document = reading.document
    return {
        "document_id": document.id,
        "document_sha256": document.sha256,
        "title": document.title,
        "outlet": document.outlet,
        "published": _iso(document),
        "ground": credit or None,
        "disclaimer": DISCLAIMER,
    }


def get_features(reading: Reading) -> list[dict[str, Any]]:
    """The GeoJSON features of the drawn claim parts."""
    features: Any = (reading.features or EMPTY_COLLECTION)["features"]
    return list(features)


def _describe_claim(claim: Claim, places: dict[str, str]) -> Row:
    return {
        "claim_id": claim.id,
        "claimant": claim.claimant.name,
        "side": claim.claimant.side,
        "role": claim.claimant.role,
        "via": "; ".join(party.name for party in claim.via) or None,
        "kind": str(claim.kind),
        "stance": str(claim.stance),
        "polarity": str(claim.polarity),
        "modality": str(claim.modality),
        "actor": claim.actor,
        "counterpart": claim.counterpart,
        "claimed_km2": claim.area_km2,
        "length_km": claim.length_km,
        "count": claim.count.value if claim.count else None,
        "count_unit": claim.count.unit if claim.count else None,
        "count_side": claim.count.side if claim.count else None,
        "places": "; ".join(dict.fromkeys(places[one] for one in claim.where if one in places)) or None,
        **_describe_interval("event", claim.event),
        **_describe_interval("said", claim.said),
        "certainty": str(claim.certainty),
        "confidence": claim.confidence,
        "doubts": "; ".join(claim.doubts) or None,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
    }


def _describe_interval(name: str, interval: Interval | None) -> Row:
    return {
        f"{name}_start": interval.start.isoformat() if interval else None,
        f"{name}_end": interval.end.isoformat() if interval else None,
        f"{name}_inferred": interval.inferred if interval else None,
    }


def _describe_drawing(parts: list[Row]) -> Row:
    """The size and the way of the drawn part; the extent, which says where it may lie, is no size of the claim."""
    sizes = [part["drawn_km2"] for part in parts if part["part"] == "drawn" and part["drawn_km2"] is not None]
    return {
        "drawn_km2": round(sum(sizes), 6) if sizes else None,
        "method": "; ".join(dict.fromkeys(part["method"] for part in parts)) or None,
        "note": next((part["note"] for part in parts if part["note"]), None),
    }


def _join_drawn(reading: Reading) -> dict[str, list[Row]]:
    parts: dict[str, list[Row]] = {}
    for feature in get_features(reading):
        parts.setdefault(feature["properties"]["claim_id"], []).append(feature["properties"])
    return parts


def _iso(document: Document) -> str | None:
    return document.published.isoformat() if document.published else None
