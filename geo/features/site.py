"""The site: what every builder of claim shapes draws on, and the shape that it gives.

Takes boundaries, a way to locate towns and a reading's mentions; gives footprints, each built once for a reading. Does
not choose what to draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import shapely

from geo.boundaries import Boundaries, Geometry
from geo.errors import UnknownPlaceError
from geo.features.selection import Grain, find_grain, find_places, place_id_of
from geo.footprints import Footprint, Locate, build_footprint
from geo.model import Certainty, Claim, Mention
from geo.place_ids import is_leaf

Part = Literal["extent", "drawn", "anchor"]

SPOT_KM = 25.0
"""A region known to within this is a spot (a hill, a crossing, a village), beyond it a stretch of country."""

_BY_DIMENSION = (Grain.POINT, Grain.LINE, Grain.UNIT)


@dataclass(frozen=True, slots=True)
class Piece:
    """One row to be: a part of a claim's shape, EPSG:4326, and how it was made."""

    part: Part
    geometry: Geometry
    method: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What is drawn for a claim; no pieces where nothing is, and then ``note`` says why."""

    pieces: tuple[Piece, ...]
    certainty: Certainty
    note: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The ground of one reading. ``footprints`` keeps what was built, for this reading only."""

    world: Boundaries
    locate: Locate
    mentions: Mapping[str, Mention]
    footprints: dict[str, Footprint] = field(default_factory=dict)

    def footprint(self, place_id: str) -> Footprint:
        """The footprint of a place id. Raises UnknownPlaceError."""
        if place_id not in self.footprints:
            self.footprints[place_id] = build_footprint(place_id, self.world, self.locate)
        return self.footprints[place_id]

    def places(self, claim: Claim) -> tuple[Mention, ...]:
        """The mentions among a claim's where that mean a place and are resolved, one a place."""
        return find_places(self.mentions[one] for one in claim.where if one in self.mentions)

    def grain(self, mention: Mention) -> Grain:
        """How fine a mention's place is; a region made of whole countries is no finer than they are."""
        place_id = place_id_of(mention)
        if place_id in self.world.regions:
            return self._grain_of_region(place_id)
        namespace = place_id.partition(":")[0]
        own = is_leaf(place_id) and any(one.id == namespace for one in self.world.sources)
        return _BY_DIMENSION[shapely.get_dimensions(self.world.geometry(place_id))] if own else find_grain(place_id)

    def _grain_of_region(self, place_id: str) -> Grain:
        region = self.world.region(place_id)
        if region.circle is not None:
            return Grain.POINT if region.circle.radius_km <= SPOT_KM else Grain.PART
        inner = find_grain(str(region.footprint))
        return inner if inner is Grain.COUNTRY else find_grain(place_id)

    def finest(self, places: Iterable[Mention]) -> tuple[Mention, ...]:
        """Of resolved mentions, those of the finest grain; empty for none."""
        grains = [(place, self.grain(place)) for place in places]
        finest = min((grain for _, grain in grains), default=None)
        return tuple(place for place, grain in grains if grain is finest)

    def is_country(self, code: str | None) -> bool:
        """Whether this is the code of a country that the boundary files have."""
        try:
            self.world.geometry(f"country:{code}")
        except UnknownPlaceError:
            return False
        return True


def leave_out(note: str) -> Shape:
    """No shape, and why."""
    return Shape((), Certainty.UNPLACED, note)
