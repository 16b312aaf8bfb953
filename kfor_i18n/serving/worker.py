"""What each worker runs: it sends what the store holds, and sees when that is replaced."""

from __future__ import annotations

import logging
import pickle
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

LOADING_SECONDS = 30.0
"""How long a request waits for the application when the worker has just begun."""

READINESS = "/readyz"


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
        """Load the application, then look for another set now and then, in a thread."""
        threading.Thread(target=self._follow, name="follower", daemon=True).start()

    def load(self) -> None:
        """Build the application behind the set."""
        self._take(self._ready, self._ready)
        self._is_loaded.set()

    def look(self) -> None:
        """Take the store's set if it was replaced."""
        stamp = self._store.stamp()
        if stamp not in (None, self._stamp):
            ready = self._store.load()
            self._take(ready, ready.keep_immutable(self._ready))
            self._stamp = stamp

    def state(self) -> Mapping[str, Any]:
        """Return what ``/healthz`` tells of the set: its revision, its time, the last failure."""
        failure = self._store.failure()
        return {
            "revision": self._ready.revision,
            "rendered": self._ready.rendered.isoformat(timespec="seconds"),
            "failure": failure and {"reason": failure.reason, "when": failure.when.isoformat()},
        }

    def _follow(self) -> None:
        act = self.load
        while True:
            try:
                act()
                act = self.look
            except Exception:
                logger.exception("the pages were not taken over; the former ones serve on")
            time.sleep(LOOK_SECONDS)

    def _take(self, ready: ReadySet, sent: ReadySet) -> None:
        # Imported here: what only sends ready answers starts without the framework.
        from kfor_i18n.site import create_app

        languages = pickle.loads(ready.languages)  # noqa: S301 - written by this program
        app = create_app(languages=languages, state=self.state)
        self._app, self._ready = app, ready
        self._site.swap(sent, app)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_asked_for_readiness = environ["PATH_INFO"] == READINESS
        self._is_loaded.wait(0 if is_asked_for_readiness else LOADING_SECONDS)
        if self._app is not None:
            return self._app(environ, start_response)
        headers = [("Content-Length", "0"), ("Cache-Control", "no-store"), ("Retry-After", "1")]
        start_response("503 SERVICE UNAVAILABLE", headers)
        return []
