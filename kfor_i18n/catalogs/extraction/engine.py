"""The template engine's options, as the application itself sets them.

Under other whitespace rules or with other extensions, an engine looks up texts that were never
extracted.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.extraction.imports import on_path
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import settings_file

ENGINE = Code(
    "engine",
    N_("Unreadable options of the template engine"),
    N_(
        "The jinja setting must name a dictionary of options, a Jinja environment, a Flask "
        "application, or a function that returns one of these."
    ),
)


_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
    "trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline",
)  # fmt: skip


def read_engine_options(name: str, root: Path) -> Mapping[str, object]:
    """Return an application's template options, by the names of Babel's Jinja extractor.

    ``name`` is ``package.module:attribute``, imported with the project's root on the path: a
    mapping of options, a Jinja environment, a Flask application, or a function without arguments
    that returns one of them. Raises ``SettingsError`` if it cannot be imported or is none of them.
    """
    module, _, attribute = name.partition(":")
    try:
        with on_path(root):
            found: Any = getattr(importlib.import_module(module), attribute)
            found = found() if callable(found) else found
    except Exception as error:
        problem = Problem(
            ENGINE,
            N_(
                'jinja = "%(name)s" cannot be loaded (%(error)s); correct the setting, or install '
                "the missing package into the environment of kfor-i18n"
            ),
            {"name": name, "error": f"{type(error).__name__}: {error}"},
        )
        raise SettingsError([Finding(settings_file(root), None, problem)]) from error
    if isinstance(found, Mapping):
        return found
    try:
        return _read_environment(getattr(found, "jinja_env", found))
    except (AttributeError, LookupError, TypeError) as error:
        problem = Problem(
            ENGINE,
            N_('jinja = "%(name)s" has the type %(type)s; name a dictionary of options, a '
               "Jinja environment, a Flask application, or a function that returns one of "
               "these"),
            {"name": name, "type": type(found).__name__},
        )  # fmt: skip
        raise SettingsError([Finding(settings_file(root), None, problem)]) from error


def _read_environment(environment: Any) -> Mapping[str, object]:
    return {
        **{option: getattr(environment, option) for option in _OPTIONS},
        "extensions": list(environment.extensions),
        "trimmed": bool(environment.policies["ext.i18n.trimmed"]),
        "newstyle_gettext": bool(getattr(environment, "newstyle_gettext", True)),
    }
