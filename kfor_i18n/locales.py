"""Locales: folder names and BCP 47 tags, language negotiation, display names, text direction.

Catalog folders are named ``pt_BR``; pages, reports and exchanged files say ``pt-BR``. Only this
module converts between the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global, get_locale_identifier, parse_locale

MAX_HEADER_LENGTH = 800
"""Characters of an ``Accept-Language`` header that are read; the rest is ignored."""

MAX_RANGES = 24
"""Language ranges of an ``Accept-Language`` header that are read."""

PSEUDO_LOCALES = {"en_XA": "en", "ar_XB": "ar"}
"""The pseudo-locales, whose catalogs are generated, and the locales that they imitate."""

_PSEUDO_FOLDERS = {"en@pseudo": "en_XA", "ar@pseudo": "ar_XB"}
"""The folders of generated catalogs, and the names of their locales.

Babel fails on ``en_XA``, and so does an application that lists its translations with Flask-Babel;
but any locale may have a modifier.
"""

# CLDR has data for "no", which stands for Bokmål all the same (BCP 47 registry: a macrolanguage).
_ALIASES = {"no": "nb"}
_SCRIPTS = {
    "arabic": "Arab", "cyrillic": "Cyrl", "devanagari": "Deva", "latin": "Latn", "latn": "Latn",
}  # fmt: skip
_VARIANT = re.compile("[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")
_FOLDER = re.compile("[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?")
_RANGE = re.compile(r"\*|[A-Za-z]{1,8}(?:-(?:[A-Za-z0-9]{1,8}|\*))*")
_WEIGHT = re.compile(r"[qQ]=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def parse_accept_language(header: str) -> list[tuple[str, float]]:
    """Parse an ``Accept-Language`` header (RFC 9110 section 12.5.4).

    Return its language ranges in lower case with their weights (0 to 1), by descending weight and
    then in the header's order. Elements that violate the grammar are ignored, and so is whatever
    exceeds ``MAX_HEADER_LENGTH`` and ``MAX_RANGES``.
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
    """Choose the best language for an ``Accept-Language`` header by Lookup (RFC 4647 section 3.4).

    Takes the tags on offer, the default first. Each range, by descending weight, is truncated from
    its end until it equals a tag on offer; ``*`` matches no tag and falls through to the default. A
    tag that the header rejects (weight 0) is chosen only if every other is rejected as well.
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


def to_tag(folder: str) -> str:
    """Return the tag for a folder name: ``pt_BR`` gives ``pt-BR``. A modifier is kept as it is.

    The folder ``en@pseudo`` gives ``en-XA``.
    """
    return (pseudo_name(folder) or folder).replace("_", "-")


def to_folder(tag: str) -> str:
    """Return the folder name for a tag: ``pt-BR`` gives ``pt_BR``, ``en-XA`` ``en@pseudo``."""
    name = tag.replace("-", "_")
    folders = {locale: folder for folder, locale in _PSEUDO_FOLDERS.items()}
    return folders.get(name, name)


def pseudo_name(locale: str) -> str | None:
    """Return a pseudo-locale's name, one of ``PSEUDO_LOCALES``; ``None`` for any other locale.

    ``locale`` is a name, a tag or a folder. Folders may also have the locale's own name, which they
    had in earlier versions.
    """
    name = _PSEUDO_FOLDERS.get(locale, locale.replace("-", "_"))
    return name if name in PSEUDO_LOCALES else None


def right_folder(name: str, *, by_babel: bool) -> str | None:
    """Return the folder in which an application looks for a locale, however that is written.

    Without ``by_babel``, only the case and the separators change, and a charset is dropped:
    ``pt-br`` gives ``pt_BR``, ``de_DE.UTF-8`` gives ``de_DE``. With it, the folder is the one that
    Flask-Babel asks gettext for, which is named by CLDR's language and script: ``iw`` gives ``he``,
    ``zh_TW`` gives ``zh_Hant_TW``. Returns ``None`` for what is no locale, or for one that CLDR
    does not have. The folder of a pseudo-locale is the one that ``init`` writes.
    """
    folder = to_folder(name)
    if pseudo_name(folder):
        return folder
    try:
        asked = parse_locale(folder)
        locale = Locale.parse(folder)
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    if not by_babel or locale is None:
        return get_locale_identifier(asked)
    if asked[0] != locale.language and not asked[1]:
        # An alias brings a likely territory, and gettext looks in the folder without it as well.
        return get_locale_identifier((locale.language, None, locale.script, None))
    return str(locale)


def tag_of(folder: str) -> str:
    """Return the tag for the folder of a site's language.

    Raises ``ValueError`` if the name has more than language, script and territory, or CLDR has no
    such locale.
    """
    if not (_FOLDER.fullmatch(folder) or pseudo_name(folder)) or find_locale(folder) is None:
        raise ValueError(f"{folder!r} is not the name of a locale that CLDR knows")
    return to_tag(folder)


def standard_tag(name: str) -> str:
    """Return the BCP 47 tag for a locale however it is written, with charset and modifier.

    ``pt_BR.UTF-8`` gives ``pt-BR``, ``sr@latin`` gives ``sr-Latn``. A modifier that is neither a
    script nor a variant becomes a private use subtag.
    """
    if pseudo_name(name):
        return to_tag(name)
    locale, _, modifier = name.partition("@")
    language, *rest = to_tag(locale.partition(".")[0]).split("-")
    modifier = modifier.lower()
    if modifier in _SCRIPTS:
        rest.insert(0, _SCRIPTS[modifier])
    elif _VARIANT.fullmatch(modifier):
        rest.append(modifier)
    elif modifier:
        rest += ["x", re.sub("[^a-z0-9]", "", modifier)[:8] or "modified"]
    return "-".join([language, *rest])


def canonical_tag(name: str) -> str:
    """Return the tag that CLDR has for a locale however it is written.

    Aliases are resolved, and the script is added where the territory decides it: ``iw-IL`` gives
    ``he-IL``, ``no`` gives ``nb``, ``zh-CN`` gives ``zh-Hans-CN``. Tags unknown to CLDR are kept.
    """
    tag = standard_tag(name)
    language, separator, rest = tag.partition("-")
    language = _ALIASES.get(language.lower()) or get_global("language_aliases").get(
        language.lower(), language
    )
    tag = f"{to_tag(language)}{separator}{rest}"
    try:
        locale = Locale.parse(to_folder(tag))
    except (UnknownLocaleError, ValueError, TypeError):
        return tag
    return to_tag(str(locale))


def match_folder(name: str, folders: Collection[str]) -> str | None:
    """Return the folder for a locale however it is written, ``None`` if no folder matches.

    A folder with the same name comes before one with an alias: ``no`` finds ``no`` or else ``nb``.
    Subtags are dropped from the end until one matches: ``sl-SI`` finds ``sl``.
    """
    if name in folders:
        return name
    tags = {standard_tag(folder).lower(): folder for folder in folders}
    if found := tags.get(standard_tag(name).lower()):
        return found
    tags = {canonical_tag(folder).lower(): folder for folder in folders} | tags
    wanted = canonical_tag(name).lower()
    while wanted:
        if wanted in tags:
            return tags[wanted]
        wanted = wanted.rpartition("-")[0]
    return None


def find_locale(folder: str) -> Locale | None:
    """Return the CLDR locale for a folder name or tag, ``None`` if CLDR has none.

    Modifiers (``sr@latin``) are ignored. A pseudo-locale has the locale that it imitates.
    """
    name = PSEUDO_LOCALES.get(pseudo_name(folder) or "", to_folder(folder.partition("@")[0]))
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def locale_of(tag: str) -> Locale:
    """Return the CLDR locale for a tag. Raises ``ValueError`` if CLDR has none."""
    locale = find_locale(tag)
    if locale is None:
        raise ValueError(f"{tag!r} is not the tag of a locale that CLDR knows")
    return locale


@cache
def own_name(tag: str) -> str:
    """Return the language's name in the language itself: ``slovenščina`` for ``sl``.

    The name of a pseudo-locale is followed by its tag, since it is not a language.
    """
    name = locale_of(tag).get_display_name() or tag
    return f"{name} ({to_tag(tag)})" if pseudo_name(tag) else name


@cache
def direction(tag: str) -> str:
    """Return the text direction, ``ltr`` or ``rtl``, as HTML's ``dir`` expects it."""
    return locale_of(tag).text_direction


@cache
def with_territory(tag: str) -> str:
    """Return ``language_TERRITORY``, as Open Graph expects it, by CLDR's likely subtags."""
    locale = locale_of(tag)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags").get(locale.language)
    return f"{locale.language}_{Locale.parse(likely).territory}" if likely else locale.language
