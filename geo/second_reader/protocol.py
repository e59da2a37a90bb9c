"""What a second reader is: anything that proposes claims for a document, in the contract's words.

Takes nothing, does nothing: definitions only. A second reader does not check itself; ``checks`` does that for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geo.model import Document


class SecondReader(Protocol):
    """Proposes claims; where it is asked over a network, ``address`` says where."""

    @property
    def name(self) -> str:
        """Which model or reader it is."""

    @property
    def address(self) -> str:
        """Where the text is sent."""

    def propose(self, document: Document) -> Sequence[object]:
        """Unchecked claims as JSON values, as ``prompt.INSTRUCTIONS`` asks for them.

        Raises SecondReaderError where there is no usable answer.
        """
