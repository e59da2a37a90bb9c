"""Events: the predicates of the lexicon that really hold in a sentence.

Takes parsed sentences and the mentions' offsets; gives Events, at most one a clause. A trigger word alone is none: its
object or subject must be what the predicate needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from geo.claims.clauses import clause_head, clause_tokens
from geo.claims.ground import Ground
from geo.claims.needs import Needs
from geo.lexicon import Lexicon, Predicate
from geo.model import GROUND_KINDS, Mention
from geo.syntax import end_offset, offset


@dataclass(frozen=True, slots=True)
class Event:
    """A predicate that fired: its token, the clause that it stands in, and the nouns that are its ground."""

    token: Token
    predicate: Predicate
    head: Token
    ground: tuple[Token, ...] = ()


_REMEMBERED = 2  # sentences without ground, after which "it" means something else


class EventFinder:
    """Matches the lexicon's predicates; ``mentions`` tell which nouns are places."""

    def __init__(self, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._needs = Needs(Ground(mentions, lexicon), lexicon)
        self._silent = 0  # sentences since ground was told of
        self._order = {row.rule: index for index, row in enumerate(lexicon.predicates)}
        self._by_lemma: Mapping[str, list[Predicate]] = _index(lexicon.predicates)

    def find(self, sentence: Span) -> tuple[Event, ...]:
        """Events in text order; of several in one clause the earlier row of the lexicon wins.

        To be asked in text order: "it" and "them" may mean the ground of the event before.
        """
        events = []
        self._silent += 1
        if self._silent > _REMEMBERED:
            self._needs.before = ()
        for token in sentence:
            if event := self._match(token):
                events.append(event)
                if event.predicate.kind in GROUND_KINDS and event.ground:
                    self._needs.before, self._silent = event.ground, 0
        best: dict[int, Event] = {}
        for event in events:
            known = best.get(event.head.i)
            if known is None or self._order[event.predicate.rule] < self._order[known.predicate.rule]:
                best[event.head.i] = event
        return tuple(sorted(best.values(), key=lambda one: one.token.i))

    def words(self, event: Event, heads: Sequence[Token]) -> list[Token]:
        """The words of the event's clause: the clauses under other ``heads`` cut off, a relative's antecedent kept."""
        words = clause_tokens(event.head, heads)
        if event.head.dep_ in {"relcl", "acl"}:
            relatives = {one.i for one in event.head.head.children if one.dep_ in {"relcl", "acl"}}
            words += [
                one
                for one in event.head.head.subtree
                if not any(one.i == root or one.doc[root] in one.ancestors for root in relatives)
            ]
        return sorted(set(words), key=lambda one: one.i)

    def _match(self, token: Token) -> Event | None:
        lemmas = {token.lemma_.lower(): None, **({token.lower_: None} if token.tag_ == "VBG" else {})}
        for predicate in (row for lemma in lemmas for row in self._by_lemma.get(lemma, ())):
            if not _right_part_of_speech(token, predicate) or not self._companions(token, predicate):
                continue
            holds, ground = self._needs.check(token, predicate)
            if holds:
                return Event(token, predicate, clause_head(token), tuple(ground))
        return None

    def _companions(self, token: Token, predicate: Predicate) -> bool:
        if not predicate.companions:
            return True
        near = {child.lemma_.lower() for child in token.children} | {child.lower_ for child in token.children}
        adverbial = [one for child in token.children if child.dep_ == "advmod" for one in child.children]
        near |= {one.lower_ for one in adverbial}
        preps = [one for one in (*token.children, *adverbial) if one.dep_ == "prep"]  # "is back in our hands"
        near |= {one.lemma_.lower() for prep in preps for one in prep.children}
        if any(child.dep_ == "expl" for child in token.children):
            near |= {one.lower_ for child in token.children if child.dep_ == "attr" for one in child.children}
        return bool(near & predicate.companions)


def is_verb(token: Token) -> bool:
    """A verb, or a word that the tagger took for a noun though it has a subject: "insurgents have overrun ..."."""
    if token.pos_ in {"VERB", "AUX"}:
        return True
    clausal = token.dep_ in {"ROOT", "ccomp", "conj", "advcl", "relcl"}
    return clausal and token.pos_ == "NOUN" and any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)


def _index(predicates: Sequence[Predicate]) -> dict[str, list[Predicate]]:
    index: dict[str, list[Predicate]] = {}
    for row in predicates:
        for lemma in row.lemmas:
            index.setdefault(lemma, []).append(row)
    return index


def _right_part_of_speech(token: Token, predicate: Predicate) -> bool:
    if predicate.pos == "any":
        return token.pos_ in {"NOUN", "ADJ", "PROPN"}
    if predicate.pos == "noun":
        return token.pos_ in {"NOUN", "PROPN", "VERB"} and (token.pos_ != "VERB" or token.tag_ == "VBG")
    return is_verb(token) and not (token.dep_ == "amod" and token.tag_ in {"VBN", "VBG"})


def _is_loose(last: Token) -> bool:
    return (last.is_punct and last.text not in {")", "%"}) or last.dep_ in {"cc", "mark"}


def span_of(words: Sequence[Token]) -> tuple[int, int]:
    """Offsets of the words from first to last, without punctuation and connecting words at the ends."""
    kept = list(words)
    while len(kept) > 1 and _is_loose(kept[-1]):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_punct or kept[0].dep_ == "cc"):
        kept.pop(0)
    return offset(kept[0]), end_offset(kept[-1])
