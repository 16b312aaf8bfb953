"""A worker process: it serves what the store holds, and notices when that is replaced."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from kfor_i18n.answers.ready import ReadySite
from kfor_i18n.answers.strictness import Strict
from kfor_i18n.serving.connections import MOST, close_idle
from kfor_i18n.serving.store import Store

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
"""How long a worker may go on with a site that has been replaced."""

LIVENESS = "/healthz"


class Worker:
    """The site in one process: the ready set, and what operators ask, which is of the moment."""

    def __init__(self, store: Store, connections: int = MOST) -> None:
        """Take a store that holds a rendered site, and how many connections there may be."""
        self._store = store
        self._connections = connections
        self._stamp = store.stamp()
        self._rendered = store.load()
        self._site = ReadySite(self._rendered.ready, self._tell)
        self.app: WSGIApplication = Strict(self._site, self._site.refuse)

    def start(self) -> None:
        """Check the store and the connections now and then, in a thread.

        The thread ends the process when the server that started it is gone.
        """
        parent = os.getppid()
        threading.Thread(target=self._follow, args=(parent,), name="follower", daemon=True).start()

    def look(self) -> None:
        """Take over the store's site if it has been replaced."""
        stamp = self._store.stamp()
        if stamp not in (None, self._stamp):
            self._rendered = self._store.load()
            self._site.swap(self._rendered.ready, self._tell)
            self._stamp = stamp

    def state(self) -> Mapping[str, Any]:
        """Return what ``/healthz`` tells: of the set, the last failure and the catalogs."""
        failure, ready = self._store.failure(), self._rendered.ready
        return {
            "status": "stale" if failure else "ok",
            "revision": ready.revision,
            "rendered": ready.rendered.isoformat(timespec="seconds"),
            "failure": failure and {"reason": failure.reason, "when": failure.when.isoformat()},
            "catalogs": self._rendered.catalogs,
        }

    def _follow(self, parent: int) -> None:
        said = ""
        while os.getppid() == parent:
            try:
                self.look()
                said = ""
            except Exception as error:
                if said != (said := repr(error)):
                    logger.exception(
                        _(
                            "the new pages were not loaded, so the previous ones are served; see "
                            "the error below, and restart the server if it persists"
                        )
                    )
            close_idle(self._connections)
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    def _tell(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer what the ready set leaves: whether the process is alive, and ready."""
        is_alive = environ["PATH_INFO"] == LIVENESS
        told = self.state() if is_alive else {"status": "ready"}
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *self._rendered.security,
        ]
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
