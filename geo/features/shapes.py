"""Claims without a stated area: a corridor, points, a line or a band, ground.

Takes one claim; gives its shape, or none and the reason. The finest place that the claim names decides, and what is
only a whole country is never filled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import shapely

from geo.errors import UnknownPlaceError
from geo.features.selection import (
    EVENT_KINDS,
    Grain,
    find_country,
    place_id_of,
)
from geo.features.site import Piece, Shape, Site, leave_out
from geo.footprints import Footprint, build_band
from geo.model import GROUND_KINDS, Certainty, Claim, ClaimKind, Mention, Modality, Stance
from geo.place_ids import describe

_WHERE_ALONG = "Where along the line is not stated."
_WANTED = frozenset({Stance.DEMANDS, Stance.PROPOSES, Stance.REJECTS})
_AT_A_POINT = frozenset({ClaimKind.CASUALTIES, ClaimKind.CEASEFIRE})
"""Drawn at a settlement or not at all: a province or border in a claimant's colour would read as ground."""

_TAKING = frozenset({ClaimKind.SEIZURE, ClaimKind.OCCUPATION})


def build_shape(claim: Claim, site: Site) -> Shape:
    """The shape of a claim that states no area."""
    if claim.kind not in GROUND_KINDS | EVENT_KINDS:
        return leave_out(f"A claim of kind {claim.kind} is about no ground.")
    if claim.kind in _TAKING and claim.modality is not Modality.ACTUAL and claim.stance not in _WANTED:
        return leave_out(f"Told as {claim.modality}, not as having happened.")
    places = site.places(claim)
    if not places:
        return leave_out("The text does not say where, or the place was not resolved.")
    known, faults = _sort_out(places, site)
    if not known:
        return leave_out("; ".join(faults))
    finest = site.finest(known)
    if claim.kind in _AT_A_POINT and site.grain(finest[0]) is not Grain.POINT:
        return leave_out(f"No settlement is named, only {_listed(finest)}.")
    return _BUILDERS[site.grain(finest[0])](claim, finest, known, site)


def _sort_out(places: Sequence[Mention], site: Site) -> tuple[list[Mention], list[str]]:
    """The places that the boundary files can draw, and for each of the others why they cannot."""
    known, faults = [], []
    for one in places:
        try:
            site.footprint(place_id_of(one))
        except UnknownPlaceError as error:
            faults.append(f"{one.toponym}: {error}")
        else:
            known.append(one)
    return known, faults


def _build_corridor(_claim: Claim, finest: Sequence[Mention], _known: Sequence[Mention], site: Site) -> Shape:
    return _join([site.footprint(place_id_of(finest[0]))], Certainty.APPROXIMATE, finest)


def _build_points(_claim: Claim, finest: Sequence[Mention], _known: Sequence[Mention], site: Site) -> Shape:
    footprints = [site.footprint(place_id_of(one)) for one in finest]
    exact = all(one.method == "point" for one in footprints)
    return _join(footprints, Certainty.LOCATED if exact else Certainty.APPROXIMATE, finest)


def _build_line(claim: Claim, finest: Sequence[Mention], known: Sequence[Mention], site: Site) -> Shape:
    place_id = place_id_of(finest[0])
    sides = [find_country(one) for one in known if site.grain(one) in {Grain.SOME, Grain.COUNTRY}]
    side = next((one for one in sides if one is not None), None)
    if claim.length_km is not None and claim.kind in GROUND_KINDS:
        ground = site.footprint(side).shape if side else None
        band = build_band(claim.length_km, site.footprint(place_id).shape, ground)
        return _join([band], Certainty.APPROXIMATE, finest)
    if claim.kind in _TAKING and side is not None:
        along = site.footprint(describe("along", place_id, side))
        pieces = (Piece("extent", along.shape if along.extent is None else along.extent, along.method),)
        return Shape(pieces, Certainty.APPROXIMATE, along.note, _listed(finest))
    if claim.kind in _TAKING | {ClaimKind.WITHDRAWAL} and place_id.startswith("border("):
        return leave_out(f"Only a border is named, not where along it: {_listed(finest)}.")
    footprint = site.footprint(place_id)
    if claim.kind is ClaimKind.BORDER:
        if claim.modality is Modality.ATTEMPTED:
            return leave_out(f"{_listed(finest)}: an attempt to settle a border changes no line.")
        return _join([footprint], Certainty.LOCATED, finest)
    vague = replace(footprint, note=f"{footprint.note} {_WHERE_ALONG}") if footprint.core is not None else footprint
    return _join([vague], Certainty.APPROXIMATE, finest)


