"""Lossless parsing of .po and .pot files.

Parsing splits the text into entries without changing it; writing joins the pieces again. Entries
that nobody edits therefore keep every byte, whichever tool wrote the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.po.charset import decode, unencodable
from kfor_i18n.catalogs.po.header import parse_headers
from kfor_i18n.catalogs.po.syntax import (
    LIVE,
    OLD,
    OLD_GAP,
    STRING,
    PoSyntaxError,
    diagnose,
    require_line_feeds,
)
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import read_file

SYNTAX_FORMS = Code(
    "syntax-forms",
    N_("Plural forms not numbered consecutively"),
    N_("Number the forms msgstr[0], msgstr[1] and so on, without gaps."),
)


_STRINGS = re.compile(r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"')
_FORMS = re.compile(
    rf"msgstr\[\s*+([0-9]{{1,3}})\s*+\]{OLD_GAP}\s*+({STRING}(?:{OLD_GAP}\s*+{STRING})*+)"
)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FLAG_LINE = re.compile(r"^[ \t]*#[,=](.*)$", re.MULTILINE)


_HEADER = Key("")


@dataclass(slots=True)
class Entry:
    """An entry of a file: its text, its position and its parsed message.

    ``text`` runs from the blank lines and comments before the entry to the end of its last line.
    ``start`` is its offset in the text that was parsed; ``comments_at`` and ``body_at`` are offsets
    in ``text``. The entry with an empty msgid and no context is the header.
    """

    text: str
    start: int
    comments_at: int
    body_at: int
    key: Key
    plural: str | None
    msgstrs: tuple[str, ...]
    is_obsolete: bool

    @property
    def msgid(self) -> str:
        """The source text; for a plural message, the singular."""
        return self.key.msgid

    @property
    def context(self) -> str | None:
        """The msgctxt, or ``None``."""
        return self.key.context

    @property
    def comments(self) -> str:
        """The comment lines of every kind, with markers and line endings."""
        return self.text[self.comments_at : self.body_at]

    @property
    def body(self) -> str:
        """The lines from the first keyword to the end, with ``#~`` in an obsolete entry."""
        return self.text[self.body_at :]

    @property
    def is_header(self) -> bool:
        """Whether this entry is the file's header."""
        return self.key == _HEADER and not self.is_obsolete

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags on the ``#,`` and ``#=`` lines, in the file's order."""
        comments = self.comments
        if "#," not in comments and "#=" not in comments:
            return ()
        words = ",".join(_FLAG_LINE.findall(self.comments)).split(",")
        return tuple(word.strip() for word in words if word.strip())

    @property
    def is_fuzzy(self) -> bool:
        """Whether the entry has the fuzzy flag: its translation needs review."""
        return "fuzzy" in self.text[: self.body_at] and "fuzzy" in self.flags

    @property
    def is_translated(self) -> bool:
        """Whether no msgstr is empty; fuzzy translations count too."""
        return all(self.msgstrs)

    @property
    def message(self) -> Message:
        """The message, without its comments and its position in the file."""
        return Message(self.msgid, self.msgstrs, self.plural, self.context)


@dataclass(frozen=True)
class PoFile:
    """The parsed text of a .po or .pot file; ``tail`` is the text after the last entry.

    ``charset`` and ``bom`` (the byte order mark, or nothing) are those of the file's bytes.
    ``moves`` are the offsets after which entries stand elsewhere than where they were parsed, each
    with the number of characters by which they moved.
    """

    text: str
    entries: list[Entry]
    tail: str
    charset: str = "utf-8"
    bom: bytes = b""
    moves: tuple[tuple[int, int], ...] = ()

    @cached_property
    def header(self) -> Entry | None:
        """The header entry, or ``None``."""
        return next((entry for entry in self.entries if entry.is_header), None)

    @cached_property
    def headers(self) -> dict[str, str]:
        """The header's fields by lower-case name; empty if the file has no header."""
        return parse_headers(self.header.msgstrs[0]) if self.header else {}

    @cached_property
    def live(self) -> list[Entry]:
        """The entries that are neither obsolete nor the header, in the file's order."""
        return [e for e in self.entries if not e.is_obsolete and e.key != _HEADER]

    def find(self, key: Key) -> Entry | None:
        """Return the live entry with a key, the last of several, or ``None``."""
        index = self._index.get(key)
        entry = None if index is None else self.entries[index]
        return None if entry is None or entry.is_header else entry

    @cached_property
    def _index(self) -> dict[Key, int]:
        return {e.key: index for index, e in enumerate(self.entries) if not e.is_obsolete}

    @cached_property
    def _line_ends(self) -> list[int]:
        return list(accumulate(len(line) for line in self.text.split("\n")))

    def line_of(self, entry: Entry) -> int:
        """Return the number, from 1, of the line with an entry's first keyword."""
        moved = sum(length for start, length in self.moves if start < entry.start)
        return self.line_at(entry.start + moved + entry.body_at)

    def line_at(self, offset: int) -> int:
        """Return the number, from 1, of the line that contains an offset in the text."""
        ends = self._line_ends
        low = bisect_right(range(len(ends)), offset, key=lambda index: ends[index] + index)
        return min(low + 1, len(ends))

    def replace(self, changes: Mapping[Key, Entry]) -> PoFile:
        """Return a file with other entries in place of live ones, and all other bytes as they are.

        Of entries with the same key, the last is replaced. This is what parsing would give, in a
        fraction of the time.
        """
        entries, moves = list(self.entries), list(self.moves)
        for key, new in changes.items():
            index = self._index[key]
            old = entries[index]
            new.start = old.start
            entries[index] = new
            if len(new.text) != len(old.text):
                moves.append((old.start, len(new.text) - len(old.text)))
        text = "".join([entry.text for entry in entries]) + self.tail
        replaced = PoFile(text, entries, self.tail, self.charset, self.bom, tuple(moves))
        # The same messages stand at the same places, and finding them again takes long.
        vars(replaced)["_index"] = self._index
        return replaced

    @cached_property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.encode(self.text)

    def encode(self, text: str) -> bytes:
        """Return text as bytes in this file's charset, after its byte order mark.

        Raises ``UnicodeEncodeError`` if the charset lacks a character.
        """
        return self.bom + text.encode(self.charset)


