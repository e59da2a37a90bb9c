"""What a predicate needs to be one: the checks that the lexicon's rows name under ``needs``.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds. A new name in the lexicon is a
new method here, by that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Token

from geo.claims.clauses import after, clause_head, objects, subject
from geo.claims.ground import Ground
from geo.lexicon import Lexicon, Predicate
from geo.model import ClaimKind

_INTO = ("into", "inside")
_UNITS_OF_DISTANCE = frozenset({"km", "kilometer", "kilometre", "mile", "meter", "metre"})
_STATUS_WORDS = frozenset({
    "occupied", "illegal", "part", "territory", "independent", "state", "republic", "own", "sovereign", "border",
    "integral", "land", "province", "inside", "void", "disputed",
})  # fmt: skip
_OWNED = frozenset({"own", "ours", "theirs", "mine", "yours", "hers", "sovereign", "independent"})
# Among the lexicon's forces, these also send, meet and work in peace.
_NOT_SENT = frozenset({"government", "group", "side", "movement", "coalition", "operation", "police"})
_ARMS = frozenset({
    "rocket", "drone", "bomb", "shell", "gunman", "airstrike", "conflict", "gun", "mortar", "round", "missile",
    "cannon", "grenade", "sniper", "patrol", "attempt", "bullet",
})  # fmt: skip
_DIPLOMATIC = frozenset({
    "talk", "treaty", "pact", "agreement", "deal", "truce", "crisis", "ceasefire", "mission", "delegation",
    "negotiation", "accord", "war", "protest", "counterpart", "summit", "ambassador", "envoy",
})  # fmt: skip
_TOWNS = frozenset({"town", "village", "city", "settlement", "hamlet", "stronghold"})
_PRONOUNS = frozenset({"it", "them", "they", "both"})
Found = list[Token] | bool


class Needs:
    """Checks one dispatch's triggers; ``before`` is the ground of the event told last, which "it" and "them" mean."""

    def __init__(self, ground: Ground, lexicon: Lexicon) -> None:
        self._ground, self._lexicon = ground, lexicon
        self.before: tuple[Token, ...] = ()

    def check(self, token: Token, predicate: Predicate) -> tuple[bool, list[Token]]:
        """Whether the predicate holds at the token, and the nouns that are its ground."""
        doer = subject(token) if predicate.kind in {ClaimKind.SEIZURE, ClaimKind.WITHDRAWAL} else None
        if doer is not None and doer.lemma_.lower() in self._lexicon.nouns["doers_of_no_ground"]:
            return False, []
        if predicate.needs is None:
            return True, self._ground.all_in(token)
        check: Callable[[Token, Predicate], Found] = getattr(self, predicate.needs)
        found = check(token, predicate)
        return bool(found), found if isinstance(found, list) else self._ground.all_in(token)

    def _land(self, nouns: Iterable[Token]) -> list[Token]:
        """Those of the nouns that are ground; for a pronoun the ground told of before."""
        found: list[Token] = []
        for noun in nouns:
            if self._ground.is_ground(noun):
                found.append(noun)
            elif noun.pos_ == "PRON" and noun.lower_ in _PRONOUNS:
                found += self.before
        return found

    def ground(self, token: Token, predicate: Predicate) -> Found:
        """Land as the object, or behind the noun that goes with the verb: "took control of X"."""
        found = objects(token)
        for companion in [child for child in _near(token) if child.lemma_.lower() in predicate.companions]:
            found += after(companion, {"of", "over", "in"})
        found += after(token, {"over"})
        if predicate.pos == "noun":
            found += after(token, {"of"})
        if token.lemma_.lower() == "lay":
            found += after(token, {"to"})
            found += [one for child in token.children for one in after(child, {"to", "over"})]
        if any(child.dep_ in {"xcomp", "ccomp"} for child in token.children) and not found:
            return []  # "kept striking"
        plain = [one for one in found if one.pos_ != "PRON"]
        return self._land(
            plain if predicate.rule in {"withdrawal/hand-over", "status/claim", "seizure/lose"} else found
        )

    def control_lost(self, token: Token, predicate: Predicate) -> Found:
        """Control that is lost to nobody who is named: the loser tells that he has left."""
        return [] if after(token, {"to"}) else self.ground(token, predicate)

    def passed_on(self, token: Token, _: Predicate) -> Found:
        """Land that is returned or transferred to somebody."""
        given = [child for child in token.children if child.dep_ == "nsubjpass"]
        given += [one for first in given for one in first.conjuncts]
        return self._land(given) if after(token, {"to"}) else []

    def line_crossed(self, token: Token, _: Predicate) -> Found:
        """Troops that cross a line: an incident, no ground taken."""
        doer = subject(token)
        return doer is not None and self._ground.is_force(doer) and any(map(self._is_border, objects(token)))

    def border_shut(self, token: Token, _: Predicate) -> Found:
        """A border or crossing that is open or shut."""
        state = {
            child.lower_
            for child in token.children
            if child.dep_ in {"acomp", "oprd", "attr", "advcl", "ccomp", "xcomp"}
        }
        return bool(state & {"shut", "closed", "open", "sealed"}) and any(map(self._is_border, _subjects(token)))

    def _is_border(self, noun: Token) -> bool:
        """By its last word: "crossing", "Durand Line"."""
        return noun.lemma_.lower().split()[-1] in self._lexicon.nouns["borders"]

    def part_of(self, token: Token, predicate: Predicate) -> Found:
        """As in "X is part of Y", whatever X is called."""
        part = [
            child for child in token.children if child.dep_ == "attr" and child.lemma_.lower() in predicate.companions
        ]
        whose = [
            one for first in part for one in (*after(first, {"of"}), *first.children) if self._ground.is_party(one)
        ]
        return [one for one in _subjects(token) if self._ground.is_ground(one)] or bool(whose)

    def of_ground(self, token: Token, _: Predicate) -> Found:
        """The independence of a place, sovereignty over it, or independence that comes or is declared."""
        if token.lemma_.lower() == "sovereignty":
            return [one for one in after(token, {"over"}) if self._ground.is_party(one)]
        owners = [child for child in token.children if child.dep_ in {"poss", "compound", "amod"}]
        found = [one for one in (*after(token, {"of", "over", "for", "from"}), *owners) if self._ground.is_party(one)]
        return found or (token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.head.pos_ == "VERB")

    def place_inside(self, token: Token, _: Predicate) -> Found:
        """A place behind the verb or its object: "raised the flag over X", "took position in X"."""
        governors = [token, *(child for child in token.children if child.dep_ in {"dobj", "prep", "prt"})]
        found = [
            one for first in governors for one in after(first, {"over", "in", "at", "on", "above", "inside", "near"})
        ]
        deeper = [one for first in found for one in after(first, {"of", "in"})]
        return [one for one in (*found, *deeper) if self._ground.is_place(one)] or [
            one for one in self.before if any(first.lower_ in _PRONOUNS for first in found)
        ]

    def subject_of_ground(self, token: Token, _: Predicate) -> Found:
        """Land that changes hands or slips from somebody's."""
        hands = any(one.lemma_.lower() == "hand" for one in token.subtree)
        return self._land(_subjects(token)) if hands else []

    def ground_subject(self, token: Token, predicate: Predicate) -> Found:
        """Land as the subject; what falls must fall to, into or under somebody."""
        if predicate.kind is ClaimKind.SEIZURE and not (after(token, {"to", "into", "under"})):
            return []
        return [one for one in _subjects(token) if self._ground.is_ground(one)] or [
            one for one in self.before if any(first.lower_ in _PRONOUNS for first in _subjects(token))
        ]

    def fallen(self, token: Token, _: Predicate) -> Found:
        """As in "The town has fallen": nobody is named who took it."""
        told = {child.dep_ for child in token.children} & {"acomp", "dobj", "prt", "oprd", "attr"}
        behind = {child.lower_ for child in token.children if child.dep_ == "prep"}
        if told or behind & {"from", "by", "to", "into", "under", "short", "behind", "off", "out"}:
            return []
        return [one for one in _subjects(token) if self._ground.is_place(one) or one.lemma_.lower() in _TOWNS]

    def into_ground(self, token: Token, _: Predicate) -> Found:
        """As in "An advance of 3 km into X"."""
        return self._land(after(token, {*_INTO, "onto", "toward", "towards", "on"}))

    def force_into_ground(self, token: Token, predicate: Predicate) -> Found:
        """Troops that enter ground."""
        doer = subject(token)
        if doer is None or not self._ground.is_force(doer):
            return []
        behind = after(token, {*_INTO, "onto", "through"})
        if {"to", "in"} & predicate.companions and token.lemma_.lower() == "advance":
            behind += after(token, {"to", "in", "on", "toward", "towards"})
        return self._land([*objects(token), *behind])

    def airspace(self, token: Token, _: Predicate) -> Found:
        """Aircraft over somebody's land: no ground is entered."""
        return any(one.lemma_.lower() in {"airspace", "sky"} for one in objects(token))

    def force_advance(self, token: Token, _: Predicate) -> Found:
        """An armed subject, a place and a distance or "into": not a career that advanced."""
        doer = subject(token)
        if doer is None or not self._ground.is_force(doer):
            return []
        far = any(one.lemma_.lower() in _UNITS_OF_DISTANCE for one in token.subtree)
        return self._ground.all_in(token) if far or after(token, {*_INTO, "deeper"}) else []

    def force_at_ground(self, token: Token, _: Predicate) -> Found:
        """Troops that stay on ground of others, or on heights and posts; not a town that remained calm."""
        doer = subject(token)
        state = any(child.dep_ == "acomp" for child in token.children)
        if doer is None or state or not (self._ground.is_force(doer) and doer.pos_ != "PRON"):
            return []
        behind = any(child.lower_ == "behind" for child in token.children)
        found = [one for one in after(token, {"on", "in", "at", "inside"}) if self._ground.is_ground(one)]
        return found or (list(self.before) if behind else [])

    def settlement(self, token: Token, _: Predicate) -> Found:
        """A town or village as its object: who claims one says that he took it."""
        return [one for one in objects(token) if one.lemma_.lower() in _TOWNS]

    def force_from_ground(self, token: Token, _: Predicate) -> Found:
        """Troops that leave or give up ground."""
        doer = subject(token)
        if doer is None or not self._ground.is_force(doer):
            return []
        if token.lemma_.lower() == "leave" and not objects(token):
            return [doer]
        return self._land([*objects(token), *after(token, {"to", "from"})])

    def force_leaving(self, token: Token, _: Predicate) -> Found:
        """Troops that withdraw or are withdrawn; not a statement, a share, or a man who retreats from a remark."""
        moved = [one for one in objects(token) if one.dep_ in {"dobj", "nsubjpass"}]
        if moved:
            people = self._lexicon.nouns["people"] - {"life"}
            return any(self._ground.is_force(one) or one.lemma_.lower() in people for one in moved)
        doer = subject(token)
        return doer is None or self._ground.is_force(doer)

    def forces_driven(self, token: Token, _: Predicate) -> Found:
        """Fighters driven out, by whomever: "had been pushed out", "drove the rebels out of X"."""
        if not any(map(self._ground.is_force, (*objects(token), *_subjects(token)))):
            return False
        return self._ground.all_in(token) or list(self.before) or True

    def people(self, token: Token, _: Predicate) -> Found:
        """People, or a bare number of them, as object or subject."""
        people = self._lexicon.nouns["people"]
        around = [*objects(token), *[child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]]
        if token.dep_ in {"acl", "amod"}:
            around.append(token.head)
        words = [one for first in around for one in (first, *first.subtree)]
        counted = token.lemma_.lower() != "lose"
        return any(
            one.lemma_.lower() in people
            or (one.like_num and one.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"} and counted)
            or (one.like_num and one.dep_ == "nummod" and self._ground.is_party(one.head) and counted)
            for one in words
        )

    def counted(self, token: Token, _: Predicate) -> Found:
        """A number beside the noun: "21 dead", "put the toll at 11"."""
        beside = token.dep_ in {"acomp", "amod", "dobj", "oprd", "attr", "nsubj"}
        near = [*token.subtree, *([token.head, *_near(token.head)] if beside else [])]
        near += [token.head.head] if token.dep_ == "pobj" else []
        near += [one for first in _subjects(token.head) for one in first.children] if beside else []
        return any(one.like_num and one.ent_type_ not in {"DATE", "TIME"} for one in near)

    def land_corridor(self, token: Token, _: Predicate) -> Found:
        """A corridor over land; one for aid only where the text says from where to where."""
        named = {child.lemma_.lower() for child in token.children if child.dep_ in {"compound", "amod", "nmod"}}
        if not named & self._lexicon.nouns["corridor_not_ground"]:
            return True
        ends = [
            one for one in (*after(token, {"from", "between"}), *after(token, {"to"})) if self._ground.is_place(one)
        ]
        return "air" not in named and len(ends) > 1

    def border_object(self, token: Token, _: Predicate) -> Found:
        """A border, a crossing or a marker as its object."""
        near = [*objects(token), *after(token, {"on"})]
        return any(self._is_border(one) for first in near for one in first.subtree)

    def fence(self, token: Token, _: Predicate) -> Found:
        """A fence, a wall or markers that are put up."""
        fences = self._lexicon.nouns["fences"]
        return any(one.lemma_.lower() in fences for first in objects(token) for one in first.subtree)

    def road(self, token: Token, _: Predicate) -> Found:
        """A road or corridor that is blocked or open; one that only "is" somewhere tells nothing."""
        roads = self._lexicon.nouns["roads"]
        state = {child.lemma_.lower() for child in token.children if child.dep_ in {"acomp", "oprd", "attr", "ccomp"}}
        if token.lemma_.lower() in {"be", "remain", "keep"} and not state & {
            "open",
            "closed",
            "block",
            "blocked",
            "cut",
        }:
            return False
        return any(one.lemma_.lower() in roads for one in (*objects(token), *_subjects(token)))

    def owned(self, token: Token, _: Predicate) -> Found:
        """As in "The temple is Cambodian", "the land is ours": whose ground it is."""
        said = [child for child in token.children if child.dep_ in {"acomp", "attr"}]
        owner = any(
            one.lower_ in _OWNED or (self._ground.is_party(one) and one.pos_ == "ADJ") or _is_own_land(one)
            for one in said
        )
        return self._land(_subjects(token)) if owner else []

    def status_object(self, token: Token, _: Predicate) -> Found:
        """Whose ground it is: "recognised as part of", "considers X its own"."""
        said = [
            one
            for child in token.children
            if child.dep_ in {"dobj", "oprd", "prep", "ccomp", "xcomp", "nsubjpass"}
            for one in child.subtree
        ]
        said = [one for one in said if clause_head(one) == clause_head(token) or one.head.dep_ in {"ccomp", "xcomp"}]
        land = any(self._ground.is_place(one) or one.lemma_.lower() in self._lexicon.nouns["ground"] for one in said)
        if token.lemma_.lower() in {"declare", "proclaim", "call", "show"} and not land:
            return False
        return any(one.lemma_.lower() in _STATUS_WORDS for one in said)

    def forces_object(self, token: Token, _: Predicate) -> Found:
        """Troops that are sent, or land."""
        forces = self._lexicon.nouns["forces"] - _NOT_SENT | {"officer", "police"}
        return any(one.lemma_.lower() in forces for one in _moved(token))

    def base_object(self, token: Token, _: Predicate) -> Found:
        """A military base that is kept or built."""
        bases = self._lexicon.nouns["base"]
        armed = {"military", "naval", "air", "army"}
        return any(
            one.lemma_.lower() in bases
            and (any(child.lemma_.lower() in armed for child in one.children) or one.lemma_.lower() != "base")
            for one in objects(token)
        )

    def vessel_object(self, token: Token, _: Predicate) -> Found:
        """A ship that is seized or rammed: an attack, no ground."""
        return any(one.lemma_.lower() in self._lexicon.nouns["vessels"] for one in objects(token))

    def hostilities(self, token: Token, _: Predicate) -> Found:
        """Fighting that is ended."""
        return any(one.lemma_.lower() in self._lexicon.nouns["hostilities"] for one in objects(token))

    def warlike(self, token: Token, _: Predicate) -> Found:
        """An armed subject or object, or a place as the target; storms and markets strike too."""
        doer = subject(token)
        involved = [
            *([doer] if doer is not None else []),
            *objects(token),
            *after(token, {"at", "on", "in", "near", "with", "against", "into", "toward", "towards"}),
        ]
        armed = self._lexicon.nouns["forces"] | self._lexicon.nouns["hostilities"] | _ARMS
        if token.lemma_.lower() in {"open", "use", "launch", "exchange"}:
            return any(one.lemma_.lower() in armed for one in objects(token))
        return any(
            one.lemma_.lower() in armed
            or self._ground.is_party(one)
            or any(
                self._ground.is_party(child) and child.dep_ in {"amod", "compound", "poss"} for child in one.children
            )
            for one in involved
        )

    def diplomatic(self, token: Token, _: Predicate) -> Found:
        """Between states and their people: a title, a body, a place or a diplomatic noun among subject and objects."""
        doer = subject(token)
        involved = [*([doer] if doer is not None else []), *objects(token)]
        words = self._lexicon.speech["titles"] | self._lexicon.speech["bodies"] | _DIPLOMATIC
        return any(
            one.lemma_.lower() in words or self._ground.is_place(one) or one.ent_type_ in {"PERSON", "ORG", "NORP"}
            for one in involved
        )


def _subjects(token: Token) -> list[Token]:
    found = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return [one for first in found for one in (first, *first.conjuncts)]


def _near(verb: Token) -> Sequence[Token]:
    """The verb's words and those behind its prepositions."""
    return [*verb.children, *(one for child in verb.children if child.dep_ == "prep" for one in child.children)]


def _is_own_land(noun: Token) -> bool:
    """As in "State land", "Syrian territory": whose land something is."""
    if noun.lemma_.lower() not in {"land", "territory", "soil"}:
        return False
    return any(child.dep_ in {"compound", "amod", "poss", "nmod"} for child in noun.children)


def _moved(token: Token) -> list[Token]:
    """Who is sent; who lands or arrives."""
    if token.lemma_.lower() in {"land", "arrive"} or (token.lemma_.lower() == "deploy" and not objects(token)):
        return [child for child in token.children if child.dep_ == "nsubj"]
    return objects(token)
