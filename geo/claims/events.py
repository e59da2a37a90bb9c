"""Events: the predicates of the lexicon that really hold in a sentence.

Takes parsed sentences and the mentions' offsets; gives Events, at most one a clause. A trigger word alone is none: its
object or subject must be what the predicate needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geo.claims.clauses import after, clause_head, clause_tokens, objects, subject
from geo.lexicon import Lexicon, Predicate
from geo.model import ClaimKind, Mention, MentionKind, Use
from geo.syntax import end_offset, offset

_UNITS_OF_DISTANCE = frozenset({"km", "kilometer", "kilometre", "mile", "meter", "metre"})
_STATUS_WORDS = frozenset({
    "occupied", "illegal", "part", "territory", "independent", "state", "republic", "own", "sovereign", "border",
    "integral",
})  # fmt: skip
# Among the lexicon's forces, these also send, meet and work in peace.
_NOT_SENT = frozenset({"government", "group", "side", "movement", "coalition", "operation", "police"})
_ARMS = frozenset({
    "rocket", "drone", "bomb", "shell", "gunman", "airstrike", "conflict", "gun", "mortar", "round", "missile",
})  # fmt: skip
_DIPLOMATIC = frozenset({
    "talk", "treaty", "pact", "agreement", "deal", "truce", "crisis", "ceasefire", "mission", "delegation",
    "negotiation", "accord", "war",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A predicate that fired: its token, the clause that it stands in, and the nouns that are its ground."""

    token: Token
    predicate: Predicate
    head: Token
    ground: tuple[Token, ...] = ()


