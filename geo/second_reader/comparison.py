"""The rules' claims beside a second reader's: who agrees, who differs in what, and what only one of them has.

Takes Claims and Proposals; gives rows in the order of the text. Does not decide who is right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.model import Claim, Compared, Count, Proposal, Verdict

LEAST_SHARE = 0.3
"""A claim and a proposal speak of the same where they share this much of the shorter one."""

Value = str | float | None
Differences = dict[str, tuple[Value, Value]]


def compare(claims: Sequence[Claim], proposals: Sequence[Proposal], outlet: str | None) -> tuple[Compared, ...]:
    """Pair each claim with at most one proposal, the likest first, and say how they stand to each other."""
    pairs = [
        (len(differences), -share, c, p, differences)
        for c, claim in enumerate(claims)
        for p, proposal in enumerate(proposals)
        if (share := _share(claim, proposal)) >= LEAST_SHARE
        for differences in [_differences(claim, proposal, outlet)]
    ]
    pairs.sort(key=lambda pair: pair[:4])
    proposal_of: dict[int, tuple[int, Differences]] = {}
    taken: set[int] = set()
    for _, _, c, p, differences in pairs:
        if c not in proposal_of and p not in taken:
            proposal_of[c] = p, differences
            taken.add(p)
    rows = [(claim.start, _row(claim, proposal_of.get(c))) for c, claim in enumerate(claims)]
    alone = [(one.start, p) for p, one in enumerate(proposals) if p not in taken]
    rows += [(start, Compared(Verdict.ONLY_MODEL, None, p, {})) for start, p in alone]
    return tuple(row for _, row in sorted(rows, key=lambda row: row[0]))


def _row(claim: Claim, pair: tuple[int, Differences] | None) -> Compared:
    if pair is None:
        return Compared(Verdict.ONLY_RULES, claim.id, None, {})
    return Compared(Verdict.DIFFER if pair[1] else Verdict.AGREE, claim.id, *pair)


def _share(claim: Claim, proposal: Proposal) -> float:
    common = min(claim.end, proposal.end) - max(claim.start, proposal.start)
    return common / max(1, min(claim.end - claim.start, proposal.end - proposal.start))


def _differences(claim: Claim, proposal: Proposal, outlet: str | None) -> Differences:
    both: Differences = {
        "kind": (claim.kind.value, proposal.kind.value),
        "stance": (claim.stance.value, proposal.stance.value),
        "polarity": (claim.polarity.value, proposal.polarity.value),
        "modality": (claim.modality.value, proposal.modality.value),
        "area_km2": (claim.area_km2, proposal.area_km2),
        "length_km": (claim.length_km, proposal.length_km),
        "count": (_number(claim.count), _number(proposal.count)),
    }
    different = {name: pair for name, pair in both.items() if not _same(*pair)}
    names = claim.claimant.name, proposal.claimant or outlet or "outlet"
    return different if _same_name(*names) else {"claimant": names, **different}


def _number(count: Count | None) -> int | None:
    return count.value if count else None


def _same(ours: Value, theirs: Value) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=0.01)
    return ours == theirs


def _same_name(ours: str, theirs: str) -> bool:
    """Whether one name is the other, or a part of it: "Kenya" and "Kenya's government"."""
    ours, theirs = (name.casefold().removeprefix("the ") for name in (ours, theirs))
    return ours in theirs or theirs in ours
