"""The application whose pages are translated: a process that renders them, and is replaced."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from typing import NoReturn, cast

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.tracking.texts import Texts
from kfor_i18n.workbench.protocol import Ask, Failed, PageRequest, RenderedPage

SECONDS = 30.0
"""How long an application may take to be loaded, and to render a page."""

_LINES = 40
"""How much of what an application prints is kept."""


APPLICATION = Code(
    "workbench-application",
    N_("Application that cannot be shown"),
    N_(
        "The workbench loads the application that the app setting names, and renders its pages. "
        "Without it, messages can still be translated in the list."
    ),
)


class ApplicationError(Exception):
    """The application cannot be loaded, or fails at a page.

    ``problem`` is the reason, ``output`` are the last lines that the application printed.
    """

    def __init__(self, problem: Problem, output: Sequence[str] = ()) -> None:
        """Initialize with the problem and the output."""
        self.problem, self.output = problem, tuple(output)
        super().__init__(str(problem))


class Application:
    """An application by ``module:name``, loaded in a process from a project's directory.

    It is loaded when a page is first asked for, and again after a failure of the process.
    """

    def __init__(self, name: str, root: Path, texts: Texts, *, seconds: float = SECONDS) -> None:
        """Initialize with the texts to show in place of the application's own."""
        self._name, self._root, self._texts, self._seconds = name, root, texts, seconds
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._connection: Connection | None = None
        self._output: deque[str] = deque(maxlen=_LINES)
        self._collecting = Thread()

    def render(self, request: PageRequest) -> RenderedPage:
        """Render a page, one after another. Raises ``ApplicationError``."""
        with self._lock:
            connection = self._start() if self._connection is None else self._connection
            try:
                connection.send(request)
            except OSError:
                self._fail(_ENDED)
            answer = self._wait(connection)
            if isinstance(answer, Failed):
                raise ApplicationError(_describe(answer), self._output)
            return cast("RenderedPage", answer)

    def stop(self) -> None:
        """End the process; it is started again when a page is asked for."""
        with self._lock:
            self._end()

    def _start(self) -> Connection:
        ours, theirs = socket.socketpair()
        command = (sys.executable, "-P", "-m", "kfor_i18n.workbench.renderer")
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on this program
                [*command, str(theirs.fileno()), str(self._root), self._name],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                pass_fds=[theirs.fileno()], text=True, errors="replace",
            )  # fmt: skip
        self._output.clear()
        self._collecting = Thread(target=self._collect, args=[self._process], daemon=True)
        self._collecting.start()
        connection = self._connection = Connection(ours.detach())
        answer = self._wait(connection)
        if isinstance(answer, Failed):
            self._fail(_describe(answer))
        return connection

    def _collect(self, process: subprocess.Popen[str]) -> None:
        with process:
            for line in process.stdout or ():
                self._output.append(line.rstrip("\n"))

    def _wait(self, connection: Connection) -> RenderedPage | Failed | None:
        """Wait for an answer, and tell the application the texts that it asks for meanwhile."""
        while True:
            try:
                if not connection.poll(self._seconds):
                    self._fail(_late(self._seconds))
                answer = connection.recv()
                if not isinstance(answer, Ask):
                    return cast("RenderedPage | Failed | None", answer)
                connection.send(
                    self._texts.find(
                        answer.domain, answer.locale, answer.key, answer.plural, answer.number
                    )
                )
            except (EOFError, OSError):
                self._fail(_ENDED)

    def _fail(self, problem: Problem) -> NoReturn:
        self._end()
        raise ApplicationError(problem, self._output)

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            # It ends when all that was printed is read.
            self._collecting.join(timeout=5)
        if self._connection:
            self._connection.close()
        self._process = self._connection = None


_ENDED = Problem(APPLICATION, N_("the application exited; look at what it printed, and correct it"))


def _late(seconds: float) -> Problem:
    return Problem(
        APPLICATION,
        N_("the application did not answer in %(seconds)s s; look at what it printed"),
        {"seconds": f"{seconds:.0f}"},
    )


def _describe(failed: Failed) -> Problem:
    return Problem(
        APPLICATION,
        N_("the application failed with %(reason)s; correct it"),
        {"reason": failed.reason},
    )
