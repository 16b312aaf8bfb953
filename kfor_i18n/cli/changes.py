"""``changes``: what translations changed on the pages of the application."""

from __future__ import annotations

from dataclasses import replace
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.cli.command import app_option, command, pages_locale_option
from kfor_i18n.cli.language import N_, current_texts
from kfor_i18n.cli.output import Output

if TYPE_CHECKING:
    from kfor_i18n.catalogs.project import Project
    from kfor_i18n.workbench.page_changes import ChangedPage


@command()
# Translators: stands for a value in the help of the command line: a git revision or a date.
@click.argument("revision", metavar=N_("[REVISION]"), default="HEAD")
@pages_locale_option
@app_option
def changes_command(
    project: Project, output: Output, *, revision: str, locale: str, app: str
) -> bool:
    """Render the pages with the translations of then and of now, and print what differs."""
    from kfor_i18n.catalogs.exchange.opening import require_folder
    from kfor_i18n.workbench.page_changes import find_page_changes

    project = replace(project, app=app) if app else project
    folders = [require_folder(project, locale)] if locale else project.folders()
    with output.progress_of() as on_progress:
        found = find_page_changes(project, folders, revision, current_texts(), on_progress)
    for page in found:
        output.add("pages", _describe(page))
    for pages in _group(found):
        _show(output, pages)
    if not found:
        output.say(_("No text on a page changed."))
    return not any(page.problem for page in found)


def _group(found: list[ChangedPage]) -> list[list[ChangedPage]]:
    """Return pages with the same changes together, where the first of them is."""
    groups: dict[object, list[ChangedPage]] = {}
    for page in found:
        groups.setdefault((page.texts, page.problem), []).append(page)
    return list(groups.values())


def _show(output: Output, pages: list[ChangedPage]) -> None:
    """Print pages with the same changes, and these once."""
    for page in pages:
        title = f' "{page.title}"' if page.title else ""
        output.say(f"{page.name}{title} [{page.folder}]", err=bool(page.problem))
    if pages[0].problem:
        output.say(f"  {pages[0].problem}", err=True)
    for text in pages[0].texts:
        output.say(f"  {text.kind or _('in the text')}:")
        for sign, content in (("-", text.before), ("+", text.after)):
            if content is not None:
                output.say(f"  {sign} {content or _('(empty)')}")


def _describe(page: ChangedPage) -> dict[str, Any]:
    return {
        "locale": page.folder,
        "page": page.name,
        "path": page.page.path,
        "title": page.title,
        "problem": page.problem or None,
        "texts": [
            {
                "kind": text.kind,
                "before": text.before,
                "after": text.after,
                "msgids": list(text.msgids),
            }
            for text in page.texts
        ],
    }
