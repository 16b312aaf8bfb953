"""What happened in a workbench since a client asked last."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a catalog; ``message`` is the id of the message that changed, if it is one."""

    version: int
    catalog: str
    message: str | None = None


class Changes:
    """Changes by version, a number that grows with each of them."""

    def __init__(self) -> None:
        """Initialize without changes."""
        self._lock = Lock()
        self._changes: deque[Change] = deque(maxlen=_KEPT)
        self.version = 0

    def add(self, catalog: str, messages: Iterable[str] = ()) -> None:
        """Note that a catalog changed, and which of its messages."""
        with self._lock:
            self.version += 1
            self._changes.append(Change(self.version, catalog))
            self._changes.extend(Change(self.version, catalog, id_) for id_ in messages)

    def touch(self) -> None:
        """Note that something else than a catalog changed, such as the application."""
        with self._lock:
            self.version += 1

    def since(self, version: int) -> list[Change]:
        """Return the changes after a version; of many, the last."""
        with self._lock:
            return [change for change in self._changes if change.version > version]
