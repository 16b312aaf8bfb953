"""The mapping file: which files are sources, and how each is read."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kfor_i18n.catalogs.extraction.environment import make_environment, merge_options
from kfor_i18n.catalogs.extraction.errors import EXTRACTOR, ExtractionError, line_of, reason_of
from kfor_i18n.catalogs.extraction.imports import find_extractor, on_path
from kfor_i18n.catalogs.extraction.keywords import KEYWORDS, Keyword, parse_keywords
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.settings.extraction import COMMENT_TAGS

if TYPE_CHECKING:
    from jinja2 import Environment

MAPPING = Code(
    "mapping",
    N_("Mapping file that cannot be used"),
    N_("A mapping file tells which files are sources and how they are read."),
)


_MISSING = Problem(
    MAPPING,
    N_(
        "missing mapping file; create it, name another in the setting domains, or let kfor-i18n "
        "adopt find one"
    ),
)
_PYTHON = frozenset({"python", "babel.messages.extract.extract_python"})
_JINJA = frozenset({"jinja2", "jinja2.ext.babel_extract"})
_JAVASCRIPT = frozenset({"javascript", "babel.messages.extract.extract_javascript"})
_FAILURES = (OSError, ValueError, LookupError, AttributeError, configparser.Error)
_WILDCARDS = {
    "?": "[^/]",
    "?/": "[^/]/",
    "*": "[^/]+",
    "*/": "[^/]+/",
    "**/": "(?:.+/)*?",
    "**": "(?:.+/)*?[^/]+",
}


@dataclass(frozen=True)
class ExtractionOptions:
    """What is extracted, and how.

    ``keywords`` and ``comment_tags`` are Babel's, and a mapping file may add to them.
    ``strip_comment_tags``: comments are written without their tags. ``locations`` is what a
    reference says: ``full`` (``path:line``), ``file`` (a file's path, once) or ``never``. ``sort``
    is the order of the messages: ``source``, ``file`` or ``msgid``. ``jinja`` holds the
    application's own template options by the names of Babel's Jinja extractor (``extensions``,
    ``trimmed``, ``trim_blocks``, ``newstyle_gettext``, ...); they override the mapping file's, so
    that the messages are what the application will look up. ``strict``: a call that no catalog
    can hold is an error. ``include`` are patterns of files and folders that are read though they
    would be left out; ``ignored`` are what git ignores (folders end with a slash). ``sources`` are
    the folders and files that are read, and that a mapping's patterns are relative to, by their
    paths in the root (default: the root).
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
        """Tell whether the rule's pattern matches a path, relative and with slashes."""
        return matches(self.pattern, path)

    def may_match_in(self, folder: str) -> bool:
        """Tell whether the rule's pattern can match a path in a folder or below it."""
        start = f"{self._literal.rpartition('/')[0]}/"
        return start == "/" or start.startswith(f"{folder}/") or f"{folder}/".startswith(start)

    def names(self, path: str) -> bool:
        """Tell whether the rule's pattern begins with a path, to the letter."""
        return self._literal == path or self._literal.startswith(f"{path}/")

    @property
    def _literal(self) -> str:
        return re.split(r"[?*]", _strip_anchor(self.pattern), maxsplit=1)[0]

    @property
    def is_python(self) -> bool:
        """Whether the files are Python."""
        return _qualify(self.method) in _PYTHON

    @property
    def is_jinja(self) -> bool:
        """Whether the files are Jinja templates."""
        return _qualify(self.method) in _JINJA

    @property
    def is_javascript(self) -> bool:
        """Whether the files are JavaScript, read by Babel."""
        return _qualify(self.method) in _JAVASCRIPT

    def make_environment(self, root: Path) -> Environment:
        """Return the environment that reads the files of a project that are Jinja templates."""
        return make_environment(self.options, root)


def matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern of Babel's matches a path, relative and with slashes.

    Raises ``KeyError`` for wildcards in a row, such as ``***``.
    """
    return _compile_pattern(pattern).fullmatch(path) is not None


@cache
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as ``babel.util.pathmatch`` reads it: ``**`` matches folders as well."""
    parts = re.split(r"([?*]+/?)", _strip_anchor(pattern))
    return re.compile(
        "".join(_WILDCARDS[part] if at % 2 else re.escape(part) for at, part in enumerate(parts))
    )


def _strip_anchor(pattern: str) -> str:
    """Return a pattern without the sign of its start, at which all patterns begin."""
    return pattern.removeprefix("^" if pattern.startswith("^") else "./")


def _qualify(method: str) -> str:
    return method.replace(":", ".")


def read_rules(root: Path, mapping: Path, options: ExtractionOptions) -> list[Rule]:
    """Read a mapping file. Raises ``ExtractionError`` where it cannot be used."""
    path = mapping.relative_to(root) if mapping.is_relative_to(root) else mapping
    if not mapping.exists():
        raise ExtractionError([Finding(path, None, _MISSING)])
    try:
        sections = list(_parse_toml(mapping) if mapping.suffix == ".toml" else _parse_cfg(mapping))
        # A pattern that is named twice has the options of its last section, as in Babel.
        settings = {section.pattern: section.options for section in sections}
        rules = [
            _make_rule(section._replace(options=settings[section.pattern]), options, root)
            for section in sections
        ]
        return list(_place(rules, options.sources, root)) if options.sources else rules
    except _FAILURES as error:
        problem = Problem(
            MAPPING,
            N_(
                "is no usable mapping file: %(reason)s; mend it: a mapping is a method and a "
                "pattern, [method: pattern] in a .cfg file"
            ),
            {"reason": reason_of(error)},
        )
        raise ExtractionError([Finding(path, line_of(error), problem)]) from error


def read_methods(mapping: Path) -> list[tuple[str, str]]:
    """Return the patterns of a mapping file with their methods, without loading any extractor.

    The list is empty if the file cannot be used.
    """
    try:
        sections = list(_parse_toml(mapping) if mapping.suffix == ".toml" else _parse_cfg(mapping))
        for section in sections:
            _compile_pattern(section.pattern)
    except _FAILURES:
        return []
    return [(section.pattern, section.method) for section in sections]


def is_template_method(method: str) -> bool | None:
    """Tell whether a method reads templates: Jinja's do, and Python's and JavaScript's do not."""
    name = _qualify(method)
    if name in _JINJA:
        return True
    return False if name in _PYTHON | _JAVASCRIPT else None


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
            pattern = f"{source}/{_strip_anchor(rule.pattern)}"
            yield replace(rule, pattern=pattern, source=number)


class _Section(NamedTuple):
    pattern: str
    method: str
    options: Mapping[str, Any]


def _make_rule(section: _Section, options: ExtractionOptions, root: Path) -> Rule:
    settings = dict(section.options)
    keywords = {**options.keywords, **settings.pop("keywords", {})}
    tags = dict.fromkeys((*options.comment_tags, *settings.pop("add_comments", ())))
    _compile_pattern(section.pattern)
    if _qualify(section.method) in _JINJA:
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
                "files like %(pattern)s cannot be read: %(error)s: %(reason)s; install what is "
                "missing beside kfor-i18n, or correct the mapping"
            ),
            {
                "pattern": rule.pattern,
                "error": type(error).__name__,
                "reason": reason_of(error),
            },
        )
    return None


