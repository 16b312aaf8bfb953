from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import Result

from kfor_i18n.catalogs.git.conflicts import find_conflicts, report_conflicts
from kfor_i18n.catalogs.mo.compiling import compile_catalogs
from kfor_i18n.catalogs.mo.file import read_mo
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.project import read_project
from tests.builders import CATALOG, run
from tests.catalogs.git.repositories import Repository, create_repository
from tests.catalogs.git.test_driver import HEADER, message

CONFLICT = (
    message("Open", "") + message("Close", ""),
    message("Open", "Odpri") + message("Close", ""),
    message("Open", "Odprite " + "dolgo besedilo " * 9 + "\\n"),
)


def write_versions(folder: Path, *texts: str | bytes) -> list[Path]:
    paths = [folder / name for name in ("base.po", "ours.po", "theirs.po")]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text if isinstance(text, bytes) else (HEADER + text).encode())
    return paths


def drive(paths: list[Path], *arguments: str) -> Result:
    names = [str(path) for path in paths]
    return run("merge-driver", *names, "7", "sl/messages.po", *arguments)


def test_every_tool_reads_and_keeps_a_conflict(tmp_path: Path) -> None:
    paths = write_versions(tmp_path, *CONFLICT)
    assert drive(paths).exit_code == 1
    path, template = paths[1], tmp_path / "messages.pot"
    template.write_text(HEADER + CONFLICT[0], encoding="utf-8")
    babel = BytesIO()
    write_po(babel, read_po(BytesIO(path.read_bytes())))
    written = [babel.getvalue()]
    for command in ("msgcat", "msgattrib --only-fuzzy", f"msgmerge -q {{}} {template}"):
        arguments = command.format(path).split()
        arguments += [] if str(path) in arguments else [str(path)]
        written.append(subprocess.run(arguments, capture_output=True, check=True).stdout)
    for data in written:
        (entry,) = find_conflicts(parse_po(data))
        assert (entry.msgid, entry.msgstrs, entry.is_fuzzy) == ("Open", ("Odpri",), True)
    subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], check=True)
    (compiled,) = compile_catalogs(read_project(tmp_path), [path])
    assert compiled.status == "compiled"
    assert all(found.msgid != "Open" for found in read_mo(compiled.target).messages)


def test_the_driver_merges_in_place_and_reports_conflicts(tmp_path: Path) -> None:
    clean = write_versions(
        tmp_path, message("A") + message("B"), message("A", "a") + message("B"),
        message("A") + message("B", "b"),
    )  # fmt: skip
    result = drive(clean)
    assert (result.exit_code, result.output) == (0, "")
    assert clean[1].read_text(encoding="utf-8") == HEADER + message("A", "a") + message("B", "b")
    result = drive(write_versions(tmp_path, *CONFLICT), "--format", "json")
    assert result.exit_code == 1
    assert '"code": "merge-conflict"' in result.stdout
    assert "sl/messages.po" in result.stdout
    (finding,) = report_conflicts(Path("sl.po"), parse_po(clean[1].read_bytes()))
    assert (finding.line, finding.msgid) == (13, "Open")


@pytest.mark.parametrize(
    ("position", "text", "place"),
    [
        (
            0,
            HEADER + 'msgid "x\n',
            "sl/messages.po:10: error: syntax-string: in the common ancestor:",
        ),
        (1, HEADER + "<<<<<<< HEAD\n", "sl/messages.po:10: error: syntax: in our version:"),
        (
            2,
            HEADER + 2 * message("A"),
            'sl/messages.po:14: error: duplicate "A": in their version: ',
        ),
        (
            2,
            HEADER.replace("UTF-8", "x-no"),
            "sl/messages.po:8: error: encoding-charset: in their version:",
        ),
    ],
)
def test_a_version_that_cannot_be_merged_leaves_ours_unchanged(
    tmp_path: Path, position: int, text: str, place: str
) -> None:
    texts = [message("A"), message("A", "a"), message("A", "b")]
    paths = write_versions(tmp_path, *texts)
    paths[position].write_text(text, encoding="utf-8")
    before = paths[1].read_bytes()
    result = drive(paths)
    assert result.exit_code == 2
    assert place in result.stderr
    assert paths[1].read_bytes() == before


def test_a_full_disk_is_not_reported_as_a_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kfor_i18n.catalogs.git.driver.write_atomically", fail)
    result = drive(write_versions(tmp_path, *CONFLICT))
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr


