"""Changes of a message that are taken back and made again: saves, and warnings ignored for good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.catalogs.project import Project
from tests.builders import CATALOG, HEADERS, make_project, write_catalog
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
# a note
msgid "Open a file"
msgstr "Odpri  datoteko"
"""
IGNORED = "# kfor-i18n: ignore space-double"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", TEXT)


@pytest.fixture
def browser(project: Project, tmp_path: Path) -> Browser:
    return Browser(project, tmp_path / "journal")


def text_of(project: Project) -> str:
    return (project.root / CATALOG).read_text(encoding="utf-8")


def tell(browser: Browser, action: str, **values: str) -> Any:
    entry = browser.open("Open a file")
    answer = browser.tell("POST", action, catalog="sl.messages", id=entry["id"], **values)
    assert answer.status_code == 200, answer.text
    return answer.json


def form(entry: Any) -> str:
    text: str = entry["forms"][0]["text"]
    return text


def test_a_warning_that_is_ignored_for_good_is_reported_again(
    project: Project, browser: Browser
) -> None:
    dismissed = tell(browser, "dismiss", code="space-double")
    assert (dismissed["can_undo"], dismissed["findings"]) == (True, [])
    assert IGNORED in text_of(project)
    undone = tell(browser, "undo")
    assert IGNORED not in text_of(project)
    assert "# a note" in text_of(project)
    assert (undone["can_undo"], undone["can_redo"]) == (False, True)
    assert [each["code"] for each in undone["findings"]] == ["space-double"]
    assert tell(browser, "redo")["findings"] == []
    assert IGNORED in text_of(project)


def test_saves_and_ignored_warnings_are_taken_back_in_turn(
    project: Project, browser: Browser
) -> None:
    browser.save(browser.open("Open a file"), "Odprite  datoteko", confirmed=["space-double"])
    tell(browser, "dismiss", code="space-double")
    assert form(tell(browser, "undo")) == "Odprite  datoteko"
    assert form(tell(browser, "undo")) == "Odpri  datoteko"
    assert form(tell(browser, "redo")) == "Odprite  datoteko"
    redone = tell(browser, "redo")
    assert (redone["can_undo"], redone["can_redo"]) == (True, False)
    assert IGNORED in text_of(project)


@pytest.mark.parametrize("comment", [None, "a note\nand another"])
def test_a_draft_outlives_an_ignored_warning_and_its_return(
    project: Project, browser: Browser, comment: str | None
) -> None:
    browser.draft(browser.open("Open a file"), "Odprite  datoteko", comment=comment)
    assert form(tell(browser, "dismiss", code="space-double")) == "Odprite  datoteko"
    undone = tell(browser, "undo")
    assert form(undone) == "Odprite  datoteko"
    assert [each["code"] for each in undone["findings"]] == ["space-double"]
    assert undone["comment"] == (comment or "a note")
    browser.save(undone, "Odprite datoteko")
    assert IGNORED not in text_of(project)


def test_what_was_taken_back_is_not_made_again_over_a_newer_change(
    project: Project, browser: Browser
) -> None:
    browser.save(browser.open("Open a file"), "Odprite datoteko")
    tell(browser, "undo")
    assert browser.open("Open a file")["can_redo"]
    browser.save(browser.open("Open a file"), "Odpiranje datoteke")
    entry = tell(browser, "redo")
    assert (form(entry), entry["can_redo"]) == ("Odpiranje datoteke", False)


def test_a_change_elsewhere_is_not_overwritten_by_making_one_again(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("Open a file")
    browser.save(entry, "Odprite datoteko")
    tell(browser, "undo")
    write_catalog(project.root, text_of(project).replace("Odpri  datoteko", "Odpri neko datoteko"))
    answer = browser.tell("POST", "redo", catalog="sl.messages", id=entry["id"])
    assert answer.status_code == 409
    assert "neko" in text_of(project)
