"""The command's own language: that of the environment, by its gettext domain ``tools``.

click looks its own texts up in the same place, so they are messages of that domain as well.
"""

from __future__ import annotations

import gettext
from pathlib import Path

DOMAIN = "tools"


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark a msgid for extraction; it is translated where it is shown."""
    return msgid


def set_up_language() -> None:
    """Let ``gettext`` answer from this program's catalogs, in the language of the environment."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "translations", package.parent / "translations"):
        if folder.is_dir():
            gettext.bindtextdomain(DOMAIN, folder)
            break
    gettext.textdomain(DOMAIN)


CLICK_TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Arguments"),
    N_("Error: {message}"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option: {name}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{name} {filename!r} does not exist."),
    N_("directory"),
    N_("default: {default}"),
    N_("Directory"),
    N_("required"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("file"),
    N_("File"),
    N_("Aborted!"),
)
"""What click says, so that it is extracted."""
