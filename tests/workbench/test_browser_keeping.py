"""Nothing typed is lost, in Chromium: tabs, servers and sessions that end, other editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.site.browsing import serve
from tests.workbench.browsing import Workbench
from tests.workbench.fake import Fake, create_fake

pytestmark = pytest.mark.browser

Opening = Callable[..., Workbench]

STORED = "Object.keys(localStorage).filter(key => key.startsWith('kfor-i18n/draft/'))"
KEPT = "Your text is stored in this browser and will be sent as soon as the workbench responds."


def drafts_of(fake: Fake, name: str) -> Any:
    draft = fake.messages[name].draft
    return draft and draft["forms"]


def test_a_draft_is_in_the_browser_until_the_server_has_it(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("lead")
    workbench.type("Nato")
    assert page.evaluate(STORED) == ["kfor-i18n/draft//srv/kfor/sl.messages/lead"]
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato"]
    expect(workbench.message("lead")).to_contain_text("Draft")


def test_a_closed_tab_loses_nothing(workbench: Workbench, fake: Fake) -> None:
    page = workbench.page
    workbench.open("lead")
    workbench.type("Nato vodi")
    workbench.wait_until(f"{STORED}.length === 0")
    page.reload()
    expect(workbench.field).to_have_value("Nato vodi")


def test_a_server_that_does_not_answer_is_named_and_gets_the_text_later(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("lead")
    fake.is_away = True
    workbench.type("Nato vodi")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The workbench does not respond")
    expect(alert).to_contain_text(KEPT)
    workbench.press("Control+S")
    expect(page.get_by_role("status")).to_contain_text("Not saved. The workbench does not respond")
    workbench.type(" operacijo.")
    assert drafts_of(fake, "lead") is None
    fake.is_away = False
    expect(alert).to_be_empty()
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi operacijo."]
    expect(workbench.field).to_have_value("Nato vodi operacijo.")


def test_a_save_without_an_answer_is_not_reported_any_more_when_there_are_answers(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    fake.is_away = True
    workbench.press("Control+S")
    status = workbench.page.get_by_role("status")
    expect(status).to_contain_text("Not saved. The workbench does not respond")
    fake.is_away = False
    expect(workbench.page.get_by_role("alert")).to_be_empty()
    expect(workbench.page.locator("#status")).to_be_empty()
    assert fake.messages["lead"].forms == [""]


def test_a_session_that_ended_says_how_to_go_on(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    fake.is_expired = True
    workbench.type("Nato vodi")
    alert = workbench.page.get_by_role("alert")
    expect(alert).to_contain_text("The session has ended. To open the workbench again, run")
    expect(alert).to_contain_text(KEPT)
    fake.is_expired = False
    expect(alert).to_be_empty()
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi"]


def test_a_tab_goes_on_with_the_key_that_another_tab_was_given(
    workbench: Workbench, fake: Fake, address: str
) -> None:
    workbench.open("lead")
    # The server was started again, and its address is opened in another tab.
    fake.key = "new"
    workbench.type("Nato vodi")
    alert = workbench.page.get_by_role("alert")
    expect(alert).to_contain_text("The session has ended.")
    other = workbench.context.new_page()
    other.goto(f"{address}/_kfor-i18n/enter#token=right")
    expect(alert).to_be_empty()
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi"]


def test_a_browser_that_crashed_sends_what_it_has_when_it_is_opened_again(
    open_workbench: Opening, fake: Fake
) -> None:
    workbench = open_workbench()
    workbench.open("lead")
    fake.is_away = True
    workbench.type("Nato vodi")
    expect(workbench.page.get_by_role("alert")).to_contain_text(KEPT)
    workbench.page.close(run_before_unload=False)
    fake.is_away = False
    again = open_workbench(
        "?catalog=sl.messages&page=p%3A%2Fsl%2F&entry=lead", context=workbench.context
    )
    expect(again.field).to_have_value("Nato vodi")
    again.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi"]


def test_a_text_that_was_not_sent_is_compared_with_what_its_author_saw(
    open_workbench: Opening, fake: Fake
) -> None:
    workbench = open_workbench()
    workbench.open("name")
    fake.is_away = True
    workbench.write("Odpri okno")
    expect(workbench.page.get_by_role("alert")).to_contain_text(KEPT)
    workbench.page.close(run_before_unload=False)
    fake.edit_elsewhere("name", "Odpri vrata")
    fake.is_away = False
    again = open_workbench(
        "?catalog=sl.messages&page=p%3A%2Fsl%2F&entry=name", context=workbench.context
    )
    expect(again.field).to_have_value("Odpri okno")
    again.wait_until(f"{STORED}.length === 0")
    again.field.focus()
    again.press("Control+S")
    expect(again.page.get_by_role("dialog").locator("dd")).to_have_text(
        ["Odpri", "Odpri[added:  okno]", "Odpri[added:  vrata]"]
    )
    assert fake.messages["name"].forms == ["Odpri vrata"]


def test_that_the_text_before_is_not_known_is_said(workbench: Workbench, fake: Fake) -> None:
    fake.messages["name"].draft = {
        "forms": ["Odpri okno"], "fuzzy": False, "seen": "long ago", "comment": None,
    }  # fmt: skip
    workbench.open("name")
    workbench.page.get_by_role("button", name="Compare versions").click()
    expect(workbench.page.get_by_role("dialog").locator("dd")).to_have_text(
        ["(not known)", "Odpri", "Odpri okno", "Odpri[added:  okno]"]
    )


def test_what_was_said_of_a_text_is_not_so_after_it_was_saved_or_discarded(
    workbench: Workbench, fake: Fake
) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi")
    workbench.expect_heard('Warning: end punctuation missing; the source ends with ".".')
    workbench.page.get_by_role("button", name="Discard draft").click()
    workbench.expect_status("Draft discarded.")
    workbench.expect_heard("")
    workbench.type("Nato vodi")
    workbench.expect_heard('Warning: end punctuation missing; the source ends with ".".')
    workbench.open("name")
    workbench.expect_heard("")


def test_a_tab_is_closed_without_a_question_unless_something_is_unsent(
    workbench: Workbench, fake: Fake
) -> None:
    asked: list[str] = []
    page = workbench.page

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    workbench.open("lead")
    workbench.type("Nato")
    workbench.wait_until(f"{STORED}.length === 0")
    page.reload()
    assert asked == []
    workbench.field.focus()
    fake.is_away = True
    workbench.type(" vodi")
    fake.is_away = False
    page.reload()
    assert asked in ([], ["beforeunload"])
    expect(workbench.field).to_have_value("Nato vodi")


def hold(workbench: Workbench, endpoint: str) -> Callable[[], None]:
    """Keep a request from the server until the function that is returned is called."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    workbench.page.route(endpoint, keep, times=1)

    def release() -> None:
        while not held:
            workbench.page.wait_for_timeout(10)
        held.pop().continue_()

    return release


