"""The baseline: findings that a project had at its first check, and that need no fixing yet.

It is a file of JSON in the project's directory, which can only shrink.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from os.path import realpath
from pathlib import Path
from typing import NamedTuple

from kfor_i18n.catalogs.checks.identity import identify
from kfor_i18n.catalogs.checks.rules.steps import DRIFT_CATALOG, DRIFT_TEMPLATE
from kfor_i18n.catalogs.extraction.errors import EXTRACTOR, UNDECODABLE
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

_NEVER_KNOWN = frozenset({
    DRIFT_TEMPLATE, DRIFT_CATALOG, EXTRACTOR, MAPPING, NO_TEMPLATE, SYNTAX, UNDECODABLE, UNREADABLE,
})  # fmt: skip
"""The codes that no baseline contains: nothing else is known of a file that is out of date or
cannot be read."""

_DIGITS = 12


class _Key(NamedTuple):
    """A finding as the file has it.

    ``digest`` is that of the identity's content, "" if there is none, and in a baseline of an older
    version of this program.
    """

    path: str
    code: str
    text: str
    digest: str = ""


@dataclass(frozen=True)
class Baseline:
    """The findings of a baseline, each with the number of times that it may occur."""

    known: Counter[_Key] = field(default_factory=Counter)

    def drop_known(self, findings: Iterable[Finding], root: Path) -> list[Finding]:
        """Return the findings that are not in the baseline; ``root`` is the project's directory.

        Findings that are never part of a baseline are always returned.
        """
        given = list(findings)
        old = {id(finding) for _, finding in self._find_known(given, root)}
        return [finding for finding in given if id(finding) not in old]

    def shrink(self, findings: Iterable[Finding], root: Path) -> Baseline:
        """Return the baseline without what is not found any more; nothing is added but digests."""
        return Baseline(Counter(key for key, _ in self._find_known(list(findings), root)))

    def _find_known(
        self, findings: Sequence[Finding], root: Path
    ) -> Iterator[tuple[_Key, Finding]]:
        left = Counter(self.known)
        for key, finding in _list_keys(findings, root):
            older = key._replace(digest="")
            match = key if left[key] > 0 else older
            if left[match] > 0:
                left[match] -= 1
                yield key, finding


def _list_keys(findings: Iterable[Finding], root: Path) -> Iterator[tuple[_Key, Finding]]:
    """Yield the findings that a baseline may hold, by file, each with its key."""
    lasting = [finding for finding in findings if finding.problem.code not in _NEVER_KNOWN]
    for path, group in groupby(sorted(lasting, key=_path_of), _path_of):
        name = relative_path(Path(realpath(path)), root)
        for (code, text, content), finding in identify(group, path):
            yield _Key(name, code, text, _digest(content)), finding


def _path_of(finding: Finding) -> Path:
    return finding.path


def _digest(content: Sequence[str]) -> str:
    data = "\0".join(content).encode("utf-8", "surrogatepass")
    return sha256(data).hexdigest()[:_DIGITS] if content else ""


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
            _read_key(file, code, item)
            for file, codes in document.items()
            for code, items in codes.items()
            for item in _require_list(items)
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


def _require_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _read_key(path: str, code: str, item: object) -> _Key:
    """Return the key of a text, or of a text and a digest. Older versions wrote no digests."""
    match item:
        case str(text):
            return _Key(path, code, text)
        case [str(text), str(digest)]:
            return _Key(path, code, text, digest)
    raise TypeError


def write_baseline(project: Project, findings: Sequence[Finding]) -> Baseline:
    """Write a project's baseline and return it.

    The first baseline has all findings except those that ``kfor-i18n sync`` fixes and those of
    files that cannot be read. After that, findings are only removed, once they are no longer found.
    An empty baseline is deleted. Raises what ``read_baseline`` raises, and ``OSError``.
    """
    present = read_baseline(project)
    new = Baseline(Counter(key for key, _ in _list_keys(findings, project.root)))
    if present is not None:
        new = present.shrink(findings, project.root)
    path = project.root / BASELINE
    if new.known:
        write_atomically(path, _format(new).encode())
    else:
        path.unlink(missing_ok=True)
    return new


def _format(baseline: Baseline) -> str:
    document: dict[str, dict[str, list[str | list[str]]]] = {}
    for path, code, text, digest in sorted(baseline.known.elements()):
        item = [text, digest] if digest else text
        document.setdefault(path, {}).setdefault(code, []).append(item)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
