"""What the letters around a name say for or against a place: its size, prepositions, commas, neighbours in capitals.

Takes clean text and name spans; gives a weight for each, in favour of a place, and the reasons. Needs no parse: what a
parse adds is the business of ``evidence``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from geo.gazetteer import Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions.spans import NameSpan
from geo.model import Use

Clue = tuple[str, float]
"""What speaks, in words, and how much: positive for a place. Weights were set by hand, on the project's own cases and
one half of two public corpora (docs/reading.md); the other half was only scored."""

_WORD_BEFORE = re.compile(r"([^\W_][\w'.-]*?)(['\"(\[]|\s)\s*$")
_CAPITALS_AFTER = re.compile(r"(?:\s(?:(?:of|and|for|the|&)\s){0,2}[A-Z][\w'-]*){1,8}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")\]]*\s+|\n\s*|[\"(\[]\s*|(?:^|\s)[-*]\s+)$")
_JOINED = re.compile(r"-(?:based|area|born|held|controlled|occupied|administered|ruled)\b")
_DATELINE = re.compile(r"(?:,[^\n\u2014\u2013]{1,40})?\s*(?:\([^)\n]{2,30}\)\s*)?(?:\u2014|\u2013|--|-)\s")
_NO_NAME = re.compile(r"-?\d|\$")
_WINDOW = 60
_IN_A_BODY = "in the name of a public body"
BEHIND_A_GIVEN_NAME, IN_A_PERSON = "behind a given name", "part of a person's name"
"""The clues that tell a surname even of a demonym: "Drew Fleming"."""
_SIZES = {"country": 3.0, "admin1": 1.6, "admin2": 0.5, "village": -0.3}
_OTHER_SIZE = 2.0  # areas, regions, waters, lines: few, and named in news for what they are
_SHORT = 4
_ORDINARY = 0.2
_SOME, _MANY = 2, 50  # people in 100,000
_WORD = re.compile(r"[^\W\d_]+")
_FROM_TO, _TO_NAME = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s$"), re.compile(r"\s(?:to|and)\s[A-Z]")
_BEHIND_FROM_TO = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s[A-Z][\w' -]{1,30}\s(?:to|and)\s$")
_IN = re.compile(r" in (?:the )?")
_HYPHENED = re.compile(r"-[A-Z]")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a name stands by itself: the weight of its best place, whether that makes it known, and as what else.

    ``given``: a given name; ``ordinary``: a word that is written small too.
    """

    weight: float
    known: bool
    given: bool = False
    ordinary: bool = False