NEWER = "What you typed in the meantime is kept as a draft."


@pytest.mark.parametrize("key", ["Control+S", "Control+Enter"])
@pytest.mark.parametrize("pause", [0, 600])
def test_what_is_typed_during_a_save_is_a_draft_of_what_was_saved(
    workbench: Workbench, fake: Fake, key: str, pause: int
) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    release = hold(workbench, "**/api/save")
    workbench.press(key)
    workbench.type(" Še vedno.")
    workbench.page.wait_for_timeout(pause)
    release()
    workbench.expect_status(f"Saved. 126 of 132 left. {NEWER}")
    expect(workbench.field).to_have_value("Nato vodi operacijo. Še vedno.")
    workbench.wait_until(f"{STORED}.length === 0")
    message = fake.messages["lead"]
    assert message.forms == ["Nato vodi operacijo."]
    assert message.draft is not None
    assert message.draft["forms"] == ["Nato vodi operacijo. Še vedno."]
    assert message.draft["seen"] == message.seen
    expect(workbench.page.locator("#notices")).to_be_empty()
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    assert message.forms == ["Nato vodi operacijo. Še vedno."]


def test_another_message_opened_during_a_save_stays_open(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    release = hold(workbench, "**/api/save")
    workbench.press("Control+Enter")
    workbench.type(" Še vedno.")
    workbench.open("name")
    workbench.type(" okno")
    release()
    workbench.expect_status(f"Saved. 126 of 132 left. {NEWER}")
    expect(workbench.field).to_have_value("Odpri okno")
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi operacijo. Še vedno."]
    assert drafts_of(fake, "name") == ["Odpri okno"]


@pytest.mark.parametrize(
    ("button", "endpoint", "said"),
    [
        ("#undo", "**/api/undo", "The last change was undone."),
        ("#discard", "**/api/draft?*", "Draft discarded."),
        ("#findings-all button, .findings button", "**/api/dismiss", "is now ignored"),
    ],
)
def test_what_is_typed_during_another_action_is_kept_as_a_draft(
    workbench: Workbench, fake: Fake, button: str, endpoint: str, said: str
) -> None:
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    workbench.write("Nato vodi")
    workbench.wait_until(f"{STORED}.length === 0")
    release = hold(workbench, endpoint)
    workbench.page.locator(button).first.click()
    workbench.field.focus()
    workbench.press("End")
    workbench.type(" vse")
    release()
    status = workbench.page.get_by_role("status")
    expect(status).to_contain_text(said)
    expect(status).to_contain_text(NEWER)
    expect(workbench.field).to_have_value("Nato vodi vse")
    workbench.wait_until(f"{STORED}.length === 0")
    message = fake.messages["lead"]
    assert message.draft is not None
    assert message.draft["forms"] == ["Nato vodi vse"]
    assert message.draft["seen"] == message.seen


def test_a_save_that_fails_keeps_what_is_typed_meanwhile(workbench: Workbench, fake: Fake) -> None:
    fake.save_error = "sl.po: No space left on device; free some, then save again"
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    release = hold(workbench, "**/api/save")
    workbench.press("Control+S")
    workbench.type(" Še vedno.")
    workbench.page.wait_for_timeout(600)
    release()
    workbench.expect_status(
        "Not saved. sl.po: No space left on device; free some, then save again."
    )
    expect(workbench.field).to_have_value("Nato vodi operacijo. Še vedno.")
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi operacijo. Še vedno."]


OTHER = "This message has another text, from another tab or browser. Choose the one to keep:"


@pytest.fixture(params=["tab", "browser"])
def open_two(request: pytest.FixtureRequest, open_workbench: Opening) -> tuple[Workbench, ...]:
    """Return the same message in two tabs of a browser, or in two browsers."""
    first = open_workbench()
    shared = {"context": first.context} if request.param == "tab" else {}
    second = open_workbench(**shared)
    for each in (second, first):
        each.open("lead")
    return first, second


def test_who_has_not_typed_sees_the_draft_of_another_at_once(
    open_two: tuple[Workbench, ...], fake: Fake
) -> None:
    first, second = open_two
    second.page.locator("#search").focus()
    first.type("Nato vodi")
    expect(second.field).to_have_value("Nato vodi", timeout=2_000)
    expect(second.message("lead")).to_contain_text("Draft")
    expect(second.frame.locator("p").first).to_contain_text("Nato vodi")
    second.expect_focus("#search")
    for each in open_two:
        expect(each.page.locator("#notices")).to_be_empty()
    first.expect_focus("#form-0")
    first.type(" operacijo.")
    expect(second.field).to_have_value("Nato vodi operacijo.")


def test_who_is_in_a_field_stays_where_the_cursor_is(
    open_two: tuple[Workbench, ...], fake: Fake
) -> None:
    first, second = open_two
    first.type("Nato vodi")
    expect(second.field).to_have_value("Nato vodi")
    second.press("Home", "ArrowRight")
    first.type(" operacijo")
    expect(second.field).to_have_value("Nato vodi operacijo")
    second.expect_focus("#form-0")
    assert second.field.evaluate("each => each.selectionStart") == 1


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Keep your version", "Nato vodi"), ("Use the other version", "Q")],
)
def test_who_has_typed_keeps_it_when_another_goes_on_with_it_and_is_asked(
    open_two: tuple[Workbench, ...], fake: Fake, button: str, kept: str
) -> None:
    first, second = open_two
    first.type("Nato vodi")
    expect(second.field).to_have_value("Nato vodi")
    second.write("Q")
    first.expect_heard(OTHER)
    expect(first.field).to_have_value("Nato vodi")
    expect(first.page.locator("#notices .other-text")).to_have_text("Q")
    expect(first.frame.locator("p").first).to_have_text("Q")
    expect(first.page.locator("#notices")).to_contain_text("the page shows this other text")
    first.page.get_by_role("button", name=button).click()
    expect(first.field).to_have_value(kept)
    expect(first.page.locator("#notices")).to_be_empty()
    first.expect_heard("")
    first.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == [kept]


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Keep your version", "Q"), ("Use the other version", "Nato vodi")],
)
def test_a_draft_that_was_not_seen_is_not_replaced_by_what_is_typed(
    workbench: Workbench, fake: Fake, button: str, kept: str
) -> None:
    workbench.open("lead")
    # Nothing is told of it, as if it came at the same moment.
    fake.messages["lead"].draft = {
        "forms": ["Nato vodi"], "fuzzy": False, "seen": fake.messages["lead"].seen, "comment": None,
    }  # fmt: skip
    workbench.type("Q")
    workbench.expect_heard(OTHER)
    assert drafts_of(fake, "lead") == ["Nato vodi"]
    expect(workbench.field).to_have_value("Q")
    expect(workbench.page.locator("#notices .other-text")).to_have_text("Nato vodi")
    workbench.press("Control+S")
    workbench.expect_status("Another draft was written elsewhere.")
    assert drafts_of(fake, "lead") == ["Nato vodi"]
    workbench.open("name")
    workbench.open("lead")
    expect(workbench.field).to_have_value("Q")
    workbench.page.get_by_role("button", name=button).click()
    expect(workbench.field).to_have_value(kept)
    workbench.wait_until("Object.keys(localStorage).every(key => !localStorage[key].includes('Q'))")
    assert drafts_of(fake, "lead") == [kept]


