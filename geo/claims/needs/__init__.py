"""What a predicate needs to be one: the checks that the lexicon's rows name under ``needs``.

Takes a trigger's token; gives the nouns that are its ground, or whether the check holds. A new name in the lexicon is a
new method here, by that name.
"""

from __future__ import annotations

from geo.claims.needs.forces import Forces
from geo.claims.needs.owned import Owned
from geo.claims.needs.taken import Taken

__all__ = ["Needs"]


class Needs(Taken, Owned, Forces):
    """Every check, by the name that the lexicon calls it."""
