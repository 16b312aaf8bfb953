"""The ``kfor-i18n`` command: parses, calls a plain function, prints, and sets the exit status.

0: done, and all is right. 1: done, and something is not right. 2: could not be done.
"""

from __future__ import annotations

import gc
import importlib
from gettext import gettext as _

import click

from kfor_i18n.cli.language import N_, set_up_language

set_up_language()

_COMMANDS = {
    "extract": ("catalogs", N_("Collect the messages of the sources into the templates.")),
    "update": ("catalogs", N_("Bring the templates into every catalog.")),
    "init": ("catalogs", N_("Create the catalogs of another language.")),
    "compile": ("catalogs", N_("Judge the catalogs and compile those that changed.")),
    "sync": ("catalogs", N_("Extract, update and compile.")),
    "check": ("check", N_("Say what is wrong with the project and its translations.")),
    "explain": ("check", N_("Tell what a code means; without one, list all codes.")),
    "format": ("format", N_("Put templates and catalogs into their normal form.")),
    "stats": ("stats", N_("Show how much of each language is translated.")),
    "export": ("exchange", N_("Hand out a language's catalogs as a file for translators.")),
    "import": ("exchange", N_("Take in what translators hand back.")),
    "merge-driver": ("git", N_("Merge catalogs by message; git runs this.")),
    "install-hooks": ("git", N_("Let git merge and check this project's catalogs.")),
    "serve": ("site", N_("Serve the site.")),
    "build": ("site", N_("Publish the site as files, for nginx or a CDN.")),
}
"""The commands by name: the module of this package that has each, and a line about it."""


class _LazyGroup(click.Group):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"kfor_i18n.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            rows = [(name, _(text)) for name, (_module, text) in _COMMANDS.items()]  # i18n: ignore
            formatter.write_dl(rows)


@click.command(
    cls=_LazyGroup,
    help=_("Serve the page about KFOR, and keep a project's gettext catalogs right."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--project",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False),
    help=_("Folder of the project; else the nearest one with babel.cfg, from here upwards."),
)
@click.version_option(package_name="kfor-i18n", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, project: str | None) -> None:  # noqa: D103 - its help says it
    # A command is over before the memory that reference cycles hold would be missed.
    gc.disable()
    context.obj = project
