"""New catalogs, created from a template."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.plurals import count_forms
from kfor_i18n.catalogs.po.entries import create_entry
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po, parse_po_file, read_entry
from kfor_i18n.catalogs.po.header import parse_headers, write_revision
from kfor_i18n.catalogs.po.writing import detect_style, fill_entry
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.updating.merging import Merged
from kfor_i18n.catalogs.updating.pseudo import pseudo_translate
from kfor_i18n.catalogs.updating.templates import render_catalog_header, template_style
from kfor_i18n.catalogs.validation.catalog import validate_catalog
from kfor_i18n.clock import build_time
from kfor_i18n.locales import find_locale, pseudo_name

_CREATED = "pot-creation-date"


def create_catalog(project: Project, template: PoFile, path: Path, created: str = "") -> str:
    """Return the text of a new catalog for a path in a project; a pseudo-locale's is translated.

    A template without a date is of the date ``created`` (default: now): pybabel reads no empty one.
    Raises ``ValueError`` if CLDR does not have the locale, ``CatalogError`` if the source texts of
    a pseudo-locale cannot be read.
    """
    folder = project.place_of(path).folder
    locale = find_locale(folder)
    if locale is None:
        raise ValueError(f"{folder!r} is no locale")
    created = template.headers.get(_CREATED) or created or write_revision(build_time())
    header = render_catalog_header(project, template, folder, locale, created)
    forms = count_forms(parse_headers(read_entry(header).msgstrs[0]))
    style = template_style(project, template)
    text = header + "".join(create_entry(source, forms, style) for source in template.live)
    name = pseudo_name(folder)
    return _translate(open_catalog(project, path, text.encode()), name) if name else text


def recreate_catalog(project: Project, template: PoFile, path: Path) -> Merged:
    """Return a pseudo-locale's catalog, generated again from a template.

    Whatever is in the file, readable or not, is replaced. Raises ``CatalogError`` if it cannot be
    opened.
    """
    try:
        present = parse_po_file(path, read_file(path))
        old, created = {entry.key for entry in present.live}, present.headers.get(_CREATED, "")
    except CatalogError:
        old, created = set(), ""
    text = create_catalog(project, template, path, created)
    new = {entry.key: None for entry in template.live}
    added = tuple(key for key in new if key not in old)
    return Merged(text, added=added, dropped=tuple(sorted(old - new.keys(), key=str)))


def _translate(catalog: Catalog, name: str) -> str:
    """Return the text of a pseudo-locale's catalog in which every translation is valid.

    A text that cannot be changed without breaking it stays untranslated.
    """
    po, project = catalog.po, catalog.project
    style, forms = detect_style(po, project.width), count_forms(po.headers)
    texts = [entry.text for entry in po.entries]
    for number, entry in enumerate(po.entries):
        if not entry.is_header:
            source = _make_source(catalog, entry)
            msgstrs = pseudo_translate(source, name, forms, project.slug_contexts)
            texts[number] = fill_entry(entry, msgstrs, style)
    translated = parse_po("".join(texts).encode())
    valid = {message.key for message in validate_catalog(replace(catalog, po=translated)).valid}
    return "".join(
        text if new.is_header or new.key in valid else old.text
        for text, old, new in zip(texts, po.entries, translated.entries, strict=True)
    )


def _make_source(catalog: Catalog, entry: Entry) -> Message:
    singular, plural = catalog.source_of(entry)
    return Message(singular, (), plural if entry.plural is not None else None, entry.context)
