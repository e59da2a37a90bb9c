"""Events and attributions become claims.

Takes everything read so far; gives Claims in text order and the mentions with places completed. An attribution without
an event is a claim too: somebody's word that is about no ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geo import place_ids
from geo.attribution import Attribution, Parties
from geo.claims.clauses import clause_head, offsets_of
from geo.claims.events import Event, EventFinder, span_of
from geo.claims.fields import (
    find_actor,
    find_count,
    find_counterpart,
    find_interval,
    find_modality,
    find_polarity,
    find_where,
    recent_day,
)
from geo.dates import TimeExpression, find_times
from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.use import is_speech_place
from geo.model import (
    GROUND_KINDS,
    Claim,
    ClaimKind,
    Document,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Party,
    Place,
    Polarity,
    Stance,
    Use,
)
from geo.quantities import find_areas, find_lengths
from geo.syntax import Syntax, end_offset, offset, subtree_span

_LENGTH_KINDS = frozenset(
    {ClaimKind.SEIZURE, ClaimKind.OCCUPATION, ClaimKind.WITHDRAWAL, ClaimKind.CORRIDOR, ClaimKind.BORDER}
)
_DATED_BY_CONTEXT = frozenset({ClaimKind.SEIZURE, ClaimKind.CASUALTIES})
_DATED_BY_REPORT = frozenset({ClaimKind.CASUALTIES, ClaimKind.DIPLOMACY, ClaimKind.CEASEFIRE})
_LEAD = 700  # characters: headline and first two paragraphs, whose events are the news itself
_DEFINITE = frozenset(
    {
        "town",
        "city",
        "village",
        "settlement",
        "region",
        "district",
        "island",
        "hill",
        "peninsula",
        "capital",
        "port",
        "area",
        "province",
        "territory",
        "enclave",
        "base",
        "airport",
    }
)
_ANAPHORA = frozenset(
    {
        "that",
        "this",
        "it",
        "claim",
        "allegation",
        "accusation",
        "report",
        "charge",
        "proposal",
        "demand",
        "plan",
        "idea",
        "request",
        "assertion",
        "suggestion",
        "promise",
        "declaration",
        "announcement",
        "statement",
        "move",
    }
)
# Kinds that the outlet's own voice tells only where a verb says them: a bare noun ("the war") is background.
_NOUN_NEEDS_SPEAKER = frozenset(
    {
        ClaimKind.ATTACK,
        ClaimKind.DIPLOMACY,
        ClaimKind.CEASEFIRE,
        ClaimKind.STATUS,
        ClaimKind.WITHDRAWAL,
        ClaimKind.DEPLOYMENT,
        ClaimKind.SEIZURE,
        ClaimKind.OCCUPATION,
    }
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim on its way: its words decide the fields."""

    words: tuple[Token, ...]
    event: Event | None
    attribution: Attribution | None
    span: tuple[int, int]


