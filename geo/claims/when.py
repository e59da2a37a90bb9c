"""When it happened, and when it was said.

Takes a draft and the time expressions of the dispatch; gives the claim with its modality, polarity and days. Does not
date a plan by the day of the report, and marks as inferred every day that the claim's own words do not state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from geo.claims.clauses import among, offsets_of
from geo.claims.drafts import Draft
from geo.claims.events import Event
from geo.claims.modality import as_wanted, find_modality, find_polarity, is_plan
from geo.dates import TimeExpression, find_times
from geo.lexicon import Lexicon
from geo.model import Claim, ClaimKind, Document, Interval, Modality, Polarity, Stance

_DATED_BY_CONTEXT = frozenset({
    ClaimKind.SEIZURE, ClaimKind.CASUALTIES, ClaimKind.ATTACK, ClaimKind.WITHDRAWAL, ClaimKind.CEASEFIRE,
})  # fmt: skip
_DATED_BY_REPORT = frozenset({ClaimKind.CASUALTIES, ClaimKind.DIPLOMACY, ClaimKind.CEASEFIRE})
_LEAD = 700  # characters: headline and first two paragraphs, whose events are the news itself


class Calendar:
    """The days of one dispatch."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._clean, self._lexicon = document.clean, lexicon
        self._times = find_times(document.clean, document.published, lexicon)
        self._future = find_times(document.clean, document.published, lexicon, future=True)
        self._main_day = _find_main_day(self._times, document.published)

    def dated(self, claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim:
        """The claim with its modality, its polarity, the days of the event and the day it was said."""
        modality, polarity = Modality.ACTUAL, Polarity.POSITIVE
        if draft.event:
            modality = find_modality(draft.event.token, self._lexicon)
            polarity = find_polarity(draft.event.token, self._lexicon)
        elif (head := draft.head()) is not None:
            modality = Modality.PLANNED if is_plan(head, self._lexicon) else find_modality(head, self._lexicon)
        modality = as_wanted(modality, claim.stance)
        if claim.stance in {Stance.DENIES, Stance.REJECTS} or claim.polarity is Polarity.NEGATIVE:
            polarity = Polarity.NEGATIVE
        claim = replace(claim, modality=modality, polarity=polarity, said=self._said(draft))
        when = self._stated(draft, claim)
        if when is None and modality is Modality.ACTUAL:
            when = self.inferred(claim, earlier)
        return replace(claim, event=when)

    def inferred(self, claim: Claim, earlier: Sequence[Claim]) -> Interval | None:
        """The day of the report; in the lead the day of the main events; else that of the like claim just before."""
        if claim.kind in _DATED_BY_REPORT and claim.said:
            return replace(claim.said, inferred=True)
        if claim.kind not in _DATED_BY_CONTEXT:
            return None
        if claim.start < _LEAD:
            return self._main_day
        before = earlier[-1] if earlier else None
        if before is None or before.event is None:
            return None
        if before.kind is not claim.kind and claim.kind is not ClaimKind.CEASEFIRE:
            return None
        same_paragraph = "\n\n" not in self._clean[before.end : claim.start]
        return replace(before.event, inferred=True) if same_paragraph else None

    def _stated(self, draft: Draft, claim: Claim) -> Interval | None:
        """The days that the claim's words name, those of the cue ("reported Tuesday") left out."""
        until = any(
            one.lower_ in {"by", "before", "from", "until"} and one.dep_ == "prep" for one in draft.said_words()
        )
        looks_ahead = claim.modality is Modality.PLANNED and (until or claim.stance is not Stance.DEMANDS)
        times = self._future if looks_ahead else self._times
        own = offsets_of(draft.said_words())
        found = _find_interval(times, own)
        if found or draft.event is None:
            return found
        around = _find_interval(times, offsets_of(self._around(draft.event)))
        return replace(around, inferred=True) if around else None

    def _around(self, event: Event) -> list[Token]:
        """Words that date it from outside.

        Those of the clause that the event's is coordinated with, of its "when" clause, and of the war it is part of.
        """
        near: list[Token] = []
        if event.head.dep_ == "conj":
            near += [
                one
                for child in event.head.head.children
                if child.dep_ in {"prep", "npadvmod", "advmod"}
                for one in child.subtree
            ]
        for child in event.head.children:
            if child.dep_ == "advcl" and any(one.lower_ == "when" for one in child.children):
                near += list(child.subtree)
        wars = self._lexicon.nouns["events"]
        for one in event.head.subtree:
            if one.dep_ == "relcl" and one.head.lemma_.lower() in wars:
                near += list(one.subtree)
        return near

    def _said(self, draft: Draft) -> Interval | None:
        """The day beside the cue: "said on Sunday"."""
        spoken = draft.attribution
        if spoken is None:
            return None
        around = offsets_of(spoken.cue_token.subtree) - spoken.scope.tokens
        clauses = (child for child in spoken.cue_token.children if child.dep_ in {"conj", "advcl"})
        others = offsets_of(one for child in clauses for one in child.subtree)
        return _find_interval(self._times, around - others)


def _find_interval(times: Sequence[TimeExpression], starts: Collection[int]) -> Interval | None:
    """The first of the shortest days or spans that the words name; a span that is only "since ..." comes last."""
    finest = min(among(times, starts), key=lambda one: (one.since, one.interval.end - one.interval.start), default=None)
    return finest.interval if finest else None


def _find_main_day(times: Iterable[TimeExpression], published: dt.date | None) -> Interval | None:
    """The single day in the week before publication that the dispatch dates most: the day of its main events."""
    if published is None:
        return None
    days = [
        one.interval.start
        for one in times
        if one.interval.start == one.interval.end and 0 <= (published - one.interval.start).days <= 7
    ]
    if not days:
        return None
    day = max(dict.fromkeys(days), key=days.count)  # of two told as often, the one told first
    return Interval(day, day, inferred=True)
