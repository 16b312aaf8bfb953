"""The types of checks, and the decorators that register them.

A text check gets one translation and its source text, a catalog check a catalog, a project check a
project. Checks give advice: only validation decides whether a translation may be shown.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, TargetLanguage
from kfor_i18n.catalogs.checks.endings import NO_HABITS, Habits
from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import Code, Finding, Problem
from kfor_i18n.catalogs.project import Project


@dataclass(slots=True)
class Pair:
    """A translation and its source text: a plural form's or a message's without a plural.

    ``form`` is the index of the plural form, or ``None``. The source text of the form for the
    number 1 is the singular, that of other forms the plural. ``glossary`` is the path of the
    language's glossary, if there is one. ``texts`` are the singular and the plural, if they are not
    the entry's msgids; ``habits`` are those of the catalog.
    """

    source: str
    target: str
    form: int | None
    entry: Entry
    language: TargetLanguage
    glossary: Path | None = None
    texts: Source | None = None
    habits: Habits = NO_HABITS

    @property
    def whole_source(self) -> Source:
        """The singular and the plural of the source text."""
        return self.texts or Source(self.entry.msgid, self.entry.plural)


TextCheck = Callable[[Pair], Problem | None]
CatalogCheck = Callable[[Catalog], Iterable[Finding]]
ProjectCheck = Callable[[Project], Iterable[Finding]]


@dataclass(frozen=True)
class Checks:
    """The registered checks, each with the codes that it can report."""

    texts: list[tuple[Code, TextCheck]] = field(default_factory=list)
    catalogs: list[tuple[tuple[Code, ...], CatalogCheck]] = field(default_factory=list)
    projects: list[tuple[tuple[Code, ...], ProjectCheck]] = field(default_factory=list)


_CHECKS = Checks()


@cache
def load_checks() -> Checks:
    """Return all checks, after importing every module of ``rules``."""
    from kfor_i18n.catalogs.checks import rules

    for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        importlib.import_module(module.name)
    return _CHECKS


def text_check(code: Code) -> Callable[[TextCheck], TextCheck]:
    """Register a function that checks a translation; the decorator of text checks."""

    def declare(function: TextCheck) -> TextCheck:
        _CHECKS.texts.append((code, function))
        return function

    return declare


def catalog_check(*codes: Code) -> Callable[[CatalogCheck], CatalogCheck]:
    """Register a function that checks a catalog; the decorator of catalog checks."""

    def declare(function: CatalogCheck) -> CatalogCheck:
        _CHECKS.catalogs.append((codes, function))
        return function

    return declare


def project_check(*codes: Code) -> Callable[[ProjectCheck], ProjectCheck]:
    """Register a function that checks a project; the decorator of project checks."""

    def declare(function: ProjectCheck) -> ProjectCheck:
        _CHECKS.projects.append((codes, function))
        return function

    return declare