def test_sides_without_a_common_charset_are_not_merged(tmp_path: Path) -> None:
    old = HEADER.replace("UTF-8", "ascii")
    paths = write_versions(
        tmp_path,
        (old + message("A") + message("B")).encode(),
        (HEADER.replace("UTF-8", "iso-8859-2") + message("A", "č") + message("B")).encode("latin2"),
        (HEADER + message("A") + message("B", "…")).encode(),
    )
    result = drive(paths)
    assert result.exit_code == 2
    assert (
        "sl/messages.po: error: encoding: the merged catalog cannot be encoded in iso-8859-2"
        in result.stderr
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository whose catalogs git gives to our driver once it is configured."""
    repository = create_repository(tmp_path, monkeypatch)
    repository.commit({".gitattributes": "*.po merge=kfor-i18n\n*.pot merge=kfor-i18n\n"})
    return repository


def configure(repository: Repository) -> None:
    script = repository.root.parent / "driver.py"
    script.write_text("from kfor_i18n.cli import main\nmain()\n")
    driver = f"'{sys.executable}' '{script}' merge-driver %O %A %B %L %P"
    repository.git("config", "merge.kfor-i18n.driver", driver)


def branch(repository: Repository, base: str, ours: str, theirs: str) -> None:
    """Commit a base on ``main``, theirs on a branch of it, and then ours on ``main``."""
    repository.commit({CATALOG: base})
    repository.git("switch", "--quiet", "--create", "theirs")
    repository.commit({CATALOG: theirs}, "Theirs")
    repository.git("switch", "--quiet", "main")
    repository.commit({CATALOG: ours}, "Ours")


NEIGHBOURS = (
    HEADER + message("Open") + message("Save"),
    HEADER.replace("01-02", "03-01") + message("Open", "Odpri") + message("Save"),
    HEADER.replace("01-02", "03-02") + message("Open") + message("Save", "Shrani"),
)
MERGED = HEADER.replace("01-02", "03-02") + message("Open", "Odpri") + message("Save", "Shrani")


def merge(repository: Repository) -> str:
    return repository.git("merge", "--no-edit", "theirs")


def rebase(repository: Repository) -> str:
    repository.git("switch", "--quiet", "theirs")
    return repository.git("rebase", "main")


def cherry_pick(repository: Repository) -> str:
    return repository.git("cherry-pick", "theirs")


@pytest.mark.parametrize("bring", [merge, rebase, cherry_pick])
def test_git_merges_the_work_of_two_translators(
    repository: Repository, bring: Callable[[Repository], str]
) -> None:
    branch(repository, *NEIGHBOURS)
    configure(repository)
    bring(repository)
    assert (repository.root / CATALOG).read_text(encoding="utf-8") == MERGED
    assert repository.git("status", "--porcelain") == ""


def test_the_default_merge_of_the_same_branches_breaks_the_catalog(repository: Repository) -> None:
    branch(repository, *NEIGHBOURS)
    repository.git("merge", "--no-edit", "theirs", status=1)
    assert "<<<<<<<" in (repository.root / CATALOG).read_text(encoding="utf-8")


def test_the_default_merge_duplicates_a_message(repository: Repository) -> None:
    rest = "".join(message(letter) for letter in "ABCD")
    sides = HEADER + rest, HEADER + message("New", "Novo") + rest, HEADER + rest + message("New")
    branch(repository, *sides)
    repository.git("merge", "--no-edit", "theirs")
    path = repository.root / CATALOG
    broken = subprocess.run(
        ["msgfmt", "-o", os.devnull, path], capture_output=True, text=True, check=False
    )
    assert "duplicate message definition" in broken.stderr
    repository.git("reset", "--quiet", "--hard", "HEAD~")
    configure(repository)
    repository.git("merge", "--no-edit", "theirs")
    assert path.read_text(encoding="utf-8") == sides[1]


def test_the_default_merge_mixes_the_plural_forms_of_two_translators(
    repository: Repository,
) -> None:
    entry = '\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "{}"\nmsgstr[1] "b"\nmsgstr[2] "{}"\n'
    sides = [HEADER + entry.format(*forms) for forms in (("a", "c"), ("x", "c"), ("a", "z"))]
    branch(repository, *sides)
    repository.git("merge", "--no-edit", "theirs")
    path = repository.root / CATALOG
    assert path.read_text(encoding="utf-8") == HEADER + entry.format("x", "z")
    repository.git("reset", "--quiet", "--hard", "HEAD~")
    configure(repository)
    said = repository.git("merge", "--no-edit", "theirs", status=1)
    assert f'{CATALOG}:16: error: merge-conflict "a": merge conflict: both sides' in said
    (entry_found,) = find_conflicts(parse_po(path.read_bytes()))
    assert entry_found.msgstrs == ("x", "b", "c")


def test_a_conflict_stops_git_and_leaves_a_valid_catalog(repository: Repository) -> None:
    branch(repository, *(HEADER + text for text in CONFLICT))
    configure(repository)
    said = repository.git("merge", "--no-edit", "theirs", status=1)
    assert f"Merge conflict in {CATALOG}" in said
    assert repository.git("status", "--porcelain") == f"UU {CATALOG}\n"
    (entry,) = find_conflicts(parse_po((repository.root / CATALOG).read_bytes()))
    assert entry.msgstrs == ("Odpri",)


def test_a_file_that_both_sides_added_is_merged(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "theirs")
    repository.commit({CATALOG: HEADER + message("A", "a") + message("B")})
    repository.git("switch", "--quiet", "main")
    repository.commit({CATALOG: HEADER + message("A") + message("B", "b")})
    configure(repository)
    repository.git("merge", "--no-edit", "theirs")
    text = (repository.root / CATALOG).read_text(encoding="utf-8")
    assert text == HEADER + message("A", "a") + message("B", "b")
