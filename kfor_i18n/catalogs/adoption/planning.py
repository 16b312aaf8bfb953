"""The settings with which kfor-i18n does in a project what pybabel did."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from kfor_i18n.catalogs.adoption.evidence import Evidence, Findings, find_evidence
from kfor_i18n.catalogs.adoption.python import read_message_extractors
from kfor_i18n.catalogs.adoption.runs import Run
from kfor_i18n.catalogs.extraction import KEYWORDS
from kfor_i18n.catalogs.layout import DIRECTORY, DOMAIN, STANDARD
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import read_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project

_BABEL_WIDTH = 76
_PYTHON_ONLY = [("**.py", "python")]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that is written: its name, its value, and the place that asks for it, if any."""

    name: str
    value: object
    place: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What ``adopt`` writes in a project's directory, and what it is made of.

    ``settings`` are those that differ from the defaults; ``domains`` is the table of that name.
    ``mapping`` is the text of a mapping file to create as ``babel.cfg``, "" if there is one.
    ``left_out`` are options of pybabel that have no setting, each with its place.
    """

    root: Path
    findings: Findings
    settings: tuple[Setting, ...]
    domains: Mapping[str, object]
    mapping: str = ""
    left_out: tuple[Setting, ...] = ()

    def table(self) -> dict[str, object]:
        """Return the settings as the table ``[tool.kfor-i18n]``."""
        named = {setting.name: setting.value for setting in self.settings}
        return {**named, "domains": dict(self.domains)} if self.domains else named


def make_plan(root: Path) -> Plan:
    """Read a project that uses pybabel, and return the settings for it. Nothing is written."""
    findings = find_evidence(root)
    mapping = _make_mapping(root, findings)
    layout, domains = _plan_layout(root, findings, has_mapping=bool(mapping))
    wanted = [*layout, *_plan_options(findings), *_plan_steps(findings)]
    if not findings.has_flask_babel:
        wanted.append(Setting("runtime", "gettext"))
    known = {item.name.replace("_", "-") for item in fields(Project)} | {
        "directory",
        "template",
        "catalogs",
    }
    return Plan(
        root,
        findings,
        tuple(setting for setting in wanted if setting.name in known),
        domains,
        mapping,
        tuple(setting for setting in wanted if setting.name not in known),
    )


def _make_mapping(root: Path, findings: Findings) -> str:
    """Return the text of a mapping file for sources that no file maps.

    These are the ``message_extractors`` of setup.py, and the Python files that pybabel reads
    without a mapping file.
    """
    unmapped = [e for e in findings.domains if e.extract and e.mapping is None]
    if not unmapped:
        return ""
    table = read_message_extractors(root)
    rows = [
        (pattern if folder == "." else f"{folder}/{pattern}", method)
        for folder, patterns in (table or {".": _PYTHON_ONLY}).items()
        for pattern, method in patterns
    ]
    return "".join(f"[{method}: {pattern}]\n" for pattern, method in rows)


def _plan_layout(
    root: Path, findings: Findings, *, has_mapping: bool
) -> tuple[list[Setting], dict[str, object]]:
    """Return the settings that say where files are, and the table of domains."""
    settings = []
    catalogs = findings.domains[0].catalogs
    if catalogs == STANDARD.catalogs.replace(DIRECTORY, findings.directory):
        if findings.directory != "translations":
            settings.append(Setting("directory", findings.directory))
    else:
        settings.append(Setting("catalogs", catalogs))
    templates = {e.domain: _relative(root, e.template) for e in findings.domains if e.template}
    standard = STANDARD.template.replace(DIRECTORY, findings.directory)
    own = {name: path for name, path in templates.items() if path != standard.replace(DOMAIN, name)}
    if own and len(own) == len(findings.domains):
        patterns = {
            path.removesuffix(f"{name}.pot") + f"{DOMAIN}.pot" for name, path in own.items()
        }
        if len(patterns) == 1:
            settings.append(Setting("template", patterns.pop()))
            own = {}
    domains = {
        e.domain: _plan_domain(root, findings, e, own.get(e.domain, ""), has_mapping=has_mapping)
        for e in findings.domains
    }
    return settings, {} if domains == {"messages": "babel.cfg"} else domains


def _plan_domain(
    root: Path, findings: Findings, evidence: Evidence, template: str, *, has_mapping: bool
) -> object:
    """Return a domain's entry: its mapping file, or a table."""
    table: dict[str, object] = {}
    if evidence.mapping:
        table["mapping"] = _relative(root, evidence.mapping)
    elif evidence.extract and has_mapping:
        table["mapping"] = "babel.cfg"
    if evidence.extract:
        paths = [_relative(root, path) for path in evidence.extract.paths if path.exists()]
        paths = [] if "." in paths or read_message_extractors(root) else paths
        table |= {"sources": list(dict.fromkeys(paths))} if paths else {}
        if evidence.extract.folder != root:
            table["relative-to"] = _relative(root, evidence.extract.folder)
    if template:
        table["template"] = template
    if not evidence.mapping and not evidence.extract and _is_union(evidence, findings.domains):
        others = [e.template for e in findings.domains if e.template and e is not evidence]
        table["templates"] = [_relative(root, path) for path in others]
    return table["mapping"] if set(table) == {"mapping"} else table


