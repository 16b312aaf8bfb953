"""What those who run the site ask it: whether it is alive, whether it is ready, what it serves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from kfor_i18n.answers.strictness import MALFORMED
from kfor_i18n.site.i18n import Language, offered_languages

State = Callable[[], Mapping[str, Any]]
"""What tells of the pages that are served, for ``/healthz``; a ``failure`` in it is told first."""


def init_health(app: Flask, state: State) -> None:
    """Add the routes for those who run the site, and refuse what came in malformed."""

    def health() -> Response:
        pages = state()
        status = "stale" if pages.get("failure") else "ok"
        catalogs = describe_catalogs(offered_languages())
        return _tell({"status": status, **pages, "catalogs": catalogs})

    def readiness() -> Response:
        return _tell({"status": "ready"})

    def refuse_malformed() -> None:
        if MALFORMED in request.environ:
            abort(400)

    app.add_url_rule("/healthz", view_func=health)
    app.add_url_rule("/readyz", view_func=readiness)
    app.before_request(refuse_malformed)


def describe_catalogs(languages: Mapping[str, Language]) -> dict[str, dict[str, Any]]:
    """Return, by language, what there is to know of its catalog, as JSON can say it."""
    return {
        tag: {
            "revision": language.revision,
            "revised": language.revised.isoformat() if language.revised else None,
            "translated": language.translated,
            "messages": language.total,
            "coverage": round(language.coverage, 4),
            "refused": language.refused,
            "readable": language.is_readable,
        }
        for tag, language in languages.items()
    }


def _tell(what: Mapping[str, Any]) -> Response:
    response = jsonify(what)
    response.headers["Cache-Control"] = "no-store"
    return response
