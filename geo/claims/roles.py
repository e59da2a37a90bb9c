"""Who does it to whom: the actor and the counterpart of an event.

Takes the event and the words of its clause; gives alpha-3 codes of states, else names as written. Does not guess a side
for "he", "they" or "our" that the dispatch has not named, and never makes the actor its own counterpart.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from geo.attribution import Attribution, Parties
from geo.attribution.phrases import joined, modifiers
from geo.claims.clauses import after, clause_head, objects, subject
from geo.claims.drafts import Draft
from geo.claims.events import Event
from geo.model import ClaimKind, Party, Place, Stance
from geo.syntax import offset

_TROOPS = frozenset({"troop", "soldier", "force", "army", "military", "paratrooper", "commando"})
_FIRST_PERSON = frozenset({"our", "we", "us"})
_SUFFERED = frozenset({"die", "perish"})
_TELLING = frozenset({"compound", "amod", "nmod", "punct", "npadvmod"})
_PRONOUNS = _FIRST_PERSON | {"he", "she", "his", "her", "its", "their", "it", "they"}


class Roles:
    """Asks the parties of one dispatch whose side a word is on."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def side(self, token: Token, spoken: Attribution | None) -> str | None:
        """Alpha-3 of the country that a noun phrase is of, "his" and "they" included."""
        if country := self._parties.country_of(token):
            return country
        for child in token.children:
            if child.dep_ == "poss" and (country := self.side(child, spoken)):
                return country
        if token.lower_ in _PRONOUNS:
            return self._side_of_pronoun(token, spoken)
        party, _ = self._parties.named(token) if token.pos_ == "PROPN" else (None, ())
        return party.side if party else None

    def find_actor(self, event: Event, spoken: Attribution | None) -> str | None:
        """Who acts, as alpha-3 or as written; whoever is accused, where the clause names nobody of its own."""
        if event.predicate.actor == "none":
            return None
        if spoken is not None and event.token == spoken.cue_token and not spoken.accused:
            return spoken.speaker.side or spoken.speaker.name
        doer = _find_doer(event)
        if doer is not None and (event.token.lemma_.lower() in _SUFFERED or doer.lower_ in {"nobody", "none"}):
            return None  # who dies does nothing
        actor = self.name(doer, spoken) if doer is not None else None
        if spoken is None:
            return actor
        inside = actor and doer is not None and offset(doer) in spoken.scope.tokens
        return actor if inside else self._accused(spoken) or actor

    def find_counterpart(self, event: Event, draft: Draft, actor: str | None, places: Iterable[Place]) -> str | None:
        """Whom it is done to: "from X", the owner of the ground, or the place's own country; never the actor."""
        sides = (self.side(one, draft.attribution) for one in _find_opposed(event, draft.said_words()))
        return next((one for one in (*sides, *(place.country for place in places)) if one and one != actor), None)

    def name(self, doer: Token, spoken: Attribution | None) -> str | None:
        """The state of whoever acts; else its words, or the name that "it" or "they" mean."""
        if side := self.side(doer, spoken):
            return side
        owner = next((one for one in doer.children if one.dep_ == "poss" and one.lower_ in _PRONOUNS), None)
        if owner is not None and (whose := self._owner(owner, spoken)):
            return whose.side or whose.name
        bare = doer.lemma_.lower() in _TROOPS and not any(one.dep_ not in {"det", "punct"} for one in doer.children)
        if bare and spoken is not None and spoken.speaker.side and spoken.stance is not Stance.ACCUSES:
            return spoken.speaker.side  # "troops took the post, the ministry said"
        if doer.pos_ != "PRON":
            return self._parties.group_name(doer) or _written(doer)
        if spoken is not None and doer.lower_ in _FIRST_PERSON:
            return spoken.speaker.name  # of one who has no state: "the town is not in our hands"
        party, _ = self._parties.named(doer)
        return party.name if party else None

    def _owner(self, pronoun: Token, spoken: Attribution | None) -> Party | None:
        """Whose "our men" and "its fighters" are: the speaker's, unless the words name another before them."""
        if spoken is not None and (pronoun.lower_ in _FIRST_PERSON or spoken.speaker.role is None):
            return spoken.speaker
        return self._parties.named(pronoun)[0]

    def _side_of_pronoun(self, token: Token, spoken: Attribution | None) -> str | None:
        if spoken and token.lower_ in _FIRST_PERSON:
            return spoken.speaker.side
        forces = [
            one for one in token.sent if one.i < token.i and one.dep_ in {"nsubj", "nsubjpass"} and one.pos_ != "PRON"
        ]
        for one in reversed(forces):
            if country := self._parties.country_of(one):
                return country
        if spoken and token.lower_ in {"its", "their"} and spoken.speaker.side:
            return spoken.speaker.side  # "Its troops had taken the hill, the ministry said"
        party, _ = self._parties.named(token)
        return party.side if party else None

    def _accused(self, spoken: Attribution) -> str | None:
        if spoken.against is not None:
            return spoken.against.side or spoken.against.name
        return next((side for one in spoken.accused if (side := self.side(one, spoken) or one.text)), None)


def _find_doer(event: Event) -> Token | None:
    """The word that says who acts, by the predicate's ``actor``: its subject, "to X", or the holder's name."""
    if event.predicate.actor == "holder":
        holder = next((one for one in event.token.subtree if one.lemma_.lower() in event.predicate.companions), None)
        owners = (
            [one for one in holder.children if one.dep_ in {"amod", "compound", "poss"}] if holder is not None else []
        )
        return next(iter(owners), None)
    if event.predicate.actor == "object":
        return next(iter(objects(event.token)), None)
    if event.predicate.actor == "to":
        return next(iter(after(event.token, ("to", "under"))), None)
    doer = subject(event.token)
    if doer is None and event.head.dep_ == "acl":
        return subject(clause_head(event.head.head))
    return doer


def _find_opposed(event: Event, words: Iterable[Token]) -> Iterable[Token]:
    """The nouns that may name the other side, the surest first."""
    for word in words:
        if word.dep_ == "prep" and word.lower_ in {"from", "against", "with"}:
            yield from (one for one in word.children if one.dep_ == "pobj")
    if event.predicate.actor == "to" or event.predicate.kind is ClaimKind.ATTACK:
        yield from objects(event.token)
    if event.predicate.actor == "to":
        yield from [child for child in event.token.children if child.dep_ == "nsubj"][:1]


def _written(token: Token) -> str:
    """The noun with what tells it from others: "Turkish-backed groups"; for a number what it counts."""
    if token.like_num and (counted := after(token, {"of"})):
        return _written(counted[0])
    told = [one for one in modifiers(token) if one.dep_ in _TELLING and one.tag_ != "JJR"]
    return joined([*told, token])
