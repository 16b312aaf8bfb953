from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.catalog import open_catalog
from kfor_i18n.catalogs.exchange import (
    FORMATS,
    STATES,
    WRITABLE,
    ExportOptions,
    ImportOptions,
    export,
    import_file,
)
from kfor_i18n.catalogs.exchange.formats.model import InputFile
from kfor_i18n.catalogs.exchange.reading import read_documents
from kfor_i18n.catalogs.exchange.units import read_units
from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.writing import Style, format_entry
from kfor_i18n.catalogs.problems import CatalogError
from tests.builders import HEADERS, ROOT, catalog_of
from tests.catalogs.exchange.handouts import HEADER, hand_in, project_with, read, say, take_back

SMALL = """
# Ask first.
#. Shown on the button.
#: app.py:7 page.html
msgctxt "menu"
msgid "Save & <b>quit</b>"
msgstr "Shrani"

#, fuzzy
msgid "%(num)s file"
msgid_plural "%(num)s files"
msgstr[0] "a"
msgstr[1] "b"
msgstr[2] "c"
msgstr[3] "d"

#, python-format
msgid "=100%% of {place}\\n%(name)s"
msgstr ""
"""


def written(tmp_path: Path, to: str) -> str:
    """Return an export in which short ids and digests replace the real ones."""
    text = export(project_with(tmp_path, SMALL), "sl", to).data.decode()
    for number, name in enumerate(dict.fromkeys(re.findall(r"m[0-9a-f]{20}", text)), 1):
        text = text.replace(name, f"m{number}")
    for number, name in enumerate(dict.fromkeys(re.findall(r"t[0-9a-f]{15}", text)), 1):
        text = text.replace(name, f"d{number}")
    return text


def test_every_file_has_exactly_one_format(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    files = {name: export(project, "sl", name).data for name in WRITABLE}
    files["po"] = catalog_of(project).read_bytes()
    assert files.keys() == {format.name for format in FORMATS}
    for name, data in files.items():
        file = InputFile(tmp_path / "x", data)
        assert [format.name for format in FORMATS if format.read(file) is not None] == [name]


def test_every_format_is_documented() -> None:
    text = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert set(WRITABLE) <= set(rows)


def test_a_file_of_no_format_is_told_all_of_them(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        hand_in(project_with(tmp_path), "nonsense")
    for format in FORMATS:
        assert format.title in str(caught.value)


def test_every_format_has_its_own_suffix() -> None:
    assert len({format.suffix for format in WRITABLE.values()}) == len(WRITABLE)


def test_xliff_1(tmp_path: Path) -> None:
    def plural(form: int, source: str, target: str, served: str) -> str:
        return (
            f'<trans-unit id="m2-{form}" extradata="d2" approved="no" xml:space="preserve">\n'
            f"<source>%(num)s {source}</source>\n"
            f'<target state="needs-review-translation">{target}</target>\n'
            f'<note from="plural">n = {served}, …</note>\n</trans-unit>\n'
        )

    assert written(tmp_path, "xliff1") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        '<file original="messages.po" source-language="en" target-language="sl" datatype="po">\n'
        "<body>\n"
        '<trans-unit id="m1" extradata="d1" approved="yes" xml:space="preserve">\n'
        "<source>Save &amp; &lt;b&gt;quit&lt;/b&gt;</source>\n"
        '<target state="translated">Shrani</target>\n'
        '<context-group purpose="information">'
        '<context context-type="x-po-msgctxt">menu</context></context-group>\n'
        '<context-group purpose="location"><context context-type="sourcefile">app.py</context>'
        '<context context-type="linenumber">7</context></context-group>\n'
        '<context-group purpose="location"><context context-type="sourcefile">page.html</context>'
        "</context-group>\n"
        '<note from="context">menu</note>\n'
        '<note from="developer">Shown on the button.</note>\n'
        '<note from="translator">Ask first.</note>\n'
        "</trans-unit>\n"
        '<group restype="x-gettext-plurals" id="m2">\n'
        + plural(0, "file", "a", "1, 101, 201")
        + plural(1, "files", "b", "2, 102, 202")
        + plural(2, "files", "c", "3, 4, 103")
        + plural(3, "files", "d", "0, 5, 6")
        + "</group>\n"
        '<trans-unit id="m3" extradata="d3" approved="no" xml:space="preserve">\n'
        '<source>=100%% of <ph id="2">{place}</ph>\n<ph id="3">%(name)s</ph></source>\n'
        '<target state="new"></target>\n'
        "</trans-unit>\n"
        "</body>\n</file>\n</xliff>\n"
    )


def test_xliff_2(tmp_path: Path) -> None:
    def plural(form: int, source: str, target: str, served: str) -> str:
        return (
            f'<unit id="m2-{form}" k:translation="d2">\n'
            f'<notes>\n<note category="plural">n = {served}, …</note>\n</notes>\n'
            '<segment state="initial" subState="gettext:fuzzy">\n'
            f"<source>%(num)s {source}</source>\n<target>{target}</target>\n</segment>\n</unit>\n"
        )

    assert written(tmp_path, "xliff2") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="2.0" srcLang="en" trgLang="sl" '
        'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:k="urn:kfor-i18n:exchange:1">\n'
        '<file id="f1" original="messages.po" canResegment="no" xml:space="preserve">\n'
        '<unit id="m1" k:translation="d1">\n'
        "<notes>\n"
        '<note category="context">menu</note>\n'
        '<note category="developer">Shown on the button.</note>\n'
        '<note category="translator">Ask first.</note>\n'
        '<note category="location">app.py:7\npage.html</note>\n'
        "</notes>\n"
        '<segment state="translated">\n'
        "<source>Save &amp; &lt;b&gt;quit&lt;/b&gt;</source>\n<target>Shrani</target>\n"
        "</segment>\n</unit>\n"
        '<group id="m2" type="gettext:plurals">\n'
        + plural(0, "file", "a", "1, 101, 201")
        + plural(1, "files", "b", "2, 102, 202")
        + plural(2, "files", "c", "3, 4, 103")
        + plural(3, "files", "d", "0, 5, 6")
        + "</group>\n"
        '<unit id="m3" k:translation="d3">\n'
        "<segment>\n"
        '<source>=100%% of <mrk id="2" translate="no">{place}</mrk>\n'
        '<mrk id="3" translate="no">%(name)s</mrk></source>\n'
        "</segment>\n</unit>\n"
        "</file>\n</xliff>\n"
    )


