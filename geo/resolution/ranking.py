"""Which places a name may mean: candidates ranked by what the gazetteer and the rest of the dispatch say.

Takes a name and the Context of its dispatch; gives Candidates, the best first. Does not decide: a low score is still
a candidate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from geo.gazetteer import OWN_CODES, Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions import Finding
from geo.model import Candidate

# A town of fewer people, capitals apart, is not put into a country when the dispatch speaks neither of it nor of any
# neighbour...
_KNOWN_ANYWHERE = 1_000_000
# ...once it has spoken of countries this often: a line or two says too little to tell against a place.
_SPOKEN_OFTEN = 4

# What a place of a user's own file scores by itself: whoever brings a file of zones means them.
_OWN = 0.8

# Votes of other names for a first-level unit: so many are full evidence, worth _NEAR; less than _FAINT is noise.
_SURE_VOTES, _FAINT, _NEAR = 2.0, 0.1, 0.35
# A name of more units than this votes for none: "Springfield".
_MOST_UNITS = 12
# From this share on, of the votes for a unit and of the mentions of its country, a country of the name is unlikely.
_STRONG = 0.5

_CLASS_SCORE = {
    "country": 0.88,
    "area": 0.6,
    "region": 0.55,
    "sea": 0.5,
    "admin1": 0.45,
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


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the dispatch says.

    How often each country is meant; which names follow which; and what each name itself adds to the countries, since a
    name is no evidence for itself. ``units`` are the votes of names for first-level units (place ids): a name that
    several units hold shares its vote among them, so that a county paper's towns point to their state.
    """

    countries: Mapping[str, int]
    followers: Mapping[str, str]
    own: Mapping[str, Mapping[str, int]]
    units: Mapping[str, float] = field(default_factory=dict)
    unit_votes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def unit_share(self, unit: str | None, name: str) -> float:
        """How much the dispatch's other names speak for a first-level unit: 1 for two names that only it holds."""
        rest = self.units.get(unit or "", 0.0) - self.unit_votes.get(name, {}).get(unit or "", 0.0)
        return min(rest / _SURE_VOTES, 1.0)

    def share(self, country: str | None, name: str) -> float:
        """How much the rest of the dispatch speaks of the country, 1 for the one that it speaks of most."""
        rest = self.countries.get(country or "", 0) - self.own.get(name, {}).get(country or "", 0)
        return rest / max(self.countries.values(), default=1)


def rank(
    name: str, gazetteer: Gazetteer, context: Context | None = None, *, kind: str | None = None
) -> tuple[Candidate, ...]:
    """The places that a name may mean, best first, each with a score in 0..1 and its reasons.

    ``kind`` is what the text calls it: "state", "city".
    """
    context = context or Context({}, {}, {})
    namesakes = _Namesakes.of(name, gazetteer, context, kind)
    scored = [_scored(entry, namesakes, gazetteer, context) for entry in namesakes.entries]
    ordered = sorted(scored, key=lambda one: (-one.score, one.place.place_id))
    return tuple(replace(one, score=round(min(max(one.score, 0.0), 1.0), 3)) for one in ordered)


@dataclass(frozen=True, slots=True)
class _Namesakes:
    """All places of one name, and what they are to each other.

    ``local`` are the countries that have only lesser towns of the name; ``seats`` the first-level units with a town of
    the name; ``state``: a country has it; ``contested``: the dispatch speaks neither of that nor of a neighbour, but
    for the surroundings of another of them. ``called`` are the place ids of what the text says that it is.
    """

    name: str
    entries: tuple[Entry, ...]
    local: frozenset[str | None]
    seats: frozenset[str | None]
    state: bool
    contested: bool
    called: frozenset[str]

    @classmethod
    def of(cls, name: str, gazetteer: Gazetteer, context: Context, kind: str | None) -> _Namesakes:
        """Look a name up. Districts that are called by a town in them are left out: the town is meant."""
        entries = gazetteer.lookup(name)
        towns = [one for one in entries if _is_town(one)]
        seats = frozenset(one.admin1 for one in towns if one.primary)
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
            context.unit_share(_unit_of(one), name) >= _STRONG and context.share(one.place.country, name) >= _STRONG
            for one in kept
            if one not in states
        )
        return cls(name, kept, local, seats, bool(states), contested, called)


def _scored(entry: Entry, namesakes: _Namesakes, gazetteer: Gazetteer, context: Context) -> Candidate:
    """The evidence added up, not yet held to 0..1: two sure candidates still differ."""
    name = namesakes.name
    evidence = [*_by_itself(entry, namesakes), *_by_dispatch(entry, namesakes, gazetteer, context)]
    container = context.followers.get(name)
    if container and _within(entry, container, gazetteer):
        evidence.append((0.4, f'"{name}, {container}"'))
    return Candidate(entry.place, sum(score for score, _ in evidence), tuple(reason for _, reason in evidence))


