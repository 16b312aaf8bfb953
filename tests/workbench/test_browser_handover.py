"""Handing over in Chromium: a commit by keyboard, a hook that refuses, an author, and a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.builders import CATALOG, HEADERS, make_header
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.browsing import NARROW, Workbench, open_project

pytestmark = pytest.mark.browser

GERMAN = make_header(
    Language="de", Content_Type="text/plain; charset=UTF-8",
    Plural_Forms="nplurals=2; plural=(n != 1);",
)  # fmt: skip
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


@contextmanager
def open_two_languages(
    browser: Browser, repository: Repository, tmp_path: Path
) -> Iterator[Workbench]:
    """Translate a message into each of two languages, and open the dialog."""
    german = text_of("", "Speichern", "Schließen").replace(HEADERS["sl"], GERMAN)
    repository.commit({"translations/de/LC_MESSAGES/messages.po": german}, "Begin in German")
    with open_project(browser, repository.root, tmp_path / "state") as window:
        translate(window, "Open", "Odpri")
        window.page.locator("#catalog").select_option("de.messages")
        expect(window.page.locator("#list")).to_contain_text("Schließen")
        translate(window, "Open", "Öffnen")
        open_dialog(window)
        expect(window.page.locator(".handover-language")).to_have_count(2)
        yield window


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
    window.expect_focus("#commit")
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
        result, name = page.locator("#handover-result"), page.locator("#author-name")
        expect(result).to_have_text("Your name is missing. Your e-mail address is missing.")
        window.expect_focus("#author-name")
        expect(name).to_have_attribute("aria-invalid", "true")
        expect(name).to_have_accessible_description(
            "Your name is missing. Your e-mail address is missing."
        )
        window.audit()
        name.fill("A Translator")
        page.get_by_label("E-mail address").fill("t")
        page.locator("#commit").click()
        expect(result).to_have_text("Your e-mail address is invalid.")
        window.expect_focus("#author-address")
        expect(name).not_to_have_attribute("aria-invalid", "true")
        page.get_by_label("E-mail address").fill("t@example.org")
        window.audit()
        page.locator("#commit").click()
        expect(page.locator("#handover-result")).to_contain_text("slovenščina: committed as ")
    author = repository.git("log", "-1", "--format=%an <%ae>").strip()
    assert author == "A Translator <t@example.org>"


def test_two_languages_are_two_commits(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    with open_two_languages(browser, repository, tmp_path) as window:
        window.page.locator("#commit").click()
        expect(window.page.locator("#handover-result")).to_have_text(
            re.compile(r"Deutsch: committed as \w+\. slovenščina: committed as \w+\.")
        )
        window.expect_focus("#handover-heading")
    subjects = repository.git("log", "-2", "--format=%s").splitlines()
    assert subjects == [
        "Translate 1 message into Slovenian", "Translate 1 message into German"
    ]  # fmt: skip
    assert repository.git("status", "--porcelain").strip() == ""


def test_what_is_left_after_a_commit_that_failed_is_looked_at_again(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    hook = repository.write(
        ".git/hooks/commit-msg", "#!/bin/sh\ngrep -q German $1 || { echo Too short; exit 1; }\n"
    )
    hook.chmod(0o755)
    with open_two_languages(browser, repository, tmp_path) as window:
        page = window.page
        message = page.get_by_label("Commit message, slovenščina")
        message.fill("Mine")
        page.locator("#commit").click()
        result = page.locator("#handover-result")
        expect(result).to_contain_text("Deutsch: committed as ")
        expect(result).to_contain_text("slovenščina: the commit was rejected")
        window.expect_focus("#commit")
        expect(page.locator(".handover-language")).to_have_count(1)
        expect(message).to_have_value("Mine")
        hook.unlink()
        page.locator("#commit").click()
        expect(result).to_contain_text("slovenščina: committed as ")
    assert repository.git("log", "-1", "--format=%s").strip() == "Mine"


def test_changes_that_were_not_shown_are_shown_before_they_are_committed(
    window: Workbench, repository: Repository
) -> None:
    page = window.page
    translate(window, "Open", "Odpri")
    open_dialog(window)
    message = page.get_by_label("Commit message, slovenščina")
    message.fill("Mine")
    repository.write(
        CATALOG, (repository.root / CATALOG).read_text().replace('"Zapri"', '"Zaprite"')
    )
    expect(page.locator("#list")).to_contain_text("Zaprite")
    page.locator("#commit").click()
    expect(page.locator("#handover-result")).to_contain_text("are no longer those that were shown")
    window.expect_focus("#commit")
    expect(page.locator("#handover-languages")).to_contain_text('left out: 1 ("Close")')
    expect(message).to_have_value("Mine")
    window.press("Enter")
    expect(page.locator("#handover-result")).to_contain_text("slovenščina: committed as ")


def test_without_git_the_catalogs_are_a_file(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    (repository.root / ".git").rename(tmp_path / "elsewhere")
    with open_project(browser, repository.root, tmp_path / "state") as window:
        open_dialog(window)
        expect(window.page.locator("#handover-note")).to_have_text(
            "The project is not in a git repository, so nothing can be committed. "
            "You can hand over the catalogs as a file instead:"
        )
        expect(window.page.locator("#commit")).to_be_hidden()
        with window.page.expect_download() as download:
            window.page.get_by_role("button", name="Download: slovenščina").press("Enter")
        assert download.value.suggested_filename == "sl.zip"
        window.audit()
