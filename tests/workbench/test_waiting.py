"""Few requests wait for the application at a time, so that the others are answered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kfor_i18n.workbench.rendering.waiting import BusyError, Gate
from tests.builders import HEADERS, make_project
from tests.workbench.clients import Browser


@pytest.fixture
def browser(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    project = make_project(tmp_path, HEADERS["sl"])
    source = (
        "from flask import Flask\napp = Flask(__name__)\napp.get('/')(lambda: 'page')\n"
        "app.get('/a.css', endpoint='css')(lambda: ('p{}', {'Content-Type': 'text/css'}))\n"
    )
    (tmp_path / "waiting_app.py").write_text(source, encoding="utf-8")
    project = replace(project, app="waiting_app:app")
    browser = Browser(project, tmp_path_factory.mktemp("state") / "journal")
    yield browser
    browser.session.stop()


def test_a_gate_lets_as_many_in_as_it_may() -> None:
    gate = Gate(2, 1, 0.01)
    with ExitStack() as stack:
        stack.enter_context(gate.enter())
        with gate.enter():
            pass
        stack.enter_context(gate.enter())
        with pytest.raises(BusyError), gate.enter():
            pass
    with gate.enter(), gate.enter():
        pass


def test_who_waits_gets_in_when_another_leaves() -> None:
    gate = Gate(1, 1, 20)

    def enter() -> str:
        with gate.enter():
            return "in"

    with ThreadPoolExecutor() as pool:
        with gate.enter():
            waiting = pool.submit(enter)
        assert waiting.result(timeout=10) == "in"


def test_others_are_told_to_come_again(browser: Browser) -> None:
    preview: Any = browser.session.preview
    preview._frames, preview._files = Gate(1, 0, 0), Gate(1, 0, 0)
    with preview._files.enter():
        answer = browser.send("GET", "/a.css", Sec_Fetch_Dest="style")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        # Another page can be shown.
        page = browser.tell("POST", "render", catalog="sl.messages", page="p:/")
        assert page.status_code == 200
    with preview._frames.enter():
        answer = browser.tell("POST", "render", catalog="sl.messages", page="p:/")
        assert answer.status_code == 503
        assert "busy" in answer.json["error"]
    assert browser.send("GET", "/a.css", Sec_Fetch_Dest="style").status_code == 200
