"""Boundary files: from ``sources.toml`` to checked GeoDataFrames and single geometries, for a date and a point of view.

Takes a folder of boundary files and its tables; gives layers, geometries by place id, their attribution, and whose
ground a place is counted to. Does not draw claims.

    tables   sources.toml, regions.toml, gaps.toml: read and checked
    frames   what a layer must be; cutting and thinning one for a window
    views    a date and a point of view, and what they change
    world    all of a folder's files as one
"""

from geo.boundaries.frames import Bounds, Geometry, check_layer, window_boxes
from geo.boundaries.tables import Gap, Region, Source
from geo.boundaries.views import DE_FACTO, DE_JURE, View
from geo.boundaries.world import LAYER_OF, Boundaries, read_boundaries

__all__ = [
    "DE_FACTO",
    "DE_JURE",
    "LAYER_OF",
    "Boundaries",
    "Bounds",
    "Gap",
    "Geometry",
    "Region",
    "Source",
    "View",
    "check_layer",
    "read_boundaries",
    "window_boxes",
]
