"""The sentences of a plural for each number, beside the form and the page, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.workbench.browsing import NARROW, PHONE, Workbench, open_project
from tests.workbench.opening import make_app_project
from tests.workbench.test_numbers import APP, SL, TEXT

pytestmark = pytest.mark.browser


@pytest.fixture
def workbench(browser: Browser, tmp_path: Path) -> Iterator[Workbench]:
    root = make_app_project(tmp_path / "project", TEXT, APP)
    with open_project(browser, root, tmp_path / "state", page="p:/") as workbench:
        yield workbench


def open_plural(workbench: Workbench, text: str = "%(num)d day") -> None:
    link = workbench.page.locator("#list a", has_text=text)
    link.focus()
    workbench.press("Enter")
    expect(workbench.field).to_be_focused()
    if "%" in text:
        # Each number is a request to the application.
        expect(workbench.page.locator("#numbers-table")).to_be_visible(timeout=30_000)


def row(workbench: Workbench, number: int) -> Locator:
    button = workbench.page.locator(f'button[data-number="{number}"]')
    return workbench.page.locator("#numbers-rows tr", has=button)


def test_each_number_has_its_sentence_on_the_page(workbench: Workbench) -> None:
    open_plural(workbench)
    rows = workbench.page.locator("#numbers-rows tr")
    expect(rows).to_have_count(len(SL))
    expect(row(workbench, 101)).to_contain_text("After 101 dan it ended.")
    expect(row(workbench, 5)).to_contain_text('the same as "few"')
    workbench.audit()
    workbench.expect_no_sideways_scrolling()


def test_a_number_is_chosen_by_key_and_the_sentences_follow_what_is_typed(
    workbench: Workbench,
) -> None:
    open_plural(workbench)
    expect(row(workbench, 3)).to_contain_text("3 dni")
    workbench.tab_to('#numbers-rows button[data-number="103"]')
    workbench.press("Enter")
    workbench.expect_heard("The page is shown with the number 103.")
    expect(workbench.frame.locator("p")).to_have_text("After 103 dni it ended.")
    chosen = workbench.page.locator("#numbers-rows [aria-pressed=true]")
    expect(chosen).to_have_text("Show the page with 103")
    expect(chosen).to_be_focused()
    workbench.page.locator("#form-2").fill("%(num)d dnevi")
    expect(row(workbench, 103)).to_contain_text("After 103 dnevi it ended.")
    expect(row(workbench, 5)).not_to_contain_text("the same as")
    expect(chosen).to_have_count(1)


def test_going_to_the_last_number_scrolls_the_form_and_not_the_window(
    workbench: Workbench,
) -> None:
    open_plural(workbench)
    button = row(workbench, 1_000_000).get_by_role("button")
    button.evaluate("node => { node.focus(); node.scrollIntoView(); }")
    expect(button).to_be_in_viewport()
    expect(workbench.page.locator("#project-name")).to_be_in_viewport()
    assert workbench.page.evaluate("document.body.scrollTop + window.scrollY") == 0


def test_the_radios_and_the_buttons_are_in_step(workbench: Workbench) -> None:
    open_plural(workbench)
    row(workbench, 2).get_by_role("button").click()
    expect(workbench.page.locator('input[name="number"][value="2"]')).to_be_checked()
    row(workbench, 11).get_by_role("button").click()
    expect(workbench.page.locator('input[name="number"]:checked')).to_have_count(0)
    expect(workbench.page.get_by_label("Other number")).to_have_value("11")
    expect(workbench.frame.locator("p")).to_have_text("After 11 dni it ended.")
    workbench.page.locator('label.sample:has(input[value="1"])').click()
    expect(row(workbench, 1).get_by_role("button")).to_have_attribute("aria-pressed", "true")


def test_what_is_not_in_the_text_of_the_page_is_read_alone(workbench: Workbench) -> None:
    open_plural(workbench, "%(num)d picture")
    expect(row(workbench, 101)).to_contain_text("101 pictures")
    note = workbench.page.locator("#numbers-note")
    expect(note).to_contain_text("not among the text of this page")
    open_plural(workbench, "Title")
    expect(workbench.page.locator("#aid-numbers")).to_be_hidden()


def test_the_section_stays_folded(workbench: Workbench) -> None:
    open_plural(workbench)
    workbench.tab_to("#numbers-details summary")
    workbench.press("Enter")
    expect(workbench.page.locator("#numbers-table")).to_be_hidden()
    workbench.page.reload()
    expect(workbench.page.locator("#aid-numbers")).to_be_visible()
    expect(workbench.page.locator("#numbers-table")).to_be_hidden()


@pytest.mark.parametrize("size", [NARROW, PHONE])
def test_it_fits_a_small_window(workbench: Workbench, size: tuple[int, int]) -> None:
    workbench.resize(size)
    name = workbench.page.locator("#list a", has_text="day").get_attribute("data-id") or ""
    workbench.go_to(name)
    expect(row(workbench, 1_000_000)).to_contain_text("After 1000000 dni it ended.")
    workbench.expect_no_sideways_scrolling()
    workbench.audit()
