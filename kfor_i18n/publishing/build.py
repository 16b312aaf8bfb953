"""Published files written to a folder that is replaced whole, so that no visitor sees a half."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.files import lock_folder


class BuildError(Exception):
    """The site cannot be built there; the message says what to do."""


@dataclass(frozen=True)
class Build:
    """What a build did: how many files it wrote, found unchanged, and left out as gone."""

    written: int
    unchanged: int
    removed: int


def write_build(out: Path, files: Mapping[str, bytes]) -> Build:
    """Make a folder hold exactly these files, by path within it.

    The folder is a link to one of the builds beside it: another is made, in which what did not
    change is the same file, and then the link is replaced. The build before the former one is
    removed. Raises ``BuildError`` where something else is there already, ``OSError`` where it
    cannot be written; in both cases the former build stays.
    """
    out = out.parent.resolve() / out.name
    former = _find_former(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    builds = out.parent / f".{out.name}.builds"
    builds.mkdir(exist_ok=True)
    with lock_folder(builds):
        build = Path(tempfile.mkdtemp(prefix="build-", dir=builds))
        try:
            written = _write_files(build, files, former)
            build.chmod(0o755)
            if former is not None and not written and len(files) == len(_list_files(former)):
                shutil.rmtree(build)
                return Build(0, len(files), 0)
            _replace_link(out, build)
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        gone = set(_list_files(former)) - set(files) if former else set()
        # Whoever has just followed the link still finds the former build.
        for other in builds.iterdir():
            if other not in (build, former) and other.name.startswith("build-"):
                shutil.rmtree(other, ignore_errors=True)
    return Build(written, len(files) - written, len(gone))


def _find_former(out: Path) -> Path | None:
    if out.is_symlink():
        target = out.resolve()
        if target.parent == out.parent / f".{out.name}.builds":
            return target if target.is_dir() else None
        raise BuildError(f"{out} is a link to {target}: name another folder, or remove the link")
    if out.is_dir() and not any(out.iterdir()):
        out.rmdir()
    elif out.exists():
        raise BuildError(f"{out} is there already, and no build: name another folder, or remove it")
    return None


def _list_files(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()]


def _write_files(build: Path, files: Mapping[str, bytes], former: Path | None) -> int:
    """Write the files and return how many were not in the former build."""
    written = 0
    for name, data in files.items():
        file, old = build / name, former and former / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if old and old.is_file() and old.read_bytes() == data:
            os.link(old, file)
        else:
            file.write_bytes(data)
            written += 1
            if old and old.is_file():
                _make_newer(file, old)
    return written


def _make_newer(file: Path, old: Path) -> None:
    """Give a file a later second than its former self: nginx tags it by its time and size."""
    now, before = file.stat().st_mtime, old.stat().st_mtime
    if int(now) <= int(before):
        os.utime(file, (int(before) + 1, int(before) + 1))


def _replace_link(out: Path, build: Path) -> None:
    link = build.parent / f"link-{build.name}"
    link.symlink_to(Path(build.parent.name) / build.name, target_is_directory=True)
    try:
        link.replace(out)
    except BaseException:
        link.unlink(missing_ok=True)
        raise
