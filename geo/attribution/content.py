"""What is said: the words that a reporting word covers.

Takes a reporting word with its frame; gives the heads of what is said, the offsets of their words and their outer span.
Does not decide what is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from geo.attribution.speakers import is_own_act
from geo.attribution.spoken import Scope
from geo.lexicon import Lexicon
from geo.model import Stance
from geo.syntax import end_offset, offset

_CLAUSAL = frozenset({"ccomp", "xcomp", "parataxis"})
_SPEECH_ACTS = frozenset({
    "claim", "allegation", "accusation", "charge", "report", "statement", "assertion", "account", "step", "move",
    "declaration", "demand", "proposal", "decision", "plan", "annexation", "version", "position", "view", "ruling",
    "verdict",
})  # fmt: skip
_WITH_INFINITIVE = frozenset({"offer", "refuse", "decline", "volunteer"})
_ASIDES = frozenset({"as", "while", "after", "amid", "since", "when", "before"})


def find_content(token: Token, frame: str, lexicon: Lexicon) -> list[Token]:
    """The heads of what is said."""
    found = list(_governed(token, frame, lexicon))
    if found or frame in {"accuse", "address"}:
        return found
    # "denied on the same day that the town fell": hung on the day
    thats = (one for one in token.subtree if one.i > token.i and one.lower_ == "that")
    return [one.head for one in thats if one.head.pos_ in {"VERB", "AUX"} and one.head.dep_ in {"relcl", "acl"}]


def _governed(token: Token, frame: str, lexicon: Lexicon) -> Iterable[Token]:
    if frame in {"accuse", "address"}:
        yield from _addressed(token)
    elif frame == "object":
        if token.dep_ in {"relcl", "acl"} and token.head.lemma_.lower() in _SPEECH_ACTS:
            yield token.head  # "a step that X called void", "a claim denied by X"
        yield from (
            one
            for child in token.children
            if child.dep_ == "prep"
            and child.lower_ in {"on", "for"}
            and token.lemma_.lower() in {"insist", "demand", "press"}
            for one in child.children
        )
        yield from (child for child in token.children if _is_object(token, child))
        yield from (child for child in token.children if child.dep_ == "nsubjpass")
        yield from _behind_idiom(token)
        yield from _behind_object(token, lexicon)
        if token.lemma_.lower() in {"put", "estimate", "give"}:
            yield from (child for child in token.children if child.dep_ == "prep" and child.i > token.i)
    else:
        yield from _clauses(token, lexicon)


def _behind_object(token: Token, lexicon: Lexicon) -> Iterable[Token]:
    """What a refusal calls its object: "dismissed the raid as fiction"; what a warning is of."""
    lemma = token.lemma_.lower()
    refuses = lexicon.cues.get(lemma) in {Stance.DENIES, Stance.REJECTS} or lemma in {"brush", "wave", "laugh", "shrug"}
    wanted = {"as"} if refuses else {"of", "against"} if lemma in {"warn", "caution"} else set()
    yield from (child for child in token.children if child.dep_ == "prep" and child.lower_ in wanted)


def _behind_idiom(token: Token) -> Iterable[Token]:
    """What an idiom is about: "poured cold water on reports", "stood by its account"."""
    nouns = [child for child in token.children if child.dep_ == "dobj" and child.lemma_.lower() in {"water", "doubt"}]
    for one in (*nouns, token) if nouns or token.lemma_.lower() in {"stand", "scoff"} else ():
        for preposition in one.children:
            if preposition.dep_ == "prep" and preposition.lower_ in {"on", "at", "by", "upon", "over"}:
                yield from (child for child in preposition.children if child.dep_ == "pobj")


def _is_object(token: Token, child: Token) -> bool:
    """Whether it is what the cue takes; the subject of a passive participle comes after all others."""
    return child.dep_ in {"dobj", "xcomp", "ccomp", "oprd"} or (child.dep_ == "nsubjpass" and token.tag_ != "VBN")


def is_said(token: Token, content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a clause-taking cue is one here: a word that is often something else needs a real clause or quotation."""
    if token.lemma_.lower() not in lexicon.cue_frames["clause_only"]:
        return True
    if token.lemma_.lower() in _WITH_INFINITIVE and any(one.dep_ in {"xcomp", "advcl"} for one in content):
        return True
    if is_evidence(token):
        return True
    return any(one.dep_ == "ccomp" for one in content) or any(one.text == '"' for one in token.sent)


def is_evidence(token: Token) -> bool:
    """As in "Satellite images show tents": what is seen is told without "that"."""
    doers = [child for child in token.children if child.dep_ == "nsubj"]
    return token.lemma_.lower() in {"show", "depict", "reveal"} and any(
        one.lemma_.lower() in {"image", "imagery", "footage", "photo", "photograph", "picture", "video", "clip"}
        for one in doers
    )


def _addressed(token: Token) -> Iterable[Token]:
    """What follows in "accused X of doing", "blame X for", "urged X to", "called for N", "called on X to"."""
    for child in token.children:
        if _is_deed(token, child) or (child.dep_ == "dobj" and token.lemma_.lower() == "request"):
            yield child
        elif child.dep_ == "dobj" and (child.pos_ in {"NOUN", "PROPN"} or child.lower_ in {"other", "another"}):
            yield from (
                one
                for one in child.children
                if one.dep_ in {"acl", "relcl"} or (one.dep_ == "prep" and one.lower_ in {"of", "for", "over"})
            )


