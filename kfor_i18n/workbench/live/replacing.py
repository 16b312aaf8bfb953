"""Search and replace in the translations of a catalog: what is found, and what would become of it.

Placeholders and tags are never found, since translations must have them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.validation.comparing import is_formatted
from kfor_i18n.catalogs.validation.places import formats_of
from kfor_i18n.workbench.live.words import split_text


@dataclass(frozen=True, slots=True)
class Query:
    """What to find, and what to replace it with.

    Without ``is_exact``, capitals make no difference. Where what was found has other capitals than
    ``find``, the replacement begins with a capital, or is in capitals, as that does. With
    ``is_whole``, parts of words are not found.
    """

    find: str
    replacement: str
    is_exact: bool = False
    is_whole: bool = False


class Hit(NamedTuple):
    """What was found in a translation: its plural form, where it begins there, and the text."""

    form: int
    start: int
    found: str


def find_hits(catalog: Catalog, query: Query) -> Iterator[tuple[Entry, list[Hit]]]:
    """Yield the messages whose translations have a text, each with the hits in it."""
    pattern = _compile(query)
    if pattern is None:
        return
    for entry in catalog.live:
        # Most messages have none: they are not taken apart.
        if any(map(pattern.search, entry.msgstrs)) and (hits := list_hits(catalog, entry, query)):
            yield entry, hits


def list_hits(catalog: Catalog, entry: Entry, query: Query) -> list[Hit]:
    """Return the hits in the translation of one message, in their order."""
    pattern = _compile(query)
    if pattern is None:
        return []
    printf = formats_of(catalog, entry).printf
    has_placeholders = is_formatted(catalog.source_of(entry), printf)
    return [
        Hit(form, match.start(), match[0])
        for form, text in enumerate(entry.msgstrs)
        for match in _find_outside(pattern, text, is_formatted=has_placeholders)
    ]


def replace_hits(entry: Entry, query: Query, hits: Collection[Hit]) -> tuple[str, ...]:
    """Return the translation of a message with hits replaced.

    Raises ``ValueError`` if one of them is not in it.
    """
    msgstrs = list(entry.msgstrs)
    # From the end, so that those before it stay where they are.
    for form, start, found in sorted(hits, reverse=True):
        text = msgstrs[form] if form < len(msgstrs) else ""
        if not text.startswith(found, start):
            raise ValueError(found)
        msgstrs[form] = text[:start] + suit(query, found) + text[start + len(found) :]
    return tuple(msgstrs)


def suit(query: Query, found: str) -> str:
    """Return what replaces a text that was found, with capitals as that has them."""
    new = query.replacement
    if not new or found == query.find:
        return new
    if len(found) > 1 and found.isupper():
        return new.upper()
    return new[0].upper() + new[1:] if found[0].isupper() else new


def _compile(query: Query) -> re.Pattern[str] | None:
    if not query.find:
        return None
    text = re.escape(query.find)
    whole = rf"(?<!\w){text}(?!\w)" if query.is_whole else text
    return re.compile(whole, 0 if query.is_exact else re.IGNORECASE)


def _find_outside(
    pattern: re.Pattern[str], text: str, *, is_formatted: bool
) -> Iterator[re.Match[str]]:
    """Yield the matches in a text that touch no placeholder and no tag."""
    kept = list(_list_kept(text, is_formatted=is_formatted))
    for match in pattern.finditer(text):
        if not any(match.start() < end and start < match.end() for start, end in kept):
            yield match


def _list_kept(text: str, *, is_formatted: bool) -> Iterator[tuple[int, int]]:
    position = 0
    for kind, piece in split_text(text, is_formatted=is_formatted):
        if kind in ("placeholder", "tag"):
            yield position, position + len(piece)
        position += len(piece)