def test_tmx_contains_only_confirmed_translations(tmp_path: Path) -> None:
    assert written(tmp_path, "tmx") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tmx version="1.4">\n'
        '<header creationtool="kfor-i18n" creationtoolversion="1" segtype="block" o-tmf="po" '
        'adminlang="en" srclang="en" datatype="plaintext"/>\n'
        "<body>\n"
        '<tu tuid="m1">\n'
        '<prop type="x-context">menu</prop>\n<prop type="x-translation">d1</prop>\n'
        '<tuv xml:lang="en"><seg>Save &amp; &lt;b&gt;quit&lt;/b&gt;</seg></tuv>\n'
        '<tuv xml:lang="sl"><seg>Shrani</seg></tuv>\n'
        "</tu>\n</body>\n</tmx>\n"
    )


def test_csv(tmp_path: Path) -> None:
    assert written(tmp_path, "csv") == (
        '\ufeff"id","context","source","plural form","target","state","previous","comments",'
        '"locations","digest"\r\n'
        '"m1","menu","Save & <b>quit</b>","","Shrani","translated","",'
        '"Shown on the button.\nAsk first.","app.py:7\npage.html","d1"\r\n'
        '"m2-0","","%(num)s file","0 (n = 1, 101, 201, …)","a","fuzzy","","","","d2"\r\n'
        '"m2-1","","%(num)s files","1 (n = 2, 102, 202, …)","b","fuzzy","","","","d2"\r\n'
        '"m2-2","","%(num)s files","2 (n = 3, 4, 103, …)","c","fuzzy","","","","d2"\r\n'
        '"m2-3","","%(num)s files","3 (n = 0, 5, 6, …)","d","fuzzy","","","","d2"\r\n'
        '"m3","","\'=100%% of {place}\n%(name)s","","","untranslated","","","","d3"\r\n'
    )


