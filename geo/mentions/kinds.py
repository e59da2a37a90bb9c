"""The lower-case word behind a name that tells what it is: "Niger state", "Kherson and Zaporizhzhia regions".

Takes clean text and where a name ends; gives the word in the singular. Does not know any place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from geo.lexicon import Lexicon

_LISTED = r"(?:(?:,|,? and|,? or|-) ?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?){1,6}"
_NOT_BEFORE = r"(?!\s(?:media|television|tv|news|radio|agency|run|owned|department|hall|council)\b)"


def find_kind(clean: str, end: int, lexicon: Lexicon) -> str | None:
    """What the name that ends there is called, also as a member of a list; None where nothing tells."""
    pattern, singular = _compile(lexicon.mentions["kinds"])
    found = pattern.match(clean, end)
    return singular.get(found["kind"], found["kind"]) if found else None


@cache
def _compile(kinds: frozenset[str]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    singular = {f"{one[:-1]}ies" if one.endswith("y") else f"{one}s": one for one in kinds}
    one, many = "|".join(sorted(kinds)), "|".join(sorted(singular))
    pattern = rf"(?: (?=(?:{one})\b)|{_LISTED} (?=(?:{many})\b))(?P<kind>\w+){_NOT_BEFORE}"
    return re.compile(pattern), singular
