"""Checks of the folders of locales."""

from __future__ import annotations

from collections.abc import Iterator

from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project

LOCALE_FOLDER = Code(
    "locale-folder",
    N_("Locale whose catalogs no application reads"),
    N_(
        "Flask-Babel looks for catalogs under the name that CLDR has for a locale: zh_Hant_TW "
        "rather than zh_TW, he rather than iw, pt_BR rather than pt-br. Rename the folder. If the "
        "application reads its catalogs with Python's gettext, the setting runtime says so."
    ),
    severity="warning",
)


@project_check(LOCALE_FOLDER)
def find_unread_folders(project: Project) -> Iterator[Finding]:
    """Look for locales whose folder the application does not look in.

    An application that uses Python's gettext looks wherever it wants to.
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
                N_('"%(folder)s" is not a locale of CLDR, and no application reads it; rename it, '
                   "such as to sl or pt_BR"),
                {"folder": folder},
            )  # fmt: skip
        else:
            problem = Problem(
                LOCALE_FOLDER,
                N_('the application looks for this locale in "%(right)s", not in "%(folder)s"; '
                   'rename the folder, or set runtime = "gettext" if it does not use Flask-Babel'),
                {"folder": folder, "right": right},
            )  # fmt: skip
        yield Finding(path, None, problem)
