"""Needs of predicates of people, troops, fire and talks.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds.
"""

from __future__ import annotations

from spacy.tokens import Token

from geo.claims.clauses import after, objects, subject
from geo.claims.needs.checks import Checks, Found, near_words, subjects
from geo.lexicon import Predicate

_ARMS = frozenset({
    "rocket", "drone", "bomb", "shell", "gunman", "airstrike", "conflict", "gun", "mortar", "round", "missile",
    "cannon", "grenade", "sniper", "patrol", "attempt", "bullet",
})  # fmt: skip
_DIPLOMATIC = frozenset({
    "talk", "treaty", "pact", "agreement", "deal", "truce", "crisis", "ceasefire", "mission", "delegation",
    "negotiation", "accord", "war", "protest", "counterpart", "summit", "ambassador", "envoy",
})  # fmt: skip
_MINED = frozenset({"field", "border", "village", "pipeline"})
_POSTS = frozenset({"position", "post", "outpost", "base", "camp", "checkpoint"})
_HURT = frozenset({"wound", "injure", "hurt", "maim", "slay", "martyr"})
_KILLED = frozenset({"kill", "die", "perish", "neutralize", "neutralise", "eliminate", "murder", "massacre"})
_BEASTS = frozenset({"cow", "cattle", "goat", "sheep", "camel", "dog", "horse", "animal", "elephant", "livestock"})
_MEASURES = frozenset({"km", "kilometer", "kilometre", "mile", "hectare", "acre", "dunam", "meter", "metre"})
_HOMES = frozenset({"home", "house", "village", "town", "neighborhood", "neighbourhood", "district", "shelter", "camp"})
_SEEN = frozenset({"vehicle", "tent", "helicopter", "howitzer", "truck", "boat"})