class ClaimReader:
    """Reads the claims of one dispatch; made once a dispatch, since dates and pronouns look round."""

    def __init__(
        self, document: Document, syntax: Syntax, mentions: Sequence[Mention], lexicon: Lexicon, gazetteer: Gazetteer
    ) -> None:
        self.document, self.syntax, self.lexicon, self.gazetteer = document, syntax, lexicon, gazetteer
        self.mentions = {one.id: one for one in mentions}
        self.parties = Parties(syntax.sentences, mentions, lexicon)
        self.times = find_times(document.clean, document.published, lexicon)
        self.future_times = find_times(document.clean, document.published, lexicon, future=True)
        self.areas = find_areas(document.clean, lexicon)
        self.lengths = find_lengths(document.clean, lexicon)
        self.day = recent_day(self.times, document.published)
        self.finder = EventFinder(mentions, lexicon)

    def read(self, attributions: Sequence[Attribution]) -> tuple[tuple[Claim, ...], tuple[Mention, ...]]:
        """All claims in text order, with ids C001..., and the mentions, areas completed by their clause's roles."""
        drafts = sorted(self._drafts(attributions), key=lambda one: (one.span[0], one.span[1]))
        claims: list[Claim] = []
        for draft in drafts:
            claims.append(self._claim(f"C{len(claims) + 1:03d}", draft, claims))
        return tuple(claims), tuple(self.mentions.values())

    def drawn_mentions(self, claims: Iterable[Claim]) -> frozenset[str]:
        """Ids of the mentions that belong on the map: ground of a claim, or a place where something happens.

        Never a whole country by its name, a demonym, "its territory", or the town where somebody spoke.
        """
        claimed = {name for claim in claims for name in claim.where}
        return frozenset(
            one.id
            for one in self.mentions.values()
            if one.place
            and one.use is Use.LITERAL
            and one.kind is not MentionKind.DEMONYM
            and not (one.kind is MentionKind.NAME and one.place.place_id.startswith("country:"))
            and not (one.kind is MentionKind.REGION and one.place.place_id.startswith("some(country:"))
            and not self._is_seat(one)
            and (one.id in claimed or one.kind is MentionKind.NAME)
            and not one.toponym.lower().startswith(("its ", "their "))
        )

    def _drafts(self, attributions: Sequence[Attribution]) -> Iterable[_Draft]:
        used: set[int] = set()
        for sentence in self.syntax.sentences:
            found = self.finder.find(sentence)
            events, heads = self._distinct(found)
            for event in events:
                attribution = next((one for one in attributions if one.cue_token == event.token), None)
                attribution = attribution or _innermost(event.token, attributions)
                if attribution is None and not self._told_by_outlet(event):
                    continue
                words = self.finder.words(event, heads)
                if attribution is None and self._repeats_a_request(event, words, attributions):
                    continue
                used.add(id(attribution))
                shared = (
                    [
                        one
                        for one in attributions
                        if one.scope == attribution.scope and one.cue_token is attribution.cue_token
                    ]
                    if attribution
                    else [None]
                )
                used.update(id(one) for one in shared)
                for one in shared:
                    yield _Draft(tuple(words), event, one, self._span(words, event, one, events))
        for one in attributions:
            if one.cue in self.lexicon.cue_frames["ground_only"]:
                continue
            if id(one) not in used and not any(id(other) in used and _same_words(one, other) for other in attributions):
                words = self.syntax.tokens_in(one.scope.start, one.scope.end)
                yield _Draft(tuple(words), None, one, (one.scope.start, one.scope.end))

    def _repeats_a_request(self, event: Event, words: Sequence[Token], attributions: Sequence[Attribution]) -> bool:
        """ "He invoked a pact calling on allies to help": the demand inside says it, as his word; not twice."""
        if event.predicate.kind is not ClaimKind.DIPLOMACY:
            return False
        inside = offsets_of(words)
        return any(one.stance is Stance.DEMANDS and offset(one.cue_token) in inside for one in attributions)

    def _distinct(self, events: Sequence[Event]) -> tuple[list[Event], list[Token]]:
        """The events that are claims, and the heads of the clauses that are cut from one another.

        "The districts that others had occupied" folds into what happened to them since; "the fighting that erupted" is
        one event; an addition ("besides the 40 they had taken") stays apart.
        """
        kept, heads = [], []
        for event in events:
            if event.head.dep_ == "relcl" and any(event.head.head == one.token for one in events):
                continue
            heads.append(event.head)
            outer = next(
                (
                    one
                    for one in events
                    if one is not event and event.head.dep_ == "relcl" and event.head.head in one.ground
                ),
                None,
            )
            if (
                outer is None
                or outer.predicate.kind not in {ClaimKind.SEIZURE, ClaimKind.WITHDRAWAL, ClaimKind.OCCUPATION}
                or event.predicate.kind not in {ClaimKind.SEIZURE, ClaimKind.OCCUPATION}
            ):
                kept.append(event)
        return kept, heads

    def _told_by_outlet(self, event: Event) -> bool:
        """The outlet's own word: a verb, or a noun of ground or of the dead; not a background noun."""
        if event.predicate.pos == "verb" or event.predicate.kind not in _NOUN_NEEDS_SPEAKER:
            return True
        verb = clause_head(event.token)
        return (
            event.token.dep_ in {"nsubjpass", "nsubj", "dobj"}
            and event.token.head == verb
            and verb.lemma_.lower()
            in {
                "ignore",
                "agree",
                "sign",
                "announce",
                "break",
                "hold",
                "violate",
                "begin",
                "start",
                "reach",
                "collapse",
                "erupt",
                "launch",
                "carry",
                "broker",
                "take",
                "complete",
                "continue",
                "resume",
                "halt",
                "come",
                "kill",
                "repel",
                "expect",
                "arrive",
                "follow",
                "open",
                "end",
                "go",
                "be",
            }
        )

    def _span(
        self, words: Sequence[Token], event: Event, attribution: Attribution | None, events: Sequence[Event]
    ) -> tuple[int, int]:
        """The clause; with speaker and cue where the attribution covers this event alone."""
        start, end = span_of(words)
        if attribution is None:
            return start, end
        alone = sum(offset(one.token) in attribution.scope.tokens for one in events) == 1
        first = attribution.scope.start
        if alone or all(
            first <= offset(one.token) and (one is event or one.token.i > event.token.i)
            for one in events
            if offset(one.token) in attribution.scope.tokens
        ):
            start = min(start, first)
            last = max(
                (
                    offset(one.token)
                    for one in events
                    if one is not event and offset(one.token) in attribution.scope.tokens
                ),
                default=None,
            )
            end = (
                max(end, attribution.scope.end)
                if alone or last is None
                else max(end, end_offset(attribution.cue_token))
            )
        return start, end

    def _claim(self, claim_id: str, draft: _Draft, earlier: Sequence[Claim]) -> Claim:
        start, end = draft.span
        base = self._voice(claim_id, draft, start, end)
        if draft.event is None:
            return self._statement(base, draft, earlier)
        return self._ground(self._dated(base, draft, earlier), draft, draft.event, earlier)

    def _voice(self, claim_id: str, draft: _Draft, start: int, end: int) -> Claim:
        """The claim with its claimant, chain, cue and stance: the outlet's where nobody else speaks."""
        outlet = Party(self.document.outlet or "outlet", None, "outlet")
        quote = self.document.text[start:end]
        spoken = draft.attribution
        kind = draft.event.predicate.kind if draft.event else ClaimKind.STATEMENT
        rule = draft.event.predicate.rule if draft.event else "attribution"
        if spoken is None:
            return Claim(claim_id, start, end, quote, kind, outlet, Stance.REPORTS, rule, confidence=0.8)
        doubts = tuple(one for one in spoken.doubts if one)
        via = (*spoken.via, *((outlet,) if self.document.outlet else ()))
        if spoken.stance is Stance.ASSERTS and self._negated_indication(spoken):
            return Claim(
                claim_id,
                start,
                end,
                quote,
                kind,
                outlet,
                Stance.REPORTS,
                rule,
                cue=spoken.cue,
                polarity=Polarity.NEGATIVE,
                confidence=0.7,
            )
        return Claim(
            claim_id, start, end, quote, kind, spoken.speaker, spoken.stance, f"{rule} < {spoken.cue}", via=via, cue=spoken.cue,
            confidence=round(0.9 - 0.15 * len(doubts), 2), doubts=doubts,
        )  # fmt: skip

    def _negated_indication(self, spoken: Attribution) -> bool:
        """ "neither X nor Y have indicated": that nothing was said is the outlet's word."""
        return find_polarity(spoken.cue_token, self.lexicon) is Polarity.NEGATIVE

    def _dated(self, claim: Claim, draft: _Draft, earlier: Sequence[Claim]) -> Claim:
        event = draft.event
        modality = find_modality(event.token, self.lexicon) if event else Modality.ACTUAL
        if claim.stance in {Stance.DEMANDS, Stance.PROPOSES} and modality is Modality.ACTUAL:
            modality = Modality.PLANNED
        starts = offsets_of(draft.words)
        times = self.future_times if modality is Modality.PLANNED and claim.stance is not Stance.DEMANDS else self.times
        said = self._said(draft)
        own = starts - self._cue_starts(draft)
        when = find_interval(times, own) or self._time_around(event, times)
        if when is None and modality is Modality.ACTUAL:
            when = self._inferred(claim, said, earlier)
        polarity = find_polarity(event.token, self.lexicon) if event else Polarity.POSITIVE
        if claim.stance in {Stance.DENIES, Stance.REJECTS} or claim.polarity is Polarity.NEGATIVE:
            polarity = Polarity.NEGATIVE
        return replace(claim, modality=modality, polarity=polarity, event=when, said=said)

    def _time_around(self, event: Event | None, times: Sequence[TimeExpression]) -> Interval | None:
        """The time of the clause that the event's is coordinated with, of its "when" clause, or of the war it is part of."""
        if event is None:
            return None
        near: list[Token] = []
        if event.head.dep_ == "conj":
            near += [
                one for child in event.head.head.children if child.dep_ in {"prep", "npadvmod"} for one in child.subtree
            ]
        for child in event.head.children:
            if child.dep_ == "advcl" and any(one.lower_ == "when" for one in child.children):
                near += list(child.subtree)
        near += [
            word
            for one in event.head.subtree
            if one.dep_ == "relcl" and one.head.lemma_.lower() in self.lexicon.nouns["events"]
            for word in one.subtree
        ]
        found = find_interval(times, offsets_of(near))
        return replace(found, inferred=True) if found else None

    def _inferred(self, claim: Claim, said: Interval | None, earlier: Sequence[Claim]) -> Interval | None:
        """The day of the report; in the lead the day of the main events; else that of the like claim just before."""
        if claim.kind in _DATED_BY_REPORT and said:
            return replace(said, inferred=True)
        if claim.kind not in _DATED_BY_CONTEXT:
            return None
        if claim.start < _LEAD:
            return self.day
        before = earlier[-1] if earlier else None
        near = (
            before is not None
            and before.kind is claim.kind
            and "\n\n" not in self.document.clean[before.end : claim.start]
        )
        return replace(before.event, inferred=True) if near and before is not None and before.event else None

    def _cue_starts(self, draft: _Draft) -> frozenset[int]:
        """Words of the clause that belong to the cue, not to what is said: "reported Tuesday"."""
        if draft.attribution is None:
            return frozenset()
        return offsets_of(draft.words) - draft.attribution.scope.tokens

    def _said(self, draft: _Draft) -> Interval | None:
        spoken = draft.attribution
        if spoken is None:
            return None
        around = offsets_of(spoken.cue_token.subtree) - spoken.scope.tokens
        others = {
            offset(one)
            for child in spoken.cue_token.children
            if child.dep_ in {"conj", "advcl"}
            for one in child.subtree
        }
        return find_interval(self.times, around - others)

    def _ground(self, claim: Claim, draft: _Draft, event: Event, earlier: Sequence[Claim]) -> Claim:
        """Actor, places and numbers of an event."""
        words = self._said_words(draft)
        where = tuple(
            one for one in find_where(words, tuple(self.mentions.values())) if not self._is_seat(self.mentions[one])
        )
        where, doubts_of_place = (where, ()) if where else self._place_before(event)
        where = where or self._ground_before(claim, earlier)
        places = [place for one in where if (place := self.mentions[one].place)]
        places += self._sides_named(words)
        actor, doer = find_actor(event, lambda token: self._side(token, draft))
        actor = actor or self._pronoun_name(doer)
        accused = self._accused(draft)
        if accused and (
            actor is None or doer is None or offset(doer) not in draft.attribution.scope.tokens
            if draft.attribution
            else False
        ):
            actor = accused
        counterpart = find_counterpart(event, words, actor, places, lambda token: self._side(token, draft))
        area, doubts = self._area(claim, words)
        claim = replace(
            claim, actor=actor, counterpart=counterpart, where=where, area_km2=area, length_km=self._length(claim, words),
            count=find_count(words, event, lambda token: self._side(token, draft), self.lexicon), doubts=(*claim.doubts, *doubts, *doubts_of_place),
        )  # fmt: skip
        self._complete(claim)
        return claim

    def _sides_named(self, words: Sequence[Token]) -> list[Place]:
        """ "On the Armenian side": the country of a demonym that is meant literally."""
        starts = {offset(one) for one in words}
        demonyms = (one for one in self.mentions.values() if one.kind is MentionKind.DEMONYM and one.use is Use.LITERAL)
        return [one.place for one in demonyms if one.place and one.start in starts]

    def _ground_before(self, claim: Claim, earlier: Sequence[Claim]) -> tuple[str, ...]:
        """ "The corridor": the one that was spoken of before."""
        if claim.kind is not ClaimKind.CORRIDOR:
            return ()
        return next((one.where for one in reversed(earlier) if one.kind is claim.kind and one.where), ())

    def _place_before(self, event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """ "The town", "the city": the last settlement or region named before it, within 500 characters."""
        noun = next(
            (
                one
                for one in event.ground
                if one.lemma_.lower() in _DEFINITE
                and any(child.lower_ in {"the", "that", "this"} for child in one.children)
            ),
            None,
        )
        if noun is None:
            return (), ()
        at = offset(noun)
        before = [
            one
            for one in self.mentions.values()
            if one.end <= at
            and at - one.end < 500
            and one.use is Use.LITERAL
            and one.kind is MentionKind.NAME
            and _may_be_called(one.place, noun.lemma_.lower())
            and not self._is_seat(one)
        ]
        if not before:
            return (), ()
        return (before[-1].id,), (f'"the {noun.text}" taken as {before[-1].toponym}',)

    def _said_words(self, draft: _Draft) -> list[Token]:
        """The words that carry the claim: without the speaker and the cue."""
        if draft.attribution is None or (draft.event and draft.event.token == draft.attribution.cue_token):
            return list(draft.words)
        inside = [one for one in draft.words if offset(one) in draft.attribution.scope.tokens]
        return inside or list(draft.words)

    def _is_seat(self, mention: Mention) -> bool:
        tokens = self.syntax.tokens_in(mention.start, mention.end)
        return any(is_speech_place(token, self.lexicon) for token in tokens[-1:])

    def _side(self, token: Token, draft: _Draft) -> str | None:
        """Alpha-3 of the country that a noun phrase is of, "his" and "they" included."""
        if country := self.parties.country_of(token):
            return country
        for child in token.children:
            if child.dep_ == "poss" and (country := self._side(child, draft)):
                return country
        if token.lower_ in {"he", "she", "his", "her", "its", "their", "it", "they", "our", "we", "us"}:
            return self._side_of_pronoun(token, draft)
        party, _ = self.parties.named(token) if token.pos_ == "PROPN" else (None, ())
        return party.side if party else None

    def _pronoun_name(self, doer: Token | None) -> str | None:
        """Whom "it" or "they" mean, by name, where it is no state."""
        if doer is None or doer.pos_ != "PRON":
            return None
        party, _ = self.parties.named(doer)
        return party.name if party else None

    def _side_of_pronoun(self, token: Token, draft: _Draft) -> str | None:
        if draft.attribution and token.lower_ in {"our", "we", "us"}:
            return draft.attribution.speaker.side
        forces = [
            one for one in token.sent if one.i < token.i and one.dep_ in {"nsubj", "nsubjpass"} and one.pos_ != "PRON"
        ]
        for one in reversed(forces):
            if country := self.parties.country_of(one):
                return country
        party, _ = self.parties.named(token)
        return party.side if party else None

    def _accused(self, draft: _Draft) -> str | None:
        accused = draft.attribution.accused if draft.attribution else ()
        return next((side for one in accused if (side := self._side(one, draft) or one.text)), None)

    def _area(self, claim: Claim, words: Sequence[Token]) -> tuple[float | None, tuple[str, ...]]:
        if claim.kind not in GROUND_KINDS:
            return None, ()
        starts = {offset(one) for one in words}
        inside = [one for one in self.areas if any(one.start <= at < one.end for at in starts)]
        if not inside:
            return None, ()
        area = inside[0]
        doubts = (
            (f"a range was stated: {area.low:g} to {area.high:g} km²; its middle is used",) if area.is_range else ()
        )
        return round(area.value, 6), doubts

    def _length(self, claim: Claim, words: Sequence[Token]) -> float | None:
        if claim.kind not in _LENGTH_KINDS:
            return None
        starts = {offset(one) for one in words}
        stated = [one for one in self.lengths if any(one.start <= at < one.end for at in starts)]
        return next((round(one.value, 6) for one in stated if not self._tells_where(one.start)), None)

    def _tells_where(self, at: int) -> bool:
        """Whether the number at the offset says how far a place lies from another: "60 km north-east of X"."""
        return any(
            one.start <= at < one.end and one.place is not None and one.place.place_id.startswith(("offset(", "near("))
            for one in self.mentions.values()
        ) or bool(
            re.match(r"[^.;]{0,30}\b(?:north|south|east|west)\w*(?:-\w+)?\s+of\b", self.document.clean[at : at + 60])
        )

    def _complete(self, claim: Claim) -> None:
        """An area whose owner only the roles tell ("seized 100 square km from X") gets its place here."""
        for mention_id in claim.where:
            mention = self.mentions[mention_id]
            owner = (
                claim.counterpart
                if claim.counterpart and self.gazetteer.place(f"country:{claim.counterpart}")
                else None
            )
            if mention.kind is MentionKind.AREA and mention.place is None and owner:
                whole = self.gazetteer.place(f"country:{owner}")
                name = whole.name if whole else owner
                place = Place(
                    place_ids.describe("some", f"country:{owner}"), f"part of {name}", owner, None, None, None
                )
                self.mentions[mention_id] = replace(
                    mention, place=place, score=0.6, reasons=("the losing side of the clause",)
                )

    def _statement(self, claim: Claim, draft: _Draft, earlier: Sequence[Claim]) -> Claim:
        """An attribution without an event: its kind by what it answers, or by its words."""
        claim = self._dated(claim, draft, earlier)
        answered = self._answered(claim, draft, earlier)
        if answered is not None:
            return replace(
                claim,
                kind=answered.kind,
                where=answered.where,
                area_km2=answered.area_km2,
                actor=answered.actor,
                counterpart=answered.counterpart,
                modality=answered.modality,
                polarity=Polarity.NEGATIVE,
                doubts=(*claim.doubts, f"taken as an answer to {answered.id}"),
            )
        kind = self._kind_of_words(draft)
        modality = find_modality(draft.words[0], self.lexicon) if draft.words else Modality.ACTUAL
        content = (
            [one for one in draft.words if offset(one) in draft.attribution.scope.tokens] if draft.attribution else []
        )
        heads = [
            one for one in content if one.dep_ in {"ccomp", "xcomp", "ROOT", "parataxis"} or one.head not in content
        ]
        if heads:
            modality = find_modality(heads[0], self.lexicon)
        if claim.stance in {Stance.DEMANDS, Stance.PROPOSES} and modality is Modality.ACTUAL:
            modality = Modality.PLANNED
        claim = replace(claim, kind=kind, modality=modality)
        return replace(
            claim,
            event=claim.event or (self._inferred(claim, claim.said, earlier) if modality is Modality.ACTUAL else None),
        )

    def _answered(self, claim: Claim, draft: _Draft, earlier: Sequence[Claim]) -> Claim | None:
        """The claim that "that", "it" or "the claim" points back to, for one who rejects or denies."""
        if claim.stance not in {Stance.REJECTS, Stance.DENIES} or draft.attribution is None:
            return None
        inside = [one for one in draft.words if offset(one) in draft.attribution.scope.tokens]
        if not any(one.lemma_.lower() in _ANAPHORA for one in inside):
            return None
        others = [one for one in earlier if one.claimant.name != claim.claimant.name and claim.start - one.end < 600]
        if any(one.lemma_.lower() in {"accusation", "charge", "allegation"} for one in inside):
            return next((one for one in reversed(others) if one.stance is Stance.ACCUSES), None)
        others = [one for one in others if one.kind not in {ClaimKind.STATEMENT, ClaimKind.DIPLOMACY}]
        spoken = [one for one in others if one.claimant.role != "outlet"]
        return (spoken or others or [None])[-1]

    def _kind_of_words(self, draft: _Draft) -> ClaimKind:
        lemmas = {one.lemma_.lower() for one in draft.words}
        kinds = [row.kind for row in self.lexicon.predicates if row.pos == "noun" and row.lemmas & lemmas]
        for kind in (ClaimKind.CEASEFIRE, ClaimKind.DIPLOMACY):
            if kind in kinds:
                return kind
        if lemmas & self.lexicon.nouns["hostilities"] and lemmas & {"halt", "end", "stop", "cease", "respect"}:
            return ClaimKind.CEASEFIRE
        return ClaimKind.STATEMENT


def _may_be_called(place: Place | None, noun: str) -> bool:
    """Whether "the town" or "the region" can be this place; one that no gazetteer has may be either."""
    if place is None:
        return True
    namespace = place.place_id.split(":")[0]
    if noun in {"town", "city", "village", "settlement", "capital", "port", "base", "airport"}:
        return namespace == "town"
    return namespace in {"admin1", "area", "region"}


def _innermost(token: Token, attributions: Iterable[Attribution]) -> Attribution | None:
    at = offset(token)
    covering = [one for one in attributions if at in one.scope.tokens]
    return min(covering, key=lambda one: len(one.scope.tokens), default=None)


def _same_words(one: Attribution, other: Attribution) -> bool:
    """Whether the claim of ``other`` already tells what ``one`` covers: a cue within a cue."""
    return one is not other and one.scope.tokens <= other.scope.tokens and one.speaker == other.speaker


def sentence_spans(sentences: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences."""
    return tuple((offset(one), end_offset(one)) for one in sentences)


__all__ = ["ClaimReader", "sentence_spans", "subtree_span"]
