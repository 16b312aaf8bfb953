from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.catalogs.git.repositories import Repository, create_repository


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return an empty project whose ``kfor-i18n`` is this one."""
    program = tmp_path / "bin" / "kfor-i18n"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -P -c '
        '"from kfor_i18n.cli import main; main()" "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("LANGUAGE", "en")
    # Two templates of the same minute have the same date, and merge without a conflict.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return create_repository(tmp_path, monkeypatch)