def _is_deed(token: Token, child: Token) -> bool:
    """Whether it says what somebody is accused of or asked for: a verb after the cue, "of", "for", "over", "to"."""
    if child.dep_ == "prep":
        return child.lower_ in {"of", "for", "over", "to"} or _is_aim(child)
    verb = child.dep_ in {"xcomp", "advcl", "ccomp"} and child.tag_ in {"VB", "VBG", "VBN"}
    return verb and child.i > token.i


def _is_aim(preposition: Token) -> bool:
    """Still the accusation, in "accused X of massing troops with the aim of taking Y"."""
    return preposition.lower_ == "with" and any(
        child.lemma_.lower() in {"aim", "intention", "goal", "view"} for child in preposition.children
    )


def _clauses(token: Token, lexicon: Lexicon) -> Iterable[Token]:
    """The clauses that the cue governs, or is put into; else the subject of its passive."""
    found = [child for child in token.children if child.dep_ in _CLAUSAL and child.pos_ != "ADP"]
    found += [child for child in token.children if child.dep_ == "advcl" and _is_reported(child, token)]
    found = [one for one in found if one.dep_ != "parataxis" or one.lemma_.lower() not in lexicon.cues]
    if found:
        yield from found
    elif token.dep_ in {"parataxis", "advcl", "ccomp"} and token.head.pos_ in {"VERB", "AUX"} and _is_inserted(token):
        yield _outermost(token.head)
    elif passive := [child for child in token.children if child.dep_ == "nsubjpass"]:
        yield from passive
    elif token.dep_ == "relcl" and token.head.lemma_.lower() in _SPEECH_ACTS:
        yield token.head  # "a claim the army denied"


def _outermost(verb: Token) -> Token:
    """The verb, or the one that its clause is only an adverbial of: all of it is said."""
    while verb.dep_ in {"advcl", "acl", "relcl"} and verb.head.i != verb.i and verb.head.i < verb.i:
        verb = verb.head
    return verb


def _is_inserted(token: Token) -> bool:
    """Whether the cue hangs on what is said, as in "troops, he said, took the town": a comma before its own subject."""
    first = min(token.subtree, key=lambda one: one.i)
    return token.dep_ == "parataxis" or (
        first.i > first.sent.start
        and first.nbor(-1).text in {",", '"'}
        and not any(one.dep_ == "mark" for one in token.children)
        and token.tag_ in {"VBD", "VBZ", "VBP"}
    )


def _is_reported(clause: Token, cue: Token) -> bool:
    """What the parser took for an adverbial clause: "ask only that troops go", "offered on Monday to send them"."""
    words = {child.lower_ for child in clause.children if child.dep_ in {"mark", "aux"}}
    infinitive = clause.tag_ == "VB" and "to" in words and cue.lemma_.lower() in _WITH_INFINITIVE
    return clause.i > cue.i and ("that" in words or infinitive)


def find_scope(token: Token, content: Sequence[Token], frame: str, lexicon: Lexicon) -> Scope:
    """The words of the content, and the outer span with the speaker and the cue; a next act of the speaker's is out."""
    next_acts = [
        one for head in content for child in head.children if is_own_act(child, lexicon) for one in child.subtree
    ]
    start, end = find_span(token, content, next_acts)
    return Scope(cover(content, token, frame) - frozenset(map(offset, next_acts)), start, end)


def cover(content: Sequence[Token], cue: Token, frame: str) -> frozenset[int]:
    """Where the words of the content start, less what the outlet adds to a demand or charge ("..., as 12 died")."""
    cut = set(cue.subtree) if any(cue in one.subtree and one is not cue for one in content) else set()
    if frame != "clause":
        cut |= {word for head in content for one in head.subtree if _is_aside(one) for word in one.subtree}
    return frozenset(offset(one) for head in content for one in head.subtree if one not in cut)


def _is_aside(token: Token) -> bool:
    if token.dep_ == "advcl":
        return any(child.dep_ == "mark" and child.lower_ in _ASIDES for child in token.children)
    return token.dep_ == "prep" and token.lower_ in _ASIDES


def find_span(token: Token, content: Sequence[Token], cut: Sequence[Token]) -> tuple[int, int]:
    """From the first to the last of speaker, cue and content, without what is cut; no punctuation at the ends."""
    left_out = {one.i for one in cut}
    members = [token, *(one for head in content for one in head.subtree if one.i not in left_out)]
    if cut and members:  # nor the "and" before it
        members = [one for one in members if one.dep_ != "cc" or one.i + 1 != min(left_out)]
    members += [
        one
        for child in token.children
        if child.dep_ in {"nsubj", "agent", "aux", "auxpass", "neg", "dative", "nsubjpass", "npadvmod"}
        for one in _without_relatives(child)
    ]
    members += [child for child in token.children if child.dep_ == "dobj"]
    while members and (last := max(members, key=lambda one: one.i)).is_punct and last.text not in {'"', ")"}:
        members.remove(last)
    return min(map(offset, members)), max(map(end_offset, members))


def _without_relatives(token: Token) -> list[Token]:
    cut = {word for one in token.subtree if one.dep_ == "relcl" for word in one.subtree}
    return [one for one in token.subtree if one not in cut]
