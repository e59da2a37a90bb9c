"""Finds the reporting words of a sentence, who utters them, and which words they cover.

Takes the sentences with the Parties of the dispatch; gives Attributions in text order. Does not decide what is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from geo.attribution.content import find_content, find_scope, is_said
from geo.attribution.parties import Parties
from geo.attribution.sources import add_sources
from geo.attribution.speakers import (
    RELATIVE,
    find_cited,
    find_outer_cue,
    find_party,
    find_quoted,
    find_speakers,
    find_told,
    find_voices,
    trades,
)
from geo.attribution.spoken import Attribution, Scope
from geo.attribution.stances import adjust_stance, find_stance, has_clause, withholds
from geo.lexicon import Lexicon
from geo.model import Party, Stance
from geo.syntax import end_offset, offset

_REACH = 400  # characters: how far behind its speaker a quotation goes on
_REPLIES = frozenset({"comment", "response", "reaction", "word", "reply", "confirmation"})
_ANSWERS = {"denial": Stance.DENIES, "rejection": Stance.REJECTS, "rebuttal": Stance.REJECTS, "rebuke": Stance.REJECTS}
_DRAWS = frozenset({"draw", "prompt", "bring", "elicit", "provoke", "trigger", "spark", "earn"})
_NOBODY = frozenset({"nobody", "none", "one", "anyone"})


def find_attributions(sentences: Sequence[Span], parties: Parties, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """All attributions of the dispatch in text order; quotations that go on without a cue keep their speaker."""
    found: list[Attribution] = []
    around = zip([None, *sentences], sentences, [*sentences[1:], None], strict=False)
    for before, sentence, after in around:
        own = [one for token in sentence for one in _at(token, parties, lexicon)]
        titled = [] if own or before is None else _titled(before, sentence, parties)
        told = add_sources(sentence, own, parties) or titled
        closed = after is not None and _closed(after.root) is not None
        found += told or ([] if closed else _continued(sentence, found, lexicon))
    return tuple(found)


def _at(token: Token, parties: Parties, lexicon: Lexicon) -> Iterable[Attribution]:
    """The attributions that a reporting word makes, one a speaker; none where it reports nothing here."""
    if not _is_predicate(token):
        yield from _replied(token, parties)
        return
    if (quoted := find_quoted(token)) is not None:
        yield from _quoted(token, *quoted, parties)
        return
    stance, frame = find_stance(token, lexicon)
    if stance is None:
        return
    trailing = _trailing(token, stance, parties, lexicon)
    if trailing is not None:
        yield trailing
        yield from _goes_on(trailing, lexicon)
        return
    content = _content(token, stance, frame, lexicon)
    if not content:
        return
    stance = adjust_stance(token, stance, content, lexicon)
    scope = find_scope(token, content, frame, lexicon)
    for speaker, accused in find_voices(token, frame, lexicon):
        each = any(one.lower_ in {"other", "another"} for one in accused) or trades(token)
        if frame == "accuse" and each and (sides := parties.two_sides(speaker)):
            yield from _mutual(token, stance, scope, sides)
            continue
        speaking = _able(speaker, token, parties, lexicon)
        party, doubts = find_party(speaking, parties, token) if speaking is not None else (None, ())
        if party is not None and speaker.lower_ not in _NOBODY:
            yield _chained(
                Attribution(party, stance, token.lemma_.lower(), token, scope, accused=accused, doubts=doubts), parties
            )


def _replied(noun: Token, parties: Parties) -> Iterable[Attribution]:
    """As in "There was no immediate comment from X", "drawing a sharp denial from X"."""
    lemma = noun.lemma_.lower()
    none = any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)
    drawn = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _DRAWS
    if lemma in _REPLIES and none:
        stance, words = Stance.WITHHOLDS, frozenset(offset(one) for one in noun.subtree)
    elif lemma in _ANSWERS and drawn and not none:
        stance, words = _ANSWERS[lemma], frozenset({offset(noun)})
    else:
        return
    scope = Scope(words, offset(noun.left_edge), end_offset(noun.right_edge))
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ == "from":
            for speaker in child.children:
                party, doubts = parties.named(speaker)
                if party is not None:
                    yield Attribution(party, stance, lemma, noun, scope, doubts=doubts)


def _content(token: Token, stance: Stance, frame: str, lexicon: Lexicon) -> list[Token]:
    """The heads of what is said; the cue itself for a bare "no" or silence; none where it reports nothing here."""
    content = find_content(token, frame, lexicon)
    if withholds(token, lexicon):
        return [one for one in content if one.dep_ != "prep"] or ([] if _shares_content(token, lexicon) else [token])
    if not content:
        return [token] if _refuses(token, stance) else []
    return content if frame != "clause" or is_said(token, content, lexicon) else []


def _able(speaker: Token, cue: Token, parties: Parties, lexicon: Lexicon) -> Token | None:
    """The speaker; where it is a thing or only a place, whoever speaks in the clause around: "and stated that"."""
    outer = find_outer_cue(cue, lexicon)
    own = speaker.lower_ in RELATIVE or parties.can_speak(speaker)
    if own and (outer is None or speaker.pos_ != "NOUN" or speaker.head is cue):
        return speaker
    above = find_speakers(outer) if outer is not None else []
    return next((one for one in above if parties.can_speak(one)), None)


def _mutual(cue: Token, stance: Stance, scope: Scope, sides: tuple[Party, ...]) -> Iterable[Attribution]:
    """As in "Each side accused the other": one attribution a side, against the other."""
    for party, other in zip(sides, reversed(sides), strict=True):
        doubts = (f"the two sides taken as {sides[0].name} and {sides[1].name}",)
        yield Attribution(party, stance, cue.lemma_.lower(), cue, scope, against=other, doubts=doubts)


def _chained(spoken: Attribution, parties: Parties) -> Attribution:
    """The attribution with its chain: whoever is cited speaks, and whoever cites or was told passes it on."""
    cited, told = find_cited(spoken.cue_token, parties), find_told(spoken.cue_token, parties)
    if cited:
        return replace(spoken, speaker=cited[0], via=(spoken.speaker, *told))
    return replace(spoken, via=told)


def _quoted(cue: Token, quoted: Token, saying: Token, parties: Parties) -> Iterable[Attribution]:
    """As in "X quoted Y as saying that ...", or behind what was said: Y speaks, X passes it on."""
    party, doubts = parties.named(quoted)
    said = _closed(cue)
    content = [child for child in saying.children if child.dep_ in {"ccomp", "dobj"}]
    if party is None or (said is None and not content):
        return
    via = tuple(one for speaker in find_speakers(cue)[:1] if (one := parties.named(speaker)[0]))
    scope = _whole(said, cue) if said is not None else find_scope(cue, content, "clause", parties.lexicon)
    yield Attribution(party, Stance.ASSERTS, "quote", cue, scope, via, doubts=doubts)


def _shares_content(token: Token, lexicon: Lexicon) -> bool:
    """Whether the next word says what is withheld: "neither confirmed nor denied that ..." is told once."""
    return any(one.dep_ == "conj" and withholds(one, lexicon) for one in token.children)


def _refuses(token: Token, stance: Stance) -> bool:
    """As in "Pristina refused.": what it answers stands before it."""
    return stance is Stance.REJECTS and not any(one.dep_ in {"xcomp", "dobj", "ccomp"} for one in token.children)


def _titled(before: Span, sentence: Span, parties: Parties) -> list[Attribution]:
    """What stands behind "Kremlin:" or "Army spokesman:"; a heading that names nobody makes none."""
    if before.end != sentence.start or before[-1].text != ":" or any(one.pos_ in {"VERB", "AUX"} for one in before):
        return []
    speaker = next((one for one in before if one.dep_ == "ROOT"), before[0])
    if parties.is_dateline(before):
        return []
    if not parties.is_speaker(speaker):
        return []
    party, doubts = parties.named(speaker)
    if party is None:
        return []
    scope = Scope(frozenset(offset(one) for one in sentence), offset(before), end_offset(sentence))
    return [Attribution(party, Stance.ASSERTS, ":", before[-1], scope, doubts=doubts)]


def _is_predicate(token: Token) -> bool:
    """A verb, or a root with a subject that the tagger took for another word."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    return token.dep_ == "ROOT" and any(child.dep_ == "nsubj" for child in token.children)


