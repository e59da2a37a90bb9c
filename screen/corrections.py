"""What a reader puts right: another place, another field, a claim taken out or added, a strip moved, a shape drawn.

Each correction is saved at once, beside the dispatch on this machine, and replayed on the next reading of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from geo import overrides, webmap
from geo.model import Claim, ClaimKind, Document, Mention, MentionKind, Stance
from geo.pipeline import Corrected
from geo.resolution import rank
from screen.finding import describe_candidate
from screen.opening import NO_FILE
from screen.session import Frame, choose, explain, get_documents, get_engine, load_store, show_note
from screen.switches import EARLIEST, LATEST

ALONE = "Open this dispatch alone to correct it: what is corrected there stands here too."
NONE_OF_THESE = "none of these: leave it unresolved"
CANDIDATES = 8
LEAST_RING = 3

Standing = dict[str, tuple[overrides.Override, ...]]
"""The corrections of each open dispatch, by its digest: read once a press."""


def show_corrections(claim: Claim, corrected: Corrected, frame: Frame, standing: Standing) -> None:
    """Under the chosen claim: what can be put right in it."""
    with st.expander("Correct this claim", key=f"correct-{claim.id}"):
        if len(get_documents()) > 1:
            st.text(ALONE)
            return
        st.text_input("Who corrects", key="who", placeholder="your name, kept with each correction", max_chars=80)
        st.text_input(
            "Why", key=f"why-{claim.id}", placeholder="the reason, for whoever reads this later", max_chars=300
        )
        _show_fields(claim, corrected)
        _show_places(claim, corrected)
        _show_pen(claim, corrected)
        st.button(
            "This is no claim: take it out", key=f"reject-{claim.id}", on_click=_save, args=(claim, corrected, "reject")
        )
    _show_mover(claim, corrected, frame, standing)


def show_history(corrected: Corrected, standing: Standing) -> None:
    """All corrections of the open dispatch: undo, redo, the file, and what could not be replayed."""
    if len(get_documents()) > 1:
        for warning in corrected.warnings:
            st.text(warning)
        return
    document = get_documents()[0]
    made = standing[document.sha256]
    undone = load_store().count_undone(document.sha256)
    for warning in corrected.warnings:
        show_note(warning, bad=True)
    _show_adder(document)
    with st.expander(f"Corrections ({len(made)})", key="history"):
        with st.container(horizontal=True):
            store, about = load_store(), (document.sha256,)
            st.button("Undo", key="undo", disabled=not made, on_click=store.undo, args=about)
            st.button("Redo", key="redo", disabled=not undone, on_click=store.redo, args=about)
            name = f"overrides-{document.sha256[:8]}.json"
            text = overrides.write_overrides(document, made)
            st.download_button(
                "Save as a file", text, name, "application/json", on_click="ignore", key="overrides-save"
            )
        for number, one in enumerate(made, start=1):
            st.text(f"{number}. {describe_override(one)}")
        with st.form("overrides-form", clear_on_submit=True, border=False):
            st.file_uploader("A file of corrections, to replay here", ["json"], key="overrides-file")
            st.form_submit_button("Replay it", on_click=_upload, args=(document.sha256,))


def describe_override(one: overrides.Override) -> str:
    """A correction in a line: what, from, to, who, when, why."""
    quote = " ".join(one.quote.split())
    quote = quote if len(quote) < 50 else f"{quote[:47]}..."
    what = {
        "edit": f"{(one.field or '').replace('_', ' ')}: {one.old} to {one.new}",
        "place": f"place: {one.old} to {one.new}",
        "move": "moved along the border",
        "draw": "drawn by hand" if one.new else "drawing taken back",
        "reject": "taken out",
        "add": "added",
    }[one.action]
    signed = ", ".join(part for part in (one.who, one.when[:16].replace("T", " "), one.why) if part)
    return f"“{quote}”: {what}" + (f" ({signed})" if signed else "")


def add_point(point: tuple[float, float]) -> None:
    """A press on the map while the pen is down: one more point of the outline, lon, lat."""
    st.session_state["pen"] = [*st.session_state.get("pen", []), point]


def is_pen_down(number: int) -> bool:
    """Whether presses on the map draw, instead of choosing claims."""
    return bool(st.session_state.get("pen-down")) and st.session_state.get("pen-claim") == number and number > 0


def _show_fields(claim: Claim, corrected: Corrected) -> None:
    tag = _tag(claim)
    kinds, stances = [str(one) for one in ClaimKind], [str(one) for one in Stance]
    event = (claim.event.start, claim.event.end) if claim.event else (None, None)
    with st.form(f"fields-{tag}", border=False):
        left, right = st.columns(2)
        left.text_input("Claimed by", claim.claimant.name, key=f"claimant-{tag}", max_chars=overrides.LONGEST)
        right.selectbox("Kind", kinds, kinds.index(claim.kind), key=f"kind-{tag}")
        left.selectbox("Stance", stances, stances.index(claim.stance), key=f"stance-{tag}")
        right.number_input("Area in km²", 0.0, 5e8, claim.area_km2, key=f"area-{tag}", format="%0.10g")
        left.text_input("Who did it", claim.actor or "", key=f"actor-{tag}", max_chars=overrides.LONGEST)
        right.text_input("To whom", claim.counterpart or "", key=f"counterpart-{tag}", max_chars=overrides.LONGEST)
        left.date_input("From", event[0], EARLIEST, LATEST, key=f"first-{tag}")
        right.date_input("To", event[1], EARLIEST, LATEST, key=f"last-{tag}")
        st.form_submit_button(
            "Save these fields", on_click=_save_fields, args=(claim, corrected, tag), key=f"save-{tag}"
        )


def _tag(claim: Claim) -> str:
    """What the keys of a claim's fields end with: after each correction they show what then holds."""
    return f"{claim.id}-{st.session_state['edition']}"


