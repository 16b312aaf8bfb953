"""Languages: tags, ranges, names and direction. Pure functions that know nothing of the web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

MAX_HEADER_LENGTH = 500
"""Characters of an ``Accept-Language`` header that are read; what follows is ignored."""

MAX_RANGES = 16
"""Language ranges of one header that are read."""

PSEUDO_LOCALES = {"en_XA": "en", "ar_XB": "ar"}
"""Folders of generated catalogs, and the locales that they imitate."""

_FOLDER = re.compile("[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?")
_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(?:-(?:[A-Za-z0-9]{1,8}|\*))*")
_WEIGHT = re.compile(r"[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def parse_accept_language(header: str) -> list[tuple[str, float]]:
    """Read an ``Accept-Language`` header (RFC 9110 section 12.5.4).

    Takes the header's value; returns its language ranges in lower case with their weights (0 to
    1), the weightiest first and equal ones in the header's order. An element that the grammar does
    not allow is dropped alone. Of an oversized header only the beginning is read.
    """
    if len(header) > MAX_HEADER_LENGTH:
        header = header[:MAX_HEADER_LENGTH].rpartition(",")[0]
    ranges = []
    for element in header.split(",", MAX_RANGES)[:MAX_RANGES]:
        parsed = _parse_element(element)
        if parsed is not None:
            ranges.append(parsed)
    return sorted(ranges, key=lambda item: -item[1])


def _parse_element(element: str) -> tuple[str, float] | None:
    language_range, separator, parameter = element.partition(";")
    language_range = language_range.strip(" \t")
    if not _RANGE.fullmatch(language_range):
        return None
    if not separator:
        return language_range.lower(), 1.0
    weight = _WEIGHT.fullmatch(parameter.strip(" \t"))
    return (language_range.lower(), float(weight[1])) if weight else None


def lookup(header: str, offered: Sequence[str]) -> str:
    """Choose the language for a reader by Lookup (RFC 4647 section 3.4).

    Takes an ``Accept-Language`` header and the BCP 47 tags on offer, the default one first. Each
    range, the weightiest first, is shortened from its end until it equals a tag on offer; ``*``
    matches nothing by itself and leaves the choice to the default. A tag that the header refuses
    (weight 0) is chosen only where nothing else remains.
    """
    ranges = parse_accept_language(header)
    refused = {language_range for language_range, weight in ranges if weight == 0}
    acceptable = {tag.lower(): tag for tag in offered if tag.lower() not in refused}
    for language_range, weight in ranges:
        if weight == 0:
            break
        for candidate in _shorten(language_range):
            if candidate in acceptable:
                return acceptable[candidate]
    return next(iter(acceptable.values()), offered[0])


def _shorten(language_range: str) -> Iterable[str]:
    subtags = [subtag for subtag in language_range.split("-") if subtag != "*"]
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        while subtags and len(subtags[-1]) == 1:
            subtags.pop()


def tag_of(folder: str) -> str:
    """Return the BCP 47 tag for a catalog folder's name: ``pt_BR`` gives ``pt-BR``.

    Raises ``ValueError`` when CLDR has no such locale.
    """
    if not _FOLDER.fullmatch(folder) or find_locale(folder) is None:
        raise ValueError(f"{folder!r} is not the name of a locale that CLDR knows")
    return folder.replace("_", "-")


def folder_of(tag: str) -> str:
    """Return the name of the catalog folder for a BCP 47 tag: ``pt-BR`` gives ``pt_BR``."""
    return tag.replace("-", "_")


def find_locale(folder: str) -> Locale | None:
    """Return CLDR's locale for a catalog folder's name; ``None`` where CLDR has none.

    A modifier (``sr@latin``) is left aside. A pseudo-locale has the locale that it imitates.
    """
    name = folder.partition("@")[0].replace("-", "_")
    name = PSEUDO_LOCALES.get(name, name)
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def locale_of(tag: str) -> Locale:
    """Return CLDR's locale for a BCP 47 tag.

    Raises ``ValueError`` when CLDR has none.
    """
    locale = find_locale(tag)
    if locale is None:
        raise ValueError(f"{tag!r} is not the tag of a locale that CLDR knows")
    return locale


@cache
def own_name(tag: str) -> str:
    """Return the language's name in the language itself: ``slovenščina`` for ``sl``.

    A pseudo-locale's has its tag after it, since it is no language.
    """
    name = locale_of(tag).get_display_name() or tag
    return f"{name} ({tag})" if folder_of(tag) in PSEUDO_LOCALES else name


@cache
def direction(tag: str) -> str:
    """Return ``ltr`` or ``rtl``, as HTML's ``dir`` wants it."""
    return locale_of(tag).text_direction


@cache
def with_territory(tag: str) -> str:
    """Return ``language_TERRITORY`` by CLDR's likely subtags: ``sl_SI``, as Open Graph has it."""
    locale = locale_of(tag)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags").get(locale.language)
    return f"{locale.language}_{Locale.parse(likely).territory}" if likely else locale.language
