"""Deciding what to do with each imported translation: change, ignore, reject or conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.editing import Edit, digest
from kfor_i18n.catalogs.exchange.index import Located
from kfor_i18n.catalogs.exchange.resolving import Incoming
from kfor_i18n.catalogs.exchange.units import translation_digest
from kfor_i18n.catalogs.messages import strip_forms
from kfor_i18n.catalogs.plurals import count_forms
from kfor_i18n.catalogs.po.file import Entry
from kfor_i18n.catalogs.problems import N_, Code, Problem

IMPORT_CONTRADICTION = Code(
    "import-contradiction",
    N_("Two translations of a message in one file"),
    N_("The file contains two different translations of the same message."),
)


IMPORT_CONFLICT = Code(
    "import-conflict",
    N_("Message changed on both sides"),
    N_(
        "The catalog has a translation that the translator of the file did not see. It is "
        "overwritten only with --force."
    ),
)


Status = Literal["change", "unchanged", "untranslated", "refused", "conflict", "unknown"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of an import.

    ``language`` is the BCP 47 tag of the catalogs. ``fuzzy``: changed translations become fuzzy,
    and none is confirmed. ``force``: conflicts are resolved in favour of the file.
    """

    language: str
    fuzzy: bool = False
    force: bool = False


@dataclass(slots=True)
class Decision:
    """The decision about one message of a file; ``problem`` is why it is not imported."""

    path: Path
    incoming: Incoming
    status: Status
    msgstrs: tuple[str, ...] = ()
    is_fuzzy: bool = False
    problem: Problem | None = None

    @property
    def edit(self) -> Edit:
        """The edit to make. Raises ``LookupError`` if no message was found."""
        entry = self.found.entry
        return Edit(entry.key, self.msgstrs, self.is_fuzzy, seen=digest(entry))

    @property
    def found(self) -> Located:
        """The message in the catalogs. Raises ``LookupError`` if none was found."""
        if self.incoming.found is None:
            raise LookupError(self.incoming.row.source)
        return self.incoming.found

    @property
    def is_still_fuzzy(self) -> bool:
        """Whether the translation was fuzzy and is marked fuzzy in the file."""
        was_fuzzy = self.incoming.found is not None and self.found.entry.is_fuzzy
        return was_fuzzy and self.is_fuzzy and self.status in ("change", "unchanged")

    def reject(self, problem: Problem, status: Status = "refused") -> None:
        """Record that the message is not imported, and why."""
        self.status, self.problem = status, problem


def decide(path: Path, incoming: Incoming, digests: Mapping[str, str], rules: Rules) -> Decision:
    """Compare the translation in the file, in the catalog, and at the time of the export.

    ``path`` is the file's, ``incoming`` a message in it, and ``digests`` are the digests of
    exported translations by message id, for rows without their own. Translations are not validated
    here.
    """
    decision = Decision(path, incoming, "unchanged")
    if incoming.problem is not None:
        decision.reject(incoming.problem, "unknown" if incoming.is_unknown else "refused")
    if incoming.problem is not None or incoming.found is None:
        return decision
    entry = incoming.found.entry
    count = 1 if entry.plural is None else count_forms(incoming.found.catalog.po.headers)
    decision.msgstrs = _complete(entry.msgstrs, incoming.forms, count)
    decision.is_fuzzy = _decide_state(decision, rules)
    exported = incoming.row.digest or digests.get(incoming.found.id, "")
    if not any(incoming.forms.values()):
        decision.status = "untranslated"
    elif _is_as_in_catalog(decision) or (
        _is_as_exported(decision, exported, rules) and not _is_given_back(entry, rules)
    ):
        decision.status = "unchanged"
    elif rules.force or not (conflict := _find_conflict(decision, exported, rules)):
        decision.status = "change"
    elif exported and _has_same_translation(decision):
        # The catalog's translation was confirmed after the export, so it stays confirmed.
        decision.status = "unchanged"
    else:
        decision.reject(conflict, "conflict")
    return decision


