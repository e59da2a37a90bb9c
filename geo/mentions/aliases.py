"""Short names that a dispatch explains: "Liberation Army (TNLA)", and "RSF" beside "Rapid Support Forces".

Takes clean text and the lexicon's bodies; gives the longer name for each short one. Does not unite names that the text
does not itself put side by side, nor forms of a body of which it uses only one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.lexicon import Body

_SMALL = {"of", "for", "and", "the", "al", "wal", "de", "la", "du", "in"}
_BRACKET = re.compile(
    r"(?<!\w)(?P<long>(?:[A-Z][\w'.-]{0,40})(?:\s(?:[A-Z][\w'.-]{0,40}|of|for|and|the|(?:w?al-)\w{0,40}|al|de|la|du|in)){1,9})"
    r",?\s(?:\((?:the\s|or\s)?(?P<short>[A-Z][A-Za-z0-9-]{1,9})\)|or\s(?P<other>[A-Z][A-Z0-9]{1,7})\b)"
)


def find_acronyms(clean: str) -> dict[str, str]:
    """Short name -> long name, for every one that stands in brackets, or behind "or", beside the longer.

    >>> find_acronyms("The Ta'ang National Liberation Army (TNLA) spoke; the TNLA denied it.")
    {'TNLA': "Ta'ang National Liberation Army"}
    """
    found = {}
    for match in _BRACKET.finditer(clean):
        short = match["short"] or match["other"]
        found[short] = _named_by(match["long"], short)
    return found


def find_aliases(clean: str, bodies: Mapping[str, Body]) -> dict[str, str]:
    """Short name -> long name: the acronyms that the text explains, and the shorter forms of bodies that it names."""
    found = find_acronyms(clean)
    for several in _forms_by_body(clean, bodies).values():
        longest = max(several, key=len)
        found |= {one: longest for one in several if one != longest and one not in found}
    return {short: long for short, long in found.items() if short != long}


def _named_by(words: str, short: str) -> str:
    """The last of the words whose initials are the short name; all of them, less an article, where none are."""
    parts = words.split()
    for start in (index for index, word in enumerate(parts) if word.lower() not in _SMALL):
        initials = "".join(one[0] for one in parts[start:] if one.lower() not in _SMALL)
        if initials.upper() == short.upper().rstrip("S") or initials.upper() == short.upper():
            return " ".join(parts[start:])
    return " ".join(parts[1:] if parts[0] in {"The", "A", "An"} else parts)


def _forms_by_body(clean: str, bodies: Mapping[str, Body]) -> dict[str, list[str]]:
    """The forms of each body that stand in the text, where there are several."""
    forms: dict[str, list[str]] = {}
    for form, body in bodies.items():
        if form in clean and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", clean):
            forms.setdefault(body.name, []).append(form)
    return {name: several for name, several in forms.items() if len(several) > 1}
