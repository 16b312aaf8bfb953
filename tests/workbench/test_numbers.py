"""What a message with plural forms reads like for each number that tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from kfor_i18n.catalogs.messages import Source
from kfor_i18n.catalogs.plurals import read_rule, suggest_rule
from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.live.numbers import (
    choose_numbers,
    fill_number,
    list_counts,
    list_numbers,
)
from kfor_i18n.workbench.live.turns import Turns
from kfor_i18n.workbench.rendering.sentences import read_sentences
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser

SL = [0, 1, 2, 3, 5, 11, 100, 101, 102, 103, 1_000_000]


@pytest.mark.parametrize(
    ("locale", "numbers", "one_each"),
    [
        ("sl", SL, [1, 2, 3, 5]),
        ("en", [0, 1, 2, 11, 101, 1_000_000], [1, 2]),
        ("ru", [0, 1, 2, 5, 11, 21, 22, 100, 101, 102, 1_000_000], [1, 2, 5]),
        ("ja", [0, 1, 11, 101, 1_000_000], [1]),
        ("fr", [0, 1, 2, 11, 101, 1_000_000], [1, 1_000_000, 2]),
    ],
)
def test_the_numbers_that_tell_the_forms_of_a_language_apart(
    locale: str, numbers: list[int], one_each: list[int]
) -> None:
    rule = read_rule(suggest_rule(Locale(locale)), Locale(locale))
    assert list_numbers(rule) == numbers
    assert choose_numbers(rule) == one_each
    assert {rule.index(number) for number in numbers} == set(range(rule.forms))


def test_without_a_rule_there_are_no_numbers() -> None:
    assert list_numbers(None) == choose_numbers(None) == []


@pytest.mark.parametrize(
    ("texts", "target", "filled"),
    [
        (("%(num)s day", "%(num)s days"), "%(num)s dni, 5 %%", "1.000.000 dni, 5 %"),
        (("%(who)s: a day", "%(who)s: %(n)s days"), "%(who)s: %(n)s dni", "%(who)s: 1.000.000 dni"),
        (("One day", "Days"), "Dnevi", "Dnevi"),
    ],
)
def test_a_number_is_written_as_its_locale_does(
    texts: tuple[str, str], target: str, filled: str
) -> None:
    counts = list_counts(Source(*texts), is_formatted=True)
    shown = fill_number(target, 1_000_000, Locale("sl"), counts, is_formatted=True)
    assert shown == filled


def test_a_field_in_braces_is_filled_and_percent_signs_stay() -> None:
    counts = list_counts(Source("{n} day", "{n} days"), is_formatted=False)
    assert fill_number("{n} dni, 5 %%", 7, None, counts, is_formatted=False) == "7 dni, 5 %%"


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p>In <b><!--m:0-->3 days<!--/m:0--></b>, or\n so.</p><p>x", "In |3 days|, or so."),
        ("<ul><li>One<li><!--m:0-->Two<!--/m:0--><ul><li>in</ul></ul>", "|Two|"),
        ("<div>A<p>x</p><!--m:0--><p>T</p><!--/m:0--> b</div>", "A|T| b"),
        ("<td>1<td><!--m:0-->a<br>b<!--/m:0--><script>x</script>", "|a b|"),
        ("<p><!--m:0--><!--m:1-->in<!--/m:1--> all<!--/m:0--> &amp; on</p>", "|in all| & on"),
    ],
)  # fmt: skip
def test_a_sentence_is_what_is_in_the_smallest_block_around_a_message(
    html: str, sentence: str
) -> None:
    assert "|".join(read_sentences(html, [0])[0]) == sentence


def test_of_a_long_block_only_the_words_around_are_told() -> None:
    html = f"<p>{'before ' * 99}<!--m:4-->x<!--/m:4-->{' after' * 99}"
    (found,) = read_sentences(html, [4, 5]).values()
    assert found.text == "x"
    assert found.before.startswith("… before ")
    assert found.after.endswith(" after …")
    assert max(map(len, found)) < 200


def test_only_the_last_request_of_a_client_goes_on() -> None:
    turns = Turns()
    first, other = turns.begin("a"), turns.begin("b")
    assert first()
    last = turns.begin("a")
    assert (first(), last(), other()) == (False, True, True)


APP = """
from flask import Flask, render_template_string
from flask_babel import Babel, gettext, ngettext

