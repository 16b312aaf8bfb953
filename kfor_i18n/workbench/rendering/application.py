"""The application whose pages are translated: a process that renders them, and is replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Condition
from time import monotonic
from typing import Literal, NamedTuple, NoReturn, TypeAlias, TypeVar

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.tracking.texts import Texts
from kfor_i18n.workbench.rendering.channel import BrokenError
from kfor_i18n.workbench.rendering.process import EndedError, LateError, Process
from kfor_i18n.workbench.rendering.protocol import (
    Answer,
    Changed,
    CheckRequest,
    Failed,
    FetchedFile,
    FileRequest,
    Listing,
    ListRequest,
    PageRequest,
    Ready,
    RenderedPage,
    Request,
    Setup,
    Stamps,
    TooLarge,
)
from kfor_i18n.workbench.rendering.renderer.sources import has_changed, watch

SECONDS = 30.0
"""How long an application may take to be loaded, and to render a page."""

_PATIENCE_SECONDS = 2.0
"""How long somebody waits for a page of the index, before that is given up."""

_LOOK_SECONDS = 0.25
_RETRY_SECONDS = 5.0
"""When an application that cannot be loaded is tried again, though its sources did not change."""

State: TypeAlias = Literal["starting", "ready", "failed"]
_Kind = TypeVar("_Kind")

APPLICATION = Code(
    "workbench-application",
    N_("Application cannot be shown"),
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


class GivenUpError(ApplicationError):
    """A page was given up for another one, which somebody waits for; it may be as good as any."""


class _Failure(NamedTuple):
    """Why the application could not be loaded, from which sources, and when."""

    error: ApplicationError
    sources: Stamps
    at: float


class Application:
    """An application, loaded in a process of its own.

    It is loaded when it is first asked for something, and again when its sources change or the
    process ends. ``generation`` counts from how many states of its sources. It can be used by
    several threads: requests are answered one after another, urgent ones first.
    """

    def __init__(self, setup: Setup, texts: Texts, *, seconds: float = SECONDS) -> None:
        """Initialize with what to load, and the texts to show in place of its own."""
        self._setup = setup
        self._texts, self._seconds = texts, seconds
        self._turn = Condition()
        self._is_busy, self._urgent = False, 0
        self._process: Process | None = None
        self._aside: Process | None = None
        self._given_up: Process | None = None
        self._stops = 0
        self._failure: _Failure | None = None
        self._sources: Stamps | None = None
        self.generation = 0

    @property
    def state(self) -> State:
        """Whether the application is loaded, or failed when it was to be."""
        if self._failure:
            return "failed"
        return "ready" if self._process else "starting"

    @property
    def problem(self) -> Problem | None:
        """Why the application cannot be loaded."""
        failure = self._failure
        return failure.error.problem if failure else None

    @property
    def output(self) -> tuple[str, ...]:
        """The last lines that the application printed."""
        process, failure = self._process, self._failure
        if process:
            return process.output
        return failure.error.output if failure else ()

    def render(
        self, request: PageRequest, *, is_urgent: bool = True, texts: Texts | None = None
    ) -> RenderedPage:
        """Render a page, with other texts than usual if they are given.

        Raises ``ApplicationError``, or ``GivenUpError`` if it is not urgent.
        """
        return self._request(request, RenderedPage, is_urgent=is_urgent, texts=texts)

    def fetch(self, request: FileRequest) -> FetchedFile:
        """Fetch anything that a page loads, as it is. Raises ``ApplicationError``."""
        return self._request(request, FetchedFile)

    def check(self) -> None:
        """Load the application if need be. Raises ``ApplicationError``."""
        self._request(CheckRequest(), Ready, is_urgent=False)

    def list_addresses(self) -> Listing:
        """Return the application's addresses. Raises ``ApplicationError``."""
        return self._request(ListRequest(), Listing, is_urgent=False)

    def stop(self) -> None:
        """End the process, whatever it is doing; it is started again when it is asked."""
        self.interrupt()
        with (
            suppress(ApplicationError),
            self._take_turn(is_urgent=True, stops=self._stops),
        ):
            self._end()
            self._failure = None

    def interrupt(self) -> None:
        """Let all requests that were not answered yet fail at once. It takes no lock."""
        self._stops += 1
        process = self._process
        if process:
            process.kill()

    def reload(self) -> None:
        """Load the application anew when it is asked next, as if its sources had changed."""
        with (
            suppress(ApplicationError),
            self._take_turn(is_urgent=False, stops=self._stops),
        ):
            self._end()
            self._sources = None

    def _request(
        self,
        request: Request,
        kind: type[_Kind],
        *,
        is_urgent: bool = True,
        texts: Texts | None = None,
    ) -> _Kind:
        stops = self._stops
        with self._take_turn(is_urgent=is_urgent, stops=stops):
            begin, former = monotonic(), self._process
            answer: Answer = Changed()
            # Somebody may go on saving sources while a page is rendered.
            while isinstance(answer, Changed) and monotonic() - begin < self._seconds:
                process = self._process or self._start(stops)
                try:
                    answer = self._ask(process, request, texts, is_aside=not is_urgent)
                except EndedError as error:
                    self._require_wanted(process)
                    # Else it was ended while it had nothing to do, or when its sources changed.
                    is_idle = process is former and not error.is_begun
                    if stops != self._stops or not (is_idle or has_changed(self._sources or {})):
                        self._fail(_ENDED, None)
                if isinstance(answer, Changed):
                    self._end()
            if isinstance(answer, kind):
                return answer
            if isinstance(answer, Changed):
                raise ApplicationError(_late(self._seconds), self.output)
            raise ApplicationError(_describe(answer), self.output)

    def _require_wanted(self, process: Process) -> None:
        """Raise ``GivenUpError`` if a process was ended for the sake of another request."""
        if process is self._given_up:
            raise GivenUpError(_ENDED, self._end())

    @contextmanager
    def _take_turn(self, *, is_urgent: bool, stops: int) -> Iterator[None]:
        """Wait for the others; ``stops`` is how often all were interrupted when this was asked.

        Raises ``ApplicationError`` if that happened meanwhile, or if it takes too long.
        """
        begin = monotonic()
        with self._turn:
            self._urgent += is_urgent
            try:
                while self._is_busy or (self._urgent and not is_urgent):
                    waited = monotonic() - begin
                    if is_urgent and waited >= self._seconds:
                        raise ApplicationError(_late(self._seconds), self.output)
                    if is_urgent and waited >= _PATIENCE_SECONDS and self._aside:
                        self._given_up = self._aside
                        self._aside.kill()
                        self._aside = None
                    self._turn.wait(_LOOK_SECONDS if is_urgent else None)
                if stops != self._stops:
                    raise ApplicationError(_ENDED, self.output)
            finally:
                self._urgent -= is_urgent
                self._turn.notify_all()
            self._is_busy = True
        try:
            yield
        finally:
            with self._turn:
                self._is_busy = False
                self._turn.notify_all()

    def _start(self, stops: int) -> Process:
        """Load the application, unless that is known to fail."""
        if os.name != "posix":
            raise ApplicationError(_NOT_HERE)
        failure = self._failure
        if (
            failure
            and monotonic() - failure.at < _RETRY_SECONDS
            and not has_changed(failure.sources)
        ):
            raise failure.error
        self._failure = None
        self._process = process = Process()
        if stops != self._stops:
            # Whoever interrupted all requests could not know this process.
            self._fail(_ENDED, None)
        try:
            answer = self._ask(process, self._setup)
        except EndedError:
            self._fail(_ENDED, {})
        if isinstance(answer, Failed):
            self._fail(_describe(answer), answer.sources)
        if isinstance(answer, Ready) and answer.sources != self._sources:
            self._sources = answer.sources
            self.generation += 1
        return process

    def _ask(
        self,
        process: Process,
        request: Setup | Request,
        texts: Texts | None = None,
        *,
        is_aside: bool = False,
    ) -> Answer:
        """Return the answer of a process; one that is ``is_aside`` is given up for others.

        Raises ``EndedError``, and ``ApplicationError`` if it takes too long or is no answer.
        """
        with self._turn:
            self._aside = process if is_aside else None
        try:
            # Of an application that is being loaded, nobody knows the sources yet.
            sources = {} if isinstance(request, Setup) else self._sources or {}
            return process.ask(request, texts or self._texts, self._seconds, watch(sources))
        except LateError:
            self._fail(_late(self._seconds), {} if isinstance(request, Setup) else None)
        except BrokenError:
            self._fail(_BROKEN, {} if isinstance(request, Setup) else None)
        finally:
            with self._turn:
                self._aside = None

    def _fail(self, problem: Problem, sources: Stamps | None) -> NoReturn:
        """End the process; ``sources`` are those that it could not be loaded from, if it was."""
        output = self._end()
        error = ApplicationError(problem, output)
        if sources is not None:
            self._failure = _Failure(error, sources, monotonic())
        raise error

    def _end(self) -> tuple[str, ...]:
        process, self._process = self._process, None
        if process is None:
            return ()
        process.close()
        return process.output


_ENDED = Problem(
    APPLICATION,
    N_("The application exited. Read its output, and correct the application."),
)
_BROKEN = Problem(
    APPLICATION,
    N_("The application disturbed its connection to the workbench and is loaded again. It may be "
       "writing to a file descriptor that is not its own."),
)  # fmt: skip
_NOT_HERE = Problem(
    APPLICATION,
    N_("Pages can be shown on Linux, macOS and other Unix systems only. Translate in the list."),
)


def _late(seconds: float) -> Problem:
    return Problem(
        APPLICATION,
        N_("The application did not answer within %(seconds)s s. Read its output."),
        {"seconds": f"{seconds:.0f}"},
    )


def _describe(answer: Answer) -> Problem:
    if isinstance(answer, TooLarge):
        text = N_("This page is larger than %(size)s MB and cannot be shown. Choose another one.")
        return Problem(APPLICATION, text, {"size": answer.most // 1_000_000})
    return Problem(
        APPLICATION,
        N_("The application failed: %(reason)s"),
        {"reason": answer.reason if isinstance(answer, Failed) else type(answer).__name__},
    )
