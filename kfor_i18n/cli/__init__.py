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
    "extract": CommandRow("catalogs", N_("Extract messages from the sources into the templates.")),
    "update": CommandRow("catalogs", N_("Update every catalog from its template.")),
    "init": CommandRow(
        "catalogs", N_("Create the catalogs for a new locale, such as hr or pt_BR.")
    ),
    "compile": CommandRow(
        "catalogs", N_("Validate the catalogs and compile the ones that changed.")
    ),
    "sync": CommandRow("catalogs", N_("Extract, update and compile.")),
    "check": CommandRow(
        "check", N_("Check the project and its translations for problems, or only FILES.")
    ),
    "explain": CommandRow("check", N_("Explain a check; without CODE, list all checks.")),
    "format": CommandRow("format", N_("Format the given FILES, or all templates and catalogs.")),
    "stats": CommandRow("stats", N_("Show how much of each language is translated.")),
    "export": CommandRow("exchange", N_("Export a locale's catalogs to a file for translators.")),
    "import": CommandRow("exchange", N_("Import a translated file into the catalogs.")),
    "where": CommandRow(
        "where", N_("Show the pages of the application that the message MSGID is on.")
    ),
    "changes": CommandRow(
        "changes",
        N_(
            "Show what translations changed on the pages of the application since REVISION, which "
            "is a date or a git revision (default: the last commit)."
        ),
    ),
    "translate": CommandRow(
        "translate",
        N_("Translate in the browser, on the pages of the application."),
        extra="workbench",
    ),
    "merge-driver": CommandRow(
        "git",
        N_(
            "Merge three versions of a catalog into OURS, message by message. Git runs this "
            "command, and passes MARKER_SIZE and PATH, the path of the catalog in the repository."
        ),
    ),
    "install-hooks": CommandRow(
        "git",
        N_(
            "Set up git to merge this project's catalogs message by message, and to "
            "check catalogs before each commit."
        ),
    ),
    "serve": CommandRow(
        "site", N_("Compile the catalogs that changed, then serve the site."), extra="site"
    ),
    "build": CommandRow(
        "site",
        N_("Build the site as static files in the directory OUT, for nginx or a CDN."),
        extra="site",
    ),
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
    help=N_("Manage a project's gettext catalogs, and serve the KFOR site."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--project",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("DIR"),
    type=click.Path(exists=True, file_okay=False),
    help=N_(
        "Project directory (default: the nearest one with a babel.cfg or "
        "kfor-i18n settings, from the current directory up)."
    ),
)
@click.version_option(
    package_name="kfor-i18n",
    message="%(prog)s %(version)s",
    help=N_("Show the version and exit."),
)
@click.pass_context
def main(context: click.Context, project: str | None) -> None:  # noqa: D103 - its help says it
    context.obj = project
