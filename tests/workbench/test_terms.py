"""Terms of the glossary in a message: where they are, and whether its translation has them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.workbench.live import lemmas
from kfor_i18n.workbench.live.lemmas import find_words
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser

PEOPLE = "The <b>force</b> protects people, %(name)s"
TEXT = f"""{HEADERS["sl"]}
#, python-format
msgid "{PEOPLE}"
msgstr ""

#, python-format
msgid "%(num)d force"
msgid_plural "%(num)d forces"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
"""
GLOSSARY = """source,target,note
force,sile,Plural in Slovenian
people,človek,
"""
SETTINGS = '[tool.kfor-i18n.check.locales.sl]\nglossary = "glossary.csv"\n'


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    root = tmp_path / "project"
    project = make_project(root, TEXT, settings=SETTINGS)
    (root / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    return Browser(project, tmp_path / "journal")


@pytest.fixture
def no_dictionary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "simplemma", None)
    _forget()
    yield
    _forget()


def _forget() -> None:
    lemmas._open_dictionary.cache_clear()
    lemmas._lemma_of.cache_clear()


def uses(terms: Any) -> list[str]:
    return [term["use_text"] for term in terms]


def draft(browser: Browser, msgid: str, *forms: str) -> list[str]:
    return uses(browser.draft(browser.open(msgid), *forms).json["terms"])


def test_terms_are_pieces_of_the_source_and_have_their_notes(browser: Browser) -> None:
    entry = browser.open(PEOPLE)
    assert entry["terms"][0] == {
        "source": "force", "target": "sile", "note": "Plural in Slovenian",
        "use": "unused", "use_text": "not used yet",
    }  # fmt: skip
    assert entry["sources"][0]["pieces"] == [
        ["text", "The "], ["tag", "<b>"], ["term", "force", 0], ["tag", "</b>"],
        ["text", " protects "], ["term", "people", 1], ["text", ", "],
        ["placeholder", "%(name)s"],
    ]  # fmt: skip


def test_a_term_is_used_in_any_form_that_the_check_accepts(browser: Browser) -> None:
    assert draft(browser, PEOPLE, "Varujejo") == ["not used yet", "not used yet"]
    assert draft(browser, PEOPLE, "S silami varujejo človeka") == ["used", "used"]
    assert uses(browser.open(PEOPLE)["terms"]) == ["used", "used"], "the draft is judged"


def test_a_dictionary_gives_a_hint_that_the_check_does_not_follow(browser: Browser) -> None:
    answer = browser.draft(browser.open(PEOPLE), "Sile varujejo <b>ljudi</b>, %(name)s").json
    assert uses(answer["terms"]) == ["used", "probably used: ljudi"]
    assert [finding["code"] for finding in answer["findings"]] == ["glossary"]


@pytest.mark.usefixtures("no_dictionary")
def test_without_a_dictionary_there_is_no_hint(browser: Browser) -> None:
    assert draft(browser, PEOPLE, "Sile varujejo ljudi") == ["used", "not used yet"]


def test_each_form_that_is_filled_in_must_have_a_term(browser: Browser) -> None:
    msgid = "%(num)d force"
    assert draft(browser, msgid, "%(num)d sila", "", "", "") == ["used"]
    assert draft(browser, msgid, "%(num)d sila", "%(num)d enoti", "", "") == ["not used yet"]


@pytest.mark.parametrize(
    ("term", "text", "code", "found"),
    [
        ("otrok", "Brez otrok in staršev", "sl", "otrok"),
        ("varen človek", "Med varnimi ljudmi", "sl", "varnimi ljudmi"),
        ("varen človek", "Med ljudmi", "sl", ""),
        ("človek", "ljudje", "xx", ""),
        ("–", "ljudje", "sl", ""),
    ],
)
def test_words_with_the_same_dictionary_form_are_found(
    term: str, text: str, code: str, found: str
) -> None:
    assert find_words(text, term, code) == found


def test_a_glossary_that_cannot_be_read_leaves_the_source_as_it_is(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "project" / "glossary.csv").write_text("no glossary", encoding="utf-8")
    entry = browser.open("%(num)d force")
    assert entry["terms"] == []
    assert ["text", " force"] in entry["sources"][0]["pieces"]
