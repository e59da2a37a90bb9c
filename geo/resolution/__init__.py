"""Mention -> place: ranked candidates with reasons; a mention may stay unresolved.

Takes Findings and the gazetteer; gives Mentions in the same order. Never puts a name at the nearest guess: what no
candidate explains keeps ``place=None`` and says why.
"""

from geo.resolution.context import Context
from geo.resolution.ranking import rank
from geo.resolution.resolving import resolve

__all__ = ["Context", "rank", "resolve"]
