"""Calls in JavaScript that Babel's extractor passes over without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.extraction import KEYWORDS
from tests.catalogs.extraction.sources import list_findings, run, texts, write

MAPPING = "[javascript: **.js]\n"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("gettext(name)", 1),
        ("\ni18n.gettext(name)", 2),
        ("gettext('a' + name)", 1),
        ("gettext(`a ${name}`)", 1),
        ("gettext(find('a'))", 1),
        ("ngettext('a', many, n)", 1),
        ("ngettext('a')", 1),
        ("pgettext('menu', name)", 1),
        ("f(gettext({a: [1, 2]}, 3))", 1),
        ("gettext()", 1),
        ("gettext(name", 1),
    ],
)
def test_a_call_whose_text_is_no_literal_is_told(tmp_path: Path, source: str, line: int) -> None:
    write(tmp_path, {"app.js": source}, MAPPING)
    assert set(list_findings(tmp_path)) == {("app.js", line, "not-literal", "warning")}


@pytest.mark.parametrize(
    "source",
    [
        "gettext('a')",
        "gettext('a' + \"b\")",
        "gettext(`a`)",
        "ngettext('a', 'b', n[1], {c: 2})",
        "pgettext('menu', 'a', )",
        "function gettext(message) { return message }",
        "const o = { gettext(message) { return message } }",
        "// gettext(name)",
        "'gettext(name)'",
        "x.gettexts(name)",
        "_(list).map(f)",
    ],
)
def test_nothing_is_told_of_literals_and_of_what_is_no_call(tmp_path: Path, source: str) -> None:
    assert list_findings(write(tmp_path, {"app.js": source}, MAPPING)) == []


def test_a_file_without_gettext_functions_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"app.js": "x = '\\", "b.js": "gettext('Text')"}, MAPPING)
    own = {name: keyword for name, keyword in KEYWORDS.items() if len(name) > 2}
    assert texts(tmp_path, keywords=own) == [("Text", None, None)]


@pytest.mark.parametrize(
    "call", ["gettext('Hello ' + name)", "gettext(`t ${x}`)", "gettext(c ? 'p' : 'q')"]
)
def test_a_part_of_what_is_left_out_is_not_extracted(tmp_path: Path, call: str) -> None:
    source = f"gettext('q');\n{call};\ngettext('t ${{x}}');\n"
    write(tmp_path, {"app.js": source}, MAPPING)
    extraction = run(tmp_path)
    assert [finding.line for finding in extraction.findings] == [2]
    assert [message.msgid for message in extraction.messages] == ["q", "t ${x}"]
