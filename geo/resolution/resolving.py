"""Findings -> Mentions: names by their rank, descriptions by way of the places that they are built on.

Takes Findings and the gazetteer; gives Mentions in the same order. Does not guess: a description whose anchors nothing
knows stays without a place.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from geo import place_ids
from geo.documents import find_headline
from geo.gazetteer import Exclave, Gazetteer
from geo.lexicon import Lexicon
from geo.mentions import Finding
from geo.model import Candidate, Mention, Place
from geo.resolution.confidence import find_confidence, is_near
from geo.resolution.context import find_context
from geo.resolution.ranking import rank, score_alone

# Below this the best candidate is a guess: three times of four it is not the place.
THRESHOLD = 0.25
# An exclave smaller than this is no "exclave" of the news unless it is the only one.
_EXCLAVE_KM2 = 100.0
# "X and Y in the Z district": what stands between a name and the district that the text puts it in.
_IN_THE = re.compile(r"(?:(?:,| and|, and) [\w'’ -]{1,30}){0,3},? in (?:the )?")
_UNIT_WORDS = "district|county|township|municipality|department|commune|subdistrict|sub-district|raion|woreda"
_UNIT_BEHIND = re.compile(rf"\s+(?:{_UNIT_WORDS})\b", re.IGNORECASE)
_UNIT_NAMED = re.compile(rf"\b(?:{_UNIT_WORDS})$", re.IGNORECASE)
# So many characters after its name a place may still be "the province".
_BACK_REACH = 900
_UNITS, _TOWNS, _ISLANDS = ("admin1", "admin2", "area", "region"), ("town", "village"), ("region", "area", "country")
_CALLED = {
    **dict.fromkeys(("province", "region", "district", "governorate", "oblast", "county"), _UNITS),
    **dict.fromkeys(("city", "town", "village"), _TOWNS),
    **dict.fromkeys(("island", "islands", "peninsula", "strip"), _ISLANDS),
    **dict.fromkeys(("territory", "area"), ("area", "region", "admin1")),
    "country": ("country",),
}
# What a preposition makes of the place behind it in a corridor.
_LEGS = {
    "through": "through", "across": "through", "via": "through", "over": "through", "in": "through", "along": "through",
    "to": "to", "into": "to", "towards": "to", "toward": "to", "from": "from",
    "between": "from", "linking": "from", "connecting": "from", "joining": "from", "with": "to", "and": "to",
}  # fmt: skip


def resolve(
    findings: Sequence[Finding],
    clean: str,
    sentences: Sequence[tuple[int, int]],
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    *,
    outlet: str | None = None,
) -> tuple[Mention, ...]:
    """Resolve every finding; ids are M001, M002, ... in text order.

    ``sentences`` are offsets in ``clean``. Names first, then what is built on them. The ``outlet``'s home counts.
    """
    resolver = _Resolver(findings, clean, sentences, gazetteer, lexicon, outlet)
    return tuple(resolver.mention(index) for index in range(len(findings)))


class _Resolver:
    """Resolves one finding at a time, its anchors first; every method gives a place and the reasons, or None."""

    def __init__(
        self,
        findings: Sequence[Finding],
        clean: str,
        sentences: Sequence[tuple[int, int]],
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        outlet: str | None,
    ) -> None:
        self.findings, self.clean, self.sentences = findings, clean, sentences
        self.gazetteer, self.lexicon = gazetteer, lexicon
        context = find_context(
            findings, clean, gazetteer, lexicon, lambda name: score_alone(name, gazetteer), outlet=outlet
        )
        named = {(one.text, one.word) for one in findings if one.operation == "name"}
        self.ranked = {(text, kind): rank(text, gazetteer, context, kind=kind) for text, kind in named}
        self.done: dict[int, Mention] = {}
        self._by_text: dict[str, list[int]] = {}
        for index, one in enumerate(findings):
            self._by_text.setdefault(one.text, []).append(index)
        self._said: dict[str, Place | None] = {}
        _, self._headline = find_headline(clean) or (0, 0)
        self._spoken: list[str] | None = None
        self._named: frozenset[str] | None = None

    def mention(self, index: int) -> Mention:
        if index not in self.done:
            finding = self.findings[index]
            candidate = self._candidate(index)
            place = candidate.place if candidate and candidate.score >= THRESHOLD else None
            reasons = candidate.reasons if candidate else ("no place in the gazetteer fits",)
            if candidate and place is None:
                reasons = (*reasons, f"best score {candidate.score:.2f} is below {THRESHOLD}: left unresolved")
            self.done[index] = Mention(
                id=f"M{index + 1:03d}",
                start=finding.start,
                end=finding.end,
                toponym=finding.text,
                kind=finding.kind,
                use=finding.use,
                place=place,
                score=candidate.score if candidate else 0.0,
                reasons=reasons,
            )
        return self.done[index]

    def _candidate(self, index: int) -> Candidate | None:
        finding = self.findings[index]
        build: Callable[[int, Finding], Candidate | None] = getattr(self, f"_resolve_{finding.operation}")
        return build(index, finding)

    def _place(self, index: int) -> Place | None:
        return self.mention(index).place

    def _country(self, index: int) -> str | None:
        place = self._place(index)
        return place.country if place else None

    def _resolve_name(self, index: int, finding: Finding) -> Candidate | None:
        candidates = self.ranked.get((finding.text, finding.word), ())
        holder = self._district_behind(index) if candidates else None
        if holder is not None:
            candidates = tuple(one for one in candidates if is_near(one.place, holder))
            if not candidates:
                return None
        best = replace(candidates[0], score=find_confidence(candidates)) if candidates else None
        if best and best.score >= THRESHOLD:
            return best
        described = self._described_somewhere(finding.text)
        if described is None:
            return best
        place = Place(described.place_id, finding.text, described.country, None, None, None)
        return Candidate(place, 0.7, (f"in no gazetteer; the dispatch says: {described.name}",))

    def _district_behind(self, at: int) -> Place | None:
        """Where the text puts the name: Z of "X and Y in the Z district"; None where it says nothing of that sort."""
        finding = self.findings[at]
        for index, one in enumerate(self.findings[at + 1 : at + 5], start=at + 1):
            between = self.clean[finding.end : one.start]
            if one.operation != "name" or not _IN_THE.fullmatch(between):
                continue
            if _UNIT_BEHIND.match(self.clean, one.end) or _UNIT_NAMED.search(one.text):
                place = self._place(index)
                return place if place is not None and place.lon is not None else None
        return None

    def _described_somewhere(self, text: str) -> Place | None:
        """Where any occurrence of an unknown name is said to lie; looked for once a name."""
        if text not in self._said:
            self._said[text] = None  # "Kibumba, 20 km from Kibumba" says nothing
            places = (self._apposed(index) for index in self._by_text[text])
            self._said[text] = next((place for place in places if place), None)
        return self._said[text]

    def _apposed(self, at: int) -> Place | None:
        """Where the text itself says that an unknown place lies: "Kibumba, a town 20 km north of Goma"."""
        finding = self.findings[at]
        for index, one in enumerate(self.findings[at + 1 : at + 9], start=at + 1):
            between = self.clean[finding.end : one.start]
            if one.operation in {"offset", "near", "between"} and re.fullmatch(
                r",\s+(?:a|an|the)\s[^.,;:]{0,70}", between
            ):
                return self._place(index)
        return None

    def _resolve_demonym(self, _: int, finding: Finding) -> Candidate | None:
        codes = self.lexicon.demonym_countries(finding.text)
        if codes:
            place = self.gazetteer.place(f"country:{codes[0]}")
            score = 0.95 if len(codes) == 1 else 0.6
            reason = "its demonym" if len(codes) == 1 else f"its demonym, shared by {', '.join(codes)}"
            return Candidate(place, score, (reason,)) if place else None
        named = rank(self.lexicon.regional_demonyms[finding.text], self.gazetteer)
        return replace(named[0], reasons=("the demonym of a region", *named[0].reasons)) if named else None

    def _resolve_capital(self, _: int, finding: Finding) -> Candidate | None:
        code = next((code for anchor in finding.anchors if (code := self._country(anchor))), None)
        code = code or self._subject_country(finding)
        capital = self.gazetteer.capital(code) if code else None
        return Candidate(capital, 0.9, (f"the capital of {code}",)) if capital else None

    def _resolve_part(self, _: int, finding: Finding) -> Candidate | None:
        whole = self._whole(finding)
        if whole is None:
            return None
        name = f"{_adjective(finding.word or '')} {whole.name}"
        return self._described(place_ids.describe("part", finding.word or "centre", whole.place_id), name, whole)

    def _resolve_some(self, _: int, finding: Finding) -> Candidate | None:
        whole = self._whole(finding)
        return self._some(whole) if whole else None

    def _resolve_territory(self, _: int, finding: Finding) -> Candidate | None:
        """Somewhere in the country for "Syrian territory"; X itself for "the territory of X" where X is no country."""
        whole = self._whole(finding)
        if whole is None or whole.place_id.startswith("country:"):
            return self._some(whole) if whole else None
        return Candidate(whole, 0.85, (f"the territory of {whole.name}",))

    def _resolve_own(self, _: int, finding: Finding) -> Candidate | None:
        code = self._subject_country(finding)
        whole = self.gazetteer.place(f"country:{code}") if code else None
        return Candidate(whole, 0.6, ("the country last spoken of",)) if whole else None

    def _resolve_area(self, _: int, finding: Finding) -> Candidate | None:
        """Whose land a stated area is; left open where only the clause's roles can tell (see ``claims``)."""
        whole = self._whole(finding) if finding.anchors else None
        return self._some(whole) if whole else None

    def _some(self, whole: Place) -> Candidate:
        return self._described(place_ids.describe("some", whole.place_id), f"part of {whole.name}", whole)

    def _resolve_near(self, _: int, finding: Finding) -> Candidate | None:
        whole = self._whole(finding)
        if whole is None:
            return None
        if finding.word:
            name = f"{finding.word} of {whole.name}"
            return self._described(place_ids.describe("near", whole.place_id), name, whole)
        if whole.place_id.startswith("country:") or re.search(r"\b(?:in|at|on)\s", finding.text):
            return self._some(whole)
        return self._described(place_ids.describe("near", whole.place_id), f"near {whole.name}", whole)

    def _resolve_inside(self, _: int, finding: Finding) -> Candidate | None:
        whole = self._whole(finding)
        if whole is None or not whole.place_id.startswith("country:"):
            return self._some(whole) if whole else None
        parties = [code for code in self._sentence_countries(finding) if code != whole.country]
        near = next((code for code in parties if code in self.gazetteer.neighbours(whole.country or "")), None)
        if near is None:
            return self._some(whole)
        line = place_ids.border(whole.place_id, f"country:{near}")
        place_id = place_ids.describe("inside", f"{finding.number:g}", line, whole.place_id)
        return self._described(place_id, f"{finding.number:g} km inside {whole.name}", whole)

    def _resolve_offset(self, _: int, finding: Finding) -> Candidate | None:
        whole = self._whole(finding)
        if whole is None:
            return None
        place_id = place_ids.describe("offset", f"{finding.number:g}", finding.word or "north", whole.place_id)
        return self._described(place_id, f"{finding.number:g} km {finding.word} of {whole.name}", whole)

    def _resolve_between(self, _: int, finding: Finding) -> Candidate | None:
        ends = list({place.place_id: place for anchor in finding.anchors if (place := self._place(anchor))}.values())
        if len(ends) < 2:
            return None
        one, other = ends[:2]
        name = f"between {one.name} and {other.name}"
        return self._described(place_ids.describe("between", one.place_id, other.place_id), name, one)

    def _resolve_back(self, index: int, finding: Finding) -> Candidate | None:
        """The place that the noun can mean: "in the province" after "Idlib".

        The last one that the paragraph names; else the one that the headline names; else the last one before.
        """
        noun = finding.word or ""
        paragraph = self.clean.rfind("\n", 0, finding.start) + 1
        first = bisect_left(self.findings, finding.start - _BACK_REACH, key=lambda one: one.start)
        titled = bisect_left(self.findings, self._headline, key=lambda one: one.start)
        last: Place | None = None
        for before in (*range(index - 1, first - 1, -1), *range(min(titled, first) - 1, -1, -1)):
            one = self.findings[before]
            if one.operation not in {"name", noun} or (last and paragraph > one.start > self._headline):
                continue
            if (place := self._called(before, noun)) is None:
                continue
            if one.start >= paragraph or one.end <= self._headline:
                return Candidate(place, 0.6, (f'"{finding.text}": {place.name}, named before',))
            last = last or place
        return Candidate(last, 0.6, (f'"{finding.text}": {last.name}, named before',)) if last else None

    def _called(self, index: int, noun: str) -> Place | None:
        """The place of a finding that can be called by the noun: Idlib the town, but "the province" is another."""
        finding, place = self.findings[index], self._place(index)
        if place is None or self._is_called(place, noun, finding):
            return place
        others = (one.place for one in self.ranked.get((finding.text, finding.word), ()) if one.score >= THRESHOLD)
        fitting = (one for one in others if one.country == place.country and self._is_called(one, noun, finding))
        return next(fitting, None)

    def _is_called(self, place: Place, noun: str, finding: Finding) -> bool:
        """Whether a place can be called by the noun: a town "the city"; what was called "province" is one."""
        if finding.word == noun:
            return True
        if noun in {"exclave", "enclave"}:
            named = {one.name for one in self.gazetteer.exclaves(place.country or "")}
            return finding.operation == "exclave" or place.name in named
        if noun == "territory" and place.feature_code == "PCL":  # no sovereign state: "the territory"
            return True
        return place.place_id.partition(":")[0] in _CALLED[noun]

    def _resolve_border(self, _: int, finding: Finding) -> Candidate | None:
        named = self.gazetteer.lookup(finding.text.removeprefix("the ").removeprefix("The "))
        lines = [one for one in named if one.place.place_id.startswith("line:")]
        if lines:
            return Candidate(lines[0].place, 0.8, ("a named line",))
        stated = [code for anchor in finding.anchors if (code := self._country(anchor))]
        pair = self._neighbours(stated) or self._neighbours([*stated[:1], *self._sentence_countries(finding)], stated)
        pair = pair or self._neighbours([*stated[:1], *self._document_countries()], stated)
        if pair is None:
            return None
        one, other = (self.gazetteer.place(f"country:{code}") for code in pair)
        if one is None or other is None:
            return None
        name = f"{one.name}-{other.name} border"
        score = 0.9 if len(set(stated)) > 1 else 0.7
        reason = "both sides are named" if len(set(stated)) > 1 else "the two neighbours that the text speaks of"
        place = Place(place_ids.border(one.place_id, other.place_id), name, one.country, None, None, None)
        return Candidate(place, score, (reason,))

    def _neighbours(self, codes: Sequence[str], stated: Sequence[str] = ()) -> tuple[str, str] | None:
        """The first two of the codes that share a border; the first must be the stated one where there is one."""
        unique = list(dict.fromkeys(codes))
        firsts = [code for code in unique if not stated or code == stated[0]]
        for one in firsts:
            for other in unique:
                if other != one and other in self.gazetteer.neighbours(one):
                    return (one, other)
        return None

    def _resolve_exclave(self, _: int, finding: Finding) -> Candidate | None:
        codes = [code for anchor in finding.anchors if (code := self._country(anchor))]
        if not codes:
            return None
        if re.search(r"\b(?:exclave|enclave) of ", finding.text) and (named := self._place(finding.anchors[-1])):
            return Candidate(named, 0.85, ("named",))
        owner, neighbours = codes[0], set(codes[1:]) - {codes[0]}
        fitting = [one for one in self.gazetteer.exclaves(owner) if neighbours <= set(one.neighbours)]
        large = [one for one in fitting if one.area_km2 >= _EXCLAVE_KM2] or fitting
        if len(large) != 1:
            return None
        return self._exclave(large[0], sorted(neighbours))

    def _exclave(self, exclave: Exclave, neighbours: Sequence[str]) -> Candidate:
        ids = [f"country:{code}" for code in (exclave.country, *(neighbours or sorted(exclave.neighbours)))]
        owner = self.gazetteer.place(ids[0])
        name = exclave.name or f"exclave of {owner.name if owner else exclave.country}"
        place = Place(place_ids.describe("exclave", *ids), name, exclave.country, None, exclave.lon, exclave.lat)
        return Candidate(
            place,
            0.9,
            (f"the one exclave of {exclave.country} that borders {', '.join(neighbours) or 'another country'}",),
        )

    def _resolve_group(self, _: int, finding: Finding) -> Candidate | None:
        unit, around = (finding.word or "/").split("/")
        groups = self.gazetteer.groups(int(finding.number or 0), unit)
        if self._named is None:
            names = (self._place(index) for index, one in enumerate(self.findings) if one.operation == "name")
            self._named = frozenset(place.place_id for place in names if place)
        mentioned = self._named
        countries = self._document_countries()
        fitting = [
            one for one in groups if one.around in mentioned or (one.around is None and one.country in countries)
        ]
        if not around or len(fitting) != 1:
            return None
        reason = f"the {finding.number:g} {unit}s around {fitting[0].around or fitting[0].country}, a sourced group"
        return Candidate(fitting[0].place, 0.85, (reason,))

    def _resolve_corridor(self, index: int, finding: Finding) -> Candidate | None:
        """From X through VIA to Y, by the preposition before each place; X is the country that Y belongs to."""
        legs = self._legs(index, finding)
        via = legs.get("through")
        target = legs.get("to") or legs.get("second")
        if target is None:
            return None
        start = legs.get("from") or self.gazetteer.place(f"country:{target.country}")
        if start is None or start.place_id == target.place_id:
            return None
        name = f"corridor from {start.name}{f' through {via.name}' if via else ''} to {target.name}"
        place_id = place_ids.describe("corridor", start.place_id, via.place_id if via else "anywhere", target.place_id)
        return self._described(place_id, name, via or target)

    def _legs(self, index: int, finding: Finding) -> dict[str, Place]:
        """Role -> place, by the preposition before each place inside the corridor's words."""
        legs: dict[str, Place] = {}
        for other, nested in enumerate(self.findings):
            if other == index or not self._is_leg(nested, finding):
                continue
            before = finding.text[: nested.start - finding.start].lower().split()
            role = next((_LEGS[word] for word in reversed(before[-4:]) if word in _LEGS), None)
            role = "second" if role in legs else role
            if role and (place := self._place(other)):
                legs.setdefault(role, place)
        return legs

    def _is_leg(self, nested: Finding, corridor: Finding) -> bool:
        """Whether it is a whole place inside the corridor's words, not part of another description there."""
        if nested.operation in {"demonym", "corridor"} or not _holds(corridor, nested):
            return False
        return not any(
            _holds(one, nested) and one not in (nested, corridor) and one.operation != "demonym"
            for one in self.findings
        )

    def _described(self, place_id: str, name: str, whole: Place) -> Candidate:
        place = Place(place_id, name, whole.country, None, None, None)
        return Candidate(place, 0.85, (f"described by way of {whole.name}",))

    def _whole(self, finding: Finding) -> Place | None:
        """The place that a description is about: its finest anchor, else the subject's country ("its south")."""
        for anchor in reversed(finding.anchors):
            if place := self._place(anchor):
                return place
        if finding.anchors:
            return None  # a name that nothing knows stays unknown, and so does what is described by it
        code = self._subject_country(finding)
        return self.gazetteer.place(f"country:{code}") if code else None

    def _subject_country(self, finding: Finding) -> str | None:
        """The country last spoken of before the mention in its sentence, else in the dispatch most."""
        start, _ = self._sentence(finding.start)
        before = self._codes(start, finding.start)
        return next(iter(before or self._document_countries()), None)

    def _sentence(self, at: int) -> tuple[int, int]:
        index = bisect_right(self.sentences, at, key=lambda span: span[0]) - 1
        span = self.sentences[index] if index >= 0 else (at, at)
        return span if span[0] <= at < span[1] else (at, at)

    def _sentence_countries(self, finding: Finding) -> list[str]:
        """The countries spoken of in the mention's sentence, the one named last before it first."""
        start, end = self._sentence(finding.start)
        before = self._codes(start, finding.start)
        return list(dict.fromkeys([*reversed(before), *self._codes(finding.end, end)]))

    def _document_countries(self) -> list[str]:
        if self._spoken is None:
            codes = Counter(self._codes(0, len(self.clean) + 1, unique=False))
            self._spoken = [code for code, _ in codes.most_common(6)]
        return self._spoken

    def _codes(self, start: int, end: int, *, unique: bool = True) -> list[str]:
        """Countries of the names and demonyms that start within the offsets, in order."""
        first, last = (bisect_left(self.findings, at, key=lambda one: one.start) for at in (start, end))
        codes = [
            code
            for index in range(first, last)
            if self.findings[index].operation in {"name", "demonym"} and (code := self._country(index))
        ]
        return list(dict.fromkeys(codes)) if unique else codes


def _holds(outer: Finding, inner: Finding) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _adjective(direction: str) -> str:
    """The adjective of a direction, for a place's name: "south" -> "southern"."""
    return {"centre": "central"}.get(direction, f"{direction}ern")
