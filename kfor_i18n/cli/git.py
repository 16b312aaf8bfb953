"""The commands that git runs, and the one that tells git to."""

from __future__ import annotations

import shutil
import sys
from gettext import gettext as _
from pathlib import Path

import click

from kfor_i18n.catalogs.git import hooks
from kfor_i18n.catalogs.git.conflicts import report_conflicts
from kfor_i18n.catalogs.git.driver import merge_files
from kfor_i18n.catalogs.po.file import parse_po_file
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.cli.common import finish, open_project, shared_options
from kfor_i18n.cli.output import Output, show_path

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "merge-driver",
    help=_("Merge what two sides made of a catalog into OURS, message by message; git runs this."),
)
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("marker_size", required=False)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@shared_options
def merge_driver_command(  # noqa: PLR0913, PLR0917 - what git passes, and the options
    context: click.Context, form: str, quiet: bool, base: Path, ours: Path, theirs: Path,
    marker_size: str | None, path: Path | None,
) -> None:  # fmt: skip
    """Run ``merge_files``; leave with 1 for conflicts, and with 2 where nothing was merged."""
    output = Output(is_json=form == "json", quiet=quiet)
    shown = path or ours
    try:
        merged = merge_files(base, ours, theirs, shown)
    except CatalogError as error:
        output.report(error.findings)
        output.finish(2)
    except OSError as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        output.finish(2)
    if merged.conflicts:
        output.report(report_conflicts(shown, parse_po_file(shown, read_file(ours))))
    output.finish(1 if merged.conflicts else 0)


@click.command(
    "install-hooks",
    help=_("Let git merge this project's catalogs by message, and check those that it commits."),
)
@click.option("--check", is_flag=True, help=_("Write nothing; exit with 1 if anything is missing."))
@click.option("--remove", is_flag=True, help=_("Undo it."))
@shared_options
def install_hooks_command(
    context: click.Context, form: str, quiet: bool, check: bool, remove: bool
) -> None:
    """Run ``hooks.install``, or with ``--remove`` its contrary."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)

    def run() -> bool:
        if remove:
            setup = hooks.remove(project)
            _show(setup, output)
            return not setup.findings
        notice = _("stage or stash all of their changes, so that what is checked is committed:")
        setup = hooks.install(project, _find_program(), notice, check=check)
        _show(setup, output)
        return not setup.findings and "missing" not in (setup.driver, setup.hook)

    finish(output, run)


def _find_program() -> str:
    """Return the command as git can run it from anywhere: the one of this very environment."""
    here = shutil.which("kfor-i18n", path=Path(sys.executable).parent)
    return here or shutil.which("kfor-i18n") or "kfor-i18n"


def _show(setup: hooks.Setup, output: Output) -> None:
    states = {
        "installed": _("installed"),
        "unchanged": _("unchanged"),
        "missing": _("missing"),
        "removed": _("removed"),
        "refused": _("not installed"),
    }
    for name, state in (
        (_("merge driver"), setup.driver),
        (show_path(setup.hook_path), setup.hook),
    ):
        output.say(f"{name}: {states[state]}")
    output.add("setup", {"driver": setup.driver, "hook": setup.hook, "path": str(setup.hook_path)})
    output.report(setup.findings)
