"""How much and how many: areas, lengths and counts of a claim.

Takes the words of a clause and the quantities of the dispatch; gives km2, km and Counts. Each is None where the clause
states none: nothing is added up or estimated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Token

from geo.claims.clauses import after, among, objects, offsets_of
from geo.claims.events import Event
from geo.lexicon import Lexicon
from geo.model import GROUND_KINDS, ClaimKind, Count, Document, Mention
from geo.quantities import Quantity, find_areas, find_lengths, to_number

_LENGTH_KINDS = frozenset({
    ClaimKind.SEIZURE, ClaimKind.OCCUPATION, ClaimKind.WITHDRAWAL, ClaimKind.CORRIDOR, ClaimKind.BORDER,
})  # fmt: skip
_COUNTED_KINDS = frozenset({ClaimKind.CASUALTIES, ClaimKind.DEPLOYMENT})
_MOVING = frozenset({ClaimKind.WITHDRAWAL, ClaimKind.STATEMENT})  # soldiers who left, people who fled
_BARE_NUMBERS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "attr", "conj"})
_LOST = frozenset({"dead", "wounded", "injured", "casualty", "fatality", "death", "killed", "body", "corpse"})
_NOT_COUNTS = frozenset({"DATE", "TIME", "ORDINAL", "PERCENT"})
_UNITS = {
    "kill": "killed", "die": "killed", "dead": "killed", "death": "killed", "slay": "killed", "lose": "killed",
    "fatality": "killed", "wound": "wounded", "injure": "wounded", "casualty": "casualties", "hurt": "wounded",
    "missing": "missing", "miss": "missing", "unaccounted": "missing",
    "injury": "wounded", "maim": "wounded", "treat": "wounded", "hospitalize": "wounded", "hospitalise": "wounded",
}  # fmt: skip
_UNCOUNTED = frozenset({"side", "government", "group", "movement", "coalition", "mission", "operation", "alliance"})
TOTALS = frozenset({"number", "figure", "toll", "total", "count", "tally"})
_BEARING = re.compile(r"[^.;]{0,30}\b(?:north|south|east|west)\w*(?:-\w+)?\s+of\b")


class Amounts:
    """The stated areas and lengths of one dispatch."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self._clean = document.clean
        self._areas = find_areas(document.clean, lexicon)
        self._lengths = find_lengths(document.clean, lexicon)

    def find_area(self, kind: ClaimKind, words: Iterable[Token]) -> tuple[float | None, tuple[str, ...]]:
        """The first area among the words, in km2, and the doubts about it; None for a claim about no ground."""
        area = next(iter(_among(words, self._areas)), None) if kind in GROUND_KINDS else None
        if area is None:
            return None, ()
        doubt = f"a range was stated: {area.low:g} to {area.high:g} km²; its middle is used"
        return round(area.value, 6), ((doubt,) if area.is_range else ())

    def find_length(self, kind: ClaimKind, words: Iterable[Token], mentions: Iterable[Mention]) -> float | None:
        """The first length among the words, in km, that is not the distance of a place from another."""
        if kind not in _LENGTH_KINDS:
            return None
        placing = [one for one in mentions if one.place and one.place.place_id.startswith(("offset(", "near("))]
        stated = (one for one in _among(words, self._lengths) if not self._tells_where(one.start, placing))
        return next((round(one.value, 6) for one in stated), None)

    def _tells_where(self, at: int, placing: Iterable[Mention]) -> bool:
        """Whether the number at the offset says how far a place lies from another: "60 km north-east of X"."""
        if any(one.start <= at < one.end for one in placing):
            return True
        return _BEARING.match(self._clean[at : at + 60]) is not None


def _among(words: Iterable[Token], quantities: Sequence[Quantity]) -> list[Quantity]:
    return among(quantities, offsets_of(words))


def find_count(
    words: Sequence[Token], event: Event, side_of: Callable[[Token], str | None], lexicon: Lexicon
) -> Count | None:
    """The stated number of people, or of settlements for ground; None where there is no such number."""
    if event.predicate.kind is ClaimKind.ATTACK and event.predicate.needs != "captives":
        return _toll(event, side_of, lexicon) or _destroyed(event, lexicon)
    if event.predicate.kind in _COUNTED_KINDS or event.predicate.needs == "captives":
        return _count_of_people(words, event, side_of, lexicon)
    cut_off = [one for one in event.ground if one.head == event.token.head and one.dep_ == "dobj"]
    own = [child for one in cut_off for child in one.children]  # "said 13 villages, most of them X's, were taken"
    for number in _numbers(dict.fromkeys([*own, *words])):
        noun = _counted_noun(number)
        units = noun is not None and noun.lemma_.lower() in lexicon.settlement_units and not _is_known(number, noun)
        if noun is not None and units and (value := _value(number, lexicon)):
            return Count(int(value), f"{noun.lemma_.lower()}s", None)
        people = noun is not None and event.predicate.kind in _MOVING and noun.lemma_.lower() in lexicon.nouns["people"]
        if noun is not None and people and (value := _value(number, lexicon)):
            return Count(int(value), noun.lower_, side_of(noun))
    return None


def find_told(words: Iterable[Token], side_of: Callable[[Token], str | None], lexicon: Lexicon) -> Count | None:
    """The first stated number of people or settlements in words without an event: "escorted 100 soldiers back"."""
    counted = lexicon.nouns["people"] | lexicon.settlement_units
    for number in _numbers(words):
        noun = _counted_noun(number)
        if noun is None or noun.lemma_.lower() not in counted or _is_known(number, noun):
            continue
        if value := _value(number, lexicon):
            return Count(int(value), noun.lower_, side_of(noun))
    return None


