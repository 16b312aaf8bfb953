"""The remedies of findings about a project's other files: headers, glossary, baseline, names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.baseline import BASELINE
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import read_project
from tests.builders import HEADERS, PLURALS, call, catalog_of
from tests.catalogs.checks import test_remedies
from tests.catalogs.checks.test_remedies import project_msgids
from tests.catalogs.remedies import ALL, find, message, msgid_of, msgids_of, remedies_in, write

GLOSSARY = '[tool.kfor-i18n.check.locales.sl]\nglossary = "glossary.csv"\n'
TERMS = "missing glossary terms; use %(terms)s"

FILES = [
    ("not valid UTF-8: %(error)s; save the glossary as UTF-8", "hiša".encode("cp1250"), "hiša"),
    (
        "not valid CSV: %(error)s; close all quotation marks, and double those inside a cell",
        'house,"hiša',
        'house,"hiša"',
    ),
    (
        "not valid CSV: %(error)s; close all quotation marks, and double those inside a cell",
        'house,"a "hiša""',
        'house,"a ""hiša"""',
    ),
    (
        "row without both source and target, or with too many columns; write source,target,note, "
        "with quotation marks around text that contains commas",
        "house,hiša,a, b",
        'house,hiša,"a, b"',
    ),
    (
        'duplicate term "%(source)s"; keep one row, and add the other translation after Also: in '
        "its note",
        "house,hiša,\nhouse,dom,",
        "house,hiša,Also: dom",
    ),
]
NOT_A_GLOSSARY = "not a glossary; make source,target,note the first line"


def glossary_msgids(root: Path, data: str | bytes) -> set[str]:
    """Return the msgids of what is found in a project with a glossary."""
    (root / "glossary.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    path = write(root, HEADERS["sl"] + "\n" + message("Save", "Shrani"), settings=GLOSSARY)
    try:
        return msgids_of(root, path)
    except CatalogError as error:
        return {msgid_of(finding.problem) for finding in error.findings}


@pytest.mark.parametrize(("finding", "broken", "fixed"), FILES)
def test_an_edit_that_follows_the_remedy_makes_a_glossary_valid(
    tmp_path: Path, finding: str, broken: str | bytes, fixed: str
) -> None:
    head = "source,target,note\n"
    data = head.encode() + b"x," + broken if isinstance(broken, bytes) else head + broken
    assert glossary_msgids(tmp_path, data) == {finding}
    right = f"{head}x,{fixed}" if isinstance(broken, bytes) else head + fixed
    assert glossary_msgids(tmp_path, right + "\n") == set()


def test_a_glossary_gets_its_first_line(tmp_path: Path) -> None:
    assert glossary_msgids(tmp_path, "house,hiša,\n") == {NOT_A_GLOSSARY}
    assert glossary_msgids(tmp_path, "source,target,note\nhouse,hiša,\n") == set()


def test_a_term_of_the_glossary_is_used(tmp_path: Path) -> None:
    (tmp_path / "glossary.csv").write_text("source,target\nhouse,hiša\n", encoding="utf-8")
    for translation, found in (("Dom je tu", {TERMS}), ("Hiša je tu", set())):
        text = HEADERS["sl"] + "\n" + message("The house is here", translation)
        assert msgids_of(tmp_path, write(tmp_path, text, settings=GLOSSARY)) == found


HEADER = (
    "missing header; copy the header from the template or another catalog, and set "
    "its fields Language and Plural-Forms for this language"
)


def test_a_header_is_copied_from_the_template(tmp_path: Path) -> None:
    path = write(tmp_path, message("Save", "Shrani"), settings="")
    (tmp_path / "app.py").write_text("from flask_babel import gettext\n\ngettext('Save')\n")
    assert call(tmp_path, "extract").exit_code == 0
    assert msgids_of(tmp_path, path) == {HEADER}
    template = read_project(tmp_path).template("messages").read_text(encoding="utf-8")
    head = template[: template.index("#: app.py")]
    fields = f'"Language: sl\\n"\n"Plural-Forms: {PLURALS["sl"]}\\n"\n'
    copied = head.replace('"MIME-Version', fields + '"MIME-Version')
    write(tmp_path, copied + message("Save", "Shrani"), settings="")
    assert find(tmp_path, path) == []


UNKNOWN = (
    '"%(folder)s" is not a CLDR locale, so the application does not read this catalog; rename '
    "its directory or file, for example to sl or pt_BR"
)
UNREAD = (
    'directory "%(folder)s" is not read for this locale, but "%(right)s" is; rename the '
    'directory, or set runtime = "gettext" if the application does not use Flask-Babel'
)


@pytest.mark.parametrize(
    ("folder", "right", "finding"), [("slovene", "sl", UNKNOWN), ("iw", "he", UNREAD)]
)
def test_a_directory_is_renamed(tmp_path: Path, folder: str, right: str, finding: str) -> None:
    header = HEADERS["sl"].replace("Language: sl", f"Language: {right}")
    write(tmp_path, header, folder, '[tool.kfor-i18n.check]\nselect = ["locale-folder"]')
    assert finding in project_msgids(tmp_path)
    (tmp_path / "translations" / folder).rename(tmp_path / "translations" / right)
    assert finding not in project_msgids(tmp_path)
    assert catalog_of(read_project(tmp_path), right).exists()


def test_an_application_without_flask_babel_reads_directories_by_any_name(tmp_path: Path) -> None:
    write(tmp_path, HEADERS["sl"], "iw")
    assert UNREAD in project_msgids(tmp_path)
    write(tmp_path, HEADERS["sl"], "iw", '[tool.kfor-i18n]\nruntime = "gettext"')
    assert UNREAD not in project_msgids(tmp_path)


INVALID_BASELINE = (
    "not a valid baseline; restore the file, or delete it and run kfor-i18n check --write-baseline"
)


def test_a_baseline_is_deleted_and_written_again(tmp_path: Path) -> None:
    write(tmp_path, HEADERS["sl"] + "\n" + message("Name", "Ime:"), settings=ALL)
    (tmp_path / BASELINE).write_text("nonsense", encoding="utf-8")
    result = call(tmp_path, "check")
    assert INVALID_BASELINE in result.stderr
    (tmp_path / BASELINE).unlink()
    call(tmp_path, "check", "--write-baseline")
    result = call(tmp_path, "check")
    assert INVALID_BASELINE not in result.stderr
    assert "end-punctuation" not in result.stdout


def test_every_finding_of_a_check_has_a_remedy_that_was_followed() -> None:
    followed = {edit.finding for edit in test_remedies.EDITS} | {row[0] for row in FILES}
    followed |= {*test_remedies.FIX, *test_remedies.SYNC, *test_remedies.CONTEXT}
    followed |= {test_remedies.COMPILE, test_remedies.HARDCODED, test_remedies.TEMPLATE}
    followed |= {TERMS, NOT_A_GLOSSARY, HEADER, UNKNOWN, UNREAD, INVALID_BASELINE}
    assert remedies_in("checks/rules/", "checks/baseline.py") == followed
