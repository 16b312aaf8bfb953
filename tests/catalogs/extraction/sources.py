from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import pytest

from kfor_i18n.catalogs.extraction import (
    ExtractedMessage,
    Extraction,
    ExtractionError,
    ExtractionOptions,
    extract_messages,
)

needs_todays_lines = pytest.mark.skipif(
    tuple(map(int, metadata.version("Babel").split(".")[:2])) < (2, 18),
    reason="Babel before 2.18 counts the lines of Python calls from their parenthesis",
)

MAPPING = "[python: **.py]\n[jinja2: **.html]\n"


Expected = tuple[str, str | None, str | None]


def write(root: Path, files: Mapping[str, str | bytes], mapping: str = MAPPING) -> Path:
    for name, content in {"babel.cfg": mapping, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def run(root: Path, **options: object) -> Extraction:
    chosen = ExtractionOptions(**options)  # type: ignore[arg-type]
    return extract_messages(root, root / "babel.cfg", options=chosen)


def extract(root: Path, **options: object) -> tuple[ExtractedMessage, ...]:
    """Return the messages of sources in which nothing is wrong."""
    return run(root, strict=True, **options).messages


def texts(root: Path, **options: object) -> list[Expected]:
    return [(found.msgid, found.plural, found.context) for found in extract(root, **options)]


def refuse(root: Path, **options: object) -> ExtractionError:
    with pytest.raises(ExtractionError) as caught:
        extract(root, **options)
    return caught.value


def list_findings(root: Path, **options: object) -> list[tuple[str, int | None, str, str]]:
    """Return what is found by a run that goes on: file, line, code and severity."""
    return [
        (found.path.as_posix(), found.line, found.problem.code.name, found.severity)
        for found in run(root, **options).findings
    ]


def refusals(root: Path, **options: object) -> list[tuple[str, int | None, str]]:
    findings = refuse(root, **options).findings
    return [(found.path.as_posix(), found.line, found.problem.code.name) for found in findings]


ORDINARY = {
    "app/views.py": (
        "from flask_babel import _, gettext, ngettext, pgettext\n\n\n"
        "def gettext_lazily(message): ...\n\n\n"
        "class Form(Base):\n"
        '    label = _("Name")\n'
        "    # Translators: shown above the form\n"
        '    help = gettext(\n        "A long text "\n        "over two lines"\n    )\n\n'
        "    def check(self, n, name):\n"
        '        flash(_("Hello %(name)s", name=_("you")))\n'
        '        flash(ngettext("%(num)d day", "%(num)d days", len(n[0]["key"]), x={"a": 1}))\n'
        '        return [pgettext("menu", "Open"), _("100 %"), _("%s") % name, t._("č" + "š")]\n'
    ),
    "app/empty.py": "",
    "app/templates/page.html": (
        "{# Translators: a page #}\n"
        '<h1>{{ _("Title") }}</h1>\n'
        "{% trans count=items|length, name=user.name %}\n  {{ name }} has one\n"
        "{% pluralize %}\n  {{ name }} has {{ count }} {% endtrans %}\n"
        '{{ npgettext("menu", "file", "files", n) }}{{ _("Hello %(name)s", name=_("Name")) }}\n'
    ),
    "app/templates/mail.txt": '{% for x in y %}{{ gettext("Dear %(x)s", x=x) }}{% endfor %}',
    "app/static/app.js": 'alert(gettext("Script")); ngettext("one", "many", 2);',
    "app/static/vendor/lib.js": 'gettext("Vendor")',
    "tests/test_app.py": '_("Tested")',
    "setup.py": '_("Setup")',
}


ORDINARY_MAPPING = (
    "[ignore: tests/**]\n[ignore: **/vendor/**]\n[python: app/**.py]\n"
    "[jinja2: app/templates/**.html]\ntrimmed = true\nsilent = false\n"
    "[jinja2: app/templates/**.txt]\n[javascript: **.js]\n"
)
