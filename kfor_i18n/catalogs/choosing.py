"""The catalogs that a command works on: all, or those of a locale; and why there are none."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.locales import to_folder

NO_CATALOGS = Code(
    "no-catalogs",
    N_("No catalogs found"),
    N_(
        "The project has no catalogs, or none for the locale that was given. The catalogs "
        "setting defines where catalogs are stored."
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


def report_missing(
    project: Project, locale: str | None = None, code: Code = NO_CATALOGS
) -> Finding:
    """Return the finding about a project without catalogs, or without one for a locale."""
    if locale is None or not project.catalogs():
        return Finding(project.translations, None, _explain(project, code))
    folder = project.right_folder(locale)
    if folder:
        text = N_(
            'no catalog for "%(locale)s"; create it with kfor-i18n init %(locale)s, or choose one '
            "of these: %(found)s"
        )
    else:
        text = N_('no catalog for "%(locale)s"; choose one of these: %(found)s')
    values = {"locale": folder or locale, "found": ", ".join(project.folders())}
    return Finding(project.translations, None, Problem(code, text, values))


def _explain(project: Project, code: Code) -> Problem:
    from kfor_i18n.catalogs.settings.survey import survey

    pattern = project.layout(next(iter(project.domains))).catalogs_pattern
    found = survey(project.root, project.domains).groups
    if not found:
        text = N_(
            "no catalogs match %(pattern)s; create one with kfor-i18n init LOCALE, for example "
            "kfor-i18n init sl"
        )
        return Problem(code, text, {"pattern": pattern})
    text = N_(
        'no catalogs match %(pattern)s; to use %(found)s, set catalogs = "%(right)s" (in a project '
        "without settings, kfor-i18n adopt does so)"
    )
    values = {"pattern": pattern, "found": found[0].example, "right": found[0].catalogs}
    return Problem(code, text, values)
