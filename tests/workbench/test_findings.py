"""What is wrong with a translation, as those see it who translate in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.catalogs.checks.running import check_catalog
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.workbench.web.findings import REWORDED
from tests.builders import HEADERS, ROOT, make_project
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "Name: of the force,"
msgstr ""

msgid "All, "
msgstr ""

#, python-format
msgid "%(num)d day, "
msgid_plural "%(num)d days, "
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""

msgid "The force keeps the peace. The Peacekeeping force stays."
msgstr ""
"""
GLOSSARY = """source,target
force,sile
peace,mir
Peacekeeping force,"mirovne sile, Kfor"
"""
SETTINGS = '[tool.kfor-i18n.check.locales.sl]\nglossary = "glossary.csv"\n'


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    root = tmp_path / "project"
    make_project(root, TEXT)
    (root / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    project = make_project(root, TEXT, settings=SETTINGS)
    return Browser(project, tmp_path / "journal")


def find(browser: Browser, msgid: str, *forms: str) -> list[Any]:
    findings: list[Any] = browser.draft(browser.open(msgid), *forms).json["findings"]
    return findings


def test_the_forms_of_a_plural_that_are_filled_in_are_checked_before_the_others(
    browser: Browser,
) -> None:
    entry = browser.open("%(num)d day, ")
    forms = ["Preskoči <b>%(x)s", "", "", ""]
    answer = browser.draft(entry, *forms).json
    assert [(each["severity"], each["form"]) for each in answer["findings"]] == [
        ("error", 0), ("warning", None),
    ]  # fmt: skip
    refused = browser.save(entry, *forms, confirmed=["partial-plural"])
    assert (refused.status_code, refused.json["needs"]) == (422, "correction")
    # The command says the same.
    path = browser.session.catalogs.states[0].path
    text = TEXT.replace('msgstr[0] ""', f'msgstr[0] "{forms[0]}"').encode()
    found = check_catalog(browser.session.project, path, text).findings
    plural = [each for each in found if each.msgid == "%(num)d day, "]
    assert [each.problem.code.name for each in plural if each.severity == "error"] == [
        answer["findings"][0]["code"]
    ]
    assert "partial-plural" in [each.problem.code.name for each in plural]
    assert find(browser, "%(num)d day, ", "%(num)d dan, ", "", "", "")[0]["severity"] == "warning"


def test_a_plural_with_an_empty_form_is_not_to_be_confirmed_since_it_would_be_refused(
    browser: Browser,
) -> None:
    forms = ["%(num)d dan, ", "", "", ""]
    refused = browser.save(browser.open("%(num)d day, "), *forms, confirmed=["partial-plural"])
    assert (refused.status_code, refused.json["needs"]) == (422, "correction")
    assert "every plural form" in refused.json["error"]
    assert browser.open("%(num)d day, ")["is_draft"]


@pytest.mark.parametrize(
    ("msgid", "text", "fix", "said"),
    [
        ("All, ", "Vse,", {"end": " "}, "missing trailing whitespace ' '"),
        ("Name: of the force,", "Ime sile, ", {"end": ""}, "unexpected trailing whitespace ' '"),
        ("Name: of the force,", " Ime sile,", {"start": ""}, "unexpected leading whitespace ' '"),
    ],
)
def test_white_space_has_a_remedy_in_the_field(
    browser: Browser, msgid: str, text: str, fix: dict[str, str], said: str
) -> None:
    (finding,) = find(browser, msgid, text)
    assert (finding["fix"], finding["text"]) == (fix, said)


def test_a_form_has_a_remedy_of_its_own_also_when_it_is_not_saved(browser: Browser) -> None:
    entry = browser.open("%(num)d day, ")
    forms = ["%(num)d dan, ", "%(num)d dneva,", "%(num)d dnevi, ", "%(num)d dni, "]
    refused = browser.save(entry, *forms)
    assert refused.status_code == 422
    for findings in (find(browser, "%(num)d day, ", *forms), refused.json["findings"]):
        (finding,) = findings
        assert (finding["form"], finding["fix"]) == (1, {"end": " "})
        assert finding["text"] == "\"two\": missing trailing whitespace ' '"


def test_terms_of_the_glossary_are_told_with_the_message(browser: Browser) -> None:
    msgid = "The force keeps the peace. The Peacekeeping force stays."
    entry = browser.open(msgid)
    terms = [{name: term[name] for name in ("source", "target")} for term in entry["terms"]]
    assert terms == [
        {"source": "force", "target": "sile"},
        {"source": "peace", "target": "mir"},
        {"source": "Peacekeeping force", "target": "mirovne sile, Kfor"},
    ]
    (finding,) = find(browser, msgid, "Te sile varujejo ljudi. Te sile ostanejo.")
    assert finding["terms"] == terms[1:]


def test_what_is_reworded_is_said_somewhere() -> None:
    said = {entry.msgid for entry in read_po(ROOT / "translations" / "tools.pot").entries}
    assert REWORDED.keys() <= said
