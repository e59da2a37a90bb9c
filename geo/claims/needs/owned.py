"""Needs of predicates of borders, corridors and whose ground it is.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds.
"""

from __future__ import annotations

from spacy.tokens import Token

from geo.claims.clauses import after, clause_head, objects, subject
from geo.claims.needs.checks import Checks, Found, subjects
from geo.lexicon import Predicate

_STATUS_WORDS = frozenset({
    "occupied", "illegal", "part", "territory", "independent", "state", "republic", "own", "sovereign", "border",
    "integral", "land", "province", "inside", "void", "disputed",
})  # fmt: skip
_DECIDING = frozenset({"court", "tribunal", "ruling", "award", "treaty", "map", "arbitrator", "line"})
_PASSABLE_OR_NOT = frozenset({"open", "closed", "block", "blocked", "cut"})
_OWNED = frozenset({"own", "ours", "theirs", "mine", "yours", "hers", "sovereign", "independent"})


class Owned(Checks):
    """Needs of predicates of borders, corridors and whose ground it is."""

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
        return bool(state & {"shut", "closed", "open", "sealed"}) and any(map(self._is_border, subjects(token)))

    def _is_border(self, noun: Token) -> bool:
        """By its last word, "crossing", "Durand Line"; or a line by name, "Line of Control"."""
        words = noun.lemma_.lower().split()
        return words[-1] in self._lexicon.nouns["borders"] or (words[0] == "line" and len(words) > 1)

    def part_of(self, token: Token, predicate: Predicate) -> Found:
        """As in "X is part of Y", whatever X is called."""
        part = [
            child for child in token.children if child.dep_ == "attr" and child.lemma_.lower() in predicate.companions
        ]
        whose = [
            one for first in part for one in (*after(first, {"of"}), *first.children) if self._ground.is_party(one)
        ]
        return [one for one in subjects(token) if self._ground.is_ground(one)] or bool(whose)

    def of_ground(self, token: Token, _: Predicate) -> Found:
        """The independence of a place, sovereignty over it, or independence that comes or is declared."""
        if token.lemma_.lower() == "sovereignty":
            return [one for one in after(token, {"over"}) if self._ground.is_party(one) or self._ground.is_ground(one)]
        owners = [child for child in token.children if child.dep_ in {"poss", "compound", "amod"}]
        found = [one for one in (*after(token, {"of", "over", "for", "from"}), *owners) if self._ground.is_party(one)]
        return found or (token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.head.pos_ == "VERB")

    def of_state(self, token: Token, _: Predicate) -> Found:
        """A land that leaves a state."""
        return (doer := subject(token)) is not None and self._ground.is_party(doer)

    def passage(self, token: Token, _: Predicate) -> Found:
        """A place that is shut or opened to travellers or goods: "shut X to lorries"."""
        passing = any(one.lemma_.lower() in self._lexicon.nouns["traffic"] for one in after(token, {"to", "for"}))
        return [one for one in objects(token) if self._ground.is_place(one)] if passing else []

    def border_named(self, token: Token, predicate: Predicate) -> Found:
        """What the border is said to be: "The river is our border"."""
        said = [child for child in token.children if child.dep_ in {"attr", "dobj"}]
        line = any(one.lemma_.lower() in predicate.companions for one in said)
        return line and any(self._ground.is_ground(one) or self._is_line(one) for one in subjects(token))

    def _is_line(self, noun: Token) -> bool:
        return noun.lemma_.lower() in self._lexicon.nouns["borders"] | self._lexicon.nouns["waters"]

    def on_whose_side(self, token: Token, predicate: Predicate) -> Found:
        """Ground that lies on somebody's side or inside his waters, land or zone."""
        nouns = [one for one in after(token, predicate.companions) if self._is_own(one)]
        return self._land([*subjects(token)]) or list(self.before) if nouns else []

    def _is_own(self, noun: Token) -> bool:
        owned = (*noun.children, *after(noun, {"of"}))
        kinds = {"side", "soil", "territory", "zone", "land", "waters", "water", "border"}
        return noun.lemma_.lower() in kinds and any(
            self._ground.is_party(one) or one.lower_ in {"our", "its", "their"} for one in owned
        )

    def border_subject(self, token: Token, _: Predicate) -> Found:
        """Where a border runs."""
        lines = self._lexicon.nouns["borders"] - {"line", "crossing", "checkpoint"}
        return any(one.lemma_.lower() in lines for one in subjects(token))

    def claim_over(self, token: Token, _: Predicate) -> Found:
        """A claim to or over ground: "its claims in the sea", "title to the island"."""
        return self._land(after(token, {"to", "over", "on"}))

    def placed_by_court(self, token: Token, _: Predicate) -> Found:
        """Ground that a court, a treaty or a map puts on one side."""
        doer = subject(token)
        decides = doer is not None and doer.lemma_.lower() in _DECIDING
        return self._land(objects(token)) if decides else []

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
        points = {"point", "post", "gate", "station"}
        near += [child for one in near if one.lemma_.lower() in points for child in one.children]  # "crossing point"
        return any(self._is_border(one) for first in near for one in (first, *after(first, {"of", "on"})))

    def fence(self, token: Token, _: Predicate) -> Found:
        """A fence, a wall or markers that are put up."""
        fences = self._lexicon.nouns["fences"]
        return any(one.lemma_.lower() in fences for first in objects(token) for one in first.subtree)

    def road(self, token: Token, _: Predicate) -> Found:
        """A road or corridor that is blocked or open; one that only "is" somewhere tells nothing."""
        roads = self._lexicon.nouns["roads"]
        state = {child.lemma_.lower() for child in token.children if child.dep_ in {"acomp", "oprd", "attr", "ccomp"}}
        if token.lemma_.lower() in {"be", "remain", "keep"} and not state & _PASSABLE_OR_NOT:
            return False
        return any(one.lemma_.lower() in roads for one in (*objects(token), *subjects(token)))

    def owned(self, token: Token, _: Predicate) -> Found:
        """As in "The temple is Cambodian", "the land is ours": whose ground it is."""
        said = [child for child in token.children if child.dep_ in {"acomp", "attr"}]
        owner = any(
            one.lower_ in _OWNED or (self._ground.is_party(one) and _is_adjective(one)) or _is_own_land(one)
            for one in said
        )
        return self._land(subjects(token)) if owner else []

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
        as_whose = [one for one in after(token, {"as"}) if self._ground.is_party(one)]
        if token.lemma_.lower() in {"mark", "show", "depict", "portray", "label"} and as_whose:
            return True  # "marks the plateau as Chinese"
        if token.lemma_.lower() in {"recognize", "recognise"} and any(map(self._ground.is_place, objects(token))):
            return True
        return any(one.lemma_.lower() in _STATUS_WORDS for one in said)


def _is_adjective(token: Token) -> bool:
    return token.pos_ == "ADJ" or token.dep_ == "acomp"


def _is_own_land(noun: Token) -> bool:
    """As in "State land", "Syrian territory": whose land something is."""
    if noun.lemma_.lower() not in {"land", "territory", "soil"}:
        return False
    return any(child.dep_ in {"compound", "amod", "poss", "nmod"} for child in noun.children)