@pytest.mark.parametrize("form", ["csv", "xliff1", "xliff2"])
def test_a_fuzzy_translation_comes_with_the_source_text_that_it_was_made_for(
    tmp_path: Path, form: str
) -> None:
    body = (
        '\n#, fuzzy\n#| msgid "An old file"\n#| msgid_plural "Old files"\n'
        'msgid "A file"\nmsgid_plural "Files"\n'
        'msgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\nmsgstr[3] "d"\n'
        '\n#| msgid "Left over"\nmsgid "Save"\nmsgstr "Shrani"\n'
    )
    text = export(project_with(tmp_path, body), "sl", form).data.decode()
    assert (text.count("An old file"), text.count("Old files")) == (1, 3)
    assert "Left over" not in text


def test_zip_contains_everything_that_a_translator_needs(tmp_path: Path) -> None:
    project = project_with(tmp_path, SMALL)
    project.template("messages").write_text("# template\n", encoding="utf-8")
    (project.translations / "glossary.csv").write_text("source,target\n", encoding="utf-8")
    words = {"How to translate:": "Kako prevajati:"}
    options = ExportOptions(gettext=lambda text: words.get(text, f"[{text}]"))
    data = export(project, "sl", "zip", options).data
    assert export(project, "sl", "zip", options).data == data
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.namelist() == [
        f"sl/{name}"
        for name in (
            "README.sl.txt", "README.txt", "glossary.csv", "kfor-i18n.json", "messages.po",
            "messages.pot",
        )
    ]  # fmt: skip
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.read("sl/messages.po") == catalog_of(project).read_bytes()
    english = archive.read("sl/README.txt").decode()
    assert "translations into Slovenian" in english
    assert "%(name)s" in english
    slovenian = archive.read("sl/README.sl.txt").decode()
    assert "slovenščina" in slovenian
    assert "\r\nKako prevajati:\r\n" in slovenian
    assert len(json.loads(archive.read("sl/kfor-i18n.json"))["digests"]) == 3


def test_zip_has_no_second_readme_in_a_language_without_translation(tmp_path: Path) -> None:
    data = export(project_with(tmp_path), "sl", "zip").data
    assert "sl/README.sl.txt" not in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_zip_and_a_single_catalog_from_it_can_be_imported(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    text = read(project).replace('"Shrani"', '"Hrani"').replace("#, fuzzy, p", "#, p")
    (tmp_path / "alone").write_text(text, encoding="utf-8")
    result = take_back(project, tmp_path / "alone", check=True)
    assert [finding.msgid for finding in result.conflicts] == ["Save"]
    assert result.imported == 1
    with zipfile.ZipFile(io.BytesIO(export(project, "sl", "zip").data)) as archive:
        manifest = archive.read("sl/kfor-i18n.json")
    with zipfile.ZipFile(tmp_path / "back", "w") as archive:
        archive.writestr("any name/messages.po", text)
        archive.writestr("any name/kfor-i18n.json", manifest)
        archive.writestr("__MACOSX/messages.po", "\0")
    result = take_back(project, tmp_path / "back")
    assert (result.imported, result.is_right) == (2, True)
    assert 'msgstr "Hrani"' in read(project)


def test_tables_can_have_different_separators_encodings_and_column_orders(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path)
    text = "Source\ttarget\tplural form\tContext\n%(num)s files\t%(num)s fajli\t2\t\n"
    for encoding, separator in (("utf-8", ";"), ("utf-8-sig", ","), ("utf-16", "\t")):
        path = tmp_path / "table"
        path.write_bytes(text.replace("\t", separator).encode(encoding))
        result = take_back(project, path, force=True, check=True)
        assert result.format == "csv"
        assert result.imported == 1


DANGEROUS = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "\n=x", " =x", "＝x", "'=x", "''-", "'", "a=b"]


def test_no_cell_begins_like_a_formula_and_all_are_restored(tmp_path: Path) -> None:
    body = "".join(
        format_entry(Message(text, (text,), context=f"={number}"), Style())
        for number, text in enumerate(DANGEROUS)
    )
    project = project_with(tmp_path, body)
    data = export(project, "sl", "csv").data
    assert not re.search(rb'(^|,)"\s*[=+\-@\t\r]', data)
    path = tmp_path / "back"
    path.write_bytes(data)
    assert take_back(project, path).unchanged == len(DANGEROUS)
    _, (document,) = read_documents(path)
    assert [row.target for row in document.rows] == DANGEROUS
    assert document.rows[0].context == "=0"


