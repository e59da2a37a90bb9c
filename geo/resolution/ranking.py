"""Which places a name may mean: candidates ranked by what the gazetteer and the rest of the dispatch say.

Takes a name and the Context of its dispatch; gives Candidates, the best first. Does not decide: a low score is still
a candidate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geo.gazetteer import Entry, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions import Finding
from geo.model import Candidate

# A town of fewer people, capitals apart, is not put into a country when the dispatch speaks neither of it nor of any
# neighbour...
_KNOWN_ANYWHERE = 1_000_000
# ...once it has spoken of countries this often: a line or two says too little to tell against a place.
_SPOKEN_OFTEN = 4

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
    """What the rest of the dispatch says.

    How often each country is meant; which names follow which; and what each name itself adds to the countries, since a
    name is no evidence for itself.
    """

    countries: Mapping[str, int]
    followers: Mapping[str, str]
    own: Mapping[str, Mapping[str, int]]

    def share(self, country: str | None, name: str) -> float:
        """How much the rest of the dispatch speaks of the country, 1 for the one that it speaks of most."""
        rest = self.countries.get(country or "", 0) - self.own.get(name, {}).get(country or "", 0)
        return rest / max(self.countries.values(), default=1)


def rank(name: str, gazetteer: Gazetteer, context: Context | None = None) -> tuple[Candidate, ...]:
    """The places that a name may mean, best first, each with a score in 0..1 and its reasons."""
    context = context or Context({}, {}, {})
    entries = gazetteer.lookup(name)
    # A province that is called by its town is no better known than the town.
    local = {one.place.country for one in entries if _is_town(one) and not _is_known_anywhere(one)}
    scored = [_scored(entry, name, gazetteer, context, local) for entry in entries]
    ordered = sorted(scored, key=lambda one: (-one.score, one.place.place_id))
    return tuple(replace(one, score=round(min(max(one.score, 0.0), 1.0), 3)) for one in ordered)


def _scored(
    entry: Entry, name: str, gazetteer: Gazetteer, context: Context, local: Collection[str | None]
) -> Candidate:
    """The evidence added up, not yet held to 0..1: two sure candidates still differ."""
    evidence = [*_by_itself(entry), *_by_dispatch(entry, name, gazetteer, context, local)]
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


def _by_dispatch(
    entry: Entry, name: str, gazetteer: Gazetteer, context: Context, local: Collection[str | None]
) -> Iterable[tuple[float, str]]:
    """What the rest of the dispatch says for the entry's country, or against a small town elsewhere."""
    namespace, country = entry.place.place_id.split(":")[0], entry.place.country
    share = context.share(country, name)
    far = sum(context.countries.values()) >= _SPOKEN_OFTEN and not any(
        context.share(one, name) > 0 for one in gazetteer.neighbours(country or "")
    )
    if share > 0 and namespace != "country":
        yield 0.1 + 0.3 * share, f"the dispatch is about {country}"
    elif far and namespace in {"town", "admin1"} and country in local and not _is_known_anywhere(entry):
        yield -0.4, f"nothing else in the dispatch is about {country} or a neighbour"


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
    return Context(counted, followers, own)


def _countries_of(finding: Finding, gazetteer: Gazetteer, lexicon: Lexicon) -> tuple[str, ...]:
    """The country that a demonym, a country's name or an only candidate speaks for."""
    if finding.operation == "demonym":
        return lexicon.demonym_countries(finding.text)[:1]
    entries = gazetteer.lookup(finding.text)
    states = [one.place.country for one in entries if one.primary and one.place.place_id.startswith("country:")]
    if states and states[0]:
        return (states[0],)  # "Congo": the larger of two states of a name
    sure = [one for one in entries if one.primary and not one.place.place_id.startswith("town:")] or entries
    known = [one for one in sure[:3] if not one.place.place_id.startswith("town:") or _is_known_anywhere(one)]
    codes = {one.place.country for one in known if one.place.country}
    return tuple(codes) if len(codes) == 1 else ()
