"""The history of messages in Chromium: read, an earlier text taken back, and a list by a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.builders import CATALOG, HEADERS
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.browsing import NARROW, Workbench, open_project

pytestmark = pytest.mark.browser

DAYS = '\nmsgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'


def text_of(save: str, *days: str) -> str:
    forms = "".join(f'msgstr[{at}] "%(num)d {form}"\n' for at, form in enumerate(days))
    return f'{HEADERS["sl"]}\nmsgid "Save"\nmsgstr "{save}"\n{DAYS}{forms}'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    repository.write("babel.cfg", "[python: **.py]\n")
    forms = ("dan", "dneva", "dnevi", "dni")
    repository.commit({CATALOG: text_of("Shrani datoteko", "d", "d", "d", "d")}, "Begin")
    repository.commit({CATALOG: text_of("Shrani vse", *forms)}, "Translate days")
    return repository


@pytest.fixture
def window(repository: Repository, browser: Browser, tmp_path: Path) -> Iterator[Workbench]:
    with open_project(browser, repository.root, tmp_path / "state") as window:
        yield window


def open_history(window: Workbench, source: str) -> Locator:
    """Open a message and its history by keyboard."""
    link = window.page.locator("#list a", has_text=source)
    link.focus()
    window.press("Enter")
    window.expect_focus("#form-0")
    window.tab_to("#history-details summary")
    window.press("Enter")
    return window.page.locator("#history-list li")


def test_an_earlier_text_is_taken_back_by_keyboard(window: Workbench) -> None:
    rows = open_history(window, "Save")
    expect(rows).to_have_count(2)
    window.expect_heard("Changes: 2")
    expect(rows.first).to_contain_text("Translate days")
    expect(rows.first.locator("del")).to_contain_text("datoteko")
    expect(rows.first.locator("ins")).to_contain_text("vse")
    expect(rows.first.get_by_role("button")).to_have_count(0)
    window.tab_to("#history-list li:nth-child(2) button")
    window.press("Enter")
    window.expect_status("The earlier text is in the field as a draft.")
    window.expect_focus("#form-0")
    expect(window.field).to_have_value("Shrani datoteko")
    expect(window.page.locator("#discard")).to_be_visible()
    window.press("Control+S")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Not committed yet")


def test_all_plural_forms_are_taken_back(window: Workbench) -> None:
    rows = open_history(window, "%(num)d day")
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".change")).to_have_count(4)
    expect(rows.first.locator(".change").nth(1)).to_contain_text("two: 2, 102, 202")
    rows.nth(1).get_by_role("button", name="Use this text").click()
    for form in range(4):
        expect(window.page.locator(f"#form-{form}")).to_have_value("%(num)d d")


def test_a_commit_that_is_made_meanwhile_appears(window: Workbench, repository: Repository) -> None:
    rows = open_history(window, "Save")
    expect(rows).to_have_count(2)
    repository.commit({CATALOG: text_of("Shranite", "a", "b", "c", "d")}, "Another")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Another")
    expect(rows.first.locator("strong")).to_have_text("one")


def test_the_section_stays_open_for_the_next_message(window: Workbench) -> None:
    rows = open_history(window, "Save")
    expect(rows).to_have_count(2)
    window.press("Alt+ArrowDown")
    expect(rows.first).to_contain_text("Translate days")
    expect(rows.first.locator(".change")).to_have_count(4)


def test_dates_are_written_in_the_language_of_the_interface(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    with open_project(browser, repository.root, tmp_path / "state", locale="sl") as window:
        rows = open_history(window, "Save")
        expect(rows).to_have_count(2)
        month = window.page.evaluate(
            "new Intl.DateTimeFormat('sl', {month: 'long', day: 'numeric'}).format(new Date())"
        )
        expect(rows.first.locator("time")).to_contain_text(month.split()[-1])


def test_a_list_shows_what_changed_since_a_revision(
    window: Workbench, repository: Repository
) -> None:
    page = window.page
    page.locator("#filter").select_option("since")
    expect(page.locator("#list-note")).to_contain_text("Enter a date or a revision.")
    window.tab_to("#since")
    window.type("nothing")
    expect(page.locator("#list-note")).to_contain_text('"nothing" is neither a date nor a revision')
    window.write("HEAD~1")
    expect(page.locator("#list li")).to_have_count(2)
    page.locator("#list a").first.press("Enter")
    aid = page.get_by_role("region", name="Changed since HEAD~1")
    expect(aid.locator("del")).to_contain_text("datoteko")
    assert "since=HEAD" in page.url
    window.audit()
    page.locator("#since").fill("HEAD")
    expect(page.locator("#list li")).to_have_count(0)
    expect(page.get_by_role("region", name="Changed since HEAD")).to_contain_text(
        "This message was not changed."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_history_is_accessible_and_fits_a_narrow_window(window: Workbench, scheme: str) -> None:
    window.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    rows = open_history(window, "%(num)d day")
    expect(rows).to_have_count(2)
    window.audit()
    window.resize(NARROW)
    window.expect_no_sideways_scrolling()
    window.audit()


def test_without_a_repository_one_sentence_says_so(
    browser: Browser, repository: Repository, tmp_path: Path
) -> None:
    (repository.root / ".git").rename(tmp_path / "elsewhere")
    with open_project(browser, repository.root, tmp_path / "state") as window:
        open_history(window, "Save")
        note = window.page.locator("#history-note")
        expect(note).to_have_text("The project is not in a git repository, so it has no history.")
