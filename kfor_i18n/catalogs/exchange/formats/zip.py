"""A ZIP archive for translators without git: catalogs, templates, glossary and instructions."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.exchange.formats.gallery import write_gallery
from kfor_i18n.catalogs.exchange.formats.model import (
    MAX_BYTES,
    InputFile,
    Parcel,
    WritableFormat,
)
from kfor_i18n.catalogs.exchange.formats.po import read_document
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_SIZE, Document
from kfor_i18n.catalogs.exchange.units import Handout
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, GetText, Problem
from kfor_i18n.locales import find_locale

EXCHANGE_ZIP = Code(
    "exchange-zip",
    # Translators: the title of a kind of finding.
    N_("Unreadable archive"),
    N_("The archive must be the exported folder, zipped without a password."),
)


MANIFEST = "kfor-i18n.json"
"""The name of the file with the digests of the exported translations."""

_MAX_MEMBERS = 1_000
# The earliest date in a ZIP archive: with a fixed date, equal content gives equal bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# What the standard library raises for archives that are encrypted, truncated or unsupported.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError,
)  # fmt: skip
# APPNOTE.TXT of PKWARE, section 4.4.4: bit 0 of the general purpose flags.
_ENCRYPTED = 1
_GLOSSARY_LINE = N_("- glossary.csv (if included): terms and their translations.")
_GALLERY_LINE = N_("- index.html: the pages on which each message is used. Open it in a browser.")
_README = (
    N_("This folder contains the messages of %(project)s and their translations into "
       "%(language)s."),
    # Translators: a heading above a list of files, in a README.
    N_("Contents:"),
    N_("- *.po: the messages and their translations. Open these files in Poedit, Lokalize, "
       "Virtaal or another gettext catalog editor."),
    N_("- *.pot: the source texts only, for reference."),
    _GLOSSARY_LINE,
    N_("How to translate:"),
    N_('- Translate the empty entries, and review the ones marked fuzzy ("needs work").'),
    N_("- Fill in every plural form."),
    N_("- Keep placeholders such as %(example)s, and tags such as <b>, as they are."),
    N_("- Do not edit the source texts. If you find a mistake in one, let us know."),
    N_("How to send it back:"),
    N_("- Keep the names of the .po files, and send us the whole folder as a .zip file."),
    N_("- Do not change %(manifest)s. We use it to detect changes made on our side while you "
       "were translating."),
)  # fmt: skip


def write(parcel: Parcel) -> bytes:
    """Return an archive with one folder: the parcel's files, a manifest and a README.

    If places are known, a page shows the messages with these and their pictures. A second README
    is in the exported language if ``gettext`` translates it.
    """
    folder = parcel.folder
    content = dict(parcel.read_files())
    content["README.txt"] = _write_readme(parcel, Locale("en"), str)
    if parcel.gettext(_README[0]) != _README[0]:  # i18n: ignore
        content[f"README.{folder}.txt"] = _write_readme(parcel, find_locale(folder), parcel.gettext)
    content[MANIFEST] = _write_manifest(parcel.handouts)
    if parcel.places:
        content["index.html"] = write_gallery(parcel)
        pictures = parcel.places.pictures
        content |= {f"{parcel.places.folder}/{name}": data for name, data in pictures.items()}
    return _pack(folder, content)


def _pack(folder: str, content: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(content):
            member = zipfile.ZipInfo(f"{folder}/{name}", _MOMENT)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content[name], compresslevel=9)
    return buffer.getvalue()


def _write_readme(parcel: Parcel, shown: Locale | None, gettext: GetText) -> bytes:
    locale = find_locale(parcel.folder)
    values = {
        "project": parcel.project,
        "language": (locale.get_display_name(shown) if locale else None) or parcel.folder,
        "example": "%(name)s",
        "manifest": MANIFEST,
    }
    lines = []
    for text in _list_lines(parcel):
        if not text.startswith("-"):
            lines.append("")
        lines.append(gettext(text) % values)  # i18n: ignore
    return ("\n".join(lines).strip() + "\n").replace("\n", "\r\n").encode()


def _list_lines(parcel: Parcel) -> Iterator[str]:
    for text in _README:
        yield text
        if text == _GLOSSARY_LINE and parcel.places:
            yield _GALLERY_LINE


def _write_manifest(handouts: Sequence[Handout]) -> bytes:
    manifest = {
        "language": handouts[0].target_language,
        "digests": {unit.id: unit.digest for handout in handouts for unit in handout.units},
    }
    return (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()


def read(file: InputFile) -> list[Document] | None:
    """Return a document for each catalog in an archive; nothing is unpacked to disk.

    Raises ``CatalogError`` if the archive cannot be read, has no catalog, or unpacks to more than
    ``MAX_BYTES``.
    """
    return _read_documents(file.path, file.data) if file.is_archive else None


def _unpack(path: Path, data: bytes) -> dict[str, bytes]:
    """Return the content of the catalogs and the manifest in an archive, by file name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_read_members(path, archive))
    except CatalogError:
        raise
    except _BROKEN as error:
        problem = Problem(
            EXCHANGE_ZIP,
            N_("not a readable .zip file (%(error)s); zip the folder again, without a password"),
            {"error": error},
        )
        raise CatalogError([Finding(path, None, problem)]) from None


def _read_documents(path: Path, data: bytes) -> list[Document]:
    content = _unpack(path, data)
    language, digests = _read_manifest(content)
    documents = [
        read_document(path / name.lstrip("/"), text, language, digests)
        for name, text in sorted(content.items())
        if name.endswith(".po")
    ]
    if not documents:
        problem = Problem(EXCHANGE_ZIP, N_("no .po file found; zip the exported folder"))
        raise CatalogError([Finding(path, None, problem)])
    return documents


def _read_members(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [
        member
        for member in archive.infolist()
        if member.filename.endswith(".po") or member.filename.rpartition("/")[2] == MANIFEST
    ]
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    left = MAX_BYTES
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"compression method {member.compress_type}")
        if member.flag_bits & _ENCRYPTED:
            raise zipfile.BadZipFile("encrypted")
        with archive.open(member) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0 or len(members) > _MAX_MEMBERS:
            problem = Problem(
                EXCHANGE_SIZE,
                N_("too many files, or files that are too large; zip only the exported folder"),
            )
            raise CatalogError([Finding(path, None, problem)])
        yield member.filename, content


def _read_manifest(content: Mapping[str, bytes]) -> tuple[str, dict[str, str]]:
    """Return the language and the digests in the manifest; both are empty if it is unusable."""
    for name, text in content.items():
        if not name.endswith(MANIFEST):
            continue
        try:
            manifest = json.loads(text)
            digests = {str(key): str(value) for key, value in manifest["digests"].items()}
            return str(manifest["language"]), digests
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            break
    return "", {}


FORMAT = WritableFormat(
    name="zip", title=".zip (.po)", suffix="zip", read=read, write=write, states=None,
    has_places=True, is_archive=True,
)  # fmt: skip
