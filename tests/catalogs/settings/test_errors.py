"""Errors of settings: the key in full, what it may be, and what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.catalogs.project import read_project
from tests.builders import HEADERS, make_header, make_project, write_settings


def error_of(root: Path, settings: str) -> str:
    write_settings(root, settings)
    with pytest.raises(SettingsError) as caught:
        read_project(root)
    (finding,) = caught.value.findings
    return str(finding).removeprefix(str(root.resolve()) + "/")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("widht = 3", "pyproject.toml:2: unknown setting widht; did you mean width?"),
        ("Line_Number = true", "unknown setting Line_Number; did you mean line-numbers?"),
        (
            "[tool.kfor-i18n.check.locales.sl]\nmin-coverge = 1",
            "pyproject.toml:3: unknown setting check.locales.sl.min-coverge; did you mean "
            "check.locales.sl.min-coverage?",
        ),
        ("[tool.kfor-i18n.check]\nglossary = 'x'", "unknown setting check.glossary; choose one of"),
        ("[tool.kfor-i18n.chek]\nignore = []", "unknown setting chek; did you mean check?"),
        ("root = 'x'", "unknown setting root; choose one of these: always-formatted, "),
    ],
)
def test_a_key_that_is_no_setting_is_named_with_the_one_that_was_meant(
    tmp_path: Path, settings: str, message: str
) -> None:
    assert message in error_of(tmp_path, settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("width = 'x'", 'pyproject.toml:2: invalid value "x" for width; write a number of columns'),
        ("cutoff = 0", "invalid value 0 for cutoff; write a number above 0 and up to 1"),
        ("line_numbers = 1", "invalid value 1 for line-numbers; write true or false"),
        (
            "profile = 'gnu'",
            'invalid value "gnu" for profile; write "gettext", "poedit", "weblate", ',
        ),
        ("slug-contexts = 'URL'", 'invalid value "URL" for slug-contexts; write a list of strings'),
        ("jinja = 1", "invalid value 1 for jinja; write a string in quotes"),
        ("directory = 3", "invalid value 3 for directory; write a string in quotes"),
        (
            "domains = {}",
            "invalid value {} for domains; give each domain the path of a mapping file",
        ),
        ("check = 3", "invalid value 3 for check; write a table"),
        (
            "[tool.kfor-i18n.check.locales.sl]\nmin-coverage = 95",
            "pyproject.toml:3: invalid value 95 for check.locales.sl.min-coverage; write a "
            "number from 0 to 1",
        ),
        (
            "[tool.kfor-i18n.check]\nmin-coverage = true",
            "invalid value true for check.min-coverage; ",
        ),
        (
            "[tool.kfor-i18n.check.locales]\nsl = 1",
            "invalid value 1 for check.locales.sl; write a table",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_it_may_be(
    tmp_path: Path, settings: str, message: str
) -> None:
    assert message in error_of(tmp_path, settings)


def test_the_settings_of_the_workbench_are_read(tmp_path: Path) -> None:
    assert (read_project(tmp_path).app, read_project(tmp_path).workbench.pages) == ("", ())
    write_settings(
        tmp_path,
        "app = 'shop:create_app'\n[tool.kfor-i18n.workbench]\npages = ['/a', '/{locale}/b']\n"
        "hosts = ['https://*.example.org']",
    )
    project = read_project(tmp_path)
    assert project.app == "shop:create_app"
    assert project.workbench.pages == ("/a", "/{locale}/b")
    assert project.workbench.hosts == ("https://*.example.org",)
    settings = project.workbench
    assert settings.scenes == settings.tracked == settings.exclude == ()


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("pages", '"/a", "/b"', "news/"),
        ("hosts", '"https://a.org"', "a.org"),
        ("scenes", '"a:b"', "a.b"),
        ("exclude", '"/a"', "a b"),
    ],
)
def test_of_a_list_the_value_that_is_wrong_is_named(
    tmp_path: Path, name: str, right: str, wrong: str
) -> None:
    error = error_of(tmp_path, f"workbench.{name} = [{right}, '{wrong}']")
    assert f'invalid value "{wrong}" for workbench.{name}; ' in error


@pytest.mark.parametrize(
    "host",
    ["https://a.org/path", "https://a.org; script-src *", "a.org", "https://a.org b.org", "data:"],
)
def test_a_host_cannot_be_more_than_an_origin(tmp_path: Path, host: str) -> None:
    error = error_of(tmp_path, f"[tool.kfor-i18n.workbench]\nhosts = ['{host}']")
    assert "pyproject.toml:3: invalid value" in error
    assert "for workbench.hosts; write a list of origins (URLs without a path)" in error


def test_a_locale_may_be_written_as_a_tag(tmp_path: Path) -> None:
    write_settings(tmp_path, "[tool.kfor-i18n.check.locales.pt-BR]\nmin-coverage = 0")
    assert read_project(tmp_path).check.locales["pt_BR"].min_coverage == 0


@pytest.mark.parametrize("name", ["sl", "handed back"])
def test_a_catalog_of_an_unpacked_bundle_is_in_the_language_of_its_header(
    tmp_path: Path, name: str
) -> None:
    project = make_project(tmp_path, HEADERS["sl"])
    path = tmp_path / "elsewhere" / name / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(make_header(Language="sl-SI", Content_Type="text/plain; charset=UTF-8"))
    assert open_catalog(project, path).folder == "sl"


@pytest.mark.parametrize("name", ["", "a/b", ".."])
def test_a_domain_has_a_name_that_files_can_have(tmp_path: Path, name: str) -> None:
    assert "invalid domain name" in error_of(tmp_path, f'domains."{name}" = "babel.cfg"')
