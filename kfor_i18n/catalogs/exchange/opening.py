"""Opening a locale's catalogs for export and import."""

from __future__ import annotations

import re
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.choosing import report_missing
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.validation.catalog import require_unique
from kfor_i18n.locales import find_locale, match_folder

EXCHANGE_LOCALE = Code(
    "exchange-locale",
    N_("Locale without catalogs"),
    N_("The project has no catalogs for this locale."),
)


EXCHANGE_DOMAIN = Code(
    "exchange-domain",
    N_("Domain without a catalog"),
    N_("Domains are listed in the domains setting. Each has a catalog for every locale."),
)


_COPY = re.compile(r"\s*\([0-9]+\)$")


def find_folder(project: Project, name: str) -> str | None:
    """Return the folder name of a locale's catalogs, or ``None`` if it has none.

    ``name`` is a folder name or a tag: ``sl-SI`` matches ``sl`` if the project has no catalogs for
    the region.
    """
    return match_folder(name, project.folders())


def find_named_folder(project: Project, path: Path) -> str | None:
    """Return the folder name of the locale that a file is named after, or ``None``."""
    locale = named_locale(path)
    return find_folder(project, locale) if locale else None


def named_locale(path: Path) -> str:
    """Return the locale that a file is named after, with catalogs or without; "" if there is none.

    ``sl.csv``, ``messages.pt-BR.csv`` and a browser's ``sl (1).csv`` name their locale.
    """
    name = _COPY.sub("", path.stem).rpartition(".")[2]
    return name if find_locale(name) else ""


def require_folder(project: Project, locale: str) -> str:
    """Return the folder name of a locale's catalogs. Raises ``CatalogError`` if it has none."""
    folder = find_folder(project, locale)
    if folder is None:
        raise CatalogError([report_missing(project, locale, EXCHANGE_LOCALE)])
    return folder


def open_catalogs(project: Project, folder: str, domain: str = "") -> list[Catalog]:
    """Return a locale's catalogs: that of ``domain``, or those of all domains by default.

    Raises ``CatalogError`` if the domain is unknown, there is no catalog, or a catalog cannot be
    read or has duplicate messages.
    """
    catalogs, findings = open_usable(project, folder, domain)
    if findings:
        raise CatalogError(findings)
    return catalogs


def open_usable(
    project: Project, folder: str, domain: str = ""
) -> tuple[list[Catalog], list[Finding]]:
    """Return the catalogs that can be used, and the errors of those that cannot.

    Raises ``CatalogError`` if the domain is unknown, or if no catalog can be used.
    """
    if domain and domain not in project.domains:
        problem = Problem(
            EXCHANGE_DOMAIN,
            N_('no domain "%(domain)s"; choose one of these: %(found)s'),
            {"domain": domain, "found": ", ".join(project.domains)},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    paths = {
        name: project.catalog_path(name, folder)
        for name in ([domain] if domain else project.domains)
    }
    catalogs: list[Catalog] = []
    findings: list[Finding] = []
    for path in filter(Path.exists, paths.values()):
        try:
            catalog = open_catalog(project, path)
            require_unique(path, catalog.po)
            catalogs.append(catalog)
        except CatalogError as error:
            findings += error.findings
    if not catalogs:
        problem = Problem(
            EXCHANGE_DOMAIN,
            N_("missing catalog; create it with kfor-i18n init %(locale)s"),
            {"locale": folder},
        )
        missing = [Finding(path, None, problem) for path in paths.values()]
        raise CatalogError(findings or missing)
    return catalogs, findings
