"""Published files, written to a directory that is replaced atomically."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kfor_i18n.catalogs.problems import N_
from kfor_i18n.config import SiteError
from kfor_i18n.files import lock_folder


class BuildError(SiteError):
    """The site cannot be built in that directory; the problem says how to fix it."""


@dataclass(frozen=True)
class Build:
    """What a build did: the files it wrote, and how many are unchanged and removed."""

    written: tuple[str, ...]
    unchanged: int
    removed: int


def write_build(out: Path, files: Mapping[str, bytes]) -> Build:
    """Replace the content of a directory with these files, by path in it.

    The directory is a link to one of the builds next to it: a new build is written, in which
    unchanged files are the same files, and then the link is replaced. The previous build is kept
    until the next one, for requests that still read it. Raises ``BuildError`` when something else
    is in its place and ``OSError`` when it cannot be written; either way the previous build stays.
    """
    if out.name in ("", ".."):
        raise BuildError(
            N_("%(out)s is not a directory name; give the directory to create"), out=out
        )
    out = out.parent.resolve() / out.name
    builds = out.parent / f".{out.name}.builds"
    builds.mkdir(parents=True, exist_ok=True)
    with lock_folder(builds):
        former = _find_former(out, builds)
        _clear(builds, former)
        build = Path(tempfile.mkdtemp(prefix="build-", dir=builds))
        try:
            written = _write_files(build, files, former)
            gone = set(_list_files(former)) - set(files) if former else set()
            if former is not None and not written and not gone:
                shutil.rmtree(build)
            else:
                _replace_link(out, build)
        except BaseException:
            if out.resolve() != build:
                shutil.rmtree(build, ignore_errors=True)
            raise
    return Build(tuple(sorted(written)), len(files) - len(written), len(gone))


def _find_former(out: Path, builds: Path) -> Path | None:
    if out.is_symlink():
        target = out.parent / out.readlink()
        if target.parent == builds:
            return target if target.is_dir() else None
        raise BuildError(
            N_("%(out)s is a link to %(target)s; choose another directory, or remove the link"),
            out=out,
            target=target,
        )
    if out.is_dir() and not any(out.iterdir()):
        out.rmdir()
    elif out.exists():
        raise BuildError(
            N_(
                "%(out)s already exists and was not created by kfor-i18n build; choose "
                "another directory, or remove the existing one"
            ),
            out=out,
        )
    return None


def _clear(builds: Path, former: Path | None) -> None:
    """Remove the remains of earlier and interrupted builds."""
    for other in builds.iterdir():
        if other.is_symlink():
            other.unlink()
        elif other != former:
            shutil.rmtree(other, ignore_errors=True)


def _list_files(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in folder.rglob("*") if not file.is_dir()]


def _write_files(build: Path, files: Mapping[str, bytes], former: Path | None) -> list[str]:
    """Write the files, world-readable; return those not in the previous build."""
    written = []
    for name, data in files.items():
        file, old = build / name, former and former / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if old and old.is_file() and old.read_bytes() == data:
            _link(old, file)
        else:
            file.write_bytes(data)
            file.chmod(0o644)
            written.append(name)
            if old and old.is_file():
                _make_newer(file, old)
    for folder in (build.parent, build, *(path for path in build.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    return written


def _link(old: Path, file: Path) -> None:
    try:
        os.link(old, file)
    except OSError:
        # Another user's file, or a file system without links: a copy with its times will do.
        shutil.copy2(old, file)


def _make_newer(file: Path, old: Path) -> None:
    """Give a file a later modification time than its predecessor: nginx makes its ETag from it."""
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
