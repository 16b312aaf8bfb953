from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs import workflow
from kfor_i18n.catalogs.problems import CatalogError, SettingsError
from kfor_i18n.catalogs.project import find_root, read_project
from tests.builders import HEADERS, call, write_settings

CATALOG = HEADERS["sl"] + '\n#: app.py\nmsgid "Hello"\nmsgstr "Živjo"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text('_("Hello")\n')
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("settings", "template", "catalog", "compiled"),
    [
        ('catalogs = "i18n/{locale}.po"', "i18n/core.pot", "i18n/sl.po", "i18n/sl.mo"),
        (
            'catalogs = "i18n/{domain}/{locale}.po"\ntemplate = "{domain}.pot"',
            "core.pot", "i18n/core/sl.po", "i18n/core/sl.mo",
        ),
        (
            'catalogs = "i18n/{locale}/{domain}.po"\n'
            'compiled = "build/{locale}/LC_MESSAGES/{domain}.mo"',
            "i18n/core.pot", "i18n/sl/core.po", "build/sl/LC_MESSAGES/core.mo",
        ),
        (
            'directory = "po"\ntemplate = "{directory}/templates/{domain}.pot"',
            "po/templates/core.pot", "po/sl/LC_MESSAGES/core.po", "po/sl/LC_MESSAGES/core.mo",
        ),
    ],
)  # fmt: skip
def test_every_command_works_on_the_layout_of_the_settings(
    root: Path, settings: str, template: str, catalog: str, compiled: str
) -> None:
    write_settings(root, f'{settings}\ndomains = {{ core = "babel.cfg" }}')
    write(root / catalog, CATALOG)
    for command in ("extract", "update", "compile", "stats"):
        assert call(root, command).exit_code == 0
    assert (root / template).exists()
    assert (root / compiled).exists()
    assert "100%" in call(root, "stats", "--locale", "sl").stdout
    call(root, "init", "hr")
    assert (root / catalog.replace("sl", "hr")).exists()
    call(root, "export", "--locale", "hr", "--to", "csv", "-o", str(root / "hr.csv"))
    assert "Hello" in (root / "hr.csv").read_text(encoding="utf-8")


def test_a_domain_can_have_files_of_its_own(root: Path) -> None:
    write_settings(
        root,
        'domains.core = "babel.cfg"\n'
        '[tool.kfor-i18n.domains.web]\nmapping = "babel.cfg"\n'
        'catalogs = "web/{locale}.po"\ntemplate = "web/web.pot"\nsources = ["web"]',
    )
    write(root / "web" / "page.py", '_("Page")\n')
    write(root / "web" / "sl.po", HEADERS["sl"])
    project = read_project(root)
    workflow.extract(project)
    assert 'msgid "Page"' in (root / "web" / "web.pot").read_text()
    assert 'msgid "Hello"' not in (root / "web" / "web.pot").read_text()
    assert project.template("core") == root / "translations" / "core.pot"
    assert project.place_of(root / "web" / "sl.po") == ("web", "sl")


def test_the_patterns_of_a_mapping_are_relative_to_each_source_folder(root: Path) -> None:
    write(root / "babel.cfg", "[python: views/**.py]\n")
    for folder in ("one", "two"):
        write(root / folder / "views" / "a.py", f'_("In {folder}")\n')
    write(root / "alone.py", '_("Alone")\n')
    write_settings(
        root, '[tool.kfor-i18n.domains.core]\nmapping = "babel.cfg"\nsources = ["two", "one"]'
    )
    workflow.extract(read_project(root))
    text = (root / "translations" / "core.pot").read_text()
    assert text.index("#: two/views/a.py") < text.index("#: one/views/a.py")
    assert "Alone" not in text


def test_references_can_be_relative_to_the_folder_that_pybabel_was_run_in(root: Path) -> None:
    write_settings(
        root,
        'line-numbers = true\n[tool.kfor-i18n.domains.core]\nmapping = "babel.cfg"\n'
        'relative-to = "babel"',
    )
    workflow.extract(read_project(root))
    assert "#: ../app.py:1" in (root / "translations" / "core.pot").read_text()


def test_a_catalog_can_follow_several_templates(root: Path) -> None:
    """One of them is extracted here, another is written by a tool for scripts."""
    write_settings(
        root,
        '[tool.kfor-i18n.domains.all]\ntemplates = ["translations/core.pot", "web.pot"]\n'
        '[tool.kfor-i18n.domains.core]\nmapping = "babel.cfg"',
    )
    entries = '\n#: a.js\nmsgid "Hello"\nmsgstr ""\n\n#. note\n#: a.js\nmsgid "Web"\nmsgstr ""\n'
    write(root / "web.pot", HEADERS["en"] + entries)
    project = read_project(root)
    first = workflow.extract(project, check=True)
    assert [result.messages for result in first] == [1, 2], "an extracted template is not yet there"
    workflow.extract(project)
    text = project.template("all").read_text()
    assert '#: a.js app.py\nmsgid "Hello"' in text
    assert '#. note\n#: a.js\nmsgid "Web"' in text