def encode_po(path: Path, po: PoFile, text: str) -> bytes:
    """Return new text for the file at ``path`` as bytes, as ``PoFile.encode`` does.

    Raises ``CatalogError`` if the file's charset lacks a character.
    """
    try:
        return po.encode(text)
    except UnicodeEncodeError as error:
        line = po.line_of(po.header) if po.header else None
        problem = unencodable(po.charset, text[error.start])
        raise CatalogError([Finding(path, line, problem)]) from None


def read_po(path: Path) -> PoFile:
    """Read a .po or .pot file.

    Raises ``CatalogError``, with the file and the line, if it cannot be read or parsed.
    """
    return parse_po_file(path, read_file(path))


def parse_po_file(path: Path, data: bytes) -> PoFile:
    """Parse the bytes of the file at ``path``, which is not read.

    Raises ``CatalogError``, with the file and the line, if they cannot be parsed.
    """
    try:
        return parse_po(data)
    except PoSyntaxError as error:
        raise CatalogError([Finding(path, error.line, error.problem)]) from None


def parse_po(data: bytes) -> PoFile:
    """Parse the bytes of a .po or .pot file.

    Raises ``PoSyntaxError`` if they cannot be decoded with the charset that the header names, or
    if the text is not a valid .po file.
    """
    text, charset, bom = decode(data)
    require_line_feeds(text)
    entries: list[Entry] = []
    position = 0
    for match in _scan(text):
        entries.append(_read_entry(match))
        position = match.end()
    tail = text[position:]
    if any(line.strip() and not line.lstrip().startswith("#") for line in split_lines(tail)) or (
        "#~" in tail and re.search(r'^[ \t]*#~[ \t]*+(msg|")', tail, re.MULTILINE)
    ):
        raise diagnose(text, position)
    return PoFile(text, entries, tail, charset, bom)


def _scan(text: str) -> Iterator[re.Match[str]]:
    position, end = 0, len(text)
    while position < end:
        match = LIVE.match(text, position) or OLD.match(text, position)
        if match is None:
            return
        yield match
        position = match.end()


def read_entry(text: str) -> Entry:
    """Parse the text of a single live entry. Raises ``PoSyntaxError`` if it is anything else."""
    match = LIVE.fullmatch(text)
    if match is None:
        raise diagnose(text, 0)
    return _read_entry(match)


def _read_entry(match: re.Match[str]) -> Entry:
    context, msgid, plural, msgstr, forms = match.group(
        "context", "msgid", "plural", "msgstr", "forms"
    )
    start = match.start()
    msgstrs = (_read_string(msgstr),) if msgstr is not None else _read_forms(match, forms)
    return Entry(
        match[0],
        start,
        match.start("comments") - start,
        match.start("body") - start,
        Key(_read_string(msgid), None if context is None else _read_string(context)),
        None if plural is None else _read_string(plural),
        msgstrs,
        match.re is OLD,
    )


def _read_string(raw: str) -> str:
    if "\\" not in raw and raw.count('"') == 2:
        return raw[1:-1]
    text = "".join(_STRINGS.findall(raw))
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    escape = match[1]
    if escape[0] == "x" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return (
        chr(int(escape, 8))
        if escape.isdigit() and escape[0] < "8"
        else _ESCAPED.get(escape, escape)
    )


def _read_forms(match: re.Match[str], forms: str) -> tuple[str, ...]:
    found = _FORMS.findall(forms)
    if [int(index) for index, _ in found] != list(range(len(found))) or not found:
        problem = Problem(
            SYNTAX_FORMS, N_("plural forms not numbered 0, 1, 2 and so on; renumber them")
        )
        raise PoSyntaxError(match.string.count("\n", 0, match.start("forms")) + 1, problem)
    return tuple(_read_string(raw) for _, raw in found)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with their endings.

    Only a line feed ends a line; ``str.splitlines`` also splits at U+2028, for example.
    """
    return _LINE.findall(text)
