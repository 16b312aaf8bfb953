"""The workflow: ``extract``, ``update``, ``init``, ``compile`` and ``sync``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.problems import escape_controls
from kfor_i18n.cli.command import check_option, command
from kfor_i18n.cli.extraction import (
    apply_options,
    count_left_out,
    extraction_options,
    say_counts,
    say_left_out,
)
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import (
    Output,
    describe_key,
    show_key,
    show_msgid,
    show_path,
    show_state,
)

if TYPE_CHECKING:
    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.project import Project
    from kfor_i18n.catalogs.updating.merging import Merged


@command()
@extraction_options
@check_option
def extract_command(project: Project, output: Output, *, check: bool, **options: Any) -> bool:
    """Run ``workflow.extract``."""
    results = _extract(apply_options(project, options), output, check)
    return _is_in_step(results, check) and not _has_errors(results)


_locale_option = click.option(
    "-l",
    "--locale",
    metavar=N_("LOCALE"),
    help=N_("Only this locale, such as sl or pt_BR (default: all)."),
)


@command()
@check_option
@_locale_option
@click.option(
    "-N",
    "--no-fuzzy-matching",
    is_flag=True,
    help=N_(
        "Leave new messages untranslated instead of searching for fuzzy matches (default: the "
        "no-fuzzy-matching setting)."
    ),
)
@click.option(
    "--ignore-obsolete",
    is_flag=True,
    help=N_(
        "Remove obsolete messages (default: the ignore-obsolete setting, or keep them at the end "
        "of the catalog)."
    ),
)
def update_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, check: bool, locale: str | None,
    no_fuzzy_matching: bool, ignore_obsolete: bool,
) -> bool:  # fmt: skip
    """Run ``workflow.update``; the switches add to the settings."""
    project = replace(
        project,
        no_fuzzy_matching=no_fuzzy_matching or project.no_fuzzy_matching,
        ignore_obsolete=ignore_obsolete or project.ignore_obsolete,
    )
    is_right = _update(project, output, check, locale=locale)
    _say_if_none(project, output)
    return is_right


@command()
# Translators: stands for a value in the help of the command line.
@click.argument("locale", metavar=N_("LOCALE"))
def init_command(project: Project, output: Output, *, locale: str) -> bool:
    """Run ``workflow.init``."""
    paths = workflow.init(project, locale)
    folder = project.place_of(paths[0]).folder
    if folder != locale and not project.is_generated(paths[0]):
        text = _('the directory for "%(locale)s" is named "%(folder)s", as the application expects')
        output.say(text % {"locale": escape_controls(locale), "folder": folder})
    for path in paths:
        # Translators: what happened to a file.
        output.say(_("%(path)s: created") % {"path": show_path(path)})
        output.add("created", {"path": show_path(path)})
    if project.is_generated(paths[0]):
        _explain_pseudo(project.place_of(paths[0]).folder, output)
    return True


def _explain_pseudo(folder: str, output: Output) -> None:
    """Print how an application can show a pseudo-locale."""
    from kfor_i18n.catalogs.updating.pseudo import is_known_to_babel

    output.say(
        _(
            'To see the pseudo-translations, select the locale "%(folder)s" in the '
            "application. kfor-i18n update creates the catalogs again each time, so they need"
            " not be committed."
        )
        % {"folder": folder}
    )
    if not is_known_to_babel(folder):
        text = _(
            "With the installed version of Babel, pages with dates fail in this "
            "locale; upgrade Babel to 2.16 or later."
        )
        output.say(text, err=True)


_skip_option = click.option(
    "--skip-invalid",
    is_flag=True,
    help=N_("Skip invalid messages and compile the rest (default: the skip-invalid setting)."),
)


@command()
@click.option(
    "--force", is_flag=True, help=N_("Compile all catalogs, even those that are up to date.")
)
@_skip_option
@_locale_option
@click.option(
    "--use-fuzzy",
    is_flag=True,
    help=N_("Also compile fuzzy translations (default: the use-fuzzy setting)."),
)
def compile_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, force: bool, skip_invalid: bool, locale: str | None,
    use_fuzzy: bool,
) -> bool:  # fmt: skip
    """Run ``workflow.compile_project``."""
    project = replace(project, use_fuzzy=use_fuzzy or project.use_fuzzy)
    is_right = _compile(project, output, locale=locale, force=force, skip_invalid=skip_invalid)
    _say_if_none(project, output)
    return is_right


@command()
@extraction_options
@check_option
@_skip_option
def sync_command(
    project: Project, output: Output, *, check: bool, skip_invalid: bool, **options: Any
) -> bool:
    """Run ``extract``, ``update`` and ``compile``; with ``--check`` only the first two."""
    templates = _extract(apply_options(project, options), output, check)
    is_right = _update(project, output, check, templates) and _is_in_step(templates, check)
    _say_if_none(project, output)
    is_done = is_right
    if not check:
        is_done = _compile(project, output, skip_invalid=skip_invalid) and is_right
    return is_done and not _has_errors(templates)


def _extract(project: Project, output: Output, check: bool) -> list[workflow.Extracted]:
    results = workflow.extract(project, check=check)
    # A file may be a source of several domains.
    output.report(dict.fromkeys(found for result in results for found in result.findings))
    for result in results:
        output.say(
            f"{show_path(result.path)}: {say_counts(result)}, "
            + show_state(result.has_changed, check=check, command="extract")
        )
        say_left_out(project, result, output)
        _list(output, "+", result.added)
        _list(output, "-", result.removed)
        output.add(
            "templates",
            {
                "path": show_path(result.path),
                "messages": result.messages,
                "changed": result.has_changed,
                "added": _describe_keys(result.added),
                "removed": _describe_keys(result.removed),
                "calls_left_out": count_left_out(result),
                "left_out": [found._asdict() for found in result.left_out],
            },
        )
    return results


def _has_errors(results: Sequence[workflow.Extracted]) -> bool:
    return any(result.has_errors for result in results)


def _is_in_step(results: Sequence[workflow.Extracted | workflow.Updated], check: bool) -> bool:
    return not (check and any(result.has_changed for result in results))


def _update(
    project: Project,
    output: Output,
    check: bool,
    templates: Sequence[workflow.Extracted] = (),
    locale: str | None = None,
) -> bool:
    with output.progress(len(project.catalogs())) as advance:
        results = workflow.update(
            project, check=check, locale=locale, templates=templates, on_done=advance
        )
    for result in results:
        output.report(result.findings)
        if result.merged:
            state = show_state(result.has_changed, check=check, command="update")
            output.say(f"{show_path(result.path)}: {state}")
            _list_merged(output, result.merged)
            output.add("catalogs", _describe_update(result, result.merged))
    is_whole = not any(result.findings for result in results)
    return _is_in_step(results, check) and is_whole


def _list_merged(output: Output, merged: Merged) -> None:
    _list(output, "+", merged.added)
    for guess in merged.matched:
        old, new = show_msgid(guess.old.msgid), show_msgid(guess.new.msgid)
        output.say(f"  ~ {new} ← {old} ({guess.score:.0%})")
    _list(output, "^", merged.revived)
    _list(output, "-", (*merged.obsoleted, *merged.dropped))


def _describe_update(result: workflow.Updated, merged: Merged) -> dict[str, Any]:
    matched = [
        {"new": describe_key(g.new), "old": describe_key(g.old), "score": round(g.score, 3)}
        for g in merged.matched
    ]
    return {
        "path": show_path(result.path),
        "changed": result.has_changed,
        "added": _describe_keys(merged.added),
        "matched": matched,
        "revived": _describe_keys(merged.revived),
        "obsoleted": _describe_keys(merged.obsoleted),
        "dropped": _describe_keys(merged.dropped),
        "refreshed": len(merged.refreshed),
    }


def _compile(
    project: Project,
    output: Output,
    *,
    locale: str | None = None,
    force: bool = False,
    skip_invalid: bool = False,
) -> bool:
    with output.progress(len(project.catalogs())) as advance:
        results = workflow.compile_project(
            project, locale=locale, force=force, skip_invalid=skip_invalid, on_done=advance
        )
    states = {
        # Translators: the state of a file that need not be compiled again.
        "fresh": _("up to date"),
        # Translators: the state of a file, after its path and a colon.
        "compiled": _("compiled"),
        # Translators: the state of a file, after its path and a colon.
        "refused": _("not compiled"),
    }
    for result in results:
        output.report(result.findings)
        text = f"{show_path(result.target)}: {states[result.status]}"
        if result.status == "compiled":
            # Translators: the number of messages in a compiled catalog, after its path.
            count = ngettext("%(num)s message", "%(num)s messages", result.messages)
            text += f", {count % {'num': result.messages}}"
        output.say(text)
        output.add(
            "compiled",
            {
                "path": show_path(result.target),
                "status": result.status,
                "messages": result.messages,
            },
        )
    return all(result.status != "refused" for result in results)


def _say_if_none(project: Project, output: Output) -> None:
    from kfor_i18n.catalogs.choosing import report_missing

    if not project.catalogs():
        missing = report_missing(project)
        output.say(f"{show_path(missing.path)}: {missing.problem.text(_)}")


def _list(output: Output, sign: str, keys: Sequence[Key]) -> None:
    for key in keys:
        output.say(f"  {sign} {show_key(key)}")


def _describe_keys(keys: Sequence[Key]) -> list[dict[str, str | None]]:
    return [describe_key(key) for key in keys]
