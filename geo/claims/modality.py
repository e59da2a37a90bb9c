"""Whether an event is told as a fact: its modality and its polarity.

Takes the event's token; gives a Modality and a Polarity, looking up to the verbs that it hangs on. Does not know what
kind of claim it is.
"""

from __future__ import annotations

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.model import Modality, Polarity, Stance

_GOVERNED = frozenset({
    "xcomp", "pcomp", "acl", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "ccomp", "advcl",
})  # fmt: skip
_CARRIED_NEGATION = frozenset({"xcomp", "dobj", "acl", "nsubjpass", "relcl"})
_BOUNDS = frozenset({"more", "less", "fewer", "later", "longer"})
_HINDRANCES = frozenset({"prevent", "stop", "block", "bar", "keep", "deter", "ban", "hinder", "prohibit"})
_ATTEMPTS = frozenset({"attempt", "effort", "bid"})
_PLANS = frozenset({
    "plan", "intention", "threat", "ready", "willing", "prepared", "need", "order", "call",
})  # fmt: skip


def find_modality(token: Token, lexicon: Lexicon) -> Modality:
    """Whether the event is told as a fact; looks up through "tried to", "is expected to", "may"."""
    verb = token
    for _ in range(4):
        if own := _by_auxiliary(verb, lexicon):
            return own
        if not _shares_its_governor(verb):
            if verb.dep_ not in _GOVERNED:
                break
            if governed := _by_governor(verb, lexicon):
                return governed
            if verb.dep_ in {"ccomp", "advcl"}:
                break
        verb = verb.head
    return Modality.ACTUAL


def is_plan(token: Token, lexicon: Lexicon) -> bool:
    """Whether the verb itself tells a plan: "plans to sail"."""
    heads = [token, *(child for child in token.children if child.dep_ == "acomp")]  # "are due to speak"
    return any(
        one.lemma_.lower() in lexicon.verbs["plan"] and any(child.dep_ == "xcomp" for child in one.children)
        for one in heads
    )


def as_wanted(modality: Modality, stance: Stance) -> Modality:
    """The same, but planned where an act is only demanded or proposed."""
    wanted = modality is Modality.ACTUAL and stance in {Stance.DEMANDS, Stance.PROPOSES}
    return Modality.PLANNED if wanted else modality


