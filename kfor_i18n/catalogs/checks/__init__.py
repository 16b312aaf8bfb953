"""Findings about catalogs: the judgement's, and those of many small checks around it.

``check_catalogs`` is the way in. A check is a function in one of this package's modules, registered
with its code; nothing else is touched to add one.
"""

from __future__ import annotations

from kfor_i18n.catalogs.checks.model import REGISTRY, Check
from kfor_i18n.catalogs.checks.running import check_catalog, check_catalogs
from kfor_i18n.catalogs.checks.selection import is_known

__all__ = ["REGISTRY", "Check", "check_catalog", "check_catalogs", "is_known"]
