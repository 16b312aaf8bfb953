"""The texts of the workbench, which the process that renders pages asks it for."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.rendering.channel import Channel
from kfor_i18n.workbench.rendering.protocol import Ask, AskMany

_KEPT = 1_000
"""For how many pages it is remembered what they asked for."""


class Workbench:
    """The texts of the workbench; those of a page are asked for once.

    What a page asked for last is asked for at once when it is rendered again, and for a page that
    was not rendered yet, what the last one asked for: each question takes longer than its answer.
    An application may look messages up in several threads. One that does so while no request is
    answered is given no text: nobody waits for questions.
    """

    def __init__(self, channel: Channel) -> None:
        """Initialize with the connection to the workbench."""
        self._channel = channel
        self._found: dict[Ask, Found | None] = {}
        self._used: dict[Ask, None] = {}
        self._earlier: OrderedDict[Hashable, tuple[Ask, ...]] = OrderedDict()
        self._last: tuple[Ask, ...] = ()
        self._lock = Lock()
        self._is_open = True
        self._owner = os.getpid()

    def find(
        self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
    ) -> Found | None:
        """Return the text of a message (see ``Texts.find``)."""
        if os.getpid() != self._owner:
            # A process that the application started has the socket too, but no part in it.
            return None
        ask = Ask(domain, locale, key, plural, number)
        with self._lock:
            if self._is_open:
                self._used[ask] = None
                if ask not in self._found:
                    self._found[ask] = self._ask(ask)
            return self._found.get(ask)

    @contextmanager
    def open(self, page: Hashable = None) -> Iterator[None]:
        """Answer with texts as they are now, while a request is; ``page`` is what it is for."""
        with self._lock:
            self._found.clear()
            self._used.clear()
            self._is_open = True
            expected = self._earlier.get(page, self._last) if page is not None else ()
            if expected:
                answers = self._ask(AskMany(expected))
                self._found.update(zip(expected, answers, strict=True))
        try:
            yield
        finally:
            with self._lock:
                self._is_open = False
                if page is not None:
                    self._remember(page)

    def _remember(self, page: Hashable) -> None:
        self._last = self._earlier[page] = tuple(self._used)
        self._earlier.move_to_end(page)
        while len(self._earlier) > _KEPT:
            self._earlier.popitem(last=False)

    def _ask(self, question: Ask | AskMany) -> Any:
        try:
            self._channel.send(question)
            return self._channel.receive()
        except (EOFError, OSError):
            # Nobody waits for the page any more; the application is not to handle that.
            os._exit(0)
