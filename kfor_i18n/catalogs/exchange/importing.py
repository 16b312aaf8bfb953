"""Importing a translated file into a project's catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import Changed, Refused, change
from kfor_i18n.catalogs.exchange.deciding import (
    Decision,
    Rules,
    decide,
    reject_contradictions,
)
from kfor_i18n.catalogs.exchange.index import Index
from kfor_i18n.catalogs.exchange.opening import (
    find_folder,
    find_named_folder,
    named_locale,
    open_catalogs,
    require_folder,
)
from kfor_i18n.catalogs.exchange.reading import read_documents
from kfor_i18n.catalogs.exchange.resolving import resolve
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_LANGUAGE, Document
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.header import write_revision
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.clock import build_time
from kfor_i18n.locales import canonical_tag, standard_tag

IMPORT_NOTHING = Code(
    "import-nothing",
    N_("Nothing to import"),
    N_("The file is from another project, version or domain, or it is empty."),
)
_EMPTY = Problem(IMPORT_NOTHING, N_("no messages in the file; import the translated file"))
_FOREIGN = Problem(
    IMPORT_NOTHING,
    N_("no translations of messages in these catalogs; import the file into the project, "
       "version and domain that it was exported from"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Options of ``import_file``.

    ``locale`` selects the catalogs (default: the file's language), ``domain`` limits the import to
    one domain. ``check``: nothing is written. ``fuzzy``: changed translations become fuzzy.
    ``force``: conflicts are resolved in favour of the file. ``translator`` becomes the catalogs'
    ``Last-Translator``; without it, that is whom the file names, or else ``importer``.
    """

    locale: str = ""
    domain: str = ""
    check: bool = False
    fuzzy: bool = False
    force: bool = False
    translator: str = ""
    importer: str = ""


