"""What the site is rendered from: its files, as the settings name them at the moment."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.catalogs.project import DOMAIN
from kfor_i18n.config import ConfigError, Settings, SiteError, project_of, read_settings
from kfor_i18n.serving.cache import SiteCache
from kfor_i18n.serving.fingerprint import (
    Fingerprint,
    list_loaded,
    look,
    look_at_program,
    name_state,
)
from kfor_i18n.serving.store import Store


class ProgramReplacedError(SiteError):
    """What the server itself runs was replaced on the disk; the two must not be mixed."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            N_("kfor-i18n was replaced by another version; restart the server to use it")
        )


class Sources:
    """The files of a site: fingerprinted, compiled before a rendering, and kept rendered.

    The settings are read anew each time, since the file that they stand in may change; while they
    cannot be used, those that were read before are.
    """

    def __init__(
        self,
        settings: Settings,
        cache: SiteCache,
        compile_catalogs: Callable[[Settings], None] | None = None,
    ) -> None:
        """Take the settings at startup and where rendered sites are kept.

        With a function that compiles the site's catalogs, those are sources too.
        """
        self._settings = settings
        self._cache = cache
        self._compile = compile_catalogs
        self._own = list_loaded()
        self._program = look(self._own)
        self._state = ""

    def look(self) -> Fingerprint:
        """Return what changes when any of the files does."""
        settings = self._read_settings()
        return self._look_at_work(settings) | look(list_files(settings))

    def prepare(self) -> Fingerprint:
        """Make the files ready to be rendered, and return their fingerprint.

        A catalog that changes while it is compiled differs from the fingerprint. Raises
        ``ProgramReplacedError`` when what this process runs is no longer what is on the disk.
        """
        if look(self._own) != self._program:
            raise ProgramReplacedError
        settings = self._read_settings()
        require_files(list_files(settings))
        work = self._look_at_work(settings)
        if self._compile:
            self._compile(settings)
        self._state = self._name()
        return work | look(list_files(settings))

    def keep(self, store: Store) -> None:
        """Keep the site that was rendered since ``prepare``, if nothing has changed since."""
        if self._name() == self._state:
            self._cache.keep(self._state, store.file)

    def take_kept(self, store: Store) -> bool:
        """Put the site that was kept for the present state into a store, if there is one."""
        return self._cache.take(self._name(), store)

    def _read_settings(self) -> Settings:
        # What cannot be used is the renderer's to report.
        with suppress(ConfigError):
            self._settings = read_settings()
        return self._settings

    def _look_at_work(self, settings: Settings) -> Fingerprint:
        """Return what changes with what somebody works on while the site compiles its catalogs."""
        if not self._compile:
            return frozenset()
        return look_at_program() | look(project_of(settings).catalogs())

    def _name(self) -> str:
        return name_state(self._read_settings(), self.look())


def require_files(files: Iterable[Path]) -> None:
    """Make sure that what is to be read is files, and directories that have them.

    A pipe or a device would keep its reader waiting without end. Raises ``SiteError``.
    """
    for file in files:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise SiteError(
                N_("%(file)s is not a regular file; replace it with the file that belongs there"),
                file=file,
            )


def list_files(settings: Settings) -> list[Path]:
    """Return the files that the pages are made of."""
    project = project_of(settings)
    named = os.environ.get("KFOR_SETTINGS", "")
    return [
        *([Path(named)] if named else []),
        project.template(DOMAIN),
        *(
            project.compiled_path(project.catalog_path(DOMAIN, folder))
            for folder in project.locale_folders()
        ),
        *(settings.templates / "site").rglob("*"),
        *settings.static.rglob("*"),
    ]
