"""Place names that the gazetteer lacks: small villages, above all.

Takes a parse and what is known already; gives name spans. Does not place them.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.lexicon import Lexicon
from geo.mentions.grammar import find_governor
from geo.mentions.spans import NameSpan
from geo.syntax import Syntax, end_offset, offset

_PLACE_LABELS = frozenset({"GPE", "LOC"})
_TAKES_PEOPLE = frozenset({
    "seize", "capture", "take", "attack", "hold", "leave", "free", "reach", "lose", "quit", "surround", "control",
})  # fmt: skip


def find_unknown(
    syntax: Syntax, known: Iterable[NameSpan], surnames: frozenset[str], lexicon: Lexicon
) -> tuple[NameSpan, ...]:
    """Names that the model or the grammar takes for places, outside of the known spans."""
    covered = frozenset(at for one in known for at in range(one.start, one.end))
    found = [*_by_model(syntax, covered, lexicon), *_targets(syntax, covered, surnames, lexicon)]
    return tuple({one.start: one for one in found}.values())


def _targets(syntax: Syntax, covered: frozenset[int], surnames: frozenset[str], lexicon: Lexicon) -> Iterable[NameSpan]:
    """A proper noun that troops take, enter or leave is a place, though no gazetteer has it: small villages."""
    for sentence in syntax.sentences:
        for token in sentence:
            verb = find_governor(token, lexicon)
            if verb is None or token.pos_ != "PROPN" or not token.text[:1].isupper() or token.text in surnames:
                continue
            words = [one for one in token.children if one.dep_ == "compound" and one.text[:1].isupper()] + [token]
            start, end = offset(words[0]), end_offset(token)
            person = token.ent_type_ == "PERSON" and len(words) > 1 and verb.lemma_.lower() in _TAKES_PEOPLE
            known = any(at in covered for at in range(start, end))
            if not known and not person and token.ent_type_ not in {"DATE", "PRODUCT"}:
                yield NameSpan(start, end, token.doc.text[words[0].idx : token.idx + len(token.text)], known=False)


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
