"""Events and attributions -> drafts: which words make one claim, and whose word it is.

Takes the sentences' events and the attributions of a dispatch; gives Drafts in text order. Does not read any field of
a claim: what a draft says is for the modules of the fields.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Span, Token

from geo.attribution import Attribution, has_clause, is_own_act
from geo.claims.clauses import AREA_NOUNS, clause_head, clause_tokens, offsets_of
from geo.claims.events import Event, EventFinder, span_of
from geo.lexicon import Lexicon
from geo.model import ClaimKind, Stance
from geo.syntax import Syntax, end_offset, offset

_TAKEN = frozenset({ClaimKind.SEIZURE, ClaimKind.OCCUPATION})
# Kinds that the outlet's own voice tells only where a verb says them: a bare noun ("the war") is background.
_NOUN_NEEDS_SPEAKER = frozenset({
    ClaimKind.ATTACK, ClaimKind.DIPLOMACY, ClaimKind.CEASEFIRE, ClaimKind.STATUS,
    ClaimKind.WITHDRAWAL, ClaimKind.DEPLOYMENT, ClaimKind.SEIZURE, ClaimKind.OCCUPATION,
})  # fmt: skip
# Verbs that make news of their noun: "the truce collapsed", "they launched an attack".
_TELLING_VERBS = frozenset({
    "ignore", "agree", "sign", "announce", "break", "hold", "violate", "begin", "start", "reach", "collapse",
    "erupt", "launch", "carry", "broker", "take", "complete", "continue", "resume", "halt", "come", "kill", "repel",
    "expect", "arrive", "follow", "open", "end", "go", "be", "intensify", "rage", "flare", "escalate", "spread",
    "subside", "stall", "fail", "adjourn", "conclude", "postpone", "restart", "schedule", "plan", "convene",
    "attend", "mount", "stage", "conduct", "hit", "hear", "leave", "injure", "wound", "destroy", "damage",
    "suspend", "set", "due",
})  # fmt: skip


_TRAVELLING = frozenset({"be", "arrive", "travel", "fly", "meet", "head", "come", "go", "gather", "return", "visit"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim on its way: its words decide the fields; ``span`` is its place in the whole text."""

    words: tuple[Token, ...]
    event: Event | None
    attribution: Attribution | None
    span: tuple[int, int]

    def content(self) -> list[Token]:
        """The words that the attribution covers; none where nobody is named."""
        if self.attribution is None:
            return []
        return [one for one in self.words if offset(one) in self.attribution.scope.tokens]

    def head(self) -> Token | None:
        """The head of what is said; the first word where nothing said has one."""
        content = self.content()
        heads = (
            one for one in content if one.dep_ in {"ccomp", "xcomp", "ROOT", "parataxis"} or one.head not in content
        )
        return next(chain(heads, self.words), None)

    def said_words(self) -> list[Token]:
        """The words that carry the claim: without the speaker and the cue."""
        if self.attribution is None or (self.event and self.event.token == self.attribution.cue_token):
            return list(self.words)
        return self.content() or list(self.words)


def find_drafts(
    syntax: Syntax, finder: EventFinder, attributions: Sequence[Attribution], lexicon: Lexicon
) -> tuple[Draft, ...]:
    """Every claim that the dispatch makes, in text order."""
    starts = [offset(sentence) for sentence in syntax.sentences]
    near: list[list[Attribution]] = [[] for _ in starts]
    for one in attributions:  # an attribution covers words of one sentence only
        near[_sentence_of(one, starts)].append(one)
    told = [
        draft
        for sentence, own in zip(syntax.sentences, near, strict=True)
        for draft in _of_events(sentence, finder, own, lexicon)
    ]
    used = {id(draft.attribution) for draft in told}
    alone = [
        Draft(syntax.tokens_in(one.scope.start, one.scope.end), None, one, (one.scope.start, one.scope.end))
        for own in near
        for one in own
        if not _is_told(one, used, own)
        and (has_clause(one.cue_token) or one.cue not in lexicon.cue_frames["ground_only"])
    ]
    covering: dict[int, list[Draft]] = {}
    for draft in told:
        if draft.attribution is not None:
            covering.setdefault(id(draft.attribution), []).append(draft)
    sized = [draft for one in attributions if id(one) in covering for draft in _sizes_left(one, covering[id(one)])]
    return tuple(sorted([*told, *alone, *sized], key=lambda one: one.span))


