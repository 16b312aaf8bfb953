"""A language's catalogs as a file for translators, in the format that their tools read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kfor_i18n.catalogs.exchange.formats import csv, tmx, xliff1, xliff2
from kfor_i18n.catalogs.exchange.formats import zip as bundle
from kfor_i18n.catalogs.exchange.index import OpenCatalog
from kfor_i18n.catalogs.exchange.opening import open_catalogs, require_folder
from kfor_i18n.catalogs.exchange.rows import DEFAULT_SOURCE
from kfor_i18n.catalogs.exchange.units import STATES, Handout, State, read_units
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, GetText, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.locales import standard_tag, to_tag

_GLOSSARY = "glossary.csv"
_TAG = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

WRITERS: Mapping[str, Callable[[Sequence[Handout]], bytes]] = MappingProxyType(
    {"xliff1": xliff1.write, "xliff2": xliff2.write, "tmx": tmx.write, "csv": csv.write}
)
"""The formats that hold messages, by name."""

SUFFIXES: Mapping[str, str] = MappingProxyType(
    {"xliff1": "xlf", "xliff2": "xliff", "tmx": "tmx", "csv": "csv", "zip": "zip"}
)
"""All formats by name, and how their files' names end."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for translators: its format, language, bytes, and how many messages it holds."""

    form: str
    folder: str
    data: bytes
    messages: int

    @property
    def name(self) -> str:
        """A name for the file."""
        return f"{self.folder}.{SUFFIXES[self.form]}"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is exported: messages in the states of ``only``, of all domains or of one.

    A translation memory holds confirmed translations alone, and a .zip its catalogs whole.
    ``gettext`` answers in the language that is exported, for the .zip's README.
    """

    only: frozenset[State] = frozenset(STATES)
    domain: str = ""
    gettext: GetText = str


def export(
    project: Project, locale: str, form: str, options: ExportOptions = ExportOptions()
) -> Exported:
    """Return a language's catalogs as a file in a format, one of those in ``SUFFIXES``.

    The same catalogs give the same bytes. Raises ``CatalogError`` where there is no catalog of the
    language, one cannot be read, or no message is in the states that are wanted.
    """
    folder = require_folder(project, locale)
    catalogs = open_catalogs(project, folder, options.domain)
    handouts = [_hand_out(project, catalog, folder) for catalog in catalogs]
    if form == "zip":
        files = _list_files(project, catalogs)
        data = bundle.write(folder, project.name, files, handouts, options.gettext)
    else:
        wanted = frozenset({"translated"}) if form == "tmx" else options.only
        handouts = [_select(handout, wanted) for handout in handouts]
        handouts = [handout for handout in handouts if handout.units]
        if not handouts:
            raise _nothing(project, folder, wanted)
        data = WRITERS[form](handouts)
    return Exported(form, folder, data, sum(len(handout.units) for handout in handouts))


def _nothing(project: Project, folder: str, wanted: Collection[str]) -> CatalogError:
    problem = Problem(
        "export-nothing",
        N_("has no message in these states: %(states)s; ask for others"),
        {"states": ", ".join(state for state in STATES if state in wanted)},
    )
    return CatalogError([Finding(project.translations / folder, None, problem)])


def _hand_out(project: Project, catalog: OpenCatalog, folder: str) -> Handout:
    language = standard_tag(folder)
    units = read_units(
        catalog.domain, catalog.po, folder, language, always_formatted=project.always_formatted
    )
    source = _read_source_language(catalog.po.headers)
    return Handout(catalog.domain, source, language, tuple(units))


def _read_source_language(headers: Mapping[str, str]) -> str:
    tag = to_tag(headers.get("x-source-language", ""))
    return tag if _TAG.fullmatch(tag) else DEFAULT_SOURCE


def _select(handout: Handout, wanted: Collection[str]) -> Handout:
    units = tuple(unit for unit in handout.units if unit.state in wanted)
    return replace(handout, units=units)


def _list_files(project: Project, catalogs: Sequence[OpenCatalog]) -> dict[str, bytes]:
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
