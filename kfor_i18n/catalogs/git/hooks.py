"""Installation of the merge driver and the pre-commit hook in a clone.

Neither can be part of the repository: git reads merge drivers from the clone's configuration, and
hooks from its hooks directory.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.git.attributes import DRIVER, find_unattributed, write_attributes
from kfor_i18n.catalogs.git.repository import ask_git
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, SettingsError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.files import write_atomically

HOOK_OUTSIDE = Code(
    "hook-outside",
    N_("Hooks directory outside the repository"),
    N_("core.hooksPath points to a directory that other repositories may use too."),
)


HOOK_SHARED = Code(
    "hook-shared",
    N_("Hook tracked in the repository"),
    N_("The hook is tracked and shared with other clones, so it is not replaced."),
)


HOOK_TWICE = Code(
    "hook-twice",
    N_("Two earlier hooks"),
    N_("Only one earlier hook can be kept. It runs before the installed one."),
)


HOOK_EDITED = Code(
    "hook-edited",
    N_("Hook edited after installation"),
    N_("The hook may contain lines that someone added, so it is not removed."),
)


NO_WORK_TREE = Code(
    "no-work-tree",
    N_("Repository without a work tree"),
    N_(
        "Hooks are installed in clones with a work tree, because that is where catalogs are "
        "committed."
    ),
)


SetupState = Literal["installed", "unchanged", "missing", "removed", "refused", "kept"]

CHECKED = "KFOR_I18N_CHECKED"
"""The variable that tells the hook that all staged catalogs were checked already."""

_SECTION = f"merge.{DRIVER}"
_MARK = "# Written by kfor-i18n install-hooks; the lines below have the SHA-256 "
_BEFORE = ".before-kfor-i18n"
# The text in a hook in the language of its installer, and the digest, which depends on it.
_SAID = re.compile(rf"^{re.escape(_MARK)}.*$|^  printf .* \"\$partial\" >&2$", re.MULTILINE)
# What a hook that is not ours has to run.
_OWN_CHECKS = tuple(
    re.compile(rf"^[^#\n]*\bkfor-i18n\b.*(?<![-\w]){command}\b", re.MULTILINE)
    for command in ("format", "check")
)


@dataclass(frozen=True, slots=True)
class Setup:
    """The states of a clone's merge driver and hook, and findings about them.

    ``attributes`` is the path of the ``.gitattributes`` to which lines were added, if any were.
    """

    driver: SetupState
    hook: SetupState
    hook_path: Path
    findings: tuple[Finding, ...] = ()
    attributes: Path | None = None


def install(
    project: Project, program: str, notice: str, *, check: bool = False, attributes: bool = False
) -> Setup:
    """Install the merge driver and the pre-commit hook in the clone that contains a project.

    ``program`` is the command that git runs; ``notice`` is printed by the hook before the names of
    partially staged catalogs; a hook that differs only in it is not written again. An existing hook
    is kept and runs first; one that is tracked or shared with other repositories is not changed.
    With ``attributes``, what is missing in ``.gitattributes`` is added. With ``check``, nothing is
    written. Raises ``SettingsError`` if there is no git, no repository or no work tree.
    """
    top = _find_top(project.root)
    path = _find_hook(top)
    location = project.root.resolve().relative_to(top).as_posix()
    driver = _configure(top, f"{shlex.quote(program)} merge-driver", check=check)
    text = format_hook(program, location, notice)
    problem, state = _find_obstacle(top, path), _keep_tracked(top, path)
    if state is None:
        state = "refused" if problem else _write_hook(path, text, check=check)
    findings = [Finding(path, None, problem)] if problem else []
    written = write_attributes(project, top) if attributes and not check else None
    findings += find_unattributed(project, top)
    return Setup(driver, state, path, tuple(findings), written)


def remove(project: Project) -> Setup:
    """Undo ``install`` in the clone that contains a project, and restore the previous hook.

    A hook that was edited after installation is not removed. Raises ``SettingsError`` as
    ``install`` does.
    """
    top = _find_top(project.root)
    path = _find_hook(top)
    was = ask_git(top, "config", "--local", "--remove-section", _SECTION)
    driver: SetupState = "missing" if was is None else "removed"
    if not is_ours(path):
        problem = Problem(
            HOOK_EDITED,
            N_("modified since kfor-i18n wrote it, so it was not removed; remove it by hand"),
        )
        if _MARK in _read_hook(path):
            return Setup(driver, "kept", path, (Finding(path, None, problem),))
        return Setup(driver, "missing", path)
    path.unlink()
    before = _name_before(path)
    if _is_there(before):
        before.rename(path)
    return Setup(driver, "removed", path)


def _find_top(root: Path) -> Path:
    top = ask_git(root, "rev-parse", "--show-toplevel")
    if not top:
        problem = Problem(
            NO_WORK_TREE,
            N_("repository without a work tree; run the command in a clone that has one"),
        )
        raise SettingsError([Finding(root, None, problem)])
    return Path(_read_line(top)).resolve()


def _find_hook(top: Path) -> Path:
    """Return the path of the hook, which depends on ``core.hooksPath``."""
    return top / _read_line(ask_git(top, "rev-parse", "--git-path", "hooks/pre-commit"))


def _read_line(answer: bytes | None) -> str:
    return os.fsdecode(answer or b"").rstrip("\n")


def _configure(top: Path, command: str, *, check: bool) -> SetupState:
    wanted = {
        f"{_SECTION}.name": "gettext catalogs, message by message",
        f"{_SECTION}.driver": f"{command.replace('%', '%%')} %O %A %B %L %P",
    }
    state: SetupState = "unchanged"
    for name, value in wanted.items():
        if _read_line(ask_git(top, "config", "--local", "--get", name)) != value:
            state = "missing" if check else "installed"
            if not check:
                ask_git(top, "config", "--local", name, value)
    return state


def format_hook(program: str, location: str, notice: str) -> str:
    """Return the text of the hook.

    ``location`` is the project's path relative to the work tree; for the others, see ``install``.
    """
    folder = "" if location == "." else f"{location}/"
    files = " ".join(shlex.quote(f"{folder}*{suffix}") for suffix in (".po", ".pot"))
    run = f"{shlex.quote(program)} --project {shlex.quote(location)}"
    body = f"""# kfor-i18n install-hooks --remove takes this away. A hook that was here runs first.
