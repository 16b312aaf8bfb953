from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.publishing.build import Build, BuildError, write_build

FILES = {"public/index.html": b"<p>1", "public/sl/index.html": b"<p>1 sl", "nginx/a.conf": b"a"}


def read(out: Path) -> dict[str, bytes]:
    folder = out.resolve()
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def count(build: Build) -> tuple[int, int, int]:
    return len(build.written), build.unchanged, build.removed


def builds(out: Path) -> list[Path]:
    return list((out.parent / f".{out.name}.builds").glob("build-*"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "a" / "out"


def test_a_folder_holds_exactly_the_files(out: Path) -> None:
    assert count(write_build(out, FILES)) == (3, 0, 0)
    assert read(out) == FILES
    assert len(builds(out)) == 1


def test_a_rebuild_writes_only_what_changed_and_removes_what_is_gone(out: Path) -> None:
    write_build(out, FILES)
    before = {name: (out / name).stat() for name in FILES}
    files = {**FILES, "public/index.html": b"<p>2", "public/new.txt": b"new"}
    del files["nginx/a.conf"]
    assert count(write_build(out, files)) == (2, 1, 1)
    assert read(out) == files
    same = (out / "public/sl/index.html").stat()
    assert (same.st_ino, same.st_mtime_ns) == (
        before["public/sl/index.html"].st_ino,
        before["public/sl/index.html"].st_mtime_ns,
    )


def test_a_rebuild_of_the_same_changes_nothing_at_all(out: Path) -> None:
    write_build(out, FILES)
    target = out.resolve()
    assert count(write_build(out, FILES)) == (0, 3, 0)
    assert out.resolve() == target
    assert len(builds(out)) == 1


def test_what_changes_within_a_second_has_a_later_second(out: Path) -> None:
    seconds = []
    for number in range(4):
        write_build(out, {"public/index.html": f"<p>{number}".encode()})
        seconds.append(int((out / "public/index.html").stat().st_mtime))
    assert seconds == sorted(set(seconds))


def test_the_build_before_the_last_stays_for_those_who_are_reading_it(out: Path) -> None:
    write_build(out, FILES)
    with (out / "public/index.html").open("rb"):
        first = out.resolve()
        write_build(out, {"public/a": b"2"})
        assert read(first) == FILES
    second = out.resolve()
    write_build(out, {"public/a": b"3"})
    assert set(builds(out)) == {second, out.resolve()}


def test_an_empty_folder_is_taken(out: Path) -> None:
    out.mkdir(parents=True)
    write_build(out, FILES)
    assert read(out) == FILES


def test_a_folder_of_somebody_elses_is_left_alone_until_it_is_removed(out: Path) -> None:
    out.mkdir(parents=True)
    (out / "thesis.odt").write_bytes(b"years of work")
    with pytest.raises(BuildError, match="choose another directory, or remove the existing one"):
        write_build(out, FILES)
    assert read(out) == {"thesis.odt": b"years of work"}
    write_build(out.with_name("another"), FILES)
    (out / "thesis.odt").unlink()
    out.rmdir()
    write_build(out, FILES)
    assert read(out) == FILES


def test_a_link_of_somebody_elses_is_left_alone_until_it_is_removed(
    out: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.parent.mkdir()
    out.symlink_to(elsewhere)
    with pytest.raises(BuildError, match=r"is a link to .*; choose another directory, or remove"):
        write_build(out, FILES)
    assert not list(elsewhere.iterdir())
    out.unlink()
    write_build(out, FILES)
    assert read(out) == FILES


def test_a_link_to_itself_is_left_alone(out: Path) -> None:
    out.parent.mkdir()
    out.symlink_to(out.name)
    with pytest.raises(BuildError, match="is a link to"):
        write_build(out, FILES)


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_a_folder_without_a_name_is_none(name: str) -> None:
    with pytest.raises(BuildError, match="is not a directory name"):
        write_build(Path(name), FILES)


def test_an_interruption_after_the_link_is_replaced_leaves_the_new_build(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_build(out, FILES)
    replace = Path.replace

    def replace_and_be_interrupted(link: Path, target: Path) -> Path:
        replace(link, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", replace_and_be_interrupted)
    files = {**FILES, "public/index.html": b"<p>2"}
    with pytest.raises(KeyboardInterrupt):
        write_build(out, files)
    assert read(out) == files


def test_an_interruption_before_the_link_is_replaced_leaves_the_former_build(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_build(out, FILES)

    def be_interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", be_interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_build(out, {**FILES, "public/index.html": b"<p>2"})
    assert read(out) == FILES
    assert len(builds(out)) == 1


def test_where_files_cannot_be_linked_they_are_copied(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_build(out, FILES)
    before = (out / "public/sl/index.html").stat().st_mtime_ns

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    write_build(out, {**FILES, "public/index.html": b"2"})
    assert (out / "public/sl/index.html").stat().st_mtime_ns == before


def test_builds_into_one_folder_wait_for_each_other(out: Path) -> None:
    def make(number: int) -> None:
        write_build(out, {f"public/{name}": f"{number}".encode() for name in "abc"})

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(read(out).values())) == 1


def test_a_file_in_its_place_is_left_alone(out: Path) -> None:
    out.parent.mkdir()
    out.write_bytes(b"x")
    with pytest.raises(BuildError, match="choose another directory"):
        write_build(out, FILES)
    assert out.read_bytes() == b"x"


def test_a_build_that_fails_leaves_the_former(out: Path) -> None:
    write_build(out, FILES)
    with pytest.raises(OSError, match="File name too long"):
        write_build(out, {**FILES, "public/index.html": b"2", "x" * 1_000: b""})
    assert read(out) == FILES
    assert len(builds(out)) == 1


def test_a_build_that_was_interrupted_is_cleared_away(out: Path) -> None:
    write_build(out, FILES)
    (builds(out)[0].parent / "build-half").mkdir()
    write_build(out, {**FILES, "public/x": b""})
    assert not [build for build in builds(out) if build.name == "build-half"]


def test_everybody_may_read_it(out: Path) -> None:
    before = os.umask(0o077)
    try:
        write_build(out, FILES)
    finally:
        os.umask(before)
    for path in (out.resolve().parent, out.resolve(), *out.resolve().rglob("*")):
        wanted = 0o755 if path.is_dir() else 0o644
        assert path.stat().st_mode & 0o777 == wanted, path


def test_a_reader_always_finds_a_whole_file(out: Path) -> None:
    def make(number: int) -> Mapping[str, bytes]:
        return {f"public/{name}": f"<{number}>".encode() for name in "abcdefgh"}

    write_build(out, make(0))
    is_over = threading.Event()
    broken: list[object] = []

    def look() -> None:
        while not is_over.is_set():
            try:
                data = (out / "public" / "h").read_bytes()
            except OSError as error:
                broken.append(error)
            else:
                if not (data.startswith(b"<") and data.endswith(b">")):
                    broken.append(data)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 60):
        write_build(out, make(number))
    is_over.set()
    reader.join()
    assert broken == []
    assert read(out) == make(59)


names = st.from_regex(r"[a-z]{1,3}(/[a-z]{4,6}){0,2}", fullmatch=True)
trees = st.dictionaries(names, st.binary(max_size=8), max_size=6).filter(
    lambda tree: not any(other.startswith(f"{name}/") for name in tree for other in tree)
)


@given(st.lists(trees, min_size=1, max_size=4))
def test_whatever_was_built_before_the_last_build_is_what_is_there(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, bytes]]
) -> None:
    out = tmp_path_factory.mktemp("tree") / "out"
    former: dict[str, bytes] = {}
    for tree in history:
        build = write_build(out, tree)
        assert read(out) == tree
        assert build.unchanged == len(set(tree.items()) & set(former.items()))
        assert build.removed == len(set(former) - set(tree))
        former = tree
