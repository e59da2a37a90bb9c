"""Place ids to footprints: which builder draws which leaf and which description.

Takes a place id, the boundaries and a way to locate towns; gives a Footprint. Does not draw claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import shapely

from geo.boundaries import Boundaries, Geometry, Region
from geo.errors import UnknownPlaceError
from geo.footprints.borders import find_border, find_exclaves
from geo.footprints.crossings import build_between, build_corridor, find_mainland
from geo.footprints.footprint import Footprint
from geo.footprints.naming import ANYWHERE, name_place
from geo.footprints.parts import build_part
from geo.footprints.plane import measure_area_km2
from geo.footprints.vague import build_along, build_circle, build_inside, build_near, build_offset, build_some
from geo.place_ids import Description, find_province, parse

Locate = Callable[[str], tuple[float, float] | None]
Node = Description | str

DOMINANT = 100
"""Of several exclaves one is meant without saying when it is this many times larger than all the others together:
Alaska beside Point Roberts, Nakhchivan beside villages of a few km2."""


def build_footprint(place_id: str, world: Boundaries, locate: Locate) -> Footprint:
    """The footprint of a leaf or a description, as ``geo.place_ids`` has them.

    ``locate`` gives the lon, lat of a town's place id, or None where it knows none. Raises UnknownPlaceError, saying
    why, where the id names nothing that can be drawn: no such row, no common border, no exclave or several.
    """
    try:
        node = parse(place_id)
        return _Builder(world, locate).build(node)
    except ValueError as error:
        raise UnknownPlaceError(f"{place_id}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Builder:
    """The builders of every kind of node; each gives the footprint of its arguments, and nothing is kept."""

    world: Boundaries
    locate: Locate

    def build(self, node: Node) -> Footprint:
        if isinstance(node, str):
            return self.build_leaf(node)
        operations = _OPERATIONS
        if node.operation not in operations:
            raise ValueError(f"no operation {node.operation!r}; want one of: {', '.join(operations)}")
        least, build = operations[node.operation]
        if len(node.arguments) < least:
            raise ValueError(f"{node.operation} wants {least} arguments, got {len(node.arguments)}")
        return build(self, node.arguments)

    def build_leaf(self, leaf: str) -> Footprint:
        namespace = leaf.partition(":")[0]
        if namespace in _LEAVES:
            return _LEAVES[namespace](self, leaf)
        geometry = self.world.geometry(leaf)
        return Footprint(
            geometry, geometry, geometry, "boundary", note=_caption(self.world.row(leaf), self.world, leaf)
        )

    def build_region(self, leaf: str) -> Footprint:
        region = self.world.region(leaf)
        if region.circle is not None:
            return build_circle(region.circle.lon, region.circle.lat, region.circle.radius_km, _noted(region))
        child = self.build(parse(str(region.footprint)))
        note = _noted(region) if region.note else f"{region.name}. {child.note}"
        return replace(child, core=None if region.approximate else child.core, method="region", note=note)

    def build_town(self, leaf: str) -> Footprint:
        position = self.locate(leaf)
        point = shapely.Point(position) if position else self.world.geometry(leaf)
        return Footprint(None, None, point, "point", note="A settlement, drawn as a point.")

    def build_district(self, leaf: str) -> Footprint:
        position = self.locate(leaf)
        if position is None:
            raise UnknownPlaceError(f"no district {leaf!r} in the gazetteer")
        note = "A district, drawn at the middle of its towns: no boundary file has its outline."
        return Footprint(None, None, shapely.Point(position), "district", note=note)

    def build_village(self, leaf: str) -> Footprint:
        province = find_province(leaf)
        note = f"A village somewhere in {self.world.name(province)}; no file at hand has its position."
        return replace(build_some(self.build_leaf(province), self.world.name(province)), method="village", note=note)

    def name(self, node: Node) -> str:
        return name_place(node, self.world)

    def shape(self, node: Node) -> Geometry:
        return self.build(node).shape

    def build_part(self, arguments: tuple[Node, ...]) -> Footprint:
        return build_part(str(arguments[0]), self._ground(arguments[1]), self.name(arguments[1]))

    def build_some(self, arguments: tuple[Node, ...]) -> Footprint:
        return build_some(self.build(arguments[0]), self.name(arguments[0]))

    def build_border(self, arguments: tuple[Node, ...]) -> Footprint:
        line = find_border(self._ground(arguments[0]), self._ground(arguments[1]))
        names = f"{self.name(arguments[0])} and {self.name(arguments[1])}"
        if line.is_empty:
            raise UnknownPlaceError(f"{names} have no land border in the boundary files")
        return Footprint(line, line, line, "border", note=f"The border of {names}, as the boundary files draw it.")

    def build_exclave(self, arguments: tuple[Node, ...]) -> Footprint:
        whole, *neighbours = (self._ground(one) for one in arguments)
        found = find_exclaves(whole, neighbours)
        name = self.name(Description("exclave", arguments))
        if not found or measure_area_km2(found[0]) < DOMINANT * sum(measure_area_km2(one) for one in found[1:]):
            raise UnknownPlaceError(f"{name}: want exactly one, the boundary files have {len(found)}")
        rest = "its only detached part that does" if len(found) == 1 else f"by far the largest of {len(found)}"
        note = f"{name[0].upper()}{name[1:]}: {rest}."
        return Footprint(found[0], found[0], found[0], "exclave", note=note)

    def build_corridor(self, arguments: tuple[Node, ...]) -> Footprint:
        start, via, end = arguments
        name = self.name(Description("corridor", arguments))
        start_shape, end_shape = self.shape(start), self.shape(end)
        middle = self._land_between(start_shape, end_shape, name) if via == ANYWHERE else self.build(via)
        return build_corridor(start_shape, middle, end_shape, f"{name[0].upper()}{name[1:]}")

    def build_near(self, arguments: tuple[Node, ...]) -> Footprint:
        return build_near(self.shape(arguments[0]), self.name(arguments[0]))

    def build_inside(self, arguments: tuple[Node, ...]) -> Footprint:
        distance, line, zone = arguments
        return build_inside(float(str(distance)), self.shape(line), self._ground(zone), self.name(zone))

    def build_along(self, arguments: tuple[Node, ...]) -> Footprint:
        course, within = arguments
        zone = None if within == ANYWHERE else self._ground(within)
        return build_along(self.shape(course), zone, self.name(course))

    def build_between(self, arguments: tuple[Node, ...]) -> Footprint:
        name = self.name(Description("between", arguments))
        return build_between(self.shape(arguments[0]), self.shape(arguments[1]), f"{name[0].upper()}{name[1:]}")

    def build_offset(self, arguments: tuple[Node, ...]) -> Footprint:
        distance, direction, place = arguments
        return build_offset(float(str(distance)), str(direction), self.shape(place), self.name(place))

    def build_union(self, arguments: tuple[Node, ...]) -> Footprint:
        parts = [self.build(one) for one in arguments]
        core = [one.core for one in parts if one.core is not None]
        extent = [one.extent for one in parts if one.extent is not None]
        return Footprint(
            core=shapely.union_all(core) if core else None,
            extent=shapely.union_all(extent) if extent else None,
            drawn=shapely.union_all([one.shape for one in parts]),
            method="union",
            note=f"{self.name(Description('union', arguments))}, as one.",
        )

    def _ground(self, node: Node) -> Geometry:
        """The polygons of a node; raises ValueError where it has none."""
        shape = self.shape(node)
        if shapely.get_dimensions(shape) != 2:
            raise ValueError(f"{self.name(node)} is a {shape.geom_type.lower()}, want ground with an area")
        return shape

    def _land_between(self, start: Geometry, end: Geometry, name: str) -> Footprint:
        mainland = find_mainland(start, end)
        bounds = build_between(mainland, end, name).shape.bounds
        return build_between(mainland, end, name, land=self.world.window("countries", bounds).geometry.union_all())


def _noted(region: Region) -> str:
    return f"{region.name}: {region.note}" if region.note else f"{region.name}."


def _caption(row: Mapping[str, object], world: Boundaries, leaf: str) -> str:
    """Name, state of affairs and source of a row, as far as its layer has the columns."""
    source = world.source_of(leaf)
    since, until = row.get("valid_from"), row.get("valid_to")
    period = " ".join([f"since {since}"] * bool(since) + [f"until {until}"] * bool(until))
    facts = [
        f"{row['name']}, {period or f'as of {source.as_of}'}",
        f"administered by {row['administered_by']}" if row.get("administered_by") else "",
        f"claimed by {row['claimed_by']}" if row.get("claimed_by") else "",
        str(row.get("caveat") or ""),
    ]
    return "; ".join(fact for fact in facts if fact) + f" ({source.attribution})."


_LEAVES: Mapping[str, Callable[[_Builder, str], Footprint]] = MappingProxyType(
    {
        "region": _Builder.build_region,
        "town": _Builder.build_town,
        "admin2": _Builder.build_district,
        "village": _Builder.build_village,
    }
)
"""The leaves that are more or less than one row of a boundary file."""

_OPERATIONS: Mapping[str, tuple[int, Callable[[_Builder, tuple[Node, ...]], Footprint]]] = MappingProxyType(
    {
        "part": (2, _Builder.build_part),
        "some": (1, _Builder.build_some),
        "border": (2, _Builder.build_border),
        "exclave": (2, _Builder.build_exclave),
        "corridor": (3, _Builder.build_corridor),
        "near": (1, _Builder.build_near),
        "inside": (3, _Builder.build_inside),
        "along": (2, _Builder.build_along),
        "between": (2, _Builder.build_between),
        "offset": (3, _Builder.build_offset),
        "union": (2, _Builder.build_union),
    }
)
"""Each operation of the grammar: how many arguments it wants at least, and its builder."""
