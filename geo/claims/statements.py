"""Somebody's word about no event of its own: an answer to an earlier claim, or a statement.

Takes a dated claim, its draft and the claims before it; gives the claim with its kind. Sends nobody's word to a place
that neither it nor the claim it answers names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from geo.claims.drafts import Draft
from geo.claims.modality import as_wanted, find_modality
from geo.lexicon import Lexicon
from geo.model import Claim, ClaimKind, Modality, Polarity, Stance
from geo.syntax import offset

_REACH = 600  # characters: how far back an answer looks for what it answers
_SIZED = frozenset({ClaimKind.SEIZURE, ClaimKind.OCCUPATION})
_WISHES = frozenset({Stance.DEMANDS, Stance.PROPOSES, Stance.ANNOUNCES})
_GAINS = frozenset({"advance", "gain", "seizure", "capture", "loss", "push"})
_ANAPHORA = frozenset({
    "that", "this", "it", "claim", "allegation", "accusation", "report", "charge", "proposal", "demand", "plan", "idea",
    "request", "assertion", "suggestion", "promise", "declaration", "announcement", "statement", "move", "threat",
    "offer", "account", "version", "position", "step", "them", "they", "call", "appeal", "invitation", "decision",
})  # fmt: skip


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
    """The claim with the kind and the modality that its words tell."""
    head = draft.head()
    modality = Modality.ACTUAL if head is None else find_modality(head, lexicon)
    return replace(claim, kind=_find_kind(draft, lexicon), modality=as_wanted(modality, claim.stance))


def find_sized(claim: Claim, words: Sequence[Token], earlier: Sequence[Claim]) -> tuple[ClaimKind, Claim] | None:
    """What a bare size is about: the kind, and the last claim about taken ground before it.

    None where no claim about ground stands within reach.
    """
    near = [one for one in earlier if one.kind in _SIZED and claim.start - one.end < _REACH]
    if not near:
        return None
    lemmas = {one.lemma_.lower() for one in words}
    kind = ClaimKind.SEIZURE if lemmas & _GAINS else near[-1].kind
    return kind, near[-1]


def _find_answered(claim: Claim, draft: Draft, earlier: Sequence[Claim]) -> Claim | None:
    """The claim that "that", "it" or "the claim" points back to, for one who rejects or denies."""
    if claim.stance not in {Stance.REJECTS, Stance.DENIES}:
        return None
    lemmas = {one.lemma_.lower() for one in draft.content()}
    bare = draft.attribution is not None and draft.attribution.scope.tokens == {offset(draft.attribution.cue_token)}
    if not bare and not lemmas & _ANAPHORA:
        return None
    others = [one for one in earlier if one.claimant.name != claim.claimant.name and claim.start - one.end < _REACH]
    if lemmas & {"accusation", "charge", "allegation"}:
        return next((one for one in reversed(others) if one.stance is Stance.ACCUSES), None)
    if bare or lemmas & {"demand", "request", "call", "appeal", "offer", "proposal", "idea", "plan", "threat"}:
        wanted = [one for one in others if one.stance in _WISHES]
        if wanted:
            return wanted[-1]
    others = [one for one in others if one.kind not in {ClaimKind.STATEMENT, ClaimKind.DIPLOMACY}]
    spoken = [one for one in others if one.claimant.role != "outlet"]
    return next(reversed(spoken or others), None)


def _find_kind(draft: Draft, lexicon: Lexicon) -> ClaimKind:
    lemmas = {one.lemma_.lower() for one in draft.words}
    kinds = {row.kind for row in lexicon.predicates if row.pos == "noun" and row.lemmas & lemmas}
    for kind in (ClaimKind.CEASEFIRE, ClaimKind.DIPLOMACY):
        if kind in kinds:
            return kind
    ends = lemmas & {"halt", "end", "stop", "cease", "respect"}
    return ClaimKind.CEASEFIRE if ends and lemmas & lexicon.nouns["hostilities"] else ClaimKind.STATEMENT
