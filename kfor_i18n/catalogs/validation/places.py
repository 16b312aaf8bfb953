"""Where the messages of a catalog are used: the types of the files, by the mapping file."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import Entry, read_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.settings.mapping import (
    FAILURES,
    Section,
    is_javascript,
    is_jinja,
    is_python,
    matches,
    parse_mapping,
)
from kfor_i18n.catalogs.validation.formats import (
    EVERY_TEXT,
    Formats,
    Kind,
    Printf,
    kind_by_name,
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
    files = _files_of(catalog, entry)
    formats = read_formats(
        entry.flags,
        files or ({_ANY_SOURCE} if _has_code_only(catalog) else ()),
        has_plural=entry.plural is not None,
        kind_of=lambda file: _kind_of(catalog, file),
    )
    if not files:
        formats = formats._replace(is_html=None)
    return formats._replace(printf=Printf.ALWAYS) if catalog.project.always_formatted else formats


def _files_of(catalog: Catalog, entry: Entry) -> Collection[str]:
    """Return the files in which a message is used; none if they are not known.

    A catalog without references has those of its template.
    """
    references = read_references(entry) or _references_in_template(catalog).get(entry.key, ())
    return {_LINE.sub("", reference) for reference in references}


def _has_code_only(catalog: Catalog) -> bool:
    """Return whether all sources are Python or scripts, so that each message is used in one."""
    methods = {section.method for section in _sections_of(catalog)}
    return bool(methods) and all(is_python(each) or is_javascript(each) for each in methods)


_ANY_SOURCE = "*.py"
# Many messages are used in one file, and a path takes long to compare.
_KINDS: WeakKeyDictionary[Catalog, dict[str, Kind]] = WeakKeyDictionary()
_REFERENCES: WeakKeyDictionary[Catalog, Mapping[Key, Sequence[str]]] = WeakKeyDictionary()


def _references_in_template(catalog: Catalog) -> Mapping[Key, Sequence[str]]:
    if catalog not in _REFERENCES:
        try:
            template = read_po(catalog.project.template(catalog.domain)).live
        except CatalogError:
            template = []
        _REFERENCES[catalog] = {entry.key: read_references(entry) for entry in template}
    return _REFERENCES[catalog]


def _kind_of(catalog: Catalog, file: str) -> Kind:
    known = _KINDS.setdefault(catalog, {})
    if file not in known:
        known[file] = _find_kind(catalog, file)
    return known[file]


def _find_kind(catalog: Catalog, file: str) -> Kind:
    """Return what a file is: by the first section that it matches, or else by its name."""
    sections = _sections_of(catalog)
    for path in _list_paths(catalog, file) if sections else ():
        section = next((each for each in sections if matches(each.pattern, path)), None)
        if section and is_jinja(section.method):
            return "newstyle" if _is_newstyle(section) else "template"
        if section and (is_python(section.method) or is_javascript(section.method)):
            return "source"
    return kind_by_name(file)


def _is_newstyle(section: Section) -> bool:
    """Return whether a template's gettext formats every text, as Flask-Babel's does."""
    return str(section.options.get("newstyle_gettext", True)).lower() in ("true", "yes", "on", "1")


def _list_paths(catalog: Catalog, file: str) -> Iterator[str]:
    """Yield the paths that a file of a reference has to the patterns of the mapping file."""
    project = catalog.project
    domain = project.domains[catalog.domain]
    path = Path(os.path.normpath((domain.relative_to or project.root) / file))
    for source in domain.sources or (project.root,):
        folder = project.root if source == path else source
        if path.is_relative_to(folder):
            yield path.relative_to(folder).as_posix()


def _sections_of(catalog: Catalog) -> Sequence[Section]:
    """Return the sections of a domain's mapping file; none if there is none that can be used."""
    domain = catalog.project.domains.get(catalog.domain)
    if domain is None or domain.mapping is None:
        return ()
    try:
        return _read_once(domain.mapping, domain.mapping.stat().st_mtime_ns)
    except FAILURES:
        return ()


@lru_cache(maxsize=8)
def _read_once(mapping: Path, _changed: int) -> tuple[Section, ...]:
    return tuple(parse_mapping(mapping))
