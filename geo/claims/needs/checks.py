"""What all needs share: the ground, the lexicon, and how a check is asked for by its name.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Token

from geo.claims.clauses import subject
from geo.claims.ground import Ground
from geo.lexicon import Lexicon, Predicate
from geo.model import ClaimKind

Found = list[Token] | bool
# Among the lexicon's forces, these also send, meet and work in peace.
_NOT_SENT = frozenset({"government", "group", "side", "movement", "coalition", "operation"})
PRONOUNS = frozenset({"it", "them", "they", "both"})


class Checks:
    """Checks one dispatch's triggers; ``before`` is the ground of the event told last, which "it" and "them" mean."""

    def __init__(self, ground: Ground, lexicon: Lexicon) -> None:
        self._ground, self._lexicon = ground, lexicon
        self._soldiers = lexicon.nouns["forces"] - _NOT_SENT  # who is sent, camps and goes home
        self.before: tuple[Token, ...] = ()

    def check(self, token: Token, predicate: Predicate) -> tuple[bool, list[Token]]:
        """Whether the predicate holds at the token, and the nouns that are its ground."""
        doer = subject(token) if predicate.kind in {ClaimKind.SEIZURE, ClaimKind.WITHDRAWAL} else None
        if doer is not None and doer.lemma_.lower() in self._lexicon.nouns["doers_of_no_ground"]:
            return False, []
        if predicate.needs is None:
            return True, self._ground.all_in(token)
        check: Callable[[Token, Predicate], Found] = getattr(self, predicate.needs)
        found = check(token, predicate)
        return bool(found), found if isinstance(found, list) else self._ground.all_in(token)

    def _land(self, nouns: Iterable[Token]) -> list[Token]:
        """Those of the nouns that are ground; for a pronoun the ground told of before."""
        found: list[Token] = []
        for noun in nouns:
            if self._ground.is_ground(noun):
                found.append(noun)
            elif _of_them(noun) or (noun.pos_ == "PRON" and noun.lower_ in PRONOUNS):
                found += self.before
            elif noun.lemma_.lower() in {"rest", "remainder"} and not any(noun.rights):
                found.append(noun)
        return found


def _of_them(noun: Token) -> bool:
    """As in "retook one of them"."""
    counted = noun.like_num or noun.lower_ in {"some", "most", "all", "both", "part"}
    return counted and any(
        one.lower_ in PRONOUNS for child in noun.children if child.dep_ == "prep" for one in child.children
    )


def subjects(token: Token) -> list[Token]:
    """The subjects of a verb, of the passive too, lists whole."""
    found = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass"}]
    return [one for first in found for one in (first, *first.conjuncts)]


def near_words(verb: Token) -> Sequence[Token]:
    """The verb's words and those behind its prepositions."""
    return [*verb.children, *(one for child in verb.children if child.dep_ == "prep" for one in child.children)]
