"""Whitespace of exchanged texts: what belongs to the text, and what to the file that holds it.

XML is indented and wrapped by tools unless it says ``xml:space="preserve"`` (XML 1.0 section 2.10),
and spreadsheets write the line ends of their system. Neither is the translator's.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kfor_i18n.catalogs.exchange.rows import Row

# Whitespace in XML; a no-break space is a character of the text.
_SPACES = re.compile("[ \t\r\n]+")
_ENDS = re.compile("^[ \t\r\n]*|[ \t\r\n]*$")
_LINE_END = re.compile("\r\n?|\n")


class Fitted(NamedTuple):
    """A translation with the whitespace that its message has.

    ``is_certain`` is false if the source text has line breaks or runs of spaces inside it that
    the file has lost, so that those of the translation are lost as well.
    """

    text: str
    is_certain: bool = True


def collapse(text: str) -> str:
    """Return a text with each run of whitespace as one space, and with none at its ends."""
    return _SPACES.sub(" ", text).strip(" ")


def fit_target(row: Row, source: str, current: str) -> Fitted:
    """Return a row's translation with the whitespace of the message that it translates.

    ``source`` is the source text in the catalog, which may differ from the row's in whitespace;
    ``current`` is the translation there.
    """
    is_plain = collapse(source) == source
    if row.target == current or (row.source == source and _is_as_meant(row, is_plain)):
        return Fitted(row.target)
    if row.space != "layout" and _with_line_end("\n", row.source) == _with_line_end("\n", source):
        return Fitted(_with_line_end("\r\n" if "\r\n" in source else "\n", row.target))
    text = collapse(row.target)
    if not text or text == collapse(current):
        return Fitted(current if text else "")
    before, after = _ENDS.findall(source)[:2] if source.strip() else ("", "")
    if not is_plain and _inside(row.source) == _inside(source):
        # Only the ends were laid out: what is inside the source text was left as it is.
        return Fitted(f"{before}{_inside(row.target)}{after}")
    return Fitted(f"{before}{text}{after}", source == f"{before}{collapse(source)}{after}")


def _inside(text: str) -> str:
    return _with_line_end("\n", text).strip(" \t\n")


def _is_as_meant(row: Row, is_plain: bool) -> bool:
    """Return whether a row whose source text is the catalog's has the translation's whitespace.

    In a layout, a text without line breaks or runs of spaces proves nothing.
    """
    return row.space == "kept" or (row.space == "layout" and not is_plain)


def _with_line_end(line_end: str, text: str) -> str:
    return _LINE_END.sub(line_end, text)
