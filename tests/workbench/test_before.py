"""Pages before and after edits: which texts differ on which pages, compared with which time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from kfor_i18n.catalogs.project import read_project
from kfor_i18n.workbench.rendering.pictures import find_hindrance
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.clients import Browser
from tests.workbench.edits import make_committed, make_edited
from tests.workbench.opening import write_app


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    make_committed(repository)
    return repository


def build_index(browser: Browser) -> None:
    browser.session.preview.start(["sl"])
    assert browser.session.preview.wait(60)


@pytest.fixture
def browser(repository: Repository, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(read_project(repository.root), tmp_path / "journal")
    build_index(browser)
    yield browser
    browser.session.stop()


@pytest.fixture
def lone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser whose project is in no repository."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    browser = Browser(make_edited(tmp_path / "alone"), tmp_path / "journal")
    build_index(browser)
    yield browser
    browser.session.stop()


def draft(browser: Browser, msgid: str, *forms: str) -> None:
    answer = browser.draft(browser.open(msgid), *forms)
    assert answer.status_code == 200, answer.text


def save(browser: Browser, msgid: str, *forms: str) -> None:
    answer = browser.save(browser.open(msgid), *forms, confirmed=["case", "end-punctuation"])
    assert answer.status_code == 200, answer.text


def begin(browser: Browser, **values: str) -> Any:
    answer = browser.tell("POST", "before", catalog="sl.messages", **values)
    assert answer.status_code == 200, answer.text
    return answer.json


def look(browser: Browser, comparison: Any, page: str = "p:/") -> list[Any]:
    body = {"comparison": comparison["comparison"], "page": page}
    answer = browser.tell("POST", "before/page", **body)
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json["differences"]
    return found


def texts(found: list[Any]) -> list[tuple[str, str | None, str | None]]:
    return [(each["kind_text"], each["before"], each["after"]) for each in found]


def test_nothing_was_edited(browser: Browser) -> None:
    found = begin(browser)
    assert (found["base"], found["edited"], found["pages"]) == ("commit", 0, [])
    assert found["bases"] == ["commit", "saved", "start", "since"]


def test_texts_of_every_kind_are_shown_in_the_pages_order(browser: Browser) -> None:
    for msgid, text in {
        "Name": "Novo ime", "Data": "Čisti podatki", "Picture": "Nova slika", "Alone": "Nov",
    }.items():  # fmt: skip
        draft(browser, msgid, text)
    found = begin(browser)
    assert found["edited"] == 4
    assert [each["page"] for each in found["pages"]] == [
        "p:/", "p:/broken/", "p:/other/", "p:/plain/",
    ]  # fmt: skip
    assert texts(look(browser, found)) == [
        ("in the title of the page", "Ime", "Novo ime"),
        ("in the data for search engines (JSON-LD)", "Podatki", "Čisti podatki"),
        ("in the attribute alt of <img>", "Slika", "Nova slika"),
    ]
    (data, alone) = look(browser, found, "p:/other/")
    assert data["segments"] == [["delete", "Podatki"], ["insert", "Čisti podatki"]]
    assert (alone["before"], alone["after"], alone["kind_text"]) == ("Samo", "Nov", "")
    (message,) = alone["messages"]
    assert (message["source"], message["is_edited"]) == ("Alone", True)
    assert message["id"] == browser.open("Alone")["id"]


def test_a_text_that_another_one_is_put_into_changes_along(browser: Browser) -> None:
    draft(browser, "More", "še")
    (found,) = look(browser, begin(browser))
    assert (found["before"], found["after"]) == ("Preberi več", "Preberi še")
    assert [(m["source"], m["is_edited"]) for m in found["messages"]] == [
        ("Read %(what)s", False), ("More", True),
    ]  # fmt: skip
    assert texts(look(browser, begin(browser), "p:/data.json")) == [
        ("in a file", '{"text":"več"}', '{"text":"še"}')
    ]


def test_texts_that_are_joined_cut_or_marked_up(browser: Browser) -> None:
    draft(browser, "Two", "Tri")
    draft(browser, "A long text that is cut off", "Kratko besedilo, odrezano")
    draft(browser, "<b>Bold</b> text", "Krepko <b>besedilo</b>")
    found = look(browser, begin(browser))
    cut = ("", "Dolgo…", "Kratko…")
    assert texts(found)[0][1:] in {("Dve", "Tri"), ("Ena-Dve", "Ena-Tri")}
    assert texts(found)[1][0] == cut[0]
    assert texts(found)[1][1].startswith("Dolgo")  # type: ignore[union-attr]
    assert texts(found)[1][2].startswith("Kratko")  # type: ignore[union-attr]
    source = "<b>Krepko</b> besedilo"
    assert texts(found)[2] == ("", source, "Krepko <b>besedilo</b>")
    assert [each["is_source"] for each in found] == [False, False, True]


def test_what_is_computed_from_a_text_is_shown_and_what_is_never_the_same_is_not(
    browser: Browser,
) -> None:
    draft(browser, "Counted", "Šestica")
    (size, link) = look(browser, begin(browser))
    assert (size["before"], size["after"]) == ("3", "7")
    assert [each["source"] for each in size["messages"]] == ["Counted"]
    assert (link["before"], link["after"]) == ('<a href="/go/3">', '<a href="/go/7">')
    assert (link["is_source"], link["is_edited"]) == (True, False)


def test_a_text_that_moves_is_said_to(browser: Browser) -> None:
    draft(browser, "Apple", "Ananas")
    (found,) = look(browser, begin(browser))
    assert (found["before"], found["after"]) == ("Jabolko", "Ananas")
    assert found["is_moved"]
    draft(browser, "Counted", "Šestica")
    assert [each["after"] for each in look(browser, begin(browser))] == [
        "Ananas", "7", '<a href="/go/7">',
    ]  # fmt: skip


def test_a_text_that_is_not_there_any_more_is_shown(browser: Browser) -> None:
    draft(browser, "Pear", "Češnja")
    found = look(browser, begin(browser))
    assert texts(found) == [
        ("", "Jabolko", "Jabolko"), ("", "Hruška", "Češnja"), ("", "Ena", None),
    ]  # fmt: skip
    assert [(each["is_moved"], each["is_edited"]) for each in found] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip


def test_a_plural_is_compared_in_the_form_that_the_page_shows(browser: Browser) -> None:
    draft(browser, "%(num)d day", "%(num)d dan", "%(num)d dneva!", "%(num)d dnevi", "%(num)d dni")
    assert texts(look(browser, begin(browser))) == [("", "2 dneva", "2 dneva!")]


def test_a_draft_is_compared_with_what_is_saved_and_that_with_the_commit(browser: Browser) -> None:
    save(browser, "Alone", "Shranjeno")
    draft(browser, "Alone", "Osnutek")
    id_ = browser.open("Alone")["id"]
    found = begin(browser, id=id_)
    assert found["base"] == "saved"
    assert texts(look(browser, found, "p:/other/")) == [("", "Shranjeno", "Osnutek")]
    for base in ("commit", "start"):
        found = begin(browser, id=id_, base=base)
        assert texts(look(browser, found, "p:/other/")) == [("", "Samo", "Osnutek")]
    assert begin(browser, base="saved")["edited"] == 1


def test_only_the_open_message_is_compared(browser: Browser) -> None:
    save(browser, "Heading", "Nov naslov")
    save(browser, "Alone", "Novo")
    found = begin(browser, id=browser.open("Alone")["id"])
    assert (found["base"], found["edited"]) == ("commit", 1)
    assert texts(look(browser, found, "p:/other/")) == [("", "Samo", "Novo")]
    assert texts(look(browser, begin(browser), "p:/other/")) == [
        ("", "Naslov", "Nov naslov"), ("", "Samo", "Novo"),
    ]  # fmt: skip


def test_a_revision_or_a_day_is_compared_with(browser: Browser, repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD").strip()
    save(browser, "Alone", "Novo")
    repository.commit({}, "second")
    assert begin(browser)["edited"] == 0
    found = begin(browser, base="since", since=first)
    assert texts(look(browser, found, "p:/other/")) == [("", "Samo", "Novo")]
    answer = browser.tell("POST", "before", catalog="sl.messages", base="since", since="nope")
    assert answer.status_code == 422
    assert '"nope" is neither a date nor a revision' in answer.json["error"]


def test_without_git_this_run_is_compared(lone: Browser) -> None:
    found = begin(lone)
    assert (found["base"], found["bases"], found["edited"]) == ("start", ["saved", "start"], 0)
    save(lone, "Alone", "Prvo")
    save(lone, "Alone", "Drugo")
    draft(lone, "Alone", "Tretje")
    assert texts(look(lone, begin(lone), "p:/other/")) == [("", "Samo", "Tretje")]


def test_what_is_typed_meanwhile_changes_nothing(browser: Browser) -> None:
    draft(browser, "Alone", "Prvo")
    found = begin(browser)
    draft(browser, "Alone", "Drugo")
    assert texts(look(browser, found, "p:/other/")) == [("", "Samo", "Prvo")]
    assert texts(look(browser, begin(browser), "p:/other/")) == [("", "Samo", "Drugo")]


def test_edits_that_no_page_shows_are_named_with_the_reason(browser: Browser) -> None:
    draft(browser, "Unused", "Drugo")
    draft(browser, "Read %(what)s", "Beri")
    save(browser, "Fuzzy", "Jasno")
    found = begin(browser)
    assert {each["source"]: each["why"] for each in found["messages"]} == {
        "Unused": "No page is known to use this message.",
        "Read %(what)s": "Pages still show the earlier text, because the draft is not valid.",
        "Fuzzy": "The pages with this message look the same.",
    }
    assert [each["page"] for each in found["pages"]] == ["p:/plain/"]
    assert texts(look(browser, found, "p:/plain/")) == [("", "Fuzzy", "Jasno")]


def test_a_page_that_fails_is_told_and_an_old_comparison_too(
    browser: Browser, repository: Repository
) -> None:
    draft(browser, "Alone", "Novo")
    body = {"comparison": begin(browser)["comparison"], "page": "p:/other/"}
    answer = browser.tell("POST", "before/page", comparison="none", page="p:/")
    assert answer.status_code == 404
    assert browser.tell("POST", "before/page", **{**body, "page": "x"}).status_code == 404
    write_app(repository.root, "1 / 0")
    answer = tell_until_refused(browser, body)
    assert "ZeroDivisionError" in answer.json["error"]


def tell_until_refused(browser: Browser, body: Any) -> Any:
    """Ask until it is noticed that the application changed."""
    end = monotonic() + 20
    while (answer := browser.tell("POST", "before/page", **body)).status_code != 502:
        assert monotonic() < end
        sleep(0.1)
    return answer


def test_the_catalogs_are_left_alone(browser: Browser, repository: Repository) -> None:
    draft(browser, "Alone", "Novo")
    look(browser, begin(browser), "p:/other/")
    assert repository.git("status", "--porcelain").strip() == ""


def take_pictures(browser: Browser, **body: Any) -> Any:
    """Ask for pictures in a thread of its own: a browser of other tests may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(browser.tell, "POST", "before/pictures", **body).result()


