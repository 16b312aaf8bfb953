"""The command that puts files into their normal form."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from gettext import gettext as _
from pathlib import Path

import click

from kfor_i18n.catalogs.po.file import split_lines
from kfor_i18n.catalogs.po.formatting import FormatOptions, Formatted, format_files
from kfor_i18n.catalogs.po.normal_form import PROFILES, Order, choose_profile
from kfor_i18n.catalogs.problems import escape_controls
from kfor_i18n.cli.common import finish, open_project, shared_options
from kfor_i18n.cli.output import Output, show_path

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("format", help=_("Put templates and catalogs into their normal form."))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--check", is_flag=True, help=_("Write nothing; exit with 1 if anything would change.")
)
@click.option("--diff", is_flag=True, help=_("Write nothing; print what would change."))
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    help=_("Whose layout; else that of the project's width."),
)
@click.option(
    "--sort",
    type=click.Choice(["reference", "msgid"]),
    help=_("Sort the entries; else they stay in their order."),
)
@click.option("--force", is_flag=True, help=_("Format what another tool keeps as well."))
@shared_options
def format_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: click.Context, form: str, quiet: bool, files: tuple[Path, ...], check: bool,
    diff: bool, profile: str | None, sort: Order | None, force: bool,
) -> None:  # fmt: skip
    """Run ``format_files``."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)

    def run() -> bool:
        options = FormatOptions(
            choose_profile(profile or project.profile or None, project.width), sort or "file", force
        )
        paths = [path.resolve() for path in files]
        results = format_files(project, options, paths, check=check or diff)
        for result in results:
            _show(result, output, is_written=not (check or diff), with_diff=diff)
        return not (check and any(result.has_changed for result in results))

    finish(output, run)


def _show(result: Formatted, output: Output, *, is_written: bool, with_diff: bool) -> None:
    changes = "".join(_compare(result)) if with_diff else ""
    output.say(f"{show_path(result.path)}: {_state(result, is_written)}")
    for line in split_lines(changes):
        output.say(_paint(line.removesuffix("\n")))
    output.add(
        "files",
        {
            "path": show_path(result.path),
            "changed": result.has_changed,
            "left": result.left and result.left.code.name,
            **({"diff": changes} if with_diff else {}),
        },
    )


def _state(result: Formatted, is_written: bool) -> str:
    if result.left:
        return result.left.text(_)
    if not result.has_changed:
        return _("unchanged")
    return _("changed") if is_written else _("would change")


def _compare(result: Formatted) -> Iterator[str]:
    name = show_path(result.path)
    before, after = split_lines(result.before), split_lines(result.after)
    for line in unified_diff(before, after, f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _paint(line: str) -> str:
    """Return a line of a diff as a terminal shows it; what is piped on keeps its characters."""
    if not sys.stdout.isatty():
        return line
    return click.style(escape_controls(line), fg=_COLOURS.get(line[:1]))
