"""A whole catalog validated: what of it may be shown, and why the rest may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem
from kfor_i18n.catalogs.validation.message import Slugs, validate

PARTIAL_PLURAL = Code(
    "partial-plural",
    N_("Some plural forms are empty"),
    N_(
        "A message whose forms are not all there is not compiled: its readers would see "
        "nothing, or English."
    ),
    severity="warning",
)


DUPLICATE = Code(
    "duplicate",
    N_("A message that stands twice"),
    N_(
        "Of two entries with the same msgid and context only one can be used, and no tool"
        " says which. Keep one, or give them contexts."
    ),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be shown of a catalog, and what there is to say about it.

    ``errors`` are about the file: while there is one, nothing of it should be compiled.
    ``invalid`` are errors of single messages, which are not among the ``valid`` ones.
    """

    valid: list[Message] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    invalid: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def validate_catalog(catalog: Catalog) -> Verdict:
    """Validate a catalog's translations; fuzzy, obsolete and untranslated ones are passed over."""
    verdict = Verdict(errors=list(find_duplicates(catalog.path, catalog.po)))
    if any(entry.plural is not None for entry in catalog.live) and catalog.rule_problem:
        group = verdict.errors if catalog.rule is None else verdict.warnings
        group.append(catalog.finding(None, catalog.rule_problem))
    slugs = Slugs(catalog.project.slug_contexts, (entry.key for entry in catalog.live))
    for entry in catalog.live:
        if not any(entry.msgstrs) or entry.is_fuzzy:
            continue
        if entry.plural is not None and catalog.rule is None:
            continue  # The header's error speaks for all of them.
        if not all(entry.msgstrs):
            verdict.warnings.append(catalog.finding(entry, _PARTIAL))
        elif problem := validate_entry(catalog, entry, slugs):
            verdict.invalid.append(catalog.finding(entry, problem))
        else:
            verdict.valid.append(entry.message)
            slugs.take(entry.message)
    return verdict


_PARTIAL = Problem(
    PARTIAL_PLURAL, N_("has empty plural forms, so it is left out; fill in every form")
)


def validate_entry(catalog: Catalog, entry: Entry, slugs: Slugs) -> Problem | None:
    """Say why an entry's translation may not be shown, or ``None`` where it may.

    The entry need not stand in the catalog: an edit is validated before it is made.
    """
    return validate(entry.message, catalog.rule, slugs, is_formatted=catalog.is_formatted(entry))


def find_duplicates(path: Path, po: PoFile) -> Iterator[Finding]:
    """Yield an error for each live entry whose message stands in the file before it."""
    entries = [entry for entry in po.entries if not entry.is_obsolete]
    if len({entry.key for entry in entries}) == len(entries):
        return
    first: dict[Key, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            problem = Problem(
                DUPLICATE,
                N_("stands already on line %(line)s; keep one of the two"),
                {"line": po.line_of(other)},
            )
            yield Finding(path, po.line_of(entry), problem, entry.msgid)