def find_bare(words: Iterable[Token], lexicon: Lexicon) -> int | None:
    """The number of "put the number at 2,100" and "the loss of only five": of what, the claim before it says."""
    for number in _numbers(words):
        bare = number.dep_ == "pobj" and number.head.dep_ == "prep"
        governors = [number.head.head, *number.head.head.children] if bare else []
        total = any(one.lemma_.lower() in TOTALS and one.i < number.i for one in governors)
        lost = bare and number.head.head.lemma_.lower() in {"loss", "capture"}
        if (total or lost) and (value := _value(number, lexicon)):
            return int(value)
    return None


def _toll(event: Event, side_of: Callable[[Token], str | None], lexicon: Lexicon) -> Count | None:
    """Whom the attack killed or hurt, where its own clause says so: "hit the town, killing nine civilians"."""
    for child in event.head.children:
        unit = _UNITS.get(child.lemma_.lower()) if child.dep_ == "advcl" and child.tag_ == "VBG" else None
        for hurt in (one for one in child.children if unit and one.dep_ == "dobj"):
            for number in _numbers(hurt.subtree):
                if value := _value(number, lexicon):
                    return Count(int(value), unit or "killed", side_of(hurt))
    return None


def _destroyed(event: Event, lexicon: Lexicon) -> Count | None:
    """How many houses were burnt, how many tanks destroyed."""
    things = lexicon.nouns["materiel"] | lexicon.nouns["houses"] | {"tank"}
    for noun in (one for one in objects(event.token) if one.lemma_.lower() in things):
        for number in (child for child in noun.children if child.dep_ == "nummod"):
            if value := _value(number, lexicon):
                return Count(int(value), f"{noun.lemma_.lower()}s", None)
    return None


def _is_known(number: Token, noun: Token) -> bool:
    """As in "the two provinces" and "not one village": no number that the claim states."""
    before = {child.lower_ for child in (*noun.children, *number.children) if child.i < number.i}
    return bool(before & {"the", "these", "those", "both", "not"})


def _count_of_people(
    words: Sequence[Token], event: Event, side_of: Callable[[Token], str | None], lexicon: Lexicon
) -> Count | None:
    people = lexicon.nouns["people"] | lexicon.nouns["forces"] - _UNCOUNTED
    of_casualties = event.predicate.kind is ClaimKind.CASUALTIES
    unit = "captured" if event.predicate.needs == "captives" else "killed" if of_casualties else "troops"
    unit = _UNITS.get(event.token.lemma_.lower(), unit)
    for number in _numbers(words):
        noun = _counted_noun(number)
        hurt = of_casualties and noun is not None and noun.head == event.token and noun.pos_ == "NOUN"
        is_people = noun is not None and (hurt or noun.lemma_.lower() in people | _LOST or _is_demonym(noun))
        bare = of_casualties and number.dep_ in _BARE_NUMBERS
        if (is_people or bare) and (value := _value(number, lexicon)):
            return Count(int(value), unit, side_of(noun if noun is not None else event.token))
    return None


def _is_demonym(noun: Token) -> bool:
    """As in "35 Eritreans"."""
    return noun.tag_ == "NNPS" or (noun.ent_type_ == "NORP" and noun.tag_ == "NNS")


def _numbers(words: Iterable[Token]) -> list[Token]:
    numbers = [
        one
        for one in words
        if (one.like_num or one.lower_ == "dozen")
        and (one.ent_type_ not in _NOT_COUNTS or (one.dep_ == "dobj" and one.head.lemma_ in _UNITS))
    ]
    return [one for one in numbers if not _is_name_or_nobody(one)]


def _is_name_or_nobody(number: Token) -> bool:
    """As in "13 Brigade", "No one"."""
    noun = number.head
    unit = number.dep_ == "nummod" and noun.pos_ == "PROPN" and noun.text[:1].isupper() and not _is_demonym(noun)
    return unit or (number.i > 0 and number.lower_ == "one" and number.nbor(-1).lower_ == "no")


def _value(number: Token, lexicon: Lexicon) -> float | None:
    """The number with the number words that stand beside it: "two dozen", "some 1.5 million"."""
    first = last = number.i
    while first > number.sent.start and _is_number(number.doc[first - 1], lexicon):
        first -= 1
    while last + 1 < number.sent.end and _is_number(number.doc[last + 1], lexicon):
        last += 1
    return to_number(number.doc[first : last + 1].text, lexicon)


def _is_number(token: Token, lexicon: Lexicon) -> bool:
    return token.lower_ in lexicon.numbers and token.lower_ not in {"a", "one", "score"}


def _counted_noun(number: Token) -> Token | None:
    """What is counted: "50 of its soldiers", "2,000 peacekeeping troops", "bringing to 14 the number of villages"."""
    if number.dep_ == "nummod":
        return number.head
    if number.dep_ == "pobj" and number.head.lower_ == "to":
        totals = [one for one in number.head.head.children if one.dep_ == "dobj" and one.lemma_.lower() in TOTALS]
        return next((one for total in totals for one in after(total, {"of"})), None)
    of = next((child for child in number.children if child.dep_ == "prep" and child.lower_ in {"of", "among"}), None)
    return next((one for one in of.children if one.dep_ == "pobj"), None) if of is not None else None