def _sizes_left(attribution: Attribution, drafts: Sequence[Draft]) -> Iterable[Draft]:
    """A clause that states an area, beside those of its drafts: "said it is 10 square miles and that troops left"."""
    covered = offsets_of(word for one in drafts for word in one.words)
    sentence = attribution.cue_token.sent
    left = [one for one in sentence if offset(one) in attribution.scope.tokens and offset(one) not in covered]
    sizes = [one for one in left if one.lemma_.lower() in AREA_NOUNS and any(child.like_num for child in one.children)]
    heads = [one.event.head for one in drafts if one.event is not None]
    for head in dict.fromkeys(clause_head(one) for one in sizes):
        words = [one for one in clause_tokens(head, heads) if one in left]
        if words:
            yield Draft(tuple(words), None, attribution, span_of(words))


def _sentence_of(attribution: Attribution, starts: Sequence[int]) -> int:
    """The position of the sentence whose words it covers: its cue's, or the one before a closing clause."""
    first = min(attribution.scope.tokens, default=attribution.scope.start)
    return max(bisect_right(starts, first) - 1, 0)


def _of_events(
    sentence: Span, finder: EventFinder, attributions: Sequence[Attribution], lexicon: Lexicon
) -> Iterable[Draft]:
    """The drafts of a sentence's events; one for each speaker where two say it in one breath."""
    events, heads = _distinct(finder.find(sentence))
    heads += [one.cue_token for one in attributions if is_own_act(one.cue_token, lexicon)]
    for event in events:
        spoken = _attribution_of(event, attributions)
        words, added = _without_addition(finder.words(event, heads), event, events)
        if spoken is None:
            while_it_lasts = event.head.dep_ == "advcl" and event.head.head.lower_ == "long"  # "as long as they stay"
            if _told_by_outlet(event) and not while_it_lasts and not _repeats_a_request(event, words, attributions):
                yield Draft(tuple(words), event, None, span_of(words))
                if added:
                    yield Draft(tuple(added), event, None, span_of(added))
            continue
        for one in attributions:
            if one.scope == spoken.scope and one.cue_token is spoken.cue_token:
                yield Draft(tuple(words), event, one, _span(words, event, one, events))
                if added:
                    yield Draft(tuple(added), event, one, span_of(added))


def _without_addition(
    words: Sequence[Token], event: Event, events: Iterable[Event]
) -> tuple[Sequence[Token], Sequence[Token]]:
    """The words without an area that adds to theirs, and the words of that: "took 340 square km, on top of 210"."""
    if event.predicate.kind not in _TAKEN:
        return words, ()
    begin = next((at for at, one in enumerate(words) if one.i > event.token.i and _is_addition(one)), None)
    if begin is None:
        return words, ()
    end = next((at for at in range(begin, len(words)) if words[at].is_punct), len(words))
    added = words[begin:end]
    sizes = [one for one in added if one.like_num]
    told = any(one is not event and (one.token in added or one.head.head in added) for one in events)
    if not sizes or told or not any(one.like_num for one in words[:begin]):
        return words, ()
    return [*words[:begin], *words[end:]], added


def _is_addition(token: Token) -> bool:
    behind = " ".join(one.lower_ for one in token.doc[token.i : token.i + 3])
    return token.lower_ in {"besides", "plus"} or behind in {"in addition to", "on top of"}


