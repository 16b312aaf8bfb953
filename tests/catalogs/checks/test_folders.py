from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.checks.rules.folders import find_unread_folders
from kfor_i18n.catalogs.stats import count_project
from tests.builders import HEADERS, call, make_project, write_settings

CATALOG = HEADERS["ja"] + '\nmsgid "Hello"\nmsgstr "X"\n'


@pytest.mark.parametrize(
    ("folder", "right"),
    [("zh_HANS-CN", "zh_Hans_CN"), ("pt-br", "pt_BR"), ("zh_TW", "zh_Hant_TW"), ("iw", "he")],
)
def test_a_folder_that_flask_babel_never_reads_is_named_with_the_one_it_reads(
    tmp_path: Path, folder: str, right: str
) -> None:
    project = make_project(tmp_path, CATALOG, folder)
    (finding,) = find_unread_folders(project)
    assert finding.path == project.catalog_path("messages", folder)
    assert f'"{folder}" is not read for this locale, but "{right}" is' in str(finding)
    assert finding.severity == "warning"


def test_a_folder_that_is_no_locale_is_named(tmp_path: Path) -> None:
    (finding,) = find_unread_folders(make_project(tmp_path, CATALOG, "klingon"))
    assert '"klingon" is not a CLDR locale' in str(finding)


@pytest.mark.parametrize("folder", ["sl", "pt_BR", "zh_Hans_CN", "sr@latin", "en@pseudo"])
def test_folders_that_are_read_are_right(tmp_path: Path, folder: str) -> None:
    assert not list(find_unread_folders(make_project(tmp_path, CATALOG, folder)))


def test_gettext_reads_folders_by_their_own_names(tmp_path: Path) -> None:
    for number, folder in enumerate(("zh_TW", "zh-CN", "csb", "tlh")):
        project = make_project(tmp_path / str(number), CATALOG, folder, 'runtime = "gettext"')
        assert not list(find_unread_folders(project))


def test_what_no_application_reads_does_not_count_as_translated(tmp_path: Path) -> None:
    project = make_project(tmp_path, CATALOG, "zh_TW")
    (catalog,) = count_project(project).catalogs
    assert (catalog.counts.translated, catalog.counts.unread) == (0, 1)
    assert "in a directory that applications do not read: 1" in call(tmp_path, "stats").stdout
    write_settings(tmp_path, 'runtime = "gettext"')
    assert "100%" in call(tmp_path, "stats").stdout
