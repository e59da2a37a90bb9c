"""What speaks for a lesser name being a place at all: "Hall" is a town, and far more often a surname or a building.

Takes the name spans of a text and its parse; gives those that are well known or that something in the text speaks for.
Does not choose between places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.mentions.spans import LAND_WORDS, NameSpan
from geo.syntax import Syntax

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_OF_GROUND = frozenset({
    "control", "capture", "seizure", "fall", "loss", "siege", "battle", "liberation", "recapture", "occupation",
    "shelling", "bombardment", "evacuation", "outskirts", "edge", "capital", "port", "city", "town", "village",
    "suburb", "district", "north", "south", "east", "west",
})  # fmt: skip
"""Nouns that take ground behind "of"."""
_BEFORE_A_NAME = frozenset({"the", "of", "nearby", "neighbouring", "neighboring"})


def drop_unlikely(
    spans: Sequence[NameSpan],
    syntax: Syntax,
    lexicon: Lexicon,
    *,
    is_well_known: Callable[[str], bool],
    is_target: Callable[[Token], bool],
) -> tuple[NameSpan, ...]:
    """The spans without lesser names that nothing speaks for; a name that one occurrence speaks for stays everywhere.

    ``is_well_known`` tells of a name, ``is_target`` of a token that troops take, enter or leave.
    """
    sure = {one.text for one in spans if one.known and is_well_known(one.text)}
    reader = _Evidence([one for one in spans if one.text in sure], syntax, lexicon, is_target)
    shown = {one.text for one in spans if one.text not in sure and reader.has(one)}
    return tuple(one for one in spans if one.is_demonym or one.is_line or one.text in sure or one.text in shown)


class _Evidence:
    """``known`` are the spans of well-known names: a lesser one before or behind a comma is of their kind."""

    def __init__(
        self, known: Sequence[NameSpan], syntax: Syntax, lexicon: Lexicon, is_target: Callable[[Token], bool]
    ) -> None:
        self._syntax, self._is_target = syntax, is_target
        self._prepositions = lexicon.prepositions["literal"] | lexicon.prepositions["motion"]
        self._land = lexicon.nouns["land"] | _OF_GROUND
        self._starts = frozenset(one.start for one in known)
        self._ends = frozenset(one.end for one in known)

    def has(self, span: NameSpan) -> bool:
        """Whether the grammar, the names beside it, or for a known name the model speaks for a place."""
        tokens = self._syntax.tokens_in(span.start, span.end)
        if not tokens:
            return False
        last = tokens[-1]
        beside = span.end + 2 in self._starts or span.start - 2 in self._ends
        if self._is_target(last) or beside:
            return True
        if _ends_longer_name(tokens[0]):
            return False
        if span.known and last.ent_type_ in _PLACE_LABELS:
            return True
        return self._is_placed(last) or self._is_land(last) or _is_named_land(span.text)

    def _is_placed(self, token: Token) -> bool:
        """Whether it stands behind a preposition of place, alone or in a list."""
        first = token
        while first.dep_ == "conj" and first.head.pos_ == "PROPN":
            first = first.head
        if first.dep_ != "pobj" or first.pos_ != "PROPN":
            return False
        if first.head.lower_ == "of":
            return first.head.head.lemma_.lower() in _OF_GROUND
        return first.head.lower_ in self._prepositions

    def _is_land(self, token: Token) -> bool:
        """Whether the text says that it is land: "X, capital of Y", "X, a town on the river"."""
        return any(one.dep_ == "appos" and one.lemma_.lower() in self._land for one in token.children)


def _is_named_land(text: str) -> bool:
    """Whether it ends in a word for land or water: "Antarctic Peninsula"."""
    return " " in text and text.rsplit(" ", 1)[1] in LAND_WORDS


def _ends_longer_name(token: Token) -> bool:
    """Whether a capitalised word right before it belongs to the same name: "Main Street", "Toby Hall"."""
    if token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    return before.text[:1].isupper() and before.pos_ == "PROPN" and before.lower_ not in _BEFORE_A_NAME
