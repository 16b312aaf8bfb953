"""A catalog: a .po file in its project, with its locale, plural rule and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from os.path import realpath
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.messages import Key, Source
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, read_rule
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po_file
from kfor_i18n.catalogs.po.writing import Style, detect_style
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.locales import find_locale, match_folder, to_folder

SOURCE_MISSING = Code(
    "source-missing",
    N_("Missing catalog of the source texts"),
    N_(
        "The source setting names the locale whose catalogs contain the source texts; the "
        "msgids are only keys for them. Without these texts, translations cannot be "
        "validated."
    ),
)

_SEVERAL = 5
"""A number for which a language has its general plural form."""


@dataclass(frozen=True)
class TargetLanguage:
    """The target language of a catalog.

    ``folder`` is the locale's folder name. ``locale`` is ``None`` if CLDR does not have it, and
    ``rule`` is ``None`` if the catalog has no usable plural rule.
    """

    folder: str
    locale: Locale | None
    rule: PluralRule | None = None

    @cached_property
    def code(self) -> str:
        """The language code without territory, script and modifier: ``pt`` for ``pt_BR``."""
        return self.folder.partition("@")[0].partition("_")[0].partition("-")[0].lower()


@dataclass(frozen=True, eq=False)
class Catalog:
    """A .po file of a project: its domain, its locale's folder name, its path and its content.

    ``sources`` are the source texts of messages whose msgids are keys.
    """

    project: Project
    domain: str
    folder: str
    path: Path
    po: PoFile
    sources: Mapping[Key, Source] = field(default_factory=dict)

    @cached_property
    def locale(self) -> Locale | None:
        """The locale, or ``None`` if CLDR does not have it."""
        return find_locale(self.folder)

    @cached_property
    def _plural(self) -> PluralRule | PluralError:
        try:
            return read_rule(self.po.headers.get("plural-forms", ""), self.locale)
        except PluralError as error:
            return error

    @property
    def rule(self) -> PluralRule | None:
        """The plural rule in the header, or ``None`` if it is missing or unusable."""
        return self._plural if isinstance(self._plural, PluralRule) else None

    @property
    def rule_problem(self) -> Problem | None:
        """Why the plural rule is unusable, or a permitted difference from CLDR's, if any."""
        return self._plural.doubt if isinstance(self._plural, PluralRule) else self._plural.problem

    @cached_property
    def language(self) -> TargetLanguage:
        """The target language."""
        return TargetLanguage(self.folder, self.locale, self.rule)

    @cached_property
    def style(self) -> Style:
        """How the file is written, and how changes of it are to be."""
        return detect_style(self.po, self.project.width)

    @property
    def header(self) -> Entry | None:
        """The header entry, or ``None``."""
        return self.po.header

    @property
    def live(self) -> list[Entry]:
        """The entries that are neither obsolete nor the header, in the file's order."""
        return self.po.live

    @property
    def target(self) -> Path:
        """The path of the compiled catalog (.mo)."""
        return self.project.compiled_path(self.path)

    def find(self, key: Key) -> Entry | None:
        """Return the live entry with a key, or ``None``."""
        return self.po.find(key)

    def source_of(self, entry: Entry) -> Source:
        """Return a message's source text: its msgid and plural, or what they are keys of.

        The setting ``source`` names the locale whose catalog translates keys into source texts.
        """
        return self.sources.get(entry.key, Source(entry.msgid, entry.plural))

    def finding(self, entry: Entry | None, problem: Problem) -> Finding:
        """Return a finding about an entry, or about the header for ``None``."""
        entry = entry or self.header
        line = self.po.line_of(entry) if entry else 1
        msgid = entry.msgid if entry and not entry.is_header else None
        return Finding(self.path, line, problem, msgid)


def open_catalog(project: Project, path: Path, data: bytes | None = None) -> Catalog:
    """Open the catalog at a path; ``data`` is its content, if already read.

    A file that is elsewhere than the project's catalogs, such as one of an unpacked bundle, is in
    the language that its header names. Raises ``CatalogError`` if the file, or the one with its
    source texts, cannot be read or parsed.
    """
    po = parse_po_file(path, read_file(path) if data is None else data)
    place = project.place_of(path)
    folder = place.folder
    # Path.resolve raises for links in a circle; the file is named where it is read.
    if realpath(path) != realpath(project.catalog_path(place.domain, place.folder)):
        folder = _find_folder(project, po.headers.get("language", "")) or folder
    found = read_source(project, path)
    sources = _parse_sources(project.source, *found) if found else {}
    return Catalog(project, place.domain, folder, path, po, sources)


def _find_folder(project: Project, language: str) -> str | None:
    """Return the folder name that a locale has in a project, or would have; ``None`` if unknown."""
    if not find_locale(language):
        return None
    return match_folder(language, project.folders()) or to_folder(language)


def read_source(project: Project, path: Path) -> tuple[Path, bytes] | None:
    """Return the path and the content of the catalog with the source texts for the one at a path.

    ``None`` if the msgids are the source texts. Raises ``CatalogError`` if the file is missing or
    cannot be read.
    """
    if not project.source:
        return None
    source = project.catalog_path(project.place_of(path).domain, project.source)
    if not source.exists():
        problem = Problem(
            SOURCE_MISSING,
            N_("missing catalog of the source texts, named by the source setting; create it "
               "with kfor-i18n init %(locale)s, or correct the setting"),
            {"locale": project.source},
        )  # fmt: skip
        raise CatalogError([Finding(source, None, problem)])
    return source, read_file(source)


@lru_cache(maxsize=8)
def _parse_sources(folder: str, path: Path, data: bytes) -> Mapping[Key, Source]:
    po = parse_po_file(path, data)
    try:
        rule = read_rule(po.headers.get("plural-forms", ""), find_locale(folder))
    except PluralError:
        rule = None
    return dict(_list_sources(po, rule))


def _list_sources(po: PoFile, rule: PluralRule | None) -> Iterator[tuple[Key, Source]]:
    for entry in po.live:
        if entry.is_fuzzy or not entry.is_translated:
            continue
        if entry.plural is None:
            yield entry.key, Source(entry.msgstrs[0])
        elif rule and len(entry.msgstrs) == rule.forms:
            yield entry.key, Source(*(entry.msgstrs[rule.index(n)] for n in (1, _SEVERAL)))
