"""The people whom a dispatch introduces by name: their side, and the words of their office.

Takes its sentences one by one, and who stands behind a title; finds somebody by surname or by office. Does not know who
"he" is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geo.attribution.phrases import joined, lemma, modifiers, surname
from geo.lexicon import Lexicon
from geo.model import Party
from geo.syntax import offset

_OF_STATE = frozenset({"minister", "president", "premier", "chancellor", "governor", "army", "military"})
_AGAINST = frozenset({"rebel", "opposition", "separatist", "former", "ex", "de", "facto", "militia", "deputy"})
_GENERIC_NAME = frozenset({"mr", "mrs", "ms", "dr", "sir", "gen", "col", "maj", "lt", "capt", "sgt", "brig"})


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody introduced by name: the full name, the side, and the words of the office in lower case."""

    party: Party
    office: frozenset[str]


class People:
    """Everybody introduced so far.

    ``titled`` are the spans of names behind a title; ``side_of`` tells the country of a noun phrase, ``is_place``
    whether words are no person but a place or a people. ``home`` is the country that nearly all of the dispatch is
    about: whose ministers and generals are whose.
    """

    def __init__(
        self,
        titled: Sequence[tuple[int, int]],
        side_of: Callable[[Token], str | None],
        is_place: Callable[[Sequence[Token]], bool],
        lexicon: Lexicon,
        home: str | None = None,
    ) -> None:
        self._home = home
        self._titled, self._side_of, self._is_place, self._lexicon = titled, side_of, is_place, lexicon
        self._people: dict[str, _Person] = {}
        self._given: dict[str, str] = {}
        """Surname by given name, by which many peoples call a man again; empty where two people share it."""

    def known(self, token: Token) -> Party | None:
        """Whoever has the word for a surname."""
        person = self._people.get(surname(token)) or self._people.get(self._given.get(surname(token), ""))
        return person.party if person else None

    def holder(self, token: Token, side: str | None) -> Party | None:
        """Who holds the office that the phrase names: same side, an office word in common (or a synonym)."""
        words = {lemma(one) for one in (token, *modifiers(token)) if lemma(one) in self._lexicon.speech["titles"]}
        phrases = [group for group in self._lexicon.synonyms if any(set(term.split()) <= words for term in group)]
        wanted = [set(term.split()) for group in phrases for term in group] or [words]
        bodies = {
            lemma(one)
            for one in modifiers(token)
            if one.pos_ == "PROPN" and lemma(one) not in words and self._side_of(one) is None
        }
        fitting = [
            one.party
            for one in self._people.values()
            if bodies <= one.office
            and any(term <= one.office for term in wanted)
            and (side is None or one.party.side in {side, None})
        ]
        return fitting[-1] if len(fitting) == 1 or (fitting and side is None) else None

    def introduce(self, sentence: Span) -> None:
        """Keep the people of a sentence: those that the model calls one, and those that stand behind a title."""
        titles = self._lexicon.speech["titles"] | _GENERIC_NAME
        for entity in sentence.ents:
            words = [one for one in entity if one.text not in {"'s", "'"} and one.lower_.rstrip(".") not in titles]
            if entity.label_ == "PERSON" and words and words[-1].text[:1].isupper() and not self._is_place(words):
                self._add([one for one in words if one is words[-1] or not self._is_place([one])])
        first = bisect_left(self._titled, (offset(sentence[0]), 0))
        last = bisect_left(self._titled, (offset(sentence[-1]), 0))
        for start, end in self._titled[first:last]:
            words = [one for one in sentence if start <= offset(one) < end and one.text[:1].isupper()]
            words = [one for one in words if one.lower_.rstrip(".") not in self._lexicon.speech["ranks"]]
            if words and surname(words[-1]) not in self._people:
                self._add(words)

    def _add(self, name: Sequence[Token]) -> None:
        """Keep the longer name, and whatever side and office either mention tells."""
        head = name[-1]
        near = [child for child in head.children if child.dep_ == "appos"]
        near += [head.head] if head.dep_ == "appos" else []
        titles = self._lexicon.speech["titles"]
        office = {lemma(word) for one in near for word in (one, *modifiers(one)) if lemma(word) in titles}
        office |= {lemma(one) for one in modifiers(head) if one not in name}
        side = next((country for one in (head, *near) if (country := self._side_of(one))), None)
        if side is None and office & _OF_STATE and not office & _AGAINST:
            side = self._home
        role = joined([one for one in modifiers(head) if one not in name and one.dep_ != "det"])
        party = Party(joined(name), side, role or " ".join(sorted(office)) or None)
        known = self._people.get(surname(head))
        if known is not None:
            longer = max(known.party.name, party.name, key=len)
            party = replace(
                known.party, name=longer, side=known.party.side or side, role=known.party.role or party.role
            )
            office |= known.office
        if len(name) > 1 and (given := surname(name[0])) not in self._people:
            self._given[given] = surname(head) if self._given.get(given, surname(head)) == surname(head) else ""
        self._people[surname(head)] = _Person(party, frozenset(office))
