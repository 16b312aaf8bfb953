"""What the first ``sync`` will bring: the kinds of changes, and the invalid translations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po_file
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import validate_catalog
from kfor_i18n.catalogs.workflow import Updated

# The kinds of changes, in the order of the report.
KINDS = ("flags", "references", "comments", "header", "order", "layout", "revived")
_PARTS: Mapping[str, Callable[[Entry], object]] = {
    "flags": lambda entry: set(entry.flags) - {"fuzzy"},
    "references": read_references,
    "comments": lambda entry: comment_lines(entry, EXTRACTED),
    # An update takes translations from obsolete entries alone.
    "revived": lambda entry: entry.msgstrs,
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the first update and the compilation after it do to a project's catalogs.

    ``kinds`` are the numbers of catalogs that have a kind of change, without those of new and
    removed messages. ``refused`` are the numbers of invalid translations, for each
    catalog that has any.
    """

    kinds: Mapping[str, int] = field(default_factory=dict)
    refused: Sequence[int] = ()


def look_ahead(project: Project, updates: Sequence[Updated]) -> Outlook:
    """Return what an update that was only planned brings."""
    kinds: Counter[str] = Counter()
    refused = []
    for update in updates:
        if update.merged is None:
            continue
        before = parse_po_file(update.path, read_file(update.path))
        data = before.encode(update.merged.text)
        if update.has_changed:
            found = list_kinds(before, parse_po_file(update.path, data))
            kinds.update(found | ({"revived"} if update.merged.revived else set()))
        validation = validate_catalog(open_catalog(project, update.path, data))
        if count := len({(finding.line, finding.msgid) for finding in validation.invalid}):
            refused.append(count)
    return Outlook({kind: kinds[kind] for kind in KINDS if kinds[kind]}, refused)


def list_kinds(before: PoFile, after: PoFile) -> set[str]:
    """Return in which ways the messages that two versions of a catalog share differ."""
    old, new = (_index(po) for po in (before, after))
    shared = [key for key in old if key in new]
    kinds = {"order"} if shared != [key for key in new if key in old] else set()
    if _text(before.header) != _text(after.header):
        kinds.add("header")
    for one, other in ((old[key], new[key]) for key in shared):
        if one.text.strip() == other.text.strip():
            continue
        found = {kind for kind, part in _PARTS.items() if part(one) != part(other)}
        kinds |= found or {"layout"}
    return kinds


def _index(po: PoFile) -> dict[Key, Entry]:
    return {entry.key: entry for entry in po.live if not entry.is_header}


def _text(entry: Entry | None) -> str:
    return entry.text.strip() if entry else ""
