"""Reporting words: which stance one takes, and what it governs.

Takes a token and the lexicon; gives a Stance and a frame. Does not say who speaks, nor what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.model import Stance

_WITHHELD = frozenset({"confirm", "deny", "comment", "respond", "verify", "acknowledge", "answer"})
_NAMED = frozenset({"name", "identify", "quote"})
_PLANS = frozenset(
    {"promise", "plan", "proposal", "offer", "demand", "idea", "request", "call", "suggestion", "threat"}
)
_SAYING = frozenset(
    {"say", "disclose", "discuss", "elaborate", "specify", "speak", "estimate", "give", "speculate", "provide"}
)
_CONCESSIONS = frozenset({"accept", "allow", "permit", "tolerate", "agree", "recognize", "recognise", "cede"})


def find_stance(token: Token, lexicon: Lexicon) -> tuple[Stance | None, str]:
    """The stance of a reporting word, and its frame: "clause", "object", "accuse" or "address".

    None and "" where the word reports nothing here.
    """
    lemma = token.lemma_.lower()
    if (idiom := _find_idiom(token, lexicon)) is not None:
        return idiom, "accuse" if idiom is Stance.ACCUSES else "object"
    if made := _speech_act(token, lexicon):
        return made, "object"
    if _describes(token):
        return _judgement(token, lexicon), "object"
    stance = lexicon.cues.get(lemma)
    if stance is None or _reports_nothing(token, lexicon):
        return None, ""
    return stance, _find_frame(token, lemma, lexicon)


def _reports_nothing(token: Token, lexicon: Lexicon) -> bool:
    """A participle that describes, a command to one's own troops, "asked not to be named"."""
    if token.tag_ == "VBN" and token.dep_ in {"amod", "acl"} and not _is_passive_charge(token, lexicon):
        return True
    if any(one.dep_ == "xcomp" and one.lemma_.lower() in _NAMED for one in token.children):
        return True
    commanded = (one.lemma_.lower() in lexicon.nouns["forces"] for one in token.children if one.dep_ == "dobj")
    return token.lemma_.lower() == "order" and any(commanded)


def _is_passive_charge(token: Token, lexicon: Lexicon) -> bool:
    """As in "Troops, accused by X of ..."."""
    return token.lemma_.lower() in lexicon.cue_frames["accuse"] and any(one.dep_ == "agent" for one in token.children)


def _find_idiom(token: Token, lexicon: Lexicon) -> Stance | None:
    """The stance of a verb with its noun or particle: "pointed the finger", "poured cold water on"."""
    words = {
        child.lemma_.lower()
        for child in token.children
        if child.dep_ in {"dobj", "prt", "advmod", "prep", "acomp", "oprd"}
    }
    lemma = token.lemma_.lower()
    return next((one.stance for one in lexicon.idioms if lemma == one.verb and one.noun in words), None)


def _judgement(token: Token, lexicon: Lexicon) -> Stance:
    """What "called it X" does: X may say that it is untrue or void."""
    said = {one.lemma_.lower() for child in token.children if child.i > token.i for one in child.subtree}
    return Stance.REJECTS if said & lexicon.nouns["untrue"] else Stance.ASSERTS


def _find_frame(token: Token, lemma: str, lexicon: Lexicon) -> str:
    """What the reporting word governs here: a charge, an address, an object, else a clause or a quotation."""
    frames = lexicon.cue_frames
    if lemma in frames["accuse"]:
        return "accuse"
    if has_clause(token):
        return "clause"
    if lemma in frames["address"]:
        return "address"
    takes_object = lemma in frames["object"] and lemma not in frames["clause_only"]
    return "object" if takes_object and has_object(token) else "clause"


def _speech_act(token: Token, lexicon: Lexicon) -> Stance | None:
    """The stance of "repeated its demand", "made the claim that"."""
    if token.lemma_.lower() not in lexicon.cue_noun_verbs:
        return None
    nouns = [child.lemma_.lower() for child in token.children if child.dep_ == "dobj"]
    return next((lexicon.cue_nouns[noun] for noun in nouns if noun in lexicon.cue_nouns), None)


def _describes(token: Token) -> bool:
    """Whether it says what something is: "called it an invasion", "put the area at 5 sq km"."""
    lemma = token.lemma_.lower()
    if lemma not in {"call", "describe", "brand", "label", "put", "estimate"}:
        return False
    kinds = {child.dep_ for child in token.children if child.i > token.i}
    if lemma in {"call", "describe", "brand", "label"}:
        named = kinds & {"oprd", "ccomp", "xcomp"} or (token.dep_ == "relcl" and kinds & {"acomp", "attr", "dobj"})
        as_what = any(child.dep_ == "prep" and child.lower_ == "as" for child in token.children)
        return as_what if lemma == "describe" else bool(named) and "prep" not in kinds
    at = any(one.dep_ == "prep" and one.lower_ == "at" and one.i > token.i for one in token.subtree)
    return "dobj" in kinds and at


def has_object(token: Token) -> bool:
    """Whether the cue takes an object: a noun, an infinitive, "on X" or "for X"."""
    direct = any(child.dep_ in {"dobj", "nsubjpass", "xcomp"} for child in token.children)
    return direct or any(child.dep_ == "prep" and child.lower_ in {"on", "for"} for child in token.children)


def has_clause(token: Token) -> bool:
    """Whether the cue governs a reported clause."""
    return any(child.dep_ == "ccomp" for child in token.children)


def adjust_stance(token: Token, stance: Stance, content: Sequence[Token], lexicon: Lexicon) -> Stance:
    """The stance in its clause: "has not confirmed" withholds, "said X should" demands, "cannot accept" rejects."""
    if withholds(token, lexicon):
        return Stance.WITHHOLDS
    if (
        stance is Stance.DENIES
        and token.lemma_.lower() == "dismiss"
        and _PLANS & {one.lemma_.lower() for one in content}
    ):
        return Stance.REJECTS
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


def withholds(token: Token, lexicon: Lexicon) -> bool:
    """Whether it says that nothing is said: "did not comment", "has not confirmed", "declined to say"."""
    return (_is_negated(token, lexicon) and token.lemma_.lower() in _WITHHELD) or _declines(token)


def _declines(token: Token) -> bool:
    """As in "Declined to say": by the next verb, to whatever the parser hangs it."""
    if token.lemma_.lower() not in {"decline", "refuse"}:
        return False
    near = [*token.children, *token.doc[token.i + 1 : token.i + 3]]
    return any(child.lemma_.lower() in _WITHHELD | _SAYING for child in near)


def _is_negated(token: Token, lexicon: Lexicon) -> bool:
    if token.dep_ == "conj" and token.head.lemma_.lower() in _WITHHELD and _is_negated(token.head, lexicon):
        return True
    words = [child for child in token.children if child.dep_ in {"neg", "preconj", "cc"}]
    subject = [one for child in token.children if child.dep_ in {"nsubj", "nsubjpass"} for one in child.children]
    return any(one.lower_ in lexicon.verbs["negators"] for one in [*words, *subject])
