"""The brief: what an analyst sends. The figure, the claims by claimant with their quotes, where they differ, limits.

Takes a Reading and the boundary files; gives a PDF or one HTML page. Does not choose what is told: every claim is in
it, those that are not on the map too.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from geo import figure, webmap
from geo.boundaries import Boundaries
from geo.credits import DISCLAIMER, describe_ground, describe_view
from geo.features import from_collection
from geo.model import Reading
from geo.reading import EMPTY_COLLECTION

METHOD = (
    "Claims were read from the text by rules; no person checked each.",
    "A claim is what somebody is reported to have said, never a finding.",
    "“Place known” is ground that a boundary file has.",
    "“Place approximate” is a schematic: a stated size is drawn exactly, its outline and its place are a sketch.",
    "Irony, long chains of reference and unusual verbs are missed; relations between claims most of all.",
    "Hold each claim against its quote.",
)

_TITLE, _NAME = figure.Face(11.5, "-Bold"), figure.Face(9, "-Bold")
_PLAIN, _QUOTE = figure.Face(8.2), figure.Face(8.2, "-Oblique", "#2b2b2b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim in the brief: what is claimed, how it is on the map, and the words."""

    what: str
    how: str
    quote: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief says: claims by claimant in the order of the text, disagreements, method and limits, sources."""

    claimants: tuple[tuple[str, tuple[Entry, ...]], ...]
    relations: tuple[str, ...]
    method: tuple[str, ...]
    sources: str


def build_brief(reading: Reading, world: Boundaries) -> Brief:
    """The words of the brief."""
    frame = from_collection(reading.features or EMPTY_COLLECTION)
    by_claimant: dict[str, list[Entry]] = {}
    for row in webmap.describe_claims(reading, frame):
        about = (f"{row.kind}, {row.stance}", row.size, row.place, row.event)
        what = "; ".join(one for one in about if one != webmap.NOT_STATED)
        by_claimant.setdefault(row.claimant, []).append(
            Entry(f"{row.number}. {what}.", f"{row.certainty}: {row.drawing}", row.quote)
        )
    relations = (f"{one.sentence}. {one.reason}" for one in webmap.describe_relations(reading))
    ground = f"{describe_view(world, None)}. Ground: {describe_ground(world, webmap.GROUND)}."
    return Brief(
        claimants=tuple((name, tuple(entries)) for name, entries in by_claimant.items()),
        relations=tuple(relations),
        method=METHOD,
        sources=f"Dispatch: {webmap.describe_source(reading.document)}. {ground}",
    )


def to_pdf(reading: Reading, world: Boundaries, *, made: dt.datetime | None = None) -> bytes:
    """The brief as a PDF in A4, the figure first; the same arguments give the same bytes."""
    rows = tuple(_set_rows(build_brief(reading, world)))
    return figure.to_document(reading, world, rows, foot=DISCLAIMER, made=made)


def to_html(reading: Reading, world: Boundaries, *, made: dt.datetime | None = None) -> str:
    """The brief as one HTML page that refers to nothing outside itself and prints."""
    brief, escape = build_brief(reading, world), webmap.escape
    picture = base64.b64encode(figure.to_figure(reading, world, format="svg", size="portrait", made=made)).decode()
    title = escape(reading.document.title or "Claims of territory in one dispatch")
    parts = [
        f"<h1>{title}</h1>",
        f'<img alt="The map of the claims that are listed below" src="data:image/svg+xml;base64,{picture}">',
    ]
    parts.append("<h2>Who claims what</h2>")
    for name, entries in brief.claimants:
        parts.append(f"<h3>{escape(name)}</h3>")
        parts += [
            f"<p>{escape(one.what)} <small>{escape(one.how)}</small></p><blockquote>{escape(one.quote)}</blockquote>"
            for one in entries
        ]
    parts += [
        "<h2>Where the claims differ</h2>",
        *(f"<p>{escape(one)}</p>" for one in brief.relations or (NO_RELATION,)),
    ]
    parts += ["<h2>How this was made, and its limits</h2>", *(f"<p>{escape(one)}</p>" for one in brief.method)]
    parts.append(f"<h2>Sources</h2><p>{escape(brief.sources)}</p><p>{escape(DISCLAIMER)}</p>")
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>\n'
        + "\n".join(["<main>", *parts, "</main>"])
        + "\n</html>\n"
    )


NO_RELATION = "No two claims of this dispatch were found to contradict each other."

STYLE = """
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1f2328; }
img { width: 100%; border: 1px solid #dcd8cf; }
h2 { margin-top: 2rem; border-bottom: 1px solid #dcd8cf; } h3 { margin-bottom: 0.2rem; }
p { margin: 0.5rem 0 0; unicode-bidi: isolate; } small { color: #5b6470; display: block; }
blockquote { margin: 0.2rem 0 0.8rem; padding-left: 0.8rem; border-left: 3px solid #dcd8cf; unicode-bidi: isolate; }
@media print {
  body { margin: 0; font-size: 11px; }
  h3, p { break-after: avoid; }
  img { max-height: 92vh; object-fit: contain; }
}
"""


def _set_rows(brief: Brief) -> Iterator[figure.Row]:
    yield figure.Row("Who claims what", _TITLE, 0)
    for name, entries in brief.claimants:
        yield figure.Row(name, _NAME, 3.2)
        for one in entries:
            yield figure.Row(one.what, _PLAIN, 1.4)
            yield figure.Row(f"“{one.quote}”", _QUOTE, 0.6)
            yield figure.Row(one.how, _PLAIN.scaled(0.9), 0.6)
    yield figure.Row("Where the claims differ", _TITLE, 6)
    yield from (figure.Row(one, _PLAIN, 1.4) for one in brief.relations or (NO_RELATION,))
    yield figure.Row("How this was made, and its limits", _TITLE, 6)
    yield from (figure.Row(one, _PLAIN, 1.4) for one in (*brief.method, brief.sources))
