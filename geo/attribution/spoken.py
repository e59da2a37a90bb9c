"""What an attribution is: whose word, in which stance, over which part of the text.

Takes nothing; holds plain values. Does not find any.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from geo.model import Party, Stance


@dataclass(frozen=True, slots=True)
class Scope:
    """What an attribution covers: offsets of its tokens, and its outer span with the speaker and the cue."""

    tokens: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's word over a part of the text.

    ``cue`` is the reporting word's lemma; ``via`` who passed it on, nearest first;
    ``accused`` the nouns of who is blamed or addressed, ``against`` the party where only the dispatch tells it.
    """

    speaker: Party
    stance: Stance
    cue: str
    cue_token: Token
    scope: Scope
    via: tuple[Party, ...] = ()
    accused: tuple[Token, ...] = ()
    against: Party | None = None
    doubts: tuple[str, ...] = ()
