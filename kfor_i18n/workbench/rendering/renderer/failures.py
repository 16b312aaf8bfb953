"""Exceptions of an application: caught where it handles them itself, and told in a line."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException

_LONGEST = 500
_NOT_ITS_OWN = ("site-packages", "dist-packages")


class Failures:
    """The exceptions that an application was stopped by, and answered with an error page."""

    def __init__(self, app: Flask) -> None:
        """Look at what an application handles from now on; it shows its error pages always."""
        self.last: BaseException | None = None
        # Debugging would raise them out of the application instead.
        app.config["PROPAGATE_EXCEPTIONS"] = False
        app.config["TRAP_HTTP_EXCEPTIONS"] = False
        for name in ("handle_user_exception", "handle_exception"):
            setattr(app, name, self._watch(getattr(app, name)))

    def _watch(self, handle: Any) -> Any:
        def watching(error: Exception) -> Any:
            if not isinstance(error, HTTPException):
                self.last = error
            return handle(error)

        return watching


def describe_error(error: BaseException, root: Path) -> str:
    """Return an exception in a line: its type, its text, and where in the project it was raised."""
    place = next(iter(_find_places(error, root)), None)
    # The text of a syntax error has its place already, without the directory.
    said = error.msg if isinstance(error, SyntaxError) and _is_in(error, root) else error
    text = f"{type(error).__name__}: {said}".strip().partition("\n")[0][:_LONGEST]
    return f"{text} ({place[0].relative_to(root)}:{place[1]})" if place else text


def files_of(error: BaseException, root: Path) -> list[Path]:
    """Return the files of a project that an exception was raised through, the last one first."""
    return [path for path, _ in _find_places(error, root)]


def is_own(path: Path, root: Path) -> bool:
    """Return whether a file is a project's own: in its directory, and not of a package there."""
    return path.is_relative_to(root) and not set(_NOT_ITS_OWN) & set(path.parts)


def _is_in(error: SyntaxError, root: Path) -> bool:
    return bool(error.filename) and is_own(Path(error.filename or ""), root)


def _find_places(error: BaseException, root: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(error, SyntaxError) and _is_in(error, root):
        yield Path(error.filename or ""), error.lineno or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if is_own(path, root):
            yield path, frame.lineno or 1
