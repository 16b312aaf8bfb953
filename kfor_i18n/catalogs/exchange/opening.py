"""The catalogs of one language that are handed out, and that files are brought into."""

from __future__ import annotations

from kfor_i18n.catalogs.exchange.index import OpenCatalog
from kfor_i18n.catalogs.exchange.languages import find_folder, list_folders
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.validation.catalog import find_duplicates


def require_folder(project: Project, locale: str) -> str:
    """Return the folder of a locale's catalogs. Raises ``CatalogError`` where there is none."""
    folder = find_folder(project, locale)
    if folder is None:
        problem = Problem(
            "exchange-locale",
            N_('has no catalog of "%(locale)s", but of: %(found)s; kfor-i18n init makes one'),
            {"locale": locale, "found": ", ".join(list_folders(project)) or "—"},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    return folder


def open_catalogs(project: Project, folder: str, domain: str = "") -> list[OpenCatalog]:
    """Return a language's catalogs, one for each domain that has one, or for the domain named.

    Raises ``CatalogError`` where the domain is unknown or has no such catalog, and where one cannot
    be read or holds a message twice.
    """
    if domain and domain not in project.domains:
        problem = Problem(
            "exchange-domain",
            N_('has no domain "%(domain)s"; name one of these: %(found)s'),
            {"domain": domain, "found": ", ".join(project.domains)},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    paths = {
        name: project.catalog_path(name, folder)
        for name in ([domain] if domain else project.domains)
    }
    catalogs = [
        OpenCatalog(name, path, read_po(path)) for name, path in paths.items() if path.exists()
    ]
    findings = [
        finding for catalog in catalogs for finding in find_duplicates(catalog.path, catalog.po)
    ]
    if not catalogs:
        problem = Problem("exchange-domain", N_("is missing; kfor-i18n init makes it"))
        findings = [Finding(path, None, problem) for path in paths.values()]
    if findings:
        raise CatalogError(findings)
    return catalogs
