"""New catalogs, created from a template."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.plurals import count_forms
from kfor_i18n.catalogs.po.entries import create_entry
from kfor_i18n.catalogs.po.file import PoFile, parse_headers, parse_po, parse_po_file, read_entry
from kfor_i18n.catalogs.po.writing import detect_style, fill_entry
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.updating.merging import Merged
from kfor_i18n.catalogs.updating.pseudo import pseudo_translate
from kfor_i18n.catalogs.updating.templates import render_catalog_header
from kfor_i18n.catalogs.validation.catalog import validate_catalog
from kfor_i18n.locales import find_locale, pseudo_name


def create_catalog(project: Project, template: PoFile, folder: str) -> str:
    """Return the text of a new catalog for a locale; a pseudo-locale's is translated.

    ``folder`` is the locale's folder name. Raises ``ValueError`` if CLDR does not have the locale.
    """
    locale = find_locale(folder)
    if locale is None:
        raise ValueError(f"{folder!r} is no locale")
    header = render_catalog_header(project, template, folder, locale)
    forms = count_forms(parse_headers(read_entry(header).msgstrs[0]))
    style = detect_style(template, project.width)
    text = header + "".join(create_entry(source, forms, style) for source in template.live)
    name = pseudo_name(folder)
    return _translate(project, folder, parse_po(text.encode()), name) if name else text


def recreate_catalog(project: Project, template: PoFile, path: Path) -> Merged:
    """Return a pseudo-locale's catalog made anew from a template, in the place of the one there.

    Whatever is in the file, readable or not, is replaced. Raises ``CatalogError`` if it cannot be
    opened.
    """
    text = create_catalog(project, template, project.place_of(path).folder)
    try:
        old = {entry.key for entry in parse_po_file(path, read_file(path)).live}
    except CatalogError:
        old = set()
    new = {entry.key: None for entry in template.live}
    added = tuple(key for key in new if key not in old)
    return Merged(text, added=added, dropped=tuple(sorted(old - new.keys(), key=str)))


def _translate(project: Project, folder: str, po: PoFile, name: str) -> str:
    """Return the text of a pseudo-locale's catalog in which every translation is valid.

    A text that cannot be changed without breaking it stays untranslated.
    """
    style, forms = detect_style(po, project.width), count_forms(po.headers)
    texts = [entry.text for entry in po.entries]
    for number, entry in enumerate(po.entries):
        if not entry.is_header:
            msgstrs = pseudo_translate(entry.message, name, forms, project.slug_contexts)
            texts[number] = fill_entry(entry, msgstrs, style)
    translated = parse_po("".join(texts).encode())
    catalog = Catalog(project, "", folder, project.translations, translated)
    valid = {message.key for message in validate_catalog(catalog).valid}
    return "".join(
        text if new.is_header or new.key in valid else old.text
        for text, old, new in zip(texts, po.entries, translated.entries, strict=True)
    )
