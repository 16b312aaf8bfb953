"""What machines read: structured data, sitemap, robots.txt, security.txt and web manifests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, render_template

from kfor_i18n.config import Settings
from kfor_i18n.locales import with_territory
from kfor_i18n.site.assets import Asset
from kfor_i18n.site.clock import time_of
from kfor_i18n.site.i18n import Language
from kfor_i18n.site.pages import Page, SiteMap

SECURITY_TXT_VALIDITY = timedelta(days=180)


def describe_page(site_map: SiteMap, page: Page, language: Language) -> dict[str, Any]:
    """Return a page's schema.org description, for JSON-LD. Missing translations fall back."""
    text = language.text
    front = site_map.pages[0]
    return {
        "@context": "https://schema.org",
        "@type": "Article" if page is front else "WebPage",
        "headline": page.title(text),
        "description": page.description(text),
        "inLanguage": language.tag,
        "url": site_map.url(page, language),
        "isPartOf": {
            "@type": "WebSite",
            "name": front.label(text),
            "url": site_map.url(front, language),
        },
    }


def open_graph_locale(language: Language) -> str:
    """Return a language as Open Graph writes it: ``sl_SI``."""
    return with_territory(language.tag)


def build_manifest(
    site_map: SiteMap, language: Language, assets: Mapping[str, Asset]
) -> dict[str, Any]:
    """Return a language's web application manifest."""
    front, text = site_map.pages[0], language.text
    path = site_map.path(front, language)
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
            {"src": assets["icon.svg"].path, "sizes": "any", "type": "image/svg+xml"},
            {"src": assets["icon-192.png"].path, "sizes": "192x192", "type": "image/png"},
            {"src": assets["icon-512.png"].path, "sizes": "512x512", "type": "image/png"},
        ],
    }


def build_security_txt(settings: Settings, now: datetime) -> str:
    """Return security.txt (RFC 9116), valid for half a year from the day that is given."""
    expires = (now + SECURITY_TXT_VALIDITY).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"Contact: {settings.contact}\n"
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(settings.languages)}\n"
        f"Canonical: {settings.site_url}/.well-known/security.txt\n"
    )


def init_discovery(
    app: Flask, settings: Settings, site_map: SiteMap, assets: Mapping[str, Asset]
) -> None:
    """Add the routes that machines ask for."""

    def sitemap() -> Response:
        body = render_template("site/sitemap.xml", site_map=site_map)
        return Response(body, content_type="application/xml; charset=utf-8")

    def robots() -> Response:
        lines = f"User-agent: *\nAllow: /\n\nSitemap: {settings.site_url}/sitemap.xml\n"
        return Response(lines, content_type="text/plain; charset=utf-8")

    def security_txt() -> Response:
        body = build_security_txt(settings, time_of(app))
        return Response(body, content_type="text/plain; charset=utf-8")

    def manifest(tag: str) -> Response:
        language = site_map.languages[tag]
        body = app.json.dumps(build_manifest(site_map, language, assets))
        response = Response(body, content_type="application/manifest+json")
        response.headers["Content-Language"] = tag
        return response

    def favicon() -> Response:
        icon = assets["favicon.ico"]
        return Response(icon.data, content_type=icon.media_type)

    app.add_url_rule("/sitemap.xml", view_func=sitemap)
    app.add_url_rule("/robots.txt", view_func=robots)
    app.add_url_rule("/favicon.ico", view_func=favicon)
    app.add_url_rule("/.well-known/security.txt", view_func=security_txt)
    for tag in site_map.languages:
        app.add_url_rule(
            f"/{tag}/manifest.webmanifest", f"manifest.{tag}", manifest, defaults={"tag": tag}
        )
