"""The answers that people see: pages, the choice of a language, and errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as BaseResponse

from kfor_i18n.catalogs.messages import Messages
from kfor_i18n.config import SOURCE_LANGUAGE, Settings
from kfor_i18n.site.clock import time_of
from kfor_i18n.site.discovery import describe_page, open_graph_locale
from kfor_i18n.site.fallback import label_fallbacks
from kfor_i18n.site.i18n import (
    Language,
    Text,
    current_language,
    language_of_url,
    languages_of,
    negotiated_language,
    page_text,
)
from kfor_i18n.site.pages import Page, SiteMap
from kfor_i18n.site.timeline import Timeline

logger = logging.getLogger(__name__)

ERRORS = (400, 404, 405, 500)
"""The status codes that pages are made for."""

NOTE = "not yet translated"
LAST_WORDS = "Something went wrong on our side. / Pri nas je prišlo do napake.\n"
"""What is answered where not even the page about an internal error can be made."""


def init_views(app: Flask, settings: Settings, site_map: SiteMap, style: str) -> None:
    """Add a route for each page in each language, for ``/``, and the error pages."""
    app.extensions["kfor_site_map"] = site_map
    app.extensions["kfor_settings"] = settings
    app.jinja_env.globals.update(
        site_map=site_map,
        settings=settings,
        style=style,
        current_language=current_language,
        page_text=page_text,
        open_graph_locale=open_graph_locale,
        describe_page=describe_page,
    )
    app.add_url_rule("/", "negotiate", negotiate, defaults={"site_map": site_map})
    for language in site_map.languages.values():
        for page in site_map.pages:
            _route_page(app, site_map, page, language)
    app.before_request(refuse_doubled_slash)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_failure)


def settings_of(app: Flask) -> Settings:
    """Return the settings that an application was made with."""
    settings: Settings = app.extensions["kfor_settings"]
    return settings


def _route_page(app: Flask, site_map: SiteMap, page: Page, language: Language) -> None:
    path = site_map.path(page, language)
    name = f"{page.name}.{language.tag}"
    app.add_url_rule(path, name, show_page, defaults={"page": page})
    # A path without its slash is a rule too: the framework's own redirect would trust the Host.
    old_paths = [path.rstrip("/")]
    if was := site_map.moved(page, language):
        old_paths += [was, was.rstrip("/")]
    for number, old in enumerate(old_paths):
        app.add_url_rule(old, f"{name}.moved{number}", move, defaults={"path": path})


def refuse_doubled_slash() -> None:
    """Answer 404 to ``//en/``, which the router would take for ``/en/``."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def show_page(page: Page) -> Response:
    """Answer with a page in the language of its URL."""
    return render(page.template, page=page, timeline=Timeline(time_of(current_app).date()))


def negotiate(site_map: SiteMap) -> BaseResponse:
    """Redirect a reader without a language to the best one (RFC 4647 section 3.4)."""
    response = redirect(site_map.path(site_map.pages[0], negotiated_language()), 302)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def move(path: str) -> BaseResponse:
    """Redirect for good, to a path: an absolute address would trust the Host header."""
    return redirect(path, 308)


def show_error(error: HTTPException) -> Response:
    """Answer with a page about an error: in its URL's language, else the negotiated one."""
    response = render("site/error.html", page=None, code=error.code or 500)
    response.status_code = error.code or 500
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    if language_of_url() is None:
        response.vary.add("Accept-Language")
    return response


def render_errors(app: Flask, tags: Iterable[str] | None = None) -> dict[tuple[str, int], bytes]:
    """Return the pages about errors by language and code, in all languages or in those named."""
    pages = {}
    for tag in languages_of(app) if tags is None else tags:
        for code in ERRORS:
            with app.test_request_context(f"/{tag}/"):
                error = HTTPException()
                error.code = code
                pages[tag, code] = show_error(error).get_data()
    return pages


def show_failure(error: Exception) -> Response:
    """Log what went wrong and answer with the page about an internal error."""
    logger.error("the request failed", exc_info=error)
    try:
        return show_error(InternalServerError(original_exception=error))
    except Exception:
        logger.exception("the page about the failure failed too")
        return Response(LAST_WORDS, 500, content_type="text/plain; charset=utf-8")


def render(template: str, language: Language | None = None, **context: Any) -> Response:
    """Render a template, with missing translations labelled: in the request's language, where no
    other is given.
    """
    language = language or current_language()
    html = render_template(template, language=language, **context)
    html = label_fallbacks(
        html,
        SOURCE_LANGUAGE,
        note=language.text.gettext("not yet translated"),
        note_language=language.tag if language.text.has(NOTE) else SOURCE_LANGUAGE,
        is_rtl=language.direction == "rtl",
    )
    response = make_response(html)
    response.headers["Content-Language"] = language.tag
    return response


def render_chooser(site_map: SiteMap, *, is_missing: bool = False) -> Response:
    """Render the page that offers every language in its own words, for the front door.

    ``is_missing`` makes it the one for an address that leads nowhere.
    """
    return render(
        "site/chooser.html",
        site_map.languages[SOURCE_LANGUAGE],
        text_in=lambda language: Text(language, marked=True),
        line=_say_missing if is_missing else site_map.pages[0].title,
        is_missing=is_missing,
    )


def _say_missing(text: Messages) -> str:
    return text.gettext("This page does not exist")
