"""Every value that passes between the stages: frozen dataclasses and the enums of the contract.

Takes nothing, does nothing: definitions only. Offsets are ``[start, end)`` in characters of the text as given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class MentionKind(StrEnum):
    """What sort of expression names the place."""

    NAME = "name"
    DEMONYM = "demonym"
    REGION = "region"
    BORDER = "border"
    EXCLAVE = "exclave"
    GROUP = "group"
    CORRIDOR = "corridor"
    AREA = "area"
    FACILITY = "facility"


class Use(StrEnum):
    """What the mention stands for; only literal ones may be drawn."""

    LITERAL = "literal"
    ACTOR = "actor"
    SOURCE = "source"
    ASSOCIATIVE = "associative"
    ORGANISATION = "organisation"


class ClaimKind(StrEnum):
    """What a claim is about."""

    SEIZURE = "seizure"
    OCCUPATION = "occupation"
    WITHDRAWAL = "withdrawal"
    CORRIDOR = "corridor"
    STATUS = "status"
    BORDER = "border"
    ATTACK = "attack"
    CASUALTIES = "casualties"
    DEPLOYMENT = "deployment"
    CEASEFIRE = "ceasefire"
    DIPLOMACY = "diplomacy"
    STATEMENT = "statement"


GROUND_KINDS = frozenset(
    {
        ClaimKind.SEIZURE,
        ClaimKind.OCCUPATION,
        ClaimKind.WITHDRAWAL,
        ClaimKind.CORRIDOR,
        ClaimKind.STATUS,
        ClaimKind.BORDER,
    }
)
"""The kinds that are about ground: drawn wherever their place is known, listed with the reason where it is not."""


class Stance(StrEnum):
    """What the claimant does with the claim."""

    ASSERTS = "asserts"
    ACCUSES = "accuses"
    DENIES = "denies"
    DEMANDS = "demands"
    PROPOSES = "proposes"
    REJECTS = "rejects"
    ANNOUNCES = "announces"
    REPORTS = "reports"
    WITHHOLDS = "withholds"


class Polarity(StrEnum):
    """Whether the claim says that something is so, or that it is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """Whether it is told as having happened."""

    ACTUAL = "actual"
    ATTEMPTED = "attempted"
    PLANNED = "planned"
    CONDITIONAL = "conditional"


class Certainty(StrEnum):
    """How well the claim's place is known: drawn solid, drawn dashed, or listed only."""

    LOCATED = "located"
    APPROXIMATE = "approximate"
    UNPLACED = "unplaced"


class RelationType(StrEnum):
    """How one claim stands to another."""

    CONTRADICTS = "contradicts"
    ADDS_TO = "adds_to"
    SAME_AS = "same_as"
    REJECTS = "rejects"
    ANSWERS = "answers"


class Verdict(StrEnum):
    """How a claim of the rules and a proposal of a second reader stand to each other."""

    AGREE = "agree"
    DIFFER = "differ"
    ONLY_RULES = "only the rules"
    ONLY_MODEL = "only the model"


@dataclass(frozen=True, slots=True)
class Document:
    """A dispatch. ``clean`` is as long as ``text``: quotes straightened, boilerplate blanked, offsets equal."""

    id: str
    title: str | None
    outlet: str | None
    published: dt.date | None
    language: str
    text: str
    clean: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the gazetteer, or a described place. Lon, lat in degrees, EPSG:4326; None where it has no point."""

    place_id: str
    name: str
    country: str | None
    feature_code: str | None
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with its score in 0..1 and the reasons for it."""

    place: Place
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a place expression. ``place`` is None where it stays unresolved."""

    id: str
    start: int
    end: int
    toponym: str
    kind: MentionKind
    use: Use
    place: Place | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who speaks. ``side`` is ISO alpha-3 or None; ``role`` the words the text gives ("prime minister")."""

    name: str
    side: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A stated number of people, settlements or the like. ``side`` is whose, ISO alpha-3 or None."""

    value: int
    unit: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of days, both ends included; ``inferred`` where the text does not state the year or the day itself."""

    start: dt.date
    end: dt.date
    inferred: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one claimant, with the contract's fields; ``doubts`` says what lowers ``confidence``."""

    id: str
    start: int
    end: int
    quote: str
    kind: ClaimKind
    claimant: Party
    stance: Stance
    rule: str
    via: tuple[Party, ...] = ()
    cue: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    actor: str | None = None
    counterpart: str | None = None
    area_km2: float | None = None
    length_km: float | None = None
    count: Count | None = None
    where: tuple[str, ...] = ()
    said: Interval | None = None
    event: Interval | None = None
    certainty: Certainty = Certainty.UNPLACED
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How two claims stand to each other; ``reason`` is one plain sentence."""

    type: RelationType
    claims: tuple[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a second reader proposed and the checks let through; as written in the text, never with a place."""

    start: int
    end: int
    quote: str
    kind: ClaimKind
    claimant: str | None
    stance: Stance
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    actor: str | None = None
    area_km2: float | None = None
    length_km: float | None = None
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A proposal that was refused: why, and its quote, shortened."""

    reason: str
    quote: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of "the rules | the second reader": the claim's id, the proposal's number, and both values that differ."""

    verdict: Verdict
    claim: str | None
    proposal: int | None
    differences: dict[str, tuple[str | float | None, str | float | None]]


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What a second reader said of a dispatch. It stands beside the claims and changes none of them."""

    model: str
    address: str
    proposals: tuple[Proposal, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    comparison: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one dispatch. ``second`` is None unless a second reader was asked.

    ``features`` and ``places`` are GeoJSON FeatureCollections as plain dictionaries (EPSG:4326): one feature a drawn
    claim part, and one a drawn place mention. Both are empty until the drawing half has filled them.
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
    features: dict[str, object] | None = None
    places: dict[str, object] | None = None
    second: SecondOpinion | None = None
