from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.compiling import compile_stale
from kfor_i18n.catalogs.files import CatalogError, read_mo, write_atomically
from kfor_i18n.catalogs.messages import Message
from tests.support import build_mo

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: sl\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"

msgid "one"
msgstr "ena"

#, fuzzy
msgid "two"
msgstr "dve?"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s dan"
msgstr[1] "%(num)s dneva"
msgstr[2] ""
msgstr[3] ""
"""


def make_project(folder: Path, po: str = PO) -> Path:
    source = folder / "sl" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(po, encoding="utf-8")
    return source


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_mo_is_read_in_either_byte_order(tmp_path: Path, order: str) -> None:
    messages = [
        Message("a", ("č",)),
        Message("day", ("dan", "dneva"), plural="days"),
        Message("slug", ("polž",), context="URL slug"),
    ]
    path = tmp_path / "messages.mo"
    path.write_bytes(build_mo(messages, "Language: sl\nPlural-Forms: x\n", order))
    catalog = read_mo(path)
    assert set(catalog.messages) == set(messages)
    assert catalog.headers["plural-forms"] == "x"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xde\x12\x04\x95" + b"\xff" * 24])
def test_what_is_no_mo_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "messages.mo"
    path.write_bytes(data)
    with pytest.raises(CatalogError, match=r"messages\.mo"):
        read_mo(path)


@given(st.data())
def test_a_damaged_mo_gives_a_catalog_or_a_catalog_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(build_mo([Message("a", ("b",))], "Language: sl\n"))
    for position in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[position] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("mo") / "messages.mo"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        messages = read_mo(path).messages
    except CatalogError:
        return
    assert all(isinstance(message, Message) for message in messages)


def test_compile_leaves_out_what_is_fuzzy_or_incomplete(tmp_path: Path) -> None:
    source = make_project(tmp_path)
    (compiled,) = compile_stale(tmp_path)
    assert compiled.messages == 1
    with source.with_suffix(".mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("one") == "ena"
    assert translations.gettext("two") == "two"
    assert translations.ngettext("%(num)s day", "%(num)s days", 1) == "%(num)s day"


def test_compile_does_only_what_is_stale(tmp_path: Path) -> None:
    make_project(tmp_path)
    assert len(compile_stale(tmp_path)) == 1
    assert compile_stale(tmp_path) == []
    assert len(compile_stale(tmp_path, force=True)) == 1


def test_a_po_that_cannot_be_read_leaves_the_old_mo(tmp_path: Path) -> None:
    source = make_project(tmp_path)
    compile_stale(tmp_path)
    before = source.with_suffix(".mo").read_bytes()
    source.write_text(PO + '\nmsgid "broken\n', encoding="utf-8")
    with pytest.raises(CatalogError, match=r"messages\.po:\d+"):
        compile_stale(tmp_path, force=True)
    assert source.with_suffix(".mo").read_bytes() == before


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("module", ["kfor_i18n.catalogs.loading", "kfor_i18n.cli"])
def test_it_starts_without_flask(module: str) -> None:
    code = f"import sys, {module}; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
