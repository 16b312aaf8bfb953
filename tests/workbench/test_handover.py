"""Commits of what a translator saved, and of nothing else, in all states of a repository."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kfor_i18n.catalogs.git.hooks import format_hook
from kfor_i18n.catalogs.project import Project, read_project
from tests.builders import CATALOG, COMMAND, HEADERS, write_settings
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.clients import Browser

REVISED = (
    '"PO-Revision-Date: 2026-01-02 03:04+0000\\n"\n'
    '"Last-Translator: somebody <somebody@example.org>\\n"\n'
)
HEADER = HEADERS["sl"] + REVISED


def text_of(*texts: str, header: str = HEADER) -> str:
    entries = zip(("Open", "Save", "Close"), texts, strict=False)
    return header + "".join(f'\nmsgid "{msgid}"\nmsgstr "{text}"\n' for msgid, text in entries)


class Translator:
    """Somebody who translates in a repository, and hands over."""

    def __init__(self, repository: Repository, journal: Path) -> None:
        self.repository, self.journal = repository, journal
        self.browser = Browser(read_project(repository.root), journal)

    @property
    def project(self) -> Project:
        return self.browser.session.project

    def save(self, msgid: str, text: str) -> None:
        self.browser.session.refresh(is_settled=False)
        answer = self.browser.save(self.browser.open(msgid), text)
        assert answer.status_code == 200, answer.text

    def look(self) -> Any:
        self.browser.session.refresh(is_settled=False)
        return self.browser.ask("handover")

    def commit(self, *whole: str, **values: str) -> Any:
        """Commit the only language, with the message that is offered."""
        (language,) = self.look()["languages"]
        message = language["message_whole" if whole else "message"]
        body = {
            "locale": "sl", "whole": list(whole), "message": message, "stamp": language["stamp"],
            "name": "", "address": "", **values,
        }  # fmt: skip
        return self.browser.send("POST", "/_kfor-i18n/api/commit", body)

    def committed(self) -> str:
        return self.repository.git("show", f"HEAD:{CATALOG}")

    def status(self) -> str:
        return self.repository.git("status", "--porcelain").rstrip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    repository.write(".gitignore", "*.mo\n")
    repository.commit({CATALOG: text_of("", "Shrani", "Zapri")}, "Begin")
    return repository


@pytest.fixture
def translator(repository: Repository, tmp_path: Path) -> Iterator[Translator]:
    one = Translator(repository, tmp_path / "journal.drafts")
    yield one
    one.browser.session.stop()


def test_what_was_saved_is_committed(repository: Repository, translator: Translator) -> None:
    translator.save("Open", "Odpri")
    translator.save("Save", "Shranite")
    looked = translator.look()
    assert (looked["absence"], looked["author"]) == (None, "one <ana@example.com>")
    (language,) = looked["languages"]
    (catalog,) = language["catalogs"]
    assert [each["source"] for each in catalog["mine"]] == ["Open", "Save"]
    assert (catalog["missing"], catalog["others"], catalog["has_other_lines"]) == (0, 0, False)
    assert language["notes"] == []
    answer = translator.commit()
    assert answer.status_code == 200, answer.text
    assert answer.json["problem"] is None
    log = repository.git("log", "-1", "--format=%H%n%an <%ae>%n%cn <%ce>%n%B").strip()
    assert log.splitlines() == [
        answer.json["commit"], "one <ana@example.com>", "one <ana@example.com>",
        "Translate 1 message into Slovenian and change 1", "", "- Open", "- Save",
    ]  # fmt: skip
    assert translator.committed() == (repository.root / CATALOG).read_text(encoding="utf-8")
    assert "Last-Translator: one <ana@example.com>" in translator.committed()
    assert translator.status() == ""
    assert translator.look()["languages"] == []


def test_what_others_changed_in_the_catalog_is_named_and_left_out(
    repository: Repository, translator: Translator
) -> None:
    path = repository.root / CATALOG
    path.write_text(text_of("", "Shrani", "Zaprite"), encoding="utf-8")
    repository.write("other.txt", "not staged")
    translator.save("Open", "Odpri")
    (catalog,) = translator.look()["languages"][0]["catalogs"]
    assert (catalog["others"], catalog["named"]) == (1, [{"source": "Close", "context": None}])
    assert translator.commit().status_code == 200
    assert 'msgid "Open"\nmsgstr "Odpri"' in translator.committed()
    assert 'msgstr "Zapri"' in translator.committed()
    assert 'msgstr "Zaprite"' in path.read_text(encoding="utf-8")
    assert translator.status() == f" M {CATALOG}\n?? other.txt"


def test_the_whole_file_is_committed_if_that_is_chosen(
    repository: Repository, translator: Translator
) -> None:
    (repository.root / CATALOG).write_text(text_of("", "Shrani", "Zaprite"), encoding="utf-8")
    translator.save("Open", "Odpri")
    assert translator.commit("sl.messages").status_code == 200
    assert 'msgstr "Zaprite"' in translator.committed()
    assert translator.status() == ""
    message = repository.git("log", "-1", "--format=%B")
    assert "This also includes other changes in messages.po." in message


def test_what_others_staged_stays_staged(repository: Repository, translator: Translator) -> None:
    (repository.root / CATALOG).write_text(text_of("", "Shrani", "Zaprite"), encoding="utf-8")
    repository.write("other.txt", "staged")
    repository.git("add", CATALOG, "other.txt")
    translator.save("Open", "Odpri")
    assert translator.commit().status_code == 200
    assert repository.git("show", "--stat", "--format=", "HEAD").count("|") == 1
    assert translator.status() == f"A  other.txt\nM  {CATALOG}"
    staged = repository.git("show", f":{CATALOG}")
    assert 'msgstr "Odpri"' in staged, "committing what is staged takes nothing back"
    assert 'msgstr "Zaprite"' in staged


def test_what_was_saved_in_an_earlier_run_is_ones_own(
    repository: Repository, translator: Translator
) -> None:
    translator.save("Open", "Odpri")
    later = Translator(repository, translator.journal)
    later.save("Save", "Shranite")
    assert later.commit().status_code == 200
    assert {"Odpri", "Shranite"} <= {line[8:-1] for line in later.committed().splitlines()}
    later.browser.session.stop()


def test_what_another_changed_after_it_was_saved_is_not_ones_own(
    repository: Repository, translator: Translator
) -> None:
    translator.save("Open", "Odpri")
    translator.save("Save", "Shranite")
    path = repository.root / CATALOG
    path.write_text(path.read_text(encoding="utf-8").replace("Odpri", "Odprite"), "utf-8")
    (catalog,) = translator.look()["languages"][0]["catalogs"]
    assert [each["source"] for each in catalog["mine"]] == ["Save"]
    assert [each["source"] for each in catalog["named"]] == ["Open"]


def write_hook(repository: Repository, name: str, script: str) -> None:
    path = repository.write(f".git/hooks/{name}", f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg"])
def test_a_hook_can_refuse_and_nothing_is_lost(
    repository: Repository, translator: Translator, name: str
) -> None:
    translator.save("Open", "Odpri")
    write_hook(repository, name, "echo ni dovoljeno – č >&2; exit 1")
    before = (repository.git("rev-parse", "HEAD"), translator.status())
    answer = translator.commit()
    assert answer.status_code == 422
    assert answer.json["output"] == "ni dovoljeno – č"
    assert (repository.git("rev-parse", "HEAD"), translator.status()) == before
    assert list((repository.root / ".git").glob("kfor-i18n-*")) == []
    write_hook(repository, name, "git diff --cached --name-only; exit 0")
    answer = translator.commit()
    assert (answer.status_code, answer.json["output"]) == (200, CATALOG)


def test_a_hook_can_change_the_message_and_stage_more(
    repository: Repository, translator: Translator
) -> None:
    translator.save("Open", "Odpri")
    write_hook(repository, "commit-msg", 'echo "Ticket: 7" >> "$1"')
    write_hook(repository, "pre-commit", "echo x > made.txt; git add made.txt")
    assert translator.commit(message="# Translate\n\nČrka").status_code == 200
    message = repository.git("log", "-1", "--format=%B")
    assert message.startswith("# Translate\n\nČrka\nTicket: 7")
    assert "made.txt" in repository.git("ls-tree", "--name-only", "HEAD")


def test_the_projects_own_hook_lets_a_part_of_a_catalog_through(
    repository: Repository, translator: Translator
) -> None:
    (repository.root / CATALOG).write_text(text_of("", "Shrani", "Zaprite"), encoding="utf-8")
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    hook.write_text(format_hook(str(COMMAND), ".", "partially staged"), encoding="utf-8")
    hook.chmod(0o755)
    translator.save("Open", "Odpri")
    answer = translator.commit()
    assert answer.status_code == 200, answer.text
    assert 'msgstr "Zapri"' in translator.committed()
    repository.git("add", CATALOG)
    repository.write(CATALOG, text_of("a", "b", "c"))
    assert "partially staged" in repository.git("commit", "-m", "x", status=1)


def _merge(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "side", "HEAD~0")
    repository.commit({"x.txt": "1"})
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--no-ff", "--no-commit", "side")


def _rebase(repository: Repository) -> None:
    repository.commit({"x.txt": "1"})
    subprocess.run(
        ["git", "-C", repository.root, "rebase", "--quiet", "--interactive", "HEAD~1"],
        env={**os.environ, "GIT_SEQUENCE_EDITOR": "sed -i 1s/pick/edit/"},
        check=False, capture_output=True,
    )  # fmt: skip


@pytest.mark.parametrize(("begin", "name"), [(_merge, "merge"), (_rebase, "rebase")])
def test_nothing_is_committed_during_a_merge_or_a_rebase(
    repository: Repository,
    translator: Translator,
    begin: Callable[[Repository], None],
    name: str,
) -> None:
    begin(repository)
    translator.save("Open", "Odpri")
    head = repository.git("rev-parse", "HEAD")
    (language,) = translator.look()["languages"]
    wanted = f"a git {name} is in progress in the repository; finish or abort it, then commit"
    assert language["problem"] == wanted
    answer = translator.commit()
    assert (answer.status_code, answer.json["error"]) == (422, wanted)
    assert repository.git("rev-parse", "HEAD") == head


def test_conflicts_that_are_left_are_named(repository: Repository, translator: Translator) -> None:
    repository.write(CATALOG, text_of("x", "Shrani", "Zapri"))
    repository.git("stash")
    repository.commit({CATALOG: text_of("y", "Shrani", "Zapri")})
    repository.git("stash", "pop", status=1)
    repository.write(CATALOG, text_of("y", "Shrani", "Zapri"))
    translator.save("Save", "Shranite")
    answer = translator.commit()
    assert answer.json["error"].startswith(f"unresolved git conflict in {CATALOG}")


def test_a_commit_without_a_branch_says_so(repository: Repository, translator: Translator) -> None:
    repository.git("checkout", "--quiet", "--detach")
    translator.save("Open", "Odpri")
    notes = translator.look()["languages"][0]["notes"]
    assert notes == ["No branch is checked out, so the commit will be on no branch."]
    assert translator.commit().status_code == 200
    assert 'msgstr "Odpri"' in translator.committed()


def test_before_the_first_commit_the_whole_file_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = create_repository(tmp_path, monkeypatch)
    repository.write(CATALOG, text_of("", "Shrani"))
    repository.write("other.txt", "mine")
    translator = Translator(repository, tmp_path / "journal.drafts")
    translator.save("Open", "Odpri")
    (catalog,) = translator.look()["languages"][0]["catalogs"]
    assert (catalog["mine"], catalog["missing"]) == ([], 1)
    answer = translator.commit()
    assert answer.status_code == 422
    assert answer.json["error"].startswith("there is nothing to commit")
    assert translator.commit("sl.messages").status_code == 200
    assert repository.git("ls-files").split() == [CATALOG]
    assert repository.git("ls-tree", "-r", "--name-only", "HEAD").split() == [CATALOG]
    translator.browser.session.stop()


def test_a_message_that_is_not_committed_yet_needs_the_whole_file(
    repository: Repository, translator: Translator
) -> None:
    updated = text_of("", "Shrani", "Zapri") + '\n#: new.py:1\nmsgid "Print"\nmsgstr ""\n'
    repository.write(CATALOG, updated)
    translator.save("Print", "Natisni")
    translator.save("Open", "Odpri")
    (language,) = translator.look()["languages"]
    (catalog,) = language["catalogs"]
    assert (len(catalog["mine"]), catalog["missing"]) == (1, 1)
    assert language["message_whole"].startswith("Translate 2 messages into Slovenian")
    assert translator.commit().status_code == 200
    assert "Print" not in translator.committed()
    assert translator.commit("sl.messages").status_code == 200
    assert 'msgstr "Natisni"' in translator.committed()


def test_references_that_an_update_changed_are_left_out(
    repository: Repository, translator: Translator
) -> None:
    repository.write(CATALOG, text_of("", "Shrani").replace('\nmsgid "O', '\n#: a.py:1\nmsgid "O'))
    translator.save("Open", "Odpri")
    (catalog,) = translator.look()["languages"][0]["catalogs"]
    assert (catalog["others"], catalog["has_other_lines"]) == (1, False)
    assert translator.commit().status_code == 200
    assert "a.py" not in translator.committed()
    assert 'msgstr "Odpri"' in translator.committed()
    assert 'msgid "Close"' in translator.committed()


def test_line_endings_are_those_of_the_repository(
    repository: Repository, translator: Translator
) -> None:
    repository.git("config", "core.autocrlf", "true")
    (repository.root / CATALOG).unlink()
    repository.git("checkout", "--", CATALOG)
    assert b"\r\n" in (repository.root / CATALOG).read_bytes()
    translator.save("Open", "Odpri")
    assert translator.commit().status_code == 200
    blob = subprocess.run(
        ["git", "-C", repository.root, "cat-file", "blob", f"HEAD:{CATALOG}"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert b'msgid "Open"\nmsgstr "Odpri"\n' in blob
    assert b"\r" not in blob
    assert repository.git("diff", "--stat", "HEAD^", "HEAD").count("|") == 1
    assert translator.status() == ""


def test_attributes_of_files_count(repository: Repository, translator: Translator) -> None:
    repository.commit({".gitattributes": "*.po text eol=crlf\n"})
    (repository.root / CATALOG).unlink()
    repository.git("checkout", "--", CATALOG)
    translator.save("Open", "Odpri")
    assert translator.commit().status_code == 200
    assert "\r" not in translator.committed()
    assert translator.status() == ""


def test_a_worktree_and_a_submodule_have_their_own_commits(
    repository: Repository, tmp_path: Path
) -> None:
    repository.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    outer = Repository(tmp_path / "outer")
    outer.root.mkdir()
    outer.git("init", "--quiet")
    outer.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository.root),
        "translations",
    )  # fmt: skip
    outer.git("commit", "--quiet", "--message", "Begin")
    # The catalogs are in translations/translations there.
    write_settings(outer.root, 'directory = "translations/translations"')
    for place, name in (
        (Repository(tmp_path / "side"), CATALOG),
        (outer, f"translations/{CATALOG}"),
    ):
        translator = Translator(place, tmp_path / f"{place.root.name}.drafts")
        translator.save("Open", "Odpri")
        assert translator.commit().status_code == 200
        inner = Repository((place.root / name).parents[3])
        assert 'msgstr "Odpri"' in inner.git("show", f"HEAD:{CATALOG}")
        translator.browser.session.stop()
    assert outer.git("log", "--format=%s").strip() == "Begin"
    assert "Odpri" not in repository.git("show", f"main:{CATALOG}")


def test_an_author_is_asked_for_where_git_has_none(
    repository: Repository, translator: Translator, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.root.parent / ".gitconfig").write_text("", encoding="utf-8")
    translator.save("Open", "Odpri")
    assert translator.look()["author"] == ""
    for name, address, faulty in (
        ("", "", ["name", "address"]), ("A", "none", ["address"]), ("A", "a b@c", ["address"]),
        ("A", "", ["address"]), ("A\n<b>", "a@example.org", ["name"]),
    ):  # fmt: skip
        answer = translator.commit(name=name, address=address)
        assert (answer.status_code, answer.json["fields"]) == (422, faulty)
    answer = translator.commit(message=" ")
    assert (answer.status_code, answer.json["error"]) == (422, "The commit message is missing.")
    answer = translator.commit(name="Prevajalka Č", address="p@example.org")
    assert answer.status_code == 200, answer.text
    log = repository.git("log", "-1", "--format=%an <%ae> %cn <%ce>").strip()
    assert log == "Prevajalka Č <p@example.org> Prevajalka Č <p@example.org>"


def test_nothing_is_committed_that_was_not_looked_at(
    repository: Repository, translator: Translator
) -> None:
    translator.save("Open", "Odpri")
    stamp = translator.look()["languages"][0]["stamp"]
    translator.save("Save", "Shranite")
    answer = translator.commit(stamp=stamp)
    assert answer.status_code == 409
    assert repository.git("rev-list", "--count", "HEAD").strip() == "1"


def test_a_commit_of_another_at_the_same_moment_is_not_undone(
    repository: Repository, translator: Translator
) -> None:
    translator.save("Open", "Odpri")
    script = (
        '[ -n "$ONCE" ] && exit 0; export ONCE=1; unset GIT_INDEX_FILE\n'
        "echo x > theirs.txt; git add theirs.txt; git commit -qm Theirs; exit 0"
    )
    write_hook(repository, "pre-commit", script)
    answer = translator.commit()
    assert answer.status_code == 422
    assert "theirs.txt" in repository.git("ls-tree", "--name-only", "HEAD")
    assert 'msgstr "Odpri"' in (repository.root / CATALOG).read_text(encoding="utf-8")


def test_a_tracked_compiled_catalog_and_drafts_are_said_to_be_left_out(
    repository: Repository, translator: Translator
) -> None:
    repository.write(CATALOG.replace(".po", ".mo"), "compiled")
    repository.git("add", "--force", CATALOG.replace(".po", ".mo"))
    repository.git("commit", "--quiet", "--message", "Compiled")
    translator.save("Open", "Odpri")
    translator.browser.draft(translator.browser.open("Close"), "Zaprite")
    assert translator.look()["languages"][0]["notes"] == [
        "1 draft is not saved, so it is not included.",
        "Compiled catalogs (.mo) are not included.",
    ]
    assert translator.commit().status_code == 200
    assert repository.git("show", "--stat", "--format=", "HEAD").count("|") == 1


def test_without_git_a_bundle_is_offered(
    repository: Repository, translator: Translator, monkeypatch: pytest.MonkeyPatch
) -> None:
    translator.save("Open", "Odpri")
    (repository.root / ".git").rename(repository.root.parent / "elsewhere")
    looked = translator.look()
    assert looked["absence"] == (
        "The project is not in a git repository, so nothing can be committed."
    )
    assert looked["bundles"] == [{"locale": "sl", "name": "slovenščina"}]
    answer = translator.browser.send("GET", "/_kfor-i18n/api/bundle?locale=sl")
    assert answer.headers["Content-Disposition"] == "attachment; filename=sl.zip"
    names = ZipFile(io.BytesIO(answer.data)).namelist()
    assert any(name.endswith(".po") for name in names)


def test_a_command_hands_commits_over_only_if_the_settings_name_one(
    repository: Repository, tmp_path: Path, translator: Translator
) -> None:
    assert translator.look()["push"] == ""
    assert translator.browser.tell("POST", "push").status_code == 404
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    repository.git("remote", "add", "origin", str(bare))
    write_settings(
        repository.root, '[tool.kfor-i18n.workbench]\npush = ["git", "push", "origin", "HEAD"]'
    )
    other = Translator(repository, tmp_path / "other.drafts")
    assert other.look()["push"] == "git push origin HEAD"
    answer = other.browser.tell("POST", "push")
    assert answer.status_code == 200, answer.text
    assert "new branch" in answer.json["output"]
    bare.rename(tmp_path / "gone.git")
    answer = other.browser.tell("POST", "push")
    assert (answer.status_code, "bare.git" in answer.json["output"]) == (422, True)
    other.browser.session.stop()
