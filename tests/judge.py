"""Judges a reading against the rows of tests/cases: which of a row's expectations fail, in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from pyproj import Geod

from geo.model import Claim, Mention, Modality, Polarity, Reading, Stance

NEAR_KM, WIDE_KM = 60.0, 300.0  # a town's point by general knowledge, and a region's
AFFIRMING = {Stance.ASSERTS, Stance.ANNOUNCES, Stance.REPORTS, Stance.ACCUSES}
PEOPLE_TITLES = re.compile(
    r"^(?:the|president|prime minister|premier|minister|spokes\w+|general|colonel|gen|mr|ms|mrs|dr)\.?\s+"
)


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fold(text: str | None) -> str:
    plain = unicodedata.normalize("NFKD", text or "").casefold().replace("’", "'")
    plain = re.sub(r"'s\b|[^\w\s]", "", "".join(one for one in plain if not unicodedata.combining(one)))
    plain = " ".join(plain.split())
    return PEOPLE_TITLES.sub("", PEOPLE_TITLES.sub("", plain))


def same_name(read: str | None, wanted: str) -> bool:
    ours, theirs = fold(read), fold(wanted)
    return bool(ours) and (ours == theirs or ours.endswith(f" {theirs}") or theirs.endswith(f" {ours}"))


def claim_faults(case: dict[str, Any], reading: Reading) -> list[str]:
    """What the reading gets wrong of a claims row; empty where all holds."""
    faults: list[str] = []
    paired: list[Claim | None] = []
    free = list(reading.claims)
    for wanted in case.get("claims", []):
        best = min(free, key=lambda claim: len(field_faults(wanted, claim, reading)), default=None)
        if best is not None and best.kind in wanted["kind"]:
            free.remove(best)
        elif best is None or best.kind not in wanted["kind"]:
            right_kind = [one for one in free if one.kind in wanted["kind"]]
            best = min(right_kind, key=lambda claim: len(field_faults(wanted, claim, reading)), default=None)
            if best:
                free.remove(best)
        paired.append(best)
        if best is None:
            faults.append(f"no claim of kind {wanted['kind']}")
        else:
            faults += field_faults(wanted, best, reading)
    faults += [f"spurious {one.kind}: {one.quote!r}" for one in reading.claims if one.kind in case.get("none", [])]
    faults += [
        f"told as a fact: {one.kind}: {one.quote!r}"
        for one in reading.claims
        if is_fact(one) and one.kind in case.get("not_actual", [])
    ]
    return faults + relation_faults(case, paired, reading)


def is_fact(claim: Claim) -> bool:
    return claim.modality is Modality.ACTUAL and claim.polarity is Polarity.POSITIVE and claim.stance in AFFIRMING


def field_faults(wanted: dict[str, Any], claim: Claim, reading: Reading) -> list[str]:
    """The fields of a claim that differ from what is wanted."""
    checks = {
        "kind": claim.kind in wanted["kind"],
        "stance": claim.stance in wanted["stance"],
        "claimant": any(same_name(claim.claimant.name, one) for one in as_list(wanted["claimant"])),
        "modality": claim.modality in as_list(wanted.get("modality", "actual"))
        or (claim.stance in {"demands", "proposes", "rejects"} and "modality" not in wanted),
        "polarity": claim.polarity in as_list(wanted.get("polarity", "positive")),
    }
    if "actor" in wanted:
        checks["actor"] = any(claim.actor == one or same_name(claim.actor, one) for one in as_list(wanted["actor"]))
    for name in ("area_km2", "length_km"):
        if name in wanted:
            checks[name] = near(getattr(claim, name), wanted[name])
    if "count" in wanted:
        checks["count"] = claim.count is not None and claim.count.value == wanted["count"]
    if "count_side" in wanted:
        checks["count_side"] = claim.count is not None and claim.count.side in {None, wanted["count_side"]}
    if "event" in wanted:
        start, end = wanted["event"]
        checks["event"] = claim.event is not None and start <= str(claim.event.start) <= str(claim.event.end) <= end
    if "via" in wanted:
        names = [one.name for one in claim.via]
        checks["via"] = all(any(same_name(name, one) for name in names) for one in wanted["via"])
    if "places" in wanted:
        where = [one.toponym for one in reading.mentions if one.id in claim.where]
        checks["places"] = all(any(place in one or one in place for one in where) for place in wanted["places"])
    return [
        f"{name}: want {wanted.get(name, 'default')!r}, got {shown(claim, name, reading)!r}"
        for name, right in checks.items()
        if not right
    ]


def shown(claim: Claim, name: str, reading: Reading) -> str:
    if name == "places":
        return str([one.toponym for one in reading.mentions if one.id in claim.where])
    if name == "count_side":
        return str(claim.count)
    value = getattr(claim, name)
    return value.name if name == "claimant" else str(value)


def near(value: float | None, wanted: float | list[float]) -> bool:
    if value is None:
        return False
    low, high = wanted if isinstance(wanted, list) else (wanted * 0.99, wanted * 1.01)
    return low <= value <= high


def relation_faults(case: dict[str, Any], paired: list[Claim | None], reading: Reading) -> list[str]:
    stated = {frozenset(one.claims): one.type for one in reading.relations}
    faults = []
    for wanted in case.get("relations", []):
        pair = [paired[index] for index in wanted["claims"]]
        found = stated.get(frozenset(one.id for one in pair if one))
        if found not in as_list(wanted["type"]):
            faults.append(f"relation {wanted['type']} of {wanted['claims']}: got {found}")
    for one, other in case.get("not_related", []):
        pair = [paired[one], paired[other]]
        if stated.get(frozenset(claim.id for claim in pair if claim)) == "contradicts":
            faults.append(f"claims {one} and {other} must not contradict")
    return faults


def mention_faults(case: dict[str, Any], mentions: tuple[Mention, ...]) -> list[str]:
    """What the reading gets wrong of a mentions row; empty where all holds."""
    faults = []
    for wanted in case.get("mentions", []):
        start = nth_start(case["text"], wanted["toponym"], wanted.get("nth", 1))
        span = start, start + len(wanted["toponym"])
        overlapping = [
            one for one in mentions if one.start < span[1] and span[0] < one.end and one.kind in kinds_of(wanted)
        ]
        if not overlapping:
            faults.append(f"{wanted['toponym']!r}: no mention of kind {wanted['kind']}")
            continue
        best = min(overlapping, key=lambda one: abs(one.start - span[0]) + abs(one.end - span[1]))
        faults += one_mention_faults(wanted, best)
    for text in case.get("not_places", []):
        for match in re.finditer(re.escape(text), case["text"]):
            inside = [
                one for one in mentions if one.start < match.end() and match.start() < one.end and one.use == "literal"
            ]
            faults += [f"{text!r} read as the place {one.toponym!r}" for one in inside]
    return faults


def kinds_of(wanted: dict[str, Any]) -> set[str]:
    """The acceptable kinds; a distance, surroundings or a road may be called a region or an area."""
    kinds = set(as_list(wanted["kind"]))
    road = re.search(r"\b(?:road|highway|between)\b", wanted["toponym"])
    return kinds | {"region", "area"} if kinds & {"region", "area"} or road else kinds


def nth_start(text: str, toponym: str, nth: int) -> int:
    return [match.start() for match in re.finditer(re.escape(toponym), text)][nth - 1]


def one_mention_faults(wanted: dict[str, Any], mention: Mention) -> list[str]:
    faults = []
    if "use" in wanted and mention.use not in as_list(wanted["use"]):
        faults.append(f"{wanted['toponym']!r}: use {mention.use}, want {wanted['use']}")
    place = mention.place
    if place is None and wanted.get("unresolved_ok"):
        return faults
    unowned = place is not None and place.country is None and isinstance(wanted.get("country"), list)  # disputed
    if "country" in wanted and not unowned and (place is None or place.country not in as_list(wanted["country"])):
        faults.append(f"{wanted['toponym']!r}: country {place and place.country}, want {wanted['country']}")
    if "near" in wanted and place is not None and place.lon is not None and place.lat is not None:
        off = distance_km(wanted["near"], (place.lon, place.lat))
        reach = NEAR_KM if (place.feature_code or "").startswith("PPL") else WIDE_KM
        if off > reach:
            faults.append(f"{wanted['toponym']!r}: {place.place_id} {place.name}, {off:.0f} km off")
    return faults


def distance_km(one: Sequence[float], other: Sequence[float]) -> float:
    return Geod(ellps="WGS84").inv(*one, *other)[2] / 1000
