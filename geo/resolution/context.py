"""What the rest of a dispatch says of a name: of which countries and first-level units it speaks, what follows what.

Takes findings; gives a Context. Every name votes for where it may lie, by the weight of each of its places, in two
rounds: the second knows what the first found. A name is no evidence for itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from geo.gazetteer import Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions import Finding

Scored = Sequence[tuple[Entry, float]]
"""The places of a name, each with what the gazetteer alone gives it."""

# Votes of other names for a first-level unit: so many are full evidence.
_SURE_VOTES = 2.0
# Difference of scores by which one place of a name outweighs another e times.
_SOFTNESS = 0.1
# What the first round's countries and units add in the second, at most.
_COUNTRY, _UNIT, _CONTAINED, _KIND = 0.3, 0.3, 0.4, 0.3
# A name repeated more often than this says no more.
_REPEATED = 3
# A name of so many places votes for none but those of its best.
_MOST = 12
# Names of a list that can be of one kind count from this share of them on; a list has so many names at least.
_LISTED, _LIST = 0.5, 3
# The home of an outlet has so many people at least; a word written small this often is none.
_HOME, _ORDINARY = 20_000, 0.2
_COMMA = re.compile(r",? (?:and |or |as well as )?|, ")


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the dispatch says.

    ``countries``: how often each (alpha-3) is spoken of; ``stated``: how often by name or demonym; ``units`` are the
    votes for first-level units (place ids); ``own`` and ``own_units`` what each name itself adds to these;
    ``followers``: which name stands behind which ("Aleppo, Syria"); ``kinds``: for a name in a list, of which kinds
    (``kind_of``) the others can be, as a share of them.
    """

    countries: Mapping[str, float] = field(default_factory=dict)
    stated: int = 0
    units: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    own_units: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    followers: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def listed_share(self, entry: Entry, name: str) -> float:
        """How many of the names listed with this one can be of the entry's kind; 0 below half of them."""
        share = self.kinds.get(name, {}).get(kind_of(entry) or "", 0.0)
        return share if share >= _LISTED else 0.0

    def share(self, country: str | None, name: str) -> float:
        """How much the rest of the dispatch speaks of the country, 1 for the one that it speaks of most."""
        rest = self.countries.get(country or "", 0.0) - self.own.get(name, {}).get(country or "", 0.0)
        return max(rest, 0.0) / max(self.countries.values(), default=1.0)

    def unit_share(self, unit: str | None, name: str) -> float:
        """How much the dispatch's other names speak for a first-level unit: 1 for two names that only it holds."""
        rest = self.units.get(unit or "", 0.0) - self.own_units.get(name, {}).get(unit or "", 0.0)
        return min(max(rest, 0.0) / _SURE_VOTES, 1.0)


def find_context(
    findings: Sequence[Finding],
    clean: str,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    score: Callable[[str], Scored],
    *,
    outlet: str | None = None,
) -> Context:
    """What the findings say of each other; ``score`` gives the places of a name by themselves.

    An ``outlet`` called by a place ("The Kyiv Independent") is at home there: that counts as one more name of it.
    """
    plain = [one for one in findings if one.operation in {"name", "demonym"}]
    stated, own = _count_stated(plain, gazetteer, lexicon)
    followers = _find_followers(plain, clean)
    kinds = _find_kinds(plain, clean, gazetteer)
    context = Context(stated, sum(stated.values()), {}, own, {}, followers, kinds)
    names = Counter(one.text for one in plain if one.operation == "name")
    names.update(one for one in _find_home(outlet or "", gazetteer) if one not in names)
    scored = {name: score(name) for name in names}
    for _ in range(2):
        context = _vote(names, scored, context, stated, own, gazetteer)
    return context


def unit_of(entry: Entry) -> str | None:
    """The first-level unit that an entry is or lies in."""
    return entry.place.place_id if entry.place.place_id.startswith("admin1:") else entry.admin1


def kind_of(entry: Entry) -> str | None:
    """A state, or a first-level unit of a country: what a list is of. Towns are of no kind: too many names are one."""
    namespace = entry.place.place_id.partition(":")[0]
    if namespace == "country":
        return namespace
    return f"{namespace} of {entry.place.country}" if namespace == "admin1" else None


def lies_within(entry: Entry, container: str, gazetteer: Gazetteer) -> bool:
    """Whether some place called ``container`` is the entry's country or first-level division."""
    for outer in gazetteer.lookup(container):
        if outer.place.place_id in {entry.admin1, f"country:{entry.place.country}"}:
            return outer.place.place_id != entry.place.place_id
    return False