def _trailing(token: Token, stance: Stance, parties: Parties, lexicon: Lexicon) -> Attribution | None:
    """The cue behind what is said: "..., a spokesman for X said on Sunday."."""
    said = _closed(token)
    speaker = next(iter(find_speakers(token)), None)
    if said is None or speaker is None:
        return None
    party, doubts = parties.named(speaker)
    stance = adjust_stance(token, stance, [said.root], lexicon)
    if party is None:
        return None
    scope = _whole(said, token)
    return _chained(Attribution(party, stance, token.lemma_.lower(), token, scope, doubts=doubts), parties)


def _goes_on(spoken: Attribution, lexicon: Lexicon) -> Iterable[Attribution]:
    """What goes on behind a cue put in between: "The deal was old, she said, and covered no more than ..."."""
    for one in spoken.cue_token.children:
        if one.dep_ == "conj" and one.lemma_.lower() not in lexicon.cues and not any(map(_is_subject, one.children)):
            words = list(one.subtree)
            scope = Scope(frozenset(map(offset, words)), offset(words[0]), end_offset(words[-1]))
            yield replace(spoken, scope=scope)


def _is_subject(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass"}


def _whole(said: Span, cue: Token) -> Scope:
    """All words of what was said, to the end of the cue behind it."""
    return Scope(frozenset(offset(one) for one in said), offset(said[0]), end_offset(cue))


def _closed(token: Token) -> Span | None:
    """The sentence that a closing clause was cut from, where the cue is the verb of one; see ``closing``."""
    start = token.sent.start
    if start == 0 or token.dep_ != "ROOT" or has_clause(token):
        return None
    before = token.doc[start - 1]
    comma = token.doc[start - 2] if before.text == '"' and start > 1 else before
    if comma.text not in {",", "?", "!"} or before.sent.end != start or token.sent[0].text == '"':
        return None
    return before.sent


def _continued(sentence: Span, found: Sequence[Attribution], lexicon: Lexicon) -> list[Attribution]:
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
    stance = adjust_stance(sentence.root, Stance.ASSERTS, [sentence.root], lexicon)
    return [Attribution(last.speaker, stance, "quotation", sentence.root, scope, last.via, doubts=doubts)]