def _build_ground(claim: Claim, finest: Sequence[Mention], _known: Sequence[Mention], site: Site) -> Shape:
    footprints = [site.footprint(place_id_of(one)) for one in finest]
    if claim.kind in EVENT_KINDS:
        pieces = [Piece("extent", one.shape, one.method) for one in footprints]
        note = f"Somewhere in {_listed(finest)}; the place is not stated more closely."
        return Shape(tuple(pieces), Certainty.APPROXIMATE, note, _listed(finest))
    exact = all(one.core is not None and one.method != "part" for one in footprints)
    return _join(footprints, Certainty.LOCATED if exact else Certainty.APPROXIMATE, finest)


def _build_some(claim: Claim, finest: Sequence[Mention], _known: Sequence[Mention], _site: Site) -> Shape:
    if claim.kind in EVENT_KINDS:
        return leave_out(f"No place more precise than a country is named: {_listed(finest)}.")
    return leave_out(f"Somewhere in the country, which part is not stated: {_listed(finest)}.")


def _build_country(claim: Claim, finest: Sequence[Mention], _known: Sequence[Mention], site: Site) -> Shape:
    foreign = [one for one in finest if find_country(one) != f"country:{claim.claimant.side}"]
    if claim.kind is ClaimKind.STATUS and claim.claimant.side is not None and foreign:
        footprints = [site.footprint(place_id_of(one)) for one in foreign]
        pieces = tuple(Piece("extent", one.shape, one.method) for one in footprints)
        return Shape(pieces, Certainty.APPROXIMATE, "The status of a whole country is claimed.", _listed(foreign))
    return leave_out(f"Only a whole country is named: {_listed(finest)}.")


def _join(footprints: Sequence[Footprint], certainty: Certainty, places: Sequence[Mention]) -> Shape:
    pieces = [piece for footprint in footprints for piece in _take_apart(footprint)]
    note = " ".join(dict.fromkeys(footprint.note for footprint in footprints if footprint.note))
    return Shape(tuple(pieces), certainty, note, _listed(places))


def _take_apart(footprint: Footprint) -> list[Piece]:
    """The rows of a footprint: its extent unless that is the drawn shape itself, and what is drawn in it."""
    pieces = []
    drawn, extent = footprint.drawn, footprint.extent
    if extent is not None and (drawn is None or not extent.equals(drawn)):
        pieces.append(Piece("extent", extent, footprint.method))
    if drawn is not None:
        pieces.append(Piece("drawn" if shapely.get_dimensions(drawn) else "anchor", drawn, footprint.method))
    return pieces


def _listed(places: Sequence[Mention]) -> str:
    return ", ".join(dict.fromkeys(one.place.name for one in places if one.place))


_Builder = Callable[[Claim, Sequence[Mention], Sequence[Mention], Site], Shape]

_BUILDERS: Mapping[Grain, _Builder] = MappingProxyType(
    {
        Grain.CORRIDOR: _build_corridor,
        Grain.POINT: _build_points,
        Grain.LINE: _build_line,
        Grain.UNIT: _build_ground,
        Grain.PART: _build_ground,
        Grain.SOME: _build_some,
        Grain.COUNTRY: _build_country,
    }
)
"""One builder a grain; each is given the finest places, and all that can be drawn."""
