"""Addresses of pages, and the locale that one is of."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

LOCALE_ARGUMENTS = frozenset({
    "hl", "l", "lang", "lang_code", "language", "language_code", "lc", "lng", "locale",
    "locale_code",
})  # fmt: skip
"""The names that parts of an address have which are a locale."""


def locale_of_address(address: str, folders: Iterable[str]) -> str | None:
    """Return the folder of the locale that a path or its query names, ``None`` if it names none.

    A locale is named by a segment of the path, or by a value in the query, that is the name of its
    folder or its tag, in any case.
    """
    known = {_normalize(folder): folder for folder in folders}
    url = urlsplit(address)
    values = [*unquote(url.path).split("/"), *(value for _, value in parse_qsl(url.query))]
    return next((known[name] for name in map(_normalize, values) if name in known), None)


def _normalize(name: str) -> str:
    return name.replace("-", "_").lower()
