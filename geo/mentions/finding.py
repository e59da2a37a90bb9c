"""What the mentions stage finds: a span, what it says, and which other findings it is built on.

Takes nothing; holds plain values. Does not know any place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.model import MentionKind, Use


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention before it has a place.

    ``operation`` is "name", "demonym", or the description of place_ids that it will become; ``anchors`` are positions
    of other findings in the same tuple; ``word`` is the direction, unit or noun, for a name what it is called
    ("state"); ``number`` the stated count, km or km2.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    use: Use
    operation: str
    anchors: tuple[int, ...] = ()
    word: str | None = None
    number: float | None = None

    def as_literal(self) -> Finding:
        """The same mention, the place itself being meant."""
        return replace(self, use=Use.LITERAL)
