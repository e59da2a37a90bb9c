"""Clauses: which words belong to one event, who is its subject, what its object.

Takes spaCy tokens; gives tokens. Knows grammar only, no kind of claim and no place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar

from spacy.tokens import Token

from geo.syntax import offset

_LONGEST = 400  # characters: no mention, time or quantity is longer


class _Spanned(Protocol):
    """Anything with a span in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_AnySpanned = TypeVar("_AnySpanned", bound=_Spanned)
_TRANSPARENT_PREPOSITIONS = frozenset({"of", "for", "to", "from", "at", "on", "in", "against"})
_RELATIVE = frozenset({"that", "which", "who", "whom"})
_BLAMING = frozenset({"blame", "criticise", "criticize", "condemn", "fault", "rebuke", "denounce", "attack"})
AREA_NOUNS = frozenset({"km", "kilometer", "kilometre", "mile", "hectare", "acre", "dunam", "km2"})


def clause_head(token: Token) -> Token:
    """The verb of the clause that the token belongs to; infinitives and "of doing" belong to their governor.

    A relative, adverbial, reported or coordinated clause is one of its own.
    """
    while not _is_clause(token) and token.head.i != token.i:
        token = token.head
    return token


def _is_clause(token: Token) -> bool:
    if token.dep_ in {"ccomp", "relcl", "advcl", "parataxis"} and token.pos_ in {"VERB", "AUX"}:
        return (
            token.dep_ != "advcl"
            or token.tag_ != "VB"
            or any(child.dep_ in {"mark", "nsubj"} for child in token.children)
        )
    if token.dep_ == "acl":
        # "on top of the 25 taken in July": an area of its own, with its own date
        return (
            token.tag_ == "VBN"
            and (token.head.like_num or token.head.lemma_.lower() in AREA_NOUNS)
            and _is_added(token.head)
        ) or _adds(token)
    if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}:
        return token.head.pos_ in {"VERB", "AUX"} and not (
            token.head.dep_ in {"xcomp", "acl"} and not any(child.dep_ in {"dobj", "prep"} for child in token.children)
        )
    if token.dep_ == "pcomp":
        return token.head.lower_ not in _TRANSPARENT_PREPOSITIONS
    return token.dep_ == "ROOT"


def _is_added(noun: Token) -> bool:
    before = noun.doc[max(noun.sent.start, min(one.i for one in noun.subtree) - 4) : noun.i]
    return any(one.lower_ in {"addition", "top", "besides", "plus"} for one in before)


def clause_tokens(head: Token, others: Collection[Token]) -> list[Token]:
    """The words under the clause's head, less those under the heads of other clauses."""
    cut = {one.i for other in others if other.i != head.i and head in other.ancestors for one in other.subtree}
    return [one for one in head.subtree if one.i not in cut]


def subject(token: Token) -> Token | None:
    """Who does it: the subject, the agent of a passive, the governor's subject where the verb has none of its own."""
    children = list(token.children)
    agent = next(
        (one for child in children if child.dep_ == "agent" for one in child.children if one.dep_ == "pobj"), None
    )
    if agent is not None:
        return agent
    own = next((child for child in children if child.dep_ == "nsubj"), None)
    if own is not None:
        return _antecedent(own, token)
    if any(child.dep_ == "nsubjpass" for child in children):
        return None
    return _inherited(token)


def _antecedent(own: Token, verb: Token) -> Token:
    if own.lower_ in _RELATIVE:
        relative = verb
        while relative.dep_ in {"conj", "xcomp"} and relative.head.i != relative.i:
            relative = relative.head
        return relative.head if relative.dep_ == "relcl" else own
    return own


def _inherited(token: Token) -> Token | None:
    if token.pos_ in {"NOUN", "PROPN"}:
        return _noun_subject(token)
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return token.head
    if token.dep_ == "xcomp" and (controlled := _controlled(token.head)) is not None:
        return controlled
    if token.dep_ == "pcomp" and (charged := _charged(token.head)) is not None:
        return charged
    governor = _governor(token)
    return subject(governor) if governor is not None else None


def _charged(preposition: Token) -> Token | None:
    """Whose deed it is: "accused X of crossing the line", "blamed X for shelling it", "kept X from entering"."""
    verb = preposition.head
    whose = preposition.lower_ in {"of", "from", "against"} or verb.lemma_.lower() in _BLAMING
    direct = (child for child in verb.children if child.dep_ == "dobj" and child.pos_ in {"NOUN", "PROPN"})
    return next(direct, None) if whose and verb.pos_ == "VERB" else None


def _controlled(governor: Token) -> Token | None:
    """Whom the governor makes do it: "forced X to leave", "called on X to leave"."""
    nouns = (child for child in governor.children if child.pos_ in {"NOUN", "PROPN", "PRON"})
    direct = next((child for child in nouns if child.dep_ == "dobj"), None)
    asked = after(governor, {"on", "upon", "to"}) if governor.lemma_.lower() in {"call", "appeal"} else []
    return direct or next(iter(asked), None)


