"""A hand-made reading and a background of squares, for the tests of the drawing end: no pipeline, no boundary files.

Two invented states meet at longitude 10: Westland (0 to 10) and Eastland (10 to 20), latitude 40 to 46.
"""

from __future__ import annotations

import datetime as dt
import hashlib

import geopandas as gpd
from shapely.geometry import LineString, Point, Polygon, box, mapping

from geo.boundaries import Source, View
from geo.model import (
    Certainty,
    Claim,
    ClaimKind,
    Document,
    Interval,
    Mention,
    MentionKind,
    Party,
    Place,
    Reading,
    Relation,
    RelationType,
    Stance,
    Use,
)

TEXT = (
    "Eastland's general staff said its troops took 120 square km of Westland along the frontier. "
    "Westland's premier Ada Moor put the loss at 15 square km.\n\n"
    "Advertisement\n\n"
    "Eastland's general staff demands a corridor to the coast. Moor rejects a corridor. "
    "Moor also spoke of a second loss, without saying where."
)
_QUOTES = (
    "Eastland's general staff said its troops took 120 square km of Westland along the frontier",
    "Westland's premier Ada Moor put the loss at 15 square km",
    "Eastland's general staff demands a corridor to the coast",
    "Moor rejects a corridor",
    "Moor also spoke of a second loss, without saying where",
)
STAFF = Party("General staff", "EST")
MOOR = Party("Ada Moor", "WST", "premier")
_STRIP = box(9.7, 42, 10, 43.5)
_SPOT = box(9.8, 42.6, 10, 42.8)
_CORRIDOR = Polygon([(10, 44.9), (10, 45.1), (0, 45.1), (0, 44.9)])


def build_document(text: str = TEXT, **changes: str | dt.date | None) -> Document:
    """The document of a text."""
    values = {"title": "Frontier shifts", "outlet": "Daily Square", "published": dt.date(2031, 5, 7)} | changes
    digest = hashlib.sha256(text.encode()).hexdigest()
    clean = text.replace("Advertisement", " " * len("Advertisement"))
    return Document(id="hand-made", language="en", text=text, clean=clean, sha256=digest, **values)


def build_reading(**changes: str | dt.date | None) -> Reading:
    """Five claims of two claimants: four drawn, one unplaced; two pairs stand against each other."""
    places = [_place("m1", "town:1", "Squareville", Point(9.9, 42.7))]
    return Reading(
        document=build_document(**changes),
        mentions=(
            Mention(
                "m1",
                0,
                8,
                "frontier",
                MentionKind.BORDER,
                Use.LITERAL,
                Place("border(country:EST,country:WST)", "the border of Eastland and Westland", None, None, 10, 43),
                score=0.9,
                drawn=True,
            ),
        ),
        claims=_claims(),
        relations=(
            Relation(RelationType.CONTRADICTS, ("c1", "c2"), "120 km² and 15 km² are given for one loss."),
            Relation(RelationType.REJECTS, ("c4", "c3"), "The corridor that one demands the other rejects."),
        ),
        features={"type": "FeatureCollection", "features": [_feature(**one) for one in _PARTS]},
        places={"type": "FeatureCollection", "features": places},
    )


def build_frame(reading: Reading) -> gpd.GeoDataFrame:
    """The features frame of a reading; an empty one keeps its columns."""
    features = (reading.features or {}).get("features") or []
    if not features:
        columns = [*_feature(**_PARTS[0])["properties"], "geometry"]
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs="EPSG:4326")
    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")


class SquareWorld:
    """The background: two states, a dashed line between them, a lake, two towns; a stand-in for geo.boundaries."""

    view = View()
    gaps = ()
    as_of = "2031-01-01"

    def layer(self, layer_id: str) -> gpd.GeoDataFrame:
        """All rows of a layer."""
        rows = _GROUND.get(layer_id, _NONE)
        ids = [f"{layer_id}:{place}" for place, _ in enumerate(rows["name"])]
        return gpd.GeoDataFrame(rows | {"place_id": ids}, geometry="geometry", crs="EPSG:4326")

    def name(self, place_id: str) -> str:
        """The name of either state."""
        return {"country:WST": "Westland", "country:EST": "Eastland"}[place_id]

    def sources_of(self, layer_id: str) -> tuple[Source, ...]:
        """The same source for every layer."""
        return (Source(layer_id, "none", "squares", ("name",), "CC0", "Squares drawn by hand", "2031-01-01"),)


