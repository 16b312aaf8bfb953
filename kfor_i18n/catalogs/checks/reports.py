"""Output formats of findings: text, JSON, GitHub annotations, SARIF and JUnit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.problems import N_, Finding, GetText, relative_path


def format_text(findings: Iterable[Finding], gettext: GetText, root: Path) -> str:
    """Return a line for each finding: ``file:line: severity: code "msgid": problem``.

    In all formats, ``gettext`` translates the problems, and paths in ``root`` are relative to it.
    """
    return "".join(
        f"{_location(f, root)}: {_severity(f, gettext)}: "
        f"{f.problem.code.name}{_name(f)}: {f.problem.text(gettext)}\n"
        for f in findings
    )


# Translators: the severity of a finding, between its line and its code.
_ERROR = N_("error")
# Translators: the severity of a finding, between its line and its code.
_WARNING = N_("warning")


def _severity(finding: Finding, gettext: GetText) -> str:
    return gettext(_WARNING if finding.severity == "warning" else _ERROR)  # i18n: ignore


def _location(finding: Finding, root: Path) -> str:
    # The root itself is shown by its whole path: a dot in its place looks like a mistake.
    path = str(root) if finding.path == root else relative_path(finding.path, root)
    return f"{path}:{finding.line}" if finding.line else path


def _name(finding: Finding) -> str:
    return f" {finding.short_msgid}" if finding.msgid is not None else ""


def format_json(findings: Iterable[Finding], gettext: GetText, root: Path) -> str:
    """Return a JSON document with the findings."""
    document = {"findings": [finding.describe(gettext, root) for finding in findings]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def format_github(findings: Iterable[Finding], gettext: GetText, root: Path) -> str:
    """Return GitHub workflow commands, which GitHub shows as annotations of a change."""
    lines = []
    for finding in findings:
        location = f"file={_escape_property(relative_path(finding.path, root))}"
        if finding.line:
            location += f",line={finding.line}"
        title = f"title={_escape_property(finding.problem.code.name)}"
        text = _escape_data(finding.problem.text(gettext))
        lines.append(f"::{finding.severity} {location},{title}::{text}\n")
    return "".join(lines)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def format_sarif(
    findings: Sequence[Finding],
    gettext: GetText,
    root: Path,
    rules: Mapping[str, tuple[str, str]],
) -> str:
    """Return a SARIF 2.1.0 log. ``rules`` maps codes to their title and explanation."""
    codes = sorted({finding.problem.code.name for finding in findings})
    driver = {
        "name": "kfor-i18n",
        "rules": [_describe_rule(code, *rules.get(code, (code, code))) for code in codes],
    }
    results = [_describe_result(finding, gettext, root, codes) for finding in findings]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _describe_rule(code: str, title: str, explanation: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": explanation},
    }


def _describe_result(
    finding: Finding, gettext: GetText, root: Path, codes: Sequence[str]
) -> dict[str, Any]:
    location: dict[str, Any] = {
        "artifactLocation": {"uri": relative_path(finding.path, root)},
    }
    if finding.line:
        location["region"] = {"startLine": finding.line}
    return {
        "ruleId": finding.problem.code.name,
        "ruleIndex": codes.index(finding.problem.code.name),
        "level": finding.severity,
        "message": {"text": finding.problem.text(gettext)},
        "locations": [{"physicalLocation": location}],
    }


def format_junit(
    findings: Sequence[Finding], gettext: GetText, root: Path, paths: Sequence[Path]
) -> str:
    """Return a JUnit XML report with a test case for each checked file, ``paths`` first."""
    by_path = {
        path: list(group)
        for path, group in groupby(sorted(findings, key=_path), key=lambda f: f.path)
    }
    cases = [*paths, *(path for path in by_path if path not in paths)]
    failures = sum(path in by_path for path in cases)
    from xml.etree import ElementTree

    suite = ElementTree.Element(
        "testsuite", name="kfor-i18n", tests=str(len(cases)), failures=str(failures)
    )
    for path in cases:
        case = ElementTree.SubElement(
            suite, "testcase", classname="kfor-i18n", name=relative_path(path, root)
        )
        if found := by_path.get(path):
            failure = ElementTree.SubElement(case, "failure", message=found[0].problem.code.name)
            failure.text = format_text(found, gettext, root)
    return ElementTree.tostring(suite, encoding="unicode") + "\n"


def _path(finding: Finding) -> Path:
    return finding.path
