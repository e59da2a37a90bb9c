"""Who says so: the claimant, the reporting word, the stance, and through whom it came.

Takes the parse and the resolved mentions; gives Attributions, each with the part of the sentence it covers. Does not
decide what is claimed; where nobody is named, nothing is attributed and the outlet speaks.
"""

from __future__ import annotations

from geo.attribution.closing import find_closing
from geo.attribution.cues import find_attributions
from geo.attribution.headlines import find_denials, find_next_speakers, find_title_case
from geo.attribution.parties import Parties
from geo.attribution.speakers import is_own_act
from geo.attribution.spoken import Attribution, Scope
from geo.attribution.stances import has_clause

__all__ = [
    "Attribution",
    "Parties",
    "Scope",
    "find_attributions",
    "find_closing",
    "find_denials",
    "find_next_speakers",
    "find_title_case",
    "has_clause",
    "is_own_act",
]
