"""Two clients with one message: no draft replaces another that its sender has not seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "Open a file"
msgstr "Odpri datoteko"
"""
ADDRESS = "/_kfor-i18n/api/draft"


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(make_project(tmp_path / "project", TEXT), tmp_path / "journal")


def send(browser: Browser, entry: Any, form: str) -> Any:
    return browser.draft(entry, form, draft_seen=entry["draft_seen"])


def kept(browser: Browser) -> str:
    text: str = browser.open("Open a file")["forms"][0]["text"]
    return text


def test_a_draft_that_was_not_seen_is_not_replaced(browser: Browser) -> None:
    one = other = browser.open("Open a file")
    assert send(browser, one, "Odpri neko datoteko").status_code == 200
    answer = send(browser, other, "Q")
    assert answer.status_code == 409
    assert answer.json["entry"]["forms"][0]["text"] == "Odpri neko datoteko"
    assert kept(browser) == "Odpri neko datoteko"
    assert send(browser, answer.json["entry"], "Q").status_code == 200
    assert kept(browser) == "Q"


def test_a_save_does_not_drop_a_draft_that_was_not_seen(browser: Browser) -> None:
    one = other = browser.open("Open a file")
    send(browser, one, "Odpri neko datoteko")
    answer = browser.save(other, "Odprite datoteko", draft_seen=other["draft_seen"])
    assert answer.status_code == 409
    assert kept(browser) == "Odpri neko datoteko"
    assert not browser.list(filter="changed")[0]["target"].startswith("Odprite")
    seen = answer.json["entry"]
    saved = browser.save(seen, "Odprite datoteko", draft_seen=seen["draft_seen"])
    assert saved.status_code == 200
    assert kept(browser) == "Odprite datoteko"


def test_a_draft_that_was_not_seen_is_not_discarded(browser: Browser) -> None:
    other = browser.open("Open a file")
    send(browser, other, "Odpri neko datoteko")

    def discard(seen: str) -> int:
        query = {"catalog": "sl.messages", "id": other["id"], "draft_seen": seen}
        headers = {**browser.headers, "Origin": browser.access.origin}
        status: int = browser.client.delete(
            ADDRESS, query_string=query, headers=headers, base_url=browser.access.origin
        ).status_code
        return status

    assert discard(other["draft_seen"]) == 409
    assert kept(browser) == "Odpri neko datoteko"
    assert discard(browser.open("Open a file")["draft_seen"]) == 200
    assert kept(browser) == "Odpri datoteko"


def test_a_client_goes_on_with_its_own_draft_and_may_send_it_twice(browser: Browser) -> None:
    entry = browser.open("Open a file")
    answer = send(browser, entry, "Odpri neko")
    assert send(browser, entry, "Odpri neko").status_code == 200, "the answer may get lost"
    following = {**entry, "draft_seen": answer.json["draft_seen"]}
    assert send(browser, following, "Odpri neko datoteko").status_code == 200


def test_a_draft_is_told_to_other_clients_once(browser: Browser) -> None:
    entry = browser.open("Open a file")
    before = str(browser.ask("project")["version"])
    send(browser, entry, "Odpri neko datoteko")
    changes = browser.ask("changes", since=before)
    assert [each["id"] for each in changes["entries"]] == [entry["id"]]
    assert [each["drafts"] for each in changes["catalogs"]] == [1]
    send(browser, entry, "Odpri neko datoteko")
    assert browser.ask("changes", since=str(changes["version"]))["entries"] == []
