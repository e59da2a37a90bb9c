"""What the parse says for or against a name being a place, beside the clues of the letters.

Takes a parse; gives clues. Does not find spans, and does not decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.clues import IN_A_PERSON, Clue
from geo.mentions.spans import NameSpan
from geo.syntax import Syntax

_TAKING = frozenset({
    "seize", "take", "capture", "retake", "recapture", "liberate", "overrun", "storm", "occupy", "enter", "shell",
    "bombard", "lose", "abandon", "leave", "vacate", "evacuate", "quit", "surround", "encircle", "attack", "hold",
    "control", "clear", "free", "reach",
})  # fmt: skip
_LEAVING = frozenset({
    "withdraw", "pull", "retreat", "withdrawal", "advance", "enter", "move", "push", "march", "roll",
})  # fmt: skip
_LABELS = {"GPE": 1.5, "LOC": 1.5, "FAC": 0.3, "ORG": -0.5, "PERSON": -1.5}
_OUT = -9.0
_UNIONS = frozenset({"Union", "League", "Federation", "Empire", "Bloc", "Army", "Front"})


class Grammar:
    """Reads one parsed dispatch; ``find`` gives the clues of a span."""

    def __init__(self, syntax: Syntax, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._syntax, self._gazetteer, self._lexicon = syntax, gazetteer, lexicon
        self.surnames = self._find_surnames()
        self._prepositions = lexicon.prepositions["literal"] | lexicon.prepositions["motion"]

    def find(self, span: NameSpan) -> Iterator[Clue]:
        """The clues of one occurrence."""
        tokens = self._syntax.tokens_in(span.start, span.end)
        if not tokens:
            yield "in no sentence", _OUT
            return
        first, last = tokens[0], tokens[-1]
        if is_person_part(first):
            yield IN_A_PERSON, -3.0
        if span.is_demonym:
            return
        if not span.political:
            yield from self._by_label(span, first, last)
        if find_governor(last, self._lexicon) is not None:
            yield "what is taken, entered or left", 2.0
        if _is_placed(last, self._prepositions):
            yield "behind a preposition of place, alone or in a list", 0.8
        if any(one.dep_ == "appos" and one.lemma_.lower() in self._lexicon.nouns["land"] for one in last.children):
            yield "the text says that it is land", 1.5
        if _ends_body(first):
            yield "ends the name of a union", -3.0

    def is_target(self, token: Token) -> bool:
        """Whether it ends a name that is taken, entered or left, and that starts with no given name known here.

        The small model calls most villages that it has not seen a person.
        """
        first = min(
            (child for child in token.children if child.dep_ == "compound"), key=lambda one: one.i, default=token
        )
        given = first is not token and first.lower_ not in ARTICLES and self._gazetteer.otherwise(first.text).given
        return find_governor(token, self._lexicon) is not None and not given

    def _find_surnames(self) -> frozenset[str]:
        """Last names of those the text introduces by first name or title, so that "Price" alone is no town."""
        found = set()
        for entity in (one for sentence in self._syntax.sentences for one in sentence.ents if one.label_ == "PERSON"):
            titled = _has_title(entity[0], self._lexicon)
            if titled or (len(entity) > 1 and not self.is_target(entity.root)):
                found.add(re.sub(r"'s?$", "", entity[-1].text if entity[-1].text != "'s" else entity[-2].text))
        return frozenset(found)

    def _by_label(self, span: NameSpan, first: Token, last: Token) -> Iterator[Clue]:
        """What the model calls it; a surname of the dispatch; a word that is no name."""
        if span.text in self.surnames:
            yield "a surname of the dispatch", -2.5
        elif last.ent_type_ in _LABELS and not (last.ent_type_ == "PERSON" and self.is_target(last)):
            yield f"{last.ent_type_} by the model", _LABELS[last.ent_type_]
        if _inside_person(first) and not self.is_target(last):
            yield "inside a longer name of a person", -2.5
        if " " not in span.text and last.pos_ not in {"PROPN", "NOUN", "ADJ"} and last.ent_type_ not in {"GPE", "LOC"}:
            yield "not a noun", -1.5


# The Arabic article, which small villages keep: "Ash Shwayrif".
ARTICLES = frozenset({"al", "el", "ad", "as", "ar", "ash", "at", "an", "az", "ed", "es", "er"})


def find_governor(token: Token, lexicon: Lexicon) -> Token | None:
    """The verb whose target the token is, or the land noun that it names ("the village of X"); lists included."""
    first = token
    while first.dep_ == "conj" and first.head.pos_ == "PROPN":
        first = first.head
    if first.dep_ in {"dobj", "nsubjpass", "oprd"} and first.head.lemma_.lower() in _TAKING:
        return first.head
    if first.dep_ != "pobj":
        return None
    head = first.head.head
    if first.head.lower_ == "of" and head.lower_ == "out":
        head = head.head
    elif first.head.lower_ == "of":
        if head.text[:1].isupper():  # "Department of Health"
            return None
        return head if head.lemma_.lower() in _named_ground(lexicon) else None
    return (
        head
        if head.lemma_.lower() in _LEAVING and first.head.lower_ in {"from", "of", "into", "near", "towards"}
        else None
    )


def _named_ground(lexicon: Lexicon) -> frozenset[str]:
    """Nouns whose "of" names ground: "the village of X", "40 sq km of X", "most of X"."""
    taken = {"control", "capture", "seizure", "fall", "recapture", "liberation", "siege", "defence", "defense", "loss"}
    parts = lexicon.nouns["fractions"] - {"number", "series"}
    return lexicon.nouns["land"] | parts | taken | {"port", "airport", "outpost", "suburb", "vicinity", "centre"}


def _is_placed(token: Token, prepositions: frozenset[str]) -> bool:
    """Whether it stands behind a preposition of place, alone or in a list."""
    first = token
    while first.dep_ == "conj" and first.head.pos_ == "PROPN":
        first = first.head
    return first.dep_ == "pobj" and first.pos_ == "PROPN" and first.head.lower_ in prepositions


def _inside_person(token: Token) -> bool:
    """Within a longer name of a person, by the model: "Luiz Inácio Lula da Silva"."""
    return any(one.label_ == "PERSON" and one.start <= token.i < one.end and len(one) > 1 for one in token.sent.ents)


def is_person_part(token: Token) -> bool:
    """Whether a capitalised neighbour in one compound makes it a person: "Paris Hilton", "Jack London"."""
    others = [token.head] if token.dep_ in {"compound", "nmod"} else []
    others += [child for child in token.children if child.dep_ == "compound"]
    near = [one for one in others if one.pos_ == "PROPN" and abs(one.i - token.i) <= 2 and one.ent_type_ == "PERSON"]
    return bool(near) and token.ent_type_ in {"PERSON", ""}


def _ends_body(token: Token) -> bool:
    """Whether it ends a name that is a body's as a whole: "European Union"."""
    before = token.nbor(-1) if token.i > token.sent.start else None
    if before is None or before.dep_ not in {"compound", "amod"} or before.head.i != token.i:
        return False
    return before.text[0].isupper() and (token.text in _UNIONS or token.ent_type_ == "ORG")


def _has_title(token: Token, lexicon: Lexicon) -> bool:
    if token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    return before.lemma_.lower() in lexicon.speech["titles"] and before.i == token.i - 1
