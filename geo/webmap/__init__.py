"""The web map: Layers -> a folium.Map for the screen, or one self-contained HTML file.

Takes a Reading, its Layers and the background; gives folium objects or the text of an HTML page.
Does not know Streamlit, asks nothing of the network, and lets no text of a dispatch pass but through ``escape``.

    escaping   the one function between foreign text and folium or HTML
    wording    claims and their relations in plain words, for panels and tables
    text       the dispatch with its claims marked
    locator    a small drawing of where that is
    scenery    what lies under the claims, cut out and thinned for one view
    ground     the constant base map that draws it
    groups     Layers -> feature groups, hatches, labels
    page       all of it in one HTML file
"""

from geo.webmap.escaping import escape, escape_markdown
from geo.webmap.ground import GROUND, Assets, build_base_map, write_ground
from geo.webmap.groups import Wish, add_patterns, build_layer_groups, build_wish
from geo.webmap.legend import build_legend_html, build_pill_css
from geo.webmap.page import (
    NO_CLAIMS,
    SCHEMATIC,
    build_claims_html,
    build_relations_html,
    build_table_html,
    describe_source,
    describe_unplaced,
    join_frames,
    to_html,
    write_caption,
)
from geo.webmap.scenery import LEAST_SPAN_DEG, Bounds, Scenery, build_scenery, build_view, find_bounds
from geo.webmap.text import build_text, build_text_css
from geo.webmap.wording import (
    COLUMNS,
    NOT_STATED,
    ClaimRow,
    RelationRow,
    describe_claims,
    describe_relations,
    number_claims,
    to_cell,
)

__all__ = [
    "COLUMNS",
    "GROUND",
    "LEAST_SPAN_DEG",
    "NOT_STATED",
    "NO_CLAIMS",
    "SCHEMATIC",
    "Assets",
    "Bounds",
    "ClaimRow",
    "RelationRow",
    "Scenery",
    "Wish",
    "add_patterns",
    "build_base_map",
    "build_claims_html",
    "build_layer_groups",
    "build_legend_html",
    "build_pill_css",
    "build_relations_html",
    "build_scenery",
    "build_table_html",
    "build_text",
    "build_text_css",
    "build_view",
    "build_wish",
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
    "write_caption",
    "write_ground",
]
