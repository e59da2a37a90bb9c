"""The map's window: which ground it shows, in which projection, at which scale.

Takes geometries in EPSG:4326 and the panel's size in mm; gives a View, which turns lon, lat into mm on the panel.
Does not draw.

The projection is always Lambert's azimuthal equal-area one centred on the window: areas are the subject of these maps,
it is true to them at every extent, and shapes near its centre are right as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

Geometries = NDArray[np.object_]
Bounds = tuple[float, float, float, float]

LEAST_SPAN_M = 140_000.0
MARGIN = 0.16
# Beyond this the projection's far side would come into the window.
GREATEST_SPAN_M = 14_000_000.0
NEAR_M = 250_000.0
WIDE, GROWTH = 2, 1.35


@dataclass(frozen=True, slots=True)
class View:
    """A window on the ground. The panel's lower left corner is (0, 0) mm; its centre lies at ``lon``, ``lat``."""

    lon: float
    lat: float
    width_mm: float
    height_mm: float
    m_per_mm: float

    @property
    def crs(self) -> CRS:
        """Lambert azimuthal equal-area on the WGS 84 ellipsoid, metres, centred on the window."""
        return build_crs(self.lon, self.lat)

    @property
    def span_m(self) -> float:
        """The ground across the longer side."""
        return max(self.width_mm, self.height_mm) * self.m_per_mm

    @property
    def _transformer(self) -> Transformer:
        return _build_transformer(self.lon, self.lat)

    @property
    def box(self) -> shapely.Polygon:
        """The panel itself, in mm."""
        return shapely.box(0, 0, self.width_mm, self.height_mm)

    def to_mm(self, geometries: Geometries) -> Geometries:
        """Lon, lat geometries as mm on the panel."""
        return np.asarray(shapely.transform(geometries, self._points_to_mm))

    def to_lon_lat(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points on the panel, shape (n, 2) in mm, as lon, lat."""
        metres = (points_mm - self._centre_mm) * self.m_per_mm
        return np.column_stack(self._transformer.transform(metres[:, 0], metres[:, 1], direction="INVERSE"))

    def find_window(self, margin: float = 0.04) -> Bounds:
        """The box (west, south, east, north) in degrees that covers the panel; west > east across the antimeridian.

        ``margin`` is a share of the panel added on each side, so that no cut edge is seen.
        """
        size = np.array([self.width_mm, self.height_mm])
        steps = np.linspace(-margin, 1 + margin, 33)
        lon, lat = self.to_lon_lat(np.array([(x, y) for x in steps for y in steps]) * size).T
        from_centre = (lon - self.lon + 180) % 360 - 180
        west, east = self.lon + from_centre.min(), self.lon + from_centre.max()
        south, north = lat.min(), lat.max()
        for pole in (-90.0, 90.0):
            if self.box.contains(self.to_mm(np.array([shapely.Point(self.lon, pole)]))[0]):
                west, east, south, north = -180.0, 180.0, min(south, pole), max(north, pole)
        if east - west >= 360:
            return -180.0, float(south), 180.0, float(north)
        return _wrap(west), float(south), _wrap(east), float(north)

    def ground_box(self) -> shapely.Polygon:
        """The panel's outline as lon, lat, for another view to draw; bent as the ground is, not four corners."""
        side = np.linspace(0, 1, 12)
        ring = [(x, 0.0) for x in side] + [(1.0, y) for y in side] + [(x, 1.0) for x in side[::-1]]
        ring += [(0.0, y) for y in side[::-1]]
        return shapely.Polygon(self.to_lon_lat(np.array(ring) * [self.width_mm, self.height_mm]))

    @property
    def _centre_mm(self) -> NDArray[np.float64]:
        return np.array([self.width_mm / 2, self.height_mm / 2])

    def _points_to_mm(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = self._transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack([x, y]) / self.m_per_mm + self._centre_mm


def build_crs(lon: float, lat: float) -> CRS:
    """Lambert azimuthal equal-area centred on a point, WGS 84, metres."""
    return CRS.from_proj4(f"+proj=laea +lat_0={lat:.6f} +lon_0={lon:.6f} +datum=WGS84 +units=m")


@lru_cache(maxsize=16)
def _build_transformer(lon: float, lat: float) -> Transformer:
    """Kept: making one takes 10 ms, and a page asks for the same few again and again."""
    return Transformer.from_crs("EPSG:4326", build_crs(lon, lat), always_xy=True)


def build_view(
    geometries: Geometries,
    size_mm: tuple[float, float],
    *,
    least_span_m: float = LEAST_SPAN_M,
    margin: float = MARGIN,
) -> View:
    """The view of all the geometries (EPSG:4326, at least one) with a margin, in a panel of ``size_mm``.

    The panel shows at least ``least_span_m`` of ground across its longer side and at most GREATEST_SPAN_M.
    """
    lon, lat = find_centre(geometries)
    west, south, east, north = _bounds_m(geometries, lon, lat)
    rough = View(lon, lat, 0.0, 0.0, 1.0)
    lon, lat = (float(one) for one in rough.to_lon_lat(np.array([[(west + east) / 2, (south + north) / 2]]))[0])
    west, south, east, north = _bounds_m(geometries, lon, lat)
    width, height = size_mm
    share = 1 - 2 * margin
    needed = max((east - west) / (width * share), (north - south) / (height * share))
    longest = max(width, height)
    m_per_mm = min(max(needed, least_span_m / longest), GREATEST_SPAN_M / longest)
    return View(lon, lat, width, height, m_per_mm)


def find_centre(geometries: Geometries) -> tuple[float, float]:
    """The middle of the geometries as lon, lat, the antimeridian and the poles included (mean of unit vectors).

    >>> find_centre(np.array([shapely.Point(179, 0), shapely.Point(-179, 0)]))
    (180.0, 0.0)
    """
    points = np.radians(shapely.get_coordinates(shapely.envelope(geometries)))
    lon, lat = points[:, 0], points[:, 1]
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return round(float(np.degrees(np.arctan2(y, x))), 6), round(float(np.degrees(np.arctan2(z, np.hypot(x, y)))), 6)


def choose_focus(geometries: Geometries, ranks: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Which geometries the window is made for, as a mask: one claim about a far country must not shrink a war to a dot.

    ``ranks`` are 0 for what matters most. It begins with the middlemost geometry of the best rank, and takes in the
    others, rank by rank and the nearest first, while they lie within NEAR_M or within the size of what is chosen; a
    shape of the WIDE rank only if the window grows by no more than GROWTH.
    """
    lon, lat = find_centre(geometries[ranks == ranks.min()])
    boxes = np.array([_bounds_m(geometries[[index]], lon, lat) for index in range(len(geometries))])
    best = np.flatnonzero(ranks == ranks.min())
    chosen = np.zeros(len(geometries), dtype=bool)
    chosen[best[_find_middlemost(boxes[best])]] = True
    for rank in np.unique(ranks):
        waiting = set(np.flatnonzero((ranks == rank) & ~chosen))
        while waiting:
            frame = _join(boxes[chosen])
            nearest = min(waiting, key=lambda index: (_gap(boxes[index], frame), index))
            waiting.remove(nearest)
            wider = _diagonal(_join(np.array([frame, boxes[nearest]])))
            span = max(_diagonal(frame), LEAST_SPAN_M)
            near = _gap(boxes[nearest], frame) <= max(NEAR_M, span)
            chosen[nearest] = near and (rank < WIDE or wider <= GROWTH * span)
    return chosen


def _find_middlemost(boxes: NDArray[np.float64]) -> int:
    """The box whose centre is nearest to all others together: an outlier moves a mean, not this."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    return int(np.hypot(*(centres[:, None] - centres[None]).T).sum(axis=0).argmin())


def _gap(box: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The distance between two boxes, 0 where they meet."""
    return float(np.hypot(*np.maximum(0.0, np.maximum(box[:2] - other[2:], other[:2] - box[2:]))))


def _bounds_m(geometries: Geometries, lon: float, lat: float) -> NDArray[np.float64]:
    projected = View(lon, lat, 0.0, 0.0, 1.0).to_mm(geometries)
    return np.asarray(shapely.total_bounds(projected))


def _join(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)])


def _diagonal(box: NDArray[np.float64]) -> float:
    return float(np.hypot(box[2] - box[0], box[3] - box[1]))


def _wrap(lon: float) -> float:
    return float((lon + 180) % 360 - 180) if abs(lon) > 180 else float(lon)
