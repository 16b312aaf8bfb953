"""``merge-driver``, which git runs, and ``install-hooks``, which sets git up for it."""

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
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.cli.command import EXISTING_FILE, command
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, show_path


@command(has_project=False, error_status=2)
# Translators: stands for a value in the help of the command line: the common ancestor in a merge.
@click.argument("base", type=EXISTING_FILE, metavar=N_("BASE"))
# Translators: stands for a value in the help of the command line: our version in a merge.
@click.argument("ours", type=EXISTING_FILE, metavar=N_("OURS"))
# Translators: stands for a value in the help of the command line: their version in a merge.
@click.argument("theirs", type=EXISTING_FILE, metavar=N_("THEIRS"))
# Translators: stands for a value in the help of the command line.
@click.argument("marker_size", required=False, metavar=N_("[MARKER_SIZE]"))
# Translators: stands for a value in the help of the command line.
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar=N_("[PATH]"))
def merge_driver_command(  # noqa: PLR0913 - what git passes
    output: Output, *, base: Path, ours: Path, theirs: Path, marker_size: str | None,
    path: Path | None,
) -> bool:  # fmt: skip
    """Run ``merge_files``; status 1 means conflicts, 2 that ``ours`` is unchanged."""
    shown = path or ours
    merged = merge_files(base, ours, theirs, shown)
    if merged.conflicts:
        output.report(report_conflicts(shown, parse_po_file(shown, read_file(ours))))
    return not merged.conflicts


@command()
@click.option(
    "--check", is_flag=True, help=N_("Write nothing; exit with status 1 if anything is missing.")
)
# Translators: the help of the option --remove of install-hooks.
@click.option("--remove", is_flag=True, help=N_("Remove the merge driver and the hook."))
@click.option(
    "--attributes",
    is_flag=True,
    help=N_(
        "Also add to .gitattributes the missing lines that assign the merge driver to the catalogs."
    ),
)
def install_hooks_command(
    project: Project, output: Output, *, check: bool, remove: bool, attributes: bool
) -> bool:
    """Run ``hooks.install`` or, with ``--remove``, ``hooks.remove``."""
    if remove:
        setup = hooks.remove(project)
        _show(setup, output)
        return not setup.findings
    notice = _(
        "partially staged catalogs, which would be checked in a different version from the one "
        "that is committed; stage all of their changes, or set the unstaged ones aside with git "
        "stash --keep-index:"
    )
    setup = hooks.install(project, _find_program(), notice, check=check, attributes=attributes)
    _show(setup, output)
    return not setup.findings and "missing" not in (setup.driver, setup.hook)


def _find_program() -> str:
    """Return the path of this environment's ``kfor-i18n``, which git can run from anywhere."""
    here = shutil.which("kfor-i18n", path=Path(sys.executable).parent)
    return here or shutil.which("kfor-i18n") or "kfor-i18n"


def _show(setup: hooks.Setup, output: Output) -> None:
    states = {
        # Translators: the state of a hook or merge driver, after its name.
        "installed": _("installed"),
        # Translators: the state of a file, hook or merge driver, after its name.
        "unchanged": _("unchanged"),
        # Translators: the state of a hook or merge driver, after its name.
        "missing": _("missing"),
        # Translators: the state of a hook or merge driver, after its name.
        "removed": _("removed"),
        # Translators: the state of a hook, after its name.
        "kept": _("not removed"),
        # Translators: the state of a hook or merge driver, after its name.
        "refused": _("not installed"),
    }
    for name, state in (
        # Translators: a program that git runs, before a colon and its state.
        (_("merge driver"), setup.driver),
        (show_path(setup.hook_path), setup.hook),
    ):
        output.say(f"{name}: {states[state]}")
    if setup.attributes:
        output.say(f"{show_path(setup.attributes)}: {_('changed')}")
    output.add("setup", {"driver": setup.driver, "hook": setup.hook, "path": str(setup.hook_path)})
    output.report(setup.findings)
