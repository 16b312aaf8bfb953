"""A catalog as it was: read at a revision, and held against what it is now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import read_previous
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError

LOST_SOURCE = Code(
    "lost-source",
    N_("Source text that changed since a revision"),
    N_(
        "With --since, what was translated at a revision and is now fuzzy, empty or gone "
        "is named, unless its source went too. A changed source is only warned of."
    ),
    severity="warning",
)


LOST_MESSAGE = Code(
    "lost-message",
    N_("Message that left the catalog since a revision"),
    N_(
        "With --since, what was translated at a revision and is now fuzzy, empty or gone "
        "is named, unless its source went too. A changed source is only warned of."
    ),
)


LOST_EMPTY = Code(
    "lost-empty",
    N_("Translation that became empty since a revision"),
    N_(
        "With --since, what was translated at a revision and is now fuzzy, empty or gone "
        "is named, unless its source went too. A changed source is only warned of."
    ),
)


LOST_FUZZY = Code(
    "lost-fuzzy",
    N_("Translation that became fuzzy since a revision"),
    N_(
        "With --since, what was translated at a revision and is now fuzzy, empty or gone "
        "is named, unless its source went too. A changed source is only warned of."
    ),
)


REVISION = Code(
    "revision",
    N_("Unknown git revision"),
    N_("A revision is a commit, a branch or a tag of this repository."),
)


State = Literal["fuzzy", "empty", "gone", "source-changed"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that was translated and is not any more, and what became of it.

    ``msgstrs`` are the translations that it had, ``entry`` is where it stands now, if it does. A
    source that changed has lost nothing: ``entry`` holds its translation as a guess.
    """

    key: Key
    msgstrs: tuple[str, ...]
    state: State
    entry: Entry | None = None


def read_at(root: Path, revision: str, path: Path) -> bytes | None:
    """Return a file's bytes at a revision of the repository, or ``None`` where it was not there.

    ``root`` is a folder in the repository. Raises ``SettingsError`` for a revision that there is
    not, and where there is no repository.
    """
    commit = None
    if not revision.startswith("-"):  # git would take it for an option
        commit = ask_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        problem = Problem(
            REVISION,
            N_('"%(revision)s" is no revision here; name a commit, a branch or a tag'),
            {"revision": revision},
        )
        raise SettingsError([Finding(root, None, problem)])
    name = os.path.relpath(path.resolve(), root.resolve())
    listed = ask_git(root, "ls-tree", "-z", commit.decode().strip(), "--", name)
    kind, _, found = (listed or b"").partition(b"\t")
    if not found or b" blob " not in kind:
        return None
    return ask_git(root, "cat-file", "blob", kind.split()[2].decode())


def find_lost(before: PoFile, after: PoFile, template: PoFile | None = None) -> list[Lost]:
    """Return the messages that were translated before and are fuzzy, empty or gone after.

    A message that the template no longer has is not among them, unless its translation stands by a
    changed source as a guess. Without a template, the sources are taken to have whatever the
    catalog does not call obsolete.
    """
    live = {entry.key: entry for entry in after.live}
    guesses = {
        previous.key: entry
        for entry in live.values()
        if entry.is_fuzzy and (previous := read_previous(entry))
    }
    # Without a template, only what the catalog itself calls obsolete has lost its source.
    wanted = {e.key for e in template.entries if not e.is_obsolete} if template else None
    retired = {e.key for e in after.entries if e.is_obsolete} - live.keys()
    losses = []
    for old in before.live:
        if old.is_fuzzy or not all(old.msgstrs):
            continue
        is_wanted = old.key not in retired if wanted is None else old.key in wanted
        entry = live.get(old.key) if is_wanted else guesses.get(old.key)
        state = _judge(old, entry) if is_wanted else "source-changed" if entry else None
        if state:
            losses.append(Lost(old.key, old.msgstrs, state, entry))
    return losses


def _judge(old: Entry, entry: Entry | None) -> State | None:
    if entry is None:
        return "gone"
    if not all(entry.msgstrs):
        return "empty"
    if entry.is_fuzzy:
        return "fuzzy" if entry.plural == old.plural else "source-changed"
    return None


_PROBLEMS: dict[State, tuple[Code, str]] = {
    "fuzzy": (
        LOST_FUZZY,
        N_("was translated at %(revision)s and is fuzzy now; confirm the translation or mend it"),
    ),
    "empty": (
        LOST_EMPTY,
        N_("was translated at %(revision)s and is not any more; take the translation from there"),
    ),
    "gone": (
        LOST_MESSAGE,
        N_(
            "was translated at %(revision)s and is not in the catalog any more; run kfor-i18n "
            "update, then take the translation from there"
        ),
    ),
    "source-changed": (
        LOST_SOURCE,
        N_(
            "has another source than at %(revision)s and its old translation as a guess; confirm "
            "or mend it"
        ),
    ),
}


def report_lost(
    path: Path, after: PoFile, losses: Iterable[Lost], revision: str
) -> Iterator[Finding]:
    """Yield an error for each message whose translation was lost since a revision.

    A changed source is only warned of. ``path`` is the catalog's, ``after`` what it is now.
    """
    for lost in losses:
        code, msgid = _PROBLEMS[lost.state]
        yield Finding(
            path,
            after.line_of(lost.entry) if lost.entry else None,
            Problem(code, msgid, {"revision": revision}),
            lost.entry.msgid if lost.entry else lost.key.msgid,
        )
