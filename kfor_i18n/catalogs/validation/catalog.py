"""Validation of whole catalogs: header, duplicates and every translation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
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
        " says which. Keep one, or give them contexts. --fix joins two that say the same."
    ),
    is_fixed=True,
)


@dataclass(frozen=True, slots=True)
class Validation:
    """The result of validating a catalog.

    ``valid`` are the messages whose translations are valid. ``errors`` concern the whole file,
    which must not be compiled if there are any; ``invalid`` and ``warnings`` concern single
    messages, none of which is in ``valid``, or the plural rule.
    """

    valid: list[Message] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    invalid: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def validate_catalog(catalog: Catalog) -> Validation:
    """Validate a catalog. Fuzzy, obsolete and untranslated entries are skipped."""
    validation = Validation(errors=list(find_duplicates(catalog.path, catalog.po)))
    if any(entry.plural is not None for entry in catalog.live) and catalog.rule_problem:
        group = validation.errors if catalog.rule is None else validation.warnings
        group.append(catalog.finding(None, catalog.rule_problem))
    slugs = Slugs(catalog.project.slug_contexts, (entry.key for entry in catalog.live))
    for entry in catalog.live:
        if not any(entry.msgstrs) or entry.is_fuzzy:
            continue
        if entry.plural is not None and catalog.rule is None:
            continue  # The error in the header is reported once, not for every plural message.
        if not all(entry.msgstrs):
            validation.warnings.append(catalog.finding(entry, _PARTIAL))
        elif problem := validate_entry(catalog, entry, slugs):
            validation.invalid.append(catalog.finding(entry, problem))
        else:
            validation.valid.append(entry.message)
            slugs.take(entry.message)
    return validation


_PARTIAL = Problem(
    PARTIAL_PLURAL, N_("has empty plural forms, so it is left out; fill in every form")
)


def validate_entry(catalog: Catalog, entry: Entry, slugs: Slugs) -> Problem | None:
    """Return the problem with an entry's translation, or ``None`` if it is valid.

    The entry need not be part of the catalog, so that an edit can be validated before it is made.
    """
    return validate(entry.message, catalog.rule, slugs, is_formatted=catalog.is_formatted(entry))


def find_duplicates(path: Path, po: PoFile) -> Iterator[Finding]:
    """Yield an error for each live entry with the key of an earlier one."""
    entries = [entry for entry in po.entries if not entry.is_obsolete]
    if len({entry.key for entry in entries}) == len(entries):
        return
    first: dict[Key, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            msgid = _JOINED if says_the_same(other, entry) else _CHOSEN
            problem = Problem(DUPLICATE, msgid, {"line": po.line_of(other)})
            yield Finding(path, po.line_of(entry), problem, entry.msgid)


_JOINED = N_("stands already on line %(line)s and says the same; run kfor-i18n check --fix")
_CHOSEN = N_("stands already on line %(line)s with another translation; keep one of the two")


def says_the_same(first: Entry, second: Entry) -> bool:
    """Return whether two entries with the same key can be one without a loss."""
    if first.plural != second.plural:
        return False
    if not any(first.msgstrs) or not any(second.msgstrs):
        return True
    return first.msgstrs == second.msgstrs and first.is_fuzzy == second.is_fuzzy


def require_unique(path: Path, po: PoFile) -> None:
    """Raise ``CatalogError`` if live entries have the same key."""
    if findings := list(find_duplicates(path, po)):
        raise CatalogError(findings)
