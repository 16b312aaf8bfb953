"""Renders the site again when one of its files changes, when the date changes, and on request."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from gettext import gettext as _
from typing import Protocol

from kfor_i18n.clock import current_date
from kfor_i18n.config import SiteError
from kfor_i18n.serving.fingerprint import Fingerprint
from kfor_i18n.serving.process import RendererProcess
from kfor_i18n.serving.store import Store

logger = logging.getLogger(__name__)

RETRY_SECONDS = 60.0
"""Delay before a failed rendering of the same files is retried."""

STOP_SECONDS = 2.0
"""How long a watch that is stopped may take to end."""


@dataclass(frozen=True)
class Pace:
    """How soon a change is shown: the seconds between looks, and in which nothing more may change.

    With ``quick_first`` it is compressed quickly and then, once it is shown, well.
    """

    looking: float
    settling: float
    quick_first: bool = False


CALM = Pace(looking=1.0, settling=1.0)
FAST = Pace(looking=0.2, settling=0.1, quick_first=True)
"""For somebody who waits to see the change."""


class Watched(Protocol):
    """What a site is rendered from; see ``Sources``."""

    def look(self) -> Fingerprint:
        """Return what changes when any of the files does."""

    def prepare(self) -> Fingerprint:
        """Make the files ready to be rendered, and return their fingerprint."""

    def keep(self, store: Store) -> None:
        """Keep the site that was rendered."""


class Refresher:
    """Keeps the rendered site in a store up to date with the files that it is made of.

    A change counts once the files have been the same for a while, so that what is deployed file by
    file is rendered once and whole.
    """

    def __init__(
        self,
        store: Store,
        sources: Watched,
        renderer: RendererProcess,
        pace: Pace = CALM,
    ) -> None:
        """Take the store, the site's files, what renders them, and how soon that is to be."""
        self.store = store
        self._sources = sources
        self._renderer = renderer
        self._pace = pace
        self._is_rough = False
        self._stop = threading.Event()
        self._is_requested = False
        self._thread = threading.Thread(target=self._run, name="refresher", daemon=True)
        self._rendered = self._pending = sources.look()
        self._rendered_day = current_date()
        self._retry_at = float("inf")

    def start(self) -> None:
        """Start to watch, in a thread."""
        self._thread.start()

    def request(self) -> None:
        """Request a rendering at the next check, changed or not. A signal handler may call this."""
        self._is_requested = True

    def stop(self) -> None:
        """Stop watching, and stop a rendering that is running."""
        self._stop.set()
        self._renderer.stop()
        if self._thread.is_alive():
            # It may wait for another command to release the catalogs; it ends with the process.
            self._thread.join(STOP_SECONDS)

    def step(self) -> None:
        """Look at the files once, and render the site if that is due."""
        if self._is_due():
            self._refresh()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.step()
            except Exception:
                # A folder that goes while it is read, a full disk: the next look may do better.
                logger.exception(
                    _(
                        "the files of the site cannot be checked for changes, so the pages are not "
                        "updated; see the error below"
                    )
                )
            is_done = self._pending == self._rendered and not self._is_rough
            self._stop.wait(self._pace.looking if is_done else self._pace.settling)

    def _is_due(self) -> bool:
        before, self._pending = self._pending, self._sources.look()
        is_settled = self._pending == before
        return (
            self._is_requested
            or (is_settled and (self._pending != self._rendered or self._is_rough))
            or current_date() != self._rendered_day
            or time.monotonic() >= self._retry_at
        )

    def _refresh(self) -> None:
        is_known = self._pending == self._rendered
        quick = self._pace.quick_first and not (self._is_rough and is_known)
        # Whatever becomes of this rendering, the same files need no other.
        self._rendered = self._pending
        self._is_requested = self._is_rough = False
        self._rendered_day = current_date()
        self._retry_at = float("inf")
        try:
            # Whatever differs from this fingerprint later is a change.
            self._rendered = self._pending = self._sources.prepare()
            self._renderer.render(quick=quick, strict=True)
            self._is_rough = quick
            if not quick:
                self._sources.keep(self.store)
        except Exception as error:  # noqa: BLE001 - whatever it is, the former site serves on
            if self._stop.is_set():
                return
            self._retry_at = time.monotonic() + RETRY_SECONDS
            reason = error.problem.text(_) if isinstance(error, SiteError) else str(error)
            text = _("the site was not rendered again; the previous pages are served: %(reason)s")
            logger.error(text % {"reason": reason})
            self.store.report_failure(str(error))
