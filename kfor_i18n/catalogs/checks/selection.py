"""Selection of codes by the settings of a project and by translator comments."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from types import ModuleType

from kfor_i18n.catalogs.catalog import Catalog, TargetLanguage
from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import Code, Finding, declared_codes
from kfor_i18n.catalogs.settings.check import CheckSettings

ALL = "all"
"""The name that selects every code, including those that are off by default."""

DEFAULT = "default"
"""The name that selects the codes that are on by default."""

_IGNORE = re.compile(r"kfor-i18n:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")


class Selection:
    """The codes selected by a project's settings, for a language or for the whole project.

    Settings contain codes, prefixes of codes (``placeholder`` for ``placeholder-missing``), ``ALL``
    or ``DEFAULT``. If they select nothing, the codes that are on by default are selected.
    """

    def __init__(self, settings: CheckSettings, language: TargetLanguage | None = None) -> None:
        """Initialize with the settings and a language; ``None`` selects the codes of all."""
        own = settings.locales.get(language.folder if language else "", CheckSettings())
        self._select = (*settings.select, *own.select)
        self._ignore = (*settings.ignore, *own.ignore)
        self._language = language.code if language else None

    def __contains__(self, code: Code) -> bool:
        """Return whether a code is selected."""
        return self._selects(code, is_on=code.is_on)

    def selects(self, finding: Finding) -> bool:
        """Return whether a finding's code is selected.

        A warning that the project's settings make an error is on by default.
        """
        code = finding.problem.code
        return self._selects(code, is_on=code.is_on or finding.severity != code.severity)

    def _selects(self, code: Code, *, is_on: bool) -> bool:
        if code.is_of(self._ignore):
            return False
        if code.languages and self._language is not None and self._language not in code.languages:
            return False
        if is_on and (not self._select or DEFAULT in self._select):
            return True
        return ALL in self._select or code.is_of(self._select)


def load_codes(*others: ModuleType) -> Mapping[str, Code]:
    """Return all codes by name, sorted.

    Every module of the catalogs package is imported for that, and of the other packages given.
    """
    from kfor_i18n import catalogs

    for package in (catalogs, *others):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return declared_codes()


def drop_ignored(catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without the warnings that translator comments ignore.

    A comment such as ``# kfor-i18n: ignore dash, quotes`` applies to its entry. Errors cannot be
    ignored.
    """
    ignored = {
        catalog.po.line_of(entry): names
        for entry in catalog.po.entries
        if "kfor-i18n" in entry.comments and (names := _read_ignored(entry))
    }
    return [
        finding
        for finding in findings
        if finding.severity == "error"
        or not finding.problem.code.is_of(ignored.get(finding.line or 0, ()))
    ]


def is_ignored(entry: Entry, finding: Finding) -> bool:
    """Return whether a translator comment of an entry ignores a finding about it."""
    if finding.severity == "error" or "kfor-i18n" not in entry.comments:
        return False
    return finding.problem.code.is_of(_read_ignored(entry))


def _read_ignored(entry: Entry) -> list[str]:
    text = "\n".join(comment_lines(entry, TRANSLATOR))
    return [name.strip() for found in _IGNORE.findall(text) for name in found.split(",")]
