"""How the claims of a dispatch stand to each other.

Takes Claims in text order; gives Relations, each with its reason in one sentence. Never sets two sides' own losses
against each other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.claims.comparing import GROUND, NEAR, are_far_apart, count_alike, make, overlap, same_actor, same_ground
from geo.claims.headlines import find_retold
from geo.claims.refusals import find_refused, rejects
from geo.claims.rivals import find_rival
from geo.model import (
    Claim,
    ClaimKind,
    Interval,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Relation,
    RelationType,
    Stance,
)

_REACH = 20_000  # characters, some twelve pages
_ADDITION = re.compile(
    r"\b(?:in addition to|besides|on top of|as well as|another|further|additional|more|plus)\b", re.IGNORECASE
)
_ANSWERING = frozenset({RelationType.REJECTS, RelationType.ANSWERS, RelationType.CONTRADICTS})
_WISHING = frozenset({Stance.DEMANDS, Stance.PROPOSES, Stance.REJECTS, Stance.DENIES, Stance.WITHHOLDS})
_DEED_WORDS = "attack|clash|raid|strike|ambush|explosion|blast|shelling|fighting|incident|battle|bombing|assault"
_DEED = re.compile(rf"\b({_DEED_WORDS})")
_THAT_DEED = re.compile(rf"\bin (?:the|that) ({_DEED_WORDS})")
_SINCE = re.compile(r"\b(?:since|overall|altogether|in total)\b", re.IGNORECASE)
_TOLL = re.compile(r"\b(?:the|that) (?:death )?(?:toll|number|figure|count)\b", re.IGNORECASE)
_IN_IT = re.compile(r"\b(?:died|killed|wounded|lost) in (?:it|that|this)\b", re.IGNORECASE)
_BESIDE = 200  # characters: in the next sentence
_STILL = re.compile(r"\b(?:still|remains?|remained|yet)\b", re.IGNORECASE)


def find_relations(claims: Sequence[Claim], mentions: Sequence[Mention], clean: str) -> tuple[Relation, ...]:
    """All relations between the claims, in the order of their first claim; at most one a pair."""
    places = {one.id: one.place.place_id if one.place else f"unresolved:{one.toponym.casefold()}" for one in mentions}
    if len({one.claimant.side for one in claims} - {None}) == 1:  # at odds within one country: its code tells no side
        claims = [replace(one, claimant=replace(one.claimant, side=None)) for one in claims]
    found = {relation.claims: relation for relation in find_retold(claims, clean)}
    named = {one.id: places[one.id] for one in mentions if one.place or one.kind is MentionKind.NAME}
    refused = {relation.claims[1]: relation for relation in _refused(claims, named)}
    rivals = {relation.claims[1]: relation for relation in _rivals(claims, places)}
    for one, other in _pairs(claims):
        relation = _relation(one, other, places, clean)
        rival = rivals.get(other.id)
        if rival is not None and rival.claims == (one.id, other.id):
            relation = relation if relation and relation.type is RelationType.ADDS_TO else rival
        if other.id in refused and relation and relation.type is RelationType.CONTRADICTS:
            relation = None
        if relation:
            found.setdefault(relation.claims, relation)
    answered = {relation.claims[1] for relation in found.values() if relation.type in _ANSWERING}
    for answer, relation in refused.items():
        if answer not in answered:
            found.setdefault(relation.claims, relation)
    return tuple(found.values())


def _refused(claims: Sequence[Claim], named: dict[str, str]) -> Iterable[Relation]:
    for index, one in enumerate(claims):
        if relation := find_refused(one, claims[:index], named):
            yield relation


def _rivals(claims: Sequence[Claim], places: dict[str, str]) -> Iterable[Relation]:
    for index, one in enumerate(claims):
        if relation := find_rival(one, claims[:index], places):
            yield relation


def _pairs(claims: Sequence[Claim]) -> Iterable[tuple[Claim, Claim]]:
    """Every two claims within reach of each other; all of any ordinary dispatch."""
    for index, one in enumerate(claims):
        for other in claims[index + 1 :]:
            if other.start - one.end > _REACH:
                break
            yield one, other


def _relation(one: Claim, other: Claim, places: dict[str, str], clean: str) -> Relation | None:
    rules = (_adds, rejects, _blames, _disputes, _repeats, _tells_the_same, _contradicts, _stays, _tolls, _answers)
    for rule in rules:
        relation = rule(one, other, places, clean)
        if relation:
            return relation
    return None


def _adds(one: Claim, other: Claim, _: dict[str, str], clean: str) -> Relation | None:
    """Two areas of one claimant, joined by "in addition to" or the like."""
    if one.area_km2 is None or other.area_km2 is None or one.claimant != other.claimant:
        return None
    between = clean[min(one.end, other.start) - 40 if other.start < one.end else one.end : other.start + 30]
    if other.start - one.end > 200 or not _ADDITION.search(between):
        return None
    total = one.area_km2 + other.area_km2
    return make(
        RelationType.ADDS_TO,
        one,
        other,
        f"{one.claimant.name} names both: {one.area_km2:g} and {other.area_km2:g}, together {total:g} km²",
    )


def _blames(one: Claim, other: Claim, _: dict[str, str], __: str) -> Relation | None:
    """Each of two sides accuses the other in one breath, or answers an accusation by accusing back."""
    if one.stance is not Stance.ACCUSES or one.claimant.name == other.claimant.name:
        return None
    if other.stance is Stance.ACCUSES and (one.start, one.end) == (other.start, other.end):
        return make(
            RelationType.CONTRADICTS, one, other, f"{one.claimant.name} and {other.claimant.name} each blame the other"
        )
    return None


def _repeats(one: Claim, other: Claim, _: dict[str, str], __: str) -> Relation | None:
    """The same number of the same sort, or one request told twice by one claimant."""
    same_count = (
        one.count and other.count and one.count.value == other.count.value and one.count.unit == other.count.unit
    )
    sides = {one.count.side, other.count.side} - {None} if one.count and other.count else set()
    if same_count and one.kind is other.kind and len(sides) < 2 and _compatible(one, other):
        return make(
            RelationType.SAME_AS, one, other, f"the same {one.count.value:,} {one.count.unit}" if one.count else ""
        )
    if one.area_km2 and one.area_km2 == other.area_km2 and one.kind is other.kind and one.actor == other.actor:
        return make(RelationType.SAME_AS, one, other, f"the same {one.area_km2:g} km²")
    request = (
        one.kind is other.kind is ClaimKind.DIPLOMACY
        and one.claimant.name == other.claimant.name
        and other.start - one.end < 600
    )
    if request and {"help", "assistance", "aid"} & _words(one) and {"help", "assistance", "aid"} & _words(other):
        return make(RelationType.SAME_AS, one, other, f"one request of {one.claimant.name}")
    return None


def _tells_the_same(one: Claim, other: Claim, places: dict[str, str], _: str) -> Relation | None:
    """One ground, one act, told twice: by one claimant, or by two who agree."""
    if not (
        one.kind is other.kind
        and one.kind in GROUND
        and one.polarity is other.polarity is Polarity.POSITIVE
        and one.modality is other.modality is Modality.ACTUAL
        and one.area_km2 == other.area_km2 is None
        and count_alike(one, other)
        and same_ground(one, other, places)
    ):
        return None
    if one.claimant == other.claimant and one.actor == other.actor:
        return make(RelationType.SAME_AS, one, other, f"{one.claimant.name} says so twice")
    told_alike = same_actor(one, other) and overlap(one.event, other.event) and one.stance not in _WISHING
    if told_alike and other.stance not in _WISHING:
        reason = f"{one.claimant.name} and {other.claimant.name} tell the same"
        return make(RelationType.SAME_AS, one, other, reason)
    return None


def _words(claim: Claim) -> set[str]:
    return set(re.findall(r"[a-z]+", claim.quote.lower()))


def _compatible(one: Claim, other: Claim) -> bool:
    return one.claimant == other.claimant or "outlet" in {one.claimant.role, other.claimant.role}


def _contradicts(one: Claim, other: Claim, places: dict[str, str], _: str) -> Relation | None:
    """Two claimants, one actor, one ground, one time: another size, or yes against no."""
    if not _comparable(one, other):
        return None
    if one.area_km2 and other.area_km2 and one.area_km2 != other.area_km2:
        if not _may_be_one_ground(one, other, places):
            return None
        reason = _other_size(one, other)
    elif same_ground(one, other, places) or _denied_at_once(one, other):
        reason = _opposite(one, other)
    else:
        return None
    return make(RelationType.CONTRADICTS, one, other, reason) if reason else None


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether two claimants tell of ground as a fact, of days that overlap."""
    if Stance.WITHHOLDS in {one.stance, other.stance}:
        return False
    own_side = one.claimant.side is not None and one.claimant.side == other.claimant.side
    if own_side and Stance.ACCUSES not in {one.stance, other.stance}:
        return False
    if any(_answers_another(claim, two) for claim, two in ((one, other), (other, one))):
        return False
    facts = one.modality is other.modality is Modality.ACTUAL and one.kind in GROUND and other.kind in GROUND
    if not facts or one.claimant.name == other.claimant.name:
        return False
    return overlap(_open_end(one), _open_end(other))


