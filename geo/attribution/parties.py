"""The people and bodies of a dispatch: who is introduced how, and whom "he", "the premier" or "the ministry" means.

Takes parsed sentences and resolved mentions; gives Parties. A pronoun that nothing before explains gives None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from spacy.tokens import Span, Token

from geo.lexicon import Lexicon
from geo.model import Mention, Party
from geo.syntax import offset

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_IMPERSONAL = frozenset({"it", "its", "they", "them", "their"})
_OUTLET_NOUNS = frozenset({
    "news", "service", "agency", "newspaper", "outlet", "website", "channel", "newswire", "broadcaster", "daily",
    "portal", "magazine", "television", "station", "radio", "monitor", "network", "site", "tabloid", "think", "tank",
})  # fmt: skip
_GENERIC_NAME = frozenset({"mr", "mrs", "ms", "dr", "sir", "gen", "col", "maj", "lt", "capt", "sgt", "brig"})

_REACH = 20_000  # characters: how far back a body or a subject is looked for
_PRONOUN_REACH = 900  # characters: how far back a pronoun looks
_Placed = TypeVar("_Placed", tuple[int, Party, bool], tuple[int, Party])


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody introduced by name: the full name, the side, and the words of the office in lower case."""

    party: Party
    office: frozenset[str]


