"""The workflow of a project: extract, update, init and compile.

Each function holds the project's lock while it writes, and returns what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kfor_i18n.catalogs.choosing import choose_catalogs
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import PoFile, encode_po, parse_po_file
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import is_there, read_file
from kfor_i18n.catalogs.updating.collecting import (
    collect_messages,
    extraction_options,
    read_template,
)
from kfor_i18n.clock import build_time
from kfor_i18n.files import lock_folder, write_atomically
from kfor_i18n.locales import find_locale

if TYPE_CHECKING:
    from datetime import datetime

    from kfor_i18n.catalogs.extraction import ExtractionOptions
    from kfor_i18n.catalogs.extraction.sources import LeftOut
    from kfor_i18n.catalogs.mo.compiling import Compiled
    from kfor_i18n.catalogs.updating.merging import Merged

EXISTS = Code(
    "exists",
    N_("Catalog already exists"),
    N_("kfor-i18n init creates catalogs. It never replaces existing ones."),
)


UNKNOWN_LOCALE = Code(
    "unknown-locale",
    # Translators: the title of a kind of finding.
    N_("Unknown locale"),
    N_(
        "A locale is a language code such as sl, with a script or a territory if needed: "
        "pt_BR, zh_Hant."
    ),
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The result of extracting a template: its bytes, and the messages added and removed.

    Errors among the ``findings`` are files that could not be read, whose messages are kept;
    warnings are calls that were left out or that fail when they run. ``left_out`` are the files
    and directories that were not read.
    """

    path: Path
    data: bytes
    messages: int
    has_changed: bool
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    findings: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether a file could not be read."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Updated:
    """The result of updating a catalog: the merge, and whether the file changed.

    A file that cannot be used, a catalog or a template, is skipped with its ``findings``, and
    has no merge.
    """

    path: Path
    merged: Merged | None
    has_changed: bool
    findings: tuple[Finding, ...] = ()


def extract(project: Project, *, check: bool = False) -> list[Extracted]:
    """Extract the messages in a project's sources to its templates, one for each domain.

    A template's bytes depend on the sources only; its creation date changes with the set of
    messages. With ``check``, nothing is written. Raises ``CatalogError`` if a mapping file cannot
    be used, and with everything that is wrong in the sources if the project is strict;
    ``SettingsError`` if ``SOURCE_DATE_EPOCH`` is invalid. Then nothing is written either.
    """
    options, now = extraction_options(project), build_time()
    results: list[Extracted] = []
    findings: list[Finding] = []
    # A domain to which other templates are added comes after those that are extracted.
    for domain in sorted(project.domains, key=lambda name: bool(project.domains[name].templates)):
        settings = project.domains[domain]
        if settings.mapping or settings.templates:
            try:
                results.append(_extract_domain(project, domain, options[domain], results, now))
            except CatalogError as error:
                findings += error.findings
    if findings:
        raise CatalogError(findings)
    if not check:
        project.translations.mkdir(parents=True, exist_ok=True)
        with lock_folder(project.translations):
            for result in results:
                if result.has_changed:
                    result.path.parent.mkdir(parents=True, exist_ok=True)
                    write_atomically(result.path, result.data)
    return results


def _extract_domain(
    project: Project,
    domain: str,
    options: ExtractionOptions,
    done: Sequence[Extracted],
    now: datetime,
) -> Extracted:
    from kfor_i18n.catalogs.updating.templates import render_template

    path = project.template(domain)
    old_data = read_file(path) if is_there(path) else b""
    old = parse_po_file(path, old_data) if old_data else None
    written = {result.path: result.data for result in done}
    extraction = collect_messages(project, domain, options, old, written)
    messages = extraction.messages
    data = render_template(project, messages, old, now).encode()
    before = {entry.key for entry in old.entries if not entry.is_header} if old else set()
    present = {Key(message.msgid, message.context): None for message in messages}
    return Extracted(
        path,
        data,
        len(present),
        data != old_data,
        added=tuple(key for key in present if key not in before),
        removed=tuple(sorted(before - present.keys(), key=str)),
        findings=extraction.findings,
        left_out=extraction.left_out,
    )


