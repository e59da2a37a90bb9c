"""Overrides: what a reader corrected by hand, kept beside the dispatch and replayed on every reading of it.

Takes a Reading and Overrides; gives the corrected Reading, where shapes were moved or drawn, and what could not be
replayed. Does not draw, and never changes the text.

    override   one correction: who, when, why, old and new; its check
    replay     Overrides on a Reading; the span of each found again where the text changed
    file       the overrides file: JSON both ways
"""

from geo.overrides.file import SCHEMA, read_overrides, write_overrides
from geo.overrides.override import FIELDS, LONGEST, Action, Override, make_override
from geo.overrides.replay import Anchor, Replayed, find_anchors, replay

__all__ = [
    "FIELDS",
    "LONGEST",
    "SCHEMA",
    "Action",
    "Anchor",
    "Override",
    "Replayed",
    "find_anchors",
    "make_override",
    "read_overrides",
    "replay",
    "write_overrides",
]