def _open_end(claim: Claim) -> Interval | None:
    """The days of a claim; what has been so "since Tuesday" goes on, and was not so before."""
    if claim.event is None or not re.search(r"\bsince\b", claim.quote):
        return claim.event
    return replace(claim.event, end=dt.date.max)


def _answers_another(claim: Claim, other: Claim) -> bool:
    """Whether the claim is a "no" to a third one."""
    answered = [doubt for doubt in claim.doubts if "taken as an answer to" in doubt]
    return bool(answered) and not answered[0].endswith(other.id)


def _other_size(one: Claim, other: Claim) -> str | None:
    """Why two sizes contradict; None where they may be of two acts."""
    losers = {one.counterpart, other.counterpart} - {None}
    actors = {one.actor, other.actor} - {None}
    if are_far_apart(one, other) or not (len(actors) == 1 or same_actor(one, other)) or len(losers) > 1:
        return None
    sizes = (f"{claim.area_km2:g} km² by {claim.claimant.name}" for claim in (one, other))
    return f"{' against '.join(sizes)}, same actor, same days"


def _may_be_one_ground(one: Claim, other: Claim, places: dict[str, str]) -> bool:
    """Whether two sizes can be of one ground: a shared place, or one that names none; no background of the outlet's."""
    background = {ClaimKind.OCCUPATION} & {claim.kind for claim in (one, other) if claim.claimant.role == "outlet"}
    if background:
        return False
    ours, theirs = _bases(one.where, places), _bases(other.where, places)
    return not ours or not theirs or bool(ours & theirs)


