"""Known names in a text, all in one pass of an automaton, where names.py alone would look at one word after another.

Takes the keys of the index and texts; gives the spans that the rules of names.py say. Does not know places, nor which
ways of writing fit a key: it is told.

A text is written as *marks*, one byte a character: a letter as its key has it, but in its own case; a digit; or what
the character does to a name. Marks that no key has are then dropped and every break becomes a space, so that the
automaton's patterns, keys between two spaces, meet whole words only. Patterns begin with a capital: most words of a
text have none and are left at once, which is where the speed comes from. What marks cannot tell is judged word by word:
clauses in other scripts, and the few matches that only hint at a name.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise, product
from pathlib import Path

from daachorse import DoubleArrayAhoCorasick

from geo.gazetteer.names import LONGEST_WORD, Word, find_joint, find_words, is_acronym, to_key

MOST_WORDS = 9
"""A name has no more words; "United Kingdom of Great Britain and Northern Ireland" has eight."""

_LONGEST_GAP = 40
_HINT, _CAPITALS, _SHORT, _PAIR, _WHOLE = range(5)
"""What a pattern proves: nothing yet; a name if in capitals; a name, but perhaps not in capitals; a name of two words
if what is between them may be; a name."""
_PROOFS = {(1, False, True): _CAPITALS, (1, True, False): _SHORT, (1, True, True): _WHOLE, (2, True, True): _PAIR}

# Marks besides letters and digits. "'" and "`" belong to a word but not to its key ("'" may begin a possessive ending);
# "?" is what no single byte stands for. Of the breaks, " ", "\n" and "-" may stand inside a name, "." sometimes, ","
# never. Known only from what stands around: "_" and the "~" after it are a longer gap inside a name, "^" is the period
# inside an initialism, "|" the apostrophe of a possessive ending.
_IN_WORD, _BREAK = rb"[A-Za-z0-9'`?]", rb"[^A-Za-z0-9'`?]"
_SHORT_WORD = b"|".join(rb"(?<=%b\.)" % (_BREAK + _IN_WORD * length) for length in (1, 2, 3))
_PERIOD = re.compile(rb"\.(?=[ \n])(?:%b)(?> *\n? *)(?=%b)" % (_SHORT_WORD, _IN_WORD))
# Three expressions instead of one, each led by two fixed bytes: only so re skips through a text that has none.
_WIDE = [
    (lead, re.compile(rb"%b(?<=%b..)%b(?=%b)" % (lead, _IN_WORD, rest, _IN_WORD), re.DOTALL))
    for lead, rest in ((b"  ", b"(?> *\n? *)"), (b" \n", b" *+"), (b"\n ", b" *+"))
]
_INITIALISM = re.compile(rb"\.(?<=%b%b\.)(?=%b%b)" % (_BREAK, _IN_WORD, _IN_WORD, _BREAK), re.DOTALL)
_POSSESSIVE = re.compile(rb"'[sS](?<=[A-Za-z0-9]..)(?=%b)" % _BREAK, re.DOTALL)
_POSSESSIVE_ODD = re.compile(rb"'[sS](?<=['`]..)(?=%b)" % _BREAK, re.DOTALL)
_MARKED_WORD = re.compile(rb"[A-Za-z0-9'`|]+")
_JOINT = rb"(?:[ \n-]|_~*|\^)"
_CHAIN = re.compile(rb"%b(?:%b%b){0,%d}" % (_MARKED_WORD.pattern, _JOINT, _MARKED_WORD.pattern, MOST_WORDS - 1))
_CLAUSE_END = re.compile(rb",|[A-Za-z0-9]{4}\. ")
_NO_JOINT = re.compile(rb"[,.|]")

_ALIKE = {"’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ","}
"""Signs frequent in news to others of the same mark."""

_LETTERS = bytes(sign for sign in range(128) if chr(sign).isalnum())
_DROPPED = b"'`~^"
_NOT_IN_KEY = _DROPPED + b"|"
_NOT_IN_KEY_SIGN = re.compile(b"[%b]" % re.escape(_NOT_IN_KEY))
_TO_KEY = bytes(sign if sign in _LETTERS else ord(" ") for sign in range(256)).lower()
_LEADING = frozenset(b"'`")
_CUT = ord("^")
_SURELY_WITHIN = 2 * MOST_WORDS
"""No more characters than this: not so many words, nor so long ones, that the rules might pass over them."""
_TO_FOLDED = bytes(sign if sign in _LETTERS else ord("`" if sign in _DROPPED else " ") for sign in range(256))
_TO_LOWER_BIT = bytes(0x20 if sign in _LETTERS else 0 for sign in range(256))
_KEY = re.compile("[a-z][a-z0-9]*(?: [a-z0-9]*)*")
_HEADER = struct.Struct("<5I")

Cases = tuple[bool, bool]
"""Whether a key is surely a name, written as an acronym is or not: (not as one, as one)."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """Patterns in the order of what they prove; how many prove less than each proof but the first; the longest size."""

    patterns: DoubleArrayAhoCorasick
    limits: tuple[int, int, int, int]
    longest: int


def write_automaton(path: Path, keys: Mapping[str, Cases]) -> None:
    """Write the automaton of these keys."""
    kinds: dict[str, int] = {}
    for key, cases in keys.items():
        for pattern, kind in _patterns(key, cases):
            kinds[pattern] = min(kind, kinds.get(pattern, _WHOLE))
    ordered = sorted(kinds, key=lambda pattern: (kinds[pattern], pattern))
    counts = Counter(kinds.values())
    limits = accumulate(counts[kind] for kind in range(_WHOLE))
    built = DoubleArrayAhoCorasick([f" {pattern} ".encode() for pattern in ordered])
    with path.open("wb") as stream:
        stream.write(_HEADER.pack(*limits, max(map(len, ordered), default=0) + 2))
        stream.write(built.serialize())


def read_automaton(path: Path) -> Automaton:
    """Read what ``write_automaton`` wrote."""
    with path.open("rb") as stream:
        *limits, longest = _HEADER.unpack(stream.read(_HEADER.size))
        hint, capitals, short, pair = limits
        return Automaton(DoubleArrayAhoCorasick.deserialize(stream.read()), (hint, capitals, short, pair), longest)


class Matcher:
    """Finds names. ``find_prefixes`` gives every key a text starts with; ``fits`` whether a key may be so written."""

    def __init__(
        self,
        automaton: Automaton,
        find_prefixes: Callable[[str], Sequence[str]],
        fits: Callable[[str, str], object],
    ) -> None:
        self._automaton = automaton
        self._find_prefixes = find_prefixes
        self._fits = lru_cache(maxsize=4096)(fits)

    def find(self, text: str) -> tuple[tuple[int, int], ...]:
        """Spans ``[start, end)`` of known names, in text order: the longest at each word that starts as a name does."""
        marks = _to_marks(text)
        clauses = list(_find_clauses(marks))
        found = self._find_plain(text, _to_haystack(_blank(marks, clauses)))
        for start, end in clauses:
            found.update(self._find_by_word(text[start - 1 : end - 1], start - 1))
        return tuple(sorted(found.items()))

    def _find_plain(self, text: str, haystack: _Haystack) -> dict[int, int]:
        """The end of the name at each start, from the automaton's matches."""
        found, unsure = self._sort_matches(haystack)
        verdicts = {}
        for begin, stop, number in unsure:
            start, end = haystack.to_start(begin), stop - 2 + bisect_right(haystack.dropped, stop - 1)
            verdicts[start] = self._judge(text, haystack.marks, (start, end), number)
        for start in self._find_in_initialisms(haystack):
            verdicts[start] = self._find_at(text, haystack.marks, start)
        for start, verdict in verdicts.items():
            found.pop(start, None)
            found.update({} if verdict is None else {start: verdict})
        return found

    def _sort_matches(self, haystack: _Haystack) -> tuple[dict[int, int], list[tuple[int, int, int]]]:
        """The matches that prove a name and have nothing dropped in them or before, start to end; and the others.

        Of one start, an other is the longer. Matches come in the order of their ends, so that the dropped marks before
        an end are counted along; every step here is taken for each of them.
        """
        found: dict[int, int] = {}
        unsure = []
        surely = self._automaton.limits[-1]
        ahead = iter([*haystack.dropped, len(haystack.folded) + 1])
        before, latest, following = 0, -1, next(ahead)
        for match in self._automaton.patterns.find_overlapping(haystack.folded):
            begin, stop, number = match
            while following < stop:
                before, latest, following = before + 1, following, next(ahead)
            if number >= surely and begin + 1 > latest:
                found[begin + before] = stop - 2 + before
            else:
                unsure.append(match)
        return found, unsure

    def _judge(self, text: str, marks: bytes, span: tuple[int, int], number: int) -> int | None:
        """The end of the longest name at the start of a match, which ends there if it is one; None if there is none."""
        start, end = span
        proof = bisect_right(self._automaton.limits, number)
        spoilt = marks[start + 1] in _LEADING or end - start > _SURELY_WITHIN
        if proof == _HINT or spoilt or (proof == _PAIR and _NO_JOINT.search(marks, start + 1, end + 1)):
            return self._find_at(text, marks, start)
        end += _is_initialism(text, start, end)
        written = text[start:end]
        if proof == _CAPITALS:
            return end if is_acronym(written) else None
        if proof == _SHORT and written.isupper():
            return end if self._fits(to_key(written), written) else None
        return end

    def _find_at(self, text: str, marks: bytes, start: int) -> int | None:
        """The end of the longest name that starts there, by what may follow there within a name."""
        if not (chain := _CHAIN.match(marks, start + 1)):
            return None
        joined = chain.group().translate(_TO_KEY, _NOT_IN_KEY)
        keys = self._find_prefixes(joined.decode())
        odd = _NOT_IN_KEY_SIGN.search(chain.group())
        if keys and len(keys[-1]) >= min(odd.start() if odd else LONGEST_WORD, LONGEST_WORD):
            enough = keys[-1].count(" ") + 1 + chain.group().count(b"^")
            ends = [word.end() for word in islice(_MARKED_WORD.finditer(marks, start + 1, chain.end()), enough)]
            # One sign more than the words: it may be the last period of an initialism.
            return self._find_by_word(text[start : ends[-1]], start, most=1).get(start)
        for key in reversed(keys):
            end = start + len(key)
            if joined[len(key) : len(key) + 1] in {b" ", b""} and self._fits(key, text[start:end]):
                return end
        return None

    def _find_in_initialisms(self, haystack: _Haystack) -> Iterator[int]:
        """Starts where a name may begin or end at a letter within an initialism, which has no spaces around it."""
        find, longest = self._automaton.patterns.find_overlapping, self._automaton.longest
        for letter, at in haystack.cuts:
            first = max(0, at - longest)
            head = haystack.folded[first:at] + b" "
            for begin, stop, _ in find(head):
                if stop == len(head):
                    yield haystack.to_start(first + begin)
            tail = b" " + haystack.marks[letter + 1 : letter + 2] + haystack.folded[at + 1 : at + longest]
            if haystack.marks[letter + 2] == _CUT or any(begin == 0 for begin, _, _ in find(tail)):
                yield letter

    def _find_by_word(self, text: str, offset: int, most: int | None = None) -> dict[int, int]:
        """The end of the name at each start, or at the text's first start only, by the rules of names.py alone."""
        words = find_words(text)
        joints = [find_joint(text, before, after) for before, after in pairwise(words)]
        found = {}
        for at, word in enumerate(words[:most]):
            end = self._find_end(text, words, joints, at) if word.capital else None
            if end is not None:
                found[word.start + offset] = end + offset
        return found

    def _find_end(self, text: str, words: Sequence[Word], joints: Sequence[str | None], at: int) -> int | None:
        """The end of the longest name that starts at this word; ``joints[i]`` stands between words i and i+1."""
        joined, ends = _join(text, words, joints, at)
        # A lone surrogate, which no key has, would not go into the trie.
        for key in reversed(self._find_prefixes(joined.encode(errors="replace").decode())):
            end = ends.get(len(key))
            if end is not None and self._fits(key, text[words[at].start : end]):
                return end
        return None


