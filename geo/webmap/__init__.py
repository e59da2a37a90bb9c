"""The web map: Layers -> a folium.Map for the screen, or one self-contained HTML file.

Takes a Reading, its Layers and the background; gives folium objects or the text of an HTML page.
Does not know Streamlit, asks nothing of the network, and lets no text of a dispatch pass but through ``escape``.

    escaping   the one function between foreign text and folium or HTML
    wording    claims and their relations in plain words, for panels and tables
    text       the dispatch with its claims marked
    scenery    what lies under the claims, cut out and thinned for one view
    ground     the constant base map that draws it
    groups     Layers -> feature groups, hatches, labels
    page       all of it in one HTML file
"""

from geo.webmap.escaping import escape, escape_markdown
from geo.webmap.ground import Assets, build_base_map
from geo.webmap.groups import add_patterns, build_choice, build_layer_groups
from geo.webmap.legend import build_legend_html, build_pill_css
from geo.webmap.page import (
    NO_CLAIMS,
    SCHEMATIC,
    build_relations_html,
    describe_source,
    describe_unplaced,
    join_frames,
    to_html,
)
from geo.webmap.scenery import Scenery, build_scenery, find_bounds
from geo.webmap.text import build_text, build_text_css
from geo.webmap.wording import (
    COLUMNS,
    ClaimRow,
    RelationRow,
    describe_claims,
    describe_relations,
    number_claims,
    to_cell,
)

__all__ = [
    "COLUMNS",
    "NO_CLAIMS",
    "SCHEMATIC",
    "Assets",
    "ClaimRow",
    "RelationRow",
    "Scenery",
    "add_patterns",
    "build_base_map",
    "build_choice",
    "build_layer_groups",
    "build_legend_html",
    "build_pill_css",
    "build_relations_html",
    "build_scenery",
    "build_text",
    "build_text_css",
    "describe_claims",
    "describe_relations",
    "describe_source",
    "describe_unplaced",
    "escape",
    "escape_markdown",
    "find_bounds",
    "join_frames",
    "number_claims",
    "to_cell",
    "to_html",
]
