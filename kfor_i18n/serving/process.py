"""The renderer as a process beside the server: started, asked, waited for, and stopped."""

from __future__ import annotations

import json
import logging
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector

from kfor_i18n.catalogs.problems import N_, Problem
from kfor_i18n.config import SiteError
from kfor_i18n.serving.fingerprint import look_at_program
from kfor_i18n.serving.store import Store

logger = logging.getLogger(__name__)

RENDERING_SECONDS = 120.0
"""How long a rendering may take."""

COMMAND = (sys.executable, "-P", "-m", "kfor_i18n.serving.renderer")

_CHUNK = 65_536


class RenderingFailedError(SiteError):
    """The site could not be rendered; the problem is the reason."""


class RendererProcess:
    """Renders the site into a store, in a process beside this one.

    That process ends with each rendering, and all that it needed with it, or it is kept: then it
    renders at once the next time. One that is kept is replaced when a source of the program was.
    """

    def __init__(
        self,
        store: Store,
        *,
        is_kept: bool = False,
        command: Sequence[str] = COMMAND,
        seconds: float = RENDERING_SECONDS,
    ) -> None:
        """Take the store, whether the process is kept, and its command and time for a rendering."""
        self._store = store
        self._is_kept = is_kept
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._program = look_at_program()
        self._is_busy = self._is_stopped = False

    def render(self, *, quick: bool = False, strict: bool = False) -> None:
        """Render the site, from the settings of the environment.

        ``quick`` compresses quickly rather than well; ``strict`` fails when a catalog cannot be
        read, which otherwise leaves its language in English. Raises ``RenderingFailedError``.
        """
        self.begin(quick=quick, strict=strict)
        self.finish()

    def begin(self, *, quick: bool = False, strict: bool = False) -> None:
        """Begin to ``render``, without waiting for the end."""
        process = self._find_process()
        self._is_busy = True
        request = json.dumps({"quick": quick, "strict": strict}).encode() + b"\n"
        # One that has ended already is found out when its answer is waited for.
        with suppress(BrokenPipeError):
            if process.stdin is not None:
                process.stdin.write(request)
                process.stdin.flush()

    def finish(self) -> None:
        """Wait for what was begun, and log what it said. Raises ``RenderingFailedError``."""
        process = self._process
        if process is None:
            return
        answer, said = self._wait(process)
        problem: Problem | None = None
        if answer:
            problem = pickle.loads(bytes.fromhex(answer.decode()))  # noqa: S301 - of this program
        failed = not answer or problem is not None
        lines = said.decode(errors="replace").strip().splitlines()
        for line in lines:
            logger.log(logging.ERROR if failed else logging.WARNING, "%s", line)
        if problem is not None:
            raise RenderingFailedError(problem.msgid, **problem.values)
        if failed and lines:
            raise RenderingFailedError("%(reason)s", reason=lines[-1])
        if failed:
            raise RenderingFailedError(
                N_(
                    "the renderer exited with status %(status)s and no message; check the memory "
                    "limit, then restart the server"
                ),
                status=process.returncode,
            )

    def stop(self) -> None:
        """Give up a rendering that is under way, and any that is begun later."""
        self._is_stopped = True
        if self._is_busy and self._process is not None:
            self._process.kill()
        else:
            self._end()

    def _wait(self, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
        """Return a process's answer and what it said; let it end unless it is kept."""
        try:
            answer, said = _listen(process, time.monotonic() + self._seconds)
        except TimeoutError:
            self._end()
            raise RenderingFailedError(
                N_(
                    "rendering took more than %(seconds)s s and was stopped; look for an endless "
                    "loop in a template or view"
                ),
                seconds=f"{self._seconds:.0f}",
            ) from None
        finally:
            self._is_busy = False
        if not (self._is_kept and answer):
            self._end(has_ended=True)
        return answer, said

    def _find_process(self) -> subprocess.Popen[bytes]:
        """Return the process to ask: the one that was kept, unless it ended or was replaced."""
        program = look_at_program()
        process = self._process
        if process is not None and (program != self._program or process.poll() is not None):
            self._end()
        if self._process is None:
            self._program = program
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on this program
                [*self._command, str(self._store.folder), *(["--keep"] if self._is_kept else [])],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
        if self._is_stopped:
            self._process.kill()
        return self._process

    def _end(self, *, has_ended: bool = False) -> None:
        """Wait for the end of the process, which is at hand or is brought about."""
        process, self._process = self._process, None
        if process is None:
            return
        if not has_ended:
            process.kill()
        with suppress(BrokenPipeError), process:
            pass


def _listen(process: subprocess.Popen[bytes], end: float) -> tuple[bytes, bytes]:
    """Return the line that a process answers with, and what it said to standard error till then.

    Of one that ends without an answer, the line is empty. Raises ``TimeoutError`` at a time by the
    monotonic clock.
    """
    answer, said = bytearray(), bytearray()
    with DefaultSelector() as selector:
        for stream, data in ((process.stdout, answer), (process.stderr, said)):
            if stream is not None:
                selector.register(stream, EVENT_READ, data)
        while selector.get_map():
            # What was said before the answer is there when the answer is.
            is_answered = answer.endswith(b"\n")
            ready = selector.select(0 if is_answered else max(0, end - time.monotonic()))
            if not ready and not is_answered:
                raise TimeoutError
            if not ready:
                break
            for key, _ in ready:
                part = os.read(key.fd, _CHUNK)
                key.data.extend(part)
                if not part:
                    selector.unregister(key.fileobj)
    return bytes(answer), bytes(said)
