"""Reading files, and findings about files that cannot be read or written."""

from __future__ import annotations

import errno
from pathlib import Path
from stat import S_ISFIFO

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem

UNREADABLE = Code(
    "unreadable",
    N_("A file that cannot be read"),
    N_("The file is missing or may not be read by this user."),
)


UNWRITABLE = Code(
    "unwritable",
    N_("File that cannot be written"),
    N_("The folder is missing or read-only, or the disk is full. The former file is unchanged."),
)


def read_file(path: Path, *, may_be_pipe: bool = False) -> bytes:
    """Return a file's bytes. Raises ``CatalogError`` if it cannot be read.

    A pipe that nobody asked for is not read: it would wait until somebody writes to it.
    """
    try:
        if not may_be_pipe and S_ISFIFO(path.stat().st_mode):
            problem = Problem(UNREADABLE, N_("is a pipe; only files are read"))
            raise CatalogError([Finding(path, None, problem)])
        return path.read_bytes()
    except OSError as error:
        problem = Problem(
            UNREADABLE, N_("cannot be read: %(error)s"), {"error": error.strerror or error}
        )
        raise CatalogError([Finding(path, None, problem)]) from None


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
        UNWRITABLE, N_("cannot be written: %(error)s"), {"error": error.strerror or error}
    )
    return Finding(path, None, problem)
