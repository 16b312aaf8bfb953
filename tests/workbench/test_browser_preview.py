"""The page and the list in step, in Chromium: selecting, marks, links, widths, scenes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.workbench.browsing import DESKTOP, PHONE, Workbench
from tests.workbench.fake import Fake

pytestmark = pytest.mark.browser

SCROLLED = "document.querySelector('iframe.front').contentWindow.scrollY"


def test_a_click_on_a_text_opens_its_message_and_moves_the_list(workbench: Workbench) -> None:
    workbench.click_on_page("h1")
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("Kfor in Slovenska vojska")
    expect(workbench.message("title")).to_have_attribute("aria-current", "true")
    assert workbench.highlighted("open") == ["Kfor in Slovenska vojska"]


def test_a_click_beside_a_text_means_its_paragraph_and_elsewhere_nothing(
    workbench: Workbench,
) -> None:
    page = workbench.page
    box = workbench.frame.locator("p", has_text="Enote").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
    expect(page.locator("#form-3")).to_have_value("%(num)s let")
    workbench.click_on_page("p:has-text('Not a message')")
    workbench.expect_heard("No translatable text here.")
    expect(page.locator("#place")).to_have_text("No translatable text here.")


def test_an_attribute_is_reached_where_its_element_is(workbench: Workbench) -> None:
    box = workbench.frame.locator("nav").bounding_box()
    assert box is not None
    workbench.page.mouse.click(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
    expect(workbench.page.locator("#place")).to_have_text("In the attribute aria-label of nav")
    expect(workbench.message("menu")).to_have_attribute("aria-current", "true")
    expect(workbench.page.locator(".box.open")).to_be_attached()


def test_choosing_in_the_list_scrolls_the_page_there(workbench: Workbench) -> None:
    workbench.open("hostile")
    shown = workbench.frame.locator("p", has_text="onerror")
    expect(shown).to_be_in_viewport()
    assert workbench.highlighted("open") == ['<img src=x onerror=alert(1)> & "quoted"']
    workbench.open("skip")
    expect(workbench.frame.locator("h1")).to_be_in_viewport()


def test_the_focus_stays_with_a_message_while_the_list_is_read_again(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.message("tasks").focus()
    fake.edit_elsewhere("title", "Drugače")
    expect(workbench.message("title")).to_contain_text("Drugače")
    workbench.expect_focus('#list a[data-id="tasks"]')


def test_a_message_that_is_there_twice_is_visited_in_turn(workbench: Workbench) -> None:
    workbench.open("lead")
    following = workbench.page.locator("#next-place")
    expect(following).to_have_text("Place 1 of 6: go to the next")
    following.focus()
    workbench.press("Enter")
    expect(following).to_have_text("Place 2 of 6: go to the next")
    expect(workbench.frame.locator("footer")).to_be_in_viewport()


def test_what_is_not_to_be_seen_is_in_the_list_with_its_kind(workbench: Workbench) -> None:
    expect(workbench.message("menu")).to_contain_text("in the attribute aria-label of nav")
    expect(workbench.message("flash")).to_contain_text("used, not visible")
    workbench.open("flash")
    expect(workbench.page.locator("#place")).to_have_text("Used on this page, but not visible")


def test_states_are_marked_by_lines_and_can_be_switched_off(
    workbench: Workbench, fake: Fake
) -> None:
    fake.edit_elsewhere("title", "")
    page = workbench.page
    workbench.wait_until(
        "document.querySelector('iframe.front').contentWindow.CSS.highlights"
        ".get('kfor-untranslated')?.size === 6"
    )
    assert workbench.highlighted("fuzzy") == ["Enote varujejo ceste."]
    page.get_by_label("Mark states").focus()
    workbench.press("Space")
    assert workbench.highlighted("untranslated") == []
    expect(page.locator("#legend")).to_be_hidden()


def test_the_message_under_the_pointer_is_shown(workbench: Workbench) -> None:
    box = workbench.frame.locator("h1").bounding_box()
    assert box is not None
    workbench.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2)
    layer = workbench.page.locator("#layer")
    expect(layer).to_have_attribute("title", "KFOR and the Slovenian Armed Forces (Translated)")
    assert workbench.highlighted("under") == ["Kfor in Slovenska vojska"]


def test_a_link_is_offered_and_not_followed(workbench: Workbench) -> None:
    page = workbench.page
    workbench.click_on_page("nav a:nth-of-type(2)")
    expect(workbench.message("name")).to_have_attribute("aria-current", "true")
    expect(workbench.frame.locator("h1")).to_have_text("Kfor in Slovenska vojska")
    follow = page.get_by_role("button", name="Follow link to /sl/jeziki/")
    follow.focus()
    workbench.press("Enter")
    expect(page.get_by_label("Page", exact=True)).to_have_value("p:/sl/jeziki/")
    expect(workbench.frame.locator(".tall")).to_have_count(0)
    expect(page.locator("#list li")).to_have_count(9)


def test_a_link_that_leads_outside_is_not_offered(workbench: Workbench) -> None:
    workbench.click_on_page("nav a:nth-of-type(3)")
    workbench.expect_heard("No translatable text here.")
    expect(workbench.page.locator("#follow")).to_be_hidden()


def test_a_page_that_is_not_in_the_list_is_shown_all_the_same(workbench: Workbench) -> None:
    workbench.open("link")
    workbench.type('<a href="%(url)s">Pišite</a>.')
    expect(workbench.frame.locator("a", has_text="Pišite")).to_be_attached()
    workbench.page.get_by_role("button", name="Save", exact=True).focus()
    workbench.click_on_page("a:has-text('Pišite')")
    follow = workbench.page.get_by_role("button", name="Follow link to /sl/napaka/")
    follow.focus()
    workbench.press("Enter")
    expect(workbench.page.get_by_label("Page", exact=True)).to_have_value("p:/sl/napaka/")


def test_the_layer_scrolls_the_page(workbench: Workbench) -> None:
    layer = workbench.page.locator("#layer")
    box = layer.bounding_box()
    assert box is not None
    workbench.page.mouse.move(box["x"] + 50, box["y"] + 200)
    workbench.page.mouse.wheel(0, 400)
    workbench.wait_until(f"{SCROLLED} === 400")
    layer.focus()
    workbench.press("Home")
    workbench.wait_until(f"{SCROLLED} === 0")


def test_the_layer_scrolls_a_page_from_right_to_left(workbench: Workbench) -> None:
    page = workbench.page
    workbench.wait_until("document.getElementById('layer').scrollHeight > 1200")
    page.evaluate(
        "const root = document.querySelector('iframe.front').contentDocument.documentElement;"
        "root.dir = 'rtl'; root.style.width = '3000px'"
    )
    workbench.wait_until("document.getElementById('layer').dir === 'rtl'")
    page.evaluate("document.getElementById('layer').scrollLeft = -300")
    workbench.wait_until(f"{SCROLLED.replace('scrollY', 'scrollX')} < 0")


def test_what_the_layer_scrolled_to_is_not_taken_back_before_the_page_is_there(
    workbench: Workbench,
) -> None:
    page = workbench.page
    workbench.wait_until("document.getElementById('layer').scrollHeight > 1200")
    page.evaluate("document.getElementById('layer').scrollTop = 400")
    workbench.wait_until(f"{SCROLLED} === 400")
    # The window is laid out between the scrolling and its event.
    page.evaluate(
        "document.getElementById('layer').scrollTop = 0;"
        "document.querySelector('input[name=scheme]').dispatchEvent(new Event('change'))"
    )
    workbench.wait_until(f"{SCROLLED} === 0")


def test_a_page_keeps_its_place_while_another_part_of_a_small_window_is_shown(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("hostile")
    workbench.wait_until(f"{SCROLLED} > 400")
    place = page.evaluate(SCROLLED)
    workbench.resize(PHONE)
    expect(page.locator("#preview")).to_be_hidden()
    fake.edit_elsewhere("name", "Odpri vrata")
    expect(workbench.frame.locator("nav")).to_contain_text("Odpri vrata")
    workbench.resize(DESKTOP)
    workbench.wait_until(f"Math.abs({SCROLLED} - {place}) <= 1")
    workbench.wait_until(f"Math.abs(document.getElementById('layer').scrollTop - {place}) <= 1")
    expect(page.locator("#place")).to_have_text("In the text of the page")


def test_keys_work_within_the_page_too(workbench: Workbench) -> None:
    workbench.frame.locator("nav a").nth(1).focus()
    workbench.press("Enter")
    expect(workbench.message("name")).to_have_attribute("aria-current", "true")
    workbench.expect_focus("#form-0")
    workbench.frame.locator("nav a").nth(1).focus()
    workbench.press("F6")
    workbench.expect_focus("#messages")


@pytest.mark.parametrize(("width", "pixels"), [("phone", 390), ("tablet", 820), ("desktop", 1280)])
def test_widths_are_those_of_devices_and_clicks_hit_all_the_same(
    workbench: Workbench, width: str, pixels: int
) -> None:
    page = workbench.page
    page.locator(f'input[name="width"][value="{width}"]').focus()
    workbench.press("Space")
    inner = "document.querySelector('iframe.front').contentWindow.innerWidth"
    workbench.wait_until(f"{inner} === {pixels}")
    assert page.locator("iframe.front").bounding_box()["width"] <= 546  # type: ignore[index]
    workbench.click_on_page("h1")
    expect(workbench.message("title")).to_have_attribute("aria-current", "true")


def test_light_and_dark_are_the_pages_own(open_workbench: Callable[..., Workbench]) -> None:
    # What Playwright itself emulates would hold for the frame as well.
    workbench = open_workbench(color_scheme="no-override")
    page = workbench.page
    color = "getComputedStyle(document.querySelector('iframe.front').contentDocument.body).color"
    light = page.evaluate(color)
    page.locator('input[name="scheme"][value="dark"]').focus()
    workbench.press("Space")
    workbench.wait_until(f"{color} !== '{light}'")


def test_a_scene_is_chosen_like_a_page(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    page.get_by_label("Page", exact=True).focus()
    page.get_by_label("Page", exact=True).select_option("s:404")
    expect(page).to_have_url(workbench.address + "?catalog=sl.messages&page=s%3A404")
    workbench.wait_until(
        "document.querySelector('iframe.front').contentWindow.location.pathname === '/sl/ni/'"
    )
    assert [body["page"] for _, name, body in fake.log if name == "render"][-1] == "s:404"


def test_without_custom_highlights_frames_are_drawn(workbench: Workbench) -> None:
    page = workbench.page
    page.context.add_init_script("delete window.Highlight")
    page.reload()
    expect(workbench.frame.locator("h1")).to_be_visible()
    workbench.open("lead")
    expect(page.locator(".box.open")).not_to_have_count(0)


def test_forced_colours_have_frames_of_different_lines(
    open_workbench: Callable[..., Workbench],
) -> None:
    workbench = open_workbench(forced_colors="active")
    workbench.open("title")
    styles = {
        name: workbench.page.locator(f".box.{name}").first.evaluate(
            "box => getComputedStyle(box).borderStyle"
        )
        for name in ("untranslated", "fuzzy", "open")
    }
    assert styles == {"untranslated": "dashed", "fuzzy": "dotted", "open": "solid"}


def test_the_frame_runs_no_script(workbench: Workbench) -> None:
    frame = workbench.page.locator("iframe.front")
    expect(frame).to_have_attribute("sandbox", "allow-same-origin")
    assert workbench.page.locator("iframe:not([sandbox])").count() == 0


def test_a_scene_that_fails_is_not_shown_as_another_page(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    fake.failing.add("s:404")
    expect(workbench.frame.locator("h1")).to_be_visible()
    page.get_by_label("Page", exact=True).select_option("s:404")
    note = page.locator("#preview-note")
    expect(note).to_contain_text("The application failed: it is broken")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("#under")).to_be_hidden()
    fake.failing.clear()
    page.get_by_label("Page", exact=True).select_option("p:/sl/jeziki/")
    expect(workbench.frame.locator("h1")).to_be_visible()
    expect(note).to_be_hidden()
    # What was seen stays where a page fails that was shown before.
    fake.failing.add("p:/sl/jeziki/")
    fake.edit_elsewhere("title", "Drugo")
    expect(note).to_contain_text("it is broken")
    expect(workbench.frame.locator("h1")).to_be_visible()


def test_a_file_that_no_frame_can_show_is_not_shown_as_another_page(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    expect(workbench.frame.locator("h1")).to_be_visible()
    fake.files.add("p:/sl/jeziki/")
    fake.said_of["p:/sl/jeziki/"] = "This address is a file."
    page.get_by_label("Page", exact=True).select_option("p:/sl/jeziki/")
    expect(page.locator("#preview-note")).to_have_text("This address is a file.")
    expect(page.locator("#stage")).to_be_hidden()
    expect(page.locator("#list li")).not_to_have_count(0)


def test_what_is_said_of_a_page_leaves_the_list_of_pages_as_it_is(
    workbench: Workbench, fake: Fake
) -> None:
    options = workbench.page.locator("#page option")
    before = options.all_inner_texts()
    first = options.nth(0).element_handle()
    fake.note("p:/sl/jeziki/", "leads to /sl/")
    expect(options.nth(1)).to_have_text("/sl/jeziki/ (leads to /sl/)")
    assert options.all_inner_texts() == [before[0], "/sl/jeziki/ (leads to /sl/)", before[2]]
    assert first.evaluate("option => option.isConnected")
    groups = workbench.page.locator("#page optgroup")
    assert [group.get_attribute("label") for group in groups.all()] == ["Pages", "Special states"]


def test_a_file_goes_to_the_end_of_the_list_of_pages_that_nobody_looks_at(
    workbench: Workbench, fake: Fake
) -> None:
    pages = workbench.page.locator("#page")
    options = pages.locator("option")
    before = ["/sl/", "/sl/jeziki/", "404: page not found"]
    expect(options).to_have_text(before)
    pages.focus()
    fake.kinds["p:/sl/jeziki/"] = "file"
    fake.note("p:/sl/", "looked at")
    expect(options).to_have_text(["/sl/ (looked at)", *before[1:]])
    workbench.press("Tab")
    expect(options).to_have_text(["/sl/ (looked at)", before[2], before[1]])
    groups = pages.locator("optgroup").evaluate_all("all => all.map(each => each.label)")
    assert groups == ["Pages", "Special states", "Files"]


def test_it_goes_on_to_the_front_page_that_does_not_redirect(
    open_workbench: Callable[..., Workbench], fake: Fake
) -> None:
    fake.fronts.add("p:/sl/jeziki/")
    fake.fronts.remove("p:/sl/")
    workbench, chosen = open_workbench(), open_workbench("?page=p%3A%2Fsl%2Fjeziki%2F")
    pages = workbench.page.locator("#page")
    expect(pages).to_have_value("p:/sl/jeziki/")
    expect(workbench.frame.locator("h1")).to_be_visible()
    fake.fronts = {"p:/sl/"}
    fake.note("p:/sl/jeziki/", "leads to /sl/")
    expect(pages).to_have_value("p:/sl/")
    expect(workbench.message("hostile")).to_be_attached()
    expect(chosen.page.locator("#page option:checked")).to_have_text("/sl/jeziki/ (leads to /sl/)")


def test_a_page_whose_files_are_slow_is_seen_in_the_end(workbench: Workbench) -> None:
    page = workbench.page
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/sl/jeziki/?_kfor*", hold)
    page.get_by_label("Page", exact=True).select_option("p:/sl/jeziki/")
    expect(page.locator("#preview-note")).to_have_text("Loading the page …")
    expect(page.locator("iframe.front")).to_be_hidden()
    waiting[0].continue_()
    expect(page.locator("iframe.front")).to_be_visible()
    expect(workbench.frame.locator("h1")).to_be_visible()
    expect(workbench.frame.locator(".tall")).to_have_count(0)
    expect(page.locator("#preview-note")).to_be_hidden()


def test_the_preview_fits_into_the_window_of_a_phone(
    open_workbench: Callable[..., Workbench],
) -> None:
    workbench = open_workbench(size=PHONE)
    workbench.go_to("lead")
    workbench.page.get_by_role("link", name="Preview").click()
    expect(workbench.page.locator("#legend")).to_be_in_viewport(ratio=1)
    workbench.wait_until("document.documentElement.scrollHeight <= innerHeight")
    workbench.wait_until("document.querySelector('#stage').clientHeight > 400")
    workbench.resize((PHONE[0], 500))
    workbench.wait_until("document.querySelector('#stage').clientHeight >= 288")


def test_where_a_page_leads_is_said_above_it(workbench: Workbench, fake: Fake) -> None:
    fake.said_of["p:/sl/jeziki/"] = "This address leads to /sl/."
    workbench.page.get_by_label("Page", exact=True).select_option("p:/sl/jeziki/")
    expect(workbench.page.locator("#preview-note")).to_have_text("This address leads to /sl/.")
    expect(workbench.frame.locator("h1")).to_be_visible()
