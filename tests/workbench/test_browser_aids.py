"""What helps with the open message, in Chromium: the translation memory, and the glossary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.workbench.browsing import NARROW, PHONE, Workbench
from tests.workbench.fake import Fake

pytestmark = pytest.mark.browser

Opening = Callable[..., Workbench]
NOTE = "Write Nato, not NATO"


def match(*forms: str, **values: Any) -> dict[str, Any]:
    return {
        "score": 1, "source": [["equal", "Open"]], "forms": forms, "origin": "messages",
        "missing": [], "extra": [], "message": None, **values,
    }  # fmt: skip


OPEN = match("Odpri", message={"catalog": "sl.messages", "id": "name", "context": "button"})
OLD = match(
    "Odprite %(num)s", score=0.8567, origin="old.tmx", missing=["%(count)s"], extra=["%(num)s"],
    source=[["equal", "Open "], ["delete", "these"], ["insert", "them"]],
)  # fmt: skip


@pytest.fixture
def similar(workbench: Workbench, fake: Fake) -> Workbench:
    """The workbench, in which a message has two matches."""
    fake.messages["state"].similar = [OPEN, OLD]
    return workbench


@pytest.fixture
def terms(workbench: Workbench, fake: Fake) -> Workbench:
    """The workbench, in which a message has two terms."""
    fake.messages["lead"].terms = [
        {"source": "NATO", "target": "Nato", "note": NOTE},
        {"source": "peacekeeping operation", "target": "mirovna operacija"},
    ]
    return workbench


# Memory


def test_similar_translations_are_shown_with_how_they_differ(similar: Workbench) -> None:
    similar.open("state")
    page = similar.page
    expect(page.locator("#memory-count")).to_have_text("Matches: 2")
    first, second = page.locator("#memory-list > li").all()
    expect(first.locator(".score")).to_have_text("100%")
    expect(first.locator(".match-target")).to_have_text("Odpri")
    expect(first.locator(".where")).to_have_text("messages – Context: button Open message")
    expect(second.locator(".score")).to_have_text("85%")
    expect(second.locator("del")).to_have_text("[removed: these]")
    expect(second.locator("ins")).to_have_text("[added: them]")
    expect(second.locator(".differs")).to_have_text(
        ["Missing: %(count)s", "Not in this source text: %(num)s"]
    )
    expect(second.locator(".where")).to_have_text("old.tmx")


def test_a_match_is_taken_by_its_key_as_a_draft_that_can_be_undone(
    similar: Workbench, fake: Fake
) -> None:
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    similar.type("Moje")
    similar.press("Control+Shift+2")
    expect(similar.field).to_have_value("Odprite %(num)s")
    similar.expect_heard("The match is now in the form as a draft.")
    similar.expect_focus("#form-0")
    expect(similar.page.locator("#discard")).to_be_visible()
    assert fake.messages["state"].forms == [""], "nothing is changed before it is saved"
    similar.press("Control+Z")
    expect(similar.field).to_have_value("Moje")
    similar.press("Control+Shift+1")
    expect(similar.field).to_have_value("Odpri")
    similar.press("Control+Shift+5")
    expect(similar.field).to_have_value("Odpri")


def test_a_match_is_taken_by_its_button(similar: Workbench) -> None:
    similar.open("state")
    expect(similar.page.get_by_role("button", name="Use Control+Shift+1")).to_be_visible()
    similar.tab_to("#memory-list button >> nth=0")
    similar.press("Enter")
    expect(similar.field).to_have_value("Odpri")
    similar.expect_focus("#form-0")


def test_a_match_with_as_many_forms_fills_all_fields_and_another_the_one_in_use(
    workbench: Workbench, fake: Fake
) -> None:
    forms = ["%(num)s letnik", "%(num)s letnika", "%(num)s letniki", "%(num)s letnikov"]
    fake.messages["years"].similar = [match(*forms), match("leta")]
    workbench.open("years")
    expect(workbench.page.locator("#memory-list > li")).to_have_count(2)
    workbench.page.locator("#form-2").focus()
    workbench.press("Control+Shift+1")
    for index, form in enumerate(forms):
        expect(workbench.page.locator(f"#form-{index}")).to_have_value(form)
    workbench.expect_focus("#form-2")
    workbench.press("Control+Shift+2")
    expect(workbench.page.locator("#form-2")).to_have_value("leta")
    expect(workbench.page.locator("#form-3")).to_have_value(forms[3])


def test_of_a_match_with_several_forms_the_first_is_taken_for_a_text_without_any(
    workbench: Workbench, fake: Fake
) -> None:
    fake.messages["state"].similar = [match("en", "dva", "trije", "pet")]
    workbench.open("state")
    expect(workbench.page.locator(".match-target")).to_have_text("en / dva / trije / pet")
    workbench.press("Control+Shift+1")
    expect(workbench.field).to_have_value("en")


def test_an_exact_match_of_an_untranslated_message_is_announced_once(similar: Workbench) -> None:
    similar.open("state")
    similar.expect_heard("Exact match in the translation memory: Odpri")
    similar.open("lead")
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    similar.expect_heard("")


def test_no_match_is_announced_of_a_translated_message(workbench: Workbench, fake: Fake) -> None:
    fake.messages["name"].similar = [match("Odpri")]
    workbench.open("name")
    expect(workbench.page.locator("#memory-list > li")).to_have_count(1)
    workbench.expect_heard("")


def test_a_match_leads_to_its_message(similar: Workbench) -> None:
    similar.open("state")
    similar.tab_to("#memory-list a")
    similar.press("Enter")
    expect(similar.field).to_have_value("Odpri")
    similar.expect_focus("#form-0")
    expect(similar.page.locator("#context")).to_have_text("Context: button")


def test_the_memory_is_asked_again_while_it_is_being_read(similar: Workbench, fake: Fake) -> None:
    fake.is_memory_read = False
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    asked = [name for _, name, _ in fake.log if name == "similar"]
    assert len(asked) == 2


def test_matches_of_another_message_are_not_taken(similar: Workbench) -> None:
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    similar.page.route("**/api/similar?*", lambda route: None)
    similar.open("lead")
    expect(similar.page.locator("#memory-note")).to_have_text("Reading the translation memory …")
    similar.press("Control+Shift+1")
    expect(similar.field).to_have_value("")


def test_without_matches_the_memory_says_so(workbench: Workbench) -> None:
    workbench.open("lead")
    said = "No translations of similar source texts."
    expect(workbench.page.locator("#memory-note")).to_have_text(said)
    expect(workbench.page.locator("#memory-count")).to_have_text("Matches: 0")


def test_a_closed_memory_stays_closed_and_its_keys_do_nothing(similar: Workbench) -> None:
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    similar.tab_to("#memory-summary")
    similar.press("Enter")
    expect(similar.page.locator("#memory-list")).to_be_hidden()
    similar.field.focus()
    similar.press("Control+Shift+1")
    expect(similar.field).to_have_value("")
    similar.page.reload()
    expect(similar.page.locator("#memory-count")).to_have_text("Matches: 2")
    expect(similar.page.locator("#memory-list")).to_be_hidden()


def test_keys_of_the_memory_are_listed_and_switched_off_with_the_others(
    similar: Workbench,
) -> None:
    similar.page.get_by_role("button", name="Help and shortcuts").click()
    expect(similar.page.locator("#help")).to_contain_text("Control+Shift+1 to Control+Shift+5")
    similar.page.locator("#use-shortcuts").uncheck()
    similar.press("Escape")
    similar.open("state")
    expect(similar.page.locator("#memory-list > li")).to_have_count(2)
    similar.press("Control+Shift+1")
    expect(similar.field).to_have_value("")


def test_what_is_wrong_with_a_file_is_a_banner(similar: Workbench, fake: Fake) -> None:
    fake.memory_problems = ["old.tmx: not a TMX file", "new.tmx: file not found"]
    similar.open("state")
    banner = similar.page.locator('.banner[data-name="memory"]')
    expect(banner).to_have_text("old.tmx: not a TMX file\nnew.tmx: file not found")
    fake.memory_problems = []
    similar.open("lead")
    expect(banner).to_have_count(0)


def test_who_reads_the_matches_while_they_change_stays_there(
    similar: Workbench, fake: Fake
) -> None:
    similar.open("state")
    similar.tab_to("#memory-list a")
    fake.messages["state"].similar = [OLD]
    fake.edit_elsewhere("state", "Odprto")
    expect(similar.page.locator("#memory-list > li")).to_have_count(1)
    similar.expect_focus("#memory-summary")


# Terms


def test_terms_are_underlined_in_the_source_and_inserted_by_key_and_by_button(
    terms: Workbench,
) -> None:
    page = terms.page
    terms.open("lead")
    expect(page.locator("#sources .term")).to_have_text(["NATO", "peacekeeping operation"])
    expect(page.locator("#sources")).to_have_text(
        "NATO has led a peacekeeping operation in Kosovo since June 1999."
    )
    style = page.locator(".term").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
    assert style == "dotted"
    terms.press("Alt+1")
    terms.type(" vodi ")
    page.get_by_role("button", name="Insert: mirovna operacija Alt+2").click()
    expect(terms.field).to_have_value("Nato vodi mirovna operacija")
    terms.expect_focus("#form-0")


def test_keys_of_terms_follow_those_of_placeholders(workbench: Workbench, fake: Fake) -> None:
    fake.messages["link"].terms = [{"source": "word", "target": "beseda"}]
    workbench.open("link")
    expect(workbench.page.locator("#terms kbd")).to_have_text("Alt+3")
    workbench.press("Alt+3")
    expect(workbench.field).to_have_value("beseda")


def test_a_term_is_said_to_be_used_as_soon_as_it_is(terms: Workbench) -> None:
    page = terms.page
    terms.open("lead")
    expect(page.locator("#terms .use")).to_have_text(["not used yet", "not used yet"])
    terms.type("Nato vodi")
    expect(page.locator("#terms .use")).to_have_text(["used", "not used yet"])
    term = page.locator("#sources .term").first
    expect(term).to_have_accessible_description(f"Nato; used; {NOTE}")
    style = term.evaluate("each => getComputedStyle(each).textDecorationStyle")
    assert style == "solid"


def test_the_note_of_a_term_appears_with_the_focus_and_goes_with_escape(terms: Workbench) -> None:
    tip = terms.page.locator("#term-tip")
    terms.open("lead")
    terms.page.locator("#translation").focus()
    terms.tab_to("#sources .term >> nth=0")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(NOTE)
    terms.press("Escape")
    expect(tip).to_be_hidden()
    terms.expect_focus("#sources .term >> nth=0")
    terms.press("Enter")
    expect(tip).to_be_visible()
    terms.press("Tab")
    expect(tip).to_contain_text("mirovna operacija")
    terms.press("Tab")
    expect(tip).to_be_hidden()


def test_the_note_of_a_term_stays_while_the_pointer_is_over_it(terms: Workbench) -> None:
    page, tip = terms.page, terms.page.locator("#term-tip")
    terms.open("lead")
    page.locator("#sources .term").first.hover()
    expect(tip).to_be_visible()
    tip.hover()
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.mouse.move(2, 2)
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("size", [NARROW, PHONE])
def test_aids_fit_on_a_small_screen(
    open_workbench: Opening, fake: Fake, size: tuple[int, int]
) -> None:
    fake.messages["lead"].similar = [OPEN, {**OLD, "forms": ["Nepretrgano" * 9]}]
    fake.messages["lead"].terms = [
        {"source": "June 1999", "target": "junij 1999", "note": NOTE * 4},
    ]
    workbench = open_workbench(size=size)
    workbench.go_to("lead")
    expect(workbench.page.locator("#memory-list > li")).to_have_count(2)
    workbench.expect_no_sideways_scrolling()
    workbench.page.locator("#sources .term").click()
    tip = workbench.page.locator("#term-tip")
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing_about_aids(
    open_workbench: Opening, fake: Fake, options: dict[str, str]
) -> None:
    fake.messages["lead"].similar = [OPEN, OLD]
    fake.messages["lead"].terms = [{"source": "NATO", "target": "Nato", "note": NOTE}]
    workbench = open_workbench(**options)
    workbench.open("lead")
    expect(workbench.page.locator("#memory-list > li")).to_have_count(2)
    workbench.page.locator("#translation").focus()
    workbench.tab_to("#sources .term")
    expect(workbench.page.locator("#term-tip")).to_be_visible()
    workbench.audit()
