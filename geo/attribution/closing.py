"""Where a closing "..., a spokesman for the army said on Sunday." begins.

Takes clean text, before any parse; gives offsets, at which the parser starts a sentence of its own: the small model
hangs such a clause on the last noun before it, and loses both the speaker and what was said. Does not say who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo.lexicon import Lexicon

_SHORTEST = 4  # words that must stand before the comma: "On Monday, the army said" opens its sentence
_WORD = r"(?:(?:[A-Z]\.)+|(?:Gen|Col|Maj|Lt|Capt|Sgt|Brig|Dr|Mr|Mrs|Ms|St)\.|[^\s,;:.!?\"()]+(?:\.[^\s,;:.!?\"()]+)*)"
# Clauses that begin so are no speaker; a sentence part that begins so ends at the comma and is nobody's word.
_NO_SPEAKER = (
    "and|but|or|nor|so|yet|which|who|whom|whose|that|as|while|although|though|because|after|before|when|where|if|since"
    "|until|unless|is|are|was|were|has|have|had|be|been|including|saying|adding|citing|what|how|not|to|for|despite|in|on|at|with|by|than"
)
_OPENERS = (
    "In|On|At|After|During|Before|Speaking|While|As|If|When|According|Since|By|For|With|Amid|Despite|Asked|Following"
)
# What may follow the reporting word: when, where, how and to whom it was said.
_WHEN = (
    "on|in|at|late|early|during|through|via|by|after|when|as|yesterday|today|earlier|later|this|last|to|over|from|near"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_CONTINUED = (
    "adding|citing|quoting|noting|while|but|and|after|warning|without|calling|accusing|drawing|prompting|sparking"
    "|triggering|provoking|though|although|as"
)


def find_closing(clean: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """The offsets where the closing clauses and their reporting words begin, in text order.

    >>> from geo.lexicon import load
    >>> text = "Troops took the town of Goma, the army said. On Monday, the army said that it had left."
    >>> [(text[start : start + 8], text[cue : cue + 4]) for start, cue in find_closing(text, load("en"))]
    [('the army', 'said')]
    """
    pattern = _pattern(tuple(sorted(lexicon.speech["closing"])))
    found = (match for match in pattern.finditer(clean) if _is_closing(match, clean))
    return tuple((match.start("clause"), match.start("cue")) for match in found)


def _is_closing(match: re.Match[str], clean: str) -> bool:
    """Whether enough stands before the comma, and nothing that the clause itself reports behind the cue."""
    before = re.split(r"[.!?;\n]\s", clean[max(0, match.start() - 400) : match.start()])[-1].strip(' "')
    if len(before.split()) < _SHORTEST or re.match(rf"(?:{_OPENERS})\b", before):
        return False
    rest = match["rest"].split()
    if match["cue"] == "quoted" or rest[-2:] == ["as", "saying"]:
        return match["cue"] == "quoted" and rest[-2:] == ["as", "saying"]
    if any(word.lower() in {"that", "it", "he", "she", "they", "would", "will", "had", "has", "were"} for word in rest):
        return False
    return not rest or match["cue"].lower() in {"told", "tells"} or re.fullmatch(_WHEN, rest[0].lower()) is not None


@cache
def _pattern(cues: Iterable[str]) -> re.Pattern[str]:
    speaker = rf"(?!(?:{_NO_SPEAKER})\b){_WORD}(?:[ ]{_WORD}){{0,11}}?"
    apposed = rf"(?:,[ ](?!(?:{_NO_SPEAKER})\b){_WORD}(?:[ ]{_WORD}){{0,9}}?,)?"
    short = r"(?:[ ]\([A-Z][\w-]{1,7}\))?"
    end = rf"(?=[.;!?\"]|,\"|\s*\n|\s*$|,[ ](?:{_CONTINUED})\b)"
    return re.compile(
        rf"(?:,\"?|[!?]\")[ ](?P<clause>{speaker}{short}{apposed}[ ](?:also[ ]|has[ ]|have[ ]|had[ ])?"
        rf"(?P<cue>{'|'.join(cues)})(?P<rest>(?:[ ]{_WORD}){{0,12}}){end})"
    )
