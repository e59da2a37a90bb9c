"""What is claimed, by whom, where, how much and when; and how the claims stand to each other.

Takes the parse, resolved mentions and attributions; gives Claims in text order, the Relations between them, and the
mentions with the places that only a clause's roles could tell. Does not draw, and never invents a number or a place.
"""

from geo.claims.build import ClaimReader
from geo.claims.relations import find_relations

__all__ = ["ClaimReader", "find_relations"]
