"""Addresses of pages, and the locale that one is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from babel.util import pathmatch

LOCALE_ARGUMENTS = frozenset({
    "hl", "l", "lang", "lang_code", "language", "language_code", "lc", "lng", "locale",
    "locale_code",
})  # fmt: skip
"""The names that parts of an address have which are a locale."""

_FILES = frozenset({
    "atom", "csv", "docx", "ics", "js", "json", "pdf", "rss", "txt", "vcf", "webmanifest", "xlsx",
    "xml", "zip",
})  # fmt: skip

_EFFECTS = frozenset({
    "delete", "destroy", "exit", "logoff", "logout", "purge", "quit", "remove", "shutdown",
    "signoff", "signout", "unsubscribe",
})  # fmt: skip
_TWO_WORDS = re.compile(r"(log|sign|shut)[-_]?(off|out|down)")
_WORDS = re.compile(r"[^\W_]+")


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


def is_file(address: str) -> bool:
    """Return whether a path ends as those of files do that are no pages."""
    _, dot, ending = urlsplit(address).path.rpartition("/")[2].rpartition(".")
    return bool(dot) and ending.lower() in _FILES


def has_effects(address: str) -> bool:
    """Return whether a path says that a request for it does something, such as a sign-out.

    Applications should not let ``GET`` do that, but many do.
    """
    path = _TWO_WORDS.sub(r"\1\2", urlsplit(address).path.lower())
    return not _EFFECTS.isdisjoint(_WORDS.findall(path))


def is_excluded(address: str, patterns: Iterable[str]) -> bool:
    """Return whether a path fits one of the patterns, which are as in a mapping file.

    ``*`` is any name between slashes, ``**`` any path, and ``/admin/**`` is ``/admin`` too. A slash
    at the end makes no difference.
    """
    path = urlsplit(address).path.rstrip("/")
    return any(pathmatch(each, path) for pattern in patterns for each in _expand(pattern))


def _expand(pattern: str) -> set[str]:
    return {pattern.rstrip("/"), pattern.removesuffix("/**").rstrip("/")}
