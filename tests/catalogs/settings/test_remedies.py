"""Each error of a setting says what to write instead, and with that the settings can be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.problems import SettingsError
from kfor_i18n.catalogs.project import read_project
from tests.builders import call, make_project, write_settings


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        ("widht = 3", "did you mean width?", "width = 3"),
        ("colour = 3", "choose one of these: always-formatted,", "always-formatted = true"),
        ("strict = 'yes'", "write true or false", "strict = true"),
        (
            "slug-contexts = 'URL'",
            'write a list of strings, such as ["one',
            'slug-contexts = ["a"]',
        ),
        ("check.min-coverage = 95", "write a number from 0 to 1", "check.min-coverage = 0.95"),
        ("check = 3", "write a table", "[tool.kfor-i18n.check]\nignore = []"),
        ("directory = 3", "write a string in quotes", "directory = '3'"),
        (
            "catalogs = 'i18n/{locale}.po'\ndomains = { a = 'a.cfg', b = 'b.cfg' }",
            "with {domain} if there are several domains, such as i18n/{domain}/{locale}.po",
            "catalogs = 'i18n/{domain}/{locale}.po'\ndomains = { a = 'a.cfg', b = 'b.cfg' }",
        ),
        (
            "compiled = 'x.mo'",
            "with {locale}, such as translations/{locale}/LC_MESSAGES/{domain}.mo",
            "compiled = 'translations/{locale}/LC_MESSAGES/{domain}.mo'",
        ),
        ("template = 'i18n'", "such as i18n/{domain}.pot", "template = 'i18n/{domain}.pot'"),
        ("cutoff = 0", "write a number above 0 and up to 1", "cutoff = 1"),
        ('domains."a/b" = "b.cfg"', "such as messages", 'domains.messages = "b.cfg"'),
        (
            "domains = 3",
            "give each domain the path of a mapping file, or a table",
            "domains = { messages = 'babel.cfg', tools = {} }",
        ),
        ("locations = 'all'", 'write "file", "full" or "never"', 'locations = "full"'),
        ("profile = 'gnu'", 'write "gettext", "poedit",', 'profile = "gettext"'),
        ("runtime = 'django'", 'write "flask-babel" or "gettext"', 'runtime = "gettext"'),
        ("sort = true", 'write "source", "file" or "msgid"', 'sort = "msgid"'),
        (
            "domains.a.sources = ['../b']",
            "write a list of directories and files in the project",
            "domains.a.sources = ['b']",
        ),
        (
            "domains.a.templates = ['/b.pot']",
            "write a list of templates (.pot) in the project",
            "domains.a.templates = ['b.pot']",
        ),
        ("width = 'x'", "write a number of columns, or 0 for no wrapping", "width = 0"),
        ("strict = True", "invalid TOML: ", "strict = true"),
        ("app = 'shop/app.py'", 'such as "shop:create_app"', 'app = "shop:create_app"'),
        ("app = 3", 'such as "shop:create_app"', 'app = "shop"'),
        ("workbench = 3", "write a table", "[tool.kfor-i18n.workbench]\npages = []"),
        ("workbench.page = []", "did you mean workbench.pages?", "workbench.pages = []"),
        (
            "workbench.pages = ['news/']",
            'write a list of addresses of pages, such as ["/news/", "/{locale}/about?x=1"]',
            'workbench.pages = ["/news/", "/{locale}/about?x=1"]',
        ),
        (
            "workbench.exclude = ['exit']",
            'write a list of patterns of paths, such as ["/exit", "/admin/**"]',
            'workbench.exclude = ["/exit", "/admin/**", "**/x"]',
        ),
        (
            "workbench.scenes = 'tests.scenes:signed_in'",
            'such as ["tests.scenes:signed_in"]',
            'workbench.scenes = ["tests.scenes:signed_in"]',
        ),
        (
            "workbench.tracked = ['shop.texts:Text.get']",
            "the msgid and then the plural, with c after the context and n after the number, such "
            'as ["shop.texts:Text.get:1,2c"]',
            'workbench.tracked = ["shop.texts:Text.get:1,2c", "a:t:1c, 2,3,4n"]',
        ),
        (
            "workbench.hosts = ['fonts.example.org']",
            'such as ["https://fonts.example.org"]',
            'workbench.hosts = ["https://fonts.example.org", "http://localhost:9000"]',
        ),
    ],
)
def test_what_an_error_says_to_write_can_be_used(
    tmp_path: Path, broken: str, remedy: str, repaired: str
) -> None:
    write_settings(tmp_path, broken)
    with pytest.raises(SettingsError) as caught:
        read_project(tmp_path)
    assert remedy in str(caught.value)
    write_settings(tmp_path, repaired)
    read_project(tmp_path)


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        (
            "keywords = ['x:y']",
            'such as ["mark:1", "say:1c,2"]',
            'keywords = ["mark:1", "say:1c,2"]',
        ),
        ("domains.a.sources = ['no']", "correct the sources setting", "domains.a.sources = ['.']"),
        ("jinja = 'nosuch:app'", "correct the setting, or install", "jinja = 'builtins:dict'"),
        ("jinja = 'os:sep'", "name a dictionary of options,", "jinja = 'builtins:dict'"),
        ("check.select = ['dahs']", "did you mean dash?", "check.select = ['dash']"),
        ("check.select = ['quark']", "then correct or remove it", "check.select = []"),
    ],
)
def test_what_a_command_says_to_write_can_be_used(
    tmp_path: Path, broken: str, remedy: str, repaired: str
) -> None:
    make_project(tmp_path, "")
    write_settings(tmp_path, broken)
    assert remedy in call(tmp_path, "check").stderr + call(tmp_path, "extract").stderr
    write_settings(tmp_path, repaired)
    assert remedy not in call(tmp_path, "check").stderr
    assert call(tmp_path, "extract").exit_code == 0


def test_settings_in_two_files_are_moved_into_one(tmp_path: Path) -> None:
    write_settings(tmp_path, "width = 80\n[tool.kfor-i18n.check]\nselect = ['dash']")
    (tmp_path / "kfor-i18n.toml").write_text("sort = 'file'\n", encoding="utf-8")
    with pytest.raises(
        SettingsError, match=r"move the contents of \[tool\.kfor-i18n\] to the top of"
    ):
        read_project(tmp_path)
    (tmp_path / "pyproject.toml").unlink()
    joined = "sort = 'file'\nwidth = 80\n[check]\nselect = ['dash']\n"
    (tmp_path / "kfor-i18n.toml").write_text(joined, encoding="utf-8")
    project = read_project(tmp_path)
    assert (project.width, project.check.select) == (80, ("dash",))


def test_a_jinja_setting_is_named_with_the_file_that_has_it(tmp_path: Path) -> None:
    make_project(tmp_path, "")
    (tmp_path / "kfor-i18n.toml").write_text("jinja = 'os:sep'\n", encoding="utf-8")
    place = f"{tmp_path / 'kfor-i18n.toml'}: error: engine: jinja = "
    assert place in call(tmp_path, "extract").stderr
