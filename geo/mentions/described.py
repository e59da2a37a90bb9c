"""Places that are described, not named: "southern X", "the border", "an exclave bordering X", "10 square km of X land".

Takes clean text and its name spans; gives Findings whose anchors are positions in the name spans. Every pattern works on
the text with each name masked by one private letter, so that offsets hold and a name of any form fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geo.lexicon import Lexicon
from geo.mentions.finding import Finding
from geo.mentions.names import NameSpan
from geo.model import MentionKind, Use
from geo.quantities import find_areas, find_lengths, to_number

_NAME, _DEMONYM = "\ue000", "\ue001"
_N, _D = f"{_NAME}+", f"{_DEMONYM}+"
# Up to three plain words between an article and its noun: "the long and disputed border".
_ADJ = r"(?:(?!(?:and|or|of|in|on|to|the|that|said|with|along|at|near|by|for|from|across|over|a|an|its|their|is|are|was|were|as|into|has|had|have|through)\b)[a-z][a-z-]*\s+){0,3}"
_DET = r"(?:the|a|an|its|their|his|her|this|that|our|both)"


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
    for finder in (
        _areas,
        _corridors,
        _exclaves,
        _groups,
        _borders,
        _distances,
        _parts,
        _capitals,
        _territories,
        _facilities,
    ):
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
    letters = list(clean.replace("\n", " "))
    for name in names:
        letters[name.start : name.end] = (_DEMONYM if name.is_demonym else _NAME) * (name.end - name.start)
    return _Masked(clean, "".join(letters), tuple(names))


def _finding(masked: _Masked, span: tuple[int, int], kind: MentionKind, operation: str, **extra: object) -> Finding:
    start, end = span
    anchors = extra.pop("anchors", masked.anchors(start, end))
    return Finding(start, end, masked.clean[start:end], kind, Use.LITERAL, operation, anchors=anchors, **extra)  # type: ignore[arg-type]


def _areas(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A stated area and, where it follows, whose land it is: "10 square km of X land", "40 square km"."""
    owner = re.compile(
        rf"(?:\s+(?:of|in|inside|from)\s+(?:(?:{_DET})\s+)?(?:[a-z-]+\s+){{0,2}}?"
        rf"(?:(?:{_D}|{_N}'s?|its|their)\s+)?(?:(?:[a-z-]+\s+){{0,2}}?)(?:land|territory|soil|ground|territories|area|farmland|{_N})|\s+(?:near|around|west of|east of|north of|south of|along|beside)\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?){{0,2}}?{_N})?"
    )
    for area in find_areas(masked.clean, lexicon):
        tail = owner.match(masked.text, area.end)
        end = tail.end() if tail else area.end
        yield _finding(masked, (area.start, end), MentionKind.AREA, "area", number=area.value)