@dataclass(frozen=True, slots=True)
class _Haystack:
    """The ``marks`` of a text, with one more at both ends, and what the automaton reads of them, ``folded``.

    ``dropped`` tells, for each mark left out, the place in ``folded`` before which it stood; ``cuts`` where in the text
    an initialism goes on after a period, with the place in ``folded``.
    """

    marks: bytes
    folded: bytes
    dropped: list[int]
    cuts: list[tuple[int, int]]

    def to_start(self, begin: int) -> int:
        """Where in the text the word starts before which a match begins."""
        return _to_word_start(self.marks, begin + bisect_right(self.dropped, begin + 1))


def _patterns(key: str, cases: Cases) -> Iterator[tuple[str, int]]:
    """Every way a key, or what hints at it, stands in ``folded``: its first words, each but the first in either case.

    Two words are enough to hint at a longer name. A word in s may be possessive. A key that no capital letter begins,
    or with other letters than a to z, is found by words alone.
    """
    if not _KEY.fullmatch(key):
        return
    words = key.split(" ")
    first = words[:1] if words[1:2] in ([], [""]) else words[:2]
    proof = _PROOFS.get((len(first), *cases), _HINT) if first == words and len(key) <= LONGEST_WORD else _HINT
    spellings = [[word, word[:-1] + " s"] if word[1:].endswith("s") else [word] for word in first]
    for spelling in product(*spellings):
        start, rest = _to_capital(spelling[0]), " ".join(["", *spelling[1:]])
        for end in {rest, " " + _to_capital(rest[1:])} if rest else {""}:
            yield start + end, proof if list(spelling) == first else _HINT


