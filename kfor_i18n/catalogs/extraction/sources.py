"""The walk over a source tree: which files are sources, and what is left out though it matches."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import NamedTuple

from kfor_i18n.catalogs.extraction.errors import unreadable
from kfor_i18n.catalogs.extraction.mapping import Rule
from kfor_i18n.catalogs.problems import N_, Finding, Problem, escape_controls
from kfor_i18n.catalogs.reading import UNREADABLE
from kfor_i18n.catalogs.settings.mapping import matches

# Translators: why a directory is left out, after its path.
HIDDEN = N_("hidden")
IGNORED = N_("ignored by git")
# Translators: why a directory is left out, after its path.
ENVIRONMENT = N_("virtual environment")
PACKAGES = N_("Node.js packages")
# Translators: why a directory is left out, after its path.
RESULTS = N_("build output")

# The directories of version control contain no sources.
_STORES = frozenset({".git", ".hg", ".svn"})
# RFC 8615: files that are meant to be served.
_SERVED = ".well-known"
_ENVIRONMENT_FILES = frozenset({"pyvenv.cfg", "conda-meta"})
# A directory with this many files is not searched to its end for one that matches.
_ENOUGH = 2_000


class LeftOut(NamedTuple):
    """A file or directory that is not read though the mapping matches it, and why (a msgid).

    Directories end with a slash.
    """

    path: str
    reason: str


class _Scope(NamedTuple):
    """The rules by which files of a directory are taken, and why those of others are left out."""

    rules: Sequence[Rule]
    reason: str | None = None


@dataclass
class Tree:
    """The sources of a tree with the rule that applies to each, and what was not read."""

    files: list[tuple[str, Rule]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)


def find_files(
    root: Path,
    rules: Sequence[Rule],
    *,
    include: Sequence[str] = (),
    ignored: frozenset[str] = frozenset(),
) -> Tree:
    """Return the sources of a tree in Babel's order: a directory's files, then its directories.

    The first rule that matches a path applies. Paths are relative to ``root``. Links to
    directories are followed, and each real file is a source once. What is ``ignored`` by git,
    hidden files and directories, virtual environments, Node.js packages, and ``build`` and ``dist``
    in ``root`` are left out, unless a pattern in ``include`` matches them or a rule's pattern
    contains their path.
    """
    walk = _Walk(root, rules, include, ignored)
    walk.enter("", os.path.realpath(root), _Scope(rules))
    return walk.finish()


class _Walk:
    def __init__(
        self, root: Path, rules: Sequence[Rule], include: Sequence[str], ignored: frozenset[str]
    ) -> None:
        self._root, self._rules = root, rules
        self._include = [pattern.rstrip("/") for pattern in include]
        self._ignored = ignored
        self._tree = Tree()
        self._linked: set[str] = set()
        self._through_links: dict[str, str] = {}

    def enter(
        self,
        folder: str,
        real: str,
        scope: _Scope,
        *,
        through_link: bool = False,
    ) -> None:
        """Take the files of a directory that are in the scope, and enter its directories.

        ``real`` is the directory's path without links, ``through_link`` is whether it differs.
        """
        entries = self._list(folder)
        reason = self._reason_to_leave(folder, {entry.name for entry in entries})
        if reason and not self._is_included(folder):
            scope = _Scope([rule for rule in scope.rules if rule.names(folder)], reason)
            if not scope.rules:
                if self._has_source(folder):
                    self._tree.left_out.append(LeftOut(f"{folder}/", reason))
                return
        paths = {f"{folder}/{entry.name}" if folder else entry.name: entry for entry in entries}
        folders = [path for path, entry in paths.items() if _leads_to(entry, S_ISDIR)]
        for path, entry in paths.items():
            # Neither a socket nor a pipe. A broken link is taken, so that it is reported.
            if _leads_to(entry, S_ISREG) or (entry.is_symlink() and not _leads_to(entry, S_ISDIR)):
                self._take(path, scope)
                if through_link:
                    self._through_links[path] = f"{real}/{entry.name}"
        for path in folders:
            self._enter_folder(path, paths[path], real, scope, through_link=through_link)

    def _enter_folder(
        self,
        path: str,
        entry: os.DirEntry[str],
        parent: str,
        scope: _Scope,
        *,
        through_link: bool,
    ) -> None:
        if not self._may_have_sources(path, entry.name):
            return
        real = f"{parent}/{entry.name}"
        if entry.is_symlink():
            real = os.path.realpath(real)
            # A link back, or a second one to the same directory.
            if f"{parent}/".startswith(f"{real}/") or real in self._linked:
                return
            self._linked.add(real)
        through_link = through_link or entry.is_symlink()
        self.enter(path, real, scope, through_link=through_link)

    def _list(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._tree.unreadable.append(Finding(Path(folder), None, unreadable(error)))
            return []

    def _take(self, path: str, scope: _Scope) -> None:
        rule = self._find_rule(path)
        if rule is None:
            return
        reason = IGNORED if path in self._ignored else HIDDEN if _is_hidden(path) else None
        is_named = rule.names(path) or self._is_included(path)
        if scope.reason and not any(each.matches(path) for each in scope.rules):
            self._tree.left_out.append(LeftOut(path, scope.reason))
        elif reason and not is_named:
            self._tree.left_out.append(LeftOut(path, reason))
        elif escape_controls(path) != path:
            problem = Problem(
                UNREADABLE,
                N_(
                    "control characters or invalid bytes in the "
                    "file name, which references cannot contain; "
                    "rename the file"
                ),
            )
            self._tree.unreadable.append(Finding(Path(path), None, problem))
        else:
            self._tree.files.append((path, rule))

    def _find_rule(self, path: str) -> Rule | None:
        rule = next((rule for rule in self._rules if rule.matches(path)), None)
        return rule if rule and rule.method != "ignore" else None

    def _is_included(self, path: str) -> bool:
        return any(
            path == pattern or path.startswith(f"{pattern}/") or matches(pattern, path)
            for pattern in self._include
        )

    def _may_have_sources(self, path: str, name: str) -> bool:
        if name in _STORES:
            return False
        if any(rule.method == "ignore" and rule.matches(path) for rule in self._rules):
            return False
        return any(rule.method != "ignore" and rule.may_match_in(path) for rule in self._rules)

    def _reason_to_leave(self, folder: str, names: Set[str]) -> str | None:
        if not folder:
            return None
        if not names.isdisjoint(_ENVIRONMENT_FILES) or self._has_activation(folder, names):
            return ENVIRONMENT
        if folder.rpartition("/")[2] == "node_modules":
            return PACKAGES
        if folder in ("build", "dist"):
            return RESULTS
        # git lists a link to a directory like a file.
        if not self._ignored.isdisjoint((folder, f"{folder}/")):
            return IGNORED
        return HIDDEN if _is_hidden(folder) else None

    def _has_activation(self, folder: str, names: Collection[str]) -> bool:
        return any(
            part in names and (self._root / folder / part / "activate").is_file()
            for part in ("bin", "Scripts")
        )

    def _has_source(self, folder: str) -> bool:
        """Return whether the mapping matches a file in a directory, or it has very many files."""
        count = 0
        for parent, _, names in os.walk(self._root / folder):
            inside = Path(parent).relative_to(self._root).as_posix()
            count += len(names)
            if count > _ENOUGH or any(self._find_rule(f"{inside}/{name}") for name in names):
                return True
        return False

    def finish(self) -> Tree:
        """Return what was found, without files that a link leads to a second time."""
        known = (
            {
                os.path.realpath(self._root / path)
                for path, _ in self._tree.files
                if path not in self._through_links
            }
            if self._through_links
            else set()
        )
        files = []
        for path, rule in self._tree.files:
            real = self._through_links.get(path)
            if real is None or real not in known:
                files.append((path, rule))
                known |= {real} if real else set()
        self._tree.files[:] = sorted(files, key=lambda pair: pair[1].source)
        return self._tree


def _leads_to(entry: os.DirEntry[str], is_kind: Callable[[int], bool]) -> bool:
    """Return whether an entry is a file of a kind, or a link to one; in a circle, it is of none."""
    try:
        return is_kind(entry.stat().st_mode)
    except OSError:
        return False


def _is_hidden(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") and name != _SERVED
