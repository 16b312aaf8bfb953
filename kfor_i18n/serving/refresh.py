"""The site rendered anew, aside, when a file of it changed, the date turned, or somebody asked."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.clock import current_date
from kfor_i18n.serving.store import Store

logger = logging.getLogger(__name__)

RETRY_SECONDS = 60.0
"""How long a failure is let stand before the same state of the site is tried again."""

RENDERING_SECONDS = 600.0
"""How long a rendering may take."""

_PACKAGE = Path(__file__).resolve().parents[1]
_RENDERER = (sys.executable, "-P", "-m", "kfor_i18n.serving.renderer")

Fingerprint = frozenset[tuple[str, int, int, int]]


class RenderingFailedError(Exception):
    """The site could not be rendered; the message is the reason."""


@dataclass(frozen=True)
class Preparation:
    """What is done before each rendering: ``make`` makes some of the site's files, of the sources.

    A source that changes makes a rendering due, as a file does.
    """

    make: Callable[[], None] = lambda: None
    list_sources: Callable[[], Iterable[Path]] = list


class Refresher:
    """Keeps a store's ready set as the site's files are.

    A change counts once it has stood for one look at the files, so that what is deployed file by
    file is rendered once and whole.
    """

    def __init__(
        self,
        store: Store,
        list_files: Callable[[], Iterable[Path]],
        *,
        preparation: Preparation | None = None,
        on_rendered: Callable[[], None] = lambda: None,
        interval: float = 1.0,
    ) -> None:
        """Take the store, what lists the files that the site is made of, and the seconds between
        two looks at them. ``on_rendered`` is called after each rendering that succeeded.
        """
        self.store = store
        self._list_files = list_files
        self._preparation = preparation or Preparation()
        self._on_rendered = on_rendered
        self._interval = interval
        self._stop = threading.Event()
        self._is_requested = False
        self._is_stopping = False
        self._renderer: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="refresher", daemon=True)
        self._rendered = self._pending = self._look()
        self._rendered_day = current_date()
        self._retry_at = float("inf")

    def render(self, *, quick: bool = False, strict: bool = False) -> None:
        """Render the site into the store, in a process of its own.

        ``quick`` compresses quickly rather than well; ``strict`` fails where a catalog cannot be
        read, which otherwise leaves its language in English. Raises ``RenderingFailedError``.
        """
        self.begin(quick=quick, strict=strict)
        self.finish()

    def begin(self, *, quick: bool = False, strict: bool = False) -> None:
        """Begin what ``render`` does, without waiting for it."""
        options = [option for option, on in (("--quick", quick), ("--strict", strict)) if on]
        self._renderer = subprocess.Popen(  # noqa: S603 - this interpreter, on this program
            [*_RENDERER, str(self.store.folder), *options],
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        if self._is_stopping:
            self._renderer.kill()

    def finish(self) -> None:
        """Wait for what was begun. Raises ``RenderingFailedError``."""
        if self._renderer is None:
            return
        try:
            output = self._renderer.communicate(timeout=RENDERING_SECONDS)[1]
        except subprocess.TimeoutExpired:
            self._renderer.kill()
            self._renderer.communicate()
            raise RenderingFailedError(f"it took more than {RENDERING_SECONDS:.0f} s") from None
        *said, reason = output.strip().split("\n")
        status = self._renderer.returncode
        if status:
            for line in said:
                logger.error("%s", line)
            raise RenderingFailedError(reason or f"the renderer ended with status {status}")
        for line in (*said, reason):
            if line:
                logger.warning("%s", line)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def request(self) -> None:
        """Ask for a rendering, changed or not, at the next look. A signal handler may do so."""
        self._is_requested = True

    def stop(self) -> None:
        """Stop watching, and give up a rendering that is under way."""
        self._is_stopping = True
        self._stop.set()
        if self._renderer is not None:
            self._renderer.kill()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._is_stopping:
            try:
                if self._is_due():
                    self._refresh()
            except Exception:
                # A folder that goes while it is read, a full disk: the next look may do better.
                logger.exception("the site's files could not be looked at")
            self._stop.wait(self._interval)

    def _is_due(self) -> bool:
        before, self._pending = self._pending, self._look()
        is_settled = self._pending == before
        return (
            self._is_requested
            or (is_settled and self._pending != self._rendered)
            or current_date() != self._rendered_day
            or time.monotonic() >= self._retry_at
        )

    def _refresh(self) -> None:
        self._is_requested = False
        self._rendered_day = current_date()
        self._retry_at = float("inf")
        try:
            # Whatever changes from now on is a change, but for the files that are made now.
            sources = look(self._preparation.list_sources())
            self._preparation.make()
            self._rendered = self._pending = sources | look(self._list_files())
            self.render(strict=True)
            self._on_rendered()
        except Exception as error:  # noqa: BLE001 - whatever it is, the old set goes on serving
            if self._is_stopping:
                return
            self._retry_at = time.monotonic() + RETRY_SECONDS
            logger.error("the site was not rendered anew, the former pages serve on: %s", error)
            self.store.report_failure(str(error))

    def _look(self) -> Fingerprint:
        return look(self._preparation.list_sources()) | look(self._list_files())


def list_program() -> list[Path]:
    """Return the files of the program itself."""
    return sorted(_PACKAGE.rglob("*.py"))


def look(files: Iterable[Path]) -> Fingerprint:
    """Return what changes when any of the files does, comes or goes."""
    found = set()
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        # The time of the last change of status cannot be set back, as that of the content can.
        found.add((str(file), status.st_size, status.st_ctime_ns, status.st_ino))
    return frozenset(found)
