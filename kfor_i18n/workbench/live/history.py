"""Who changed the messages of catalogs: read from git aside, and kept up to date with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from kfor_i18n.catalogs.git.changes import (
    Change,
    Content,
    Pair,
    Step,
    compare_contents,
    descends,
    find_head,
    list_steps,
    read_steps,
    split_content,
)
from kfor_i18n.catalogs.git.history import read_at
from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.workbench.live.background import Background

_FEW, _MANY = 10, 300
"""How many commits are read at once: few at first, so that the newest are soon there."""

_FIRST = 500
"""How many commits are listed before all of them are, which takes longer."""

_KEPT = 4
"""How many comparisons of a catalog with a commit are remembered."""


class News(NamedTuple):
    """Commits of a file, the newest first, and the head of them.

    They are those since an earlier head, or with ``is_anew``, the whole history; of that, only the
    first if it is not ``is_whole``.
    """

    head: str
    steps: list[Step]
    is_anew: bool
    is_whole: bool


class Past(NamedTuple):
    """What is known of the history of a message, the newest change first.

    So far, ``read`` of the ``total`` commits of its catalog were looked at; ``total`` is 0 while
    it is not known. ``head`` is the id of the current commit, "" before the first one.
    """

    changes: list[Change]
    read: int
    total: int
    is_complete: bool
    head: str


@dataclass
class _File:
    """What was read of the history of a file; in ``order``, newer commits have lower numbers.

    ``is_whole``: all commits are listed.
    """

    path: Path
    head: str | None = None
    waiting: list[Step] = field(default_factory=list)
    order: dict[str, int] = field(default_factory=dict)
    changes: dict[Key, list[Change]] = field(default_factory=dict)
    is_whole: bool = False
    is_busy: bool = False
    part: int = _FEW


class Histories:
    """The histories of catalogs, each of which is read once somebody asks for it.

    Several threads can use them. ``on_news`` is called when a history that somebody asked for may
    have changed.
    """

    def __init__(
        self, urgent: Background, patient: Background, on_news: Callable[[], None]
    ) -> None:
        """Initialize with what reads a few commits, and what reads many while others wait."""
        self._urgent, self._patient, self._on_news = urgent, patient, on_news
        self._files: dict[Path, _File] = {}
        self._stamps: dict[Path, tuple[int, ...]] = {}
        self._compared: dict[tuple[Path, str, int], dict[Key, Pair]] = {}
        self._bases: dict[Path, tuple[str, Content]] = {}
        self._lock = Lock()

    def look_up(self, path: Path, key: Key) -> Past:
        """Return the history of a message of a catalog as far as it was read, and read on.

        Raises ``SettingsError`` if git is not installed or there is no repository.
        """
        head = find_head(path.parent)
        with self._lock:
            file = self._files.setdefault(path, _File(path))
            is_current = file.head == head
            is_idle, file.is_busy = not file.is_busy, file.is_busy or not is_current
            known = file.changes.get(key, ())
            changes = sorted(known, key=lambda each: file.order[each.revision.commit])
            total = len(file.order) if file.is_whole else 0
            read = max(total - len(file.waiting), 0)
            past = Past(changes, read, total, is_current and not file.is_busy, head)
        if is_idle and not is_current:
            self._list(file)
        return past

    def compare(self, path: Path, data: bytes, version: int, commit: str) -> dict[Key, Pair]:
        """Return which messages changed in a catalog from a commit to its present data.

        ``version`` changes with the data; "" is the time before the first commit. Raises
        ``SettingsError`` as ``look_up`` does.
        """
        about = (path, commit, version)
        with self._lock:
            known = self._compared.get(about)
        if known is not None:
            return known
        found = compare_contents(self._read_base(path, commit), split_content(data))
        with self._lock:
            for old in list(self._compared)[: -_KEPT + 1]:
                del self._compared[old]
            self._compared[about] = found
        return found

    def _read_base(self, path: Path, commit: str) -> Content:
        """Return a catalog at a commit, which is compared anew with each change of the catalog."""
        known, content = self._bases.get(path, ("", None))
        if content is None or known != commit:
            data = read_at(path.parent, commit, path) if commit else None
            content = split_content(data or b"")
            self._bases[path] = commit, content
        return content

    def follow(self) -> None:
        """Look whether commits were made, or another one is checked out."""
        stamps = {path: _stamp_of(path) for path in self._stamps}
        if stamps != self._stamps:
            self._stamps = stamps
            self._on_news()

    def _list(self, file: _File) -> None:
        if not self._stamps:
            self._stamps = {path: _stamp_of(path) for path in _find_logs(file.path.parent)}
        self._choose(file).run(
            file.path, list_news, file.path, file.head or "", file.is_whole,
            on_done=partial(self._take_news, file), on_error=partial(self._rest, file),
        )  # fmt: skip

    def _choose(self, file: _File) -> Background:
        """Return what reads on: somebody waits for a few commits, and nobody for thousands."""
        return self._urgent if len(file.waiting) <= _FIRST else self._patient

    def _take_news(self, file: _File, news: News) -> None:
        with self._lock:
            if news.is_anew and news.head != file.head:
                file.waiting, file.order, file.changes = [], {}, {}
                file.part = _FEW
            steps = [step for step in news.steps if step.revision.commit not in file.order]
            first = 0 if news.is_anew else min(file.order.values(), default=0) - len(steps)
            listed = news.steps if news.is_anew else steps
            file.order |= {step.revision.commit: first + at for at, step in enumerate(listed)}
            file.waiting = [*steps, *file.waiting]
            file.head, file.is_whole = news.head, news.is_whole
        self._read_on(file)

    def _read_on(self, file: _File) -> None:
        with self._lock:
            part, file.waiting = file.waiting[: file.part], file.waiting[file.part :]
            file.part = min(2 * file.part, _MANY)
            file.is_busy = bool(part) or not file.is_whole
        if not part and not file.is_whole:
            self._list(file)
        elif part:
            self._choose(file).run(
                file.path, read_part, file.path, part,
                on_done=partial(self._take_part, file), on_error=partial(self._read_on, file),
            )  # fmt: skip

    def _take_part(self, file: _File, changes: list[Change]) -> None:
        with self._lock:
            for change in changes:
                file.changes.setdefault(change.key, []).append(change)
        self._read_on(file)

    def _rest(self, file: _File) -> None:
        with self._lock:
            file.is_busy = False


def list_news(path: Path, since: str, is_whole: bool) -> News:
    """Return the commits of a file that are not in the history of an earlier head.

    If not all of that were listed (``is_whole``), they are all; of what was never listed, they are
    the first, so that the newest changes are soon there.
    """
    folder = path.parent
    head = find_head(folder)
    is_known = bool(since) and bool(head) and (since == head or descends(folder, head, since))
    if is_known and is_whole:
        return News(head, list_steps(folder, path, since), is_anew=False, is_whole=True)
    limit = 0 if is_known else _FIRST
    steps = list_steps(folder, path, limit=limit)
    return News(head, steps, is_anew=True, is_whole=not limit or len(steps) < limit)


def read_part(path: Path, steps: list[Step]) -> list[Change]:
    """Return the changes of messages of a file by some of its commits."""
    return [change for group in read_steps(path.parent, steps) for change in group]


def _find_logs(folder: Path) -> list[Path]:
    """Return the files that git writes when there is another head."""
    try:
        found = ask_git(folder, "rev-parse", "--git-path", "HEAD", "--git-path", "logs/HEAD")
    except SettingsError:
        return []
    return [folder / line for line in (found or b"").decode(errors="surrogateescape").splitlines()]


def _stamp_of(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size
