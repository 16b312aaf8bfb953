"""Pages before and after edits, seen in the workbench: by keyboard, by mouse, in small windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.browsing import NARROW, PHONE, Workbench, open_project
from tests.workbench.edits import make_committed

pytestmark = pytest.mark.browser

_PATIENCE = 30_000
DONE = "Pages that change: 4. Texts that change: 5. Edited messages: 3."


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    make_committed(repository)
    return repository


@pytest.fixture
def workbench(browser: Browser, repository: Repository, tmp_path: Path) -> Iterator[Workbench]:
    with open_project(browser, repository.root, tmp_path / "state", page="p:/") as workbench:
        expect(workbench.frame.locator("h1")).to_be_attached(timeout=_PATIENCE)
        workbench.page.locator("#order").select_option("all")
        # Until all pages are in the index, some may be missing.
        workbench.page.locator("#list a", has_text="Samo").click()
        expect(workbench.page.locator("#places-list li")).to_have_count(2, timeout=_PATIENCE)
        expect(workbench.page.locator("#places-index")).to_be_hidden(timeout=_PATIENCE)
        yield workbench


def write(workbench: Workbench, start: str, text: str) -> None:
    """Write a draft of the message that the list shows with a text."""
    workbench.page.locator("#list a", has_text=start).first.focus()
    workbench.press("Enter")
    expect(workbench.field).to_have_value(start)
    workbench.expect_focus("#form-0")
    workbench.write(text)
    expect(workbench.page.locator("#list a", has_text=text)).to_contain_text("Draft")


def edit(workbench: Workbench) -> None:
    write(workbench, "Naslov", "Nov naslov")
    write(workbench, "več", "še")
    write(workbench, "Odveč", "Nikjer")


def status(workbench: Workbench) -> Locator:
    return workbench.page.locator("#before-status")


def expect_done(workbench: Workbench, sentence: str) -> None:
    expect(status(workbench)).to_have_text(sentence, timeout=_PATIENCE)
    expect(status(workbench)).to_have_attribute("role", "status")


def test_what_changed_is_shown_and_leads_to_the_message_by_keyboard(workbench: Workbench) -> None:
    page = workbench.page
    edit(workbench)
    workbench.open_tool("#show-before")
    workbench.expect_focus("#before-heading")
    expect_done(workbench, DONE)
    workbench.audit()
    items = page.locator("#before-pages > li")
    expect(items.locator("h3")).to_have_text(["Ime (/)", "y (/other/)", "/data.json"])
    first = items.first.locator(".before-texts > li")
    expect(first.first).to_contain_text("In the text of the page")
    expect(first.first.locator("ins")).to_have_text("[added: Nov naslov]")
    expect(first.first.locator("del")).to_have_text("[removed: Naslov]")
    expect(first.nth(1)).to_contain_text("contains an edited message")
    rest = page.locator("#before-rest-summary")
    expect(rest).to_have_text("Edited messages that change no page: 1")
    workbench.tab_to("#before-rest-summary")
    workbench.press("Enter")
    expect(page.locator("#before-rest-list")).to_contain_text("No page is known to use")
    workbench.tab_to('#before-pages > :first-child button[aria-label="Go to message: More"]')
    workbench.press("Enter")
    expect(page.locator("#before")).to_be_hidden()
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("še")


def test_the_open_message_alone_is_compared_with_what_is_saved(workbench: Workbench) -> None:
    page = workbench.page
    edit(workbench)
    write(workbench, "Samo", "Osnutek")
    workbench.tab_to("#show-before-entry")
    workbench.press("Enter")
    expect_done(workbench, "Pages that change: 1. Texts that change: 1. Edited messages: 1.")
    expect(page.locator("#before-base")).to_have_value("saved")
    expect(page.locator("#before-what")).to_have_value("entry")
    expect(page.locator("#before-pages ins")).to_have_text("[added: Osnutek]")
    workbench.press("Escape")
    expect(page.locator("#before")).to_be_hidden()
    workbench.expect_focus("#show-before-entry")


def test_other_times_are_compared_with(workbench: Workbench, repository: Repository) -> None:
    page = workbench.page
    first = repository.git("rev-parse", "HEAD").strip()
    write(workbench, "Samo", "Novo")
    workbench.press("Control+s")
    workbench.expect_status("Saved. 1 of 18 messages left.")
    repository.commit({}, "second")
    page.locator("#show-tools").click()
    page.locator("#show-before").click()
    expect_done(workbench, "No messages were edited.")
    expect(page.locator("#before-pages > li")).to_have_count(0)
    page.locator("#before-base").select_option("start")
    expect_done(workbench, "Pages that change: 1. Texts that change: 1. Edited messages: 1.")
    page.locator("#before-base").select_option("since")
    expect_done(workbench, "Enter a date or a revision.")
    workbench.expect_focus("#before-since")
    workbench.type("nope")
    workbench.press("Enter")
    expect(status(workbench)).to_contain_text('"nope" is neither a date nor a revision')
    workbench.write(first)
    workbench.press("Enter")
    expect_done(workbench, "Pages that change: 1. Texts that change: 1. Edited messages: 1.")
    workbench.audit()
    page.locator("#before-close").click()
    workbench.expect_focus("#show-tools")


def test_pages_with_the_same_changes_are_shown_once(workbench: Workbench) -> None:
    write(workbench, "Noga", "Druga noga")
    workbench.open_tool("#show-before")
    expect_done(workbench, "Pages that change: 3. Texts that change: 3. Edited messages: 1.")
    items = workbench.page.locator("#before-pages > li")
    expect(items).to_have_count(1)
    same = items.locator(".before-others summary")
    expect(same).to_have_text("The same on other pages: 2")
    same.click()
    expect(items.locator(".before-others li")).to_have_text(["y (/other/)", "x (/plain/)"])


def test_pictures_are_shown_side_by_side_at_both_widths(workbench: Workbench) -> None:
    page = workbench.page
    edit(workbench)
    workbench.open_tool("#show-before")
    expect_done(workbench, DONE)
    ask = '#before-pages button[aria-label="Show pictures: /"]'
    for width in ("1,280", "390"):
        page.locator("#before-width").select_option(width.replace(",", ""))
        workbench.tab_to(ask)
        workbench.press("Enter")
        item = page.locator("#before-pages > li").first
        said = f"Pictures at {width} px: 1. Changes are outlined and numbered."
        expect(item.locator('p[role="status"]')).to_have_text(said, timeout=_PATIENCE)
        workbench.expect_focus(ask)
        names = [each.get_attribute("alt") for each in item.locator("img").all()]
        assert names == [
            f"{side} the edit: page / at {width} px, changes outlined: 1, 2"
            for side in ("Before", "After")
        ]
        for picture in item.locator("img").all():
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("each => each.naturalHeight") > 50
    workbench.audit()
    expect(page.locator("#before-pages").get_by_role("button", name="Show pictures")).to_have_count(
        2
    )


def test_a_text_that_nobody_sees_has_no_picture(workbench: Workbench) -> None:
    write(workbench, "Ime", "Drugo ime")
    workbench.open_tool("#show-before")
    expect_done(workbench, "Pages that change: 1. Texts that change: 1. Edited messages: 1.")
    workbench.page.get_by_role("button", name="Show pictures").click()
    said = "Nothing that changed on this page can be seen at 1,280 px."
    shown = workbench.page.locator("#before-pages p[role=status]")
    expect(shown).to_have_text(said, timeout=_PATIENCE)


def test_comparing_can_be_stopped(workbench: Workbench) -> None:
    page = workbench.page
    edit(workbench)
    page.route("**/before/page", lambda _: None)
    workbench.open_tool("#show-before")
    expect(page.locator("#before-running")).to_be_visible()
    workbench.tab_to("#before-stop")
    workbench.press("Enter")
    expect(page.locator("#before-running")).to_be_hidden()
    expect_done(workbench, "Stopped. Pages that change so far: 0.")
    workbench.expect_focus("#before-again")
    page.unroute("**/before/page")
    workbench.press("Enter")
    expect_done(workbench, DONE)


@pytest.mark.parametrize("size", [NARROW, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_window_in_light_and_dark(
    workbench: Workbench, size: tuple[int, int], scheme: str
) -> None:
    page = workbench.page
    edit(workbench)
    workbench.resize(size)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of its literals
    page.evaluate("document.querySelector('#show-before').click()")
    expect_done(workbench, DONE)
    button = page.get_by_role("button", name="Show pictures: /", exact=True)
    button.click()
    expect(page.locator("#before-pages img").first).to_be_visible(timeout=_PATIENCE)
    workbench.expect_no_sideways_scrolling()
    workbench.audit()
    page.locator('#before-pages button[aria-label="Go to message: More"]').first.click()
    expect(page.locator("#before")).to_be_hidden()
    workbench.expect_focus("#form-0")