def _complete(old: tuple[str, ...], forms: Mapping[int, str], count: int) -> tuple[str, ...]:
    """Return ``count`` forms: those of the file, or the old ones if it has none."""
    texts = {**dict(enumerate(old)), **forms}
    # Validation rejects extra forms; empty ones are dropped here.
    count = max([count, *(number + 1 for number, text in texts.items() if text)])
    msgstrs = tuple(texts.get(number, "") for number in range(count))
    return old if strip_forms(msgstrs) == strip_forms(old) else msgstrs


def _decide_state(decision: Decision, rules: Rules) -> bool:
    """Return whether the translation becomes fuzzy.

    A file without states confirms only translations that it changes.
    """
    entry, wanted = decision.found.entry, decision.incoming.is_fuzzy
    if decision.msgstrs != entry.msgstrs:
        return rules.fuzzy or bool(wanted)
    if wanted is None or (rules.fuzzy and not wanted):
        return entry.is_fuzzy
    return wanted


def _is_as_in_catalog(decision: Decision) -> bool:
    entry = decision.found.entry
    return decision.msgstrs == entry.msgstrs and decision.is_fuzzy == entry.is_fuzzy


def _is_as_exported(decision: Decision, exported: str, rules: Rules) -> bool:
    wanted = decision.incoming.is_fuzzy
    states = (True, False) if wanted is None else (wanted,)
    return exported in [
        translation_digest(rules.language, decision.msgstrs, is_fuzzy=state) for state in states
    ]


def _is_given_back(entry: Entry, rules: Rules) -> bool:
    """Return whether a translation that was emptied since the export is wanted back."""
    return rules.force and not any(entry.msgstrs)


def _has_same_translation(decision: Decision) -> bool:
    """Return whether the catalog has exactly the file's translation, whatever their states.

    A form that is missing from the file may have been changed in the catalog.
    """
    msgstrs, forms = decision.found.entry.msgstrs, decision.incoming.forms
    return decision.msgstrs == msgstrs and all(
        forms.get(number, "") == text for number, text in enumerate(msgstrs)
    )


def _find_conflict(decision: Decision, exported: str, rules: Rules) -> Problem | None:
    """Return the conflict if the catalog has what the translator of the file did not see.

    Confirming a fuzzy translation that the file has too overwrites nothing.
    """
    entry = decision.found.entry
    if not exported:
        if entry.is_fuzzy or not any(entry.msgstrs):
            return None
        return _CONFIRMED if decision.msgstrs == entry.msgstrs else _UNLIKE
    if entry.is_fuzzy and _has_same_translation(decision):
        return None
    now = translation_digest(rules.language, entry.msgstrs, is_fuzzy=entry.is_fuzzy)
    return None if exported == now else _CHANGED_SINCE_EXPORT


_CHANGED_SINCE_EXPORT = Problem(
    IMPORT_CONFLICT,
    N_("changed in the catalog since the export; compare both translations, then leave the "
       "catalog as it is, or import the file's translation of every conflict with --force"),
)  # fmt: skip
_UNLIKE = Problem(
    IMPORT_CONFLICT,
    N_("the catalog has a different translation that is not fuzzy; compare both translations, then "
       "leave the catalog as it is, or import the file's translation of every conflict with "
       "--force"),
)  # fmt: skip
_CONFIRMED = Problem(
    IMPORT_CONFLICT,
    N_("fuzzy in the file, but not in the catalog; leave the catalog as it is, or import the "
       "file's translation and state of every conflict with --force"),
)  # fmt: skip


def reject_contradictions(decisions: Iterable[Decision]) -> None:
    """Reject the changes of messages for which the file has two different translations."""
    first: dict[str, Decision] = {}
    for decision in decisions:
        if decision.status not in ("change", "unchanged") or decision.incoming.found is None:
            continue
        other = first.setdefault(decision.found.id, decision)
        if other is decision:
            continue
        if (decision.msgstrs, decision.is_fuzzy) == (other.msgstrs, other.is_fuzzy):
            decision.status = "unchanged"
            continue
        problem = Problem(
            IMPORT_CONTRADICTION,
            N_("different translation on line %(line)s of the file; keep one of the two"),
            {"line": other.incoming.row.line},
        )
        for one in (decision, other):
            if one.status == "change":
                one.reject(problem)
