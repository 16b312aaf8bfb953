"""What a check is: a small function with a code, and the registry that knows them all.

A check of texts gets one translation and its source at a time, a check of catalogs a whole file.
Neither says whether a translation may be shown: that is the judgement's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from kfor_i18n.catalogs.catalog import Catalog, Language
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import Finding, Problem, Severity


@dataclass(slots=True)
class Pair:
    """A translation beside its source: a form's (``form`` is its index) or a whole message's.

    ``source`` of a plural's form is the msgid for the form that serves the number 1 alone, and the
    plural msgid for any other.
    """

    source: str
    target: str
    form: int | None
    entry: Entry
    language: Language


TextCheck = Callable[[Pair], Problem | None]
CatalogCheck = Callable[[Catalog], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """What is known about a code.

    ``title`` and ``explanation`` are msgids: a line, and why it matters and what to do. ``is_on``
    tells whether it is asked for where nothing is selected. ``languages`` are the only ones that it
    speaks of; none means all.
    """

    code: str
    title: str
    explanation: str
    severity: Severity = "warning"
    is_on: bool = True
    languages: frozenset[str] = frozenset()


@dataclass
class Registry:
    """The checks by code, in the order in which they are registered."""

    checks: dict[str, Check] = field(default_factory=dict)
    texts: dict[str, TextCheck] = field(default_factory=dict)
    catalogs: dict[str, CatalogCheck] = field(default_factory=dict)

    def text(self, check: Check) -> Callable[[TextCheck], TextCheck]:
        """Register a function that looks at one translation; its problem has the check's code."""

        def register(function: TextCheck) -> TextCheck:
            self._add(check)
            self.texts[check.code] = function
            return function

        return register

    def catalog(self, *checks: Check) -> Callable[[CatalogCheck], CatalogCheck]:
        """Register a function that looks at a whole catalog, and the codes that it finds."""

        def register(function: CatalogCheck) -> CatalogCheck:
            for check in checks:
                self._add(check)
                self.catalogs[check.code] = function
            return function

        return register

    def describe(self, *checks: Check) -> None:
        """Register codes that are found elsewhere, so that they can be explained and selected."""
        for check in checks:
            self._add(check)

    def _add(self, check: Check) -> None:
        if check.code in self.checks:
            raise ValueError(f"two checks have the code {check.code!r}")
        self.checks[check.code] = check


REGISTRY = Registry()
"""All checks; the modules of this package register theirs when they are imported."""