before="$0{_BEFORE}"
if [ -x "$before" ]; then "$before" "$@" || exit; fi
# The workbench checked each message when it was saved, and commits nothing else.
[ -z "${CHECKED}" ] || exit 0
staged() {{ git diff --cached --name-only --diff-filter=d -z -- {files}; }}
partial=$(staged | xargs -0 -r git diff --no-ext-diff --name-only --)
if [ -n "$partial" ]; then
  printf '%s\\n' {shlex.quote(notice)} "$partial" >&2
  exit 1
fi
run() {{
  said=$(staged | xargs -0 -r {run} "$@" 2>&1) && return
  printf '%s\\n' "$said" >&2
  exit 1
}}
run format --check --since HEAD
run check --since HEAD --ignore lost
"""
    return f"#!/bin/sh\n{_MARK}{_digest(body)}\n{body}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_ours(path: Path) -> bool:
    """Return whether a hook was written by ``install``, in any version, and not edited since."""
    _, _, text = _read_hook(path).partition("\n")
    mark, _, body = text.partition("\n")
    return not path.is_symlink() and mark == f"{_MARK}{_digest(body)}"


def _read_hook(path: Path) -> str:
    """Return a hook's text; "" if it does not exist or is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _is_foreign(path: Path) -> bool:
    return _is_there(path) and not is_ours(path)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _name_before(path: Path) -> Path:
    return path.with_name(path.name + _BEFORE)


def _find_obstacle(top: Path, path: Path) -> Problem | None:
    """Return the problem that prevents writing the hook, or ``None``."""
    if _is_in_clone(top, path):
        if _is_foreign(path) and _is_there(_name_before(path)):
            return Problem(
                HOOK_TWICE,
                N_(
                    "not written by kfor-i18n, and an earlier hook is already kept as %(name)s; "
                    "remove one of the two"
                ),
                {"name": _name_before(path).name},
            )
        return None
    if path.parent.resolve().is_relative_to(top):
        if not _is_foreign(path) or _keep_tracked(top, path):
            return None
        return Problem(
            HOOK_SHARED,
            N_(
                "tracked in the repository, so it was not changed; have it run kfor-i18n format "
                "--check and kfor-i18n check on the staged catalogs"
            ),
        )
    return Problem(
        HOOK_OUTSIDE,
        N_(
            "core.hooksPath points to hooks that other repositories may share, so no hook was "
            "written; to give this repository its own, run git config core.hooksPath "
            '"$(git rev-parse --path-format=absolute --git-common-dir)/hooks"'
        ),
    )


def _is_in_clone(top: Path, path: Path) -> bool:
    """Return whether a hook is in git's directory, and so neither tracked nor shared."""
    common = top / _read_line(ask_git(top, "rev-parse", "--git-common-dir"))
    return path.parent.resolve().is_relative_to(common.resolve())


def _keep_tracked(top: Path, path: Path) -> SetupState | None:
    """Return the state of a hook that is in the work tree and runs the checks itself."""
    is_tracked = path.parent.resolve().is_relative_to(top) and not _is_in_clone(top, path)
    text = _read_hook(path)
    runs_checks = all(pattern.search(text) for pattern in _OWN_CHECKS)
    return "unchanged" if is_tracked and _is_foreign(path) and runs_checks else None


def _does_the_same(one: str, other: str) -> bool:
    """Return whether two hooks are the same, except for the language of their text."""
    return _SAID.sub("", one) == _SAID.sub("", other)


def _write_hook(path: Path, text: str, *, check: bool) -> SetupState:
    if is_ours(path) and _does_the_same(_read_hook(path), text) and os.access(path, os.X_OK):
        return "unchanged"
    if check:
        return "missing"
    path.parent.mkdir(parents=True, exist_ok=True)
    if _is_foreign(path):
        path.rename(_name_before(path))
    write_atomically(path, text.encode())
    path.chmod(0o755)
    return "installed"
