"""``where``: the pages of the application that a message is on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs.problems import CatalogError, Code, Finding, Problem
from kfor_i18n.cli.command import app_option, command, domain_option, pages_locale_option
from kfor_i18n.cli.language import N_, current_texts
from kfor_i18n.cli.output import Output, describe_key, show_key
from kfor_i18n.cli.places import count_kinds, say_kinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.project import Project
    from kfor_i18n.workbench.whereabouts import Whereabouts

WHERE_UNKNOWN = Code(
    "where-unknown",
    # Translators: the title of a kind of finding.
    N_("Unknown message"),
    N_("The source text must be the whole text of a message, or a part of it with --contains."),
)


@command()
# Translators: stands for a value in the help of the command line: a source text.
@click.argument("msgid", metavar=N_("MSGID"))
@click.option(
    "--contains",
    is_flag=True,
    help=N_("Find all messages whose source text contains MSGID, in upper or lower case."),
)
@click.option(
    "--context",
    # Translators: stands for a value in the help of the command line: a context (msgctxt).
    metavar=N_("CONTEXT"),
    help=N_("Only messages with this context (msgctxt)."),
)
@domain_option
@pages_locale_option
@app_option
def where_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, msgid: str, contains: bool, context: str | None,
    domain: str, locale: str, app: str,
) -> bool:  # fmt: skip
    """Render the pages, and print which of them have the messages."""
    from kfor_i18n.catalogs.exchange.opening import require_folder
    from kfor_i18n.workbench.whereabouts import search_pages

    project = replace(project, app=app) if app else project
    folders = [require_folder(project, locale)] if locale else project.folders()
    is_meant = partial(_is_meant, msgid=msgid, context=context, contains=contains)
    named = list(_find_messages(project, folders, domain, is_meant))
    if not named:
        raise _unknown(project, msgid, contains=contains)
    with (
        output.progress_of() as on_progress,
        search_pages(project, folders, current_texts(), on_progress) as searched,
    ):
        found = [searched.find(*each) for each in named]
    for each in found:
        _show(output, each, folders)
        output.add("messages", _describe(each))
    return any(not sight.is_file for each in found for sight in each.sights)


def _find_messages(
    project: Project, folders: list[str], domain: str, is_meant: Callable[[Key], bool]
) -> dict[tuple[str, Key], None]:
    """Return the domains and keys of the messages that are meant, each once, in their order."""
    from kfor_i18n.catalogs.exchange.opening import open_usable

    return {
        (catalog.domain, entry.key): None
        for folder in folders
        for catalog in open_usable(project, folder, domain)[0]
        for entry in catalog.live
        if is_meant(entry.key)
    }


def _is_meant(key: Key, *, msgid: str, context: str | None, contains: bool) -> bool:
    is_same = msgid.casefold() in key.msgid.casefold() if contains else msgid == key.msgid
    return is_same and context in (None, key.context)


def _unknown(project: Project, msgid: str, *, contains: bool) -> CatalogError:
    if contains:
        text = N_("no message contains this text; check its spelling, or leave out --context")
    else:
        text = N_("no message has this source text; to search for a part of one, use --contains")
    problem = Problem(WHERE_UNKNOWN, text)
    return CatalogError([Finding(project.translations, None, problem, msgid)])


def _show(output: Output, found: Whereabouts, folders: list[str]) -> None:
    output.say(f"{show_key(found.key)} [{found.domain}]")
    for sight in found.sights:
        title = f' "{sight.title}"' if sight.title else ""
        is_partial = sight.page.locale is None and len(sight.folders) < len(folders)
        locales = f" ({', '.join(sight.folders)})" if is_partial else ""
        output.say(f"  {sight.name}{title}{locales}: {say_kinds(sight, _('in the text'))}")
    for reason in found.reasons:
        output.say(f"  {reason}")
    if found.references:
        # Translators: before the source files of a message.
        output.say("  " + _("references: %(paths)s") % {"paths": ", ".join(found.references)})


def _describe(found: Whereabouts) -> dict[str, Any]:
    return {
        "domain": found.domain,
        **describe_key(found.key),
        "references": list(found.references),
        "pages": [
            {
                "page": sight.name,
                "path": sight.page.path,
                "title": sight.title,
                "locales": list(sight.folders),
                "count": sight.count,
                "kinds": count_kinds(sight),
            }
            for sight in found.sights
        ],
        "reasons": list(found.reasons),
    }
