"""A mapping file as it is written: patterns of files, each with the method that reads them."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from kfor_i18n.files import require_regular

FAILURES = (OSError, ValueError, LookupError, AttributeError, configparser.Error)
"""What is raised for a mapping file that cannot be used."""

_PYTHON = frozenset({"python", "babel.messages.extract.extract_python"})
_JINJA = frozenset({"jinja2", "jinja2.ext.babel_extract"})
_JAVASCRIPT = frozenset({"javascript", "babel.messages.extract.extract_javascript"})
_WILDCARDS = {
    "?": "[^/]",
    "?/": "[^/]/",
    "*": "[^/]+",
    "*/": "[^/]+/",
    "**/": "(?:.+/)*?",
    "**": "(?:.+/)*?[^/]+",
}


class Section(NamedTuple):
    """A pattern, the method that reads its files, and its options, ``keywords`` as written."""

    pattern: str
    method: str
    options: Mapping[str, Any]


def parse_mapping(mapping: Path) -> list[Section]:
    """Parse a mapping file. Raises one of ``FAILURES`` if it cannot be used."""
    require_regular(mapping)
    sections = list(_parse_toml(mapping) if mapping.suffix == ".toml" else _parse_cfg(mapping))
    for section in sections:
        _compile_pattern(section.pattern)
    return sections


def is_python(method: str) -> bool:
    """Tell whether a method reads Python."""
    return _qualify(method) in _PYTHON


def is_jinja(method: str) -> bool:
    """Tell whether a method reads Jinja templates."""
    return _qualify(method) in _JINJA


def is_javascript(method: str) -> bool:
    """Tell whether a method reads JavaScript as Babel does."""
    return _qualify(method) in _JAVASCRIPT


def matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern of Babel's matches a path, relative and with slashes.

    Raises ``KeyError`` for wildcards in a row, such as ``***``.
    """
    return _compile_pattern(pattern).fullmatch(path) is not None


@cache
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern as ``babel.util.pathmatch`` reads it: ``**`` matches directories too."""
    parts = re.split(r"([?*]+/?)", strip_anchor(pattern))
    return re.compile(
        "".join(_WILDCARDS[part] if at % 2 else re.escape(part) for at, part in enumerate(parts))
    )


def strip_anchor(pattern: str) -> str:
    """Return a pattern without the sign of its start, at which all patterns begin."""
    return pattern.removeprefix("^" if pattern.startswith("^") else "./")


def _qualify(method: str) -> str:
    return method.replace(":", ".")


def _parse_cfg(mapping: Path) -> Iterator[Section]:
    parser = configparser.RawConfigParser()
    with mapping.open(encoding="utf-8") as file:
        parser.read_file(file, mapping.name)
    extractors = dict(parser.items("extractors")) if parser.has_section("extractors") else {}
    for name in parser.sections():
        if name != "extractors":
            method, colon, pattern = map(str.strip, name.partition(":"))
            if not colon:
                raise ValueError(f"no pattern in the section [{name}]")
            options: dict[str, Any] = dict(parser.items(name))
            if keywords := options.pop("keywords", None):
                options["keywords"] = keywords.split()
            if tags := options.pop("add_comments", None):
                options["add_comments"] = tags.split()
            yield Section(pattern, extractors.get(method, method), options)


def _parse_toml(mapping: Path) -> Iterator[Section]:
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


def _read_entry(entry: object, extractors: Mapping[str, str], where: str) -> Iterator[Section]:
    """Yield a section for each pattern of an entry."""
    options = dict(_expect(entry, dict, where, "a table"))
    method = _expect(options.pop("method", None), str, f"{where}.method", "a string")
    patterns = _read_list(options.pop("pattern", None), f"{where}.pattern")
    if keywords := options.pop("keywords", None):
        texts = keywords.split() if isinstance(keywords, str) else keywords
        options["keywords"] = _read_list(texts, f"{where}.keywords")
    if tags := options.pop("add_comments", None):
        options["add_comments"] = _read_list(tags, f"{where}.add_comments")
    for pattern in patterns:
        yield Section(pattern, extractors.get(method, method), options)


def _read_list(value: object, where: str) -> list[str]:
    """Return a list of strings; a string is a list of one."""
    items = _expect([value] if isinstance(value, str) else value, list, where, "a string or a list")
    return [_expect(item, str, where, "strings") for item in items]


_T = TypeVar("_T")


def _expect(value: object, kind: type[_T], where: str, wanted: str) -> _T:
    if not isinstance(value, kind):
        raise ValueError(f"{where} must be {wanted}, got {value!r}")
    return value
