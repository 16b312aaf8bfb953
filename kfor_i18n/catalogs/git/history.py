"""Catalogs at earlier git revisions, and the translations that were lost since then."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_previous
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po_file
from kfor_i18n.catalogs.po.formatting import FormatOptions, format_text
from kfor_i18n.catalogs.problems import (
    N_,
    CatalogError,
    Code,
    Finding,
    Problem,
    SettingsError,
)
from kfor_i18n.catalogs.project import Project

LOST_SOURCE = Code(
    "lost-source",
    N_("Source text changed since a revision"),
    N_(
        "With --since, check reports messages that were translated at a revision and are now "
        "fuzzy, empty or missing, unless their source text was removed too. A changed source "
        "text is only a warning."
    ),
    severity="warning",
)


LOST_MESSAGE = Code(
    "lost-message",
    N_("Message removed since a revision"),
    N_(
        "With --since, check reports messages that were translated at a revision and are now "
        "fuzzy, empty or missing, unless their source text was removed too. A changed source "
        "text is only a warning."
    ),
)


LOST_EMPTY = Code(
    "lost-empty",
    N_("Translation became empty since a revision"),
    N_(
        "With --since, check reports messages that were translated at a revision and are now "
        "fuzzy, empty or missing, unless their source text was removed too. A changed source "
        "text is only a warning."
    ),
)


LOST_FUZZY = Code(
    "lost-fuzzy",
    N_("Translation became fuzzy since a revision"),
    N_(
        "With --since, check reports messages that were translated at a revision and are now "
        "fuzzy, empty or missing, unless their source text was removed too. A changed source "
        "text is only a warning."
    ),
)


REVISION = Code(
    "revision",
    N_("Unknown git revision"),
    N_("A revision is a commit, a branch or a tag of this repository."),
)


LostState = Literal["fuzzy", "empty", "gone", "source-changed"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that was translated at a revision and no longer is.

    ``msgstrs`` are its translations at that revision; ``entry`` is its present entry, if any. In
    the state ``source-changed``, ``entry`` has the fuzzy translation, so nothing is lost.
    """

    key: Key
    msgstrs: tuple[str, ...]
    state: LostState
    entry: Entry | None = None


def read_at(root: Path, revision: str, path: Path) -> bytes | None:
    """Return the bytes of a file at a git revision, or ``None`` if it did not exist.

    ``root`` is a directory in the repository. Before the first commit, ``HEAD`` has no files.
    Raises ``SettingsError`` if the revision is unknown, if git is not installed, or if there is no
    repository.
    """
    commit = None
    if not revision.startswith("-"):  # git would parse it as an option
        commit = ask_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None and revision == "HEAD":
        return None
    if commit is None:
        problem = Problem(
            REVISION,
            N_('unknown revision "%(revision)s"; give a commit, branch or tag'),
            {"revision": revision},
        )
        raise SettingsError([Finding(root, None, problem)])
    name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    listed = ask_git(root, "ls-tree", "-z", commit.decode().strip(), "--", name)
    kind, _, found = (listed or b"").partition(b"\t")
    if not found or b" blob " not in kind:
        return None
    return ask_git(root, "cat-file", "blob", kind.split()[2].decode())


def was_formatted(project: Project, options: FormatOptions, path: Path, revision: str) -> bool:
    """Return whether a file was in its normal form at a git revision, or did not exist.

    A file that could not be read then was not. Raises ``SettingsError`` as ``read_at`` does.
    """
    data = read_at(project.root, revision, path)
    if data is None:
        return True
    try:
        po = parse_po_file(path, data)
    except CatalogError:
        return False
    return format_text(po, options) == po.text


def find_lost(before: PoFile, after: PoFile, template: PoFile | None = None) -> list[Lost]:
    """Return the messages that were translated in ``before`` and are not in ``after``.

    Messages that are not in the template are included only if their translation is now the fuzzy
    translation of a changed source text. Without a template, messages that are obsolete in
    ``after`` count as not in it.
    """
    live = {entry.key: entry for entry in after.live}
    fuzzy = {
        previous.key: entry
        for entry in live.values()
        if entry.is_fuzzy and (previous := read_previous(entry))
    }
    # Without a template, only messages that are obsolete in the catalog count as unused.
    wanted = {e.key for e in template.entries if not e.is_obsolete} if template else None
    retired = {e.key for e in after.entries if e.is_obsolete} - live.keys()
    losses = []
    for old in before.live:
        if old.is_fuzzy or not all(old.msgstrs):
            continue
        is_wanted = old.key not in retired if wanted is None else old.key in wanted
        entry = live.get(old.key) if is_wanted else fuzzy.get(old.key)
        state = _compare(old, entry) if is_wanted else "source-changed" if entry else None
        if state:
            losses.append(Lost(old.key, old.msgstrs, state, entry))
    return losses


def _compare(old: Entry, entry: Entry | None) -> LostState | None:
    if entry is None:
        return "gone"
    if not all(entry.msgstrs):
        return "empty"
    if entry.is_fuzzy:
        return "fuzzy" if entry.plural == old.plural else "source-changed"
    return None


_PROBLEMS: dict[LostState, tuple[Code, str]] = {
    "fuzzy": (
        LOST_FUZZY,
        N_("translated at %(revision)s but fuzzy now; confirm or correct the translation"),
    ),
    "empty": (
        LOST_EMPTY,
        N_("translated at %(revision)s but empty now; restore the translation from that revision"),
    ),
    "gone": (
        LOST_MESSAGE,
        N_(
            "translated at %(revision)s but no longer in the catalog; run kfor-i18n update, "
            "then restore the translation from that revision"
        ),
    ),
    "source-changed": (
        LOST_SOURCE,
        N_(
            "source text changed since %(revision)s, and the old translation is now fuzzy; "
            "confirm or correct it"
        ),
    ),
}


def report_lost(
    path: Path, after: PoFile, losses: Iterable[Lost], revision: str
) -> Iterator[Finding]:
    """Yield a finding for each lost translation: an error, or a warning if the source changed.

    ``path`` and ``after`` are the catalog's path and present content; ``revision`` is the revision
    that it was compared with.
    """
    for lost in losses:
        code, msgid = _PROBLEMS[lost.state]
        yield Finding(
            path,
            after.line_of(lost.entry) if lost.entry else None,
            Problem(code, msgid, {"revision": revision}),
            lost.entry.msgid if lost.entry else lost.key.msgid,
        )
