"""Which files are sources, and how each is read: the mapping file, and the walk over a tree."""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages import frontend
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.util import pathmatch
from jinja2 import Environment

from kfor_i18n.catalogs.extraction.calls import Keyword
from kfor_i18n.catalogs.extraction.errors import (
    ExtractionError,
    line_of,
    reason_of,
    unreadable,
)
from kfor_i18n.catalogs.extraction.jinja import make_environment, merge_options
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem

MAPPING = Code(
    "mapping",
    N_("Mapping file that cannot be used"),
    N_("A mapping file tells which files are sources and how they are read."),
)


KEYWORDS: Mapping[str, Keyword] = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
"""The functions whose arguments are messages: Babel's, and their lazy siblings."""

IGNORED_FOLDERS = frozenset({"venv", "node_modules", "dist", "build", "__pycache__"})
"""Folders that hold no sources, at any depth; hidden folders are left out as well."""

_PYTHON = frozenset({"python", "babel.messages.extract.extract_python"})
_JINJA = frozenset({"jinja2", "jinja2.ext.babel_extract"})
_FAILURES = (
    OSError,
    ValueError,
    LookupError,
    ImportError,
    AttributeError,
    AssertionError,
    configparser.Error,
    frontend.ConfigurationError,
)


@dataclass(frozen=True)
class ExtractionOptions:
    """What is extracted, and how.

    ``keywords`` and ``comment_tags`` are Babel's, and a mapping file may add to them. With
    ``line_numbers`` a reference is ``path:line``, else a file's path, once. ``jinja`` holds the
    application's own template options by the names of Babel's Jinja extractor (``extensions``,
    ``trimmed``, ``trim_blocks``, ``newstyle_gettext``, ...); they prevail over the mapping file's,
    so that the messages are what the application will look up.
    """

    keywords: Mapping[str, Keyword] = field(default_factory=lambda: dict(KEYWORDS))
    comment_tags: tuple[str, ...] = ("Translators:", "NOTE:", "L10n:")
    line_numbers: bool = False
    jinja: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Rule:
    """A section of the mapping file: which files, and how they are read.

    ``environment`` is there where they are Jinja templates.
    """

    pattern: str
    method: str
    options: Mapping[str, Any]
    keywords: Mapping[str, Keyword]
    comment_tags: tuple[str, ...]
    environment: Environment | None

    @property
    def is_python(self) -> bool:
        """Whether the files are Python."""
        return _qualify(self.method) in _PYTHON


def read_rules(root: Path, mapping: Path, options: ExtractionOptions) -> list[Rule]:
    """Read a mapping file. Raises ``ExtractionError`` where it cannot be used."""
    try:
        methods, settings = _parse_mapping(mapping)
        return [_rule(pattern, method, settings[pattern], options) for pattern, method in methods]
    except _FAILURES as error:
        inside = mapping.is_relative_to(root)
        path = mapping.relative_to(root) if inside else mapping
        problem = Problem(
            MAPPING,
            N_(
                "is no usable mapping file: %(reason)s; mend it: a mapping is a method and a "
                "pattern, [method: pattern] in a .cfg file"
            ),
            {"reason": reason_of(error)},
        )
        raise ExtractionError([Finding(path, line_of(error), problem)]) from error


def _parse_mapping(mapping: Path) -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    parsed: tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]
    if mapping.suffix == ".toml":
        is_project = mapping.name == "pyproject.toml"
        with mapping.open("rb") as binary:
            # Babel has no public function for its own TOML mappings.
            parsed = frontend._parse_mapping_toml(
                binary, mapping.name, "pyproject.toml" if is_project else "standalone"
            )
        return parsed
    with mapping.open(encoding="utf-8") as text:
        parsed = frontend.parse_mapping_cfg(text, mapping.name)  # type: ignore[no-untyped-call]
    return parsed


def _rule(
    pattern: str, method: str, section: Mapping[str, Any], options: ExtractionOptions
) -> Rule:
    settings = dict(section)
    keywords = {**options.keywords, **settings.pop("keywords", {})}
    tags = dict.fromkeys((*options.comment_tags, *settings.pop("add_comments", ())))
    environment = None
    if _qualify(method) in _JINJA:
        settings = merge_options(settings, options.jinja or {})
        environment = make_environment(settings)
    return Rule(pattern, method, settings, keywords, tuple(tags), environment)


def _qualify(method: str) -> str:
    return method.replace(":", ".")


def find_files(root: Path, rules: list[Rule]) -> tuple[list[tuple[str, Rule]], list[Finding]]:
    """Return the files to read with the rule that holds for each, and the folders not readable."""
    found, findings = [], []

    def complain(error: OSError) -> None:
        folder = Path(error.filename).relative_to(root)
        findings.append(Finding(folder, None, unreadable(error)))

    for parent, folders, files in os.walk(root, onerror=complain):
        folder = Path(parent).relative_to(root)
        folders[:] = [name for name in folders if _is_source(name, folder / name, rules)]
        for name in files:
            path = (folder / name).as_posix()
            rule = next((rule for rule in rules if pathmatch(rule.pattern, path)), None)
            if rule and rule.method != "ignore":
                found.append((path, rule))
    return sorted(found, key=lambda pair: pair[0]), findings


def _is_source(name: str, folder: Path, rules: Iterable[Rule]) -> bool:
    if name.startswith(".") or name in IGNORED_FOLDERS:
        return False
    path = folder.as_posix()
    return not any(rule.method == "ignore" and pathmatch(rule.pattern, path) for rule in rules)
