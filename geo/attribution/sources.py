"""Sources that no verb reports: "according to X", "citing X".

Takes the attributions of one sentence; gives them with what its sources tell. Does not look at other sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from spacy.tokens import Span, Token

from geo.attribution.parties import Parties
from geo.attribution.spoken import Attribution, Scope
from geo.model import Party, Stance
from geo.syntax import end_offset, offset

# What somebody has made or said; who that was stands beside it.
_DOCUMENTS = frozenset({
    "statement", "report", "post", "transcript", "readout", "account", "map", "footage", "communique", "letter",
})  # fmt: skip

_SEEN = frozenset({"see", "obtain", "review", "read", "cite", "quote", "leak", "hear", "verify", "send", "share"})


@dataclass(frozen=True, slots=True)
class _Source:
    """Whom "according to" names, and its "according"."""

    token: Token
    party: Party
    doubts: tuple[str, ...]


def add_sources(sentence: Span, found: Sequence[Attribution], parties: Parties) -> list[Attribution]:
    """The attributions with what "according to" and "citing" tell.

    A source passes on where somebody else speaks, and is the speaker where nobody does.
    """
    result = list(found)
    for source in _find_sources(sentence, parties):
        outside = source.token.i > sentence.start and source.token.nbor(-1).text == ","
        covered = [
            one
            for one in result
            if one.cue_token.i < source.token.i and (outside or offset(source.token) not in one.scope.tokens)
        ]
        if covered:
            result = [_passed_on(one, source.party) if one in covered else one for one in result]
        else:
            result.append(_spoken(source, sentence))
    return result


def _find_sources(sentence: Span, parties: Parties) -> Iterable[_Source]:
    for token in sentence:
        if token.lower_ != "according":
            continue
        for source in (one for to in token.children if to.lower_ == "to" for one in to.children):
            party, doubts = _source_party(source, parties)
            if party:
                yield _Source(token, party, doubts)


def _passed_on(attribution: Attribution, party: Party) -> Attribution:
    """The attribution with the party at the end of its chain; as it is where the party speaks itself."""
    if party.name == attribution.speaker.name:
        return attribution
    return replace(attribution, via=(*attribution.via, party))


def _spoken(source: _Source, sentence: Span) -> Attribution:
    """The source as the speaker of the words that "according to" hangs on."""
    own = set(source.token.subtree)
    tokens = frozenset(offset(one) for one in sentence if one not in own)
    head = source.token.head
    closes = source.token.i > sentence.start and source.token.nbor(-1).text == ","
    closes = closes and all(one in own or one.is_punct for one in sentence if one.i > source.token.i)
    if head.i != source.token.i and not closes:
        tokens &= frozenset(offset(one) for one in head.subtree)
    scope = Scope(tokens, min(tokens, default=offset(sentence)), end_offset(sentence))
    return Attribution(source.party, Stance.ASSERTS, "according to", source.token, scope, doubts=source.doubts)


def _names_maker(child: Token) -> bool:
    """Whether it says who made a document, not who has seen it: "a report by X", "a report obtained by Y"."""
    return child.dep_ in {"prep", "agent"} or (child.dep_ == "acl" and child.lemma_.lower() not in _SEEN)


def _source_party(source: Token, parties: Parties) -> tuple[Party | None, tuple[str, ...]]:
    """Whoever made "a statement by X" or "a post on his website"; else the phrase itself."""
    if source.lemma_.lower() in _DOCUMENTS:
        below = (one for prep in source.children if _names_maker(prep) for one in prep.subtree)
        proper = (one for one in below if one.pos_ == "PROPN" and one.dep_ in {"pobj", "poss"})
        names = (one for one in proper if parties.can_speak(one))  # not "released on Sunday by X"
        owners = (one for one in source.subtree if one.dep_ == "poss" and one.lower_ in {"his", "her", "its", "their"})
        if (author := next(chain(names, owners), None)) is not None:
            return parties.named(author)
    return parties.named(source)
