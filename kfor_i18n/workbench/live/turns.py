"""Work for a client that is given up once the client asks for something else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import count
from threading import Lock

_KEPT = 100


class Turns:
    """The last request of each client; it can be used by several threads."""

    def __init__(self) -> None:
        """Initialize without clients."""
        self._lock = Lock()
        self._numbers = count(1)
        self._last: OrderedDict[str, int] = OrderedDict()

    def begin(self, client: str) -> Callable[[], bool]:
        """Note a request of a client; return a function that tells whether it is still the last."""
        with self._lock:
            number = self._last[client] = next(self._numbers)
            self._last.move_to_end(client)
            while len(self._last) > _KEPT:
                self._last.popitem(last=False)
        return lambda: self._last.get(client) == number