# Files as written by Translate Toolkit 3.20: without contexts in XLIFF and CSV, with at most two
# plural forms in CSV, and with obsolete messages.
TOOLKIT_PO = (
    HEADER
    + """
msgid "Save"
msgstr "Shrani"

msgctxt "menu"
msgid "Save"
msgstr "Hrani"

msgid "back\\\\slash"
msgstr "nazaj\\\\"

#, fuzzy
msgid "%(num)s file"
msgid_plural "%(num)s files"
msgstr[0] "a"
msgstr[1] "b"
msgstr[2] "c"
msgstr[3] "d"

#~ msgid "old"
#~ msgstr "star"
"""
)


def unit(identifier: str, source: str, target: str, state: str) -> str:
    approved = "yes" if state == "translated" else "no"
    return (
        f'<trans-unit xml:space="preserve" id="{identifier}" approved="{approved}">'
        f'<source>{source}</source><target state="{state}">{target}</target></trans-unit>\n'
    )


TOOLKIT_XLIFF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.1" version="1.1">\n'
    '<file original="x.po" source-language="en-US" datatype="plaintext" target-language="sl">'
    '<body>\n<trans-unit id="1" restype="x-gettext-domain-header"><source>Language: sl</source>'
    "<target>Language: sl</target></trans-unit>\n"
    + unit("2", "Save", "Shrani", "translated")
    + unit("3", "Save", "Hrani", "translated")
    + unit("4", "back\\slash", "nazaj\\", "translated")
    + '<group restype="x-gettext-plurals" id="5">\n'
    + unit("5[0]", "%(num)s file", "a", "needs-translation")
    + unit("5[1]", "%(num)s files", "b", "needs-translation")
    + unit("5[2]", "%(num)s files", "c", "needs-translation")
    + unit("5[3]", "%(num)s files", "d", "needs-translation")
    + "</group>\n"
    + unit("6", "old", "star", "translated")
    + "</body></file></xliff>\n"
)
TOOLKIT_CSV = (
    '"location","source","target"\r\n'
    '"","Save","Shrani"\r\n"","Save","Hrani"\r\n"","back\\\\slash","nazaj\\\\"\r\n'
    '"","%(num)s file","a"\r\n"","%(num)s files","b"\r\n"","old","star"\r\n'
)
TOOLKIT_TMX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
    '<tmx version="1.4"><header creationtool="Translate Toolkit" creationtoolversion="3.20.4" '
    'segtype="sentence" o-tmf="UTF-8" adminlang="en" srclang="en" datatype="PlainText"/><body>\n'
    + "".join(
        f'<tu srclang="en">{context}<tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="sl"><seg>{target}</seg></tuv></tu>\n'
        for context, source, target in (
            ("", "Save", "Shrani"),
            ('<prop type="x-context">menu</prop>', "Save", "Hrani"),
            ("", "back\\slash", "nazaj\\"),
        )
    )
    + "</body></tmx>\n"
)


@pytest.mark.parametrize(
    "text", [TOOLKIT_XLIFF, TOOLKIT_CSV, TOOLKIT_TMX], ids=["xliff", "csv", "tmx"]
)
def test_unchanged_files_from_translate_toolkit_change_nothing(tmp_path: Path, text: str) -> None:
    project = project_with(tmp_path, TOOLKIT_PO.removeprefix(HEADER))
    result = hand_in(project, text)
    assert (result.imported, result.is_right) == (0, True)
    assert result.unchanged == (3 if text is TOOLKIT_TMX else 4)
    codes = [code for _, _, code in say(result.unknown)]
    assert codes == ([] if text is TOOLKIT_TMX else ["import-obsolete"])
    assert read(project) == TOOLKIT_PO


