"""Reading files, and findings about files that cannot be read or written."""

from __future__ import annotations

from pathlib import Path

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


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ``CatalogError`` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(
            UNREADABLE, N_("cannot be read: %(error)s"), {"error": error.strerror or error}
        )
        raise CatalogError([Finding(path, None, problem)]) from None


def unwritable(path: Path, error: OSError) -> Finding:
    """Return the finding about a file that could not be written because of an error."""
    problem = Problem(
        UNWRITABLE, N_("cannot be written: %(error)s"), {"error": error.strerror or error}
    )
    return Finding(path, None, problem)
