"""Answers looked at before they are timed, so that no wrong one is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection

import brotli

from benchmarks.servers import HOST, Running

WORDS = "junij 1999"
"""What the page says in Slovenian."""

_DECODERS = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass(frozen=True)
class Answer:
    """What a server answered: the body's coding and size as sent, its tag, and its decoded text."""

    status: int
    coding: str
    size: int
    tag: str
    text: str


def ask(server: Running, headers: Mapping[str, str]) -> Answer:
    """Ask a server once for its path."""
    connection = HTTPConnection(HOST, server.port, timeout=10)
    try:
        connection.request("GET", server.path, headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
        coding = response.headers.get("Content-Encoding", "")
        text = _DECODERS[coding](body).decode()
        return Answer(response.status, coding, len(body), response.headers.get("ETag", ""), text)
    finally:
        connection.close()


def check_page(name: str, answer: Answer, coding: str, text: str) -> None:
    """Rate an answer: a page in Slovenian, in a coding, that says word for word the same as text.

    Raises ``RuntimeError`` when it is not.
    """
    words = find_words(answer.text)
    if answer.status != 200 or WORDS not in words:
        raise RuntimeError(f"{name}: {answer.status}, not the page in Slovenian: {words[:200]}")
    if answer.coding != coding:
        raise RuntimeError(f"{name}: sent as {answer.coding!r} and not as {coding!r}")
    if words != find_words(text):
        raise RuntimeError(f"{name}: another text than the first server's: {words}")


def find_words(html: str) -> str:
    """Return the words of a page's article, a space between them."""
    article = re.search("<article>.*</article>", html, re.DOTALL)
    if not article:
        return ""
    return " ".join(unescape(re.sub("<[^>]*>", " ", article[0])).split())
