"""What the margins say: title, subtitle, key, notes and the footer with its sources.

Takes a Reading, what the map shows of it, and the sources; gives plain text and Rows.
Does not draw, and leaves nothing of the footer to choice: no figure goes out without it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from geo.boundaries import Boundaries, Bounds
from geo.credits import DISCLAIMER, describe_ground, describe_view
from geo.dates import format_day
from geo.figure.claims import Piece, choose_main
from geo.figure.ground import DISPUTED, LAYERS
from geo.figure.lettering import Face
from geo.figure.page import Row
from geo.figure.view import View
from geo.layers import DRAWN, Layer, Style, build_legend
from geo.model import Claim, Document, Reading, RelationType
from geo.reading import find_drawn, to_json

LONGEST_REMARK = 170
# A drawn area within this share of the stated one is the same.
SAME_SIZE = 0.01
DISPUTED_LOOK = Style(DISPUTED, None, (5, 3), 1.1, 0.06)

_HEADING = Face(8.6, "-Bold")
_NAME = Face(8.2)
_PLAIN = Face(7.6, "", "#2b2b2b")
_FAINT = Face(7.2, "", "#4a4a4a")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the main map holds: the layers that are seen, their pieces, and how many labels found no room."""

    layers: tuple[Layer, ...]
    pieces: tuple[Piece, ...]
    unlabelled: int
    disputed_ground: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """What the maker of a page says in place of what it says by itself; what is empty stays as it is.

    The ``note`` stands first among the notes, as the maker's. Sources, disclaimer and digest are not to be worded.
    """

    title: str = ""
    subtitle: str = ""
    note: str = ""


def write_title(document: Document) -> str:
    """The dispatch's title; without one, what the figure is."""
    return document.title or "Claims of territory in one dispatch"


def write_subtitle(reading: Reading, shown: Shown, most_places: int) -> str:
    """Outlet, date of publication, and the places that the map is about; what is missing is said to be missing."""
    document = reading.document
    outlet = document.outlet or "outlet not stated"
    date = f"published {format_day(document.published)}" if document.published else "date not stated"
    places = _find_places(reading, {piece.claim_id for piece in shown.pieces})
    more = [f"{len(places) - most_places} more"] if len(places) > most_places else []
    return " | ".join([outlet, date, *([", ".join(places[:most_places] + more)] if places else [])])


@dataclass(frozen=True, slots=True)
class Brevity:
    """How much of what is not needed to read the map the key may hold."""

    claimants: int
    disputes: int
    remarks: int


BREVITIES = (Brevity(12, 3, 2), Brevity(12, 3, 0), Brevity(8, 1, 0), Brevity(4, 1, 0))
"""From the fullest key to the shortest; how many unplaced claims there are is in all of them."""


def build_key(
    reading: Reading, shown: Shown, sides: dict[str, str], brevity: Brevity, note: str = ""
) -> tuple[Row, ...]:
    """The rows of the key and the notes: only what is seen. ``sides`` are country names by ISO code.

    ``note`` is what the maker of the page adds.
    """
    return (
        *_explain_claimants(shown, sides, brevity.claimants),
        *_explain_looks(shown),
        *_describe_disputes(reading, shown, brevity.disputes),
        Row("Notes", _HEADING, 2.9),
        *([Row(f"The maker of this page: {note}", _PLAIN, 0.8)] if note else []),
        *(Row(text, _PLAIN, 0.8) for text in _describe_limits(reading, shown, brevity.remarks)),
    )


def write_footer(
    reading: Reading, world: Boundaries, *, view: View, made: dt.datetime, near: Bounds | None, named: str
) -> tuple[str, ...]:
    """The lines under the map: sources with dates, point of view, projection, disclaimer, time of making, digest.

    ``named`` is the reading's ``digest``; ``near`` the ground (west, south, east, north) for which the boundaries' gaps
    are told, None for all of them.
    """
    document = reading.document
    dispatch = document.outlet or "a dispatch whose outlet is not stated"
    date = format_day(document.published) if document.published else "date not stated"
    zone = made.tzname() or "local time"
    return (
        f"Sources: claims from {dispatch}, {date}. Ground: {describe_ground(world, LAYERS)}.",
        f"{describe_view(world, near)}. {write_projection(view)}.",
        f"{DISCLAIMER} Made {made:%Y-%m-%d %H:%M} {zone} by Claimscape from reading {named}.",
    )


def write_projection(view: View) -> str:
    """The projection in words.

    >>> write_projection(View(46.25, -1.5, 1.0, 1.0, 1.0))
    'Projection: Lambert azimuthal equal-area, centred on 1.50° S 46.25° E'
    """
    lat = f"{abs(view.lat):.2f}° {'S' if view.lat < 0 else 'N'}"
    lon = f"{abs(view.lon):.2f}° {'W' if view.lon < 0 else 'E'}"
    return f"Projection: Lambert azimuthal equal-area, centred on {lat} {lon}"


def digest(reading: Reading) -> str:
    """The first 12 digits of the SHA-256 of the reading's JSON: which reading a printed figure was made from."""
    return hashlib.sha256(to_json(reading).encode(errors="backslashreplace")).hexdigest()[:12]


