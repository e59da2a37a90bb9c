"""Places that are described, not named: "southern X", "the border", "an exclave bordering X", "10 square km of X land".

Takes clean text and its name spans; gives Findings whose anchors are positions in the name spans. Does not say which
place is meant: every pattern works on the text with its names masked, so that offsets hold and a name of any form fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from geo.lexicon import Lexicon
from geo.mentions import patterns
from geo.mentions.finding import Finding
from geo.mentions.spans import NameSpan
from geo.model import MentionKind, Use
from geo.quantities import find_areas, find_lengths, to_number

_GAP = re.compile(r"[^\S\n]{4,}|[^\S\n]*\n[^\S\n]*\n\s*")
_REACH = 160  # characters before and behind the word of a described place
_BREAK = "\ue002"


@dataclass(frozen=True, slots=True)
class _Masked:
    """Clean text with its names masked, and the names by their start."""

    clean: str
    text: str
    names: tuple[NameSpan, ...]

    def anchors(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(index for index, one in enumerate(self.names) if start <= one.start and one.end <= end)


def find_described(clean: str, names: Sequence[NameSpan], lexicon: Lexicon) -> tuple[Finding, ...]:
    """All described places, none inside another of the same operation; their anchors are positions in ``names``."""
    masked = _mask(clean, names)
    found: list[Finding] = []
    for finder in _FINDERS:
        found += [one for one in finder(masked, lexicon) if not _covered(one, found)]
    return tuple(found)


def _covered(finding: Finding, found: Iterable[Finding]) -> bool:
    """Within an earlier one of the same operation or kind, or an "around X" that a group has already used."""
    return any(
        one.start <= finding.start
        and finding.end <= one.end
        and (
            one.operation == finding.operation
            or one.kind is finding.kind
            or (one.kind is MentionKind.GROUP and finding.operation == "near")
        )
        for one in found
    )


def _mask(clean: str, names: Sequence[NameSpan]) -> _Masked:
    # A gap of four blanks, or a blank line, parts what it stands between: no description goes across, and the patterns,
    # which skip blanks at their start, stay linear on a text of nothing else.
    parted = _GAP.sub(lambda gap: " " + _BREAK * (len(gap[0]) - 1), clean)
    letters = list(parted.replace("\n", " "))
    for name in names:
        letters[name.start : name.end] = (patterns.DEMONYM if name.is_demonym else patterns.NAME) * (
            name.end - name.start
        )
    return _Masked(clean, "".join(letters), tuple(names))


def _finding(
    masked: _Masked, span: tuple[int, int], kind: MentionKind, operation: str, *, word: str | None = None
) -> Finding:
    start, end = span
    anchors = masked.anchors(start, end)
    return Finding(start, end, masked.clean[start:end], kind, Use.LITERAL, operation, anchors, word)


def _measured(masked: _Masked, span: tuple[int, int], kind: MentionKind, operation: str, number: float) -> Finding:
    return replace(_finding(masked, span, kind, operation), number=number)


def _areas(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A stated area and, where it follows, whose land it is: "10 square km of X land", "40 square km"."""
    for area in find_areas(masked.clean, lexicon):
        tail = patterns.OWNER.match(masked.text, area.end)
        end = tail.end() if tail else area.end
        yield _measured(masked, (area.start, end), MentionKind.AREA, "area", area.value)


