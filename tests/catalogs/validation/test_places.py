from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.project import read_project
from kfor_i18n.catalogs.validation.formats import Printf
from kfor_i18n.catalogs.validation.places import formats_of
from tests.builders import HEADERS, catalog_of, make_project

MAPPING = "[jinja2: templates/**]\n[javascript: **.js]\n[python: **]\n"


@pytest.mark.parametrize(
    ("mapping", "settings", "file", "printf"),
    [
        (MAPPING, "", "templates/app.js", Printf.ALWAYS),
        (MAPPING, "", "templates/mail/body.py", Printf.ALWAYS),
        (MAPPING, "", "static/app.js", Printf.LETTERS),
        (MAPPING, "", "static/setup.in", Printf.LETTERS),
        ("[jinja2: **]\n[javascript: **.js]\n", "", "static/app.js", Printf.ALWAYS),
        ("[javascript: **.js]\n[jinja2: **]\n", "", "static/app.js", Printf.LETTERS),
        ("[jinja2: app/***]\n", "", "app/app.js", Printf.LETTERS),
        ("[mako: **]\n", "", "app/page.mako", Printf.ALWAYS),
        ("[jinja2: **]\nnewstyle_gettext = false\n", "", "app/a.html", Printf.LETTERS),
        ("[jinja2: **]\nnewstyle_gettext = true\n", "", "app/a.html", Printf.ALWAYS),
        (MAPPING, 'domains.messages = { mapping = "babel.cfg", sources = ["web"] }',
         "web/templates/app.vue", Printf.ALWAYS),
        (MAPPING, 'domains.messages = { mapping = "babel.cfg", sources = ["web"] }',
         "templates/app.vue", Printf.LETTERS),
    ],
)  # fmt: skip
def test_the_mapping_file_tells_which_files_are_templates(
    tmp_path: Path, mapping: str, settings: str, file: str, printf: Printf
) -> None:
    (tmp_path / "web").mkdir()
    text = f'{HEADERS["sl"]}\n#: {file}:3\nmsgid "Save"\nmsgstr "Shrani 100%"\n'
    make_project(tmp_path, text, settings=settings)
    (tmp_path / "babel.cfg").write_text(mapping, encoding="utf-8")
    project = read_project(tmp_path)
    catalog = open_catalog(project, catalog_of(project))
    assert formats_of(catalog, catalog.live[0]).printf is printf


@pytest.mark.parametrize(
    ("mapping", "reference", "printf"),
    [
        # The template of the catalogs has the references.
        (MAPPING, "#: templates/a.html:3\n", Printf.ALWAYS),
        (MAPPING, "#: app.py:3\n", Printf.LETTERS),
        # Nobody has any.
        (MAPPING, "", Printf.LIKELY),
        ("[python: **.py]\n", "", Printf.LETTERS),
        ("[python: **.py]\n[javascript: **.js]\n", "", Printf.LETTERS),
        ("[own: **.py]\n", "", Printf.LIKELY),
        ("", "", Printf.LIKELY),
    ],
)
def test_where_a_catalog_has_no_references_the_template_and_the_mapping_file_tell(
    tmp_path: Path, mapping: str, reference: str, printf: Printf
) -> None:
    make_project(tmp_path, f'{HEADERS["sl"]}\nmsgid "Save"\nmsgstr "Shrani 100%"\n')
    (tmp_path / "babel.cfg").write_text(mapping, encoding="utf-8")
    project = read_project(tmp_path)
    template = f'{HEADERS["sl"]}\n{reference}msgid "Save"\nmsgstr ""\n'
    project.template("messages").write_text(template, encoding="utf-8")
    catalog = open_catalog(project, catalog_of(project))
    assert formats_of(catalog, catalog.live[0]).printf is printf
