from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.git.changes import Change, Version, find_head, read_changes
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import SettingsError
from tests.builders import CATALOG, HEADERS
from tests.catalogs.git.repositories import Repository, create_repository

SAVE = '\nmsgid "Save"\nmsgstr "{}"\n'
OPEN = '\nmsgid "Open"\nmsgstr "{}"\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return create_repository(tmp_path, monkeypatch)


def commit(repository: Repository, *entries: str, header: str = HEADERS["sl"]) -> str:
    return repository.commit({CATALOG: header + "".join(entries)})


def read(repository: Repository, since: str = "") -> list[Change]:
    groups = read_changes(repository.root, repository.root / CATALOG, since)
    return [change for group in groups for change in group]


def texts(changes: list[Change]) -> list[tuple[str, str | None, str | None]]:
    return [(change.key.msgid, shown(change.before), shown(change.after)) for change in changes]


def shown(version: Version | None) -> str | None:
    return version.msgstrs[0] if version else None


def test_a_change_says_who_changed_what_when(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"))
    last = commit(repository, SAVE.format("Shranite"))
    change, first = read(repository)
    assert (change.revision.commit, change.revision.author) == (last, "one")
    assert (change.revision.address, change.revision.subject) == ("ana@example.com", "A change")
    assert change.revision.time >= first.revision.time
    assert change.key == Key("Save")
    assert change.before == Version(("Shrani",), is_fuzzy=False)
    assert change.after == Version(("Shranite",), is_fuzzy=False)


def test_the_newest_change_is_the_first(repository: Repository) -> None:
    commit(repository, SAVE.format(""))
    commit(repository, SAVE.format("Shrani"), OPEN.format("Odpri"))
    commit(repository, OPEN.format("Odpri"))
    assert texts(read(repository)) == [
        ("Save", "Shrani", None),
        ("Save", "", "Shrani"),
        ("Open", None, "Odpri"),
        ("Save", None, ""),
    ]


def test_a_change_of_the_fuzzy_flag_is_one(repository: Repository) -> None:
    commit(repository, "\n#, fuzzy", SAVE.format("Shrani"))
    commit(repository, SAVE.format("Shrani"))
    change = read(repository)[0]
    assert change.before == Version(("Shrani",), is_fuzzy=True)
    assert change.after == Version(("Shrani",), is_fuzzy=False)


def test_a_change_of_all_other_lines_is_none(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"), OPEN.format("Odpri"))
    header = HEADERS["sl"].replace("Language", 'X-A: b\\n"\n"Language')
    wrapped = '\nmsgid ""\n"Save"\nmsgstr ""\n"Shrani"\n'
    commit(repository, "\n#: a.py:1\n# A note", OPEN.format("Odpri"), wrapped, header=header)
    assert len(read(repository)) == 2


def test_entries_without_empty_lines_between_them_are_read(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani").lstrip(), OPEN.format("Odpri").lstrip())
    commit(repository, SAVE.format("Shranite").lstrip(), OPEN.format("Odpri").lstrip())
    assert texts(read(repository))[0] == ("Save", "Shrani", "Shranite")
    assert len(read(repository)) == 3


def test_line_ends_and_charsets_are_no_changes(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"), OPEN.format("Dvižni"))
    text = (HEADERS["sl"] + SAVE.format("Shrani") + OPEN.format("Dvižni")).replace("\n", "\r\n")
    data = text.replace("UTF-8", "ISO-8859-2").encode("iso-8859-2")
    (repository.root / CATALOG).write_bytes(data)
    repository.git("commit", "--all", "--quiet", "--message", "Older")
    assert len(read(repository)) == 2


def test_the_file_is_followed_to_its_former_name(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"), *(OPEN.replace("n", str(n)) for n in range(9)))
    repository.git("mv", CATALOG, "old.po")
    repository.git("commit", "--quiet", "--message", "Away")
    changes = [c for g in read_changes(repository.root, repository.root / "old.po") for c in g]
    assert len(changes) == 10


def test_what_a_merge_brings_is_told_once(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"), OPEN.format(""), "\n# -\n" * 9)
    repository.git("checkout", "-q", "-b", "other")
    commit(repository, SAVE.format("Shranite"), OPEN.format(""), "\n# -\n" * 9)
    repository.git("checkout", "-q", "main")
    repository.commit({"a.txt": "a"})
    repository.git("merge", "--quiet", "--no-edit", "other")
    assert texts(read(repository))[0] == ("Save", "Shrani", "Shranite")
    assert len(read(repository)) == 3


def test_a_file_that_could_not_be_parsed_changes_nothing(repository: Repository) -> None:
    commit(repository, SAVE.format("Shrani"))
    commit(repository, "\n<<<<<<< HEAD", SAVE.format("Shranite"))
    assert texts(read(repository)) == [("Save", None, "Shrani")]


def test_only_what_is_newer_than_a_commit_is_read(repository: Repository) -> None:
    first = commit(repository, SAVE.format("Shrani"))
    assert find_head(repository.root) == first
    commit(repository, SAVE.format("Shranite"))
    assert texts(read(repository, since=first)) == [("Save", "Shrani", "Shranite")]


def test_before_the_first_commit_there_is_nothing(repository: Repository) -> None:
    assert find_head(repository.root) == ""
    assert not read(repository)


def test_a_directory_that_is_no_repository_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not a git repository"):
        list(read_changes(tmp_path, tmp_path / CATALOG))