def _parse_cfg(mapping: Path) -> Iterator[_Section]:
    parser = configparser.RawConfigParser()
    with mapping.open(encoding="utf-8") as file:
        parser.read_file(file, mapping.name)
    extractors = dict(parser.items("extractors")) if parser.has_section("extractors") else {}
    for name in parser.sections():
        if name != "extractors":
            method, pattern = (part.strip() for part in name.split(":", 1))
            options: dict[str, Any] = dict(parser.items(name))
            if keywords := options.pop("keywords", None):
                options["keywords"] = parse_keywords(keywords.split())
            if tags := options.pop("add_comments", None):
                options["add_comments"] = tags.split()
            yield _Section(pattern, extractors.get(method, method), options)


def _parse_toml(mapping: Path) -> Iterator[_Section]:
    """Parse a mapping in TOML: the table ``tool.babel`` of a pyproject.toml, or a file's own."""
    with mapping.open("rb") as file:
        table = tomllib.load(file)
    if mapping.name == "pyproject.toml":
        table = _expect(table.get("tool", {}).get("babel"), dict, "tool.babel", "a table")
    elif "babel" in table:
        raise ValueError("'babel' should not be present in a stand-alone configuration file")
    if "mapping" in table:
        raise ValueError("'mapping' is not a valid key, did you mean 'mappings'?")
    extractors = _expect(table.get("extractors", {}), dict, "extractors", "a table")
    for name, extractor in extractors.items():
        _expect(extractor, str, f"extractors.{name}", "a string")
    for number, entry in enumerate(_expect(table.get("mappings", []), list, "mappings", "a list")):
        yield from _read_entry(entry, extractors, f"mappings[{number}]")


def _read_entry(entry: object, extractors: Mapping[str, str], where: str) -> Iterator[_Section]:
    """Yield a section for each pattern of an entry."""
    options = dict(_expect(entry, dict, where, "a table"))
    method = _expect(options.pop("method", None), str, f"{where}.method", "a string")
    patterns = _read_list(options.pop("pattern", None), f"{where}.pattern")
    if keywords := options.pop("keywords", None):
        texts = keywords.split() if isinstance(keywords, str) else keywords
        options["keywords"] = parse_keywords(_read_list(texts, f"{where}.keywords"))
    if tags := options.pop("add_comments", None):
        options["add_comments"] = _read_list(tags, f"{where}.add_comments")
    for pattern in patterns:
        yield _Section(pattern, extractors.get(method, method), options)


def _read_list(value: object, where: str) -> list[str]:
    """Return a list of strings; a string stands for a list of one."""
    items = _expect([value] if isinstance(value, str) else value, list, where, "a string or a list")
    return [_expect(item, str, where, "strings") for item in items]


_T = TypeVar("_T")


def _expect(value: object, kind: type[_T], where: str, wanted: str) -> _T:
    if not isinstance(value, kind):
        raise ValueError(f"{where} must be {wanted}, got {value!r}")
    return value
