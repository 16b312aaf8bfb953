"""Each problem of a repository says what to do, and that ends it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kfor_i18n.catalogs.git.conflicts import find_conflicts
from kfor_i18n.catalogs.po.file import read_po
from tests.builders import CATALOG, HEADERS, call
from tests.catalogs.git.repositories import Repository, create_repository

ATTRIBUTES = "*.po merge=kfor-i18n\n*.pot merge=kfor-i18n\n"
ENTRY = '\nmsgid "Save"\nmsgstr "Shrani"\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    files = {"babel.cfg": "", CATALOG: HEADERS["sl"] + ENTRY, ".gitattributes": ATTRIBUTES}
    repository.commit(files)
    return repository


def install(repository: Repository, *arguments: str) -> str:
    return call(repository.root, "install-hooks", *arguments).stderr


def check(repository: Repository) -> str:
    select = ("--select", "lost,merge", "--since", "HEAD")
    return call(repository.root, "check", *select).stdout


@pytest.mark.parametrize("by_hand", [True, False])
def test_catalogs_get_the_attribute(repository: Repository, by_hand: bool) -> None:
    repository.write(".gitattributes", "*.pot merge=kfor-i18n\n")
    assert "add *.po merge=kfor-i18n to .gitattributes, or run kfor-i18n install-hooks" in (
        install(repository)
    )
    if by_hand:
        repository.write(".gitattributes", ATTRIBUTES)
        assert install(repository) == ""
    else:
        assert install(repository, "--attributes") == ""


@pytest.mark.parametrize("kept", ["pre-commit", "pre-commit.before-kfor-i18n"])
def test_one_of_two_earlier_hooks_is_removed(repository: Repository, kept: str) -> None:
    names = ("pre-commit", "pre-commit.before-kfor-i18n")
    for name in names:
        repository.write(f".git/hooks/{name}", "#!/bin/sh\n")
    assert "pre-commit.before-kfor-i18n; remove one of the two" in install(repository)
    (removed,) = set(names) - {kept}
    (repository.root / ".git" / "hooks" / removed).unlink()
    assert install(repository) == ""


def test_a_hook_that_was_edited_is_removed_by_hand(repository: Repository) -> None:
    install(repository)
    hook = repository.root / ".git" / "hooks" / "pre-commit"
    hook.write_text(f"{hook.read_text(encoding='utf-8')}echo\n", encoding="utf-8")
    result = call(repository.root, "install-hooks", "--remove")
    assert f"{hook}: not removed\n" in result.stdout
    assert "remove it by hand" in result.stderr
    hook.unlink()
    assert install(repository, "--remove") == ""


def test_a_tracked_hook_runs_the_checks_itself(repository: Repository) -> None:
    repository.git("config", "core.hooksPath", ".githooks")
    repository.write(".githooks/pre-commit", "#!/bin/sh\nkfor-i18n check\n")
    remedy = "have it run kfor-i18n format --check and kfor-i18n check on the staged catalogs"
    assert remedy in install(repository)
    hook = "#!/bin/sh\nkfor-i18n format --check $(staged)\nkfor-i18n check $(staged)\n"
    path = repository.write(".githooks/pre-commit", hook)
    assert install(repository) == ""
    assert path.read_text(encoding="utf-8") == hook


def test_a_comment_in_a_tracked_hook_is_no_check(repository: Repository) -> None:
    repository.git("config", "core.hooksPath", ".githooks")
    hook = "#!/bin/sh\n# kfor-i18n format --check; kfor-i18n check\n"
    repository.write(".githooks/pre-commit", hook)
    assert "tracked in the repository" in install(repository)


@pytest.mark.parametrize("is_linked", [False, True], ids=["clone", "linked"])
def test_a_repository_gets_hooks_of_its_own(repository: Repository, is_linked: bool) -> None:
    """In a linked work tree, .git is a file, so the hooks are in the directory of its clone."""
    shared = repository.root.parent / "shared"
    shared.mkdir()
    repository.git("config", "--global", "core.hooksPath", str(shared))
    tree = repository
    if is_linked:
        tree = Repository(repository.root.parent / "linked")
        repository.git("worktree", "add", "--quiet", str(tree.root))
    remedy = install(tree).strip().partition("; to give this repository its own, run ")[2]
    subprocess.run(["sh", "-c", remedy], cwd=tree.root, check=True)
    assert install(tree) == ""
    assert (repository.root / ".git" / "hooks" / "pre-commit").exists()
    assert list(shared.iterdir()) == []


def test_a_repository_is_created(repository: Repository) -> None:
    outside = Repository(repository.root.parent / "outside")
    outside.write("babel.cfg", "")
    outside.write(".gitattributes", ATTRIBUTES)
    assert "not a git repository; create one with git init" in install(outside)
    outside.git("init", "--quiet")
    assert install(outside) == ""


def test_what_git_says_of_a_repository_is_done(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configuration that git cannot read is in every repository, so git init is no remedy."""
    configuration = repository.root / ".git" / "config"
    before = configuration.read_text(encoding="utf-8")
    configuration.write_text("[core\n", encoding="utf-8")
    monkeypatch.setenv("LANGUAGE", "sl")
    said = install(repository)
    assert "git cannot use this directory: bad config line 1 in file " in said
    assert "git init" not in said
    configuration.write_text(before, encoding="utf-8")
    assert install(repository) == ""


