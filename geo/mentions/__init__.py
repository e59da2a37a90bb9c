"""Document -> place mentions: names, demonyms, and places that are only described.

Takes a Document, its parsed sentences, the gazetteer and the lexicon; gives Findings in text order: spans with what
they say, not yet a place. Does not choose between places of one name, and draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span

from geo.gazetteer import Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.aliases import find_acronyms, find_aliases
from geo.mentions.clues import Clues
from geo.mentions.described import find_described
from geo.mentions.evidence import keep_likely
from geo.mentions.finding import Finding
from geo.mentions.grammar import Grammar
from geo.mentions.kinds import ARTICLE, BARE, find_kind
from geo.mentions.names import find_name_spans
from geo.mentions.patterns import FACILITY_NAME
from geo.mentions.persons import find_persons
from geo.mentions.spans import NameSpan
from geo.mentions.unknown import find_unknown
from geo.mentions.use import find_use
from geo.model import Document, MentionKind, Use
from geo.syntax import Syntax

__all__ = [
    "ARTICLE",
    "BARE",
    "Finding",
    "NameSpan",
    "Parsed",
    "find_aliases",
    "find_given",
    "find_lightly",
    "find_mentions",
    "find_name_spans",
    "find_named",
    "find_persons",
]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document with its sentences, the syntax index over them, and what was told to the parser.

    ``names`` are the names that it saw as one token, ``people`` where those stand that are behind a title.
    """

    document: Document
    sentences: tuple[Span, ...]
    syntax: Syntax
    names: tuple[NameSpan, ...]
    people: tuple[tuple[int, int], ...]


def find_mentions(parsed: Parsed, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Finding, ...]:
    """All mentions in text order; a description's ``anchors`` are positions in the returned tuple.

    Nested mentions stay: "southern Armenia" and the "Armenia" in it. An empty text gives an empty tuple.
    """
    names = _find_names(parsed, gazetteer, lexicon)
    plain = [_named(name, parsed, lexicon) for name in names]
    described = find_described(parsed.document.clean, names, lexicon)
    order = sorted(
        [*enumerate(plain), *enumerate(described, start=len(plain))], key=lambda item: _reading_order(item[1])
    )
    position = {old: new for new, (old, _) in enumerate(order)}
    findings = [replace(one, anchors=tuple(position[anchor] for anchor in one.anchors)) for _, one in order]
    return _literal_inside(findings)


def find_named(parsed: Parsed, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Only the names and demonyms of ``find_mentions``."""
    return tuple(_named(name, parsed, lexicon) for name in _find_names(parsed, gazetteer, lexicon))


def find_lightly(document: Document, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[Finding, ...]:
    """Names and demonyms by the letters alone, without a parse: much faster, and nothing that is only described.

    Where nobody parses, nobody tells who acts: a name is literal behind a preposition of place or a comma, a part of an
    organisation's name in one, and associative elsewhere.
    """
    spans = find_name_spans(document.clean, gazetteer, lexicon)
    clues = Clues(document.clean, spans, gazetteer, lexicon)
    return tuple(
        Finding(
            *(one.start, one.end, one.text, _kind_of(one), clues.find_use(one), _operation_of(one)),
            word=find_kind(document.clean, one.start, one.end, lexicon),
        )
        for one in keep_likely(spans, clues)
    )


def find_given(text: str, spans: Sequence[tuple[int, int]], lexicon: Lexicon) -> tuple[Finding, ...]:
    """Findings for spans that somebody else found, in their order: each a demonym or a literal name."""
    return tuple(_given(start, end, text[start:end], lexicon) for start, end in spans)


def _find_names(parsed: Parsed, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[NameSpan, ...]:
    """The likely places among the names of the letters and those that only the parse shows."""
    grammar = Grammar(parsed.syntax, gazetteer, lexicon)
    unknown = find_unknown(parsed.syntax, parsed.names, grammar, parsed.document.clean, lexicon)
    short = find_acronyms(parsed.document.clean).keys()  # "(FAMa)" behind a longer name is no village of France
    found = (one for one in (*parsed.names, *unknown) if one.text not in short or one.is_body or one.political)
    spans = sorted(found, key=lambda one: one.start)
    return keep_likely(spans, Clues(parsed.document.clean, spans, gazetteer, lexicon), grammar.find)


def _given(start: int, end: int, text: str, lexicon: Lexicon) -> Finding:
    demonym = bool(lexicon.demonym_countries(text)) or text in lexicon.regional_demonyms
    kind = MentionKind.DEMONYM if demonym else MentionKind.NAME
    return Finding(start, end, text, kind, Use.LITERAL, operation="demonym" if demonym else "name")


def _reading_order(finding: Finding) -> tuple[int, int]:
    return finding.start, -finding.end


def _kind_of(name: NameSpan) -> MentionKind:
    if name.is_demonym:
        return MentionKind.DEMONYM
    if name.is_line:
        return MentionKind.BORDER
    built = name.is_built or FACILITY_NAME.search(name.text)
    return MentionKind.FACILITY if built else MentionKind.NAME


def _named(name: NameSpan, parsed: Parsed, lexicon: Lexicon) -> Finding:
    kind = _kind_of(name)
    tokens = parsed.syntax.tokens_in(name.start, name.end)  # of an unknown name of two words the last is the head
    use = find_use(tokens[-1] if tokens else None, name, lexicon)
    return Finding(
        name.start,
        name.end,
        name.text,
        kind,
        Use.LITERAL if name.is_line else use,
        _operation_of(name),
        word=find_kind(parsed.document.clean, name.start, name.end, lexicon),
    )


def _operation_of(name: NameSpan) -> str:
    return "demonym" if name.is_demonym else "name"


def _literal_inside(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """A name or demonym inside a described place is meant literally: "Armenian" in "Armenian land"."""
    literal = {
        anchor
        for one in findings
        if one.kind is not MentionKind.GROUP
        for anchor in one.anchors
        if one.start <= findings[anchor].start < one.end
    }
    return tuple(one.as_literal() if index in literal else one for index, one in enumerate(findings))
