"""Catalogs to .mo files: each message judged, and a file replaced only when it is right."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.mo.file import TRAILER_LENGTH, build_mo, read_digest
from kfor_i18n.catalogs.po.file import parse_po_file
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.catalogs.validation.catalog import judge_file
from kfor_i18n.files import write_atomically
from kfor_i18n.locales import find_locale
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
    where else their catalog is not written. ``always_formatted``: every text goes through printf
    formatting when it is shown.
    """

    force: bool = False
    skip_invalid: bool = False
    always_formatted: bool = False


def compile_catalogs(
    sources: Sequence[Path],
    options: CompileOptions = CompileOptions(),
    *,
    on_done: Callable[[Compiled], None] = lambda _: None,
) -> list[Compiled]:
    """Compile .po files to .mo files beside them, only those whose bytes changed since.

    A catalog with an error, in the file or in a message, is not written. ``on_done`` is called with
    each result as it is there.
    """
    results: dict[Path, Compiled] = {}
    stale: list[tuple[Path, bytes]] = []
    for source in sources:
        target = source.with_suffix(".mo")
        try:
            data = read_file(source)
        except CatalogError as error:
            results[source] = Compiled(source, target, "refused", findings=error.findings)
            on_done(results[source])
            continue
        if not options.force and is_fresh(target, data, options):
            results[source] = Compiled(source, target, "fresh")
            on_done(results[source])
        else:
            stale.append((source, data))
    weight = sum(len(data) for _, data in stale)
    compiled = run_each(partial(_compile, options), stale, weight=weight, worth=_WORTH_PROCESSES)
    for result in compiled:
        results[result.source] = result
        on_done(result)
    return [results[source] for source in sources]


def is_fresh(target: Path, data: bytes, options: CompileOptions) -> bool:
    """Tell whether a .mo was compiled from a .po's bytes, in the way that the options ask for."""
    return _read_trailer(target) in _digests(data, options)


def _compile(options: CompileOptions, stale: tuple[Path, bytes]) -> Compiled:
    source, data = stale
    target = source.with_suffix(".mo")
    try:
        po = parse_po_file(source, data)
    except CatalogError as error:
        return Compiled(source, target, "refused", findings=error.findings)
    locale = find_locale(source.parent.parent.name)
    verdict = judge_file(source, po, locale, always_formatted=options.always_formatted)
    findings = _sort(verdict.errors, verdict.refusals, verdict.warnings)
    if verdict.errors or (verdict.refusals and not options.skip_invalid):
        return Compiled(source, target, "refused", findings=findings)
    header = next((entry.msgstrs[0] for entry in po.entries if entry.is_header), "")
    digest = _digest(data, options, is_whole=not verdict.refusals)
    try:
        write_atomically(
            target, build_mo(verdict.usable, header, charset=po.charset, digest=digest)
        )
    except OSError as error:
        problem = Problem(
            "unwritable", N_("cannot be written: %(error)s"), {"error": error.strerror or error}
        )
        finding = Finding(target, None, problem)
        return Compiled(source, target, "refused", findings=(*findings, finding))
    return Compiled(source, target, "compiled", len(verdict.usable), findings)


def _sort(*groups: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(chain(*groups), key=lambda finding: finding.line or 0))


def _digest(data: bytes, options: CompileOptions, *, is_whole: bool) -> str:
    kind = f"{_FORMAT} {options.always_formatted} {is_whole} "
    return hashlib.sha256(kind.encode() + data).hexdigest()


def _digests(data: bytes, options: CompileOptions) -> list[str]:
    """Return the digests of a fresh .mo: a whole one, and one in part where that may be."""
    wanted = (True, False) if options.skip_invalid else (True,)
    return [_digest(data, options, is_whole=is_whole) for is_whole in wanted]


def _read_trailer(target: Path) -> str:
    try:
        with target.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(file.tell() - TRAILER_LENGTH, 0))
            return read_digest(file.read())
    except OSError:
        return ""
