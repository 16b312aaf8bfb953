"""A worker process: it serves what the store holds, and notices when that is replaced."""

from __future__ import annotations

import json
import logging
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from kfor_i18n.answers.ready import ReadySite
from kfor_i18n.answers.strictness import Strict
from kfor_i18n.serving.store import RenderedSite, Store

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
"""How long a worker may go on with a site that has been replaced."""

LOADING_SECONDS = 2.0
"""How long a request waits for the application when the worker has just started."""

READINESS, LIVENESS = "/readyz", "/healthz"


class Worker:
    """The site in one process: the ready set at once, the application as soon as it is loaded.

    The application is built beside the first requests, since few of them need it; those wait.
    """

    def __init__(self, store: Store) -> None:
        """Take a store that holds a rendered site."""
        self._store = store
        self._stamp = store.stamp()
        self._rendered = store.load()
        self._app: WSGIApplication | None = None
        self._is_loaded = threading.Event()
        self._site = ReadySite(self._rendered.ready, self._answer)
        self.app: WSGIApplication = Strict(self._site, self._answer)

    def start(self) -> None:
        """Load the application, then check the store now and then, in a thread.

        The thread ends the process when the server that started it is gone.
        """
        parent = os.getppid()
        threading.Thread(target=self._follow, args=(parent,), name="follower", daemon=True).start()

    def load(self) -> None:
        """Build the application behind the ready set."""
        self._take(self._rendered)
        self._is_loaded.set()

    def look(self) -> None:
        """Take over the store's site if it has been replaced."""
        stamp = self._store.stamp()
        if stamp not in (None, self._stamp):
            self._take(self._store.load())
            self._stamp = stamp

    def state(self) -> Mapping[str, Any]:
        """Return what ``/healthz`` tells of the site: its revision, its time, the last failure."""
        failure, ready = self._store.failure(), self._rendered.ready
        return {
            "revision": ready.revision,
            "rendered": ready.rendered.isoformat(timespec="seconds"),
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
                    logger.exception(
                        _("the new pages were not loaded; the previous ones are served")
                    )
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    def _take(self, rendered: RenderedSite) -> None:
        # Imported here: what only serves the ready set starts without the framework.
        from kfor_i18n.site import create_app
        from kfor_i18n.site.views import render_errors

        settings, languages = pickle.loads(rendered.application)  # noqa: S301 - of this program
        app = create_app(settings, languages, self.state)
        # Whatever happens to the templates from now on, the pages that are not ready can be made.
        render_errors(app, list(languages)[:1])
        self._app, self._rendered = app, rendered
        self._site.swap(rendered.ready, app)

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
            *self._rendered.security,
        ]
        start_response("200 OK" if is_alive else "503 SERVICE UNAVAILABLE", headers)
        return [body]
