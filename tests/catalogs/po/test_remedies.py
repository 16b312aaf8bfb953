"""Each problem of a .po file says what to do, and after that the file can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kfor_i18n.catalogs.mo.file import read_mo
from kfor_i18n.catalogs.problems import CatalogError
from tests.builders import HEADERS, call, make_project, write_catalog

ENTRY = '\nmsgid "Save"\nmsgstr "Shrani"\n'
LATIN = HEADERS["sl"].replace("UTF-8", "ISO-8859-2")
FORMS = '\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "dan"\nmsgstr[%s] "dneva"\n'


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        ('\nmsgid "a"\n', "complete or remove the entry", '\nmsgid "a"\nmsgstr "b"\n'),
        ('\nmsgid "a"\n', "complete or remove the entry", ""),
        (f"{ENTRY}nonsense\n", "fix or remove the line", ENTRY),
        ('\nmsgid "a\nmsgstr "b"\n', 'close it with "', '\nmsgid "a"\nmsgstr "b"\n'),
        ('\nmsgid "a"b"\nmsgstr ""\n', r'write " inside it as \"', '\nmsgid "a\\"b"\nmsgstr ""\n'),
        (
            '\nmsgstr "b"\nmsgid "a"\n',
            "keep the order msgctxt, msgid, msgid_plural, msgstr",
            '\nmsgid "a"\nmsgstr "b"\n',
        ),
        (FORMS % 2, "renumber them", FORMS % 1),
        (
            '\n# a\rmsgid "b"\rmsgstr ""\r',
            "convert the line endings to line feeds",
            '\n# a\nmsgid "b"\nmsgstr ""\n',
        ),
    ],
)
def test_a_file_is_read_after_the_fix(
    tmp_path: Path, broken: str, remedy: str, repaired: str
) -> None:
    make_project(tmp_path, HEADERS["sl"] + broken)
    assert remedy in call(tmp_path, "format", "--check").stderr
    write_catalog(tmp_path, HEADERS["sl"] + repaired)
    assert call(tmp_path, "format", "--check").stderr == ""


@pytest.mark.parametrize(
    ("broken", "remedy", "repaired"),
    [
        (
            (HEADERS["sl"] + ENTRY).encode() + "# č\n".encode("iso-8859-2"),
            "save the file in UTF-8, and write charset=UTF-8",
            f"{HEADERS['sl']}{ENTRY}# č\n".encode(),
        ),
        (
            HEADERS["sl"].replace("UTF-8", "klingon").encode(),
            "convert the file to UTF-8, and write charset=UTF-8 in the header",
            HEADERS["sl"].encode(),
        ),
    ],
)
def test_a_file_is_read_after_a_conversion(
    tmp_path: Path, broken: bytes, remedy: str, repaired: bytes
) -> None:
    make_project(tmp_path, broken)
    assert remedy in call(tmp_path, "format", "--check").stderr
    write_catalog(tmp_path, repaired)
    assert call(tmp_path, "format", "--check").stderr == ""


@pytest.mark.skipif(shutil.which("msgconv") is None, reason="GNU gettext is not installed")
def test_a_character_can_be_written_after_msgconv(tmp_path: Path) -> None:
    catalog = make_project(tmp_path, LATIN + ENTRY).catalogs()[0]
    (tmp_path / "app.py").write_text('_("Wait…")\n', encoding="utf-8")
    result = call(tmp_path, "sync")
    assert '"…" cannot be encoded in the charset ISO-8859-2' in result.stderr
    assert "convert the file with msgconv --to-code=UTF-8" in result.stderr
    subprocess.run(["msgconv", "--to-code=UTF-8", "-o", catalog, catalog], check=True)
    assert "cannot be encoded" not in call(tmp_path, "sync").stderr


@pytest.mark.skipif(shutil.which("msgconv") is None, reason="GNU gettext is not installed")
def test_a_translation_can_be_imported_after_msgconv(tmp_path: Path) -> None:
    catalog = make_project(tmp_path, LATIN + ENTRY).catalogs()[0]
    file = tmp_path / "sl.csv"
    file.write_text("source,target\nSave,Čakaj…\n", encoding="utf-8")
    result = call(tmp_path, "import", str(file), "--force")
    assert '"…" cannot be encoded in the catalog\'s charset, ISO-8859-2' in result.stderr
    assert "convert the catalog with msgconv --to-code=UTF-8" in result.stderr
    subprocess.run(["msgconv", "--to-code=UTF-8", "-o", catalog, catalog], check=True)
    assert call(tmp_path, "import", str(file), "--force").exit_code == 0


def test_a_pipe_is_replaced_with_a_file(tmp_path: Path) -> None:
    catalog = make_project(tmp_path, HEADERS["sl"]).catalogs()[0]
    catalog.unlink()
    os.mkfifo(catalog)
    remedy = "named pipe instead of a file; replace it with a file"
    assert remedy in call(tmp_path, "compile").stderr
    catalog.unlink()
    write_catalog(tmp_path, HEADERS["sl"])
    assert call(tmp_path, "compile").stderr == ""


def test_a_file_can_be_read_at_the_right_path(tmp_path: Path) -> None:
    catalog = make_project(tmp_path, HEADERS["sl"]).catalogs()[0]
    catalog.unlink()
    catalog.symlink_to(catalog)
    assert "check its path and permissions" in call(tmp_path, "compile").stderr
    catalog.unlink()
    write_catalog(tmp_path, HEADERS["sl"])
    assert call(tmp_path, "compile").stderr == ""


def test_a_file_can_be_written_with_the_right_path(tmp_path: Path) -> None:
    make_project(tmp_path, HEADERS["sl"] + ENTRY)
    target = tmp_path / "translations" / "sl" / "LC_MESSAGES" / "messages.mo"
    target.mkdir()
    assert "cannot be written: Is a directory" in call(tmp_path, "compile").stderr
    target.rmdir()
    assert call(tmp_path, "compile").exit_code == 0


@pytest.mark.parametrize(
    ("settings", "header", "remedy"),
    [
        ("profile = 'off'", HEADERS["sl"], "skipped, because the profile is off; use --force"),
        ("", HEADERS["sl"] + '"X-Generator: Poedit 3\\n"\n', "because Poedit maintains it; use"),
    ],
)
def test_a_file_that_is_skipped_is_formatted_with_force(
    tmp_path: Path, settings: str, header: str, remedy: str
) -> None:
    (catalog,) = make_project(tmp_path, f"{header}{ENTRY}\n\n\n", settings=settings).catalogs()
    before = catalog.read_bytes()
    assert remedy in call(tmp_path, "format").stdout
    assert catalog.read_bytes() == before
    assert remedy not in call(tmp_path, "format", "--force").stdout
    assert catalog.read_bytes() != before


@pytest.mark.parametrize(
    ("position", "content", "reason"),
    [
        (0, b"\0\0\0\0", "wrong magic number"),
        (4, b"\0\0\2\0", "unsupported format version"),
        (40, None, "truncated"),
    ],
)
def test_an_invalid_mo_file_is_compiled_again(
    tmp_path: Path, position: int, content: bytes | None, reason: str
) -> None:
    project = make_project(tmp_path, HEADERS["sl"] + ENTRY)
    call(tmp_path, "compile")
    target = project.compiled_path(project.catalogs()[0])
    data = bytearray(target.read_bytes())
    data[position:] = b"" if content is None else content + data[position + len(content) :]
    target.write_bytes(data)
    with pytest.raises(CatalogError) as caught:
        read_mo(target)
    assert str(caught.value) == (
        f"{target}: invalid .mo file ({reason}); compile it again with kfor-i18n compile --force"
    )
    assert call(tmp_path, "compile", "--force").exit_code == 0
    assert [message.msgstrs for message in read_mo(target).messages] == [("Shrani",)]
