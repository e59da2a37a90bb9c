"""A collection: several dispatches read as one, so that claims of several outlets about one ground stand together.

Takes Readings whose features are not drawn yet; gives one Reading over the joined texts, whose ids and offsets are
moved, and names the dispatches that only repeat another. Does not draw.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.claims import find_relations
from geo.dates import format_day
from geo.model import Claim, Document, Mention, Reading, Relation, RelationType

SHINGLE = 5
"""Words in a row that two texts are compared by (Broder 1997)."""

SAME = 0.7
"""Two dispatches that share this much of the shorter one's shingles are one text, printed twice."""

_ACROSS = frozenset({RelationType.CONTRADICTS, RelationType.REJECTS, RelationType.SAME_AS})
"""Relations that hold between dispatches; what adds to or answers another needs one text."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A dispatch that is left out, because it has the text of another; both by their titles."""

    title: str
    of: str


@dataclass(frozen=True, slots=True)
class Collection:
    """Several readings as one, and what was left out. ``prefixes`` are those of the ids, by the text's sha256."""

    reading: Reading
    prefixes: dict[str, str]
    repeats: tuple[Repeat, ...]


def join_readings(readings: Sequence[Reading]) -> Collection:
    """Join readings in their order. A single one keeps its ids and offsets. Raises ValueError for none."""
    if not readings:
        raise ValueError("no readings to join")
    kept, repeats = _leave_out_repeats(readings)
    if len(kept) == 1:
        return Collection(kept[0], {kept[0].document.sha256: ""}, repeats)
    text = clean = ""
    parts: list[Reading] = []
    for number, one in enumerate(kept, start=1):
        heading = f"{'' if number == 1 else chr(10) * 2}{_describe(one.document, number)}\n\n"
        text += heading
        clean += re.sub(r"[^\n]", " ", heading)
        parts.append(_move(one, f"D{number}.", len(text)))
        text += one.document.text
        clean += one.document.clean
    claims = tuple(claim for part in parts for claim in part.claims)
    mentions = tuple(mention for part in parts for mention in part.mentions)
    own = tuple(relation for part in parts for relation in part.relations)
    across = tuple(_relate_across(claims, mentions, clean))
    return Collection(
        reading=Reading(_join_documents([one.document for one in kept], text, clean), mentions, claims, own + across),
        prefixes={one.document.sha256: f"D{number}." for number, one in enumerate(kept, start=1)},
        repeats=repeats,
    )


def _leave_out_repeats(readings: Sequence[Reading]) -> tuple[list[Reading], tuple[Repeat, ...]]:
    kept: list[tuple[Reading, frozenset[tuple[str, ...]]]] = []
    repeats = []
    for one in readings:
        shingles = _find_shingles(one.document.clean)
        same = next((other for other, theirs in kept if _is_repeat(shingles, theirs)), None)
        if same is None:
            kept.append((one, shingles))
        else:
            repeats.append(Repeat(_name(one.document), _name(same.document)))
    return [one for one, _ in kept], tuple(repeats)


def _find_shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _is_repeat(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= SAME * min(len(one), len(other))


def _relate_across(claims: Sequence[Claim], mentions: Sequence[Mention], clean: str) -> Iterable[Relation]:
    """Relations between claims of different dispatches."""
    for one in find_relations(claims, mentions, clean):
        first, second = (claim_id.partition(".")[0] for claim_id in one.claims)
        if first != second and one.type in _ACROSS:
            yield one


def _move(reading: Reading, prefix: str, offset: int) -> Reading:
    """The reading with its ids under a prefix and its spans so many characters on."""
    claims = tuple(
        replace(
            one,
            id=prefix + one.id,
            start=one.start + offset,
            end=one.end + offset,
            where=tuple(prefix + name for name in one.where),
        )
        for one in reading.claims
    )
    mentions = tuple(
        replace(one, id=prefix + one.id, start=one.start + offset, end=one.end + offset) for one in reading.mentions
    )
    relations = tuple(
        replace(one, claims=(prefix + one.claims[0], prefix + one.claims[1])) for one in reading.relations
    )
    return replace(reading, claims=claims, mentions=mentions, relations=relations)


def _join_documents(parts: Sequence[Document], text: str, clean: str) -> Document:
    """The document of the joined text: of the latest day, and of the outlet that all share, if they do."""
    digest = hashlib.sha256("".join(one.sha256 for one in parts).encode()).hexdigest()
    outlets = {one.outlet for one in parts}
    return Document(
        id=f"collection-{digest[:12]}",
        title=f"{len(parts)} dispatches",
        outlet=outlets.pop() if len(outlets) == 1 else None,
        published=max((one.published for one in parts if one.published), default=None),
        language=parts[0].language,
        text=text,
        clean=clean,
        sha256=digest,
    )


def _describe(document: Document, number: int) -> str:
    day = format_day(document.published) if document.published else "publication date not stated"
    return f"{number}. {_name(document)} ({document.outlet or 'outlet not stated'}, {day})"


def _name(document: Document) -> str:
    return " ".join((document.title or "Untitled dispatch").split())
