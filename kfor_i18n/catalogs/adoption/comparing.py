"""What a plan would change: pybabel's own messages compared with ours, and the first update."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.adoption.advice import EMPTIED, find_emptied, find_ignored, find_keys
from kfor_i18n.catalogs.adoption.evidence import Evidence
from kfor_i18n.catalogs.adoption.outlook import Outlook, look_ahead
from kfor_i18n.catalogs.adoption.planning import Plan
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_references
from kfor_i18n.catalogs.po.file import PoFile, parse_po_file, read_po
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import Project, make_project

_PYBABEL = "import sys; from babel.messages.frontend import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Difference:
    """A message that only one of the two extracts, and where it is used."""

    key: Key
    is_ours: bool
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A domain's messages as pybabel and kfor-i18n extract them.

    ``messages`` is the number that both have. ``reason`` is why pybabel gave none, "" if it did.
    ``is_certain``: what pybabel reads is known, so that both read the same. ``has_call``: a call of
    pybabel was found; without one, it is run without options.
    """

    domain: str
    messages: int
    differences: tuple[Difference, ...] = ()
    reason: str = ""
    is_certain: bool = True
    has_call: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan compared with pybabel.

    ``updates`` are what the first update would do, unless the ``findings`` have errors in catalogs,
    and ``outlook`` is what that brings. Without ``domains``, the findings are why nothing could be
    extracted.
    """

    domains: tuple[Compared, ...] = ()
    updates: tuple[workflow.Updated, ...] = ()
    outlook: Outlook = field(default_factory=Outlook)
    findings: tuple[Finding, ...] = ()

    @property
    def is_emptied(self) -> bool:
        """Whether the settings would make all messages obsolete, and must not be written."""
        return any(finding.problem.code == EMPTIED for finding in self.findings)


def compare(plan: Plan) -> Comparison:
    """Extract with a plan's settings and with pybabel, and compare. Nothing in the project changes.

    pybabel is run as the project runs it, and so are the extractors that its mapping files name.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = _apply(plan, folder)
        try:
            extracted = workflow.extract(project, check=True)
        except CatalogError as error:
            return Comparison(findings=error.findings)
        findings = [found for result in extracted for found in result.findings]
        updates: list[workflow.Updated] = []
        try:
            updates = workflow.update(project, check=True, templates=extracted)
        except CatalogError as error:
            findings += error.findings
        ours = {result.path: parse_po_file(result.path, result.data) for result in extracted}
        findings += find_emptied(extracted, updates)
        findings += find_ignored(project, extracted)
        findings += find_keys(project, ours)
        compared = [
            _compare(evidence, project, ours[path], folder)
            for evidence in plan.findings.domains
            if (path := project.template(evidence.domain)) in ours
        ]
        outlook = look_ahead(project, updates)
        return Comparison(tuple(compared), tuple(updates), outlook, tuple(findings))


def _apply(plan: Plan, folder: Path) -> Project:
    """Return the project with a plan's settings, before they are written."""
    project = make_project(plan.root, plan.table(), {})
    if plan.mapping is None:
        return project
    name, text = plan.mapping
    mapping, wanted = folder / name, plan.root / name
    mapping.write_text(text, encoding="utf-8")
    domains = {
        name: replace(domain, mapping=mapping) if domain.mapping == wanted else domain
        for name, domain in project.domains.items()
    }
    return replace(project, domains=domains)


def _compare(evidence: Evidence, project: Project, ours: PoFile, folder: Path) -> Compared:
    domain = project.domains[evidence.domain]
    if domain.mapping is None or evidence.doubts:
        return Compared(evidence.domain, len(ours.live), is_certain=not evidence.doubts)
    theirs, reason = _run_pybabel(evidence, project, folder / f"{evidence.domain}.pot")
    if theirs is None:
        return Compared(evidence.domain, len(ours.live), reason=reason)
    mine, yours = ({entry.key for entry in po.live} for po in (ours, theirs))
    differences = [
        *_list(ours, mine - yours, is_ours=True),
        *_list(theirs, yours - mine, is_ours=False),
    ]
    has_call = evidence.extract is not None
    return Compared(evidence.domain, len(mine & yours), tuple(differences), has_call=has_call)


def _list(po: PoFile, keys: set[Key], *, is_ours: bool) -> Iterator[Difference]:
    for entry in po.live:
        if entry.key in keys:
            yield Difference(entry.key, is_ours, tuple(read_references(entry)))


def _run_pybabel(evidence: Evidence, project: Project, target: Path) -> tuple[PoFile | None, str]:
    """Return the template that pybabel extracts, or why it extracts none."""
    domain, run = project.domains[evidence.domain], evidence.extract
    folder = run.folder if run else project.root
    sources = domain.sources or (project.root,)
    paths = [os.path.relpath(source, folder) for source in sources]
    arguments = [*_options(evidence), "-F", str(domain.mapping), "-o", str(target), *paths]
    done = subprocess.run(  # noqa: S603 - the mapping file's extractors are the project's own
        [sys.executable, "-c", _PYBABEL, "-q", "extract", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or not target.exists():
        lines = done.stderr.strip().splitlines()
        return None, lines[-1] if lines else str(done.returncode)
    return read_po(target), ""


def _options(evidence: Evidence) -> Sequence[str]:
    if evidence.extract is None:
        return []
    arguments = evidence.extract.arguments
    options = [f"--keyword={keyword}" for keyword in arguments.options.get("keywords", ())]
    if arguments.has("no-default-keywords"):
        options.append("--no-default-keywords")
    return options
