"""The process of an application: started, spoken to within a time, and ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from threading import Thread
from time import monotonic
from typing import cast

from kfor_i18n.tracking.texts import Found, Texts
from kfor_i18n.workbench.rendering.channel import Channel
from kfor_i18n.workbench.rendering.protocol import (
    Answer,
    Ask,
    AskMany,
    Begun,
    Numbered,
    Request,
    Setup,
)

_LINES = 40
_WIDTH = 500
"""How much of what an application prints is kept: lines, and characters of each."""

_ARGUMENTS = ("-P", "-B", "-u", "-m", "kfor_i18n.workbench.rendering.renderer")
"""Neither is the working directory searched for modules, nor compiled ones written: those are told
from newer sources by the second only."""


class EndedError(Exception):
    """The process ended before it answered; ``is_begun``: it had begun with the request."""

    def __init__(self, *, is_begun: bool) -> None:
        """Initialize."""
        self.is_begun = is_begun
        super().__init__(is_begun)


class LateError(Exception):
    """The process did not answer in time."""


class Process:
    """A process that an application is loaded in; ``output`` is what it printed last."""

    def __init__(self) -> None:
        """Start it."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on this program
                [sys.executable, *_ARGUMENTS, str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], text=True, errors="replace", start_new_session=True,
            )  # fmt: skip
        self._channel = Channel(ours, self._is_wanted)
        self._is_outdated: Callable[[], bool] = lambda: False
        self._numbers = count(1)
        self._lines: deque[str] = deque(maxlen=_LINES)
        self._collecting = Thread(target=self._collect, daemon=True)
        self._collecting.start()

    @property
    def output(self) -> tuple[str, ...]:
        """The last lines that the application printed."""
        return tuple(self._lines)

    def _is_wanted(self) -> bool:
        return self._process.poll() is None and not self._is_outdated()

    def ask(
        self,
        request: Setup | Request,
        texts: Texts,
        seconds: float,
        is_outdated: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Return the answer to a request, and tell the texts that are asked for meanwhile.

        The whole answer must be there after ``seconds``, and nobody waits for it any more when
        ``is_outdated``. Raises ``EndedError``, ``LateError`` or ``BrokenError``; the process is of
        no use then.
        """
        self._is_outdated = is_outdated
        deadline, number, is_begun = monotonic() + seconds, next(self._numbers), False
        try:
            self._channel.send(Numbered(number, request), deadline)
            while True:
                answer = self._channel.receive(deadline)
                if isinstance(answer, Ask):
                    self._channel.send(_find(texts, answer), deadline)
                elif isinstance(answer, AskMany):
                    found = [_find(texts, each) for each in answer.questions]
                    self._channel.send(found, deadline)
                elif not isinstance(answer, Numbered) or answer.number != number:
                    # Of a process that the application started, and that goes on as the renderer.
                    continue
                elif isinstance(answer.content, Begun):
                    is_begun = True
                else:
                    return cast("Answer", answer.content)
        except TimeoutError:
            raise LateError from None
        except (EOFError, OSError):
            raise EndedError(is_begun=is_begun) from None

    def kill(self) -> None:
        """End the process, and those that it started, whatever it is doing."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process, and wait until all that it printed is read."""
        self.kill()
        self._collecting.join(timeout=5)
        self._channel.close()

    def _collect(self) -> None:
        with self._process as process:
            # A line may have no end.
            while process.stdout and (line := process.stdout.readline(_WIDTH)):
                self._lines.append(line.rstrip("\n"))


def _find(texts: Texts, ask: Ask) -> Found | None:
    return texts.find(ask.domain, ask.locale, ask.key, ask.plural, ask.number)
