"""Places for labels: greedy, the most important first, never over another label.

Takes candidate boxes in mm with their costs; gives the cheapest that is free.
Does not draw, and does not move what was placed before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
PADDING_MM = 0.7
# A label that hides this share of itself in claimed ground costs as much as one that stands this many mm further off.
COST_OF_COVER_MM = 80.0
COST_OF_TOUCH_MM = 8.0
COST_OF_CROSSING_MM = 25.0


@dataclass(slots=True)
class Sheet:
    """The panel with what is on it: taken boxes, leader lines, and the shapes that labels had better not cover."""

    width_mm: float
    height_mm: float
    shapes: Any = field(default_factory=shapely.Polygon)
    taken: list[Any] = field(default_factory=list)
    leaders: list[Any] = field(default_factory=list)

    def take(self, box: NDArray[np.float64]) -> None:
        """Keep labels out of a box (x0, y0, x1, y1)."""
        self.taken.append(shapely.box(*box))

    def find_place(
        self,
        boxes: Boxes,
        costs: NDArray[np.float64],
        leaders: NDArray[np.object_] | None = None,
        *,
        clear: bool = False,
    ) -> int | None:
        """The index of the cheapest free box of shape (n, 4), None where all are taken. Does not take it.

        With ``leaders``, one line a box, boxes whose line runs through a label or across another line cost more.
        ``clear`` counts the shapes as taken.
        """
        free, covered = self._is_free(boxes), self._share_covered(boxes)
        if clear:
            free &= covered == 0
        if not free.any():
            return None
        total = costs + COST_OF_COVER_MM * covered + COST_OF_TOUCH_MM * (covered > 0)
        if leaders is not None:
            total = total + COST_OF_CROSSING_MM * self._count_crossings(leaders)
        return int(np.where(free, total, np.inf).argmin())

    def _is_free(self, boxes: Boxes) -> NDArray[np.bool_]:
        inside = (boxes[:, :2] >= PADDING_MM).all(axis=1)
        inside &= (boxes[:, 2] <= self.width_mm - PADDING_MM) & (boxes[:, 3] <= self.height_mm - PADDING_MM)
        if not self.taken:
            return np.asarray(inside)
        padded = boxes + np.array([-1, -1, 1, 1]) * PADDING_MM
        obstacles = np.array([*self.taken, *self.leaders], dtype=object)
        hits = shapely.STRtree(obstacles).query(_to_polygons(padded), predicate="intersects")[0]
        inside[np.unique(hits)] = False
        return np.asarray(inside)

    def _share_covered(self, boxes: Boxes) -> NDArray[np.float64]:
        polygons = _to_polygons(boxes)
        return np.asarray(shapely.area(shapely.intersection(polygons, self.shapes)) / shapely.area(polygons))

    def _count_crossings(self, leaders: NDArray[np.object_]) -> NDArray[np.float64]:
        obstacles = [*self.taken, *self.leaders]
        if not obstacles:
            return np.zeros(len(leaders))
        return np.asarray(np.sum([shapely.intersects(leaders, one) for one in obstacles], axis=0), dtype=np.float64)


def build_ring(point: tuple[float, float], size: tuple[float, float], distances: tuple[float, ...]) -> Boxes:
    """Boxes of ``size`` around a point: 16 directions at each distance (mm from the point to the box's edge).

    >>> build_ring((0.0, 0.0), (2.0, 1.0), (3.0,)).shape
    (16, 4)
    """
    angles = np.radians(np.arange(0, 360, 22.5))
    ways = np.column_stack([np.cos(angles), np.sin(angles)])
    half = np.array(size) / 2
    # How far from its centre the box ends in each direction.
    with np.errstate(divide="ignore"):
        reach = np.min(half / np.abs(ways), axis=1)
    centres = np.vstack([np.array(point) + ways * (reach + distance)[:, None] for distance in distances])
    return np.hstack([centres - half, centres + half])


def build_inside(shape: Any, size: tuple[float, float], steps: int = 14) -> Boxes:  # noqa: ANN401 any polygonal geometry
    """Boxes of ``size`` that lie wholly within a shape, on a grid of ``steps`` a side; shape (n, 4), n may be 0."""
    if shape.is_empty:
        return np.empty((0, 4))
    x0, y0, x1, y1 = shape.bounds
    grid = np.array([(x, y) for x in np.linspace(x0, x1, steps) for y in np.linspace(y0, y1, steps)])
    half = np.array(size) / 2
    boxes = np.hstack([grid - half, grid + half])
    shapely.prepare(shape)
    return np.asarray(boxes[shapely.contains_properly(shape, _to_polygons(boxes))])


def to_centres(boxes: Boxes) -> NDArray[np.float64]:
    """The middle points of boxes, shape (n, 2)."""
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def _to_polygons(boxes: Boxes) -> NDArray[np.object_]:
    return np.asarray(shapely.box(*boxes.T))
