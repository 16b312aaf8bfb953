"""Translation statistics of a project, by locale, domain and source file.

A message counts as translated if readers get its translation: complete, confirmed and valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache, partial
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.choosing import choose_catalogs, report_missing
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.validation.catalog import Validation, validate_catalog
from kfor_i18n.catalogs.validation.placeholders import FIELD, WRITTEN_PRINTF
from kfor_i18n.locales import pseudo_name
from kfor_i18n.parallel import run_each

COVERAGE = Code(
    "coverage",
    N_("Translation coverage below the minimum"),
    N_("The min-coverage setting is the minimum share of translated messages. A message "
       "counts as translated if its translation is complete, valid and not fuzzy."),
)  # fmt: skip

# As many places as a reader of a finding looks up.
_SHOWN = 3
# Below this many bytes of catalogs, starting processes takes longer than it saves.
_WORTH_PROCESSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of messages in each state, and of words.

    Each message is in exactly one state; obsolete ones are not included in ``messages``.
    ``partial``: some plural forms are empty. ``refused``: the translation is invalid. ``unread``:
    it is valid, but no application looks in the locale's folder. ``words`` and
    ``translated_words`` are counted in the source texts of all and of the translated messages.
    """

    messages: int = 0
    words: int = 0
    translated: int = 0
    translated_words: int = 0
    fuzzy: int = 0
    partial: int = 0
    refused: int = 0
    unread: int = 0
    untranslated: int = 0
    obsolete: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _NUMBERS))

    @property
    def percent(self) -> int:
        """The translated percentage, rounded down, so that 100 means all; 100 without messages."""
        return 100 * self.translated // self.messages if self.messages else 100

    def reaches(self, percent: float) -> bool:
        """Return whether at least ``percent`` % of the messages are translated, unrounded."""
        return 100 * self.translated >= percent * self.messages


_NUMBERS = tuple(item.name for item in fields(Counts))


@dataclass(frozen=True, slots=True)
class CatalogStats:
    """A catalog's counts, those by source file in ``pages`` if requested, and its errors.

    ``missing`` are the lines of the first few messages that are not translated.
    """

    path: Path
    locale: str
    domain: str
    counts: Counts
    missing: tuple[int, ...] = ()
    pages: Mapping[str, Counts] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def is_pseudo(self) -> bool:
        """Whether the catalog is that of a pseudo-locale, which is generated."""
        return pseudo_name(self.locale) is not None


@dataclass(frozen=True, slots=True)
class ProjectStats:
    """The statistics of the catalogs that can be read, and the errors of the others."""

    catalogs: list[CatalogStats] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)


def count_project(
    project: Project, locale: str | None = None, *, by_page: bool = False
) -> ProjectStats:
    """Count the messages in a project's catalogs, or in those of a locale.

    ``by_page``: also count by source file. Raises ``CatalogError`` if there is no catalog.
    """
    paths = choose_catalogs(project, locale)
    if not paths:
        raise CatalogError([report_missing(project)])
    count = partial(_count, project, by_page=by_page)
    stats = ProjectStats()
    weight = sum(path.stat().st_size for path in paths if path.exists())
    for result in run_each(count, paths, weight=weight, worth=_WORTH_PROCESSES):
        if isinstance(result, CatalogStats):
            stats.catalogs.append(result)
        else:
            stats.unreadable.extend(result)
    return stats


_Result = CatalogStats | tuple[Finding, ...]


def _count(project: Project, path: Path, *, by_page: bool) -> _Result:
    try:
        catalog = open_catalog(project, path)
    except CatalogError as error:
        return error.findings
    return count_catalog(catalog, validate_catalog(catalog), by_page=by_page)


def count_catalog(
    catalog: Catalog, validation: Validation, *, by_page: bool = False
) -> CatalogStats:
    """Count the messages of a catalog that was validated; ``by_page``: also by source file."""
    valid = {message.key for message in validation.valid}
    is_read = catalog.project.right_folder(catalog.folder) == catalog.folder
    total, pages = _Tally(), defaultdict[str, _Tally](_Tally)
    missing: list[Entry] = []
    # A duplicate is an error, and counts as one message.
    for entry in {entry.key: entry for entry in catalog.live}.values():
        state, words = _state_of(entry, valid), _count_source(*catalog.source_of(entry))
        if state == "translated" and not is_read:
            state = "unread"
        total.add(state, words)
        if state != "translated" and len(missing) < _SHOWN:
            missing.append(entry)
        if by_page:
            for page in _pages_of(entry):
                pages[page].add(state, words)
    total["obsolete"] = sum(entry.is_obsolete for entry in catalog.po.entries)
    return CatalogStats(
        catalog.path,
        catalog.folder,
        catalog.domain,
        total.counts(),
        tuple(map(catalog.po.line_of, missing)),
        {page: pages[page].counts() for page in sorted(pages)},
        validation.of_file,
    )


