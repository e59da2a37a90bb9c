"""The dispatch as HTML with its claims marked in the colour and underline of their layer.

Takes a Reading and its Layers; gives HTML in which every character of the dispatch is escaped.
Does not change the text: with the tags taken out it is the dispatch again, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from geo.layers import MARKS, Layer, Mark, build_mark
from geo.model import Document, Reading
from geo.webmap.escaping import escape
from geo.webmap.wording import number_claims

ASSETS = Path(__file__).parent / "assets"
ASIDE = 0
_LINE = re.compile(r"[^\n]+")

Span = tuple[int, int, int]


def mark_class(mark: Mark) -> str:
    """The CSS class of a mark.

    >>> mark_class(build_mark(1))
    'mark-1'
    """
    return f"mark-{mark.position}"


def build_marks_css() -> str:
    """Every mark class with its colour, ink and underline as CSS custom properties; the same for all dispatches."""
    marks = enumerate(build_mark(position) for position in range(MARKS))
    return "\n".join(
        f".mark-{n} {{ --mark: {mark.color}; --on-mark: {mark.ink}; --underline: {mark.underline}; }}"
        for n, mark in marks
    )


def build_text_css() -> str:
    """The whole style of the marked dispatch; the same for all dispatches."""
    return (ASSETS / "text.css").read_text(encoding="utf-8") + build_marks_css()


def build_text(reading: Reading, layers: tuple[Layer, ...]) -> str:
    """The dispatch as HTML: ``mark`` elements with the numbers of their claims in ``data-claims``.

    Lines that were blanked as boilerplate are ``span.aside``. A reading without its text (read back from JSON) gives
    the quotes of its claims, a paragraph each.
    """
    numbers = number_claims(reading)
    classes = {numbers[one]: mark_class(layer.mark) for layer in layers for one in layer.claim_ids}
    text = reading.document.text
    if not text:
        quotes = {numbers[claim.id]: claim.quote for claim in reading.claims}
        return "\n\n".join(_mark(quotes[number], (number,), classes, ends=(number,)) for number in sorted(quotes))
    spans = [(claim.start, claim.end, numbers[claim.id]) for claim in reading.claims]
    spans += [(*span, ASIDE) for span in find_asides(reading.document)]
    ends = {number: end for _, end, number in spans}
    return "".join(
        _mark(text[start:end], inside, classes, ends=tuple(one for one in inside if one and ends[one] == end))
        for start, end, inside in _cut(spans, len(text))
    )


def find_asides(document: Document) -> tuple[tuple[int, int], ...]:
    """The lines that cleaning blanked: publishers' furniture, no part of the story."""
    if len(document.clean) != len(document.text):
        return ()
    lines = (match.span() for match in _LINE.finditer(document.text))
    return tuple(
        (start, end)
        for start, end in lines
        if document.text[start:end].strip() and not document.clean[start:end].strip()
    )


def _cut(spans: list[Span], length: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Cut [0, length) wherever a span starts or ends; each piece with the numbers of the spans over it, sorted."""
    events = sorted(event for start, end, number in spans for event in ((start, 1, number), (end, 0, number)))
    active: set[int] = set()
    position = 0
    for offset, opens, number in [*events, (length, 0, -1)]:
        if offset > position:
            yield position, offset, tuple(sorted(active))
            position = offset
        (active.add if opens else active.discard)(number)


def _mark(piece: str, numbers: tuple[int, ...], classes: dict[int, str], *, ends: tuple[int, ...]) -> str:
    """One piece of text. ``ends`` are the claims that stop here: their numbers are shown by CSS, outside the text."""
    claims = [number for number in numbers if number != ASIDE]
    if not claims:
        return f'<span class="aside">{escape(piece)}</span>' if numbers else escape(piece)
    joined = " ".join(map(str, claims))
    ending = f' data-ends="{" ".join(map(str, ends))}"' if ends else ""
    attributes = f'class="claim {classes.get(claims[0], "")}" data-claims="{joined}"{ending}'
    return f'<mark {attributes} tabindex="0" role="button">{escape(piece)}</mark>'
