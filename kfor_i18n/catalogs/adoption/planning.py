"""The settings with which kfor-i18n does in a project what pybabel did."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.adoption.evidence import Evidence, Findings, find_evidence
from kfor_i18n.catalogs.adoption.options import Setting, read_extraction, read_steps, read_writing
from kfor_i18n.catalogs.adoption.python import read_message_extractors
from kfor_i18n.catalogs.adoption.templates import find_base
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import MAPPING
from kfor_i18n.catalogs.settings.layout import DIRECTORY, DOMAIN, STANDARD

_PYTHON_ONLY = {".": [("**.py", "python")]}
_OTHER_MAPPING = "babel-extract.cfg"
# Of a domain that pybabel extracts without the option.
_DEFAULTS: Mapping[str, object] = {
    "keywords": [],
    "default-keywords": True,
    "comment-tags": [],
    "strip-comment-tags": False,
    "locations": "file",
    "sort": "source",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``adopt`` writes in a project's directory, and what it is made of.

    ``settings`` are those that differ from the defaults; ``domains`` is the table of that name.
    ``mapping`` is the name and the text of a mapping file to create, ``None`` if none is needed.
    """

    root: Path
    findings: Findings
    settings: tuple[Setting, ...]
    domains: Mapping[str, object]
    mapping: tuple[str, str] | None = None

    def table(self) -> dict[str, object]:
        """Return the settings as the table ``[tool.kfor-i18n]``."""
        named = {setting.name: setting.value for setting in self.settings}
        return {**named, "domains": dict(self.domains)} if self.domains else named


def make_plan(root: Path) -> Plan:
    """Read a project that uses pybabel, and return the settings for it. Nothing is written.

    Raises ``CatalogError`` if nothing in it is about gettext.
    """
    findings = find_evidence(root)
    mapping = _make_mapping(root, findings)
    main = next((e for e in findings.domains if e.extract), findings.domains[0])
    common = tuple(read_extraction(main))
    settings = [*_plan_files(root, findings), *common]
    settings += read_writing(main.extract) if main.extract else []
    settings += read_steps(findings.runs)
    if not findings.has_flask_babel:
        settings.append(Setting("runtime", "gettext"))
    templates = _find_own_templates(root, findings)
    domains = {}
    for evidence in findings.domains:
        is_made = _is_called(evidence) or (findings.unmapped and evidence is main)
        made = mapping[0] if mapping and is_made else None
        table = _plan_sources(root, findings, evidence, made)
        if path := templates.get(evidence.domain):
            table["template"] = path
        if evidence is not main and "mapping" in table:
            table |= _differ(common, tuple(read_extraction(evidence)))
        is_plain = set(table) == {"mapping"}
        domains[evidence.domain] = table["mapping"] if is_plain else table
    if domains == {"messages": MAPPING}:
        domains = {}
    return Plan(root, findings, tuple(settings), domains, mapping)


def _make_mapping(root: Path, findings: Findings) -> tuple[str, str] | None:
    """Return the name and the text of a mapping file for sources that no file maps.

    These are the ``message_extractors`` of setup.py, and the Python files that pybabel reads
    without a mapping file; where pybabel is not called either, the sources with gettext calls.
    """
    if not findings.unmapped and not any(_is_called(e) for e in findings.domains):
        return None
    rows = list(findings.unmapped) or [
        (pattern if folder == "." else f"{folder}/{pattern}", method)
        for folder, patterns in (read_message_extractors(root) or _PYTHON_ONLY).items()
        for pattern, method in patterns
    ]
    name = _OTHER_MAPPING if (root / MAPPING).exists() else MAPPING
    return name, "".join(f"[{method}: {pattern}]\n" for pattern, method in rows)


def _is_called(evidence: Evidence) -> bool:
    return evidence.extract is not None and evidence.mapping is None


