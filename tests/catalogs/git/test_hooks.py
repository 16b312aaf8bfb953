from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import Result

from kfor_i18n.catalogs.git.hooks import format_hook, is_ours
from tests.builders import CATALOG, ROOT, call
from tests.catalogs.git.repositories import Repository, create_repository

ATTRIBUTES = "*.po merge=kfor-i18n\n*.pot merge=kfor-i18n\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with a project, and with a ``kfor-i18n`` that records its arguments."""
    repository = create_repository(tmp_path, monkeypatch)
    repository.commit({"babel.cfg": "", CATALOG: "1\n", ".gitattributes": ATTRIBUTES})
    program = tmp_path / "a folder" / "kfor-i18n"
    program.parent.mkdir()
    program.write_text(f'''#!/bin/sh
echo "$@" >> "{tmp_path}/asked"
for last; do :; done
echo "read $last"
! grep -q BAD "$last"
''')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    return repository


def run(repository: Repository, *arguments: str, project: str = ".") -> Result:
    return call(repository.root / project, "install-hooks", *arguments)


def hook_of(repository: Repository) -> Path:
    return repository.root / ".git" / "hooks" / "pre-commit"


def asked(repository: Repository) -> list[str]:
    log = repository.root.parent / "asked"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_a_similar_hook_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "pre-commit"
    path.write_bytes(b"\x7fELF\xff")
    assert not is_ours(path)
    path.write_text(format_hook("kfor-i18n", ".", "notice"), encoding="utf-8")
    assert is_ours(path)
    (tmp_path / "link").symlink_to(path)
    assert not is_ours(tmp_path / "link")


def read_manifest() -> list[dict[str, str]]:
    """Read the manifest, which uses only YAML lists of names and values."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    hooks: list[dict[str, str]] = []
    for line in text.splitlines():
        match = re.fullmatch(r"(- |  )([a-z]+): (\S.*)|#.*", line)
        assert match, line
        if match[1] == "- ":
            hooks.append({})
        if match[1]:
            hooks[-1][match[2]] = match[3]
    return hooks
