"""Work that takes long, in a process of its own: checking catalogs, and compiling them."""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Callable, Hashable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from threading import Condition, Thread
from typing import Any, NamedTuple


class _Job(NamedTuple):
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    on_done: Callable[[Any], None]
    on_error: Callable[[], None]


_logger = logging.getLogger(__name__)

_NICENESS = 10


class Background:
    """A process that does one thing after another, and a thread that waits for it.

    The process is started when there is something to do, and replaced if it dies.
    """

    def __init__(self, *, is_urgent: bool) -> None:
        """Initialize without work; what is not urgent gets the processor when others leave it."""
        self._is_urgent = is_urgent
        self._waiting: dict[Hashable, _Job] = {}
        self._condition = Condition()
        self._is_stopped = False
        self._pool: ProcessPoolExecutor | None = None
        self._thread = Thread(target=self._work, daemon=True)

    def run(
        self,
        key: Hashable,
        function: Callable[..., Any],
        *arguments: Any,
        on_done: Callable[[Any], None],
        on_error: Callable[[], None] = lambda: None,
    ) -> None:
        """Call a function in the process, and ``on_done`` with its result in the thread.

        If the process dies, the function is called once more; ``on_error`` is called instead of
        ``on_done`` when it dies again, or the function fails. A call with the same key that is
        still waiting is replaced by this one.
        """
        with self._condition:
            self._waiting[key] = _Job(function, arguments, on_done, on_error)
            if not self._thread.is_alive() and not self._is_stopped:
                self._thread.start()
            self._condition.notify()

    def warm_up(self, module: str) -> None:
        """Start the process before there is something to do, with a module that this will need."""
        self.run(module, _import, module, on_done=_ignore)

    def stop(self) -> None:
        """End the process, whatever it is doing. It may be ended already."""
        with self._condition:
            self._is_stopped = True
            self._condition.notify()
            pool, self._pool = self._pool, None
        if pool:
            for process in list(pool._processes.values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def _work(self) -> None:
        while job := self._next():
            try:
                self._do(job)
            except Exception:
                # What comes after it is not to wait for ever.
                if not self._is_stopped:
                    _logger.exception("Work in the background failed")

    def _do(self, job: _Job) -> None:
        try:
            result = self._call(job)
        except Exception:
            job.on_error()
            raise
        job.on_done(result)

    def _call(self, job: _Job) -> Any:
        try:
            return self._submit(job)
        except BrokenProcessPool:
            if self._is_stopped:
                raise
            return self._submit(job)

    def _submit(self, job: _Job) -> Any:
        try:
            return self._open().submit(job.function, *job.arguments).result()
        except BrokenProcessPool:
            self._pool = None
            raise

    def _next(self) -> _Job | None:
        with self._condition:
            self._condition.wait_for(lambda: self._waiting or self._is_stopped)
            if self._is_stopped:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def _open(self) -> ProcessPoolExecutor:
        with self._condition:
            if self._is_stopped:
                raise BrokenProcessPool
            if self._pool is None:
                # Not forked: this process has threads, which may hold locks.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    1, mp_context=context, initializer=_begin, initargs=(self._is_urgent,)
                )
            return self._pool


def _import(module: str) -> None:
    import_module(module)


def _ignore(_: Any) -> None:
    pass


def _begin(is_urgent: bool) -> None:
    """Let this process end when the one that started it is killed, and give way to others."""
    if not is_urgent and hasattr(os, "nice"):
        os.nice(_NICENESS)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=follow, daemon=True).start()
