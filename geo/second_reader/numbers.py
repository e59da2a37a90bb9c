"""Whether a number that a model gives stands in the text.

Takes a stretch of clean text; says whether an area, a length or a count is stated in it. Does not convert or correct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from geo.lexicon import Lexicon
from geo.quantities import Quantity, find_areas, find_lengths, to_number

_WORD = re.compile(r"(?<![\w.,])\d{1,3}(?:[, ]\d{3})+(?![\w])|\d+(?:\.\d+)?|[^\W\d_]+")
_TOLERANCE = 0.01


def states_area(clean: str, span: tuple[int, int], value: float, lexicon: Lexicon) -> bool:
    """Whether an area within 1 % of this one is stated within the span."""
    return _is_stated(find_areas(clean, lexicon), span, value)


def states_length(clean: str, span: tuple[int, int], value: float, lexicon: Lexicon) -> bool:
    """Whether a length within 1 % of this one is stated within the span."""
    return _is_stated(find_lengths(clean, lexicon), span, value)


def states_count(clean: str, span: tuple[int, int], value: int, lexicon: Lexicon) -> bool:
    """Whether exactly this number stands within the span, in digits or words."""
    return value in set(_numbers(clean[slice(*span)], lexicon))


def _is_stated(stated: tuple[Quantity, ...], span: tuple[int, int], value: float) -> bool:
    within = [one for one in stated if span[0] <= one.start and one.end <= span[1]]
    return any(
        abs(number - value) <= _TOLERANCE * number for one in within for number in (one.low, one.value, one.high)
    )


def _numbers(text: str, lexicon: Lexicon) -> Iterator[float]:
    """Every number of a text, each as long as it goes: "two dozen" is 24, and neither 2 nor 12."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _end_of_number(text, words, at, lexicon)
        value = to_number(text[words[at].start() : words[end - 1].end()], lexicon) if end > at else None
        if value is not None:
            yield value
        at = max(end, at + 1)


def _end_of_number(text: str, words: list[re.Match[str]], at: int, lexicon: Lexicon) -> int:
    """The index after the last word of the number that starts here; ``at`` where none does."""
    end = at
    for index in range(at, min(at + 8, len(words))):
        word = words[index][0].lower()
        joined = index == at or text[words[index - 1].end() : words[index].start()] in {" ", "-"}
        if not joined or (index > at and word[0].isdigit()):
            break
        if word[0].isdigit() or (word in lexicon.numbers and word != "and"):
            end = index + 1
        elif word != "and" or words[index - 1][0].lower() not in {"hundred", "thousand", "million"}:
            break
    return end
