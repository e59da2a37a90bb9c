"""The span of a name in a text, and what the gazetteer and the words around it say of it.

A plain value that the modules of this folder pass on.
"""

from __future__ import annotations

from dataclasses import dataclass

LAND_WORDS = frozenset({
    "Region", "Province", "Oblast", "District", "County", "City", "Airport", "River", "Valley", "Strip", "Heights",
    "Peninsula", "Island", "Islands", "Sea", "Strait", "Governorate", "State", "Prefecture", "Canton",
    "Municipality", "Plateau", "Basin", "Mountains", "Desert", "Gulf", "Bay", "Lake", "Front", "Raion",
})  # fmt: skip
"""Words for land and water that end a longer name, and are none alone."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name as it stands in the text; a body is no place.

    ``known``: the gazetteer has it; ``sure``: as its preferred name; ``political`` and ``capital``: a state or its
    capital, which news also uses for the government; ``is_line``: a named border, ceasefire line or line of control;
    ``is_landmark``: its last word tells that it is land, water or, ``is_built``, a street or the like.
    """

    start: int
    end: int
    text: str
    is_demonym: bool = False
    is_body: bool = False
    known: bool = True
    sure: bool = False
    political: bool = False
    capital: bool = False
    is_line: bool = False
    is_landmark: bool = False
    is_built: bool = False