class Parties:
    """Names parties from the tokens of one dispatch; asked in text order, since a pronoun looks back."""

    def __init__(self, sentences: Sequence[Span], mentions: Iterable[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._countries: Mapping[int, str] = {
            one.start: one.place.country
            for one in mentions
            if one.place and one.place.country and one.kind in {"name", "demonym"}
        }
        self._people: dict[str, _Person] = {}
        self._subjects: list[tuple[int, Party, bool]] = []
        self._persons: list[tuple[int, Party]] = []
        self._starts = [offset(sentence) for sentence in sentences]
        for sentence in sentences:
            self._introduce(sentence)
        for sentence in sentences:
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

    def country_of(self, token: Token) -> str | None:
        """The country of a noun phrase: its own name, its demonym, its possessor, "of X" or "in X" behind it."""
        for one in (token, *_modifiers(token)):
            if country := self._countries.get(offset(one)):
                return country
        speaks = token.pos_ == "PROPN" or _lemma(token) in self.lexicon.speech["bodies"] | self.lexicon.speech["titles"]
        for child in token.children:
            if child.dep_ == "prep" and (child.lower_ == "of" or (child.lower_ == "in" and speaks)):
                for grandchild in child.children:
                    if country := self._countries.get(offset(grandchild)):
                        return country
        return None

    def _of_phrase(self, token: Token) -> tuple[Party, tuple[str, ...]]:
        known = self._people.get(_surname(token))
        if known and token.text[:1].isupper():
            return known.party, ()
        side = self.country_of(token)
        if token.pos_ != "PROPN" and _lemma(token) in self.lexicon.speech["titles"]:
            holder = self._holder(token, side)
            if holder:
                return holder, (f'"{_phrase(token)}" taken as {holder.name}',)
        name, role = self._split(token)
        same = self._same_body(token)
        if same is not None:
            return same, ()
        owner = self._owner(token)
        if owner is not None:
            return Party(f"{owner.name}'s {name}", owner.side, role), (f'"its" taken as {owner.name}',)
        name = _apposed_name(token) or f"{name}{self._whose(token, name)}"
        body = self.lexicon.bodies.get(name)
        side = side or (body.side if body else None) or self._side_by_context(token)
        vague = _lemma(token) in self.lexicon.speech["vague"] and token.pos_ != "PROPN"
        return Party(name, side, role), (("the speaker is not named",) if vague else ())

    def _same_body(self, token: Token) -> Party | None:
        """Whose "the army" is, once "Congo's army" has been named: the last body before it of that noun."""
        bare = [child for child in token.children if child.dep_ not in {"det", "punct", "relcl", "appos"}]
        if bare or token.pos_ == "PROPN" or _lemma(token) not in self.lexicon.speech["bodies"]:
            return None
        fitting = [
            party
            for _, party, person in self._before(self._subjects, offset(token))
            if not person and party.side and party.name.lower().endswith(f" {token.lower_}")
        ]
        return fitting[-1] if fitting else None

    def _owner(self, token: Token) -> Party | None:
        """Whose "its government" is: the last state or body that was a subject."""
        its = next(
            (child for child in token.children if child.dep_ == "poss" and child.lower_ in {"its", "their"}), None
        )
        if its is None or _lemma(token) not in self.lexicon.speech["bodies"]:
            return None
        return self._antecedent(its, person=False)

    def _whose(self, token: Token, name: str) -> str:
        """What tells a title or body without a name from others: " for the alliance", " in Baku"; else empty."""
        titles = self.lexicon.speech["titles"] | self.lexicon.speech["vague"]
        wanted = (
            {"for", "of"}
            if _lemma(token) in titles
            else {"in", "of"}
            if _lemma(token) in self.lexicon.speech["bodies"]
            else set()
        )
        if token.pos_ == "PROPN" or name != name.lower():
            return ""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in wanted:
                words = [one for one in child.subtree if one.dep_ != "relcl"]
                return f" {_joined(words)}" if len(words) < 8 else ""
        return ""

    def _side_by_context(self, token: Token) -> str | None:
        """The side of "the ministry" alone: that of the last body or country that was a subject."""
        if token.pos_ == "PROPN" or _lemma(token) not in self.lexicon.speech["bodies"]:
            return None
        earlier = [
            party.side for _, party, person in self._before(self._subjects, offset(token)) if not person and party.side
        ]
        return earlier[-1] if earlier else None

    def _introduce(self, sentence: Span) -> None:
        for entity in sentence.ents:
            if entity.label_ != "PERSON":
                continue
            tokens = [one for one in entity if one.text not in {"'s", "'"}]
            tokens = [
                one for one in tokens if one.lower_.rstrip(".") not in self.lexicon.speech["titles"] | _GENERIC_NAME
            ]
            if not tokens or not tokens[-1].text[:1].isupper():
                continue
            head = tokens[-1]
            tokens = [one for one in tokens if not (self._countries.get(offset(one)) and one is not head)]
            if len(tokens) == 1 and self._countries.get(offset(head)):
                continue  # the model took a place or a demonym for a person
            office = frozenset(_lemma(one) for one in _modifiers(head) if one not in tokens) | self._apposed_office(
                head
            )
            party = Party(_joined(tokens), self._side_of_person(head), _role(head, tokens, office))
            self._keep(_surname(head), _Person(party, office))

    def _side_of_person(self, head: Token) -> str | None:
        own = self.country_of(head)
        if own:
            return own
        for near in (*[c for c in head.children if c.dep_ == "appos"], *([head.head] if head.dep_ == "appos" else [])):
            if country := self.country_of(near):
                return country
        return None

    def _apposed_office(self, head: Token) -> frozenset[str]:
        near = [child for child in head.children if child.dep_ == "appos"] + (
            [head.head] if head.dep_ == "appos" else []
        )
        titles = self.lexicon.speech["titles"]
        return frozenset(_lemma(word) for one in near for word in (one, *_modifiers(one)) if _lemma(word) in titles)

    def _keep(self, surname: str, person: _Person) -> None:
        """The longer name, and whatever side and role either mention tells."""
        known = self._people.get(surname)
        if known is None:
            self._people[surname] = person
            return
        longer = max(known.party.name, person.party.name, key=len)
        merged = replace(
            known.party,
            name=longer,
            side=known.party.side or person.party.side,
            role=known.party.role or person.party.role,
        )
        self._people[surname] = _Person(merged, known.office | person.office)

    def _note_subjects(self, sentence: Span) -> None:
        for entity in sentence.ents:
            known = self._people.get(_surname(entity[-1])) if entity.label_ == "PERSON" else None
            if known:
                self._persons.append((offset(entity), known.party))
        for token in sentence:
            role = token.dep_
            if role not in {"nsubj", "nsubjpass", "pobj"} or token.pos_ not in {"PROPN", "NOUN"}:
                continue
            if role == "pobj" and token.head.dep_ != "agent":
                continue
            known = self._people.get(_surname(token))
            title = _lemma(token) in self.lexicon.speech["titles"]
            if known or title:
                self._subjects.append((offset(token), known.party if known else self._of_phrase(token)[0], True))
            elif (
                token.pos_ == "PROPN"
                or token.text in self.lexicon.bodies
                or _lemma(token) in self.lexicon.speech["bodies"]
            ):
                self._subjects.append((offset(token), self._of_phrase(token)[0], False))

    def _antecedent(self, token: Token, *, person: bool) -> Party | None:
        """The last subject of the right sort before the pronoun, at most some 900 characters back.

        A person that the sentence before names, as no subject, comes before subjects further back.
        """
        at = offset(token)
        index = bisect_right(self._starts, at) - 1
        previous = self._starts[max(index - 1, 0)] if index >= 0 else 0
        earlier = [one for one in self._before(self._subjects, at) if one[2] is person]
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

    def _holder(self, token: Token, side: str | None) -> Party | None:
        """Who holds the office that the phrase names: same side, an office word in common (or a synonym)."""
        words = {_lemma(one) for one in (token, *_modifiers(token)) if _lemma(one) in self.lexicon.speech["titles"]}
        phrases = [group for group in self.lexicon.synonyms if any(set(term.split()) <= words for term in group)]
        wanted = [set(term.split()) for group in phrases for term in group] or [words]
        fitting = [
            one.party
            for one in self._people.values()
            if any(term <= one.office for term in wanted) and (side is None or one.party.side in {side, None})
        ]
        return fitting[-1] if len(fitting) == 1 or (fitting and side is None) else None

    def _split(self, token: Token) -> tuple[str, str | None]:
        """The name and the role of a phrase: "the pro-government X news service" is X, "spokesman Y" is Y."""
        words = [
            one for one in (*_modifiers(token), token) if one.dep_ != "det" and one.lower_ not in {"the", "a", "an"}
        ]
        words.sort(key=lambda one: one.i)
        if outlet := self._outlet_words(token, words):
            rest = (one.text for one in words if one not in outlet)
            return " ".join(one.text for one in outlet), " ".join(rest) or None
        if token.ent_type_ == "ORG" and (name := _entity_name(token)):
            return name, None
        if token.pos_ == "PROPN":
            parts = self._name_words(token, words) or [token]
            return _joined(parts), _joined([one for one in words if one not in parts]) or None
        return _joined([one for one in words if one.pos_ != "PRON" or one.dep_ != "poss"]) or token.text, None

    def _outlet_words(self, token: Token, words: Sequence[Token]) -> list[Token]:
        """The proper words before "news", "agency" and the like, its country left out; empty for other nouns."""
        if token.lower_ not in _OUTLET_NOUNS:
            return []
        proper = (one for one in words if one.pos_ == "PROPN" and one.text[:1].isupper())
        return [one for one in proper if one.lower_ not in _OUTLET_NOUNS and not self._countries.get(offset(one))]

    def _name_words(self, token: Token, words: Sequence[Token]) -> list[Token]:
        """The capitalised words that are no title and no demonym; a body keeps its titles: "Ministry of Defence"."""
        is_body = _lemma(token) in self.lexicon.speech["bodies"] or token.text in self.lexicon.bodies
        titles: frozenset[str] = frozenset() if is_body else self.lexicon.speech["titles"]
        return [
            one
            for one in words
            if _lemma(one) not in titles
            and not (self._countries.get(offset(one)) and one.i != token.i and one.dep_ == "amod")
            and (one.text[:1].isupper() or one.text == "'s")
        ]


def _joined(words: Sequence[Token]) -> str:
    """The words with the blanks that the text has between them; one blank where words in between are left out."""
    parts = [
        one.text + (" " if one.whitespace_ or next_one.i != one.i + 1 else "") for one, next_one in pairwise(words)
    ]
    return "".join([*parts, *(one.text for one in words[-1:])]).strip(" ,\"'-")


def _modifiers(token: Token) -> list[Token]:
    """Words before the head that belong to its phrase: compounds, adjectives, possessors with their 's."""
    found: list[Token] = []
    for child in token.children:
        if (
            child.dep_ in {"compound", "amod", "nmod", "poss", "nummod", "det", "punct"}
            and child.i < token.i
            and (child.dep_ != "punct" or child.text == "-")
        ):
            found += [*_modifiers(child), child, *(one for one in child.children if one.dep_ == "case")]
    return sorted(found, key=lambda one: one.i)


def _apposed_name(token: Token) -> str | None:
    """The name behind the noun: "the state agency SANA"."""
    if token.pos_ == "PROPN":
        return None
    for child in token.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i - token.i <= 3 and child.nbor(-1).text != ",":
            return _joined([*_modifiers(child), child])
    return None


def _entity_name(token: Token) -> str | None:
    """The model's whole name of a body that goes on behind its head: "Joint Chiefs of Staff", "Institute for X"."""
    entity = next((one for one in token.sent.ents if one.start <= token.i < one.end), None)
    if entity is None or entity.end - 1 == token.i:
        return None
    words = [one for one in entity if not (one.i == entity.start and one.lower_ == "the")]
    owner = [
        one
        for child in token.children
        if child.dep_ == "poss" and child.i < words[0].i
        for one in (child, *child.children)
    ]
    return _joined([*owner, *words])


def _phrase(token: Token) -> str:
    return _joined([*_modifiers(token), token])


def _role(head: Token, name: Sequence[Token], office: frozenset[str]) -> str | None:
    words = [one for one in _modifiers(head) if one not in name and one.dep_ != "det"]
    return _joined(words) or " ".join(sorted(office)) or None


def _surname(token: Token) -> str:
    return re.sub(r"'s?$", "", token.text)


def _lemma(token: Token) -> str:
    return str(token.lemma_).lower()