def _to_capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _to_marks(text: str) -> bytes:
    """A mark for each character, and a break before and after."""
    coded = text
    for sign, alike in _ALIKE.items():
        coded = coded.replace(sign, alike)
    # Latin-1 has most accented letters of news; what it has not goes one by one.
    marks = b",%b," % coded.encode("latin-1", "replace").translate(_TO_MARK)
    if b"?" in marks:
        changed = bytearray(marks)
        for found in re.finditer(rb"\?", marks):
            changed[found.start()] = _to_mark(text[found.start() - 1])
        marks = bytes(changed)
    return _POSSESSIVE_ODD.sub(b"?s", _POSSESSIVE.sub(b"|s", _mark_gaps(marks)))


@lru_cache(maxsize=4096)
def _to_mark(sign: str) -> int:
    """The mark of a character: what the rules of names.py do with it between two letters."""
    if sign in ".\n":
        return ord(sign)
    words = find_words(f"xx{sign}xx")
    if len(words) == 1:
        return ord(_to_word_mark(sign, words[0].key[2:-2]))
    if find_joint(f"xx{sign}xx", *words) is None:
        return ord(",")
    wide = f"xx{sign}{sign}xx"
    return ord("-" if find_joint(wide, *find_words(wide)) is None else " ")


def _to_word_mark(sign: str, folded: str) -> str:
    possessive = find_words(f"xx{sign}s")[0].bare_key == "xx"
    if not folded:
        return "'" if possessive else "`"
    if len(folded) > 1 or not folded.isascii() or not folded.isalnum():
        return "?"
    if folded == "s" and find_words(f"xx'{sign}")[0].bare_key != "xx":
        return "?"  # such as a fullwidth s, which makes no possessive
    if not find_words(sign + "x")[0].capital:
        return folded
    return folded.upper() if folded.isalpha() else "?"