def test_a_domain_without_sources_keeps_the_template_of_another_tool(root: Path) -> None:
    write_settings(root, "[tool.kfor-i18n.domains.web]\n")
    path = write(root / "translations" / "web.pot", HEADERS["en"])
    assert call(root, "extract").exit_code == 0
    assert path.read_text() == HEADERS["en"]
    path.unlink()
    result = call(root, "init", "sl")
    assert (
        "web.pot: error: no-template: missing template; create it with the tool that extracts the"
        in result.stderr
    )


def test_a_missing_template_is_called_missing(root: Path) -> None:
    write(root / "translations/sl/LC_MESSAGES/messages.po", CATALOG)
    (result,) = workflow.update(read_project(root))
    (finding,) = result.findings
    assert "messages.pot: missing template; create it with kfor-i18n extract" in str(finding)


def test_a_missing_mapping_file_is_called_missing(root: Path) -> None:
    (root / "babel.cfg").unlink()
    with pytest.raises(CatalogError, match=r"babel.cfg: missing mapping file; create it or name"):
        workflow.extract(read_project(root))


def test_catalogs_elsewhere_are_named_with_the_setting_that_finds_them(root: Path) -> None:
    write_settings(root, 'directory = "i18n"\ndomains = { core = "babel.cfg" }')
    write(root / "i18n" / "core" / "de.po", CATALOG)
    result = call(root, "stats")
    assert result.exit_code == 1
    assert "no catalogs match i18n/{locale}/LC_MESSAGES/core.po" in result.stderr
    assert 'to use i18n/core/de.po, set catalogs = "i18n/{domain}/{locale}.po"' in result.stderr


def test_settings_can_be_in_a_file_of_their_own(root: Path) -> None:
    write(root / "kfor-i18n.toml", 'directory = "locale"\n[domains]\ncore = "babel.cfg"\n')
    assert read_project(root).template("core") == root / "locale" / "core.pot"
    inside = root / "package"
    inside.mkdir()
    (root / "babel.cfg").unlink()
    assert find_root(inside) == root


def test_settings_in_both_files_are_an_error(root: Path) -> None:
    write_settings(root, "width = 0")
    write(root / "kfor-i18n.toml", "width = 79\n")
    with pytest.raises(SettingsError, match=r"kfor-i18n.toml: settings in pyproject.toml as well"):
        read_project(root)


def test_a_heading_in_a_file_of_settings_alone_is_named(root: Path) -> None:
    write(root / "kfor-i18n.toml", "[tool.kfor-i18n]\nwidth = 79\n")
    with pytest.raises(SettingsError, match="remove the heading"):
        read_project(root)
    write(root / "kfor-i18n.toml", "width = 72\n[tool.kfor-i18n.check]\nselect = ['dash']\n")
    with pytest.raises(SettingsError, match=r"shorten .* \[tool\.kfor-i18n\.check\] to \[check\]"):
        read_project(root)
    write(root / "kfor-i18n.toml", "width = 72\n[check]\nselect = ['dash']\n")
    project = read_project(root)
    assert (project.width, project.check.select) == (72, ("dash",))


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ("domains = 3", "invalid value 3 for domains; give each domain the path"),
        ("domains = {}", "invalid value {} for domains; give each domain the path"),
        ("domains = { a = 3 }", "invalid value 3 for domains.a;"),
        (
            "domains = { a = { maping = 'x' } }",
            "unknown setting domains.a.maping; did you mean domains.a.mapping?",
        ),
        ("domains = { a = { mapping = 3 } }", "invalid value 3 for domains.a.mapping;"),
        ("domains = { a = { sources = 'src' } }", 'invalid value "src" for domains.a.sources'),
        ("directory = 3", "invalid value 3 for directory;"),
        ("catalogs = 'i18n/de.po'", "write a path with {locale}"),
        ("catalogs = 'i18n/{lang}/{locale}.po'", "write a path with {locale}"),
        ("catalogs = 3", "invalid value 3 for catalogs;"),
        (
            "catalogs = 'i18n/{locale}.po'\ndomains = { a = 'a.cfg', b = 'b.cfg' }",
            "with {domain} if there are several domains",
        ),
        ("template = '{locale}.pot'", "write the path of a .pot file without {locale}"),
        ("compiled = 'x.mo'", "write the path of a .mo file with {locale}"),
        ("runtime = 'django'", 'invalid value "django" for runtime'),
        ("use-fuzzy = 1", "invalid value 1 for use-fuzzy; write true or false"),
        ("skip-invalid = 1", "invalid value 1 for skip-invalid; write true or false"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_would_do(
    root: Path, settings: str, error: str
) -> None:
    write_settings(root, settings)
    with pytest.raises(SettingsError) as raised:
        read_project(root)
    assert error in str(raised.value)