def update(
    project: Project,
    *,
    check: bool = False,
    locale: str | None = None,
    templates: Sequence[Extracted] = (),
    on_done: Callable[[Updated], None] = lambda _: None,
) -> list[Updated]:
    """Update all catalogs from the templates of their domains, or those of a locale's folder.

    ``templates`` are extracted templates that replace the files, which may not be written yet. The
    catalogs of pseudo-locales are generated again. ``on_done`` is called with each result. With
    ``check``, nothing is written. A catalog that cannot be read or has duplicate messages is
    skipped, and so are all catalogs of such a template: the errors are in the findings of the
    result. Raises ``CatalogError`` if there is no catalog of the locale.
    """
    with lock_folder(project.translations):
        planned = list(_plan_updates(project, locale, {t.path: t.data for t in templates}))
        for result, _ in planned:
            on_done(result)
        if not check:
            for result, data in planned:
                if result.has_changed:
                    write_atomically(result.path, data)
    return [result for result, _ in planned]


def _plan_updates(
    project: Project, locale: str | None, templates: Mapping[Path, bytes]
) -> Iterator[tuple[Updated, bytes]]:
    from kfor_i18n.catalogs.validation.catalog import require_unique

    chosen = set(choose_catalogs(project, locale))
    for domain in project.domains:
        try:
            template = read_template(project, project.template(domain), templates)
            require_unique(project.template(domain), template)
        except CatalogError as error:
            yield Updated(project.template(domain), None, False, error.findings), b""
            continue
        for path in filter(chosen.__contains__, project.catalogs(domain)):
            try:
                yield _plan_update(project, path, template)
            except CatalogError as error:
                yield Updated(path, None, False, error.findings), b""


def _plan_update(project: Project, path: Path, template: PoFile) -> tuple[Updated, bytes]:
    """Merge a template into the catalog at a path. Raises ``CatalogError`` if it is unusable."""
    from kfor_i18n.catalogs.updating.merging import MergeOptions, merge
    from kfor_i18n.catalogs.validation.catalog import require_unique

    data = read_file(path)
    if project.is_generated(path):
        # It loads all of extraction.
        from kfor_i18n.catalogs.updating.creation import recreate_catalog

        merged = recreate_catalog(project, template, path)
        new = encode_po(path, template, merged.text)
        return Updated(path, merged, new != data), new
    catalog = parse_po_file(path, data)
    require_unique(path, catalog)
    options = MergeOptions(
        project.cutoff, project.width, project.no_fuzzy_matching, project.ignore_obsolete
    )
    merged = merge(catalog, template, options)
    new = encode_po(path, catalog, merged.text)
    return Updated(path, merged, new != data), new


def find_folder(project: Project, locale: str) -> str:
    """Return the folder that the application reads for a locale, however that is written.

    Raises ``CatalogError`` if CLDR does not have the locale.
    """
    folder = project.right_folder(locale) if find_locale(locale) else None
    if folder is None:
        problem = Problem(
            UNKNOWN_LOCALE,
            N_('unknown locale "%(locale)s"; use a CLDR locale such as sl or pt_BR'),
            {"locale": locale},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    return folder


def init(project: Project, locale: str) -> list[Path]:
    """Create a locale's catalogs from the templates, one for each domain; return their paths.

    They are where the application looks for them (see ``find_folder``). The catalogs of
    pseudo-locales are translated. Catalogs that exist are kept. Raises ``CatalogError`` if CLDR
    does not have the locale, the catalogs of all domains exist already, or a template is missing.
    """
    from kfor_i18n.catalogs.updating.creation import create_catalog

    folder = find_folder(project, locale)
    paths = {domain: project.catalog_path(domain, folder) for domain in project.domains}
    if all(path.exists() for path in paths.values()):
        problem = Problem(EXISTS, N_("already exists; update it with kfor-i18n update"))
        raise CatalogError(Finding(path, None, problem) for path in paths.values())
    files = []
    for domain, path in paths.items():
        if not path.exists():
            template = read_template(project, project.template(domain))
            files.append((path, encode_po(path, template, create_catalog(project, template, path))))
    with lock_folder(project.translations):
        for path, data in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    return [path for path, _ in files]


def compile_project(
    project: Project,
    *,
    locale: str | None = None,
    force: bool = False,
    skip_invalid: bool = False,
    on_done: Callable[[Compiled], None] = lambda _: None,
) -> list[Compiled]:
    """Compile the catalogs of all domains that are not up to date, under the project's lock.

    With ``locale``, only its catalogs are compiled. ``skip_invalid`` adds to the setting. See
    ``compile_catalogs``. Raises ``CatalogError`` if the locale has no catalog.
    """
    from kfor_i18n.catalogs.mo.compiling import CompileOptions, compile_catalogs

    options = CompileOptions(force, skip_invalid or project.skip_invalid)
    with lock_folder(project.translations):
        return compile_catalogs(project, choose_catalogs(project, locale), options, on_done=on_done)
