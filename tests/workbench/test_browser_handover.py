"""Handing over in Chromium: a commit by keyboard, a hook that refuses, an author, and a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import CATALOG, HEADERS
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.browsing import NARROW, Workbench, open_project

pytestmark = pytest.mark.browser

PUSH = '[tool.kfor-i18n.workbench]\npush = ["git", "log", "-1", "--format=pushed %s"]\n'


def text_of(*texts: str) -> str:
    entries = zip(("Open", "Save", "Close"), texts, strict=False)
    return HEADERS["sl"] + "".join(f'\nmsgid "{each}"\nmsgstr "{text}"\n' for each, text in entries)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    files = {".gitignore": "*.mo\n", "babel.cfg": "[python: **.py]\n", "pyproject.toml": PUSH}
    repository.commit({**files, CATALOG: text_of("", "Shrani", "Zapri")}, "Begin")
    return repository


@pytest.fixture
def window(repository: Repository, browser: Browser, tmp_path: Path) -> Iterator[Workbench]:
    with open_project(browser, repository.root, tmp_path / "state") as window:
        yield window


def translate(window: Workbench, source: str, text: str) -> None:
    window.page.locator("#list a", has_text=source).focus()
    window.press("Enter")
    window.expect_focus("#form-0")
    window.write(text)
    window.press("Control+S")
    expect(window.page.get_by_role("status").first).to_contain_text("Saved.")


def open_dialog(window: Workbench) -> None:
    window.open_tool("#show-handover")
    window.expect_focus("#handover-heading")


def test_ones_own_messages_are_committed_by_keyboard(
    window: Workbench, repository: Repository
) -> None:
    page = window.page
    repository.write(CATALOG, text_of("", "Shrani", "Zaprite"))
    translate(window, "Open", "Odpri")
    open_dialog(window)
    expect(page.locator("#handover-note")).to_have_text(
        "Author of the commit: one <ana@example.com>"
    )
    expect(page.locator("#handover-languages")).to_contain_text(
        'Changed by others, and left out: 1 ("Close")'
    )
    message = page.get_by_label("Commit message, slovenščina")
    expect(message).to_have_value("Translate 1 message into Slovenian\n\n- Open")
    window.audit()
    box = page.get_by_label("Include the whole file")
    box.focus()
    window.press("Space")
    expect(message).to_have_value(
        "Translate 1 message into Slovenian\n\n- Open\n\n"
        "This also includes other changes in messages.po."
    )
    window.press("Space")
    message.focus()
    window.write("Open the door")
    window.tab_to("#commit")
    window.press("Enter")
    expect(page.locator("#handover-result")).to_contain_text("slovenščina: committed as ")
    window.expect_focus("#handover-heading")
    expect(page.locator("#handover-note")).to_have_text(
        "There are no uncommitted translations of yours."
    )
    assert repository.git("log", "-1", "--format=%B").strip() == "Open the door"
    assert "Zaprite" not in repository.git("show", f"HEAD:{CATALOG}")
    window.tab_to("#push")
    expect(page.locator("#push")).to_have_text("Run git log -1 --format=pushed %s")
    window.press("Enter")
    expect(page.locator("#handover-output")).to_have_text("pushed Open the door")
    window.expect_focus("#push")
    window.audit()
    window.press("Escape")
    window.expect_focus("#show-tools")


def test_the_output_of_a_hook_that_refuses_is_shown(
    window: Workbench, repository: Repository
) -> None:
    page = window.page
    hook = repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho Too long; exit 1\n")
    hook.chmod(0o755)
    translate(window, "Open", "Odpri")
    open_dialog(window)
    page.get_by_label("Commit message, slovenščina").fill("Mine")
    page.locator("#commit").click()
    expect(page.locator("#handover-result")).to_contain_text("slovenščina: the commit was rejected")
    expect(page.locator("#handover-output")).to_have_text("Too long")
    expect(page.get_by_label("Commit message, slovenščina")).to_have_value("Mine")
    window.audit()
    window.resize(NARROW)
    window.expect_no_sideways_scrolling()
    hook.unlink()
    page.locator("#commit").click()
    expect(page.locator("#handover-result")).to_contain_text("slovenščina: committed as ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_author_is_asked_for_where_git_has_none(
    browser: Browser, repository: Repository, tmp_path: Path, scheme: str
) -> None:
    (tmp_path / ".gitconfig").write_text("", encoding="utf-8")
    with open_project(browser, repository.root, tmp_path / "state", color_scheme=scheme) as window:
        page = window.page
        translate(window, "Open", "Odpri")
        open_dialog(window)
        page.locator("#commit").click()
        expect(page.locator("#handover-result")).to_contain_text("missing or invalid")
        page.get_by_label("Name", exact=True).fill("A Translator")
        page.get_by_label("E-mail address").fill("t@example.org")
        window.audit()
        page.locator("#commit").click()
        expect(page.locator("#handover-result")).to_contain_text("slovenščina: committed as ")
    author = repository.git("log", "-1", "--format=%an <%ae>").strip()
    assert author == "A Translator <t@example.org>"


def test_without_git_the_catalogs_are_a_file(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    (repository.root / ".git").rename(tmp_path / "elsewhere")
    with open_project(browser, repository.root, tmp_path / "state") as window:
        open_dialog(window)
        note = window.page.locator("#handover-note")
        expect(note).to_contain_text("You can hand over the catalogs as a file instead:")
        expect(window.page.locator("#commit")).to_be_hidden()
        with window.page.expect_download() as download:
            window.page.get_by_role("button", name="Download: slovenščina").press("Enter")
        assert download.value.suggested_filename == "sl.zip"
        window.audit()
