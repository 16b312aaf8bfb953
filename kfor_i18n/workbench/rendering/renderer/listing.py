"""The addresses of an application: of its rules and of its sitemap, and its pages about errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import flask_babel
from flask import Flask
from werkzeug.exceptions import HTTPException, InternalServerError, default_exceptions
from werkzeug.routing import Rule

from kfor_i18n.locales import to_tag
from kfor_i18n.workbench.rendering.addresses import LOCALE_ARGUMENTS, locale_of_address
from kfor_i18n.workbench.rendering.protocol import Address, FileRequest, Listing, Setup
from kfor_i18n.workbench.rendering.renderer.bodies import TooLargeError
from kfor_i18n.workbench.rendering.renderer.pages import Pages
from kfor_i18n.workbench.rendering.renderer.routes import list_routes
from kfor_i18n.workbench.rendering.renderer.scenes import find_titles

_SITEMAP = "/sitemap.xml"
_LOCATION = re.compile(rb"<loc>\s*([^<\s]+)\s*</loc>")
_MOST = 5000
_COMMON_ERRORS = (400, 403, 404, 405, 500)
_MOST_ERRORS = 8
"""The errors that an application which has one page for all of them is asked for."""

_WITHOUT_TEXT = ("audio/", "font/", "image/", "text/css", "text/javascript", "video/")

_SOURCE = "en"
"""The locale that msgids are nearly always in."""


def list_locales(app: Flask, locales: Iterable[str]) -> tuple[str, ...]:
    """Return the folder names of the locales that addresses may be of."""
    babel = app.extensions.get("babel")
    instance = getattr(babel, "instance", babel)
    own: list[str] = []
    if instance is not None and hasattr(flask_babel, "Babel"):
        with app.app_context():
            try:
                own = [str(each) for each in instance.list_translations()]
                own.append(str(instance.default_locale))
            except (OSError, ValueError, LookupError):
                # A directory there is not one of a locale.
                own = []
    return tuple(dict.fromkeys((*locales, *own, _SOURCE)))


def list_addresses(app: Flask, pages: Pages, setup: Setup, known: Iterable[str]) -> Listing:
    """Return the addresses of an application.

    Rules whose only argument is a locale are filled with the project's; ``known`` are the folder
    names of all that an address may be of.
    """
    known = tuple(known)
    rules = [
        address
        for rule in app.url_map.iter_rules()
        if _is_page(rule)
        for address in _fill(app, rule, setup.locales, known)
    ]
    return Listing(
        rules=tuple(dict.fromkeys(rules)),
        sitemap=tuple(dict.fromkeys(_read_sitemap(pages))),
        errors=tuple(sorted(_list_errors(app))),
        locales=known,
        titles=find_titles(setup.scenes),
        routes=tuple(list_routes(app, Path(setup.root), pages.templates)),
    )


def _is_page(rule: Rule) -> bool:
    is_static = rule.endpoint == "static" or rule.endpoint.endswith(".static")
    is_static = is_static or (guess_type(rule.rule)[0] or "").startswith(_WITHOUT_TEXT)
    return (
        "GET" in (rule.methods or ())
        and not is_static
        and not rule.websocket
        and not rule.build_only
        and not rule.subdomain
        and not rule.host
    )


def _fill(
    app: Flask, rule: Rule, locales: tuple[str, ...], known: tuple[str, ...]
) -> Iterator[Address]:
    """Return the addresses of a rule without arguments, or with a locale as its only one."""
    wanted = rule.arguments - set(rule.defaults or ())
    if not wanted:
        path = _build(rule, {})
        if path is not None:
            yield Address(path, locale_of_address(path, known) or "")
    elif len(wanted) == 1 and wanted <= LOCALE_ARGUMENTS:
        (name,) = wanted
        for folder in locales:
            for value in dict.fromkeys((to_tag(folder), folder, to_tag(folder).lower())):
                path = _build(rule, {name: value})
                if path is not None and _leads_to(app, path, rule):
                    yield Address(path, folder)
                    break


def _build(rule: Rule, values: dict[str, str]) -> str | None:
    built = rule.build({**(rule.defaults or {}), **values}, append_unknown=False)
    return built[1] if built else None


def _leads_to(app: Flask, path: str, rule: Rule) -> bool:
    """Return whether a path is of a rule: converters may not take every value."""
    try:
        endpoint, _ = app.url_map.bind("127.0.0.1").match(path)
    except HTTPException:
        return False
    return bool(endpoint == rule.endpoint)


def _read_sitemap(pages: Pages) -> Iterator[str]:
    """Return the paths in the sitemap, if the application has one."""
    try:
        answer = pages.fetch(FileRequest(_SITEMAP))
    except TooLargeError:
        return
    if answer.status != 200:
        return
    found = [urlsplit(unescape(each.decode("utf-8", "replace")))
             for each in _LOCATION.findall(answer.body)[:_MOST]]  # fmt: skip
    # Its host is the public one, whatever the application is asked by: that of most addresses.
    hosts = [url.netloc for url in found]
    own = max(hosts, key=hosts.count, default="")
    for url in found:
        if url.netloc == own:
            path = url.path or "/"
            yield f"{path}?{url.query}" if url.query else path


def _list_errors(app: Flask) -> set[int]:
    """Return the statuses for which an application has a page of its own, and 404."""
    errors = {404}
    for code, handlers in app.error_handler_spec.get(None, {}).items():
        if code is not None and handlers:
            errors.add(code)
        elif any(issubclass(HTTPException, kind) for kind in handlers):
            errors.update(_COMMON_ERRORS)
        elif any(issubclass(InternalServerError, kind) for kind in handlers):
            errors.add(500)
    errors &= set(default_exceptions)
    # One page for whatever there is need not be seen for all of them.
    return errors if len(errors) <= _MOST_ERRORS else errors & set(_COMMON_ERRORS)
