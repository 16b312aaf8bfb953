"""The language of the command, from the environment and the gettext domain ``tools``.

Commands are declared in English, marked with ``N_``, and translated when one runs: importing them
changes nothing, and each run has its own language. click looks its texts up in the same domain, so
they are messages of it too.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from gettext import gettext as _
from typing import Any, TypeVar

import click

from kfor_i18n.interface import DOMAIN, find_catalogs, open_texts

_Command = TypeVar("_Command", bound=click.Command)


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark a msgid for extraction; it is translated where it is shown.

    The function of ``problems`` is not imported, so that help is shown without loading it.
    """
    return msgid


@contextmanager
def own_language() -> Iterator[None]:
    """Make ``gettext`` look messages up in the command's catalogs until the block is left."""
    domain, folder = gettext.textdomain(), gettext.bindtextdomain(DOMAIN)
    gettext.bindtextdomain(DOMAIN, str(find_catalogs()))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        gettext.bindtextdomain(DOMAIN, folder)


def current_texts() -> gettext.NullTranslations:
    """Return the texts of the command's language, for functions that take them."""
    return gettext.translation(DOMAIN, find_catalogs(), fallback=True)


def open_language(locale: str) -> Callable[[str], str]:
    """Return the gettext function of a locale; without a catalog it returns the English texts."""
    return open_texts(locale).gettext


def localize(command: _Command, help_msgid: str) -> _Command:
    """Return a copy of a command with its help and options in the current language."""
    command = copy(command)
    command.help = _(help_msgid)  # i18n: ignore
    # Translators: stands for a value in the help of the command line.
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        # Translators: stands for a value in the help of the command line.
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    command.params = [_localize_parameter(parameter) for parameter in command.params]
    return command


def _localize_parameter(parameter: click.Parameter) -> click.Parameter:
    parameter = copy(parameter)
    if isinstance(parameter, click.Option) and parameter.help:
        parameter.help = _(parameter.help)  # i18n: ignore
    if parameter.metavar:
        parameter.metavar = _(parameter.metavar)  # i18n: ignore
    parameter.type = copy(parameter.type)
    parameter.type.name = _name_type(parameter.type)
    return parameter


def _name_type(kind: click.ParamType[Any, Any]) -> str:
    """Return what help and errors call a type's values."""
    if not isinstance(kind, click.Path):
        return _(kind.name)  # i18n: ignore
    # The name of a path type is in the language at the time it was created.
    if not kind.file_okay:
        # Translators: what a value on the command line is.
        return _("directory")
    if kind.dir_okay:
        # Translators: what a value on the command line is.
        return _("path")
    # Translators: what a value on the command line is.
    return _("file")


CLICK_TEXTS = (
    # Translators: from click, in help and errors of the command line.
    N_("Usage:"),
    # Translators: from click, in help and errors of the command line: a heading.
    N_("Options"),
    N_("Commands"),
    # Translators: from click, in help and errors of the command line.
    N_("Error: {message}"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("No such option: {name}"),
    N_("Option {name!r} does not take a value."),
    # Translators: from click, in help and errors of the command line.
    N_("Missing command."),
    # Translators: from click, in help and errors of the command line, before the argument's name.
    N_("Missing argument"),
    # Translators: from click, in help and errors of the command line.
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    # Translators: from click, in help and errors of the command line: what a value is.
    N_("text"),
    # Translators: from click, in help and errors of the command line: what a value is.
    N_("integer range"),
    # Translators: from click, in errors of the command line: what a value is, as number_type.
    N_("float range"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is not readable."),
    # Translators: from click, in help and errors of the command line: after an option's help.
    N_("default: {default}"),
    # Translators: from click, in help and errors of the command line: after an option's help.
    N_("required"),
    # Translators: from click, in help and errors of the command line, before the option's name.
    N_("Missing option"),
    # Translators: from click, in help and errors of the command line, before the parameter's name.
    N_("Missing parameter"),
    # Translators: from click, in help and errors of the command line.
    N_("Aborted!"),
)
"""The texts of click, as worded in its versions 8.1 to 8.5; listed to be extracted."""
