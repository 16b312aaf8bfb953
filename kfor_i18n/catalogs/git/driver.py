"""A merge driver for git: a three-way merge of catalogs, message by message.

Git's own merge works line by line. Any two edits of a catalog conflict because of the dates in its
header; and a merge without a conflict may duplicate a message, or mix the plural forms of two
translators.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from kfor_i18n.catalogs.git.merged_order import Piece, Slot, index_slots, join_pieces, merge_slot
from kfor_i18n.catalogs.git.three_way import merge_sequences, pick
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.charset import ENCODING
from kfor_i18n.catalogs.po.file import PoFile, parse_po, parse_po_file, read_entry, split_lines
from kfor_i18n.catalogs.po.header import parse_headers
from kfor_i18n.catalogs.po.writing import Style, detect_style
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import find_duplicates
from kfor_i18n.files import write_atomically

_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MergedThree:
    """The result of a three-way merge: the catalog's text, and the keys of messages in conflict.

    The header's key is among ``conflicts`` if both sides changed the same field. ``charset`` and
    ``bom`` (the byte order mark, or nothing) are those in which to encode the text.
    """

    text: str
    conflicts: tuple[Key, ...] = ()
    charset: str = "utf-8"
    bom: bytes = b""


def merge_files(base: Path, ours: Path, theirs: Path, shown: Path) -> MergedThree:
    """Merge three files and write the result to ``ours``, as git requires of a merge driver.

    ``shown`` is the path that findings report. Raises ``CatalogError``, and leaves ``ours``
    unchanged, if a file cannot be read or has duplicate messages, or if the result does not fit its
    charset.
    """
    data = read_file(ours)
    sides = (
        (N_("in the common ancestor: %(problem)s"), read_file(base)),
        (N_("in our version: %(problem)s"), data),
        (N_("in their version: %(problem)s"), read_file(theirs)),
    )
    findings: list[Finding] = []
    files = [_read_side(shown, content, msgid, findings) for msgid, content in sides]
    if findings:
        raise CatalogError(findings)
    merged = merge_three(*files)
    new = _encode(shown, merged)
    if new != data:
        write_atomically(ours, new)
    return merged


def _read_side(shown: Path, data: bytes, msgid: str, findings: list[Finding]) -> PoFile:
    """Parse a version of a file, and add its errors to ``findings``."""
    po = PoFile("", [], "")
    try:
        po = parse_po_file(shown, data)
        found = tuple(find_duplicates(shown, po))
    except CatalogError as error:
        found = error.findings
    for item in found:
        problem = Problem(item.problem.code, msgid, {"problem": item.problem})
        findings.append(replace(item, problem=problem))
    return po


def _encode(shown: Path, merged: MergedThree) -> bytes:
    try:
        return merged.bom + merged.text.encode(merged.charset)
    except (LookupError, UnicodeEncodeError):
        problem = Problem(
            ENCODING,
            N_(
                "the merged catalog cannot be encoded in %(charset)s; convert both versions "
                "with msgconv --to-code=UTF-8"
            ),
            {"charset": merged.charset},
        )
        raise CatalogError([Finding(shown, None, problem)]) from None


def merge_three(base: PoFile, ours: PoFile, theirs: PoFile) -> MergedThree:
    """Merge two versions of a catalog or template. None may have duplicate live messages.

    An entry that only one side changed is taken from it, byte for byte. If both sides changed an
    entry, its translation, each kind of comment and its flags are merged separately. A translation
    that one side changed and the other removed is kept as an obsolete entry.
    """
    side = pick(*(_identity(po) for po in (base, ours, theirs)))
    if side:
        po = ours if side == "ours" else theirs
        return MergedThree(po.text, (), po.charset, po.bom)
    base, ours, theirs, style = _align_newlines(base, ours, theirs)
    old, mine, yours = (index_slots(po) for po in (base, ours, theirs))
    pieces = {}
    for slot in {**mine, **yours}:
        piece = merge_slot(old.get(slot), mine.get(slot), yours.get(slot), style)
        if piece:
            pieces[slot] = piece
    text = join_pieces(pieces, old, mine, yours, style.newline)
    tail = "".join(merge_sequences(*(split_lines(po.tail) for po in (base, ours, theirs))))
    if tail and text and not text.endswith("\n"):
        text += style.newline
    bom = theirs.bom if pick(base.bom, ours.bom, theirs.bom) == "theirs" else ours.bom
    return MergedThree(
        text + tail,
        tuple(slot.key for slot, piece in pieces.items() if piece.is_conflict),
        "utf-8" if bom else _find_charset(pieces.get(Slot(Key("")))),
        bom,
    )


def _identity(po: PoFile) -> tuple[str, str, bytes]:
    return po.text, po.charset, po.bom


def _align_newlines(
    base: PoFile, ours: PoFile, theirs: PoFile
) -> tuple[PoFile, PoFile, PoFile, Style]:
    """Return the files with the line endings of the side that changed them (ours if both did)."""
    files = (base, ours, theirs)
    ends = [detect_style(po).newline for po in files]
    newline = ends[2] if pick(*ends) == "theirs" else ends[1]
    base, ours, theirs = (
        po if end == newline else _change_newlines(po, newline)
        for po, end in zip(files, ends, strict=True)
    )
    return base, ours, theirs, Style(detect_style(ours).width, newline)


def _change_newlines(po: PoFile, newline: str) -> PoFile:
    return parse_po(po.encode(po.text.replace("\r\n", "\n").replace("\n", newline)))


def _find_charset(header: Piece | None) -> str:
    """Return the charset that a header names; UTF-8 if it names none."""
    fields = parse_headers(read_entry(header.text).msgstrs[0]) if header else {}
    found = _CHARSET.search(fields.get("content-type", ""))
    return found[1] if found and found[1] != "CHARSET" else "utf-8"