_VAGUE = ("some(", "near(", "offset(", "corridor(")
"""Descriptions that say in many words where something is, and are no name for a subtitle."""


def _find_places(reading: Reading, claim_ids: set[str]) -> list[str]:
    """The places that the claims on the map are about, in the order of the text."""
    mentions = {mention.id: mention for mention in reading.mentions}
    named = [
        mentions[one] for claim in _in_order(reading) if claim.id in claim_ids for one in claim.where if one in mentions
    ]
    places = [mention.place for mention in named if mention.place and not mention.place.place_id.startswith(_VAGUE)]
    finer = [place for place in places if not place.place_id.startswith("country:")]
    return list(dict.fromkeys(place.name for place in [*finer, *places]))


def _explain_claimants(shown: Shown, sides: dict[str, str], most: int) -> Iterable[Row]:
    if shown.layers:
        yield Row("Whose word it is", _HEADING, 0)
    for layer in shown.layers[:most]:
        country = sides.get(layer.side, layer.side) if layer.side else None
        side = f" ({country})" if country and country != layer.label else ""
        looks = [piece.style for piece in choose_main(shown.pieces) if piece.layer_key == layer.key]
        # The fullest of its looks on the map: only a filled one shows the hatch.
        look = max(looks, key=lambda style: style.tint)
        yield Row(f"{layer.label}{side}", _NAME, 0.9, look)
    if len(shown.layers) > most:
        yield Row(f"{len(shown.layers) - most} more: see the table.", _PLAIN, 0.8)


def _explain_looks(shown: Shown) -> Iterable[Row]:
    legend = build_legend(shown.layers)
    if legend:
        yield Row("What the outline means", _HEADING, 2.9)
    for row in legend:
        yield Row(_capitalise(row.meaning), _NAME, 0.9, row.style)
    if shown.disputed_ground:
        yield Row("Disputed ground or line, whoever holds it", _NAME, 0.9, DISPUTED_LOOK)


def _describe_disputes(reading: Reading, shown: Shown, most: int) -> Iterable[Row]:
    """The reason of each contradiction or rejection, those on the map first."""
    seen = {piece.claim_id for piece in shown.pieces}
    disputes = [one for one in reading.relations if one.type in {RelationType.CONTRADICTS, RelationType.REJECTS}]
    ordered = sorted(disputes, key=lambda one: not seen.issuperset(one.claims))
    texts = list(dict.fromkeys(_as_sentence(relation.reason) for relation in ordered))
    if texts:
        yield Row("Where the claims disagree", _HEADING, 2.9)
    yield from (Row(text, _PLAIN, 0.8) for text in texts[:most])
    if len(texts) > most:
        yield Row(f"{len(texts) - most} more: see the table.", _PLAIN, 0.8)


def _describe_limits(reading: Reading, shown: Shown, most_remarks: int) -> Iterable[str]:
    seen, drawn = {piece.claim_id for piece in shown.pieces}, find_drawn(reading)
    beyond, unplaced = len(drawn - seen), sum(claim.id not in drawn for claim in reading.claims)
    if unplaced:
        yield f"{_count(unplaced, 'claim')} could not be placed: see the table."
    else:
        yield "Every claim is placed." if reading.claims else "No claim was found in this dispatch."
    if beyond:
        yield f"{_count(beyond, 'claim')} about ground beyond this map: see the table."
    if shown.unlabelled:
        yield f"{_count(shown.unlabelled, 'shape')} without a label for lack of room: see the table."
    yield from _describe_sizes(shown)
    yield from _find_remarks(shown)[:most_remarks]


def _describe_sizes(shown: Shown) -> Iterable[str]:
    """Whether shapes are as large as the claims say: two numbers always, so a difference is told."""
    sized = [
        (row.claimed_km2, row.drawn_km2, row.label)
        for layer in shown.layers
        for row in _drawn_rows(layer)
        if row.claimed_km2 > 0
    ]
    other = [one for one in sized if abs(one[1] / one[0] - 1) > SAME_SIZE]
    if len(other) < len(sized):
        yield "A shape of a stated size has exactly that size; its outline and place in the shaded ground are a sketch."
    for _, drawn, label in other:
        yield f"{label}: the ground drawn measures {drawn:,.0f} km²."


def _drawn_rows(layer: Layer) -> Iterator[Any]:
    frame = layer.frame
    yield from frame.loc[frame["part"] == DRAWN, ["claimed_km2", "drawn_km2", "label", "note"]].itertuples()


def _find_remarks(shown: Shown) -> list[str]:
    """What the notes of drawn shapes say, each once, the short ones: the table has them all."""
    notes = [
        str(row.note)
        for layer in shown.layers
        for row in _drawn_rows(layer)
        if isinstance(row.note, str) and len(row.note) <= LONGEST_REMARK
    ]
    return [_as_sentence(note) for note in dict.fromkeys(notes)]


def _in_order(reading: Reading) -> list[Claim]:
    return sorted(reading.claims, key=lambda claim: (claim.start, claim.end))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _as_sentence(text: str) -> str:
    return _capitalise(text.strip()).rstrip(".") + "."
