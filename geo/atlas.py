"""An atlas: one page that lists the figures of many dispatches, for a desk that follows several.

Takes Readings and the names of the files made from them; gives one HTML page beside those files. Does not draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from geo import webmap
from geo.credits import DISCLAIMER
from geo.model import Reading
from geo.reading import find_unplaced


@dataclass(frozen=True, slots=True)
class Plate:
    """One dispatch of an atlas: its reading, and the names of its figure (PNG) and of its map (HTML)."""

    reading: Reading
    figure: str
    page: str


def build_index(plates: Iterable[Plate]) -> str:
    """The page: each dispatch with its figure, how many claims it holds, and how many of them are not on the map."""
    return (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Claims of territory, by dispatch</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style>\n<main>\n<h1>Claims of territory, by dispatch</h1>\n<ul>\n"
        + "\n".join(_describe_plate(one) for one in plates)
        + f"\n</ul>\n<p>{webmap.escape(DISCLAIMER)}</p>\n</main>\n</html>\n"
    )


def _describe_plate(plate: Plate) -> str:
    escape, document = webmap.escape, plate.reading.document
    title = escape(document.title or "A dispatch without a title")
    claims, missing = len(plate.reading.claims), len(find_unplaced(plate.reading))
    count = "1 claim" if claims == 1 else f"{claims} claims"
    return (
        f'<li><a href="{escape(plate.page)}"><img src="{escape(plate.figure)}" alt="The figure of: {title}" '
        f'loading="lazy"></a><h2><a href="{escape(plate.page)}">{title}</a></h2>'
        f"<p>{escape(webmap.describe_source(document))}<br>{count}, {missing} of them not on the map. "
        f'<a href="{escape(plate.figure)}">Figure</a></p></li>'
    )


STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; background: #fbfaf6; margin: 2rem auto; max-width: 74rem;
  padding: 0 1rem; }
ul { list-style: none; padding: 0; display: grid; gap: 2rem;
  grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }
img { width: 100%; border: 1px solid #d0cabd; }
h2 { font-size: 1.05rem; margin: .4rem 0 0; }
p { margin: .2rem 0; }
a { color: #1f4e79; }
"""
