"""Where it happened: the mentions that are the ground of a claim.

Takes the words of a clause and the resolved mentions; gives ids of mentions. An area without an owner gets its place as
soon as a claim's roles tell it, so that the claims after it see that place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from geo import place_ids
from geo.claims.clauses import offsets_of
from geo.claims.events import Event
from geo.documents import find_headline
from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.use import is_speech_place
from geo.model import Claim, ClaimKind, Mention, MentionKind, Place, Use
from geo.syntax import Syntax, offset

_BY_LOSER = ("the losing side of the clause",)
_DISTRICT = re.compile(r"\s+(?:district|county|raion|woreda)\b")
_NEARBY = 500  # characters: how far back "the town" looks for its name
_TOWNS = frozenset({"town", "city", "village", "settlement", "capital", "port", "base", "airport"})
_EXCEPT = frozenset({"except", "excepting", "excluding", "barring"})
_SETTLED = frozenset({"town", "city", "village", "hamlet"})
_SIDES = frozenset({
    "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "outer", "inner",
    "northeastern", "northwestern", "southeastern", "southwestern",
})  # fmt: skip
_PARTS = frozenset({
    "district", "part", "outskirt", "outskirts", "suburb", "quarter", "half", "neighborhood", "neighbourhood", "edge",
    "side", "sector", "center", "centre", "approach",
})  # fmt: skip
_DEFINITE = _TOWNS | {
    "region", "district", "island", "hill", "peninsula", "area", "province", "territory", "enclave",
}  # fmt: skip


class Places:
    """The mentions of one dispatch; the only place where they are completed."""

    def __init__(
        self, clean: str, mentions: Sequence[Mention], syntax: Syntax, lexicon: Lexicon, gazetteer: Gazetteer
    ) -> None:
        self._clean, self._syntax, self._lexicon, self._gazetteer = clean, syntax, lexicon, gazetteer
        _, self._headline = find_headline(clean) or (0, 0)
        self._mentions = {one.id: self._narrowed(one) for one in mentions}

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions in their order, as complete as the claims so far make them."""
        return tuple(self._mentions.values())

    def find_ground(
        self, words: Iterable[Token], event: Event, kind: ClaimKind, earlier: Sequence[Claim]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the mentions that the event happened at, and the doubts about them; both empty where none is told."""
        where = self.find_literal(words)
        if where:
            return where, ()
        where, doubts = self._place_before(event)
        return where or _corridor_before(kind, earlier), doubts

    def find_literal(self, words: Iterable[Token]) -> tuple[str, ...]:
        """Ids of the literal places among the words, those left out where somebody only spoke or sits."""
        found = _find_literal(words, self.mentions())
        return tuple(one for one in found if not (self._is_seat(self._mentions[one]) or self._is_excepted(one)))

    def other_party(self, actor: str | None) -> str | None:
        """The neighbour of the actor that the dispatch speaks of most; None where the actor is no state."""
        neighbours = self._gazetteer.neighbours(actor) if actor else frozenset()
        spoken = [one.place.country for one in self._mentions.values() if one.place and one.place.country in neighbours]
        return Counter(spoken).most_common(1)[0][0] if spoken else None

    def of(self, where: Iterable[str], words: Iterable[Token]) -> list[Place]:
        """The places of the ids; then the countries of demonyms meant literally, as in "on the Armenian side"."""
        places = [place for one in where if (place := self._mentions[one].place)]
        starts = offsets_of(words)
        demonyms = (
            one for one in self._mentions.values() if one.kind is MentionKind.DEMONYM and one.use is Use.LITERAL
        )
        return places + [one.place for one in demonyms if one.place and one.start in starts]

    def complete(self, claim: Claim) -> None:
        """Give an area its place where only the claim's roles tell whose it is: "seized 100 square km from X"."""
        for mention in [self._mentions[one] for one in claim.where]:
            if mention.kind is not MentionKind.AREA or mention.place is not None or not claim.counterpart:
                continue
            country = f"country:{claim.counterpart}"
            if owner := self._gazetteer.place(country):
                place_id = place_ids.describe("some", country)
                place = Place(place_id, f"part of {owner.name}", claim.counterpart, None, None, None)
                self._mentions[mention.id] = replace(mention, place=place, score=0.6, reasons=_BY_LOSER)

    def gather(self, claims: Sequence[Claim]) -> None:
        """Give the areas that only their loser places the ground that the same actor's other areas are stated for.

        "Ukraine holds 1,250 sq km" and "1,250 sq km of the Kursk region" are of one ground: a comparison of sizes that
        drew them apart would mislead. Left as they are where the dispatch names several such grounds.
        """
        areas = [
            (claim, mention)
            for claim in claims
            for name in claim.where
            if (mention := self._mentions[name]).kind is MentionKind.AREA and mention.place is not None
        ]
        grounds: dict[tuple[str | None, str | None], set[Place | None]] = {}
        for claim, mention in areas:
            if not _is_loose(mention.place):
                grounds.setdefault((claim.actor, claim.counterpart), set()).add(mention.place)
        for claim, mention in areas:
            if not _is_loose(mention.place) or mention.reasons != _BY_LOSER:
                continue
            theirs = grounds.get((claim.actor, claim.counterpart), set())
            if claim.actor and len(theirs) == 1:
                place = next(iter(theirs))
                reasons = ("the ground that the dispatch states for the same actor's areas",)
                self._mentions[mention.id] = replace(mention, place=place, score=0.6, reasons=reasons)

    def drawn(self, claims: Iterable[Claim]) -> frozenset[str]:
        """Ids of the mentions that belong on the map: ground of a claim, or a place where something happens.

        Never a whole country by its name, a demonym, "its territory", or the town where somebody spoke.
        """
        claimed = {name for claim in claims for name in claim.where}
        return frozenset(
            one.id
            for one in self._mentions.values()
            if _is_spot(one) and (one.id in claimed or one.kind is MentionKind.NAME) and not self._is_seat(one)
        )

    def _place_before(self, event: Event) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The settlement or region that "the town", "the city", "the northern districts" go back to.

        The last one that the paragraph names; else the one that the headline names; else the last one before.
        """
        noun = next((one for one in event.ground if _is_definite(one)), None)
        if noun is None:
            return (), ()
        part = _is_part(noun)
        sort = "town" if part else noun.lemma_.lower()
        at = offset(noun)
        reached = (one for one in self._mentions.values() if 0 <= at - one.end < _NEARBY or one.end <= self._headline)
        before = [one for one in reached if one.end <= at and self._is_meant(one, sort)]
        near = [one for one in before if at - one.end < _NEARBY]
        own = [one for one in near if one.start >= self._paragraph(at)]
        titled = [one for one in before if one.end <= self._headline]
        found = own[-1:] or titled[-1:] or near[-1:]
        if not found:
            return (), ()
        phrase = " ".join(one.text for one in noun.lefts if one.dep_ != "det")
        words = f"the {phrase} {noun.text}" if phrase else f"the {noun.text}"
        return (found[0].id,), (f'"{words}" taken as {"part of " * part}{found[0].toponym}',)

    def _is_meant(self, mention: Mention, noun: str) -> bool:
        """Whether the noun can mean the place: a literal one of that sort, not called otherwise where it stands."""
        literal = mention.use is Use.LITERAL and mention.kind is MentionKind.NAME
        token = self._syntax.token_at(mention.start) if literal else None
        if token is None or not _may_be_called(mention.place, noun) or self._is_seat(mention):
            return False
        called = token.head.head.lemma_.lower() if token.dep_ == "pobj" and token.head.lower_ == "of" else noun
        return called not in _SETTLED or called == noun or noun not in _SETTLED

    def _paragraph(self, at: int) -> int:
        """Where the paragraph of the offset begins."""
        return self._clean.rfind("\n", 0, at) + 1

    def _narrowed(self, mention: Mention) -> Mention:
        """The mention; part of a province where only a building in it is named by it, the district around a town."""
        namespace = mention.place.place_id.split(":")[0] if mention.place else ""
        if mention.place and namespace == "town" and _DISTRICT.match(self._clean, mention.end):
            around = place_ids.describe("near", mention.place.place_id)
            place = replace(mention.place, place_id=around, name=f"{mention.toponym} district")
            return replace(
                mention, place=place, reasons=(*mention.reasons, "the district around the town, not the town")
            )
        token = self._syntax.token_at(mention.start)
        if mention.place is None or token is None or token.dep_ != "pobj" or token.head.lower_ not in {"of", "at"}:
            return mention
        building = token.head.head.lemma_.lower() in self._lexicon.nouns["buildings"]
        if not building or mention.place.place_id.split(":")[0] not in {"admin1", "area", "region"}:
            return mention
        inside = place_ids.describe("some", mention.place.place_id)
        place = replace(mention.place, place_id=inside, name=f"somewhere in {mention.place.name}")
        return replace(mention, place=place, reasons=(*mention.reasons, "a building by its name, not all of it"))

    def _is_excepted(self, name: str) -> bool:
        """Whether it is what the ground is without: "all of X except the city of Y"."""
        token = self._syntax.token_at(self._mentions[name].start)
        above = (token, *token.ancestors) if token is not None else ()
        return any(one.lower_ in _EXCEPT and one.dep_ in {"prep", "pcomp", "mark"} for one in above)

    def _is_seat(self, mention: Mention) -> bool:
        """Whether it is only where somebody spoke or sits."""
        tokens = self._syntax.tokens_in(mention.start, mention.end)
        return any(is_speech_place(token, self._lexicon) for token in tokens[-1:])


def _find_literal(words: Iterable[Token], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Ids of the literal places among the words, described ones before the names inside them."""
    starts = offsets_of(words)
    if not starts:
        return ()
    first = bisect_left(mentions, min(starts) - _NEARBY, key=lambda one: one.start)
    last = bisect_right(mentions, max(starts) + _NEARBY, key=lambda one: one.start)
    around = mentions[first:last]
    literal = [one for one in around if one.use is Use.LITERAL and one.kind is not MentionKind.DEMONYM]
    rings = [one for one in literal if one.kind is MentionKind.GROUP]
    # "seven districts around X": X says which districts, it is not among them
    literal = [one for one in literal if one in rings or not any(_holds(ring, one) for ring in rings)]
    hit = [one for one in literal if any(one.start <= at < one.end for at in starts)]
    inside = [one for one in literal if one in hit or any(_holds(other, one) for other in hit)]
    outer = [one for one in inside if not any(other is not one and _holds(other, one) for other in inside)]
    return tuple(one.id for one in [*outer, *(one for one in inside if one not in outer)])


def _holds(outer: Mention, inner: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _corridor_before(kind: ClaimKind, earlier: Sequence[Claim]) -> tuple[str, ...]:
    """Where "the corridor" runs: the one that was spoken of before."""
    if kind is not ClaimKind.CORRIDOR:
        return ()
    return next((one.where for one in reversed(earlier) if one.kind is kind and one.where), ())


def _is_loose(place: Place | None) -> bool:
    """Whether all that is known of it is the country."""
    return place is not None and place.place_id.startswith("some(country:")


def _is_spot(mention: Mention) -> bool:
    """Whether it is a literal place smaller than a country, and not "its territory"."""
    if mention.place is None or mention.use is not Use.LITERAL or mention.kind is MentionKind.DEMONYM:
        return False
    if mention.toponym.lower().startswith(("its ", "their ")):
        return False
    whole = {MentionKind.NAME: "country:", MentionKind.REGION: "some(country:"}.get(mention.kind)
    return whole is None or not mention.place.place_id.startswith(whole)


def _is_part(noun: Token) -> bool:
    """As in "the northern districts" and "the eastern outskirts" of a town that was named before."""
    sided = any(child.lemma_.lower() in _SIDES for child in noun.children if child.dep_ in {"amod", "compound"})
    owned = any(child.dep_ == "prep" and child.lower_ == "of" for child in noun.children)
    return sided and not owned and (noun.lemma_.lower() in _PARTS or noun.tag_ == "NNS")


def _is_definite(noun: Token) -> bool:
    return (noun.lemma_.lower() in _DEFINITE or _is_part(noun)) and any(
        child.lower_ in {"the", "that", "this"} for child in noun.children
    )


def _may_be_called(place: Place | None, noun: str) -> bool:
    """Whether "the town" or "the region" can be this place; one that no gazetteer has may be either."""
    if place is None:
        return True
    namespace = place.place_id.split(":")[0]
    return namespace == "town" if noun in _TOWNS else namespace in {"admin1", "area", "region"}
