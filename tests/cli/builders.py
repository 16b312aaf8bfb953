"""Runs of the command, and catalogs for them."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result

from tests import builders
from tests.builders import HEADERS, write_catalog

__all__ = ["HEADER", "call", "catalog", "run", "write_catalog"]

HEADER = HEADERS["sl"]


def call(root: Path, *arguments: str, language: str = "en", color: bool = False) -> Result:
    """Run ``kfor-i18n`` on the project in a folder."""
    return builders.call(root, *arguments, color=color, LANGUAGE=language)


def run(*arguments: str, language: str = "en", color: bool = False) -> Result:
    """Run ``kfor-i18n`` in a language."""
    return builders.run(*arguments, color=color, LANGUAGE=language)


def catalog(root: Path, folder: str = "sl", domain: str = "messages") -> Path:
    """Return where a project's catalog lies."""
    return root / "translations" / folder / "LC_MESSAGES" / f"{domain}.po"
