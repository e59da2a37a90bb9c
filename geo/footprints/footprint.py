"""The Footprint: what a place id looks like on the ground, and how sure that is.

Takes nothing, does nothing: the one value that this stage gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from geo.boundaries import Geometry

Parameters = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Footprint:
    """A place on the ground, as an egg: the yolk is certain, the white is possible. EPSG:4326, lon, lat.

    ``core``    ground that certainly belongs to it; None where none is certain ("near X")
    ``extent``  ground that possibly belongs to it; None for a bare point
    ``drawn``   the one shape that stands for it: the place itself, a named reading, a schematic; None: only the extent
    ``method``  how it was made, one word; ``parameters`` the numbers chosen in making it, units in their names
    ``note``    a caption that says so to a reader

    The egg: Cohn and Gotts, The 'egg-yolk' representation of regions with indeterminate boundaries (1996).
    """

    core: Geometry | None
    extent: Geometry | None
    drawn: Geometry | None
    method: str
    parameters: Parameters = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""

    @property
    def shape(self) -> Geometry:
        """The drawn shape, or the extent where nothing is drawn inside it."""
        shape = self.drawn if self.drawn is not None else self.extent
        if shape is None:
            raise ValueError(f"a footprint by {self.method!r} has neither a drawn shape nor an extent")
        return shape
