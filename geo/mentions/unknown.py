"""Place names that the gazetteer lacks: small villages, above all.

Takes a parse and what is known already; gives name spans. Does not place them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from geo.lexicon import Lexicon
from geo.mentions.grammar import ARTICLES, Grammar, find_governor
from geo.mentions.spans import NameSpan
from geo.syntax import Syntax, end_offset, offset

_PLACE_LABELS = frozenset({"GPE", "LOC"})
_WORD = re.compile(r"\w+")
_SHORT = 3  # characters: a name that is no longer is not looked for elsewhere


def find_unknown(
    syntax: Syntax, known: Iterable[NameSpan], grammar: Grammar, clean: str, lexicon: Lexicon
) -> tuple[NameSpan, ...]:
    """Names that the model or the grammar takes for places, outside of the known spans; then wherever they stand."""
    covered = frozenset(at for one in known for at in range(one.start, one.end))
    found = [*_by_model(syntax, covered, lexicon), *_targets(syntax, covered, grammar, lexicon)]
    by_start = {one.start: one for one in found}
    taken = covered | {at for one in found for at in range(one.start, one.end)}
    for again in _repeated(found, taken, clean):
        by_start.setdefault(again.start, again)
    return tuple(by_start.values())


def _repeated(found: Iterable[NameSpan], taken: frozenset[int], clean: str) -> Iterable[NameSpan]:
    """The other occurrences of names that a verb or the model once showed to be places."""
    by_first: dict[str, set[str]] = {}
    for text in {one.text for one in found if len(one.text) > _SHORT}:
        if first := _WORD.match(text):
            by_first.setdefault(first[0], set()).add(text)
    for word in _WORD.finditer(clean):
        for text in sorted(by_first.get(word[0], ()), key=len):
            start, end = word.start(), word.start() + len(text)
            if start not in taken and clean.startswith(text, start) and not clean[end : end + 1].isalnum():
                yield NameSpan(start, end, text, known=False)


def _targets(syntax: Syntax, covered: frozenset[int], grammar: Grammar, lexicon: Lexicon) -> Iterable[NameSpan]:
    """A proper noun that troops take, enter or leave is a place, though no gazetteer has it: small villages."""
    for sentence in syntax.sentences:
        for token in sentence:
            if find_governor(token, lexicon) is None or token.pos_ != "PROPN" or not token.text[:1].isupper():
                continue
            if token.text in grammar.surnames or token.ent_type_ in {"DATE", "PRODUCT"}:
                continue
            first = _first_word(token)
            start, end = offset(first), end_offset(token)
            known = any(at in covered for at in range(start, end))
            person = token.ent_type_ == "PERSON" and not grammar.is_target(token)
            if not known and not person:
                yield NameSpan(start, end, token.doc.text[first.idx : token.idx + len(token.text)], known=False)


def _first_word(token: Token) -> Token:
    """Where the name begins that the token ends; an article of it may be written small: "al-Fashaga"."""
    words = [one for one in token.children if one.dep_ == "compound" and one.text[:1].isupper()]
    first = min([*words, token], key=lambda one: one.i)
    if first.i >= 2 and first.nbor(-1).text == "-" and first.nbor(-2).lower_ in ARTICLES:
        return first.nbor(-2)
    return first


def _by_model(syntax: Syntax, covered: frozenset[int], lexicon: Lexicon) -> Iterable[NameSpan]:
    """Place names of the model that the gazetteer lacks, each word of them a proper noun: small villages, above all."""
    for sentence in syntax.sentences:
        for entity in sentence.ents:
            tokens = [one for one in entity if not one.is_stop]
            if entity.label_ not in _PLACE_LABELS or not tokens or any(one.pos_ != "PROPN" for one in tokens):
                continue
            start, end = offset(tokens[0]), end_offset(tokens[-1])
            text = entity.doc.text[tokens[0].idx : tokens[-1].idx + len(tokens[-1].text)]
            ordinary = (
                tokens[0].lemma_.lower() in lexicon.nouns["land"] or len(text) < 3 or any(one.isdigit() for one in text)
            )
            if not ordinary and not any(at in covered for at in range(start, end)):
                yield NameSpan(start, end, text, known=False)
