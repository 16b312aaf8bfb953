"""Edits of messages: validated, without lost updates, and with all other bytes kept.

Imports and ``check --fix`` change translations through ``change``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import EACCES
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.messages import Key, strip_forms
from kfor_i18n.catalogs.po.comments import FLAGS, PREVIOUS, TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.entries import FUZZY
from kfor_i18n.catalogs.po.file import Entry, read_entry
from kfor_i18n.catalogs.po.writing import (
    Style,
    fill_entry,
    format_flags,
    replace_comments,
    set_fields,
)
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import validate_entry
from kfor_i18n.catalogs.validation.message import validate
from kfor_i18n.catalogs.validation.slugs import Slugs
from kfor_i18n.files import lock_folder, write_atomically

EDIT_CONFLICT = Code(
    "edit-conflict",
    N_("Message changed during editing"),
    N_(
        "The translation in the catalog is not the one that the edit is based on, so it is "
        "not overwritten."
    ),
)


EDIT_GONE = Code(
    "edit-gone",
    N_("Message removed during editing"),
    N_("The message was removed or its source text was changed during editing."),
)


IMPORT_CHARSET = Code(
    "import-charset",
    N_("Character missing from the catalog's charset"),
    N_("The catalog uses an older charset. Convert it with msgconv --to-code=UTF-8."),
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the message with a key; ``None`` leaves a part unchanged.

    ``msgstrs`` are the translation or its plural forms, all empty to remove it. ``comment`` is the
    translator comment, without markers. ``seen`` is the ``digest`` of the entry that the author of
    the edit saw; with ``None``, the edit overwrites any other change.
    """

    key: Key
    msgstrs: tuple[str, ...] | None = None
    is_fuzzy: bool | None = None
    comment: str | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """An edit that was made, and the entry before and after it."""

    edit: Edit
    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Refused:
    """An edit that was not made because its translation is invalid, and the problem."""

    edit: Edit
    problem: Problem


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit that was not made because the entry changed after its author saw it.

    ``entry`` is the present entry, or ``None`` if the message was removed.
    """

    edit: Edit
    problem: Problem
    entry: Entry | None


Outcome = Changed | Refused | Conflict


def message_id(domain: str, entry: Entry) -> str:
    """Return the id of a message in every file and language: an NMTOKEN of 21 characters."""
    return id_of(domain, entry.key, entry.plural)


def id_of(domain: str, key: Key, plural: str | None) -> str:
    """Return the id of a message by its parts, whether or not a catalog has it."""
    parts = [domain, key.context, key.msgid, plural]
    return "m" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]


def digest(entry: Entry) -> str:
    """Return a digest of the parts of an entry that matter to the author of an edit.

    These are the plural, the translation, the fuzzy flag and the translator comments. References,
    extracted comments and format flags are not included, since they depend on the sources.
    """
    msgstrs = strip_forms(entry.msgstrs)
    seen = [entry.plural, msgstrs, entry.is_fuzzy, comment_lines(entry, TRANSLATOR)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


class Edited(NamedTuple):
    """The outcomes of edits in their order, and the catalog as it is after them."""

    outcomes: list[Outcome]
    catalog: Catalog


def change(
    catalog: Catalog,
    edits: Sequence[Edit],
    *,
    check: bool = False,
    fields: Mapping[str, str] = MappingProxyType({}),
    patience: float | None = None,
) -> Edited:
    """Apply edits to a catalog, and return the outcome of each and the new catalog.

    Edits are independent: all that can be made are written at once, whatever the outcome of the
    others. The file is read again under the project's lock, so ``catalog`` may be out of date.
    If an edit is made, ``fields`` of the header get these values. With ``check``, nothing is
    written. Raises ``CatalogError`` if the file cannot be read, and ``OSError`` if it cannot be
    written, or is locked for longer than ``patience`` in seconds; then it is unchanged.
    """
    with lock_folder(catalog.project.translations, patience):
        before = read_file(catalog.path)
        current = _reopen(catalog, before)
        outcomes = _Editor(current).apply(edits)
        changes = {o.edit.key: o.after for o in outcomes if isinstance(o, Changed)}
        if changes and current.header:
            changes[current.header.key] = read_entry(_set_fields(current, current.header, fields))
        edited = replace(current, po=current.po.replace(changes))
        # Edits are written as the file is, so that they leave its style as it was.
        vars(edited)["style"] = current.style
        if not check and edited.po.data != before:
            _require_writable(current.path)
            write_atomically(current.path, edited.po.data)
    return Edited(outcomes, edited)


def _require_writable(path: Path) -> None:
    """Raise ``PermissionError`` for a read-only file, which could be replaced all the same."""
    if not os.access(path, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))


def _reopen(catalog: Catalog, data: bytes) -> Catalog:
    """Return a catalog with these bytes, without parsing them again if they have not changed."""
    if data == catalog.po.data and not catalog.project.source:
        return catalog
    return open_catalog(catalog.project, catalog.path, data)


def _set_fields(catalog: Catalog, header: Entry, fields: Mapping[str, str]) -> str:
    """Return the header's text with fields set, without those that its charset cannot hold."""
    held = {
        name: value
        for name, value in fields.items()
        if value.encode(catalog.po.charset, "ignore").decode(catalog.po.charset) == value
    }
    return set_fields(header, held, catalog.style)


