"""The messages of a domain: those of its sources, and of the templates that are added to them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from kfor_i18n.catalogs.po.file import PoFile, parse_po_file, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem, relative_path
from kfor_i18n.catalogs.project import Project, invalid_setting, settings_file
from kfor_i18n.catalogs.reading import is_there
from kfor_i18n.catalogs.settings.errors import reject_value

if TYPE_CHECKING:
    from kfor_i18n.catalogs.extraction import ExtractedMessage, Extraction, ExtractionOptions

NO_TEMPLATE = Code(
    "no-template",
    # Translators: the title of a kind of finding.
    N_("Missing template"),
    N_("A template (.pot) contains the messages of the sources. Catalogs are updated from it."),
)


def collect_messages(
    project: Project,
    domain: str,
    options: ExtractionOptions,
    old: PoFile | None,
    written: Mapping[Path, bytes],
) -> Extraction:
    """Return the messages of a domain, and what was found in its sources.

    ``old`` is the domain's present template. ``written`` are templates that were extracted and may
    not be in their files yet. Raises ``CatalogError`` if the mapping file or a template cannot be
    used, and with all that is wrong in the sources if the options are strict.
    """
    from kfor_i18n.catalogs.updating.templates import join_messages, read_messages

    extraction = _extract(project, domain, options, old)
    paths = project.domains[domain].templates
    added = [read_messages(read_template(project, path, written)) for path in paths]
    if not added:
        return extraction
    return replace(extraction, messages=tuple(join_messages([extraction.messages, *added])))


def _extract(
    project: Project, domain: str, options: ExtractionOptions, old: PoFile | None
) -> Extraction:
    """Extract the messages of a domain's own sources, if it has a mapping file."""
    from kfor_i18n.catalogs.extraction import Extraction, ExtractionError, extract_messages

    settings = project.domains[domain]
    if settings.mapping is None:
        return Extraction(())
    try:
        extraction = extract_messages(project.root, settings.mapping, options=options, template=old)
    except ExtractionError as error:
        raise CatalogError(_locate(project, error.findings)) from error
    messages = extraction.messages
    if base := settings.relative_to:
        messages = tuple(_move_references(project.root, base, each) for each in messages)
    findings = tuple(_locate(project, extraction.findings))
    return replace(extraction, messages=messages, findings=findings)


def _move_references(root: Path, base: Path, message: ExtractedMessage) -> ExtractedMessage:
    """Return a message with references that are relative to another directory than the root."""
    paths = (os.path.relpath(root / reference, base) for reference in message.references)
    return replace(message, references=tuple(Path(path).as_posix() for path in paths))


def _locate(project: Project, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings whose paths are relative to the project with absolute ones."""
    return [replace(finding, path=project.root / finding.path) for finding in findings]


def extraction_options(project: Project) -> Mapping[str, ExtractionOptions]:
    """Return the extraction options of a project's domains.

    Raises ``SettingsError`` if keywords are malformed, or if the options of the project's Jinja
    environment cannot be read.
    """
    from kfor_i18n.catalogs.extraction import KEYWORDS, ExtractionOptions, parse_keywords
    from kfor_i18n.catalogs.extraction.engine import read_engine_options
    from kfor_i18n.catalogs.git.ignored import list_ignored

    jinja = read_engine_options(project.jinja, project.root) if project.jinja else None
    ignored = list_ignored(project.root)
    options = {}
    for domain in project.domains:
        settings = project.extraction_of(domain)
        try:
            own = parse_keywords(settings.keywords)
        except ValueError:
            value = list(settings.keywords)
            raise reject_value(settings_file(project.root), "keywords", value) from None
        options[domain] = ExtractionOptions(
            keywords={**(KEYWORDS if settings.default_keywords else {}), **own},
            comment_tags=settings.comment_tags,
            strip_comment_tags=settings.strip_comment_tags,
            locations=settings.locations,
            sort=settings.sort,
            jinja=jinja,
            strict=settings.strict,
            include=settings.include,
            ignored=ignored,
            sources=_name_sources(project, domain),
        )
    return options


def _name_sources(project: Project, domain: str) -> tuple[str, ...]:
    """Return the paths of a domain's sources in the project. Raises ``SettingsError``."""
    sources = project.domains[domain].sources
    for source in sources:
        if not source.exists():
            raise invalid_setting(
                project.root,
                N_("missing source %(path)s; correct the sources setting"),
                path=relative_path(source, project.root),
            )
    return tuple(source.relative_to(project.root).as_posix() for source in sources)


def read_template(
    project: Project, path: Path, templates: Mapping[Path, bytes] = MappingProxyType({})
) -> PoFile:
    """Return a template: from ``templates``, or else from its file.

    Raises ``CatalogError`` if it is missing or cannot be parsed.
    """
    if path in templates:
        return parse_po_file(path, templates[path])
    if not is_there(path):
        problem = Problem(NO_TEMPLATE, _why_missing(project, path))
        raise CatalogError([Finding(path, None, problem)])
    return read_po(path)


def _why_missing(project: Project, path: Path) -> str:
    """Return why a template is missing, and what makes it."""
    extracted = {project.template(name) for name, d in project.domains.items() if d.mapping}
    if path in extracted:
        return N_(
            "missing template; create it with kfor-i18n extract, or correct the template setting"
        )
    return N_(
        "missing template; create it with the tool that extracts the messages, or correct the "
        "template setting"
    )