def _save_fields(claim: Claim, corrected: Corrected, tag: str) -> None:
    """A correction for each field that differs from what was read."""
    event = [claim.event.start.isoformat(), claim.event.end.isoformat()] if claim.event else None
    read = {
        "claimant": claim.claimant.name,
        "kind": str(claim.kind),
        "stance": str(claim.stance),
        "area_km2": claim.area_km2,
        "actor": claim.actor,
        "counterpart": claim.counterpart,
        "event": event,
    }
    given = {name: st.session_state[f"{name}-{tag}"] for name in ("kind", "stance", "first", "last")}
    first, last = given.pop("first"), given.pop("last")
    given |= {name: st.session_state[f"{name}-{tag}"].strip() or None for name in ("claimant", "actor", "counterpart")}
    given["area_km2"] = st.session_state[f"area-{tag}"] or None
    given["event"] = [(first or last).isoformat(), (last or first).isoformat()] if first or last else None
    changed = [name for name in read if given[name] != read[name]]
    made = [{"action": "edit", "field": name, "old": read[name], "new": given[name]} for name in changed]
    explain(lambda: _keep(claim, corrected, made))


def _show_places(claim: Claim, corrected: Corrected) -> None:
    """For each name in the claim's sentence: the ranked places that it may mean."""
    reading = corrected.reading
    named = [one for one in reading.mentions if _is_name_in(one, claim)]
    for mention in {one.toponym: one for one in named}.values():
        found = list(rank(mention.toponym, get_engine().gazetteer))[:CANDIDATES]
        labels = {one.place.place_id: f"{describe_candidate(one)}: {one.score:.2f}" for one in found}
        labels[""] = NONE_OF_THESE
        now = mention.place.place_id if mention.place else ""
        if now not in labels:
            labels = {now: mention.place.name if mention.place else now} | labels
        name = f"place-{mention.id}-{now}"
        st.selectbox(
            f"“{webmap.escape_markdown(mention.toponym)}” is",
            list(labels),
            list(labels).index(now),
            format_func=labels.__getitem__,
            key=name,
            on_change=_save_place,
            args=(mention, corrected, name, claim.id),
        )


def _is_name_in(mention: Mention, claim: Claim) -> bool:
    inside = claim.start <= mention.start and mention.end <= claim.end
    return mention.kind is MentionKind.NAME and (inside or mention.id in claim.where)


def _save_place(mention: Mention, corrected: Corrected, name: str, claim_id: str) -> None:
    document = corrected.reading.document
    record = {
        "action": "place",
        "start": mention.start,
        "end": mention.end,
        "quote": document.text[mention.start : mention.end],
        "old": mention.place.place_id if mention.place else None,
        "new": st.session_state[name] or None,
    }
    explain(lambda: _store(document, [record], claim_id))


def _show_pen(claim: Claim, corrected: Corrected) -> None:
    """Points pressed on the map, and what becomes of them."""
    number = st.session_state["chosen"]
    st.toggle(
        "Draw it by hand: press points on the map (one is a point, three or more an outline)",
        key="pen-down",
        on_change=_lift_pen,
        args=(number,),
    )
    if not is_pen_down(number):
        return
    points = st.session_state.get("pen", [])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{len(points)} points")
        usable = len(points) == 1 or len(points) >= LEAST_RING
        st.button("Keep this shape", key="pen-keep", disabled=not usable, on_click=_save_shape, args=(claim, corrected))
        st.button("Start over", key="pen-over", disabled=not points, on_click=_lift_pen, args=(number,))
        st.button("As the text has it", key="pen-none", on_click=_save, args=(claim, corrected, "draw"))


