"""Reporting words: which stance one takes, and what it governs.

Takes a token and the lexicon; gives a Stance and a frame. Does not say who speaks, nor what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.model import Stance

_WITHHELD = frozenset({"confirm", "deny", "comment", "respond", "verify", "acknowledge"})
_CONCESSIONS = frozenset({"accept", "allow", "permit", "tolerate", "agree", "recognize", "recognise", "cede"})


def find_stance(token: Token, lexicon: Lexicon) -> tuple[Stance | None, str]:
    """The stance of a reporting word, and its frame: "clause", "object", "accuse" or "address".

    None and "" where the word reports nothing here.
    """
    lemma = token.lemma_.lower()
    for idiom in lexicon.idioms:
        if lemma == idiom.verb and any(
            child.lemma_.lower() == idiom.noun and child.dep_ in {"dobj", "prt"} for child in token.children
        ):
            return idiom.stance, "accuse" if idiom.stance is Stance.ACCUSES else "object"
    stance = lexicon.cues.get(lemma)
    if stance is None or (token.tag_ == "VBN" and token.dep_ in {"amod", "acl"}):
        return None, ""
    if lemma in lexicon.cue_frames["accuse"]:
        return stance, "accuse"
    if lemma in lexicon.cue_frames["address"] and not has_clause(token):
        return stance, "address"
    if (
        lemma in lexicon.cue_frames["object"]
        and not has_clause(token)
        and lemma not in lexicon.cue_frames["clause_only"]
        and has_object(token)
    ):
        return stance, "object"
    return stance, "clause"


def has_object(token: Token) -> bool:
    """Whether the cue takes an object: a noun, an infinitive, "on X" or "for X"."""
    direct = any(child.dep_ in {"dobj", "nsubjpass", "xcomp"} for child in token.children)
    return direct or any(child.dep_ == "prep" and child.lower_ in {"on", "for"} for child in token.children)


def has_clause(token: Token) -> bool:
    """Whether the cue governs a reported clause."""
    return any(child.dep_ == "ccomp" for child in token.children)


def adjust_stance(token: Token, stance: Stance, content: Sequence[Token], lexicon: Lexicon) -> Stance:
    """The stance in its clause: "has not confirmed" withholds, "said X should" demands, "cannot accept" rejects."""
    negated = _is_negated(token, lexicon)
    if (negated and token.lemma_.lower() in _WITHHELD) or _declines(token):
        return Stance.WITHHOLDS
    if stance is not Stance.ASSERTS or not content:
        return stance
    main = content[0]
    modals = {child.lower_ for child in main.children if child.dep_ == "aux"}
    if modals & lexicon.verbs["demand_modals"] or (
        main.lemma_ == "be" and any(child.lemma_.lower() == "need" for child in main.children)
    ):
        return Stance.DEMANDS
    refused = _is_negated(main, lexicon) and main.lemma_.lower() in _CONCESSIONS
    return Stance.REJECTS if refused else stance


def _declines(token: Token) -> bool:
    return token.lemma_.lower() in {"decline", "refuse"} and any(
        child.dep_ == "xcomp" and child.lemma_.lower() in _WITHHELD for child in token.children
    )


def _is_negated(token: Token, lexicon: Lexicon) -> bool:
    if token.dep_ == "conj" and token.head.lemma_.lower() in _WITHHELD and _is_negated(token.head, lexicon):
        return True
    words = [child for child in token.children if child.dep_ in {"neg", "preconj", "cc"}]
    subject = [one for child in token.children if child.dep_ in {"nsubj", "nsubjpass"} for one in child.children]
    return any(one.lower_ in lexicon.verbs["negators"] for one in [*words, *subject])
