"""Why a message is on no page: from its references, and from what pages were rendered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from kfor_i18n.workbench.rendering.addresses import has_effects, is_excluded
from kfor_i18n.workbench.rendering.pages import Outcome, Page
from kfor_i18n.workbench.rendering.protocol import Route

Cause: TypeAlias = Literal[
    "nowhere", "missing", "script", "code", "part", "failed", "mail", "template", "file"
]
"""The catalog names no source; the source is not there; it is a script; it is Python code that no
page ran; it is a template that pages use, of which they do not show this part; one that only failed
pages use; one that no page uses, of a mail or another one. The message is in answers that are no
pages."""

Hindrance: TypeAlias = Literal[
    "form", "values", "excluded", "effects", "moved", "refused", "failed"
]
"""Why no page comes from a rule: it answers no ``GET``; its address needs a value; a setting
excludes it; its name says that it does something; it led elsewhere; it refused; it failed."""

_SCRIPTS = frozenset({".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".svelte"})
_MAILS = frozenset({"mail", "mails", "email", "emails"})
_PYTHON = frozenset({".py", ".pyi", ".pyw"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a message is on no page as far as one of its sources tells.

    ``path`` is the source. ``pages`` are those that use the template, or that the message is in,
    ``rule`` and ``hindrance`` a rule that would need the source, and why no page comes from it.
    """

    cause: Cause
    path: str = ""
    pages: tuple[Page, ...] = ()
    rule: str = ""
    hindrance: Hindrance | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What the pages of an application were rendered from.

    ``templates`` are the pages by the templates that they use, ``failing`` those that failed;
    ``outcomes`` is what came of requests by their rules. Paths are relative to ``root``.
    """

    root: Path
    templates: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    failing: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    outcomes: Mapping[str, set[Outcome]] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    excluded: tuple[str, ...] = ()

    def explain(self, references: Iterable[str]) -> list[Reason]:
        """Return the reasons why a message with these references is on no page, each once."""
        found = [self._explain(*_split(each)) for each in references]
        return list(dict.fromkeys(found)) or [Reason("nowhere")]

    def _explain(self, path: str, line: int) -> Reason:
        suffix = PurePosixPath(path).suffix.lower()
        if not (self.root / path).exists():
            return Reason("missing", path)
        if suffix in _SCRIPTS:
            return Reason("script", path)
        if suffix in _PYTHON:
            return Reason("code", path, (), *self._find_hindrance_of_code(path, line))
        if path in self.templates:
            return Reason("part", path, self.templates[path])
        if path in self.failing:
            return Reason("failed", path, self.failing[path])
        cause: Cause = "mail" if _is_of_mail(path) else "template"
        return Reason(cause, path, (), *self._find_hindrance(path))

    def _find_hindrance(self, path: str) -> tuple[str, Hindrance | None]:
        """Return the first rule that needs a template and that no page comes from, and why."""
        return self._choose(route for route in self.routes if path in route.templates)

    def _find_hindrance_of_code(self, path: str, line: int) -> tuple[str, Hindrance | None]:
        """Return the first rule whose function has a line, 0 if that is not known, and why.

        Then no rule is meant, unless no page comes from any of the file for the same reason.
        """
        sources = [(route, each) for route in self.routes for each in route.sources]
        here = [(route, source) for route, source in sources if source.path == path]
        if line:
            return self._choose(route for route, each in here if each.first <= line <= each.last)
        hindrances = {self._hinder(route) for route, _ in here}
        return self._choose(route for route, _ in here) if len(hindrances) == 1 else ("", None)

    def _choose(self, routes: Iterable[Route]) -> tuple[str, Hindrance | None]:
        found = ((route.rule, self._hinder(route)) for route in routes)
        return next((each for each in found if each[1]), ("", None))

    def _hinder(self, route: Route) -> Hindrance | None:
        outcomes = self.outcomes.get(route.rule, set())
        if outcomes & {"page", "file"}:
            return None
        for outcome in ("failed", "refused", "moved"):
            if outcome in outcomes:
                return outcome
        if not route.is_asked:
            return "form"
        if is_excluded(route.rule, self.excluded):
            return "excluded"
        if route.has_values:
            return "values"
        return "effects" if has_effects(route.rule) else None


def _split(reference: str) -> tuple[str, int]:
    """Return the path and the line of a reference, 0 if it has none."""
    path, _, line = reference.rpartition(":")
    return (path, int(line)) if path and line.isdecimal() else (reference, 0)


def _is_of_mail(path: str) -> bool:
    *folders, name = PurePosixPath(path).parts
    words = {*folders, *name.replace("-", "_").replace(".", "_").lower().split("_")}
    return not _MAILS.isdisjoint(words)
