"""Text, file or address -> Document; boilerplate is blanked in place so that offsets hold.

Takes a string, bytes, a path or an http(s) address; gives a Document whose ``clean`` is as long as its ``text``.
Does not find any place or claim, and never guesses a publication date.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from geo.errors import InputError
from geo.model import Document

MAX_CHARACTERS = 1_000_000
MAX_BYTES = 20_000_000
FETCH_SECONDS = 20
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
SAMPLES = Path(__file__).parent.parent / "data" / "dispatches"

_FETCH = """
import sys
from trafilatura import fetch_url
from trafilatura.settings import use_config
config = use_config()
config.set("DEFAULT", "INSECURE_SSL_FALLBACK", "off")
config.set("DEFAULT", "DOWNLOAD_TIMEOUT", "10")
sys.stdout.buffer.write((fetch_url(sys.argv[1], config=config) or "").encode("utf-8", "replace"))
"""

_STRAIGHT = str.maketrans({
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\t", " "),
})  # fmt: skip

# Lines that publishers put round a story. Blanked, never removed: offsets hold.
_BOILERPLATE = re.compile(
    r"""
      ^[ ]*(?:[•*·▪-][ ]*)?(?:
        (?:most|also|more)\ read\b.{0,80}
      | (?:read|see)\ (?:more|also|next)\b.{0,200}
      | (?:related|recommended|trending)(?:\ (?:stories|articles|content|topics))?:?
      | oops!?
      | something\ went\ wrong\.?
      | please\ try\ again\ later\.?
      | advertisements?
      | (?:article|story)\ continues\ below.{0,80}
      | (?:sign\ up|subscribe)\b.{0,200}
      | (?:share|print|email|save)(?:\ this)?(?:\ (?:article|story))?
      | (?:click|tap)\ here\b.{0,200}
      | follow\ us\b.{0,120}
      | (?:©|\(c\)|copyright\b).{0,200}
      | all\ rights\ reserved.{0,80}
      | \(?(?:an\ earlier|a\ previous|this)\ (?:version|story|article)\b[^\n]{0,200}
        \b(?:correct|updat|misstat|misspel|clarif)[^\n]{0,200}
      | \(?(?:corrects|corrected|updates|updated|adds|recasts|clarifies)\b[^\n]{0,200}\)?
      | \(?(?:additional\ )?(?:reporting|writing|editing|edited|compiled)\ by\b[^\n]{0,300}\)?
      | (?:photo|image|picture|video|graphic)(?:\ (?:credit|by|source))?:[^\n]{0,200}
      )[ ]*$
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# "(Reuters) - ", "KYIV, May 3 (AP) — ": who printed it, not where it happened. A dateline's town stays.
_AGENCY_TAG = re.compile(r"\((?:[A-Z][\w.&/ -]{1,30})\)(?=\s{0,3}(?:--|-|–|—)\s)")
# Half a character, from a broken JSON escape: no file can hold it. Replaced one for one.
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HEADLINE_END = re.compile(r"[.!?:;,\"')]\s*$")
_ENTRY = re.compile(r"\d{1,2}[:.]\d\d\b\s*(?:[A-Z]{2,4}\b)?\s*\S")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """What the reader of a dispatch knows besides its text. A missing publication date stays missing."""

    title: str | None = None
    outlet: str | None = None
    published: dt.date | None = None


def from_text(text: str, source: Source | None = None, *, document_id: str | None = None) -> Document:
    """Make a Document of a dispatch's text; an empty one is a valid Document with nothing in it.

    Raises InputError above MAX_CHARACTERS.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read at once")
    source = source or Source()
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    text = _LONE_SURROGATE.sub("\ufffd", text)
    clean = blank_boilerplate(text)
    headline = find_headline(clean)
    return Document(
        id=document_id or f"dispatch-{digest[:12]}",
        title=source.title or (clean[slice(*headline)] if headline else None),
        outlet=source.outlet,
        published=source.published,
        language="en",
        text=text,
        clean=clean,
        sha256=digest,
    )


def blank_boilerplate(text: str) -> str:
    r"""The text with quotes straightened and boilerplate turned into spaces; the same length, offsets equal.

    >>> blank_boilerplate("Advertisement\n“It fell,” he said.")
    '             \n"It fell," he said.'
    """
    straight = straighten(text)
    for pattern in (_BOILERPLATE, _AGENCY_TAG):
        straight = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), straight)
    return straight


def straighten(text: str) -> str:
    """The text with plain quotes, hyphens and spaces, one character for one.

    >>> straighten("“It fell,” he said.")
    '"It fell," he said.'
    """
    return "".join(_plain(character) for character in text.translate(_STRAIGHT))


def _plain(character: str) -> str:
    """Control and format characters (soft hyphen, zero-width space, bidi marks) as a space; the rest as it is."""
    if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf"}:
        return character
    return " "


def find_headline(clean: str) -> tuple[int, int] | None:
    """The span of the first line where it reads like a headline: short, no full stop, a blank line after it."""
    start = len(clean) - len(clean.lstrip())
    end = clean.find("\n", start)
    line = clean[start:] if end < 0 else clean[start:end]
    alone = end < 0 or not clean[end : clean.find("\n", end + 1)].strip()
    text = line.lstrip("# ").rstrip()
    if not alone or not 3 <= len(text.split()) <= 25 or _HEADLINE_END.search(text):
        return None
    start += line.index(text)
    return start, start + len(text)


def find_paragraphs(clean: str) -> tuple[tuple[int, int], ...]:
    """Spans of the paragraphs: runs of lines with text, a blank line or a headline's end between them."""
    spans: list[tuple[int, int]] = []
    open_start, at = None, 0
    for line in clean.split("\n"):
        text = line.strip()
        if text and open_start is None:
            open_start = at + line.index(text)
        if text:
            end = at + len(line)
            if open_start is not None and _ENTRY.match(text) and not _HEADLINE_END.search(text):
                spans.append((open_start, end))  # "15:10 Confusion at the airport", over a liveblog's entry
                open_start = None
        elif open_start is not None:
            spans.append((open_start, end))
            open_start = None
        at += len(line) + 1
    return (*spans, (open_start, end)) if open_start is not None else tuple(spans)


def from_bytes(data: bytes, name: str, source: Source | None = None) -> Document:
    """Make a Document of a file's content; the suffix of ``name`` chooses how it is read.

    Raises InputError where it is too large, of another kind, or no text.
    """
    suffix = Path(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: {len(data) / 1e6:.1f} MB; at most {MAX_BYTES // 1_000_000} MB are read")
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        return from_text(_pdf_text(data, name), source)
    text = _decoded(data, name)
    if suffix in {".html", ".htm"} or re.match(r"\s*(?:<!doctype html|<html)", text, re.IGNORECASE):
        return from_text(_html_text(text, name), source)
    if suffix == ".md" and (matter := _FRONT_MATTER.match(text)):
        return _with_front_matter(text, matter, source, name)
    return from_text(text, source)


def read_document(target: str, source: Source | None = None, *, stdin: BinaryIO | None = None) -> Document:
    """Read a dispatch from a path, from ``-`` (standard input) or from an http(s) address.

    Raises InputError, one line, where it cannot be read.
    """
    if target == "-":
        if stdin is None:
            raise InputError("'-' reads from standard input, and none is given")
        return from_bytes(stdin.read(MAX_BYTES + 1), "standard input", source)
    if re.match(r"https?://", target):
        return from_text(_fetched(target), source)
    path = Path(target)
    try:
        with path.open("rb") as file:
            return from_bytes(file.read(MAX_BYTES + 1), path.name, source)
    except OSError as error:
        accepted = ", ".join(SUFFIXES)
        message = f"{target}: {error.strerror or error}; want a {accepted} file, '-' or an http(s) address"
        raise InputError(message) from error
    except ValueError as error:
        raise InputError(f"{error}") from error


def read_samples(folder: Path = SAMPLES) -> tuple[Document, ...]:
    """The sample dispatches of the project, in the order of their file names."""
    return tuple(
        replace(from_bytes(path.read_bytes(), path.name), id=path.stem) for path in sorted(folder.glob("*.md"))
    )


def _with_front_matter(text: str, matter: re.Match[str], source: Source | None, name: str) -> Document:
    """A Markdown file's ``key: value`` lines fill what the caller did not say; the body is the dispatch."""
    fields = dict(re.findall(r"^(title|outlet|published):[ ]*[\"']?(.+?)[\"']?[ ]*$", matter[1], re.MULTILINE))
    given = source or Source()
    return from_text(
        text[matter.end() :].strip("\n"),
        Source(
            title=given.title or fields.get("title"),
            outlet=given.outlet or fields.get("outlet"),
            published=given.published or (parse_date(fields["published"], name) if "published" in fields else None),
        ),
    )


def parse_date(text: str, where: str) -> dt.date:
    """An ISO date; InputError says what was given, where, and what would be accepted.

    >>> parse_date("2022-09-14", "--published")
    datetime.date(2022, 9, 14)
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise InputError(f"{where}: {text!r} is no date; want one like 2022-09-14") from error


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{name}: holds binary data; want a dispatch as {', '.join(SUFFIXES)}")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name}: byte {error.start} is not {encoding}; want a dispatch saved as UTF-8 text"
        raise InputError(message) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _pdf_text(data: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - only a PDF pays for it: 0.2 s
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - the same

    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise InputError(f"{name}: not a readable PDF ({error})") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise InputError(f"{name}: the PDF holds no text (a scan?); want one with text, or paste the text")
    return text


def _html_text(html: str, name: str) -> str:
    import trafilatura  # noqa: PLC0415 - only HTML pays for it: 0.5 s

    text = trafilatura.extract(html, include_comments=False, include_tables=False)
    if not text:
        raise InputError(f"{name}: no article text was found in the HTML; paste the text instead")
    return str(text).replace("\n", "\n\n")


def _fetched(address: str) -> str:
    """A page's article. The library refuses private addresses and caps sizes; a child process caps the time.

    A proxy would hide the peer that it vets, so none is used; a broken certificate is a failure, not a warning.
    """
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    command = [sys.executable, "-c", _FETCH, address]
    try:
        page = subprocess.run(command, capture_output=True, timeout=FETCH_SECONDS, env=environment, check=False)  # noqa: S603 our own code; the address is an argument, no shell reads it
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{address}: no answer within {FETCH_SECONDS} s; save the page and give the file") from error
    html = page.stdout.decode("utf-8", "replace")
    if not html:
        raise InputError(f"{address}: nothing was fetched; want a public http(s) page, or save it and give the file")
    return _html_text(html, address)
