"""Documents: offsets survive, boilerplate goes, bad input gets one clear line."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import documents
from geo.errors import InputError

BOILERPLATE = [
    ("Most Read from The Wire", "a publisher's list of other stories"),
    ("Advertisement", "an advertisement's place"),
    ("  • Oops!", "a widget that failed to load, as a bullet"),
    ("Something went wrong.", "the same widget"),
    ("©2024 The Wire", "copyright"),
    (
        "(An earlier version of this story corrected the spelling of Iraq.)",
        "a correction note names places of no event",
    ),
    ("(Reporting by A. Writer in Baku; Editing by B. Editor)", "the writer's town is no event"),
    ("Sign up for our newsletter", "a call to subscribe"),
]
KEPT = [
    ("More troops crossed the river.", "starts like a list of other stories"),
    ("Read the treaty again, the minister said.", "starts with Read"),
    ("The photo shows a village.", "names a photo in a sentence"),
    ("Copyrighted maps were seized.", "only starts like copyright"),
]


@pytest.mark.parametrize(("line", "why"), BOILERPLATE)
def test_boilerplate_is_blanked_in_place(line: str, why: str) -> None:
    text = f"They took Goris.\n{line}\nThen they left."
    clean = documents.blank_boilerplate(text)
    assert clean == f"They took Goris.\n{' ' * len(line)}\nThen they left.", why


@pytest.mark.parametrize(("line", "why"), KEPT)
def test_sentences_are_no_boilerplate(line: str, why: str) -> None:
    assert documents.blank_boilerplate(line) == line, why


@given(st.text())
def test_clean_text_is_as_long_as_the_text(text: str) -> None:
    assert len(documents.blank_boilerplate(text)) == len(text)


def test_agency_tag_is_blanked_and_the_dateline_town_stays() -> None:
    clean = documents.blank_boilerplate("KYIV, May 3 (Reuters) - Troops moved.")
    assert clean == "KYIV, May 3           - Troops moved."


def test_half_a_character_is_replaced_one_for_one() -> None:
    document = documents.from_text("Ba\ud83dku")
    assert document.text == document.clean == "Ba\ufffdku"


def test_format_characters_become_blanks() -> None:
    assert documents.blank_boilerplate("Ba\u00adku\u200b\u202e.") == "Ba ku  ."


HEADLINES = [
    ("Rebels Take Goma\n\nText.", "Rebels Take Goma", "a line, then an empty one"),
    ("Rebels took Goma.\n\nMore.", None, "a full stop: a sentence"),
    ("Rebels Take Goma\nText.", None, "no empty line after it"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "headline", "why"), HEADLINES)
def test_headline(text: str, headline: str | None, why: str) -> None:
    span = documents.find_headline(text)
    assert (text[slice(*span)] if span else None) == headline, why


def test_paragraphs_cover_all_words_and_nothing_else() -> None:
    text = "Head\n\nOne line\nsame paragraph.\n\n\nLast.\n"
    assert [text[a:b] for a, b in documents.find_paragraphs(text)] == ["Head", "One line\nsame paragraph.", "Last."]


REFUSED = [
    (b"\x89PNG\r\n\x1a\n\x00\x00", "x.txt", "binary data", "a picture named .txt"),
    (b"caf\xe9", "x.txt", "want a dispatch saved as UTF-8", "Latin-1"),
    (b"%PDF-1.4 broken", "x.pdf", "not a readable PDF", "a broken PDF"),
    (b"<html><body></body></html>", "x.html", "no article text", "an empty page"),
    (b"x" * (documents.MAX_BYTES + 1), "x.txt", "at most 20 MB", "too many bytes"),
]


@pytest.mark.parametrize(("data", "name", "message", "why"), REFUSED)
def test_bad_files_get_one_clear_line(data: bytes, name: str, message: str, why: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        documents.from_bytes(data, name)
    assert name in str(caught.value), why
    assert "\n" not in str(caught.value), why


def test_the_limit_is_a_limit() -> None:
    assert documents.from_text("x" * documents.MAX_CHARACTERS).clean
    with pytest.raises(InputError, match="at most 1,000,000"):
        documents.from_text("x" * (documents.MAX_CHARACTERS + 1))


def test_missing_file_says_what_is_accepted() -> None:
    with pytest.raises(InputError, match=r"want a \.txt, .* file, '-' or an http"):
        documents.read_document("no/such/file.txt")


def test_standard_input_and_utf16_are_read() -> None:
    assert documents.read_document("-", stdin=io.BytesIO("Goris".encode("utf-16"))).text == "Goris"


def test_front_matter_fills_what_is_not_said() -> None:
    data = b'---\ntitle: "T"\noutlet: O\npublished: 2023-01-02\n---\n\nBody.\n'
    document = documents.from_bytes(data, "x.md", documents.Source(outlet="Given"))
    assert (document.title, document.outlet, document.published) == ("T", "Given", dt.date(2023, 1, 2))
    assert document.text == "Body."


def test_a_wrong_date_says_what_was_given() -> None:
    with pytest.raises(InputError, match="'14/9/2022' is no date; want one like 2022-09-14"):
        documents.parse_date("14/9/2022", "--published")


def test_samples_are_complete() -> None:
    samples = documents.read_samples()
    assert len(samples) >= 3
    for sample in samples:
        assert sample.title, sample.id
        assert sample.outlet, sample.id
        assert sample.published, sample.id


def test_html_gives_the_article() -> None:
    page = (
        "<html><body><nav>Menu</nav><article><h1>Talks</h1>"
        + "<p>Troops left the town on Monday, officials said.</p>" * 5
    )
    assert "Troops left the town" in documents.from_bytes(f"{page}</article></body></html>".encode(), "x.html").text


PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/x",
    "http://[::1]/",
    "http://2130706433/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(InputError, match="nothing was fetched; want a public") as caught:
        documents.read_document(address)
    assert address in str(caught.value)
