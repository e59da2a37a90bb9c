"""Finds the reporting words of a sentence, who utters them, and which words they cover.

Takes one sentence at a time with the Parties of the dispatch; gives Attributions, the innermost last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from geo.attribution.parties import Parties
from geo.lexicon import Lexicon
from geo.model import Party, Stance
from geo.syntax import end_offset, offset

_CLAUSAL = frozenset({"ccomp", "xcomp", "parataxis"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_ASIDES = frozenset({"as", "while", "after", "amid", "since", "when", "before"})
_WITHHELD = frozenset({"confirm", "deny", "comment", "respond", "verify", "acknowledge"})


@dataclass(frozen=True, slots=True)
class Scope:
    """What an attribution covers: offsets of its tokens, and its outer span with the speaker and the cue."""

    tokens: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's word over a part of the text. ``cue`` is the reporting word; ``accused`` who is blamed or addressed."""

    speaker: Party
    stance: Stance
    cue: str
    cue_token: Token
    scope: Scope
    via: tuple[Party, ...] = ()
    accused: tuple[Token, ...] = ()
    doubts: tuple[str, ...] = ()
    frame: str = "clause"


def find_attributions(sentences: Sequence[Span], parties: Parties, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """All attributions of the dispatch in text order; quotations that go on without a cue keep their speaker."""
    found: list[Attribution] = []
    for sentence in sentences:
        own = _in_sentence(sentence, parties, lexicon)
        if not own:
            own = _continued(sentence, found)
        found += own
    return tuple(found)


def _in_sentence(sentence: Span, parties: Parties, lexicon: Lexicon) -> list[Attribution]:
    found: list[Attribution] = []
    for token in sentence:
        for one in _at(token, parties, lexicon):
            found.append(one)
    sourced = _according(sentence, parties)
    return _with_sources(sentence, found, sourced)


def _at(token: Token, parties: Parties, lexicon: Lexicon) -> Iterable[Attribution]:
    if token.pos_ not in {"VERB", "AUX"} and not (
        token.dep_ == "ROOT" and any(child.dep_ == "nsubj" for child in token.children)
    ):
        return
    stance, frame = _stance_and_frame(token, lexicon)
    if stance is None:
        return
    trailing = _trailing(token, stance, parties)
    if trailing is not None:
        yield trailing
        return
    content = list(_content(token, frame, lexicon))
    if not content or (frame == "clause" and not _is_said(token, content, lexicon)):
        return
    speakers = _speakers(token)
    mutual = len(speakers) > 1 and any(
        one.dep_ == "dobj" and one.lower_ in {"other", "another"} for one in token.children
    )
    each = mutual or token.lemma_.lower() in lexicon.cue_frames["ground_only"]
    for speaker in speakers if each else speakers[:1]:
        party, doubts = _party(speaker, parties, token)
        if party is None or speaker.lower_ in {"nobody", "none", "one", "anyone"}:
            continue
        accused = tuple(one for one in speakers if one is not speaker) if mutual else _accused(token, frame)
        start, end = _outer(token, content)
        scope = Scope(_offsets(content, token, frame), start, end)
        yield Attribution(
            party,
            _adjusted(token, stance, content, lexicon),
            token.lemma_.lower(),
            token,
            scope,
            _cited(token, parties),
            accused,
            doubts,
            frame,
        )


def _trailing(token: Token, stance: Stance, parties: Parties) -> Attribution | None:
    """ "..., a spokesman for X said on Sunday.": the words before the comma, where the parser hung the cue elsewhere."""
    sentence = token.sent
    if (
        sentence.end - token.i > 14
        or token.dep_ not in {"conj", "advcl", "ROOT", "relcl", "acl"}
        or _has_clause(token)
        or _has_object(token)
    ):
        return None
    commas = [one.i for one in sentence if one.text == "," and one.i < token.i]
    if not commas or token.i - commas[-1] > 12 or commas[-1] - sentence.start < 3:
        return None
    between = sentence.doc[commas[-1] + 1 : token.i]
    nouns = [
        one
        for one in between
        if one.pos_ in {"NOUN", "PROPN", "PRON"} and one.dep_ not in {"compound", "pobj", "poss", "npadvmod"}
    ]
    before = sentence.doc[sentence.start : commas[-1]]
    if (
        not nouns
        or between[0].dep_ == "mark"
        or between[0].pos_ in {"CCONJ", "SCONJ"}
        or not any(one.pos_ in {"VERB", "AUX"} for one in before)
    ):
        return None
    party, doubts = parties.named(nouns[0])
    if party is None:
        return None
    scope = Scope(frozenset(offset(one) for one in before), offset(before[0]), end_offset(token))
    return Attribution(party, stance, token.lemma_.lower(), token, scope, _cited(token, parties), (), doubts)


def _party(speaker: Token, parties: Parties, cue: Token) -> tuple[Party | None, tuple[str, ...]]:
    if speaker.lower_ in _RELATIVE and cue.dep_ == "relcl":
        speaker = cue.head
    return parties.named(speaker)


def _stance_and_frame(token: Token, lexicon: Lexicon) -> tuple[Stance | None, str]:
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
    if lemma in lexicon.cue_frames["address"] and not _has_clause(token):
        return stance, "address"
    if (
        lemma in lexicon.cue_frames["object"]
        and not _has_clause(token)
        and lemma not in lexicon.cue_frames["clause_only"]
        and _has_object(token)
    ):
        return stance, "object"
    return stance, "clause"


def _has_object(token: Token) -> bool:
    direct = any(child.dep_ in {"dobj", "nsubjpass", "xcomp"} for child in token.children)
    return direct or any(child.dep_ == "prep" and child.lower_ in {"on", "for"} for child in token.children)


def _has_clause(token: Token) -> bool:
    return any(child.dep_ == "ccomp" for child in token.children)


def _is_said(token: Token, content: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a clause-taking cue is one here: a word that is often something else needs a real clause or quotation."""
    if token.lemma_.lower() not in lexicon.cue_frames["clause_only"]:
        return True
    return any(one.dep_ == "ccomp" for one in content) or any(one.text == '"' for one in token.sent)


def _content(token: Token, frame: str, lexicon: Lexicon) -> Iterable[Token]:
    """The heads of what is said."""
    if frame in {"accuse", "address"}:
        yield from _addressed(token)
    elif frame == "object":
        yield from (
            one
            for child in token.children
            if child.dep_ == "prep"
            and child.lower_ in {"on", "for"}
            and token.lemma_.lower() in {"insist", "demand", "press"}
            for one in child.children
        )
        yield from (
            child
            for child in token.children
            if child.dep_ in {"dobj", "nsubjpass", "xcomp", "ccomp"} and not _is_passive_of(token, child)
        )
        yield from (child for child in token.children if child.dep_ == "nsubjpass")
    else:
        yield from _clauses(token, lexicon)


def _is_passive_of(token: Token, child: Token) -> bool:
    return child.dep_ == "nsubjpass" and token.tag_ == "VBN"


def _addressed(token: Token) -> Iterable[Token]:
    """ "accused X of doing", "blame X for", "urged X to", "called for N", "called on X to"."""
    for child in token.children:
        if child.dep_ in {"xcomp", "advcl", "ccomp"} and child.i > token.i and child.tag_ in {"VB", "VBG", "VBN"}:
            yield child
        elif child.dep_ == "prep" and (child.lower_ in {"of", "for", "over", "to"} or _is_aim(child)):
            yield child
        elif child.dep_ == "dobj" and child.pos_ in {"NOUN", "PROPN"}:
            yield from (
                one
                for one in child.children
                if one.dep_ in {"acl", "relcl"} or (one.dep_ == "prep" and one.lower_ in {"of", "for"})
            )
        elif child.dep_ == "dobj" and token.lemma_.lower() in {"request"}:
            yield child


def _is_aim(preposition: Token) -> bool:
    """ "accused X of massing troops with the aim of taking Y": still the accusation."""
    return preposition.lower_ == "with" and any(
        child.lemma_.lower() in {"aim", "intention", "goal", "view"} for child in preposition.children
    )


def _clauses(token: Token, lexicon: Lexicon) -> Iterable[Token]:
    found = [child for child in token.children if child.dep_ in _CLAUSAL and child.pos_ not in {"ADP"}]
    found = [one for one in found if one.dep_ != "parataxis" or not _is_cue(one, lexicon)]
    if found:
        yield from found
    elif token.dep_ in {"parataxis", "advcl", "ccomp"} and token.head.pos_ in {"VERB", "AUX"} and _is_inserted(token):
        yield token.head
    elif passive := [child for child in token.children if child.dep_ == "nsubjpass"]:
        yield from passive


def _is_inserted(token: Token) -> bool:
    """ "Troops, he said, took the town": the cue hangs on what is said, with a comma before its own subject."""
    first = min(token.subtree, key=lambda one: one.i)
    return token.dep_ == "parataxis" or (
        first.i > first.sent.start
        and first.nbor(-1).text in {",", '"'}
        and not any(one.dep_ == "mark" for one in token.children)
        and token.tag_ in {"VBD", "VBZ", "VBP"}
    )


def _is_cue(token: Token, lexicon: Lexicon) -> bool:
    return token.lemma_.lower() in lexicon.cues


def _speakers(token: Token) -> list[Token]:
    """Subjects of the cue; its agent in the passive; those of the clause that it hangs on where it has none."""
    children = list(token.children)
    agents = [one for child in children if child.dep_ == "agent" for one in child.children if one.dep_ == "pobj"]
    subjects = [child for child in children if child.dep_ == "nsubj"]
    relative = [child for child in children if child.dep_ == "nsubjpass" and child.lower_ in _RELATIVE]
    found = agents or subjects or relative
    if not found and any(child.dep_ == "nsubjpass" for child in children):
        return []
    if found:
        return [one for first in found for one in (first, *first.conjuncts)]
    head = token.head
    if token.dep_ == "acl":
        return [head] if _can_speak(head) else _speakers_of_clause(head)
    if token.dep_ in {"pcomp", "advcl", "xcomp", "conj"} and head.i != token.i:
        while head.dep_ in {"prep", "mark"} and head.head.i != head.i:
            head = head.head
        return _speakers(head) if head.pos_ in {"VERB", "AUX"} else [head] if head.pos_ in {"PROPN"} else []
    return []


def _can_speak(noun: Token) -> bool:
    return (
        noun.pos_ == "PROPN"
        or noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or noun.lemma_.lower() in {"statement", "letter", "report"}
    )


def _speakers_of_clause(noun: Token) -> list[Token]:
    """The subject of the verb that the noun belongs to: "invoked a pact calling on X"."""
    while noun.pos_ not in {"VERB", "AUX"} and noun.head.i != noun.i:
        noun = noun.head
    return [child for child in noun.children if child.dep_ == "nsubj"]


def _accused(token: Token, frame: str) -> tuple[Token, ...]:
    if frame not in {"accuse", "address"}:
        return ()
    direct = [child for child in token.children if child.dep_ == "dobj" and child.pos_ in {"PROPN", "NOUN", "PRON"}]
    governors = [token, *(child for child in token.children if child.dep_ == "dobj")]
    indirect = [
        one
        for governor in governors
        for child in governor.children
        if child.dep_ == "prep" and child.lower_ in {"at", "on"}
        for one in child.children
        if one.dep_ == "pobj"
    ]
    return tuple(indirect or direct)


def _offsets(content: Iterable[Token], cue: Token, frame: str) -> frozenset[int]:
    """Where the words of the content start. What the outlet adds to a demand or charge ("..., as 12 died") is not in it."""
    content = tuple(content)
    cut = set(cue.subtree) if any(cue in one.subtree and one is not cue for one in content) else set()
    if frame != "clause":
        cut |= {word for head in content for one in head.subtree if _is_aside(one) for word in one.subtree}
    return frozenset(offset(one) for head in content for one in head.subtree if one not in cut)


def _is_aside(token: Token) -> bool:
    if token.dep_ == "advcl":
        return any(child.dep_ == "mark" and child.lower_ in _ASIDES for child in token.children)
    return token.dep_ == "prep" and token.lower_ in _ASIDES


def _outer(token: Token, content: Sequence[Token]) -> tuple[int, int]:
    """From the first to the last of speaker, cue and content; no punctuation at the ends."""
    members = [token, *(one for head in content for one in head.subtree)]
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


def _adjusted(token: Token, stance: Stance, content: Sequence[Token], lexicon: Lexicon) -> Stance:
    """ "has not confirmed" withholds; "said that X should" demands; "said they cannot accept" rejects."""
    negated = _negated(token, lexicon)
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
    if _negated(main, lexicon) and main.lemma_.lower() in {
        "accept",
        "allow",
        "permit",
        "tolerate",
        "agree",
        "recognize",
        "recognise",
        "cede",
    }:
        return Stance.REJECTS
    return stance


def _declines(token: Token) -> bool:
    return token.lemma_.lower() in {"decline", "refuse"} and any(
        child.dep_ == "xcomp" and child.lemma_.lower() in _WITHHELD for child in token.children
    )


def _negated(token: Token, lexicon: Lexicon) -> bool:
    if token.dep_ == "conj" and token.head.lemma_.lower() in _WITHHELD and _negated(token.head, lexicon):
        return True
    words = [child for child in token.children if child.dep_ in {"neg", "preconj", "cc"}]
    subject = [one for child in token.children if child.dep_ in {"nsubj", "nsubjpass"} for one in child.children]
    return any(one.lower_ in lexicon.verbs["negators"] for one in [*words, *subject])


def _cited(token: Token, parties: Parties) -> tuple[Party, ...]:
    """ "X reported, citing Y": Y, to become the speaker."""
    for child in token.children:
        if child.dep_ == "advcl" and child.lemma_.lower() in {"cite", "quote"}:
            named = [parties.named(one)[0] for one in child.children if one.dep_ == "dobj"]
            return tuple(one for one in named if one)
    return ()


def _according(sentence: Span, parties: Parties) -> list[tuple[Token, Party, tuple[str, ...]]]:
    found = []
    for token in sentence:
        if token.lower_ != "according":
            continue
        for to in token.children:
            for source in to.children if to.lower_ == "to" else ():
                named, doubts = _source_party(source, parties)
                if named:
                    found.append((token, named, doubts))
    return found


def _source_party(source: Token, parties: Parties) -> tuple[Party | None, tuple[str, ...]]:
    """ "a statement on his website", "a statement by X": whoever made it, else the phrase itself."""
    if source.lemma_.lower() in {"statement", "report", "post", "transcript", "readout", "account", "map", "footage"}:
        for prep in source.children:
            if prep.dep_ in {"prep", "agent", "acl"}:
                for one in prep.subtree:
                    if one.pos_ == "PROPN" and one.dep_ in {"pobj", "poss"}:
                        return parties.named(one)
        for one in source.subtree:
            if one.dep_ == "poss" and one.lower_ in {"his", "her", "its", "their"}:
                return parties.named(one)
    return parties.named(source)


def _with_sources(
    sentence: Span, found: list[Attribution], sourced: Sequence[tuple[Token, Party, tuple[str, ...]]]
) -> list[Attribution]:
    """Adds what "according to" and "citing" tell: a passer-on where somebody else speaks, the speaker where nobody does."""
    result = [replace(one, speaker=one.via[0], via=(one.speaker,)) if one.via else one for one in found]
    for token, party, doubts in sourced:
        rest = frozenset(offset(one) for one in sentence if one not in set(token.subtree))
        outside = token.nbor(-1).text == "," if token.i > sentence.start else False
        before = [one for one in result if one.cue_token.i < token.i]
        covered = [one for one in before if outside or offset(token) not in one.scope.tokens]
        if covered:
            result = [
                replace(one, via=(*one.via, *((party,) if party.name != one.speaker.name else ())))
                if one in covered
                else one
                for one in result
            ]
        else:
            head = token.head
            tokens = frozenset(offset(one) for one in head.subtree) & rest if head.i != token.i else rest
            start, end = min(tokens, default=offset(sentence)), end_offset(sentence)
            result.append(
                Attribution(party, Stance.ASSERTS, "according to", token, Scope(tokens, start, end), doubts=doubts)
            )
    return result


def _continued(sentence: Span, found: Sequence[Attribution]) -> list[Attribution]:
    """A sentence in quotation marks without a cue of its own: the last speaker goes on."""
    text = sentence.text.strip()
    quoted = text.startswith('"') or (found and text.endswith('"'))
    if not quoted or not found:
        return []
    last = found[-1]
    if offset(sentence) - last.scope.end > 400:
        return []
    tokens = frozenset(offset(one) for one in sentence)
    scope = Scope(tokens, offset(sentence) + (len(sentence.text) - len(sentence.text.lstrip())), end_offset(sentence))
    return [
        Attribution(
            last.speaker,
            Stance.ASSERTS,
            "quotation",
            sentence.root,
            scope,
            last.via,
            (),
            ("the quotation goes on without a reporting word",),
        )
    ]
