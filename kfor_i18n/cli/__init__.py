"""The ``kfor-i18n`` command line: parses arguments, calls plain functions, prints their results.

A command is a function ``NAME_command`` in a module of this package and an entry in ``COMMANDS``.
"""

from __future__ import annotations

import importlib
from gettext import gettext as _
from typing import Any, NamedTuple

import click

from kfor_i18n.cli.collector import collector_paused
from kfor_i18n.cli.language import N_, localize, own_language


class CommandRow(NamedTuple):
    """A row of the table of commands: a module of this package, the help, and a required extra."""

    module: str
    help: str
    extra: str = ""


COMMANDS = {
    "adopt": CommandRow("adopt", N_("Write the settings for a project that uses pybabel.")),
    "extract": CommandRow(
        "catalogs", N_("Collect the messages of the sources into the templates.")
    ),
    "update": CommandRow("catalogs", N_("Bring the templates into every catalog.")),
    "init": CommandRow(
        "catalogs", N_("Create the catalogs of another language, such as hr or pt_BR.")
    ),
    "compile": CommandRow("catalogs", N_("Judge the catalogs and compile those that changed.")),
    "sync": CommandRow("catalogs", N_("Extract, update and compile.")),
    "check": CommandRow("check", N_("Say what is wrong with the project and its translations.")),
    "explain": CommandRow("check", N_("Tell what a code means; without one, list all codes.")),
    "format": CommandRow("format", N_("Put templates and catalogs into their normal form.")),
    "stats": CommandRow("stats", N_("Show how much of each language is translated.")),
    "export": CommandRow(
        "exchange", N_("Hand out a language's catalogs as a file for translators.")
    ),
    "import": CommandRow("exchange", N_("Bring what translators hand back into the catalogs.")),
    "merge-driver": CommandRow(
        "git",
        N_("Merge what two sides made of a catalog into OURS, message by message; git runs this."),
    ),
    "install-hooks": CommandRow(
        "git",
        N_("Let git merge this project's catalogs by message, and check those that it commits."),
    ),
    "serve": CommandRow(
        "site", N_("Serve the site, after compiling the catalogs that changed."), extra="site"
    ),
    "build": CommandRow("site", N_("Publish the site as files, for nginx or a CDN."), extra="site"),
}
"""All commands by name, in the order of the help."""


class _Program(click.Group):
    """The group of all commands; it imports a command's module only to run that command."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        with own_language():
            return super(_Program, localize(self, self.help or "")).main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        row = COMMANDS[cmd_name]
        with collector_paused():
            module = importlib.import_module(f"kfor_i18n.cli.{row.module}")
        original: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        command = localize(original, row.help)
        if row.extra and command.callback:
            from kfor_i18n.cli.extras import require

            command.callback = require(row.extra, cmd_name, command.callback)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Translators: a heading in the help, above the list of commands.
        with formatter.section(_("Commands")):
            rows = [(name, _(row.help)) for name, row in COMMANDS.items()]  # i18n: ignore
            formatter.write_dl(rows)


@click.command(
    cls=_Program,
    help=N_("Serve the page about KFOR, and keep a project's gettext catalogs right."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--project",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("DIR"),
    type=click.Path(exists=True, file_okay=False),
    help=N_("Folder of the project; else the nearest one with babel.cfg, from here upwards."),
)
@click.version_option(
    package_name="kfor-i18n",
    message="%(prog)s %(version)s",
    help=N_("Show the version and exit."),
)
@click.pass_context
def main(context: click.Context, project: str | None) -> None:  # noqa: D103 - its help says it
    context.obj = project
