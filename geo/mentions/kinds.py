"""The lower-case word that tells what a name is: "Niger state", "Kherson and Zaporizhzhia regions", "the city of X".

Takes clean text and where a name ends; gives the word in the singular. Does not know any place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from geo.lexicon import Lexicon

_LISTED = r"(?:(?:,|,? and|,? or|-) ?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?){1,6}"
ARTICLE, BARE = "the", ""
"""What a name is called that nothing tells of, with and without an article: a river has one ("the Dnipro")."""
_WINDOW = 40
_NOT_BEFORE = r"(?!\s(?:media|television|tv|news|radio|agency|run|owned|department|hall|council)\b)"


def find_kind(clean: str, start: int, end: int, lexicon: Lexicon) -> str:
    """What the name of that span is called, also as a member of a list; ARTICLE or BARE where nothing tells."""
    behind, before, singular = _compile(lexicon.mentions["kinds"])
    found = behind.match(clean, end) or before.search(clean[max(0, start - _WINDOW) : start])
    if found is None:
        return ARTICLE if clean[max(0, start - 4) : start].lower() == "the " else BARE
    return singular.get(found["kind"], found["kind"])


@cache
def _compile(kinds: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, str]]:
    singular = {f"{one[:-1]}ies" if one.endswith("y") else f"{one}s": one for one in kinds}
    one, many = "|".join(sorted(kinds)), "|".join(sorted(singular))
    pattern = rf"(?: (?=(?:{one})\b)|{_LISTED} (?=(?:{many})\b))(?P<kind>\w+){_NOT_BEFORE}"
    return re.compile(pattern), re.compile(rf"\b(?P<kind>{one}|{many}) of (?:the )?$"), singular