def _mark_gaps(marks: bytes) -> bytes:
    """Mark every gap of several characters that may stand inside a name, and the periods inside initialisms."""
    marks = _PERIOD.sub(_narrow, marks)
    for lead, wide in _WIDE:
        if lead in marks:
            marks = wide.sub(_narrow, marks)
    return _INITIALISM.sub(b"^", marks)


def _narrow(gap: re.Match[bytes]) -> bytes:
    found = gap.group()
    return found if len(found) > _LONGEST_GAP else b"_" + b"~" * (len(found) - 1)


def _find_clauses(marks: bytes) -> Iterator[tuple[int, int]]:
    """Where what surrounds a "?" starts and ends: at gaps that no name goes across, whatever the "?" stands for."""
    end, at = 1, marks.find(b"?")
    while at >= 0:
        start = max(end, marks.rfind(b",", end, at), marks.rfind(b". ", end, at))
        closing = _CLAUSE_END.search(marks, at)
        end = closing.end() if closing else len(marks)
        yield start, end
        at = marks.find(b"?", end)


def _blank(marks: bytes, clauses: Sequence[tuple[int, int]]) -> bytes:
    changed = bytearray(marks)
    for start, end in clauses:
        changed[start:end] = b"," * (end - start)
    return bytes(changed)


