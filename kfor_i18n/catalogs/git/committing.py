"""Commits of some files' contents, whatever else is changed, staged or being written.

A commit is made by ``git commit`` itself, with an index of its own, so that hooks, signing and
configuration count. What others staged stays staged.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from kfor_i18n.catalogs.git.hooks import CHECKED
from kfor_i18n.catalogs.git.repository import ask_git, run_git
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError

NO_COMMIT = Code(
    "no-commit",
    N_("Translations cannot be committed now"),
    N_(
        "The workbench commits translations where nothing else is under way in the repository. A "
        "commit that git or a hook rejects changes nothing."
    ),
)

_OPERATIONS = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_FILE, _EMPTY = "100644", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
_TRIES, _WAIT_SECONDS = 40, 0.05


class CommitError(Exception):
    """A commit that was not made: the problem, and what git and the hooks printed."""

    def __init__(self, problem: Problem, output: str = "") -> None:
        """Initialize with the reason."""
        self.problem, self.output = problem, output
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Place:
    """Where commits are made: the root of a work tree, and its head, "" before the first commit.

    ``branch`` is "" if no branch is checked out. ``problem`` is why no commit can be made now.
    """

    top: Path
    head: str
    branch: str
    problem: Problem | None = None

    def name_of(self, path: Path) -> str:
        """Return the name of a file in the repository. Raises ``ValueError`` if it is not in it."""
        return path.resolve().relative_to(self.top).as_posix()


@dataclass(frozen=True, slots=True)
class Commit:
    """What to commit: a message, an author as ``NAME <ADDRESS>``, and contents of files by path.

    ``rebase`` returns what is to be staged of a file in place of what others staged.
    ``is_checked``: the hook of ``install-hooks`` need not check it again.
    """

    message: str
    author: str
    contents: Mapping[Path, bytes]
    rebase: Callable[[Path, bytes], bytes | None]
    is_checked: bool


def find_place(folder: Path) -> Place:
    """Return where the files in a directory are committed.

    Raises ``SettingsError`` if git is not installed, or there is no repository or no work tree.
    """
    top = _ask(folder, "rev-parse", "--show-toplevel")
    if not top:
        text = N_("the repository has no work tree, so nothing can be committed in it")
        raise SettingsError([Finding(folder, None, Problem(NO_COMMIT, text))])
    head = _ask(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    branch = _ask(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    return Place(Path(top).resolve(), head, branch, _find_problem(Path(top)))


def _find_problem(top: Path) -> Problem | None:
    for name, operation in _OPERATIONS.items():
        if (top / _ask(top, "rev-parse", "--git-path", name)).exists():
            return Problem(
                NO_COMMIT,
                N_("a git %(operation)s is in progress in the repository; finish or abort it, "
                   "then commit"),
                {"operation": operation},
            )  # fmt: skip
    return None


def read_committed(place: Place, path: Path) -> bytes | None:
    """Return a file as the head has it, with the line endings of the work tree, or ``None``."""
    if not place.head:
        return None
    return ask_git(place.top, "cat-file", "--filters", f"{place.head}:{place.name_of(path)}")


@dataclass(frozen=True, slots=True)
class Made:
    """A commit that was made: its id, and what git and the hooks printed.

    ``unstaged`` are the files whose entries in the index could not be brought up to it.
    """

    commit: str
    output: str
    unstaged: tuple[str, ...]


def make_commit(place: Place, commit: Commit) -> Made:
    """Commit contents on top of the head.

    Raises ``CommitError`` if git or a hook rejects it, or if somebody else committed meanwhile;
    then nothing is changed.
    """
    names = {place.name_of(path): path for path in commit.contents}
    blobs = {name: _store(place, name, commit.contents[path]) for name, path in names.items()}
    _require_settled(place, names)
    staged = {name: _find_staged(place, name) for name in names}
    with _own_index(place) as index:
        for name, blob in blobs.items():
            mode = _find_mode(place, name)
            _require(place, index, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{name}")
        output = _run_commit(place, commit, index)
    made = _ask(place.top, "rev-parse", "HEAD")
    parent = _ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD~1")
    if parent != place.head:
        # What was committed is the tree of the earlier head, which would undo the newer commit.
        ask_git(place.top, "update-ref", "HEAD", parent, made)
        raise CommitError(_MOVED)
    unstaged = []
    for name, path in names.items():
        if not _restage(place, name, staged[name], made, partial(commit.rebase, path)):
            unstaged.append(name)
    return Made(made, output, tuple(unstaged))


def _run_commit(place: Place, commit: Commit, index: Mapping[str, str]) -> str:
    name, _, address = commit.author.removesuffix(">").rpartition(" <")
    person = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address}
    checked = {CHECKED: "1"} if commit.is_checked else {}
    done = run_git(
        place.top, "-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", "--file=-",
        "--cleanup=whitespace", f"--author={commit.author}",
        stdin=commit.message.encode(), variables={**index, **person, **checked},
    )  # fmt: skip
    if done.status:
        text = N_("the commit was rejected, and nothing was changed; correct what is printed below")
        raise CommitError(Problem(NO_COMMIT, text), done.output)
    return done.output


@contextmanager
def _own_index(place: Place) -> Iterator[Mapping[str, str]]:
    """Yield the variables by which git uses an index with what the head has."""
    real = place.top / _ask(place.top, "rev-parse", "--git-path", "index")
    with TemporaryDirectory(dir=real.parent, prefix="kfor-i18n-") as folder:
        own = Path(folder, "index")
        # With what is known of files that did not change, git need not read them.
        with suppress(OSError):
            shutil.copyfile(real, own)
        variables = {"GIT_INDEX_FILE": str(own)}
        _require(
            place, variables, "read-tree", *(["--reset", place.head] if place.head else ["--empty"])
        )
        yield variables


def _require(place: Place, variables: Mapping[str, str], *arguments: str) -> str:
    done = run_git(place.top, *arguments, variables=variables)
    if done.status:
        raise CommitError(
            Problem(NO_COMMIT, N_("git failed, and nothing was changed")), done.output
        )
    return done.output.strip()


def _require_settled(place: Place, names: Iterable[str]) -> None:
    """Raise ``CommitError`` if files have conflicts that nobody resolved yet."""
    if unmerged := _ask(place.top, "ls-files", "--unmerged", "--", *names).splitlines():
        file = unmerged[0].partition("\t")[2]
        text = N_("unresolved git conflict in %(file)s; resolve it, then commit")
        raise CommitError(Problem(NO_COMMIT, text, {"file": file}))


def _store(place: Place, name: str, data: bytes) -> str:
    done = run_git(place.top, "hash-object", "-w", "--stdin", f"--path={name}", stdin=data)
    if done.status:
        raise CommitError(
            Problem(NO_COMMIT, N_("git failed, and nothing was changed")), done.output
        )
    # Warnings about line endings may come before it.
    return done.output.split()[-1]


def _find_mode(place: Place, name: str) -> str:
    listed = _ask(place.top, "ls-tree", place.head, "--", name) if place.head else ""
    return listed.split()[0] if listed else _FILE


def _find_staged(place: Place, name: str) -> str | None:
    """Return the id of a file's content in the index, ``None`` if there is none."""
    fields = _ask(place.top, "ls-files", "--stage", "--", name).split()
    return fields[1] if fields else None


