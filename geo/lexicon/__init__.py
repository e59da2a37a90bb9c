"""The words of a language as data: cues, predicates, directions, units, demonyms, bodies that speak.

Takes a language code; gives a frozen Lexicon read from the TOML files of this folder. Does not look at any dispatch.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.model import ClaimKind, Stance

FOLDER = Path(__file__).parent
Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Predicate:
    """One row of what can be claimed: ``lemmas`` trigger it, ``companions`` and ``needs`` decide, ``rule`` names it."""

    rule: str
    kind: ClaimKind
    lemmas: frozenset[str]
    pos: str = "verb"
    companions: frozenset[str] = frozenset()
    needs: str | None = None
    actor: str = "subject"


@dataclass(frozen=True, slots=True)
class Topic:
    """The words by which a statement without an event is of a kind."""

    kind: ClaimKind
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Idiom:
    """A verb and its noun that together are a cue: point + finger."""

    verb: str
    noun: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that speaks or acts; ``kind`` as organisations.en.toml lists it; ``side`` alpha-3 or None."""

    name: str
    kind: str
    side: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of area or length: how many square kilometres or kilometres one is, and how it is written."""

    name: str
    factor: float
    pattern: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of one language. Lemmas and words are lower case, demonyms and bodies as written.

    ``phrases_by_word`` are the bodies and the phrases that are no places by their first word, the longest first;
    ``long_demonyms`` those of more than one word.
    """

    language: str
    cues: Mapping[str, Stance]
    cue_frames: Words
    cue_nouns: Mapping[str, Stance]
    cue_noun_verbs: frozenset[str]
    idioms: tuple[Idiom, ...]
    speech: Words
    synonyms: tuple[frozenset[str], ...]
    predicates: tuple[Predicate, ...]
    topics: tuple[Topic, ...]
    nouns: Words
    never_ground: frozenset[str]
    prepositions: Words
    mentions: Words
    verbs: Words
    directions: Mapping[str, str]
    numbers: Mapping[str, int]
    area_units: tuple[Unit, ...]
    length_units: tuple[Unit, ...]
    settlement_units: frozenset[str]
    weekdays: tuple[str, ...]
    months: Mapping[str, int]
    demonyms: Mapping[str, tuple[str, ...]]
    regional_demonyms: Mapping[str, str]
    bodies: Mapping[str, Body]
    not_places: frozenset[str]
    stand_ins: Mapping[str, str]
    phrases_by_word: Mapping[str, tuple[str, ...]]
    long_demonyms: tuple[str, ...]

    def demonym_countries(self, word: str) -> tuple[str, ...]:
        """Alpha-3 codes that a demonym may stand for, the likeliest first; empty where it is none."""
        return self.demonyms.get(word) or self.demonyms.get(word.capitalize()) or ()


@cache
def load(language: str = "en") -> Lexicon:
    """Read a language's files once a process. Raises DataError where one is missing or names an unknown kind."""
    path = FOLDER / f"{language}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in FOLDER.glob("??.toml")))
        raise DataError(f"no lexicon for language {language!r}; there is {known}")
    data = _read(path)
    demonyms = _read(FOLDER / f"demonyms.{language}.toml")
    organisations = _read(FOLDER / f"organisations.{language}.toml")
    try:
        return _build(data, demonyms, organisations)
    except (KeyError, ValueError, TypeError) as error:
        raise DataError(f"lexicon {language!r}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path.name}: {error}") from error


def _build(data: dict[str, Any], demonyms: dict[str, Any], organisations: dict[str, Any]) -> Lexicon:
    bodies = _bodies(organisations["body"])
    demonym_words = (*demonyms["country"], *demonyms["regional"])
    months = {name: number for number, name in enumerate(data["times"]["months"], start=1)}
    return Lexicon(
        language=data["language"],
        cues=_stances(data["cues"]),
        cue_frames=_sets(data["cue_frames"]),
        cue_nouns=_stances(data["cue_nouns"]),
        cue_noun_verbs=frozenset(data["cue_noun_verbs"]["verbs"]),
        idioms=tuple(Idiom(row["verb"], row["noun"], Stance(row["stance"])) for row in data["idiom"]),
        speech=_sets({name: words for name, words in data["speech"].items() if name != "synonyms"}),
        synonyms=tuple(frozenset(words) for words in data["speech"]["synonyms"]),
        predicates=tuple(_predicate(row) for row in data["predicate"]),
        topics=tuple(Topic(ClaimKind(row["kind"]), frozenset(row["words"])) for row in data["topic"]),
        nouns=_sets(data["nouns"]),
        never_ground=frozenset(data["never_ground"]["seize"]),
        prepositions=_sets(data["prepositions"]),
        mentions=_sets(data["mentions"]),
        verbs=_sets(data["verbs"]),
        directions={word: name for name, words in data["directions"].items() for word in words},
        numbers=data["numbers"],
        area_units=_units(data["area_units"]),
        length_units=_units(data["length_units"]),
        settlement_units=frozenset(data["settlement_units"]["units"]),
        weekdays=tuple(data["times"]["weekdays"]),
        months=months | data["times"]["month_short"],
        demonyms={word: tuple(codes) for word, codes in demonyms["country"].items()},
        regional_demonyms=demonyms["regional"],
        bodies=bodies,
        not_places=frozenset(organisations["not_a_place"]),
        stand_ins=data["stand_ins"],
        phrases_by_word=_by_first_word((*organisations["not_a_place"], *bodies)),
        long_demonyms=tuple(word for word in demonym_words if " " in word),
    )


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Without those that name their country with a possessive: "Russia's Foreign Ministry" is read word by word."""
    found: dict[str, list[str]] = {}
    for phrase in sorted({one for one in phrases if "'s " not in one}, key=len, reverse=True):
        found.setdefault(phrase.split()[0], []).append(phrase)
    return {word: tuple(several) for word, several in found.items()}


def _stances(table: dict[str, list[str]]) -> dict[str, Stance]:
    """Lemma -> stance; where a word stands under two, the later row wins, as the file is ordered."""
    return {word: Stance(stance) for stance, words in table.items() for word in words}


def _sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in table.items()}


def _predicate(row: dict[str, Any]) -> Predicate:
    return Predicate(
        rule=row["rule"],
        kind=ClaimKind(row["kind"]),
        lemmas=frozenset(row["lemmas"]),
        pos=row.get("pos", "verb"),
        companions=frozenset(row.get("with", ())),
        needs=row.get("needs"),
        actor=row.get("actor", "subject"),
    )


def _units(table: dict[str, dict[str, Any]]) -> tuple[Unit, ...]:
    units = []
    for name, row in table.items():
        pattern = "|".join(row["forms"])
        re.compile(pattern)
        units.append(Unit(name, float(row["factor"]), pattern))
    return tuple(units)


def _bodies(rows: list[dict[str, Any]]) -> dict[str, Body]:
    """Every written form of a body -> the body. An armed group speaks for no state: it has no side."""
    bodies: dict[str, Body] = {}
    for row in rows:
        body = Body(row["name"], row["kind"], None if row["kind"] == "armed_group" else row["side"] or None)
        for form in (row["name"], *row.get("variants", ())):
            bodies.setdefault(form, body)
    return bodies
