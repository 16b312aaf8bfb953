"""All places of a message, in Chromium: listed, and visited one after another, on any page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.workbench.browsing import NARROW, PHONE, Workbench
from tests.workbench.fake import Fake

pytestmark = pytest.mark.browser

LEAD = "NATO has led a peacekeeping operation in Kosovo since June 1999."
HOME = "Kfor in Slovenska vojska"


def pages_of(workbench: Workbench) -> Locator:
    return workbench.page.locator("#places-list li")


def test_an_entry_shows_its_pages_with_kinds_and_counts(workbench: Workbench) -> None:
    workbench.open("title")
    expect(workbench.page.locator("#places-count")).to_have_text("6 (pages: 3)")
    expect(pages_of(workbench)).to_have_text(
        [
            f"{HOME} /sl/ · in the title of the window · in the text of the page",
            "/sl/jeziki/ in the title of the window · in the text of the page",
            "404: page not found in the title of the window · in the text of the page",
        ]
    )
    workbench.open("lead")
    expect(pages_of(workbench).first).to_have_text(f"{HOME} /sl/ (occurrences: 2)")
    expect(pages_of(workbench).locator("[aria-current]")).to_have_text(HOME)


def test_places_are_visited_by_key_on_this_page_and_the_next(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open("lead")
    at = page.locator("#place-at")
    expect(at).to_have_text("1 of 6")
    workbench.press("F8")
    expect(at).to_have_text("2 of 6")
    expect(workbench.frame.locator("footer")).to_be_in_viewport()
    assert workbench.highlighted("looked") == [LEAD]
    assert len(workbench.highlighted("open")) == 2
    workbench.expect_heard(f"Place 2 of 6, {HOME}: in the text of the page")
    workbench.press("F8")
    expect(page.locator("#page")).to_have_value("p:/sl/jeziki/")
    expect(at).to_have_text("3 of 6")
    workbench.expect_heard("Place 3 of 6, /sl/jeziki/: in the text of the page")
    workbench.expect_focus("#form-0")
    workbench.press("Shift+F8")
    expect(page.locator("#page")).to_have_value("p:/sl/")
    expect(at).to_have_text("2 of 6")
    expect(workbench.frame.locator("footer")).to_be_in_viewport()


def test_places_are_visited_by_button_and_the_first_follows_the_last(workbench: Workbench) -> None:
    workbench.open("lead")
    at = workbench.page.locator("#place-at")
    expect(at).to_have_text("1 of 6")
    workbench.page.get_by_role("button", name="Previous place").click()
    expect(at).to_have_text("6 of 6")
    expect(workbench.page.locator("#page")).to_have_value("s:404")
    workbench.expect_focus("#place-back")
    following = workbench.page.get_by_role("button", name="Next place")
    following.focus()
    workbench.press("Enter")
    expect(at).to_have_text("1 of 6")
    workbench.expect_focus("#place-on")


def test_a_place_that_is_not_to_be_seen_is_said_in_its_turn(workbench: Workbench) -> None:
    workbench.open("title")
    at = workbench.page.locator("#place-at")
    expect(at).to_have_text("2 of 6")
    workbench.press("Shift+F8")
    expect(at).to_have_text("1 of 6")
    expect(workbench.page.locator("#place")).to_have_text("In the title of the window, not visible")


def test_a_click_on_the_page_tells_which_place_it_was(workbench: Workbench) -> None:
    workbench.click_on_page("h1")
    expect(workbench.page.locator("#place-at")).to_have_text("2 of 6")


def test_a_page_in_the_list_is_opened_at_its_first_place(workbench: Workbench) -> None:
    workbench.open("lead")
    link = pages_of(workbench).locator("a").nth(1)
    link.focus()
    workbench.press("Enter")
    expect(workbench.page.locator("#page")).to_have_value("p:/sl/jeziki/")
    expect(workbench.page.locator("#place-at")).to_have_text("3 of 6")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-current", "true")


def test_a_message_on_no_page_says_why(workbench: Workbench) -> None:
    workbench.page.locator("#order").select_option("all")
    workbench.open("n1")
    note = workbench.page.locator("#places-none")
    expect(note).to_have_text("This message is not on any page.")
    reason = workbench.page.locator("#places-reasons")
    expect(reason).to_have_text("No page uses the template templates/lost.html.")
    expect(workbench.page.locator("#places-steps")).to_be_hidden()
    workbench.press("F8")
    workbench.expect_heard("This message is not on any page.")


def test_the_list_follows_what_changes_and_stays_closed_when_it_was(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("lead")
    expect(workbench.page.locator("#places-count")).to_have_text("6 (pages: 3)")
    fake.has_footer = False
    fake.note("p:/sl/", "changed")
    expect(workbench.page.locator("#places-count")).to_have_text("3 (pages: 3)")
    workbench.page.locator("#places summary").click()
    workbench.page.reload()
    expect(workbench.page.locator("#places")).to_be_visible()
    expect(workbench.page.locator("#places-details")).not_to_have_attribute("open", "")


def test_a_small_window_shows_the_page_and_the_focus_goes_there(
    open_workbench: Callable[..., Workbench],
) -> None:
    for size in (PHONE, NARROW):
        workbench = open_workbench(size=size)
        workbench.go_to("lead")
        expect(pages_of(workbench)).to_have_count(3)
        workbench.expect_no_sideways_scrolling()
        workbench.press("F8")
        workbench.expect_focus("#preview")
        expect(workbench.frame.locator("footer")).to_be_in_viewport()
        workbench.expect_heard(f"Place 2 of 6, {HOME}: in the text of the page")


def test_the_page_offers_the_next_place_also_on_another_page(
    open_workbench: Callable[..., Workbench],
) -> None:
    workbench = open_workbench(size=PHONE)
    page = workbench.page
    workbench.go_to("title")
    expect(pages_of(workbench)).to_have_count(3)
    page.locator('#panes a[href="#preview"]').press("Enter")
    following = page.locator("#next-place")
    expect(following).to_have_text("Place 2 of 6: go to the next")
    workbench.tab_to("#next-place")
    workbench.press("Enter")
    expect(page.locator("#page")).to_have_value("p:/sl/jeziki/")
    expect(following).to_have_text("Place 3 of 6: go to the next")
    workbench.expect_focus("#next-place")


def test_a_message_on_other_pages_only_is_gone_to_from_the_page(workbench: Workbench) -> None:
    page = workbench.page
    page.locator("#page").select_option("p:/sl/jeziki/")
    expect(workbench.frame.locator("h1")).to_be_visible()
    page.locator("#order").select_option("all")
    workbench.open("link")
    expect(page.locator("#place")).to_have_text("Not on this page")
    following = page.locator("#next-place")
    expect(following).to_have_text("Places on other pages: 2; go to the first")
    workbench.tab_to("#next-place")
    workbench.press("Enter")
    expect(page.locator("#page")).to_have_value("p:/sl/")
    expect(following).to_have_text("Place 1 of 2: go to the next")
    workbench.open("flash")
    expect(following).to_be_hidden()


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_the_places_are_accessible(
    open_workbench: Callable[..., Workbench], options: dict[str, str]
) -> None:
    workbench = open_workbench(**options)
    workbench.open("lead")
    expect(pages_of(workbench)).to_have_count(3)
    workbench.audit()