def _corridors(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """ "a corridor through X to Y": the whole phrase; what lies after "through" and "to" is in its anchors."""
    del lexicon
    place = rf"(?:{_DET}\s+)?(?:[a-z-]+\s+){{0,3}}?(?:{_N}|{_D}(?:\s+[a-z-]+){{1,2}}?(?:\s+(?:bordering|adjoining|next to|near)\s+{_N})?)(?:'s?\s+[a-z-]+){{0,2}}"
    leg = rf"(?:\s+(?:through|across|via|over|to|from|into|between|linking|connecting|joining|along|towards?|in|with|and)\s+{place})"
    pattern = rf"(?:\b{_DET}\s+)?(?<![a-z-]){_ADJ}(?:{_N}\s+)?\b[Cc]orridor\b{leg}{{0,4}}"
    for match in re.finditer(pattern, masked.text):
        if masked.anchors(*match.span()) and not re.search(
            r"\b(?:air|humanitarian|aid|evacuation|grain|wildlife|energy|economic|shipping|flight|safe)\s+corridor",
            match[0],
        ):
            yield _finding(masked, _trim(masked, match), MentionKind.CORRIDOR, "corridor")


def _trim(masked: _Masked, match: re.Match[str]) -> tuple[int, int]:
    """The match without leading blanks."""
    start, end = match.span()
    while start < end and masked.text[start].isspace():
        start += 1
    return start, end


def _exclaves(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    del lexicon
    bordering = rf"(?:,?\s+(?:(?:that|which)\s+)?(?:border(?:s|ing)|adjoin(?:s|ing)|next to|beside|abut(?:s|ting)|on the border with|touching)\s+(?:{_N})(?:(?:\s+and\s+|,\s+){_N}){{0,3}})"
    for match in re.finditer(
        rf"\b{_DET}\s+(?:[a-z-]+\s+){{0,2}}?(?:(?:{_D}|{_N}'s?)\s+)?(?:[a-z-]+\s+)?(exclave|enclave)(?:\s+of\s+{_N}|{bordering})?",
        masked.text,
    ):
        if masked.anchors(*match.span()):
            yield _finding(masked, match.span(), MentionKind.EXCLAVE, "exclave", word=match[1])


def _groups(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """A number of units: "seven surrounding districts", "three villages in X"."""
    numbers = "|".join(sorted(lexicon.numbers, key=len, reverse=True))
    units = "|".join(
        f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s" for unit in sorted(lexicon.settlement_units)
    )
    pattern = rf"(?<![\w,.])(?P<number>(?:{numbers})(?:[ -](?:{numbers})){{0,2}}|\d{{1,4}})\s+(?P<adjectives>(?:(?:{_D}|[a-z-]+)\s+){{0,3}}?)(?P<unit>{units})\b(?P<ring>\s+(?:around|surrounding|that (?:ring|surround)|adjacent to)\s+(?:the\s+)?{_N})?"
    for match in re.finditer(pattern, masked.text, re.IGNORECASE):
        number = to_number(match["number"], lexicon)
        if number and number > 1 and not re.search(r"\b(?:in|of|and|from|to|the)\b", match["adjectives"]):
            unit = match["unit"].lower()
            singular = f"{unit[:-3]}y" if unit.endswith("ies") else unit[:-1]
            around = (
                "around"
                if match["ring"]
                or re.search(r"surrounding|adjacent|neighbou?ring|adjoining|nearby", match["adjectives"])
                else None
            )
            yield _finding(
                masked, match.span(), MentionKind.GROUP, "group", number=number, word=f"{singular}/{around or ''}"
            )


def _borders(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """ "their common border", "the border between X and Y", "the Line of Control", "the X-Y border"."""
    del lexicon
    noun = r"(?:border(?:line)?|frontier|boundary|line of contact|contact line|line of control|line of actual control|(?:military )?demarcation line|ceasefire line|(?:blue|green|durand|mcmahon|radcliffe) line|dmz|demilitari[sz]ed zone|borders of)"
    parties = (
        rf"(?:\s+(?:between\s+(?:{_DET}\s+)?{_N}\s+and\s+(?:{_DET}\s+)?{_N}|(?:with|of)\s+(?:[a-z-]+\s+){{0,2}}?{_N}))?"
    )
    owner = rf"(?:(?:{_D}|{_N})(?:\s*-\s*|\s+and\s+)(?:{_D}|{_N})\s+|(?:{_D}|{_N}'s?|{_N})\s+)?"
    pattern = rf"(?:\b{_DET}\s+)?(?:(?:[\d,.-]+(?:\s*-?\s*)(?:km|mile|kilomet(?:er|re))s?\s+)|(?<![a-z-]){_ADJ}){owner}{_ADJ}\b{noun}\b(?!\s+(?:guard|police|officer|town|village|clash|crossing|post|patrol|dispute|conflict|security|force|region|district|province|war|city|area|control))(?:'s)?{parties}"
    for match in re.finditer(pattern, masked.text, re.IGNORECASE):
        if masked.anchors(*match.span()) or re.match(rf"(?:{_DET})\b", match[0].strip(), re.IGNORECASE):
            yield _finding(masked, _trim(masked, match), MentionKind.BORDER, "border")


@cache
def _direction_pattern(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _parts(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """ "southern X", "the south of X", "X's east", "part of X", "the country's north"."""
    direction = _direction_pattern(tuple(lexicon.directions))
    words = rf"(?:the\s+)?(?P<direction>{direction})(?:most)?"
    fraction = r"(?P<fraction>(?:(?:a|the)\s+)?(?:large\s+|small\s+|significant\s+|other\s+)?(?:parts?|portions?|swathes?|swaths?|pockets?|much|most|half|chunks?|stretch(?:es)?)\s+of)"
    place = rf"(?:(?:{_DET}\s+)?(?:[a-z]+\s+(?:of\s+)?){{0,2}}?{_N}|{_D}(?:-[a-z]+)?\s+(?:territory|land|soil|province|region|side))"
    patterns: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        (
            rf"\b{words}(?:\s+(?:and\s+\w+\s+)?(?:parts?|regions?|provinces?|areas?)\s+of)?\s+(?:the\s+)?(?:{_N}|{_D}\s+(?:territory|land|soil|borderlands))",
            _direction_of(lexicon),
        ),
        (rf"\bthe\s+(?:far\s+|extreme\s+)?(?P<direction>{direction})\s+of\s+(?:the\s+)?{_N}", _direction_of(lexicon)),
        (
            rf"(?:{_N}'s?|\b(?:its|their|the\s+country's|his\s+country's))\s+(?:far\s+|extreme\s+|restive\s+)?(?P<direction>{direction})\b(?!\s+[a-z]+ern\b)",
            _direction_of(lexicon),
        ),
        (rf"\b{fraction}\s+{place}", lambda _: "some"),
    )
    for pattern, operation in patterns:
        for match in re.finditer(pattern, masked.text, re.IGNORECASE):
            kind = operation(match)
            word = kind if kind != "some" else None
            yield _finding(masked, match.span(), MentionKind.REGION, "part" if word else "some", word=word)


def _direction_of(lexicon: Lexicon) -> Callable[[re.Match[str]], str]:
    return lambda match: lexicon.directions[match["direction"].lower()]


def _territories(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """ "X territory", "the territory of X", "its territory"."""
    del lexicon
    land = r"(?:territory|territories|land|lands|soil)"
    pattern = rf"(?:{_D}|{_N}'s?|{_N}|\b(?:its|their)(?:\s+own)?)\s+(?:(?:sovereign|national|occupied)\s+)?{land}\b|\bthe\s+(?:[a-z]+\s+)?territory\s+of\s+(?:the\s+)?{_N}"
    for match in re.finditer(pattern, masked.text):
        anchors = masked.anchors(*match.span())
        yield _finding(masked, match.span(), MentionKind.REGION, "territory" if anchors else "own", anchors=anchors)


def _capitals(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    del lexicon
    pattern = rf"\b(?:the\s+)?(?:{_D}\s+capital|{_N}'s?\s+capital|capital\s+of\s+(?:the\s+)?{_N}|country's\s+capital)\b(?!\s+of)"
    for match in re.finditer(pattern, masked.text):
        yield _finding(masked, match.span(), MentionKind.NAME, "capital")


def _distances(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    """ "20 km north-east of X", "5 km from X", "near X", "on the outskirts of X", "2 km inside X", "between X and Y"."""
    direction = _direction_pattern(tuple(lexicon.directions))
    place = rf"\s+(?:the\s+)?(?:[a-z]+\s+(?:of\s+)?){{0,3}}?{_N}"
    offset = re.compile(rf"\s+(?:to\s+the\s+)?(?P<direction>{direction})\s+of{place}", re.IGNORECASE)
    inside = re.compile(rf"\s+(?:deep\s+)?(?:inside|into|within){place}", re.IGNORECASE)
    away = re.compile(rf"\s+(?:away\s+)?(?:from|off|outside|of){place}", re.IGNORECASE)
    for length in find_lengths(masked.clean, lexicon):
        if match := offset.match(masked.text, length.end):
            word = lexicon.directions[match["direction"].lower()]
            yield _finding(
                masked, (length.start, match.end()), MentionKind.REGION, "offset", word=word, number=length.value
            )
        elif match := inside.match(masked.text, length.end):
            yield _finding(masked, (length.start, match.end()), MentionKind.REGION, "inside", number=length.value)
        elif match := away.match(masked.text, length.end):
            yield _finding(masked, (length.start, match.end()), MentionKind.REGION, "near", number=length.value)
    near = rf"\b(?:near|close to|outside|on the (?:outskirts|edge|edges) of|the outskirts of|in the vicinity of|around){place}"
    for match in re.finditer(near, masked.text):
        yield _finding(masked, match.span(), MentionKind.REGION, "near")


def _facilities(masked: _Masked, lexicon: Lexicon) -> Iterable[Finding]:
    del lexicon
    pattern = rf"\b{_DET}\s+(?:[a-z-]+\s+){{0,2}}?(?:base|airbase|airport|airfield|power plant|dam|prison|refinery)\s+(?:in|at|near|outside|on)\s+(?:[a-z]+\s+){{0,2}}?{_N}|(?:\bthe\s+)?{_N}(?:\s+[a-z]+)?\s+(?:airport|airbase|air base|power plant|crossing|dam|refinery|military base)\b"
    for match in re.finditer(pattern, masked.text):
        yield _finding(masked, match.span(), MentionKind.FACILITY, "near")