class _Tally(defaultdict[str, int]):
    """Running counts by name."""

    def __init__(self) -> None:
        super().__init__(int)

    def add(self, state: str, words: int) -> None:
        self["messages"] += 1
        self["words"] += words
        self[state] += 1
        if state == "translated":
            self["translated_words"] += words

    def counts(self) -> Counts:
        return Counts(**self)


def _state_of(entry: Entry, valid: Collection[Key]) -> str:
    if not any(entry.msgstrs):
        return "untranslated"
    if entry.is_fuzzy:
        return "fuzzy"
    if not all(entry.msgstrs):
        return "partial"
    return "translated" if entry.key in valid else "refused"


def _pages_of(entry: Entry) -> Iterable[str]:
    """Return the source files that use a message; "" if it has no references."""
    files = (_LINE_NUMBER.sub("", reference) for reference in read_references(entry))
    return dict.fromkeys(files) or ("",)


_LINE_NUMBER = re.compile(r":[0-9]+$")

# More braces than FIELD: text in them without a space is for a program, not for a reader.
_NO_WORDS = re.compile(
    rf"</?[A-Za-z][^<>]*>|&#?[A-Za-z0-9]+;|\{{\{{[^{{}}]*\}}\}}|\{{[^{{}}\s]*\}}|{FIELD}|{WRITTEN_PRINTF}"
)
_IDEOGRAPH = "\u3041-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W{_IDEOGRAPH}]"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|{_LETTER}+(?:(?:['’.]|(?<=\d),(?=\d)){_LETTER}+)*")


def count_words(text: str) -> int:
    """Return the number of words in a text by the default rules of UAX #29 (no dictionaries).

    Placeholders, tags and character references do not count. Each ideograph and Hiragana letter
    counts as a word, and so does a run of letters in a script without spaces between words.
    """
    text = _NO_WORDS.sub(" ", text) if _has_no_words(text) else text
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c)[0] != "M")
    return len(_WORD.findall(text))


def _has_no_words(text: str) -> bool:
    return "%" in text or "{" in text or "<" in text or "&" in text


@lru_cache(maxsize=2**16)
def _count_source(singular: str, plural: str | None) -> int:
    """Return the number of words in a message's source text, its plural included."""
    return count_words(singular) + (count_words(plural) if plural is not None else 0)


def total_by_locale(catalogs: Iterable[CatalogStats]) -> dict[str, Counts]:
    """Return each locale's counts over all its domains."""
    totals: dict[str, Counts] = {}
    for catalog in catalogs:
        totals[catalog.locale] = totals.get(catalog.locale, Counts()) + catalog.counts
    return totals


def total(catalogs: Iterable[CatalogStats]) -> Counts:
    """Return the total counts of all catalogs except those of pseudo-locales."""
    return sum((c.counts for c in catalogs if not c.is_pseudo), Counts())


def find_shortfalls(
    project: Project, catalogs: Iterable[CatalogStats], percent: float
) -> Iterator[Finding]:
    """Yield an error for each locale of which less than ``percent`` % is translated.

    Pseudo-locales are generated and have none; neither have locales whose settings ignore
    ``coverage`` or ``untranslated``, such as that of the source language.
    """
    written = [
        catalog
        for catalog in catalogs
        if not catalog.is_pseudo and not _is_left_empty(project, catalog.locale)
    ]
    for locale, counts in total_by_locale(written).items():
        if not counts.reaches(percent):
            problem = Problem(
                COVERAGE,
                N_("%(percent)s%% translated (%(translated)s of %(messages)s messages), "
                   "below the minimum of %(wanted)s%%; translate the missing messages, "
                   "starting with %(places)s (kfor-i18n check --select untranslated,fuzzy "
                   "lists them)"),
                {
                    "translated": counts.translated,
                    "messages": counts.messages,
                    "percent": counts.percent,
                    "wanted": f"{percent:g}",
                    "places": ", ".join(_find_missing(written, locale)),
                },
            )  # fmt: skip
            yield Finding(project.translations / locale, None, problem)


def _is_left_empty(project: Project, locale: str) -> bool:
    """Return whether a locale's settings ignore what is not translated."""
    own = project.check.locales.get(locale)
    return own is not None and not {"coverage", "untranslated"}.isdisjoint(own.ignore)


def _find_missing(catalogs: Iterable[CatalogStats], locale: str) -> list[str]:
    """Return the places of a locale's first messages that are not translated."""
    own = (catalog for catalog in catalogs if catalog.locale == locale)
    places = [f"{catalog.path.name}:{line}" for catalog in own for line in catalog.missing]
    return places[:_SHOWN]
