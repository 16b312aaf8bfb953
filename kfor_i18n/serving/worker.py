"""What each worker runs: it sends what the store holds, and sees when that is replaced."""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kfor_i18n.answers.ready import ReadySet, ReadySite
from kfor_i18n.answers.strictness import Strict
from kfor_i18n.serving.store import Store

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
"""How long a worker may go on with a set that has been replaced."""

LOADING_SECONDS = 2.0
"""How long a request waits for the application when the worker has just begun."""

READINESS, LIVENESS = "/readyz", "/healthz"


class Worker:
    """The site in one process: ready answers at once, the application as soon as it is loaded.

    The application is built beside the first requests, since few of them need it; those wait.
    """

    def __init__(self, store: Store) -> None:
        """Take a store that holds a set."""
        self._store = store
        self._stamp = store.stamp()
        self._ready = store.load()
        self._app: WSGIApplication | None = None
        self._is_loaded = threading.Event()
        self._site = ReadySite(self._ready, self._answer)
        self.app: WSGIApplication = Strict(self._site, self._answer)

    def start(self) -> None:
        """Load the application, then look for another set now and then, in a thread.

        The thread ends the process when the server that began it is gone.
        """
        parent = os.getppid()
        threading.Thread(target=self._follow, args=(parent,), name="follower", daemon=True).start()

    def load(self) -> None:
        """Build the application behind the set."""
        self._take(self._ready)
        self._is_loaded.set()

    def look(self) -> None:
        """Take the store's set if it was replaced."""
        stamp = self._store.stamp()
        if stamp not in (None, self._stamp):
            self._take(self._store.load())
            self._stamp = stamp

    def state(self) -> Mapping[str, Any]:
        """Return what ``/healthz`` tells of the set: its revision, its time, the last failure."""
        failure = self._store.failure()
        return {
            "revision": self._ready.revision,
            "rendered": self._ready.rendered.isoformat(timespec="seconds"),
            "failure": failure and {"reason": failure.reason, "when": failure.when.isoformat()},
        }

    def _follow(self, parent: int) -> None:
        act, said = self.load, ""
        while os.getppid() == parent:
            try:
                act()
                act, said = self.look, ""
            except Exception as error:
                # Requests need not wait for what may never come.
                self._is_loaded.set()
                if said != (said := repr(error)):
                    logger.exception("the pages were not taken over; the former ones serve on")
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    def _take(self, ready: ReadySet) -> None:
        # Imported here: what only sends ready answers starts without the framework.
        from kfor_i18n.site import create_app
        from kfor_i18n.site.views import render_errors

        settings, languages = pickle.loads(ready.application)  # noqa: S301 - of this program
        app = create_app(settings, languages, self.state)
        # Whatever happens to the templates from now on, the pages that are not ready can be made.
        render_errors(app, list(languages)[:1])
        self._app, self._ready = app, ready
        self._site.swap(ready, app)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self._is_loaded.wait(0 if path in (READINESS, LIVENESS) else LOADING_SECONDS)
        if self._app is not None:
            return self._app(environ, start_response)
        is_alive = path == LIVENESS
        body = json.dumps({"status": "loading", **self.state()}).encode() if is_alive else b""
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "1"),
        ]
        start_response("200 OK" if is_alive else "503 SERVICE UNAVAILABLE", headers)
        return [body]
