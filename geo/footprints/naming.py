"""What a place id is called in a caption: "southern Armenia", "the border of Armenia and Azerbaijan".

Takes a parsed place id and the boundaries that name its leaves; gives English. Does not look at geometry.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from geo.boundaries import Boundaries
from geo.errors import UnknownPlaceError
from geo.footprints.parts import ADJECTIVES
from geo.place_ids import Description

ANYWHERE = "anywhere"


def name_place(node: Description | str, world: Boundaries) -> str:
    """The English name of a parsed place id; a leaf that no file names is called "the place"."""
    if isinstance(node, str):
        return _name_leaf(node, world)
    names = [name_place(one, world) for one in node.arguments]
    wording = _WORDINGS.get(node.operation)
    return wording(names) if wording else f"{node.operation} of {_listed(names)}"


def _name_leaf(leaf: str, world: Boundaries) -> str:
    if ":" not in leaf:
        return leaf
    try:
        return world.name(leaf)
    except UnknownPlaceError:
        # A town of the gazetteer need not be in the towns layer; its mention has the name, the caption does without.
        return "the place"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _name_corridor(names: list[str]) -> str:
    middle = "" if names[1] == ANYWHERE else f" through {names[1]}"
    return f"a corridor from {names[0]}{middle} to {names[2]}"


_WORDINGS: MappingProxyType[str, Callable[[list[str]], str]] = MappingProxyType(
    {
        "part": lambda names: f"{ADJECTIVES.get(names[0], names[0])} {names[1]}",
        "some": lambda names: f"part of {names[0]}",
        "border": lambda names: f"the border of {_listed(names)}",
        "exclave": lambda names: f"the exclave of {names[0]} bordering {_listed(names[1:])}",
        "corridor": _name_corridor,
        "near": lambda names: f"near {names[0]}",
        "inside": lambda names: f"{names[0]} km inside {names[2]} from {names[1]}",
        "along": lambda names: names[0] if names[1] == ANYWHERE else f"{names[0]} in {names[1]}",
        "between": lambda names: f"between {_listed(names)}",
        "offset": lambda names: f"{names[0]} km {names[1]} of {names[2]}",
        "union": _listed,
    }
)
