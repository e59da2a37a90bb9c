"""Readings made by hand of three invented dispatches from real ground, for the tests of figure and exports.

Small strips along a border (Kyrgyzstan, Tajikistan), a claim to a province-sized area (Guyana), a town (DR Congo).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import shapely
from pyproj import CRS, Geod, Transformer

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

GEOD = Geod(ellps="WGS84")
SAMPLES = ("strips", "province", "town")


@dataclass(frozen=True)
class Sketch:
    """A claim and its shapes, from which a Reading is made."""

    quote: str
    kind: ClaimKind
    claimant: Party
    stance: Stance
    certainty: Certainty = Certainty.UNPLACED
    area_km2: float | None = None
    label: str = ""
    note: str | None = None
    where: tuple[str, ...] = ()
    extent: Any = None
    drawn: Any = None
    anchor: Any = None


def draw_band(line: Sequence[tuple[float, float]], width_m: float, *, side: float = 0.0) -> shapely.Polygon:
    """A band along a line of lon, lat; on one side of it for ``side`` 1 (left) or -1 (right)."""
    lon, lat = line[0]
    flat = CRS.from_proj4(f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m")
    there = Transformer.from_crs("EPSG:4326", flat, always_xy=True)
    path = shapely.transform(shapely.LineString(line), there.transform, interleaved=False)
    band = path.buffer(side * width_m if side else width_m / 2, cap_style="flat", single_sided=bool(side))
    return shapely.transform(band, partial(there.transform, direction="INVERSE"), interleaved=False)


def draw_strip(line: Sequence[tuple[float, float]], area_km2: float, side: float) -> shapely.Polygon:
    """A band on one side of a line, as wide as its area wants."""
    low, high = 0.0, 40_000.0
    for _ in range(30):
        width = (low + high) / 2
        low, high = (width, high) if measure_km2(draw_band(line, width, side=side)) < area_km2 else (low, width)
    return draw_band(line, high, side=side)


def measure_km2(shape: Any) -> float:
    """Geodesic area."""
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))
    return area / 1e6


@cache
def build_sample(name: str) -> Reading:
    """One of "strips", "province", "town"."""
    return {"strips": _build_strips, "province": _build_province, "town": _build_town}[name]()


def build_reading(
    document: dict[str, Any],
    sketches: Sequence[Sketch],
    places: Sequence[Place] = (),
    disputes: Sequence[tuple[int, int, str]] = (),
) -> Reading:
    text = " ".join(sketch.quote for sketch in sketches)
    claims, features = [], []
    for number, sketch in enumerate(sketches, start=1):
        claim = _build_claim(f"c{number}", text.index(sketch.quote), sketch, document.get("outlet"))
        claims.append(claim)
        features += [
            _build_feature(claim, sketch, part, shape)
            for part, shape in (("extent", sketch.extent), ("drawn", sketch.drawn), ("anchor", sketch.anchor))
            if shape is not None
        ]
    digest = hashlib.sha256(text.encode()).hexdigest()
    values = {"id": digest[:12], "language": "en", "text": text, "clean": text, "sha256": digest} | document
    return Reading(
        document=Document(**{"title": None, "outlet": None, "published": None} | values),
        mentions=tuple(_build_mention(f"m{number}", place) for number, place in enumerate(places, start=1)),
        claims=tuple(claims),
        relations=tuple(
            Relation(RelationType.CONTRADICTS, (f"c{one}", f"c{other}"), reason) for one, other, reason in disputes
        ),
        features={"type": "FeatureCollection", "features": features},
        places={"type": "FeatureCollection", "features": []},
    )


def _build_claim(claim_id: str, start: int, sketch: Sketch, outlet: str | None) -> Claim:
    day = dt.date(2022, 9, 16)
    return Claim(
        id=claim_id,
        start=start,
        end=start + len(sketch.quote),
        quote=sketch.quote,
        kind=sketch.kind,
        claimant=sketch.claimant,
        stance=sketch.stance,
        rule="by hand",
        via=(Party(outlet),) if outlet else (),
        area_km2=sketch.area_km2,
        where=sketch.where,
        event=Interval(day, day, inferred=True),
        certainty=sketch.certainty,
    )


def _build_feature(claim: Claim, sketch: Sketch, part: str, shape: Any) -> dict[str, Any]:
    properties = {
        "claim_id": claim.id,
        "kind": str(claim.kind),
        "claimant": claim.claimant.name,
        "side": claim.claimant.side,
        "stance": str(claim.stance),
        "part": part,
        "method": "hand",
        "claimed_km2": claim.area_km2,
        "drawn_km2": round(measure_km2(shape), 3) if shape.area else None,
        "certainty": str(claim.certainty),
        "label": sketch.label,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "document_id": "hand",
        "note": sketch.note,
    }
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def _build_mention(mention_id: str, place: Place) -> Mention:
    return Mention(mention_id, 0, 1, place.name, MentionKind.NAME, Use.LITERAL, place, 0.9, ("by hand",), drawn=True)


# Points near the border of Kyrgyzstan's Batken and Tajikistan's Sughd, west to east.
_BORDER = (
    (69.55, 40.11),
    (70.01, 40.22),
    (70.28, 40.11),
    (70.50, 40.02),
    (70.58, 39.95),
    (70.53, 39.86),
    (70.66, 39.80),
    (70.95, 39.72),
    (71.45, 39.61),
    (71.75, 39.45),
    (72.25, 39.36),
    (73.10, 39.36),
    (73.65, 39.45),
)
_AHEAD = {"certainty": Certainty.APPROXIMATE, "note": "the place along the border is not stated"}


def _build_strips() -> Reading:
    guard, ministry = Party("Border Guard", "KGZ"), Party("Defence Committee", "TJK")
    where = Place("border(country:KGZ,country:TJK)", "Kyrgyzstan-Tajikistan border", None, None, 70.5, 39.9)
    extent = draw_band(_BORDER, 16_000)
    return build_reading(
        {
            "title": "Two armies count the same hills differently",
            "outlet": "Steppe Wire",
            "published": dt.date(2022, 9, 17),
        },
        (
            Sketch(
                "The Border Guard said that 120 square kilometres were lost.",
                ClaimKind.SEIZURE,
                guard,
                Stance.ACCUSES,
                area_km2=120.0,
                label="120 km² lost, claimed by Border Guard",
                where=("m1",),
                extent=extent,
                drawn=draw_strip(_BORDER[3:6], 120.0, 1),
                **_AHEAD,
            ),
            Sketch(
                "The Defence Committee spoke of 15 square kilometres.",
                ClaimKind.SEIZURE,
                ministry,
                Stance.ASSERTS,
                area_km2=15.0,
                label="15 km² taken, claimed by Defence Committee",
                where=("m1",),
                extent=extent,
                drawn=draw_strip(_BORDER[3:5], 15.0, -1),
                **_AHEAD,
            ),
            Sketch(
                "It asks for a road to the enclave.",
                ClaimKind.CORRIDOR,
                ministry,
                Stance.DEMANDS,
                Certainty.APPROXIMATE,
                label="Corridor to Vorukh demanded by Defence Committee; route not stated",
                drawn=draw_band(((70.62, 40.02), (70.56, 39.88)), 1_500),
            ),
            Sketch("The Border Guard will hear of no road.", ClaimKind.CORRIDOR, guard, Stance.REJECTS),
            Sketch(
                "It also reported fire near Sary-Tash.",
                ClaimKind.ATTACK,
                ministry,
                Stance.REPORTS,
                Certainty.LOCATED,
                label="Fire near Sary-Tash reported by Defence Committee",
                anchor=shapely.Point(73.245, 39.727),
            ),
            Sketch(
                "Isfara was shelled, the Committee said.",
                ClaimKind.ATTACK,
                ministry,
                Stance.ACCUSES,
                Certainty.LOCATED,
                label="Shelling of Isfara reported by Defence Committee",
                anchor=shapely.Point(70.6253, 40.1265),
            ),
        ),
        (where,),
        ((1, 2, "Border Guard says 120 km² were lost, Defence Committee says 15 km²."),),
    )


def _build_province() -> Reading:
    west = shapely.Polygon(
        [
            (-59.99, 8.53),
            (-59.1, 8.0),
            (-58.5, 7.35),
            (-58.48, 6.9),
            (-58.6, 6.4),
            (-58.5, 5.9),
            (-58.9, 5.2),
            (-58.6, 4.5),
            (-58.9, 3.9),
            (-58.6, 3.2),
            (-58.3, 2.3),
            (-58.6, 1.5),
            (-58.9, 1.3),
            (-59.7, 1.8),
            (-59.8, 2.4),
            (-59.97, 2.9),
            (-59.6, 3.9),
            (-59.6, 4.4),
            (-60.2, 4.5),
            (-60.0, 5.0),
            (-60.7, 5.2),
            (-61.3, 5.9),
            (-61.1, 6.7),
            (-60.3, 7.1),
            (-60.6, 7.6),
            (-59.8, 8.2),
        ]
    )
    caracas, georgetown = Party("Government of Venezuela", "VEN"), Party("Government of Guyana", "GUY")
    region = Place("region:essequibo", "Essequibo", "GUY", None, -59.5, 5.5)
    return build_reading(
        {
            "title": "A map of one country with two thirds of another",
            "outlet": "Delta Courier",
            "published": dt.date(2023, 12, 6),
        },
        (
            Sketch(
                "Caracas says that 159,500 square kilometres are Venezuelan.",
                ClaimKind.STATUS,
                caracas,
                Stance.ASSERTS,
                Certainty.LOCATED,
                159_500.0,
                "159,500 km² claimed by Government of Venezuela",
                None,
                ("m1",),
                drawn=west,
            ),
            Sketch(
                "Georgetown rejects it.",
                ClaimKind.STATUS,
                georgetown,
                Stance.REJECTS,
                Certainty.LOCATED,
                label="Rejected by Government of Guyana",
                where=("m1",),
                drawn=west,
            ),
            Sketch("Nobody has said when.", ClaimKind.STATEMENT, Party("Delta Courier"), Stance.REPORTS),
        ),
        (region,),
        ((1, 2, "Government of Venezuela claims the whole of Essequibo, Government of Guyana rejects it."),),
    )


def _build_town() -> Reading:
    rebels, army = Party("M23"), Party("Congolese army", "COD")
    kibumba = Place("town:kibumba", "Kibumba", "COD", "PPL", 29.30, -1.49)
    point = shapely.Point(29.30, -1.49)
    return build_reading(
        {
            "title": "Rebels say they have left; the army saw nobody go",
            "outlet": "Lake Radio",
            "published": dt.date(2022, 12, 26),
        },
        (
            Sketch(
                "M23 said that it had left Kibumba.",
                ClaimKind.WITHDRAWAL,
                rebels,
                Stance.ANNOUNCES,
                Certainty.LOCATED,
                label="Withdrawal from Kibumba announced by M23",
                where=("m1",),
                anchor=point,
            ),
            Sketch(
                "The army denied that anybody had left.",
                ClaimKind.WITHDRAWAL,
                army,
                Stance.DENIES,
                Certainty.LOCATED,
                label="Denied by Congolese army",
                where=("m1",),
                anchor=point,
            ),
            Sketch(
                "Bunagana is held by M23, both say.",
                ClaimKind.OCCUPATION,
                rebels,
                Stance.ASSERTS,
                Certainty.LOCATED,
                label="Bunagana held, claimed by M23",
                anchor=shapely.Point(29.595, -1.303),
            ),
        ),
        (kibumba,),
        ((1, 2, "M23 announces that it left Kibumba, the Congolese army denies it."),),
    )
