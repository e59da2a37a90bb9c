"""A language model behind an OpenAI-compatible address, as a second reader.

Takes an address, a model's name and perhaps a key; gives the claims that the model proposes, unchecked. Does not send
anything but to that one host, follows no redirect, uses no proxy, and waits and reads within limits.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from geo.errors import SecondReaderError
from geo.model import Document
from geo.second_reader.answer import find_claims
from geo.second_reader.prompt import build_messages
from geo.second_reader.words import shorten

KEY_VARIABLE = "CLAIMSCAPE_MODEL_KEY"
MAX_ANSWER = 4_000_000
MAX_CHARACTERS = 100_000
_WANT = "want one like http://localhost:11434/v1, without user, query or fragment"


@dataclass(frozen=True, slots=True)
class ModelReader:
    """A user's own model. ``address`` is what stands before ``/chat/completions``; the key is shown nowhere.

    Raises SecondReaderError where the address, the name or the key cannot be used.
    """

    address: str
    name: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        _split(self.address)
        if not self.name.strip() or not self.name.isprintable():
            raise SecondReaderError(f"second reader: model {shorten(self.name)!r}; want a model's name, like llama3.1")
        if self.key and not re.fullmatch(r"[!-~]+", self.key):
            raise SecondReaderError(f"second reader: {KEY_VARIABLE} holds spaces or letters that no key has")

    @property
    def destination(self) -> str:
        """The host that the text goes to, and whether others on the way can read it."""
        parts = _split(self.address)
        return parts.netloc + ("" if parts.scheme == "https" else " (http, not encrypted)")

    def propose(self, document: Document) -> list[object]:
        """Send the dispatch, boilerplate blanked, and give the claims of the answer, unchecked."""
        if len(document.clean) > MAX_CHARACTERS:
            size = f"the text has {len(document.clean):,} characters"
            raise SecondReaderError(f"second reader: {size}; at most {MAX_CHARACTERS:,} are sent")
        body = {"model": self.name, "temperature": 0, "stream": False, "messages": build_messages(document)}
        try:
            data = self._post(json.dumps(body).encode("ascii"))
        except TimeoutError as error:
            raise SecondReaderError(f"{self.address}: no whole answer within {self.timeout_s:g} s") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(error, SecondReaderError):
                raise
            why = shorten(str(error) or type(error).__name__)
            raise SecondReaderError(f"{self.address}: no answer ({why}); is the model's server running?") from error
        return find_claims(data, self.address)

    def _post(self, body: bytes) -> bytes:
        parts = _split(self.address)
        deadline = time.monotonic() + self.timeout_s
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with closing(_connection(parts, self.timeout_s)) as connection:
            connection.request("POST", f"{parts.path.rstrip('/')}/chat/completions", body, headers)
            with connection.getresponse() as response:
                self._refuse_status(response)
                return self._read(response, deadline)

    def _refuse_status(self, response: http.client.HTTPResponse) -> None:
        if 300 <= response.status < 400:
            target = shorten(response.headers.get("Location") or "nowhere")
            raise SecondReaderError(f"{self.address}: redirects to {target}; none is followed, give that one itself")
        if response.status != 200:
            why = f"{response.status} {shorten(response.reason)}".strip()
            raise SecondReaderError(f"{self.address}: answers {why}; want 200 (is the address, model or key right?)")

    def _read(self, response: http.client.HTTPResponse, deadline: float) -> bytes:
        """The body, whole; the time counts for all of it, since a server may send a byte a minute."""
        data = bytearray()
        while part := response.read1(65536):
            data += part
            if len(data) > MAX_ANSWER:
                raise SecondReaderError(f"{self.address}: the answer is larger than {MAX_ANSWER // 1_000_000} MB")
            if time.monotonic() > deadline:
                raise TimeoutError
        return bytes(data)


def _connection(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout_s, context=context)
    return http.client.HTTPConnection(host, parts.port, timeout=timeout_s)


def _split(address: str) -> SplitResult:
    """The parts of an address; a user, a password or a query in it would be written into every reading."""
    problem = SecondReaderError(f"second reader: {shorten(_without_user(address))!r} is no address of a model; {_WANT}")
    if not re.fullmatch(r"[!-~]+", address):
        raise problem
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise problem from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise problem
    if "@" in parts.netloc or "?" in address or "#" in address:
        raise problem
    return parts


def _without_user(address: str) -> str:
    return re.sub(r"[?#].*", "", re.sub(r"//[^/]*@", "//", address))
