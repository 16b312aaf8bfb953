"""The renderer as a process beside the server: started, waited for, and stopped."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
from collections.abc import Sequence

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.config import SiteError
from kfor_i18n.serving.store import Store

logger = logging.getLogger(__name__)

FAILED = 3
"""The renderer's exit status when the site cannot be rendered."""

RENDERING_SECONDS = 600.0
"""How long a rendering may take."""

COMMAND = (sys.executable, "-P", "-m", "kfor_i18n.serving.renderer")


class RenderingFailedError(SiteError):
    """The site could not be rendered; the problem is the reason."""


class RendererProcess:
    """Renders the site into a store, in a process for each rendering."""

    def __init__(
        self,
        store: Store,
        *,
        command: Sequence[str] = COMMAND,
        seconds: float = RENDERING_SECONDS,
    ) -> None:
        """Take the store, and the command and time limit of a rendering."""
        self._store = store
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def render(self, *, quick: bool = False, strict: bool = False) -> None:
        """Render the site, from the settings of the environment.

        ``quick`` compresses quickly rather than well; ``strict`` fails when a catalog cannot be
        read, which otherwise leaves its language in English. Raises ``RenderingFailedError``.
        """
        self.begin(quick=quick, strict=strict)
        self.finish()

    def begin(self, *, quick: bool = False, strict: bool = False) -> None:
        """Begin to ``render``, without waiting for the end."""
        options = [option for option, on in (("--quick", quick), ("--strict", strict)) if on]
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, on this program
            [*self._command, str(self._store.folder), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        if self._is_stopped:
            self._process.kill()

    def finish(self) -> None:
        """Wait for what was begun, and log what it said. Raises ``RenderingFailedError``."""
        if self._process is None:
            return
        try:
            output, errors = self._process.communicate(timeout=self._seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise RenderingFailedError(
                N_("rendering took more than %(seconds)s s and was stopped"),
                seconds=f"{self._seconds:.0f}",
            ) from None
        lines = errors.decode(errors="replace").strip().splitlines()
        status = self._process.returncode
        for line in lines:
            logger.log(logging.ERROR if status else logging.WARNING, "%s", line)
        if status == FAILED:
            problem = pickle.loads(output)  # noqa: S301 - written by this program
            raise RenderingFailedError(problem.msgid, **problem.values)
        if status and lines:
            raise RenderingFailedError("%(reason)s", reason=lines[-1])
        if status:
            raise RenderingFailedError(
                N_("the renderer exited with status %(status)s"), status=status
            )

    def stop(self) -> None:
        """Give up a rendering that is under way, and any that is begun later."""
        self._is_stopped = True
        if self._process is not None:
            self._process.kill()
