"""What was measured of translations that do not fit: taken, told, forgotten when they change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.live.fits import KINDS, WIDTHS
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser
from tests.workbench.opening import write_app

APP = """
from flask import Flask, render_template_string
from flask_babel import Babel, gettext, ngettext

app = Flask(__name__)
Babel(app)

@app.get("/")
def page():
    return render_template_string(
        "<!doctype html><h1>{{ _('Title') }}</h1><p>{{ _('Text') }} {{ _('Title') }}</p>"
        "<p>{{ ngettext('%(num)d day', '%(num)d days', 3) }}</p>"
    )

@app.get("/other/")
def other():
    return render_template_string("<!doctype html><h1>{{ _('Title') }}</h1>")

@app.get("/data.json")
def data():
    return {}
"""
TEXT = f"""{HEADERS["sl"]}
msgid "Title"
msgstr "Naslov"

msgid "Text"
msgstr "Besedilo"

msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d dan"
msgstr[1] "%(num)d dneva"
msgstr[2] "%(num)d dnevi"
msgstr[3] "%(num)d dni"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project", TEXT, settings='app = "small_app:app"')
    write_app(project.root, APP)
    return project


@pytest.fixture
def browser(project: Project, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(project, tmp_path / "journal")
    yield browser
    browser.session.stop()


def render(browser: Browser, page: str = "p:/") -> Any:
    answer = browser.tell("POST", "fit/pages", catalog="sl.messages", page=page)
    assert answer.status_code == 200, answer.text
    return answer.json


def take(browser: Browser, name: str, misfits: Any, entry: str = "") -> Any:
    return browser.tell(
        "PUT", "fit", catalog="sl.messages", measuring=name, misfits=misfits, entry=entry
    )


def say(entry: Any) -> list[str]:
    return [each["text"] for each in entry["findings"] if each["code"] == "fit"]


def test_a_page_is_rendered_in_each_form_with_its_source_beside_it(browser: Browser) -> None:
    answer = render(browser)
    assert answer["widths"] == list(WIDTHS)
    assert len(answer["pairs"]) == 4
    texts = [
        (read(browser, pair["target"]), read(browser, pair["source"])) for pair in answer["pairs"]
    ]
    assert [target.rpartition("<p>")[2] for target, _ in texts] == [
        "3 dnevi</p>", "1 dan</p>", "2 dneva</p>", "5 dni</p>",
    ]  # fmt: skip
    assert texts[1][1] == "<!doctype html><h1>Title</h1><p>Text Title</p><p>1 day</p>"
    assert texts[0][1].endswith("<p>3 days</p>")
    assert answer["pairs"][0]["matches"] == [[0, 0], [1, 1], [2, 2], [3, 3]]


def read(browser: Browser, page: Any) -> str:
    text: str = browser.send("GET", page["address"]).text
    for number in range(9):
        text = text.replace(f"<!--m:{number}-->", "").replace(f"<!--/m:{number}-->", "")
    return text


def test_what_does_not_fit_is_a_finding_of_its_message_and_in_the_list(browser: Browser) -> None:
    name, id_ = render(browser)["measuring"], browser.open("Title")["id"]
    misfits = [[0, 0, "clipped", 390], [0, 2, "clipped", 320], [2, 3, "lines", 320]]
    answer = take(browser, name, misfits, id_).json
    assert answer["found"] == 2
    said = "cut off at 320, 390 px on /; shorten the translation"
    assert say(answer) == say(browser.open("Title")) == [said]
    assert say(browser.open("%(num)d day")) == [
        '"two": more lines than the source text at 320 px on /; shorten the translation'
    ]
    fitting = browser.list(filter="fit")
    assert [each["source"] for each in fitting] == ["Title", "%(num)d day"]
    assert [each["findings"] for each in fitting] == [1, 1]
    assert browser.list(filter="findings") == fitting
    items = browser.ask("fit", catalog="sl.messages")["items"]
    assert [each["source"] for each in items] == ["Title", "%(num)d day"]
    assert items[0]["shows"] == [{"page": "p:/", "width": 320}, {"page": "p:/", "width": 390}]


def test_pages_are_told_together_and_measured_anew_each_by_itself(browser: Browser) -> None:
    take(browser, render(browser)["measuring"], [[0, 0, "outside", 768]])
    take(browser, render(browser, "p:/other/")["measuring"], [[0, 0, "outside", 320]])
    said = "larger than its box at 320, 768 px on /, /other/; shorten the translation"
    assert say(browser.open("Title")) == [said]
    version = browser.session.changes.version
    take(browser, render(browser)["measuring"], [[0, 0, "outside", 768]])
    assert browser.session.changes.version == version
    take(browser, render(browser)["measuring"], [])
    assert browser.session.changes.version > version
    said = "larger than its box at 320 px on /other/; shorten the translation"
    assert say(browser.open("Title")) == [said]


def test_another_text_is_not_what_was_measured(browser: Browser) -> None:
    take(browser, render(browser)["measuring"], [[0, 0, "clipped", 390]])
    entry = browser.open("Title")
    assert say(entry)
    assert say(browser.draft(entry, "Ime").json) == []
    assert browser.list(filter="fit") == []
    name = render(browser)["measuring"]
    browser.draft(browser.open("Title"), "Krajše")
    assert say(take(browser, name, [[0, 0, "clipped", 390]], entry["id"]).json) == []
    browser.draft(browser.open("Title"), "Naslov")
    assert browser.list(filter="fit") == []


def test_a_warning_is_ignored_for_good(browser: Browser, project: Project) -> None:
    take(browser, render(browser)["measuring"], [[0, 0, "clipped", 390]])
    entry = browser.open("Title")
    answer = browser.tell(
        "POST", "dismiss", catalog=entry["catalog"], id=entry["id"], code="fit"
    )  # fmt: skip
    assert say(answer.json) == []
    assert "# kfor-i18n: ignore fit\nmsgid" in project.catalogs()[0].read_text("utf-8")
    assert browser.list(filter="fit") == []


def test_a_warning_that_is_measured_does_not_hold_up_a_save(browser: Browser) -> None:
    browser.draft(browser.open("Text"), "Vsebina")
    take(browser, render(browser)["measuring"], [[0, 1, "clipped", 390]])
    entry = browser.open("Text")
    assert say(entry)
    answer = browser.save(entry, "Vsebina", confirmed=[])
    assert answer.status_code == 200
    assert say(answer.json["entry"])


@pytest.mark.parametrize(
    "item",
    [
        [0, 0, "torn", 390], [0, 0, "clipped", 391], [9, 0, "clipped", 390], [0, 9, "clipped", 390],
        [-1, 0, "clipped", 390], [0, "0", "clipped", 390], [0], 5, None, [0, 0, {}, 390],
    ],
)  # fmt: skip
def test_what_cannot_have_been_measured_is_refused(browser: Browser, item: Any) -> None:
    name = render(browser)["measuring"]
    assert take(browser, name, [item]).status_code == 400
    assert take(browser, name, [[0, 0, KINDS[0], WIDTHS[0]]]).status_code == 200


def test_only_what_was_begun_is_finished_and_once(browser: Browser) -> None:
    assert take(browser, "none", []).status_code == 404
    name = render(browser)["measuring"]
    assert take(browser, name, "none").status_code == 400
    assert take(browser, name, []).status_code == 200
    assert take(browser, name, []).status_code == 404


def test_a_file_has_nothing_to_measure_and_a_page_that_is_none_is_told(browser: Browser) -> None:
    assert render(browser, "p:/data.json")["pairs"] == []
    answer = browser.tell("POST", "fit/pages", catalog="sl.messages", page="s:none")
    assert answer.status_code == 404


def test_an_application_that_fails_is_told(browser: Browser, project: Project) -> None:
    write_app(project.root, "1 / 0")
    answer = browser.tell("POST", "fit/pages", catalog="sl.messages", page="p:/")
    assert answer.status_code == 502
    assert "ZeroDivisionError" in answer.json["error"]
