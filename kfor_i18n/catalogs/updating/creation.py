"""New catalogs, created from a template."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.plurals import count_forms
from kfor_i18n.catalogs.po.entries import create_entry
from kfor_i18n.catalogs.po.file import PoFile, parse_headers, read_entry
from kfor_i18n.catalogs.po.writing import detect_style, fill_entry
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.updating.pseudo import pseudo_translate
from kfor_i18n.catalogs.updating.templates import render_catalog_header
from kfor_i18n.locales import PSEUDO_LOCALES, find_locale


def create_catalog(project: Project, template: PoFile, folder: str) -> str:
    """Return the text of a new catalog for a locale; a pseudo-locale's is translated.

    ``folder`` is the locale's folder name. Raises ``ValueError`` if CLDR does not have the locale.
    """
    locale = find_locale(folder)
    if locale is None:
        raise ValueError(f"{folder!r} is no locale")
    header = render_catalog_header(project, template, folder, locale)
    forms = count_forms(parse_headers(read_entry(header).msgstrs[0]))
    return header + "".join(_create_entries(project, template, folder, forms))


def _create_entries(project: Project, template: PoFile, folder: str, forms: int) -> Iterator[str]:
    style = detect_style(template, project.width)
    for source in template.live:
        text = create_entry(source, forms, style)
        if folder in PSEUDO_LOCALES:
            msgstrs = pseudo_translate(source.message, folder, forms, project.slug_contexts)
            text = fill_entry(read_entry(text), msgstrs, style)
        yield text
