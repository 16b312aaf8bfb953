"""A file that is handed back, brought into a project's catalogs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.editing import Changed, Refused, change
from kfor_i18n.catalogs.exchange.deciding import (
    Decision,
    Rules,
    decide,
    refuse_contradictions,
)
from kfor_i18n.catalogs.exchange.index import Index
from kfor_i18n.catalogs.exchange.opening import find_folder, open_catalogs, require_folder
from kfor_i18n.catalogs.exchange.reading import read_documents
from kfor_i18n.catalogs.exchange.resolving import resolve
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_LANGUAGE, Document
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.locales import standard_tag


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is imported.

    ``locale`` names the catalogs' language where the file does not, ``domain`` the only domain that
    is looked in. ``check``: nothing is written. ``fuzzy``: whatever is new is marked for review.
    ``force``: translations that were changed on both sides are taken from the file.
    """

    locale: str = ""
    domain: str = ""
    check: bool = False
    fuzzy: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class ImportedCatalog:
    """What became of a catalog: whose translations changed, and which of them are for review."""

    path: Path
    imported: tuple[Key, ...]
    fuzzy: tuple[Key, ...]

    @property
    def has_changed(self) -> bool:
        """Whether its bytes changed, or would."""
        return bool(self.imported)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's messages.

    ``unchanged`` counts those that bring nothing new, ``untranslated`` those without a translation.
    ``refused`` may not be shown or cannot be placed, ``conflicts`` were changed on both sides,
    ``unknown`` are in no catalog; none of these is imported.
    """

    path: Path
    form: str
    folder: str
    catalogs: tuple[ImportedCatalog, ...]
    unchanged: int
    untranslated: int
    refused: tuple[Finding, ...]
    conflicts: tuple[Finding, ...]
    unknown: tuple[Finding, ...]

    @property
    def imported(self) -> int:
        """How many translations changed, or would."""
        return sum(len(catalog.imported) for catalog in self.catalogs)

    @property
    def is_right(self) -> bool:
        """Whether nothing was refused and nothing conflicts."""
        return not (self.refused or self.conflicts)


def import_file(project: Project, path: Path, options: ImportOptions = ImportOptions()) -> Imported:
    """Bring a file's translations into a project's catalogs, each one validated.

    Only entries whose translation or state differs are written; every other byte of the catalogs
    stays. Raises ``CatalogError`` where the file cannot be read or is for no language of the
    project, and where a catalog cannot be read or holds a message twice; then nothing is written.
    """
    asked = require_folder(project, options.locale) if options.locale else ""
    form, documents = read_documents(path, standard_tag(asked) if asked else "")
    folder = asked or _find_language(project, path, documents)
    rules = Rules(standard_tag(folder), options.fuzzy, options.force)
    catalogs = open_catalogs(project, folder, options.domain)
    _check_languages(documents, folder, catalogs)
    decisions = _decide_all(documents, catalogs, rules)
    results = [_change(catalog, decisions, check=options.check) for catalog in catalogs]
    return Imported(
        path,
        form,
        folder,
        tuple(results),
        unchanged=sum(decision.status == "unchanged" for decision in decisions),
        untranslated=sum(decision.status == "untranslated" for decision in decisions),
        refused=_list_findings(decisions, "refused"),
        conflicts=_list_findings(decisions, "conflict"),
        unknown=_list_findings(decisions, "unknown"),
    )


def _find_language(project: Project, path: Path, documents: Iterable[Document]) -> str:
    languages = {document.language for document in documents}
    language = languages.pop() if len(languages) == 1 else ""
    if not language:
        problem = Problem(EXCHANGE_LANGUAGE, N_("does not say its language; name it with --locale"))
        raise CatalogError([Finding(path, None, problem)])
    folder = find_folder(project, language)
    if folder is None:
        problem = Problem(
            EXCHANGE_LANGUAGE,
            N_('is in "%(language)s", of which there is no catalog; name another with --locale'),
            {"language": language},
        )
        raise CatalogError([Finding(path, None, problem)])
    return folder


def _check_languages(
    documents: Iterable[Document], folder: str, catalogs: Iterable[Catalog]
) -> None:
    """Refuse a file in another language than the catalogs are in by their folder or header."""
    tags = [standard_tag(catalog.po.headers.get("language", "")) for catalog in catalogs]
    wanted = {_primary(tag) for tag in (standard_tag(folder), *tags)}
    for document in documents:
        language = standard_tag(document.language)
        if language and _primary(language) not in wanted:
            problem = Problem(
                EXCHANGE_LANGUAGE,
                N_('is in "%(language)s", not in "%(wanted)s"; name its own language'),
                {"language": language, "wanted": standard_tag(folder)},
            )
            raise CatalogError([Finding(document.path, None, problem)])


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _decide_all(
    documents: Iterable[Document], catalogs: Sequence[Catalog], rules: Rules
) -> list[Decision]:
    index = Index(catalogs)
    decisions = [
        decide(document.path, incoming, document.digests, rules)
        for document in documents
        for incoming in resolve(document, index)
    ]
    refuse_contradictions(decisions)
    return decisions


def _change(catalog: Catalog, decisions: Iterable[Decision], *, check: bool) -> ImportedCatalog:
    """Make a catalog's changes; a decision whose edit is not made becomes what kept it from it."""
    changes = [
        decision
        for decision in decisions
        if decision.status == "change" and decision.found.catalog is catalog
    ]
    outcomes = change(catalog, [decision.edit for decision in changes], check=check)
    made = []
    for decision, outcome in zip(changes, outcomes, strict=True):
        if isinstance(outcome, Changed):
            made.append(outcome)
        else:
            is_refused = isinstance(outcome, Refused)
            decision.refuse(outcome.problem, "refused" if is_refused else "conflict")
    return ImportedCatalog(
        catalog.path,
        tuple(changed.edit.key for changed in made),
        tuple(changed.edit.key for changed in made if changed.after.is_fuzzy),
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