def test_translations_from_translate_toolkit_are_imported(tmp_path: Path) -> None:
    project = project_with(tmp_path, TOOLKIT_PO.removeprefix(HEADER))
    assert hand_in(project, TOOLKIT_XLIFF.replace(">b<", ">B<")).imported == 1
    assert '#, fuzzy\nmsgid "%(num)s file"' in read(project)
    assert 'msgstr[0] "a"\nmsgstr[1] "B"\nmsgstr[2] "c"\nmsgstr[3] "d"\n' in read(project)
    assert hand_in(project, TOOLKIT_CSV.replace('"b"', '"bb"')).imported == 1
    assert 'msgstr[0] "a"\nmsgstr[1] "bb"\nmsgstr[2] "c"\nmsgstr[3] "d"\n' in read(project)
    changed = TOOLKIT_TMX.replace("Hrani", "Ohrani")
    assert hand_in(project, changed, force=True).imported == 1
    assert 'msgctxt "menu"\nmsgid "Save"\nmsgstr "Ohrani"' in read(project)


def test_a_text_of_several_messages_is_rejected_if_the_file_has_no_contexts(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path, TOOLKIT_PO.removeprefix(HEADER))
    result = hand_in(project, TOOLKIT_XLIFF.replace("Hrani", "Ohrani"), force=True)
    assert [code for _, _, code in say(result.refused)] == ["import-ambiguous"]


PLURALS = """
msgid "Week"
msgid_plural "Weeks"
msgstr[0] "a"
msgstr[1] "b"
msgstr[2] "c"
msgstr[3] "d"

msgid "Weeks"
msgstr "Tedni"
"""


@pytest.mark.parametrize(
    ("rows", "imported", "refused"),
    [
        ("Week,A\nWeeks,B\n", 1, 0),
        ("Weeks,Tednov\n", 1, 0),
        ("Week,A\nWeeks,B\nWeeks,C\n", 1, 1),
        ("Week,a\nWeeks,b\nWeeks,c\nWeeks,d\nWeeks,Tedni\n", 0, 0),
    ],
)
def test_a_plural_that_is_also_a_message_is_never_confused_with_it(
    tmp_path: Path, rows: str, imported: int, refused: int
) -> None:
    project = project_with(tmp_path, PLURALS)
    result = hand_in(project, f"source,target\n{rows}", force=True)
    assert (result.imported, len(result.refused)) == (imported, refused)


def test_inline_elements_of_other_tools_are_read_as_their_text(
    tmp_path: Path,
) -> None:
    body = '\n#, python-format\nmsgid "<b>Hi</b>, %(name)s!"\nmsgstr ""\n'
    project = project_with(tmp_path, body)
    one = (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body>'
        '<trans-unit id="1"><source><bpt id="1">&lt;b&gt;</bpt>Hi<ept id="1">&lt;/b&gt;</ept>, '
        '<x id="2" equiv-text="%(name)s"/>!</source><target><mrk mtype="seg"><bpt id="1">&lt;b&gt;'
        '</bpt>Zdravo<ept id="1">&lt;/b&gt;</ept>, <x id="2" equiv-text="%(name)s"/>!</mrk>'
        "</target><alt-trans><target>x</target></alt-trans></trans-unit></body></file></xliff>"
    )
    two = (
        '<xliff version="2.1" srcLang="en" trgLang="sl" '
        'xmlns="urn:oasis:names:tc:xliff:document:2.0">'
        '<file id="a"><unit id="1"><originalData><data id="d1">&lt;b&gt;</data>'
        '<data id="d2">&lt;/b&gt;</data></originalData>'
        '<segment><source><pc id="1" dataRefStart="d1" dataRefEnd="d2">Hi</pc>, </source>'
        '<target><pc id="1" dataRefStart="d1" dataRefEnd="d2">Zdravo</pc>, </target></segment>'
        '<segment><source><ph id="2" equiv="%(name)s"/></source>'
        '<target><ph id="2" equiv="%(name)s"/></target></segment>'
        "<ignorable><source>!</source></ignorable></unit></file></xliff>"
    )
    for text in (one, two):
        assert hand_in(project, text, check=True).imported == 1
    hand_in(project, two)
    assert 'msgstr "<b>Zdravo</b>, %(name)s!"' in read(project)