def _by_auxiliary(verb: Token, lexicon: Lexicon) -> Modality | None:
    """By the verb's own auxiliaries and conditions: "would take", "may take", "will take", "if they take"."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    condition = _has_condition(verb, lexicon)
    if "would" in auxiliaries:
        return Modality.PLANNED if verb.dep_ == "ccomp" and not condition else Modality.CONDITIONAL
    if auxiliaries & lexicon.verbs["conditional_modals"] or condition:
        return Modality.CONDITIONAL
    planned = lexicon.verbs["planned_modals"] | lexicon.verbs["demand_modals"] | {"'ll"}
    return Modality.PLANNED if auxiliaries & planned else None


def _shares_its_governor(verb: Token) -> bool:
    """Whether the verb hangs on a coordinated infinitive or gerund: "tried to enter and take"."""
    return (
        verb.dep_ == "conj"
        and verb.head.dep_ in {"pcomp", "xcomp", "acl"}
        and not any(child.dep_ == "nsubj" for child in verb.children)
    )


def _by_governor(verb: Token, lexicon: Lexicon) -> Modality | None:
    """By the word that the verb hangs on: "tried to", "plans to", "the threat of"."""
    lemma = verb.head.lemma_.lower()
    if lemma in lexicon.verbs["attempt"] | _ATTEMPTS:
        return Modality.ATTEMPTED
    if lemma in _HINDRANCES and verb.lower_ == "from":
        return Modality.ATTEMPTED
    if lemma == "be" and _is_ahead(verb.head, lexicon):
        return Modality.PLANNED
    infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    if (infinitive or verb.dep_ == "nsubjpass") and lemma in lexicon.verbs["plan"] | _PLANS:
        return Modality.PLANNED
    noun = verb.dep_ in {"dobj", "pobj", "prep", "acl"}
    if lemma == "threaten" and noun:
        return Modality.PLANNED
    return Modality.PLANNED if noun and verb.head.pos_ == "NOUN" and lemma in lexicon.verbs["plan_nouns"] else None


def _is_ahead(be: Token, lexicon: Lexicon) -> bool:
    """Whether it is arranged: "talks are to take place", "he is due in Muscat for talks"."""
    return any(
        (child.dep_ == "acomp" and child.lemma_.lower() in lexicon.verbs["plan"])
        or (child.dep_ == "xcomp" and any(one.dep_ == "aux" and one.lower_ == "to" for one in child.children))
        for child in be.children
    )


def _has_condition(verb: Token, lexicon: Lexicon) -> bool:
    adverb = verb.head if verb.dep_ == "advcl" and verb.head.lower_ in {"long", "soon"} else None
    if adverb is not None and adverb.i and adverb.nbor(-1).lower_ == "as":
        return True  # "for as long as a soldier remains"
    if any(child.dep_ == "mark" and child.lower_ in lexicon.verbs["conditional_marks"] for child in verb.children):
        return True
    return any(
        child.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ in {"if", "unless"} for one in child.children)
        for child in verb.children
    )


def is_called_untrue(token: Token, lexicon: Lexicon) -> bool:
    """Whether the sentence says that the event is none: "the withdrawal was a decoy", "the report is false"."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"} or verb.lemma_ not in {"be", "remain"}:
        return False
    said = [child for child in verb.children if child.dep_ in {"attr", "acomp"}]
    return any(one.lemma_.lower() in lexicon.nouns["untrue"] for one in said)


def find_polarity(token: Token, lexicon: Lexicon) -> Polarity:
    """Negative where the event, or the verb that it hangs on by an infinitive, is negated."""
    verb = token
    for _ in range(3):
        denying = verb != token and verb.lemma_.lower() in {"fail", "ignore", "violate"}
        if denying or _is_negated(verb, lexicon):
            return Polarity.NEGATIVE
        if verb.dep_ not in _CARRIED_NEGATION:
            break
        verb = verb.head
    return Polarity.POSITIVE


def _is_bound(no: Token) -> bool:
    """As in "no more than 600 square km"; the word may be the text's last."""
    return any(one.lower_ in _BOUNDS for one in no.doc[no.i + 1 : no.i + 2])


def _is_nothing(thing: Token) -> bool:
    """As in "has taken back nothing", "lost no personnel"."""
    bare = thing.lower_ in {"nothing", "none"} and not _is_bound(thing)
    return bare or any(
        child.lower_ == "no" and child.dep_ == "det" and not _is_bound(child) for child in thing.children
    )


def _is_negated(verb: Token, lexicon: Lexicon) -> bool:
    """By an adverb ("not", "never") or by its subject ("no troops", "neither side"); "not exceed" sets a bound."""
    if verb.lemma_.lower() == "exceed":
        return False
    if any(
        child.dep_ == "neg"
        or (child.dep_ in {"preconj", "det", "advmod"} and child.lower_ in lexicon.verbs["negators"])
        for child in verb.children
    ):
        return True
    if any(_is_nothing(child) for child in verb.children if child.dep_ == "dobj") or (
        verb.dep_ == "attr" and _is_nothing(verb)
    ):
        return True
    there = any(child.dep_ == "expl" for child in verb.children)  # "there were no troops"
    roles = {"attr"} if there else {"nsubj", "nsubjpass"}
    doer = next((child for child in verb.children if child.dep_ in roles), None)
    return doer is not None and any(
        (one.lower_ in {"no", "neither", "none", "nobody"} and not _is_bound(one))
        or (one.lower_ == "not" and one.i < doer.i)  # "Not one soldier crossed"
        for one in doer.subtree
        if one.i <= doer.i
    )
