"""Which name spans are places: the clues of the text, and of the parse where there is one, added up over the dispatch.

Takes name spans and the clues of each; gives those that are likely. Does not choose between places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from geo.mentions.clues import BEHIND_A_GIVEN_NAME, IN_A_PERSON, Clue, Clues, weigh
from geo.mentions.spans import NameSpan

THRESHOLD = 1.0
"""What the clues of a name must add up to."""
_SHARED = 0.6
"""One occurrence of a name speaks for the others, by this share of its weight."""
_PERSONAL = frozenset({BEHIND_A_GIVEN_NAME, IN_A_PERSON})
_PERSON = -2.5
"""One occurrence that is a person's name makes the others unlikely, by at least this weight."""


def keep_likely(
    spans: Sequence[NameSpan], clues: Clues, parsed: Callable[[NameSpan], Iterable[Clue]] = lambda _: ()
) -> tuple[NameSpan, ...]:
    """The spans that are likely places, in their order; named lines and landmarks stay, and demonyms but for surnames.

    ``parsed`` gives the clues of the parse for a span.
    """
    weights = {index: weigh((*clues.find(one), *parsed(one))) for index, one in enumerate(spans) if _is_doubtful(one)}
    by_name: dict[str, list[float]] = {}
    for index, weight in weights.items():
        by_name.setdefault(spans[index].text, []).append(weight)
    ordered = {name: sorted(several) for name, several in by_name.items()}

    def is_likely(index: int, span: NameSpan) -> bool:
        if span.is_demonym:
            return not _PERSONAL.intersection(reason for reason, _ in (*clues.find(span), *parsed(span)))
        if index not in weights:
            return not span.is_body
        lowest, highest = _others(ordered[span.text], weights[index])
        person = _PERSON if lowest <= _PERSON and not span.political else 0.0
        return clues.standing(span).weight + weights[index] + _SHARED * highest + person >= THRESHOLD

    return tuple(span for index, span in enumerate(spans) if is_likely(index, span))


def _others(ordered: Sequence[float], own: float) -> tuple[float, float]:
    """The lowest and the highest of the other weights of a name, 0 between them."""
    lowest = ordered[0] if ordered[0] != own else ordered[min(1, len(ordered) - 1)]
    highest = ordered[-1] if ordered[-1] != own else ordered[max(-2, -len(ordered))]
    if len(ordered) == 1:
        return 0.0, 0.0
    return min(lowest, 0.0), max(highest, 0.0)


def _is_doubtful(span: NameSpan) -> bool:
    return not (span.is_body or span.is_demonym or span.is_line or span.is_landmark)
