"""The workflow of a project: extract, update, init and compile.

Each function holds the project's lock while it writes, and returns what it did.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kfor_i18n.catalogs.choosing import choose_catalogs
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.mo.compiling import Compiled, CompileOptions, compile_catalogs
from kfor_i18n.catalogs.po.file import PoFile, parse_po_file, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project, invalid_setting
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.clock import build_time
from kfor_i18n.files import lock_folder, write_atomically
from kfor_i18n.locales import find_locale

if TYPE_CHECKING:
    from kfor_i18n.catalogs.extraction import ExtractedMessage, ExtractionOptions
    from kfor_i18n.catalogs.updating.merging import Merged

NO_TEMPLATE = Code(
    "no-template",
    N_("Missing template"),
    N_("A template (.pot) holds the messages of the sources, and every catalog follows it."),
)


EXISTS = Code(
    "exists",
    N_("Catalog that exists already"),
    N_("kfor-i18n init creates catalogs and never replaces one."),
)


UNKNOWN_LOCALE = Code(
    "unknown-locale",
    N_("Locale that CLDR does not have"),
    N_(
        "A locale is a language such as sl, with a script or a territory where it needs "
        "one: pt_BR, zh_Hant."
    ),
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The result of extracting a template: its bytes, and the messages added and removed."""

    path: Path
    data: bytes
    messages: int
    has_changed: bool
    added: tuple[Key, ...]
    removed: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Updated:
    """The result of updating a catalog: the merge, and whether the file changed."""

    path: Path
    merged: Merged
    has_changed: bool


def extract(project: Project, *, check: bool = False) -> list[Extracted]:
    """Extract the messages in a project's sources to its templates, one for each domain.

    A template's bytes depend on the sources only; its creation date changes with the set of
    messages. With ``check``, nothing is written. Raises ``CatalogError`` with all errors in the
    sources, ``SettingsError`` if ``SOURCE_DATE_EPOCH`` is invalid; then nothing is written either.
    """
    from kfor_i18n.catalogs.updating.templates import render_template

    options, now = extraction_options(project), build_time()
    results: list[Extracted] = []
    # A domain to which other templates are added comes after those that are extracted.
    for domain in sorted(project.domains, key=lambda name: bool(project.domains[name].templates)):
        messages = _collect_messages(project, domain, options, results)
        if messages is None:
            continue
        path = project.template(domain)
        old_data = read_file(path) if path.exists() else b""
        old = parse_po_file(path, old_data) if old_data else None
        data = render_template(project, messages, old, now).encode()
        before = {entry.key for entry in old.entries if not entry.is_header} if old else set()
        present = {Key(message.msgid, message.context): None for message in messages}
        results.append(
            Extracted(
                path,
                data,
                len(messages),
                data != old_data,
                tuple(key for key in present if key not in before),
                tuple(sorted(before - present.keys(), key=str)),
            )
        )
    if not check:
        project.translations.mkdir(parents=True, exist_ok=True)
        with lock_folder(project.translations):
            for result in results:
                if result.has_changed:
                    result.path.parent.mkdir(parents=True, exist_ok=True)
                    write_atomically(result.path, result.data)
    return results


def _collect_messages(
    project: Project, domain: str, options: ExtractionOptions, done: Sequence[Extracted]
) -> list[ExtractedMessage] | None:
    """Return the messages of a domain's sources and of the templates that are added to them.

    ``None`` if the domain has neither: its template comes from another tool.
    """
    from kfor_i18n.catalogs.extraction import extract_messages
    from kfor_i18n.catalogs.updating.templates import join_messages, read_messages

    settings = project.domains[domain]
    if not settings.mapping and not settings.templates:
        return None
    own: Sequence[ExtractedMessage] = ()
    if settings.mapping:
        own = extract_messages(
            project.root, settings.mapping, options=options, folders=settings.sources
        )
    if base := settings.relative_to:
        own = [_move_references(project.root, base, message) for message in own]
    data = {result.path: result.data for result in done}
    added = [read_messages(_read_template(project, path, data)) for path in settings.templates]
    return join_messages([own, *added])


def _move_references(root: Path, base: Path, message: ExtractedMessage) -> ExtractedMessage:
    """Return a message with references that are relative to another directory than the root."""
    paths = (os.path.relpath(root / reference, base) for reference in message.references)
    return replace(message, references=tuple(Path(path).as_posix() for path in paths))