class Clues:
    """Reads one text; ``find`` gives the clues of one of its spans."""

    def __init__(self, clean: str, spans: Sequence[NameSpan], gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._clean, self._spans, self._gazetteer, self._lexicon = clean, spans, gazetteer, lexicon
        self._found: dict[int, tuple[Clue, ...]] = {}
        self._standings: dict[str, Standing] = {}
        self._titled: dict[int, bool] = {}
        self._in = lexicon.mentions["where"]
        self._perhaps = lexicon.mentions["perhaps_where"]
        self._civic = lexicon.mentions["civic"]
        self._private = lexicon.mentions["private"]
        self._private_before = lexicon.mentions["private_before"]
        self._titles = lexicon.mentions["titles"]
        self._vessel = _compile_vessel(lexicon.mentions["vessels"])

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(one.start for one in self._spans if self.standing(one).known or one.is_demonym)

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(one.end for one in self._spans if self.standing(one).known)

    def standing(self, span: NameSpan) -> Standing:
        """How the name stands by itself, looked up once a text."""
        if span.text not in self._standings:
            self._standings[span.text] = self._find_standing(span)
        return self._standings[span.text]

    def find(self, span: NameSpan) -> tuple[Clue, ...]:
        """The clues around one occurrence."""
        if span.start not in self._found:
            self._found[span.start] = tuple(self._find(span))
        return self._found[span.start]

    def _find(self, span: NameSpan) -> Iterator[Clue]:
        before = self._clean[max(0, span.start - _WINDOW) : span.start]
        after = self._clean[span.end : span.end + _WINDOW]
        yield from self._joined(span, before, after)
        yield from self._beside(span, before, after)
        if self._is_dateline(span, after):
            yield "a dateline", 2.5
        yield from self._preposition(span, before)
        if not self._is_titled(span.start):
            yield from self._capital_before(span, before)
            yield from self._capitals_after(span, after)

    def _joined(self, span: NameSpan, before: str, after: str) -> Iterator[Clue]:
        """Clues of numbers, hyphens and apostrophes."""
        if _NO_NAME.match(after):
            yield "joined to a number", -6.0
        if _JOINED.match(after):
            yield "joined to where", 2.0
        elif _HYPHENED.match(after) and span.end + 1 not in self._starts:
            yield "joined to another capital", -2.0
        if before[-1:] == "-" and before[-2:-1].isalpha() and span.start - 1 not in self._ends:
            yield "joined to what stands before", -2.0
        if span.text.startswith("St. ") and after.startswith("'s"):
            yield "a saint's", -3.0

    def _beside(self, span: NameSpan, before: str, after: str) -> Iterator[Clue]:
        """Clues of other names: "Goma, Congo", "from Goma to Sake"."""
        if after.startswith(", ") and span.end + 2 in self._starts:
            yield "a known place behind its comma", 2.5
        elif before.endswith(", ") and span.start - 2 in self._ends:
            yield "behind a known place and a comma", 1.5
        if (inside := _IN.match(after)) and span.end + inside.end() in self._starts:
            yield "in a known place", 2.5
        if (_FROM_TO.search(before) and _TO_NAME.match(after)) or _BEHIND_FROM_TO.search(before):
            yield "from it to another", 1.2

    def find_use(self, span: NameSpan) -> Use:
        """What the letters alone tell of how a place is meant; associative where they tell nothing."""
        reasons = {reason for reason, weight in self.find(span) if weight > 0}
        if _IN_A_BODY in reasons:
            return Use.ORGANISATION
        return Use.LITERAL if reasons and not span.is_demonym else Use.ASSOCIATIVE

    def _find_standing(self, span: NameSpan) -> Standing:
        size = max((_size_of(one) for one in self._gazetteer.lookup(span.text)), default=0.0)
        if span.text.endswith(".") or (span.political and span.text.isupper()):
            return Standing(size, known=True)
        words = _WORD.findall(span.text)
        bearers = [self._gazetteer.otherwise(word) for word in words]
        ordinary = min((one.ordinary for one in bearers), default=0.0)
        if len(words) > 1:
            weight = size + (1.2 if ordinary < 0.5 else 0.0)
            return Standing(weight, known=weight > 1.5, ordinary=ordinary >= 0.5)
        given, surname = (bearers[0].given, bearers[0].surname) if bearers else (0, 0)
        people = math.log10(1 + max(given, surname))
        alone = 0.8 if ordinary < _ORDINARY and max(given, surname) <= 1 and len(span.text) >= _SHORT else 0.0
        worth = 0.5 if size < _SIZES["admin1"] else 0.25
        common = (1.5 if span.political else 4.0) * ordinary if ordinary >= _ORDINARY else 0.0
        weight = size + alone - common - worth * people
        return Standing(weight, known=weight > 1.0, given=given >= 5, ordinary=ordinary >= _ORDINARY)

    def _preposition(self, span: NameSpan, before: str) -> Iterator[Clue]:
        found = _WORD_BEFORE.search(before)
        if found is None or not found[2].isspace():
            return
        if self._vessel.search(before):
            yield "the name of a ship", -5.0
        word = found[1].lower()
        if word in self._in:
            yield f"behind {word!r}", 2.0
        elif word in self._perhaps:
            yield f"behind {word!r}", 0.8
        elif word in self._lexicon.directions:
            yield "a part of it is named", 1.5
        elif word == "of" and (of := re.search(r"(\w+)\s+of\s+$", before)) and self._is_land(of[1]):
            yield f"the {of[1].lower()} of it", 5.0
        elif word == "the" and " " not in span.text and self.standing(span).weight < 2:
            yield "behind an article", -0.8

    def _is_land(self, word: str) -> bool:
        return word.lower().removesuffix("s") in self._lexicon.nouns["land"] or word.lower() in self._lexicon.directions

    def _capital_before(self, span: NameSpan, before: str) -> Iterator[Clue]:
        found = _WORD_BEFORE.search(before)
        if found is None or not found[2].isspace() or not found[1][:1].isupper():
            return
        word = found[1].rstrip(".")
        if word.lower() in self._in | self._perhaps | self._lexicon.directions.keys() or word in _ARTICLES:
            return
        if word in self._private_before:
            yield "behind a word of companies, teams and parties", -4.0
        elif word.lower() in self._titles or (len(word) == 1 and found[1].endswith(".")):
            yield "behind a title or an initial", -3.0
        elif self._gazetteer.otherwise(word).given >= 2 and not self._ends_known(span, word):
            yield BEHIND_A_GIVEN_NAME, -3.0
        elif _SENTENCE_START.search(before[: found.start()]):
            yield "behind the capital that starts a sentence", -0.4
        elif word.lower() not in self._lexicon.weekdays and word.lower() not in self._lexicon.months:
            yield "behind another capital", -1.5

    def _ends_known(self, span: NameSpan, word: str) -> bool:
        """Whether the word before is itself a well-known place: "Georgia Tbilisi" is no person."""
        return span.start - 1 in self._ends and self._gazetteer.otherwise(word).given < 20

    def _capitals_after(self, span: NameSpan, after: str) -> Iterator[Clue]:
        run = _CAPITALS_AFTER.match(after)
        if run is None:
            return
        words = run[0].split()
        if {*words[:2]} & self._private:
            yield "in the name of a company, a paper, a team or a treaty", -6.0
        elif {*words} & self._civic:
            if not self.standing(span).ordinary:
                yield _IN_A_BODY, 1.0
        elif self._is_full_name(span, words[0]):
            yield "a given name before a surname", -3.0
        elif span.end + 1 in self._starts or words[0].isupper() or words[0].islower():
            return
        elif self.standing(span).given:
            yield "a given name before another capital", -3.0
        else:
            yield "before another capital", -1.2

    def _is_full_name(self, span: NameSpan, surname: str) -> bool:
        """A name that few people bear before a surname that many do: "Paris Jackson"."""
        return (
            self._gazetteer.otherwise(span.text).given >= _SOME and self._gazetteer.otherwise(surname).surname >= _MANY
        )

    def _is_dateline(self, span: NameSpan, after: str) -> bool:
        starts = span.start == 0 or self._clean[span.start - 1] == "\n"
        return starts and span.text.isupper() and _DATELINE.match(after) is not None

    def _is_titled(self, at: int) -> bool:
        """Whether the line is a title: most words in capitals, no full stop; then capitals tell nothing."""
        start = self._clean.rfind("\n", 0, at) + 1
        if start not in self._titled:
            end = self._clean.find("\n", at)
            line = self._clean[start : end if end >= 0 else len(self._clean)][:400]
            words = [one for one in re.findall(r"[^\W\d_]+", line) if len(one) > 3]
            capital = sum(one[0].isupper() for one in words)
            most = len(words) > 2 and capital > 0.7 * len(words)
            self._titled[start] = most and not line.rstrip().endswith(".")
        return self._titled[start]


@cache
def _compile_vessel(words: frozenset[str]) -> re.Pattern[str]:
    """Right behind a word for a ship, one capital between at most: "the frigate Hamburg", "tanker Delta Odessa"."""
    return re.compile(rf"\b(?:{'|'.join(words)})\s(?:[A-Z]\w*\s)?$")


_ARTICLES = frozenset({"The", "A", "An", "This", "That", "But", "And", "As", "When", "While", "If", "Since", "After"})


def _size_of(entry: Entry) -> float:
    namespace = entry.place.place_id.partition(":")[0]
    if namespace == "town":
        size = 2.5 if entry.place.feature_code == "PPLC" else 0.75 * max(math.log10(entry.population + 1) - 3, 0) + 0.1
    else:
        size = _SIZES.get(namespace, _OTHER_SIZE)
    return size if entry.primary else min(size - 1.0, 0.5)


def weigh(clues: Iterable[Clue]) -> float:
    """The sum of the weights."""
    return sum(weight for _, weight in clues)
