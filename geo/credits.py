"""What every map and file of ours must say: whose ground it is drawn on, from which side, and what it does not mean.

Takes the boundary files; gives plain sentences. Does not decide where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.boundaries import Boundaries

DISCLAIMER = "The boundaries, names and claims shown do not imply endorsement or acceptance by its makers."
POINT_OF_VIEW = "De facto boundaries, Natural Earth"


def describe_ground(world: Boundaries, layer_ids: Iterable[str]) -> str:
    """The attribution of the layers, each once, with the dates whose state their data show."""
    dates: dict[str, list[str]] = {}
    for layer_id in layer_ids:
        source = world.source(layer_id)
        dates.setdefault(source.attribution.rstrip("."), []).append(source.as_of)
    return "; ".join(f"{name} (as of {', '.join(dict.fromkeys(days))})" for name, days in dates.items())