def _restage(
    place: Place,
    name: str,
    before: str | None,
    made: str,
    rebase: Callable[[bytes], bytes | None],
) -> bool:
    """Bring the index up to a commit; return whether that was possible.

    Otherwise the index would take the commit back. What others staged is rebased.
    """
    committed = _ask(place.top, "rev-parse", f"{made}:{name}")
    old = _ask(place.top, "rev-parse", "--verify", "--quiet", f"{place.head}:{name}")
    wanted: str | None = committed
    if before not in (None, _EMPTY, old or None, committed):
        staged = ask_git(place.top, "cat-file", "--filters", f"--path={name}", str(before))
        rebased = rebase(staged or b"")
        wanted = None if rebased is None else _store(place, name, rebased)
    if wanted is None or wanted == before:
        return True
    entry = f"{_find_mode(place, name)},{wanted},{name}"
    for _ in range(_TRIES):
        if ask_git(place.top, "update-index", "--add", "--cacheinfo", entry) is not None:
            return True
        # Another git may be using the index.
        sleep(_WAIT_SECONDS)
    return False


def _ask(folder: Path, *arguments: str) -> str:
    return os.fsdecode(ask_git(folder, *arguments) or b"").rstrip("\n")


_FAILED = Problem(NO_COMMIT, N_("git failed, and nothing was changed"))
_MOVED = Problem(
    NO_COMMIT, N_("somebody else committed at the same time, so nothing was committed; try again")
)
