"""The commands that say what is wrong, and why that matters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from kfor_i18n.catalogs.checks import REGISTRY, Check, check_catalogs, is_known, reports
from kfor_i18n.catalogs.checks.project import inspect_project
from kfor_i18n.catalogs.po.file import read_po, split_lines
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import Project
from kfor_i18n.cli.common import open_project
from kfor_i18n.cli.output import Output, show_path

FORMATS = ("text", "json", "github", "sarif", "junit")


def _read_names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if not is_known(name):
            raise click.BadParameter(
                _('"%(name)s" is no code; kfor-i18n explain lists them') % {"name": name}
            )
    return names


@click.command("check", help=_("Say what is wrong with the project and its translations."))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--select",
    default="",
    callback=_read_names,
    metavar="CODES",
    help=_("Look for these codes or families only; all for every one."),
)
@click.option(
    "--ignore",
    default="",
    callback=_read_names,
    metavar="CODES",
    help=_("Leave these codes or families out."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=_("The form of the report."),
)
@click.option("--since", metavar="REVISION", help=_("Name translations lost since then as well."))
@click.option("--fix", is_flag=True, help=_("Mend what cannot change a meaning, and show it."))
@click.pass_context
def check_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: click.Context, files: tuple[Path, ...], select: tuple[str, ...],
    ignore: tuple[str, ...], form: str, since: str | None, fix: bool,
) -> None:  # fmt: skip
    """Check files, or the whole project, and leave with 1 where there is a finding."""
    output = Output(is_json=False, quiet=False)
    project = open_project(context, output)
    settings = replace(
        project.check,
        select=select or project.check.select,
        ignore=(*project.check.ignore, *ignore),
    )
    project = replace(project, check=settings)
    paths = [path.resolve() for path in files] or [
        path for domain in project.domains for path in project.catalogs(domain)
    ]
    try:
        if fix:
            _fix(project, paths)
        findings = [] if files else inspect_project(project, since=since)
        # A catalog that cannot be read cannot be compared with its template either.
        known = set(map(str, findings))
        found = check_catalogs(paths, settings, always_formatted=project.always_formatted)
        findings += [finding for finding in found if str(finding) not in known]
    except CatalogError as error:
        output.report(error.findings)
        output.finish(2)
    except OSError as error:
        click.echo(f"kfor-i18n: {error}", err=True)
        output.finish(2)
    _report(findings, paths, form)
    sys.exit(1 if findings else 0)


def _fix(project: Project, paths: Sequence[Path]) -> None:
    """Mend files, then put them into their normal form; print what changed in each."""
    from difflib import unified_diff

    from kfor_i18n.catalogs.checks.fixing import mend_files
    from kfor_i18n.catalogs.po.formatting import FormatOptions, format_files
    from kfor_i18n.catalogs.po.normal_form import choose_profile

    before = {path: read_po(path).text for path in paths}
    mend_files(project, paths)
    profile = choose_profile(project.profile or None, project.width)
    format_files(project, FormatOptions(profile), paths)
    for path, text in before.items():
        lines = (split_lines(text), split_lines(read_po(path).text))
        name = show_path(path)
        click.echo("".join(unified_diff(*lines, name, name)), nl=False)


def _report(findings: Sequence[Finding], paths: Sequence[Path], form: str) -> None:
    root = Path.cwd()
    if form == "json":
        text = reports.format_json(findings, _, root)
    elif form == "github":
        text = reports.format_github(findings, _, root)
    elif form == "sarif":
        rules = {code: _explain(check) for code, check in REGISTRY.checks.items()}
        text = reports.format_sarif(findings, _, root, rules)
    elif form == "junit":
        text = reports.format_junit(findings, _, root, paths)
    else:
        text = reports.format_text(findings, _, root)
    click.echo(text, nl=False)
    if form == "text":
        count = ngettext("%(num)s finding", "%(num)s findings", len(findings))
        click.echo(count % {"num": len(findings)}, err=True)


def _explain(check: Check) -> tuple[str, str]:
    """Return a code's title and explanation in the language of the environment."""
    title, explanation = _(check.title), _(check.explanation)  # i18n: ignore
    return title, explanation.replace("%%", "%")


@click.command("explain", help=_("Tell what a code means; without one, list all codes."))
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Print what is known about a code, or a line about each."""
    from kfor_i18n.catalogs.checks.fixing import MENDED

    if code is None:
        for check in REGISTRY.checks.values():
            state = "" if check.is_on else _("(off by default)")
            click.echo(f"{check.code:22} {_explain(check)[0]} {state}".rstrip())
        return
    found = REGISTRY.checks.get(code)
    if found is None:
        text = _('"%(name)s" is no code; kfor-i18n explain lists them')
        click.echo(text % {"name": code}, err=True)
        sys.exit(2)
    title, explanation = _explain(found)
    click.echo(f"{found.code}: {title}\n\n{explanation}")
    if found.languages:
        click.echo(_("Only for: %(languages)s") % {"languages": ", ".join(sorted(found.languages))})
    if found.code in MENDED:
        click.echo(_("kfor-i18n check --fix mends it."))
