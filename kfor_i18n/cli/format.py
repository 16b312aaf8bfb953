"""``format``: templates and catalogs in their normal form."""

from __future__ import annotations

import shlex
from gettext import gettext as _
from os.path import realpath
from pathlib import Path
from typing import Any

import click

from kfor_i18n.catalogs.po.formatting import FormatOptions, Formatted, find_files, format_files
from kfor_i18n.catalogs.po.normal_form import PROFILES, Order, choose_profile
from kfor_i18n.catalogs.project import Project
from kfor_i18n.cli.command import check_option, command, files_argument
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, make_diff, show_path, show_state


@command()
@files_argument
@check_option
@click.option("--diff", is_flag=True, help=N_("Write nothing; print a diff of the changes."))
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    help=N_(
        "Formatting profile (default: the profile setting, or one that fits the width setting)."
    ),
)
@click.option(
    "--sort",
    type=click.Choice(["reference", "msgid"]),
    help=N_("Sort the entries (default: keep their order)."),
)
@click.option(
    "--force",
    is_flag=True,
    help=N_(
        "Also format files that another tool maintains, and format even if the profile is off."
    ),
)
@click.option(
    "--since",
    metavar=N_("REVISION"),
    help=N_("Skip files that were not formatted at this git revision."),
)
def format_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, files: tuple[Path, ...], check: bool, diff: bool,
    profile: str | None, sort: Order | None, force: bool, since: str | None,
) -> bool:  # fmt: skip
    """Run ``format_files``."""
    options = FormatOptions(
        choose_profile(profile or project.profile or None, project.width), sort or "file", force
    )
    paths = [Path(realpath(path)) for path in files] or find_files(project)
    if since is not None:
        from kfor_i18n.catalogs.git.history import was_formatted

        paths = [path for path in paths if was_formatted(project, options, path, since)]
    results = format_files(project, options, paths, check=check or diff)
    for result in results:
        _show(result, output, is_written=not (check or diff), with_diff=diff)
    is_right = not (check and any(result.has_changed for result in results))
    return is_right and not any(result.findings for result in results)


def _show(result: Formatted, output: Output, *, is_written: bool, with_diff: bool) -> None:
    name = show_path(result.path)
    if result.findings:
        output.report(result.findings)
        return
    output.say(f"{name}: {_state(result, is_written)}")
    item: dict[str, Any] = {
        "path": name,
        "changed": result.has_changed,
        "left": result.left and result.left.code.name,
    }
    if with_diff:
        item["diff"] = make_diff(result.before, result.after, f"a/{name}", f"b/{name}")
        output.show_diff(item["diff"])
    output.add("files", item)


def _state(result: Formatted, is_written: bool) -> str:
    if result.left:
        return result.left.text(_)
    command = f"format {shlex.quote(show_path(result.path))}"
    return show_state(result.has_changed, check=not is_written, command=command)
