"""``check`` and ``explain``: the problems of a project, and why they matter."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from os.path import realpath
from pathlib import Path

import click

from kfor_i18n.catalogs.checks import baseline, reports
from kfor_i18n.catalogs.checks.model import load_checks
from kfor_i18n.catalogs.checks.project import Report, check_files, check_project
from kfor_i18n.catalogs.checks.selection import ALL, DEFAULT, load_codes
from kfor_i18n.catalogs.problems import Code, Finding, declared_codes
from kfor_i18n.catalogs.project import Project, settings_file
from kfor_i18n.catalogs.settings.errors import reject_item
from kfor_i18n.cli.command import command, files_argument
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, make_diff, show_path

REPORT_FORMATS = ("text", "json", "github", "sarif", "junit")


def _load_codes() -> Mapping[str, Code]:
    """Return the codes that any command can report, by name."""
    from kfor_i18n import cli, workbench

    return load_codes(cli, workbench)


def _require_known(project: Project) -> None:
    """Raise ``SettingsError`` if the settings of checks contain an unknown code."""
    for place, settings in (
        ("check", project.check),
        *((f"check.locales.{name}", own) for name, own in project.check.locales.items()),
    ):
        for key in ("select", "ignore"):
            for name in getattr(settings, key):
                if not _is_known(name):
                    path = settings_file(project.root)
                    raise reject_item(path, f"{place}.{key}", name, [ALL, DEFAULT, *_load_codes()])


def _is_known(name: str) -> bool:
    if name in (ALL, DEFAULT):
        return True
    # Most codes belong to checks, which are needed anyway; the others are in all modules.
    load_checks()
    return any(
        code.is_of([name]) for codes in (declared_codes, _load_codes) for code in codes().values()
    )


def _read_names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    for name in names:
        if not _is_known(name):
            raise click.BadParameter(
                _('unknown code "%(name)s"; run kfor-i18n explain for a list') % {"name": name}
            )
    return names


@command(has_format=False, error_status=2)
@files_argument
@click.option(
    "--select",
    default="",
    callback=_read_names,
    # Translators: stands for a value in the help of the command line.
    metavar=N_("CODES"),
    help=N_(
        'Run only these checks: codes or prefixes, separated by commas; "default" stands '
        'for those that are on by default, "all" for all (default: the select setting). '
        "Validation errors are always reported."
    ),
)
@click.option(
    "--ignore",
    default="",
    callback=_read_names,
    metavar=N_("CODES"),
    help=N_(
        "Skip these checks: codes or prefixes, separated by commas (in addition to the ignore "
        "setting). Validation errors are always reported."
    ),
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(REPORT_FORMATS),
    default="text",
    # Translators: the help of --format, which chooses the format of a report.
    help=N_("Output format (default: text)."),
)
@click.option(
    "--since",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("REVISION"),
    help=N_(
        "Report only findings that are new since this git revision, including lost translations."
    ),
)
@click.option(
    "--fix",
    is_flag=True,
    help=N_(
        "Join duplicates, fix the order of plural forms and leading and trailing whitespace, "
        "format the files, and print a diff."
    ),
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help=N_(
        "Write the findings to kfor-i18n-baseline.json; check no longer reports them. An existing "
        "baseline only shrinks."
    ),
)
@click.option(
    "--pages",
    is_flag=True,
    help=N_(
        "Also measure in Chromium whether the translations fit on the pages of the application, in "
        "the locales that are checked."
    ),
)
def check_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, files: tuple[Path, ...], select: tuple[str, ...],
    ignore: tuple[str, ...], format_name: str, since: str | None, fix: bool, write_baseline: bool,
    pages: bool,
) -> bool:  # fmt: skip
    """Check the given files or the whole project; status 1 means findings and nothing else."""
    if write_baseline and (files or select or ignore or since):
        raise click.UsageError(
            _(
                "--write-baseline cannot be used with FILES, --select, --ignore or --since; leave"
                " them out"
            )
        )
    if pages and since:
        raise click.UsageError(_("--pages cannot be used with --since; leave one out"))
    _require_known(project)
    project = _with_selection(project, select, ignore)
    paths = [Path(realpath(path)) for path in files] or project.catalogs()
    if fix:
        diff = _fix(project, paths)
        if format_name == "text":
            output.show_diff(diff)
    report = (
        check_files(project, paths, since=since) if files else check_project(project, since=since)
    )
    if pages:
        report = replace(report, findings=[*report.findings, *_check_pages(project, paths, output)])
    if write_baseline:
        baseline.write_baseline(project, report.findings)
    known = baseline.read_baseline(project)
    findings = known.drop_known(report.findings, project.root) if known else report.findings
    _report(findings, paths, format_name)
    if format_name == "text":
        _say_counts(output, report, findings)
    return not findings


def _check_pages(project: Project, paths: Sequence[Path], output: Output) -> list[Finding]:
    from kfor_i18n.workbench.checking import check_pages

    return check_pages(project, paths, output.progress)


def _with_selection(project: Project, select: tuple[str, ...], ignore: tuple[str, ...]) -> Project:
    settings = replace(
        project.check,
        select=select or project.check.select,
        ignore=(*project.check.ignore, *ignore),
    )
    return replace(project, check=settings)


def _say_counts(output: Output, report: Report, findings: Sequence[Finding]) -> None:
    """Print the number of findings, and of messages left to translate and how to list them."""
    # Translators: the number of findings, on the last line of a check.
    count = ngettext("%(num)s finding", "%(num)s findings", len(findings))
    text = count % {"num": len(findings)}
    known = len(report.findings) - len(findings)
    if known:
        text = _("%(findings)s (and %(num)s in the baseline)") % {"findings": text, "num": known}
    left = {
        # Translators: a state of messages, before a colon and their number.
        _("untranslated"): report.left.untranslated,
        # Translators: a state of messages: with the fuzzy flag of gettext.
        _("fuzzy"): report.left.fuzzy,
    }
    if any(left.values()):
        states = ", ".join(f"{title}: {number}" for title, number in left.items() if number)
        text = _(
            "%(findings)s; %(states)s (for a list, run kfor-i18n check --select untranslated,fuzzy)"
        ) % {"findings": text, "states": states}
    output.say(text, err=True)


def _fix(project: Project, paths: Sequence[Path]) -> str:
    """Fix and format catalogs; return the changes as a diff."""
    from kfor_i18n.catalogs.checks.fixing import fix_catalogs
    from kfor_i18n.catalogs.po.formatting import FormatOptions
    from kfor_i18n.catalogs.po.normal_form import choose_profile

    profile = choose_profile(project.profile or None, project.width)
    return "".join(
        make_diff(fixed.before, fixed.after, show_path(fixed.path), show_path(fixed.path))
        for fixed in fix_catalogs(project, paths, FormatOptions(profile))
    )


def _report(findings: Sequence[Finding], paths: Sequence[Path], format_name: str) -> None:
    root = Path.cwd()
    if format_name == "json":
        text = reports.format_json(findings, _, root)
    elif format_name == "github":
        text = reports.format_github(findings, _, root)
    elif format_name == "sarif":
        rules = {code: _explain(check) for code, check in _load_codes().items()}
        text = reports.format_sarif(findings, _, root, rules)
    elif format_name == "junit":
        text = reports.format_junit(findings, _, root, paths)
    else:
        text = reports.format_text(findings, _, root)
    click.echo(text, nl=False)


def _explain(check: Code) -> tuple[str, str]:
    """Return a code's title and explanation, translated."""
    title, explanation = _(check.title), _(check.explanation)  # i18n: ignore
    return title, explanation.replace("%%", "%")


@click.command()
# Translators: stands for a value in the help of the command line, which may be left out.
@click.argument("code", required=False, metavar=N_("[CODE]"))
def explain_command(code: str | None) -> None:
    """Explain a code, or list all codes with their titles."""
    if code is None:
        for check in _load_codes().values():
            state = "" if check.is_on else _("(off by default)")
            click.echo(f"{check.name:22} {_explain(check)[0]} {state}".rstrip())
        return
    found = _load_codes().get(code)
    if found is None:
        text = _('unknown code "%(name)s"; run kfor-i18n explain for a list')
        click.echo(text % {"name": code}, err=True)
        sys.exit(2)
    title, explanation = _explain(found)
    click.echo(f"{found.name}: {title}\n\n{explanation}")
    if found.languages:
        # Translators: below the explanation of a check; a list of codes of languages.
        click.echo(_("Only for: %(languages)s") % {"languages": ", ".join(sorted(found.languages))})
    if found.is_fixed:
        click.echo(_("Fix with kfor-i18n check --fix."))
