"""Overrides on a Reading: every correction in its order, found again where the text changed.

Takes a Reading as the rules give it and Overrides; gives what they make of it. A correction that fits nothing is a
warning, never an error; a correction is told among the doubts of its claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from geo.claims import find_relations
from geo.model import Certainty, Claim, ClaimKind, Interval, Mention, Party, Place, Reading, Stance, Use
from geo.overrides.override import FIELDS, Action, Override
from geo.place_ids import leaves

FindPlace = Callable[[str], Place | None]
"""The place of an id, None where there is none."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What corrections make of a reading.

    ``reading``   claims, mentions and relations corrected; features and places as they were
    ``moved``     claim id -> how far along its border its strip begins, 0 to 1
    ``drawn``     claim id -> a GeoJSON geometry drawn by hand
    ``rejected``  the claims that somebody took out
    ``anchors``   how a further correction names each claim, by claim id
    ``warnings``  a sentence for each correction that fits nothing here, or was found at another place
    """

    reading: Reading
    moved: Mapping[str, float] = field(default_factory=dict)
    drawn: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rejected: tuple[Claim, ...] = ()
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


Anchor = tuple[int, int, int]
"""Start, end and ordinal of a claim: how a correction names it."""


def find_anchors(reading: Reading) -> dict[str, Anchor]:
    """The anchor of every claim of a reading, by claim id."""
    counts: dict[tuple[int, int], int] = {}
    anchors = {}
    for claim in reading.claims:
        span = (claim.start, claim.end)
        anchors[claim.id] = (*span, counts.get(span, 0))
        counts[span] = counts.get(span, 0) + 1
    return anchors


def replay(reading: Reading, overrides: Sequence[Override], find_place: FindPlace) -> Replayed:
    """Replay corrections, the earlier first. ``reading`` is as the rules give it."""
    state = _State(reading, find_place)
    for one in overrides:
        state.apply(one)
    return state.finish()


@dataclass(slots=True)
class _State:
    """A reading in the making."""

    reading: Reading
    find_place: FindPlace
    claims: dict[str, Claim] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    anchors: dict[Anchor, str] = field(default_factory=dict)
    rejected: dict[str, Claim] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=dict)
    drawn: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.claims = {one.id: one for one in self.reading.claims}
        self.mentions = {one.id: one for one in self.reading.mentions}
        self.anchors = {anchor: claim_id for claim_id, anchor in find_anchors(self.reading).items()}

    def apply(self, one: Override) -> None:
        span = self._find_span(one)
        if span is None:
            self.warnings.append(f"A correction was left out: “{_short(one.quote)}” is not in this text, or not once.")
        elif one.action is Action.PLACE:
            self._place(one, span)
        elif one.action is Action.ADD:
            self._add(one, span)
        else:
            claim_id = self.anchors.get((*span, one.ordinal))
            if claim_id is None or claim_id in self.rejected:
                self.warnings.append(
                    f"A correction was left out: no claim is read from “{_short(one.quote)}” any more."
                )
            else:
                _STEPS[one.action](self, claim_id, one)

    def _find_span(self, one: Override) -> tuple[int, int] | None:
        """The span of the correction in this text; where the text changed, the one place that has its quote."""
        document = self.reading.document
        same = one.sha256 == document.sha256
        if same or document.text[one.start : one.end] == one.quote:
            return one.start, one.end
        found = [match.start() for match in re.finditer(re.escape(one.quote), document.text)] if one.quote else []
        if len(found) != 1:
            return None
        return found[0], found[0] + len(one.quote)

    def _place(self, one: Override, span: tuple[int, int]) -> None:
        """Another place for a name: for all of its mentions that meant the same, and for what is described by it."""
        named = next((two for two in self.mentions.values() if (two.start, two.end) == span), None)
        place = self.find_place(one.new) if one.new else None
        if named is None or (one.new and place is None):
            what = "no place is read there any more" if named is None else f"nothing here knows {one.new}"
            self.warnings.append(f"The place of “{_short(one.quote)}” was not corrected: {what}.")
            return
        old = named.place.place_id if named.place else None
        reason = f"chosen by hand{_signed(one)}"
        for mention in self.mentions.values():
            same = mention.place.place_id == old if mention.place else mention.toponym == named.toponym
            if same:
                drawn = mention.drawn or (place is not None and mention.use is Use.LITERAL)
                self.mentions[mention.id] = replace(mention, place=place, score=1.0, reasons=(reason,), drawn=drawn)
            elif old and mention.place and old in leaves(mention.place.place_id):
                self.mentions[mention.id] = _describe_anew(mention, old, place, reason)

    def _add(self, one: Override, span: tuple[int, int]) -> None:
        start, end = span
        values = {name: FIELDS[name](value) for name, value in one.new.items()}
        inside = [two for two in self.mentions.values() if start <= two.start and two.end <= end]
        where = tuple(two.id for two in inside if two.use is Use.LITERAL and two.place)
        added = Claim(
            id=f"H{sum(name.startswith('H') for name in (*self.claims, *self.rejected)) + 1:03d}",
            start=start,
            end=end,
            quote=one.quote,
            kind=ClaimKind(values["kind"]),
            claimant=Party(values["claimant"], values.get("side")),
            stance=Stance(values["stance"]),
            rule="added by hand",
            where=where,
            doubts=(f"Added by hand{_signed(one)}.",),
        )
        for name in set(values) - {"kind", "claimant", "side", "stance"}:
            added = _with_field(added, name, values[name])
        self.mentions |= {two.id: replace(two, drawn=True) for two in inside if two.id in where}
        ordinal = sum((first, last) == span for first, last, _ in self.anchors)
        self.claims[added.id] = added
        self.anchors[start, end, ordinal] = added.id

    def finish(self) -> Replayed:
        kept = tuple(sorted((one for one in self.claims.values()), key=lambda one: (one.start, one.end)))
        mentions = tuple(self.mentions.values())
        relations = find_relations(kept, mentions, self.reading.document.clean)
        return Replayed(
            reading=replace(self.reading, claims=kept, mentions=mentions, relations=relations),
            moved={name: share for name, share in self.moved.items() if name in self.claims},
            drawn={name: shape for name, shape in self.drawn.items() if name in self.claims},
            rejected=tuple(self.rejected.values()),
            anchors={claim_id: anchor for anchor, claim_id in self.anchors.items()},
            warnings=tuple(dict.fromkeys(self.warnings)),
        )


def _edit(state: _State, claim_id: str, one: Override) -> None:
    claim = state.claims[claim_id]
    name = one.field or ""
    told = f"{name.replace('_', ' ').capitalize()} corrected by hand{_signed(one)}: before, {_written(one.old)}."
    corrected = _with_field(claim, name, FIELDS[name](one.new))
    state.claims[claim_id] = replace(corrected, doubts=(*claim.doubts, told))


def _reject(state: _State, claim_id: str, one: Override) -> None:
    told = f"Taken out by hand{_signed(one)}."
    claim = state.claims.pop(claim_id)
    state.rejected[claim_id] = replace(claim, doubts=(*claim.doubts, told))


def _move(state: _State, claim_id: str, one: Override) -> None:
    state.moved.pop(claim_id, None)
    state.moved[claim_id] = float(one.new)


def _draw(state: _State, claim_id: str, one: Override) -> None:
    state.drawn.pop(claim_id, None)
    if one.new is not None:
        claim = state.claims[claim_id]
        state.drawn[claim_id] = one.new
        state.claims[claim_id] = replace(claim, doubts=(*claim.doubts, f"Shape drawn by hand{_signed(one)}."))


_STEPS: Mapping[Action, Callable[[_State, str, Override], None]] = MappingProxyType(
    {Action.EDIT: _edit, Action.REJECT: _reject, Action.MOVE: _move, Action.DRAW: _draw}
)


def _with_field(claim: Claim, name: str, value: Any) -> Claim:  # noqa: ANN401 - a field's own type
    """The claim with one of FIELDS set; the claimant's name and side are those of its party."""
    if name in {"claimant", "side"}:
        return replace(claim, claimant=replace(claim.claimant, **{"name" if name == "claimant" else "side": value}))
    if name == "event":
        return replace(claim, event=Interval(value[0], value[1], inferred=False) if value else None)
    return replace(claim, **{name: value}, certainty=Certainty.UNPLACED)


def _describe_anew(mention: Mention, old: str, place: Place | None, reason: str) -> Mention:
    """A described place ("near Goma") with the other place in it; unresolved where that is none."""
    if place is None or mention.place is None:
        return replace(mention, place=None, reasons=(reason,))
    described = re.sub(rf"(?<![\w:.+-]){re.escape(old)}(?![\w.+-])", place.place_id, mention.place.place_id)
    moved = replace(mention.place, place_id=described, country=place.country, lon=place.lon, lat=place.lat)
    return replace(mention, place=moved, reasons=(reason, *mention.reasons))


def _signed(one: Override) -> str:
    who = f" by {one.who}" if one.who else ""
    day = f" on {one.when[:10]}" if one.when else ""
    return f"{who}{day}" + (f" ({one.why})" if one.why else "")


def _written(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return "nothing" if value is None else str(value)


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= 60 else f"{words[:57]}..."