_NONE = {"name": [], "geometry": gpd.GeoSeries([], crs="EPSG:4326")}
_GROUND = {
    "countries": {
        "name": ["Westland", "Eastland"],
        "country": ["WST", "EST"],
        "geometry": [box(0, 40, 10, 46), box(10, 40, 20, 46)],
    },
    "lakes": {"name": ["Square Lake"], "geometry": [box(4, 41, 4.4, 41.4)]},
    "lines": {"name": ["Old ceasefire line"], "geometry": [LineString([(9, 40), (9, 46)])]},
    "towns": {
        "name": ["Squareville", "Cornerton"],
        "population": [9000, 400_000],
        "geometry": [Point(9.9, 42.7), Point(7.5, 44.2)],
    },
}


def _claims() -> tuple[Claim, ...]:
    when = Interval(dt.date(2031, 5, 6), dt.date(2031, 5, 6), inferred=True)
    spans = [(TEXT.index(quote), TEXT.index(quote) + len(quote), quote) for quote in _QUOTES]
    shared = {"rule": "by hand", "via": (Party("Daily Square"),)}
    approximate, located = {"certainty": Certainty.APPROXIMATE}, {"certainty": Certainty.LOCATED}
    seizure = shared | {"area_km2": 120.0, "event": when, "where": ("m1",)} | approximate
    return (
        Claim("c1", *spans[0], ClaimKind.SEIZURE, STAFF, Stance.ASSERTS, **seizure),
        Claim("c2", *spans[1], ClaimKind.SEIZURE, MOOR, Stance.ASSERTS, **(seizure | {"area_km2": 15.0})),
        Claim("c3", *spans[2], ClaimKind.CORRIDOR, STAFF, Stance.DEMANDS, **(shared | located)),
        Claim("c4", *spans[3], ClaimKind.CORRIDOR, MOOR, Stance.REJECTS, **(shared | located)),
        Claim("c5", *spans[4], ClaimKind.SEIZURE, MOOR, Stance.ASSERTS, **shared),
    )


_PARTS: tuple[dict[str, object], ...] = (
    {"claim": 0, "part": "extent", "km2": 900.0, "geometry": box(9, 40, 10, 46)},
    {"claim": 0, "part": "drawn", "km2": 120.0, "geometry": _STRIP},
    {"claim": 1, "part": "drawn", "km2": 15.0, "geometry": _SPOT},
    {"claim": 2, "part": "drawn", "km2": 2000.0, "geometry": _CORRIDOR},
    {"claim": 3, "part": "drawn", "km2": 2000.0, "geometry": _CORRIDOR},
)


def _feature(claim: int, part: str, km2: float, geometry: Polygon) -> dict[str, object]:
    about = _claims()[claim]
    size = f"{about.area_km2:.0f} km² " if about.area_km2 else "Corridor "
    verb = {"demands": "demanded", "rejects": "rejected"}.get(about.stance, "claimed")
    properties = {
        "claim_id": about.id,
        "kind": str(about.kind),
        "claimant": about.claimant.name,
        "side": about.claimant.side,
        "stance": str(about.stance),
        "part": part,
        "method": "by hand",
        "claimed_km2": about.area_km2,
        "drawn_km2": km2,
        "certainty": str(about.certainty),
        "label": f"{size}{verb} by {about.claimant.name}",
        "quote": about.quote,
        "start": about.start,
        "end": about.end,
        "document_id": "hand-made",
        "note": "a strip along the border, its width chosen to give the stated size" if about.area_km2 else None,
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def _place(mention_id: str, place_id: str, name: str, point: Point) -> dict[str, object]:
    properties = {"mention_id": mention_id, "place_id": place_id, "name": name, "kind": "name", "country": "WST"}
    return {"type": "Feature", "properties": properties | {"note": None}, "geometry": mapping(point)}
