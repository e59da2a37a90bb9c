"""The people and bodies of a dispatch: who is introduced how, and whom "he", "the premier" or "the ministry" means.

Takes parsed sentences and resolved mentions; gives Parties. A pronoun that nothing before explains gives None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from spacy.tokens import Span, Token

from geo.attribution.naming import GROUPS, OUTLET_NOUNS, Naming, only_backs
from geo.attribution.people import People
from geo.attribution.phrases import apposed_name, joined, lemma, modifiers, phrase
from geo.lexicon import Lexicon
from geo.mentions import Parsed, find_aliases
from geo.model import Mention, MentionKind, Party, Use
from geo.syntax import offset

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_IMPERSONAL = frozenset({"it", "its", "they", "them", "their"})
_PAIRED = frozenset({
    "side", "country", "government", "army", "neighbor", "neighbour", "party", "capital", "military", "ministry",
    "force", "nation", "state", "camp", "faction",
})  # fmt: skip

# Bodies, and words before them, that do not tell a state.
_NO_STATE = frozenset({
    "group", "agency", "movement", "union", "organization", "organisation", "alliance", "coalition", "outlet", "court",
    "mission", "committee", "newspaper", "peacekeeping", "humanitarian", "monitoring", "research", "rights", "aid",
    "international", "rebel", "opposition", "separatist",
})  # fmt: skip
_SOMEBODY = frozenset({
    "worker", "official", "witness", "resident", "villager", "farmer", "doctor", "nurse", "teacher", "activist",
    "medic", "source", "analyst", "diplomat", "soldier", "herder", "trader", "driver", "expert", "observer", "elder",
    "priest",
})  # fmt: skip
_PAPERS = frozenset({"statement", "communique", "communiqué", "release"})
_STATES_OWN = frozenset({"government", "ministry", "army", "military", "council", "office", "police", "parliament"})
_SHORT = 3  # letters: capitals that are no longer are an acronym, "UN:"
_REACH = 20_000  # characters: how far back a body or a subject is looked for
_MOST = 0.7  # of the names: the share that makes one country the dispatch's own
_SEVERAL = 3  # times that another state is named in it
_PRONOUN_REACH = 900  # characters: how far back a pronoun looks
_Placed = TypeVar("_Placed", tuple[int, Party, bool], tuple[int, Party])


class Parties:
    """Names parties from the tokens of one dispatch; asked in text order, since a pronoun looks back."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._outlet = parsed.document.outlet
        named = [one for one in mentions if one.kind in {MentionKind.NAME, MentionKind.DEMONYM}]
        self._countries: Mapping[int, str] = {
            one.start: one.place.country for one in named if one.place and one.place.country
        }
        self._naming = Naming(self._countries, lexicon)
        self.group_name = self._naming.group_name
        self._ground = frozenset(
            at
            for one in named
            if one.use is Use.LITERAL and not (one.place and one.place.place_id.startswith("country:"))
            for at in range(one.start, one.end)
        )
        self._place_names = frozenset(one.toponym for one in named if one.place or one.use is Use.LITERAL)
        self._aliases = {
            short: long
            for short, long in find_aliases(parsed.document.clean, lexicon.bodies).items()
            if short not in self._place_names  # "Sughd Region (Tajikistan)"
        }
        self._home = _find_home(self._countries.values(), named)
        self._people = People(parsed.people, self.country_of, self._is_place, lexicon, self._home)
        self._subjects: list[tuple[int, Party, bool]] = []
        self._speaking: set[int] = set()
        self._outlets: set[int] = set()
        self._reporting: set[int] = set()  # subjects of a reporting word: who "it says" goes back to
        self._persons: list[tuple[int, Party]] = []
        self._starts = [offset(sentence) for sentence in parsed.sentences]
        for sentence in parsed.sentences:
            self._people.introduce(sentence)
        for sentence in parsed.sentences:
            self._note_subjects(sentence)

    def named(self, token: Token) -> tuple[Party | None, tuple[str, ...]]:
        """The party that the noun phrase headed by ``token`` means, and the doubts about it.

        None where it is a pronoun that nothing before it explains.
        """
        word = token.lower_
        if word in _PERSONAL or word in _IMPERSONAL:
            party = self._antecedent(token, person=word in _PERSONAL)
            return party, (
                (f'"{token.text}" taken as {party.name}',) if party else (f'"{token.text}" stays unresolved',)
            )
        if word in {"i", "we", "us", "our", "my"} or token.dep_ == "expl":
            return None, ()
        return self._of_phrase(token)

    def two_sides(self, token: Token) -> tuple[Party, ...]:
        """The two that "each side", "both governments" or "they" are: the last two bodies of different sides.

        Empty where the words are no such pair, or the dispatch has not named two before them.
        """
        if len(several := self._by_demonyms(token)) > 1:
            return several[:2]
        pair = any(child.lower_ in {"each", "both", "two", "rival", "warring"} for child in token.children)
        if not (lemma(token) in _PAIRED and pair) and token.lower_ not in {"they", "each", "both"}:
            return ()
        found: dict[str, Party] = {}
        for start, party, person in reversed(self._before(self._subjects, offset(token))):
            if (
                not person
                and start in self._speaking
                and start not in self._outlets
                and party.name.lower() not in {token.text.lower(), phrase(token).lower()}
            ):
                found.setdefault(party.side or party.name, party)
        return tuple(found.values())[1::-1] if len(found) > 1 else ()

    def _by_demonyms(self, token: Token) -> tuple[Party, ...]:
        """As in "Ukrainian and Russian sources": one party a demonym."""
        words = [one for child in token.children if child.dep_ == "amod" for one in (child, *child.conjuncts)]
        sides = ((one.text, self._countries.get(offset(one))) for one in words)
        return tuple(Party(f"{word} {token.text}", side) for word, side in sides if side)

    def is_outlet(self, token: Token) -> bool:
        """Whether the noun names a paper, a broadcaster or an agency, rather than somebody who listens."""
        if lemma(token) in OUTLET_NOUNS:
            return any(one.text[:1].isupper() for one in token.subtree)
        body = self.lexicon.bodies.get(token.text)
        if body is not None:
            return body.kind in {"outlet", "agency"}
        known = self._people.known(token) is not None or self._countries.get(offset(token))
        return token.pos_ == "PROPN" and not known and token.ent_type_ not in {"PERSON", "GPE", "NORP"}

    def is_speaker(self, token: Token) -> bool:
        """Whether the noun names somebody who can speak: a state, a body, a person, an office."""
        known = (
            self._people.known(token) is not None
            or token.text in self.lexicon.bodies
            or offset(token) in self._countries
        )
        return known or lemma(token) in self.lexicon.speech["bodies"] | self.lexicon.speech["titles"]

    def is_dateline(self, heading: Span) -> bool:
        """Whether it is only the town, in capitals, where the paragraph was written: "NEW DELHI/LEH:"."""
        words = re.findall(r"[^\W\d_]+", heading.text)
        towns = any(len(one) > _SHORT and one not in self.lexicon.bodies for one in words)
        return heading.start == 0 and towns and all(one.isupper() for one in words)

    def can_speak(self, token: Token) -> bool:
        """Not a town that is only a place here, a day, nor a thing: "the garrison of X", "by the end of May"."""
        if token.ent_type_ in {"DATE", "TIME"} or lemma(token) in self.lexicon.nouns["speechless"]:
            return False
        return offset(token) not in self._ground

    def country_of(self, token: Token) -> str | None:
        """The country of a noun phrase: its own name, its demonym, its possessor, "of X" or "in X" behind it."""
        for one in (token, *modifiers(token)):
            if only_backs(one) or self._is_given_name(one, token):
                continue
            if country := self._countries.get(offset(one)):
                return country
        speaks = token.pos_ == "PROPN" or lemma(token) in self.lexicon.speech["bodies"] | self.lexicon.speech["titles"]
        for child in token.children:
            if child.dep_ == "prep" and (child.lower_ == "of" or (child.lower_ in {"in", "for"} and speaks)):
                for behind in child.children:
                    owners = (one for one in behind.children if one.dep_ == "poss")  # "head of Kyrgyzstan's committee"
                    for one in (behind, *owners):
                        if country := self._countries.get(offset(one)):
                            return country
        return None

    def _is_given_name(self, word: Token, head: Token) -> bool:
        """As "Roman" in "Roman Litvinov"; a demonym before a title is none."""
        between = word.doc[word.i + 1 : head.i]
        titled = any(lemma(one) in self.lexicon.speech["titles"] for one in between)
        return word.i < head.i and word.ent_type_ == head.ent_type_ == "PERSON" and not titled

    def _is_place(self, words: Sequence[Token]) -> bool:
        """Whether the model took a village, a country or a demonym for a person."""
        if any(offset(one) in self._ground for one in words) or joined(words) in self._place_names:
            return True
        return len(words) == 1 and offset(words[0]) in self._countries

    def _of_phrase(self, token: Token) -> tuple[Party, tuple[str, ...]]:
        known = self._introduced(token)
        if known is not None:
            return known, ()
        side = self.country_of(token)
        meant = self._meant(token, side)
        if meant is not None:
            return meant, (f'"{phrase(token)}" taken as {meant.name}',)
        name, role = self._naming.split(token)
        owner = self._owner(token)
        if owner is not None:
            return Party(f"{owner.name}'s {name}", owner.side, role), (f'"its" taken as {owner.name}',)
        name = apposed_name(token) or f"{name}{self._whose(token, name)}"
        name = self._aliases.get(name, name)
        body = self.lexicon.bodies.get(name)
        side = side or (body.side if body else None) or self._side_by_context(token)
        vague = lemma(token) in self.lexicon.speech["vague"] and token.pos_ != "PROPN"
        return Party(name, side, role), (("the speaker is not named",) if vague else ())

    def _introduced(self, token: Token) -> Party | None:
        """Somebody known by name or named behind the office ("the spokesman, X"); the outlet; "the army" again."""
        known = self._people.known(token)
        if known and token.text[:1].isupper():
            return known
        apposed = (self._people.known(child) for child in token.children if child.dep_ == "appos")
        person = next((one for one in apposed if one is not None), None)
        if person is not None:
            return person
        if (name := self._named_behind(token)) is not None:
            return name
        if self._is_outlet_itself(token):
            return Party(self._outlet or "outlet", None, "outlet")
        return self._same_body(token)

    def _named_behind(self, token: Token) -> Party | None:
        """Whose name stands behind the office, though no title tells that it is one: "its mayor, X Y"."""
        if lemma(token) not in self.lexicon.speech["titles"]:
            return None
        behind = [one for one in token.children if one.dep_ == "appos" and one.pos_ == "PROPN" and one.i > token.i]
        name = [*modifiers(behind[0]), behind[0]] if behind else []
        if len(name) < 2 or not all(one.text[:1].isupper() for one in name) or self._is_place(name):
            return None
        return Party(joined(name), self.country_of(token), phrase(token))

    def _meant(self, token: Token, side: str | None) -> Party | None:
        """Whom an office or a group without a name means."""
        if lemma(token) in _PAPERS and {child.lower_ for child in token.children} == {"the"}:
            said = [
                party for start, party, _ in self._before(self._subjects, offset(token)) if start in self._reporting
            ]
            return said[-1] if said else None
        if token.pos_ != "PROPN" and lemma(token) in self.lexicon.speech["titles"]:
            another = any(child.lower_ in {"a", "an", "another"} for child in token.children)
            return None if another else self._people.holder(token, side)
        return self._group_before(token)

    def _is_outlet_itself(self, token: Token) -> bool:
        """As in "The Observatory" in a dispatch of the Sahel Conflict Observatory; "this newspaper"."""
        if self._outlet is None:
            return False
        this = lemma(token) in OUTLET_NOUNS | {"reporter", "correspondent"} and any(
            one.lower_ in {"this", "our"} for one in token.subtree
        )
        name = joined([one for one in (*modifiers(token), token) if one.dep_ != "det"])
        return this or (token.pos_ == "PROPN" and f" {self._outlet}".endswith(f" {name}"))

    def _group_before(self, token: Token) -> Party | None:
        """Who "the rebels", "the group", "the movement" are: the last body before them that is no state's."""
        words = {child.lower_ for child in token.children if child.dep_ not in {"punct", "relcl", "prep"}}
        if lemma(token) not in GROUPS or token.pos_ == "PROPN" or not words & {"the", "its", "this"}:
            return None
        if words - {"the", "this", "rebel", "armed", "militant", "separatist", "paramilitary", "insurgent"}:
            return None
        named = [
            party
            for _, party, person in self._before(self._subjects, offset(token))
            if not person
            and party.side is None
            and any(one.isupper() for one in party.name)
            and party.name.split()[-1].lower() not in _STATES_OWN
        ]
        return named[-1] if named else None

    def _same_body(self, token: Token) -> Party | None:
        """Whose "the army" is, once "Congo's army" has been named: the last body before it of that noun."""
        bare = [child for child in token.children if child.dep_ not in {"det", "punct", "relcl", "appos"}]
        if bare or token.pos_ == "PROPN" or lemma(token) not in self.lexicon.speech["bodies"]:
            return None
        alike = next((group for group in self.lexicon.synonyms if token.lower_ in group), {token.lower_})
        fitting = [
            party
            for _, party, person in self._before(self._subjects, offset(token))
            if not person
            and (party.side or party.name != party.name.lower())
            and party.name.lower().endswith(tuple(f" {word}" for word in alike))
        ]
        return fitting[-1] if fitting else None

    def _owner(self, token: Token) -> Party | None:
        """Whose "its government" is: the last state or body that was a subject."""
        its = next(
            (child for child in token.children if child.dep_ == "poss" and child.lower_ in {"its", "their"}), None
        )
        if its is None or lemma(token) not in self.lexicon.speech["bodies"]:
            return None
        return self._antecedent(its, person=False)

    def _whose(self, token: Token, name: str) -> str:
        """What tells a title or body without a name from others: " for the alliance", " in Baku"; else empty."""
        titles = self.lexicon.speech["titles"] | {"source", "member", "aide", "reporter", "correspondent", "worker"}
        wanted = (
            {"for", "of"}
            if lemma(token) in titles
            else {"in", "of"}
            if lemma(token) in self.lexicon.speech["bodies"]
            else set()
        )
        if token.text[:1].isupper() or token.lower_ in OUTLET_NOUNS or " of " in name:
            return ""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in wanted:
                aside = {word for one in child.subtree if one.dep_ == "relcl" for word in one.subtree}
                words = [one for one in child.subtree if one not in aside and not one.is_punct]
                return f" {joined(words)}" if len(words) < 8 else ""
        return ""

    def _side_by_context(self, token: Token) -> str | None:
        """The side of "the ministry" alone: that of the last body or country that was a subject."""
        proper = [one for one in modifiers(token) if one.pos_ == "PROPN" or one.lower_ in _NO_STATE]
        if token.pos_ == "PROPN" or lemma(token) not in self.lexicon.speech["bodies"] - _NO_STATE or proper:
            return None
        if apposed_name(token) is not None:
            return None
        if (seat := self._seat(token)) is not None:
            return seat
        if self._home:
            return self._home  # a dispatch of one country: its army
        earlier = [
            party.side for _, party, person in self._before(self._subjects, offset(token)) if not person and party.side
        ]
        return earlier[-1] if earlier else None

    def _seat(self, token: Token) -> str | None:
        """The country of "In Moscow, the ministry said"."""
        first = token.sent[0]
        behind = [one for one in first.children if one.dep_ == "pobj"] if first.lower_ == "in" else []
        return next((self._countries.get(offset(one)) for one in behind), None)

    def _note_subjects(self, sentence: Span) -> None:
        for entity in sentence.ents:
            known = self._people.known(entity[-1]) if entity.label_ == "PERSON" else None
            if known:
                self._persons.append((offset(entity), known))
        for token in filter(self._is_doer, sentence):
            if (
                token.head.lemma_.lower() in self.lexicon.cues
                or token.pos_ == "NOUN"
                or token.text in self.lexicon.bodies
            ):
                self._speaking.add(offset(token))
            if token.head.lemma_.lower() in self.lexicon.cues:
                self._reporting.add(offset(token))
            if self.is_outlet(token):
                self._outlets.add(offset(token))
            known = self._people.known(token)
            title = lemma(token) in self.lexicon.speech["titles"]
            if known or title or self._is_somebody(token):
                self._subjects.append((offset(token), known or self._of_phrase(token)[0], True))
            elif token.head.lower_ != "to" and (
                token.pos_ == "PROPN"
                or token.text in self.lexicon.bodies
                or lemma(token) in self.lexicon.speech["bodies"]
                or (token.lower_ in self.lexicon.speech["bodies"] and lemma(token.head) in self.lexicon.cues)
            ):
                self._subjects.append((offset(token), self._of_phrase(token)[0], False))

    def _is_doer(self, token: Token) -> bool:
        """A noun as the subject, or behind "by" or "according to".

        No town ("Goma is calm"), nor "We", tagged as a name.
        """
        if token.pos_ not in {"PROPN", "NOUN"} or token.lower_ in {"we", "i", "us"} or offset(token) in self._ground:
            return False
        source = token.head.lower_ == "to" and token.head.head.lower_ == "according"
        behind = token.dep_ == "pobj" and (token.head.dep_ == "agent" or source)
        return token.dep_ in {"nsubj", "nsubjpass"} or behind

    def _is_somebody(self, token: Token) -> bool:
        """Whether it is one person without a name: "a relief worker"."""
        told = {child.lower_ for child in token.children} & {"a", "an", "another"}
        return token.tag_ == "NN" and bool(told) and lemma(token) in _SOMEBODY

    def _antecedent(self, token: Token, *, person: bool) -> Party | None:
        """The last subject of the right sort before the pronoun, at most some 900 characters back.

        A person that the sentence before names, as no subject, comes before subjects further back.
        """
        at = offset(token)
        index = bisect_right(self._starts, at) - 1
        previous = self._starts[max(index - 1, 0)] if index >= 0 else 0
        earlier = [one for one in self._before(self._subjects, at) if one[2] is person]
        own_sentence = bool(earlier) and index >= 0 and earlier[-1][0] >= self._starts[index]
        if not person and not own_sentence and token.dep_ == "nsubj" and lemma(token.head) in self.lexicon.cues:
            spoke = [one for one in earlier if one[0] in self._reporting and one[0] >= previous]
            earlier = spoke or earlier
        if person and not any(one[0] >= previous for one in earlier):
            named = [party for start, party in self._before(self._persons, at) if start >= previous]
            if named:
                return named[-1]
        return earlier[-1][1] if earlier and at - earlier[-1][0] < _PRONOUN_REACH else None

    @staticmethod
    def _before(ordered: Sequence[_Placed], at: int) -> Sequence[_Placed]:
        """Those that stand before the offset, and within reach of it: the last few hundred at most."""
        first = bisect_left(ordered, at - _REACH, key=lambda one: one[0])
        return ordered[first : bisect_left(ordered, at, key=lambda one: one[0])]


def _find_home(countries: Iterable[str], named: Iterable[Mention]) -> str | None:
    """The country that nearly all names of the dispatch are of; None where another state has a part in it."""
    told = Counter(countries)
    states = Counter(
        one.place.country
        for one in named
        if one.place and one.place.place_id.startswith("country:") and one.place.country
    )
    home = next((country for country, count in told.most_common(1) if count > _MOST * told.total()), None)
    return home if all(count < _SEVERAL for state, count in states.items() if state != home) else None
