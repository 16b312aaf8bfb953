"""Catalogs compiled: each message validated, and a .mo replaced only by a valid one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.mo.file import TRAILER_LENGTH, build_mo, read_digest
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file, unwritable
from kfor_i18n.catalogs.validation.catalog import validate_catalog
from kfor_i18n.files import write_atomically
from kfor_i18n.parallel import run_each

# Raised whenever the same source would give another .mo, so that files of before are stale.
_FORMAT = 1
# Below this many bytes of sources, starting processes costs more than it gains.
_WORTH_PROCESSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Compiled:
    """What became of one catalog.

    ``fresh``: its .mo was compiled from the same bytes. ``compiled``: it is now. ``refused``: it
    has errors among its ``findings``, and its old .mo stays. ``messages`` counts what the .mo holds
    if it was compiled.
    """

    source: Path
    target: Path
    status: Literal["fresh", "compiled", "refused"]
    messages: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """How catalogs are compiled.

    ``force``: fresh ones as well. ``skip_invalid``: messages that may not be shown are left out,
    where else their catalog is not written.
    """

    force: bool = False
    skip_invalid: bool = False


def compile_catalogs(
    project: Project,
    sources: Sequence[Path],
    options: CompileOptions = CompileOptions(),
    *,
    on_done: Callable[[Compiled], None] = lambda _: None,
) -> list[Compiled]:
    """Compile catalogs of a project, only those whose bytes changed since they were compiled.

    A catalog with an error, in the file or in a message, is not written. ``on_done`` is called with
    each result as soon as it is there. The caller holds the project's lock.
    """
    results: dict[Path, Compiled] = {}
    stale: list[tuple[Path, bytes]] = []
    for source in sources:
        target = project.compiled_path(source)
        try:
            data = read_file(source)
        except CatalogError as error:
            results[source] = Compiled(source, target, "refused", findings=error.findings)
            on_done(results[source])
            continue
        if not options.force and is_fresh(project, source, data, options):
            results[source] = Compiled(source, target, "fresh")
            on_done(results[source])
        else:
            stale.append((source, data))
    weight = sum(len(data) for _, data in stale)
    compile_stale = partial(_compile, project, options)
    for result in run_each(compile_stale, stale, weight=weight, worth=_WORTH_PROCESSES):
        results[result.source] = result
        on_done(result)
    return [results[source] for source in sources]


def is_fresh(
    project: Project, source: Path, data: bytes, options: CompileOptions = CompileOptions()
) -> bool:
    """Tell whether a catalog's .mo was compiled from these bytes in the way the options ask for."""
    found = _read_trailer(project.compiled_path(source))
    return found in _digests(project, data, options)


def _compile(project: Project, options: CompileOptions, stale: tuple[Path, bytes]) -> Compiled:
    source, data = stale
    target = project.compiled_path(source)
    try:
        catalog = open_catalog(project, source, data)
    except CatalogError as error:
        return Compiled(source, target, "refused", findings=error.findings)
    verdict = validate_catalog(catalog)
    findings = _sort(verdict.errors, verdict.invalid, verdict.warnings)
    if verdict.errors or (verdict.invalid and not options.skip_invalid):
        return Compiled(source, target, "refused", findings=findings)
    header = catalog.header.msgstrs[0] if catalog.header else ""
    digest = _digest(project, data, is_whole=not verdict.invalid)
    try:
        write_atomically(
            target, build_mo(verdict.valid, header, charset=catalog.po.charset, digest=digest)
        )
    except OSError as error:
        findings = (*findings, unwritable(target, error))
        return Compiled(source, target, "refused", findings=findings)
    return Compiled(source, target, "compiled", len(verdict.valid), findings)


def _sort(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(chain(*groups), key=lambda finding: finding.line or 0))


def _digest(project: Project, data: bytes, *, is_whole: bool) -> str:
    kind = (_FORMAT, project.always_formatted, is_whole, *project.slug_contexts, "")
    return hashlib.sha256(" ".join(map(str, kind)).encode() + data).hexdigest()


def _digests(project: Project, data: bytes, options: CompileOptions) -> list[str]:
    """Return the digests of a fresh .mo: a whole one, and one in part where that may be."""
    wanted = (True, False) if options.skip_invalid else (True,)
    return [_digest(project, data, is_whole=is_whole) for is_whole in wanted]


def _read_trailer(target: Path) -> str:
    try:
        with target.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(file.tell() - TRAILER_LENGTH, 0))
            return read_digest(file.read())
    except OSError:
        return ""