class EventFinder:
    """Matches the lexicon's predicates; ``mentions`` tell which nouns are places."""

    def __init__(self, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        places = (one for one in mentions if one.use is Use.LITERAL or one.kind is MentionKind.NAME)
        self._literal = frozenset(at for one in places for at in range(one.start, one.end))
        self._any = frozenset(at for one in mentions for at in range(one.start, one.end))
        self._by_lemma: Mapping[str, list[Predicate]] = _index(lexicon.predicates)

    def find(self, sentence: Span) -> tuple[Event, ...]:
        """Events in text order; of several in one clause the earlier row of the lexicon wins."""
        events = [event for token in sentence if (event := self._match(token))]
        best: dict[int, Event] = {}
        order = {row.rule: index for index, row in enumerate(self.lexicon.predicates)}
        for event in events:
            known = best.get(event.head.i)
            if known is None or order[event.predicate.rule] < order[known.predicate.rule]:
                best[event.head.i] = event
        return tuple(sorted(best.values(), key=lambda one: one.token.i))

    def words(self, event: Event, heads: Sequence[Token]) -> list[Token]:
        """The words of the event's clause: the clauses under other ``heads`` cut off, a relative's antecedent kept."""
        words = clause_tokens(event.head, heads)
        if event.head.dep_ in {"relcl", "acl"}:
            relatives = {one.i for one in event.head.head.children if one.dep_ in {"relcl", "acl"}}
            words += [
                one
                for one in event.head.head.subtree
                if not any(one.i == root or one.doc[root] in one.ancestors for root in relatives)
            ]
        return sorted(set(words), key=lambda one: one.i)

    def _match(self, token: Token) -> Event | None:
        lemma = token.lemma_.lower()
        for predicate in self._by_lemma.get(lemma, ()):
            if not _right_part_of_speech(token, predicate) or not self._companions(token, predicate):
                continue
            holds, ground = self._needs(token, predicate)
            if holds:
                return Event(token, predicate, clause_head(token), tuple(ground))
        return None

    def _companions(self, token: Token, predicate: Predicate) -> bool:
        if not predicate.companions:
            return True
        near = {child.lemma_.lower() for child in token.children} | {child.lower_ for child in token.children}
        near |= {one.lemma_.lower() for child in token.children if child.dep_ == "prep" for one in child.children}
        return bool(near & predicate.companions)

    def _needs(self, token: Token, predicate: Predicate) -> tuple[bool, list[Token]]:
        if predicate.needs is None:
            return True, self._all_ground(token)
        check: Callable[[Token, Predicate], list[Token] | bool] = getattr(self, f"_needs_{predicate.needs}")
        found = check(token, predicate)
        return (bool(found), found if isinstance(found, list) else self._all_ground(token))

    def _all_ground(self, token: Token) -> list[Token]:
        return [one for one in token.subtree if self.is_place(one)]

    def is_place(self, token: Token) -> bool:
        """Whether a mention covers the token."""
        return offset(token) in self._literal

    def is_party(self, token: Token) -> bool:
        """Whether a mention of any use covers the token: a place, a people, a government."""
        return offset(token) in self._any

    def is_ground(self, token: Token) -> bool:
        """Whether a noun phrase is land: a land noun or a place at its head, or land that it is a number or part of."""
        lemma = token.lemma_.lower()
        if self.is_place(token):
            return token.pos_ != "PRON"
        whose = any((child.dep_ == "prep" and child.lower_ == "of") or self.is_party(child) for child in token.children)
        if lemma in self.lexicon.never_ground and not whose:
            return False
        if lemma in self.lexicon.nouns["ground"]:
            return lemma != "position" or token.tag_ == "NNS"
        if lemma in self.lexicon.nouns["fractions"] or token.like_num:
            return any(
                self.is_ground(one) for child in token.children if child.dep_ == "prep" for one in child.children
            )
        return False

    def _needs_ground(self, token: Token, predicate: Predicate) -> list[Token]:
        found = objects(token)
        near = [*token.children, *(one for child in token.children if child.dep_ == "prep" for one in child.children)]
        for companion in [child for child in near if child.lemma_.lower() in predicate.companions]:
            found += after(companion, {"of", "over", "in"})
        found += after(token, {"over"})
        if predicate.pos == "noun":
            found += after(token, {"of"})
        if token.lemma_.lower() == "lay":
            found += after(token, {"to"})
            found += [one for child in token.children for one in after(child, {"to", "over"})]
        return [one for one in found if self.is_ground(one)]

    def _needs_ground_subject(self, token: Token, predicate: Predicate) -> list[Token]:
        found = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]
        found = [one for first in found for one in (first, *first.conjuncts)]
        if predicate.kind is ClaimKind.SEIZURE and not (after(token, {"to", "into", "under"})):
            return []
        return [one for one in found if self.is_ground(one)]

    def _needs_force_into_ground(self, token: Token, _: Predicate) -> list[Token]:
        doer = subject(token)
        if doer is None or not self.is_force(doer):
            return []
        return [one for one in (*objects(token), *after(token, {"into", "inside"})) if self.is_ground(one)]

    def _needs_force_advance(self, token: Token, _: Predicate) -> list[Token]:
        """An armed subject, a place and a distance or "into": not a career that advanced."""
        doer = subject(token)
        if doer is None or not self.is_force(doer):
            return []
        far = any(one.lemma_.lower() in _UNITS_OF_DISTANCE for one in token.subtree)
        return self._all_ground(token) if far or after(token, {"into", "inside", "deeper"}) else []

    def _needs_force_at_ground(self, token: Token, _: Predicate) -> list[Token]:
        """Troops that stay on ground of others, or on heights and posts; not a town that remained calm."""
        doer = subject(token)
        state = any(child.dep_ == "acomp" for child in token.children)
        if doer is None or state or not (self.is_force(doer) and doer.pos_ != "PRON"):
            return []
        return [one for one in after(token, {"on", "in", "at", "inside"}) if self.is_ground(one)]

    def _needs_settlement(self, token: Token, _: Predicate) -> list[Token]:
        """A town or village as its object: who claims one says that he took it."""
        towns = {"town", "village", "city", "settlement", "hamlet", "stronghold"}
        return [one for one in objects(token) if one.lemma_.lower() in towns]

    def _needs_force_from_ground(self, token: Token, _: Predicate) -> list[Token]:
        doer = subject(token)
        if doer is None or not self.is_force(doer):
            return []
        if token.lemma_.lower() == "leave" and not objects(token):
            return [doer]
        return [one for one in (*objects(token), *after(token, {"to", "from"})) if self.is_ground(one)]

    def _needs_forces_driven(self, token: Token, _: Predicate) -> bool:
        """Fighters driven out, by whomever: "had been pushed out", "drove the rebels out of X"."""
        return any(
            self.is_force(one) or one.lemma_.lower() in {"faction", "group", "gang", "them"} for one in objects(token)
        )

    def is_force(self, token: Token) -> bool:
        """Whether the noun names those who can take ground: troops, a state, an armed body, "they" for such."""
        return (
            token.lemma_.lower() in self.lexicon.nouns["forces"]
            or self.is_place(token)
            or token.pos_ == "PROPN"
            or token.lower_ in {"they", "it"}
        )

    def _needs_people(self, token: Token, _: Predicate) -> bool:
        people = self.lexicon.nouns["people"]
        around = [*objects(token), *[child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]]
        if token.dep_ in {"acl", "amod"}:
            around.append(token.head)
        words = [one for first in around for one in (first, *first.subtree)]
        return any(
            one.lemma_.lower() in people
            or (
                one.like_num
                and one.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}
                and token.lemma_.lower() != "lose"
            )
            for one in words
        )

    def _needs_counted(self, token: Token, _: Predicate) -> bool:
        near = [
            *token.subtree,
            *([token.head, *token.head.children] if token.dep_ in {"acomp", "amod", "dobj", "oprd"} else []),
        ]
        return any(one.like_num for one in near)

    def _needs_land_corridor(self, token: Token, _: Predicate) -> bool:
        named = {child.lemma_.lower() for child in token.children if child.dep_ in {"compound", "amod", "nmod"}}
        return not named & self.lexicon.nouns["corridor_not_ground"]

    def _needs_border_object(self, token: Token, _: Predicate) -> bool:
        return any(
            one.lemma_.lower() in self.lexicon.nouns["borders"] for first in objects(token) for one in first.subtree
        )

    def _needs_status_object(self, token: Token, _: Predicate) -> bool:
        """Whose ground it is: "recognised as part of", "considers X its own"."""
        said = [
            one
            for child in token.children
            if child.dep_ in {"dobj", "oprd", "prep", "ccomp", "xcomp", "nsubjpass"}
            for one in child.subtree
        ]
        said = [one for one in said if clause_head(one) == clause_head(token) or one.head.dep_ in {"ccomp", "xcomp"}]
        return any(one.lemma_.lower() in _STATUS_WORDS for one in said)

    def _needs_forces_object(self, token: Token, _: Predicate) -> bool:
        forces = self.lexicon.nouns["forces"] - _NOT_SENT
        return any(one.lemma_.lower() in forces for one in _moved(token))

    def _needs_base_object(self, token: Token, _: Predicate) -> bool:
        return any(
            one.lemma_.lower() in self.lexicon.nouns["base"]
            and (
                any(child.lemma_.lower() in {"military", "naval", "air", "army"} for child in one.children)
                or one.lemma_.lower() != "base"
            )
            for one in objects(token)
        )

    def _needs_hostilities(self, token: Token, _: Predicate) -> bool:
        return any(one.lemma_.lower() in self.lexicon.nouns["hostilities"] for one in objects(token))

    def _needs_warlike(self, token: Token, _: Predicate) -> bool:
        """An armed subject or object, or a place as the target; storms and markets strike too."""
        doer = subject(token)
        involved = [
            *([doer] if doer is not None else []),
            *objects(token),
            *after(token, {"at", "on", "in", "near", "with", "against", "into", "toward", "towards"}),
        ]
        armed = self.lexicon.nouns["forces"] | self.lexicon.nouns["hostilities"] | _ARMS
        return any(
            one.lemma_.lower() in armed
            or self.is_party(one)
            or any(self.is_party(child) and child.dep_ in {"amod", "compound", "poss"} for child in one.children)
            for one in involved
        )

    def _needs_diplomatic(self, token: Token, _: Predicate) -> bool:
        """Between states and their people: a title, a body, a place or a diplomatic noun among subject and objects."""
        doer = subject(token)
        involved = [*([doer] if doer is not None else []), *objects(token)]
        words = self.lexicon.speech["titles"] | self.lexicon.speech["bodies"] | _DIPLOMATIC
        return any(
            one.lemma_.lower() in words or self.is_place(one) or one.ent_type_ in {"PERSON", "ORG", "NORP"}
            for one in involved
        )


