"""Who changed a message, and what changed since, as the scripts of the workbench are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kfor_i18n.catalogs.project import read_project
from tests.builders import CATALOG, HEADERS
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.clients import Browser

DAYS = '\nmsgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'
FORMS = "".join(f'msgstr[{form}] "{{{form}}}"\n' for form in range(4))


def text_of(save: str, *days: str, flag: str = "") -> str:
    forms = FORMS.format(*days) if days else FORMS.format(*[""] * 4)
    return f'{HEADERS["sl"]}\n{flag}msgid "Save"\nmsgstr "{save}"\n{DAYS}{forms}'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return create_repository(tmp_path, monkeypatch)


@pytest.fixture
def browser(repository: Repository, tmp_path: Path) -> Iterator[Browser]:
    repository.commit({CATALOG: text_of("")}, "Begin")
    opened = Browser(read_project(repository.root), tmp_path / "journal")
    yield opened
    opened.session.stop()


def ask(browser: Browser, msgid: str, **query: str) -> Any:
    """Return the history of a message once it was read to its end."""
    browser.session.refresh(is_settled=False)
    entry = browser.open(msgid)
    end = monotonic() + 20
    while True:
        answer = browser.ask("history", catalog="sl.messages", id=entry["id"], **query)
        if answer["is_complete"]:
            return answer
        assert monotonic() < end, answer
        sleep(0.02)


def save(browser: Browser, msgid: str, *forms: str) -> None:
    browser.session.refresh(is_settled=False)
    answer = browser.save(browser.open(msgid), *forms, confirmed=["form-number"])
    assert answer.status_code == 200, answer.text


def subjects(answer: Any) -> list[str | None]:
    return [row["subject"] for row in answer["rows"]]


def test_a_history_says_who_changed_a_message_from_what_to_what(
    repository: Repository, browser: Browser
) -> None:
    commit = repository.commit({CATALOG: text_of("Shrani")}, "Translate Save")
    answer = ask(browser, "Save")
    last, first = answer["rows"]
    assert (last["commit"], last["author"], last["subject"]) == (commit, "one", "Translate Save")
    assert last["time"].startswith("20")
    assert last["diffs"] == [{"form": 0, "segments": [["insert", "Shrani"]]}]
    assert (last["forms"], last["note"]) == (["Shrani"], None)
    assert (first["note"], first["diffs"]) == ("Message added", [])
    assert (answer["problem"], answer["read"], answer["total"], answer["left"]) == (None, 2, 2, 0)


def test_what_is_not_committed_comes_first(repository: Repository, browser: Browser) -> None:
    repository.commit({CATALOG: text_of("Shrani vse")}, "Translate")
    save(browser, "Save", "Shrani to")
    row = ask(browser, "Save")["rows"][0]
    assert (row["commit"], row["author"]) == (None, None)
    assert row["diffs"][0]["segments"] == [
        ["equal", "Shrani "],
        ["delete", "vse"],
        ["insert", "to"],
    ]


def test_only_the_forms_that_changed_are_told(repository: Repository, browser: Browser) -> None:
    repository.commit({CATALOG: text_of("", "a", "b", "c", "d")}, "Four")
    repository.commit({CATALOG: text_of("", "a", "b", "x", "d")}, "One")
    last, before = ask(browser, "%(num)d day")["rows"][:2]
    assert [each["form"] for each in last["diffs"]] == [2]
    assert before["forms"] == ["a", "b", "c", "d"]


def test_the_fuzzy_flag_and_a_removal_are_told(repository: Repository, browser: Browser) -> None:
    repository.commit({CATALOG: text_of("Shrani", flag="#, fuzzy\n")}, "Guess")
    repository.commit({CATALOG: text_of("Shrani")}, "Confirm")
    repository.commit({CATALOG: HEADERS["sl"]}, "Remove")
    repository.commit({CATALOG: text_of("Shrani")}, "Revert")
    notes = [row["note"] for row in ask(browser, "Save")["rows"]]
    assert notes == [
        "Message added", "Message removed", "No longer needs review", "Now needs review",
        "Message added",
    ]  # fmt: skip


def test_commits_that_are_made_meanwhile_are_taken_over(
    repository: Repository, browser: Browser
) -> None:
    assert subjects(ask(browser, "Save")) == ["Begin"]
    version = browser.session.changes.version
    repository.commit({CATALOG: text_of("Shrani")}, "Later")
    browser.session.histories.follow()
    assert browser.session.changes.version > version
    assert subjects(ask(browser, "Save")) == ["Later", "Begin"]


def test_a_history_that_was_rewritten_is_read_anew(
    repository: Repository, browser: Browser
) -> None:
    repository.commit({CATALOG: text_of("Shrani")}, "Wrong")
    assert subjects(ask(browser, "Save")) == ["Wrong", "Begin"]
    repository.git("commit", "--quiet", "--amend", "--message", "Right")
    assert subjects(ask(browser, "Save")) == ["Right", "Begin"]


def test_many_changes_are_told_part_by_part(repository: Repository, browser: Browser) -> None:
    for number in range(25):
        repository.commit({CATALOG: text_of(f"Shrani {number}")}, str(number))
    first, more = (ask(browser, "Save", limit=limit) for limit in ("20", "40"))
    assert (len(first["rows"]), first["left"]) == (20, 6)
    assert (len(more["rows"]), more["left"]) == (26, 0)
    assert subjects(more)[:2] == ["24", "23"]


def test_before_the_first_commit_there_is_no_history(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write(CATALOG, text_of(""))
    browser = Browser(read_project(repository.root), tmp_path / "journal")
    answer = ask(browser, "Save")
    assert [(row["commit"], row["note"]) for row in answer["rows"]] == [(None, "Message added")]
    browser.session.stop()


def test_without_a_repository_the_section_says_so(
    repository: Repository, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.root / ".git").rename(repository.root.parent / "elsewhere")
    answer = ask(browser, "Save")
    assert answer["problem"] == "The project is not in a git repository, so it has no history."
    monkeypatch.setenv("PATH", "")
    assert ask(browser, "Save")["problem"] == "git is not installed, so there is no history."


def list_since(browser: Browser, since: str) -> list[str]:
    browser.session.refresh(is_settled=False)
    return [each["source"] for each in browser.list(filter="since", since=since)]


def test_a_list_is_limited_to_what_changed_since_a_revision(
    repository: Repository, browser: Browser
) -> None:
    repository.git("tag", "v1")
    repository.commit({CATALOG: text_of("Shrani", "a", "b", "c", "d")}, "Translate")
    repository.commit({CATALOG: text_of("Shranite", "a", "b", "c", "d")}, "Correct")
    assert list_since(browser, "v1") == ["Save", "%(num)d day"]
    assert list_since(browser, "HEAD~1") == ["Save"]
    assert list_since(browser, "HEAD") == []
    save(browser, "%(num)d day", "a", "b", "c", "e")
    assert list_since(browser, "HEAD") == ["%(num)d day"]
    entry = browser.open("Save")
    since = {"catalog": "sl.messages", "id": entry["id"], "since": "HEAD~1"}
    assert browser.ask("since", **since)["diffs"] == [
        {"form": 0, "segments": [["delete", "Shrani"], ["insert", "Shranite"]]}
    ]
    assert browser.ask("since", **{**since, "since": "HEAD"}) is None


def test_a_list_is_limited_to_what_changed_since_a_day(
    repository: Repository, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Ljubljana")
    for hour, text in ((22, "Shrani"), (23, "Shranite")):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2030-01-01T{hour}:30:00+0000")
        repository.commit({CATALOG: text_of(text)}, text)
    entry = browser.open("Save")
    for day in ("2030-01-02", "2. 1. 2030"):
        assert list_since(browser, day) == ["Save"]
        change = browser.ask("since", catalog="sl.messages", id=entry["id"], since=day)
        assert change["diffs"][0]["segments"] == [["delete", "Shrani"], ["insert", "Shranite"]]
    for day in ("2030-01-03", "2999-01-01"):
        assert list_since(browser, day) == []
    assert list_since(browser, "1990-01-01") == ["Save", "%(num)d day"]


@pytest.mark.parametrize("since", ["nothing", "--all", "2026-13-01", "31. 2. 2026", "a\0b"])
def test_what_is_neither_a_day_nor_a_revision_is_named(browser: Browser, since: str) -> None:
    path = "messages?catalog=sl.messages&filter=since&since="
    answer = browser.send("GET", f"/_kfor-i18n/api/{path}{since.replace(chr(0), '%00')}")
    assert answer.status_code == 422
    assert answer.json["error"].endswith(
        "is neither a date nor a revision; write a date such as 2026-11-23, or a commit, branch "
        "or tag"
    )
    assert since in answer.json["error"] or chr(0) in since
