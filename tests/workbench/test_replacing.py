from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.workbench.live.replacing import Hit, Query, find_hits, replace_hits
from tests.builders import CATALOG, HEADERS, make_project
from tests.workbench.browsing import Workbench, open_project
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "A game of words"
msgstr "Igra besed, dobra igra"

msgid "Ends with a dot."
msgstr "Igralec."

#, python-format
msgid "%(game)s or <b title='game'>game</b>"
msgstr "%(game)s ali <b title='igra'>igra</b>"

#, python-format
msgid "%(num)s game"
msgid_plural "%(num)s games"
msgstr[0] "%(num)s igra"
msgstr[1] "%(num)s igri"
msgstr[2] "%(num)s igre"
msgstr[3] "%(num)s iger"

#, fuzzy
msgid "The game"
msgstr "IGRA"

msgid "Untranslated game"
msgstr ""
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return open_catalog(make_project(tmp_path, TEXT), tmp_path / CATALOG)


@pytest.fixture
def browser_of_project(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    project = make_project(tmp_path, TEXT)
    browser = Browser(project, tmp_path_factory.mktemp("state") / "journal")
    yield browser
    browser.session.stop()


def found(catalog: Catalog, query: Query) -> dict[str, list[Hit]]:
    return {entry.msgid: hits for entry, hits in find_hits(catalog, query)}


def test_texts_are_found_in_all_forms_and_cases(catalog: Catalog) -> None:
    assert found(catalog, Query("igr", "x")) == {
        "A game of words": [Hit(0, 0, "Igr"), Hit(0, 18, "igr")],
        "Ends with a dot.": [Hit(0, 0, "Igr")],
        "%(game)s or <b title='game'>game</b>": [Hit(0, 29, "igr")],
        "%(num)s game": [Hit(0, 8, "igr"), Hit(1, 8, "igr"), Hit(2, 8, "igr")],
        "The game": [Hit(0, 0, "IGR")],
    }


def test_whole_words_and_capitals_can_be_asked_for(catalog: Catalog) -> None:
    whole = found(catalog, Query("igra", "x", is_whole=True))
    assert "Ends with a dot." not in whole
    assert found(catalog, Query("Igra", "x", is_exact=True, is_whole=True)) == {
        "A game of words": [Hit(0, 0, "Igra")]
    }


def test_nothing_is_found_in_placeholders_and_tags(catalog: Catalog) -> None:
    assert found(catalog, Query("title", "x")) == {}


def test_an_empty_text_is_found_nowhere(catalog: Catalog) -> None:
    assert found(catalog, Query("", "x")) == {}


def test_a_replacement_has_the_capitals_of_what_it_replaces(catalog: Catalog) -> None:
    query = Query("igra", "tekma", is_whole=True)
    texts = {e.msgid: replace_hits(e, query, hits) for e, hits in find_hits(catalog, query)}
    assert texts["A game of words"] == ("Tekma besed, dobra tekma",)
    assert texts["The game"] == ("TEKMA",)
    same = Query("Igra", "nova igra")
    assert replace_hits(catalog.live[0], same, [Hit(0, 0, "Igra")]) == (
        "nova igra besed, dobra igra",
    )
    exact = Query("IGRA", "tekma", is_exact=True)
    assert [replace_hits(e, exact, h) for e, h in find_hits(catalog, exact)] == [("tekma",)]


def test_a_hit_that_is_not_there_is_not_replaced(catalog: Catalog) -> None:
    entry = catalog.live[0]
    for hit in (Hit(0, 1, "igra"), Hit(3, 0, "Igra")):
        with pytest.raises(ValueError, match="gra"):
            replace_hits(entry, Query("igra", "x"), [hit])


@given(st.text("ab ", max_size=12), st.text("ab", min_size=1, max_size=2), st.text("abc"))
def test_it_replaces_as_python_does(text: str, find: str, new: str) -> None:
    from kfor_i18n.catalogs.po.file import read_entry

    entry = read_entry(f'msgid "x"\nmsgstr "{text}"\n')
    query = Query(find, new, is_exact=True)
    starts, at = [], text.find(find)
    while at >= 0:
        starts.append(at)
        at = text.find(find, at + len(find))
    hits = [Hit(0, start, find) for start in starts]
    assert replace_hits(entry, query, hits) == (text.replace(find, new),)


def ask(browser: Browser, **query: str) -> Any:
    return browser.ask("replace", catalog="sl.messages", **query)


def choose(message: Any, *numbers: int) -> dict[str, Any]:
    hits = [hit for n, hit in enumerate(message["hits"]) if not numbers or n in numbers]
    places = [[hit["form"], hit["start"]] for hit in hits]
    return {"id": message["id"], "seen": message["seen"], "hits": places}


def replace(browser: Browser, query: dict[str, str], *messages: dict[str, Any]) -> Any:
    answer = browser.tell("POST", "replace", catalog="sl.messages", **query, messages=messages)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_chosen_hits_are_replaced_and_all_other_bytes_kept(browser_of_project: Browser) -> None:
    browser = browser_of_project
    path = browser.session.project.root / CATALOG
    query = {"find": "igra", "with": "tekma", "whole": "1"}
    answer = ask(browser, **query)
    assert (answer["total"], answer["text"]) == (5, "5 hits.")
    words, *_ = answer["messages"]
    assert [hit["new"] for hit in words["hits"]] == ["Tekma", "tekma"]
    before = path.read_text(encoding="utf-8")
    done = replace(browser, query, choose(words, 1))
    assert done["text"] == "Replaced in 1 message."
    after = path.read_text(encoding="utf-8")
    assert "Igra besed, dobra tekma" in after
    was, now = (text.partition('msgid "A game')[2] for text in (before, after))
    assert now == was.replace("dobra igra", "dobra tekma")
    undone = browser.tell("POST", "replace/undo", catalog="sl.messages", messages=done["done"])
    assert undone.json["text"] == "Replacement undone in 1 message."
    assert "dobra igra" in path.read_text(encoding="utf-8")
    # And made again, as any change that was undone.
    assert browser.open("A game of words")["can_redo"]


def test_what_would_be_invalid_is_said_before_and_refused(browser_of_project: Browser) -> None:
    browser = browser_of_project
    query = {"find": "igri", "with": "%(x)s"}
    (message,) = ask(browser, **query)["messages"]
    (finding,) = [each for each in message["findings"] if each["severity"] == "error"]
    assert finding["text"].startswith('"two"')
    done = replace(browser, query, choose(message))
    assert done["done"] == []
    (refused,) = done["refused"]
    assert refused["source"] == "%(num)s game"
    assert refused["text"].startswith('"two"')


def test_only_warnings_that_a_replacement_adds_are_said(browser_of_project: Browser) -> None:
    browser = browser_of_project
    (message,) = ask(browser, find="dobra", **{"with": "dobra  lepa"})["messages"]
    assert [each["severity"] for each in message["findings"]] == ["warning"]
    entry = browser.open("A game of words")
    answer = browser.save(entry, "Igra besed  dobra igra", confirmed=["space-double"])
    assert answer.status_code == 200
    (message,) = ask(browser, find="besed", **{"with": "črk"})["messages"]
    assert message["findings"] == []


def test_what_changed_since_it_was_shown_is_left(browser_of_project: Browser) -> None:
    browser = browser_of_project
    query = {"find": "igralec", "with": "tekmec"}
    (message,) = ask(browser, **query)["messages"]
    browser.save(browser.open("Ends with a dot."), "Igralec tu.")
    done = replace(browser, query, choose(message))
    assert (done["done"], len(done["refused"])) == ([], 1)
    (again,) = ask(browser, **query)["messages"]
    done = replace(browser, query, choose(again))
    browser.save(browser.open("Ends with a dot."), "Nekaj tretjega.")
    undone = browser.tell("POST", "replace/undo", catalog="sl.messages", messages=done["done"]).json
    assert "1 message was changed since and is left as it is." in undone["text"]
    assert browser.open("Ends with a dot.")["forms"][0]["text"] == "Nekaj tretjega."


def test_a_message_with_a_draft_is_left(browser_of_project: Browser) -> None:
    browser = browser_of_project
    browser.draft(browser.open("Ends with a dot."), "Nedokončano")
    query = {"find": "igralec", "with": "tekmec"}
    (message,) = ask(browser, **query)["messages"]
    assert "draft" in message["problem"]
    assert replace(browser, query, choose(message))["done"] == []


@pytest.mark.parametrize("messages", [None, ["x"], [{"id": 1}], [{"id": "x"}], [{"hits": 3}]])
def test_a_request_that_is_none_changes_nothing(
    browser_of_project: Browser, messages: object
) -> None:
    answer = browser_of_project.tell(
        "POST", "replace", catalog="sl.messages", find="igra", messages=messages
    )
    assert answer.status_code in (200, 400)
    assert "IGRA" in (browser_of_project.session.project.root / CATALOG).read_text("utf-8")


@pytest.fixture
def workbench(browser: Chromium, tmp_path: Path) -> Iterator[Workbench]:
    root = make_project(tmp_path / "project", TEXT).root
    with open_project(browser, root, tmp_path / "state") as window:
        yield window


@pytest.mark.browser
def test_a_translator_replaces_a_word_by_keyboard_and_takes_it_back(
    workbench: Workbench, tmp_path: Path
) -> None:
    page, path = workbench.page, tmp_path / "project" / CATALOG
    workbench.open_tool("#show-replace")
    workbench.expect_focus("#replace-find")
    workbench.type("igra")
    workbench.press("Tab")
    workbench.type("tekma")
    workbench.press("Enter")
    status = page.locator("#replace-status")
    expect(status).to_have_text("5 hits.")
    boxes = page.locator("#replace-list input")
    expect(boxes).to_have_count(5)
    workbench.audit()
    workbench.resize((320, 640))
    workbench.expect_no_sideways_scrolling()
    workbench.resize((1280, 860))
    workbench.tab_to("#replace-list input >> nth=1")
    workbench.press("Space")
    action = page.locator("#replace-do")
    expect(action).to_have_text("Replace selected (4)")
    workbench.tab_to("#replace-do")
    workbench.press("Enter")
    expect(status).to_have_text("Replaced in 4 messages.")
    workbench.expect_focus("#replace-undo")
    assert "Tekma besed, dobra igra" in path.read_text(encoding="utf-8")
    workbench.press("Enter")
    expect(status).to_have_text("Replacement undone in 4 messages.")
    workbench.expect_focus("#replace-find")
    assert "Igra besed, dobra igra" in path.read_text(encoding="utf-8")
    workbench.press("Escape")
    workbench.expect_focus("#show-tools")


@pytest.mark.browser
def test_what_would_get_a_warning_is_not_chosen_at_first(workbench: Workbench) -> None:
    page = workbench.page
    workbench.open_tool("#show-replace")
    workbench.type("dobra")
    workbench.press("Tab")
    workbench.type("dobra  lepa")
    workbench.press("Enter")
    box = page.locator("#replace-list input")
    expect(box).not_to_be_checked()
    expect(page.locator("#replace-list .warning")).to_contain_text("Warning:")
    expect(page.locator("#replace-list fieldset")).to_have_accessible_description(
        re.compile("^Warning:")
    )
    workbench.audit()
    workbench.tab_to("#replace-list input")
    workbench.press("Space")
    expect(page.locator("#replace-do")).to_have_text("Replace selected (1)")
    workbench.tab_to("#replace-do")
    workbench.press("Enter")
    expect(page.locator("#replace-status")).to_have_text("Replaced in 1 message.")


@pytest.mark.browser
def test_a_message_that_was_found_is_opened(workbench: Workbench) -> None:
    page = workbench.page
    page.get_by_role("button", name="Tools").click()
    page.get_by_role("button", name="Search and replace").click()
    page.get_by_label("Find in translations").fill("igralec")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Open message").click()
    expect(workbench.field).to_have_value("Igralec.")
    workbench.expect_focus("#form-0")