def _bases(where: Iterable[str], places: dict[str, str]) -> set[str]:
    """What the places of a claim are made of, countries left out: "near(town:1)" and "some(town:1)" are of one town."""
    bases = {base for name in where if name in places for base in re.findall(r"\w+:[^(),]+", places[name])}
    return {one for one in bases if not one.startswith("country:")}


def _denied_at_once(one: Claim, other: Claim) -> bool:
    """Whether the other says no to the same kind of act just after, naming no place of its own."""
    unnamed = one.kind is other.kind and not other.where and one.polarity is not other.polarity
    return unnamed and other.start - one.end < 300


def _opposite(one: Claim, other: Claim) -> str | None:
    """Why two claims of one ground exclude each other: yes against no, or two holders."""
    if one.polarity is not other.polarity:
        if one.actor and other.actor and not same_actor(one, other):
            return None  # that one does not hold it and another does
        return f"{one.claimant.name} and {other.claimant.name} say the opposite of the same ground"
    held = ClaimKind.WITHDRAWAL not in {one.kind, other.kind} and one.polarity is Polarity.POSITIVE
    if not (held and one.actor and other.actor and not same_actor(one, other)):
        return None
    return f"{one.claimant.name} and {other.claimant.name} name different holders of one place"


def _stays(one: Claim, other: Claim, places: dict[str, str], _: str) -> Relation | None:
    """Those who were told to have left, or lost ground, "still" stand there by another's word, just behind it."""
    holding = other.kind in {ClaimKind.DEPLOYMENT, ClaimKind.OCCUPATION} and other.polarity is Polarity.POSITIVE
    told = (
        one.kind in {ClaimKind.WITHDRAWAL, ClaimKind.SEIZURE, ClaimKind.DEPLOYMENT}
        and one.polarity is Polarity.POSITIVE
    )
    if not (holding and told and _STILL.search(other.quote)) or one.claimant.name == other.claimant.name:
        return None
    facts = one.modality is other.modality is Modality.ACTUAL and other.start - one.end < NEAR
    same = same_actor(one, other)
    ours, theirs = _bases(one.where, places), _bases(other.where, places)
    apart = bool(ours and theirs) and not ours & theirs
    if not facts or apart or same is not (one.kind is ClaimKind.WITHDRAWAL):
        return None
    reason = f"{other.claimant.name} says that {other.actor or 'they'} still hold what {one.claimant.name} says is lost"
    return make(RelationType.CONTRADICTS, one, other, reason)


