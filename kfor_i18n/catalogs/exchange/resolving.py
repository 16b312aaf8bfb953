"""Rows brought to the messages of catalogs: by our ids, else by source, context and plural."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from kfor_i18n.catalogs.exchange.incoming import Incoming, choose, explain, narrow
from kfor_i18n.catalogs.exchange.index import Index, Located
from kfor_i18n.catalogs.exchange.loose import LooseRows
from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.messages import strip_forms
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Code, Problem

IMPORT_EDITED = Code(
    "import-edited",
    N_("Source text that was edited in the file"),
    N_("The id names a message whose source text is another one than the file has."),
)


def resolve(document: Document, index: Index) -> list[Incoming]:
    """Return what a document says, message by message."""
    loose = LooseRows(document, index)
    results: list[Incoming] = []
    for rows in _group(document.rows):
        if document.is_flat and not rows[0].id:
            results += loose.add(rows[0])
        else:
            results.append(_resolve(document, index, rows))
    return results


def _group(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows of each message together, by id or by their file's own grouping."""
    groups: dict[Hashable, list[Row]] = {}
    seen: Counter[Hashable] = Counter()
    for number, row in enumerate(rows):
        name: Hashable = number if row.group is None else ("group", row.group)
        if row.id:
            # A form that stands there again is another opinion, which is compared later.
            name = (row.id, seen[row.id, row.form])
            seen[row.id, row.form] += 1
        groups.setdefault(name, []).append(row)
    return list(groups.values())


def _resolve(document: Document, index: Index, rows: Sequence[Row]) -> Incoming:
    # Translate Toolkit marks all forms of a guess but the first, empty ones among them.
    states = [row.is_fuzzy for row in rows]
    incoming = Incoming(
        rows[0],
        {row.form or 0: row.target for row in rows},
        is_fuzzy=True if True in states else next(iter(states), None),
    )
    incoming.found = index.by_id.get(rows[0].id)
    if incoming.found is not None:
        if not all(_has_source(incoming.found.entry, row.source) for row in rows):
            incoming.problem = Problem(
                IMPORT_EDITED,
                N_("has another source text here than its id says; restore it, or export anew"),
            )
        return incoming
    texts = strip_forms([incoming.forms.get(form, "") for form in range(max(incoming.forms) + 1)])
    candidates = _find_candidates(document, index, rows)
    choose(incoming, candidates, [strip_forms(c.entry.msgstrs) == texts for c in candidates])
    if not candidates:
        explain(document, index, incoming)
    return incoming


def _has_source(entry: Entry, source: str) -> bool:
    """Tell whether a text is an entry's source, but for white space, which editors change."""
    sources = [entry.msgid] if entry.plural is None else [entry.msgid, entry.plural]
    return _squash(source) in map(_squash, sources)


def _squash(text: str) -> str:
    return "".join(text.split())


def _find_candidates(document: Document, index: Index, rows: Sequence[Row]) -> list[Located]:
    """Return the messages that rows can be about; those of a group have its plural."""
    first = rows[0]
    found = narrow(document, index.with_msgid(first.source), first)
    if first.form is None:
        return [c for c in found if c.entry.plural is None]
    plural = first.plural
    if plural is None and len(rows) > 1:
        plural = rows[1].source
    return [c for c in found if c.entry.plural is not None and plural in (None, c.entry.plural)]
