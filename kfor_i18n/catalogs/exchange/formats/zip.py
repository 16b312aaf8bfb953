"""A folder for whoever has no git, as one .zip: catalogs, templates, glossary, how to go on."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale

from kfor_i18n.catalogs.exchange.formats import po as po_file
from kfor_i18n.catalogs.exchange.rows import EXCHANGE_SIZE, Document
from kfor_i18n.catalogs.exchange.units import Handout
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, GetText, Problem
from kfor_i18n.locales import find_locale

EXCHANGE_ZIP = Code(
    "exchange-zip",
    N_("Archive that cannot be read"),
    N_("The archive is the folder that was exported, packed again without a password."),
)


MANIFEST = "kfor-i18n.json"
"""The file that tells which translations were handed out."""

_MAX_MEMBERS = 1_000
# The first moment that a .zip can name, so that the same content gives the same bytes on any day.
_MOMENT = (1980, 1, 1, 0, 0, 0)
# What the standard library raises for archives that are locked, cut short or of another kind.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError,
    EOFError, ValueError,
)  # fmt: skip
_README = (
    N_("These are the texts of %(project)s and their translations into %(language)s."),
    N_("What is here:"),
    N_("- *.po: each text with its translation. Open it in Poedit, Lokalize, Virtaal or another "
       "editor for gettext catalogs."),
    N_("- *.pot: the texts alone, to look something up."),
    N_("- glossary.csv, where there is one: terms, and how they are translated."),
    N_("How to translate:"),
    N_("- Translate what is empty, and check what is marked as fuzzy (needs work)."),
    N_("- Fill in every plural form."),
    N_("- Keep placeholders such as %(example)s, and tags such as <b>, as they are."),
    N_("- Leave the texts themselves alone, even where they have mistakes; tell us of those."),
    N_("How to hand it back:"),
    N_("- Save the .po files under their names, and send us this whole folder as a .zip."),
    N_("- Leave %(manifest)s as it is: by it we see what was changed here while you translated."),
)  # fmt: skip


def write(
    folder: str,
    project: str,
    files: Mapping[str, bytes],
    handouts: Sequence[Handout],
    gettext: GetText,
) -> bytes:
    """Return the .zip: the same bytes for the same content.

    Takes the language's folder, the project's name, the files to put in by name, what is handed out
    (for the manifest), and the gettext function of the language, for a second README.
    """
    content = dict(files)
    content["README.txt"] = _write_readme(project, folder, Locale("en"), str)
    translated = _write_readme(project, folder, find_locale(folder), gettext)
    if gettext(_README[0]) != _README[0]:  # i18n: ignore
        content[f"README.{folder}.txt"] = translated
    content[MANIFEST] = _write_manifest(handouts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(content):
            member = zipfile.ZipInfo(f"{folder}/{name}", _MOMENT)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content[name], compresslevel=9)
    return buffer.getvalue()


def _write_readme(project: str, folder: str, shown: Locale | None, gettext: GetText) -> bytes:
    locale = find_locale(folder)
    values = {
        "project": project,
        "language": (locale.get_display_name(shown) if locale else None) or folder,
        "example": "%(name)s",
        "manifest": MANIFEST,
    }
    lines = []
    for text in _README:
        if not text.startswith("-"):
            lines.append("")
        lines.append(gettext(text) % values)  # i18n: ignore
    return ("\n".join(lines).strip() + "\n").replace("\n", "\r\n").encode()


def _write_manifest(handouts: Sequence[Handout]) -> bytes:
    manifest = {
        "language": handouts[0].target_language,
        "digests": {unit.id: unit.digest for handout in handouts for unit in handout.units},
    }
    return (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()


def read(path: Path, data: bytes, limit: int) -> list[Document]:
    """Return the catalogs of a .zip, of which nothing is unpacked to the disk.

    Raises ``CatalogError`` where it cannot be read, has no catalog, or holds more bytes than the
    limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = dict(_read_members(path, archive, limit))
    except CatalogError:
        raise
    except _BROKEN as error:
        problem = Problem(
            EXCHANGE_ZIP,
            N_("is no .zip that can be read (%(error)s); pack the folder anew, without a password"),
            {"error": error},
        )
        raise CatalogError([Finding(path, None, problem)]) from None
    language, digests = _read_manifest(content)
    documents = [
        po_file.read(path / name.lstrip("/"), text, language, digests)
        for name, text in sorted(content.items())
        if name.endswith(".po")
    ]
    if not documents:
        problem = Problem(
            EXCHANGE_ZIP, N_("holds no .po file; pack the folder that was handed out")
        )
        raise CatalogError([Finding(path, None, problem)])
    return documents


def _read_members(path: Path, archive: zipfile.ZipFile, limit: int) -> Iterator[tuple[str, bytes]]:
    members = [
        member
        for member in archive.infolist()
        if member.filename.endswith(".po") or member.filename.rpartition("/")[2] == MANIFEST
    ]
    members = [member for member in members if not member.filename.startswith("__MACOSX/")]
    left = limit
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(f"compression method {member.compress_type}")
        with archive.open(member) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0 or len(members) > _MAX_MEMBERS:
            problem = Problem(EXCHANGE_SIZE, N_("holds more than any catalog needs; pack it anew"))
            raise CatalogError([Finding(path, None, problem)])
        yield member.filename, content


def _read_manifest(content: Mapping[str, bytes]) -> tuple[str, dict[str, str]]:
    """Return the language and the digests of the manifest.

    Returns none of either where it is missing or was changed by hand.
    """
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
