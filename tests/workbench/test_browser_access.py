"""The workbench in every state and scheme as axe, small windows and forced colours show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.workbench.browsing import DESKTOP, NARROW, PHONE, TABLET, ZOOMED, Workbench
from tests.workbench.fake import Fake

pytestmark = pytest.mark.browser

Opening = Callable[..., Workbench]


def _start(workbench: Workbench, fake: Fake) -> None:
    pass


def _message(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("link")


def _plural(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("years")


def _fuzzy(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("tasks")


def _findings(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("years")
    workbench.write("leto  dni ")
    expect(workbench.page.locator("#form-0-findings")).to_be_visible()


def _warned(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("lead")
    workbench.type("Nato vodi")
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("status")).to_contain_text("Not saved.")


def _saved(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")


def _same(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("state")


def _conflict(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("name")
    workbench.write("Odpri okno")
    expect(workbench.page.locator("#discard")).to_be_visible()
    workbench.page.wait_for_timeout(600)
    fake.edit_elsewhere("name", "Odpri vrata")
    expect(workbench.page.locator("#notices .notice")).to_be_visible()
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("dialog")).to_be_visible()


def _help(workbench: Workbench, fake: Fake) -> None:
    workbench.page.evaluate("document.getElementById('show-help').click()")


def _empty(workbench: Workbench, fake: Fake) -> None:
    workbench.page.get_by_label("Search in texts").fill("nowhere")
    expect(workbench.page.locator("#list-note")).to_contain_text("No messages found.")


def _whole(workbench: Workbench, fake: Fake) -> None:
    workbench.page.get_by_label("From").select_option("all")
    expect(workbench.page.locator("#list-range")).to_have_text("1–50 of 132")


def _failed(workbench: Workbench, fake: Fake) -> None:
    fake.fail("ImportError: no module named flask_login", "Traceback", "ImportError: …")
    workbench.page.get_by_text("Last lines of output").click()


def _away(workbench: Workbench, fake: Fake) -> None:
    fake.is_away = True
    expect(workbench.page.get_by_role("alert")).to_contain_text("does not respond")


def _preview(workbench: Workbench, fake: Fake) -> None:
    workbench.go_to("lead")
    workbench.page.evaluate("document.querySelector('#panes a[href=\"#preview\"]').click()")
    expect(workbench.frame.locator("h1")).to_be_visible()


STATES = [
    _start, _message, _plural, _fuzzy, _findings, _warned, _saved, _same, _conflict, _help, _empty,
    _whole, _failed, _away, _preview,
]  # fmt: skip


@pytest.fixture(params=STATES, ids=lambda each: each.__name__.strip("_"))
def bring_into_state(request: pytest.FixtureRequest) -> Callable[[Workbench, Fake], None]:
    found: Callable[[Workbench, Fake], None] = request.param
    return found


SCHEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_any_state_and_nothing_is_cut_off(
    open_workbench: Opening,
    fake: Fake,
    bring_into_state: Callable[[Workbench, Fake], None],
    scheme: str,
) -> None:
    workbench = open_workbench(**SCHEMES[scheme])
    bring_into_state(workbench, fake)
    workbench.audit()
    if scheme == "light":
        workbench.resize(NARROW)
        workbench.audit()
    for size in (DESKTOP, TABLET, PHONE, NARROW, ZOOMED):
        workbench.resize(size)
        workbench.expect_no_sideways_scrolling()


def test_axe_finds_nothing_without_an_application(open_workbench: Opening, fake: Fake) -> None:
    fake.application["state"] = "none"
    workbench = open_workbench()
    workbench.audit()
    workbench.go_to("lead")
    workbench.resize(NARROW)
    workbench.audit()
    workbench.expect_no_sideways_scrolling()


def test_axe_finds_nothing_in_another_direction(open_workbench: Opening) -> None:
    workbench = open_workbench("?catalog=ar.messages&entry=lead")
    expect(workbench.field).to_have_attribute("dir", "rtl")
    workbench.audit()
    workbench.page.evaluate("document.documentElement.dir = 'rtl'")
    workbench.audit()
    workbench.resize(NARROW)
    workbench.audit()
    workbench.expect_no_sideways_scrolling()


@pytest.mark.parametrize("path", ["enter", "error"])
def test_axe_finds_nothing_on_the_other_pages(workbench: Workbench, path: str) -> None:
    workbench.page.goto(workbench.address + path)
    workbench.resize(NARROW)
    workbench.audit()
    workbench.expect_no_sideways_scrolling()


def test_a_small_window_has_one_part_at_a_time_and_the_keyboard_changes_it(
    open_workbench: Opening,
) -> None:
    workbench = open_workbench(size=NARROW)
    page = workbench.page
    expect(page.locator("#messages")).to_be_visible()
    expect(page.locator("#entry-note")).to_be_hidden()
    workbench.message("lead").focus()
    workbench.press("Enter")
    expect(page.locator("#messages")).to_be_hidden()
    workbench.expect_focus("#form-0")
    workbench.type("Nato vodi operacijo.")
    workbench.press("F6")
    workbench.expect_focus("#preview")
    expect(workbench.frame.locator("p").first).to_contain_text("Nato vodi operacijo.")
    workbench.click_on_page("h1")
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("Kfor in Slovenska vojska")


def test_targets_are_big_enough_for_fingers_on_a_phone(open_workbench: Opening) -> None:
    workbench = open_workbench(size=PHONE)
    workbench.go_to("years")
    sizes = workbench.page.evaluate(
        "[...document.querySelectorAll('button, select, input, #panes a, .check, .segments span')]"
        ".filter(each => each.checkVisibility() && !['checkbox', 'radio'].includes(each.type))"
        ".map(each => [each.id || each.textContent, each.getBoundingClientRect().height])"
        ".filter(([, height]) => height < 44)"
    )
    assert sizes == []


def test_text_at_twice_the_size_loses_nothing(open_workbench: Opening) -> None:
    workbench = open_workbench(size=(640, 900), bypass_csp=True)
    workbench.go_to("years")
    workbench.page.add_style_tag(
        content="html{font-size:200%} *{line-height:1.5!important;letter-spacing:.12em!important;"
        "word-spacing:.16em!important} p{margin-bottom:2em!important}"
    )
    workbench.expect_no_sideways_scrolling()


def test_what_is_under_the_focus_is_never_covered(workbench: Workbench) -> None:
    workbench.resize((1280, 480))
    workbench.open("link")
    for _ in range(25):
        workbench.press("Tab")
        covered = workbench.page.evaluate(
            "(() => { const each = document.activeElement;"
            " if (!each.closest('#translation, #messages')) return '';"
            " const box = each.getBoundingClientRect();"
            " const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);"
            " return top && (each.contains(top) || top.contains(each)) ? '' : each.outerHTML; })()"
        )
        assert covered == ""


def test_a_part_that_has_the_focus_is_framed_on_all_sides(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open("years")
    for name in ("preview", "messages", "translation"):
        workbench.press("F6")
        workbench.expect_focus(f"#{name}")
        box = page.locator(f"#{name}").bounding_box()
        assert box is not None
        across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        right, bottom = box["x"] + box["width"] - 2, box["y"] + box["height"] - 2
        sides = [(across, box["y"] + 1), (across, bottom), (box["x"] + 1, down), (right, down)]
        shots = {
            page.screenshot(clip={"x": int(x), "y": int(y), "width": 1, "height": 1})
            for x, y in sides
        }
        assert len(shots) == 1, "one colour, that of the frame"


@pytest.mark.parametrize("size", [(1360, 850), (1600, 900), TABLET, NARROW])
def test_no_choice_of_the_list_is_cut_off(workbench: Workbench, size: tuple[int, int]) -> None:
    workbench.resize(size)
    cut = workbench.page.evaluate(
        "[...document.querySelectorAll('#find select')].flatMap(select => {"
        " const style = getComputedStyle(select);"
        " const brush = document.createElement('canvas').getContext('2d');"
        " brush.font = style.font;"
        " const arrow = 20;"
        " const room = select.clientWidth - 2 * parseFloat(style.paddingLeft) - arrow;"
        " return [...select.options].map(each => each.text)"
        "  .filter(each => brush.measureText(each).width > room); })"
    )
    assert cut == []


@pytest.mark.parametrize("size", [(1360, 850), DESKTOP])
def test_headings_and_rules_of_the_parts_are_in_line(
    workbench: Workbench, size: tuple[int, int]
) -> None:
    workbench.resize(size)
    workbench.open("lead")
    page = workbench.page
    middles = {
        round(box["y"] + box["height"] / 2)
        for heading in page.locator(".pane-head h2").all()
        if (box := heading.bounding_box())
    }
    assert len(middles) == 1
    for name in ("messages", "translation"):
        part, head = page.locator(f"#{name}"), page.locator(f"#{name} .pane-head")
        assert head.evaluate("each => each.offsetWidth") == part.evaluate(
            "each => each.offsetWidth - 1"
        ), "the border between the parts is all that is beside it"


def test_a_long_number_is_seen_whole(workbench: Workbench) -> None:
    workbench.open("years")
    field = workbench.page.locator("#number")
    field.fill("1000000001")
    assert field.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert field.evaluate("each => each.clientWidth") >= 120


def test_nothing_stays_in_view_in_a_window_of_some_lines(open_workbench: Opening) -> None:
    workbench = open_workbench(size=(340, 215))
    workbench.go_to("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    stuck = workbench.page.evaluate(
        "[...document.querySelectorAll('body *')].filter(each => each.checkVisibility()"
        " && ['sticky', 'fixed'].includes(getComputedStyle(each).position)).map(each => each.id)"
    )
    assert stuck == []