@pytest.mark.browser
def test_pictures_are_cut_to_what_changed_and_outlined(browser: Browser) -> None:
    draft(browser, "Heading", "Drugačen naslov")
    draft(browser, "Picture", "Druga")
    draft(browser, "Foot", "Druga noga")
    draft(browser, "Name", "Drugo ime")
    found = begin(browser)
    assert found["hindrance"] is None
    body = {"comparison": found["comparison"], "page": "p:/"}
    for width in found["widths"]:
        answer = take_pictures(browser, **body, width=width)
        assert answer.status_code == 200, answer.text
        sides = answer.json["sides"]
        assert [each["numbers"] for each in sides] == [[2, 3], [4]]
        for each in sides:
            assert each["before"].startswith("data:image/webp;base64,")
            assert each["before"] != each["after"]
    assert take_pictures(browser, **body, width=500).status_code == 400


def test_without_chromium_the_view_says_what_adds_pictures(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(browser, "Alone", "Novo")
    monkeypatch.setenv("PATH", "")
    problem = find_hindrance()
    assert problem is not None
    found = begin(browser)
    assert found["hindrance"] == str(problem)
    body = {"comparison": found["comparison"], "page": "p:/other/"}
    answer = browser.tell("POST", "before/pictures", **body)
    assert (answer.status_code, answer.json["error"]) == (501, str(problem))
