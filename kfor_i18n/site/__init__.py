"""The public site: what a visitor gets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask

from kfor_i18n.config import Settings, read_settings
from kfor_i18n.site.assets import csp_hash, init_assets, load_assets
from kfor_i18n.site.clock import Clock, init_clock, read_clock
from kfor_i18n.site.delivery import init_delivery
from kfor_i18n.site.discovery import init_discovery
from kfor_i18n.site.health import State, init_health
from kfor_i18n.site.i18n import Language, init_i18n, load_languages
from kfor_i18n.site.pages import PAGES, SiteMap
from kfor_i18n.site.security import init_security
from kfor_i18n.site.views import init_views
from kfor_i18n.templating import ENVIRONMENT


def create_app(
    settings: Settings | None = None,
    languages: Mapping[str, Language] | None = None,
    state: State = dict,
    now: Clock = read_clock,
) -> Flask:
    """Build the site from its settings, read from the environment when none are given.

    ``languages`` are the site's by tag, the source language first; they are loaded where they are
    not given. ``state`` adds to what ``/healthz`` tells; ``now`` is the clock by which pages count
    years. Raises ``ConfigError`` when a setting, or the catalogs' template, cannot be used. A
    catalog that cannot be used is logged and leaves its language in English, labelled as such.
    """
    settings = settings or read_settings()
    app = Flask("kfor_i18n", static_folder=None, template_folder=str(settings.templates))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {**app.jinja_options, **ENVIRONMENT}
    # Werkzeug's own redirect for doubled slashes would trust the Host header.
    app.url_map.merge_slashes = False

    languages = languages or load_languages(settings)
    site_map = SiteMap(settings.site_url, PAGES, languages)
    assets = load_assets(settings.static)
    style = _minify(assets.pop("site.css").data.decode())

    # Functions after a request run last to first: the security headers are on whatever leaves.
    init_security(
        app, style_source=csp_hash(style), is_https=settings.site_url.startswith("https:")
    )
    init_delivery(app)
    init_clock(app, now)
    init_i18n(app, languages)
    init_assets(app, assets)
    init_discovery(app, settings, site_map, assets)
    init_health(app, state)
    init_views(app, settings, site_map, style)
    return app


def _minify(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
