"""The command that opens the workbench."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import find_project, read_project
from kfor_i18n.cli.command import app_option
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import describe_error, show_finding


@click.command()
@app_option
@click.option(
    "--locale",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("LOCALE"),
    default="",
    help=N_("Locale to start with (default: the first one)."),
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    # Translators: the help of --port, on which the workbench listens.
    help=N_("Port to listen on (default: the port used last time, if it is free)."),
)
@click.option("--no-open", is_flag=True, help=N_("Print the address; do not open a browser."))
@click.pass_obj
def translate_command(
    root: str | None, /, *, app: str, locale: str, port: int | None, no_open: bool
) -> None:
    """Serve the workbench until it is interrupted."""
    from kfor_i18n.workbench.server import Options, find_ignored, find_tracked, run_workbench

    try:
        project = read_project(Path(root)) if root else find_project(Path.cwd())
        project = replace(project, app=app) if app else project
        options = Options(port or 0, locale, is_opened=not no_open)
        for finding in find_tracked(project):
            click.echo(show_finding(finding), err=True)
        running = run_workbench(project, options, on_ready=click.echo)
        for finding in find_ignored(project, running, app, options.port) if running else ():
            click.echo(show_finding(finding), err=True)
    except CatalogError as error:
        for finding in error.findings:
            click.echo(show_finding(finding), err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"kfor-i18n: {describe_error(error)}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        pass