def test_a_draft_of_a_message_that_is_gone_is_not_replaced_either(
    workbench: Workbench, fake: Fake
) -> None:
    message = fake.messages["lead"]
    workbench.open("lead")
    workbench.type("Nato")
    workbench.wait_until(f"{STORED}.length === 0")
    message.is_gone = True
    message.draft = {"forms": ["Zveza"], "fuzzy": False, "seen": message.seen, "comment": None}
    workbench.type(" vodi")
    workbench.expect_heard(OTHER)
    expect(workbench.page.locator("#notices .other-text")).to_have_text("Zveza")
    workbench.page.get_by_role("button", name="Keep your version").click()
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi"]
    expect(workbench.page.locator("#notices")).to_contain_text("your draft is kept")


def test_a_draft_whose_answer_was_lost_is_ones_own(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    lost: list[Route] = []

    def lose(route: Route) -> None:
        lost.append(route)
        route.fetch()
        route.abort()

    workbench.page.route("**/api/draft", lose, times=1)
    with workbench.page.expect_event("requestfailed", lambda each: each.url.endswith("api/draft")):
        workbench.type("Nato")
    assert drafts_of(fake, "lead") == ["Nato"]
    workbench.type(" vodi")
    workbench.wait_until(f"{STORED}.length === 0")
    assert drafts_of(fake, "lead") == ["Nato vodi"]
    expect(workbench.page.locator("#notices")).to_be_empty()


def test_a_conflict_shows_base_mine_and_theirs_and_gives_the_focus_back(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("name")
    workbench.write("Odpri okno")
    workbench.wait_until(f"{STORED}.length === 0")
    fake.edit_elsewhere("name", "Odpri vrata")
    workbench.expect_heard("This message was changed elsewhere while you were translating it.")
    expect(workbench.field).to_have_value("Odpri okno")
    workbench.expect_focus("#form-0")
    workbench.press("Control+S")
    workbench.expect_status("The message was changed elsewhere.")
    dialog = page.get_by_role("dialog", name="Message changed elsewhere")
    expect(dialog).to_be_visible()
    workbench.expect_focus("#merged-0")
    expect(dialog.locator("dd")).to_have_text(
        ["Odpri", "Odpri[added:  okno]", "Odpri[added:  vrata]"]
    )
    workbench.press("Escape")
    workbench.expect_focus("#form-0")
    assert fake.messages["name"].forms == ["Odpri vrata"]


def test_a_conflict_of_two_new_translations_shows_what_tells_them_apart(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.wait_until(f"{STORED}.length === 0")
    fake.edit_elsewhere("lead", "Zveza vodi operacijo.")
    expect(page.locator("#notices .notice")).to_be_visible()
    expect(page.locator("#entry-state")).to_have_text("Translated")
    workbench.press("Control+S")
    terms = page.get_by_role("dialog").locator("dd")
    expect(terms).to_have_text([
        "(empty)", "Zveza vodi operacijo.", "Nato vodi operacijo.",
        "[removed: Zveza][added: Nato] vodi operacijo.",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("button", "saved"),
    [
        ("Save your version", "Odpri okno"),
        ("Use the other version", "Odpri vrata"),
        ("Save this text", "Odpri okno in vrata"),
    ],
)
def test_a_conflict_is_resolved_by_either_version_or_a_third(
    workbench: Workbench, fake: Fake, button: str, saved: str
) -> None:
    page = workbench.page
    workbench.open("name")
    workbench.write("Odpri okno")
    workbench.wait_until(f"{STORED}.length === 0")
    fake.edit_elsewhere("name", "Odpri vrata")
    compare = page.get_by_role("button", name="Compare versions")
    expect(compare).to_be_visible()
    workbench.tab_to("#notices button", 90)
    workbench.press("Enter")
    workbench.expect_focus("#merged-0")
    buttons = page.get_by_role("dialog").get_by_role("button")
    others = ["Save your version", "Use the other version", "Decide later"]
    expect(buttons).to_have_text(others)
    workbench.type(" in vrata")
    expect(buttons).to_have_text(["Save this text", *others])
    page.get_by_role("dialog").get_by_role("button", name=button).focus()
    workbench.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(workbench.field).to_have_value(saved)
    expect(page.get_by_role("status")).to_have_text(
        "Draft discarded." if "other" in button else "Saved. 127 of 132 left."
    )
    workbench.expect_focus("#form-0")
    assert fake.messages["name"].forms == [saved]


def test_what_changes_elsewhere_is_shown_within_a_second(workbench: Workbench, fake: Fake) -> None:
    workbench.open("name")
    fake.edit_elsewhere("name", "Odpri vrata")
    expect(workbench.field).to_have_value("Odpri vrata", timeout=1_000)
    expect(workbench.message("name")).to_contain_text("Odpri vrata")
    expect(workbench.frame.locator("nav")).to_contain_text("Odpri vrata")
    workbench.expect_heard("Message reloaded because it was changed elsewhere: Open")
    workbench.expect_focus("#form-0")
    fake.edit_elsewhere("lead", "Nato vodi operacijo.")
    expect(workbench.page.locator("#progress-text")).to_have_text("6 of 132", timeout=1_000)


def test_what_is_found_later_is_shown_and_said(workbench: Workbench, fake: Fake) -> None:
    workbench.open("name")
    workbench.field.press("End")
    # The check of a whole catalog names no message when it ends.
    fake.messages["name"].terms = [{"source": "Open", "target": "Odprto", "note": ""}]
    fake.version += 1
    expect(workbench.page.locator("#entry .findings .warning")).to_contain_text("Odprto")
    workbench.expect_heard("Warning: missing glossary terms; use NATO → Nato.")
    workbench.expect_focus("#form-0")


def test_one_tab_asks_and_the_others_hear_of_it(open_workbench: Opening, fake: Fake) -> None:
    first = open_workbench()
    second = open_workbench(context=first.context)
    for each in (first, second):
        each.page.evaluate(
            "window.asked = 0; const old = fetch;"
            "window.fetch = (url, ...rest) => { asked += String(url).includes('changes');"
            " return old(url, ...rest); }"
        )
    first.page.wait_for_timeout(1_500)
    counts = [each.page.evaluate("asked") for each in (first, second)]
    assert sorted(counts)[0] == 0, "one of them asks"
    assert sorted(counts)[1] > 1
    fake.edit_elsewhere("lead", "Nato vodi operacijo.")
    for each in (first, second):
        expect(each.page.locator("#progress-text")).to_have_text("6 of 132")


def test_a_message_that_is_gone_keeps_its_draft_and_says_so(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    workbench.open("lead")
    workbench.type("Nato vodi")
    workbench.wait_until(f"{STORED}.length === 0")
    fake.remove_elsewhere("lead")
    workbench.expect_heard("This message was removed from the catalog; your draft is kept.")
    expect(workbench.field).to_have_value("Nato vodi")
    expect(page.locator("#notices")).to_contain_text("your draft is kept")


def test_a_message_that_is_gone_without_a_draft_is_closed(workbench: Workbench, fake: Fake) -> None:
    workbench.open("lead")
    fake.remove_elsewhere("lead")
    expect(workbench.page.locator("#entry")).to_be_hidden()
    expect(workbench.page.locator("#entry-note")).to_have_text(
        "The message was removed from the catalog."
    )
    workbench.expect_focus("#translation")


def test_a_catalog_that_cannot_be_written_is_said_and_the_draft_stays(
    workbench: Workbench, fake: Fake
) -> None:
    fake.save_error = "sl.po: No space left on device; free some, then save again"
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+Enter")
    workbench.expect_status(
        "Not saved. sl.po: No space left on device; free some, then save again."
    )
    expect(workbench.field).to_have_value("Nato vodi operacijo.")
    fake.save_error = None
    workbench.press("Control+Enter")
    workbench.expect_status('Saved. 126 of 132 left. Next: "Troops protect the roads."')


def test_a_catalog_that_does_not_parse_is_named_and_work_goes_on(
    workbench: Workbench, fake: Fake
) -> None:
    fake.break_catalog("translations/sl/messages.po:12: unterminated string; close it")
    alert = workbench.page.get_by_role("alert")
    expect(alert).to_contain_text("messages.po:12: unterminated string")
    workbench.open("lead")
    fake.break_catalog(None)
    expect(alert).to_be_empty()


def test_an_application_that_fails_is_named_with_its_last_lines(
    workbench: Workbench, fake: Fake
) -> None:
    page = workbench.page
    fake.fail("ImportError: no module named flask_login", "Traceback", "ImportError: …")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("ImportError: no module named flask_login")
    alert.get_by_text("Last lines of output").focus()
    workbench.press("Enter")
    expect(alert.locator("pre")).to_have_text("Traceback\nImportError: …")
    expect(page.locator("#application")).to_have_text("Application failed")
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+S")
    workbench.expect_status("Saved. 126 of 132 left.")
    fake.recover()
    expect(alert).to_be_empty()
    expect(workbench.frame.locator("p").first).to_contain_text("Nato vodi operacijo.")


def test_without_an_application_there_are_list_and_form_and_a_hint(
    open_workbench: Opening, fake: Fake
) -> None:
    fake.application["state"] = "none"
    workbench = open_workbench()
    page = workbench.page
    expect(page.locator("#preview-note")).to_contain_text("name the application in pyproject.toml")
    expect(page.locator("#preview-note pre")).to_contain_text('app = "module:name"')
    expect(page.locator("#page-choice")).to_be_hidden()
    expect(page.locator("#preview-tools")).to_be_hidden()
    workbench.open("lead")
    workbench.type("Nato vodi operacijo.")
    workbench.press("Control+Enter")
    workbench.expect_status('Saved. 126 of 132 left. Next: "Troops protect the roads."')


def test_the_entrance_hands_the_token_over_and_hides_it(browser: Any, fake: Fake) -> None:
    fake.key = "secret"
    with serve(create_fake(fake)) as address:
        page = browser.new_page()
        page.goto(f"{address}/_kfor-i18n/enter#token=wrong")
        expect(page.get_by_role("status")).to_contain_text("expired or was already used")
        assert "#" not in page.url
        page.goto("about:blank")
        page.goto(f"{address}/_kfor-i18n/enter#token=right")
        expect(page).to_have_title("kfor-i18n – Translation workbench")
        assert "secret" not in page.url + page.content()
        page.context.close()
