"""Fingerprints: what changes when files do."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from kfor_i18n.clock import current_date
from kfor_i18n.config import Settings

Fingerprint = frozenset[tuple[str, int, int, int]]
"""The path, size, time of the last change and inode of each file that exists."""

_PACKAGE = Path(__file__).resolve().parents[1]


def look(files: Iterable[Path]) -> Fingerprint:
    """Return what changes when any of the files does, appears or disappears."""
    found = set()
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        # The time of the last status change cannot be set back, unlike that of the content.
        found.add((str(file), status.st_size, status.st_ctime_ns, status.st_ino))
    return frozenset(found)


def look_at_program() -> Fingerprint:
    """Return what changes when a file of this program does."""
    return look(_PACKAGE.rglob("*.py"))


def list_loaded() -> list[Path]:
    """Return the files of this program that this process has loaded."""
    modules = [module for name, module in sys.modules.items() if name.startswith(_PACKAGE.name)]
    files = (getattr(module, "__file__", None) for module in modules)
    return sorted({Path(file) for file in files if file})


def name_state(settings: Settings, files: Fingerprint) -> str:
    """Return a name for the state of everything that a rendered site depends on.

    This includes its settings and files, the day, the program and the libraries.
    """
    libraries = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    everything = files | look_at_program() | look(libraries)
    parts = (sys.version, settings, current_date(), sorted(everything))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
