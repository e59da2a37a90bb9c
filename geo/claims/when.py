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
_NEWS = dt.timedelta(days=21)  # what was said before is the past that a dispatch recalls
_LEAD = 700  # characters: headline and first two paragraphs, whose events are the news itself


class Calendar:
    """The days of one dispatch."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._clean, self._lexicon, self._published = document.clean, lexicon, document.published
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
            when = self._of_the_act(draft, claim) or self.inferred(claim, earlier)
        return replace(claim, event=when)

    def _of_the_act(self, draft: Draft, claim: Claim) -> Interval | None:
        """The day of saying where saying is the act ("recognised it in 2008"), or where it has just been done.

        A ruling, a recognition, a proposal of the past is dated by its own verb. What "has been taken", as somebody
        said on Wednesday, was new on Wednesday.
        """
        spoken = draft.attribution
        if claim.said is None or spoken is None:
            return None
        if self._published and claim.said.end < self._published - _NEWS:
            return claim.said
        if spoken.cue.lower() in {"announce", "proclaim"} and draft.event is None:
            return claim.said
        perfect = draft.event is not None and {"has", "have", "'ve"} & {
            child.lower_ for child in draft.event.head.children if child.dep_ == "aux"
        }
        fresh = claim.kind in _DATED_BY_CONTEXT and claim.start < _LEAD
        return replace(claim.said, inferred=True) if perfect and fresh else None

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
        past = draft.event is not None and any(
            one.lower_ in {"was", "were"} and one.lemma_ == "be" and one.dep_ != "auxpass"
            for one in (draft.event.head, draft.event.head.head)
        )
        times = self._future if looks_ahead and not past else self._times
        own = offsets_of([*draft.said_words(), *_led_by(draft), *_taken_when(draft)])
        found = _find_time(times, own)
        if found and found.hour:  # "at noon": of the day it was said, where that is told
            return replace(claim.said or found.interval, inferred=True)
        if found or draft.event is None:
            return found.interval if found else None
        around = _find_time(times, offsets_of(self._around(draft.event)))
        return replace(around.interval, inferred=True) if around else None

    def _around(self, event: Event) -> list[Token]:
        """Words that date it from outside.

        Those of the clause that the event's is coordinated with, of its "when" clause, and of the war it is part of.
        """
        near: list[Token] = []
        if event.head.dep_ == "conj":
            near += _adverbials(event.head.head)
        for child in event.head.children:
            if child.dep_ == "advcl" and any(one.lower_ == "when" for one in child.children):
                near += list(child.subtree)
        if event.head.dep_ == "advcl" and not any(one.dep_ == "nsubj" for one in event.head.children):
            near += _adverbials(event.head.head)  # "moved in last week, putting up a fence"
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
        around = offsets_of(spoken.cue_token.subtree) - spoken.scope.tokens - offsets_of(_led_by(draft))
        clauses = (child for child in spoken.cue_token.children if child.dep_ in {"conj", "advcl", "ccomp"})
        others = offsets_of(one for child in clauses for one in child.subtree)
        found = _find_time(self._times, around - others)
        return found.interval if found else None


def _adverbials(verb: Token) -> list[Token]:
    """The words of the adverbs and prepositional phrases of a verb."""
    return [one for child in verb.children if child.dep_ in {"prep", "npadvmod", "advmod"} for one in child.subtree]


def _led_by(draft: Draft) -> list[Token]:
    """Words before an inserted speaker that date what is said: "Earlier this month, aid workers say, troops ..."."""
    cue = draft.attribution.cue_token if draft.attribution else None
    if cue is None or cue.dep_ != "parataxis":
        return []
    return [one for one in _adverbials(cue) if one.i < min(child.i for child in cue.children if child.dep_ == "nsubj")]


def _taken_when(draft: Draft) -> list[Token]:
    """Words that date evidence: "images taken on Tuesday show ..."."""
    cue = draft.attribution.cue_token if draft.attribution else None
    subjects = [child for child in cue.children if child.dep_ == "nsubj"] if cue is not None else []
    made = [one for subject in subjects for one in subject.children if one.dep_ == "acl" and one.tag_ == "VBN"]
    return [word for one in made for word in one.subtree]


def _find_time(times: Sequence[TimeExpression], starts: Collection[int]) -> TimeExpression | None:
    """The first of the shortest days or spans that the words name; "since ..." comes last, after the hour of a day."""
    named = among(times, starts)
    return min(named, key=lambda one: (one.since, one.hour, one.interval.end - one.interval.start), default=None)


def _find_main_day(times: Iterable[TimeExpression], published: dt.date | None) -> Interval | None:
    """The single day in the week before publication that the dispatch dates most: the day of its main events."""
    if published is None:
        return None
    days = [
        one.interval.start
        for one in times
        if not one.hour and one.interval.start == one.interval.end and 0 <= (published - one.interval.start).days <= 7
    ]
    if not days:
        return None
    day = max(dict.fromkeys(days), key=days.count)  # of two told as often, the one told first
    return Interval(day, day, inferred=True)
