"""The table of all codes in ``docs/checks.md``, made from the codes that the program declares.

``python -m tests.docs.codes`` writes it into the page; ``make sync`` runs that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kfor_i18n import cli, workbench
from kfor_i18n.catalogs.checks.selection import load_codes
from kfor_i18n.catalogs.problems import Code
from tests.builders import ROOT

PAGE = ROOT / "docs" / "checks.md"

_HEAD = "| code | problem | severity | default |\n|---|---|---|---|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")


def make_table(codes: Iterable[Code]) -> str:
    """Return the table: a row for each code with its title, severity and default."""
    return _HEAD + "".join(
        f"| `{code.name}` | {code.title.replace('%%', '%').replace('|', chr(92) + '|')} "
        f"| {code.severity} | {_default(code)} |\n"
        for code in codes
    )


def _default(code: Code) -> str:
    if not code.is_on:
        return "off"
    return f"on for {', '.join(sorted(code.languages))}" if code.languages else "on"


def update_page(page: str) -> str:
    """Return the text of the page with the table as it is now."""
    table = make_table(load_codes(cli, workbench).values())
    return _TABLE.sub(lambda _: table, page)


if __name__ == "__main__":
    PAGE.write_text(update_page(PAGE.read_text("utf-8")), "utf-8")
