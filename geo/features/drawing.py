"""The drawing half in order: claims to shapes, shapes to rows, and the places that were named.

Takes a Reading, boundaries and a way to locate towns; gives a Drawn. Does not change the reading.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import shapely

from geo.boundaries import Boundaries
from geo.errors import UnknownPlaceError
from geo.features.frame import PLACE_COLUMNS, build_frame
from geo.features.labels import build_label
from geo.features.selection import Grain, find_grain, place_id_of
from geo.features.shapes import build_shape
from geo.features.site import Part, Piece, Shape, Site, leave_out
from geo.features.sized import build_sized
from geo.footprints import Locate, measure_area_km2
from geo.footprints.plane import keep_polygons
from geo.model import GROUND_KINDS, Certainty, Claim, Reading


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a reader put on the map, by claim id.

    ``moved``  how far along the longest piece of its border, 0 to 1, a strip begins; see ``build_sized``
    ``drawn``  a GeoJSON Point or Polygon, EPSG:4326
    """

    moved: Mapping[str, float] = field(default_factory=dict)
    drawn: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


NOTHING_BY_HAND = ByHand()


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn of a reading.

    ``features``   one row a drawn claim part, EPSG:4326, columns ``COLUMNS``; claims in the order of the text
    ``places``     one row a place that drawn mentions name, columns ``PLACE_COLUMNS``
    ``certainty``  for every claim; unplaced where it has no row
    ``notes``      for every unplaced claim, why
    """

    features: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    certainty: Mapping[str, Certainty]
    notes: Mapping[str, str]


def build_drawn(reading: Reading, world: Boundaries, locate: Locate, by_hand: ByHand = NOTHING_BY_HAND) -> Drawn:
    """Draw a reading. ``locate`` gives the lon, lat of a town's place id, or None.

    ``by_hand`` is what a reader moved or drew in place of what the words give.
    Never raises for what a text says: a place that cannot be drawn leaves its claim unplaced, with the reason.
    """
    site = Site(world, locate, {mention.id: mention for mention in reading.mentions})
    shapes = build_shapes(reading, site, by_hand)
    rows = [
        _build_row(claim, shapes[claim.id], piece, reading.document.id)
        for claim in sorted(reading.claims, key=lambda one: one.start)
        for piece in shapes[claim.id].pieces
    ]
    return Drawn(
        features=build_frame(rows),
        places=build_places(reading, site),
        certainty={name: shape.certainty for name, shape in shapes.items()},
        notes={name: shape.note for name, shape in shapes.items() if not shape.pieces},
    )


def build_shapes(reading: Reading, site: Site, by_hand: ByHand) -> dict[str, Shape]:
    """The shape of every claim of the reading, by claim id."""
    own = {name: _draw_by_hand(geometry) for name, geometry in by_hand.drawn.items()}
    sized = [claim for claim in reading.claims if claim.id not in own and _is_sized(claim, site)]
    shapes = own | build_sized(sized, reading, site, by_hand.moved)
    return {claim.id: shapes.get(claim.id) or build_shape(claim, site) for claim in reading.claims}


def _draw_by_hand(geometry: Mapping[str, Any]) -> Shape:
    """A reader's own point or outline, as it is; an outline that crosses itself is repaired."""
    shape = shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))
    ground = shape if shapely.get_dimensions(shape) == 0 else keep_polygons(shape, 0)
    if ground.is_empty:
        return leave_out("The outline that was drawn by hand encloses no ground.")
    part: Part = "drawn" if shapely.get_dimensions(ground) else "anchor"
    return Shape((Piece(part, ground, "by hand"),), Certainty.APPROXIMATE, "Drawn by hand, not from the text.")


def build_places(reading: Reading, site: Site) -> gpd.GeoDataFrame:
    """One row a place that drawn mentions name, the first mention's; no whole countries, nothing that has no shape."""
    rows: dict[str, dict[str, Any]] = {}
    for mention in reading.mentions:
        if not mention.drawn or mention.place is None or mention.place.place_id in rows:
            continue
        try:
            if site.grain(mention) is Grain.COUNTRY:
                continue  # a continent says where nothing is
            footprint = site.footprint(mention.place.place_id)
        except UnknownPlaceError:
            # The mention's own claims say so in their notes; a place without a shape is no row.
            continue
        rows[mention.place.place_id] = {
            "mention_id": mention.id,
            "place_id": mention.place.place_id,
            "name": mention.place.name,
            "kind": str(mention.kind),
            "country": mention.place.country,
            "note": footprint.note,
            "geometry": footprint.shape,
        }
    return build_frame(list(rows.values()), PLACE_COLUMNS)


def _is_sized(claim: Claim, site: Site) -> bool:
    """Whether the claim states an area of ground; a corridor's area says nothing about where it runs."""
    corridor = any(find_grain(place_id_of(one)) is Grain.CORRIDOR for one in site.places(claim))
    return bool(claim.area_km2) and claim.kind in GROUND_KINDS and not corridor


def _build_row(claim: Claim, shape: Shape, piece: Piece, document_id: str) -> dict[str, Any]:
    ground = shapely.get_dimensions(piece.geometry) == 2
    return {
        "claim_id": claim.id,
        "kind": str(claim.kind),
        "claimant": claim.claimant.name,
        "side": claim.claimant.side,
        "stance": str(claim.stance),
        "part": piece.part,
        "method": piece.method,
        "claimed_km2": claim.area_km2,
        "drawn_km2": measure_area_km2(piece.geometry) if ground else None,
        "certainty": str(shape.certainty),
        "label": build_label(claim, shape.place),
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "document_id": document_id,
        "note": shape.note,
        "geometry": piece.geometry,
    }
