"""The rules of a mapping file: which files are sources, and how each is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kfor_i18n.catalogs.extraction.environment import make_environment, merge_options
from kfor_i18n.catalogs.extraction.errors import EXTRACTOR, ExtractionError, line_of, reason_of
from kfor_i18n.catalogs.extraction.imports import find_extractor, on_path
from kfor_i18n.catalogs.extraction.keywords import KEYWORDS, Keyword, parse_keywords
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.settings.extraction import COMMENT_TAGS
from kfor_i18n.catalogs.settings.mapping import (
    FAILURES,
    Section,
    is_javascript,
    is_jinja,
    is_python,
    matches,
    parse_mapping,
    strip_anchor,
)

if TYPE_CHECKING:
    from jinja2 import Environment

MAPPING = Code(
    "mapping",
    N_("Unusable mapping file"),
    N_("The mapping file defines which files are sources and how they are read."),
)


_MISSING = Problem(
    MAPPING,
    N_(
        "missing mapping file; create it or name another one in the domains setting, or run "
        "kfor-i18n adopt if the project has no settings"
    ),
)


@dataclass(frozen=True)
class ExtractionOptions:
    """What is extracted, and how.

    ``keywords`` and ``comment_tags`` are Babel's, and a mapping file may add to them.
    ``strip_comment_tags``: comments are written without their tags. ``locations`` is what a
    reference contains: ``full`` (``path:line``), ``file`` (a file's path, once) or ``never``.
    ``sort`` is the order of the messages: ``source``, ``file`` or ``msgid``. ``jinja`` holds the
    application's own template options by the names of Babel's Jinja extractor (``extensions``,
    ``trimmed``, ``trim_blocks``, ``newstyle_gettext``, ...); they override the mapping file's, so
    that the messages are what the application will look up. ``strict``: a call that no catalog can
    hold is an error. ``include`` are patterns of files and directories that are read though they
    would be left out; ``ignored`` are what git ignores (directories end with a slash). ``sources``
    are the directories and files that are read, and that a mapping's patterns are relative to, by
    their paths in the root (default: the root).
    """

    keywords: Mapping[str, Keyword] = field(default_factory=lambda: dict(KEYWORDS))
    comment_tags: tuple[str, ...] = COMMENT_TAGS
    strip_comment_tags: bool = False
    locations: str = "file"
    sort: str = "source"
    jinja: Mapping[str, object] | None = None
    strict: bool = False
    include: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A section of the mapping file: the files it applies to, and how they are read.

    ``fault`` is why its files cannot be read: an extractor or an extension that does not exist.
    ``source`` is the number of the source, of those in the options, that it is about.
    """

    pattern: str
    method: str
    options: Mapping[str, Any]
    keywords: Mapping[str, Keyword]
    comment_tags: tuple[str, ...]
    fault: Problem | None = None
    source: int = 0

    def matches(self, path: str) -> bool:
        """Return whether the rule's pattern matches a path, relative and with slashes."""
        return matches(self.pattern, path)

    def may_match_in(self, folder: str) -> bool:
        """Return whether the rule's pattern can match a path in or below a directory."""
        start = f"{self._literal.rpartition('/')[0]}/"
        return start == "/" or start.startswith(f"{folder}/") or f"{folder}/".startswith(start)

    def names(self, path: str) -> bool:
        """Return whether the rule's pattern begins with a path, without wildcards."""
        return self._literal == path or self._literal.startswith(f"{path}/")

    @property
    def _literal(self) -> str:
        return re.split(r"[?*]", strip_anchor(self.pattern), maxsplit=1)[0]

    @property
    def is_python(self) -> bool:
        """Whether the files are Python."""
        return is_python(self.method)

    @property
    def is_jinja(self) -> bool:
        """Whether the files are Jinja templates."""
        return is_jinja(self.method)

    @property
    def is_javascript(self) -> bool:
        """Whether the files are JavaScript, read by Babel."""
        return is_javascript(self.method)

    def make_environment(self, root: Path) -> Environment:
        """Return the environment that reads the files of a project that are Jinja templates."""
        return make_environment(self.options, root)


def read_rules(root: Path, mapping: Path, options: ExtractionOptions) -> list[Rule]:
    """Read a mapping file. Raises ``ExtractionError`` where it cannot be used."""
    path = mapping.relative_to(root) if mapping.is_relative_to(root) else mapping
    if not mapping.exists():
        raise ExtractionError([Finding(path, None, _MISSING)])
    try:
        sections = parse_mapping(mapping)
        # A pattern that is named twice has the options of its last section, as in Babel.
        settings = {section.pattern: section.options for section in sections}
        rules = [
            _make_rule(section._replace(options=settings[section.pattern]), options, root)
            for section in sections
        ]
        return list(_place(rules, options.sources, root)) if options.sources else rules
    except FAILURES as error:
        problem = Problem(
            MAPPING,
            N_(
                "unusable mapping file: %(reason)s; correct it (in a .cfg file, sections "
                "have the form [method: pattern])"
            ),
            {"reason": reason_of(error)},
        )
        raise ExtractionError([Finding(path, line_of(error), problem)]) from error


def _place(rules: Sequence[Rule], sources: Sequence[str], root: Path) -> Iterator[Rule]:
    """Yield rules for each source, with patterns that are relative to the root.

    Of a file, the first rule that matches its path is yielded, as Babel has it.
    """
    for number, source in enumerate(sources):
        if (root / source).is_file():
            found = next((rule for rule in rules if rule.matches(source)), None)
            if found:
                yield replace(found, pattern=source, source=number)
            continue
        for rule in rules:
            pattern = f"{source}/{strip_anchor(rule.pattern)}"
            yield replace(rule, pattern=pattern, source=number)


def _make_rule(section: Section, options: ExtractionOptions, root: Path) -> Rule:
    settings = dict(section.options)
    keywords = {**options.keywords, **parse_keywords(settings.pop("keywords", ()))}
    tags = dict.fromkeys((*options.comment_tags, *settings.pop("add_comments", ())))
    if is_jinja(section.method):
        settings = merge_options(settings, options.jinja or {})
    rule = Rule(section.pattern, section.method, settings, keywords, tuple(tags))
    return replace(rule, fault=_find_fault(rule, root))


def _find_fault(rule: Rule, root: Path) -> Problem | None:
    """Return why a rule can read no file at all: that is the mapping's fault, and no file's."""
    try:
        if rule.is_jinja:
            rule.make_environment(root)
        elif rule.method != "ignore" and not rule.is_python:
            with on_path(root):
                find_extractor(rule.method)
    except Exception as error:  # noqa: BLE001 - modules of projects may raise anything
        return Problem(
            EXTRACTOR,
            N_(
                "files that match %(pattern)s cannot be read (%(error)s: %(reason)s); install the "
                "missing package into the environment of kfor-i18n, or correct the mapping file"
            ),
            {
                "pattern": rule.pattern,
                "error": type(error).__name__,
                "reason": reason_of(error),
            },
        )
    return None
