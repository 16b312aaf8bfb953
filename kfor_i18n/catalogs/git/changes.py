"""Who changed which message, when, and from what to what: read from the commits of a catalog."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple, TypeAlias

from kfor_i18n.catalogs.git.history import REVISION
from kfor_i18n.catalogs.git.repository import ask_git, start_git
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.problems import N_, Finding, Problem, SettingsError

_FORMAT = "--format=%x01%H%x1f%aN%x1f%aE%x1f%at%x1f%s"
_START, _BETWEEN = "\x01", "\x1f"
_REMEMBERED = 8
_LAST_DAY = date(2099, 12, 31)
"""The last day that git reads: to it, nothing is before a later one."""
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"),
    re.compile(r"(?P<day>\d\d?)\.\s*(?P<month>\d\d?)\.\s*(?P<year>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed a catalog: its id, its author, its time and the first line of it."""

    commit: str
    author: str
    address: str
    time: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Version:
    """The translation of a message at some time."""

    msgstrs: tuple[str, ...]
    is_fuzzy: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one message by a commit; ``None`` is before it was there, or after."""

    revision: Revision
    key: Key
    before: Version | None
    after: Version | None


Pair: TypeAlias = tuple[Version | None, Version | None]
"""A message before and after: ``None`` is before it was there, or after."""


class Step(NamedTuple):
    """A commit and the ids of the file's content before and after it."""

    revision: Revision
    old: str
    new: str


class Content(NamedTuple):
    """The content of a file in parts, each of which has whole entries; the first has the header."""

    header: bytes
    parts: frozenset[bytes]


def find_head(root: Path) -> str:
    """Return the id of the current commit in a directory; "" before the first one.

    Raises ``SettingsError`` if git is not installed or the directory is not in a repository.
    """
    answer = ask_git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    return (answer or b"").decode().strip()


def descends(root: Path, commit: str, other: str) -> bool:
    """Return whether the history of a commit has another one in it.

    Raises ``SettingsError`` as ``find_head`` does.
    """
    return ask_git(root, "merge-base", "--is-ancestor", other, commit) is not None


def find_commit(root: Path, text: str) -> str:
    """Return the id of the commit that a person names, by a revision or a day.

    Of a day, such as 2026-11-23 or 23. 11. 2026, it is the last commit before it; "" if there is
    none. Raises ``SettingsError`` if it is neither, or as ``find_head`` does.
    """
    day = _read_day(text)
    if day:
        before = f"--before={min(day, _LAST_DAY).isoformat()}T00:00:00"
        return (ask_git(root, "rev-list", "-1", before, "HEAD") or b"").decode().strip()
    found = None
    # Git would parse the first as an option, and no program can be given the second.
    if not text.startswith("-") and "\0" not in text:
        found = ask_git(root, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}")
    if found is None:
        problem = Problem(
            REVISION,
            N_('"%(text)s" is neither a date nor a revision; write a date such as 2026-11-23, or '
               "a commit, branch or tag"),
            {"text": text},
        )  # fmt: skip
        raise SettingsError([Finding(root, None, problem)])
    return found.decode().strip()


def _read_day(text: str) -> date | None:
    for pattern in _DAYS:
        if match := pattern.fullmatch(text.strip()):
            with suppress(ValueError):
                return date(*(int(match[part]) for part in ("year", "month", "day")))
    return None


def read_changes(root: Path, path: Path, since: str = "") -> Iterator[list[Change]]:
    """Yield the changes of messages in a file by each commit, the newest first.

    ``since`` is the id of a commit whose history is left out. Renames of the file are followed.
    Merges are left out, since what they bring is in other commits, and so are commits in which the
    file cannot be parsed. Raises ``SettingsError`` if git is not installed or there is no
    repository.
    """
    yield from read_steps(root, list_steps(root, path, since))


def read_steps(root: Path, steps: Sequence[Step]) -> Iterator[list[Change]]:
    """Yield the changes of messages by each of some commits (see ``read_changes``)."""
    if not steps:
        return
    with _open_objects(root) as read:
        for step in steps:
            pairs = compare_contents(read(step.old), read(step.new))
            yield [Change(step.revision, key, *pair) for key, pair in pairs.items()]


def split_content(data: bytes) -> Content:
    """Return a version of a file in parts that can be compared with those of another one."""
    header, *parts = data.replace(b"\r\n", b"\n").split(b"\n\n")
    return Content(header, frozenset(parts))


def compare_contents(old: Content, new: Content) -> dict[Key, Pair]:
    """Return the messages that are not the same in two versions of a file.

    There are none if one of them cannot be parsed.
    """
    try:
        before = _read_entries(old.header, old.parts - new.parts)
        after = _read_entries(new.header, new.parts - old.parts)
    except PoSyntaxError:
        return {}
    pairs = {key: (before.get(key), after.get(key)) for key in (*before, *after)}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def list_steps(root: Path, path: Path, since: str = "", limit: int = 0) -> list[Step]:
    """Return the commits that changed a file, the newest first (see ``read_changes``).

    ``limit`` is how many at most; 0 is all.
    """
    if not find_head(root):
        return []
    name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    revisions = f"{since}..HEAD" if since else "HEAD"
    answer = ask_git(
        root, "log", "--follow", "--no-merges", "--raw", "--no-abbrev", "--encoding=UTF-8", _FORMAT,
        *([f"--max-count={limit}"] if limit else []), revisions, "--", name,
    )  # fmt: skip
    blocks = (answer or b"").decode("utf-8", "replace").split(_START)[1:]
    return [step for block in blocks if (step := _read_step(block))]


def _read_step(block: str) -> Step | None:
    head, _, rest = block.partition("\n")
    commit, author, address, time, subject = head.split(_BETWEEN, 4)
    raw = next((line for line in rest.splitlines() if line.startswith(":")), "")
    if not raw:
        return None
    old, new = raw.split()[2:4]
    when = datetime.fromtimestamp(int(time), UTC)
    return Step(Revision(commit, author, address, when, subject), old, new)


@contextmanager
def _open_objects(root: Path) -> Iterator[Callable[[str], Content]]:
    """Yield a function that returns the content of the file with an id."""
    with start_git(root, "cat-file", "--batch") as process:

        @lru_cache(_REMEMBERED)
        def read(blob: str) -> Content:
            return split_content(b"" if not blob.strip("0") else _read_blob(blob, process))

        yield read


def _read_blob(blob: str, process: Popen[bytes]) -> bytes:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        return b""
    stdin.write(blob.encode() + b"\n")
    stdin.flush()
    head = stdout.readline().split()
    if len(head) < 3:
        return b""
    data = stdout.read(int(head[2]))
    stdout.read(1)
    return data


def _read_entries(header: bytes, parts: frozenset[bytes]) -> dict[Key, Version]:
    # The header names the charset, and entries may follow it without an empty line.
    text = b"\n\n".join([header, *parts]) + b"\n"
    return {entry.key: Version(entry.msgstrs, entry.is_fuzzy) for entry in parse_po(text).live}
