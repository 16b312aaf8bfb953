"""Finding and writing a translation in Chromium, by keyboard, and hearing what comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.workbench.browsing import Workbench
from tests.workbench.fake import Fake

pytestmark = pytest.mark.browser

Opening = Callable[..., Workbench]


def test_it_opens_with_catalogs_progress_pages_and_messages(workbench: Workbench) -> None:
    page = workbench.page
    expect(page).to_have_title("kfor-i18n – Translation workbench")
    expect(page.get_by_label("Catalog", exact=True)).to_have_value("sl.messages")
    expect(page.locator("#progress-text")).to_have_text("5 of 132")
    expect(page.get_by_label("Page", exact=True)).to_have_value("p:/sl/")
    expect(page.locator("#page optgroup")).to_have_count(2)
    expect(page.locator("#list li")).to_have_count(11)
    expect(workbench.frame.locator("h1")).to_have_text("Kfor in Slovenska vojska")


def test_the_landmarks_come_in_the_order_of_the_work(workbench: Workbench) -> None:
    landmarks = workbench.page.evaluate(
        "[...document.querySelectorAll('header, nav, main, #preview')].map(each => each.localName)"
    )
    assert landmarks == ["header", "nav", "main", "section"]


def test_a_text_is_translated_saved_and_the_next_is_open(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+Enter")
    workbench.expect_status('Saved. 126 of 132 left. Next: "Troops protect the roads."')
    workbench.expect_focus("#form-0")
    assert fake.messages["lead"].forms == ["Nato vodi operacijo."]
    expect(workbench.message("tasks")).to_have_attribute("aria-current", "true")
    expect(workbench.page.locator("#progress-text")).to_have_text("6 of 132")


def test_saving_can_stay_at_the_message(workbench: Workbench) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("Nato vodi operacijo.")


def test_the_page_shows_what_is_typed_without_flicker_and_keeps_its_place(
    workbench: Workbench,
) -> None:
    workbench.open("link")
    page = workbench.page
    expect(workbench.frame.locator("a", has_text="tell us")).to_be_attached()
    workbench.wait_until("document.getElementById('layer').scrollTop > 100")
    place = page.evaluate("document.getElementById('layer').scrollTop")
    page.evaluate(
        "window.blinks = 0; new MutationObserver(() => {"
        " if (document.querySelectorAll('iframe.front').length !== 1) blinks++;"
        " const front = document.querySelector('iframe.front');"
        " if (!front.contentDocument.body?.querySelector('h1')) blinks++;"
        "}).observe(document.getElementById('stage'), {subtree: true, attributes: true})"
    )
    workbench.type('Napaka? <a href="%(url)s">Povejte</a>.')
    expect(workbench.frame.locator("a", has_text="Povejte")).to_be_attached()
    assert page.evaluate("blinks") == 0
    assert abs(page.evaluate("document.getElementById('layer').scrollTop") - place) < 40
    assert workbench.highlighted("open") == ["Napaka? Povejte."]


def test_findings_are_said_at_a_pause_and_an_error_keeps_the_page(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open("years")
    page.evaluate(
        "window.heard = []; new MutationObserver(() => heard.push(live.textContent))"
        ".observe(live, {childList: true})"
    )
    workbench.press("Control+A")
    for letter in "leto dni":
        page.keyboard.type(letter)
        page.wait_for_timeout(60)
    workbench.expect_heard("Error: missing placeholder %(num)s; add it where its value belongs.")
    assert len(page.evaluate("heard")) == 1, "not at each key"
    expect(workbench.field).to_have_attribute("aria-invalid", "true")
    described = workbench.field.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("missing placeholder %(num)s")
    expect(page.locator("#shown")).to_contain_text("The page keeps the last valid text")
    expect(workbench.frame.locator("b")).to_have_text("27 let")


def test_an_error_blocks_the_save_and_the_field_in_error_has_the_focus(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("years")
    workbench.press("Tab", "Tab")
    workbench.expect_focus("#form-2")
    workbench.write("leta")
    workbench.press("Shift+Tab", "Control+Enter")
    workbench.expect_status(
        "Not saved. Error: missing placeholder %(num)s; add it where its value belongs."
    )
    workbench.expect_focus("#form-2")
    assert fake.messages["years"].forms[2] == "%(num)s leta"


def test_a_warning_lets_it_through_once_it_is_confirmed(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo")
    workbench.press("Control+Enter")
    workbench.expect_status(
        'Not saved. Warning: end punctuation missing; the source ends with ".". '
        "Save again to accept the warnings."
    )
    workbench.expect_focus("#form-0")
    expect(workbench.page.get_by_role("button", name="Save anyway and next")).to_be_visible()
    workbench.press("Control+Enter")
    workbench.expect_status('Saved. 126 of 132 left. Next: "Troops protect the roads."')
    assert fake.messages["lead"].forms == ["Nato vodi operacijo"]


def test_a_warning_is_confirmed_for_the_text_that_was_seen_only(workbench: Workbench) -> None:
    workbench.open("lead")
    workbench.type("Nato")
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("button", name="Save anyway", exact=True)).to_be_visible()
    workbench.type(" vodi")
    expect(workbench.page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    workbench.press("Control+S")
    expect(workbench.page.get_by_role("status")).to_contain_text("Not saved.")


def test_white_space_is_corrected_in_the_field(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    page.get_by_label("From").select_option("all")
    workbench.open("space")
    workbench.write("Ime:")
    expect(page.locator(".findings li")).to_contain_text("missing trailing whitespace ' '")
    workbench.tab_to("[aria-label='Fix: Trailing whitespace differs from the source']")
    workbench.press("Enter")
    expect(workbench.field).to_have_value("Ime: ")
    workbench.expect_focus("#form-0")
    expect(page.locator(".findings li")).to_have_count(0)
    workbench.press("Control+Z")
    expect(workbench.field).to_have_value("Ime:")


def test_terms_of_the_glossary_are_listed_before_and_after_one_errs(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    fake.messages["lead"].terms = [
        {"source": "NATO", "target": "Nato"},
        {"source": "peacekeeping operation", "target": "mirovna operacija"},
    ]
    workbench.open("lead")
    listed = ["NATO → Nato", "peacekeeping operation → mirovna operacija"]
    expect(page.locator("#terms li")).to_contain_text(["NATO → ", "peacekeeping operation → "])
    workbench.type("Od junija 1999.")
    finding = page.locator(".findings > li")
    expect(finding).to_contain_text("Glossary terms missing; use:")
    expect(finding.locator("li")).to_have_text(listed)
    workbench.open("name")
    expect(page.locator("#terms")).to_be_hidden()


def test_a_warning_can_be_dismissed_for_good(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo")
    name = 'Always ignore "End punctuation differs from the source" for this message'
    workbench.tab_to(f"[aria-label='{name}']")
    workbench.press("Enter")
    workbench.expect_status(
        '"End punctuation differs from the source" is now ignored for this message.'
    )
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("Nato vodi operacijo")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    assert fake.messages["lead"].comment == "kfor-i18n: ignore end-punctuation"


def test_all_plural_forms_are_there_by_their_numbers_and_the_page_counts(
    workbench: Workbench,
) -> None:
    page = workbench.page
    workbench.open("years")
    labels = page.locator("#forms label").all_inner_texts()
    assert labels == [
        "one: 1, 101, 201", "two: 2, 102, 202", "few: 3, 4, 103", "other: 0, 5, 6",
    ]  # fmt: skip
    workbench.tab_to('#numbers input[value="0"]')
    for number, shown in {0: "0 let", 1: "1 leto", 2: "2 leti", 3: "3 leta", 5: "5 let"}.items():
        if number:
            workbench.press("ArrowRight")
        else:
            workbench.press("Space")
        expect(workbench.frame.locator("b")).to_have_text(shown)
        workbench.expect_heard(f"The page is shown with the number {number}.")
    workbench.tab_to("#number")
    workbench.type("104")
    expect(workbench.frame.locator("b")).to_have_text("104 leta")


def test_placeholders_and_tags_are_inserted_by_key_and_by_button(workbench: Workbench) -> None:
    workbench.open("link")
    hint = "From the developers: url: address of the page for reports"
    expect(workbench.page.locator("#hints")).to_have_text(hint)
    workbench.type("Povejte ")
    workbench.press("Alt+1")
    workbench.type("nam")
    workbench.press("Alt+2")
    expect(workbench.field).to_have_value('Povejte <a href="%(url)s">nam</a>')
    workbench.press("Control+Z")
    expect(workbench.field).to_have_value('Povejte <a href="%(url)s">nam')
    workbench.page.locator("#insertables button").nth(1).focus()
    workbench.press("Enter")
    expect(workbench.field).to_have_value('Povejte <a href="%(url)s">nam</a>')
    workbench.expect_focus("#form-0")


def test_the_mirror_shows_white_space_and_what_the_source_does_not_have(
    workbench: Workbench,
) -> None:
    workbench.open("link")
    workbench.type("Povejte  %(nam)s ")
    mirror = workbench.page.locator(".mirror").first
    expect(mirror.locator(".space")).to_have_text(["··", "·"])
    expect(mirror.locator(".foreign")).to_have_text("%(nam)s")
    expect(mirror).to_have_attribute("aria-hidden", "true")
    expect(mirror.locator("mark")).not_to_have_count(0)


def test_a_text_without_anything_to_notice_is_not_shown_twice(workbench: Workbench) -> None:
    mirrors = workbench.page.locator(".mirror:visible")
    workbench.open("years")
    expect(mirrors).to_have_count(0)
    workbench.write("%(num)s celo ")
    assert mirrors.count() == 0, "the next word may follow"
    expect(mirrors.locator(".space")).to_have_text("·")
    workbench.type("leto")
    expect(mirrors).to_have_count(0)


def test_a_fuzzy_message_shows_what_changed_and_is_confirmed(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("tasks")
    previous = workbench.page.locator("#previous")
    expect(previous.locator("del")).to_have_text(["[removed: guard]", "[removed: main ]"])
    expect(previous.locator("ins")).to_have_text("[added: protect]")
    workbench.tab_to("#confirm")
    workbench.press("Enter")
    workbench.expect_status('Saved. 126 of 132 left. Next: "%(num)s year"')
    workbench.expect_focus("#form-0")
    assert not fake.messages["tasks"].fuzzy


@pytest.mark.parametrize("key", ["Control+S", "Control+Enter"])
def test_a_fuzzy_message_that_is_saved_as_it_is_stays_open(
    workbench: Workbench, fake: Fake, key: str
) -> None:
    workbench.open("tasks")
    workbench.press(key)
    workbench.expect_status("Nothing to save: it needs review.")
    expect(workbench.page.get_by_role("status")).to_have_class("status refused")
    expect(workbench.message("tasks")).to_have_attribute("aria-current", "true")
    workbench.expect_focus("#form-0")
    assert fake.messages["tasks"].fuzzy


def test_a_fuzzy_message_that_is_changed_is_reviewed_by_that(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("tasks")
    workbench.write("Enote varujejo promet.")
    expect(workbench.page.get_by_role("checkbox", name="Needs review")).not_to_be_checked()
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    assert not fake.messages["tasks"].fuzzy


def test_a_button_that_goes_leaves_its_place(workbench: Workbench) -> None:
    workbench.open("tasks")
    confirm, fuzzy = workbench.page.locator("#confirm"), workbench.page.locator("#fuzzy")
    before = fuzzy.bounding_box()
    assert before is not None
    workbench.type(" ")
    expect(confirm).to_be_hidden()
    after = fuzzy.bounding_box()
    assert after is not None
    assert after["x"] == before["x"]
    workbench.open("name")
    expect(confirm).to_have_attribute("hidden", "")


def test_messages_of_no_page_are_looked_for_in_the_whole_catalog(workbench: Workbench) -> None:
    workbench.page.get_by_label("Show", exact=True).select_option("unused")
    expect(workbench.page.get_by_label("From", exact=True)).to_have_value("all")


def test_an_unfinished_message_with_the_same_source_is_shown_and_offered(
    workbench: Workbench, fake: Fake
) -> None:
    fake.messages["name"].fuzzy = True
    workbench.open("state")
    expect(workbench.page.locator("#context")).to_have_text("Context: state")
    expect(workbench.page.locator("#same-list .where")).to_have_text("Context: button")
    workbench.tab_to("#same-list button")
    workbench.press("Enter")
    expect(workbench.field).to_have_value("Odpri")
    workbench.expect_focus("#form-0")
    assert fake.messages["state"].forms == [""], "nothing is changed before it is saved"


def test_source_copy_discard_and_undo(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    workbench.open("lead")
    workbench.tab_to("#copy-source")
    workbench.press("Enter")
    expect(workbench.field).to_have_value(fake.messages["lead"].sources[0])
    workbench.tab_to("#discard")
    workbench.press("Enter")
    workbench.expect_status("Draft discarded.")
    expect(workbench.field).to_have_value("")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    expect(page.locator("#undo")).to_be_visible()
    workbench.tab_to("#undo")
    workbench.press("Enter")
    workbench.expect_status("The last change was undone.")
    assert fake.messages["lead"].forms == [""]
    workbench.expect_focus("#form-0")
    expect(page.locator("#undo")).to_be_hidden()
    workbench.tab_to("#redo")
    workbench.press("Enter")
    workbench.expect_status("The last change was made again.")
    assert fake.messages["lead"].forms == ["Nato vodi operacijo."]
    expect(page.locator("#redo")).to_be_hidden()


def test_a_comment_is_saved_with_the_translation(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    workbench.type("Nato.")
    workbench.tab_to("#comment")
    workbench.type("Po resoluciji.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    assert fake.messages["lead"].comment == "Po resoluciji."


def test_the_list_is_searched_filtered_and_read_part_by_part(workbench: Workbench) -> None:
    page = workbench.page
    page.get_by_label("From").focus()
    page.get_by_label("From").select_option("all")
    expect(page.locator("#list-count")).to_have_text("Found: 132")
    expect(page.locator("#list-range")).to_have_text("1–50 of 132")
    workbench.tab_to("#list-on", 80)
    workbench.press("Enter")
    expect(page.locator("#list-range")).to_have_text("51–100 of 132")
    workbench.expect_focus("#list li:first-child a")
    page.get_by_label("Show", exact=True).select_option("fuzzy")
    expect(page.locator("#list li")).to_have_count(1)
    workbench.expect_heard("Found: 1")
    expect(page.locator("#list .state")).to_have_text("Needs review")
    page.get_by_label("Show", exact=True).select_option("all")
    page.get_by_label("Search in texts").fill("number 77")
    expect(page.locator("#list li")).to_have_count(1)
    page.get_by_label("Search in texts").fill("nowhere")
    expect(page.locator("#list-note")).to_contain_text("No messages found.")
    page.get_by_role("button", name="Show all").focus()
    workbench.press("Enter")
    expect(page.locator("#list-count")).to_have_text("Found: 132")


def test_going_on_crosses_the_parts_of_the_list_and_ends(workbench: Workbench) -> None:
    page = workbench.page
    page.get_by_label("From").select_option("all")
    workbench.message("n38").focus()
    workbench.press("Enter")
    workbench.expect_focus("#form-0")
    workbench.press("Alt+ArrowDown")
    expect(page.locator("#translation-heading")).to_have_text("Translation 51 of 132")
    workbench.expect_focus("#form-0")
    workbench.press("Alt+ArrowUp")
    expect(page.locator("#translation-heading")).to_have_text("Translation 50 of 132")
    page.get_by_label("Show", exact=True).select_option("fuzzy")
    expect(page.locator("#list-note")).to_contain_text("The open message is not in this part")
    workbench.press("Alt+ArrowDown")
    expect(page.locator("#translation-heading")).to_have_text("Translation 1 of 1")
    workbench.press("Alt+ArrowDown")
    workbench.expect_heard("This is the last message in the list.")


def test_the_address_opens_the_same_again(open_workbench: Opening) -> None:
    workbench = open_workbench()
    workbench.open("years")
    address = workbench.page.url
    assert "entry=years" in address
    again = open_workbench(address.removeprefix(workbench.address))
    expect(again.page.locator("#form-1")).to_have_value("%(num)s leti")
    expect(again.message("years")).to_have_attribute("aria-current", "true")
    assert again.page.evaluate("history.length") == workbench.page.evaluate("history.length")


def test_shortcuts_are_listed_and_can_be_switched_off(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    workbench.open("lead")
    page.get_by_role("button", name="Help and shortcuts").focus()
    workbench.press("Enter")
    expect(page.get_by_role("dialog", name="Help and shortcuts")).to_be_visible()
    workbench.tab_to("#use-shortcuts")
    workbench.press("Space", "Escape")
    workbench.expect_focus("#show-help")
    workbench.field.focus()
    workbench.type("Nato.")
    workbench.press("Alt+ArrowDown")
    workbench.expect_focus("#form-0")
    expect(workbench.field).to_have_value("Nato.")
    page.reload()
    workbench.field.focus()
    workbench.press("Control+S")
    page.wait_for_timeout(300)
    assert not any(name == "save" for _, name, _ in fake.log)


def test_f6_and_links_lead_from_part_to_part(workbench: Workbench) -> None:
    workbench.press("Tab")
    expect(workbench.page.locator(":focus")).to_have_text("Messages")
    assert (workbench.page.locator(":focus").bounding_box() or {"y": -1})["y"] >= 0
    workbench.press("Tab", "Enter")
    workbench.expect_focus("#translation")
    workbench.press("F6")
    workbench.expect_focus("#preview")
    workbench.press("F6")
    workbench.expect_focus("#messages")
    workbench.press("Shift+F6")
    workbench.expect_focus("#preview")


def test_a_text_of_a_catalog_is_never_markup(workbench: Workbench) -> None:
    workbench.open("hostile")
    page = workbench.page
    expect(page.locator("#sources")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#messages img, #translation img").count() == 0
    assert json.loads(page.evaluate("JSON.stringify(document.scripts.length)")) == 2


def test_fields_of_a_language_from_right_to_left(workbench: Workbench) -> None:
    page = workbench.page
    page.get_by_label("Catalog", exact=True).focus()
    page.get_by_label("Catalog", exact=True).select_option("ar.messages")
    expect(page.get_by_label("Page", exact=True)).to_have_value("p:/ar/")
    workbench.open("lead")
    expect(workbench.field).to_have_attribute("dir", "rtl")
    expect(workbench.field).to_have_attribute("lang", "ar")
