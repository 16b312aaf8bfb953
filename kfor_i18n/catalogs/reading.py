"""Reading files, and findings about files that cannot be read or written."""

from __future__ import annotations

import errno
import tomllib
from pathlib import Path
from stat import S_ISFIFO
from typing import Any

from kfor_i18n.catalogs.problems import (
    INVALID_SETTING,
    N_,
    CatalogError,
    Code,
    Finding,
    Problem,
    SettingsError,
)
from kfor_i18n.files import require_regular

UNREADABLE = Code(
    "unreadable",
    N_("File cannot be read"),
    N_("The file does not exist, or you do not have permission to read it."),
)


UNWRITABLE = Code(
    "unwritable",
    N_("File cannot be written"),
    N_(
        "The directory is missing or read-only, or the disk is full. The existing file was "
        "not changed."
    ),
)


def read_file(path: Path, *, may_be_pipe: bool = False) -> bytes:
    """Return a file's bytes. Raises ``CatalogError`` if it cannot be read.

    A pipe is not read unless ``may_be_pipe``: it would wait until somebody writes to it.
    """
    try:
        if not may_be_pipe and S_ISFIFO(path.stat().st_mode):
            problem = Problem(
                UNREADABLE, N_("named pipe instead of a file; replace it with a file")
            )
            raise CatalogError([Finding(path, None, problem)])
        return path.read_bytes()
    except OSError as error:
        raise CatalogError([Finding(path, None, unreadable(error))]) from None


def unreadable(error: OSError) -> Problem:
    """Return the problem of a file that could not be read because of an error."""
    return Problem(
        UNREADABLE,
        N_("cannot be read: %(error)s; check its path and permissions"),
        {"error": error.strerror or error},
    )


def read_toml(path: Path) -> dict[str, Any] | None:
    """Return the content of a file of settings, ``None`` if there is no file.

    Raises ``SettingsError`` if it cannot be read or is not TOML.
    """
    try:
        require_regular(path)
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = unreadable(error)
    except ValueError as error:
        problem = Problem(
            INVALID_SETTING, N_("invalid TOML: %(error)s; correct the file"), {"error": error}
        )
    raise SettingsError([Finding(path, None, problem)])


def is_there(path: Path) -> bool:
    """Return whether there is a file, or a link that leads back to itself and cannot be read."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return True


def size_of(path: Path) -> int:
    """Return a file's size in bytes; 0 for what cannot be read."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def unwritable(path: Path, error: OSError) -> Finding:
    """Return the finding about a file that could not be written because of an error."""
    problem = Problem(
        UNWRITABLE,
        N_("cannot be written: %(error)s; check the permissions and the free disk space"),
        {"error": error.strerror or error},
    )
    return Finding(path, None, problem)
