"""The chooser: another dispatch, or several as one."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from geo import documents, webmap
from geo.model import Document
from geo.store import Head
from screen.session import explain, load_samples, load_store, open_documents

KINDS_OF_FILE = [suffix.removeprefix(".") for suffix in documents.SUFFIXES]
EMPTY = "The text is empty. Paste the text of a dispatch, upload a file, or choose a sample."
NO_FILE = "No file was chosen."
UNKNOWN_DATE = "Without a date, “on Tuesday” stays a weekday: no day is guessed."
SEVERAL = "Several are read as one: claims of several outlets about one ground stand together."
MOST = 40
"""Dispatches that are shown as one."""


def show_chooser() -> None:
    """Another dispatch: a sample, a paste, files, or what was kept."""
    opened = st.session_state.get("opened", 0)  # a new key closes it, so that what was opened can be seen
    with st.popover("Open a dispatch", icon=":material/article:", width="content", key=f"chooser-{opened}"):
        sample, paste, upload, kept = st.tabs(["Sample", "Paste", "Upload", "Kept here"])
        with sample:
            _show_samples()
        with paste, st.form("paste", border=False):
            st.text_area("Text of the dispatch", key="text", height=220)
            _show_source_fields("paste")
            st.form_submit_button("Read it", type="primary", on_click=_open_paste)
        with upload, st.form("upload", clear_on_submit=True, border=False):
            files = "Files: text, Markdown, HTML or PDF"
            st.file_uploader(files, KINDS_OF_FILE, accept_multiple_files=True, key="files", help=SEVERAL)
            _show_source_fields("upload")
            st.form_submit_button("Read the files", type="primary", on_click=_open_upload)
        with kept:
            _show_kept()


def _show_samples() -> None:
    """The list of samples; choosing one opens it."""
    titles = [webmap.escape_markdown(one.title or one.id) for one in load_samples()]
    label = "Dispatches written for this project from public facts"
    st.radio(label, range(len(titles)), format_func=titles.__getitem__, key="sample", on_change=_open_sample)
    st.button("All of them as one", help=SEVERAL, on_click=partial(open_documents, load_samples()))


def _show_kept() -> None:
    """What was opened on this machine before: to open again, one or several, or to forget."""
    known = load_store().list_heads()
    if not known:
        st.text("What you open is kept on this machine, so that corrections and links find it again. Nothing yet.")
        return
    names = {one.sha256: webmap.escape_markdown(_describe(one)) for one in known}
    with st.form("kept-form", border=False):
        st.multiselect("Kept on this machine", list(names), format_func=names.__getitem__, key="kept", help=SEVERAL)
        left, right = st.columns(2)
        left.form_submit_button("Open", type="primary", on_click=_open_kept)
        right.form_submit_button("Forget, with its corrections", on_click=_forget_kept)


def _describe(head: Head) -> str:
    return f"{head.title or 'Untitled dispatch'} ({webmap.describe_source(head)})"


def _show_source_fields(prefix: str) -> None:
    """Who printed it and when: asked for, never assumed."""
    left, right = st.columns(2)
    left.text_input("Outlet", key=f"{prefix}-outlet", placeholder="not stated")
    right.date_input(
        "Published", None, dt.date(1900, 1, 1), dt.date(2100, 1, 1), key=f"{prefix}-date", help=UNKNOWN_DATE
    )


def _open_sample() -> None:
    open_documents((load_samples()[st.session_state["sample"]],))


def _open_paste() -> None:
    """Open the pasted text, or say what is wrong with it."""
    text: str = st.session_state["text"]
    explain(lambda: _open([documents.from_text(text, _get_source("paste"))]))


def _open_upload() -> None:
    """Open the uploaded files, or say what is wrong with one of them."""
    files = st.session_state["files"]
    if not files:
        st.session_state["problem"] = NO_FILE
        return
    source = _get_source("upload")
    explain(lambda: _open([documents.from_bytes(one.getvalue(), one.name, source) for one in files]))


def _open_kept() -> None:
    found = [load_store().find_document(one) for one in st.session_state["kept"]]
    explain(lambda: _open([one for one in found if one]))


def _forget_kept() -> None:
    for one in st.session_state["kept"]:
        load_store().forget(one)


def _open(found: list[Document]) -> None:
    """Open documents that have text; else keep what is open, and say why."""
    opened = tuple({one.sha256: one for one in found if one.text.strip()}.values())
    if not opened:
        st.session_state["problem"] = EMPTY
    elif len(opened) > MOST:
        st.session_state["problem"] = f"{len(opened)} dispatches; at most {MOST} are shown as one."
    else:
        open_documents(opened)


def _get_source(prefix: str) -> documents.Source:
    """What was filled in beside a text or a file; an empty field is unknown."""
    outlet: str = st.session_state[f"{prefix}-outlet"].strip()
    return documents.Source(outlet=outlet or None, published=st.session_state[f"{prefix}-date"])
