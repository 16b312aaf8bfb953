"""Assigning rows to the messages of catalogs: by id or, without ids, by their texts and context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.exchange.index import Index, Located
from kfor_i18n.catalogs.exchange.rows import Document, Row
from kfor_i18n.catalogs.exchange.whitespace import Fitted, collapse, fit_target
from kfor_i18n.catalogs.messages import drop_whitespace, strip_forms
from kfor_i18n.catalogs.problems import N_, Code, Problem

IMPORT_UNKNOWN = Code(
    "import-unknown",
    N_("Message not in any catalog"),
    N_("No message in this language has this source text."),
    severity="warning",
)


IMPORT_SOURCE = Code(
    "import-source",
    N_("Source text changed since the export"),
    N_(
        "The translation in the file is not imported. The catalog has the earlier translation as "
        "a fuzzy translation of the new source text."
    ),
)


IMPORT_PLURAL = Code(
    "import-plural",
    N_("Plural changed since the export"),
    N_("The message has a different plural in the catalog, or none."),
)


IMPORT_OBSOLETE = Code(
    "import-obsolete",
    # Translators: the title of a kind of finding.
    N_("Obsolete message"),
    N_("The sources no longer use the message."),
    severity="warning",
)


IMPORT_AMBIGUOUS = Code(
    "import-ambiguous",
    N_("Ambiguous source text"),
    N_("Several messages have this source text, and the file contains neither ids nor contexts."),
)


IMPORT_EDITED = Code(
    "import-edited",
    N_("Source text edited in the file"),
    N_("The message with this id has a different source text in the catalog."),
)


@dataclass(slots=True)
class Incoming:
    """A message in a file, with its translations by plural form (0 without a plural).

    ``found`` is the message in the catalogs. It is ``None`` if there is a ``problem`` that prevents
    an assignment, and if several messages match and one already has the translation.
    ``is_unknown``: no message matches.
    """

    row: Row
    forms: dict[int, str]
    found: Located | None = None
    is_fuzzy: bool | None = None
    problem: Problem | None = None
    is_unknown: bool = False


def resolve(document: Document, index: Index) -> list[Incoming]:
    """Return the messages of a document, assigned to those of the index."""
    loose = _LooseRows(document, index)
    results: list[Incoming] = []
    for rows in _group(document.rows):
        if document.is_flat and not rows[0].id:
            results += loose.add(rows[0])
        else:
            results.append(_resolve(document, index, rows))
    return results


def _group(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows of each message as a list, by id or by the groups of the file."""
    groups: dict[Hashable, list[Row]] = {}
    seen: Counter[Hashable] = Counter()
    for number, row in enumerate(rows):
        name: Hashable = number if row.group is None else ("group", row.group)
        if row.id:
            # A repeated form starts a second translation; the two are compared later.
            name = (row.id, seen[row.id, row.form])
            seen[row.id, row.form] += 1
        groups.setdefault(name, []).append(row)
    return list(groups.values())


def _resolve(document: Document, index: Index, rows: Sequence[Row]) -> Incoming:
    # Translate Toolkit marks all forms of a fuzzy translation except the first as fuzzy.
    states = [row.is_fuzzy for row in rows]
    incoming = Incoming(
        rows[0],
        {row.form or 0: row.target for row in rows},
        is_fuzzy=True if True in states else next(iter(states), None),
    )
    incoming.found = index.by_id.get(rows[0].id)
    if incoming.found is not None:
        if not all(_has_source(incoming.found, row.source) for row in rows):
            incoming.problem = Problem(
                IMPORT_EDITED,
                N_("source text does not match the message id; restore the text, or export again"),
            )
        return _fit(incoming, rows)
    candidates = _find_candidates(document, index, rows)
    _choose(incoming, candidates, [_is_same(c, rows) for c in candidates])
    if not candidates:
        _explain(document, index, incoming)
    return _fit(incoming, rows)


def _fit(incoming: Incoming, rows: Iterable[Row]) -> Incoming:
    """Give the translations the whitespace of the message that was found, if any."""
    if incoming.found is not None:
        for row in rows:
            fitted = _fit_row(incoming.found, row, row.form or 0)
            incoming.forms[row.form or 0] = fitted.text
            if not fitted.is_certain:
                incoming.is_fuzzy = True
    return incoming


def _fit_row(found: Located, row: Row, form: int) -> Fitted:
    texts = (*found.singulars, *found.plurals)
    source = next((text for text in texts if _is_like(row.source, text)), texts[-1])
    msgstrs = found.entry.msgstrs
    return fit_target(row, source, msgstrs[form] if form < len(msgstrs) else "")


def _is_same(found: Located, rows: Sequence[Row]) -> bool:
    """Return whether a message has the translation in rows already."""
    forms = {row.form or 0: _fit_row(found, row, row.form or 0).text for row in rows}
    texts = [forms.get(form, "") for form in range(max(forms) + 1)]
    return strip_forms(found.entry.msgstrs) == strip_forms(texts)


def _is_like(one: str, other: str) -> bool:
    """Return whether two texts are equal or differ in whitespace only."""
    return one == other or collapse(one) == collapse(other)


def _has_source(found: Located, source: str) -> bool:
    """Return whether a text is a message's source text, ignoring whitespace."""
    texts = (*found.singulars, *found.plurals)
    return drop_whitespace(source) in map(drop_whitespace, texts)


