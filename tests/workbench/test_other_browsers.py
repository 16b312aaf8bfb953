"""The workbench in Firefox and in WebKit: a text is clicked, typed, seen and saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.builders import CATALOG, HEADERS, make_project
from tests.workbench.drivers import FIREFOX, WEBKIT, XVFB, Driven, run_firefox, run_webkit
from tests.workbench.running import run_workbench

TEXT = f"""{HEADERS["sl"]}
msgid "Hello, world"
msgstr "Pozdrav"
"""
APP = """
from flask import Flask, render_template_string
from flask_babel import Babel, gettext

app = Flask(__name__)
babel = Babel(app)

@app.get("/")
def page():
    return render_template_string("<!doctype html><p>Before</p><h1>{{ _('Hello, world') }}</h1>")
"""
CONTROL, ENTER = "\ue009", "\ue007"
FRAME = "document.querySelector('iframe.front')"
SHOWN = f"{FRAME}?.contentDocument?.querySelector('h1')?.textContent"

Run = Callable[[Path], AbstractContextManager[Driven]]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("run", "is_there"),
    [
        pytest.param(run_firefox, FIREFOX, id="firefox"),
        pytest.param(run_webkit, WEBKIT and XVFB, id="webkit"),
    ],
)
def test_a_text_is_clicked_typed_seen_and_saved(run: Run, is_there: object, tmp_path: Path) -> None:
    if not is_there and "REQUIRE_ALL" not in os.environ:
        pytest.skip("the browser is not installed")
    root = make_project(tmp_path / "project", TEXT).root
    (root / "small_app.py").write_text(APP, encoding="utf-8")
    with (
        run_workbench(root, tmp_path / "state", "--app", "small_app:app") as (_, address),
        run(tmp_path) as browser,
    ):
        browser.open(address)
        browser.wait_for(f"{SHOWN} === 'Pozdrav'")
        x, y = browser.wait_for(
            f"(() => {{ const frame = {FRAME}; const of = frame.getBoundingClientRect();"
            " const box = frame.contentDocument.querySelector('h1').getBoundingClientRect();"
            " return [of.left + box.left + 20, of.top + box.top + box.height / 2]; })()"
        )
        browser.click(x, y)
        browser.wait_for("document.activeElement?.localName === 'textarea'")
        browser.type(" vsem")
        browser.wait_for(f"{SHOWN} === 'Pozdrav vsem'")
        browser.press(CONTROL, ENTER)
        browser.wait_for("document.querySelector('[role=status]').textContent.startsWith('Saved')")
    assert '"Pozdrav vsem"' in (root / CATALOG).read_text(encoding="utf-8")
