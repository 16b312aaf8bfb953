"""The workflow of a project: extract, update, init and compile.

Each function holds the project's lock while it writes, and returns what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.mo.compiling import Compiled, CompileOptions, compile_catalogs
from kfor_i18n.catalogs.po.file import PoFile, parse_po_file, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import SETTINGS, Project
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.settings_errors import reject_value
from kfor_i18n.catalogs.validation.catalog import require_unique
from kfor_i18n.clock import build_time
from kfor_i18n.files import lock_folder, write_atomically
from kfor_i18n.locales import find_locale, to_folder

if TYPE_CHECKING:
    from kfor_i18n.catalogs.extraction import ExtractionOptions
    from kfor_i18n.catalogs.updating.merging import Merged

NO_TEMPLATE = Code(
    "no-template",
    # Translators: the title of a kind of finding.
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
    """The result of updating a catalog: the merge, and whether the file changed.

    A file that cannot be used, a catalog or a template, was left alone for its ``findings``, and
    has no merge.
    """

    path: Path
    merged: Merged | None
    has_changed: bool
    findings: tuple[Finding, ...] = ()


def extract(project: Project, *, check: bool = False) -> list[Extracted]:
    """Extract the messages in a project's sources to its templates, one for each domain.

    A template's bytes depend on the sources only; its creation date changes with the set of
    messages. With ``check``, nothing is written. Raises ``CatalogError`` with all errors in the
    sources, ``SettingsError`` if ``SOURCE_DATE_EPOCH`` is invalid; then nothing is written either.
    """
    from kfor_i18n.catalogs.extraction import extract_messages
    from kfor_i18n.catalogs.updating.templates import render_template

    options, now = extraction_options(project), build_time()
    results = []
    for domain, mapping in project.domains.items():
        messages = extract_messages(project.root, mapping, options=options)
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
                    write_atomically(result.path, result.data)
    return results


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
        value = list(project.keywords)
        raise reject_value(project.root / SETTINGS, "keywords", value) from None
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
    templates: Sequence[Extracted] = (),
    on_done: Callable[[Updated], None] = lambda _: None,
) -> list[Updated]:
    """Update all catalogs from the templates of their domains.

    ``templates`` are extracted templates that replace the files, which may not be written yet.
    The catalogs of pseudo-locales are made anew. ``on_done`` is called with each result. With
    ``check``, nothing is written. A catalog that cannot be read or has duplicate messages is left
    alone, and so are all catalogs of such a template: the errors are in the findings of the result.
    """
    with lock_folder(project.translations):
        planned = list(_plan_updates(project, {t.path: t.data for t in templates}))
        for result, _ in planned:
            on_done(result)
        if not check:
            for result, data in planned:
                if result.has_changed:
                    write_atomically(result.path, data)
    return [result for result, _ in planned]


def _plan_updates(
    project: Project, templates: Mapping[Path, bytes]
) -> Iterator[tuple[Updated, bytes]]:
    for domain in project.domains:
        try:
            template = _read_template(project, domain, templates)
            require_unique(project.template(domain), template)
        except CatalogError as error:
            yield Updated(project.template(domain), None, False, error.findings), b""
            continue
        for path in project.catalogs(domain):
            try:
                yield _plan_update(project, path, template)
            except CatalogError as error:
                yield Updated(path, None, False, error.findings), b""


def _plan_update(project: Project, path: Path, template: PoFile) -> tuple[Updated, bytes]:
    """Merge a template into the catalog at a path. Raises ``CatalogError`` if it is unusable."""
    from kfor_i18n.catalogs.updating.creation import recreate_catalog
    from kfor_i18n.catalogs.updating.merging import merge

    data = read_file(path)
    if project.is_generated(path):
        merged = recreate_catalog(project, template, path)
        new = template.encode(merged.text)
        return Updated(path, merged, new != data), new
    catalog = parse_po_file(path, data)
    require_unique(path, catalog)
    merged = merge(catalog, template, cutoff=project.cutoff, width=project.width)
    new = catalog.encode(merged.text)
    return Updated(path, merged, new != data), new


def _read_template(
    project: Project, domain: str, templates: Mapping[Path, bytes] = MappingProxyType({})
) -> PoFile:
    path = project.template(domain)
    if path in templates:
        return parse_po_file(path, templates[path])
    if not path.exists():
        problem = Problem(NO_TEMPLATE, N_("is missing; run kfor-i18n extract"))
        raise CatalogError([Finding(path, None, problem)])
    return read_po(path)


def init(project: Project, folder: str) -> list[Path]:
    """Create a locale's catalogs from the templates, one for each domain; return their paths.

    The catalogs of pseudo-locales are translated. Raises ``CatalogError`` if CLDR does not have the
    locale, a catalog exists already, or a template is missing.
    """
    from kfor_i18n.catalogs.updating.creation import create_catalog

    folder = to_folder(folder)
    if find_locale(folder) is None:
        problem = Problem(
            UNKNOWN_LOCALE,
            N_('"%(locale)s" is no locale that CLDR knows; write it like sl or pt_BR'),
            {"locale": folder},
        )
        raise CatalogError([Finding(project.translations, None, problem)])
    files = []
    for domain in project.domains:
        path = project.catalog_path(domain, folder)
        if path.exists():
            problem = Problem(EXISTS, N_("exists already; kfor-i18n update keeps it up to date"))
            raise CatalogError([Finding(path, None, problem)])
        template = _read_template(project, domain)
        files.append((path, template.encode(create_catalog(project, template, folder))))
    with lock_folder(project.translations):
        for path, data in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    return [path for path, _ in files]


def compile_project(
    project: Project,
    *,
    force: bool = False,
    skip_invalid: bool = False,
    on_done: Callable[[Compiled], None] = lambda _: None,
) -> list[Compiled]:
    """Compile the catalogs of all domains that are not up to date, under the project's lock.

    See ``compile_catalogs``.
    """
    options = CompileOptions(force, skip_invalid)
    with lock_folder(project.translations):
        return compile_catalogs(project, project.catalogs(), options, on_done=on_done)
