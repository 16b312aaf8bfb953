"""Each remedy that a check names is followed, and ends the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.project import check_project
from kfor_i18n.catalogs.project import read_project
from tests.builders import HEADERS, PLURALS, call, catalog_of, make_header
from tests.catalogs.remedies import (
    Edit,
    find,
    follow,
    message,
    msgid_of,
    msgids_of,
    plural,
    write,
)

NBSP = "\u00a0"
RUSSIAN = make_header(
    Language="ru",
    Content_Type="text/plain; charset=UTF-8",
    Plural_Forms="nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<12 || n%100>14) ? 1 : 2);",
)
ENGLISH, TURKISH = (
    make_header(
        Language=locale,
        Content_Type="text/plain; charset=UTF-8",
        Plural_Forms=PLURALS["en"],
    )
    for locale in ("en", "tr")
)

EDITS = [
    Edit(
        "missing expression %(text)s; copy it from the source",
        message("Hello, {{ name }}", "Živjo"), message("Hello, {{ name }}", "Živjo, {{ name }}"),
    ),
    Edit(
        "unexpected expression %(text)s; use only the expressions of the source",
        message("Hello", "Živjo, {{ name }}"), message("Hello", "Živjo"),
    ),
    Edit(
        "missing escape %(text)s; copy it from the source",
        message(r"one\\ntwo", "ena dve"), message(r"one\\ntwo", r"ena\\ndve"),
    ),
    Edit(
        "unexpected escape %(text)s; use only the escapes of the source",
        message("one two", r"ena\\ndve"), message("one two", "ena dve"),
    ),
    Edit(
        'missing "%(address)s"; copy it from the source',
        message("See https://gov.si/en here", "Glejte tukaj"),
        message("See https://gov.si/en here", "Glejte https://gov.si/en tukaj"),
    ),
    Edit(
        "missing option %(option)s; copy it from the source",
        message("used with --full", "z možnostjo -full"),
        message("used with --full", "z možnostjo --full"),
    ),
    Edit(
        "missing %(count)s in msgstr[%(form)s], which is used for %(numbers)s …; add it",
        plural("%(num)s day", "en dan", "%(num)s dneva", "%(num)s dnevi", "%(num)s dni"),
        plural("%(num)s day", "%(num)s dan", "%(num)s dneva", "%(num)s dnevi", "%(num)s dni"),
    ),
    Edit(
        "missing number %(number)s; copy it from the source",
        message("It lasted until 1999", "Trajalo je do 1998"),
        message("It lasted until 1999", "Trajalo je do 1999"),
    ),
    Edit(
        'missing end punctuation "%(wanted)s"; add it',
        message("It is saved.", "Shranjeno je"), message("It is saved.", "Shranjeno je."),
    ),
    Edit(
        'unexpected end punctuation "%(found)s"; remove it',
        message("Name", "Ime:"), message("Name", "Ime"),
    ),
    Edit(
        'end punctuation "%(found)s" where the source has "%(wanted)s"; use the same',
        message("Saved files:", "Shranjene datoteke…"), message("Saved files:", "Shranjeno:"),
    ),
    Edit(
        "unbalanced brackets %(opening)s %(closing)s; add the missing one or remove the extra one",
        message("Files (all)", "Datoteke (vse"), message("Files (all)", "Datoteke (vse)"),
    ),
    Edit(
        "wrong decimal separator in %(found)s; write %(right)s",
        message("2.5 km", f"2.5{NBSP}km"), message("2.5 km", f"2,5{NBSP}km"),
    ),
    Edit(
        "percent sign after the number; write it before the number",
        message("Done: 100%", "Yapıldı: 100%"), message("Done: 100%", "Yapıldı: %100"),
        "tr", TURKISH, TURKISH,
    ),
    Edit(
        "space before the percent sign; remove it",
        message("Done at 100%", "Ready at 100 %"), message("Done at 100%", "Ready at 100%"),
        "en", ENGLISH, ENGLISH,
    ),
    Edit(
        "no space before the percent sign; add a no-break space",
        message("Done: 100%", "Končano: 100%"), message("Done: 100%", f"Končano: 100{NBSP}%"),
    ),
    Edit(
        'no space in "%(found)s"; add a no-break space before the unit',
        message("At 5 km", "Pri 5km"), message("At 5 km", f"Pri 5{NBSP}km"),
    ),
    Edit(
        'ordinary space in "%(found)s", where the line can break; use a no-break space',
        message("At 5 km", "Pri 5 km"), message("At 5 km", f"Pri 5{NBSP}km"),
    ),
    Edit(
        "too long: %(length)s characters, but the limit is %(limit)s; shorten the translation",
        message("Save", "Shrani vse", "#, max-length:8\n"),
        message("Save", "Shrani", "#, max-length:8\n"),
    ),
    Edit(
        'double space after "%(text)s"; keep one space',
        message("Save the file", "Shrani  datoteko"), message("Save the file", "Shrani datoteko"),
    ),
    Edit(
        "invisible character U+%(code)s; remove it",
        message("Save", "Shra\u200bni"), message("Save", "Shrani"),
    ),
    Edit(
        "missing paragraph breaks; add a blank line where the source has one",
        message(r"one\n\ntwo", "ena dve"), message(r"one\n\ntwo", r"ena\n\ndve"),
    ),
    Edit(
        "unexpected paragraph breaks; remove the blank lines",
        message("one two", r"ena\n\ndve"), message("one two", "ena dve"),
    ),
    Edit(
        "quotation marks %(found)s, which the language does not use; write %(right)s",
        message("say “yes”", "reci “da”"), message("say “yes”", "reci »da«"),
    ),
    Edit(
        "straight quotation marks where the source has typographic ones; write %(right)s",
        message("say “yes”", r"reci \"da\""), message("say “yes”", "reci »da«"),
    ),
    Edit(
        "straight quotation marks; write %(right)s",
        message(r"say \"yes\"", r"reci \"da\""), message(r"say \"yes\"", "reci »da«"),
    ),
    Edit(
        "hyphen between spaces where the source has a dash; use a dash",
        message("one – two", "ena - dve"), message("one – two", "ena – dve"),
    ),
    Edit(
        "three dots where the source has an ellipsis character; write …",
        message("Loading…", "Nalaganje..."), message("Loading…", "Nalaganje…"),
    ),
    Edit("untranslated message; translate it", message("Save", ""), message("Save", "Shrani")),
    Edit(
        "fuzzy translation; review it, then remove the fuzzy flag",
        message("Save", "Shrani", "#, fuzzy\n"), message("Save", "Shrani"),
    ),
    Edit(
        'translation "%(found)s" differs from "%(other)s" on line %(line)s; use one of them, '
        "unless the contexts need both",
        message("Open", "Odpri") + message("Open", "Odprto", 'msgctxt "state"\n'),
        message("Open", "Odpri") + message("Open", "Odpri", 'msgctxt "state"\n'),
    ),
    Edit(
        'translation "%(found)s" differs from "%(other)s" on line %(line)s; use one of them, '
        "unless the contexts need both",
        message("Open", "Odpri") + message("Open", "Odprto", 'msgctxt "state"\n'),
        message("Open", "Odpri")
        + message("Open", "Odprto", '# kfor-i18n: ignore inconsistent\nmsgctxt "state"\n'),
    ),
    Edit(
        'repeated word "%(word)s"; remove one',
        message("It is there", "Tam je je"), message("It is there", "Tam je"),
    ),
    Edit(
        "text identical to the source; translate it",
        message("Please save this file now", "Please save this file now"),
        message("Please save this file now", "To datoteko shranite zdaj"),
    ),
    Edit(
        'letters from two scripts in "%(word)s"; retype the word',
        message("Page", "Cтраница"), message("Page", "Страница"), "ru", RUSSIAN, RUSSIAN,
    ),
    Edit(
        'question about the source text: "%(question)s"; answer it, then remove the comment',
        message("Open", "Odprto", "# kfor-i18n: question: a verb?\n"), message("Open", "Odpri"),
    ),
    Edit(
        "header field Language is %(found)s, but the path says %(wanted)s; change one of them",
        message("Save", "Shrani"), message("Save", "Shrani"),
        header=HEADERS["sl"].replace("Language: sl", "Language: de"), fixed_header=HEADERS["sl"],
    ),
    Edit(
        "header field %(name)s still contains %(value)s; fill it in",
        message("Save", "Shrani"), message("Save", "Shrani"),
        header=HEADERS["sl"] + '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"\n',
        fixed_header=HEADERS["sl"] + '"Last-Translator: Ana Novak <ana@gov.si>\\n"\n',
    ),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.finding[:40])
def test_an_edit_that_follows_the_remedy_ends_the_finding(tmp_path: Path, edit: Edit) -> None:
    follow(tmp_path, edit)


FIX = {
    "missing leading whitespace %(wanted)s; run kfor-i18n check --fix": (" and", "in"),
    "unexpected leading whitespace %(found)s; run kfor-i18n check --fix": ("and", " in"),
    "missing trailing whitespace %(wanted)s; run kfor-i18n check --fix": ("Dear, ", "Draga,"),
    "unexpected trailing whitespace %(found)s; run kfor-i18n check --fix": ("Name", "Ime "),
}


@pytest.mark.parametrize("finding", FIX)
def test_check_with_fix_ends_the_findings_that_name_it(tmp_path: Path, finding: str) -> None:
    path = write(tmp_path, f"{HEADERS['sl']}\n{message(*FIX[finding])}")
    assert msgids_of(tmp_path, path) == {finding}
    assert call(tmp_path, "check", "--fix", str(path)).exit_code == 0
    assert find(tmp_path, path) == []


def project_msgids(root: Path) -> set[str]:
    """Return the msgids of the problems that are found in a project."""
    report = check_project(read_project(root))
    return {msgid_of(finding.problem) for finding in report.findings}


SYNC = (
    "out of date (new messages: %(added)s, removed messages: %(removed)s); run kfor-i18n sync",
    "out of date; run kfor-i18n sync",
)
COMPILE = "missing or out of date; run kfor-i18n compile"
CONTEXT = (
    "short text without a comment for translators; describe what it is and where it is shown, "
    'in a comment that starts with "%(tag)s"',
    "text in %(place)s without a comment for translators; describe what it is, in a comment that "
    'starts with "%(tag)s"',
)
HARDCODED = (
    'hard-coded text "%(text)s"; put it into a gettext call or a trans block, or mark the line '
    "with %(escape)s"
)
TEMPLATE = "invalid template: %(reason)s; fix the line"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with one catalog, in which nothing is found."""
    settings = '[tool.kfor-i18n.check]\nselect = ["default", "context", "mo-stale"]\n'
    write(tmp_path, HEADERS["sl"], settings=settings)
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n[jinja2: **.html]\n")
    source = "from flask_babel import gettext\n\ngettext('Save the whole file')\n"
    (tmp_path / "app.py").write_text(source)
    assert call(tmp_path, "sync").exit_code == 0
    assert project_msgids(tmp_path) == set()
    return tmp_path


