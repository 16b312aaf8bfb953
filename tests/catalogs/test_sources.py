"""Projects whose msgids are keys: the setting ``source`` names the catalog with their texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.checks.running import check_catalog
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.stats import count_project
from kfor_i18n.catalogs.workflow import compile_project, init
from tests.builders import HEADERS, call, catalog_of, codes_of, make_project, write_catalog

KEYS = """
msgid "mail_body"
msgstr "Click <b>here</b>: {link}"

msgid "days"
msgid_plural "days_plural"
msgstr[0] "One day"
msgstr[1] "%(n)s days in %(place)s"

msgid "unwritten"
msgstr ""
"""


def entry(msgid: str, msgstr: str) -> str:
    return f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def make(root: Path, slovenian: str) -> Project:
    write_catalog(root, HEADERS["en"] + KEYS, "en")
    return make_project(root, HEADERS["sl"] + slovenian, settings='source = "en"')


@pytest.mark.parametrize(
    ("key", "translation", "codes"),
    [
        ("mail_body", "Kliknite <b>tu</b>: {link}", []),
        ("mail_body", "Kliknite tu: {link}", ["markup-missing"]),
        ("mail_body", "Kliknite <b>tu</b>: {povezava}", ["placeholder-foreign"]),
        ("mail_body", "Kliknite <b>tu</b>: {link} ", ["space-end"]),
        ("unwritten", "Kliknite <b>tu</b>", ["markup-added"]),
        ("unknown", "%(a)s", ["placeholder-foreign"]),
    ],
)
def test_a_translation_is_validated_by_the_text_that_its_key_stands_for(
    tmp_path: Path, key: str, translation: str, codes: list[str]
) -> None:
    project = make(tmp_path, entry(key, translation))
    assert codes_of(check_catalog(project, catalog_of(project)).findings) == codes


def test_a_plural_is_validated_by_the_forms_of_the_source(tmp_path: Path) -> None:
    forms = ["%(n)s dan", "%(n)s dneva v %(place)s", "%(n)s dnevi", "%(n)s dni v %(place)s"]
    plural = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))
    project = make(tmp_path, f'\nmsgid "days"\nmsgid_plural "days_plural"\n{plural}')
    (finding,) = check_catalog(project, catalog_of(project)).findings
    assert "msgstr[2]: missing placeholder %(place)s" in str(finding)


def test_a_changed_source_text_makes_the_compiled_catalogs_stale(tmp_path: Path) -> None:
    project = make(tmp_path, entry("mail_body", "Kliknite <b>tu</b>: {link}"))
    assert {result.status for result in compile_project(project)} == {"compiled"}
    assert {result.status for result in compile_project(project)} == {"fresh"}
    write_catalog(tmp_path, HEADERS["en"] + KEYS.replace("<b>here</b>", "here"), "en")
    results = {result.source.parts[-3]: result.status for result in compile_project(project)}
    assert results == {"en": "compiled", "sl": "refused"}


def test_a_pseudo_locale_is_made_of_the_source_texts(tmp_path: Path) -> None:
    project = make(tmp_path, "")
    keys = KEYS.replace('"Click <b>here</b>: {link}"', '""')
    project.template("messages").write_text(f'msgid ""\nmsgstr ""\n{keys}', encoding="utf-8")
    (path,) = init(project, "en_XA")
    assert "<b>ĥéŕé</b>: {link}" in path.read_text(encoding="utf-8")
    assert {result.status for result in compile_project(project)} == {"compiled"}


def test_words_are_those_of_the_source_texts(tmp_path: Path) -> None:
    project = make(tmp_path, entry("mail_body", "Kliknite <b>tu</b>: {link}"))
    (stats,) = count_project(project, "sl").catalogs
    assert stats.counts.words == 2


def test_a_missing_source_catalog_is_named_with_its_setting(tmp_path: Path) -> None:
    project = make_project(tmp_path, HEADERS["sl"], settings='source = "en"')
    with pytest.raises(CatalogError, match="kfor-i18n init en") as caught:
        open_catalog(project, catalog_of(project))
    assert codes_of(caught.value.findings) == ["source-missing"]
    (result,) = compile_project(project)
    assert codes_of(result.findings) == ["source-missing"]


def test_translators_are_handed_the_source_texts_and_hand_them_back(tmp_path: Path) -> None:
    project = make(tmp_path, entry("mail_body", ""))
    file = tmp_path / "sl.csv"
    result = call(tmp_path, "export", "--locale", "sl", "--to", "csv", "-o", str(file))
    assert result.exit_code == 0, result.output
    text = file.read_text(encoding="utf-8-sig")
    untranslated = '"Click <b>here</b>: {link}","",""'
    assert untranslated in text
    translated = untranslated[:-2] + '"Tu <b>je</b> {link}"'
    file.write_text(text.replace(untranslated, translated), encoding="utf-8")
    result = call(tmp_path, "import", str(file), "--locale", "sl")
    assert result.exit_code == 0, result.output
    assert open_catalog(project, catalog_of(project)).live[0].msgstrs == ("Tu <b>je</b> {link}",)
