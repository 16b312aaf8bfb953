"""Translation memories of the workbench: what is found, and how they keep up with the catalogs."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from kfor_i18n.catalogs.memory.segments import read_memory_file
from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.live import memories
from kfor_i18n.workbench.live.journal import Address
from tests.builders import HEADERS, make_project, write_catalog, write_settings
from tests.workbench.clients import Browser

TEXT = f"""{HEADERS["sl"]}
msgid "Save the file"
msgstr "Shrani datoteko"

msgctxt "menu"
msgid "Save the file"
msgstr ""

#, python-format
msgid "Save %(num)s files in 30 days"
msgstr "Shrani %(num)s datotek v 30 dneh"

#, python-format
msgid "Save %(count)s files in 31 days"
msgstr ""

#, fuzzy
#| msgid "Close the door"
msgid "Close the doors"
msgstr "Zapri vrata"

msgid "Close the door now"
msgstr ""

msgid "Nothing like it"
msgstr ""

#~ msgid "Open the window"
#~ msgstr "Odpri okno"

msgid "Open the windows"
msgstr ""

#, python-format
msgid "%(num)s year"
msgid_plural "%(num)s years"
msgstr[0] "%(num)s leto"
msgstr[1] "%(num)s leti"
msgstr[2] "%(num)s leta"
msgstr[3] "%(num)s let"

