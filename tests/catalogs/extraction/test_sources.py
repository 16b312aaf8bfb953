"""Which files are sources, and what is left out though the mapping matches it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kfor_i18n.catalogs.git.ignored import list_ignored
from tests.catalogs.extraction.sources import list_findings, run, texts, write

EVERYWHERE = "[python: **.py]\n"


def read(root: Path, **options: object) -> list[str]:
    return [found[0] for found in texts(root, **options)]


def left_out(root: Path, **options: object) -> list[tuple[str, str]]:
    return [tuple(found) for found in run(root, **options).left_out]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("file", "named", "reason"),
    [
        ("build/lib/app.py", "build/", "build output"),
        ("dist/app.py", "dist/", "build output"),
        (".hidden/app.py", ".hidden/", "hidden"),
        ("a/.hidden.py", "a/.hidden.py", "hidden"),
        ("a/.#app.py", "a/.#app.py", "hidden"),
        ("a/node_modules/b/app.py", "a/node_modules/", "Node.js packages"),
        ("env/lib/app.py", "env/", "virtual environment"),
        ("a/old/lib/app.py", "a/old/", "virtual environment"),
        ("a/conda/lib/app.py", "a/conda/", "virtual environment"),
    ],
)
def test_what_is_left_out_is_named_once_with_its_reason(
    tmp_path: Path, file: str, named: str, reason: str
) -> None:
    files = {
        file: '_("Left out")', f"{file}.py": '_("Left out")', "app.py": '_("Text")',
        "env/pyvenv.cfg": "", "a/old/bin/activate": "", "a/conda/conda-meta/history": "",
    }  # fmt: skip
    write(tmp_path, files, EVERYWHERE)
    assert read(tmp_path) == ["Text"]
    found = [item for item in left_out(tmp_path) if item[0].startswith(named)]
    assert found[0] == (named, reason)
    assert len(found) == (1 if named.endswith("/") else 2)


@pytest.mark.parametrize("folder", ["a/build", "a/dist", "venv", "_partials", "__pycache__"])
def test_no_other_folder_is_left_out(tmp_path: Path, folder: str) -> None:
    write(tmp_path, {f"{folder}/app.py": '_("Text")'}, EVERYWHERE)
    assert read(tmp_path) == ["Text"]
    assert left_out(tmp_path) == []


def test_what_is_to_be_served_is_not_hidden(tmp_path: Path) -> None:
    assert read(write(tmp_path, {"www/.well-known/a.py": '_("Text")'}, EVERYWHERE)) == ["Text"]


def test_what_no_mapping_matches_is_not_named(tmp_path: Path) -> None:
    files = {"build/a.txt": "", ".git/hooks/a.py": "_('x')", "node_modules/a.js": "", ".x.cfg": ""}
    write(tmp_path, files, EVERYWHERE)
    assert left_out(tmp_path) == []


@pytest.mark.parametrize(
    "include", ["build", "build/", "build/**", "b*", "build/lib/app.py", "**/app.py"]
)
def test_a_setting_takes_in_what_would_be_left_out(tmp_path: Path, include: str) -> None:
    write(tmp_path, {".app.py": "", "build/lib/app.py": '_("Text")'}, EVERYWHERE)
    is_folder = include in ("build", "build/", "b*")
    assert read(tmp_path, include=(include,)) == (["Text"] if is_folder else [])


def test_a_setting_takes_in_a_single_file(tmp_path: Path) -> None:
    write(tmp_path, {".a.py": '_("a")', ".b.py": '_("b")'}, EVERYWHERE)
    assert read(tmp_path, include=(".a.py",)) == ["a"]
    assert left_out(tmp_path, include=(".a.py",)) == [(".b.py", "hidden")]


def test_a_mapping_that_names_a_folder_takes_it_in_for_its_files(tmp_path: Path) -> None:
    files = {"build/a.py": '_("a")', "build/b.html": '{{ _("b") }}', "c.py": '_("c")'}
    write(tmp_path, files, f"[jinja2: build/**.html]\n{EVERYWHERE}")
    assert read(tmp_path) == ["c", "b"]


def test_a_later_pattern_that_names_a_folder_takes_it_in_as_well(tmp_path: Path) -> None:
    write(tmp_path, {"build/a.py": '_("a")'}, "[python: **.py]\n[python: build/**.py]\n")
    assert read(tmp_path) == ["a"]


def test_other_files_of_a_folder_that_a_pattern_names_are_named(tmp_path: Path) -> None:
    files = {"build/a.py": '_("a")', "build/b.html": '{{ _("b") }}', "build/x/c.html": ""}
    write(tmp_path, files, "[python: build/**.py]\n[jinja2: **.html]\n")
    assert read(tmp_path) == ["a"]
    assert left_out(tmp_path) == [
        ("build/b.html", "build output"),
        ("build/x/c.html", "build output"),
    ]


def test_what_git_ignores_is_left_out_and_what_it_tracks_is_not(tmp_path: Path) -> None:
    files = {
        ".gitignore": "generated/\n*.tmp.py\nkept.py\n",
        "a/generated/app.py": '_("generated")',
        "a/x.tmp.py": '_("temporary")',
        "a/new.py": '_("new")',
        "kept.py": '_("kept")',
    }
    write(tmp_path, files, EVERYWHERE)
    for command in (["init", "-q"], ["add", "-f", "kept.py"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    ignored = list_ignored(tmp_path)
    assert read(tmp_path, ignored=ignored) == ["kept", "new"]
    assert left_out(tmp_path, ignored=ignored) == [
        ("a/x.tmp.py", "ignored by git"),
        ("a/generated/", "ignored by git"),
    ]
    assert list_ignored(tmp_path / "a" / "generated") == frozenset()


def test_nothing_is_ignored_outside_of_a_repository(tmp_path: Path) -> None:
    assert list_ignored(write(tmp_path, {".gitignore": "*"})) == frozenset()


def test_links_to_folders_are_followed_and_each_real_file_is_read_once(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"shared.py": '_("Shared")'})
    root = write(tmp_path / "root", {"a/app.py": '_("Text")', "z/b.py": '_("b")'}, EVERYWHERE)
    (root / "linked").symlink_to(outside)
    (root / "second").symlink_to(outside)
    (root / "a" / "loop").symlink_to(root)
    (root / "a" / "to_z").symlink_to(root / "z")
    (outside / "back").symlink_to(root)
    found = {message.msgid: message.references for message in run(root).messages}
    assert found == {"Text": ("a/app.py",), "Shared": ("linked/shared.py",), "b": ("z/b.py",)}


def test_a_link_to_a_folder_may_be_the_only_way_that_a_mapping_matches(tmp_path: Path) -> None:
    write(tmp_path, {"common/a.html": '{{ _("Text") }}'}, "[jinja2: templates/**.html]\n")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "common").symlink_to(tmp_path / "common")
    assert read(tmp_path) == ["Text"]


def test_a_link_to_nowhere_is_named(tmp_path: Path) -> None:
    (write(tmp_path, {}, EVERYWHERE) / "app.py").symlink_to(tmp_path / "nowhere")
    assert list_findings(tmp_path) == [("app.py", None, "unreadable", "error")]


def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(write(tmp_path, {}, EVERYWHERE) / "app.py")
    assert read(tmp_path) == []


@pytest.mark.parametrize("name", [b"a\xff.py", b"a\n.py", b"a\x1b[31m.py"])
def test_a_file_whose_name_no_reference_can_hold_is_named(tmp_path: Path, name: bytes) -> None:
    write(tmp_path, {"app.py": '_("Text")'}, EVERYWHERE)
    (tmp_path / os.fsdecode(name)).write_text('_("Other")')
    extraction = run(tmp_path)
    (finding,) = extraction.findings
    assert str(finding).endswith("which references cannot contain; rename the file")
    assert str(finding).isprintable()
    assert finding.severity == "error"
    assert [message.msgid for message in extraction.messages] == ["Text"]


def test_a_link_that_leads_back_to_itself_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '_("A")'}, EVERYWHERE)
    (tmp_path / "loop.py").symlink_to("loop.py")
    assert [message.msgid for message in run(tmp_path).messages] == ["A"]
    assert [found[0] for found in list_findings(tmp_path)] == ["loop.py"]