def _plan_files(root: Path, findings: Findings) -> list[Setting]:
    """Return the settings with the paths of the catalogs and the templates of all domains."""
    settings = []
    catalogs = findings.domains[0].catalogs
    if catalogs != STANDARD.catalogs.replace(DIRECTORY, findings.directory):
        settings.append(Setting("catalogs", catalogs))
    elif findings.directory != "translations":
        settings.append(Setting("directory", findings.directory))
    if pattern := _find_template_pattern(root, findings):
        settings.append(Setting("template", pattern))
    return settings


def _find_template_pattern(root: Path, findings: Findings) -> str:
    """Return the pattern that all templates have, "" for the standard one or if they differ."""
    paths = {e.domain: _relative(root, e.template) for e in findings.domains if e.template}
    patterns = {
        path.removesuffix(ending) + f"{DOMAIN}.pot"
        if path.endswith(ending := f"{domain}.pot")
        else path
        for domain, path in paths.items()
    }
    standard = STANDARD.template.replace(DIRECTORY, findings.directory)
    return patterns.pop() if len(patterns) == 1 and patterns != {standard} else ""


def _find_own_templates(root: Path, findings: Findings) -> dict[str, str]:
    """Return the paths of the templates that no pattern of all domains gives, by domain."""
    pattern = _find_template_pattern(root, findings)
    pattern = pattern or STANDARD.template.replace(DIRECTORY, findings.directory)
    paths = {e.domain: _relative(root, e.template) for e in findings.domains if e.template}
    return {name: path for name, path in paths.items() if path != pattern.replace(DOMAIN, name)}


def _plan_sources(
    root: Path, findings: Findings, evidence: Evidence, made: str | None
) -> dict[str, object]:
    """Return the settings of a domain's sources; ``made`` is the mapping file that is created."""
    run = evidence.extract
    table: dict[str, object] = {}
    if evidence.mapping:
        table["mapping"] = _relative(root, evidence.mapping)
    elif made:
        table["mapping"] = made
    elif others := _find_parts(evidence, findings.domains):
        table["templates"] = [_relative(root, path) for path in others]
    if run:
        paths = [_relative(root, path) for path in run.paths if path.exists()]
        if paths and "." not in paths:
            table["sources"] = list(dict.fromkeys(paths))
        if run.folder != root:
            table["relative-to"] = _relative(root, run.folder)
    elif evidence.template and "mapping" in table:
        base = _relative(root, find_base(root, evidence.template))
        table |= {"sources": [base], "relative-to": base} if base != "." else {}
    return table


def _relative(root: Path, path: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _differ(common: Sequence[Setting], own: Sequence[Setting]) -> dict[str, object]:
    """Return a domain's settings of extraction where they differ from those of all domains."""
    values = [{setting.name: setting.value for setting in each} for each in (common, own)]
    everywhere, here = ({**_DEFAULTS, **each} for each in values)
    return {name: value for name, value in here.items() if value != everywhere[name]}


def _find_parts(evidence: Evidence, domains: Sequence[Evidence]) -> list[Path]:
    """Return the templates that a template is put together from, in their order in it.

    Empty unless it has the messages of all the others, but for a few stale ones.
    """
    keys_in_order = _list_keys(evidence.template)
    own = set(keys_in_order)
    parts = {
        other.template: set(_list_keys(other.template))
        for other in domains
        if other is not evidence and other.template
    }
    union = {key for keys in parts.values() for key in keys}
    if len(parts) < 2 or not union or len(own & union) < 0.95 * len(own | union):
        return []
    places = {key: place for place, key in enumerate(keys_in_order)}
    firsts = {
        path: min((places[key] for key in keys & own), default=len(places))
        for path, keys in parts.items()
    }
    return sorted(parts, key=lambda path: firsts[path])


def _list_keys(template: Path | None) -> list[Key]:
    """Return the messages of a template in their order; none if it cannot be read."""
    try:
        return [entry.key for entry in read_po(template).live] if template else []
    except CatalogError:
        return []
