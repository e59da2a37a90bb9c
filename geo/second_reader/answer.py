"""A server's answer -> the list of claims in it, however the model wrapped it.

Takes the bytes of a chat completion; gives JSON values, unchecked. Does not look into a claim.
"""

from __future__ import annotations

import json

from geo.errors import SecondReaderError
from geo.second_reader.words import shorten

MAX_TRIES = 200
"""So many opening braces are tried: a model writes a few words before its JSON, not a book of braces."""


def find_claims(data: bytes, address: str) -> list[object]:
    """The claims of a chat completion. Raises SecondReaderError where there are none to be found."""
    content = _content(data, address)
    claims = _last_claims(content)
    if claims is None:
        got = shorten(content) or "an empty answer"
        raise SecondReaderError(f'{address}: the model answers no JSON; want {{"claims": [...]}}, got: {got}')
    return claims


def _content(data: bytes, address: str) -> str:
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        got = shorten(data[:1000].decode("utf-8", "replace")) or "nothing"
        raise SecondReaderError(f"{address}: no OpenAI-compatible chat completion; got: {got}") from error
    if not isinstance(content, str):
        raise SecondReaderError(f"{address}: the model answers without text")
    return content


def _last_claims(content: str) -> list[object] | None:
    """The claims of the last JSON object that has some: fences, prose or a draft may stand before it."""
    decoder = json.JSONDecoder()
    claims: list[object] | None = None
    at = content.find("{")
    for _ in range(MAX_TRIES):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            value, end = None, at + 1
        if isinstance(value, dict) and isinstance(value.get("claims"), list):
            claims = value["claims"]
        at = content.find("{", end)
    return claims
