"""Exporting a locale's catalogs as a file for translators, in a format that their tools read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.exchange.formats import WRITABLE
from kfor_i18n.catalogs.exchange.formats.model import Parcel
from kfor_i18n.catalogs.exchange.opening import open_usable, require_folder
from kfor_i18n.catalogs.exchange.places import Places
from kfor_i18n.catalogs.exchange.rows import DEFAULT_SOURCE
from kfor_i18n.catalogs.exchange.units import STATES, Handout, State, read_units
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, GetText, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.locales import standard_tag, to_tag

EXPORT_NOTHING = Code(
    "export-nothing",
    N_("Nothing to export"),
    N_("No message is in one of the requested states."),
)


_GLOSSARY = "glossary.csv"
_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for translators: file name, format name, locale, content and number of messages.

    ``findings`` are the errors of catalogs that cannot be used and are not in the file.
    ``pictures`` are files that belong beside it, by their paths relative to it.
    """

    name: str
    format: str
    folder: str
    data: bytes
    messages: int
    findings: tuple[Finding, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export: the messages in the states of ``only``, of one domain or of all.

    ``only`` has no effect on a format that is not selective. ``gettext`` translates instructions
    for translators into the exported language. ``places`` are where the messages are on pages, for
    a format that can tell it.
    """

    only: frozenset[State] = frozenset(STATES)
    domain: str = ""
    gettext: GetText = str
    places: Places | None = None


def export(
    project: Project, locale: str, to: str, options: ExportOptions = ExportOptions()
) -> Exported:
    """Return a locale's catalogs as a file in the format named ``to``, one of ``WRITABLE``.

    The same catalogs give the same bytes. Raises ``CatalogError`` if the locale has no catalog that
    can be used, or no message is in the requested states.
    """
    format = WRITABLE[to]
    folder = require_folder(project, locale)
    catalogs, unusable = open_usable(project, folder, options.domain)
    places = options.places if format.has_places else None
    handouts = [_hand_out(catalog, places) for catalog in catalogs]
    if format.states is not None:
        states = options.only if format.is_selective else format.states
        handouts = _select(handouts, states)
        if not handouts:
            raise _nothing(project, folder, states, to)
    read_files = partial(_read_files, project, catalogs)
    parcel = Parcel(handouts, folder, project.title, read_files, options.gettext, places)
    data = format.write(parcel)
    messages = sum(len(handout.units) for handout in handouts)
    name = f"{folder}.{format.suffix}"
    pictures = {} if format.is_archive else _list_pictures(handouts, places)
    return Exported(name, format.name, folder, data, messages, tuple(unusable), pictures)


def _list_pictures(handouts: Iterable[Handout], places: Places | None) -> dict[str, bytes]:
    """Return the pictures of the exported messages by their paths."""
    if places is None:
        return {}
    units = (unit for handout in handouts for unit in handout.units)
    paths = {path for unit in units for place in unit.places for path in place.pictures}
    return {path: places.pictures[PurePosixPath(path).name] for path in sorted(paths)}


def _hand_out(catalog: Catalog, places: Places | None) -> Handout:
    language = standard_tag(catalog.folder)
    source = _read_source_language(catalog.po.headers)
    units = read_units(catalog, language)
    if places:
        units = [replace(unit, places=places.of(unit.id)) for unit in units]
    return Handout(catalog.domain, source, language, tuple(units))


def _read_source_language(headers: Mapping[str, str]) -> str:
    tag = to_tag(headers.get("x-source-language", ""))
    return tag if _TAG.fullmatch(tag) else DEFAULT_SOURCE


def _select(handouts: Sequence[Handout], states: Collection[State]) -> list[Handout]:
    """Return the handouts with the units in some states, without those that have none."""
    selected = [
        replace(handout, units=tuple(unit for unit in handout.units if unit.state in states))
        for handout in handouts
    ]
    return [handout for handout in selected if handout.units]


def _nothing(project: Project, folder: str, states: Collection[State], to: str) -> CatalogError:
    """Return the error of an export without messages in these states, and where there are some."""
    if not WRITABLE[to].is_selective:
        text = N_(
            "no messages in the states that this format can contain: %(states)s; choose another "
            "format"
        )
    elif len(states) == len(STATES):
        text = N_(
            "no messages in the catalogs; mark texts for translation in the sources, then run "
            "kfor-i18n sync"
        )
    else:
        text = N_("no messages in these states: %(states)s; choose others with --only")
    values = {"states": ", ".join(state for state in STATES if state in states)}
    problem = Problem(EXPORT_NOTHING, text, values)
    return CatalogError([Finding(project.translations / folder, None, problem)])


def _read_files(project: Project, catalogs: Sequence[Catalog]) -> dict[str, bytes]:
    files = {}
    for catalog in catalogs:
        files[f"{catalog.domain}.po"] = catalog.po.encode(catalog.po.text)
        template = project.template(catalog.domain)
        if template.exists():
            files[f"{catalog.domain}.pot"] = read_file(template)
    glossary = project.translations / _GLOSSARY
    if glossary.exists():
        files[_GLOSSARY] = read_file(glossary)
    return files