def _vote(
    names: Mapping[str, int],
    scored: Mapping[str, Scored],
    context: Context,
    stated: Mapping[str, int],
    own: Mapping[str, Mapping[str, int]],
    gazetteer: Gazetteer,
) -> Context:
    """One round: every name that states no country votes by the weights of its places."""
    countries: dict[str, float] = dict(stated)
    units: dict[str, float] = {}
    by_name: dict[str, Mapping[str, float]] = {name: dict(counts) for name, counts in own.items()}
    by_name_units: dict[str, Mapping[str, float]] = {}
    for name, count in names.items():
        if own.get(name):
            continue
        times = min(count, _REPEATED)
        shares: dict[str, float] = {}
        unit_shares: dict[str, float] = {}
        for entry, weight in _weigh(name, scored[name], context, gazetteer):
            _add(shares, entry.place.country, weight * times)
            _add(unit_shares, unit_of(entry), weight)
        for total, part in ((countries, shares), (units, unit_shares)):
            for key, weight in part.items():
                _add(total, key, weight)
        by_name[name], by_name_units[name] = shares, unit_shares
    return Context(countries, context.stated, units, by_name, by_name_units, context.followers, context.kinds)


def _add(total: dict[str, float], key: str | None, weight: float) -> None:
    if key:
        total[key] = total.get(key, 0.0) + weight


def _weigh(name: str, places: Scored, context: Context, gazetteer: Gazetteer) -> Sequence[tuple[Entry, float]]:
    """The places of a name, each with its share of the name's vote; the shares add up to 1."""
    container = context.followers.get(name)
    scores = []
    for entry, base in places[:_MOST]:
        score = base + _COUNTRY * context.share(entry.place.country, name)
        score += _UNIT * context.unit_share(unit_of(entry), name)
        score += _KIND * context.listed_share(entry, name)
        score += _CONTAINED * (container is not None and lies_within(entry, container, gazetteer))
        scores.append((entry, score))
    best = max((score for _, score in scores), default=0.0)
    weights = [(entry, math.exp((score - best) / _SOFTNESS)) for entry, score in scores]
    whole = sum(weight for _, weight in weights)
    return [(entry, weight / whole) for entry, weight in weights]


def _find_home(outlet: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The names of places in the name of an outlet; "Sun" and "Independent" are villages too."""
    for start, end in gazetteer.find_names(outlet):
        name = outlet[start:end]
        known = any(one.primary and one.population >= _HOME for one in gazetteer.lookup(name))
        if known and gazetteer.otherwise(name).ordinary < _ORDINARY:
            yield name


def _count_stated(
    plain: Sequence[Finding], gazetteer: Gazetteer, lexicon: Lexicon
) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """How often each country is named or called by its demonym; and by which words."""
    counted: Counter[str] = Counter()
    own: dict[str, Counter[str]] = {}
    for one in plain:
        country = _stated_country(one, gazetteer, lexicon)
        if country:
            counted[country] += 1
            own.setdefault(one.text, Counter())[country] += 1
    return counted, own


def _stated_country(finding: Finding, gazetteer: Gazetteer, lexicon: Lexicon) -> str | None:
    """The country that a demonym or a country's name stands for; of two states of a name the larger ("Congo")."""
    if finding.operation == "demonym":
        return next(iter(lexicon.demonym_countries(finding.text)), None)
    for entry in gazetteer.lookup(finding.text):
        if entry.primary and entry.place.place_id.startswith("country:"):
            return entry.place.country
    return None


def _find_followers(plain: Sequence[Finding], clean: str) -> dict[str, str]:
    """Which name stands behind which: "Aleppo, Syria", "Aleppo in Syria"."""
    followers: dict[str, str] = {}
    for first, second in pairwise(plain):
        if first.operation == second.operation == "name" and clean[first.end : second.start] in {", ", " in "}:
            followers.setdefault(first.text, second.text)
    return followers


def _find_kinds(plain: Sequence[Finding], clean: str, gazetteer: Gazetteer) -> dict[str, dict[str, float]]:
    """For each name of a list, of which kinds the others can be: "Ohio, Georgia and Texas"."""
    kinds: dict[str, dict[str, float]] = {}
    for names in _find_lists(plain, clean):
        possible = {name: _kinds_of(name, gazetteer) for name in names}
        for name in names:
            others = Counter(kind for other in names if other != name for kind in possible[other])
            kinds.setdefault(name, {kind: count / (len(names) - 1) for kind, count in others.items()})
    return kinds


def _find_lists(plain: Sequence[Finding], clean: str) -> Iterator[Sequence[str]]:
    """Runs of different names with nothing but commas and "and" between them."""
    run: list[Finding] = []
    for one in (*plain, None):
        joined = one and run and one.operation == "name" and _COMMA.fullmatch(clean[run[-1].end : one.start])
        if not joined:
            names = list(dict.fromkeys(member.text for member in run))
            if len(names) >= _LIST:
                yield names
            run = []
        if one and one.operation == "name":
            run.append(one)


def _kinds_of(name: str, gazetteer: Gazetteer) -> set[str]:
    return {kind for entry in gazetteer.lookup(name) if entry.primary and (kind := kind_of(entry))}
