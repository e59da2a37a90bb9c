"""What two claims have in common: ground, doer, days, sides.

Takes Claims and the place ids of their mentions; says whether they agree. Decides no relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.model import Claim, ClaimKind, Interval, Relation, RelationType, Stance

GROUND = frozenset({ClaimKind.SEIZURE, ClaimKind.OCCUPATION, ClaimKind.WITHDRAWAL})
DEEDS = GROUND | {ClaimKind.ATTACK, ClaimKind.DEPLOYMENT, ClaimKind.CASUALTIES}
REFUSING = frozenset({Stance.REJECTS, Stance.DENIES})
NEAR = 700  # characters: how far back a "no" looks for what it answers
_FAR_APART = 25  # times; the widest true pair among 60 that were read was 23 times (70 hectares against 3)
_FORCES = re.compile(
    r"\b(?:the|its|his|their|our|troops|forces|fighters|rebels|men|militants|units|soldiers|insurgents|army|gunmen)\b",
    re.IGNORECASE,
)


def make(kind: RelationType, one: Claim, other: Claim, reason: str) -> Relation:
    """A relation of the two, in text order."""
    return Relation(kind, (one.id, other.id), reason)


def same_ground(one: Claim, other: Claim, places: dict[str, str]) -> bool:
    """Whether a place of one is a place of the other; whole countries do not count."""
    return bool(place_ids(one.where, places) & place_ids(other.where, places))


def place_ids(where: Iterable[str], places: dict[str, str]) -> set[str]:
    """The places of a claim, less whole countries and those that only say where another lies ("20 km north of X")."""
    ids = {places[name] for name in where if name in places}
    return {
        one
        for one in ids
        if not one.startswith(("country:", "some(country:")) and not any(one in other and one != other for other in ids)
    }


def overlap(one: Interval | None, other: Interval | None) -> bool:
    """Whether two intervals share a day; an unknown one may be any."""
    return one is None or other is None or (one.start <= other.end and other.start <= one.end)


def same_actor(one: Claim, other: Claim) -> bool:
    """The same force, however it is called: "M23 fighters" and "M23"; one that nobody names is nobody else's."""
    if one.actor is None or other.actor is None:
        return False
    names = [re.sub(r"\W+", " ", _FORCES.sub("", claim.actor or "")).strip().casefold() for claim in (one, other)]
    initials = ["".join(word[0] for word in (claim.actor or "").split()).casefold() for claim in (one, other)]
    if names[0] == initials[1] or names[1] == initials[0]:
        return len(names[0]) > 1 and len(names[1]) > 1  # "RSF", "Rapid Support Forces"
    shorter, longer = sorted(names, key=len)
    if len(shorter) > 3 and longer.startswith(f"{shorter} "):
        return one.actor[:1].isupper() and other.actor[:1].isupper()  # "Polisario", "Polisario Front"
    return names[0] == names[1] and (names[0] != "" or one.actor == other.actor)


def count_alike(one: Claim, other: Claim) -> bool:
    """Whether no two different numbers stand in them."""
    return one.count is None or other.count is None or one.count.value == other.count.value


def are_far_apart(one: Claim, other: Claim) -> bool:
    """Whether one area is so many times the other that they can hardly be of one ground."""
    least, greatest = sorted((one.area_km2 or 0.0, other.area_km2 or 0.0))
    return greatest > _FAR_APART * least


def are_rivals(one: Claim, other: Claim) -> bool:
    """Whether two claimants are of different sides; the outlet answers nobody."""
    same_side = one.claimant.side is not None and one.claimant.side == other.claimant.side
    return one.claimant.name != other.claimant.name and not same_side and other.claimant.role != "outlet"
