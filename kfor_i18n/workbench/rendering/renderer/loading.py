"""An application, loaded so that its pages can be shown with the texts of the workbench."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask

from kfor_i18n.tracking.flask_babel import track_application
from kfor_i18n.tracking.functions import track_functions
from kfor_i18n.tracking.texts import Texts
from kfor_i18n.workbench.rendering.protocol import Setup


def load(setup: Setup, texts: Texts) -> Flask:
    """Load and track an application. Raises whatever loading it raises (``find_application``)."""
    root = Path(setup.root)
    sys.path[:0] = [str(root), *(str(path) for path in [root / "src"] if path.is_dir())]
    _disable_caches()
    track_everywhere = track_functions(setup.tracked)
    app = find_application(setup.name)
    track_everywhere()
    track_application(app, texts)
    app.jinja_env.auto_reload = True
    return app


def find_application(name: str) -> Flask:
    """Return a Flask application by ``module:name``, where the name is one or a factory.

    Without a name it is ``app``, ``application``, ``create_app`` or ``make_app``. Raises
    ``TypeError`` if there is no application, and whatever importing or calling it raises.
    """
    module_name, _, attribute = name.partition(":")
    found: Any = importlib.import_module(module_name)
    if not attribute:
        names = ("app", "application", "create_app", "make_app")
        attribute = next((each for each in names if hasattr(found, each)), names[0])
    for part in attribute.removesuffix("()").split("."):
        found = getattr(found, part)
    if callable(found) and not isinstance(found, Flask):
        found = found()
    if not isinstance(found, Flask):
        raise TypeError(f"{name} is not a Flask application, nor a function that returns one")
    return found


def _disable_caches() -> None:
    """Replace the caches of Flask-Caching by one that keeps nothing.

    Texts of the workbench must not get into a cache that the application shares with others.
    """
    if find_spec("flask_caching") is None:
        return
    Cache: Any = importlib.import_module("flask_caching").Cache  # noqa: N806 - a class
    original: Callable[..., None] = Cache.init_app

    def init_app(self: Any, app: Flask, config: dict[str, Any] | None = None) -> None:
        settings = {**app.config, **(self.config or {}), **(config or {})}
        original(self, app, {**settings, "CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True})

    Cache.init_app = init_app
