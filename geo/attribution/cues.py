"""Finds the reporting words of a sentence, who utters them, and which words they cover.

Takes the sentences with the Parties of the dispatch; gives Attributions in text order. Does not decide what is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Span, Token

from geo.attribution.content import find_content, find_scope, is_said
from geo.attribution.parties import Parties
from geo.attribution.sources import add_sources
from geo.attribution.speakers import find_cited, find_party, find_speakers, find_voices
from geo.attribution.spoken import Attribution, Scope
from geo.attribution.stances import adjust_stance, find_stance, has_clause, has_object, withholds
from geo.lexicon import Lexicon
from geo.model import Party, Stance
from geo.syntax import end_offset, offset

_REACH = 400  # characters: how far behind its speaker a quotation goes on
_NOBODY = frozenset({"nobody", "none", "one", "anyone"})


def find_attributions(sentences: Sequence[Span], parties: Parties, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """All attributions of the dispatch in text order; quotations that go on without a cue keep their speaker."""
    found: list[Attribution] = []
    for sentence in sentences:
        own = [one for token in sentence for one in _at(token, parties, lexicon)]
        found += add_sources(sentence, own, parties) or _continued(sentence, found)
    return tuple(found)


def _at(token: Token, parties: Parties, lexicon: Lexicon) -> Iterable[Attribution]:
    """The attributions that a reporting word makes, one a speaker; none where it reports nothing here."""
    if not _is_predicate(token):
        return
    stance, frame = find_stance(token, lexicon)
    if stance is None:
        return
    trailing = _trailing(token, stance, parties)
    if trailing is not None:
        yield trailing
        return
    content = list(find_content(token, frame, lexicon))
    if withholds(token, lexicon):
        content = content or [token]
    elif not content or (frame == "clause" and not is_said(token, content, lexicon)):
        return
    stance = adjust_stance(token, stance, content, lexicon)
    scope, via = find_scope(token, content, frame), find_cited(token, parties)
    for speaker, accused in find_voices(token, frame, lexicon):
        party, doubts = find_party(speaker, parties, token)
        if party is not None and speaker.lower_ not in _NOBODY:
            yield Attribution(party, stance, token.lemma_.lower(), token, scope, via, accused, doubts)


def _is_predicate(token: Token) -> bool:
    """A verb, or a root with a subject that the tagger took for another word."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return token.dep_ == "ROOT" and any(child.dep_ == "nsubj" for child in token.children)


def _trailing(token: Token, stance: Stance, parties: Parties) -> Attribution | None:
    """The cue behind what is said: "..., a spokesman for X said on Sunday."; in whatever way it was parsed."""
    if (said := _closed(token)) is not None:
        speaker = next(iter(find_speakers(token)), None)
        party, doubts = parties.named(speaker) if speaker is not None else (None, ())
        return _over(said, token, stance, party, doubts, parties)
    comma = _comma_before(token)
    if comma is None or has_clause(token) or has_object(token):
        return None
    said, between = token.doc[token.sent.start : comma], token.doc[comma + 1 : token.i]
    speaker = _speaker_between(between)
    if speaker is None or not any(one.pos_ in {"VERB", "AUX"} for one in said):
        return None
    party, doubts = parties.named(speaker)
    return _over(said, token, stance, party, doubts, parties)


def _over(
    said: Span, cue: Token, stance: Stance, party: Party | None, doubts: tuple[str, ...], parties: Parties
) -> Attribution | None:
    if party is None:
        return None
    scope = Scope(frozenset(offset(one) for one in said), offset(said[0]), end_offset(cue))
    return Attribution(party, stance, cue.lemma_.lower(), cue, scope, find_cited(cue, parties), doubts=doubts)


def _closed(token: Token) -> Span | None:
    """The sentence that a closing clause was cut from, where the cue is the verb of one; see ``closing``."""
    start = token.sent.start
    if start == 0 or token.dep_ != "ROOT" or has_clause(token):
        return None
    before = token.doc[start - 1]
    if before.text not in {",", '"'} or before.sent.end != start or token.sent[0].text == '"':
        return None
    return before.sent


def _comma_before(token: Token) -> int | None:
    """The position of the last comma before a cue at the end of its sentence, near it and with words before it."""
    sentence = token.sent
    if sentence.end - token.i > 14 or token.dep_ not in {"conj", "advcl", "ROOT", "relcl", "acl"}:
        return None
    if token.dep_ in {"relcl", "acl"} and token.i - token.head.i < 6:
        return None  # "a claim the army denied": the cue belongs to the noun before it
    comma = max((one.i for one in sentence if one.text == "," and one.i < token.i), default=None)
    if comma is None or token.i - comma > 12 or comma - sentence.start < 3:
        return None
    return comma


def _speaker_between(between: Span) -> Token | None:
    """The first noun that can speak, unless the words are a clause of their own ("..., but he said")."""
    nouns = (
        one
        for one in between
        if one.pos_ in {"NOUN", "PROPN", "PRON"} and one.dep_ not in {"compound", "pobj", "poss", "npadvmod"}
    )
    first = next(nouns, None)
    if first is None or between[0].dep_ == "mark" or between[0].pos_ in {"CCONJ", "SCONJ"}:
        return None
    return first


def _continued(sentence: Span, found: Sequence[Attribution]) -> list[Attribution]:
    """A sentence in quotation marks without a cue of its own: the last speaker goes on."""
    text = sentence.text.strip()
    if not found or not (text.startswith('"') or text.endswith('"')):
        return []
    last = found[-1]
    if offset(sentence) - last.scope.end > _REACH:
        return []
    tokens = frozenset(offset(one) for one in sentence)
    blank = len(sentence.text) - len(sentence.text.lstrip())
    scope = Scope(tokens, offset(sentence) + blank, end_offset(sentence))
    doubts = ("the quotation goes on without a reporting word",)
    return [Attribution(last.speaker, Stance.ASSERTS, "quotation", sentence.root, scope, last.via, doubts=doubts)]