def _attribution_of(event: Event, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution whose cue the event itself is, else the innermost one that covers it."""
    own = next((one for one in attributions if one.cue_token == event.token), None)
    disputed = own is not None and own.stance is Stance.DENIES and event.predicate.kind is ClaimKind.STATUS
    if own is not None and not disputed:
        return own
    if event.head.dep_ == "relcl" and event.head.head.dep_ == "appos" and event.predicate.kind is ClaimKind.ATTACK:
        return None  # "the town, a place over which they went to war": what the outlet adds
    covering = [one for one in attributions if one is not own and offset(event.token) in one.scope.tokens]
    return min(covering, key=lambda one: len(one.scope.tokens), default=None)


def _is_told(attribution: Attribution, used: Collection[int], attributions: Iterable[Attribution]) -> bool:
    """Whether an event's claim has the attribution, or one of the same speaker that covers it: a cue within a cue."""
    return id(attribution) in used or any(
        one is not attribution
        and id(one) in used
        and attribution.scope.tokens <= one.scope.tokens
        and attribution.speaker == one.speaker
        for one in attributions
    )


def _repeats_a_request(event: Event, words: Iterable[Token], attributions: Iterable[Attribution]) -> bool:
    """Whether a demand inside says it, as somebody's word, as in "he invoked a pact calling on allies to help"."""
    if event.predicate.kind is not ClaimKind.DIPLOMACY:
        return False
    inside = offsets_of(words)
    return any(one.stance is Stance.DEMANDS and offset(one.cue_token) in inside for one in attributions)


def _distinct(events: Sequence[Event]) -> tuple[list[Event], list[Token]]:
    """The events that are claims, and the heads of the clauses that are cut from one another.

    "The districts that others had occupied" folds into what happened to them since; "the fighting that erupted" is
    one event; an addition ("besides the 40 they had taken") stays apart.
    """
    kept, heads = [], []
    for event in events:
        is_relative = event.head.dep_ == "relcl"
        if is_relative and any(
            event.head.head == one.token and one.predicate.kind is event.predicate.kind for one in events
        ):
            continue
        heads.append(event.head)
        outer = [
            one
            for one in events
            if is_relative
            and one is not event
            and (
                event.head.head in one.ground
                or (one.predicate.kind is ClaimKind.WITHDRAWAL and one.token in event.head.ancestors)
            )
        ]
        again = is_relative and any(one.pos_ == "PRON" for one in event.token.children if one.dep_ == "dobj")
        inside = [one for one in events if one is not event and one.token in event.head.ancestors]
        if not (outer and _folds(event, outer[0])) and not (again and inside and _folds(event, inside[0])):
            kept.append(event)
    return kept, heads


def _folds(event: Event, outer: Event) -> bool:
    """Whether an event of a relative clause only says how the ground of the outer one was held before."""
    return event.predicate.kind in _TAKEN and outer.predicate.kind in {*_TAKEN, ClaimKind.WITHDRAWAL}


def _told_by_outlet(event: Event) -> bool:
    """The outlet's own word: a verb, or a noun of ground or of the dead; not a background noun."""
    if event.predicate.pos == "verb" or event.predicate.kind not in _NOUN_NEEDS_SPEAKER:
        return True
    verb = clause_head(event.token)
    if event.token.dep_ == "pobj" and event.token.head.lower_ == "for":
        return verb.lemma_.lower() in _TRAVELLING  # "is due in X for talks"
    return (
        event.token.dep_ in {"nsubjpass", "nsubj", "dobj"}
        and event.token.head == verb
        and verb.lemma_.lower() in _TELLING_VERBS
    )


def _span(words: Sequence[Token], event: Event, attribution: Attribution, events: Iterable[Event]) -> tuple[int, int]:
    """The clause; with speaker and cue where the attribution covers this event alone, or it first."""
    start, end = span_of(words)
    covered = [one for one in events if offset(one.token) in attribution.scope.tokens]
    if len(covered) == 1:
        return min(start, attribution.scope.start), max(end, attribution.scope.end)
    is_first = all(
        attribution.scope.start <= offset(one.token) and (one is event or one.token.i > event.token.i)
        for one in covered
    )
    if not is_first:
        return start, end
    others = [one for one in covered if one is not event]
    last = end_offset(attribution.cue_token) if others else attribution.scope.end
    return min(start, attribution.scope.start), max(end, last)