def extraction_options(project: Project) -> ExtractionOptions:
    """Return a project's extraction options.

    Raises ``SettingsError`` if its keywords are malformed, or if the options of its Jinja
    environment cannot be read.
    """
    from kfor_i18n.catalogs.extraction import KEYWORDS, ExtractionOptions, parse_keywords
    from kfor_i18n.catalogs.extraction.engine import read_engine_options

    try:
        own = parse_keywords(project.keywords)
    except (ValueError, IndexError):
        raise invalid_setting(
            project.root,
            N_("%(name)s cannot be %(value)s"),
            name="keywords",
            value=repr(list(project.keywords)),
        ) from None
    options = ExtractionOptions(
        keywords={**KEYWORDS, **own},
        comment_tags=project.comment_tags,
        line_numbers=project.line_numbers,
    )
    if project.jinja:
        options = replace(options, jinja=read_engine_options(project.jinja, project.root))
    return options


def update(
    project: Project,
    *,
    check: bool = False,
    locale: str | None = None,
    templates: Sequence[Extracted] = (),
    on_done: Callable[[Updated], None] = lambda _: None,
) -> list[Updated]:
    """Update all catalogs from the templates of their domains, or those of a locale's folder.

    ``templates`` are extracted templates that replace the files, which may not be written yet.
    ``on_done`` is called with each result. With ``check``, nothing is written. Raises
    ``CatalogError`` if files cannot be read or have duplicate messages, or if there is no catalog
    of the locale; then nothing is written either.
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
    from kfor_i18n.catalogs.updating.merging import MergeOptions, merge
    from kfor_i18n.catalogs.validation.catalog import find_duplicates

    findings: list[Finding] = []
    options = MergeOptions(
        project.cutoff, project.width, project.no_fuzzy_matching, project.ignore_obsolete
    )
    chosen = set(choose_catalogs(project, locale))
    for domain in project.domains:
        template = _read_template(project, project.template(domain), templates)
        findings += find_duplicates(project.template(domain), template)
        for path in project.catalogs(domain):
            if path not in chosen:
                continue
            data = read_file(path)
            try:
                catalog = parse_po_file(path, data)
            except CatalogError as error:
                findings += error.findings
                continue
            if found := list(find_duplicates(path, catalog)):
                findings += found
                continue
            merged = merge(catalog, template, options)
            new = catalog.encode(merged.text)
            yield Updated(path, merged, new != data), new
    if findings:
        raise CatalogError(findings)


def _read_template(
    project: Project, path: Path, templates: Mapping[Path, bytes] = MappingProxyType({})
) -> PoFile:
    if path in templates:
        return parse_po_file(path, templates[path])
    if not path.exists():
        problem = Problem(NO_TEMPLATE, _why_missing(project, path))
        raise CatalogError([Finding(path, None, problem)])
    return read_po(path)


def _why_missing(project: Project, path: Path) -> str:
    """Return why a template is missing, and what makes it."""
    extracted = {project.template(name) for name, d in project.domains.items() if d.mapping}
    if path in extracted:
        return N_("missing template; run kfor-i18n extract, or set template if it is elsewhere")
    return N_("missing template; create it with the tool that extracts it, or correct the settings")


def find_folder(project: Project, locale: str) -> str:
    """Return the folder that the application reads for a locale, however that is written.

    Raises ``CatalogError`` if CLDR does not have the locale.
    """
    folder = project.right_folder(locale) if find_locale(locale) else None
    if folder is None:
        problem = Problem(
            UNKNOWN_LOCALE,
            N_('"%(locale)s" is no locale that CLDR knows; write it like sl or pt_BR'),
            {"locale": locale},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    return folder


def init(project: Project, locale: str) -> list[Path]:
    """Create a locale's catalogs from the templates, one for each domain; return their paths.

    They are where the application looks for them (see ``find_folder``). The catalogs of
    pseudo-locales are translated. Raises ``CatalogError`` if CLDR does not have the locale, a
    catalog exists already, or a template is missing.
    """
    from kfor_i18n.catalogs.updating.creation import create_catalog

    folder = find_folder(project, locale)
    files = []
    for domain in project.domains:
        path = project.catalog_path(domain, folder)
        if path.exists():
            problem = Problem(EXISTS, N_("exists already; kfor-i18n update keeps it up to date"))
            raise CatalogError([Finding(path, None, problem)])
        template = _read_template(project, project.template(domain))
        files.append((path, template.encode(create_catalog(project, template, folder))))
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

    With ``locale``, only its catalogs are compiled. See ``compile_catalogs``. Raises
    ``CatalogError`` if the locale has no catalog.
    """
    options = CompileOptions(force, skip_invalid)
    with lock_folder(project.translations):
        return compile_catalogs(project, choose_catalogs(project, locale), options, on_done=on_done)
