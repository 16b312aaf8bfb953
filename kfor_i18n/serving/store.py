"""The folder in which a rendered site passes from the renderer to the workers."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kfor_i18n.answers.ready import Headers, ReadySet
from kfor_i18n.clock import current_time
from kfor_i18n.files import write_atomically

Stamp = tuple[int, int]
"""Changes whenever a file is replaced: its inode and the time of its last change in ns."""


@dataclass(frozen=True)
class RenderedSite:
    """The ready set, and what workers need besides.

    ``catalogs`` describes each language's catalog. ``security`` are the headers of every response,
    for those that are not of the set.
    """

    ready: ReadySet
    catalogs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    security: Headers = field(default_factory=list)


@dataclass(frozen=True)
class Failure:
    """Why the newest state of the site could not be rendered, and when that was (in UTC)."""

    reason: str
    when: datetime


_NOTE_BYTES = 4_096
"""Room for the note on a failure, reserved while there is some: the disk may be full by then."""


class Store:
    """A folder with the rendered site and the last failure to render it anew, if there was one.

    Only its owner may write to the folder: what is in it is unpickled.
    """

    def __init__(self, folder: Path) -> None:
        """Take an existing folder."""
        self.folder = folder
        self.file = folder / "ready.pickle"
        self._failure = folder / "failure.json"
        self._reserved = folder / "reserved"

    def save(self, rendered: RenderedSite) -> None:
        """Replace the site, keep what the former one is still asked for, and forget the failure."""
        if self.stamp() is not None:
            former = self.load()
            rendered = replace(rendered, ready=rendered.ready.succeed(former.ready))
        write_atomically(self.file, pickle.dumps(rendered), is_durable=False)
        with suppress(FileNotFoundError):
            self._failure.replace(self._reserved)
        self._reserve()

    def take(self, saved: bytes) -> None:
        """Hold the site that a store like this one saved, by the bytes of its file."""
        write_atomically(self.file, saved, is_durable=False)
        self._reserve()

    def load(self) -> RenderedSite:
        """Return the site. Raises ``FileNotFoundError`` when none has been saved yet."""
        rendered = pickle.loads(self.file.read_bytes())  # noqa: S301 - written by this program
        if not isinstance(rendered, RenderedSite):
            raise TypeError(f"{self.file} holds no rendered site")
        return rendered

    def stamp(self) -> Stamp | None:
        """Return what changes with the site, ``None`` when there is none."""
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def report_failure(self, reason: str) -> None:
        """Record that the site could not be rendered anew; the one that is stored stays.

        The note takes the room that was reserved for it, for the disk may be full. Raises
        ``OSError`` when there is none.
        """
        when = current_time().isoformat(timespec="seconds")
        # Cut to what fits however its characters are escaped.
        failure = {"reason": reason[: _NOTE_BYTES // 8], "when": when}
        note = json.dumps(failure).encode().ljust(_NOTE_BYTES)
        try:
            with self._reserved.open("r+b") as file:
                file.write(note)
            self._reserved.replace(self._failure)
        except FileNotFoundError:
            write_atomically(self._failure, note, is_durable=False)

    def failure(self) -> Failure | None:
        """Return the failure since the site was last saved, if there was one."""
        try:
            failure = json.loads(self._failure.read_bytes())
        except FileNotFoundError:
            return None
        return Failure(failure["reason"], datetime.fromisoformat(failure["when"]))

    def _reserve(self) -> None:
        """Take the room for a note on a failure, if it is not taken and there is any."""
        if not self._reserved.exists():
            with suppress(OSError):
                write_atomically(self._reserved, bytes(_NOTE_BYTES), is_durable=False)
