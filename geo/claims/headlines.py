"""What the headline claims and the body claims again.

Takes the Claims of a dispatch and its text; gives a Relation from each of the headline's to the body's claim that it is
made of. Says nothing of two claims of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from geo.claims.comparing import DEEDS, REFUSING, count_alike, make, same_actor
from geo.documents import find_headline
from geo.model import Claim, ClaimKind, Relation, RelationType

_SHARED = 3  # words that a headline and its body have in common


def find_retold(claims: Sequence[Claim], clean: str) -> Iterable[Relation]:
    """What the headline claims, the body claims again: the first claim of the like kind by the like actor."""
    _, end = find_headline(clean) or (0, 0)
    body = [claim for claim in claims if claim.start >= end]
    for one in [claim for claim in claims if claim.end <= end]:
        first = next((claim for claim in body if _like(one, claim)), None) or _lead(one, body) or _reworded(one, body)
        if first is not None:
            yield make(RelationType.SAME_AS, one, first, "the headline, and what it is made of")


def _lead(one: Claim, body: Sequence[Claim]) -> Claim | None:
    """The first thing that the body tells of the headline's speaker or doer, where it is of a like kind."""
    related = (
        claim
        for claim in body[:6]
        if claim.polarity is one.polarity
        and (claim.stance in REFUSING) is (one.stance in REFUSING)
        and (one.claimant.side in {claim.claimant.side} - {None} or same_actor(one, claim))
    )
    first = next(related, None)
    if first is None:
        return None
    loose = ClaimKind.STATEMENT in {one.kind, first.kind} or {one.kind, first.kind} <= DEEDS | {ClaimKind.BORDER}
    return first if loose and count_alike(one, first) and one.area_km2 in {None, first.area_km2} else None


def _reworded(one: Claim, body: Sequence[Claim]) -> Claim | None:
    """One of the first claims of the body that says yes or no as the headline does, in much the same words."""
    words = _stems(one)
    near = [
        claim
        for claim in body[:5]
        if claim.polarity is one.polarity
        and (claim.stance in REFUSING) is (one.stance in REFUSING)
        and count_alike(one, claim)
        and one.area_km2 in {None, claim.area_km2}
    ]
    best = max(near, key=lambda claim: len(words & _stems(claim)), default=None)
    return best if best is not None and len(words & _stems(best)) >= _SHARED else None


def _stems(claim: Claim) -> set[str]:
    """The first letters of the long words of a claim: "troops", "captured" and "captures" alike."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", claim.quote.lower())}


def _like(one: Claim, other: Claim) -> bool:
    """The same kind (or both of taken ground), by the same actor or claimant, with no other number."""
    taken = {ClaimKind.SEIZURE, ClaimKind.OCCUPATION}
    kinds = one.kind is other.kind or {one.kind, other.kind} <= taken
    sides = one.claimant.side is not None and one.claimant.side == other.claimant.side
    same = one.actor == other.actor or same_actor(one, other) if one.actor else one.claimant.name == other.claimant.name
    same = same or (
        one.claimant.name[one.claimant.name.rfind(" ") + 1 :].islower()
        and one.claimant.side is None
        and one.area_km2 is None
    )
    sizes = one.area_km2 is None or other.area_km2 in {None, one.area_km2}
    return kinds and (same or sides) and count_alike(one, other) and sizes and one.polarity is other.polarity