app = Flask(__name__)
Babel(app)

@app.get("/")
def page():
    return render_template_string(
        "<!doctype html><h1>{{ _('Title') }}</h1>"
        "<p>After {{ ngettext('%(num)d day', '%(num)d days', 3) }} it ended.</p>"
        "<img alt=\\"{{ ngettext('%(num)d picture', '%(num)d pictures', 2) }}\\">"
    )
"""
TEXT = f"""{HEADERS["sl"]}
msgid "Title"
msgstr "Naslov"

#, python-format
msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d dan"
msgstr[1] "%(num)d dneva"
msgstr[2] "%(num)d dni"
msgstr[3] "%(num)d dni"

#, python-format
msgid "%(num)d picture"
msgid_plural "%(num)d pictures"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project", TEXT, settings='app = "small_app:app"')
    write_app(project, APP)
    return project


def write_app(project: Project, source: str) -> None:
    (project.root / "small_app.py").write_text(source, encoding="utf-8")


@pytest.fixture
def browser(project: Project, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(project, tmp_path / "journal")
    yield browser
    browser.session.stop()


def ask(browser: Browser, msgid: str, page: str = "p:/") -> Any:
    entry = browser.open(msgid)
    body = {"catalog": entry["catalog"], "id": entry["id"], "page": page, "client": "me"}
    answer = browser.tell("POST", "numbers", **body)
    assert answer.status_code == 200
    return answer.json


def read(answer: Any) -> dict[int, str]:
    return {row["number"]: "|".join(row["sentence"]) for row in answer["rows"]}


def test_the_page_is_asked_for_each_number(browser: Browser) -> None:
    answer = ask(browser, "%(num)d day")
    assert list(read(answer)) == SL
    assert read(answer)[101] == "After |101 dan| it ended."
    assert read(answer)[2] == "After |2 dneva| it ended."
    assert all(row["is_on_page"] for row in answer["rows"])
    assert answer["problem"] is None


def test_forms_that_read_alike_are_told(browser: Browser) -> None:
    rows = {row["number"]: row for row in ask(browser, "%(num)d day")["rows"]}
    assert [rows[n]["name"] for n in (1, 2, 3, 5)] == ["one", "two", "few", "other"]
    assert [rows[n]["same"] for n in (1, 2, 3, 5)] == ["", "", "", "few"]


def test_a_draft_is_what_is_read(browser: Browser) -> None:
    entry = browser.open("%(num)d day")
    browser.draft(entry, "%(num)d dan", "%(num)d dneva", "%(num)d dnevi", "%(num)d dni")
    answer = ask(browser, "%(num)d day")
    assert read(answer)[3] == "After |3 dnevi| it ended."
    assert {row["same"] for row in answer["rows"]} == {""}


@pytest.mark.parametrize("page", ["p:/", "", "p:/nowhere", "s:none"])
def test_a_message_that_is_not_in_the_text_of_a_page_is_read_alone(
    browser: Browser, page: str
) -> None:
    answer = ask(browser, "%(num)d picture", page)
    assert read(answer)[1] == "|1 picture|"
    assert read(answer)[1_000_000] == "|1.000.000 pictures|"
    assert not any(row["is_on_page"] for row in answer["rows"])


def test_a_message_without_plural_forms_has_no_numbers(browser: Browser) -> None:
    assert ask(browser, "Title") == {"rows": [], "problem": None}


def test_an_application_that_fails_is_told(browser: Browser, project: Project) -> None:
    write_app(project, "1 / 0")
    answer = ask(browser, "%(num)d day")
    assert "ZeroDivisionError" in answer["problem"]
    assert read(answer)[2] == "|2 dneva|"
