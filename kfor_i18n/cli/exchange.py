"""``export`` and ``import``: catalogs as files for translators, and back."""

from __future__ import annotations

import dataclasses
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs.problems import CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.reading import unwritable
from kfor_i18n.cli.command import EXISTING_FILE, app_option, command, domain_option
from kfor_i18n.cli.language import N_, open_language
from kfor_i18n.cli.output import Output, describe_key, show_key, show_path, show_state

if TYPE_CHECKING:
    from kfor_i18n.catalogs.exchange import Exported, Imported, ImportedCatalog, Places, State
    from kfor_i18n.catalogs.messages import Key
    from kfor_i18n.catalogs.project import Project

EXPORT_EXISTS = Code(
    "export-exists",
    N_("Export file already exists"),
    N_("The file may contain a translator's work, so it is overwritten only with --force."),
)


class _FormatChoice(click.Choice):  # type: ignore[type-arg] # a plain class in older releases
    """The formats that can be exported, imported only when ``--to`` is parsed or explained."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> tuple[str, ...]:  # type: ignore[override]
        from kfor_i18n.catalogs.exchange import WRITABLE

        return tuple(WRITABLE)


def _read_states(
    _context: click.Context, _option: click.Parameter, value: str
) -> frozenset[State] | None:
    """Parse a comma-separated list of states; ``None`` if it is empty."""
    from kfor_i18n.catalogs.exchange import STATES

    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in STATES:
            text = _('unknown state "%(name)s"; choose from %(states)s')
            raise click.BadParameter(text % {"name": name, "states": ", ".join(STATES)})
    return frozenset(names) or None  # type: ignore[arg-type]


@command()
@click.option(
    "--locale", required=True, metavar=N_("LOCALE"), help=N_("Locale, such as sl or pt_BR.")
)
@click.option(
    "--to",
    required=True,
    type=_FormatChoice(),
    # Translators: the help of --to, which chooses the format of an exported file.
    help=N_("File format."),
)
@click.option(
    "--only",
    default="",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("STATES"),
    callback=_read_states,
    help=N_(
        "Only messages in these states, separated by commas: untranslated, fuzzy, translated "
        "(default: all)."
    ),
)
@domain_option
@click.option(
    "-o",
    "--output",
    "target",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("FILE"),
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Output file (default: LOCALE with the extension of the format, such as sl.xlf)."),
)
@click.option("--force", is_flag=True, help=N_("Overwrite the file if it exists."))
@click.option(
    "--places",
    is_flag=True,
    help=N_("Render the pages of the application, and name those that each message is on."),
)
@click.option(
    "--pictures",
    is_flag=True,
    help=N_("Add pictures of the places, taken with Chromium (includes --places)."),
)
@app_option
def export_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, locale: str, to: str, only: frozenset[State] | None,
    domain: str, target: Path | None, force: bool, places: bool, pictures: bool, app: str,
) -> bool:  # fmt: skip
    """Run ``exchange.export`` and write its result to a file."""
    from kfor_i18n.catalogs.exchange import STATES, WRITABLE, ExportOptions, export

    if only and not WRITABLE[to].is_selective:
        raise click.UsageError(
            _("--only cannot be used with --to %(format)s; leave out --only") % {"format": to}
        )
    options = ExportOptions(only or frozenset(STATES), domain, open_language(locale))
    if places or pictures:
        project = dataclasses.replace(project, app=app) if app else project
        beside = (target.stem if target else "") if pictures else None
        found = _find_places(project, output, locale, to, beside)
        options = dataclasses.replace(options, places=found)
    exported = export(project, locale, to, options)
    output.report(exported.findings)
    _write(output, exported, target or Path(exported.name), force)
    return not exported.findings


def _find_places(
    project: Project, output: Output, locale: str, to: str, pictures: str | None
) -> Places:
    """Render the pages. Raises ``UsageError`` for a format that cannot tell places.

    ``pictures`` is the name of a file beside which the pictures are to be, ``None`` for none.
    """
    from kfor_i18n.catalogs.exchange import WRITABLE
    from kfor_i18n.catalogs.exchange.opening import require_folder
    from kfor_i18n.cli.places import collect_places

    if not WRITABLE[to].has_places:
        raise click.UsageError(
            _("--places and --pictures cannot be used with --to %(format)s; leave them out")
            % {"format": to}
        )
    folder = require_folder(project, locale)
    if pictures is not None:
        pictures = "pictures" if WRITABLE[to].is_archive else f"{pictures or folder}-pictures"
    return collect_places(project, folder, output, pictures=pictures)


def _write(output: Output, exported: Exported, path: Path, force: bool) -> None:
    from kfor_i18n.files import write_atomically

    if path.exists() and not force and path.read_bytes() != exported.data:
        problem = Problem(
            EXPORT_EXISTS,
            N_(
                "already exists and may contain someone's work; choose another file, or use --force"
            ),
        )
        raise CatalogError([Finding(path, None, problem)])
    try:
        for name, data in exported.pictures.items():
            picture = path.parent / name
            picture.parent.mkdir(exist_ok=True)
            write_atomically(picture, data)
        write_atomically(path, exported.data)
    except OSError as error:
        raise CatalogError([unwritable(path, error)]) from None
    count = ngettext("%(num)s message", "%(num)s messages", exported.messages)
    output.say(f"{show_path(path)}: {count % {'num': exported.messages}}")
    if exported.pictures:
        # Translators: how many pictures were written, after their directory and a colon.
        count = ngettext("%(num)s picture", "%(num)s pictures", len(exported.pictures))
        folder = (path.parent / next(iter(exported.pictures))).parent
        output.say(f"{show_path(folder)}: {count % {'num': len(exported.pictures)}}")
    output.add(
        "exported",
        {
            "path": show_path(path),
            "format": exported.format,
            "locale": exported.folder,
            "messages": exported.messages,
            "pictures": len(exported.pictures),
        },
    )


@command()
@click.argument("file", type=EXISTING_FILE, metavar=N_("FILE"))
@click.option(
    "--locale",
    default="",
    metavar=N_("LOCALE"),
    help=N_("Locale, if the file does not name one."),
)
@domain_option
@click.option("--check", is_flag=True, help=N_("Write nothing; show what would be imported."))
@click.option(
    "--fuzzy", is_flag=True, help=N_("Mark every imported translation as fuzzy, for review.")
)
@click.option("--force", is_flag=True, help=N_("On conflict, use the translation from the file."))
@click.option(
    "--translator",
    default="",
    metavar=N_("NAME"),
    help=N_(
        'Translator for Last-Translator in the header, such as "Ana Novak <ana@example.org>" '
        "(default: the translator in the file, or the git user)."
    ),
)
def import_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, file: Path, locale: str, domain: str, check: bool,
    fuzzy: bool, force: bool, translator: str,
) -> bool:  # fmt: skip
    """Run ``exchange.import_file``."""
    from kfor_i18n.catalogs.exchange import ImportOptions, import_file
    from kfor_i18n.catalogs.git.repository import find_user

    importer = find_user(project.root)
    options = ImportOptions(locale, domain, check, fuzzy, force, translator, importer)
    return _report(output, import_file(project, file, options), check)


def _report(output: Output, imported: Imported, check: bool) -> bool:
    output.report(imported.findings)
    for catalog in imported.catalogs:
        state = show_state(catalog.has_changed, check=check)
        output.say(f"{show_path(catalog.path)}: {state}")
        for key in catalog.imported:
            output.say(f"  ~ {show_key(key)}{_show_fuzzy(catalog, key)}")
        output.add("catalogs", _describe(catalog))
    counts = _count(imported)
    output.say(
        _(
            "imported: %(imported)s, unchanged: %(unchanged)s, untranslated: "
            "%(untranslated)s, rejected: %(refused)s, conflicts: %(conflicts)s, "
            "unknown: %(unknown)s"
        )
        % counts
    )
    if imported.still_fuzzy:
        text = ngettext(
            "%(num)s message is still fuzzy, as in the file; if the translation is right, set its "
            "state in the file to translated (in a .po file, remove the fuzzy flag) and import "
            "the file again",
            "%(num)s messages are still fuzzy, as in the file; if a translation is right, set its "
            "state in the file to translated (in a .po file, remove the fuzzy flag) and import "
            "the file again",
            imported.still_fuzzy,
        )
        output.say(text % {"num": imported.still_fuzzy})
    output.add(
        "imports",
        {
            "path": show_path(imported.path),
            "format": imported.format,
            "locale": imported.folder,
            **counts,
        },
    )
    return imported.is_right


def _show_fuzzy(catalog: ImportedCatalog, key: Key) -> str:
    if key not in catalog.fuzzy:
        return ""
    if key in catalog.still_fuzzy:
        # Translators: after a message that was imported and had the fuzzy flag before.
        return " " + _("(still fuzzy)")
    # Translators: after a message that was imported with the fuzzy flag.
    return " " + _("(fuzzy)")


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
    return {
        "path": show_path(catalog.path),
        "changed": catalog.has_changed,
        "imported": [
            {**describe_key(key), "fuzzy": key in catalog.fuzzy} for key in catalog.imported
        ],
    }