class _Editor:
    """Decides on the edits of one catalog, and creates the edited entries."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._style = catalog.style

    def apply(self, edits: Sequence[Edit]) -> list[Outcome]:
        """Return the outcome of each edit; a second edit of the same message is a conflict."""
        find = self._catalog.find
        first = {edit.key: edit for edit in reversed(edits)}
        outcomes = [
            self._decide(edit, find(edit.key))
            if edit is first[edit.key]
            else Conflict(edit, _CHANGED_MEANWHILE, find(edit.key))
            for edit in edits
        ]
        made = {o.edit.key: o.after for o in outcomes if isinstance(o, Changed)}
        slugs = self._read_slugs(made)
        return [self._validate(o, slugs) if isinstance(o, Changed) else o for o in outcomes]

    def _decide(self, edit: Edit, entry: Entry | None) -> Outcome:
        if entry is None:
            return Conflict(edit, _GONE, None)
        if edit.seen not in (None, digest(entry)):
            return Conflict(edit, _CHANGED_MEANWHILE, entry)
        problem = self._find_foreign_character(edit) or self._find_misfit(edit, entry)
        if problem:
            return Refused(edit, problem)
        return Changed(edit, entry, edit_entry(entry, edit, self._style))

    def _find_misfit(self, edit: Edit, entry: Entry) -> Problem | None:
        """Return what is wrong with forms that an entry cannot hold, or has no use for."""
        forms, rule = edit.msgstrs, self._catalog.rule
        if forms is None or len(forms) == 1:
            return None
        if forms and entry.plural is not None and not (rule and len(forms) > rule.forms):
            return None
        return validate(replace(entry.message, msgstrs=forms), rule)

    def _find_foreign_character(self, edit: Edit) -> Problem | None:
        charset = self._catalog.po.charset
        try:
            "".join((*(edit.msgstrs or ()), edit.comment or "")).encode(charset)
        except UnicodeEncodeError as error:
            return Problem(
                IMPORT_CHARSET,
                N_("\"%(character)s\" cannot be encoded in the catalog's charset, "
                   "%(charset)s; convert the catalog with msgconv --to-code=UTF-8"),
                {"character": error.object[error.start], "charset": charset},
            )  # fmt: skip
        return None

    def _read_slugs(self, made: Mapping[Key, Entry]) -> Slugs:
        """Return the slugs as they are after all edits."""
        contexts = self._catalog.project.slug_contexts
        live = self._catalog.live if contexts else []
        slugs = Slugs(contexts, (entry.key for entry in live))
        for entry in (made.get(entry.key, entry) for entry in live):
            if entry.is_translated and not entry.is_fuzzy:
                slugs.take(entry.message)
        return slugs

    def _validate(self, changed: Changed, slugs: Slugs) -> Outcome:
        before, after = changed.before, changed.after
        is_same = before.msgstrs == after.msgstrs
        # Commenting on an invalid translation, marking it fuzzy and removing it are always allowed.
        if not any(after.msgstrs) or (is_same and (after.is_fuzzy or not before.is_fuzzy)):
            return changed
        problem = validate_entry(self._catalog, after, slugs)
        return Refused(changed.edit, problem) if problem else changed


_GONE = Problem(EDIT_GONE, N_("removed from the catalog in the meantime; run the command again"))
_CHANGED_MEANWHILE = Problem(
    EDIT_CONFLICT, N_("changed in the catalog in the meantime; run the command again")
)


def edit_entry(entry: Entry, edit: Edit, style: Style) -> Entry:
    """Return the edited entry, in which unchanged parts keep their bytes.

    The previous msgid is removed unless the entry is fuzzy.
    """
    msgstrs = entry.msgstrs if edit.msgstrs is None else edit.msgstrs
    is_fuzzy = entry.is_fuzzy if edit.is_fuzzy is None else edit.is_fuzzy and any(msgstrs)
    comments = entry.comments
    if edit.comment is not None:
        comments = replace_comments(comments, TRANSLATOR, list(_mark_lines(edit.comment)), style)
    if is_fuzzy != entry.is_fuzzy:
        flags = [flag for flag in entry.flags if flag != FUZZY]
        lines = format_flags([FUZZY, *flags] if is_fuzzy else flags)
        comments = replace_comments(comments, FLAGS, lines, style)
    if not is_fuzzy:
        comments = replace_comments(comments, PREVIOUS, (), style)
    body = entry.body
    if msgstrs != entry.msgstrs:
        body = fill_entry(entry, msgstrs, style)[entry.body_at :]
    new = read_entry(entry.text[: entry.comments_at] + comments + body)
    new.start = entry.start
    return new


def _mark_lines(comment: str) -> Iterator[str]:
    for line in comment.splitlines():
        yield f"# {line}".rstrip()
