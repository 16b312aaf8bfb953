"""Whether translations fit, measured in the workbench: by keyboard, aside, and while typing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.workbench.browsing import NARROW, PHONE, Workbench, open_project
from tests.workbench.misfits import APP, EXPECTED, TEXT
from tests.workbench.opening import make_app_project

pytestmark = pytest.mark.browser

_PATIENCE = 30_000


@pytest.fixture
def workbench(browser: Browser, tmp_path: Path) -> Iterator[Workbench]:
    root = make_app_project(tmp_path / "project", TEXT, APP)
    with open_project(browser, root, tmp_path / "state", page="p:/") as workbench:
        expect(workbench.frame.locator("h2")).to_be_attached()
        yield workbench


def measure(workbench: Workbench, button: str = "#fit-page") -> None:
    """Open the dialog and measure, by keyboard."""
    workbench.open_tool("#show-fit")
    workbench.tab_to(button)
    workbench.press("Enter")
    expect(workbench.page.locator("#fit-status")).to_contain_text("measured", timeout=_PATIENCE)


def test_the_open_page_is_measured_and_its_findings_lead_to_the_message(
    workbench: Workbench,
) -> None:
    measure(workbench)
    page = workbench.page
    status = f"Pages measured: 1. Messages that do not fit: {len(EXPECTED)}."
    expect(page.locator("#fit-status")).to_have_text(status)
    workbench.expect_focus("#fit-page")
    expect(page.locator("#fit-list > li")).to_have_count(len(EXPECTED))
    workbench.audit()
    show = page.get_by_role("button", name="Show at 320 px: Sideways")
    show.focus()
    workbench.press("Enter")
    expect(page.locator("#fit")).to_be_hidden()
    workbench.expect_focus("#form-0")
    expect(page.locator("iframe.front")).to_have_css("width", "320px")
    finding = page.locator("#findings-all li")
    expect(finding).to_contain_text("wider than the window at 320, 390 px on /")
    workbench.audit()
    page.locator("#filter").select_option("fit")
    expect(page.locator("#list li")).to_have_count(len(EXPECTED))


def test_a_finding_leads_to_the_page_at_the_width(workbench: Workbench) -> None:
    measure(workbench)
    workbench.press("Escape")
    page = workbench.page
    page.locator("#filter").select_option("fit")
    page.locator("#list a", has_text="Sideways").press("Enter")
    workbench.expect_focus("#form-0")
    show = page.locator("#findings-all").get_by_role("button", name="Show at 320 px")
    show.focus()
    workbench.press("Enter")
    expect(page.locator("iframe.front")).to_have_css("width", "320px")
    chosen = page.get_by_role("radio", name="320 px")
    expect(chosen).to_be_checked()
    workbench.expect_heard("The page is shown at a width of 320 px.")
    expect(show).to_be_focused()
    workbench.audit()
    page.reload()
    expect(chosen).to_be_checked()
    page.get_by_role("radio", name="Full").check()
    expect(chosen).to_have_count(0)
    workbench.resize(PHONE)
    page.locator('#panes a[href="#translation"]').press("Enter")
    show.focus()
    workbench.press("Enter")
    workbench.expect_focus("#preview")
    expect(chosen).to_be_checked()


def test_a_page_that_was_measured_is_measured_again_at_a_pause_in_typing(
    workbench: Workbench,
) -> None:
    measure(workbench)
    workbench.press("Escape")
    workbench.page.locator("#list a", has_text="Dots").first.click()
    finding = workbench.page.locator("#findings-all li")
    expect(finding).to_contain_text("shortened with an ellipsis")
    workbench.field.fill("Krajše")
    expect(finding).to_have_count(0)
    workbench.field.fill("Spet veliko predolgo besedilo za to okence")
    expect(finding).to_contain_text("shortened with an ellipsis", timeout=_PATIENCE)
    workbench.expect_focus("#form-0")
    marked = workbench.page.locator("#list a", has_text="Spet veliko")
    expect(marked).to_contain_text("Findings: 1")


def test_a_warning_is_ignored_by_its_button(workbench: Workbench) -> None:
    measure(workbench)
    workbench.press("Escape")
    workbench.page.locator("#list a", has_text="Dots").first.click()
    button = workbench.page.get_by_role("button", name="Always ignore")
    button.focus()
    workbench.press("Enter")
    expect(workbench.page.locator("#findings-all li")).to_have_count(0)


def test_all_pages_are_measured_aside_and_a_page_that_fails_is_told(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open_tool("#show-fit")
    page.locator("#fit-all").click()
    workbench.expect_focus("#fit-stop")
    workbench.press("Escape")
    expect(page.locator("#fit-share")).to_contain_text("of")
    expect(page.locator("#live")).to_contain_text("Pages measured", timeout=_PATIENCE)
    workbench.open_tool("#show-fit")
    expect(page.locator("#fit-list > li")).to_have_count(len(EXPECTED))


def test_measuring_can_be_stopped(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open_tool("#show-fit")
    page.locator("#fit-all").click()
    workbench.expect_focus("#fit-stop")
    workbench.press("Enter")
    expect(page.locator("#fit-status")).to_contain_text("Stopped.", timeout=_PATIENCE)
    workbench.expect_focus("#fit-page")
    expect(page.locator("#fit-running")).to_be_hidden()
    expect(page.locator("iframe.measured")).to_have_count(0)


@pytest.mark.parametrize("size", [NARROW, PHONE])
def test_the_dialog_fits_a_small_window(workbench: Workbench, size: tuple[int, int]) -> None:
    workbench.resize(size)
    measure(workbench)
    expect(workbench.page.locator("#fit-list > li")).to_have_count(len(EXPECTED))
    workbench.expect_no_sideways_scrolling()
    workbench.audit()
