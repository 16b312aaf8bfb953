"""What the commands on catalogs share: their options, the project they work on, and their end."""

from __future__ import annotations

from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

import click

from kfor_i18n.catalogs.problems import CatalogError, SettingsError
from kfor_i18n.catalogs.project import Project, find_root, read_project
from kfor_i18n.cli.output import Output


def shared_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command on catalogs has."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help=_("What to print: text for people, or one JSON document."),
    )
    quiet = click.option("-q", "--quiet", is_flag=True, help=_("Print only what is wrong."))
    return form(quiet(click.pass_context(function)))


def open_project(context: click.Context, output: Output) -> Project:
    """Return the project that the command works on; leave with status 2 where it cannot be read."""
    root = Path(context.obj) if context.obj else None
    try:
        return read_project(root or find_root(Path.cwd()))
    except SettingsError as error:
        output.report(error.findings)
        output.finish(2)


def finish(output: Output, run: Callable[[], bool]) -> None:
    """Run a command's work and leave: with status 0 if it returns true, else with 1.

    What it raises is reported, and makes the status 1, or 2 where nothing could be done.
    """
    try:
        status = 0 if run() else 1
    except CatalogError as error:
        output.report(error.findings)
        status = 2 if isinstance(error, SettingsError) else 1
    except OSError as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        status = 2
    output.finish(status)
