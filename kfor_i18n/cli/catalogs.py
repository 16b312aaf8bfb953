"""The commands that work on a project's catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs import workflow
from kfor_i18n.cli.common import finish, open_project, shared_options
from kfor_i18n.cli.output import Output, shorten, show_path, show_state

if TYPE_CHECKING:
    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.project import Project


_check_option = click.option(
    "--check", is_flag=True, help=_("Write nothing; exit with 1 if anything would change.")
)


@click.command("extract", help=_("Collect the messages of the sources into the templates."))
@_check_option
@shared_options
def extract_command(context: click.Context, form: str, quiet: bool, check: bool) -> None:
    """Run ``workflow.extract``."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    finish(output, lambda: _is_in_step(_extract(project, output, check), check))


@click.command("update", help=_("Bring the templates into every catalog."))
@_check_option
@shared_options
def update_command(context: click.Context, form: str, quiet: bool, check: bool) -> None:
    """Run ``workflow.update``."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    finish(output, lambda: _update(project, output, check))


@click.command("init", help=_("Create the catalogs of another language, such as hr or pt_BR."))
@click.argument("locale")
@shared_options
def init_command(context: click.Context, form: str, quiet: bool, locale: str) -> None:
    """Run ``workflow.init``."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    finish(output, lambda: _init(project, output, locale))


_force_option = click.option("--force", is_flag=True, help=_("Compile fresh catalogs as well."))
_skip_option = click.option(
    "--skip-invalid",
    is_flag=True,
    help=_("Leave out messages that may not be shown, and compile the others."),
)


@click.command("compile", help=_("Judge the catalogs and compile those that changed."))
@_force_option
@_skip_option
@shared_options
def compile_command(
    context: click.Context, form: str, quiet: bool, force: bool, skip_invalid: bool
) -> None:
    """Run ``workflow.compile_project``."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    finish(output, lambda: _compile(project, output, force=force, skip_invalid=skip_invalid))


@click.command("sync", help=_("Extract, update and compile."))
@_check_option
@shared_options
def sync_command(context: click.Context, form: str, quiet: bool, check: bool) -> None:
    """Run the three steps; with ``--check`` the first two, without writing."""
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)

    def run() -> bool:
        templates = _extract(project, output, check)
        is_right = _update(project, output, check, templates) and _is_in_step(templates, check)
        return is_right if check else _compile(project, output)

    finish(output, run)


def _extract(project: Project, output: Output, check: bool) -> list[workflow.Extracted]:
    results = workflow.extract(project, check=check)
    for result in results:
        count = ngettext("%(num)s message", "%(num)s messages", result.messages)
        output.say(
            f"{show_path(result.path)}: {count % {'num': result.messages}}, "
            + show_state(result.has_changed, check=check)
        )
        _list(output, "+", result.added)
        _list(output, "-", result.removed)
        output.add(
            "templates",
            {
                "path": show_path(result.path),
                "messages": result.messages,
                "changed": result.has_changed,
                "added": _name_all(result.added),
                "removed": _name_all(result.removed),
            },
        )
    return results


def _is_in_step(results: Sequence[workflow.Extracted | workflow.Updated], check: bool) -> bool:
    return not (check and any(result.has_changed for result in results))


def _update(
    project: Project,
    output: Output,
    check: bool,
    templates: Sequence[workflow.Extracted] = (),
) -> bool:
    catalogs = sum(len(project.catalogs(domain)) for domain in project.domains)
    with output.progress(catalogs) as advance:
        results = workflow.update(project, check=check, templates=templates, on_done=advance)
    _say_if_none(project, output, results)
    for result in results:
        merged = result.merged
        output.say(f"{show_path(result.path)}: {show_state(result.has_changed, check=check)}")
        _list(output, "+", merged.added)
        for guess in merged.matched:
            old, new = shorten(guess.old.msgid), shorten(guess.new.msgid)
            output.say(f"  ~ {new} ← {old} ({guess.score:.0%})")
        _list(output, "^", merged.revived)
        _list(output, "-", (*merged.obsoleted, *merged.dropped))
        output.add("catalogs", _describe_update(result))
    return _is_in_step(results, check)


def _describe_update(result: workflow.Updated) -> dict[str, Any]:
    merged = result.merged
    matched = [
        {"new": _name(g.new), "old": _name(g.old), "score": round(g.score, 3)}
        for g in merged.matched
    ]
    return {
        "path": show_path(result.path),
        "changed": result.has_changed,
        "added": _name_all(merged.added),
        "matched": matched,
        "revived": _name_all(merged.revived),
        "obsoleted": _name_all(merged.obsoleted),
        "dropped": _name_all(merged.dropped),
        "refreshed": len(merged.refreshed),
    }


def _init(project: Project, output: Output, locale: str) -> bool:
    for path in workflow.init(project, locale):
        output.say(_("%(path)s: created") % {"path": show_path(path)})
        output.add("created", {"path": show_path(path)})
    return True


def _compile(
    project: Project, output: Output, *, force: bool = False, skip_invalid: bool = False
) -> bool:
    catalogs = sum(len(project.catalogs(domain)) for domain in project.domains)
    with output.progress(catalogs) as advance:
        results = workflow.compile_project(
            project, force=force, skip_invalid=skip_invalid, on_done=advance
        )
    states = {"fresh": _("fresh"), "compiled": _("compiled"), "refused": _("not compiled")}
    _say_if_none(project, output, results)
    for result in results:
        output.report(result.findings)
        text = f"{show_path(result.target)}: {states[result.status]}"
        if result.status == "compiled":
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


def _say_if_none(project: Project, output: Output, results: Sequence[object]) -> None:
    if not results:
        path = show_path(project.translations)
        output.say(_("%(path)s: no catalogs; kfor-i18n init begins one") % {"path": path})


def _list(output: Output, sign: str, keys: Sequence[Key]) -> None:
    for key in keys:
        context = f" ({key.context})" if key.context is not None else ""
        output.say(f"  {sign} {shorten(key.msgid)}{context}")


def _name(key: Key) -> dict[str, str | None]:
    return {"msgid": key.msgid, "context": key.context}


def _name_all(keys: Sequence[Key]) -> list[dict[str, str | None]]:
    return [_name(key) for key in keys]
