"""The catalogs that a command works on: all, or those of a locale; and why there are none."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.locales import to_folder

NO_CATALOGS = Code(
    "no-catalogs",
    N_("Project without catalogs"),
    N_(
        "There is nothing to count, or no catalog for the locale that was named. The setting "
        "catalogs says where catalogs are."
    ),
)


def choose_catalogs(project: Project, locale: str | None) -> list[Path]:
    """Return the paths of the catalogs of a locale, or of all locales for ``None``.

    Raises ``CatalogError`` if the locale has none.
    """
    paths = project.catalogs()
    if locale is None:
        return paths
    wanted = {locale, to_folder(locale), project.right_folder(locale)}
    chosen = [path for path in paths if project.place_of(path).folder in wanted]
    if not chosen:
        raise CatalogError([report_missing(project, locale)])
    return chosen


def report_missing(project: Project, locale: str | None = None) -> Finding:
    """Return the finding about a project without catalogs, or without one for a locale."""
    pattern = project.layout(next(iter(project.domains))).catalogs_pattern
    if locale is not None and project.catalogs():
        problem = Problem(
            NO_CATALOGS,
            N_('no catalog of "%(locale)s"; create it with kfor-i18n init'),
            {"locale": project.right_folder(locale) or locale},
        )
    else:
        problem = _explain(project, pattern)
    return Finding(project.translations, None, problem)


def _explain(project: Project, pattern: str) -> Problem:
    from kfor_i18n.catalogs.settings.survey import survey

    found = survey(project.root, project.domains).groups
    if not found:
        text = N_("no catalogs, which would be %(pattern)s; create one with kfor-i18n init")
        return Problem(NO_CATALOGS, text, {"pattern": pattern})
    return Problem(
        NO_CATALOGS,
        N_(
            'no catalogs, which would be %(pattern)s; for %(found)s set catalogs = "%(right)s", or '
            "let kfor-i18n adopt write the settings"
        ),
        {"pattern": pattern, "found": found[0].example, "right": found[0].catalogs},
    )
