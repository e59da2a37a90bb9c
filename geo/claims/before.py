"""The claims just before a place in the text.

Takes Claims in text order; gives those within reach. Looks no further back, so that a long dispatch costs each claim no
more than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from geo.model import Claim


def before(start: int, claims: Sequence[Claim], reach: int) -> Iterable[Claim]:
    """Those that end less than ``reach`` characters before ``start``, the nearest first."""
    return takewhile(lambda one: start - one.end < reach, reversed(claims))