@dataclass(frozen=True, slots=True)
class ImportedCatalog:
    """The result for a catalog: the messages that changed, and those of them that are fuzzy.

    Those in ``still_fuzzy`` were fuzzy before.
    """

    path: Path
    imported: tuple[Key, ...]
    fuzzy: tuple[Key, ...]
    still_fuzzy: tuple[Key, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether the catalog changed or, with ``check``, would change."""
        return bool(self.imported)


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a file.

    ``format`` is the name of the file's format, ``folder`` the locale's folder name. ``unchanged``
    is the number of messages that change nothing, ``untranslated`` that of messages without a
    translation. Messages in ``refused`` (invalid, or not assignable to a catalog's message),
    ``conflicts`` (changed on both sides) and ``unknown`` (in no catalog) are not imported.
    ``still_fuzzy`` is the number of messages that were fuzzy and are marked fuzzy in the file.
    """

    path: Path
    format: str
    folder: str
    catalogs: tuple[ImportedCatalog, ...]
    unchanged: int
    untranslated: int
    refused: tuple[Finding, ...]
    conflicts: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    still_fuzzy: int = 0

    @property
    def imported(self) -> int:
        """The number of translations that changed or, with ``check``, would change."""
        return sum(len(catalog.imported) for catalog in self.catalogs)

    @property
    def is_right(self) -> bool:
        """Whether no message was rejected or is in conflict, and the file had any to import."""
        return not (self.refused or self.conflicts or self.is_useless)

    @property
    def is_useless(self) -> bool:
        """Whether the file has no message of the catalogs, or none but some to be translated.

        A file in which no message is translated yet is not useless: its number is reported.
        """
        if self.imported or self.unchanged or self.refused or self.conflicts:
            return False
        return bool(self.unknown) or not self.untranslated

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is to be said about the file."""
        found = (*self.refused, *self.conflicts, *self.unknown)
        if not self.is_useless:
            return found
        problem = _FOREIGN if self.unknown else _EMPTY
        return (*found, Finding(self.path, None, problem))


def import_file(project: Project, path: Path, options: ImportOptions = ImportOptions()) -> Imported:
    """Import the valid translations in a file into a project's catalogs.

    Only entries whose translation or state differs are written; every other byte is kept. Raises
    ``CatalogError`` before anything is written if the file cannot be read, its language does not
    match any catalogs, or a catalog cannot be read or has duplicate messages.
    """
    asked = require_folder(project, options.locale) if options.locale else ""
    format_name, documents = read_documents(path, standard_tag(asked) if asked else "")
    if not asked and not any(document.language for document in documents):
        asked = find_named_folder(project, path) or ""
        format_name, documents = read_documents(path, standard_tag(asked) if asked else "")
    folder = asked or _find_language(project, path, documents)
    rules = Rules(standard_tag(folder), options.fuzzy, options.force)
    catalogs = open_catalogs(project, folder, options.domain)
    _check_languages(documents, folder, catalogs)
    decisions = _decide_all(documents, catalogs, rules)
    fields = _revise(documents, options)
    results = [_change(catalog, decisions, fields, check=options.check) for catalog in catalogs]
    return Imported(
        path,
        format_name,
        folder,
        tuple(results),
        unchanged=sum(decision.status == "unchanged" for decision in decisions),
        untranslated=sum(decision.status == "untranslated" for decision in decisions),
        refused=_list_findings(decisions, "refused"),
        conflicts=_list_findings(decisions, "conflict"),
        unknown=_list_findings(decisions, "unknown"),
        still_fuzzy=sum(decision.is_still_fuzzy for decision in decisions),
    )


def _revise(documents: Iterable[Document], options: ImportOptions) -> dict[str, str]:
    """Return the header fields with the date of the revision and, if known, the translator."""
    named = next((document.translator for document in documents if document.translator), "")
    translator = options.translator or named or options.importer
    fields = {"PO-Revision-Date": write_revision(build_time())}
    return {**fields, "Last-Translator": translator} if translator else fields


def _find_language(project: Project, path: Path, documents: Iterable[Document]) -> str:
    languages = {document.language for document in documents}
    language = languages.pop() if len(languages) == 1 else ""
    if not language:
        raise CatalogError([Finding(path, None, _describe_unnamed(project, path))])
    folder = find_folder(project, language)
    if folder is None:
        if project.right_folder(language):
            text = N_(
                'the file is in "%(language)s", for which there is no catalog; create one with '
                "kfor-i18n init %(language)s"
            )
        else:
            text = N_(
                'the file is in "%(language)s", which is not a CLDR locale; correct the language '
                "in the file"
            )
        problem = Problem(EXCHANGE_LANGUAGE, text, {"language": language})
        raise CatalogError([Finding(path, None, problem)])
    return folder


def _describe_unnamed(project: Project, path: Path) -> Problem:
    """Return the problem of a file in which no language is given, or more than one."""
    locale = named_locale(path)
    if locale and find_folder(project, locale) is None:
        text = N_(
            'the file is named after "%(language)s", for which there is no catalog; create one '
            "with kfor-i18n init %(language)s, or pass another locale with --locale"
        )
        return Problem(EXCHANGE_LANGUAGE, text, {"language": locale})
    return Problem(
        EXCHANGE_LANGUAGE,
        N_(
            "unknown language of the file; pass it with --locale, or name the file after a "
            "locale that has a catalog, such as sl.csv"
        ),
    )


def _check_languages(
    documents: Iterable[Document], folder: str, catalogs: Iterable[Catalog]
) -> None:
    """Raise ``CatalogError`` if a file's language is not that of the catalogs' folder or header."""
    names = [folder, *(catalog.po.headers.get("language", "") for catalog in catalogs)]
    wanted = {_primary(name) for name in names}
    for document in documents:
        language = standard_tag(document.language)
        if language and _primary(language) not in wanted:
            problem = Problem(
                EXCHANGE_LANGUAGE,
                N_(
                    'the file is in "%(language)s", not in "%(wanted)s"; correct the '
                    "language in the file or, if it is right, pass --locale %(language)s"
                ),
                {"language": language, "wanted": standard_tag(folder)},
            )
            raise CatalogError([Finding(document.path, None, problem)])


def _primary(name: str) -> str:
    return canonical_tag(name).partition("-")[0].lower()


def _decide_all(
    documents: Iterable[Document], catalogs: Sequence[Catalog], rules: Rules
) -> list[Decision]:
    index = Index(catalogs)
    decisions = [
        decide(document.path, incoming, document.digests, rules)
        for document in documents
        for incoming in resolve(document, index)
    ]
    reject_contradictions(decisions)
    return decisions


def _change(
    catalog: Catalog, decisions: Iterable[Decision], fields: Mapping[str, str], *, check: bool
) -> ImportedCatalog:
    """Apply the changes to a catalog, and reject the decisions whose edits are not made."""
    changes = [
        decision
        for decision in decisions
        if decision.status == "change" and decision.found.catalog is catalog
    ]
    edits = [decision.edit for decision in changes]
    outcomes = change(catalog, edits, check=check, fields=fields).outcomes
    made = []
    for decision, outcome in zip(changes, outcomes, strict=True):
        if isinstance(outcome, Changed):
            made.append(outcome)
        else:
            is_rejected = isinstance(outcome, Refused)
            decision.reject(outcome.problem, "refused" if is_rejected else "conflict")
    return ImportedCatalog(
        catalog.path,
        tuple(changed.edit.key for changed in made),
        tuple(changed.edit.key for changed in made if changed.after.is_fuzzy),
        tuple(c.edit.key for c in made if c.before.is_fuzzy and c.after.is_fuzzy),
    )


def _list_findings(decisions: Iterable[Decision], status: str) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            decision.path,
            decision.incoming.row.line,
            decision.problem,
            decision.incoming.row.source,
        )
        for decision in decisions
        if decision.status == status and decision.problem is not None
    )
