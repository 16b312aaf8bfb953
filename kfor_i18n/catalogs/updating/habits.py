"""What a catalog has of a template's references: a habit that an update keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kfor_i18n.catalogs.po.comments import REFERENCES, read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile, read_entry
from kfor_i18n.catalogs.po.writing import Style, format_references, replace_comments

_LINE_NUMBER = re.compile(r":[0-9]+$")


def fit_references(catalog: PoFile, wanted: Sequence[Entry]) -> Sequence[Entry]:
    """Return a template's entries with references as a catalog has them.

    A catalog whose entries have no references, as ``pybabel --add-location=never`` writes it, gets
    none; one whose references name files only gets no line numbers.
    """
    found = [reference for entry in catalog.live for reference in read_references(entry)]
    if not catalog.live or any(map(_LINE_NUMBER.search, found)):
        return wanted
    return [_fit(entry, has_files=bool(found)) for entry in wanted]


def _fit(entry: Entry, *, has_files: bool) -> Entry:
    old = read_references(entry)
    new = [_LINE_NUMBER.sub("", name) for name in old] if has_files else []
    new = list(dict.fromkeys(new))
    if new == old:
        return entry
    # Wrapping does not matter: entries are compared and written by their references.
    style = Style(width=0)
    comments = replace_comments(entry.comments, REFERENCES, format_references(new, style), style)
    return read_entry(entry.text[: entry.comments_at] + comments + entry.body)