def _corridors(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    """The whole of "a corridor through X to Y"; what lies after "through" and "to" is in its anchors."""
    for match in patterns.CORRIDOR.finditer(masked.text):
        if masked.anchors(*match.span()) and not patterns.OTHER_CORRIDOR.search(match[0]):
            yield _finding(masked, _trim(masked, match), MentionKind.CORRIDOR, "corridor")


def _trim(masked: _Masked, match: re.Match[str]) -> tuple[int, int]:
    """The match without leading blanks."""
    start, end = match.span()
    while start < end and masked.text[start].isspace():
        start += 1
    return start, end


def _exclaves(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    for match in patterns.EXCLAVE.finditer(masked.text):
        if masked.anchors(*match.span()):
            yield _finding(masked, match.span(), MentionKind.EXCLAVE, "exclave", word=match[1])


def _groups(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A number of units: "seven surrounding districts", "three villages in X"."""
    units = tuple(f"{one[:-1]}ies" if one.endswith("y") else f"{one}s" for one in sorted(lexicon.settlement_units))
    for match in patterns.group_pattern(tuple(lexicon.numbers), units).finditer(masked.text):
        number = to_number(match["number"], lexicon)
        if number and number > 1 and not re.search(r"\b(?:in|of|and|from|to|the)\b", match["adjectives"]):
            found = _measured(masked, match.span(), MentionKind.GROUP, "group", number)
            yield replace(found, word=_unit(match))


def _unit(match: re.Match[str]) -> str:
    """The unit in the singular, and "around" where the group rings something: "district/around", "village/"."""
    unit = match["unit"].lower()
    singular = f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
    ring = match["ring"] or re.search(r"surrounding|adjacent|neighbou?ring|adjoining|nearby", match["adjectives"])
    return f"{singular}/{'around' if ring else ''}"


def _borders(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    """A border by its sides or its kind: "their common border", "the border between X and Y", "the X-Y border"."""
    for match in _around(patterns.BORDER, patterns.BORDER_WORD, masked.text):
        if masked.anchors(*match.span()) or patterns.DETERMINER.match(match[0].strip()):
            yield _finding(masked, _trim(masked, match), MentionKind.BORDER, "border")


def _around(pattern: re.Pattern[str], word: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    """The matches of a pattern, searched only where its word stands: most of a text has none."""
    done = 0
    for found in word.finditer(text):
        if found.start() < done:
            continue
        start = text.rfind(" ", done, max(done, found.start() - _REACH)) + 1 or done
        for match in pattern.finditer(text, max(start, done), found.end() + _REACH):
            yield match
            done = match.end()


def _parts(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A part of a whole: "southern X", "the south of X", "X's east", "part of X", "the country's north"."""
    for pattern in patterns.part_patterns(tuple(lexicon.directions)):
        for match in pattern.finditer(masked.text):
            word = lexicon.directions[match["direction"].lower()]
            yield _finding(masked, match.span(), MentionKind.REGION, "part", word=word)
    for match in patterns.SOME.finditer(masked.text):
        yield _finding(masked, match.span(), MentionKind.REGION, "some")


def _territories(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    """The land of a state: "X territory", "the territory of X", "its territory"."""
    for match in patterns.TERRITORY.finditer(masked.text):
        operation = "territory" if masked.anchors(*match.span()) else "own"
        yield _finding(masked, match.span(), MentionKind.REGION, operation)


def _capitals(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    for match in patterns.CAPITAL.finditer(masked.text):
        yield _finding(masked, match.span(), MentionKind.NAME, "capital")


def _distances(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A place by another: "20 km north-east of X", "2 km inside X", "5 km from X", "on the outskirts of X"."""
    offset = patterns.offset_pattern(tuple(lexicon.directions))
    for length in find_lengths(masked.clean, lexicon):
        for operation, pattern in (("offset", offset), ("inside", patterns.INSIDE), ("near", patterns.AWAY)):
            if match := pattern.match(masked.text, length.end):
                span = length.start, match.end()
                found = _measured(masked, span, MentionKind.REGION, operation, length.value)
                direction = match["direction"] if operation == "offset" else None
                yield replace(found, word=lexicon.directions[direction.lower()]) if direction else found
                break
    for match in patterns.NEAR.finditer(masked.text):
        yield _finding(masked, match.span(), MentionKind.REGION, "near")


def _betweens(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    """Ground or a road between two places: "the road from X to Y"; states are no ends of one, but who deals there."""
    for match in _around(patterns.BETWEEN, patterns.BETWEEN_WORD, masked.text):
        ends = [masked.names[index] for index in masked.anchors(*match.span())]
        if len(ends) > 1 and not any(one.political for one in ends) and not _deals(masked, match):
            yield _finding(masked, _trim(masked, match), MentionKind.REGION, "between")


def _deals(masked: _Masked, match: re.Match[str]) -> bool:
    """Whether "between X and Y" says who deals with whom: "talks between X and Y", two capitals."""
    ends = [masked.names[index] for index in masked.anchors(*match.span())]
    return match[0].lstrip().startswith("between") and all(one.capital for one in ends)


def _sides(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """Beyond a place: "northeast of X"."""
    for match in patterns.side_pattern(tuple(lexicon.directions)).finditer(masked.text):
        word = lexicon.directions[match["direction"].lower()]
        yield _finding(masked, match.span(), MentionKind.REGION, "near", word=word)


def _backs(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A place named before: "in the province", "across the exclave"."""
    for match in patterns.back_pattern(tuple(sorted(lexicon.mentions["back"]))).finditer(masked.text):
        noun = match["noun"].lower()
        kind = MentionKind.EXCLAVE if noun in {"exclave", "enclave"} else MentionKind.REGION
        yield _finding(masked, match.span("back"), kind, "back", word=noun)


def _facilities(masked: _Masked, _: Lexicon) -> Iterable[Finding]:
    for match in patterns.FACILITY.finditer(masked.text):
        yield _finding(masked, match.span(), MentionKind.FACILITY, "near")


# In this order: what an earlier one has found keeps a later one of its kind out.
_FINDERS: tuple[Callable[[_Masked, Lexicon], Iterable[Finding]], ...] = (
    _areas, _corridors, _exclaves, _groups, _borders, _betweens, _distances, _sides, _parts, _capitals, _territories,
    _facilities, _backs,
)  # fmt: skip
