"""A git repository for tests, isolated from the user's configuration."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_CONFIGURATION = """[user]
name = one
email = ana@example.com
[init]
defaultBranch = main
"""


@dataclass(frozen=True)
class Repository:
    """A repository whose work tree is ``root``."""

    root: Path

    def git(self, *arguments: str, status: int = 0) -> str:
        """Run git, assert its exit status, and return its output."""
        done = subprocess.run(
            ["git", "-C", self.root, *arguments],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, name: str, text: str) -> Path:
        """Write a file in the work tree; return its path."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def commit(self, files: dict[str, str], message: str = "A change") -> str:
        """Write files by name and commit them; return the commit's hash."""
        for name, text in files.items():
            self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD").strip()


def create_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Create the repository ``folder/repository``; ``folder`` becomes the home directory."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (folder / ".gitconfig").write_text(_CONFIGURATION, encoding="utf-8")
    repository = Repository(folder / "repository")
    repository.root.mkdir()
    repository.git("init", "--quiet")
    return repository
