"""Shared parts of the commands: the decorator that makes a function a command, and parameters.

Exit status: 0 without problems, 1 with problems, 2 if the command could not run.

``serve``, ``build`` and ``explain`` are commands of click alone: they have neither ``--format`` nor
``--quiet``, a server needs the garbage collector, and the errors of the site are not findings.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kfor_i18n.catalogs.problems import CatalogError, SettingsError
from kfor_i18n.catalogs.project import find_project, read_project
from kfor_i18n.cli.collector import collector_paused
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, describe_error

_Work = Callable[..., bool]

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

check_option = click.option(
    "--check", is_flag=True, help=N_("Write nothing; exit with status 1 if anything would change.")
)
# Translators: stands for a value in the help of the command line.
files_argument = click.argument("files", nargs=-1, type=EXISTING_FILE, metavar=N_("[FILES]..."))

domain_option = click.option(
    "--domain",
    default="",
    # Translators: stands for a value in the help of the command line, the name of a domain.
    metavar=N_("NAME"),
    help=N_("Only this domain (default: all)."),
)
app_option = click.option(
    "--app",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("MODULE:NAME"),
    default="",
    help=N_(
        "Flask application whose pages are shown, or a function that returns it "
        "(default: the app setting)."
    ),
)
pages_locale_option = click.option(
    "--locale",
    default="",
    metavar=N_("LOCALE"),
    help=N_("Only the pages in this locale (default: in all locales)."),
)

_FORMAT = click.Option(
    ["--format", "format_name"],
    type=click.Choice(["text", "json"]),
    default="text",
    help=N_("Output format: human-readable text (default), or one JSON document."),
)
_QUIET = click.Option(["-q", "--quiet"], is_flag=True, help=N_("Print only problems."))


def command(
    *,
    has_project: bool = True,
    is_project_read: bool = True,
    has_format: bool = True,
    error_status: int = 1,
) -> Callable[[_Work], click.Command]:
    """Make a function a command, with the options ``--format`` and ``--quiet`` after its own.

    The function takes the current project (unless ``has_project`` is false), or only its directory
    if ``is_project_read`` is false, an ``Output``, and its parameters by name. It returns ``True``
    for exit status 0, ``False`` for 1. A ``CatalogError`` is reported and exits
    with ``error_status``, a ``SettingsError`` or ``OSError`` with 2. Without ``has_format``, the
    command has no ``--format`` and its ``Output`` is text.
    """

    def decorate(work: _Work) -> click.Command:
        @wraps(work)
        @click.pass_obj
        def callback(root: str | None, /, *, quiet: bool, **options: Any) -> None:
            output = Output(
                is_json=has_format and options.pop("format_name") == "json", quiet=quiet
            )

            def run() -> bool:
                if not has_project:
                    return work(output, **options)
                if not is_project_read:
                    return work(Path(root or ".").resolve(), output, **options)
                project = read_project(Path(root)) if root else find_project(Path.cwd())
                return work(project, output, **options)

            output.finish(_run(run, output, error_status))

        decorated = click.command()(callback)
        decorated.params += [_FORMAT, _QUIET] if has_format else [_QUIET]
        return decorated

    return decorate


def _run(run: Callable[[], bool], output: Output, error_status: int) -> int:
    """Run a command's function, report the errors it raises, and return the exit status."""
    try:
        with collector_paused():
            return 0 if run() else 1
    except CatalogError as error:
        output.report(error.findings)
        return 2 if isinstance(error, SettingsError) else error_status
    except BrokenPipeError:
        raise  # click exits silently when nobody reads the output any more
    except OSError as error:
        click.echo(f"kfor-i18n: {describe_error(error)}", err=True)
        return 2
