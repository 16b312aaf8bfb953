"""Content for machines: structured data, sitemap, robots.txt, security.txt and web manifests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, render_template

from kfor_i18n.config import Settings
from kfor_i18n.locales import to_tag, with_territory
from kfor_i18n.site.languages import Language
from kfor_i18n.site.model import Page, Site

SECURITY_TXT_VALIDITY = timedelta(days=180)


def describe_page(site: Site, page: Page, language: Language) -> dict[str, Any]:
    """Return a page's schema.org description, for JSON-LD. Missing translations fall back."""
    text = language.text
    description = {
        "@context": "https://schema.org",
        "@type": "Article" if page is site.front else "WebPage",
        "headline": page.title(text),
        "description": page.description(text),
        "inLanguage": language.tag,
        "url": site.url_of(page, language),
        "isPartOf": {
            "@type": "WebSite",
            "name": site.front.label(text),
            "url": site.url_of(site.front, language),
        },
    }
    if language.revised:
        description["dateModified"] = language.revised.date().isoformat()
    return description


def open_graph_locale(language: Language) -> str:
    """Return a language as Open Graph writes it: ``sl_SI``."""
    return with_territory(to_tag(language.formats) or language.tag)


def build_manifest(site: Site, language: Language) -> dict[str, Any]:
    """Return a language's web application manifest."""
    front, text = site.front, language.text
    path = site.path_of(front, language)
    return {
        "id": path,
        "name": front.title(text),
        "short_name": front.label(text),
        "description": front.description(text),
        "lang": language.tag,
        "dir": language.direction,
        "start_url": path,
        "scope": path,
        "display": "browser",
        "background_color": "#fbfaf6",
        "theme_color": "#12344d",
        "icons": [
            {"src": site.path_of_asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": site.path_of_asset("icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": site.path_of_asset("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        ],
    }


def build_security_txt(settings: Settings, now: datetime) -> str:
    """Return security.txt (RFC 9116), valid for half a year from the given day."""
    expires = (now + SECURITY_TXT_VALIDITY).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"Contact: {settings.contact}\n"
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(settings.languages)}\n"
        f"Canonical: {settings.site_url}/.well-known/security.txt\n"
    )


def init_discovery(app: Flask, site: Site) -> None:
    """Add the routes for machines."""

    def sitemap() -> Response:
        body = render_template("site/sitemap.xml")
        return Response(body, content_type="application/xml; charset=utf-8")

    def robots() -> Response:
        lines = f"User-agent: *\nAllow: /\n\nSitemap: {site.url}/sitemap.xml\n"
        return Response(lines, content_type="text/plain; charset=utf-8")

    def security_txt() -> Response:
        body = build_security_txt(site.settings, site.now)
        return Response(body, content_type="text/plain; charset=utf-8")

    def manifest(tag: str) -> Response:
        body = app.json.dumps(build_manifest(site, site.languages[tag]))
        response = Response(body, content_type="application/manifest+json")
        response.headers["Content-Language"] = tag
        return response

    def favicon() -> Response:
        icon = site.assets["favicon.ico"]
        return Response(icon.data, content_type=icon.media_type)

    app.jinja_env.globals.update(describe_page=describe_page, open_graph_locale=open_graph_locale)
    app.add_url_rule("/sitemap.xml", view_func=sitemap)
    app.add_url_rule("/robots.txt", view_func=robots)
    app.add_url_rule("/favicon.ico", view_func=favicon)
    app.add_url_rule("/.well-known/security.txt", view_func=security_txt)
    for tag in site.languages:
        app.add_url_rule(
            f"/{tag}/manifest.webmanifest", f"manifest.{tag}", manifest, defaults={"tag": tag}
        )