class Forces(Checks):
    """Needs of predicates of people, troops, fire and talks."""

    def airspace(self, token: Token, _: Predicate) -> Found:
        """Aircraft over somebody's land: no ground is entered."""
        return any(one.lemma_.lower() in {"airspace", "sky"} for one in objects(token))

    def people(self, token: Token, _: Predicate) -> Found:
        """People, or a bare number of them, as object or subject."""
        people = self._lexicon.nouns["people"]
        lost = token.lemma_.lower() == "lose"
        around = objects(token) if lost else [*objects(token), *subjects(token)]
        if token.dep_ in {"acl", "amod"}:
            around.append(token.head)
        if token.dep_ == "acomp":
            around += subjects(token.head)
        hurt = token.lemma_.lower() in _HURT | _KILLED
        numbered = (one for one in around if any(child.like_num for child in one.children))
        if hurt and any(one.lemma_.lower() not in _BEASTS | self._lexicon.nouns["materiel"] for one in numbered):
            return True  # "two miners were wounded", "28 assailants had been killed": who is hurt is somebody
        words = [one for first in around for one in (first, *first.subtree)]
        counted = not lost
        return any(
            one.lemma_.lower() in people
            or (one.like_num and one.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"} and counted)
            or (one.like_num and one.dep_ == "nummod" and self._ground.is_party(one.head) and counted)
            for one in words
        )

    def force_or_post(self, token: Token, _: Predicate) -> Found:
        """Forces, their posts or their presence, as object."""
        wanted = self._soldiers - {"police"} | self._lexicon.nouns["base"] | {"position", "presence"}
        return any(one.lemma_.lower() in wanted for one in objects(token))

    def force_is_at(self, token: Token, predicate: Predicate) -> Found:
        """Troops that are somewhere: "its soldiers were still in the town"."""
        if not any(self._is_armed(one) for one in self._doers(token)):
            return []
        if any(child.dep_ == "advmod" and child.lower_ == "there" for child in token.children):
            return list(self.before)
        behind = [one for first in (token, *self._doers(token)) for one in after(first, predicate.companions)]
        for adverb in (child for child in token.children if child.dep_ == "advmod"):
            behind += after(adverb, predicate.companions)  # "back in the town"
        behind += [one for first in behind for one in after(first, {"of"})]
        return self._land(behind)

    def _is_armed(self, noun: Token) -> bool:
        """Soldiers, or a number of them: "500 of the soldiers"."""
        return any(one.lemma_.lower() in self._soldiers for one in (noun, *after(noun, {"of"})))

    def _doers(self, token: Token) -> list[Token]:
        if any(child.dep_ == "expl" for child in token.children):
            return [child for child in token.children if child.dep_ == "attr"]  # "there were no troops in the village"
        doer = subject(token)
        return [doer] if doer is not None else subjects(token)

    def civilians(self, token: Token, _: Predicate) -> Found:
        """People who are no soldiers, or a number of people or families, as doer or object."""
        civil = self._lexicon.nouns["people"] - self._lexicon.nouns["forces"]
        return any(one.lemma_.lower() in civil for one in (*subjects(token), *objects(token)))

    def homes(self, token: Token, _: Predicate) -> Found:
        """Houses that are burnt or pulled down."""
        return any(one.lemma_.lower() in self._lexicon.nouns["houses"] for one in objects(token))

    def civilians_leaving(self, token: Token, _: Predicate) -> Found:
        """People who leave or are made to leave where they live: "families moved out of the villages"."""
        home = any(one.lemma_.lower() in _HOMES for one in token.subtree) or any(
            self._ground.is_place(one) for one in objects(token)
        )
        gone = token.lemma_.lower() == "leave" and not objects(token) and bool(self.civilians_counted(token, _))
        return gone or (home and bool(self.civilians(token, _)))

    def civilians_counted(self, token: Token, _: Predicate) -> Found:
        """A stated number of civilians: "28,400 displaced people reached the town"."""
        numbered = any(child.like_num for one in subjects(token) for child in one.children)
        return numbered and bool(self.civilians(token, _))

    def captives(self, token: Token, _: Predicate) -> Found:
        """People who are taken: "35 Eritreans", "three men"."""
        return any(
            one.lemma_.lower() in self._lexicon.nouns["people"]
            or (one.pos_ in {"NOUN", "PROPN"} and one.tag_ in {"NNS", "NNPS"} and self._ground.is_party(one))
            for one in objects(token)
        )

    def counted(self, token: Token, _: Predicate) -> Found:
        """A number beside the noun: "21 dead", "put the toll at 11"."""
        if token.lemma_.lower() == "loss" and not self._are_people_lost(token):
            return False  # "the loss of two posts", "the loss of only five" of them
        beside = token.dep_ in {"acomp", "amod", "dobj", "oprd", "attr", "nsubj"}
        near = [*token.subtree, *([token.head, *near_words(token.head)] if beside else [])]
        near += [child for one in near if one.dep_ == "pobj" for child in one.children]
        near += [token.head.head, *near_words(token.head.head.head)] if token.dep_ == "pobj" else []
        near += [one for first in subjects(token.head) for one in first.children] if beside else []
        numbers = (one for one in near if one.like_num and one.ent_type_ not in {"DATE", "TIME"})
        return any(one.head.lemma_.lower() not in _MEASURES for one in numbers)

    def _are_people_lost(self, token: Token) -> bool:
        """Whether a loss is of people, where it says of what."""
        lost = after(token, {"of"})
        return not lost or any(one.lemma_.lower() in self._lexicon.nouns["people"] for one in lost)

    def forces_object(self, token: Token, _: Predicate) -> Found:
        """Troops that are sent, or land."""
        return any(one.lemma_.lower() in self._soldiers for one in _moved(token))

    def observers_sent(self, token: Token, _: Predicate) -> Found:
        """Observers, envoys or a team of them: no troops."""
        sent = [one for first in _moved(token) for one in (first, *after(first, {"of"}))]
        return any(one.lemma_.lower() in {"observer", "monitor", "envoy", "delegation", "mediator"} for one in sent)

    def forces_seen(self, token: Token, _: Predicate) -> Found:
        """Troops or their vehicles that somebody saw at a place."""
        moving = [one for first in objects(token) if first.lemma_ == "movement" for one in after(first, {"of"})]
        armed = self._lexicon.nouns["forces"] | _SEEN
        seen = any(
            one.lemma_.lower() in armed
            or (one.lemma_.lower() in _POSTS and any(map(self._ground.is_party, one.children)))
            for one in (*moving, *objects(token))
        )
        return seen and bool(moving or self._ground.all_in(token) or self._land_in(token))

    def _land_in(self, token: Token) -> list[Token]:
        return [one for one in token.subtree if one.dep_ == "pobj" and self._ground.is_ground(one)]

    def force_stands(self, token: Token, _: Predicate) -> Found:
        """Troops or ships that gather, camp or patrol somewhere; not a crowd."""
        standing = [*subjects(token), *([token.head] if token.dep_ == "acl" else [])]
        return any(one.lemma_.lower() in self._soldiers for one in standing)

    def base_object(self, token: Token, _: Predicate) -> Found:
        """A military base that is kept or built."""
        bases = self._lexicon.nouns["base"]
        armed = {"military", "naval", "air", "army"}
        doer = subject(token)
        forces = doer is not None and doer.lemma_.lower() in self._lexicon.nouns["forces"]
        return any(
            one.lemma_.lower() in bases
            and (forces or any(child.lemma_.lower() in armed for child in one.children) or one.lemma_.lower() != "base")
            for first in objects(token)
            for one in (first, *after(first, {"of"}))
        )

    def vessel_object(self, token: Token, _: Predicate) -> Found:
        """A ship that is seized or rammed: an attack, no ground."""
        return any(one.lemma_.lower() in self._lexicon.nouns["vessels"] for one in objects(token))

    def munition(self, token: Token, _: Predicate) -> Found:
        """Rockets, shells or drones that come down."""
        return any(one.lemma_.lower() in _ARMS for one in subjects(token))

    def gunfire(self, token: Token, _: Predicate) -> Found:
        """Fire of weapons: "heavy-weapons fire"."""
        near = [one for child in token.children if child.dep_ in {"compound", "amod", "nmod"} for one in child.subtree]
        return any(one.lemma_.lower() in _ARMS | {"artillery", "weapon", "weapons", "tank", "arm"} for one in near)

    def hostilities(self, token: Token, _: Predicate) -> Found:
        """Fighting that is ended."""
        ended = [*objects(token), *(child for child in token.children if child.dep_ == "xcomp" and child.tag_ == "VBG")]
        hostilities = self._lexicon.nouns["hostilities"]
        return any({one.lemma_.lower(), one.lower_} & hostilities for one in ended)

    def warlike(self, token: Token, _: Predicate) -> Found:
        """An armed subject or object, or a place as the target; storms and markets strike too."""
        involved = [
            *_involved(token),
            *after(token, {"at", "on", "in", "near", "with", "against", "into", "toward", "towards"}),
        ]
        armed = self._lexicon.nouns["forces"] | self._lexicon.nouns["hostilities"] | _ARMS
        if any(one.lemma_.lower() in self._lexicon.nouns["materiel"] for one in objects(token)):
            return True
        if token.lemma_.lower() in {"open", "use", "launch", "exchange", "trade"}:
            return any(one.lemma_.lower() in armed for one in objects(token))
        if token.lemma_.lower() in {"mine", "sabotage"}:
            aims = self._lexicon.nouns["roads"] | self._lexicon.nouns["base"] | _MINED
            return any(one.lemma_.lower() in aims for one in objects(token))
        if token.lemma_.lower() == "fire" and any(child.dep_ == "nsubjpass" for child in token.children):
            return True  # "its positions were fired on"
        if token.lemma_.lower() == "fire" and any(one.pos_ == "PRON" for one in after(token, {"on", "at"})):
            return True
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
        words = self._lexicon.speech["titles"] | self._lexicon.speech["bodies"] | _DIPLOMATIC
        return any(
            one.lemma_.lower() in words or self._ground.is_place(one) or one.ent_type_ in {"PERSON", "ORG", "NORP"}
            for one in _involved(token)
        )


def _involved(token: Token) -> list[Token]:
    """Who does it and what it is done to."""
    doer = subject(token)
    return [*([doer] if doer is not None else []), *objects(token)]


def _moved(token: Token) -> list[Token]:
    """Who is sent; who lands or arrives."""
    if token.lemma_.lower() in {"land", "arrive"} or (
        token.lemma_.lower() in {"deploy", "move"} and not objects(token)
    ):
        return [one] if (one := subject(token)) is not None else []
    return objects(token)
