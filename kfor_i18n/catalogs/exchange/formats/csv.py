"""CSV (RFC 4180, UTF-8 with a byte order mark) for spreadsheets: a row for each text.

Spreadsheets evaluate cells that begin like a formula. Such cells are escaped with a leading
apostrophe; so are those that already have one, so that removing one apostrophe is the exact
inverse.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.exchange.formats.model import InputFile, Parcel, WritableFormat
from kfor_i18n.catalogs.exchange.places import note_of
from kfor_i18n.catalogs.exchange.rows import Document, Row, join_id, split_id
from kfor_i18n.catalogs.exchange.units import Form, Unit
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

EXCHANGE_CSV = Code(
    "exchange-csv",
    # Translators: the title of a kind of finding.
    N_("Incomplete table"),
    N_("If a quotation mark is not closed, the rows after it are read as part of the cell."),
)


COLUMNS = (
    "id", "context", "source", "plural form", "target", "state", "previous", "comments",
    "locations", "digest",
)  # fmt: skip

_DANGEROUS = "(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
_TO_ESCAPE = re.compile(f"'*{_DANGEROUS}")
_ESCAPED = re.compile(f"'+{_DANGEROUS}")
_FORM = re.compile(r"\s*([0-9]{1,2})\b")
_SEPARATORS = (",", ";", "\t")
_MAX_CELL = 10_000_000
_REVIEW = frozenset({"fuzzy", "needs work", "needs review", "true", "yes", "x", "1"})
_CONFIRMED = frozenset({"translated", "reviewed", "approved", "final", "false", "no", "0"})


def write(parcel: Parcel) -> bytes:
    """Return a table with the column names in its first row."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for handout in parcel.handouts:
        for unit in handout.units:
            writer.writerows(map(_escape, _list_cells(unit, form)) for form in unit.forms)
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def _list_cells(unit: Unit, form: Form) -> tuple[str, ...]:
    number = "" if form.number is None else str(form.number)
    places = map(note_of, unit.places)
    return (
        join_id(unit.id, form.number),
        unit.context or "",
        form.source,
        f"{number} (n = {form.examples})" if form.examples else number,
        form.target,
        unit.state,
        form.previous,
        "\n".join(filter(None, (unit.extracted_comments, unit.translator_comments, *places))),
        "\n".join(unit.references),
        unit.digest,
    )


def _escape(cell: str) -> str:
    return f"'{cell}" if _TO_ESCAPE.match(cell) else cell


def _unescape(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def read(file: InputFile) -> list[Document] | None:
    """Return the document in a table with at least the columns source and target.

    Raises ``CatalogError`` if a quoted cell is not closed.
    """
    if not file.is_plain or file.text is None:
        return None
    found = _find_columns(file.text)
    return [_read_table(file.path, file.text, *found)] if found else None


def _find_columns(text: str) -> tuple[str, list[str]] | None:
    """Return the separator and the lower-case column names; ``None`` for any other text."""
    start = text[:4096].lstrip("\ufeff")
    for separator in _SEPARATORS:
        try:
            names = next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), [])
        except csv.Error:
            continue
        columns = [name.strip().lower() for name in names]
        if {"source", "target"} <= set(columns):
            return separator, columns
    return None


def _read_table(path: Path, text: str, separator: str, columns: Sequence[str]) -> Document:
    # Translate Toolkit writes this column, and escapes with backslashes.
    is_toolkits = "location" in columns
    limit = csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(
        io.StringIO(text.lstrip("\ufeff"), newline=""),
        delimiter=separator,
        escapechar="\\" if is_toolkits else None,
        strict=True,
    )
    try:
        rows = list(_read_rows(reader, columns))
    except csv.Error as error:
        problem = Problem(
            EXCHANGE_CSV,
            N_("incomplete or invalid CSV (%(error)s); save it again as CSV in UTF-8"),
            {"error": error},
        )
        raise CatalogError([Finding(path, reader.line_num, problem)]) from None
    finally:
        csv.field_size_limit(limit)
    return Document(path, rows, is_flat=True, has_contexts="context" in columns)


def _read_rows(reader: Any, columns: Sequence[str]) -> Iterator[Row]:
    next(reader, None)
    line = reader.line_num + 1
    for cells in reader:
        if any(cells):
            given = dict(zip(columns, map(_unescape, cells), strict=False))
            yield _read_row(given, line)
        line = reader.line_num + 1


def _read_row(given: Mapping[str, str], line: int) -> Row:
    name, form = split_id(given.get("id", ""))
    number = _FORM.match(given.get("plural form", ""))
    return Row(
        line=line,
        source=given.get("source", ""),
        target=given.get("target", ""),
        id=name,
        digest=given.get("digest", "").strip() if name else "",
        context=given.get("context") or None,
        form=form if name else int(number[1]) if number else None,
        is_fuzzy=_read_state(given.get("state") or given.get("fuzzy") or ""),
        space="line-ends",
    )


def _read_state(text: str) -> bool | None:
    """Return whether a translation needs review; ``None`` if the cell has no known state.

    "Untranslated" is the state of the exported empty cell and is meaningless once that is filled
    in.
    """
    word = text.strip().lower()
    if word in _REVIEW:
        return True
    return False if word in _CONFIRMED else None


FORMAT = WritableFormat(
    name="csv", title="CSV (source, target)", suffix="csv", read=read, write=write, has_places=True
)
