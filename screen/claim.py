"""The chosen claim in full: what was said, by whom, how it was read, and from which place of which file."""

from __future__ import annotations

import streamlit as st

from geo import webmap
from geo.layers import Layer
from geo.model import Claim, Mention, Reading
from screen.session import get_engine
from screen.switches import show_only


def show_claim(row: webmap.ClaimRow, reading: Reading, layers: tuple[Layer, ...], key: str) -> None:
    """The panel of a claim, and a button that leaves only its layer on the map."""
    layer = next(one for one in layers if row.claim_id in one.claim_ids)
    claim = next(one for one in reading.claims if one.id == row.claim_id)
    facts = {
        "Stance": row.stance,
        "Kind": row.kind,
        "Stated size": row.size,
        "Place": row.place,
        "When": row.event,
        "Said": row.said,
        "On the map": f"{row.certainty}; {row.drawing}",
        "Read by": f"the rule “{claim.rule}”, confidence {claim.confidence:.2f}" + _list_doubts(claim),
        "Gazetteer": "; ".join(describe_place(one) for one in _find_places(claim, reading)) or "no place named",
    }
    listed = "".join(f"<dt>{name}</dt><dd>{webmap.escape(value)}</dd>" for name, value in facts.items())
    st.html(
        f'<div class="cs-claim" style="--mark:{layer.mark.color}">'
        f"<h2>Claim {row.number}: {webmap.escape(row.claimant)}</h2>"
        f"<blockquote>{webmap.escape(row.quote)}</blockquote><dl>{listed}</dl></div>"
    )
    if len([one for one in layers if one.drawn]) > 1 and layer.drawn:
        st.button(
            "Only this layer on the map",
            key="only-this",
            type="tertiary",
            on_click=show_only,
            args=({claim.id}, layers, key),
        )


def _list_doubts(claim: Claim) -> str:
    return f": {' '.join(claim.doubts)}" if claim.doubts else ""


def _find_places(claim: Claim, reading: Reading) -> list[Mention]:
    return [one for one in reading.mentions if one.id in claim.where]


def describe_place(mention: Mention) -> str:
    """Which place a name was read as, from which file, and why."""
    if mention.place is None:
        return f"“{mention.toponym}”: unresolved" + (f" ({'; '.join(mention.reasons)})" if mention.reasons else "")
    why = f" ({'; '.join(mention.reasons)})" if mention.reasons else ""
    point = f", {mention.place.lon:.3f} {mention.place.lat:.3f}" if mention.place.lon is not None else ""
    local = get_engine().gazetteer.local_name(mention.place.place_id)
    named = f" {local}," if local and local != mention.place.name else ""
    return (
        f"“{mention.toponym}”: {mention.place.name},{named} {mention.place.place_id}{point}, {mention.score:.2f}{why}"
    )
