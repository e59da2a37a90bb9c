"""Drafts become claims: whose word each is, and the fields that its words state.

Takes everything read so far; gives Claims in text order and the mentions with places completed. An attribution without
an event is a claim too: somebody's word that is about no ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from geo.attribution import Attribution, Parties
from geo.claims.amounts import Amounts, find_bare, find_count, find_told
from geo.claims.clauses import clause_head
from geo.claims.drafts import Draft, find_drafts
from geo.claims.events import Event, EventFinder
from geo.claims.modality import find_polarity, is_called_untrue
from geo.claims.places import Places
from geo.claims.roles import Roles
from geo.claims.statements import as_answer, as_statement, find_counted, find_sized
from geo.claims.when import Calendar
from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.model import GROUND_KINDS, Claim, ClaimKind, Count, Document, Mention, Modality, Party, Polarity, Stance
from geo.syntax import Syntax

_MOVES = frozenset({"seizure/enter", "seizure/advance", "seizure/advance-to", "seizure/advance-by"})


class ClaimReader:
    """Reads the claims of one dispatch; made once a dispatch, since dates and pronouns look round."""

    def __init__(
        self,
        document: Document,
        syntax: Syntax,
        mentions: Sequence[Mention],
        parties: Parties,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
    ) -> None:
        self._document, self._syntax, self._lexicon = document, syntax, lexicon
        self._finder = EventFinder(mentions, lexicon)
        self._roles = Roles(parties)
        self._places = Places(document.clean, mentions, syntax, lexicon, gazetteer)
        self._calendar = Calendar(document, lexicon)
        self._amounts = Amounts(document, lexicon)

    def read(self, attributions: Sequence[Attribution]) -> tuple[tuple[Claim, ...], tuple[Mention, ...]]:
        """All claims in text order, with ids C001..., and the mentions, areas completed by their clause's roles."""
        claims: list[Claim] = []
        for draft in find_drafts(self._syntax, self._finder, attributions, self._lexicon):
            claims.append(self._claim(f"C{len(claims) + 1:03d}", draft, claims))
        self._places.gather(claims)
        return tuple(claims), self._places.mentions()

    def drawn_mentions(self, claims: Iterable[Claim]) -> frozenset[str]:
        """Ids of the mentions that belong on the map; see ``Places.drawn``."""
        return self._places.drawn(claims)

    def _claim(self, claim_id: str, draft: Draft, earlier: Sequence[Claim]) -> Claim:
        claim = self._calendar.dated(self._voiced(claim_id, draft), draft, earlier)
        if draft.event is not None:
            if claim.modality is Modality.ATTEMPTED and draft.event.predicate.rule in _MOVES:
                claim = replace(claim, kind=ClaimKind.ATTACK)  # "tried to enter the town": none of it was taken
            if is_called_untrue(draft.event.token, self._lexicon):
                claim = replace(claim, stance=Stance.DENIES, polarity=Polarity.NEGATIVE)
            return self._grounded(claim, draft, draft.event, earlier)
        answer = as_answer(claim, draft, earlier)
        return answer or self._stated(claim, draft, earlier)

    def _voiced(self, claim_id: str, draft: Draft) -> Claim:
        """The claim with its claimant, chain, cue and stance: the outlet's where nobody else speaks."""
        start, end = draft.span
        kind = draft.event.predicate.kind if draft.event else ClaimKind.STATEMENT
        rule = draft.event.predicate.rule if draft.event else "attribution"
        outlet = Party(self._document.outlet or "outlet", None, "outlet")
        quote = self._document.text[start:end]
        told = Claim(claim_id, start, end, quote, kind, outlet, Stance.REPORTS, rule, confidence=0.8)
        spoken = draft.attribution
        if spoken is None:
            return told
        unsaid = spoken.stance is Stance.ASSERTS and spoken.cue not in {"quotation", ":"}
        if unsaid and find_polarity(spoken.cue_token, self._lexicon) is Polarity.NEGATIVE:
            # "neither X nor Y have indicated": that nothing was said is the outlet's word
            return replace(told, cue=spoken.cue, polarity=Polarity.NEGATIVE, confidence=0.7)
        doubts = tuple(one for one in spoken.doubts if one)
        return replace(
            told,
            claimant=spoken.speaker,
            stance=spoken.stance,
            rule=f"{rule} < {spoken.cue}",
            via=(*spoken.via, *((outlet,) if self._document.outlet else ())),
            cue=spoken.cue,
            confidence=round(0.9 - 0.15 * len(doubts), 2),
            doubts=doubts,
        )

    def _grounded(self, claim: Claim, draft: Draft, event: Event, earlier: Sequence[Claim]) -> Claim:
        """The claim with the actor, places and numbers of its event; completes the places."""
        words, spoken = draft.said_words(), draft.attribution

        def side_of(token: Token) -> str | None:
            return self._roles.side(token, spoken)

        where, doubts_of_place = self._places.find_ground(words, event, claim.kind, earlier)
        actor = self._roles.find_actor(event, spoken)
        area, doubts_of_area = self._amounts.find_area(claim.kind, words)
        if claim.kind is ClaimKind.DEPLOYMENT:  # troops "deployed at posts covering 2 square km" hold that ground
            own = [one for one in words if clause_head(one) == event.head]
            area, doubts_of_area = self._amounts.find_area(ClaimKind.OCCUPATION, own)
            claim = replace(claim, kind=ClaimKind.DEPLOYMENT if area is None else ClaimKind.OCCUPATION)
        counterpart = self._roles.find_counterpart(event, draft, actor, self._places.of(where, words))
        if area is not None and counterpart is None and (other := self._places.other_party(actor)):
            counterpart, doubts_of_area = other, (*doubts_of_area, f"that it is ground of {other} is inferred")
        claim = replace(
            claim,
            actor=actor,
            counterpart=counterpart,
            where=where,
            area_km2=area,
            length_km=self._amounts.find_length(claim.kind, words, self._places.mentions()),
            count=find_count(words, event, side_of, self._lexicon),
            doubts=(*claim.doubts, *doubts_of_area, *doubts_of_place),
        )
        self._places.complete(claim)
        return claim

    def _sized(self, claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim:
        """A statement that only gives a size ("put it at 110 sq km") is about the ground that was spoken of."""
        words = draft.said_words()
        area, doubts = self._amounts.find_area(ClaimKind.SEIZURE, words)
        if area is None:
            return claim
        where = self._places.find_literal(words)
        if (holder := self._holder(draft)) is not None:
            actor = self._roles.name(holder, draft.attribution)
            return replace(claim, kind=ClaimKind.OCCUPATION, area_km2=area, actor=actor, where=where)
        about = find_sized(claim, words, earlier)
        if about is None:
            if not any(one.kind in GROUND_KINDS for one in earlier):
                return claim
            held = {one.lemma_.lower() for one in words} & {"control", "hold", "occupy", "held"}
            kind = ClaimKind.OCCUPATION if held else claim.kind
            return replace(claim, kind=kind, area_km2=area, doubts=(*claim.doubts, *doubts))
        kind, before = about
        sized = replace(
            claim,
            kind=kind,
            area_km2=area,
            actor=before.actor,
            counterpart=before.counterpart,
            where=_with_place(where, before),
            doubts=(*claim.doubts, *doubts, "whose ground it is, as in the claim before"),
        )
        self._places.complete(sized)
        return sized

    def _holder(self, draft: Draft) -> Token | None:
        """The force whose ground a size is: "patrols were securing 1,100 square miles"; None for a bare size."""
        head = draft.head()
        doers = [child for child in head.children if child.dep_ == "nsubj"] if head is not None else []
        armed = self._lexicon.nouns["forces"] | {"patrol"}
        return next((one for one in doers if one.lemma_.lower() in armed), None)

    def _recounted(self, claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim:
        """A statement that gives only a number ("put the number at 2,100") counts what was counted before."""
        value = find_bare(draft.content(), self._lexicon)
        counted = find_counted(claim, earlier) if value is not None else None
        if value is None or counted is None or counted.count is None:
            return claim
        return replace(
            claim,
            kind=counted.kind,
            actor=counted.actor,
            counterpart=counted.counterpart,
            where=counted.where,
            count=Count(value, counted.count.unit, counted.count.side),
            doubts=(*claim.doubts, f"what it counts, as in {counted.id}"),
        )

    def _stated(self, claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim:
        """The claim as a statement, dated by its kind where its words do not date it."""
        claim = self._sized(as_statement(claim, draft, self._lexicon), draft, earlier)
        if claim.area_km2 is None and draft.attribution is not None:
            count = find_told(draft.content(), lambda one: self._roles.side(one, draft.attribution), self._lexicon)
            claim = replace(claim, count=count) if count else self._recounted(claim, draft, earlier)
        if claim.event or claim.modality is not Modality.ACTUAL:
            return claim
        return replace(claim, event=self._calendar.inferred(claim, earlier))


def _with_place(where: tuple[str, ...], before: Claim) -> tuple[str, ...]:
    """The area that was stated, and behind it the places of the claim before where no other is named."""
    return where if len(where) > 1 else (*where, *(one for one in before.where if one not in where))
