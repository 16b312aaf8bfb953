"""A preview for translators: whatever is broken, there is a page, and the reason is said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kfor_i18n.catalogs.project import DOMAIN
from kfor_i18n.config import Settings, project_of, read_settings
from tests.builders import COMMAND, ROOT
from tests.serving.servers import run_server, wait_until
from tests.support import save


@pytest.fixture
def translations(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "translations"
    shutil.copytree(settings.translations, folder)
    return folder


def catalog_in(translations: Path) -> Path:
    settings = read_settings({"KFOR_TRANSLATIONS": str(translations)})
    return project_of(settings).catalog_path(DOMAIN, "sl")


def log_of(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8")


def test_the_reason_of_a_missing_translation_is_said_at_each_start(
    translations: Path, tmp_path: Path
) -> None:
    path = catalog_in(translations)
    text = path.read_text(encoding="utf-8")
    start = text.index('msgstr "', text.index('msgid "The mandate"')) + 8
    save(path, f"{text[:start]}<script>{text[start:]}".encode())
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        with run_server(folder, "--reload", KFOR_TRANSLATIONS=str(translations)) as site:
            assert 'lang="en">The mandate' in site.ask("/sl/").text
        assert log_of(folder).count('"The mandate": ') == 1
        assert "Stop with Ctrl+C." in log_of(folder)


@pytest.mark.parametrize(
    "broken", [b'msgid "open', b"\xff\xfe", b'msgid ""\nmsgstr "x"\n' * 2, b""]
)
def test_a_catalog_that_cannot_be_read_leaves_a_page_until_it_is_mended(
    translations: Path, tmp_path: Path, broken: bytes
) -> None:
    path = catalog_in(translations)
    right = path.read_bytes()
    path.write_bytes(broken)
    path.with_suffix(".mo").unlink()
    with run_server(tmp_path, "--reload", KFOR_TRANSLATIONS=str(translations)) as site:
        assert "The mandate" in site.ask("/sl/").text
        save(path, right)
        wait_until(lambda: ">The mandate<" not in site.ask("/sl/").text)


def test_in_another_project_it_is_said_whose_page_is_served(tmp_path: Path) -> None:
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    command = [str(COMMAND), "serve", "--host", "192.0.2.1"]
    for folder, is_foreign in ((tmp_path, True), (ROOT, False)):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert ("serves the KFOR site" in done.stderr) is is_foreign
        assert done.returncode == 2
        assert "make serve PORT=" in done.stderr
