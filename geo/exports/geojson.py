"""A reading's drawn claims as GeoJSON (RFC 7946), with what a map of them must say in foreign members.

Takes a Reading; gives text. Does not hold a feature without geometry: unplaced claims are listed beside the features.
"""

from __future__ import annotations

from geo.exports.rows import build_rows, describe_source, get_features
from geo.model import Certainty, Reading
from geo.reading import SCHEMA, to_lines

_FOLLOWS = ("polarity", "modality", "via", "event_start", "event_end", "outlet", "published")


def to_geojson(reading: Reading, credit: str = "") -> str:
    """The features of the contract, each with a few columns of its claim; ``credit`` names the ground's sources.

    Lon, lat in EPSG:4326. The foreign members are ``schema``, ``source``, ``point_of_view``, ``disclaimer`` ... and
    ``unplaced``: every claim that has no feature, with its quote, so that nobody takes the map for the whole.
    """
    rows = {row["claim_id"]: row for row in build_rows(reading)}
    features = [
        {
            "type": "Feature",
            "id": f"{feature['properties']['claim_id']}-{feature['properties']['part']}",
            "geometry": feature["geometry"],
            "properties": feature["properties"]
            | {name: rows[feature["properties"]["claim_id"]][name] for name in _FOLLOWS},
        }
        for feature in get_features(reading)
    ]
    drawn = {feature["properties"]["claim_id"] for feature in features}
    unplaced = [
        {name: row[name] for name in ("claim_id", "kind", "claimant", "stance", "claimed_km2", "quote", "start", "end")}
        | {"certainty": str(Certainty.UNPLACED)}
        for row in rows.values()
        if row["claim_id"] not in drawn
    ]
    collection = {"type": "FeatureCollection", "schema": SCHEMA, **describe_source(reading, credit)}
    return to_lines(collection | {"unplaced": unplaced, "features": features}) + "\n"
