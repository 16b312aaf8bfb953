from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kfor_i18n.catalogs.exchange import (
    STATES,
    WRITABLE,
    ExportOptions,
    ImportOptions,
    export,
    import_file,
)
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project, read_project
from tests.builders import (
    HEADERS,
    PLURALS,
    catalog_of,
    codes_of,
    make_header,
    parse,
    write_catalog,
    write_settings,
)
from tests.catalogs.exchange.handouts import (
    BODY,
    CONFIRMED,
    HEADER,
    change_file,
    hand_in,
    hand_out,
    project_with,
    read,
    say,
    take_back,
)

OF_MESSAGES = [format.name for format in WRITABLE.values() if format.states is not None]
"""The formats that contain messages, not whole catalogs."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path)


@pytest.mark.parametrize("to", WRITABLE)
def test_an_unchanged_file_changes_no_byte(project: Project, to: str) -> None:
    before = catalog_of(project).read_bytes()
    result = take_back(project, hand_out(project, to))
    held = WRITABLE[to].states or STATES
    assert result.is_right
    assert result.imported == 0
    assert result.unchanged == 2 * ("translated" in held) + ("fuzzy" in held)
    assert result.untranslated == ("untranslated" in held)
    assert result.unknown == ()
    assert catalog_of(project).read_bytes() == before


@pytest.mark.parametrize("to", OF_MESSAGES)
def test_only_new_translations_are_written(project: Project, to: str) -> None:
    result = take_back(project, hand_out(project, to, ("Shrani", "Hrani")))
    (catalog,) = result.catalogs
    assert [key.msgid for key in catalog.imported] == ["Save"]
    assert catalog.path == catalog_of(project)
    assert read(project) == HEADER + BODY.replace('"Shrani"', '"Hrani"')


def test_a_new_translation_may_keep_the_state_of_the_empty_one(project: Project) -> None:
    target = '<target state="new"></target>'
    path = hand_out(project, "xliff1", (target, target.replace("><", ">Izbrišem %(name)s?<")))
    assert take_back(project, path).imported == 1
    assert read(project) == HEADER + BODY.replace(
        'name)s?"\nmsgstr ""', 'name)s?"\nmsgstr "Izbrišem %(name)s?"'
    )


def test_a_protected_placeholder_is_imported_as_text(project: Project) -> None:
    protected = '<ph id="1">%(name)s</ph>'
    target = '<target state="new"></target>'
    path = hand_out(project, "xliff1", (target, f"<target>Izbriši {protected}?</target>"))
    assert protected in path.read_text(encoding="utf-8")
    take_back(project, path)
    assert 'msgstr "Izbriši %(name)s?"' in read(project)


@pytest.mark.parametrize(
    ("to", "old", "new"),
    [
        ("xliff1", 'state="needs-review-translation"', 'state="translated"'),
        ("xliff1", 'state="needs-review-translation"', 'state="final"'),
        ("xliff2", 'state="initial" subState="gettext:fuzzy"', 'state="reviewed"'),
        ("csv", '"fuzzy"', '"translated"'),
    ],
)
def test_a_confirmed_translation_loses_its_fuzzy_flag_and_previous_msgid(
    project: Project, to: str, old: str, new: str
) -> None:
    assert take_back(project, hand_out(project, to, (old, new))).imported == 1
    assert read(project) == HEADER + BODY.replace(
        '#, fuzzy, python-format\n#| msgid "Hi, %(name)s"\n', "#, python-format\n"
    )


def test_an_edited_translation_that_still_needs_review_stays_fuzzy(project: Project) -> None:
    path = hand_out(project, "xliff1", (">Zdravo, %(name)s<", ">Živjo, %(name)s<"))
    (catalog,) = take_back(project, path).catalogs
    assert [key.msgid for key in catalog.fuzzy] == ["Hello, %(name)s"]
    assert read(project) == HEADER + BODY.replace(
        'msgstr   "Zdravo, %(name)s"', 'msgstr "Živjo, %(name)s"'
    )


@pytest.mark.parametrize(
    ("to", "old", "new"),
    [
        (
            "xliff1",
            'approved="yes" xml:space="preserve">\n<source>Save</source>\n'
            '<target state="translated"',
            'approved="no" xml:space="preserve">\n<source>Save</source>\n'
            '<target state="needs-review-translation"',
        ),
        (
            "xliff2",
            'state="translated">\n<source>Save<',
            'state="initial">\n<source>Save<',
        ),
        ("csv", '"Shrani","translated"', '"Shrani","needs review"'),
    ],
)
def test_a_reviewer_can_make_a_confirmed_translation_fuzzy(
    project: Project, to: str, old: str, new: str
) -> None:
    assert take_back(project, hand_out(project, to, (old, new))).imported == 1
    assert read(project) == HEADER + BODY.replace(
        'page.html\nmsgid "Save"', 'page.html\n#, fuzzy\nmsgid "Save"'
    )


def test_all_new_translations_can_be_imported_as_fuzzy(project: Project) -> None:
    path = hand_out(project, "csv", ('"Shrani"', '"Hrani"'), ('"fuzzy"', '"translated"'))
    (catalog,) = take_back(project, path, fuzzy=True).catalogs
    assert catalog.imported == catalog.fuzzy
    assert [key.msgid for key in catalog.fuzzy] == ["Save"]
    assert '#, fuzzy\nmsgid "Save"\nmsgstr "Hrani"' in read(project)


def test_check_reports_what_would_be_imported_and_writes_nothing(project: Project) -> None:
    path = hand_out(project, "csv", ('"Shrani"', '"Hrani"'))
    result = take_back(project, path, check=True)
    assert (result.imported, result.catalogs[0].has_changed) == (1, True)
    assert read(project) == HEADER + BODY


def test_invalid_translations_are_rejected_with_their_lines_and_the_rest_is_imported(
    project: Project,
) -> None:
    path = hand_out(
        project, "xliff1", (">Shrani<", ">Hrani<"), (">Zdravo, %(name)s<", ">Zdravo, %(ime)s<")
    )
    result = take_back(project, path)
    (refused,) = result.refused
    assert not result.is_right
    assert refused.path == path
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[(refused.line or 0) - 1].startswith("<trans-unit")
    assert "%(ime)s" in lines[(refused.line or 0) + 1]
    assert refused.msgid == "Hello, %(name)s"
    assert refused.problem.code.name == "placeholder-foreign"
    assert read(project) == HEADER + BODY.replace('"Shrani"', '"Hrani"')


@pytest.mark.parametrize(
    ("to", "removed"),
    [
        ("xliff1", ">%(num)s datoteke<"),
        ("xliff2", ">%(num)s datoteke<"),
        ("csv", '"%(num)s datoteke"'),
    ],
)
def test_an_emptied_plural_form_is_rejected(project: Project, to: str, removed: str) -> None:
    path = hand_out(project, to, (removed, removed[0] + removed[-1]))
    result = take_back(project, path)
    assert codes_of(result.refused) == ["incomplete-forms"]
    assert read(project) == HEADER + BODY


@pytest.mark.parametrize("to", OF_MESSAGES)
def test_each_plural_form_is_imported(project: Project, to: str) -> None:
    path = hand_out(project, to, ("%(num)s datoteke", "%(num)s fajli"))
    assert take_back(project, path).imported == 1
    assert read(project) == HEADER + BODY.replace("datoteke", "fajli")


def edit_catalog_by_hand(project: Project, old: str, new: str) -> str:
    text = read(project).replace(old, new)
    catalog_of(project).write_text(text, encoding="utf-8")
    return text


@pytest.mark.parametrize("to", OF_MESSAGES)
def test_a_translation_changed_on_both_sides_is_a_conflict_unless_forced(
    project: Project, to: str
) -> None:
    path = hand_out(project, to, ("Shrani", "Hrani"))
    text = edit_catalog_by_hand(project, '"Shrani"', '"Spravi"')
    result = take_back(project, path)
    assert not result.is_right
    assert [(f.msgid, f.problem.code.name) for f in result.conflicts] == [
        ("Save", "import-conflict")
    ]
    assert read(project) == text
    assert take_back(project, path, force=True).is_right
    assert read(project) == HEADER + BODY.replace('"Shrani"', '"Hrani"')


@pytest.mark.parametrize("to", WRITABLE)
@pytest.mark.parametrize("force", [True, False])
def test_a_translation_changed_only_in_the_catalog_is_kept(
    project: Project, to: str, force: bool
) -> None:
    path = hand_out(project, to)
    text = edit_catalog_by_hand(project, '"Shrani"', '"Spravi"')
    result = take_back(project, path, force=force)
    assert (result.imported, result.is_right) == (0, True)
    assert read(project) == text


def test_the_same_change_on_both_sides_is_no_conflict(project: Project) -> None:
    path = hand_out(project, "csv", ("Shrani", "Hrani"))
    edit_catalog_by_hand(project, '"Shrani"', '"Hrani"')
    assert take_back(project, path).is_right


def test_a_changed_fuzzy_flag_is_a_change_too(project: Project) -> None:
    path = hand_out(project, "csv", ("Zdravo", "Živjo"))
    edit_catalog_by_hand(project, "#, fuzzy, python-format", "#, python-format")
    assert len(take_back(project, path).conflicts) == 1


def import_corrected(project: Project, to: str) -> Path:
    """Import a file in which a fuzzy translation was corrected and stays fuzzy; return its path."""
    path = project.root / f"back.{to}"
    path.write_bytes(
        catalog_of(project).read_bytes() if to == "po" else export(project, "sl", to).data
    )
    change_file(path, "Zdravo", "Živjo")
    result = take_back(project, path)
    assert (result.imported, result.still_fuzzy, result.is_right) == (1, 1, True)
    return path


@pytest.mark.parametrize("to", CONFIRMED)
def test_a_translation_that_the_same_file_changed_can_be_confirmed_in_it(
    project: Project, to: str
) -> None:
    path = import_corrected(project, to)
    change_file(path, *CONFIRMED[to])
    result = take_back(project, path)
    assert (result.imported, result.still_fuzzy, result.is_right) == (1, 0, True)
    assert (
        '#, python-format\nmsgctxt "menu"\nmsgid "Hello, %(name)s"\nmsgstr "Živjo, %(name)s"'
        in read(project)
    )
    result = take_back(project, path)
    assert (result.imported, result.is_right) == (0, True)


@pytest.mark.parametrize("to", [to for to in CONFIRMED if to != "po"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Živjo, %(name)s", "Lepo pozdravljeni, %(name)s"),
        ('"Živjo, %(name)s"', '""'),
        ("#, fuzzy, python-format", "#, python-format"),
    ],
    ids=["changed", "emptied", "confirmed"],
)
def test_an_edit_after_the_first_import_of_a_file_is_kept_by_the_second(
    project: Project, to: str, old: str, new: str
) -> None:
    path = import_corrected(project, to)
    text = edit_catalog_by_hand(project, old, new)
    is_confirmed = "python-format" in new
    result = take_back(project, path)
    assert (result.imported, result.is_right) == (0, is_confirmed)
    assert read(project) == text
    change_file(path, *CONFIRMED[to])
    result = take_back(project, path)
    assert (result.imported, result.is_right) == (0, is_confirmed)
    assert read(project) == text


def test_a_form_that_the_file_does_not_have_is_not_confirmed_with_it(project: Project) -> None:
    edit_catalog_by_hand(project, 'msgid "%(num)s file"', '#, fuzzy\nmsgid "%(num)s file"')
    path = hand_out(project, "csv")
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [row for row in rows if '"%(num)s datotek"' not in row]
    path.write_text("".join(rows).replace('"fuzzy"', '"translated"'), encoding="utf-8")
    text = edit_catalog_by_hand(project, '%(num)s datotek"', '%(num)s fajlov"')
    assert codes_of(take_back(project, path).conflicts) == ["import-conflict"]
    assert '#, fuzzy\nmsgid "%(num)s file"' in read(project)
    assert "%(num)s fajlov" in text


def test_without_a_digest_a_confirmed_translation_becomes_fuzzy_only_if_forced(
    project: Project,
) -> None:
    text = read(project)
    table = "source,target,state\nSave,Shrani,fuzzy\n"
    (conflict,) = hand_in(project, table).conflicts
    assert "fuzzy in the file, but not in the catalog" in str(conflict)
    assert read(project) == text
    assert hand_in(project, table, force=True).is_right
    assert '#, fuzzy\nmsgid "Save"' in read(project)


def test_a_file_in_a_different_language_is_detected_even_if_it_names_none(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    other = project_with(tmp_path, header=HEADER.replace("sl", "hr"), folder="hr")
    path = tmp_path / "hr.csv"
    data = export(other, "hr", "csv").data.replace(b"Shrani", b"Spremi")
    path.write_bytes(data)
    assert len(take_back(project, path).conflicts) == 1
    path.write_bytes(export(other, "hr", "xliff2").data)
    with pytest.raises(CatalogError, match='is in "hr", not in "sl"'):
        take_back(project, path)


def test_without_a_digest_only_a_confirmed_translation_is_a_conflict(project: Project) -> None:
    result = hand_in(
        project,
        'context,source,target\n,Save,Hrani\nmenu,"Hello, %(name)s","Živjo, %(name)s"\n'
        ",Delete %(name)s?,Izbrišem %(name)s?\n",
    )
    assert say(result.conflicts) == [(2, "Save", "import-conflict")]
    assert result.imported == 2
    assert 'msgid "Hello, %(name)s"\nmsgstr "Živjo, %(name)s"' in read(project)
    assert "Hi, %(name)s" not in read(project)


def test_a_removed_message_is_reported_but_is_not_an_error(project: Project) -> None:
    path = hand_out(project, "xliff2", ("Shrani", "Hrani"))
    text = edit_catalog_by_hand(project, 'msgid "Save"', 'msgid "Quit"')
    result = take_back(project, path)
    assert result.is_right
    assert [(f.msgid, f.problem.code.name, f.severity) for f in result.unknown] == [
        ("Save", "import-unknown", "warning")
    ]
    assert read(project) == text


def test_an_obsolete_message_is_reported_as_such(project: Project) -> None:
    result = hand_in(project, "source,target\nGone,Proč\nNever,Nikoli\n")
    assert say(result.unknown) == [
        (2, "Gone", "import-obsolete"),
        (3, "Never", "import-unknown"),
    ]


def test_a_message_whose_plural_changed_is_rejected(project: Project) -> None:
    path = hand_out(project, "xliff1", ("%(num)s datoteke", "%(num)s fajli"))
    text = edit_catalog_by_hand(project, "%(num)s files", "%(num)s documents")
    result = take_back(project, path)
    assert [(f.msgid, f.problem.code.name) for f in result.refused] == [
        ("%(num)s file", "import-plural")
    ]
    assert read(project) == text


def test_a_message_whose_source_text_changed_is_rejected_with_the_new_one(project: Project) -> None:
    path = hand_out(project, "xliff1", ("Shrani", "Hrani"))
    edit_catalog_by_hand(project, 'msgid "Save"', '#, fuzzy\n#| msgid "Save"\nmsgid "Save all"')
    (finding,) = take_back(project, path).refused
    assert finding.problem.code.name == "import-source"
    assert 'source text changed to "Save all"' in str(finding)


def test_an_edited_source_text_is_rejected_unless_only_whitespace_changed(project: Project) -> None:
    path = hand_out(project, "csv", ('"Save"', '" Save"'), ("Shrani", "Hrani"))
    assert take_back(project, path).imported == 1
    path = hand_out(project, "csv", ('"Save"', '"Store"'), ("Hrani", "Spravi"))
    assert codes_of(take_back(project, path).refused) == ["import-edited"]


def test_a_message_with_two_translations_in_the_file_is_rejected(project: Project) -> None:
    result = hand_in(
        project,
        "context,source,target\n,Delete %(name)s?,Brišem %(name)s?\n"
        ",Delete %(name)s?,Brisati %(name)s?\n",
    )
    assert {(line, code) for line, _, code in say(result.refused)} == {
        (2, "import-contradiction"),
        (3, "import-contradiction"),
    }
    assert read(project) == HEADER + BODY
    twice = "context,source,target\n" + ",Delete %(name)s?,Brišem %(name)s?\n" * 2
    assert hand_in(project, twice).imported == 1


SLUGS = """
msgctxt "URL slug"
msgid "languages"
msgstr "jeziki"

