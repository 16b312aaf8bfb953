"""What a check is: a function that finds problems of a code, and the list of all checks.

A check of texts gets one translation and its source at a time, a check of catalogs a whole catalog,
a check of projects everything. None decides whether a translation may be shown: that is up to the
validation.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, Language
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import Code, Finding, Problem
from kfor_i18n.catalogs.project import Project


@dataclass(slots=True)
class Pair:
    """A translation beside its source: a form's (``form`` is its index) or a whole message's.

    ``source`` of a plural's form is the msgid for the form that serves the number 1 alone, and the
    plural msgid for any other. ``glossary`` is the file with the terms of the language, if the
    project has one.
    """

    source: str
    target: str
    form: int | None
    entry: Entry
    language: Language
    glossary: Path | None = None


TextCheck = Callable[[Pair], Problem | None]
CatalogCheck = Callable[[Catalog], Iterable[Finding]]
ProjectCheck = Callable[[Project], Iterable[Finding]]


@dataclass(frozen=True)
class Checks:
    """All checks, each with the codes of what it finds."""

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
    """Declare a function that looks at one translation and finds problems of a code."""

    def declare(function: TextCheck) -> TextCheck:
        _CHECKS.texts.append((code, function))
        return function

    return declare


def catalog_check(*codes: Code) -> Callable[[CatalogCheck], CatalogCheck]:
    """Declare a function that looks at a whole catalog and finds problems of some codes."""

    def declare(function: CatalogCheck) -> CatalogCheck:
        _CHECKS.catalogs.append((codes, function))
        return function

    return declare


def project_check(*codes: Code) -> Callable[[ProjectCheck], ProjectCheck]:
    """Declare a function that looks at a whole project and finds problems of some codes."""

    def declare(function: ProjectCheck) -> ProjectCheck:
        _CHECKS.projects.append((codes, function))
        return function

    return declare
