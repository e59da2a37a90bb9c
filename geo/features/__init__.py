"""Features: from a Reading to the rows of a map, one row a drawn claim part.

Takes a Reading, boundaries and a way to locate towns; gives GeoDataFrames (EPSG:4326) of claims and of places, each
claim's certainty, and for each claim without a shape the reason. Does not choose colours, and never draws a whole
country as if it were the claim.

    selection   what a claim's place mentions are worth: a point, a line, ground, or only a country
    sized       claims of a stated area: which border or place they lie on, which of them share a strip
    shapes      all other claims, by the finest place they name
    comparison  two claimants side by side
    labels      what is written on a shape
    frame       the columns; GeoJSON out and in
    drawing     all of it, in order
"""

from geo.features.comparison import Comparison, Pair, compare, find_claimants
from geo.features.drawing import NOTHING_BY_HAND, ByHand, Drawn, build_drawn
from geo.features.frame import COLUMNS, PLACE_COLUMNS, check_frame, from_collection, to_collection

__all__ = [
    "COLUMNS",
    "NOTHING_BY_HAND",
    "PLACE_COLUMNS",
    "ByHand",
    "Comparison",
    "Drawn",
    "Pair",
    "build_drawn",
    "check_frame",
    "compare",
    "find_claimants",
    "from_collection",
    "to_collection",
]
