"""Which places a name may mean: candidates ranked by what the gazetteer and the rest of the dispatch say.

Takes a name and the Context of its dispatch; gives Candidates, the best first. Does not decide: a low score is still
a candidate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.gazetteer import Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions import Finding
from geo.model import Candidate

# A town of fewer people is not put into a country that the dispatch never speaks of.
_KNOWN_ANYWHERE = 300_000

_CLASS_SCORE = {
    "country": 0.88,
    "area": 0.6,
    "region": 0.55,
    "sea": 0.5,
    "admin1": 0.45,
    "river": 0.45,
    "lake": 0.4,
    "line": 0.5,
}


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the dispatch says: how often each country is meant, and which names follow which."""

    countries: Mapping[str, float]
    followers: Mapping[str, str]


def rank(name: str, gazetteer: Gazetteer, context: Context | None = None) -> tuple[Candidate, ...]:
    """The places that a name may mean, best first, each with a score in 0..1 and its reasons."""
    context = context or Context({}, {})
    scored = [_scored(entry, name, gazetteer, context) for entry in gazetteer.lookup(name)]
    ordered = sorted(scored, key=lambda one: (-one.score, one.place.place_id))
    return tuple(replace(one, score=round(min(max(one.score, 0.0), 1.0), 3)) for one in ordered)


def _scored(entry: Entry, name: str, gazetteer: Gazetteer, context: Context) -> Candidate:
    """The evidence added up, not yet held to 0..1: two sure candidates still differ."""
    evidence = [*_by_itself(entry), *_by_dispatch(entry, context)]
    container = context.followers.get(name)
    if container and _within(entry, container, gazetteer):
        evidence.append((0.4, f'"{name}, {container}"'))
    return Candidate(entry.place, sum(score for score, _ in evidence), tuple(reason for _, reason in evidence))


def _by_itself(entry: Entry) -> Iterable[tuple[float, str]]:
    """What the gazetteer says for the entry: its class and size, its name, whether it is a capital."""
    namespace = entry.place.place_id.split(":")[0]
    sort = f"{entry.place.feature_code or namespace}"
    score = _CLASS_SCORE.get(namespace, 0.0) or 0.12 + 0.05 * math.log10(entry.population + 10)
    yield score, f"{sort}, population {entry.population:,}" if entry.population else sort
    yield (0.12, "its preferred name") if entry.primary else (-0.12, "an alternate name of it")
    if entry.place.feature_code == "PPLC":
        yield 0.12, "a capital"


def _by_dispatch(entry: Entry, context: Context) -> Iterable[tuple[float, str]]:
    """What the rest of the dispatch says for the entry's country, or against a small town elsewhere."""
    namespace, country = entry.place.place_id.split(":")[0], entry.place.country
    share = context.countries.get(country or "", 0.0)
    if share and namespace != "country":
        yield 0.1 + 0.3 * share, f"the dispatch is about {country}"
    elif context.countries and namespace == "town" and entry.population < _KNOWN_ANYWHERE:
        yield -0.25, f"nothing else in the dispatch is about {country}"


def _within(entry: Entry, container: str, gazetteer: Gazetteer) -> bool:
    """Whether some place called ``container`` is the entry's country or first-level division."""
    for outer in gazetteer.lookup(container):
        if outer.place.place_id in {entry.admin1, f"country:{entry.place.country}"}:
            return outer.place.place_id != entry.place.place_id
    return False


def find_context(findings: Sequence[Finding], clean: str, gazetteer: Gazetteer, lexicon: Lexicon) -> Context:
    """What the findings of a dispatch say of its countries, and which name stands behind which: "Aleppo, Syria"."""
    counted: Counter[str] = Counter()
    followers: dict[str, str] = {}
    plain = [one for one in findings if one.operation in {"name", "demonym"}]
    for one in plain:
        counted.update(_countries_of(one, gazetteer, lexicon))
    for first, second in pairwise(plain):
        if first.operation == second.operation == "name" and clean[first.end : second.start] in {", ", " in "}:
            followers.setdefault(first.text, second.text)
    top = max(counted.values(), default=1)
    return Context({code: count / top for code, count in counted.items()}, followers)


def _countries_of(finding: Finding, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[str, ...]:
    """The country that a demonym, a country's name or an only candidate speaks for."""
    if finding.operation == "demonym":
        return lexicon.demonym_countries(finding.text)[:1]
    entries = gazetteer.lookup(finding.text)
    sure = [one for one in entries if one.primary and not one.place.place_id.startswith("town:")] or entries
    known = [one for one in sure[:3] if not one.place.place_id.startswith("town:") or one.population >= _KNOWN_ANYWHERE]
    codes = {one.place.country for one in known if one.place.country}
    return tuple(codes) if len(codes) == 1 else ()