#, python-format
msgid "%(num)s years"
msgstr ""
"""
ADMIN = f"""{HEADERS["sl"]}
msgid "Save the files"
msgstr "Shrani datoteke"
"""
UNIT = """<tu><tuv xml:lang="en"><seg>Nothing like this</seg></tuv>
<tuv xml:lang="{language}"><seg>{text}</seg></tuv></tu>"""
SETTINGS = 'memory = ["old.tmx"]\n[tool.kfor-i18n.domains]\nmessages = "babel.cfg"\n'
DOMAINS = f'{SETTINGS}admin = "babel.cfg"\n'


def write_tmx(path: Path, *texts: tuple[str, str]) -> None:
    units = "".join(UNIT.format(language=language, text=text) for language, text in texts)
    head = '<tmx version="1.4"><header srclang="en"/><body>'
    path.write_text(f'<?xml version="1.0"?>{head}{units}</body></tmx>', encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    project = make_project(root, TEXT, settings=DOMAINS)
    write_tmx(root / "old.tmx", ("sl", "Nič takega"), ("de", "Nichts davon"))
    write_catalog(root, ADMIN, domain="admin")
    return project


@pytest.fixture
def browser(project: Project, tmp_path: Path) -> Browser:
    return Browser(project, tmp_path / "journal")


def id_of(browser: Browser, msgid: str, context: str | None = None) -> str:
    found = (i for i in browser.list() if (i["source"], i["context"]) == (msgid, context))
    return str(next(found)["id"])


def ask(browser: Browser, msgid: str, context: str | None = None) -> Any:
    return browser.ask("similar", catalog="sl.messages", id=id_of(browser, msgid, context))


def targets(browser: Browser, msgid: str, context: str | None = None) -> list[str]:
    return [match["forms"][0] for match in ask(browser, msgid, context)["matches"]]


def test_the_same_source_of_another_message_is_the_first_match(browser: Browser) -> None:
    first, second = ask(browser, "Save the file", "menu")["matches"]
    assert (first["score"], first["forms"], first["origin"]) == (1, ["Shrani datoteko"], "messages")
    assert first["source"] == [["equal", "Save the file"]]
    id_ = id_of(browser, "Save the file")
    assert first["message"] == {"catalog": "sl.messages", "id": id_, "context": None}
    assert (second["forms"], second["origin"]) == (["Shrani datoteke"], "admin")
    assert 0.9 < second["score"] < 1
    assert second["source"][-2:] == [["delete", "files"], ["insert", "file"]]


def test_a_message_itself_is_no_match(browser: Browser) -> None:
    assert targets(browser, "Save the file") == ["Shrani datoteke"]


def test_obsolete_messages_and_earlier_source_texts_are_named_as_such(browser: Browser) -> None:
    (obsolete,) = ask(browser, "Open the windows")["matches"]
    assert (obsolete["origin"], obsolete["message"]) == ("messages, obsolete message", None)
    (previous,) = ask(browser, "Close the door now")["matches"]
    assert previous["origin"] == "messages, before the source text changed"
    assert previous["message"]["id"] == id_of(browser, "Close the doors")


def test_other_placeholders_and_numbers_are_said(browser: Browser) -> None:
    (match,) = ask(browser, "Save %(count)s files in 31 days")["matches"]
    assert (match["missing"], match["extra"]) == (["%(count)s", "31"], ["%(num)s", "30"])


def test_a_plural_has_all_its_forms(browser: Browser) -> None:
    (match,) = ask(browser, "%(num)s years")["matches"]
    forms = ["%(num)s leto", "%(num)s leti", "%(num)s leta", "%(num)s let"]
    assert (match["forms"], match["missing"], match["extra"]) == (forms, [], [])


def test_a_file_of_the_settings_is_named_by_its_name(browser: Browser) -> None:
    (match,) = ask(browser, "Nothing like it")["matches"]
    assert (match["forms"], match["origin"], match["message"]) == (["Nič takega"], "old.tmx", None)


def test_a_translation_is_remembered_once_it_is_saved(browser: Browser) -> None:
    assert targets(browser, "Close the door now") == ["Zapri vrata"]
    assert browser.save(browser.open("Close the doors"), "Zapri vsa vrata").status_code == 200
    assert targets(browser, "Close the door now") == ["Zapri vsa vrata"]
    again = browser.open("Close the doors")
    assert browser.save(again, "Zapri ta vrata").status_code == 200
    assert targets(browser, "Close the door now") == ["Zapri ta vrata"]


def test_a_save_leaves_obsolete_messages_with_the_same_source(
    project: Project, tmp_path: Path
) -> None:
    text = f'{TEXT}\n#~ msgid "Close the doors"\n#~ msgstr "Zaprite vrata"\n'
    write_catalog(project.root, text)
    browser = Browser(project, tmp_path / "journal")
    before = targets(browser, "Close the door now")
    assert sorted(before) == ["Zapri vrata", "Zaprite vrata"]
    assert browser.save(browser.open("Close the doors"), "Zapri vsa vrata").status_code == 200
    assert sorted(targets(browser, "Close the door now")) == ["Zapri vsa vrata", "Zaprite vrata"]


@pytest.mark.parametrize("many", [500, 0], ids=["one by one", "made anew"])
def test_what_changes_in_a_file_is_remembered_and_what_is_gone_is_not(
    browser: Browser, project: Project, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(memories, "_MANY", many)
    assert targets(browser, "Open the windows") == ["Odpri okno"]
    new = '\nmsgid "Open this window"\nmsgstr "Odpri to okno"\n'
    write_catalog(project.root, TEXT.replace('#~ msgid "Open the window"\n#~ msgstr', "#") + new)
    browser.session.refresh(is_settled=False)
    assert targets(browser, "Open the windows") == ["Odpri to okno"]
    write_catalog(project.root, TEXT)
    browser.session.refresh(is_settled=False)
    assert targets(browser, "Open the windows") == ["Odpri okno"]


def test_a_catalog_that_is_gone_is_forgotten(browser: Browser, project: Project) -> None:
    assert targets(browser, "Save the file") == ["Shrani datoteke"]
    project.catalog_path("admin", "sl").unlink()
    browser.session.refresh(is_settled=False)
    assert targets(browser, "Save the file") == []


def test_a_file_that_changes_is_read_again(browser: Browser, project: Project) -> None:
    assert targets(browser, "Nothing like it") == ["Nič takega"]
    write_tmx(project.root / "old.tmx", ("sl", "Nič podobnega temu"))
    assert targets(browser, "Nothing like it") == ["Nič podobnega temu"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "old.tmx: "),
        ("no XML", "old.tmx: unknown format"),
        (f'{HEADERS["sl"]}\nmsgid "a"\nmsgstr "b"\n', "old.tmx: not a TMX file"),
        ("<tmx><body></tmx>", "old.tmx: "),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_else_fails(
    browser: Browser, project: Project, content: str | None, said: str
) -> None:
    path = project.root / "old.tmx"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    answer = ask(browser, "Save the file")
    assert [match["forms"] for match in answer["matches"]] == [["Shrani datoteke"]]
    (problem,) = answer["problems"]
    assert problem.startswith(said)
    write_tmx(path, ("sl", "Nič takega"))
    assert ask(browser, "Nothing like it")["problems"] == []


def test_a_file_without_any_of_the_languages_is_named(browser: Browser, project: Project) -> None:
    write_tmx(project.root / "old.tmx", ("de", "Nichts davon"))
    (problem,) = ask(browser, "Nothing like it")["problems"]
    assert problem.startswith("old.tmx: no translations into a language of this project")


def test_a_file_of_another_language_of_the_project_is_none_of_this_one(
    project: Project, tmp_path: Path
) -> None:
    write_catalog(project.root, HEADERS["en"].replace("en", "de"), folder="de")
    write_tmx(project.root / "old.tmx", ("de", "Nichts davon"))
    answer = ask(Browser(project, tmp_path / "journal"), "Nothing like it")
    assert answer == {"matches": [], "problems": []}


def test_a_locale_without_translations_has_no_matches(project: Project, tmp_path: Path) -> None:
    header = HEADERS["en"].replace("en", "de")
    write_catalog(project.root, f'{header}\nmsgid "Save the file"\nmsgstr ""\n', folder="de")
    browser = Browser(project, tmp_path / "journal")
    (item,) = browser.ask("messages", catalog="de.messages")["items"]
    assert browser.ask("similar", catalog="de.messages", id=item["id"])["matches"] == []


def test_who_asks_while_a_memory_is_being_read_is_told_so_and_an_entry_is_not_held_up(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_reading, is_let = Event(), Event()

    def read_slowly(path: Path, folder: str) -> Any:
        is_reading.set()
        assert is_let.wait(20)
        return read_memory_file(path, folder)

    monkeypatch.setattr(memories, "read_memory_file", read_slowly)
    id_ = id_of(browser, "Nothing like it")
    address = f"/_kfor-i18n/api/similar?catalog=sl.messages&id={id_}"
    state = browser.session.catalogs.states[0]
    subject = Address(state.folder, state.domain, next(iter(state.rows)).key)
    first = Thread(target=lambda: browser.session.memories.find(subject, "x"))
    first.start()
    try:
        assert is_reading.wait(20)
        assert browser.ask("entry", catalog="sl.messages", id=id_)["msgid"] == "Nothing like it"
        assert browser.send("GET", address).json == {"matches": None, "problems": []}
    finally:
        is_let.set()
        first.join()
    assert targets(browser, "Nothing like it") == ["Nič takega"]


def test_a_draft_of_a_removed_message_has_no_matches(browser: Browser, project: Project) -> None:
    entry = browser.open("Nothing like it")
    assert browser.draft(entry, "Nič").status_code == 200
    write_catalog(project.root, TEXT.replace("Nothing like it", "Other"))
    browser.session.refresh(is_settled=False)
    (orphan,) = [
        item for item in browser.ask("messages", catalog="sl.messages", filter="drafts")["items"]
        if item["state"] == "gone"
    ]  # fmt: skip
    assert browser.ask("similar", catalog="sl.messages", id=orphan["id"])["matches"] == []


def test_messages_with_the_same_source_are_listed_only_while_they_are_unfinished(
    browser: Browser,
) -> None:
    id_ = id_of(browser, "Save the file", "menu")
    assert browser.ask("entry", catalog="sl.messages", id=id_)["same"] == []
    translated = id_of(browser, "Save the file")
    (same,) = browser.ask("entry", catalog="sl.messages", id=translated)["same"]
    assert (same["id"], same["target"]) == (id_, "")


def test_settings_without_a_memory_read_no_file(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", TEXT)
    write_settings(project.root, "")
    browser = Browser(project, tmp_path / "journal")
    assert ask(browser, "Nothing like it") == {"matches": [], "problems": []}
