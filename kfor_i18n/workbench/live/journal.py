"""The drafts of a project's translators, kept until they are saved: nothing typed is lost.

A journal is a file of JSON lines in the user's state directory, one for each project. A draft is
appended when it changes; the last line about a message counts. A line that cannot be read is left
out, since it was not written to its end when the process was killed, but it is never removed: it
may be a draft of another version.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.files import require_regular, write_atomically

_ENOUGH_LINES = 1_000
"""A journal with more lines than this, most of them outdated, is written anew when it is opened."""


class Address(NamedTuple):
    """A message in a catalog of a project: the locale's directory name, the domain and the key."""

    folder: str
    domain: str
    key: Key


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation that is not saved yet.

    ``msgstrs`` are the forms as they were typed, ``comment`` is the translator comment if it was
    changed. ``seen`` is the digest of the entry that the draft was begun with (see
    ``catalogs.editing``), ``base`` are the forms that it had; none if they are not known.
    ``plural`` is its source text for several, by which the message is known when it is gone.
    """

    msgstrs: tuple[str, ...]
    is_fuzzy: bool = False
    comment: str | None = None
    seen: str | None = None
    base: tuple[str, ...] = ()
    plural: str | None = None


class Journal:
    """The drafts of a project by message, in a file that only the user can read."""

    def __init__(self, path: Path) -> None:
        """Open a journal; there need not be one yet. Raises ``OSError`` if it cannot be read."""
        self._path = path
        self._drafts: dict[Address, Draft] = {}
        lines = self._read_lines()
        unread = []
        for line in lines:
            if found := _parse(line):
                self._remember(*found)
            else:
                unread.append(line)
        if len(lines) - len(unread) > max(_ENOUGH_LINES, 2 * len(self._drafts)):
            # It is only longer than need be: on a full disk, it is used as it is.
            with suppress(OSError):
                self._rewrite(unread)

    @property
    def drafts(self) -> Mapping[Address, Draft]:
        """The drafts that are not saved yet, the one that was changed last at the end."""
        return self._drafts

    def put(self, address: Address, draft: Draft) -> None:
        """Keep a draft in place of an earlier one. Raises ``OSError`` if it cannot be written."""
        self._append(address, draft)

    def drop(self, address: Address) -> None:
        """Forget the draft of a message, if there is one. Raises ``OSError`` as ``put`` does."""
        if address in self._drafts:
            self._append(address, None)

    def forget(self, address: Address) -> None:
        """Forget the draft of a message that was saved, even if that cannot be written.

        The next run finds that the catalog has it already.
        """
        with suppress(OSError):
            self.drop(address)
        self._remember(address, None)

    def _append(self, address: Address, draft: Draft | None) -> None:
        line = _format(address, draft)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._require_file()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # After a line that was cut off, the next one needs a line of its own.
            _write_whole(descriptor, b"\n" + line)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        finally:
            os.close(descriptor)
        self._remember(address, draft)

    def _require_file(self) -> None:
        """Raise ``OSError`` if there is something else than a file in the journal's place."""
        try:
            require_regular(self._path)
        except FileNotFoundError:
            return
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error

    def _remember(self, address: Address, draft: Draft | None) -> None:
        self._drafts.pop(address, None)
        if draft is not None:
            self._drafts[address] = draft

    def _read_lines(self) -> list[bytes]:
        self._require_file()
        try:
            return [line for line in self._path.read_bytes().split(b"\n") if line]
        except FileNotFoundError:
            return []

    def _rewrite(self, unread: list[bytes]) -> None:
        lines = (_format(address, draft) for address, draft in self._drafts.items())
        write_atomically(self._path, b"".join(b"\n" + line for line in (*unread, *lines)))


def _write_whole(descriptor: int, data: bytes) -> None:
    """Append all of the bytes so that the disk has them, or none. Raises ``OSError``."""
    size, rest = os.fstat(descriptor).st_size, data
    try:
        # On a full disk, the first call writes as much as fits, and only the next one fails.
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def journal_path(root: Path, environment: Mapping[str, str]) -> Path:
    """Return the path of the journal of a project in the user's state directory.

    That is ``XDG_STATE_HOME`` (XDG Base Directory Specification), ``LOCALAPPDATA`` on Windows, or
    ``~/.local/state``.
    """
    home = environment.get("XDG_STATE_HOME") or environment.get("LOCALAPPDATA")
    state = Path(home) if home else Path.home() / ".local" / "state"
    digest = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:12]
    return state / "kfor-i18n" / f"{root.resolve().name}-{digest}.drafts"


def _format(address: Address, draft: Draft | None) -> bytes:
    record = {
        "folder": address.folder,
        "domain": address.domain,
        "msgid": address.key.msgid,
        "context": address.key.context,
        "draft": asdict(draft) if draft else None,
    }
    return json.dumps(record, ensure_ascii=True).encode()


def _parse(line: bytes) -> tuple[Address, Draft | None] | None:
    try:
        record: dict[str, Any] = json.loads(line)
        address = Address(
            _text(record["folder"]),
            _text(record["domain"]),
            Key(_text(record["msgid"]), _optional(record["context"])),
        )
        return address, _parse_draft(record["draft"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _parse_draft(record: dict[str, Any] | None) -> Draft | None:
    if record is None:
        return None
    msgstrs, is_fuzzy = _texts(record["msgstrs"]), record["is_fuzzy"]
    if not msgstrs or not isinstance(is_fuzzy, bool):
        raise TypeError(record)
    return Draft(
        msgstrs,
        is_fuzzy,
        _optional(record["comment"]),
        _optional(record["seen"]),
        _texts(record["base"]),
        # Earlier versions did not write it.
        _optional(record.get("plural")),
    )


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(map(_text, values))


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    """Return a text. Raises ``TypeError`` or ``ValueError`` for what is none."""
    if not isinstance(value, str):
        raise TypeError(value)
    # JSON can name halves of characters, which nothing can be encoded with.
    value.encode()
    return value
