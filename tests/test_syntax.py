"""Syntax: offsets of the whole text survive the parser, names are one token, statements are apart."""

from __future__ import annotations

from geo import documents
from geo.syntax import Hints, Syntax, end_offset, offset, parse_sentences

TEXT = "Talks End\n\nRussia sent troops to Nagorno-Karabakh; Armenia thanked it.\n\nGOMA -- The army left."


def parse(text: str = TEXT) -> Syntax:
    names = [(text.index("Nagorno-Karabakh"), text.index("Nagorno-Karabakh") + 16)] if "Nagorno" in text else []
    return Syntax(parse_sentences(text, documents.find_paragraphs(text), names, Hints(places=names)))


def test_every_token_knows_its_offset_in_the_whole_text() -> None:
    for sentence in parse().sentences:
        for token in sentence:
            assert TEXT[offset(token) : end_offset(token)] == token.text


def test_a_name_is_one_token_that_the_parser_takes_for_a_place() -> None:
    token = parse().token_at(TEXT.index("Nagorno-Karabakh"))
    assert token is not None
    assert token.text == "Nagorno-Karabakh"
    assert token.dep_ == "pobj", "the small model reads it as a verb where it is not helped"


def test_semicolons_and_datelines_end_statements() -> None:
    sentences = [sentence.text.strip() for sentence in parse().sentences]
    assert "Armenia thanked it." in sentences
    assert "The army left." in sentences


def test_no_token_starts_inside_a_word() -> None:
    assert parse().token_at(TEXT.index("ussia")) is None


def test_empty_text_has_no_sentences() -> None:
    assert parse_sentences("", ()) == ()