def _by_itself(entry: Entry, namesakes: _Namesakes) -> Iterable[tuple[float, str]]:
    """What the gazetteer says for the entry: its class and size, its name, whether it is a capital."""
    namespace = _namespace(entry)
    sort = f"{entry.place.feature_code or namespace}"
    score = (
        _OWN
        if sort in OWN_CODES
        else _CLASS_SCORE.get(namespace, 0.0) or 0.12 + 0.05 * math.log10(entry.population + 10)
    )
    yield score, f"{sort}, population {entry.population:,}" if entry.population else sort
    yield (0.12, "its preferred name") if entry.primary else (-0.12, "an alternate name of it")
    if entry.place.feature_code == "PPLC":
        yield 0.12, "a capital"
    if namesakes.called:
        yield (
            (0.3, "what the text calls it") if entry.place.place_id in namesakes.called else (-0.3, "called otherwise")
        )
    elif namespace == "admin1" and entry.place.place_id in namesakes.seats:
        yield -0.15, "a town in it has the name"


def _by_dispatch(
    entry: Entry, namesakes: _Namesakes, gazetteer: Gazetteer, context: Context
) -> Iterable[tuple[float, str]]:
    """What the rest of the dispatch says for the entry's country, or against a small town elsewhere."""
    namespace, country, name = _namespace(entry), entry.place.country, namesakes.name
    share = context.share(country, name)
    often = sum(context.countries.values()) >= _SPOKEN_OFTEN
    far = often and not _is_spoken_of(country, name, gazetteer, context)
    near = context.unit_share(_unit_of(entry), name)
    if near > _FAINT and (namesakes.contested or not namesakes.state):
        yield _NEAR * near, "other places of the dispatch lie in the same unit"
    if share > 0 and namespace != "country":
        yield 0.1 + 0.3 * share, f"the dispatch is about {country}"
    elif far and namespace in {"town", "admin1"} and country in namesakes.local and not _is_known_anywhere(entry):
        yield -0.4, f"nothing else in the dispatch is about {country} or a neighbour"

    elif namespace == "country" and namesakes.contested:
        yield -0.5, "the dispatch is about the surroundings of a namesake"


def _is_spoken_of(country: str | None, name: str, gazetteer: Gazetteer, context: Context) -> bool:
    """Whether the rest of the dispatch speaks of a country or of a neighbour of it."""
    around = {country, *gazetteer.neighbours(country or "")}
    return any(context.share(one, name) > 0 for one in around)


def _namespace(entry: Entry) -> str:
    return entry.place.place_id.partition(":")[0]


def _unit_of(entry: Entry) -> str | None:
    """The first-level unit that an entry is or lies in."""
    return entry.place.place_id if _namespace(entry) == "admin1" else entry.admin1


def _is_town(entry: Entry) -> bool:
    return entry.place.place_id.startswith("town:")


def _is_known_anywhere(entry: Entry) -> bool:
    return entry.population >= _KNOWN_ANYWHERE or entry.place.feature_code == "PPLC"


def _within(entry: Entry, container: str, gazetteer: Gazetteer) -> bool:
    """Whether some place called ``container`` is the entry's country or first-level division."""
    for outer in gazetteer.lookup(container):
        if outer.place.place_id in {entry.admin1, f"country:{entry.place.country}"}:
            return outer.place.place_id != entry.place.place_id
    return False


def find_context(findings: Sequence[Finding], clean: str, gazetteer: Gazetteer, lexicon: Lexicon) -> Context:
    """What the findings of a dispatch say of its countries, and which name stands behind which: "Aleppo, Syria"."""
    counted: Counter[str] = Counter()
    own: dict[str, Counter[str]] = {}
    followers: dict[str, str] = {}
    plain = [one for one in findings if one.operation in {"name", "demonym"}]
    for one in plain:
        spoken = _countries_of(one, gazetteer, lexicon)
        counted.update(spoken)
        own.setdefault(one.text, Counter()).update(spoken)
    for first, second in pairwise(plain):
        if first.operation == second.operation == "name" and clean[first.end : second.start] in {", ", " in "}:
            followers.setdefault(first.text, second.text)
    votes = {name: _units_of(name, gazetteer) for name in {one.text for one in plain if one.operation == "name"}}
    units: Counter[str] = Counter()
    for shares in votes.values():
        units.update(shares)
    return Context(counted, followers, own, units, votes)


def _units_of(name: str, gazetteer: Gazetteer) -> dict[str, float]:
    """The first-level units that a name may lie in, its vote shared among them; none for a name of too many."""
    entries = [one for one in gazetteer.lookup(name) if one.primary]
    if any(one.place.place_id.startswith("country:") or one.place.feature_code == "PPLC" for one in entries):
        return {}
    units = {_unit_of(one) for one in entries} - {None}
    return {unit: 1 / len(units) for unit in units if unit} if 0 < len(units) <= _MOST_UNITS else {}


def _countries_of(finding: Finding, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[str, ...]:
    """The country that a demonym, a country's name or an only candidate speaks for."""
    if finding.operation == "demonym":
        return lexicon.demonym_countries(finding.text)[:1]
    entries = gazetteer.lookup(finding.text)
    states = [one.place.country for one in entries if one.primary and one.place.place_id.startswith("country:")]
    if states and states[0]:
        return (states[0],)  # "Congo": the larger of two states of a name
    sure = [
        one for one in entries if one.primary and not one.place.place_id.startswith(("town:", "village:"))
    ] or entries
    known = [one for one in sure[:3] if not one.place.place_id.startswith("town:") or _is_known_anywhere(one)]
    codes = {one.place.country for one in known or entries if one.place.country}
    return tuple(codes) if len(codes) == 1 else ()
