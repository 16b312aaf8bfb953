"""Check of the names of locale directories."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project

LOCALE_FOLDER = Code(
    "locale-folder",
    N_("Wrong name of a locale directory"),
    N_(
        "Flask-Babel looks for catalogs in a directory with the CLDR name of the locale: "
        "zh_Hant_TW instead of zh_TW, he instead of iw, pt_BR instead of pt-br. Rename the "
        "directory. If the application does not use Flask-Babel but reads its catalogs with the "
        "Python module gettext, set runtime to gettext."
    ),
    severity="warning",
)


@project_check(LOCALE_FOLDER)
def find_unread_folders(project: Project) -> Iterator[Finding]:
    """Look for locale directories that the application does not read.

    An application that uses Python's gettext reads whichever it wants to.
    """
    if project.runtime == "gettext":
        return
    paths = {project.place_of(path).folder: path for path in reversed(project.catalogs())}
    for folder, path in sorted(paths.items()):
        right = project.right_folder(folder)
        if right == folder:
            continue
        if right is None:
            problem = Problem(
                LOCALE_FOLDER,
                N_(
                    '"%(folder)s" is not a CLDR locale, so the application does not read this '
                    "catalog; rename its directory or file, for example to sl or pt_BR"
                ),
                {"folder": folder},
            )  # fmt: skip
        else:
            problem = Problem(
                LOCALE_FOLDER,
                N_(
                    'directory "%(folder)s" is not read for this locale, but "%(right)s" is; '
                    'rename the directory, or set runtime = "gettext" if the application does not '
                    "use Flask-Babel"
                ),
                {"folder": folder, "right": right},
            )  # fmt: skip
        yield Finding(path, None, problem)