def _to_haystack(marks: bytes) -> _Haystack:
    spread = marks.translate(_TO_FOLDED)
    places = [found.start() for found in re.finditer(b"`", spread)]
    dropped = [place - count for count, place in enumerate(places)]
    cuts = [(place, at) for place, at in zip(places, dropped, strict=True) if marks[place] == _CUT]
    return _Haystack(marks, _lower_inside(spread.translate(None, b"`")), dropped, cuts)


def _lower_inside(signs: bytes) -> bytes:
    """Every letter after another letter or digit in lower case; the first one of a word stays.

    One number of all bytes, because Python has no other way to move a mask over bytes at such a speed: the bit that
    makes a letter lower, where the sign before is a letter or digit. Breaks are spaces, which have that bit.
    """
    inside = int.from_bytes(signs.translate(_TO_LOWER_BIT), "little") << 8
    return (int.from_bytes(signs, "little") | inside).to_bytes(len(signs), "little")


def _to_word_start(marks: bytes, start: int) -> int:
    """The start of the word, in the text, whose first letter is there: signs that its key leaves out may precede."""
    while marks[start] in _LEADING:
        start -= 1
    return start


def _is_initialism(text: str, start: int, end: int) -> bool:
    """Whether what ends there keeps its last period: "U.S." is four characters of the text."""
    return end - 2 > start and text[end - 2] == "." and text[end : end + 1] == "."


def _join(text: str, words: Sequence[Word], joints: Sequence[str | None], at: int) -> tuple[str, dict[int, int]]:
    """The key of the longest possible name from this word on, and where a name of so many key characters would end."""
    first = words[at]
    parts, length, ends = [first.key], len(first.key), {len(first.bare_key): first.bare_end, len(first.key): first.end}
    for index in range(at, min(at + MOST_WORDS, len(words)) - 1):
        joint, word = joints[index], words[index + 1]
        if joint is None:
            break
        parts += [joint, word.key]
        length += len(joint)
        ends[length + len(word.bare_key)] = word.bare_end
        length += len(word.key)
        # An initialism keeps its last period: "U.S." is four characters of the text.
        ends[length] = word.end + (joint == "" and text[word.end : word.end + 1] == ".")
    return "".join(parts), ends


_TO_MARK = bytes(ord("?") if sign == "?" else _to_mark(sign) for sign in map(chr, range(256)))
