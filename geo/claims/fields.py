"""The fields of a claim that stand in its words: numbers, days, places, polarity and modality.

Takes the words of one clause; gives plain values. Each is None where the text does not state it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence

from spacy.tokens import Token

from geo.claims.clauses import clause_head, objects, subject
from geo.claims.events import Event
from geo.dates import TimeExpression
from geo.lexicon import Lexicon
from geo.model import ClaimKind, Count, Interval, Mention, MentionKind, Modality, Place, Polarity, Use
from geo.quantities import to_number
from geo.syntax import offset

_COUNTED_KINDS = frozenset({ClaimKind.CASUALTIES, ClaimKind.DEPLOYMENT})
_UNITS = {"kill": "killed", "die": "killed", "dead": "killed", "death": "killed", "slay": "killed", "wound": "wounded", "injure": "wounded", "lose": "killed", "fatality": "killed", "casualty": "casualties"}  # fmt: skip


def find_count(
    words: Sequence[Token], event: Event, side_of: Callable[[Token], str | None], lexicon: Lexicon
) -> Count | None:
    """The stated number of people, or of settlements for ground; None where there is no such number."""
    if event.predicate.kind in _COUNTED_KINDS:
        return _count_of_people(words, event, side_of, lexicon)
    for number in _numbers(words):
        noun = number.head if number.dep_ == "nummod" else None
        if noun is not None and noun.lemma_.lower() in lexicon.settlement_units:
            value = _value(number, lexicon)
            if value:
                return Count(int(value), f"{noun.lemma_.lower()}s", None)
    return None


def _numbers(words: Iterable[Token]) -> list[Token]:
    return [
        one
        for one in words
        if (one.like_num or one.lower_ in {"dozen"}) and one.ent_type_ not in {"DATE", "TIME", "ORDINAL", "PERCENT"}
    ]


def _value(number: Token, lexicon: Lexicon) -> float | None:
    words = [child for child in number.children if child.dep_ == "compound"] + [number]
    return to_number(" ".join(one.text for one in words), lexicon)


def _count_of_people(
    words: Sequence[Token], event: Event, side_of: Callable[[Token], str | None], lexicon: Lexicon
) -> Count | None:
    people = lexicon.nouns["people"] | lexicon.nouns["forces"]
    unit = _UNITS.get(
        event.token.lemma_.lower(), "troops" if event.predicate.kind is ClaimKind.DEPLOYMENT else "killed"
    )
    for number in _numbers(words):
        noun = _counted_noun(number)
        is_people = noun is not None and noun.lemma_.lower() in people
        bare = event.predicate.kind is ClaimKind.CASUALTIES and number.dep_ in {
            "nsubj",
            "nsubjpass",
            "dobj",
            "pobj",
            "ROOT",
            "attr",
            "conj",
        }
        if (is_people or bare) and (value := _value(number, lexicon)):
            return Count(int(value), unit, side_of(noun) if noun is not None else None)
    return None


def _counted_noun(number: Token) -> Token | None:
    """ "50 of its soldiers", "2,000 peacekeeping troops"."""
    if number.dep_ == "nummod":
        return number.head
    of = next((child for child in number.children if child.dep_ == "prep" and child.lower_ in {"of", "among"}), None)
    return next((one for one in of.children if one.dep_ == "pobj"), None) if of is not None else None


def find_interval(times: Iterable[TimeExpression], starts: Collection[int]) -> Interval | None:
    """The last-named day or span whose words lie in the clause; a span that encloses a finer one gives way."""
    inside = [one for one in times if any(one.start <= at < one.end for at in starts)]
    if not inside:
        return None
    finest = min(inside, key=lambda one: (one.since, one.interval.end - one.interval.start))
    return finest.interval


def find_modality(token: Token, lexicon: Lexicon) -> Modality:
    """Whether the event is told as a fact; looks up through "tried to", "is expected to", "may"."""
    verb = token
    for _ in range(4):
        auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
        reported = verb.dep_ == "ccomp" and not _has_condition(verb, lexicon)
        if "would" in auxiliaries:
            return Modality.PLANNED if reported else Modality.CONDITIONAL
        if auxiliaries & lexicon.verbs["conditional_modals"] or _has_condition(verb, lexicon):
            return Modality.CONDITIONAL
        if auxiliaries & (lexicon.verbs["planned_modals"] | lexicon.verbs["demand_modals"] | {"'ll"}):
            return Modality.PLANNED
        if (
            verb.dep_ == "conj"
            and verb.head.dep_ in {"pcomp", "xcomp", "acl"}
            and not any(child.dep_ == "nsubj" for child in verb.children)
        ):
            verb = verb.head
            continue
        if verb.dep_ not in {"xcomp", "pcomp", "acl", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "ccomp", "advcl"}:
            break
        parent = verb.head
        lemma = parent.lemma_.lower()
        infinitive = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
        if lemma in lexicon.verbs["attempt"] or lemma in {"attempt", "effort", "bid"}:
            return Modality.ATTEMPTED
        if (infinitive or verb.dep_ == "nsubjpass") and (
            lemma
            in lexicon.verbs["plan"]
            | {"plan", "intention", "threat", "ready", "willing", "prepared", "need", "order", "call"}
        ):
            return Modality.PLANNED
        if verb.dep_ in {"dobj", "pobj", "prep", "acl"} and lemma in lexicon.verbs["plan_nouns"] | {"threaten"}:
            return Modality.PLANNED
        if verb.dep_ in {"ccomp", "advcl"}:
            break
        verb = parent
    return Modality.ACTUAL


def _has_condition(verb: Token, lexicon: Lexicon) -> bool:
    if any(child.dep_ == "mark" and child.lower_ in lexicon.verbs["conditional_marks"] for child in verb.children):
        return True
    return any(
        child.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ in {"if", "unless"} for one in child.children)
        for child in verb.children
    )


def find_polarity(token: Token, lexicon: Lexicon) -> Polarity:
    """Negative where the event, or the verb that it hangs on by an infinitive, is negated."""
    verb = token
    for _ in range(3):
        if any(
            child.dep_ == "neg"
            or (child.dep_ in {"preconj", "det", "advmod"} and child.lower_ in lexicon.verbs["negators"])
            for child in verb.children
        ):
            return Polarity.NEGATIVE
        doer = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
        if doer is not None and any(one.lower_ in {"no", "neither", "none"} for one in (doer, *doer.children)):
            return Polarity.NEGATIVE
        if verb.lemma_.lower() in {"fail", "ignore", "violate"} and verb != token:
            return Polarity.NEGATIVE
        if verb.dep_ not in {"xcomp", "dobj", "acl", "nsubjpass", "relcl"}:
            break
        verb = verb.head
    return Polarity.POSITIVE


def find_where(words: Iterable[Token], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Ids of the literal places among the words, described ones before the names inside them."""
    starts = {offset(one) for one in words}
    literal = [one for one in mentions if one.use is Use.LITERAL and one.kind is not MentionKind.DEMONYM]
    rings = [one for one in literal if one.kind is MentionKind.GROUP]
    # "seven districts around X": X says which districts, it is not among them
    literal = [
        one
        for one in literal
        if one in rings or not any(ring.start <= one.start and one.end <= ring.end for ring in rings)
    ]
    hit = [one for one in literal if any(one.start <= at < one.end for at in starts)]
    inside = [
        one for one in literal if one in hit or any(other.start <= one.start and one.end <= other.end for other in hit)
    ]
    outer = [
        one
        for one in inside
        if not any(other is not one and other.start <= one.start and one.end <= other.end for other in inside)
    ]
    return tuple(one.id for one in [*outer, *(one for one in inside if one not in outer)])


