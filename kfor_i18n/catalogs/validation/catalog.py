"""Validation of whole catalogs: header, duplicates and every translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.validation.doubts import find_doubts
from kfor_i18n.catalogs.validation.message import Basis, validate, validate_filled
from kfor_i18n.catalogs.validation.places import formats_of
from kfor_i18n.catalogs.validation.slugs import Slugs

PARTIAL_PLURAL = Code(
    "partial-plural",
    N_("Empty plural forms"),
    N_(
        "A message with empty plural forms is left out of the compiled catalog, so readers see "
        "the source text."
    ),
    severity="warning",
)


DUPLICATE = Code(
    "duplicate",
    # Translators: the title of a kind of finding.
    N_("Duplicate message"),
    N_(
        "Of several entries with the same msgid and context, only one can be used, and which one "
        "depends on the tool. Keep one of them. kfor-i18n check --fix joins entries that do not "
        "contradict each other."
    ),
    is_fixed=True,
)


@dataclass(frozen=True, slots=True)
class Validation:
    """The result of validating a catalog.

    ``valid`` are the messages whose translations are valid. ``errors`` concern the whole file,
    which must not be compiled if there are any. ``invalid`` concern single messages that are not in
    ``valid``, or the plural rule, without which no message with a plural is. ``incomplete`` are
    errors in plural forms of messages that are left out anyhow, since other forms are empty.
    ``warnings`` concern single messages, or the plural rule.
    """

    valid: list[Message] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    invalid: list[Finding] = field(default_factory=list)
    incomplete: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    @property
    def of_file(self) -> tuple[Finding, ...]:
        """The errors that concern the whole file or its plural rule."""
        return (*self.errors, *(finding for finding in self.invalid if finding.msgid is None))


def validate_catalog(catalog: Catalog) -> Validation:
    """Validate a catalog. Obsolete and untranslated entries are skipped.

    So are fuzzy ones, unless the project compiles them (``use_fuzzy``).
    """
    validation = Validation(errors=list(find_duplicates(catalog.path, catalog.po)))
    slugs = Slugs(catalog.project.slug_contexts, (entry.key for entry in catalog.live))
    rule, needs_rule, is_strict = catalog.rule, False, catalog.project.strict_translations
    for entry in catalog.live:
        if not any(entry.msgstrs) or (entry.is_fuzzy and not catalog.project.use_fuzzy):
            continue
        needs_rule = needs_rule or entry.plural is not None
        if entry.plural is not None and rule is None:
            continue  # The error in the header is reported once, not for every plural message.
        if not all(entry.msgstrs):
            validation.warnings.append(catalog.finding(entry, PARTIAL))
            if problem := validate_filled_forms(catalog, entry):
                validation.incomplete.append(catalog.finding(entry, problem))
            continue
        message, basis = entry.message, _basis_of(catalog, entry)
        if problem := validate(message, rule, slugs, basis):
            validation.invalid.append(catalog.finding(entry, problem))
        else:
            validation.valid.append(message)
            slugs.take(message)
            doubts = () if is_strict else find_doubts(message, rule, basis)
            validation.warnings.extend(catalog.finding(entry, doubt) for doubt in doubts)
    if needs_rule and catalog.rule_problem:
        group = validation.invalid if rule is None else validation.warnings
        group.append(catalog.finding(None, catalog.rule_problem))
    return validation


PARTIAL = Problem(
    PARTIAL_PLURAL, N_("empty plural forms, so the message is not compiled; fill in every form")
)


def validate_entry(catalog: Catalog, entry: Entry, slugs: Slugs) -> Problem | None:
    """Return the problem with an entry's translation, or ``None`` if it is valid.

    The entry need not be part of the catalog, so that an edit can be validated before it is made.
    """
    return validate(entry.message, catalog.rule, slugs, _basis_of(catalog, entry))


def validate_filled_forms(catalog: Catalog, entry: Entry) -> Problem | None:
    """Return the problem with the forms of an incomplete entry that are filled in, or ``None``."""
    return validate_filled(entry.message, catalog.rule, _basis_of(catalog, entry))


def find_entry_doubts(catalog: Catalog, entry: Entry) -> Iterable[Problem]:
    """Return what may be wrong with a valid translation; nothing where that is an error."""
    basis = _basis_of(catalog, entry)
    return () if basis.is_strict else find_doubts(entry.message, catalog.rule, basis)


def _basis_of(catalog: Catalog, entry: Entry) -> Basis:
    is_strict = catalog.project.strict_translations
    return Basis(formats_of(catalog, entry), catalog.source_of(entry), is_strict)


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


_JOINED = N_("duplicate of the message on line %(line)s; run kfor-i18n check --fix to join the two")
_CHOSEN = N_(
    "duplicate of the message on line %(line)s, with a different plural or translation; delete "
    "one of them"
)


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
