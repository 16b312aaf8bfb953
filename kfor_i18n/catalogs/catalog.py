"""A catalog: a .po file in its project, with its locale, plural rule and settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.plurals import PluralError, PluralRule, read_rule
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po_file
from kfor_i18n.catalogs.problems import Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.locales import find_locale, match_folder, to_folder


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
    """A .po file of a project: its domain, its locale's folder name, its path and its content."""

    project: Project
    domain: str
    folder: str
    path: Path
    po: PoFile

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
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.live}

    def is_formatted(self, entry: Entry) -> bool:
        """Return whether printf formatting is applied to a message's translation.

        The setting ``always-formatted`` or the entry's format flags decide. Without either,
        messages that only Python files use are not formatted, and all others are, because Jinja's
        newstyle gettext formats every text.
        """
        if "%" not in entry.text:
            return False
        if self.project.always_formatted:
            return True
        formats = [flag for flag in entry.flags if flag.endswith("-format")]
        if formats:
            return "python-format" in formats
        files = [reference.partition(":")[0] for reference in read_references(entry)]
        return not files or not all(file.endswith(".py") for file in files)

    def finding(self, entry: Entry | None, problem: Problem) -> Finding:
        """Return a finding about an entry, or about the header for ``None``."""
        entry = entry or self.header
        line = self.po.line_of(entry) if entry else 1
        msgid = entry.msgid if entry and not entry.is_header else None
        return Finding(self.path, line, problem, msgid)


def open_catalog(project: Project, path: Path, data: bytes | None = None) -> Catalog:
    """Open the catalog at a path; ``data`` is its content, if already read.

    A file that is elsewhere than the project's catalogs, such as one of an unpacked bundle, is in
    the language that its header names. Raises ``CatalogError`` if the file cannot be read or
    parsed.
    """
    po = parse_po_file(path, read_file(path) if data is None else data)
    place = project.place_of(path)
    folder = place.folder
    if path.resolve() != project.catalog_path(place.domain, place.folder).resolve():
        folder = _find_folder(project, po.headers.get("language", "")) or folder
    return Catalog(project, place.domain, folder, path, po)


def _find_folder(project: Project, language: str) -> str | None:
    """Return the folder name that a locale has in a project, or would have; ``None`` if unknown."""
    if not find_locale(language):
        return None
    return match_folder(language, project.folders()) or to_folder(language)
