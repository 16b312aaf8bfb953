"""Small projects as they are found, and the settings that do for them what pybabel did."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.adoption.planning import make_plan
from kfor_i18n.catalogs.problems import CatalogError
from tests.builders import HEADERS, codes_of

ENTRY = '\nmsgid "Hello"\nmsgstr ""\n'
ROW = 'method = "python"\npattern = "**.py"\n'
SCRIPT = (
    "pybabel extract -F babel.cfg -k lazy_gettext -o messages.pot .\n"
    "pybabel update -i messages.pot -d app/translations\n"
    "pybabel compile -d app/translations\n"
)


def write(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "babel.cfg", "[python: **.py]\n")
    write(tmp_path, "requirements.txt", "Flask-Babel==4.0.0\n")
    return tmp_path


def table_of(root: Path) -> dict[str, object]:
    return make_plan(root).table()


def test_a_project_in_the_standard_layout_needs_what_pybabel_does_by_default(root: Path) -> None:
    write(
        root,
        "i18n.sh",
        SCRIPT.replace("app/", "").replace("messages.pot", "translations/messages.pot"),
    )
    assert table_of(root) == {"comment-tags": [], "locations": "full", "width": 76}


def test_the_directory_and_the_template_are_where_the_calls_say(root: Path) -> None:
    write(root, "i18n.sh", SCRIPT)
    write(root, "app/translations/de/LC_MESSAGES/messages.po", HEADERS["sl"])
    table = table_of(root)
    assert table["directory"] == "app/translations"
    assert table["template"] == "{domain}.pot"
    assert "domains" not in table


def test_options_become_settings_with_the_place_that_asks_for_them(root: Path) -> None:
    write(
        root, "Makefile",
        "pot:\n\tpybabel extract -F babel.cfg -k mark:1 -k _l -c NOTE: --no-wrap "
        "--add-location=file --project=Shop -o messages.pot src lib\n"
        "po:\n\tpybabel update -N --ignore-obsolete -i messages.pot -d translations\n"
        "mo:\n\tpybabel compile -f -d translations\n",
    )  # fmt: skip
    write(root, "src/a.py")
    write(root, "lib/a.py")
    plan = make_plan(root)
    assert plan.table() == {
        "template": "{domain}.pot",
        "keywords": ["mark:1"],
        "comment-tags": ["NOTE:"],
        "width": 0,
        "name": "Shop",
        "no-fuzzy-matching": True,
        "ignore-obsolete": True,
        "use-fuzzy": True,
        "domains": {"messages": {"mapping": "babel.cfg", "sources": ["src", "lib"]}},
    }
    places = {setting.name: setting.place for setting in plan.settings}
    assert places["keywords"] == "Makefile:2"
    assert places["use-fuzzy"] == "Makefile:6"


def test_calls_about_another_folder_of_catalogs_do_not_count(root: Path) -> None:
    write(root, "i18n.sh", SCRIPT)
    write(root, "example.sh", SCRIPT.replace("app/", "demo/").replace("update", "update -N"))
    write(root, "app/translations/de/LC_MESSAGES/messages.po")
    assert "no-fuzzy-matching" not in table_of(root)


def test_without_calls_the_files_show_what_is_wanted(root: Path) -> None:
    write(root, "web/i18n/core/de.po", HEADERS["sl"] + ENTRY)
    write(root, "web/core.pot", HEADERS["en"] + "\n#: a.py:3" + ENTRY)
    table = table_of(root)
    assert table == {
        "catalogs": "web/i18n/{domain}/{locale}.po",
        "template": "web/{domain}.pot",
        "comment-tags": [],
        "locations": "full",
        "domains": {"core": "babel.cfg"},
    }


def test_a_call_in_another_directory_keeps_the_references_that_it_writes(root: Path) -> None:
    write(root, "babel/babel.ini", "[python: **.py]\n")
    write(
        root, "babel/i18n.sh",
        "pybabel extract -F babel.ini -o app.pot ../app\n"
        "pybabel update -D app -i app.pot -d ../app/translations\n",
    )  # fmt: skip
    write(root, "app/translations/de/LC_MESSAGES/app.po")
    assert table_of(root)["domains"] == {
        "app": {"mapping": "babel/babel.ini", "sources": ["app"], "relative-to": "babel"}
    }


def test_sources_that_no_mapping_file_maps_get_one(tmp_path: Path) -> None:
    write(tmp_path, "setup.cfg", "[extract_messages]\noutput_file = translations/messages.pot\n")
    write(
        tmp_path, "setup.py",
        'setup(message_extractors={"app": [("**.py", "python", None), ("x/**", "ignore", None)]})',
    )  # fmt: skip
    plan = make_plan(tmp_path)
    assert plan.mapping == ("babel.cfg", "[python: app/**.py]\n[ignore: app/x/**]\n")
    (tmp_path / "setup.py").unlink()
    assert make_plan(tmp_path).mapping == ("babel.cfg", "[python: **.py]\n")


def test_each_template_gets_the_mapping_file_of_its_name(root: Path) -> None:
    write(root, "babel-js.cfg", "[javascript: **.js]\n")
    one, two, js = ENTRY, ENTRY.replace("Hello", "Two"), ENTRY.replace("Hello", "Script")
    for name, text in (
        ("messages", one), ("messages-js", js), ("messages-react", two),
        ("messages-all", one + js + two),
    ):  # fmt: skip
        write(root, f"translations/{name}.pot", HEADERS["en"] + text)
    write(root, "translations/de/LC_MESSAGES/messages-all.po", HEADERS["sl"])
    domains = table_of(root)["domains"]
    assert isinstance(domains, dict)
    assert domains["messages"] == "babel.cfg"
    assert domains["messages-js"] == "babel-js.cfg"
    assert domains["messages-react"] == {}, "made by another tool"
    assert domains["messages-all"]["templates"] == [
        f"translations/{name}.pot" for name in ("messages", "messages-js", "messages-react")
    ], "in the order in which the whole has them"


@pytest.mark.parametrize("name", ["mapping.cfg", "conf/babel.ini", "i18n/babel_mapping.conf"])
def test_a_mapping_file_is_known_by_its_sections(tmp_path: Path, name: str) -> None:
    write(tmp_path, "tox.ini", "[testenv]\n")
    write(tmp_path, name, "[python: **.py]\n")
    assert table_of(tmp_path)["domains"] == {"messages": name}


def test_mappings_can_be_in_pyproject(tmp_path: Path) -> None:
    write(
        tmp_path, "pyproject.toml",
        '[[tool.babel.mappings]]\nmethod = "python"\npattern = "**.py"\n',
    )  # fmt: skip
    assert table_of(tmp_path)["domains"] == {"messages": "pyproject.toml"}


def test_a_mapping_file_that_a_call_does_not_use_is_left_alone(root: Path) -> None:
    write(root, "i18n.sh", "pybabel extract -o messages.pot .\n")
    plan = make_plan(root)
    assert plan.mapping == ("babel-extract.cfg", "[python: **.py]\n")
    assert plan.table()["domains"] == {"messages": "babel-extract.cfg"}


def test_the_runtime_is_gettext_where_nothing_of_flask_babel_is(tmp_path: Path) -> None:
    write(tmp_path, "babel.cfg", "[python: **.py]\n")
    assert table_of(tmp_path) == {"runtime": "gettext"}
    write(tmp_path, "app.py", "from flask_babel import Babel\n")
    assert table_of(tmp_path) == {}


def test_a_project_without_anything_of_gettext_has_no_plan(tmp_path: Path) -> None:
    write(tmp_path, "translations/de.json", '{"Hello": "Hallo"}')
    write(tmp_path, "app.py", "print(len(_list))\n")
    with pytest.raises(CatalogError) as caught:
        make_plan(tmp_path)
    assert codes_of(caught.value.findings) == ["adopt-nothing"]


@pytest.mark.parametrize(
    ("name", "text", "row"),
    [
        ("app/a.py", 'x = _("Hello")\n', "[python: **.py]\n"),
        ("app/a.py", 'x = gettext.ngettext("a", "b", n)\n', "[python: **.py]\n"),
        ("app/a.html", '<p>{{ _("Hello") }}</p>', "[jinja2: **.html]\n"),
        ("app/a.j2", "<p>{% trans %}Hello{% endtrans %}</p>", "[jinja2: **.j2]\n"),
    ],
)
def test_marked_sources_get_a_mapping_file_where_there_is_none(
    tmp_path: Path, name: str, text: str, row: str
) -> None:
    write(tmp_path, name, text)
    plan = make_plan(tmp_path)
    assert plan.mapping == ("babel.cfg", row)
    assert "domains" not in plan.table()
    write(tmp_path, "translations/de/LC_MESSAGES/shop.po", HEADERS["sl"] + ENTRY)
    assert make_plan(tmp_path).table()["domains"] == {"shop": "babel.cfg"}


def test_templates_of_django_are_not_taken_for_jinja(tmp_path: Path) -> None:
    write(tmp_path, "a.html", '{% trans "Hello" %}')
    with pytest.raises(CatalogError):
        make_plan(tmp_path)


@pytest.mark.parametrize(
    "call",
    [
        "pybabel update -i messages.pot -d /nonexistent",
        "pybabel compile -d /nonexistent",
        "pybabel extract -F babel.cfg -o ../../x.pot .",
    ],
)
def test_a_call_for_files_outside_of_the_project_is_named_and_not_used(
    root: Path, call: str
) -> None:
    write(root, "i18n.sh", f"#!/bin/sh\n{call}\n")
    plan = make_plan(root)
    assert plan.table() == {}
    (warning,) = plan.findings.warnings
    assert (warning.path, warning.line) == (root / "i18n.sh", 2)
    assert warning.problem.code.name == "adopt-outside"


def test_prerequisites_of_a_rule_are_sources(root: Path) -> None:
    write(
        root, "Makefile",
        "DIR=web\nPOT=$(DIR)/translations/messages.pot\n$(POT): web lib | build\n"
        "\tpybabel extract -F babel.cfg --output=$@ $^\n",
    )  # fmt: skip
    for name in ("web/a.py", "lib/a.py", "build/a.py"):
        write(root, name)
    plan = make_plan(root)
    assert plan.table()["domains"] == {
        "messages": {"mapping": "babel.cfg", "sources": ["web", "lib"]}
    }
    assert plan.findings.warnings == ()


@pytest.mark.parametrize("word", ["$(wildcard *.py)", "$SOURCES", "nowhere"])
def test_sources_that_are_not_known_are_named_with_their_place(root: Path, word: str) -> None:
    write(root, "app/a.py")
    write(root, "Makefile", f"pot:\n\tpybabel extract -F babel.cfg -o messages.pot app {word}\n")
    (warning,) = make_plan(root).findings.warnings
    assert (warning.path, warning.line) == (root / "Makefile", 2)
    assert warning.problem.code.name == "adopt-sources"


def test_a_mapping_file_that_only_a_shell_knows_is_the_one_that_is_there(root: Path) -> None:
    write(root, "i18n.sh", "pybabel extract -F $CFG -o translations/messages.pot .\n")
    plan = make_plan(root)
    assert plan.mapping is None
    assert "domains" not in plan.table()
    assert codes_of(plan.findings.warnings) == ["adopt-sources"]


@pytest.mark.parametrize("name", ["docs/i18n.md", "docs/i18n.rst"])
def test_names_in_documentation_are_no_names_for_headers(root: Path, name: str) -> None:
    call = "pybabel extract -F babel.cfg -w 80 --version=CURRENT -o translations/messages.pot .\n"
    write(root, name, call)
    assert "version" not in table_of(root)
    assert table_of(root)["width"] == 80
    write(root, "i18n.sh", call)
    assert table_of(root)["version"] == "CURRENT"


def test_the_packages_are_the_sources_of_a_section_that_names_none(root: Path) -> None:
    write(root, "setup.py", 'setup(packages=["shop", "shop.views"])')
    write(root, "setup.cfg", "[extract_messages]\nmapping_file = babel.cfg\noutput_file = a.pot\n")
    write(root, "shop/views/__init__.py")
    domains = table_of(root)["domains"]
    assert domains == {"a": {"mapping": "babel.cfg", "sources": ["shop"]}}


@pytest.mark.parametrize(
    "section",
    [
        '[tool.babel.extract_messages]\noutput_file = "app/translations/messages.pot"\n',
        '[tool.babel.compile_catalog]\ndirectory = "app/translations/"\n',
        '[tool.distutils.update_catalog]\noutput_dir = "app/translations"\n',
        "",
    ],
)
def test_the_catalogs_are_where_sections_say_or_where_the_template_is(
    root: Path, section: str
) -> None:
    write(root, "pyproject.toml", section)
    write(root, "app/translations/messages.pot", HEADERS["en"] + ENTRY)
    for locale in ("de", "fr"):
        write(root, f"app/translations/{locale}/LC_MESSAGES/messages.po", HEADERS["sl"])
    for locale in ("de", "fr", "sl"):
        write(root, f"app/assets/translations/app/{locale}/messages.po", HEADERS["sl"])
    plan = make_plan(root)
    assert plan.table()["directory"] == "app/translations"
    assert plan.findings.domains[0].folders == ("de", "fr")


@pytest.mark.parametrize(
    "calls",
    [
        "pybabel extract -F babel.cfg -o t/messages.pot .\n"
        "pybabel update -i t/messages.pot -d t -D shop\n",
        "pybabel compile -d t -D shop\n",
        "",
    ],
)
def test_a_template_of_another_name_is_that_of_the_only_domain(root: Path, calls: str) -> None:
    write(root, "i18n.sh", calls)
    write(root, "t/messages.pot", HEADERS["en"] + ENTRY)
    write(root, "t/de/LC_MESSAGES/shop.po", HEADERS["sl"] + ENTRY)
    table = table_of(root)
    assert table["template"] == "t/messages.pot"
    assert table["domains"] == {"shop": "babel.cfg"}


def test_without_calls_references_show_what_they_are_relative_to(tmp_path: Path) -> None:
    write(tmp_path, "shop/babel.cfg", "[python: views/**.py]\n")
    write(tmp_path, "shop/views/a.py", '_("Hello")')
    write(tmp_path, "shop/t/messages.pot", HEADERS["en"] + "\n#: views/a.py:1" + ENTRY)
    assert table_of(tmp_path)["domains"] == {
        "messages": {"mapping": "shop/babel.cfg", "sources": ["shop"], "relative-to": "shop"}
    }
    write(tmp_path, "shop/t/messages.pot", HEADERS["en"] + "\n#: shop/views/a.py:1" + ENTRY)
    assert table_of(tmp_path)["domains"] == {"messages": "shop/babel.cfg"}


def test_a_call_after_a_change_of_directory_reads_and_writes_there(root: Path) -> None:
    write(root, "web/babel.cfg", "[python: **.py]\n")
    write(
        root, "docs/i18n.rst",
        "Run::\n\n  cd web\n  pybabel extract -F babel.cfg -k _x -o messages.pot .\n"
        "  pybabel update -i messages.pot -d translations\n",
    )  # fmt: skip
    write(root, "web/translations/de/LC_MESSAGES/messages.po", HEADERS["sl"])
    table = table_of(root)
    assert table["directory"] == "web/translations"
    assert table["template"] == "web/{domain}.pot"
    assert table["keywords"] == ["_x"]
    assert table["domains"] == {
        "messages": {"mapping": "web/babel.cfg", "sources": ["web"], "relative-to": "web"}
    }


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("babel.toml", f"[[mappings]]\n{ROW}"),
        ("conf/i18n.toml", f"[[mappings]]\n{ROW}"),
        ("pyproject.toml", "[tool.babel]\nmappings = [{method = 'python', pattern = '**.py'}]\n"),
    ],
)
def test_mappings_in_toml_are_mapping_files(tmp_path: Path, name: str, table: str) -> None:
    write(tmp_path, name, table)
    plan = make_plan(tmp_path)
    assert plan.mapping is None
    assert plan.table()["domains"] == {"messages": name}
