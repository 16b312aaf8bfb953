"""What tells a finding from others of its file, whatever line it moves to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.errors import EXTRACTION_CODES
from kfor_i18n.catalogs.po.file import parse_po_file, read_po
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.reading import read_file

CATALOGS = frozenset({".po", ".pot"})
"""The suffixes of catalogs and templates."""

# Whole numbers alone: "i18n" is a name.
_NUMBERS = re.compile(r"\b[0-9]+\b")


class Identity(NamedTuple):
    """The code of a finding, and what it is about.

    ``text`` is the msgid or, if there is none, the values in the problem without their numbers. The
    wording of the problem does not count, so that it can be improved. ``content`` is what must not
    change unseen: the translation of an error, since one that was edited may be worse, and the line
    of a call in a source; empty for others.
    """

    code: str
    text: str
    content: tuple[str, ...] = ()


def identify(
    findings: Iterable[Finding], path: Path, data: bytes | None = None
) -> Iterator[tuple[Identity, Finding]]:
    """Yield findings of one file with their identities; ``data`` is its content, if already read.

    A file that cannot be read gives no content.
    """
    read = _read_translations if path.suffix in CATALOGS else _read_lines
    content_of: Callable[[int], tuple[str, ...]] | None = None
    for finding in findings:
        content: tuple[str, ...] = ()
        if finding.line and _has_content(finding):
            content_of = content_of or read(path, data)
            content = content_of(finding.line)
        yield Identity(finding.problem.code.name, _text_of(finding), content), finding


def _has_content(finding: Finding) -> bool:
    if finding.path.suffix in CATALOGS:
        # A header, which has no msgid here, changes with each edit.
        return finding.severity == "error" and finding.msgid is not None
    return finding.problem.code in EXTRACTION_CODES


def _text_of(finding: Finding) -> str:
    if finding.msgid is not None:
        return finding.msgid
    return _NUMBERS.sub("#", ", ".join(map(str, finding.problem.values.values())))


def _read_translations(path: Path, data: bytes | None) -> Callable[[int], tuple[str, ...]]:
    try:
        po = read_po(path) if data is None else parse_po_file(path, data)
    except CatalogError:
        return lambda _: ()
    msgstrs = {po.line_of(entry): entry.msgstrs for entry in po.entries}
    return lambda line: msgstrs.get(line, ())


def _read_lines(path: Path, data: bytes | None) -> Callable[[int], tuple[str, ...]]:
    try:
        content = read_file(path) if data is None else data
    except CatalogError:
        return lambda _: ()
    lines = [line.strip().decode(errors="replace") for line in content.splitlines()]
    return lambda line: tuple(lines[line - 1 : line])
