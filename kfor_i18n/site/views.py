"""The views: pages, the choice of a language, and errors."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from gettext import gettext as _
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

from kfor_i18n.config import SOURCE_LANGUAGE
from kfor_i18n.site.delivery import REVALIDATED
from kfor_i18n.site.fallback import is_fallback, label_fallbacks
from kfor_i18n.site.i18n import current_language, language_of_url, negotiated_language
from kfor_i18n.site.languages import Language
from kfor_i18n.site.model import Page, Site, site_of
from kfor_i18n.site.pages import say_not_found, say_not_translated
from kfor_i18n.tracking.text import plain

logger = logging.getLogger(__name__)

ERRORS = (400, 404, 405, 500)
"""The status codes that have a page."""

LAST_WORDS = "Something went wrong on our side. / Pri nas je prišlo do napake.\n"
"""The response when not even the page about an internal error can be rendered."""


def init_views(app: Flask, site: Site) -> None:
    """Add a route for each page in each language, for ``/``, and the error pages."""
    app.jinja_env.globals["site"] = site
    app.add_url_rule("/", "negotiate", negotiate)
    for language in site.languages.values():
        for page in site.pages:
            _route_page(app, site, page, language)
    app.before_request(refuse_doubled_slash)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(Exception, show_failure)


def _route_page(app: Flask, site: Site, page: Page, language: Language) -> None:
    path = plain(site.path_of(page, language))
    name = f"{page.name}.{language.tag}"
    app.add_url_rule(path, name, show_page, defaults={"page": page})
    # A path without its slash is a rule too: the framework's own redirect would trust the Host.
    old_paths = [path.rstrip("/")]
    if former := site.former_path_of(page, language):
        old_paths += [former, former.rstrip("/")]
    for number, old in enumerate(old_paths):
        app.add_url_rule(old, f"{name}.moved{number}", move, defaults={"path": path})


def refuse_doubled_slash() -> None:
    """Answer 404 to ``//en/``, which the router would take for ``/en/``."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def show_page(page: Page) -> Response:
    """Answer with a page in the language of its URL."""
    return render(page.template, page=page, **page.context(site_of(current_app)))


def negotiate() -> BaseResponse:
    """Redirect a visitor to the front page in the best language (RFC 4647 section 3.4)."""
    site = site_of(current_app)
    response = redirect(_with_query(site.path_of(site.front, negotiated_language())), 302)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def move(path: str) -> BaseResponse:
    """Redirect permanently, to a path: an absolute address would trust the Host header.

    A translator may change the slug again, so that caches are to ask each time.
    """
    response = redirect(_with_query(path), 308)
    response.headers["Cache-Control"] = REVALIDATED
    return response


def _with_query(path: str) -> str:
    query = request.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path


def show_error(error: HTTPException) -> Response:
    """Answer with a page about an error, in the language of its URL or else the negotiated one."""
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
    for tag in site_of(app).languages if tags is None else tags:
        for code in ERRORS:
            with app.test_request_context(f"/{tag}/"):
                error = HTTPException()
                error.code = code
                pages[tag, code] = show_error(error).get_data()
    return pages


def show_failure(error: Exception) -> Response:
    """Log an exception and return the page about an internal error."""
    logger.error(_("the request failed"), exc_info=error)
    try:
        return show_error(InternalServerError(original_exception=error))
    except Exception:
        logger.exception(_("the error page failed too"))
        return Response(LAST_WORDS, 500, content_type="text/plain; charset=utf-8")


def render(template: str, language: Language | None = None, **context: Any) -> Response:
    """Render a template and label missing translations, by default in the request's language."""
    language = language or current_language()
    note = say_not_translated(language.text)
    html = label_fallbacks(
        render_template(template, language=language, **context),
        SOURCE_LANGUAGE,
        note=note,
        note_language=SOURCE_LANGUAGE if is_fallback(note) else language.tag,
        is_rtl=language.direction == "rtl",
    )
    response = make_response(html)
    response.headers["Content-Language"] = language.tag
    return response


def render_chooser(site: Site, *, is_missing: bool = False) -> Response:
    """Render the language chooser for the root URL, or for a missing page.

    ``is_missing``: the URL is unknown.
    """
    line = say_not_found if is_missing else site.front.title
    return render("site/chooser.html", site.source, line=line, is_missing=is_missing)
