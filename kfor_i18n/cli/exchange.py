"""The commands that hand catalogs out to translators and take back what they translated."""

from __future__ import annotations

import gettext as gettext_module
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import UNWRITABLE
from kfor_i18n.cli.common import finish, open_project, shared_options
from kfor_i18n.cli.language import DOMAIN
from kfor_i18n.cli.output import Output, shorten, show_path, show_state

if TYPE_CHECKING:
    from kfor_i18n.catalogs.exchange import Exported, Imported, ImportedCatalog, State
    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.problems import GetText

EXPORT_EXISTS = Code(
    "export-exists",
    N_("Export file that exists already"),
    N_("The file may hold a translator's work, so it is replaced only with --force."),
)


class _FormatChoice(click.Choice):  # type: ignore[type-arg] # a plain class in older releases
    """The formats that can be exported, imported only when ``--to`` is parsed or explained."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        from kfor_i18n.catalogs.exchange import WRITABLE

        return tuple(WRITABLE)


_domain_option = click.option(
    "--domain", default="", metavar="NAME", help=_("This domain alone; else all of them.")
)


def _read_states(
    _context: click.Context, _option: click.Parameter, value: str
) -> frozenset[State] | None:
    """Return the states of a list, ``None`` for an empty one."""
    from kfor_i18n.catalogs.exchange import STATES

    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            text = _('"%(name)s" is no state; the states are %(states)s')
            raise click.BadParameter(text % {"name": name, "states": ", ".join(STATES)})
    return frozenset(names) or None  # type: ignore[arg-type]


@click.command("export", help=_("Hand out a language's catalogs as a file for translators."))
@click.option(
    "--locale", required=True, metavar="LOCALE", help=_("The language, such as sl or pt_BR.")
)
@click.option("--to", required=True, type=_FormatChoice(), help=_("The file's format."))
@click.option(
    "--only",
    default="",
    metavar="STATES",
    callback=_read_states,
    help=_("Only messages in these states: untranslated, fuzzy, translated (with commas)."),
)
@_domain_option
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("The file to write; else one that has the language's name."),
)
@click.option("--force", is_flag=True, help=_("Replace the file if there is one."))
@shared_options
def export_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: click.Context, form: str, quiet: bool, locale: str, to: str,
    only: frozenset[State] | None, domain: str, target: Path | None, force: bool,
) -> None:  # fmt: skip
    """Run ``exchange.export`` and write the file."""
    from kfor_i18n.catalogs.exchange import STATES, WRITABLE, ExportOptions, export

    if only and not WRITABLE[to].is_selective:
        raise click.UsageError(_("--only does not go with the format %(form)s") % {"form": to})
    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    options = ExportOptions(only or frozenset(STATES), domain, _open_language(locale))

    def run() -> bool:
        exported = export(project, locale, to, options)
        _write(output, exported, target or Path(exported.name), force)
        return True

    finish(output, run)


def _open_language(locale: str) -> GetText:
    """Return a language's gettext function, which answers in English where we lack a catalog."""
    from kfor_i18n.locales import to_folder

    return gettext_module.translation(
        DOMAIN, gettext_module.bindtextdomain(DOMAIN), [to_folder(locale)], fallback=True
    ).gettext


def _write(output: Output, exported: Exported, path: Path, force: bool) -> None:
    from kfor_i18n.files import write_atomically

    if path.exists() and not force and path.read_bytes() != exported.data:
        problem = Problem(
            EXPORT_EXISTS,
            N_("exists already and may hold someone's work; name another file, or use --force"),
        )
        raise CatalogError([Finding(path, None, problem)])
    try:
        write_atomically(path, exported.data)
    except OSError as error:
        problem = Problem(
            UNWRITABLE, N_("cannot be written: %(error)s"), {"error": error.strerror or error}
        )
        raise CatalogError([Finding(path, None, problem)]) from None
    count = ngettext("%(num)s message", "%(num)s messages", exported.messages)
    output.say(f"{show_path(path)}: {count % {'num': exported.messages}}")
    output.add(
        "exported",
        {
            "path": show_path(path),
            "format": exported.format,
            "locale": exported.folder,
            "messages": exported.messages,
        },
    )


@click.command("import", help=_("Bring what translators hand back into the catalogs."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--locale", default="", metavar="LOCALE", help=_("The language, where the file names none.")
)
@_domain_option
@click.option("--check", is_flag=True, help=_("Write nothing; say what would be imported."))
@click.option("--fuzzy", is_flag=True, help=_("Mark whatever is new as fuzzy, to be reviewed."))
@click.option(
    "--force", is_flag=True, help=_("Take the file's translation where both were changed.")
)
@shared_options
def import_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: click.Context, form: str, quiet: bool, file: Path, locale: str, domain: str,
    check: bool, fuzzy: bool, force: bool,
) -> None:  # fmt: skip
    """Run ``exchange.import_file`` and print its report."""
    from kfor_i18n.catalogs.exchange import ImportOptions, import_file

    output = Output(is_json=form == "json", quiet=quiet)
    project = open_project(context, output)
    options = ImportOptions(locale, domain, check, fuzzy, force)
    finish(output, lambda: _report(output, import_file(project, file, options), check))


def _report(output: Output, imported: Imported, check: bool) -> bool:
    output.report((*imported.refused, *imported.conflicts, *imported.unknown))
    for catalog in imported.catalogs:
        state = show_state(catalog.has_changed, check=check)
        output.say(f"{show_path(catalog.path)}: {state}")
        for key in catalog.imported:
            context = f" ({key.context})" if key.context is not None else ""
            fuzzy = " " + _("(fuzzy)") if key in catalog.fuzzy else ""
            output.say(f"  ~ {shorten(key.msgid)}{context}{fuzzy}")
        output.add("catalogs", _describe(catalog))
    counts = _count(imported)
    output.say(
        _(
            "imported: %(imported)s, unchanged: %(unchanged)s, untranslated: %(untranslated)s, "
            "refused: %(refused)s, conflicts: %(conflicts)s, unknown: %(unknown)s"
        )
        % counts
    )
    output.add(
        "imports",
        {
            "path": show_path(imported.path),
            "format": imported.form,
            "locale": imported.folder,
            **counts,
        },
    )
    return imported.is_right


def _count(imported: Imported) -> dict[str, int]:
    return {
        "imported": imported.imported,
        "unchanged": imported.unchanged,
        "untranslated": imported.untranslated,
        "refused": len(imported.refused),
        "conflicts": len(imported.conflicts),
        "unknown": len(imported.unknown),
    }


def _describe(catalog: ImportedCatalog) -> dict[str, Any]:
    def name(key: Key) -> dict[str, Any]:
        return {"msgid": key.msgid, "context": key.context, "fuzzy": key in catalog.fuzzy}

    return {
        "path": show_path(catalog.path),
        "changed": catalog.has_changed,
        "imported": [name(key) for key in catalog.imported],
    }
