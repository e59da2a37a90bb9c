r"""The shapes of described places, as regular expressions over masked text.

Takes the words of a lexicon where a shape needs them; gives compiled patterns. Does not search any text.

In masked text each letter of a name is ``NAME`` and each of a demonym ``DEMONYM``, two private characters. Every
pattern is verbose: a blank in it must be ``\ `` or ``\s``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

NAME, DEMONYM = "\ue000", "\ue001"
_N, _D = f"{NAME}+", f"{DEMONYM}+"
_DET = r"(?:the|a|an|its|their|his|her|this|that|our|both)"
# Up to three plain words between an article and its noun: "the long and disputed border".
_ADJ = r"""
    (?:
      (?!(?:and|or|of|in|on|to|the|that|said|with|along|at|near|by|for|from|across|over|a|an|its|their|is|are|was|were|as
         |into|has|had|have|through)\b)
      [a-z][a-z-]*\s+
    ){0,3}
"""

DETERMINER = re.compile(rf"{_DET}\b", re.IGNORECASE)

OWNER = re.compile(
    rf"""
    (?:
      \s+(?:of|in|inside|from)\s+ (?:{_DET}\s+)? (?:[a-z-]+\s+){{0,2}}?
      (?:(?:{_D}|{_N}'s?|its|their)\s+)? (?:[a-z-]+\s+){{0,2}}?
      (?:land|territory|soil|ground|territories|area|farmland|{_N})
    | \s+(?:near|around|west\ of|east\ of|north\ of|south\ of|along|beside)\s+
      (?:the\s+)? (?:[a-z]+\s+(?:of\s+)?){{0,2}}? {_N}
    )?
    """,
    re.VERBOSE,
)

_LEG = rf"""
    (?:
      \s+(?:through|across|via|over|to|from|into|between|linking|connecting|joining|along|towards?|in|with|and)\s+
      (?:{_DET}\s+)? (?:[a-z-]+\s+){{0,3}}?
      (?: {_N} | {_D}(?:\s+[a-z-]+){{1,2}}? (?:\s+(?:bordering|adjoining|next\ to|near)\s+{_N})? )
      (?:'s?\s+[a-z-]+){{0,2}}
    )
"""
CORRIDOR = re.compile(
    rf"(?:\b{_DET}\s+)? (?<![a-z-]) {_ADJ} (?:{_N}\s+)? \b[Cc]orridor\b {_LEG}{{0,4}}",
    re.VERBOSE,
)
# Routes of other things than ground.
OTHER_CORRIDOR = re.compile(
    r"\b(?:air|humanitarian|aid|evacuation|grain|wildlife|energy|economic|shipping|flight|safe)\s+corridor"
)

EXCLAVE = re.compile(
    rf"""
    \b{_DET}\s+ (?:[a-z-]+\s+){{0,2}}? (?:(?:{_D}|{_N}'s?)\s+)? (?:[a-z-]+\s+)? (exclave|enclave)
    (?:
      \s+of\s+{_N}
    | ,?\s+ (?:(?:that|which)\s+)?
      (?:border(?:s|ing)|adjoin(?:s|ing)|next\ to|beside|abut(?:s|ting)|on\ the\ border\ with|touching)\s+
      {_N} (?:(?:\s+and\s+|,\s+){_N}){{0,3}}
    )?
    """,
    re.VERBOSE,
)

_BORDER_NOUN = r"""
    (?:border(?:line)?|frontier|boundary|line\ of\ contact|contact\ line|line\ of\ control|line\ of\ actual\ control
      |(?:military\ )?demarcation\ line|ceasefire\ line|(?:blue|green|durand|mcmahon|radcliffe)\ line
      |dmz|demilitari[sz]ed\ zone|borders\ of)
"""
# "border guards", "the border town": named after the border, not the border.
_BESIDE_BORDER = r"""
    (?:guard|police|officer|town|village|clash|crossing|post|patrol|dispute|conflict|security|force|region|district
      |province|war|city|area|control)
"""
BORDER_WORD = re.compile(rf"\b{_BORDER_NOUN}\b", re.IGNORECASE | re.VERBOSE)
BORDER = re.compile(
    rf"""
    (?:\b{_DET}\s+)?
    (?: [\d,.-]+ (?:\s*-?\s*) (?:km|mile|kilomet(?:er|re))s?\s+ | (?<![a-z-]){_ADJ} )
    (?: (?:{_D}|{_N}) (?:\s*-\s*|\s+and\s+) (?:{_D}|{_N})\s+ | (?:{_D}|{_N}'s?|{_N})\s+ )?
    {_ADJ} \b{_BORDER_NOUN}\b (?!\s+{_BESIDE_BORDER}) (?:'s)?
    (?: \s+ (?: between\s+(?:{_DET}\s+)?{_N}\s+and\s+(?:{_DET}\s+)?{_N} | (?:with|of)\s+(?:[a-z-]+\s+){{0,2}}?{_N} ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)

TERRITORY = re.compile(
    rf"""
      (?:{_D}|{_N}'s?|{_N}|\b(?:its|their)(?:\s+own)?)\s+ (?:(?:sovereign|national|occupied)\s+)?
      (?:territory|territories|land|lands|soil)\b
    | \bthe\s+(?:[a-z]+\s+)?territory\s+of\s+(?:the\s+)?{_N}
    """,
    re.VERBOSE,
)

CAPITAL = re.compile(
    rf"""
    \b(?:the\s+)?
    (?:{_D}\s+capital | {_N}'s?\s+capital | capital\s+of\s+(?:the\s+)?{_N} | country's\s+capital)\b (?!\s+of)
    """,
    re.VERBOSE,
)

# "the city council", "the country club": the noun only names what follows.
_NOT_LAND = r"(?:council|hall|centre|center|club|police|court|government|governor|mayor|administration|side|war)"
_PLACE = rf"\s+ (?:the\s+)? (?:[a-z]+\s+(?:of\s+)?){{0,3}}? {_N}"
INSIDE = re.compile(rf"\s+(?:deep\s+)?(?:inside|into|within){_PLACE}", re.IGNORECASE | re.VERBOSE)
AWAY = re.compile(rf"\s+(?:away\s+)?(?:from|off|outside|of){_PLACE}", re.IGNORECASE | re.VERBOSE)
NEAR = re.compile(
    rf"""
    \b(?:near|close\ to|outside|on\ the\ (?:outskirts|edge|edges)\ of|the\ outskirts\ of|in\ the\ vicinity\ of|around)
    {_PLACE}
    """,
    re.VERBOSE,
)

_ROUTE = r"(?:road|highway|motorway|railway|rail\ line|route|supply\ line|pipeline|stretch|section|area|land|line)"
BETWEEN_WORD = re.compile(rf"\b(?:{_ROUTE}|between)\b", re.VERBOSE)
BETWEEN = re.compile(
    rf"""
      \b(?:[Tt]he\s+)? (?:[a-z-]{1, 30}\s+){{0,2}}? {_ROUTE}\s+ (?:of\s+[a-z]+\s+)?
      (?: from\s+{_N}\s+to\s+{_N} | (?:between|linking|connecting|joining)\s+{_N}\s+(?:and|to|with)\s+{_N} )
    | \b(?:[Tt]he\s+)? {_N}\s*[-\u2013]\s*{_N}\s+ {_ROUTE}\b
    | \b(?:halfway\s+|midway\s+|somewhere\s+)? between\s+(?:the\s+(?:[a-z]+\s+){{1,2}}of\s+)?{_N}\s+and\s+{_N}
    """,
    re.VERBOSE,
)
_WHERE = r"(?:in|inside|into|within|throughout|across|around|over|through|off|near|outside|from|of|on|to)"
_STILL = r"(?:exclave|enclave|islands?|peninsula|strip)"
"""Prepositions behind which a place already named is meant literally ("off the island"); and what never acts itself."""


@cache
def back_pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """A place already named: "in the province", "across the exclave"; the noun is no part of a longer description."""
    return re.compile(
        rf"(?:\b{_WHERE}\s+|[.!?]\s+(?=The\s+{_STILL}\b))(?P<back>(?:the|that)\s+(?:same\s+|disputed\s+|besieged\s+)?(?P<noun>{_any_of(nouns)}))"
        rf"\b(?!\s+(?:of|that|which|where|around|surrounding|in|near|bordering)\b|'s|\s+{_N}|-|\s+[a-z]+ern\b|\s+{_NOT_LAND})",
        re.IGNORECASE,
    )


@cache
def side_pattern(directions: tuple[str, ...]) -> re.Pattern[str]:
    """Beyond a place, no distance stated: "northeast of X"; with an article it is a part of X."""
    return re.compile(
        rf"(?<!the\ )(?<!far\ )\b(?:just\s+)?(?P<direction>{_any_of(directions)}) \s+of {_PLACE}",
        re.IGNORECASE | re.VERBOSE,
    )


_BUILT = r"airport|airbase|air\ base|power\ plant|crossing|dam|refinery|military\ base"
FACILITY_NAME = re.compile(rf"\s(?:{_BUILT})$", re.IGNORECASE | re.VERBOSE)
FACILITY = re.compile(
    rf"""
      \b{_DET}\s+ (?:[a-z-]+\s+){{0,2}}?
      (?:base|airbase|airport|airfield|power\ plant|dam|prison|refinery)\s+
      (?:in|at|near|outside|on)\s+ (?:[a-z]+\s+){{0,2}}? {_N}
    | (?:\bthe\s+)? {_N}(?:\s+[a-z]+)?\s+
      (?:{_BUILT})\b
    """,
    re.VERBOSE,
)


@cache
def offset_pattern(directions: tuple[str, ...]) -> re.Pattern[str]:
    """What follows a length in "20 km north-east of X"."""
    return re.compile(
        rf"\s+ (?:to\s+the\s+)? (?P<direction>{_any_of(directions)}) \s+of {_PLACE}", re.IGNORECASE | re.VERBOSE
    )


@cache
def group_pattern(numbers: tuple[str, ...], units: tuple[str, ...]) -> re.Pattern[str]:
    """A number of units: "seven surrounding districts", "three villages around X"; ``units`` in the plural."""
    word = _any_of(numbers)
    return re.compile(
        rf"""
        (?<![\w,.]) (?P<number>(?:{word})(?:[ -](?:{word})){{0,2}}|\d{{1,4}}) \s+
        (?P<adjectives>(?:(?:{_D}|[a-z-]+)\s+){{0,3}}?)
        (?P<unit>{"|".join(units)})\b
        (?P<ring>\s+(?:around|surrounding|that\ (?:ring|surround)|adjacent\ to)\s+(?:the\s+)?{_N})?
        """,
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def part_patterns(directions: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Parts by direction: "southern X", "the south of X", "X's east", "the country's north"."""
    direction = f"(?P<direction>{_any_of(directions)})"
    patterns = (
        rf"""
        \b(?:the\s+)? {direction}(?:most)? (?:\s+(?:and\s+\w+\s+)?(?:parts?|regions?|provinces?|areas?)\s+of)?
        \s+ (?:the\s+)? (?:{_N}|{_D}\s+(?:territory|land|soil|borderlands))
        """,
        rf"\bthe\s+ (?:far\s+|extreme\s+)? {direction}\s+of\s+ (?:the\s+)? {_N}",
        rf"""
        (?:{_N}'s?|\b(?:its|their|the\s+country's|his\s+country's))\s+ (?:far\s+|extreme\s+|restive\s+)?
        {direction}\b (?!\s+[a-z]+ern\b)
        """,
    )
    return tuple(re.compile(pattern, re.IGNORECASE | re.VERBOSE) for pattern in patterns)


SOME = re.compile(
    rf"""
    \b(?:(?:a|the)\s+)? (?:large\s+|small\s+|significant\s+|other\s+)?
    (?:parts?|portions?|swathes?|swaths?|pockets?|much|most|half|chunks?|stretch(?:es)?)\s+of
    \s+
    (?: (?:{_DET}\s+)?(?:[a-z]+\s+(?:of\s+)?){{0,2}}?{_N}
      | {_D}(?:-[a-z]+)?\s+(?:territory|land|soil|province|region|side) )
    """,
    re.IGNORECASE | re.VERBOSE,
)


def _any_of(words: Iterable[str]) -> str:
    """Any of the words, the longest first, their blanks kept in a verbose pattern."""
    return "|".join(word.replace(" ", r"\ ") for word in sorted(words, key=len, reverse=True))
