from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.git.history import Lost, find_lost, read_at, report_lost
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import PoFile
from kfor_i18n.catalogs.problems import SettingsError
from tests.builders import CATALOG, make_header, parse
from tests.catalogs.git.repositories import Repository, create_repository


def catalog_with(text: str) -> PoFile:
    return parse(make_header(Content_Type="text/plain; charset=UTF-8") + text)


def states(losses: list[Lost]) -> dict[str, str]:
    return {lost.key.msgid: lost.state for lost in losses}


BEFORE = catalog_with(
    '\nmsgid "kept"\nmsgstr "a"\n'
    '\nmsgid "doubted"\nmsgstr "a"\n'
    '\nmsgid "cleared"\nmsgstr "a"\n'
    '\nmsgid "deleted"\nmsgstr "a"\n'
    '\nmsgid "retired"\nmsgstr "a"\n'
    '\nmsgctxt "menu"\nmsgid "edited"\nmsgstr "a"\n'
    '\nmsgid "day"\nmsgid_plural "dais"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    '\nmsgid "file"\nmsgid_plural "files"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
    '\nmsgid "never"\nmsgstr ""\n'
    '\n#, fuzzy\nmsgid "guess"\nmsgstr "a"\n'
    '\n#~ msgid "old"\n#~ msgstr "a"\n'
)
AFTER = catalog_with(
    '\nmsgid "kept"\nmsgstr "b"\n'
    '\n#, fuzzy\nmsgid "doubted"\nmsgstr "a"\n'
    '\nmsgid "cleared"\nmsgstr ""\n'
    '\n#, fuzzy\n#| msgctxt "menu"\n#| msgid "edited"\nmsgctxt "menu"\nmsgid "edited!"\n'
    'msgstr "a"\n'
    '\n#, fuzzy\n#| msgid "day"\n#| msgid_plural "dais"\nmsgid "day"\nmsgid_plural "days"\n'
    'msgstr[0] "a"\nmsgstr[1] "b"\n'
    '\nmsgid "file"\nmsgid_plural "files"\nmsgstr[0] "a"\nmsgstr[1] ""\n'
    '\nmsgid "never"\nmsgstr ""\n'
    '\nmsgid "guess"\nmsgstr ""\n'
    '\n#~ msgid "retired"\n#~ msgstr "a"\n'
)
TEMPLATE = catalog_with(
    "".join(
        f'\nmsgid "{msgid}"\nmsgstr ""\n'
        for msgid in ("kept", "doubted", "cleared", "deleted", "day", "file", "never", "guess")
    )
)


def test_messages_that_are_no_longer_translated_are_lost() -> None:
    losses = find_lost(BEFORE, AFTER, TEMPLATE)
    assert states(losses) == {
        "doubted": "fuzzy",
        "cleared": "empty",
        "deleted": "gone",
        "edited": "source-changed",
        "day": "source-changed",
        "file": "empty",
    }
    (cleared,) = (lost for lost in losses if lost.key == Key("cleared"))
    assert cleared.msgstrs == ("a",)


def test_an_obsolete_message_is_lost_only_if_it_is_in_the_template() -> None:
    assert "retired" not in states(find_lost(BEFORE, AFTER, TEMPLATE))
    template = catalog_with('\nmsgid "retired"\nmsgstr ""\n')
    assert states(find_lost(BEFORE, AFTER, template))["retired"] == "gone"


def test_without_a_template_obsolete_messages_are_not_lost() -> None:
    found = states(find_lost(BEFORE, AFTER))
    assert "retired" not in found
    assert found["deleted"] == "gone"


def test_a_catalog_compared_with_itself_has_lost_nothing() -> None:
    assert find_lost(BEFORE, BEFORE, TEMPLATE) == []


def test_a_previous_msgid_that_cannot_be_parsed_is_ignored() -> None:
    after = catalog_with('\n#, fuzzy\n#| msgid "edi\nmsgid "edited!"\nmsgstr "a"\n')
    assert find_lost(catalog_with('\nmsgid "edited"\nmsgstr "a"\n'), after, after) == []


def test_losses_are_errors_with_their_lines_and_a_changed_source_is_a_warning() -> None:
    findings = list(report_lost(Path("sl.po"), AFTER, find_lost(BEFORE, AFTER, TEMPLATE), "v1"))
    assert [(f.problem.code.name, f.line, f.severity) for f in findings] == [
        ("lost-fuzzy", 9, "error"),
        ("lost-empty", 12, "error"),
        ("lost-message", None, "error"),
        ("lost-source", 18, "warning"),
        ("lost-source", 25, "warning"),
        ("lost-empty", 30, "error"),
    ]
    assert str(findings[1]) == (
        'sl.po:12: "cleared": translated at v1 but empty now; restore the translation from that '
        "revision"
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    repository.commit({CATALOG: "first\n"})
    repository.git("tag", "v1")
    repository.commit({CATALOG: "second\n", "other.txt": "x"})
    return repository


@pytest.mark.parametrize(
    ("revision", "wanted"), [("v1", b"first\n"), ("HEAD", b"second\n"), ("HEAD~1", b"first\n")]
)
def test_a_file_is_read_at_a_revision(repository: Repository, revision: str, wanted: bytes) -> None:
    root = repository.root
    assert read_at(root, revision, root / CATALOG) == wanted
    assert read_at(root / "translations", revision, root / CATALOG) == wanted


def test_a_file_that_did_not_exist_is_none(repository: Repository) -> None:
    root = repository.root
    assert read_at(root, "v1", root / "other.txt") is None
    assert read_at(root, "v1", root / "translations") is None
    assert read_at(root / "translations", "HEAD", root / "other.txt") == b"x"


@pytest.mark.parametrize(
    "revision",
    ["nothing", "--output=stolen.txt", "-h", "", "HEAD:other.txt", "HEAD\x07", "HEAD HEAD"],
)
def test_an_unknown_revision_is_rejected(repository: Repository, revision: str) -> None:
    with pytest.raises(SettingsError, match="unknown revision"):
        read_at(repository.root, revision, repository.root / CATALOG)
    assert not list(repository.root.rglob("stolen*"))


def test_a_directory_outside_a_repository_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match="not a git repository"):
        read_at(tmp_path, "HEAD", tmp_path / "messages.po")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="git is required"):
        read_at(tmp_path, "HEAD", tmp_path / "messages.po")