def _tolls(one: Claim, other: Claim, _: dict[str, str], __: str) -> Relation | None:
    """Two counts of the same dead: of one side or of nobody's, the second told as "the toll"; never each its own."""
    if not (one.kind is other.kind is ClaimKind.CASUALTIES and one.count and other.count):
        return None
    sides = {one.count.side, other.count.side} - {None}
    own = [claim.count is not None and claim.count.side == claim.claimant.side is not None for claim in (one, other)]
    if _SINCE.search(other.quote):
        return None
    owned = any(own)
    if sum(own) == 1 and len(sides) == 1 and None not in {one.count.side, other.count.side}:
        owned = False  # what one says of the other's dead, and what that one says of its own
    if owned or len(sides) > 1 or one.claimant.name == other.claimant.name:
        return None
    again = bool(_TOLL.search(other.quote) or _IN_IT.search(other.quote)) or (
        bool(_TOLL.search(one.quote)) and other.start - one.end < _BESIDE
    )
    same_deed = _DEED.findall(one.quote.lower())
    again = again or any(deed in same_deed for deed in _THAT_DEED.findall(other.quote.lower()))
    crossed = sum(own) == 1 and other.start - one.end < NEAR
    differ = one.count.value != other.count.value and one.count.unit == other.count.unit
    if not differ or not (again or crossed):
        return None
    numbers = f"{one.count.value:,} by {one.claimant.name} against {other.count.value:,} by {other.claimant.name}"
    return make(RelationType.CONTRADICTS, one, other, f"{numbers}, of the same dead")


def _disputes(one: Claim, other: Claim, places: dict[str, str], _: str) -> Relation | None:
    """Two sides say whose one ground is."""
    if (
        one.kind is not ClaimKind.STATUS
        or other.kind is not ClaimKind.STATUS
        or one.claimant.name == other.claimant.name
    ):
        return None
    if "outlet" in {one.claimant.role, other.claimant.role} or not same_ground(one, other, places):
        return None
    return make(
        RelationType.CONTRADICTS,
        one,
        other,
        f"{one.claimant.name} and {other.claimant.name} differ on whose ground it is",
    )


def _answers(one: Claim, other: Claim, _: dict[str, str], __: str) -> Relation | None:
    """A side that is accused of an attack, and what it says of the attack."""
    if (
        one.kind is not ClaimKind.ATTACK
        or other.kind is not ClaimKind.ATTACK
        or one.claimant.side == other.claimant.side
    ):
        return None
    accuser, answer = (one, other) if one.stance is Stance.ACCUSES else (other, one)
    if accuser.stance is not Stance.ACCUSES or answer.claimant.side is None or answer.claimant.side != accuser.actor:
        return None
    return make(
        RelationType.ANSWERS,
        one,
        other,
        f"{answer.claimant.name} answers for {answer.claimant.side}, which {accuser.claimant.name} accuses",
    )
