"""Where the messages of a catalog are used: the types of the files, by the mapping file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.settings.mapping import (
    FAILURES,
    is_javascript,
    is_jinja,
    is_python,
    matches,
    parse_mapping,
)
from kfor_i18n.catalogs.validation.formats import (
    EVERY_TEXT,
    Formats,
    Printf,
    is_template_name,
    read_formats,
)

_LINE = re.compile(r":[0-9]+$")


def formats_of(catalog: Catalog, entry: Entry) -> Formats:
    """Return what formats a message of a catalog.

    With the setting ``always-formatted``, ``%`` formats every text.
    """
    text = entry.text
    if not ("%" in text or "{" in text or "&" in text):
        return EVERY_TEXT
    files = {_LINE.sub("", reference) for reference in read_references(entry)}
    formats = read_formats(
        entry.flags,
        files,
        has_plural=entry.plural is not None,
        is_template=lambda file: _is_template(catalog, file),
    )
    return formats._replace(printf=Printf.ALWAYS) if catalog.project.always_formatted else formats


# Many messages are used in one file, and a path takes long to compare.
_KNOWN: WeakKeyDictionary[Catalog, dict[str, bool]] = WeakKeyDictionary()


def _is_template(catalog: Catalog, file: str) -> bool:
    known = _KNOWN.setdefault(catalog, {})
    if file not in known:
        known[file] = _find_template(catalog, file)
    return known[file]


def _find_template(catalog: Catalog, file: str) -> bool:
    """Return whether a file is a template: by the first rule that it matches, then by its name."""
    domain = catalog.project.domains.get(catalog.domain)
    if domain and domain.mapping:
        methods = _read_methods(domain.mapping)
        for path in _list_paths(catalog, file):
            method = next((method for pattern, method in methods if matches(pattern, path)), None)
            if method and is_jinja(method):
                return True
            if method and (is_python(method) or is_javascript(method)):
                return False
    return is_template_name(file)


def _list_paths(catalog: Catalog, file: str) -> Iterator[str]:
    """Yield the paths that a file of a reference has to the patterns of the mapping file."""
    project = catalog.project
    domain = project.domains[catalog.domain]
    path = Path(os.path.normpath((domain.relative_to or project.root) / file))
    for source in domain.sources or (project.root,):
        folder = project.root if source == path else source
        if path.is_relative_to(folder):
            yield path.relative_to(folder).as_posix()


def _read_methods(mapping: Path) -> tuple[tuple[str, str], ...]:
    """Return the patterns of a mapping file with their methods; none if it cannot be used."""
    try:
        return _read_once(mapping, mapping.stat().st_mtime_ns)
    except FAILURES:
        return ()


@lru_cache(maxsize=8)
def _read_once(mapping: Path, _changed: int) -> tuple[tuple[str, str], ...]:
    return tuple((section.pattern, section.method) for section in parse_mapping(mapping))
