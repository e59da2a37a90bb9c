"""Which places a name may mean: candidates ranked by what the gazetteer and the rest of the dispatch say.

Takes a name and the Context of its dispatch; gives Candidates, the best first. Does not decide: a low score is still
a candidate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from geo.gazetteer import OWN_CODES, Entry, Gazetteer, fold
from geo.mentions import BARE
from geo.model import Candidate
from geo.resolution.context import Context, Scored, lies_within, unit_of

# A town of fewer people, capitals apart, is not put into a country when the dispatch speaks neither of it nor of any
# neighbour...
_KNOWN_ANYWHERE = 1_000_000
# ...once it has spoken of countries this often: a line or two says too little to tell against a place.
_SPOKEN_OFTEN = 4

# What a place of a user's own file scores by itself: whoever brings a file of zones means them.
_OWN = 0.8

# Votes of other names for a first-level unit are worth _NEAR at most; less than _FAINT is noise. A country is spoken of
# from this share of the most spoken one on.
_FAINT, _NEAR, _SPOKEN = 0.1, 0.35, 0.08
# Two spellings of a name share this part of their letters, and differ in length by so many at most.
_ALIKE, _LETTERS = 0.75, 3
# What a unit loses to the town, or the world city, in it that has its name.
_BESIDE_TOWN, _BESIDE_CITY = -0.15, -0.3
# What a list of states, or of first-level units of one country, gives each of its names.
_LISTED = 0.4
# From this share on, of the votes for a unit and of the mentions of its country, a country of the name is unlikely.
_STRONG, _STRONG_UNIT = 0.5, 0.35

_CLASS_SCORE = {
    "country": 0.88,
    "area": 0.6,
    "region": 0.55,
    "sea": 0.5,
    "river": 0.45,
    "lake": 0.4,
    "line": 0.5,
    # Below the town of the same name; a district that no town shares its name with still passes.
    "admin2": 0.2,
    # A village of no known place needs a dispatch that is about its country.
    "village": 0.05,
}


_UNITS, _LESSER_UNITS, _TOWNS = ("admin1", "area", "region"), ("admin2", "admin1"), ("town", "village")
_KINDS = {
    **dict.fromkeys(("province", "state", "region", "oblast", "governorate", "prefecture", "canton"), _UNITS),
    **dict.fromkeys(("department", "territory"), _UNITS),
    **dict.fromkeys(("district", "county", "raion", "municipality", "township", "parish", "borough"), _LESSER_UNITS),
    **dict.fromkeys(("city", "town", "village", "suburb"), _TOWNS),
    **dict.fromkeys(("island", "peninsula", "strip", "heights", "valley"), ("region", "area", "admin1", "country")),
    "river": ("river",),
}
"""What a text calls a place -> the namespaces of such places."""


def rank(
    name: str, gazetteer: Gazetteer, context: Context | None = None, *, kind: str | None = None
) -> tuple[Candidate, ...]:
    """The places that a name may mean, best first, each with a score in 0..1 and its reasons.

    ``kind`` is what the text calls it: "state", "city", ARTICLE, or BARE; None where there is no text.
    """
    context = context or Context()
    namesakes = _Namesakes.of(name, gazetteer, context, kind)
    scored = [_scored(entry, namesakes, gazetteer, context) for entry in namesakes.entries]
    ordered = sorted(scored, key=lambda one: (-one.score, one.place.place_id))
    return tuple(replace(one, score=round(min(max(one.score, 0.0), 1.0), 3)) for one in ordered)


def score_alone(name: str, gazetteer: Gazetteer) -> Scored:
    """The places of a name with what the gazetteer alone gives each, best first."""
    namesakes = _Namesakes.of(name, gazetteer, Context(), None)
    scored = [(entry, sum(score for score, _ in _by_itself(entry, namesakes))) for entry in namesakes.entries]
    return sorted(scored, key=lambda one: -one[1])


@dataclass(frozen=True, slots=True)
class _Namesakes:
    """All places of one name, and what they are to each other.

    ``local`` are the countries that have only lesser towns of the name; ``seats`` the first-level units with a town of
    the name, and what they lose by it; ``state``: a country has it; ``contested``: the dispatch speaks neither of that
    nor of a neighbour, but for the surroundings of another of them. ``called`` are the place ids of what the text says
    that it is; ``bare``: it stands without an article; ``shared``: a region of several states has the name.
    """

    name: str
    entries: tuple[Entry, ...]
    local: frozenset[str | None]
    seats: Mapping[str | None, float]
    state: bool
    contested: bool
    called: frozenset[str]
    bare: bool
    shared: bool

    @classmethod
    def of(cls, name: str, gazetteer: Gazetteer, context: Context, kind: str | None) -> _Namesakes:
        """Look a name up. Districts that are called by a town in them are left out: the town is meant."""
        entries = gazetteer.lookup(name)
        towns = [one for one in entries if _is_town(one)]
        seats = {one.admin1: _BESIDE_TOWN for one in towns if one.primary}
        seats |= {one.admin1: _BESIDE_CITY for one in towns if _is_known_anywhere(one)}
        around = {one.admin1 for one in towns}
        called = frozenset(one.place.place_id for one in entries if _namespace(one) in _KINDS.get(kind or "", ()))
        kept = tuple(
            one
            for one in entries
            if one.place.place_id in called or not (_namespace(one) == "admin2" and one.admin1 in around)
        )
        # A province that is called by its town is no better known than the town.
        local = frozenset(one.place.country for one in towns if not _is_known_anywhere(one))
        states = [one for one in kept if _namespace(one) == "country"]
        contested = not any(_is_spoken_of(one.place.country, name, gazetteer, context) for one in states) and any(
            context.unit_share(unit_of(one), name) >= _STRONG_UNIT and context.share(one.place.country, name) >= _STRONG
            for one in kept
            if one not in states
        )
        bare = kind == BARE and not name.endswith(" River")
        shared = any(_namespace(one) == "region" and one.primary and one.place.country is None for one in kept)
        return cls(name, kept, local, seats, bool(states), contested, called, bare, shared)


def _scored(entry: Entry, namesakes: _Namesakes, gazetteer: Gazetteer, context: Context) -> Candidate:
    """The evidence added up, not yet held to 0..1: two sure candidates still differ."""
    name = namesakes.name
    evidence = [*_by_itself(entry, namesakes), *_by_dispatch(entry, namesakes, gazetteer, context)]
    container = context.followers.get(name)
    listed = context.listed_share(entry, name)
    if listed:
        evidence.append((_LISTED * listed, "listed with others of its kind"))
    if container and lies_within(entry, container, gazetteer):
        evidence.append((0.4, f'"{name}, {container}"'))
    return Candidate(entry.place, sum(score for score, _ in evidence), tuple(reason for _, reason in evidence))


def _by_itself(entry: Entry, namesakes: _Namesakes) -> Iterable[tuple[float, str]]:
    """What the gazetteer says for the entry: its class and size, its name, whether it is a capital."""
    namespace = _namespace(entry)
    sort = f"{entry.place.feature_code or namespace}"
    yield _score_of(entry, namespace, sort), f"{sort}, population {entry.population:,}" if entry.population else sort
    yield _name_clue(entry, namesakes.name)
    if entry.place.feature_code == "PPLC":
        yield 0.18, "a capital"
    if namesakes.called:
        yield (
            (0.3, "what the text calls it") if entry.place.place_id in namesakes.called else (-0.3, "called otherwise")
        )
    elif namespace == "river" and namesakes.bare:
        yield -0.25, "a river, but no article"
    elif namespace == "admin1" and entry.place.place_id in namesakes.seats:
        yield namesakes.seats[entry.place.place_id], "a town in it has the name"


def _name_clue(entry: Entry, name: str) -> tuple[float, str]:
    if entry.primary:
        return 0.12, "its preferred name"
    if _is_spelling(name, entry.place.name):
        return 0.02, "a spelling of its name"
    return -0.12, "an alternate name of it"


def _is_spelling(name: str, preferred: str) -> bool:
    """Whether two names are one in two spellings: Sloviansk and Slovyansk, but not Sloviansk and Nikopol."""
    one, other = fold(name), fold(preferred)
    if one[:1] != other[:1] or abs(len(one) - len(other)) > _LETTERS:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _score_of(entry: Entry, namespace: str, sort: str) -> float:
    if sort in OWN_CODES:
        return _OWN
    if namespace == "admin1":
        return 0.24 + 0.045 * math.log10(entry.population + 10)
    return _CLASS_SCORE.get(namespace, 0.0) or 0.12 + 0.05 * math.log10(entry.population + 10)


def _by_dispatch(
    entry: Entry, namesakes: _Namesakes, gazetteer: Gazetteer, context: Context
) -> Iterable[tuple[float, str]]:
    """What the rest of the dispatch says for the entry's country, or against a small town elsewhere."""
    namespace, country, name = _namespace(entry), entry.place.country, namesakes.name
    share = context.share(country, name)
    often = context.stated >= _SPOKEN_OFTEN
    far = often and not _is_spoken_of(country, name, gazetteer, context)
    near = context.unit_share(unit_of(entry), name)
    if near > _FAINT and (namesakes.contested or not namesakes.state):
        yield _NEAR * near, "other places of the dispatch lie in the same unit"
    part = namesakes.shared and not entry.primary  # of Kashmir, what one state holds and calls so too
    if share > _SPOKEN and namespace != "country" and not part:
        yield 0.1 + 0.3 * share, f"the dispatch is about {country}"
    elif far and namespace in {"town", "admin1"} and country in namesakes.local and not _is_known_anywhere(entry):
        yield -0.4, f"nothing else in the dispatch is about {country} or a neighbour"
    elif namespace == "country" and namesakes.contested:
        yield -0.5, "the dispatch is about the surroundings of a namesake"


def _is_spoken_of(country: str | None, name: str, gazetteer: Gazetteer, context: Context) -> bool:
    """Whether the rest of the dispatch speaks of a country or of a neighbour of it."""
    around = {country, *gazetteer.neighbours(country or "")}
    return any(context.share(one, name) > _SPOKEN for one in around)


def _namespace(entry: Entry) -> str:
    return entry.place.place_id.partition(":")[0]


def _is_town(entry: Entry) -> bool:
    return entry.place.place_id.startswith("town:")


def _is_known_anywhere(entry: Entry) -> bool:
    return entry.population >= _KNOWN_ANYWHERE or entry.place.feature_code == "PPLC"
