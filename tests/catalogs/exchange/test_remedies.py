"""Each problem of an exported or imported file says what to do, and that ends it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kfor_i18n.catalogs.exchange.formats import xml
from tests.builders import HEADERS, call, write_catalog, write_settings
from tests.catalogs.exchange.handouts import BODY, HEADER, hand_out, project_with

XLIFF = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language='
UNIT = "<trans-unit id='1'><source>Save</source><target>Hrani</target></trans-unit>"
TEMPLATE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def write_xliff(language: str, units: str = UNIT) -> str:
    return (
        f"{XLIFF}'en' target-language='{language}' datatype='plaintext' original='x'><body>{units}"
        "</body></file></xliff>"
    )


def import_text(root: Path, text: str | bytes, *arguments: str, name: str = "sl.txt") -> str:
    """Import a file with this content; return what is reported."""
    path = root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return call(root, "import", str(path), *arguments).stderr


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        (
            'source,target\nSave,"Hrani',
            "save it again as CSV in UTF-8",
            "source,target\nSave,Hrani",
        ),
        (
            '<!DOCTYPE xliff [<!ENTITY a "b">]>' + write_xliff("sl"),
            "remove the DOCTYPE from the file",
            write_xliff("sl"),
        ),
        (write_xliff("sl")[:-9], "save it again from the tool", write_xliff("sl")),
        (write_xliff("xx"), "correct the language in the file", write_xliff("sl")),
        ("nonsense", "save the file in one of these: ", write_xliff("sl")),
        (
            "source,target\nSave,č\n".encode("cp1250"),
            "save the file in UTF-8",
            "source,target\nSave,č",
        ),
        ("source,target\n", "import the translated file", "source,target\nSave,Hrani"),
        (
            "source,target\nSave,Hrani\nSave,Zapiši\n",
            "keep one of the two",
            "source,target\nSave,Hrani\n",
        ),
    ],
)
def test_a_file_is_imported_after_the_fix(
    tmp_path: Path, broken: str | bytes, remedy: str, repaired: str
) -> None:
    project_with(tmp_path)
    locale = () if b"xliff" in repaired.encode() else ("--locale", "sl")
    assert remedy in import_text(tmp_path, broken, *locale, "--force")
    assert import_text(tmp_path, repaired, *locale, "--force") == ""


@pytest.mark.parametrize(("units", "remedy"), [(UNIT * 30, "split the file")])
def test_a_file_with_too_many_elements_is_split(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, units: str, remedy: str
) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 50)
    project_with(tmp_path)
    assert remedy in import_text(tmp_path, write_xliff("sl", units), "--force")
    assert import_text(tmp_path, write_xliff("sl", UNIT), "--force") == ""


def pack(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, HEADER + BODY.replace("Shrani", "Hrani"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("broken", "remedy"),
    [
        (pack("a.txt"), "zip the exported folder"),
        (pack("messages.po")[:-9], "zip the folder again, without a password"),
        (pack(*(f"{number}.po" for number in range(1_001))), "zip only the exported folder"),
    ],
)
def test_an_archive_is_imported_after_the_fix(tmp_path: Path, broken: bytes, remedy: str) -> None:
    project_with(tmp_path)
    assert remedy in import_text(tmp_path, broken, "--locale", "sl", "--force")
    repaired = pack("sl/messages.po")
    assert import_text(tmp_path, repaired, "--locale", "sl", "--force") == ""


def test_conflicts_are_imported_with_force(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    path = hand_out(project, "csv", ("Shrani", "Hrani"))
    write_catalog(tmp_path, HEADER + BODY.replace("Shrani", "Zapiši"))
    remedy = "import the file's translation of every conflict with --force"
    said = call(tmp_path, "import", str(path), "--locale", "sl").stderr
    assert "changed in the catalog since the export; compare both translations" in said
    assert remedy in said
    assert call(tmp_path, "import", str(path), "--locale", "sl", "--force").stderr == ""
    table = "source,target\nSave,Zapiši"
    assert remedy in import_text(tmp_path, table, "--locale", "sl")
    assert import_text(tmp_path, table, "--locale", "sl", "--force") == ""


def test_a_language_without_a_catalog_gets_one(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    project.template("messages").write_text(TEMPLATE + BODY.replace('"Shrani"', '""'))
    assert "create one with kfor-i18n init hr" in import_text(tmp_path, write_xliff("hr"))
    assert call(tmp_path, "init", "hr").exit_code == 0
    assert import_text(tmp_path, write_xliff("hr")) == ""


def test_the_language_of_the_file_is_given_or_corrected(tmp_path: Path) -> None:
    project_with(tmp_path)
    write_catalog(tmp_path, HEADERS["sl"].replace("sl", "hr") + BODY, "hr")
    remedy = "correct the language in the file or, if it is right, pass --locale hr"
    assert remedy in import_text(tmp_path, write_xliff("hr"), "--locale", "sl", "--force")
    assert import_text(tmp_path, write_xliff("hr"), "--locale", "hr", "--force") == ""
    assert import_text(tmp_path, write_xliff("sl"), "--locale", "sl", "--force") == ""


def test_a_file_without_a_language_is_named_after_the_locale_or_gets_one(tmp_path: Path) -> None:
    project_with(tmp_path)
    table = "source,target\nSave,Hrani\n"
    remedy = (
        "pass it with --locale, or name the file after a locale that has a catalog, such as sl.csv"
    )
    assert remedy in import_text(tmp_path, table, "--force", name="back.csv")
    assert import_text(tmp_path, table, "--force", "--locale", "sl", name="back.csv") == ""
    assert import_text(tmp_path, table, "--force", name="sl.csv") == ""


def test_the_language_of_a_memory_is_chosen(tmp_path: Path) -> None:
    project_with(tmp_path)
    variants = "".join(
        f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'
        for language, text in (("en", "Save"), ("hr", "Spremi"), ("de", "Speichern"))
    )
    memory = f'<tmx version="1.4"><header srclang="en"/><body><tu>{variants}</tu></body></tmx>'
    remedy = "choose one of these with --locale: de, hr"
    assert remedy in import_text(tmp_path, memory, "--locale", "sl", "--force")
    write_catalog(tmp_path, HEADERS["sl"].replace("sl", "hr") + BODY, "hr")
    assert import_text(tmp_path, memory, "--locale", "hr", "--force") == ""


def test_a_memory_without_translations_is_saved_with_them(tmp_path: Path) -> None:
    project_with(tmp_path)
    unit = '<tu><tuv xml:lang="en"><seg>Save</seg></tuv>%s</tu>'
    memory = f'<tmx version="1.4"><header srclang="en"/><body>{unit}</body></tmx>'
    remedy = "no translations; save the file again with its translations"
    assert remedy in import_text(tmp_path, memory % "", "--locale", "sl", "--force")
    variant = '<tuv xml:lang="sl"><seg>Hrani</seg></tuv>'
    assert import_text(tmp_path, memory % variant, "--locale", "sl", "--force") == ""


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ('msgid "Delete %(name)s?"', 'msgid "Remove %(name)s?"', "export again"),
        ('#~ msgid "Gone"', '#~ msgid "Went"', "export again to get the current messages"),
    ],
)
def test_a_message_that_is_not_in_the_catalog_is_exported_again(
    tmp_path: Path, old: str, new: str, remedy: str
) -> None:
    project = project_with(tmp_path)
    text = "source,target\nDelete %(name)s?,Izbriši %(name)s?\nGone,Preč\n"
    write_catalog(tmp_path, HEADER + BODY.replace(old, new))
    assert remedy in import_text(tmp_path, text, "--locale", "sl")
    path = hand_out(project, "csv")
    assert call(tmp_path, "import", str(path), "--locale", "sl").stderr == ""


def test_a_message_whose_texts_changed_is_exported_again(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    path = hand_out(project, "xliff1", ("Shrani", "Hrani"))
    text = path.read_text(encoding="utf-8")
    edited = text.replace("<source>Save</source>", "<source>Safe</source>")
    remedy = "restore the text, or export again"
    assert remedy in import_text(tmp_path, edited, "--locale", "sl")
    assert import_text(tmp_path, text, "--locale", "sl") == ""
    assert call(tmp_path, "import", str(hand_out(project, "xliff1"))).stderr == ""


def test_a_message_whose_plural_changed_is_exported_again(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    earlier = HEADER + BODY.replace("%(num)s files", "%(num)s file(s)")
    remedy = "different plural in the catalog; export again and translate the new version"
    assert remedy in import_text(tmp_path, earlier, name="sl.po")
    path = hand_out(project, "csv")
    assert call(tmp_path, "import", str(path), "--locale", "sl").stderr == ""


def test_an_ambiguous_text_gets_a_context_or_a_domain(tmp_path: Path) -> None:
    write_settings(tmp_path, "domains = { messages = 'babel.cfg', tools = 'babel.cfg' }")
    entry = '\nmsgid "Save"\nmsgstr ""\n'
    (tmp_path / "babel.cfg").write_text("[python: **.py]\n", encoding="utf-8")
    write_catalog(tmp_path, HEADERS["sl"] + entry + entry.replace("msgid", 'msgctxt "a"\nmsgid', 1))
    table = "source,target\nSave,Hrani\n"
    remedy = (
        "add contexts to the file or, if the messages are in different domains, choose one with"
    )
    assert remedy in import_text(tmp_path, table, "--locale", "sl")
    assert import_text(tmp_path, "context,source,target\na,Save,Hrani\n", "--locale", "sl") == ""
    write_catalog(tmp_path, HEADERS["sl"] + entry)
    write_catalog(tmp_path, HEADERS["sl"] + entry, domain="tools")
    assert remedy in import_text(tmp_path, table, "--locale", "sl")
    assert import_text(tmp_path, table, "--locale", "sl", "--domain", "tools") == ""


def test_messages_in_other_states_or_another_format_are_exported(tmp_path: Path) -> None:
    body = '\nmsgid "Save"\nmsgstr ""\n'
    project = project_with(tmp_path, body)
    export = ("export", "--locale", "sl", "--output", str(tmp_path / "out"), "--force")
    result = call(tmp_path, *export, "--to", "csv", "--only", "fuzzy")
    assert "no messages in these states: fuzzy; choose others with --only" in result.stderr
    assert call(tmp_path, *export, "--to", "csv", "--only", "untranslated").exit_code == 0
    assert "choose another format" in call(tmp_path, *export, "--to", "tmx").stderr
    assert call(tmp_path, *export, "--to", "csv").exit_code == 0
    write_catalog(tmp_path, HEADERS["sl"])
    assert "mark texts for translation in the sources, then run kfor-i18n sync" in (
        call(tmp_path, *export, "--to", "csv").stderr
    )
    (project.root / "app.py").write_text('_("Save")\n', encoding="utf-8")
    call(tmp_path, "sync")
    assert call(tmp_path, *export, "--to", "csv").exit_code == 0


def test_a_catalog_that_a_domain_lacks_is_created(tmp_path: Path) -> None:
    """The catalog of the other domain is there already, and stays as it is."""
    project = project_with(tmp_path)
    write_settings(tmp_path, "domains = { messages = 'babel.cfg', tools = 'babel.cfg' }")
    (tmp_path / "app.py").write_text('_("Save")\n', encoding="utf-8")
    call(tmp_path, "extract")
    export = ("export", "--locale", "sl", "--to", "csv", "--output", str(tmp_path / "out"))
    remedy = "tools.po: error: exchange-domain: missing catalog; create it with kfor-i18n init sl"
    before = project.catalogs()[0].read_bytes()
    assert remedy in call(tmp_path, *export, "--domain", "tools").stderr
    assert call(tmp_path, "init", "sl").exit_code == 0
    assert call(tmp_path, *export, "--domain", "tools").exit_code == 0
    assert project.catalogs()[0].read_bytes() == before


def test_a_domain_or_a_locale_is_one_that_there_is(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    project.template("messages").write_text(TEMPLATE + BODY.replace('"Shrani"', '""'))
    export = ("export", "--to", "csv", "--output", str(tmp_path / "out"), "--force")
    wrong = call(tmp_path, *export, "--locale", "sl", "--domain", "x")
    assert 'no domain "x"; choose one of these: messages' in wrong.stderr
    assert call(tmp_path, *export, "--locale", "sl", "--domain", "messages").exit_code == 0
    wrong = call(tmp_path, *export, "--locale", "hr")
    assert "create it with kfor-i18n init hr, or choose one of these: sl" in wrong.stderr
    assert call(tmp_path, *export, "--locale", "sl").exit_code == 0
    call(tmp_path, "init", "hr")
    assert call(tmp_path, *export, "--locale", "hr").exit_code == 0
    assert 'no catalog for "xx"; choose one of these: hr, sl' in (
        call(tmp_path, *export, "--locale", "xx").stderr
    )
