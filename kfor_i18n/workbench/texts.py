"""The texts of the interface's scripts."""

from __future__ import annotations

TEXTS: dict[str, str] = {}
