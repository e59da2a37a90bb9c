"""Shapes on paper: shapely geometries in mm as matplotlib paths, with the look of a Style.

Takes geometries whose unit is the Axes' own (mm); draws patches on the Axes.
Does not choose colours.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from geo.figure.lettering import PAPER
from geo.layers import Style

HALO_PT = 1.6
POINTS_PER_PIXEL = 0.75


def to_path(geometries: Any) -> Path | None:  # noqa: ANN401 a geometry or an array of them
    """Every ring and line of the geometries as one path; None where there is nothing to draw.

    Rings are wound (shell against hole) so that holes stay open under either fill rule.
    """
    parts = shapely.get_parts(shapely.get_parts(np.atleast_1d(geometries)))
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings = shapely.get_rings(shapely.orient_polygons(parts[areal])) if areal.any() else []
    lines = parts[
        np.isin(shapely.get_type_id(parts), [shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING])
    ]
    pieces = [(ring, True) for ring in rings] + [(line, False) for line in lines]
    if not pieces:
        return None
    return Path(
        np.vstack([shapely.get_coordinates(piece) for piece, _ in pieces]),
        np.concatenate([_codes(shapely.get_num_coordinates(piece), closed=closed) for piece, closed in pieces]),
    )


def draw(axes: Axes, geometries: Any, **look: Any) -> None:  # noqa: ANN401 a geometry or an array; matplotlib's options
    """Draw geometries as one patch; ``look`` is what PathPatch takes."""
    path = to_path(geometries)
    if path is not None:
        # Not add_patch: that walks every vertex to widen limits that are fixed here, a third of the time of a page.
        axes.add_artist(PathPatch(path, **{"facecolor": "none", "edgecolor": "none", "joinstyle": "round"} | look))


def draw_styled(axes: Axes, geometries: Any, style: Style, zorder: float) -> None:  # noqa: ANN401 as above
    """Draw geometries with a Style: tint, hatch, then the outline on a pale halo that parts it from what lies under."""
    width = style.width * POINTS_PER_PIXEL
    fill = to_rgba(style.color, style.tint)
    draw(axes, geometries, facecolor=fill, zorder=zorder)
    if style.hatch:
        draw(
            axes,
            geometries,
            hatch=style.hatch.matplotlib,
            edgecolor=to_rgba(style.color, 0.8),
            linewidth=0,
            hatch_linewidth=0.5,
            zorder=zorder,
        )
    if style.width > 1:
        draw(axes, geometries, edgecolor=to_rgba(PAPER, 0.75), linewidth=width + HALO_PT, zorder=zorder)
    draw(axes, geometries, edgecolor=style.color, linewidth=width, linestyle=to_linestyle(style), zorder=zorder)


def to_linestyle(style: Style) -> Any:  # noqa: ANN401 matplotlib takes a word or an (offset, dashes) pair
    """A Style's dash in units of the line's width, which is how matplotlib takes it."""
    dash = style.matplotlib_dash
    if isinstance(dash, str):
        return dash
    offset, points = dash
    return (offset, tuple(one / (style.width * POINTS_PER_PIXEL) for one in points))


def _codes(count: int, *, closed: bool) -> np.ndarray[Any, np.dtype[np.uint8]]:
    codes = np.full(count, Path.LINETO, dtype=np.uint8)
    codes[0] = Path.MOVETO
    if closed:
        codes[-1] = Path.CLOSEPOLY
    return codes
