"""Endpoints for operators: liveness, readiness, and a description of what is served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from kfor_i18n.answers.strictness import MALFORMED
from kfor_i18n.site.languages import Language
from kfor_i18n.site.model import Site


def init_health(app: Flask, site: Site) -> None:
    """Add the routes for operators, and reject malformed requests."""

    def health() -> Response:
        return _tell({"status": "ok", "catalogs": describe_catalogs(site.languages)})

    def readiness() -> Response:
        return _tell({"status": "ready"})

    def refuse_malformed() -> None:
        if MALFORMED in request.environ:
            abort(400)

    app.add_url_rule("/healthz", view_func=health)
    app.add_url_rule("/readyz", view_func=readiness)
    app.before_request(refuse_malformed)


def describe_catalogs(languages: Mapping[str, Language]) -> dict[str, dict[str, Any]]:
    """Return a description of each language's catalog, for JSON."""
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
