"""Catalog files on disk: where they lie, read with errors that name them, and replaced whole."""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kfor_i18n.catalogs.messages import Catalog
from kfor_i18n.catalogs.mo.file import parse_mo
from kfor_i18n.catalogs.po.file import PoFile, parse_po
from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem

try:
    import fcntl
except ImportError:  # Windows has no advisory locks on folders; writes are atomic all the same.
    fcntl = None  # type: ignore[assignment]

DOMAIN = "messages"

_UNFINISHED = ".unfinished"


def catalog_path(translations: Path, folder: str, suffix: str, domain: str = DOMAIN) -> Path:
    """Return where a locale's catalog lies, as Flask-Babel and pybabel expect it."""
    return translations / folder / "LC_MESSAGES" / f"{domain}{suffix}"


def read_po(path: Path) -> PoFile:
    """Read a .po or .pot file. Raises ``CatalogError`` with file and line when it cannot be."""
    return parse_po_file(path, read_file(path))


def parse_po_file(path: Path, data: bytes) -> PoFile:
    """Read a file's bytes; the path is for errors. Raises ``CatalogError`` like ``read_po``."""
    try:
        return parse_po(data)
    except PoSyntaxError as error:
        raise CatalogError([Finding(path, error.line, error.problem)]) from None


def read_mo(path: Path) -> Catalog:
    """Read a compiled catalog, in either byte order.

    Raises ``CatalogError`` when the file is missing, cut short, or not a .mo file at all.
    """
    try:
        return parse_mo(read_file(path))
    except (struct.error, ValueError, LookupError) as error:
        if isinstance(error, CatalogError):
            raise
        problem = Problem(
            "mo-format", N_("is not a whole .mo file (%(error)s); compile it again"),
            {"error": error},
        )  # fmt: skip
        raise CatalogError([Finding(path, None, problem)]) from None


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ``CatalogError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        problem = Problem(
            "unreadable", N_("cannot be read: %(error)s"), {"error": error.strerror or error}
        )
        raise CatalogError([Finding(path, None, problem)]) from None


def read_revision(value: str) -> datetime | None:
    """Read a ``PO-Revision-Date`` or ``POT-Creation-Date``; ``None`` where it holds no date."""
    try:
        return datetime.strptime(value, "%Y-%m-%d %H:%M%z")
    except ValueError:
        return None


def write_atomically(path: Path, data: bytes, *, is_durable: bool = True) -> None:
    """Replace a file's content whole: a reader sees the old bytes or the new, never a part.

    A link is followed, and a file that exists keeps its permissions. ``is_durable`` waits until
    the disk has the bytes, so that they outlive a loss of power. Raises ``OSError``, and then
    leaves the old file as it was.
    """
    path = path.resolve()
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.", suffix=_UNFINISHED
    )
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if is_durable:
                os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep other processes that do the same out of a folder of catalogs until the block is left.

    What a process that was killed left unfinished is removed first.
    """
    if fcntl is None or not folder.is_dir():
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for unfinished in folder.rglob(f".*{_UNFINISHED}"):
            unfinished.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)
