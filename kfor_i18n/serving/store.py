"""The folder in which a ready set passes from those that make it to those that send it."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kfor_i18n.answers.ready import ReadySet
from kfor_i18n.files import write_atomically

Stamp = tuple[int, int]
"""What changes whenever a file is replaced: its inode and the time of its last change in ns."""


@dataclass(frozen=True)
class Failure:
    """Why the newest state of the site could not be rendered, and when that was (in UTC)."""

    reason: str
    when: datetime


class Store:
    """A folder with the ready set and, where there is one, the last failure to make another.

    Only its owner may write to the folder: a set is a pickle, and is trusted.
    """

    def __init__(self, folder: Path) -> None:
        """Take an existing folder."""
        self.folder = folder
        self.file = folder / "ready.pickle"
        self._failure = folder / "failure.json"

    def save(self, ready: ReadySet) -> None:
        """Replace the set, of which what is immutable is kept, and forget the last failure."""
        if self.stamp() is not None:
            ready = ready.keep_immutable(self.load())
        write_atomically(self.file, pickle.dumps(ready), is_durable=False)
        self._failure.unlink(missing_ok=True)

    def load(self) -> ReadySet:
        """Return the set. Raises ``FileNotFoundError`` where none was saved yet."""
        ready = pickle.loads(self.file.read_bytes())  # noqa: S301 - written by this program
        if not isinstance(ready, ReadySet):
            raise TypeError(f"{self.file} holds no ready set")
        return ready

    def stamp(self) -> Stamp | None:
        """Return what changes with the set, ``None`` where there is none."""
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def report_failure(self, reason: str) -> None:
        """Note that another set could not be made; the one that is there stays."""
        failure = {"reason": reason, "when": datetime.now(UTC).isoformat(timespec="seconds")}
        write_atomically(self._failure, json.dumps(failure).encode(), is_durable=False)

    def failure(self) -> Failure | None:
        """Return the failure since the last set was saved, if there was one."""
        try:
            failure = json.loads(self._failure.read_bytes())
        except FileNotFoundError:
            return None
        return Failure(failure["reason"], datetime.fromisoformat(failure["when"]))
