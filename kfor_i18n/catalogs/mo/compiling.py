"""Compiling of catalogs: every message is validated, and invalid catalogs are not compiled."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.catalog import open_catalog, read_source
from kfor_i18n.catalogs.mo.file import TRAILER_LENGTH, build_mo, read_digest
from kfor_i18n.catalogs.mo.header import make_header
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import read_file, unwritable
from kfor_i18n.catalogs.validation.catalog import validate_catalog
from kfor_i18n.files import lock_folder, require_regular, write_atomically
from kfor_i18n.parallel import run_each

# Increment this when the same .po gives a different .mo, so that existing files are out of date.
_FORMAT = 2
# Below this many bytes of .po files, starting processes takes longer than it saves.
_WORTH_PROCESSES = 1_000_000


@dataclass(frozen=True, slots=True)
class Compiled:
    """The result of compiling a catalog.

    ``fresh``: its .mo was up to date; ``findings`` are what is left out of it, if anything is.
    ``compiled``: its .mo was written, with ``messages`` messages besides the header. ``refused``:
    it has errors, listed in ``findings``, or its .mo could not be written; an existing .mo is
    unchanged.
    """

    source: Path
    target: Path
    status: Literal["fresh", "compiled", "refused"]
    messages: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """Options of ``compile_catalogs``.

    ``force``: compile catalogs that are up to date too. ``skip_invalid``: omit invalid messages;
    without it, a catalog that has one is not compiled.
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
    """Compile the catalogs that are not up to date; return the results in the order of ``sources``.

    ``sources`` are paths of .po files of the project. ``on_done`` is called with each result as
    soon as it is available. Errors are in the findings of the results. The caller must hold the
    project's lock.
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
            is_whole = is_fresh(project, source, data)
            findings = () if is_whole else _list_invalid(project, source, data)
            results[source] = Compiled(source, target, "fresh", findings=findings)
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
    """Return whether a catalog's .mo was compiled from these bytes with equivalent options.

    False if the catalog with its source texts cannot be read.
    """
    try:
        digests = _digests(project, source, data, options)
    except CatalogError:
        return False
    return _read_trailer(project.compiled_path(source)) in digests


def _list_invalid(project: Project, source: Path, data: bytes) -> tuple[Finding, ...]:
    return _sort(validate_catalog(open_catalog(project, source, data)).invalid)


def compile_aside(
    project: Project, sources: Sequence[Path], options: CompileOptions
) -> list[Compiled]:
    """Compile catalogs as ``compile_catalogs`` does, without keeping others out meanwhile.

    The project's lock is held only while a .mo is written. A catalog that changed since it was read
    is left to whoever changed it.
    """
    results = []
    for source in sources:
        target = project.compiled_path(source)
        try:
            data = read_file(source)
            if is_fresh(project, source, data, options):
                results.append(Compiled(source, target, "fresh"))
                continue
            result, mo = _build(project, options, source, data)
            with lock_folder(project.translations):
                if read_file(source) == data:
                    result = _write(result, mo)
        except CatalogError as error:
            result = Compiled(source, target, "refused", findings=error.findings)
        results.append(result)
    return results


def _compile(project: Project, options: CompileOptions, stale: tuple[Path, bytes]) -> Compiled:
    source, data = stale
    return _write(*_build(project, options, source, data))


def _build(
    project: Project, options: CompileOptions, source: Path, data: bytes
) -> tuple[Compiled, bytes]:
    """Return the result of compiling a catalog, and the bytes of its .mo if it is not refused."""
    target = project.compiled_path(source)
    try:
        catalog = open_catalog(project, source, data)
    except CatalogError as error:
        return Compiled(source, target, "refused", findings=error.findings), b""
    validation = validate_catalog(catalog)
    findings = _sort(validation.errors, validation.invalid, validation.warnings)
    if validation.errors or (validation.invalid and not options.skip_invalid):
        return Compiled(source, target, "refused", findings=findings), b""
    digest = _digest(project, source, data, is_whole=not validation.invalid)
    mo = build_mo(validation.valid, make_header(catalog), charset=catalog.po.charset, digest=digest)
    return Compiled(source, target, "compiled", len(validation.valid), findings), mo


def _write(result: Compiled, mo: bytes) -> Compiled:
    """Write the .mo of a catalog that is not refused; return the result."""
    if result.status != "compiled":
        return result
    try:
        result.target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(result.target, mo)
    except OSError as error:
        findings = (*result.findings, unwritable(result.target, error))
        return Compiled(result.source, result.target, "refused", findings=findings)
    return result


def _sort(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(chain(*groups), key=lambda finding: finding.line or 0))


def _digest(project: Project, path: Path, data: bytes, *, is_whole: bool) -> str:
    _, texts = read_source(project, path) or (path, b"")
    kind = [
        _FORMAT,
        project.always_formatted,
        project.strict_translations,
        is_whole,
        *project.slug_contexts,
        hashlib.sha256(texts).hexdigest(),
        "",
    ]
    if project.use_fuzzy:
        kind.insert(0, "fuzzy")
    return hashlib.sha256(" ".join(map(str, kind)).encode() + data).hexdigest()


def _digests(project: Project, path: Path, data: bytes, options: CompileOptions) -> list[str]:
    """Return the digests that an up-to-date .mo can have: complete or, if allowed, partial."""
    wanted = (True, False) if options.skip_invalid else (True,)
    return [_digest(project, path, data, is_whole=is_whole) for is_whole in wanted]


def _read_trailer(target: Path) -> str:
    try:
        require_regular(target)
        with target.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(file.tell() - TRAILER_LENGTH, 0))
            return read_digest(file.read())
    except OSError:
        return ""
