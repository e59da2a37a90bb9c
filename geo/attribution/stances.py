"""Reporting words: which stance one takes, and what it governs.

Takes a token and the lexicon; gives a Stance and a frame. Does not say who speaks, nor what is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from geo.attribution.content import is_evidence
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
# Refused where they "will not" be done; that they "have not" been is a report.
_YIELDING = frozenset({
    "give", "yield", "trade", "surrender", "leave", "withdraw", "negotiate", "hand", "abandon", "budge", "compromise",
    "bow", "relinquish", "attend", "sign", "retreat", "talk", "return", "pull", "move", "sit", "bargain",
})  # fmt: skip
_OPEN = frozenset({"whether", "if", "how", "when", "where", "why"})  # "would not say whether"
_ORDERS = frozenset({"tell", "order", "instruct", "warn"})
_CALLED = frozenset({"call", "describe", "brand", "label", "dub", "term", "deem", "pronounce", "declare"})
_FRAME_OF_IDIOM = {Stance.ACCUSES: "accuse", Stance.ASSERTS: "clause"}


def find_stance(token: Token, lexicon: Lexicon) -> tuple[Stance | None, str]:
    """The stance of a reporting word, and its frame: "clause", "object", "accuse" or "address".

    None and "" where the word reports nothing here.
    """
    lemma = token.lemma_.lower()
    if (idiom := _find_idiom(token, lexicon)) is not None:
        return idiom, "object" if lemma == "give" else _FRAME_OF_IDIOM.get(idiom, "object")
    if made := _speech_act(token, lexicon):
        return made, "object"
    if _describes(token, lexicon):
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
    """As in "Troops, accused by X of ...", "a claim denied by X"."""
    refused = lexicon.cues.get(token.lemma_.lower()) in {Stance.DENIES, Stance.REJECTS}
    charged = token.lemma_.lower() in lexicon.cue_frames["accuse"] or (
        refused and token.head.lemma_.lower() in lexicon.cue_nouns
    )
    return charged and any(one.dep_ == "agent" for one in token.children)


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
    if token.dep_ == "acl" and lemma in frames["object"]:
        return "object"  # "a claim denied by X"
    takes_object = (lemma in frames["object"] and lemma not in frames["clause_only"]) or is_evidence(token)
    return "object" if takes_object and has_object(token) else "clause"


def _speech_act(token: Token, lexicon: Lexicon) -> Stance | None:
    """The stance of "repeated its demand", "made the claim that"."""
    if token.lemma_.lower() not in lexicon.cue_noun_verbs:
        return None
    nouns = [child.lemma_.lower() for child in token.children if child.dep_ == "dobj"]
    return next((lexicon.cue_nouns[noun] for noun in nouns if noun in lexicon.cue_nouns), None)


def _describes(token: Token, lexicon: Lexicon) -> bool:
    """Whether it says what something is: "called it an invasion", "put the area at 5 sq km"."""
    lemma = token.lemma_.lower()
    if lemma not in _CALLED | {"put", "estimate"}:
        return False
    after = [child for child in token.children if child.i > token.i]
    kinds = {child.dep_ for child in after}
    if lemma in _CALLED and lemma != "describe" and any(one.lemma_.lower() in lexicon.nouns["untrue"] for one in after):
        return True
    if lemma in _CALLED and any(
        one.dep_ == "acl" and one.lemma_.lower() in lexicon.nouns["untrue"] for first in after for one in first.children
    ):
        return True  # "called the report invented"
    if lemma == "declare":
        return False
    if lemma in _CALLED:
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
    if (own := _own_cue(main, lexicon)) is not None:
        return own
    if _goes_on_denying(token, main, lexicon) or _gainsays(main, lexicon):
        return Stance.DENIES
    return _by_modals(token, main, lexicon)


def _by_modals(token: Token, main: Token, lexicon: Lexicon) -> Stance:
    """As in "said X must leave", "told them to leave", "said it would never leave"; else it asserts."""
    modals = {child.lower_ for child in main.children if child.dep_ == "aux"}
    if token.lemma_.lower() in _ORDERS and main.tag_ == "VB" and "to" in modals:
        return Stance.DEMANDS
    if modals & lexicon.verbs["demand_modals"] or (
        main.lemma_ == "be" and any(child.lemma_.lower() == "need" for child in main.children)
    ):
        return Stance.DEMANDS
    yielding = main.lemma_.lower() in _CONCESSIONS | (_YIELDING if modals & {"will", "would", "'ll", "wo"} else set())
    return Stance.REJECTS if yielding and _is_negated(main, lexicon) else Stance.ASSERTS


def _goes_on_denying(token: Token, main: Token, lexicon: Lexicon) -> bool:
    """As in "Dismissed the report, saying no troops had left"."""
    if token.dep_ != "advcl" or token.tag_ != "VBG" or not _is_negated(main, lexicon):
        return False
    return find_stance(token.head, lexicon)[0] in {Stance.DENIES, Stance.REJECTS}


def _own_cue(main: Token, lexicon: Lexicon) -> Stance | None:
    """What "we" do by saying so: "We reject this," he said."""
    first_person = any(child.dep_ == "nsubj" and child.lower_ in {"we", "i"} for child in main.children)
    stance = lexicon.cues.get(main.lemma_.lower()) if first_person and not _is_negated(main, lexicon) else None
    if stance in {Stance.ASSERTS, Stance.REPORTS} or main.lemma_.lower() in {"want", "seek"}:
        return None
    modal = any(child.dep_ == "aux" and child.lower_ in lexicon.verbs["planned_modals"] for child in main.children)
    return None if modal else stance


def _gainsays(main: Token, lexicon: Lexicon) -> bool:
    """As in "That is not true", "It is a lie", "Nothing of the sort happened"."""
    doers = [child for child in main.children if child.dep_ in {"nsubj", "nsubjpass"}]
    said = {child.lemma_.lower() for child in main.children if child.dep_ in {"attr", "acomp"}}
    if any(one.lower_ == "such" and one.nbor(-1).lower_ == "no" for first in doers for one in first.subtree if one.i):
        return True  # "no such attempt was made"
    if any(one.lower_ in {"nothing", "none"} for one in doers) and main.lemma_.lower() in {"happen", "occur"}:
        return True
    points = any(
        one.lower_ in {"that", "this", "it", "these", "they"}
        or one.lemma_.lower() in {"claim", "report", "allegation", "accusation", "account", "rumour", "rumor"}
        for one in doers
    )
    untrue = said & lexicon.nouns["untrue"] or (
        said & {"true", "so", "correct", "accurate"} and _is_negated(main, lexicon)
    )
    return main.lemma_.lower() == "be" and points and bool(untrue)


def withholds(token: Token, lexicon: Lexicon) -> bool:
    """Whether it says that nothing is said: "did not comment", "has not confirmed", "declined to say"."""
    lemma = token.lemma_.lower()
    if _is_negated(token, lexicon):
        unsaid = lemma == "say" and any(
            child.dep_ in {"mark", "advmod"} and child.lower_ in _OPEN
            for one in token.children
            for child in one.children
        )
        return lemma in _WITHHELD or unsaid
    idiom = _find_idiom(token, lexicon) is Stance.WITHHOLDS
    return idiom or _declines(token) or (lemma in _WITHHELD and _is_yet_to(token))


def _is_yet_to(token: Token) -> bool:
    """As in "Has yet to comment"."""
    return token.i >= 2 and token.nbor(-1).lower_ == "to" and token.nbor(-2).lower_ == "yet"


def _declines(token: Token) -> bool:
    """As in "Declined to say": by the next verb, to whatever the parser hangs it."""
    if token.lemma_.lower() not in {"decline", "refuse"}:
        return False
    near = [*token.children, *token.doc[token.i + 1 : token.i + 3]]
    return any(child.lemma_.lower() in _WITHHELD | _SAYING for child in near)


def _is_negated(token: Token, lexicon: Lexicon) -> bool:
    if token.dep_ == "conj" and token.head.lemma_.lower() in _WITHHELD and _is_negated(token.head, lexicon):
        return True
    if token.lemma_.lower() == "exceed":
        return False  # "did not exceed 3,000 acres": a bound
    words = [child for child in token.children if child.dep_ in {"neg", "preconj", "cc"}]
    subject = [one for child in token.children if child.dep_ in {"nsubj", "nsubjpass"} for one in child.children]
    return any(one.lower_ in lexicon.verbs["negators"] for one in [*words, *subject])
