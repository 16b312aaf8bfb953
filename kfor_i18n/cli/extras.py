"""Optional dependencies: the modules of each extra, and the error if they are missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from gettext import gettext as _
from importlib.util import find_spec
from typing import Any

import click

EXTRAS = {
    "site": (
        "brotli",
        "granian",
        "prometheus_client",
        "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd",
    ),
    "workbench": ("waitress",),
}
"""The modules that each extra installs and the rest of the package does not require."""


def require(extra: str, name: str, callback: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command's callback that exits with 2 and a message unless an extra is installed."""

    @wraps(callback)
    def run(*args: Any, **options: Any) -> Any:
        if not all(map(_is_installed, EXTRAS[extra])):
            text = _(
                'kfor-i18n %(command)s requires the extra "%(extra)s"; run pip install '
                '"kfor-i18n[%(extra)s]"'
            )
            click.echo(text % {"command": name, "extra": extra}, err=True)
            sys.exit(2)
        return callback(*args, **options)

    return run


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package that the module is in is missing
        return False
