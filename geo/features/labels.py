"""What is written on a shape: what it is, how large, and whose word that is.

Takes a claim and the name of its place; gives one line of text. Never states a claim as a fact.
"""

from __future__ import annotations

from types import MappingProxyType

from geo.model import Claim, ClaimKind, Modality, Polarity, Stance

_VERBS = MappingProxyType(
    {
        Stance.ASSERTS: "claimed",
        Stance.ACCUSES: "claimed",
        Stance.ANNOUNCES: "claimed",
        Stance.REPORTS: "claimed",
        Stance.DENIES: "denied",
        Stance.DEMANDS: "demanded",
        Stance.PROPOSES: "proposed",
        Stance.REJECTS: "rejected",
        Stance.WITHHOLDS: "not confirmed",
    }
)

_KINDS = MappingProxyType({ClaimKind.BORDER: "border delimitation"})


def build_label(claim: Claim, place: str) -> str:
    """One line: the kind with its modality, the size, the place, and "claimed by NAME" (or demanded, rejected, denied).

    A claim that something is not so is "denied by".
    """
    kind = f"{_find_modality(claim)}{_KINDS.get(claim.kind, claim.kind)}".capitalize()
    if place.startswith(f"{claim.kind} "):  # "corridor from A to B" says what it is itself
        kind, place = f"{_find_modality(claim)}{place}", ""
        kind = kind[:1].upper() + kind[1:]
    size = [f"{claim.area_km2:,.10g} km²"] if claim.area_km2 is not None else []
    size += [f"{claim.length_km:g} km"] if claim.length_km is not None else []
    what = ", ".join([kind, *size, *([place] if place else [])])
    return f"{what}: {find_verb(claim)} by {claim.claimant.name}"


def _find_modality(claim: Claim) -> str:
    """What stands before the kind, "planned ", "attempted "; what is demanded or rejected needs no such word."""
    plain = claim.modality is Modality.ACTUAL or claim.stance in {Stance.DEMANDS, Stance.PROPOSES, Stance.REJECTS}
    return "" if plain else f"{claim.modality} "


def find_verb(claim: Claim) -> str:
    """What the claimant does with the claim, as a participle: claimed, demanded, proposed, rejected, denied."""
    plain = _VERBS[claim.stance]
    return "denied" if plain == "claimed" and claim.polarity is Polarity.NEGATIVE else plain
