"""The public site: what a visitor gets."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from kfor_i18n.clock import Clock, current_time
from kfor_i18n.config import Settings, read_settings
from kfor_i18n.site.assets import init_assets, load_assets, load_style
from kfor_i18n.site.delivery import init_delivery
from kfor_i18n.site.discovery import init_discovery
from kfor_i18n.site.health import init_health
from kfor_i18n.site.i18n import init_i18n
from kfor_i18n.site.languages import Language, load_languages
from kfor_i18n.site.model import Site, site_of
from kfor_i18n.site.pages import PAGES
from kfor_i18n.site.security import Policy, hash_source, init_security
from kfor_i18n.site.views import init_views
from kfor_i18n.templating import ENVIRONMENT
from kfor_i18n.tracking.jinja import track_environment

__all__ = ["Site", "create_app", "policy_of", "site_of"]


def create_app(
    settings: Settings | None = None,
    languages: Mapping[str, Language] | None = None,
    now: Clock = current_time,
) -> Flask:
    """Build the site's application.

    ``settings`` default to those of the environment, ``languages`` (by tag, the source language
    first) to those that the settings name. ``now`` is the clock by which pages count years. Raises
    ``ConfigError`` when a setting or the catalogs' template cannot be used. A catalog that cannot
    be used is logged and leaves its language in English, labelled as such.
    """
    settings = settings or read_settings()
    site = Site(
        settings=settings,
        languages=languages or load_languages(settings),
        pages=PAGES,
        assets=load_assets(settings.static),
        style=load_style(settings.static),
        clock=now,
    )
    app = _create_flask(settings)
    site.attach(app)
    # Functions after a request run last to first: every response gets the security headers.
    init_security(app, policy_of(site))
    init_delivery(app)
    init_i18n(app)
    init_assets(app, site.assets)
    init_discovery(app, site)
    init_health(app, site)
    init_views(app, site)
    track_environment(app.jinja_env)
    return app


def _create_flask(settings: Settings) -> Flask:
    app = Flask("kfor_i18n", static_folder=None, template_folder=str(settings.templates))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {**app.jinja_options, **ENVIRONMENT}
    # Werkzeug's own redirect for doubled slashes would trust the Host header.
    app.url_map.merge_slashes = False
    return app


def policy_of(site: Site) -> Policy:
    """Return what the pages of a site may load and do."""
    return Policy(style_src=hash_source(site.style), is_https=site.url.startswith("https:"))
