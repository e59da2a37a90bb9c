"""What every map and file of ours must say: whose ground it is drawn on, from which side, and what it does not mean.

Takes the boundary files; gives plain sentences. Does not decide where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable

from geo.boundaries import DE_FACTO, DE_JURE, Boundaries, Bounds, Gap, window_boxes

DISCLAIMER = "The boundaries, names and claims shown do not imply endorsement or acceptance by its makers."

_SIDES = {DE_FACTO: "de facto control", DE_JURE: "de jure, by the membership and resolutions of the United Nations"}


def describe_view(world: Boundaries, near: Bounds | None = None) -> str:
    """From which side and as of when the boundaries are drawn, and what of that day no file shows.

    ``near`` (west, south, east, north) keeps the gaps to those of a map's own ground.
    """
    view = world.view
    side = _SIDES.get(view.side) or f"as {world.name(f'country:{view.side}')} sees it"
    parts = [f"Boundaries: {side}, as of {world.as_of}"]
    if view.date is not None:
        parts.append(f"disputed areas as of {view.date.isoformat()}")
    missing = [gap.what for gap in world.gaps if near is None or _is_near(gap, world, near)]
    if missing:
        parts.append(f"not in any file at hand: {', '.join(missing)}")
    return "; ".join(parts)


def describe_ground(world: Boundaries, layer_ids: Iterable[str]) -> str:
    """The attribution of the layers, each once, with the dates whose state their data show."""
    dates: dict[str, list[str]] = {}
    for layer_id in layer_ids:
        for source in world.sources_of(layer_id):
            dates.setdefault(source.attribution.rstrip("."), []).append(source.as_of)
    return "; ".join(f"{name} (as of {', '.join(dict.fromkeys(days))})" for name, days in dates.items())


def _is_near(gap: Gap, world: Boundaries, near: Bounds) -> bool:
    return any(box.intersects(world.geometry(gap.place)) for box in window_boxes(near))