msgctxt "URL slug"
msgid "about"
msgstr "o-nas"
"""


def test_slugs_are_validated_as_they_are_after_the_import(tmp_path: Path) -> None:
    project = replace(project_with(tmp_path, SLUGS), slug_contexts=("URL slug",))
    path = hand_out(project, "csv", ('"jeziki"', '"o-nas"'))
    assert codes_of(take_back(project, path).refused) == ["slug-taken"]
    path = hand_out(
        project, "csv", ('"o-nas"', '"x"'), ('"jeziki"', '"o-nas"'), ('"x"', '"jeziki"')
    )
    assert take_back(project, path).imported == 2
    assert 'msgid "about"\nmsgstr "jeziki"' in read(project)


def test_line_endings_and_layout_of_the_catalog_are_kept(tmp_path: Path) -> None:
    body = BODY.replace('msgid "Save"\nmsgstr "Shrani"', 'msgid "Save" msgstr "Shrani"')
    project = project_with(tmp_path, body.replace("\n", "\r\n"), HEADER.replace("\n", "\r\n"))
    path = hand_out(project, "csv", ("Shrani", "Hrani"), ("Zdravo", "Živjo"))
    assert take_back(project, path).imported == 2
    wanted = HEADER + body.replace(
        'msgid "Save" msgstr "Shrani"', 'msgid "Save"\nmsgstr "Hrani"'
    ).replace('msgstr   "Zdravo', 'msgstr "Živjo')
    assert catalog_of(project).read_bytes() == wanted.replace("\n", "\r\n").encode()


def test_a_translation_that_does_not_fit_the_charset_is_rejected(tmp_path: Path) -> None:
    header = HEADER.replace("charset=UTF-8", "charset=iso-8859-1").replace("# Ours\n", "")
    project = project_with(tmp_path, '\nmsgid "A"\nmsgstr "a"\n', header)
    (finding,) = hand_in(project, "source,target\nA,č\n", force=True).refused
    assert finding.problem.code.name == "import-charset"


def test_a_language_with_one_form_translates_the_plural(tmp_path: Path) -> None:
    header = HEADERS["ja"]
    body = '\nmsgid "one file"\nmsgid_plural "%(num)s files"\nmsgstr[0] ""\n'
    project = project_with(tmp_path, body, header, "ja")
    for format in WRITABLE.values():
        if format.is_selective:
            assert b"one file" not in export(project, "ja", format.name).data
    data = export(project, "ja", "csv").data
    assert b"n = 0, 1, 2" in data
    path = tmp_path / "ja.csv"
    path.write_bytes(data.replace(b'"","untr', b'"%(num)s x","untr'))
    assert import_file(project, path, ImportOptions(locale="ja")).imported == 1
    assert catalog_of(project, "ja").read_text() == header + body.replace('""', '"%(num)s x"')


def test_only_messages_in_the_requested_states_are_exported(project: Project) -> None:
    options = ExportOptions(frozenset({"untranslated", "fuzzy"}))
    exported = export(project, "sl", "xliff1", options)
    assert exported.messages == 2
    assert b"Save" not in exported.data
    with pytest.raises(CatalogError, match="this format can contain: translated"):
        export(project_with(project.root / "x", '\nmsgid "A"\nmsgstr ""\n'), "sl", "tmx")


def test_domains_are_distinguished_and_can_be_selected(tmp_path: Path) -> None:
    project_with(tmp_path, '\nmsgid "Open"\nmsgstr ""\n')
    other = write_catalog(tmp_path, HEADER + '\nmsgid "Open"\nmsgstr ""\n', domain="tools")
    write_settings(tmp_path, 'domains = { messages = "babel.cfg", tools = "babel.cfg" }')
    both = read_project(tmp_path)
    for to in ("xliff1", "xliff2"):
        assert re.findall(rb'original="(\w+).po"', export(both, "sl", to).data) == [
            b"messages", b"tools",
        ]  # fmt: skip
    path = tmp_path / "x.csv"
    parts = export(both, "sl", "csv").data.split(b'"Open","",""')
    path.write_bytes(parts[0] + b'"Open","",""' + parts[1] + b'"Open","","Odpri"' + parts[2])
    result = import_file(both, path, ImportOptions(locale="sl"))
    assert [catalog.has_changed for catalog in result.catalogs] == [False, True]
    path.write_text("source,target\nOpen,Odprto\n", encoding="utf-8")
    (refused,) = import_file(both, path, ImportOptions(locale="sl")).refused
    assert refused.problem.code.name == "import-ambiguous"
    result = import_file(both, path, ImportOptions(locale="sl", domain="messages"))
    assert result.imported == 1
    assert 'msgstr "Odpri"' in other.read_text(encoding="utf-8")
    with pytest.raises(
        CatalogError, match='no domain "nosuch"; choose one of these: messages, tools'
    ):
        import_file(both, path, ImportOptions(locale="sl", domain="nosuch"))
    other.unlink()
    with pytest.raises(CatalogError, match=r"tools\.po: missing catalog"):
        export(both, "sl", "zip", ExportOptions(domain="tools"))


def test_the_language_is_that_of_the_file_or_of_the_options(project: Project) -> None:
    path = hand_out(project, "xliff1", ('target-language="sl"', 'target-language="sl-SI"'))
    assert import_file(project, path).folder == "sl"
    path = hand_out(project, "csv")
    with pytest.raises(
        CatalogError, match=r"name the file after a locale that has a catalog, such as sl\.csv"
    ):
        import_file(project, path)
    path = path.rename(path.with_name("nb.csv"))
    with pytest.raises(
        CatalogError, match=r'named after "nb", .* create one with kfor-i18n init nb'
    ):
        import_file(project, path)
    for name in ("sl.csv", "sl-SI.csv", "messages.sl.csv", "sl (1).csv"):
        assert import_file(project, path.rename(path.with_name(name))).folder == "sl"
        path = path.with_name(name)
    path = hand_out(project, "xliff1", ('target-language="sl"', 'target-language="de"'))
    with pytest.raises(CatalogError, match='is in "de"'):
        import_file(project, path)
    with pytest.raises(CatalogError, match=r'no catalog for "hr"; .* these: sl'):
        export(project, "hr", "csv")


def test_a_file_named_after_a_locale_gives_its_translations_of_a_memory(project: Project) -> None:
    path = project.root / "sl.tmx"
    path.write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu>'
        '<tuv xml:lang="en"><seg>Save</seg></tuv>'
        '<tuv xml:lang="de"><seg>Sichern</seg></tuv><tuv xml:lang="sl"><seg>Shrani</seg></tuv></tu>'
        "</body></tmx>"
    )
    assert import_file(project, path).unchanged == 1


@pytest.mark.parametrize(
    ("folder", "tag"),
    [("he", "iw-IL"), ("nb", "no"), ("id", "in"), ("zh_Hans_CN", "zh-CN"), ("iw", "he")],
)
def test_a_file_may_name_its_language_by_an_alias(tmp_path: Path, folder: str, tag: str) -> None:
    header = make_header(Language=folder, Content_Type="text/plain; charset=UTF-8")
    project = project_with(tmp_path, '\nmsgid "Save"\nmsgstr ""\n', header, folder)
    xliff = (
        f'<xliff version="1.2"><file target-language="{tag}"><body><trans-unit id="1">'
        "<source>Save</source><target>X</target></trans-unit></body></file></xliff>"
    )
    tmx = (
        '<tmx version="1.4"><header srclang="en"/><body><tu>'
        '<tuv xml:lang="en"><seg>Save</seg></tuv>'
        f'<tuv xml:lang="de"><seg>Y</seg></tuv><tuv xml:lang="{tag}"><seg>X</seg></tuv></tu></body>'
        "</tmx>"
    )
    path = tmp_path / "theirs"
    path.write_text(xliff)
    assert import_file(project, path).folder == folder
    for text in (xliff, tmx):
        path.write_text(text)
        assert import_file(project, path, ImportOptions(locale=folder)).unchanged == 1


DATED = make_header(
    PO_Revision_Date="2020-01-01 00:00+0000",
    Last_Translator='Ana \\"A\\" <ana@kfor.test>',
    Language="sl",
    Content_Type="text/plain; charset=UTF-8",
    Plural_Forms=PLURALS["sl"],
)


@pytest.mark.parametrize(
    ("options", "translator"),
    [
        ({}, 'Ana \\"A\\" <ana@kfor.test>'),
        ({"importer": "Iva <iva@kfor.test>"}, "Iva <iva@kfor.test>"),
        ({"importer": "Iva <iva@kfor.test>", "translator": 'Jo "J"'}, 'Jo \\"J\\"'),
    ],
)
def test_an_import_dates_the_catalog_and_names_the_translator(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, str],
    translator: str,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    project = project_with(tmp_path, BODY, DATED)
    path = hand_out(project, "csv", ("Shrani", "Hrani"))
    import_file(project, path, ImportOptions(locale="sl", **options))  # type: ignore[arg-type]
    expected = DATED.replace("2020-01-01", "2026-01-01").replace(
        'Ana \\"A\\" <ana@kfor.test>', translator
    )
    assert read(project) == expected + BODY.replace('"Shrani"', '"Hrani"')


@pytest.mark.parametrize("name", ["theirs.po", "theirs.xlf"])
def test_the_translator_is_whom_the_file_names(tmp_path: Path, name: str) -> None:
    project = project_with(tmp_path, '\nmsgid "Save"\nmsgstr ""\n', DATED)
    path = tmp_path / name
    path.write_text(
        make_header(Language="sl", Last_Translator="Eva <eva@kfor.test>")
        + '\nmsgid "Save"\nmsgstr "Shrani"\n'
        if name.endswith("po")
        else '<xliff version="1.2"><file target-language="sl"><header><phase-group>'
        '<phase contact-name="Eva" contact-email="eva@kfor.test"/></phase-group></header><body>'
        '<trans-unit id="1"><source>Save</source><target>Shrani</target></trans-unit></body></file>'
        "</xliff>"
    )
    import_file(project, path, ImportOptions(importer="Iva <iva@kfor.test>"))
    assert '"Last-Translator: Eva <eva@kfor.test>\\n"' in read(project)


def test_a_file_that_changes_nothing_leaves_the_header_alone(tmp_path: Path) -> None:
    project = project_with(tmp_path, BODY, DATED)
    import_file(project, hand_out(project, "xliff1"), ImportOptions(translator="Eva"))
    assert read(project) == DATED + BODY


def test_a_header_on_one_line_keeps_its_other_fields(tmp_path: Path) -> None:
    fields = ("PO-Revision-Date: x", "Language: sl", "Content-Type: text/plain; charset=UTF-8")
    header = 'msgid ""\nmsgstr "' + "".join(f"{field}\\n" for field in fields) + '"\n'
    project = project_with(tmp_path, '\nmsgid "Save"\nmsgstr ""\n', header)
    assert hand_in(project, "source,target\nSave,Shrani\n").imported == 1
    found = parse(read(project)).headers
    assert found.keys() == {"po-revision-date", "language", "content-type"}
    assert found["po-revision-date"] != "x"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("source,target\nNew,Novo\n", "no translations of messages in these catalogs"),
        ("source,target\nNew,Novo\nSave,\n", "no translations of messages in these catalogs"),
        ("source,target\n", "no messages in the file"),
    ],
)
def test_a_file_of_which_nothing_is_imported_is_an_error(
    project: Project, table: str, reason: str
) -> None:
    result = hand_in(project, table)
    assert not result.is_right
    assert result.findings[-1].problem.code.name == "import-nothing"
    assert reason in str(result.findings[-1])


def test_a_file_whose_messages_are_all_still_to_be_translated_is_no_error(
    project: Project,
) -> None:
    result = hand_in(project, "source,target\nSave,\n")
    assert (result.untranslated, result.is_right, result.findings) == (1, True, ())


def test_translations_that_the_file_leaves_fuzzy_are_counted(project: Project) -> None:
    assert take_back(project, hand_out(project, "csv")).still_fuzzy == 1
    result = take_back(project, hand_out(project, "csv", ("Zdravo", "Živjo")))
    assert result.still_fuzzy == 1
    assert [key.msgid for key in result.catalogs[0].still_fuzzy] == ["Hello, %(name)s"]
    path = hand_out(project, "csv", ("Živjo", "Zdravo"), ('"fuzzy"', '"translated"'))
    assert take_back(project, path).still_fuzzy == 0


def test_a_catalog_with_duplicates_is_reported_and_left_alone(tmp_path: Path) -> None:
    project = project_with(tmp_path, '\nmsgid "A"\nmsgstr "a"\n' * 2)
    with pytest.raises(CatalogError, match="duplicate of the message on line"):
        export(project, "sl", "xliff1")


def test_what_was_emptied_since_the_export_comes_back_with_force_only(project: Project) -> None:
    before = read(project)
    path = hand_out(project, "xliff1")
    write_catalog(project.root, before.replace('"Shrani"', '""'))
    assert import_file(project, path).imported == 0
    assert import_file(project, path, ImportOptions(force=True)).imported == 1
    assert 'msgid "Save"\nmsgstr "Shrani"' in read(project)