def _moved(token: Token) -> list[Token]:
    """Who is sent; who lands or arrives."""
    if token.lemma_.lower() in {"land", "arrive"}:
        return [child for child in token.children if child.dep_ == "nsubj"]
    return objects(token)


def is_verb(token: Token) -> bool:
    """A verb, or a word that the tagger took for a noun though it has a subject: "insurgents have overrun ..."."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    clausal = token.dep_ in {"ROOT", "ccomp", "conj", "advcl", "relcl"}
    return clausal and token.pos_ == "NOUN" and any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)


def _index(predicates: Sequence[Predicate]) -> dict[str, list[Predicate]]:
    index: dict[str, list[Predicate]] = {}
    for row in predicates:
        for lemma in row.lemmas:
            index.setdefault(lemma, []).append(row)
    return index


def _right_part_of_speech(token: Token, predicate: Predicate) -> bool:
    if predicate.pos == "any":
        return token.pos_ in {"NOUN", "ADJ", "PROPN"}
    if predicate.pos == "noun":
        return token.pos_ in {"NOUN", "PROPN", "VERB"} and (token.pos_ != "VERB" or token.tag_ == "VBG")
    return is_verb(token) and not (token.dep_ == "amod" and token.tag_ in {"VBN", "VBG"})


def _is_loose(last: Token) -> bool:
    return (last.is_punct and last.text not in {")", "%"}) or last.dep_ in {"cc", "mark"}


def span_of(words: Sequence[Token]) -> tuple[int, int]:
    """Offsets of the words from first to last, without punctuation and connecting words at the ends."""
    kept = list(words)
    while len(kept) > 1 and _is_loose(kept[-1]):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_punct or kept[0].dep_ == "cc"):
        kept.pop(0)
    return offset(kept[0]), end_offset(kept[-1])
