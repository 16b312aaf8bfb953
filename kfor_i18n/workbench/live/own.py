"""Which entries of catalogs this user's workbench saved, in this run and in earlier ones."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from kfor_i18n.catalogs.editing import digest
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.files import require_regular, write_atomically
from kfor_i18n.workbench.live.journal import Address

_ENOUGH_LINES = 1_000


class Own:
    """The entries that were saved, in a file that only the user can read.

    A line is an address and the digest of its entry, both hashed; the last line about an address
    counts. Where the file cannot be written, this run remembers all the same.
    """

    def __init__(self, path: Path) -> None:
        """Read the file; there need not be one yet."""
        self._path = path
        self._digests: dict[str, str] = {}
        lines = self._read()
        self._digests.update(lines)
        if len(lines) > max(_ENOUGH_LINES, 2 * len(self._digests)):
            with suppress(OSError):
                rows = (_format(*item) for item in self._digests.items())
                write_atomically(path, b"".join(rows))

    def note(self, address: Address, entry: Entry) -> None:
        """Remember an entry as it was saved."""
        name, content = _name(address), digest(entry)
        self._digests[name] = content
        with suppress(OSError):
            self._append(_format(name, content))

    def has(self, address: Address, entry: Entry) -> bool:
        """Return whether an entry is as it was saved here last."""
        return self._digests.get(_name(address)) == digest(entry)

    def _append(self, line: bytes) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            require_regular(self._path)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self._path, flags, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def _read(self) -> list[tuple[str, str]]:
        try:
            require_regular(self._path)
            lines = self._path.read_text(encoding="ascii", errors="replace").split("\n")
        except OSError:
            return []
        pairs = [line.split() for line in lines]
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def _format(name: str, content: str) -> bytes:
    # After a line that was cut off, the next one needs a line of its own.
    return f"\n{name} {content}".encode()


def _name(address: Address) -> str:
    parts = [address.folder, address.domain, *address.key]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:20]
