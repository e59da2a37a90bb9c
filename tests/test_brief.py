"""The brief: every claim with its words, by claimant; the same bytes each time; nothing from outside, nothing live."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import matplotlib as mpl
import pypdf
import pytest
from matplotlib.backends.backend_pdf import PdfPages

from geo import brief
from geo.figure import PAGES, Face, Row
from geo.figure.document import compose_text
from geo.model import Reading
from tests.hand_made import SquareWorld, build_reading
from tests.sample_readings import build_sample
from tests.test_webmap import PAYLOADS

MADE = dt.datetime(2031, 5, 9, 10, tzinfo=dt.UTC)
READING = build_reading()
TOWN = build_sample("town")


def read_pdf(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_every_claim_stands_under_its_claimant_with_its_words():
    found = brief.build_brief(READING, SquareWorld())
    assert [name for name, _ in found.claimants] == [
        "General staff, via Daily Square",
        "Ada Moor, premier, via Daily Square",
    ]
    entries = [one for _, entries in found.claimants for one in entries]
    assert {one.quote for one in entries} == {claim.quote for claim in READING.claims}
    assert (
        entries[0].what == "1. seizure, asserts; 120 km²; the border of Eastland and Westland; 6 May 2031 (inferred)."
    )
    assert any(one.how.startswith("not on the map: the sentence names no place") for one in entries)
    assert found.relations[0].startswith("General staff (claim 1) contradicts Ada Moor (claim 2).")


def test_the_pdf_has_the_figure_first_and_all_the_words_after_it_and_is_the_same_each_time(real):
    one, other = (brief.to_pdf(TOWN, real, made=MADE) for _ in range(2))
    assert one == other
    pages = read_pdf(one)
    assert len(pages) == 2
    assert TOWN.document.title in pages[0]
    words = re.sub(r"\s+", " ", pages[1])
    for claim in TOWN.claims:
        assert claim.quote in words
    assert "do not imply endorsement" in words
    assert "page 2" in words


def test_a_reading_without_claims_says_so(real):
    empty = brief.build_brief(Reading(READING.document), real)
    assert (empty.claimants, empty.relations) == ((), ())
    assert "No two claims" in brief.NO_RELATION


def test_more_claims_than_a_page_holds_go_on_to_the_last():
    rows = tuple(Row(f"Claim {number} " + "word " * 40, Face(8.2), 1.4) for number in range(80))
    with mpl.rc_context({"pdf.fonttype": 42}):
        stream = io.BytesIO()
        with PdfPages(stream) as document:
            for page in compose_text(rows, PAGES["portrait"], "Title", "Foot"):
                document.savefig(page)
    pages = read_pdf(stream.getvalue())
    assert len(pages) == 3
    assert "Claim 79" in pages[-1]
    assert all("Foot" in page for page in pages)


@pytest.mark.parametrize("name", ["script end", "image"])
def test_a_hostile_dispatch_is_text(name, real):
    poisoned = replace(TOWN, document=replace(TOWN.document, title=PAYLOADS[name], outlet=PAYLOADS[name]))
    page = brief.to_html(poisoned, real, made=MADE)
    assert "<script" not in page
    assert not re.search(r"<img(?! alt=\"The map)", page)
    assert not re.search(r"(src|href)=\"(?!data:)", page), "nothing is asked for"
