"""What the site is rendered from, and when a rendered site is still of it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kfor_i18n.config import Settings, SiteError, project_of, read_settings
from kfor_i18n.serving import fingerprint, sources
from kfor_i18n.serving.cache import SiteCache
from kfor_i18n.serving.fingerprint import look, name_state
from kfor_i18n.serving.sources import ProgramReplacedError, Sources, require_files
from kfor_i18n.serving.store import Store
from tests.serving.test_store import make_site


class Folder:
    """A folder of translations, named by the settings file that ``KFOR_SETTINGS`` names."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.file = root / "kfor.toml"
        self.one = Path(shutil.copytree(settings.translations, root / "one"))
        self.two = Path(shutil.copytree(settings.translations, root / "two"))
        self.name(self.one)

    def name(self, translations: Path) -> None:
        self.file.write_text(f'translations = "{translations}"\n', encoding="utf-8")


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    folder = Folder(tmp_path, settings)
    monkeypatch.setenv("KFOR_SETTINGS", str(folder.file))
    return folder


@pytest.fixture
def compiled(folder: Folder) -> list[Path]:
    """Return the folders that were compiled, in their order."""
    return []


@pytest.fixture
def watched(folder: Folder, compiled: list[Path], tmp_path: Path) -> Sources:
    """Return sources whose catalogs are compiled before each rendering."""
    cache = SiteCache(tmp_path / "cache")
    return Sources(read_settings(), cache, lambda settings: compiled.append(settings.translations))


def touch(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def source_of(translations: Path) -> Path:
    return translations / "sl" / "LC_MESSAGES" / "messages.po"


@pytest.mark.parametrize(
    "name", ["sl/LC_MESSAGES/messages.mo", "sl/LC_MESSAGES/messages.po", "messages.pot"]
)
def test_a_changed_file_changes_the_fingerprint(
    folder: Folder, watched: Sources, name: str
) -> None:
    before = watched.look()
    assert watched.look() == before
    touch(folder.one / name)
    assert watched.look() != before


def test_a_language_that_is_added_changes_the_fingerprint(folder: Folder, watched: Sources) -> None:
    before = watched.look()
    shutil.copytree(folder.one / "sl", folder.one / "hr")
    assert watched.look() != before


def test_catalogs_that_are_not_compiled_are_no_sources(folder: Folder, tmp_path: Path) -> None:
    sources = Sources(read_settings(), SiteCache(None))
    before = sources.look()
    touch(source_of(folder.one))
    assert sources.look() == before


def test_a_file_replaced_by_one_as_old_and_as_large_is_seen(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    file.write_text("1", encoding="utf-8")
    other.write_text("2", encoding="utf-8")
    before, status = look([file]), file.stat()
    other.replace(file)
    os.utime(file, (status.st_atime, status.st_mtime))
    assert look([file]) != before


def test_what_is_compiled_is_what_the_settings_name_now(
    folder: Folder, watched: Sources, compiled: list[Path]
) -> None:
    watched.prepare()
    folder.name(folder.two)
    before = watched.prepare()
    assert compiled == [folder.one, folder.two]
    touch(source_of(folder.one))
    assert watched.look() == before
    touch(source_of(folder.two))
    assert watched.look() != before


def test_settings_that_cannot_be_used_leave_the_former_ones(
    folder: Folder, watched: Sources, compiled: list[Path]
) -> None:
    folder.name(folder.two)
    watched.prepare()
    folder.file.write_text("translations = 1", encoding="utf-8")
    watched.prepare()
    assert compiled == [folder.two, folder.two]


def test_a_catalog_that_changes_while_it_is_compiled_differs_from_the_fingerprint(
    folder: Folder, tmp_path: Path
) -> None:
    sources = Sources(read_settings(), SiteCache(None), lambda _: touch(source_of(folder.one)))
    assert sources.prepare() != sources.look()


def test_a_program_that_was_replaced_is_not_mixed_with_the_one_that_runs(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "module.py"
    module.write_text("", encoding="utf-8")
    monkeypatch.setattr(sources, "list_loaded", lambda: [module])
    watched = Sources(read_settings(), SiteCache(None))
    watched.prepare()
    touch(module)
    with pytest.raises(ProgramReplacedError, match="restart the server"):
        watched.prepare()


def test_what_this_process_runs_is_its_own_modules() -> None:
    loaded = fingerprint.list_loaded()
    assert Path(str(sources.__file__)) in loaded
    assert all("kfor_i18n" in file.parts for file in loaded)


def test_the_program_is_a_source_while_catalogs_are_compiled(
    watched: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = Sources(read_settings(), SiteCache(None))
    before = watched.look(), others.look()
    monkeypatch.setattr(sources, "look_at_program", lambda: frozenset([("new", 1, 1, 1)]))
    assert watched.look() != before[0]
    assert others.look() == before[1]


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    require_files([tmp_path, Path(__file__), tmp_path / "none"])
    for file in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(SiteError, match=f"{file} is not a regular file"):
            require_files([file])


@pytest.fixture
def rendered(tmp_path: Path) -> Store:
    """Return a store with a site that was rendered."""
    folder = tmp_path / "rendered"
    folder.mkdir()
    store = Store(folder)
    store.save(make_site("1"))
    return store


def test_a_rendered_site_is_kept_for_the_next_start(
    watched: Sources, rendered: Store, empty: Store
) -> None:
    assert not watched.take_kept(empty)
    watched.prepare()
    watched.keep(rendered)
    assert watched.take_kept(empty)
    assert empty.load().ready.revision == "1"


def test_it_is_not_taken_once_a_file_has_changed(
    folder: Folder, watched: Sources, rendered: Store, empty: Store
) -> None:
    watched.prepare()
    watched.keep(rendered)
    touch(folder.one / "messages.pot")
    assert not watched.take_kept(empty)


def test_what_changed_while_it_was_rendered_is_not_kept(
    folder: Folder, watched: Sources, rendered: Store, empty: Store
) -> None:
    watched.prepare()
    touch(folder.one / "messages.pot")
    watched.keep(rendered)
    assert not watched.take_kept(empty)


def test_a_state_is_of_all_that_a_site_depends_on(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "messages.mo"
    file.write_bytes(b"1")
    names = [name_state(settings, look([file]))]
    assert name_state(settings, look([file])) == names[0]
    file.write_bytes(b"22")
    names.append(name_state(settings, look([file])))
    names.append(name_state(settings, look([])))
    other = replace(settings, site_url="https://other.example")
    names.append(name_state(other, look([])))
    monkeypatch.setattr(fingerprint, "look_at_program", frozenset)
    names.append(name_state(settings, look([])))
    monkeypatch.setattr(fingerprint, "current_date", lambda: date(2000, 1, 1))
    names.append(name_state(settings, look([])))
    monkeypatch.setattr(sys, "version", "4.0")
    names.append(name_state(settings, look([])))
    assert len(set(names)) == len(names)


def test_the_projects_own_files_are_among_the_sources(settings: Settings) -> None:
    project = project_of(settings)
    files = sources.list_files(settings)
    assert project.template("messages") in files
    assert project.compiled_path(project.catalog_path("messages", "sl")) in files
    assert settings.templates / "site" / "kfor.html" in files
    assert settings.static / "site.css" in files
