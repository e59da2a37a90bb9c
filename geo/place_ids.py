"""Place ids: the only thing that crosses from the reading half to the drawing half.

A place id is either a *leaf*, one row of a boundary file or gazetteer (``country:ARM``, ``town:616052``), or a
*description* built on other place ids, written as a call: ``part(south,country:ARM)``. Takes and gives plain strings;
does not know any geometry.

Leaves (namespace:key)
    country:ARM            ISO alpha-3 (Natural Earth ADM0_A3 where ISO has none)
    admin1:AZE-1735        Natural Earth adm1_code
    area:nagorno-karabakh  a disputed or historic area of data/boundaries
    line:karabakh-1994     a named line (ceasefire line, line of control)
    region:south-caucasus  a vague region or named group from our own table
    town:616052            GeoNames id, a point
    admin2:5918118         GeoNames id of a county or district: a point in it, no outline
    village:ARM-1732.6eae4e37  a village of which only the first-level unit is known
    lake: river: sea:      slugs
    SOURCE:KEY             a row of a user's own boundary file, by the id of its source

Descriptions (arguments in this order)
    part(DIRECTION,X)             southern Armenia; DIRECTION is north, northeast, ..., centre
    some(X)                       an unstated part of X: "part of Nagorno-Karabakh", "10 square km of Armenian land"
    border(X,Y)                   the border between two units
    exclave(X,Y...)               the exclave of X that borders Y...
    corridor(X,VIA,Y)             from X through VIA to Y; VIA may be ``anywhere``
    near(X)                       near, outside, on the outskirts of X
    inside(KM,border(X,Y),Z)      N km inside Z from a border
    along(X,Y)                    along line, river or border X, within Y (Y may be ``anywhere``)
    between(X,Y)                  between two places
    offset(KM,DIRECTION,X)        "20 km north-east of X"
    union(X,Y...)                 several places as one
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAF = re.compile(r"[a-z0-9]+:[\w.+-]+")
_WORD = re.compile(r"[a-z0-9.+-]+")
_TOKEN = re.compile(r"\s*([a-z0-9]+:[\w.+-]+|[a-z0-9.+-]+|[(),])")


@dataclass(frozen=True, slots=True)
class Description:
    """A parsed description: its operation and its arguments, each a word, a leaf or a Description."""

    operation: str
    arguments: tuple[Description | str, ...]

    def __str__(self) -> str:
        return describe(self.operation, *(str(one) for one in self.arguments))


def describe(operation: str, *arguments: str) -> str:
    """Write a description as a place id.

    >>> describe("part", "south", "country:ARM")
    'part(south,country:ARM)'
    """
    return f"{operation}({','.join(arguments)})"


def border(one: str, other: str) -> str:
    """The border between two units, the same id whichever is named first.

    >>> border("country:AZE", "country:ARM")
    'border(country:ARM,country:AZE)'
    """
    return describe("border", *sorted((one, other)))


def find_province(village: str) -> str:
    """The first-level unit that a village's id names.

    >>> find_province("village:ARM-1732.6eae4e37")
    'admin1:ARM-1732'
    """
    return f"admin1:{village.partition(':')[2].rpartition('.')[0]}"


def is_leaf(place_id: str) -> bool:
    """Whether the id is one row of a file, not a description.

    >>> is_leaf("country:ARM"), is_leaf("some(country:ARM)")
    (True, False)
    """
    return _LEAF.fullmatch(place_id) is not None


def parse(place_id: str) -> Description | str:
    """Read a place id: a leaf stays a string, a description becomes a Description.

    Raises ValueError where the id is malformed.

    >>> parse("exclave(country:AZE,country:TUR)").arguments
    ('country:AZE', 'country:TUR')
    >>> parse("country:ARM")
    'country:ARM'
    """
    tokens = _TOKEN.findall(place_id)
    if "".join(tokens) != place_id:
        raise ValueError(f"not a place id: {place_id!r}")
    node, rest = _parse_node(tokens, place_id)
    if rest:
        raise ValueError(f"text after the end of the place id: {place_id!r}")
    return node


def leaves(place_id: str) -> tuple[str, ...]:
    """Every leaf in the id, in order.

    >>> leaves("corridor(country:AZE,part(south,country:ARM),exclave(country:AZE,country:TUR))")
    ('country:AZE', 'country:ARM', 'country:AZE', 'country:TUR')
    """
    return tuple(token for token in _TOKEN.findall(place_id) if _LEAF.fullmatch(token))


def _parse_node(tokens: list[str], whole: str) -> tuple[Description | str, list[str]]:
    if not tokens or not (_LEAF.fullmatch(tokens[0]) or _WORD.fullmatch(tokens[0])):
        raise ValueError(f"not a place id: {whole!r}")
    head, rest = tokens[0], tokens[1:]
    if not rest or rest[0] != "(":
        return head, rest
    arguments: list[Description | str] = []
    while rest and rest[0] != ")":
        node, rest = _parse_node(rest[1:], whole)
        arguments.append(node)
        if not rest or rest[0] not in {",", ")"}:
            raise ValueError(f"not a place id: {whole!r}")
    if not rest:
        raise ValueError(f"a bracket is not closed in the place id: {whole!r}")
    return Description(head, tuple(arguments)), rest[1:]