def _lift_pen(number: int) -> None:
    st.session_state["pen"] = []
    st.session_state["pen-claim"] = number


def _save_shape(claim: Claim, corrected: Corrected) -> None:
    points = [[round(lon, 6), round(lat, 6)] for lon, lat in st.session_state["pen"]]
    shape: dict[str, Any] = {"type": "Point", "coordinates": points[0]}
    if len(points) > 1:
        shape = {"type": "Polygon", "coordinates": [[*points, points[0]]]}
    st.session_state["pen"], st.session_state["pen-down"] = [], False
    explain(lambda: _keep(claim, corrected, [{"action": "draw", "new": shape}]))


def _show_mover(claim: Claim, corrected: Corrected, frame: Frame, standing: Standing) -> None:
    """A slider that moves the chosen claim's strip along its border, where the text does not say how far along."""
    drawn = frame[(frame["part"] == "drawn") & (frame["method"] == "strip")]
    if claim.id not in set(drawn["claim_id"]) or len(get_documents()) > 1:
        return
    moves = [one for one in standing[get_documents()[0].sha256] if one.action == "move"]
    mine = [one.new for one in moves if corrected.anchors.get(claim.id) == (one.start, one.end, one.ordinal)]
    name = f"mover-{claim.id}-{len(moves)}"
    st.slider(
        "Where along the border is not stated: move it (others on this side go along; areas stay)",
        min_value=0,
        max_value=100,
        value=round(100 * mine[-1]) if mine else 50,
        step=2,
        format="%d %%",
        key=name,
        on_change=lambda: _save(claim, corrected, "move", st.session_state[name] / 100),
    )


def _show_adder(document: Document) -> None:
    """Where words were selected in the text: a claim of them."""
    span = st.session_state.get("selection")
    if not span:
        return
    start, end = span
    quote = document.text[start:end]
    with st.form("add-form"):
        st.html(f'<h2 class="cs-head">Add a claim</h2><blockquote class="cs-quiet">{webmap.escape(quote)}</blockquote>')
        left, right = st.columns(2)
        left.text_input("Claimed by", key="add-claimant")
        right.selectbox("Kind", [str(one) for one in ClaimKind], key="add-kind")
        left.selectbox("Stance", [str(one) for one in Stance], key="add-stance")
        right.number_input("Area in km²", 0.0, 5e8, None, key="add-area")
        st.text_input("Why", key="add-why", max_chars=300)
        with st.container(horizontal=True):
            st.form_submit_button("Add it", type="primary", on_click=_save_added, args=(document, start, end))
            st.form_submit_button("No", on_click=_forget_selection)


def _forget_selection() -> None:
    st.session_state["selection"] = None


def _save_added(document: Document, start: int, end: int) -> None:
    state = st.session_state
    new = {"claimant": state["add-claimant"], "kind": state["add-kind"], "stance": state["add-stance"]}
    if state["add-area"]:
        new["area_km2"] = state["add-area"]
    record = {"action": "add", "start": start, "end": end, "quote": document.text[start:end], "new": new}
    explain(lambda: _store(document, [record | {"why": state["add-why"]}], ""))
    if st.session_state["problem"] is None:
        _forget_selection()


def _save(claim: Claim, corrected: Corrected, action: str, new: object = None) -> None:
    """One correction of a claim, saved."""
    if action == "reject":
        choose(0, "nothing")
    explain(lambda: _keep(claim, corrected, [{"action": action, "new": new}]))


def _keep(claim: Claim, corrected: Corrected, made: list[dict[str, Any]]) -> None:
    start, end, ordinal = corrected.anchors[claim.id]
    about = {"start": start, "end": end, "ordinal": ordinal, "quote": claim.quote}
    _store(corrected.reading.document, [about | one for one in made], claim.id)


def _store(document: Document, records: list[dict[str, Any]], claim_id: str) -> None:
    """Check and save corrections, each with who, when and why."""
    state = st.session_state
    signed = {
        "sha256": document.sha256,
        "who": state.get("who", "").strip(),
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "why": state.get(f"why-{claim_id}", "").strip(),
    }
    made = [overrides.make_override(signed | one) for one in records]
    load_store().keep(document)
    load_store().add_overrides(document.sha256, made)
    state["problem"] = None


def _upload(sha256: str) -> None:
    file = st.session_state["overrides-file"]
    if file is None:
        st.session_state["problem"] = NO_FILE
        return
    explain(lambda: _replay_file(sha256, file.getvalue()))


def _replay_file(sha256: str, data: bytes) -> None:
    found = overrides.read_overrides(data.decode("utf-8", errors="replace"))
    load_store().add_overrides(sha256, found)
    st.session_state["problem"] = None
