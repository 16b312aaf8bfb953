"""Questions of translators about a source text: translator comments with a mark."""

from __future__ import annotations

from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.file import Entry

MARK = "kfor-i18n: question: "
"""How the line of a question begins, after the marker of translator comments."""


def read_questions(entry: Entry) -> list[str]:
    """Return the questions about an entry's source text, in the order of its comments."""
    if MARK not in entry.comments:
        return []
    lines = comment_lines(entry, TRANSLATOR)
    return [line.removeprefix(MARK).strip() for line in lines if line.startswith(MARK)]


def write_question(text: str) -> str:
    """Return the line of a question, whatever lines it was typed in."""
    return MARK + " ".join(text.split())
