"""The translation memories of a project, by locale: its catalogs, and the files in its settings.

A memory is read when something is looked up in it for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from kfor_i18n.catalogs.catalog import Catalog
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_LANGUAGE
from kfor_i18n.catalogs.memory.lookup import Match, Memory, find_in
from kfor_i18n.catalogs.memory.segments import (
    Segment,
    read_memory_file,
    read_segments,
    report_useless,
    segments_of,
)
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import CatalogError, Finding
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.journal import Address
from kfor_i18n.workbench.live.state import stamp_of

_PATIENCE = 0.2
"""How long, in seconds, a look-up waits for another one, which may be reading the memories."""

_MANY = 500
"""From how many changed messages on a memory is made anew, which is faster then."""


class Similar(NamedTuple):
    """The best matches of a source text, and what is wrong with files of the memory."""

    matches: list[Match]
    findings: list[Finding]


class Memories:
    """The translation memories of a project. Several threads can look texts up at a time."""

    def __init__(self, catalogs: Catalogs) -> None:
        """Initialize with the catalogs of the project, without reading anything."""
        self._catalogs = catalogs
        self._lock = Lock()
        self._locales: dict[str, _LocaleMemory] = {}

    def find(self, address: Address, source: str) -> Similar | None:
        """Return what is similar to the source text of a message, which itself is left out.

        Returns ``None`` while the memories are being read for another call. The lock of the
        catalogs is held only while it is noted what changed in them.
        """
        if not self._lock.acquire(timeout=_PATIENCE):
            return None
        try:
            memory = self._locales.get(address.folder) or self._open(address.folder)
            memory.follow(self._list_changes(address.folder))
            return memory.find(address, source)
        finally:
            self._lock.release()

    def _open(self, folder: str) -> _LocaleMemory:
        project = self._catalogs.project
        paths = [project.root / name for name in project.memory]
        folders = [folder, *(each for each in project.folders() if each != folder)]
        self._locales[folder] = _LocaleMemory([_FileMemory(path, folders) for path in paths])
        return self._locales[folder]

    def _list_changes(self, folder: str) -> list[_Change]:
        with self._catalogs.lock:
            return [
                _Change(state.catalog, state.take_changed())
                for state in self._catalogs.states
                if state.folder == folder and state.catalog
            ]


class _Change(NamedTuple):
    """A catalog as it is now, and the messages that were saved since; ``None`` is any."""

    catalog: Catalog
    saved: set[Key] | None


class _LocaleMemory:
    """The memories of a locale."""

    def __init__(self, files: list[_FileMemory]) -> None:
        self._catalogs: dict[Path, _CatalogMemory] = {}
        self._files = files

    def follow(self, changes: list[_Change]) -> None:
        """Take over what changed in the catalogs and in the files."""
        before = self._catalogs
        self._catalogs = {}
        for catalog, saved in changes:
            memory = before.get(catalog.path)
            if memory:
                memory.follow(catalog, saved)
            self._catalogs[catalog.path] = memory or _CatalogMemory(catalog)
        for file in self._files:
            file.follow()

    def find(self, address: Address, source: str) -> Similar:
        """Return what is similar to the source text of a message; its own catalog comes first."""
        own = (address.domain, address.key)
        catalogs = sorted(
            self._catalogs.values(), key=lambda each: each.catalog.domain != address.domain
        )
        memories = [*(each.memory for each in catalogs), *(each.memory for each in self._files)]
        matches = find_in(
            memories, source, is_wanted=lambda each: each.is_past or (each.place, each.key) != own
        )
        return Similar(matches, [each.finding for each in self._files if each.finding])


class _CatalogMemory:
    """What a catalog remembers, kept up to date message by message."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._segments = _group(read_segments(catalog))
        self.memory = Memory(chain.from_iterable(self._segments.values()))

    def follow(self, catalog: Catalog, saved: set[Key] | None) -> None:
        """Take over a catalog in which only the saved messages changed, or any."""
        if catalog is self.catalog:
            return
        self.catalog = catalog
        if saved:
            for key in saved:
                self._learn(key, self._read_saved(key))
            return
        after = _group(read_segments(catalog))
        keys = self._segments.keys() | after.keys()
        changed = [key for key in keys if self._segments.get(key) != after.get(key)]
        if len(changed) > _MANY:
            self._segments = after
            self.memory = Memory(chain.from_iterable(after.values()))
        else:
            for key in changed:
                self._learn(key, after.get(key, ()))

    def _read_saved(self, key: Key) -> tuple[Segment, ...]:
        """Return what is remembered of a message that was saved; obsolete ones stay."""
        past = [segment for segment in self._segments.get(key, ()) if segment.is_past]
        entry = self.catalog.find(key)
        return (*(segments_of(self.catalog, entry) if entry else ()), *past)

    def _learn(self, key: Key, segments: tuple[Segment, ...]) -> None:
        for segment in self._segments.pop(key, ()):
            self.memory.remove(segment)
        for segment in segments:
            self.memory.add(segment)
        if segments:
            self._segments[key] = segments


def _group(segments: Iterable[Segment]) -> dict[Key, tuple[Segment, ...]]:
    grouped: dict[Key, tuple[Segment, ...]] = {}
    for segment in segments:
        if segment.key:
            grouped[segment.key] = (*grouped.get(segment.key, ()), segment)
    return grouped


class _FileMemory:
    """What a file remembers of the first of some locales, read again when the file changes.

    ``finding`` is what is wrong with it. Nothing is wrong if it is in another of the locales.
    """

    def __init__(self, path: Path, folders: list[str]) -> None:
        self._path, self._folders = path, folders
        self._stamp: tuple[int, ...] | None = None
        self.memory = Memory(())
        self.finding: Finding | None = None

    def follow(self) -> None:
        """Read the file if it changed."""
        stamp = stamp_of(self._path)
        if stamp != self._stamp:
            self._stamp = stamp
            self.memory, self.finding = self._read()

    def _read(self) -> tuple[Memory, Finding | None]:
        try:
            return Memory(read_memory_file(self._path, self._folders[0])), None
        except CatalogError as error:
            finding = error.findings[0]
        if finding.problem.code is EXCHANGE_LANGUAGE:
            is_other = any(self._list_readable(self._folders[1:]))
            return Memory(()), None if is_other else report_useless(self._path, self._folders)
        return Memory(()), finding

    def _list_readable(self, folders: list[str]) -> Iterator[bool]:
        for folder in folders:
            try:
                yield bool(read_memory_file(self._path, folder))
            except CatalogError:
                yield False