def test_a_bare_repository_is_cloned(repository: Repository) -> None:
    bare = Repository(repository.root / ".git")
    bare.write("babel.cfg", "")
    assert "run the command in a clone that has one" in install(bare)
    clone = Repository(repository.root.parent / "clone")
    repository.git("clone", "--quiet", str(repository.root), str(clone.root))
    assert install(clone) == ""


def test_a_revision_is_one_of_the_repository(repository: Repository) -> None:
    arguments = ("check", "--select", "lost", "--since")
    wrong = call(repository.root, *arguments, "v1")
    assert 'unknown revision "v1"; give a commit, branch or tag' in wrong.stderr
    for revision in ("main", repository.git("rev-parse", "HEAD").strip()):
        assert call(repository.root, *arguments, revision).exit_code == 0


@pytest.mark.parametrize(
    ("now", "remedy", "repaired"),
    [
        (
            '\n#, fuzzy\nmsgid "Save"\nmsgstr "Shrani"\n',
            "confirm or correct the translation",
            ENTRY,
        ),
        ('\nmsgid "Save"\nmsgstr ""\n', "restore the translation from that revision", ENTRY),
        (
            '\n#, fuzzy\n#| msgid "Save"\nmsgid "Save all"\nmsgstr "Shrani"\n',
            "source text changed since HEAD, and the old translation is now fuzzy; confirm",
            '\nmsgid "Save all"\nmsgstr "Shrani vse"\n',
        ),
    ],
)
def test_a_lost_translation_is_restored(
    repository: Repository, now: str, remedy: str, repaired: str
) -> None:
    repository.write("app.py", '_("Save")\n' if "all" not in now else '_("Save all")\n')
    repository.write("babel.cfg", "[python: **.py]\n")
    call(repository.root, "extract")
    repository.write(CATALOG, HEADERS["sl"] + now)
    assert remedy in check(repository)
    repository.write(CATALOG, HEADERS["sl"] + repaired)
    assert "HEAD" not in check(repository)


def test_a_lost_message_is_brought_back(repository: Repository) -> None:
    repository.write("app.py", '_("Save")\n')
    repository.write("babel.cfg", "[python: **.py]\n")
    call(repository.root, "extract")
    catalog = repository.write(CATALOG, HEADERS["sl"])
    remedy = "run kfor-i18n update, then restore the translation from that revision"
    assert remedy in check(repository)
    call(repository.root, "update")
    text = catalog.read_text(encoding="utf-8")
    restored = text.replace('"Save"\nmsgstr ""', '"Save"\nmsgstr "Shrani"')
    catalog.write_text(restored, encoding="utf-8")
    assert remedy not in check(repository)


def test_a_merge_conflict_is_resolved(repository: Repository) -> None:
    """The comment about the conflict and the fuzzy flag are removed as the finding says."""
    root = repository.root
    versions = {"base": "Save it", "ours": "Shrani", "theirs": "Hrani"}
    header = HEADERS["sl"]
    for name, text in versions.items():
        fields = header.replace("Language: sl", f'Language: sl\\n"\n"X-Team: {name}')
        repository.write(f"{name}.po", f'{fields}\nmsgid "Save"\nmsgstr "{text}"\n')
    files = [str(root / f"{name}.po") for name in versions]
    call(root, "merge-driver", *files, "7", CATALOG)
    merged = root / "ours.po"
    repository.write(CATALOG, merged.read_text(encoding="utf-8"))
    found = check(repository)
    assert "choose one translation, then remove the conflict comment and the fuzzy flag" in found
    assert "choose one value, then remove the conflict comment" in found
    lines = merged.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("# ", "#, fuzzy"))]
    catalog = repository.write(CATALOG, "".join(kept))
    assert "conflict" not in check(repository)
    assert find_conflicts(read_po(catalog)) == []
