"""A bilingual page about KFOR, and the gettext workflow that keeps it right in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from kfor_i18n.config import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site, so that ``flask --app kfor_i18n`` finds it without importing Flask here.

    Takes the settings, or reads them from the environment when there are none. Raises
    ``ConfigError`` when the environment holds a setting that cannot be used.
    """
    from kfor_i18n.site import create_app as create_site

    return create_site(settings)
