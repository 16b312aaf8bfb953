from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kfor_i18n.catalogs.exchange import import_file
from kfor_i18n.catalogs.exchange.formats import xml
from kfor_i18n.catalogs.exchange.formats import zip as bundle
from kfor_i18n.catalogs.exchange.formats.model import MAX_BYTES
from kfor_i18n.catalogs.problems import CatalogError
from tests.catalogs.exchange.handouts import hand_in, project_with, read

LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
UNIT = '<trans-unit id="1"><source>Save</source><target>%s</target></trans-unit>'


def xliff(document_type: str, target: str) -> str:
    return (
        f'<?xml version="1.0"?>\n{document_type}\n'
        f'<xliff version="1.2"><file><body>{UNIT % target}</body></file></xliff>'
    )


@pytest.mark.parametrize(
    "text",
    [
        xliff(f"<!DOCTYPE xliff [{LAUGHS}]>", "&j;"),
        xliff('<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        xliff('<!DOCTYPE xliff [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>', "a"),
        xliff('<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd" [<!ELEMENT a ANY>]>', "a"),
        xliff('<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd">', "&x;"),
    ],
    ids=["laughs", "file", "parameter", "subset", "undeclared"],
)
def test_entities_and_document_types_are_rejected_and_never_expanded(
    tmp_path: Path, text: str
) -> None:
    project = project_with(tmp_path)
    before = read(project)
    with pytest.raises(CatalogError, match="entity or other declarations") as caught:
        hand_in(project, text)
    assert caught.value.findings[0].line in (2, 3)
    assert read(project) == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<xliff version='1.2'><file>", "no element found"),
        ("<xliff><a></b></xliff>", "mismatched tag"),
        ("<xliff>&x;</xliff>", "undefined entity"),
        ('<?xml version="1.0" encoding="x-none"?><xliff/>', "unknown encoding"),
        ("<a>" * (xml.MAX_DEPTH + 1), "nested more than 50 levels"),
    ],
)
def test_malformed_xml_is_reported_with_its_line(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CatalogError, match=reason) as caught:
        hand_in(project_with(tmp_path), text)
    assert caught.value.findings[0].line == 1


def test_too_many_elements_are_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MAX_ELEMENTS", 100)
    with pytest.raises(CatalogError, match="more than 100 elements"):
        hand_in(project_with(tmp_path), "<xliff>" + "<a/>" * 100 + "</xliff>")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(CatalogError, match="65 MiB, over the limit of 64 MiB"):
        import_file(project, path)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"a,b\n1,2\n", b"<html></html>", b"\xff\xfe", b"\xc4source,target\n",
        b'{"a": 1}', b"PK\x03\x04 no archive", b"%PDF-1.4", b"\x00" * 100,
    ],
)  # fmt: skip
def test_a_file_of_an_unknown_format_is_reported(tmp_path: Path, data: bytes) -> None:
    project = project_with(tmp_path)
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(CatalogError) as caught:
        import_file(project, path)
    assert caught.value.findings[0].path == path


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_zip_that_unpacks_to_too_much_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_zip(tmp_path / "x", {"a.po": b"#" * 100_000, "b.po": b"#" * 100_000})
    assert path.stat().st_size < 1_000
    monkeypatch.setattr(bundle, "MAX_BYTES", 150_000)
    with pytest.raises(CatalogError, match="too many files, or files that are too large"):
        import_file(project_with(tmp_path), path)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"README.txt": b"x"}, r"no \.po file found"),
        ({"messages.po": b"msgid"}, "messages.po:1"),
        (
            {f"{number}.po": b"" for number in range(1_001)},
            "too many files, or files that are too large",
        ),
    ],
)
def test_an_unusable_zip_is_reported(
    tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    with pytest.raises(CatalogError, match=reason):
        import_file(project_with(tmp_path), make_zip(tmp_path / "x", members))


def test_the_names_of_archive_members_are_never_used_as_paths(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    before = set(tmp_path.rglob("*"))
    path = make_zip(tmp_path / "x", {"../../evil.po": read(project).encode()})
    assert import_file(project, path).imported == 0
    assert set(tmp_path.rglob("*")) == before | {path}


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"digests": 3}', b"[" * 100_000, b"\xff"])
def test_a_broken_manifest_is_ignored(tmp_path: Path, manifest: bytes) -> None:
    project = project_with(tmp_path)
    changed = read(project).replace("Shrani", "Hrani").encode()
    path = make_zip(tmp_path / "x", {"messages.po": changed, bundle.MANIFEST: manifest})
    assert len(import_file(project, path).conflicts) == 1


def test_an_encrypted_or_broken_zip_is_reported(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    path = make_zip(tmp_path / "x", {"messages.po": read(project).encode()})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        directory = archive.start_dir
    data[6] |= 1
    data[directory + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(CatalogError, match=r"\(encrypted\); .* without a password"):
        import_file(project, path)
    path.write_bytes(bytes(data[: directory - 5]))
    with pytest.raises(CatalogError, match=r"not a readable \.zip"):
        import_file(project, path)


def test_a_table_with_an_unclosed_quote_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="incomplete or invalid CSV") as caught:
        hand_in(project_with(tmp_path), 'source,target\n"Save,Hrani\n')
    assert caught.value.findings[0].line == 2


@pytest.mark.parametrize("code", ["", "zz", "-1", "110000", "D800"])
def test_an_invalid_code_point_becomes_the_replacement_character(tmp_path: Path, code: str) -> None:
    body = '\nmsgid "A"\nmsgstr ""\n'
    result = hand_in(
        project_with(tmp_path, body),
        '<xliff version="2.0" trgLang="sl"><file><unit id="1"><segment><source>A</source>'
        f'<target>b<cp hex="{code}"/></target></segment></unit></file></xliff>',
        check=True,
    )
    assert result.imported == 1
