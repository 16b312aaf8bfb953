"""A bilingual page about KFOR, and the gettext workflow that keeps its catalogs right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from kfor_i18n.config import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site's application; ``flask --app kfor_i18n`` finds it here.

    ``settings`` default to those of the environment. Raises ``ConfigError`` when one of them cannot
    be used.
    """
    # Imported here: the package's other parts do not need Flask.
    from kfor_i18n.site import create_app as create_site

    return create_site(settings)