@pytest.mark.parametrize(
    ("attributes", "approved", "is_fuzzy"),
    [
        ("", "", None),
        ('state="new"', "no", None),
        ("", "yes", False),
        ("", "no", True),
        ('state="translated"', "no", False),
        ('state="signed-off"', "", False),
        ('state="needs-l10n"', "yes", True),
        ('state-qualifier="mt-suggestion"', "", True),
        ('state="final" state-qualifier="exact-match"', "", False),
    ],
)
def test_the_states_of_xliff_1(
    tmp_path: Path, attributes: str, approved: str, is_fuzzy: bool | None
) -> None:
    given = f' approved="{approved}"' if approved else ""
    path = tmp_path / "x"
    path.write_text(
        f'<xliff version="1.2"><file><body><trans-unit id="1"{given}><source>A</source>'
        f"<target {attributes}>a</target></trans-unit></body></file></xliff>"
    )
    _, (document,) = read_documents(path)
    assert [row.is_fuzzy for row in document.rows] == [is_fuzzy]


def test_the_requested_language_is_read_from_a_memory_with_several(tmp_path: Path) -> None:
    project = project_with(tmp_path, '\nmsgid "Save"\nmsgstr ""\n')
    text = (
        '<tmx version="1.4"><header srclang="*all*"/><body><tu><tuv xml:lang="en-US"><seg>Save'
        '</seg></tuv><tuv xml:lang="de"><seg>Sichern</seg></tuv><tuv lang="SL"><seg>Shrani</seg>'
        "</tuv></tu></body></tmx>"
    )
    assert hand_in(project, text).imported == 1
    assert 'msgstr "Shrani"' in read(project)
    path = tmp_path / "theirs"
    path.write_text(text.replace('"SL"', '"hr"'), encoding="utf-8")
    with pytest.raises(ValueError, match=r'no translations into "sl"; .* --locale: de, hr'):
        take_back(project, path)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["a\rb", "\r\n", " x ", "\t", "\n\n", "%(n)s {x} %%", "<ph>&amp;", "]]>", "'", '"', "\x00\x1b"]
)
messages = st.lists(
    st.tuples(
        st.none() | texts, texts.filter(bool), st.none() | texts,
        st.lists(texts, min_size=4, max_size=4), st.booleans(),
    ),
    min_size=1, max_size=5, unique_by=lambda message: message[:2],
)  # fmt: skip


@given(messages)
def test_any_text_survives_a_round_trip_in_every_format(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str | None, str, str | None, list[str], bool]],
) -> None:
    body = "".join(
        format_entry(
            Message(msgid, tuple(msgstrs if plural is not None else msgstrs[:1]), plural, context),
            Style(),
            ["#, fuzzy"] if is_fuzzy else [],
        )
        for context, msgid, plural, msgstrs, is_fuzzy in drawn
    )
    project = project_with(tmp_path_factory.mktemp("any"), body)
    before = catalog_of(project).read_bytes()
    catalog = open_catalog(project, catalog_of(project))
    units = {unit.id: unit for unit in read_units(catalog, "sl")}
    assert len(units) == len(drawn)
    for format in WRITABLE.values():
        wanted = [
            (form.source, form.target)
            for unit in units.values()
            if unit.state in (format.states or STATES)
            for form in unit.forms
        ]
        if not wanted:
            continue
        path = project.root / "back"
        path.write_bytes(export(project, "sl", format.name).data)
        result = import_file(project, path, ImportOptions(locale="sl"))
        assert (result.format, result.imported, result.is_right) == (format.name, 0, True)
        assert result.unknown == ()
        assert catalog_of(project).read_bytes() == before
        _, (document,) = read_documents(path, "sl")
        if format.states is not None:
            assert [(row.source, row.target) for row in document.rows] == wanted


def test_a_catalog_whose_header_names_a_different_language_can_be_imported(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path, header=HEADER.replace("Language: sl", "Language: fr"))
    for data in (export(project, "sl", "zip").data, catalog_of(project).read_bytes()):
        path = tmp_path / "back"
        path.write_bytes(data)
        assert take_back(project, path).is_right
    path.write_bytes(export(project, "sl", "zip").data)
    assert import_file(project, path).folder == "sl"


def test_a_memory_can_have_the_same_language_on_both_sides(tmp_path: Path) -> None:
    project = project_with(tmp_path, header=HEADERS["en"], folder="en")
    path = tmp_path / "back"
    path.write_bytes(export(project, "en", "tmx").data.replace(b"Shrani", b"Keep"))
    result = import_file(project, path, ImportOptions(locale="en"))
    assert (result.imported, result.unchanged, result.is_right) == (1, 1, True)
    assert 'msgstr "Keep"' in catalog_of(project, "en").read_text(encoding="utf-8")
