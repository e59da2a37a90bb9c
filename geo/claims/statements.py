"""Somebody's word about no event of its own: an answer to an earlier claim, or a statement.

Takes a dated claim, its draft and the claims before it; gives the claim with its kind. Sends nobody's word to a place
that neither it nor the claim it answers names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from geo.claims.before import before
from geo.claims.drafts import Draft
from geo.lexicon import Lexicon
from geo.model import Claim, ClaimKind, Polarity, Stance
from geo.syntax import offset

_REACH = 600  # characters: how far back an answer looks for what it answers
_BREATH = 3  # characters: a comma
_FAR = 2000  # and for what a "no" within reach has answered
_NEAR = 300  # characters: within one account
_SIZED = frozenset({ClaimKind.SEIZURE, ClaimKind.OCCUPATION})
_WISHES = frozenset({Stance.DEMANDS, Stance.PROPOSES, Stance.ANNOUNCES})
_GAINS = frozenset({"advance", "gain", "seizure", "capture", "loss", "push"})
_ANAPHORA = frozenset({
    "that", "this", "it", "claim", "allegation", "accusation", "report", "charge", "proposal", "demand", "plan", "idea",
    "request", "assertion", "suggestion", "promise", "declaration", "announcement", "statement", "move", "threat",
    "offer", "figure", "number", "estimate", "such", "attempt", "sort", "account", "version", "position", "step",
    "them", "they", "map", "footage", "video", "story",
    "call", "appeal", "invitation", "decision",
})  # fmt: skip

_FIGHTS = frozenset({"shooting", "attack", "raid", "strike", "killing", "shelling", "clash", "incident", "explosion"})
_ACCOUNTS = frozenset({
    "account", "version", "claim", "allegation", "report", "announcement", "accusation", "charge",
})  # fmt: skip
_WISH_NOUNS = frozenset({"demand", "request", "call", "appeal", "offer", "proposal", "idea", "plan", "threat"})
_ANSWERED_BY_NOUN: tuple[tuple[frozenset[str], Callable[[Claim], bool]], ...] = (
    (frozenset({"accusation", "charge", "allegation"}), lambda one: one.stance is Stance.ACCUSES),
    (frozenset({"story", "map", "footage", "video"}), lambda one: one.cue in {"report", "show"}),
    (
        frozenset({"figure", "number", "estimate"}),
        lambda one: one.area_km2 is not None,
    ),
    (frozenset({"figure", "number", "estimate", "toll"}), lambda one: one.count is not None),
)


def as_answer(claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim | None:
    """The claim as the negation of the one that it rejects or denies; None where it answers none."""
    answered = _find_answered(claim, draft, earlier)
    if answered is None:
        return None
    return replace(
        claim,
        kind=answered.kind,
        where=answered.where,
        actor=answered.actor,
        counterpart=answered.counterpart,
        modality=answered.modality,
        polarity=Polarity.NEGATIVE,
        doubts=(*claim.doubts, f"taken as an answer to {answered.id}"),
    )


def as_statement(claim: Claim, draft: Draft, lexicon: Lexicon) -> Claim:
    """The claim with the kind that its words tell."""
    return replace(claim, kind=_find_kind(draft, lexicon))


def find_sized(claim: Claim, words: Sequence[Token], earlier: Sequence[Claim]) -> tuple[ClaimKind, Claim] | None:
    """What a bare size is about: the kind, and the last claim about taken ground before it.

    None where no claim about ground stands within reach.
    """
    near = [one for one in before(claim.start, earlier, _REACH) if one.kind in _SIZED]
    denied = [one for one in before(claim.start, earlier, _FAR) if one.kind in _SIZED] if near else []
    last = next((one for one in (*near, *denied) if one.polarity is Polarity.POSITIVE), None)
    lemmas = {one.lemma_.lower() for one in words}
    if last is None:
        return (ClaimKind.STATEMENT, near[0]) if near else None  # only a "no" stands there
    return ClaimKind.SEIZURE if lemmas & _GAINS else last.kind, last


def find_counted(claim: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """The claim just before whose count a bare number replaces; None where nothing was counted within reach."""
    near = before(claim.start, earlier, _NEAR)
    return next((one for one in near if one.count is not None and one.claimant.name != claim.claimant.name), None)


def _find_answered(claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim | None:
    """The claim that "that", "it" or "the claim" points back to, for one who rejects or denies."""
    if claim.stance not in {Stance.REJECTS, Stance.DENIES}:
        return None
    lemmas = {one.lemma_.lower() for one in draft.content() if one.pos_ != "PRON" or one.dep_ != "nsubj"}
    bare = draft.attribution is not None and draft.attribution.scope.tokens == {offset(draft.attribution.cue_token)}
    if not bare and not lemmas & _ANAPHORA:
        return None
    if any(_says_itself(one) for one in draft.content()):
        return None
    near = tuple(before(claim.start, earlier, _REACH))
    if "claim" in lemmas and near and claim.start - near[0].end <= _BREATH:
        return near[0]  # "..., a claim rejected by X"
    return _meant(lemmas, claim.stance, [one for one in near if one.claimant.name != claim.claimant.name], bare=bare)


def _says_itself(token: Token) -> bool:
    """Whether what is denied stands there in full: "denied reports that its forces took part"."""
    clause = token.dep_ in {"acl", "relcl", "ccomp"} and token.head.lemma_.lower() in {"report", "rumour", "rumor"}
    return clause and any(child.lower_ == "that" for child in token.children)


def _meant(lemmas: set[str], stance: Stance, others: Sequence[Claim], *, bare: bool) -> Claim | None:
    """Which of the claims of others, the nearest first, a "no" means by its noun; for "it" the last wish or deed."""
    if "report" in lemmas and others and others[0].cue == "report":
        return others[0]
    for nouns, fits in _ANSWERED_BY_NOUN:
        if lemmas & nouns and (found := next((one for one in others if fits(one)), None)) is not None:
            return found
    if lemmas & _FIGHTS:
        fights = {ClaimKind.ATTACK, ClaimKind.CASUALTIES}
        if (fought := next((one for one in others if one.kind in fights), None)) is not None:
            return fought
    wishes = [one for one in others if one.stance in _WISHES and not lemmas & _ACCOUNTS]
    if stance is Stance.REJECTS and others and others[0] in wishes and others[0].stance is not Stance.ANNOUNCES:
        return others[0]
    if wishes and (bare or lemmas & _WISH_NOUNS):
        return wishes[0]
    untold = {ClaimKind.STATEMENT, ClaimKind.DIPLOMACY}
    if lemmas & {"move", "step", "withdrawal", "deployment", "advance"}:
        untold |= {ClaimKind.CASUALTIES}
    deeds = [one for one in others if one.kind not in untold and not (lemmas & _ACCOUNTS and one.stance in _WISHES)]
    if deeds and lemmas & _ACCOUNTS:  # of what happened, before what it cost
        account = [one for one in deeds if one.kind is not ClaimKind.CASUALTIES and deeds[0].start - one.end < _NEAR]
        deeds = account or deeds
    spoken = [one for one in deeds if one.claimant.role != "outlet"]
    return next(iter(spoken or deeds), None)


def _find_kind(draft: Draft, lexicon: Lexicon) -> ClaimKind:
    """What the words are about, by the first topic of the lexicon that has one of them; else a statement.

    No topic is of taken or held ground: that needs a predicate that says so.
    """
    said = draft.content() or draft.words
    words = {one.lemma_.lower() for one in said}
    if words & {"halt", "end", "stop", "cease", "respect"} and words & lexicon.nouns["hostilities"]:
        return ClaimKind.CEASEFIRE
    lemmas = {one.lemma_.lower() for one in said if one.dep_ != "compound"}  # "border guards" are about no border
    kinds = (topic.kind for topic in lexicon.topics if topic.words & lemmas)
    return next(kinds, ClaimKind.STATEMENT)
