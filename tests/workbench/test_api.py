"""What a translator does, as the workbench's scripts ask for it."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from errno import EIO, EROFS
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.project import Project
from kfor_i18n.files import lock_folder
from tests.builders import CATALOG, HEADERS, make_project, write_catalog
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}"PO-Revision-Date: 2026-01-02 03:04+0000\\n"

# a note
#. Shown on the button.
#: templates/form.html:7
msgid "Save"
msgstr "Shrani"

#: app.py:3
#, python-format
msgid "Hello %(name)s"
msgstr ""

#, fuzzy
#| msgid "Open the file"
msgid "Open a file"
msgstr "Odpri datoteko"

msgctxt "menu"
msgid "Save"
msgstr ""

#: app.py:9
#, python-format
msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
"""
HELLO = "Hello %(name)s"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, TEXT)


@pytest.fixture
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state") / "journal"


@pytest.fixture
def browser(project: Project, journal: Path) -> Browser:
    return Browser(project, journal)


def text_of(project: Project) -> str:
    return (project.root / CATALOG).read_text(encoding="utf-8")


def write(project: Project, browser: Browser, text: str) -> None:
    write_catalog(project.root, text)
    browser.session.refresh(is_settled=False)


def test_a_project_has_its_languages_with_their_progress(browser: Browser) -> None:
    project = browser.ask("project")
    (catalog,) = project["catalogs"]
    assert (catalog["name"], catalog["total"], catalog["translated"]) == ("slovenščina", 5, 1)
    assert (catalog["fuzzy"], catalog["untranslated"], catalog["problem"]) == (1, 3, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Save", HELLO, "Open a file", "Save", "%(num)d day"]),
        ({"filter": "untranslated"}, [HELLO, "Save", "%(num)d day"]),
        ({"filter": "fuzzy"}, ["Open a file"]),
        ({"filter": "drafts"}, []),
        ({"search": "DATOTEKO"}, ["Open a file"]),
        ({"search": "menu"}, ["Save"]),
        ({"search": "a note"}, ["Save"]),
        ({"search": "shown on"}, ["Save"]),
        ({"search": "form.html"}, ["Save"]),
        ({"search": "days"}, ["%(num)d day"]),
        ({"filter": "untranslated", "search": "hello"}, [HELLO]),
        ({"limit": "1", "offset": "1"}, [HELLO]),
    ],
)
def test_a_list_is_filtered_and_searched(
    browser: Browser, query: dict[str, str], found: list[str]
) -> None:
    assert [item["source"] for item in browser.list(**query)] == found


def test_an_entry_has_what_its_translator_needs(browser: Browser) -> None:
    entry = browser.open(HELLO)
    assert entry["sources"][0]["pieces"] == [["text", "Hello "], ["placeholder", "%(name)s"]]
    assert entry["insertables"] == ["%(name)s"]
    assert entry["references"] == ["app.py:3"]
    assert entry["flags"] == ["python-format"]
    assert (entry["lang"], entry["dir"], entry["left"]) == ("sl", "ltr", 4)


def test_the_forms_of_a_plural_are_named_by_their_numbers(browser: Browser) -> None:
    forms = browser.open("%(num)d day")["forms"]
    assert [form["label"] for form in forms] == [
        "one: 1, 101, 201", "two: 2, 102, 202", "few: 3, 4, 103", "other: 0, 5, 6",
    ]  # fmt: skip


def test_the_forms_of_a_plural_have_names_in_the_language_of_the_interface(
    browser: Browser,
) -> None:
    entry = browser.open("%(num)d day")
    path = f"/_kfor-i18n/api/entry?catalog=sl.messages&id={entry['id']}"
    forms = browser.send("GET", path, Accept_Language="sl").json["forms"]
    assert [form["label"] for form in forms] == [
        "ena: 1, 101, 201", "dve: 2, 102, 202", "malo: 3, 4, 103", "drugo: 0, 5, 6",
    ]  # fmt: skip
    forms = ["%(num)d dan", "dneva", "%(num)d dnevi", "%(num)d dni"]
    body = {"catalog": "sl.messages", "id": entry["id"], "forms": forms}
    answer = browser.send("PUT", "/_kfor-i18n/api/draft", body, Accept_Language="sl").json
    assert answer["findings"][0]["text"].startswith("v »dve«, ki se uporablja za 2")


