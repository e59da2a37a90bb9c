"""Whose word a "no" answers.

Takes a claim that rejects, denies or says that something is not so, and those before it; gives a Relation, or None
where it answers nothing that the dispatch tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo.claims.before import before
from geo.claims.comparing import DEEDS, GROUND, NEAR, REFUSING, are_rivals, make, place_ids, same_ground
from geo.model import Claim, ClaimKind, Modality, Polarity, Relation, RelationType, Stance

_GROUND_NOUN = re.compile(r"\b(?:farmland|village|town|post|land|hill|island|forest|bridge|airport|camp|base|fence)")
_WISHES = (
    (re.compile(r"\b(?:the|that|this|its|their|his|her) (?:proposal|plan|offer|idea|suggestion)\b"), Stance.PROPOSES),
    (re.compile(r"\b(?:the|that|this|its|their|his|her) (?:demand|request|ultimatum|call)\b"), Stance.DEMANDS),
)
"""What a "no" may call the wish that it answers, and the stance of that wish."""

_BESIDE = 300  # characters: what stands so near is answered before the like kind further off
_FAR = 2000  # characters: how far back a "no" looks for what its own side is charged with


def find_refused(refusing: Claim, earlier: Sequence[Claim], places: dict[str, str]) -> Relation | None:
    """What a "no" without "that" or "the claim" answers: the last like claim of another side just before it.

    Of the same ground where it names one; else the nearest of the like kind, or the wish that stands right before it.
    """
    negative = refusing.polarity is Polarity.NEGATIVE and refusing.modality is Modality.ACTUAL
    if refusing.stance not in REFUSING and not (negative and refusing.kind in DEEDS | {ClaimKind.BORDER}):
        return None
    near = [
        one
        for one in before(refusing.start, earlier, _FAR)
        if one.stance not in REFUSING
        and are_rivals(one, refusing)
        and (refusing.start - one.end < NEAR or _is_charged(refusing, one))
    ]
    ground = {one for one in place_ids(refusing.where, places) if not one.startswith("border(")}
    named = [stance for words, stance in _WISHES if words.search(refusing.quote)]
    if refusing.stance is Stance.REJECTS and (asked := next((one for one in near if one.stance in named), None)):
        return _refused(asked, refusing)
    wish = next((one for one in near[:3] if one.stance in {Stance.DEMANDS, Stance.PROPOSES}), None)
    if refusing.stance is Stance.REJECTS and refusing.kind is ClaimKind.STATEMENT and wish is not None:
        return _refused(wish, refusing)
    words = _ground_words(refusing)
    vague = refusing.kind is ClaimKind.STATEMENT
    near.sort(
        key=lambda one: (
            refusing.start - one.end > _BESIDE,
            one.kind is ClaimKind.STATEMENT if vague else one.kind is not refusing.kind,
            not words & _ground_words(one),
        )
    )
    for one in near:
        family = DEEDS if refusing.stance is Stance.DENIES and not ground else GROUND
        alike = one.kind is refusing.kind or {one.kind, refusing.kind} <= family
        # "denied any use of drones", "Not one soldier has crossed": a deed that its own side is charged with
        alike = alike or (one.kind in DEEDS | {ClaimKind.BORDER} and _is_charged(refusing, one) and _is_loose(refusing))
        if alike and one.polarity is Polarity.POSITIVE and (not ground or ground & place_ids(one.where, places)):
            return _refused(one, refusing)
    return _refused(wish, refusing) if refusing.stance is Stance.REJECTS and wish is not None else None


def _is_charged(refusing: Claim, one: Claim) -> bool:
    """Whether the one who refuses belongs to the side that the claim says acted, or whose dead it counts."""
    side = refusing.claimant.side
    counted = one.count.side if one.count else None
    return side is not None and side in {one.actor, counted} and one.claimant.side != side


def _is_loose(refusing: Claim) -> bool:
    """Whether the "no" names no kind of deed of its own that must agree, or only a line that was not crossed."""
    return refusing.kind in {
        ClaimKind.STATEMENT, ClaimKind.DIPLOMACY, ClaimKind.BORDER, ClaimKind.DEPLOYMENT, ClaimKind.ATTACK,
        ClaimKind.SEIZURE,
    }  # fmt: skip


def _ground_words(claim: Claim) -> set[str]:
    """The nouns of ground in its words: "no farmland was seized" is about the farmland."""
    return set(_GROUND_NOUN.findall(claim.quote.lower()))


def _refused(one: Claim, other: Claim) -> Relation:
    verb = "rejects" if other.stance is Stance.REJECTS else "denies"
    return make(RelationType.REJECTS, one, other, f"{other.claimant.name} {verb} what {one.claimant.name} {_does(one)}")


def rejects(one: Claim, other: Claim, places: dict[str, str], _: str) -> Relation | None:
    """Whether the other refuses the one, of the same kind: as its answer, or of the same ground."""
    if other.stance not in REFUSING or one.claimant == other.claimant or one.kind is not other.kind:
        return None
    answers = [doubt for doubt in other.doubts if "answer to" in doubt]
    answered = any(doubt.endswith(f"answer to {one.id}") for doubt in answers)
    other_matter = bool(answers) and one.modality is not other.modality  # a "no" to a plan, and what was done there
    if (other_matter or one.stance in REFUSING) and not answered:
        return None
    if not answered and not (same_ground(one, other, places) or one.kind is ClaimKind.CORRIDOR):
        return None
    return _refused(one, other)


def _does(claim: Claim) -> str:
    return {Stance.DEMANDS: "demands", Stance.PROPOSES: "proposes", Stance.ACCUSES: "alleges"}.get(
        claim.stance, "claims"
    )
