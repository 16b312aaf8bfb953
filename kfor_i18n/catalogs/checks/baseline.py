"""The baseline: findings that a project had at its first check, and that need no fixing yet.

It is a file of JSON in the project's directory, which can only shrink.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path

from kfor_i18n.catalogs.checks.rules.steps import STEP_CODES
from kfor_i18n.catalogs.extraction.mapping import MAPPING
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError, relative_path
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import UNREADABLE, is_there, read_file
from kfor_i18n.catalogs.updating.collecting import NO_TEMPLATE
from kfor_i18n.files import write_atomically

BASELINE = "kfor-i18n-baseline.json"
"""The name of the file, in the project's directory."""

BASELINE_FILE = Code(
    "baseline",
    # Translators: the title of a kind of finding.
    N_("Invalid baseline"),
    N_(
        "The baseline lists the findings that existed when it was written. kfor-i18n check "
        "--write-baseline creates it."
    ),
)

# Whole numbers alone: "i18n" is a name.
_NUMBERS = re.compile(r"\b[0-9]+\b")

_NEVER_KNOWN = frozenset({*STEP_CODES, NO_TEMPLATE, MAPPING, SYNTAX, UNREADABLE})
"""The codes that no baseline contains: nothing else is known of a file that is out of date or
cannot be read."""

_Key = tuple[str, str, str]
"""The path, the code, and the msgid or the values of the problem; lines change at any edit."""


@dataclass(frozen=True)
class Baseline:
    """The findings of a baseline, each with the number of times that it may occur."""

    known: Counter[_Key] = field(default_factory=Counter)

    def drop_known(self, findings: Iterable[Finding], root: Path) -> list[Finding]:
        """Return the findings that are not in the baseline; ``root`` is the project's directory.

        Findings that are never part of a baseline are always returned.
        """
        left = Counter(self.known)
        new = []
        for finding in findings:
            key = _key_of(finding, root)
            if left[key] > 0 and finding.problem.code not in _NEVER_KNOWN:
                left[key] -= 1
            else:
                new.append(finding)
        return new

    def shrink(self, findings: Iterable[Finding], root: Path) -> Baseline:
        """Return the baseline without what is not found any more; nothing is added."""
        return Baseline(self.known & _count(findings, root))


def identify(finding: Finding) -> str:
    """Return what distinguishes a finding from others of its file and code, whatever its line.

    That is the msgid or, if there is none, the values in the problem without their numbers. The
    wording of the problem does not count, so that it can be improved.
    """
    if finding.msgid is not None:
        return finding.msgid
    return _NUMBERS.sub("#", ", ".join(map(str, finding.problem.values.values())))


def _key_of(finding: Finding, root: Path) -> _Key:
    path = relative_path(Path(realpath(finding.path)), root)
    return path, finding.problem.code.name, identify(finding)


def _count(findings: Iterable[Finding], root: Path) -> Counter[_Key]:
    return Counter(
        _key_of(finding, root) for finding in findings if finding.problem.code not in _NEVER_KNOWN
    )


def read_baseline(project: Project) -> Baseline | None:
    """Return a project's baseline, or ``None`` if it has none.

    Raises ``SettingsError`` if the file is not a baseline, and ``CatalogError`` if it cannot be
    read.
    """
    path = project.root / BASELINE
    if not is_there(path):
        return None
    try:
        document = json.loads(read_file(path))
        keys = [
            (file, code, text)
            for file, codes in document.items()
            for code, texts in codes.items()
            for text in _require_texts(texts)
        ]
    except (ValueError, AttributeError, TypeError, RecursionError):
        problem = Problem(
            BASELINE_FILE,
            N_(
                "not a valid baseline; restore the file, or delete it and run kfor-i18n check "
                "--write-baseline"
            ),
        )  # fmt: skip
        raise SettingsError([Finding(path, None, problem)]) from None
    return Baseline(Counter(keys))


def _require_texts(texts: object) -> Sequence[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise TypeError
    return texts


def write_baseline(project: Project, findings: Sequence[Finding]) -> Baseline:
    """Write a project's baseline and return it.

    The first baseline has all findings except those that ``kfor-i18n sync`` fixes or reports. After
    that, findings are only removed, once they are no longer found. An empty baseline is deleted.
    Raises what ``read_baseline`` raises, and ``OSError``.
    """
    present = read_baseline(project)
    new = Baseline(_count(findings, project.root))
    if present is not None:
        new = present.shrink(findings, project.root)
    path = project.root / BASELINE
    if new.known:
        write_atomically(path, _format(new).encode())
    else:
        path.unlink(missing_ok=True)
    return new


def _format(baseline: Baseline) -> str:
    document: dict[str, dict[str, list[str]]] = {}
    for path, code, text in sorted(baseline.known.elements()):
        document.setdefault(path, {}).setdefault(code, []).append(text)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
