"""A catalog to export, edit as translators do, and import again."""

from __future__ import annotations

import zipfile
from pathlib import Path

from kfor_i18n.catalogs.exchange import Imported, ImportOptions, export, import_file
from kfor_i18n.catalogs.problems import Finding
from kfor_i18n.catalogs.project import Project
from tests.builders import HEADERS, catalog_of, make_project

HEADER = f"# Ours\n{HEADERS['sl']}"
BODY = """
# keep this
#. Shown on the button.
#: app.py:7 page.html
msgid "Save"
msgstr "Shrani"

#, fuzzy, python-format
#| msgid "Hi, %(name)s"
msgctxt "menu"
msgid "Hello, %(name)s"
msgstr   "Zdravo, %(name)s"

#: page.html
msgid "%(num)s file"
msgid_plural "%(num)s files"
msgstr[0] "%(num)s datoteka"
msgstr[1] "%(num)s datoteki"
msgstr[2] "%(num)s datoteke"
msgstr[3] "%(num)s datotek"

#, python-format
msgid "Delete %(name)s?"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Preč"
"""

CONFIRMED = {
    "csv": ('"fuzzy"', '"translated"'),
    "xliff1": ('state="needs-review-translation"', 'state="translated"'),
    "xliff2": ('state="initial" subState="gettext:fuzzy"', 'state="translated"'),
    "zip": ("#, fuzzy, python-format\n#|", "#, python-format\n#|"),
    "po": ("#, fuzzy, python-format\n#|", "#, python-format\n#|"),
}
"""How a translator confirms the fuzzy translation in a file of each format."""


def project_with(root: Path, body: str = BODY, header: str = HEADER, folder: str = "sl") -> Project:
    """Return a project with one catalog in ``folder``."""
    return make_project(root, header + body, folder)


def read(project: Project) -> str:
    """Return the text of the Slovenian catalog."""
    return catalog_of(project).read_text(encoding="utf-8")


def hand_out(project: Project, to: str, *changes: tuple[str, str]) -> Path:
    """Export the Slovenian catalog, apply a translator's changes, and return the file's path."""
    path = project.root / f"back.{to}"
    data = export(project, "sl", to).data
    for old, new in changes:
        assert old.encode() in data, f"{old} is not in the {to} file"
        data = data.replace(old.encode(), new.encode(), 1)
    path.write_bytes(data)
    return path


def change_file(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, or in the catalogs of an archive."""
    if not zipfile.is_zipfile(path):
        data = path.read_bytes()
        assert old.encode() in data, f"{old} is not in {path.name}"
        path.write_bytes(data.replace(old.encode(), new.encode()))
        return
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            is_catalog = name.endswith(".po")
            archive.writestr(name, data.replace(old.encode(), new.encode()) if is_catalog else data)


def take_back(project: Project, path: Path, **options: bool) -> Imported:
    return import_file(project, path, ImportOptions(locale="sl", **options))  # type: ignore[arg-type]


def hand_in(project: Project, text: str, **options: bool) -> Imported:
    """Import a file with this text, as written by another tool."""
    path = project.root / "theirs"
    path.write_text(text, encoding="utf-8")
    return take_back(project, path, **options)


def say(findings: tuple[Finding, ...]) -> list[tuple[int | None, str | None, str]]:
    return [(finding.line, finding.msgid, finding.problem.code.name) for finding in findings]
