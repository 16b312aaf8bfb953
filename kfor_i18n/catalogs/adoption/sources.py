"""The sources of a project that have gettext calls, for a mapping file that is still to be made."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

_IGNORED = frozenset({"node_modules", "site-packages", "venv", "env", "__pycache__"})
_TEMPLATES = frozenset({".html", ".htm", ".xml", ".txt", ".j2", ".jinja", ".jinja2"})
_IN_PYTHON = re.compile(
    r"(?<![\w.])(?:\w+\.)?(?:_l?|(?:lazy_|l|u)?n?p?gettext(?:_lazy)?)\(\s*[rRuU]?[\"']"
)
# A quotation mark after ``trans`` is Django's.
_IN_JINJA = re.compile(
    r"\{%[-+]?\s*trans\b(?!\s*[\"'])|\{\{[^{}]*(?<!\w)(?:_|n?p?gettext)\(\s*[\"']"
)


# Tags that Django's templates have and Jinja's do not.
_DJANGO = re.compile(r"\{%[-+]?\s*(?:load|blocktrans|blocktranslate|translate|csrf_token)\b")


def map_marked_sources(root: Path) -> list[tuple[str, str]]:
    """Return the rows of a mapping file, patterns and methods, for sources with gettext calls.

    They are Python files and Jinja templates; empty if no file has such a call.
    """
    suffixes = {path.suffix for path in _find_marked(root)}
    rows = [("**.py", "python")] if ".py" in suffixes else []
    return rows + [(f"**{suffix}", "jinja2") for suffix in sorted(suffixes - {".py"})]


def _find_marked(root: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(root):
        folders[:] = [f for f in folders if f not in _IGNORED and not f.startswith(".")]
        for path in (Path(parent, name) for name in files):
            pattern = _IN_PYTHON if path.suffix == ".py" else _IN_JINJA
            if path.suffix != ".py" and path.suffix not in _TEMPLATES:
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            is_django = path.suffix != ".py" and _DJANGO.search(text)
            if pattern.search(text) and not is_django:
                yield path
