from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.rules.context import find_without_context
from kfor_i18n.catalogs.project import read_project
from kfor_i18n.catalogs.workflow import extract


def find(root: Path, template: str, python: str = "") -> list[tuple[str, int | None, str | None]]:
    """Return the file, line and msgid of each finding in a project with these sources."""
    (root / "babel.cfg").write_text("[python: **.py]\n[jinja2: **.html]\n")
    (root / "page.html").write_text(template, encoding="utf-8")
    (root / "app.py").write_text(python, encoding="utf-8")
    project = read_project(root)
    extract(project)
    return [(found.path.name, found.line, found.msgid) for found in find_without_context(project)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>{{ _('Open') }}</p>",
        "<button>{{ _('Save all of the changes') }}</button>",
        "<h2>{{ _('What we have done so far') }}</h2>",
        "<input placeholder=\"{{ _('The name of your best friend') }}\">",
        "<a aria-label=\"{{ _('Close the window that is open') }}\">x</a>",
    ],
)
def test_what_does_not_explain_itself_needs_a_comment(tmp_path: Path, html: str) -> None:
    (found,) = find(tmp_path, f"\n{html}")
    assert found[:2] == ("page.html", 2)


@pytest.mark.parametrize(
    "html",
    [
        "<p>{{ _('This is a whole sentence.') }}</p>",
        "{# Translators: a button #}\n<button>{{ _('Open') }}</button>",
        "<button>{{ pgettext('a button', 'Open') }}</button>",
    ],
)
def test_a_sentence_a_comment_or_a_context_is_enough(tmp_path: Path, html: str) -> None:
    assert find(tmp_path, html) == []


def test_the_line_in_python_is_named(tmp_path: Path) -> None:
    python = 'from flask_babel import _\n\nA = _("A whole sentence here.")\nB = _("Open")\n'
    assert find(tmp_path, "", python) == [("app.py", 4, "Open")]


def test_without_a_template_another_check_says_what_to_do(tmp_path: Path) -> None:
    find(tmp_path, "<p>{{ _('Open') }}</p>")
    (tmp_path / "translations" / "messages.pot").unlink()
    assert list(find_without_context(read_project(tmp_path))) == []
