"""Footprints: from place ids and stated sizes to shapes on the ground.

Takes a place id (or an area in km2 with its ground), boundaries, and a way to locate towns; gives a Footprint: what is
certain, what is possible, what is drawn, and how. Does not know claims, colours or maps. All metric work is done on a
local equal-area plane; every geometry that goes in or out is EPSG:4326, lon, lat.

    plane       the local plane; geodesic area and length
    borders     shared borders, exclaves: topology of one layer
    parts       southern X, the centre of X
    vague       near, inside, along, offset, somewhere in
    crossings   corridors, between
    strips      so many km2 along a border, on one side
    areas       a patch, a band of a stated size
    sizes       how a shape comes to have exactly its area
    building    which of these draws which place id
"""

from geo.footprints.areas import build_band, build_patch
from geo.footprints.building import Locate, build_footprint
from geo.footprints.footprint import Footprint
from geo.footprints.plane import measure_area_km2, measure_length_km
from geo.footprints.strips import Frontage, build_frontage, build_strip, choose_depth_km

__all__ = [
    "Footprint",
    "Frontage",
    "Locate",
    "build_band",
    "build_footprint",
    "build_frontage",
    "build_patch",
    "build_strip",
    "choose_depth_km",
    "measure_area_km2",
    "measure_length_km",
]
