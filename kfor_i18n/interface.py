"""The languages of the program itself: the gettext domain ``tools``."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

DOMAIN = "tools"


def find_catalogs() -> Path:
    """Return the directory of the catalogs: in the installed package, or next to the sources."""
    package = Path(__file__).resolve().parent
    installed = package / "translations"
    return installed if installed.is_dir() else package.parent / "translations"


@lru_cache(maxsize=8)
def open_texts(locale: str) -> gettext.NullTranslations:
    """Return the texts in a locale; without a catalog they are English."""
    languages = [locale.replace("-", "_")]
    return gettext.translation(DOMAIN, find_catalogs(), languages, fallback=True)