def _relative(root: Path, path: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _is_union(evidence: Evidence, domains: Sequence[Evidence]) -> bool:
    """Return whether a template has the messages of all the others, but for a few stale ones."""
    own = _read_keys(evidence.template)
    others: set[object] = set()
    for other in domains:
        if other is not evidence:
            others |= _read_keys(other.template)
    return len(domains) > 2 and bool(others) and len(own & others) >= 0.95 * len(own | others)


def _read_keys(template: Path | None) -> set[object]:
    try:
        return {entry.key for entry in read_po(template).live} if template else set()
    except CatalogError:
        return set()


def _plan_options(findings: Findings) -> Iterator[Setting]:
    """Yield the settings of extraction: what the call says, or else what the template shows."""
    main = next((e for e in findings.domains if e.extract), findings.domains[0])
    run = main.extract
    if run is None:
        if main.template and main.template.exists():
            yield from _read_habits(main.template)
        return
    place, arguments = f"{run.file}:{run.line}", run.arguments
    keywords = [k for k in arguments.options.get("keywords", ()) if k not in KEYWORDS]
    if keywords:
        yield Setting("keywords", keywords, place)
    if arguments.has("no-default-keywords"):
        yield Setting("default-keywords", False, place)
    yield Setting("comment-tags", list(arguments.options.get("add-comments", ())), place)
    if arguments.has("strip-comments"):
        yield Setting("strip-comment-tags", True, place)
    location = "never" if arguments.has("no-location") else arguments.get("add-location") or "full"
    if location == "full":
        yield Setting("line-numbers", True, place)
    elif location == "never":
        yield Setting("locations", False, place)
    order = {"sort-output": "text", "sort-by-file": "file"}
    for option, value in order.items():
        if arguments.has(option):
            yield Setting("sort", value, place)
    width = 0 if arguments.has("no-wrap") else int(arguments.get("width") or _BABEL_WIDTH)
    yield Setting("width", width, place)
    names = {"project": "name", "version": "version", "copyright-holder": "copyright-holder",
             "msgid-bugs-address": "bugs-address"}  # fmt: skip
    for option, name in names.items():
        if value := arguments.get(option):
            yield Setting(name, value, place)


def _read_habits(template: Path) -> Iterator[Setting]:
    """Yield the settings that a template shows, where no call of pybabel was found."""
    try:
        entries = read_po(template).live
    except CatalogError:
        return
    if not any(comment_lines(entry, EXTRACTED) for entry in entries):
        yield Setting("comment-tags", [], template.name)
    if any(ref.rpartition(":")[2].isdigit() for e in entries for ref in read_references(e)):
        yield Setting("line-numbers", True, template.name)


def _plan_steps(findings: Findings) -> Iterator[Setting]:
    """Yield the settings of update and compile."""
    flags = {
        "update": ("no-fuzzy-matching", "ignore-obsolete"),
        "compile": ("use-fuzzy",),
    }
    for command, names in flags.items():
        runs = list(_narrow(run for run in findings.runs if run.arguments.command == command))
        for name in names:
            run = next((run for run in runs if run.arguments.has(name)), None)
            if run:
                yield Setting(name, True, f"{run.file}:{run.line}")


def _narrow(runs: Iterable[Run]) -> Sequence[Run]:
    """Return the calls that name the project's directory, or all of them if none does."""
    runs = list(runs)
    exact = [run for run in runs if run.path("output-dir") or run.path("directory")]
    return exact or runs
