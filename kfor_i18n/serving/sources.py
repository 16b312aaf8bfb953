"""What the site is rendered from: its files, as the settings name them at the moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.catalogs.project import DOMAIN
from kfor_i18n.config import ConfigError, Settings, SiteError, project_of, read_settings
from kfor_i18n.serving.cache import SiteCache
from kfor_i18n.serving.fingerprint import Fingerprint, look, look_at_program, name_state
from kfor_i18n.serving.store import Store


class ProgramReplacedError(SiteError):
    """The program on the disk is not the one that runs; the two must not be mixed."""

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
        self._program = look_at_program()
        self._state = ""

    def look(self) -> Fingerprint:
        """Return what changes when any of the files does."""
        settings = self._read_settings()
        return self._look_at_catalogs(settings) | look(list_files(settings))

    def prepare(self) -> Fingerprint:
        """Make the files ready to be rendered, and return their fingerprint.

        A catalog that changes while it is compiled differs from the fingerprint. Raises
        ``ProgramReplacedError`` when the program is no longer the one that was started.
        """
        if look_at_program() != self._program:
            raise ProgramReplacedError
        settings = self._read_settings()
        catalogs = self._look_at_catalogs(settings)
        if self._compile:
            self._compile(settings)
        self._state = self._name()
        return catalogs | look(list_files(settings))

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

    def _look_at_catalogs(self, settings: Settings) -> Fingerprint:
        return look(project_of(settings).catalogs() if self._compile else ())

    def _name(self) -> str:
        return name_state(self._read_settings(), self.look())


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