def test_sync_brings_up_to_date_what_is_not(root: Path) -> None:
    source = (root / "app.py").read_text()
    (root / "app.py").write_text(source.replace("whole", "same"))
    assert project_msgids(root) == set(SYNC)
    assert call(root, "sync").exit_code == 0
    assert project_msgids(root) == set()
    commented = source.replace("gettext('", "# Translators: a button.\ngettext('")
    (root / "app.py").write_text(commented.replace("whole", "same"))
    assert project_msgids(root) == {SYNC[1]}, "a new comment is no new message"
    assert call(root, "sync").exit_code == 0
    assert project_msgids(root) == set()


def test_compile_writes_what_is_missing_or_out_of_date(root: Path) -> None:
    catalog_of(read_project(root)).with_suffix(".mo").unlink()
    assert project_msgids(root) == {COMPILE}
    assert call(root, "compile").exit_code == 0
    assert project_msgids(root) == set()


def test_a_comment_for_translators_explains_a_text(root: Path) -> None:
    texts = ("<p>{{ gettext('Open') }}</p>\n", "<h1>{{ gettext('All of our files') }}</h1>\n")
    for text, finding in zip(texts, CONTEXT, strict=True):
        (root / "page.html").write_text(text)
        assert call(root, "sync").exit_code == 0
        assert project_msgids(root) == {finding}
        (root / "page.html").write_text("{# Translators: what it is. #}\n" + text)
        assert call(root, "sync").exit_code == 0
        assert project_msgids(root) == set()


@pytest.mark.parametrize(
    "fixed",
    [
        "<p>{{ gettext('Save the whole file') }}</p>",
        "<p>{% trans %}Save the whole file{% endtrans %}</p>",
        "{# i18n: ignore #}<p>Save the whole file</p>",
    ],
)
def test_hard_coded_text_is_translated_or_marked(root: Path, fixed: str) -> None:
    (root / "page.html").write_text("<p>Save the whole file</p>\n")
    assert project_msgids(root) == {HARDCODED}
    (root / "page.html").write_text(f"{fixed}\n")
    assert call(root, "sync").exit_code == 0
    assert project_msgids(root) == set()


def test_the_line_of_an_invalid_template_is_fixed(root: Path) -> None:
    (root / "page.html").write_text("<p>{{ gettext('Save the whole file' }}</p>\n")
    assert TEMPLATE in project_msgids(root)
    (root / "page.html").write_text("<p>{{ gettext('Save the whole file') }}</p>\n")
    assert call(root, "sync").exit_code == 0
    assert project_msgids(root) == set()