def _find_candidates(document: Document, index: Index, rows: Sequence[Row]) -> list[Located]:
    """Return the messages that match rows; those of a group must have its plural."""
    first = rows[0]
    found = _narrow(document, index.with_msgid(first.source), first)
    if first.form is None:
        return [c for c in found if c.entry.plural is None]
    plural = first.plural
    if plural is None and len(rows) > 1:
        plural = rows[1].source
    return [
        c
        for c in found
        if c.plurals and (plural is None or any(_is_like(plural, text) for text in c.plurals))
    ]


class _LooseRows:
    """Assigns independent rows, as written by other tools, to messages.

    Nothing in these rows groups the plural forms of a message. Each row has the source text that it
    translates, the singular or the plural, and the forms of a message are consecutive.
    """

    def __init__(self, document: Document, index: Index) -> None:
        """Initialize with the document of the rows and the index of the messages."""
        self._document = document
        self._index = index
        self._parts: dict[str, Incoming] = {}
        self._last = ""

    def add(self, row: Row) -> list[Incoming]:
        """Add the next row; return its message, or nothing if it is a further plural form."""
        incoming = Incoming(row, {0: row.target}, is_fuzzy=row.is_fuzzy)
        candidates = self._find(row)
        _choose(incoming, candidates, [row.target in c.entry.msgstrs for c in candidates])
        if not candidates:
            self._last = ""
            _explain(self._document, self._index, incoming)
        if incoming.found is None:
            return [incoming]
        self._last = incoming.found.id
        part = self._parts.get(self._last)
        form = _find_form(incoming.found, row, part.forms if part else {})
        fitted = _fit_row(incoming.found, row, form)
        is_fuzzy = row.is_fuzzy if fitted.is_certain else True
        if part and form not in part.forms:
            part.forms[form] = fitted.text
            part.is_fuzzy = part.is_fuzzy or is_fuzzy
            return []
        incoming.forms, incoming.is_fuzzy = {form: fitted.text}, is_fuzzy
        self._parts[self._last] = incoming
        return [incoming]

    def _find(self, row: Row) -> list[Located]:
        """Return the messages that match a row.

        A plural that directly follows its singular is the second form of that message. A later one
        may also be a message of its own, if there is one with that text.
        """
        by_msgid = _narrow(self._document, self._index.with_msgid(row.source), row)
        by_plural = _narrow(self._document, self._index.with_plural(row.source), row)
        following = [c for c in by_plural if c.id == self._last]
        if row.form is not None:
            return _unite(c for c in (*by_msgid, *by_plural) if c.entry.plural is not None)
        if following and len(self._parts[self._last].forms) == 1:
            return following
        return _unite((*by_msgid, *following)) if by_msgid else by_plural


def _unite(found: Iterable[Located]) -> list[Located]:
    return list({c.id: c for c in found}.values())


def _find_form(found: Located, row: Row, taken: dict[int, str]) -> int:
    """Return the plural form of a row: the one that it names, or the first free one."""
    if not found.plurals or row.form is not None:
        return row.form or 0
    is_plural = any(_is_like(row.source, text) for text in found.plurals)
    is_singular = any(_is_like(row.source, text) for text in found.singulars)
    if is_singular and (0 not in taken or not is_plural):
        return 0
    return len(taken) if 0 in taken else len(taken) + 1


_AMBIGUOUS = Problem(
    IMPORT_AMBIGUOUS,
    N_("source text of several messages; add contexts to the file or, if the messages are in "
       "different domains, choose one with --domain"),
)  # fmt: skip
_UNKNOWN = Problem(
    IMPORT_UNKNOWN,
    N_("not in any catalog, so it is skipped; export again to get the current messages"),
)
_OBSOLETE = Problem(
    IMPORT_OBSOLETE,
    N_("no longer used, so it is skipped; export again to get the current messages"),
)


def _narrow(document: Document, found: Iterable[Located], row: Row) -> list[Located]:
    """Return the messages in the document's domain, if any are, and with the row's context."""
    chosen = list(found)
    if any(c.catalog.domain == document.domain for c in chosen):
        chosen = [c for c in chosen if c.catalog.domain == document.domain]
    if document.has_contexts:
        exact = [c for c in chosen if c.entry.context == row.context]
        # CSV and TMX files do not distinguish an empty context from none.
        chosen = exact or [c for c in chosen if (c.entry.context or "") == (row.context or "")]
    return chosen


def _choose(incoming: Incoming, candidates: Sequence[Located], are_same: Sequence[bool]) -> None:
    """Set the only candidate; of several, one must have the translation already.

    Otherwise the text is ambiguous, which becomes the problem.
    """
    if len(candidates) == 1:
        incoming.found = candidates[0]
    elif candidates and not any(are_same):
        incoming.problem = _AMBIGUOUS


def _explain(document: Document, index: Index, incoming: Incoming) -> None:
    """Set the problem that explains why no message matches a row."""
    source = incoming.row.source
    if _narrow(document, index.with_msgid(source), incoming.row):
        incoming.problem = Problem(
            IMPORT_PLURAL,
            N_("different plural in the catalog; export again and translate the new version"),
        )
    elif successor := index.find_successor(source):
        incoming.problem = Problem(
            IMPORT_SOURCE,
            N_('source text changed to "%(text)s"; export again and translate the new version'),
            {"text": successor.entry.msgid},
        )
    else:
        incoming.is_unknown = True
        incoming.problem = _OBSOLETE if index.is_obsolete(source) else _UNKNOWN