def _governor(token: Token) -> Token | None:
    """The verb that lends a verb without a subject its own."""
    if token.dep_ == "acl":
        return clause_head(token.head) if token.tag_ == "VB" else None
    if token.dep_ == "xcomp":
        return token.head.head if token.head.dep_ == "acomp" else token.head  # "is due to meet"
    outer = {"conj": token.head, "advcl": token.head, "pcomp": token.head.head}.get(token.dep_)
    return outer if outer is not None and outer.pos_ in {"VERB", "AUX"} else None


def _noun_subject(token: Token) -> Token | None:
    """Who does what a noun tells: "X shelling", "X's attack", "an attack by X"."""
    for child in token.children:
        if (child.dep_ == "prep" and child.lower_ == "by") or child.dep_ == "agent":
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "in" else None
    if verb is not None and verb.lemma_ in {"be", "remain", "stay"}:  # "X remains in occupation of Y"
        return next((child for child in verb.children if child.dep_ == "nsubj"), None)
    possessor = next((child for child in token.children if child.dep_ == "poss"), None)
    return possessor or next(
        (
            child
            for child in token.children
            if child.dep_ in {"amod", "compound", "nmod", "nsubj"} and child.text[:1].isupper()
        ),
        None,
    )


def _nearest_name(relative: Token) -> Token:
    """What a relative clause is about: a name right before its ", which", not a noun further up.

    "An airstrip on the island of X, which Y has held since 1966": Y holds the island.
    """
    first = min(relative.subtree, key=lambda one: one.i)
    if first.i < 2 or first.nbor(-1).text != "," or first.lower_ != "which":
        return relative.head
    before = first.nbor(-2)
    return before if before.pos_ == "PROPN" and relative.head in before.ancestors else relative.head


def _adds(token: Token) -> bool:
    """As in "in addition to the 40 that they had taken", hung on the addition."""
    return token.dep_ in {"acl", "relcl"} and token.head.lemma_.lower() == "addition"


def objects(token: Token) -> list[Token]:
    """What it is done to: object, subject of a passive, antecedent of a relative, "of X" after a noun; lists whole."""
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass", "oprd"} and child.lower_ not in _RELATIVE:
            found += [child, *child.conjuncts]
        elif child.dep_ == "prep" and token.pos_ in {"NOUN", "PROPN"} and child.lower_ == "of":
            found += [one for first in child.children if first.dep_ == "pobj" for one in (first, *first.conjuncts)]
    if (
        token.dep_ == "relcl"
        and not any(child.dep_ == "dobj" and child.lower_ not in _RELATIVE for child in token.children)
        and not _relative_is_subject(token)
    ):
        found.append(_nearest_name(token))
    if _adds(token):
        found += after(token.head, {"to"})
    elif token.dep_ == "acl" and token.tag_ == "VBN":
        found.append(token.head)
    if not found and _lacks_subject(token):
        found += [child for child in token.head.children if child.dep_ == "dobj" and child.i < token.i]
    if (
        not found
        and token.dep_ == "conj"
        and token.tag_ == "VBN"
        and token.head.pos_ == "VERB"
        and not any(child.dep_ == "nsubj" for child in token.children)
    ):
        found += objects(token.head) if any(child.dep_ == "nsubjpass" for child in token.head.children) else []
    return found


def _lacks_subject(token: Token) -> bool:
    """A passive whose subject the model took for the cue's object: "said 13 villages, most of them X's, were taken"."""
    passive = token.dep_ == "ccomp" and any(child.dep_ == "auxpass" for child in token.children)
    return passive and not any(child.dep_ in {"nsubj", "nsubjpass", "mark"} for child in token.children)


def _relative_is_subject(token: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ in _RELATIVE for child in token.children)


def after(token: Token, words: Collection[str]) -> list[Token]:
    """The nouns after any of these prepositions or particles on the token: ("to",) -> "fell to X"."""
    return [
        one
        for child in token.children
        if child.dep_ in {"prep", "prt", "dative"} and child.lower_ in words
        for first in child.children
        if first.dep_ == "pobj"
        for one in (first, *first.conjuncts)
    ]


def among(items: Sequence[_AnySpanned], starts: Collection[int]) -> list[_AnySpanned]:
    """The items, ordered by start, that hold one of the offsets; looks only round these, however long the text is."""
    if not starts:
        return []
    first = bisect_left(items, min(starts) - _LONGEST, key=lambda one: one.start)
    last = bisect_right(items, max(starts), key=lambda one: one.start)
    wanted = frozenset(starts)
    return [one for one in items[first:last] if not wanted.isdisjoint(range(one.start, one.end))]


def offsets_of(tokens: Iterable[Token]) -> frozenset[int]:
    """Where the tokens start in the whole text."""
    return frozenset(offset(one) for one in tokens)
