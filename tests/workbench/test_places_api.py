"""What clients are told of the places of messages, and of those that have none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workbench.clients import Browser
from tests.workbench.shops import make_shop


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    root: Path = tmp_path_factory.mktemp("shop")
    browser = Browser(make_shop(root), root / "journal.jsonl")
    browser.session.preview.start(["sl"])
    assert browser.session.preview.wait(60)
    yield browser
    browser.session.preview.stop()


def places_of(browser: Browser, msgid: str) -> Any:
    return browser.ask("places", catalog="sl.messages", id=browser.open(msgid)["id"])


def test_the_places_of_a_message_have_page_title_kinds_and_count(browser: Browser) -> None:
    answer = places_of(browser, "Base")
    assert answer["places"][0] == {
        "page": "p:/", "path": "/", "title": "«Base»", "count": 1,
        "kinds": [["in the title of the page", 1]],
    }  # fmt: skip
    assert answer["reasons"] == []
    assert answer["index"]["done"] == answer["index"]["total"] > 0
    (place,) = places_of(browser, "Press")["places"]
    assert (place["page"], place["kinds"]) == ("p:/", [["", 1]])


@pytest.mark.parametrize(
    ("msgid", "reason"),
    [
        ("Hidden", "/ uses the template templates/front.html, but does not show the part with this "
         "message; a scene can show it."),
        ("Broken", "The template templates/broken.html is used on /broken, which failed."),
        ("Goods", "No page uses the template templates/goods.html. /goods/<int:number> needs a "
         "value in its address; add an address to the pages setting."),
        ("Thanks", "No page uses the template templates/ordered.html. /order only accepts forms; a "
         "scene can send one."),
        ("Private", "No page uses the template templates/private.html. /private leads to another "
         "page, perhaps to sign in; a scene can sign in first."),
        ("Secret", "No page uses the template templates/secret.html. /secret is excluded in the "
         "settings."),
        ("Bye", "No page uses the template templates/bye.html. /logout is only requested when you "
         "open it, because its name suggests that a request has effects."),
        ("Unused", "No page uses the template templates/unused.html."),
        ("Welcome", "No page uses templates/mail/welcome.txt; it seems to be a template for "
         "e-mail."),
        ("Concealed", "/choice uses the template templates/other.html, but does not show the part "
         "with this message; a scene can show it."),
        ("Sent", "No page runs the Python code in shop_app.py that uses this message. /order only "
         "accepts forms; a scene can send one."),
        ("Mailed", "No page runs the Python code in shop_app.py that uses this message."),
        ("Data", "Only in a file, not on a page: /data (application/json)."),
        ("Script", "shop.js is a script; scripts do not run here, so their texts are not found."),
        ("Gone", "The source file templates/gone.html no longer exists; run kfor-i18n sync."),
        ("Nowhere", "The catalog does not say where this message is used."),
    ],
)  # fmt: skip
def test_a_message_on_no_page_is_listed_with_the_reason(
    browser: Browser, msgid: str, reason: str
) -> None:
    (item,) = [each for each in browser.list(filter="unused") if each["source"] == msgid]
    assert item["why"] == reason
    assert places_of(browser, msgid)["reasons"] == [reason]


def test_what_is_on_a_page_is_not_listed_as_unused(browser: Browser) -> None:
    unused = {each["source"] for each in browser.list(filter="unused")}
    assert not unused & {"Base", "Front", "Press", "Other"}
    assert all("why" not in each for each in browser.list(filter="all"))
