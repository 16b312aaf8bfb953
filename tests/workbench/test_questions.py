"""Questions to the developers: written into the catalog, listed, and removed once answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from kfor_i18n.catalogs.project import Project
from tests.builders import CATALOG, HEADERS, call, make_project
from tests.workbench.browsing import NARROW, Workbench, open_project
from tests.workbench.clients import Browser as Client

TEXT = f"""{HEADERS["sl"]}
# a note
msgid "Open"
msgstr ""

msgid "Save"
msgstr "Shrani"
"""
QUESTION = "# kfor-i18n: question: A verb or a state?"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", TEXT)


@pytest.fixture
def client(project: Project, tmp_path: Path) -> Client:
    return Client(project, tmp_path / "journal")


def text_of(project: Project) -> str:
    return (project.root / CATALOG).read_text(encoding="utf-8")


def tell(client: Client, path: str, text: str) -> Any:
    entry = client.open("Open")
    answer = client.tell("POST", path, catalog="sl.messages", id=entry["id"], text=text)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_question_is_a_comment_until_it_is_answered(project: Project, client: Client) -> None:
    asked = tell(client, "question", " A verb\n or a state? ")
    assert asked["questions"] == ["A verb or a state?"]
    assert f"# a note\n{QUESTION}\nmsgid" in text_of(project)
    assert [each["source"] for each in client.list(filter="questions")] == ["Open"]
    assert [each["questions"] for each in client.list()] == [1, 0]
    answered = tell(client, "answered", "A verb or a state?")
    assert answered["questions"] == []
    assert text_of(project).endswith(TEXT.removeprefix(HEADERS["sl"]))


def test_a_question_is_taken_back_and_asked_again(project: Project, client: Client) -> None:
    tell(client, "question", "A verb or a state?")
    assert tell(client, "undo", "")["questions"] == []
    assert QUESTION not in text_of(project)
    assert tell(client, "redo", "")["questions"] == ["A verb or a state?"]


def test_a_draft_outlives_a_question_and_its_answer(project: Project, client: Client) -> None:
    client.draft(client.open("Open"), "Odpri", comment="a note\nand another")
    asked = tell(client, "question", "A verb?")
    assert asked["forms"][0]["text"] == "Odpri"
    assert asked["comment"] == "a note\nand another\nkfor-i18n: question: A verb?"
    answered = tell(client, "answered", "A verb?")
    assert answered["comment"] == "a note\nand another"
    client.save(answered, "Odpri")
    assert "# a note\n# and another\nmsgid" in text_of(project)


def test_an_empty_question_is_not_written(project: Project, client: Client) -> None:
    entry = client.open("Open")
    answer = client.tell("POST", "question", catalog="sl.messages", id=entry["id"], text=" \n")
    assert answer.status_code == 400
    assert text_of(project) == TEXT


def test_check_names_each_question_if_it_is_asked_to(project: Project, client: Client) -> None:
    tell(client, "question", "A verb or a state?")
    assert "question about" not in call(project.root, "check").stdout
    found = call(project.root, "check", "--select", "question")
    assert found.exit_code == 1
    assert 'question about the source text: "A verb or a state?"' in found.stdout


def test_export_keeps_a_question(project: Project, client: Client, tmp_path: Path) -> None:
    tell(client, "question", "A verb or a state?")
    target = tmp_path / "sl.xlf"
    call(project.root, "export", "--locale", "sl", "--to", "xliff1", "-o", str(target))
    assert "kfor-i18n: question: A verb or a state?" in target.read_text(encoding="utf-8")


@pytest.fixture
def window(browser: Browser, project: Project, tmp_path: Path) -> Iterator[Workbench]:
    with open_project(browser, project.root, tmp_path / "state") as window:
        yield window


@pytest.mark.browser
def test_a_question_is_asked_and_answered_by_keyboard(window: Workbench, project: Project) -> None:
    page = window.page
    page.locator("#list a").first.focus()
    window.press("Enter")
    window.expect_focus("#form-0")
    window.type("Odpri")
    page.locator("#ask summary").focus()
    window.press("Enter")
    window.expect_focus("#question")
    window.audit()
    window.type("A verb or a state?")
    window.press("Enter")
    window.expect_status("Question added to the catalog.")
    expect(page.locator("#questions li")).to_contain_text("A verb or a state?")
    expect(window.field).to_have_value("Odpri")
    expect(page.locator("#list a").first).to_contain_text("Question")
    assert QUESTION in text_of(project)
    window.audit()
    window.resize(NARROW)
    window.expect_no_sideways_scrolling()
    window.resize((1280, 860))
    page.locator("#filter").select_option("questions")
    expect(page.locator("#list li")).to_have_count(1)
    page.get_by_role("button", name="Answered: A verb or a state?").press("Enter")
    window.expect_status("Question removed from the catalog.")
    expect(page.locator("#list li")).to_have_count(0)
    window.expect_focus("#form-0")
    assert QUESTION not in text_of(project)
