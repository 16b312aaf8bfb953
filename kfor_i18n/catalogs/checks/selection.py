"""Which codes are asked for, by the settings of a project and the comments of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kfor_i18n.catalogs.catalog import Catalog, Language
from kfor_i18n.catalogs.checks.model import REGISTRY, Check
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.po.writing import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import CheckSettings

ALL = "all"
"""What selects every code, those that are off by default included."""

_IGNORE = re.compile(r"kfor-i18n:\s*ignore\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")


def select_codes(settings: CheckSettings, language: Language) -> frozenset[str]:
    """Return the codes that are asked for in a language.

    Settings name codes, or families of codes that begin alike (``placeholder`` for
    ``placeholder-missing``). Where nothing is selected, those are asked for that are on by default.
    """
    own = settings.locales.get(language.folder, CheckSettings())
    select, ignore = (*settings.select, *own.select), (*settings.ignore, *own.ignore)
    return frozenset(
        code
        for code, check in REGISTRY.checks.items()
        if _is_selected(check, select)
        and not matches(code, ignore)
        and (not check.languages or language.code in check.languages)
    )


def _is_selected(check: Check, select: Sequence[str]) -> bool:
    if not select:
        return check.is_on
    return ALL in select or matches(check.code, select)


def matches(code: str, names: Iterable[str]) -> bool:
    """Tell whether a code, or a family that it is of, is among names."""
    return any(code == name or code.startswith(f"{name}-") for name in names)


def is_known(name: str) -> bool:
    """Tell whether a name is a code, a family of codes, or all of them."""
    return name == ALL or any(matches(code, [name]) for code in REGISTRY.checks)


def drop_ignored(catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what an entry's translator comment asks not to be told; errors are always told."""
    ignored = {
        catalog.po.line_of(entry): names
        for entry in catalog.po.entries
        if "kfor-i18n" in entry.comments and (names := _ignored(entry))
    }
    return [
        finding
        for finding in findings
        if finding.severity == "error"
        or not matches(finding.problem.code, ignored.get(finding.line or 0, []))
    ]


def _ignored(entry: Entry) -> list[str]:
    text = "\n".join(comment_lines(entry, TRANSLATOR))
    return [name.strip() for found in _IGNORE.findall(text) for name in found.split(",")]
