"""Finer outlines fitted into Natural Earth: one coherent ground, so that no computation ever mixes two layers.

Takes Natural Earth's frames and OpenStreetMap's outlines of some countries; gives the rows that change: those
countries, their neighbours up to the new border, the units, areas and border lines of both. Touches nothing else.

Every border comes from one source: OpenStreetMap's where one side is a country of finer.toml, else Natural Earth's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapes import area_km2, length_km, to_polygons

TOLERANCE_DEG = 0.0005
"""About 50 m: half the vertices go, and no claim is drawn finer."""
SPECK_KM2 = 0.05
REACH_DEG = 0.15
"""How far Natural Earth's border lies from OpenStreetMap's at most: 11 km on the border of Armenia and Azerbaijan."""
STEP_DEG = 0.01
SITE_DIGITS = 4
"""Points nearer than 10 m to each other are one: GEOS refuses cells that small."""
SHORTEST_KM = 1.0

Shapes = dict[str, BaseGeometry]


def build_countries(base: Shapes, outlines: Shapes, land: Mapping[str, BaseGeometry]) -> Shapes:
    """The changed countries by code: the finer ones as they are, their neighbours up to the new border.

    What Natural Earth gave a finer country and OpenStreetMap does not goes to the neighbour that OpenStreetMap's
    ``land`` of 2017 gives it to; what nobody has is sea.
    """
    codes = list(outlines)
    thin = shapely.coverage_simplify(np.array([_solid(outlines[code]) for code in codes]), TOLERANCE_DEG)
    finer = {code: to_polygons(_drop_specks(shape)) for code, shape in zip(codes, thin, strict=True)}
    ours = shapely.union_all(list(finer.values()))
    left = shapely.difference(shapely.union_all([base[code] for code in codes]), ours)
    shapely.prepare(ours)
    for code, shape in base.items():
        if code not in finer and ours.intersects(shape):
            gain = left.intersection(land[code]) if code in land else shapely.Polygon()
            finer[code] = to_polygons(_drop_specks(shapely.union(shape.difference(ours), _solid(gain))))
    return finer


def fit_units(units: Shapes, outline: BaseGeometry) -> Shapes:
    """The units of a country, cut to its new outline; ground that no unit had goes to the nearest one."""
    cut = {key: shapely.intersection(shape, outline) for key, shape in units.items()}
    bare = shapely.difference(outline, shapely.union_all(list(cut.values())))
    shares = _share_out(_solid(bare), {key: shape for key, shape in units.items() if not shape.is_empty})
    whole = {key: shapely.union_all([_solid(cut[key]), shares.get(key, shapely.Polygon())]) for key in units}
    return {key: to_polygons(_drop_specks(shape)) for key, shape in whole.items()}


def fit_frame(frame: gpd.GeoDataFrame, countries: Shapes, base: Shapes) -> gpd.GeoDataFrame:
    """The admin-1 rows that the new outlines change, refitted. Crimea's units, of no country, stay as they are."""
    rows = []
    for code, outline in countries.items():
        ours = frame[frame["country"] == code]
        changed = _near(ours, shapely.symmetric_difference(outline, base[code]))
        if changed.empty:
            continue
        others = _near(ours[~ours.index.isin(changed.index)], shapely.box(*changed.total_bounds))
        boxes = shapely.union_all([shapely.box(*shapely.bounds(one)).buffer(REACH_DEG) for one in changed.geometry])
        room = shapely.difference(shapely.intersection(outline, boxes), shapely.union_all(others.geometry.to_numpy()))
        fitted = fit_units(dict(zip(changed["place_id"], changed.geometry, strict=True)), room)
        rows.append(changed.assign(geometry=[fitted[key] for key in changed["place_id"]]))
    return _joined(frame, rows)