def find_actor(event: Event, side_of: Callable[[Token], str | None]) -> tuple[str | None, Token | None]:
    """Who acts, as alpha-3 or as written, and the word that says so."""
    token = event.token
    if event.predicate.actor == "holder":
        holder = next((one for one in token.subtree if one.lemma_.lower() in event.predicate.companions), None)
        owners = (
            [one for one in holder.children if one.dep_ in {"amod", "compound", "poss"}] if holder is not None else []
        )
        return (side_of(owners[0]) or _written(owners[0]), owners[0]) if owners else (None, None)
    if event.predicate.actor == "to":
        gained = [
            one
            for child in token.children
            if child.dep_ in {"prep", "dative"} and child.lower_ in {"to", "under"}
            for one in child.children
            if one.dep_ == "pobj"
        ]
        doer = gained[0] if gained else None
    else:
        doer = subject(token)
        if doer is None and event.head.dep_ == "acl":
            doer = subject(clause_head(event.head.head))
    if doer is None:
        return None, None
    return side_of(doer) or _written(doer), doer


def _written(token: Token) -> str | None:
    if token.pos_ == "PRON":
        return None
    words = [child for child in token.children if child.dep_ in {"compound", "amod", "nmod"} and child.i < token.i]
    return " ".join(one.text for one in [*words, token])


def find_counterpart(
    event: Event,
    words: Sequence[Token],
    actor: str | None,
    places: Sequence[Place],
    side_of: Callable[[Token], str | None],
) -> str | None:
    """Whom it is done to: "from X", the owner of the ground, or the place's own country; never the actor."""
    candidates: list[str | None] = []
    for child in words:
        if child.dep_ == "prep" and child.lower_ in {"from", "against", "with"}:
            candidates += [side_of(one) for one in child.children if one.dep_ == "pobj"]
    if event.predicate.actor == "to" or event.predicate.kind is ClaimKind.ATTACK:
        candidates += [side_of(one) for one in objects(event.token)]
    if event.predicate.actor == "to":
        doer = next((child for child in event.token.children if child.dep_ == "nsubj"), None)
        candidates.append(side_of(doer) if doer is not None else None)
    candidates += [place.country for place in places]
    return next((one for one in candidates if one and one != actor), None)


def recent_day(times: Iterable[TimeExpression], published: dt.date | None) -> Interval | None:
    """The single day in the week before publication that the dispatch dates most: the day of its main events."""
    if published is None:
        return None
    days = [
        one.interval.start
        for one in times
        if one.interval.start == one.interval.end and 0 <= (published - one.interval.start).days <= 7
    ]
    if not days:
        return None
    day = max(sorted(set(days)), key=days.count)
    return Interval(day, day, inferred=True)
