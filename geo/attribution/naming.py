"""How a party is called: the name in a noun phrase, and the role in what stands round it.

Takes the head of a phrase; gives texts. Does not know who was introduced before, nor whose side anybody is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from geo.attribution.phrases import entity_name, joined, lemma, modifiers
from geo.lexicon import Lexicon
from geo.syntax import offset

OUTLET_NOUNS = frozenset({
    "news", "service", "agency", "newspaper", "outlet", "website", "channel", "newswire", "broadcaster", "daily",
    "portal", "magazine", "television", "station", "radio", "monitor", "network", "site", "tabloid", "think", "tank",
    "paper",
})  # fmt: skip
_NEWS = frozenset({"news", "press", "wire", "information", "television", "broadcasting", "media", "state"})
GROUPS = frozenset({
    "group", "movement", "militia", "rebel", "organization", "organisation", "alliance", "insurgent", "militant",
    "paramilitary", "faction",
})  # fmt: skip
_BACKED = frozenset({
    "backed", "allied", "aligned", "sponsored", "supported", "funded", "trained", "armed", "linked", "run",
    "led", "appointed", "controlled", "owned", "affiliated",
})  # fmt: skip


class Naming:
    """Names the phrases of one dispatch; ``countries`` are the codes of its names and demonyms, by offset."""

    def __init__(self, countries: Mapping[int, str], lexicon: Lexicon) -> None:
        self._countries, self._lexicon = countries, lexicon

    def split(self, token: Token) -> tuple[str, str | None]:
        """The name and the role of a phrase: "the pro-government X news service" is X, "spokesman Y" is Y."""
        words = [
            one for one in (*modifiers(token), token) if one.dep_ != "det" and one.lower_ not in {"the", "a", "an"}
        ]
        words.sort(key=lambda one: one.i)
        if token.text in self._lexicon.bodies:
            return token.text, joined([one for one in words if one is not token and one.text != "'s"]) or None
        if named := self._own_name(token):
            return joined(named), joined([one for one in words if one not in named]) or None
        if outlet := self._outlet_words(token, words):
            rest = (one.text for one in words if one not in outlet)
            return " ".join(one.text for one in outlet), " ".join(rest) or None
        if token.ent_type_ == "ORG" and (name := entity_name(token)):
            return name, None
        if token.pos_ == "PROPN" and token.text[:1].isupper():
            parts = self._name_words(token, words) or [token]
            return joined(parts), joined([one for one in words if one not in parts]) or None
        return joined([one for one in words if one.pos_ != "PRON" or one.dep_ != "poss"]) or token.text, None

    def group_name(self, token: Token) -> str | None:
        """The name that stands before "armed group" or "movement"; None for any other noun."""
        return joined(self._own_name(token)) or None

    def _own_name(self, token: Token) -> list[Token]:
        if lemma(token) not in GROUPS:
            return []
        found = [one for one in token.children if one.dep_ in {"compound", "nmod"} and one.pos_ == "PROPN"]
        named = found and all(one.text[:1].isupper() and offset(one) not in self._countries for one in found)
        return found if named else []

    def _outlet_words(self, token: Token, words: Sequence[Token]) -> list[Token]:
        """The proper words before "news", "agency" and the like, its country left out; empty for other nouns."""
        if token.text not in OUTLET_NOUNS or not _is_press(token, words):
            return []
        proper = (one for one in words if one.pos_ == "PROPN" and one.text[:1].isupper() and not only_backs(one))
        return [one for one in proper if one.lower_ not in OUTLET_NOUNS and not self._countries.get(offset(one))]

    def _name_words(self, token: Token, words: Sequence[Token]) -> list[Token]:
        """The capitalised words that are no title and no demonym; a body keeps its titles: "Ministry of Defence"."""
        is_body = lemma(token) in self._lexicon.speech["bodies"] or token.text in self._lexicon.bodies
        titles: frozenset[str] = frozenset() if is_body else self._lexicon.speech["titles"]
        kept = [
            one
            for one in words
            if lemma(one) not in titles
            and not (self._countries.get(offset(one)) and one.i != token.i and one.dep_ == "amod")
            and (one.text[:1].isupper() or one.text[:1].isdigit() or one.text == "'s")
        ]
        return kept[1:] if kept and kept[0].text == "'s" else kept


def _is_press(token: Token, words: Iterable[Token]) -> bool:
    """Whether an agency or a service is one of news: "the X news agency", not "the U.N. refugee agency"."""
    others = [one for one in words if one is not token]
    named = all(one.text[:1].isupper() for one in others)
    return token.text not in {"agency", "service"} or named or any(one.lower_ in _NEWS for one in others)


def only_backs(token: Token) -> bool:
    """As "Rwanda" in "the Rwanda-backed group": whose friend it is, not whose."""
    behind = token.doc[token.i + 1 : token.i + 3]
    return len(behind) > 1 and behind[0].text == "-" and behind[1].lower_ in _BACKED
