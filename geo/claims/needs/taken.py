"""Needs of predicates of taken, held and left ground.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds.
"""

from __future__ import annotations

from spacy.tokens import Token

from geo.claims.clauses import after, objects, subject
from geo.claims.needs.checks import PRONOUNS, Checks, Found, near_words, subjects
from geo.lexicon import Predicate
from geo.model import ClaimKind

_INTO = ("into", "inside")
_UNITS_OF_DISTANCE = frozenset({"km", "kilometer", "kilometre", "mile", "meter", "metre"})
_CLAIMED = frozenset({"claim", "report", "announce", "hail", "tout", "boast", "allege"})
_UNITS_OF_AREA = frozenset({"km", "kilometer", "kilometre", "mile", "hectare", "acre", "dunam"})
_GIVEN_UP = frozenset({"cede", "abandon", "surrender", "relinquish", "vacate"})
_TOWNS = frozenset({"town", "village", "city", "settlement", "hamlet", "stronghold"})


class Taken(Checks):
    """Needs of predicates of taken, held and left ground."""

    def ground(self, token: Token, predicate: Predicate) -> Found:
        """Land as the object, or behind the noun that goes with the verb: "took control of X"."""
        if token.dep_ == "attr" and any(child.dep_ == "expl" for child in token.head.children):
            return list(self.before)  # "There is no occupation"
        found = objects(token)
        for companion in [child for child in near_words(token) if child.lemma_.lower() in predicate.companions]:
            found += after(companion, {"of", "over", "in"})
            found += after(token, {"of"}) if companion.dep_ == "dobj" else []
        found += after(token, {"over"})
        if predicate.pos == "noun":
            found += after(token, {"of"})
        if token.lemma_.lower() == "lay":
            found += after(token, {"to"})
            found += [one for child in token.children for one in after(child, {"to", "over"})]
        if any(child.dep_ in {"xcomp", "ccomp"} for child in token.children) and not found:
            return []  # "kept striking"
        plain = [one for one in found if one.pos_ != "PRON" or one.lower_ in {"all", "most", "half", "much"}]
        if self.before and any(one.lower_ in {"nothing", "anything"} for one in found):
            return list(self.before)  # "They have taken back nothing"
        return self._land(
            plain if predicate.rule in {"withdrawal/hand-over", "status/claim", "seizure/lose"} else found
        )

    def measured_land(self, token: Token, _: Predicate) -> Found:
        """Land of a stated size that is closed to its people: "30 hectares had been closed"."""
        return [one for one in self._land(objects(token)) if one.lemma_.lower() in _UNITS_OF_AREA]

    def control_lost(self, token: Token, predicate: Predicate) -> Found:
        """Control that is lost to nobody who is named: the loser tells that he has left."""
        return [] if after(token, {"to"}) else self.ground(token, predicate)

    def access_lost(self, token: Token, _: Predicate) -> Found:
        """Land that troops or herders can no longer go to."""
        return [one for child in objects(token) for one in self._land(after(child, {"to"}))]

    def cut_from(self, token: Token, _: Predicate) -> Found:
        """Land that its people can no longer reach."""
        people = [one for one in objects(token) if one.lemma_.lower() in self._lexicon.nouns["people"]]
        return self._land(after(token, {"from"})) if people or subjects(token) else []

    def passed_on(self, token: Token, _: Predicate) -> Found:
        """Land that is returned or transferred to somebody."""
        given = [child for child in token.children if child.dep_ == "nsubjpass"]
        given += [one for first in given for one in first.conjuncts]
        return self._land(given) if after(token, {"to"}) else []

    def place_inside(self, token: Token, _: Predicate) -> Found:
        """A place behind the verb or its object: "raised the flag over X", "took position in X"."""
        governors = [token, *(child for child in token.children if child.dep_ in {"dobj", "prep", "prt"})]
        found = [
            one
            for first in governors
            for one in after(first, {"over", "in", "at", "on", "above", "inside", "near", "around"})
        ]
        deeper = [one for first in found for one in after(first, {"of", "in"})]
        return [one for one in (*found, *deeper) if self._ground.is_place(one)] or [
            one for one in self.before if any(first.lower_ in PRONOUNS for first in found)
        ]

    def gains(self, token: Token, predicate: Predicate) -> Found:
        """Gains at a place, or that somebody claims: "Russia claims new gains"; not those of a market."""
        told = token.dep_ == "dobj" and token.tag_ == "NNS" and token.head.lemma_.lower() in _CLAIMED
        return self.place_inside(token, predicate) or (told and any(map(self._ground.is_force, subjects(token.head))))

    def subject_of_ground(self, token: Token, _: Predicate) -> Found:
        """Land that changes hands or slips from somebody's."""
        hands = any(one.lemma_.lower() == "hand" for one in token.subtree)
        return self._land(subjects(token)) if hands else []

    def ground_subject(self, token: Token, predicate: Predicate) -> Found:
        """Land as the subject; what falls must fall to, into or under somebody."""
        if predicate.kind is ClaimKind.SEIZURE and not (after(token, {"to", "into", "under"})):
            return []
        return [one for one in subjects(token) if self._ground.is_ground(one)] or [
            one for one in self.before if any(first.lower_ in PRONOUNS for first in subjects(token))
        ]

    def fallen(self, token: Token, _: Predicate) -> Found:
        """As in "The town has fallen": nobody is named who took it."""
        told = {child.dep_ for child in token.children} & {"acomp", "dobj", "prt", "oprd", "attr"}
        behind = {child.lower_ for child in token.children if child.dep_ == "prep"}
        if told or behind & {"from", "by", "to", "into", "under", "short", "behind", "off", "out"}:
            return []
        return [one for one in subjects(token) if self._ground.is_place(one) or one.lemma_.lower() in _TOWNS]

    def into_ground(self, token: Token, _: Predicate) -> Found:
        """As in "An advance of 3 km into X"."""
        return self._land(after(token, {*_INTO, "onto", "toward", "towards", "on"}))

    def encroached(self, token: Token, _: Predicate) -> Found:
        """Land that somebody has moved onto: "had encroached upon 38 hectares of forest"."""
        return self._land(after(token, {"on", "upon", "onto", "into"}))

    def force_into_ground(self, token: Token, predicate: Predicate) -> Found:
        """Troops that enter ground."""
        doer = subject(token)
        if doer is None or not self._ground.is_force(doer):
            return []
        behind = after(token, {*_INTO, "onto", "through"})
        if token.lemma_.lower() == "land":
            behind += after(token, {"on"})
        if "to" in predicate.companions:
            behind += after(token, predicate.companions)
        return self._land([*objects(token), *behind])

    def under_party(self, token: Token, _: Predicate) -> Found:
        """As in "Only X and Y remain under the regime"."""
        return self._land(subjects(token)) if any(map(self._ground.is_force, after(token, {"under"}))) else []

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

    def fighters_alone(self, token: Token, _: Predicate) -> Found:
        """Fighters who give themselves up: "23 rebels have surrendered"."""
        people = self._lexicon.nouns["people"] | self._lexicon.nouns["forces"]
        return not objects(token) and any(one.lemma_.lower() in people for one in subjects(token))

    def back_to_ground(self, token: Token, _: Predicate) -> Found:
        """As in "an immediate return to the positions of 2003"."""
        return self._land(after(token, {"to"}))

    def force_from_ground(self, token: Token, _: Predicate) -> Found:
        """Troops that leave or give up ground."""
        doer = subject(token)
        if doer is None and token.lemma_.lower() in _GIVEN_UP:
            return self._land(one for one in token.children if one.dep_ == "nsubjpass")  # "no land was ceded"
        if doer is None or not self._ground.is_force(doer):
            return []
        if token.lemma_.lower() == "leave" and not objects(token):
            return [doer]
        return self._land([*objects(token), *after(token, {"to", "from"})])

    def force_leaving(self, token: Token, _: Predicate) -> Found:
        """Troops that withdraw or are withdrawn; not a statement, a share, or a man who retreats from a remark."""
        moved = [one for one in objects(token) if one.dep_ in {"dobj", "nsubjpass"}]
        moved = [one for one in moved if one.lemma_.lower() not in _UNITS_OF_DISTANCE]
        if moved:
            people = self._lexicon.nouns["people"] - {"life"}
            return any(self._ground.is_force(one) or one.lemma_.lower() in people for one in moved)
        doer = subject(token)
        return doer is None or self._ground.is_force(doer)

    def force_going(self, token: Token, _: Predicate) -> Found:
        """Soldiers who go home or back; no pronoun, no party."""
        doer = subject(token)
        return doer is not None and doer.lemma_.lower() in self._soldiers

    def forces_driven(self, token: Token, _: Predicate) -> Found:
        """Fighters driven out, by whomever: "had been pushed out", "drove the rebels out of X"."""
        if not any(map(self._ground.is_force, (*objects(token), *subjects(token)))):
            return False
        return self._ground.all_in(token) or list(self.before) or True
