"""The app: a dispatch beside the map of its claims. The parts of the page are in ``screen``."""

from __future__ import annotations

import streamlit as st

from geo import webmap
from screen.desk import show_desk
from screen.finding import show_finder
from screen.ground import show_boundaries
from screen.opening import show_chooser
from screen.session import get_documents, names_others, open_from_address, read_asset
from screen.switches import show_grouping, show_look, show_time

PURPOSE = "Who claims which ground: a news dispatch in, a map of its claims out."
ICON = (  # an SVG of ours: Streamlit's own icons and emoji would be fetched from the network
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32"><path d="M3 7l9-4 8 4 9-4v22'
    'l-9 4-8-4-9 4z" fill="#2f4858"/><path d="M12 3v22M20 7v22" stroke="#fbfaf7" stroke-width="2"/></svg>'
)


def main() -> None:
    """Draw the page."""
    st.set_page_config(page_title="Claimscape", page_icon=ICON, layout="wide")
    st.html(f"<style>{read_asset('page.css')}{read_asset('tables.css')}</style>")
    if "documents" not in st.session_state or names_others():
        open_from_address()
    with st.container(horizontal=True, vertical_alignment="bottom", key="top"):
        show_title()
        with st.container(horizontal=True, horizontal_alignment="right", width="content", key="tools"):
            show_grouping()
            show_time()
            show_look()
            show_finder()
            show_boundaries()
            show_chooser()
    show_desk()


def show_title() -> None:
    """What this is, and which dispatch is open."""
    opened = get_documents()
    several = "; ".join(one.title or "Untitled dispatch" for one in opened)
    title = (opened[0].title or "Untitled dispatch") if len(opened) == 1 else f"{len(opened)} dispatches"
    source = webmap.describe_source(opened[0]) if len(opened) == 1 else several
    st.html(
        f'<div class="cs-brand"><b>Claimscape</b><span>{PURPOSE}</span></div>'
        f'<h1 class="cs-title">{webmap.escape(title)}</h1><div class="cs-source">{webmap.escape(source)}</div>'
    )


main()
