"""The second opinion in words: a table of what the rules say and what the model says.

Takes a Reading with a second opinion; gives plain lines. Does not compare, and does not escape for HTML.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.model import Claim, Compared, Proposal, Reading, Verdict
from geo.second_reader.words import shorten


def describe_opinion(reading: Reading) -> Iterator[str]:
    """For a terminal: how many agree, the disagreements side by side, and what was dropped and why."""
    rows = list(describe_rows(reading))
    agreed = sum(row[0] == Verdict.AGREE for row in rows)
    dropped = reading.second.dropped if reading.second else ()
    yield f"second reader: {agreed} agree, {len(rows) - agreed} do not, {len(dropped)} dropped"
    if agreed < len(rows):
        yield f"{'':15}  {'rules':45}  {'model':45}  quote"
    for verdict, ours, theirs, quote in rows:
        if verdict != Verdict.AGREE:
            yield f"{verdict:15}  {shorten(ours, 45):45}  {shorten(theirs, 45):45}  {shorten(quote, 60)}"
    for one in dropped:
        yield f"dropped: {one.reason}: {shorten(one.quote, 60)}"
    yield from reading.second.notes if reading.second else ()


def describe_rows(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """A table of plain lines: the verdict, what the rules say, what the model says, the quote."""
    second = reading.second
    claims = {claim.id: claim for claim in reading.claims}
    for row in second.comparison if second else ():
        claim = claims.get(row.claim) if row.claim else None
        proposal = second.proposals[row.proposal] if second and row.proposal is not None else None
        quote = claim.quote if claim else proposal.quote if proposal else ""
        ours, theirs = _describe(claim, row, 0), _describe(proposal, row, 1)
        yield row.verdict.value, ours, theirs, shorten(quote, 300)


def _describe(one: Claim | Proposal | None, row: Compared, side: int) -> str:
    if one is None:
        return "-"
    if row.differences:
        return "; ".join(f"{name}: {_write(pair[side])}" for name, pair in row.differences.items())
    claimant = one.claimant.name if isinstance(one, Claim) else one.claimant or "outlet"
    return shorten(f"{claimant}: {one.stance} {one.kind}")


def _write(value: str | float | None) -> str:
    if value is None:
        return "-"
    return shorten(value) if isinstance(value, str) else f"{value:g}"
