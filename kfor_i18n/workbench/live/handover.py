"""What one translator changed in a catalog since the last commit, apart from what others did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import Edit, digest, edit_entry
from kfor_i18n.catalogs.po.comments import TRANSLATOR, comment_lines
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po, read_entry
from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.po.writing import detect_style, set_fields
from kfor_i18n.catalogs.problems import cut
from kfor_i18n.locales import find_locale

_LISTED, _WIDTH = 50, 70
"""How many messages the message of a commit lists, and how much of each."""

_FIELDS = ("PO-Revision-Date", "Last-Translator")
"""The fields of the header that a save sets."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The changes of a catalog since the last commit, by entry.

    ``mine`` are those of the translator, of which ``translated`` were not translated before;
    ``missing`` are the translator's too, but the committed catalog does not have the messages.
    ``others`` are those of others; ``has_other_lines`` if they changed something else.
    """

    catalog: Catalog
    before: PoFile | None
    mine: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    others: tuple[Entry, ...]
    translated: int
    has_other_lines: bool

    def compose(self) -> bytes:
        """Return the committed catalog with the changes of the translator only."""
        return _compose(self.before, self.mine, self.catalog) if self.before else b""

    def rebase(self, staged: bytes) -> bytes | None:
        """Return what others staged with the translator's changes, where they left it alone."""
        po = _parse(staged)
        if po is None or self.before is None:
            return None
        pairs = [(entry, self.before.find(entry.key), po.find(entry.key)) for entry in self.mine]
        free = [entry for entry, old, own in pairs if old and own and digest(old) == digest(own)]
        return _compose(po, free, self.catalog)


def look_at(
    catalog: Catalog, committed: bytes | None, is_mine: Callable[[Entry], bool]
) -> Handover:
    """Compare a catalog with its committed version; ``is_mine`` tells the translator's entries."""
    before = None if committed is None else _parse(committed)
    mine, missing, others, translated, is_same = [], [], [], 0, True
    for entry in catalog.live:
        old = before.find(entry.key) if before else None
        if old and (old.text == entry.text or digest(old) == digest(entry)):
            is_same = is_same and old.text == entry.text
        elif not is_mine(entry):
            others.append(entry)
        elif old is None or old.plural != entry.plural:
            missing.append(entry)
        else:
            mine.append(entry)
            translated += _is_done(entry) and not _is_done(old)
    removed = [old for old in before.live if catalog.find(old.key) is None] if before else []
    composed = b""
    try:
        composed = _compose(before, mine, catalog) if before else b""
    except UnicodeEncodeError:
        # The committed version is in another charset, and can only be replaced as a whole.
        mine, missing, translated = [], [*missing, *mine], 0
    has_more = bool(others or missing or removed)
    return Handover(
        catalog, before, tuple(mine), tuple(missing), (*others, *removed), translated,
        not has_more and (not is_same or composed != catalog.po.data),
    )  # fmt: skip


def write_message(folder: str, parts: Iterable[Handover], whole: Iterable[Handover]) -> str:
    """Return the message of a commit: in English, as source texts are, whoever reads the log.

    ``whole`` are the catalogs that are committed as they are.
    """
    parts, whole = list(parts), list(whole)
    mine = [entry for part in parts for entry in part.mine]
    mine += [entry for part in whole for entry in part.missing]
    done = sum(part.translated for part in parts)
    done += sum(_is_done(entry) for part in whole for entry in part.missing)
    lines = [f"- {_name(entry)}" for entry in mine[:_LISTED]]
    if len(mine) > _LISTED:
        lines.append(f"- and {len(mine) - _LISTED} more")
    more = [part.catalog.path.name for part in whole if part.others or part.has_other_lines]
    if more:
        lines += ["", f"This also includes other changes in {' and '.join(more)}."]
    return "\n".join([_write_subject(folder, done, len(mine) - done), "", *lines]).strip()


def _write_subject(folder: str, translated: int, changed: int) -> str:
    locale = find_locale(folder)
    language = (locale.english_name if locale else None) or folder
    if not translated:
        return f"Change {_count(changed, 'translation')} in {language}"
    subject = f"Translate {_count(translated, 'message')} into {language}"
    return f"{subject} and change {changed}" if changed else subject


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _name(entry: Entry) -> str:
    text = cut(" ".join(entry.msgid.split()), _WIDTH)
    return f"{text} ({entry.context})" if entry.context else text


def _is_done(entry: Entry) -> bool:
    return entry.is_translated and not entry.is_fuzzy


def _compose(po: PoFile, entries: Sequence[Entry], catalog: Catalog) -> bytes:
    """Return a version of a catalog with the translations and comments of some entries.

    Raises ``UnicodeEncodeError`` if its charset lacks a character.
    """
    style = detect_style(po)
    changes = {}
    for entry in entries:
        old = po.find(entry.key)
        if old:
            comment = "\n".join(comment_lines(entry, TRANSLATOR))
            has_same = comment_lines(old, TRANSLATOR) == comment_lines(entry, TRANSLATOR)
            edit = Edit(entry.key, entry.msgstrs, entry.is_fuzzy, None if has_same else comment)
            changes[entry.key] = edit_entry(old, edit, style)
    if changes and po.header:
        headers = catalog.po.headers
        fields = {name: headers[name.lower()] for name in _FIELDS if name.lower() in headers}
        changes[po.header.key] = read_entry(set_fields(po.header, fields, style))
    return po.replace(changes).data


def _parse(data: bytes) -> PoFile | None:
    try:
        return parse_po(data)
    except PoSyntaxError:
        return None
