"""The page about checks lists every code as the program declares it."""

from __future__ import annotations

import re

from kfor_i18n import cli, workbench
from kfor_i18n.catalogs.checks.selection import load_codes
from tests.docs.codes import PAGE, update_page

TEXT = PAGE.read_text(encoding="utf-8")


def test_every_code_is_listed_with_its_title_severity_and_default() -> None:
    assert "| `placeholder-missing` |" in TEXT
    assert update_page(TEXT) == TEXT, "out of date; run python -m tests.docs.codes"


def test_the_page_explains_why_a_code_is_off_by_default() -> None:
    section = TEXT.split("## Checks that are off by default\n")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z][a-z-]*)`", section)) - {"check"}
    assert named == {code.name for code in load_codes(cli, workbench).values() if not code.is_on}
