"""The template engine's options, which the extraction of messages asks for as well."""

from __future__ import annotations

from collections.abc import Mapping

ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
"""What differs from Jinja's own defaults."""

OPTIONS: Mapping[str, object] = {**ENVIRONMENT, "newstyle_gettext": True}
"""The same with what Flask-Babel sets, by the names of Babel's Jinja extractor."""