def test_a_fuzzy_entry_shows_how_its_source_changed(browser: Browser) -> None:
    assert browser.open("Open a file")["previous"]["source"] == [
        ["equal", "Open "], ["delete", "the"], ["insert", "a"], ["equal", " file"],
    ]  # fmt: skip


def test_what_is_typed_is_judged_and_kept(project: Project, browser: Browser) -> None:
    answer = browser.draft(browser.open(HELLO), "Pozdravljeni, %(neme)s").json
    assert [each["code"] for each in answer["findings"]] == ["placeholder-foreign"]
    assert answer["shown"]
    assert text_of(project) == TEXT
    again = browser.open(HELLO)
    assert (again["is_draft"], again["forms"][0]["text"]) == (True, "Pozdravljeni, %(neme)s")
    assert [item["source"] for item in browser.list(filter="drafts")] == [HELLO]


def test_a_draft_of_what_is_saved_already_is_none(browser: Browser) -> None:
    entry = browser.open("%(num)d day")
    browser.draft(entry, "dan", "", "", "")
    browser.draft(entry, "", "", "", "")
    assert browser.list(filter="drafts") == []


def test_a_discarded_draft_is_gone(browser: Browser) -> None:
    entry = browser.open(HELLO)
    browser.draft(entry, "Zdravo, %(name)s")
    answer = browser.client.delete(
        "/_kfor-i18n/api/draft", query_string={"catalog": "sl.messages", "id": entry["id"]},
        headers=browser.headers, base_url=browser.access.origin,
    )  # fmt: skip
    entry = answer.get_json()
    assert (entry["is_draft"], entry["forms"][0]["text"]) == (False, "")


def test_a_save_changes_the_bytes_of_its_entry_only(project: Project, browser: Browser) -> None:
    answer = browser.save(browser.open(HELLO), "Pozdravljeni, %(name)s")
    assert answer.status_code == 200, answer.text
    assert answer.json["status"] == "Saved. 3 of 5 messages left."
    assert answer.json["entry"] == browser.open(HELLO)
    before, after = parse_po(TEXT.encode()).entries, parse_po(text_of(project).encode()).entries
    for old, new in zip(before[1:], after[1:], strict=True):
        assert new.text == (
            old.text.replace('""', '"Pozdravljeni, %(name)s"') if old.msgid == HELLO else old.text
        )
    assert browser.list(filter="drafts") == []
    assert [item["source"] for item in browser.list(filter="changed")] == [HELLO]


def test_the_header_is_revised_once_in_a_run(project: Project, browser: Browser) -> None:
    browser.save(browser.open(HELLO), "Pozdravljeni, %(name)s")
    assert "2026-01-02" not in text_of(project)
    revised = text_of(project).replace("PO-Revision-Date: 2", "PO-Revision-Date: 1")
    write(project, browser, revised)
    browser.save(browser.open("Open a file"), "Odpri datoteko")
    assert "PO-Revision-Date: 1" in text_of(project)


def test_an_invalid_translation_is_not_saved(project: Project, browser: Browser) -> None:
    answer = browser.save(browser.open(HELLO), "Pozdravljeni, %(neme)s")
    assert (answer.status_code, answer.json["needs"]) == (422, "correction")
    assert answer.json["findings"][0]["code"] == "placeholder-foreign"
    assert text_of(project) == TEXT
    assert browser.open(HELLO)["is_draft"]


