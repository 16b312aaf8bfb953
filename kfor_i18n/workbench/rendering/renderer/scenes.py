"""Scenes: functions of the project that make a page in a certain state, with a test client."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.wrappers import Response

from kfor_i18n.workbench.rendering.renderer.visiting import ENVIRON, REDIRECTS

_STRICT = "WTF_CSRF_SSL_STRICT"


class Played(NamedTuple):
    """What a scene returned, its path, and the address that it leads to, or ""."""

    response: Response
    path: str
    redirect: str = ""


def play(app: Flask, scene: str, base_url: str, headers: Mapping[str, str]) -> Played:
    """Call the function of a scene with a client that nobody used, at an address, with headers.

    Raises ``TypeError`` if it returns no response of the client, and what it raises itself.
    """
    client: Any = app.test_client()
    language = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in headers.items()}
    client.environ_base = {**client.environ_base, **ENVIRON, **language}
    client.open = partial(_open_at, client.open, base_url)
    function = _find(scene)
    with _trusting_forms(app):
        response = function(client)
    if not isinstance(response, Response) or not hasattr(response, "request"):
        raise TypeError(f"{scene} does not return a response of the client that it is given")
    request: Any = response.request
    is_redirect = response.status_code in REDIRECTS
    location = response.headers.get("Location", "") if is_redirect else ""
    return Played(response, request.full_path.removesuffix("?"), location)


def find_titles(scenes: Iterable[str]) -> dict[str, str]:
    """Return what scenes are called: the first lines of their docstrings, if they have any."""
    titles = {scene: _read_docstring(scene).partition("\n")[0].strip() for scene in scenes}
    return {scene: title.removesuffix(".") for scene, title in titles.items() if title}


def _read_docstring(scene: str) -> str:
    try:
        return inspect.getdoc(_find(scene)) or ""
    except Exception:  # noqa: BLE001 - whatever its module raises, it will raise when it is shown
        return ""


def _find(scene: str) -> Callable[[Any], Any]:
    module, _, name = scene.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    function: Callable[[Any], Any] = found
    return function


def _open_at(original: Any, base_url: str, *args: Any, **kwargs: Any) -> Any:
    """Open a path as a test client does, at the address that the application wants."""
    if args and isinstance(args[0], str):
        kwargs.setdefault("base_url", base_url)
    return original(*args, **kwargs)


@contextmanager
def _trusting_forms(app: Flask) -> Iterator[None]:
    """Let Flask-WTF accept forms without a CSRF token: a scene has no page to read one from.

    With its switch, ``WTF_CSRF_ENABLED``, forms would have no field for the token, and templates
    that print it would fail.
    """
    module: Any = sys.modules.get("flask_wtf.csrf")
    if module is None:
        yield
        return
    validate, is_strict = module.validate_csrf, app.config.get(_STRICT)
    module.validate_csrf = lambda *_, **__: None
    app.config[_STRICT] = False
    try:
        yield
    finally:
        module.validate_csrf = validate
        if is_strict is None:
            del app.config[_STRICT]
        else:
            app.config[_STRICT] = is_strict
