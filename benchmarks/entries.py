"""A small reader and writer of .po entries, so that no measurement leans on what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.updating.matching import Source

_FIELD = re.compile(
    r"(?P<mark>#~\||#[~|])?\s*(?:(?P<name>msg(?:ctxt|id_plural|id|str(?:\[\d+\])?))\s*)?"
    r'"(?P<text>.*)"\s*'
)
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class Entry(NamedTuple):
    """One entry of a .po file; ``previous`` is what its ``#|`` lines say it once was."""

    source: Source
    msgstrs: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    previous: Key | None = None
    obsolete: bool = False

    @property
    def key(self) -> Key:
        """What the entry is looked up by."""
        return key_of(self.source)

    @property
    def fuzzy(self) -> bool:
        """Whether the entry is flagged as fuzzy."""
        return any(line.startswith("#,") and "fuzzy" in line for line in self.comments)


def key_of(source: Source) -> Key:
    """Return what a message is looked up by."""
    return Key(source.msgid, source.context)


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield a .po file's entries, its header left out. What is malformed is read as it comes."""
    for lines in _split(path.read_text("utf-8", "replace").split("\n")):
        entry = _read_entry(lines)
        if entry.source.msgid:
            yield entry


def _split(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    complete = False
    for line in lines:
        bare = line.removeprefix("#~").lstrip()
        if complete and not bare.startswith(("msgstr", '"')):
            yield block
            block, complete = [], False
        complete = complete or bare.startswith("msgstr")
        block.append(line)
    if complete:
        yield block


def _read_entry(lines: list[str]) -> Entry:
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if match := _FIELD.fullmatch(line):
            if match["name"]:
                name = ("|" if "|" in (match["mark"] or "") else "") + match["name"]
            fields[name] = fields.get(name, "") + _unescape(match["text"])
    return Entry(
        Source(fields.get("msgid", ""), fields.get("msgid_plural"), fields.get("msgctxt")),
        tuple(text for field, text in fields.items() if field.startswith("msgstr")),
        tuple(line for line in lines if line.startswith("#") and line[1:2] not in ("~", "|")),
        Key(fields["|msgid"], fields.get("|msgctxt")) if "|msgid" in fields else None,
        any(line.startswith("#~") for line in lines),
    )


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[1], match[1]), text)


def render_entry(entry: Entry) -> str:
    """Return an entry's lines, blank line at the end; each text on a line of its own."""
    source = entry.source
    lines = list(entry.comments)
    if source.context is not None:
        lines.append(f"msgctxt {_quote(source.context)}")
    lines.append(f"msgid {_quote(source.msgid)}")
    if source.plural is None:
        lines.append(f"msgstr {_quote(entry.msgstrs[0])}")
    else:
        lines.append(f"msgid_plural {_quote(source.plural)}")
        lines += [f"msgstr[{form}] {_quote(text)}" for form, text in enumerate(entry.msgstrs)]
    return "\n".join(lines) + "\n\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + '"'
