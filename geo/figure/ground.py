"""The ground under the claims: sea, land, borders, provinces, water, disputed areas and lines.

Takes the world and a View; draws on an Axes whose unit is the millimetre.
Does not write names (``names`` does), and knows of the claims only which countries they touch.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from geo.boundaries import Boundaries
from geo.figure.paths import draw
from geo.figure.view import View

LAYERS = ("countries", "admin1", "lakes", "rivers", "areas", "lines", "towns")

SEA = "#dce8ef"
LAND = "#fbfaf6"
NEIGHBOUR = "#f0ede5"
BORDER = "#6f6a62"
HAIRLINE = "#c9c3b6"
SHORE = "#9dbaca"
DISPUTED = "#5b5148"
# Wider than this, provinces are a mesh that hides what lies under it, and 4,000 of them take seconds.
PROVINCES_SPAN_M = 4_000_000.0
# Lines that are drawn as plain borders with their countries, or that nobody holds to any more.
UNDISPUTED = ("international", "historic")
_DASH = (0, (4, 2.5))

Ground = dict[str, gpd.GeoDataFrame]


def read_ground(world: Boundaries, view: View) -> Ground:
    """The background layers within the view, their geometries in mm on its panel."""
    ground = {layer_id: _read_layer(world, layer_id, view) for layer_id in LAYERS}
    lines = ground["lines"]
    return ground | {"lines": lines[~lines["status"].isin(UNDISPUTED)]}


def draw_ground(axes: Axes, ground: Ground, claimed: Any) -> None:  # noqa: ANN401 any shapely geometry
    """Draw everything but the names. Countries that ``claimed`` touches stand out from their neighbours."""
    countries = ground["countries"]
    land = countries.geometry.to_numpy()
    near = shapely.intersects(land, claimed)
    draw(axes, land[~near], facecolor=NEIGHBOUR, zorder=1)
    draw(axes, land[near], facecolor=LAND, zorder=1)
    draw(axes, ground["admin1"].geometry.to_numpy(), edgecolor=HAIRLINE, linewidth=0.35, zorder=1.2)
    draw(axes, ground["rivers"].geometry.to_numpy(), edgecolor=SHORE, linewidth=0.7, capstyle="round", zorder=1.3)
    draw(axes, ground["lakes"].geometry.to_numpy(), facecolor=SEA, edgecolor=SHORE, linewidth=0.5, zorder=1.4)
    draw(axes, land, edgecolor=BORDER, linewidth=0.8, zorder=1.5)
    contested = {"edgecolor": DISPUTED, "linewidth": 0.8, "linestyle": _DASH, "zorder": 1.6}
    draw(axes, ground["areas"].geometry.to_numpy(), facecolor=to_rgba(DISPUTED, 0.06), **contested)
    draw(axes, ground["lines"].geometry.to_numpy(), **contested)


def _read_layer(world: Boundaries, layer_id: str, view: View) -> gpd.GeoDataFrame:
    if layer_id == "admin1" and view.span_m > PROVINCES_SPAN_M:
        return gpd.GeoDataFrame({"name": []}, geometry=[])
    frame = world.window(layer_id, view.find_window())
    shapes = view.to_mm(frame.geometry.to_numpy())
    # Far from the centre of a wide view a thinned outline can cross itself.
    valid = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    return frame.set_geometry(gpd.GeoSeries(valid, index=frame.index, crs=None))
