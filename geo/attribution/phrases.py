"""The words of a noun phrase: its modifiers, its name, its text.

Takes spaCy tokens; gives tokens and texts. Knows no party and no place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token


def joined(words: Sequence[Token]) -> str:
    """The words with the blanks that the text has between them; one blank where words in between are left out."""
    parts = [
        one.text + (" " if one.whitespace_ or next_one.i != one.i + 1 else "") for one, next_one in pairwise(words)
    ]
    return "".join([*parts, *(one.text for one in words[-1:])]).strip(" ,\"'-")


def modifiers(token: Token) -> list[Token]:
    """Words before the head that belong to its phrase: compounds, adjectives, possessors with their 's."""
    found: list[Token] = []
    for child in token.children:
        if (
            (child.dep_ in {"compound", "amod", "nmod", "poss", "nummod", "det", "punct"} or _is_hyphened(child))
            and child.i < token.i
            and (child.dep_ != "punct" or child.text == "-")
        ):
            found += [*modifiers(child), child, *(one for one in child.children if one.dep_ == "case")]
    return sorted(found, key=lambda one: one.i)


def _is_hyphened(child: Token) -> bool:
    """As "Kurdish" in "Kurdish-led"."""
    return child.dep_ in {"npadvmod", "advmod"} and child.nbor(1).text == "-"


def apposed_name(token: Token) -> str | None:
    """The name behind the noun: "the state agency SANA"."""
    if token.pos_ == "PROPN":
        return None
    for child in token.children:
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i - token.i <= 3 and child.nbor(-1).text != ",":
            return joined([*modifiers(child), child])
    return None


def entity_name(token: Token) -> str | None:
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
    return joined([*owner, *words])


def phrase(token: Token) -> str:
    """The noun with the words before it that belong to it."""
    return joined([*modifiers(token), token])


def surname(token: Token) -> str:
    """The word without a possessive."""
    return re.sub(r"'s?$", "", token.text)


def lemma(token: Token) -> str:
    """The lemma in lower case."""
    return str(token.lemma_).lower()
