"""What the place mentions of a claim are worth for drawing.

Takes a claim's mentions; gives the finest ones and their grain. Does not look at geometry.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from types import MappingProxyType

from geo.model import ClaimKind, Mention, Use
from geo.place_ids import Description, leaves, parse

EVENT_KINDS = frozenset({ClaimKind.ATTACK, ClaimKind.DEPLOYMENT, ClaimKind.CASUALTIES, ClaimKind.CEASEFIRE})
"""Claims about something that happened somewhere: drawn only where more than a country is named."""


class Grain(IntEnum):
    """How fine a place is; the finest named is drawn and the coarser ones only say where that is."""

    CORRIDOR = 0
    POINT = 1
    LINE = 2
    UNIT = 3
    PART = 4
    SOME = 5
    COUNTRY = 6


_BY_NAMESPACE = MappingProxyType(
    {
        "town": Grain.POINT,
        "village": Grain.POINT,
        "admin2": Grain.POINT,
        "line": Grain.LINE,
        "river": Grain.LINE,
        "admin1": Grain.UNIT,
        "area": Grain.UNIT,
        "lake": Grain.UNIT,
        "region": Grain.PART,
        "sea": Grain.PART,
        "country": Grain.COUNTRY,
    }
)

_BY_OPERATION = MappingProxyType(
    {
        "corridor": Grain.CORRIDOR,
        "near": Grain.POINT,
        "offset": Grain.POINT,
        "border": Grain.LINE,
        "along": Grain.LINE,
        "inside": Grain.LINE,
        "exclave": Grain.UNIT,
        "between": Grain.PART,
        "part": Grain.PART,
    }
)


_NARROWING = frozenset({"some", "part", "near", "offset", "between"})


def find_grain(place_id: str) -> Grain:
    """How fine a place is, by its id alone.

    >>> find_grain("some(country:ARM)").name, find_grain("some(area:abyei)").name
    ('SOME', 'UNIT')
    """
    return _find_grain(parse(place_id))


def _find_grain(node: Description | str) -> Grain:
    if isinstance(node, str):
        return _BY_NAMESPACE.get(node.partition(":")[0], Grain.COUNTRY)
    if node.operation == "union":
        return max(_find_grain(one) for one in node.arguments)
    if node.operation == "some":
        return min(Grain.SOME, _find_grain(node.arguments[0]))
    return _BY_OPERATION.get(node.operation, Grain.PART)


def find_places(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions that mean a place and are resolved, one for each place id, in order.

    Without those that only stand inside another: in "part of Abyei", Abyei as a whole is not the claim.
    """
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.use is Use.LITERAL and mention.place is not None:
            found.setdefault(mention.place.place_id, mention)
    narrowed = {inner for place_id in found for inner in _find_narrowed(parse(place_id))}
    return tuple(mention for place_id, mention in found.items() if place_id not in narrowed)


def _find_narrowed(node: Description | str) -> Iterable[str]:
    """The place ids that a description says less than the whole of."""
    if isinstance(node, Description) and node.operation in _NARROWING:
        for inner in node.arguments if node.operation == "between" else node.arguments[-1:]:
            yield str(inner)
            yield from _find_narrowed(inner)


def place_id_of(mention: Mention) -> str:
    """The place id of a mention. Raises ValueError where it is not resolved."""
    if mention.place is None:
        raise ValueError(f"mention {mention.id} is not resolved; only resolved mentions are drawn")
    return mention.place.place_id


def find_country(mention: Mention) -> str | None:
    """The place id of the country that a mention's place is or lies in, or None."""
    for leaf in leaves(place_id_of(mention)):
        if leaf.startswith("country:"):
            return leaf
    country = mention.place.country if mention.place else None
    return f"country:{country}" if country else None
