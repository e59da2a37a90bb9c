"""Two figures of one thing: one side took "14 villages", the other acknowledges "the loss of only five".

Takes a claim with a figure and those before it; gives the Relation to the one that it answers, or None. Needs a sign
that it answers at all: two figures alone may be of two things. Never sets two sides' own losses against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.claims.before import before
from geo.claims.comparing import GROUND, are_far_apart, are_rivals, make, same_actor, same_ground
from geo.model import Claim, ClaimKind, Count, Modality, Polarity, Relation, RelationType, Stance

_BESIDE = 300  # characters: the next sentence
_CODE = 3  # letters: alpha-3, a state
_LEFT = ClaimKind.WITHDRAWAL  # whose actor is the loser
_REACH = 1200  # characters: four paragraphs of an agency
_LIMIT = re.compile(
    r"\b(?:only|just|merely|barely|not? more than|nothing more|at (?:the )?most|(?:not|never) exceed\w*"
    r"|(?:fewer|less) than)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\bput(?:s|ting)? (?:the|that|its|their|it)\b"
    r"|\b(?:the|that|real|true|actual) (?:\w+ )?(?:number|figure|toll|total|area)\b"
    r"|\bsame (?:period|days?|time|ground|land|attack|strike|area)\b",
    re.IGNORECASE,
)
_REPLIES = frozenset({"respond", "counter", "reply", "retort", "put", "acknowledge", "admit", "concede", "dispute"})
_FIGHTERS = re.compile(
    r"\b(?:soldier|troop|fighter|militant|servicem[ae]n|gunm[ae]n|trooper|rebel|insurgent|combatant|terrorist|guard|m[ae]n\b)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:of|lost) (?:its|his|her|their|our)\b"
    r"|\b(?:its|his|their|our) (?:own|men|losses|dead|ranks|(?:death )?toll)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|overall|altogether|in total)\b", re.IGNORECASE)
_FAMILIES = (
    (
        "settlements",
        frozenset({"village", "settlement", "town", "hamlet", "community", "locality", "city", "district"}),
    ),
    ("posts", frozenset({"post", "outpost", "position", "camp", "base", "checkpoint", "height", "hill"})),
    (
        "people",
        frozenset({"people", "resident", "refugee", "civilian", "villager", "displaced", "person", "inhabitant"}),
    ),
    ("troops", frozenset({"soldier", "troop", "men", "police", "fighter", "trooper", "policeman", "officer"})),
)
"""Units that may count the same: one side's "outpost" is the other's "camp"."""


def find_rival(claim: Claim, earlier: Sequence[Claim], places: dict[str, str]) -> Relation | None:
    """The figure of the same sort, by somebody of another side, that the claim's own figure answers.

    Of several the one of the same actor, then the one of the same ground, then the last.
    """
    if claim.stance is Stance.WITHHOLDS or claim.modality is not Modality.ACTUAL or claim.claimant.role == "outlet":
        return None
    found = [
        (one, figures)
        for one in before(claim.start, earlier, _REACH)
        if (figures := _compare(one, claim)) and _is_told(one) and are_rivals(one, claim) and _is_answer(one, claim)
    ]
    if not found:
        return None
    one, (first, second) = min(
        found, key=lambda each: (not _same_doer(each[0], claim), not same_ground(each[0], claim, places))
    )
    reason = f"{first} by {one.claimant.name} against {second} by {claim.claimant.name}"
    return make(RelationType.CONTRADICTS, one, claim, reason)


def _is_told(one: Claim) -> bool:
    return one.modality is Modality.ACTUAL and one.polarity is Polarity.POSITIVE and one.claimant.role != "outlet"


def _same_doer(one: Claim, other: Claim) -> bool:
    """Whether both are about one actor, or the other's speaker is the one whom the first is about."""
    return same_actor(one, other) or (one.actor is not None and one.actor in {other.claimant.side, other.claimant.name})


def _compare(one: Claim, other: Claim) -> tuple[str, str] | None:
    """The two figures in words, where they are of one sort and differ."""
    if one.area_km2 and other.area_km2 and {one.kind, other.kind} <= GROUND:
        states = [claim.actor for claim in (one, other) if len(claim.actor or "") == _CODE and claim.kind is not _LEFT]
        alike = one.area_km2 == other.area_km2 or are_far_apart(one, other) or len(set(states)) > 1
        return None if alike else (f"{one.area_km2:g} km²", f"{other.area_km2:g} km²")
    if one.count is None or other.count is None or one.count.value == other.count.value:
        return None
    held = ClaimKind.OCCUPATION in {one.kind, other.kind} and one.kind is not other.kind
    family = _find_family(one.count.unit)
    if held or family != _find_family(other.count.unit) or len({one.count.side, other.count.side} - {None}) > 1:
        return None
    return _write(one.count), _write(other.count)


def _write(count: Count) -> str:
    unit = count.unit.removesuffix("s") if count.value == 1 else count.unit
    return f"{count.value:,} {unit}"


def _find_family(unit: str) -> str:
    """What a unit counts: the name of its family, or itself."""
    single = unit.removesuffix("s")
    return next((name for name, units in _FAMILIES if units & {unit, single}), unit)


def _is_answer(one: Claim, other: Claim) -> bool:
    """Whether the other's words say that they speak of the same: a limit, "the figure", a reply, its own losses."""
    same = _SAME.search(other.quote) is not None
    if other.kind is not ClaimKind.CASUALTIES or one.kind is not ClaimKind.CASUALTIES:
        return same or _LIMIT.search(other.quote) is not None or other.cue in _REPLIES
    if _are_own(other):
        return _has_killed(one) or _have_lost(one, other)
    near = other.start - one.end < _BESIDE
    only = near and _LIMIT.search(other.quote) is not None and _FIGHTERS.search(one.quote) is not None
    return (same or only) and not _are_own(one) and _SINCE.search(other.quote) is None


def _have_lost(one: Claim, other: Claim) -> bool:
    """Whether the first tells of the dead of the other's side, whom it names as those who lost them."""
    speaker = replace(other, actor=other.claimant.name)
    return other.claimant.side == one.actor is not None or same_actor(one, speaker)


def _has_killed(claim: Claim) -> bool:
    """Whether its claimant tells of fighters that his own side has killed."""
    by_own = claim.actor is not None and claim.actor in {claim.claimant.side, claim.claimant.name}
    return by_own and not _are_own(claim) and _FIGHTERS.search(claim.quote) is not None


def _are_own(claim: Claim) -> bool:
    """Whether the dead are of the claimant's own side, as their side or his words say."""
    side = claim.count.side if claim.count else None
    return (side is not None and side == claim.claimant.side) or _OWN.search(claim.quote) is not None
