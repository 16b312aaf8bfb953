"""Compiles the catalogs before a wheel is built, so that their folder holds .mo files by then."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from kfor_i18n.catalogs.project import read_project
        from kfor_i18n.catalogs.workflow import compile_project

        for result in compile_project(read_project(root), force=True):
            if result.status == "refused":
                raise RuntimeError("\n".join(map(str, result.findings)))