def test_a_warning_is_confirmed_or_dismissed_for_good(project: Project, browser: Browser) -> None:
    entry = browser.open(HELLO)
    answer = browser.save(entry, "Pozdravljeni,  %(name)s")
    assert (answer.status_code, answer.json["needs"]) == (422, "confirmation")
    codes = [each["code"] for each in answer.json["findings"]]
    dismissed = browser.tell(
        "POST", "dismiss", catalog="sl.messages", id=entry["id"], code=codes[0]
    ).json
    assert dismissed["findings"] == []
    assert dismissed["forms"][0]["text"] == "Pozdravljeni,  %(name)s"
    assert f"# kfor-i18n: ignore {codes[0]}" in text_of(project)
    assert browser.save(dismissed, "Pozdravljeni,  %(name)s").status_code == 200


def test_a_confirmed_warning_lets_a_translation_through(browser: Browser) -> None:
    entry = browser.open(HELLO)
    codes = [e["code"] for e in browser.save(entry, "Zdravo,  %(name)s").json["findings"]]
    assert browser.save(entry, "Zdravo,  %(name)s", confirmed=codes).status_code == 200


def test_confirming_a_fuzzy_translation_removes_its_flag(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("Open a file")
    assert browser.save(entry, "Odpri datoteko").status_code == 200
    assert "fuzzy" not in text_of(project)


def test_a_fuzzy_translation_that_is_saved_as_it_is_needs_review_still(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("Open a file")
    answer = browser.save(entry, "Odpri datoteko", fuzzy=True).json
    assert answer["needs_review"]
    assert answer["status"] == (
        "Nothing to save: the translation still needs review. If it is correct, choose Confirm "
        "translation."
    )
    assert text_of(project) == TEXT
    assert not browser.save(entry, "Odpri datoteko zdaj", fuzzy=True).json["needs_review"]
    (other,) = browser.list(search="shrani")
    other = browser.ask("entry", catalog="sl.messages", id=other["id"])
    assert not browser.save(other, "Shrani").json["needs_review"]


def test_a_save_is_taken_back(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    browser.save(entry, "Odprite datoteko")
    undone = browser.tell("POST", "undo", catalog="sl.messages", id=entry["id"]).json
    assert (undone["forms"][0]["text"], undone["fuzzy"]) == ("Odpri datoteko", True)
    assert not undone["can_undo"]
    assert '"Odpri datoteko"' in text_of(project)


def undo(browser: Browser, entry: Any) -> Any:
    return browser.tell("POST", "undo", catalog="sl.messages", id=entry["id"])


def test_saves_are_taken_back_one_after_another(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    entry = browser.save(entry, "Odprite datoteko").json["entry"]
    browser.save(entry, "Odpremo datoteko")
    assert undo(browser, entry).json["forms"][0]["text"] == "Odprite datoteko"
    assert undo(browser, entry).json["forms"][0]["text"] == "Odpri datoteko"
    assert '"Odpri datoteko"' in text_of(project)


@pytest.mark.parametrize("is_noticed", [True, False])
def test_undo_does_not_overwrite_what_another_editor_saved(
    project: Project, browser: Browser, is_noticed: bool
) -> None:
    entry = browser.open("Open a file")
    browser.save(entry, "Odprite datoteko")
    write_catalog(project.root, text_of(project).replace("Odprite datoteko", "Odpri neko datoteko"))
    if is_noticed:
        browser.session.refresh(is_settled=False)
        assert not browser.open("Open a file")["can_undo"]
    answer = undo(browser, entry)
    assert answer.status_code == 409
    conflict = answer.json["conflict"]
    assert (conflict["base"], conflict["mine"]) == (["Odprite datoteko"], ["Odpri datoteko"])
    assert conflict["theirs"] == ["Odpri neko datoteko"]
    assert "neko" in text_of(project)
    assert not browser.open("Open a file")["can_undo"]


def test_undo_keeps_what_was_typed_since(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    entry = browser.save(entry, "Odprite datoteko").json["entry"]
    browser.draft(entry, "Odprite novo datoteko")
    undone = undo(browser, entry).json
    assert '"Odpri datoteko"' in text_of(project)
    assert (undone["is_draft"], undone["conflict"]) == (True, None)
    assert undone["forms"][0]["text"] == "Odprite novo datoteko"
    assert browser.save(undone, "Odprite novo datoteko").status_code == 200


def test_what_another_editor_saved_is_not_overwritten(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    browser.draft(entry, "Odprite datoteko")
    write(project, browser, TEXT.replace("Odpri datoteko", "Odpri neko datoteko"))
    answer = browser.save(entry, "Odprite datoteko")
    assert answer.status_code == 409
    conflict = answer.json["conflict"]
    assert conflict["base"] == ["Odpri datoteko"]
    assert (conflict["mine"], conflict["theirs"]) == (["Odprite datoteko"], ["Odpri neko datoteko"])
    assert conflict["merged"] == ["Odprite neko datoteko"]
    assert "neko" in text_of(project)
    again = browser.open("Open a file")
    assert again["conflict"] == conflict
    taken = browser.save({**again, "seen": conflict["seen"]}, "Odprite neko datoteko")
    assert taken.status_code == 200
    assert '"Odprite neko datoteko"' in text_of(project)


def test_a_change_elsewhere_in_the_file_is_no_conflict(project: Project, browser: Browser) -> None:
    entry = browser.open(HELLO)
    write(project, browser, TEXT.replace("Shrani", "Hrani"))
    assert browser.save(entry, "Pozdravljeni, %(name)s").status_code == 200
    assert '"Hrani"' in text_of(project)


def test_a_file_that_changed_a_moment_ago_is_not_overwritten(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("Open a file")
    write_catalog(project.root, TEXT.replace("Odpri datoteko", "Odpri neko datoteko"))
    assert browser.save(entry, "Odprite datoteko").status_code == 409
    assert "neko" in text_of(project)


def test_the_draft_of_a_message_that_is_gone_is_kept(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    browser.draft(entry, "Odprite datoteko")
    write(project, browser, TEXT.replace("Open a file", "Open one file"))
    (item,) = browser.list(filter="drafts")
    assert (item["source"], item["state"]) == ("Open a file", "gone")
    gone = browser.ask("entry", catalog="sl.messages", id=item["id"])["conflict"]
    assert (gone["kind"], gone["mine"]) == ("gone", ["Odprite datoteko"])


def test_a_message_that_is_gone_keeps_its_id_and_its_removal_is_told(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("Open a file")
    browser.draft(entry, "Odprite datoteko")
    before = browser.ask("changes", since="0")["version"]
    write(project, browser, TEXT.replace("Open a file", "Open one file"))
    changes = browser.ask("changes", since=str(before))
    assert {"catalog": "sl.messages", "id": entry["id"]} in changes["entries"]
    gone = browser.ask("entry", catalog="sl.messages", id=entry["id"])
    assert (gone["id"], gone["state"], gone["seen"]) == (entry["id"], "gone", entry["seen"])
    assert gone["base"] == ["Odpri datoteko"]
    (item,) = browser.list(filter="drafts")
    assert item["id"] == entry["id"]


@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize("source", ["Open a file", "%(num)d day"])
def test_what_is_typed_into_a_message_that_is_gone_is_its_draft(
    project: Project, browser: Browser, journal: Path, source: str, is_restarted: bool
) -> None:
    entry = browser.open(source)
    write(project, browser, TEXT.replace(f'msgid "{source}"', 'msgid "Another one"'))
    now = Browser(project, journal) if is_restarted else browser
    for forms in (["a"] * len(entry["forms"]), ["b"] * len(entry["forms"])):
        known = {name: entry[name] for name in ("msgid", "msgid_plural", "context")}
        answer = now.draft(entry, *forms, **known)
        assert answer.json["conflict"]["mine"] == forms
    (item,) = now.list(filter="drafts")
    assert (item["id"], item["source"], item["target"]) == (entry["id"], source, "b")
    assert now.save(entry, *forms).status_code == 409
    assert discard(now, entry)["conflict"] is None
    assert now.list(filter="drafts") == []


def test_a_draft_of_a_message_that_was_never_there_is_refused(browser: Browser) -> None:
    entry = browser.open("Open a file")
    answer = browser.draft({**entry, "id": "m0"}, "Odprite datoteko", msgid="Open", context=None)
    assert answer.status_code == 404


def test_a_message_that_comes_back_has_its_draft_again(project: Project, browser: Browser) -> None:
    entry = browser.open("Open a file")
    browser.draft(entry, "Odprite")
    write(project, browser, TEXT.replace("Open a file", "Open one file"))
    browser.draft(entry, "Odprite datoteko")
    write(project, browser, TEXT)
    entry = browser.open("Open a file")
    assert entry["conflict"] is None
    assert (entry["is_draft"], entry["forms"][0]["text"]) == (True, "Odprite datoteko")
    assert browser.save(entry, "Odprite datoteko").status_code == 200


def test_a_message_with_another_plural_is_found_by_its_earlier_id(
    project: Project, browser: Browser
) -> None:
    entry = browser.open("%(num)d day")
    write(project, browser, TEXT.replace("%(num)d days", "%(num)d full days"))
    now = browser.ask("entry", catalog="sl.messages", id=entry["id"])
    assert now["id"] != entry["id"]
    assert now["msgid_plural"] == "%(num)d full days"


def test_drafts_outlive_the_server(project: Project, browser: Browser, journal: Path) -> None:
    browser.draft(browser.open(HELLO), "Pozdrav")
    again = Browser(project, journal)
    assert again.open(HELLO)["forms"][0]["text"] == "Pozdrav"


def test_a_server_that_was_started_again_compares_with_what_the_author_saw(
    project: Project, browser: Browser, journal: Path
) -> None:
    entry = browser.open("Open a file")
    write_catalog(project.root, TEXT.replace("Odpri datoteko", "Odpri neko datoteko"))
    again = Browser(project, journal)
    conflict = again.draft(entry, "Odprite datoteko").json["conflict"]
    assert (conflict["base"], conflict["merged"]) == (["Odpri datoteko"], ["Odprite neko datoteko"])


def test_what_the_author_of_a_draft_saw_may_not_be_known(
    project: Project, browser: Browser, journal: Path
) -> None:
    entry = browser.open("Open a file")
    entry.pop("base")
    write_catalog(project.root, TEXT.replace("Odpri datoteko", ""))
    again = Browser(project, journal)
    conflict = again.draft(entry, "Odprite datoteko").json["conflict"]
    assert (conflict["base"], conflict["merged"]) == ([], None)
    again.session.refresh(is_settled=False)
    assert again.open("Open a file")["conflict"] == conflict


def test_a_catalog_that_is_gone_is_told_and_so_is_its_return(
    project: Project, browser: Browser
) -> None:
    path, away = project.root / CATALOG, project.root / "away.po"
    entry = browser.open("Open a file")
    version = str(browser.ask("changes", since="0")["version"])
    path.rename(away)
    browser.session.refresh(is_settled=False)
    changes = browser.ask("changes", since=version)
    assert (changes["gone"], changes["catalogs"]) == (["sl.messages"], [])
    refused = browser.save(entry, "Odprite datoteko")
    assert (refused.status_code, "file of this catalog is gone" in refused.text) == (404, True)
    away.rename(path)
    browser.session.refresh(is_settled=False)
    back = browser.ask("changes", since=str(changes["version"]))
    assert (back["gone"], [each["id"] for each in back["catalogs"]]) == ([], ["sl.messages"])
    assert browser.save(entry, "Odprite datoteko").status_code == 200


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (EROFS, "make the file and its directory writable, then save again. The draft is kept."),
        (EIO, "correct this, then save again. The draft is kept."),
    ],
)
def test_what_keeps_a_catalog_from_being_written_is_told_with_a_remedy(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "messages.po")

    entry = browser.open("Open a file")
    monkeypatch.setattr("kfor_i18n.catalogs.editing.write_atomically", refuse)
    answer = browser.save(entry, "Odprite datoteko")
    assert answer.json["error"] == f"messages.po: {os.strerror(number)}; {remedy}"


def test_changes_are_told_by_version(project: Project, browser: Browser) -> None:
    version = str(browser.ask("project")["version"])
    assert browser.ask("changes", since=version)["catalogs"] == []
    write(project, browser, TEXT.replace("Shrani", "Hrani"))
    changes = browser.ask("changes", since=version)
    assert [catalog["id"] for catalog in changes["catalogs"]] == ["sl.messages"]
    assert [entry["id"] for entry in changes["entries"]] == [browser.list(search="hrani")[0]["id"]]


def test_a_file_that_cannot_be_parsed_is_named_and_the_draft_is_kept(
    project: Project, browser: Browser
) -> None:
    entry = browser.open(HELLO)
    write(project, browser, TEXT + 'msgid "broken\n')
    (catalog,) = browser.ask("project")["catalogs"]
    assert "messages.po:" in catalog["problem"]
    assert catalog["problem"].endswith("Until this is corrected, its last valid state is shown.")
    answer = browser.save(entry, "Pozdravljeni, %(name)s")
    assert answer.status_code == 503
    assert "messages.po:" in answer.json["error"]
    assert browser.open(HELLO)["forms"][0]["text"] == "Pozdravljeni, %(name)s"


def test_a_catalog_that_cannot_be_written_keeps_the_draft(
    project: Project, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    entry = browser.open(HELLO)
    monkeypatch.setattr("kfor_i18n.catalogs.editing.write_atomically", fail)
    answer = browser.save(entry, "Pozdravljeni, %(name)s")
    assert answer.status_code == 503
    assert "No space left on device" in answer.json["error"]
    assert text_of(project) == TEXT
    assert browser.open(HELLO)["is_draft"]


def test_a_read_only_catalog_is_not_replaced(
    project: Project, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = browser.open(HELLO)
    # The user root may write to any file.
    monkeypatch.setattr("os.access", lambda path, mode: False)
    answer = browser.save(entry, "Pozdravljeni, %(name)s")
    assert answer.status_code == 503
    assert "Permission denied" in answer.json["error"]
    assert "The draft is kept." in answer.json["error"]
    assert text_of(project) == TEXT
    assert browser.open(HELLO)["is_draft"]


def test_without_a_journal_a_draft_is_said_to_be_in_the_browser_only(
    project: Project, browser: Browser, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = browser.open(HELLO)
    journal.mkdir()
    answer = browser.draft(entry, "Pozdrav, %(name)s")
    assert answer.status_code == 503
    assert answer.json["error"] == "The draft is only kept in this browser."
    answer = undecided(browser, entry)
    assert answer.status_code == 422
    assert "The draft is only kept in this browser." in answer.json["error"]
    assert "The draft is kept." not in answer.json["error"]
    monkeypatch.setattr("os.access", lambda path, mode: False)
    answer = browser.save(entry, "Pozdrav, %(name)s")
    assert answer.status_code == 503
    assert "messages.po: Permission denied" in answer.json["error"]
    assert "The draft is only kept in this browser." in answer.json["error"]
    assert not browser.open(HELLO)["is_draft"]


def undecided(browser: Browser, entry: Any) -> Any:
    return browser.save(entry, "Pozdrav,  %(name)s")


def test_without_a_journal_a_translation_is_saved(
    project: Project, browser: Browser, journal: Path
) -> None:
    entry = browser.open(HELLO)
    browser.draft(entry, "Pozdrav")
    journal.unlink()
    journal.mkdir()
    answer = browser.save(entry, "Pozdrav, %(name)s")
    assert answer.status_code == 200, answer.text
    assert not answer.json["entry"]["is_draft"]
    assert answer.json["entry"]["forms"][0]["text"] == "Pozdrav, %(name)s"
    assert "Pozdrav, %(name)s" in text_of(project)


def discard(browser: Browser, entry: Any) -> Any:
    return browser.client.delete(
        "/_kfor-i18n/api/draft", query_string={"catalog": "sl.messages", "id": entry["id"]},
        headers=browser.headers, base_url=browser.access.origin,
    ).get_json()  # fmt: skip


_PLURAL = 'msgid_plural "%(num)d days"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""'


@pytest.mark.parametrize("typed", [("dan", "dneva", "dnevi", "dni"), ("dan", "", "", "")])
def test_the_draft_of_a_message_that_lost_its_plural_is_shown(
    project: Project, browser: Browser, typed: tuple[str, ...]
) -> None:
    browser.draft(browser.open("%(num)d day"), *typed)
    write(project, browser, TEXT.replace(_PLURAL, 'msgstr ""'))
    (item,) = browser.list(filter="drafts")
    entry = browser.ask("entry", catalog="sl.messages", id=item["id"])
    assert entry["conflict"]["mine"] == list(typed)
    assert "different number of plural forms" in entry["conflict"]["text"]
    more = [*typed[:-1], "in še"]
    assert browser.draft({**entry, "seen": "of then"}, *more).json["conflict"]["mine"] == more
    assert browser.save({**entry, "seen": "of then"}, *more).status_code == 409
    entry = discard(browser, entry)
    assert (entry["is_draft"], len(entry["forms"]), entry["conflict"]) == (False, 1, None)


def test_forms_that_a_message_cannot_have_are_refused(browser: Browser) -> None:
    assert browser.draft(browser.open(HELLO), "a", "b").status_code == 400
    assert browser.draft(browser.open("%(num)d day"), *"abcde").status_code == 400
    assert browser.draft(browser.open("%(num)d day"), *"abcd").status_code == 200


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("messages", {"catalog": "../sl"}, 404),
        ("messages", {}, 404),
        ("entry", {"catalog": "sl.messages", "id": "../../etc/passwd"}, 404),
        ("messages", {"catalog": "sl.messages", "limit": "many"}, 400),
    ],
)
def test_what_does_not_exist_is_explained(
    browser: Browser, name: str, query: dict[str, str], status: int
) -> None:
    answer = browser.client.get(
        f"/_kfor-i18n/api/{name}", query_string=query, base_url=browser.access.origin,
        headers=browser.headers,
    )  # fmt: skip
    assert answer.status_code == status
    assert answer.get_json()["error"]


@pytest.mark.parametrize("body", [None, [], "x", {"catalog": 1}, {"catalog": "sl.messages"}])
def test_a_request_that_cannot_be_read_is_refused(browser: Browser, body: object) -> None:
    answer = browser.send("POST", "/_kfor-i18n/api/save", body)
    assert 400 <= answer.status_code < 500
    assert answer.json["error"]


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[1]", b'"x"', b"\xff", DEEP.encode(), f'{{"a": {DEEP}'.encode(),
        b'{"catalog": "\\u0000"}', b'{"catalog": "\\ud800"}', b'{"a": [{"\\ud800": 1}]}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["enter", "api/save", "api/undo", "api/render"])
def test_json_that_cannot_be_read_is_refused(browser: Browser, path: str, data: bytes) -> None:
    answer = browser.client.post(
        f"/_kfor-i18n/{path}", data=data, content_type="application/json",
        headers=browser.headers, base_url=browser.access.origin,
    )  # fmt: skip
    assert answer.status_code == 400


def send_raw(browser: Browser, method: str, name: str, body: object) -> Any:
    """Send a request as a script would that does not look at the texts."""
    return browser.client.open(
        f"/_kfor-i18n/api/{name}", method=method, data=json.dumps(body).encode(),
        content_type="application/json", headers=browser.headers,
        base_url=browser.access.origin,
    )  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [{"confirmed": 5}, {"comment": "a\0b"}, {"forms": ["a\0b"]}, {"seen": "\ud800"}],
)
def test_values_that_a_catalog_cannot_hold_are_refused(
    browser: Browser, values: dict[str, object]
) -> None:
    entry = browser.open(HELLO)
    body = {"catalog": "sl.messages", "id": entry["id"], "seen": entry["seen"], "forms": ["x"]}
    assert send_raw(browser, "POST", "save", {**body, **values}).status_code == 400
    assert not browser.open(HELLO)["is_draft"]


def test_half_a_character_in_a_text_is_replaced(browser: Browser) -> None:
    entry = browser.open(HELLO)
    values = {"catalog": "sl.messages", "id": entry["id"], "seen": entry["seen"]}
    typed = {"forms": ["Zdravo \ud800"], "comment": "a \ud800"}
    assert send_raw(browser, "PUT", "draft", {**values, **typed}).status_code == 200
    assert browser.open(HELLO)["is_draft"]


def test_a_number_that_is_none_is_refused(browser: Browser) -> None:
    answer = browser.client.post(
        "/_kfor-i18n/api/render",
        data=b'{"catalog": "sl.messages", "page": "p:/", "numbers": {"x": 1e400}}',
        content_type="application/json", headers=browser.headers,
        base_url=browser.access.origin,
    )  # fmt: skip
    assert answer.status_code == 400


@pytest.mark.parametrize("forms", [None, [], ["x"] * 11, [1], "x", {"a": 1}])
def test_forms_that_are_no_texts_are_refused(browser: Browser, forms: object) -> None:
    entry = browser.open(HELLO)
    answer = browser.tell(
        "PUT", "draft", catalog="sl.messages", id=entry["id"], seen=entry["seen"], forms=forms
    )
    assert answer.status_code == 400


def test_a_lock_held_long_keeps_the_draft(
    project: Project, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kfor_i18n.workbench.web.failures._PATIENCE", 0.05)
    entry = browser.open(HELLO)
    with lock_folder(project.translations):
        answer = browser.save(entry, "Pozdravljeni, %(name)s")
    assert answer.status_code == 503
    assert "Another program is changing the catalogs" in answer.json["error"]
    assert text_of(project) == TEXT
    assert browser.save(entry, "Pozdravljeni, %(name)s").status_code == 200


def test_only_the_save_waits_for_another_command(project: Project, browser: Browser) -> None:
    entry = browser.open(HELLO)
    with ThreadPoolExecutor() as pool:
        with lock_folder(project.translations):
            saving = pool.submit(browser.save, entry, "Pozdravljeni, %(name)s")
            while not browser.session.journal.drafts:
                sleep(0.01)
            begun = monotonic()
            assert browser.list()
            assert monotonic() - begun < 1
            assert not saving.done()
        assert saving.result(timeout=10).status_code == 200
    assert '"Pozdravljeni, %(name)s"' in text_of(project)


def test_a_character_that_a_catalog_cannot_hold_is_refused(tmp_path: Path, journal: Path) -> None:
    text = TEXT.replace("charset=UTF-8", "charset=ISO-8859-2")
    project = make_project(tmp_path, "")
    (project.root / CATALOG).write_bytes(text.encode("iso-8859-2"))
    browser = Browser(project, journal)
    answer = browser.save(browser.open(HELLO), "😀 %(name)s")
    assert (answer.status_code, answer.json["needs"]) == (422, "correction")
    assert "msgconv" in answer.json["error"]
    assert browser.save(browser.open(HELLO), "Čao, %(name)s").status_code == 200
    assert "Čao" in (project.root / CATALOG).read_bytes().decode("iso-8859-2")
