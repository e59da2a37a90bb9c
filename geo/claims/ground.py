"""What is ground, and who can take it.

Takes tokens and the mentions' offsets; says of a noun whether it is a place, land, a party or a force. Knows no
predicate.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.model import Mention, MentionKind, Use
from geo.syntax import offset

_MORE = frozenset({"more", "any", "further", "new", "no", "additional", "fresh"})  # "took more ground"


class Ground:
    """Judges the nouns of one dispatch; ``mentions`` tell which are places."""

    def __init__(self, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        places = (one for one in mentions if one.use is Use.LITERAL or one.kind is MentionKind.NAME)
        self._literal = frozenset(at for one in places for at in range(one.start, one.end))
        self._any = frozenset(at for one in mentions for at in range(one.start, one.end))

    def is_place(self, token: Token) -> bool:
        """Whether a mention covers the token."""
        return offset(token) in self._literal

    def is_party(self, token: Token) -> bool:
        """Whether a mention of any use covers the token: a place, a people, a government."""
        return offset(token) in self._any

    def is_ground(self, token: Token) -> bool:
        """Whether a noun phrase is land: a land noun or a place at its head, or land that it is a number or part of."""
        lemma = token.lemma_.lower()
        if lemma in self._lexicon.never_ground and not self._is_owned_land(token):
            return False
        if lemma in {"line", "top", "area"} and any(
            one.dep_ in {"compound", "amod"}
            and one.lemma_.lower() in self._lexicon.nouns["ground"] | {"tree", "trench", "defensive"}
            for one in token.children
        ):
            return True  # "a ridge line", "the hill top"
        if self.is_place(token):
            return token.pos_ != "PRON"
        if lemma in self._lexicon.nouns["ground"] or lemma in self._lexicon.nouns["buildings"]:
            every = any(child.lower_ in {"every", "each", "all", "any"} for child in token.children)
            return lemma != "position" or token.tag_ == "NNS" or every
        denied = lemma in self._lexicon.nouns["scraps"] and any(
            one.lower_ in {"not", "no", "single"} for one in token.doc[max(token.i - 3, token.sent.start) : token.i]
        )
        if lemma in self._lexicon.nouns["fractions"] or token.like_num or denied:
            return any(
                self.is_ground(one) for child in token.children if child.dep_ == "prep" for one in child.children
            )
        return False

    def _is_owned_land(self, token: Token) -> bool:
        """As in "The side of the road", "Syrian ground"; a market or a seat is no land, whosever it is."""
        if token.lemma_.lower() not in self._lexicon.nouns["ground"]:
            return False
        if token.lemma_.lower() == "ground" and any(child.lower_ in _MORE for child in token.children):
            return True
        somewhere = {"of", "in", "near", "around"} if token.lemma_.lower() == "ground" else {"of"}
        return any(
            (child.dep_ == "prep" and child.lower_ in somewhere and any(map(self.is_place, child.children)))
            or (child.dep_ == "prep" and child.lower_ == "of")
            or self.is_party(child)
            or child.dep_ == "nummod"
            for child in token.children
        )

    def all_in(self, token: Token) -> list[Token]:
        """The places under the token."""
        return [one for one in token.subtree if self.is_place(one)]

    def is_force(self, token: Token) -> bool:
        """Whether the noun names those who can take ground: troops, a state, an armed body, "they" for such."""
        return (
            token.lemma_.lower() in self._lexicon.nouns["forces"]
            or self.is_place(token)
            or (token.pos_ == "PROPN" and token.ent_type_ not in {"DATE", "TIME"})
            or token.text in self._lexicon.bodies
            or token.lower_ in {"they", "it", "them"}
        )