def fit_areas(areas: gpd.GeoDataFrame, countries: Shapes, base: Shapes) -> gpd.GeoDataFrame:
    """The disputed areas that lie on changed ground, refitted: an area and the rest of its country share it out."""
    rows = []
    for code, outline in countries.items():
        changed = shapely.symmetric_difference(outline, base[code])
        for _, area in areas.iterrows():
            inside = shapely.intersection(area.geometry, base[code])
            if area_km2(inside) < SPECK_KM2 or not changed.intersects(area.geometry):
                continue
            parts = fit_units({"area": inside, "rest": shapely.difference(base[code], inside)}, outline)
            rows.append((area.name, inside, parts["area"]))
    fitted = areas.loc[sorted({index for index, _, _ in rows})].copy()
    for index, old, new in rows:
        kept = shapely.difference(fitted.geometry[index], old)
        fitted.loc[[index], "geometry"] = gpd.GeoSeries(
            [to_polygons(shapely.union(_solid(kept), new))], [index], crs=4326
        )
    return fitted.reset_index(drop=True)


def fit_lines(lines: gpd.GeoDataFrame, countries: Shapes, finer: Sequence[str]) -> gpd.GeoDataFrame:
    """The international and undelimited lines between a finer country and another, drawn anew where they meet."""
    rows = []
    for _, line in lines.iterrows():
        pair = (line["left"], line["right"])
        if not set(pair) & set(finer) or pair[0] == pair[1] or not set(pair) <= set(countries):
            continue
        shared = _shared_line(countries[pair[0]], countries[pair[1]])
        near = shapely.intersection(shared, shapely.buffer(line.geometry, REACH_DEG))
        if length_km(near) >= SHORTEST_KM:
            rows.append(line.to_frame().T.assign(geometry=[shapely.line_merge(near)]))
    return _joined(lines, rows)


def _shared_line(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    met = shapely.intersection(one.boundary, other.boundary)
    pieces = [part for part in shapely.get_parts(met) if shapely.get_dimensions(part) == 1]
    return shapely.line_merge(shapely.union_all(pieces))


def _share_out(bare: BaseGeometry, units: Shapes) -> Shapes:
    """Split ground among the units whose edges lie nearest, by the Voronoi cells of points on the edges."""
    if bare.is_empty:
        return {}
    # Coarse on purpose: it only keeps far edges out of the diagram.
    near = shapely.buffer(shapely.simplify(bare, STEP_DEG), REACH_DEG, quad_segs=1)
    sites: dict[tuple[float, float], str] = {}
    for key, shape in units.items():
        edge = shapely.intersection(shape.boundary, near)
        for x, y in shapely.get_coordinates(shapely.segmentize(edge, STEP_DEG)).round(SITE_DIGITS):
            sites.setdefault((x, y), key)
    cells = shapely.voronoi_polygons(shapely.multipoints(list(sites)), extend_to=bare, ordered=True)
    return _dissolve(shapely.get_parts(cells), list(sites.values()), bare)


def _dissolve(cells: np.ndarray, owners: Sequence[str], bare: BaseGeometry) -> Shapes:
    held: dict[str, list[BaseGeometry]] = {}
    shapely.prepare(bare)
    for cell, owner in zip(cells, owners, strict=True):
        if bare.intersects(cell):
            held.setdefault(owner, []).append(cell)
    return {owner: _solid(shapely.intersection(shapely.union_all(ours), bare)) for owner, ours in held.items()}


def _near(frame: gpd.GeoDataFrame, ground: BaseGeometry) -> gpd.GeoDataFrame:
    return frame[shapely.dwithin(frame.geometry.to_numpy(), ground, REACH_DEG / 10)]


def _solid(shape: BaseGeometry) -> BaseGeometry:
    """Only the polygons of a shape."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _drop_specks(shape: BaseGeometry) -> BaseGeometry:
    """Without the slivers that cutting one source by another leaves; a unit keeps its largest part."""
    parts = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    return shapely.MultiPolygon(parts[:1] + [part for part in parts[1:] if area_km2(part) >= SPECK_KM2])


def _joined(frame: gpd.GeoDataFrame, rows: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    pairs = (pair for row in rows for pair in zip(row["place_id"], row["geometry"], strict=True))
    # An islet that the finer coast does not have keeps its coarse outline: a unit does not vanish.
    keys = {key: shape for key, shape in pairs if not shape.is_empty}
    found = frame[frame["place_id"].isin(keys)]
    return found.assign(geometry=gpd.GeoSeries([keys[key] for key in found["place_id"]], found.index, crs=4326))
