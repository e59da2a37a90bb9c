"""Names as keys: what two spellings of one name have in common, and where the words of a text are.

Takes text; gives folded names, and word pieces with their offsets. Does not know any place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

LONGEST_WORD = 80
"""No word of a place name is longer: longer runs in a text are passed over unread, so hostile text costs nothing."""

_APOSTROPHES = "'’‘`´ʻʼʹʿʾ′"
_HYPHENS = "-‐‑‒–—―−־"
_LETTERS = {"ı": "i", "ə": "a", "ǝ": "a", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe"}
_TABLE = str.maketrans({**_LETTERS, **dict.fromkeys(_APOSTROPHES), **dict.fromkeys(_HYPHENS, " ")})

# A word: anything but spaces and punctuation. Marks and format characters stay inside (they are not ``\w`` in Python),
# apostrophes too ("Ma'alot", "Armenia's"); periods end a word and are judged as gaps.
_BREAKS = r"\s!-&(-/:-@\[-_{-~\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b6\u00b7\u00bb\u00bf\u2010-\u2018\u201a-\u2027"
_BREAKS += r"\u2030\u2031\u2033-\u205e\u20a0-\u20bf\u2212\u3000-\u303f\uff01-\uff0f\u05be"
_WORD = re.compile(rf"[^{_BREAKS}]+")
_SPACE = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_HYPHEN = re.compile(rf"[{_HYPHENS}]")
_POSSESSIVE = re.compile(r"['’ʼ]s?$", re.IGNORECASE)


def fold(name: str) -> str:
    """Write a name so that its spellings meet: no case, no accents, no apostrophes, hyphens as spaces.

    NFKD, case-folded; dotless i becomes i and schwa a (Azerbaijani); combining marks, apostrophes and format characters
    are dropped; hyphens, dashes and runs of space become one space.

    >>> fold("Xankəndi"), fold("Qubadlı"), fold("Nagorno–Karabakh"), fold("Step‘anakert")
    ('xankandi', 'qubadli', 'nagorno karabakh', 'stepanakert')
    """
    if name.isascii():
        return " ".join(name.lower().translate(_TABLE).split())
    spread = unicodedata.normalize("NFKD", name).casefold().translate(_TABLE)
    kept = (sign for sign in spread if unicodedata.category(sign) not in {"Mn", "Me", "Cf"})
    return " ".join("".join(kept).split())


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals only and short, so that its case tells it from a word: US, U.K., UAE.

    >>> is_acronym("U.S."), is_acronym("Us"), is_acronym("UKRAINE")
    (True, False, False)
    """
    letters = name.replace(".", "")
    return len(letters) <= 5 and letters.isalpha() and letters.isupper() and letters.lower() != letters.upper()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. ``key`` is folded; ``bare_end`` and ``bare_key`` leave out a possessive ending."""

    start: int
    end: int
    key: str
    bare_end: int
    bare_key: str
    capital: bool


def find_words(text: str) -> list[Word]:
    """Every word of a text that may be part of a name, in order; what is longer than LONGEST_WORD is left out."""
    return [_word(found) for found in _WORD.finditer(text) if found.end() - found.start() <= LONGEST_WORD]


def find_joint(text: str, before: Word, after: Word) -> str | None:
    """What stands between two words of one name, in a key: a space, nothing (in "U.S."), or None where a name ends.

    Allowed are space with at most one line break, one hyphen, and a period inside an initialism or after a short word
    ("St. Louis"). A possessive word ends a name unless the apostrophe is part of it.
    """
    gap = text[before.end : after.start]
    if len(gap) > 40:
        return None
    if _SPACE.fullmatch(gap) or _HYPHEN.fullmatch(gap):
        return " " if gap else None
    if gap == ".":
        return "" if before.end - before.start == 1 == after.end - after.start else None
    short = before.end - before.start <= 3
    return " " if short and gap.startswith(".") and _SPACE.fullmatch(gap[1:]) else None


def to_key(name: str) -> str:
    """The key of a whole name: its folded words, initialisms joined, every other gap one space.

    >>> to_key("Washington, D.C."), to_key("St. Louis"), to_key("U.S."), to_key("Nagorno-Karabakh")
    ('washington dc', 'st louis', 'us', 'nagorno karabakh')
    """
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    words = find_words(name)
    parts = [word.key for word in words[:1]]
    for before, after in pairwise(words):
        joint = find_joint(name, before, after)
        parts += [" " if joint is None else joint, after.key]
    return "".join(parts).strip()


def _word(found: re.Match[str]) -> Word:
    written, start = found.group(), found.start()
    key = fold(written)
    bare = _POSSESSIVE.sub("", written) if "'" in written or "’" in written or "ʼ" in written else written
    bare_key = key if bare is written else fold(bare)
    return Word(start, found.end(), key, start + len(bare), bare_key, _is_capital(written))


def _is_capital(written: str) -> bool:
    """Whether it starts as a name does: an upper-case letter, or a letter of a script without case."""
    first = next((sign for sign in written[:3] if sign not in _APOSTROPHES), "")
    return unicodedata.category(first) in {"Lu", "Lt", "Lo"} if first else False
