"""The settings of a project, which a workbench reads once: whether they are others by now."""

from __future__ import annotations

from pathlib import Path

from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import (
    OWN_SETTINGS,
    SETTINGS,
    Project,
    read_project,
    settings_file,
)

CHANGED = Code(
    "workbench-settings",
    N_("Settings changed while the workbench is running"),
    N_("The workbench reads the settings of a project when it is started."),
    severity="warning",
)


class Settings:
    """The settings in the files of a project; ``finding`` is what became of them, if anything."""

    def __init__(self, root: Path) -> None:
        """Read them as they are now."""
        self._root = root
        self._stamps = self._look()
        self._before = self._read()
        self.finding: Finding | None = None

    def follow(self) -> bool:
        """Look at the files again; return whether ``finding`` is another one."""
        stamps = self._look()
        if stamps == self._stamps:
            return False
        self._stamps = stamps
        before, self.finding = self.finding, self._compare(self._read())
        return self.finding != before

    def _look(self) -> list[tuple[int, int, int] | None]:
        return [_stamp(self._root / name) for name in (SETTINGS, OWN_SETTINGS)]

    def _read(self) -> Project | Finding:
        try:
            return read_project(self._root)
        except SettingsError as error:
            return error.findings[0]

    def _compare(self, now: Project | Finding) -> Finding | None:
        if now == self._before:
            return None
        if isinstance(now, Finding):
            return now
        problem = Problem(
            CHANGED,
            N_("settings changed since the workbench was started; stop it, then run kfor-i18n "
               "translate again"),
        )  # fmt: skip
        return Finding(settings_file(self._root), None, problem)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what changes with each version of a file, ``None`` if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
