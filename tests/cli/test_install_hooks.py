from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import Result

from kfor_i18n.catalogs.git.hooks import is_ours
from kfor_i18n.cli import COMMANDS
from tests.builders import CATALOG, ROOT, call
from tests.catalogs.git.repositories import Repository, create_repository

ATTRIBUTES = "*.po merge=kfor-i18n\n*.pot merge=kfor-i18n\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with a project, whose ``kfor-i18n`` notes what it is asked for."""
    repository = create_repository(tmp_path, monkeypatch)
    repository.commit({"babel.cfg": "", CATALOG: "1\n", ".gitattributes": ATTRIBUTES})
    program = tmp_path / "a folder" / "kfor-i18n"
    program.parent.mkdir()
    program.write_text(f'''#!/bin/sh
echo "$@" >> "{tmp_path}/asked"
for last; do :; done
echo "read $last"
! grep -q BAD "$last"
''')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    return repository


def run(repository: Repository, *arguments: str, project: str = ".") -> Result:
    return call(repository.root / project, "install-hooks", *arguments)


def hook_of(repository: Repository) -> Path:
    return repository.root / ".git" / "hooks" / "pre-commit"


def asked(repository: Repository) -> list[str]:
    notes = repository.root.parent / "asked"
    return notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []


def test_driver_and_hook_are_installed_once_and_can_be_removed(
    repository: Repository,
) -> None:
    before = (repository.root / ".git" / "config").read_bytes()
    assert run(repository, "--check").exit_code == 1
    assert not hook_of(repository).exists()
    assert run(repository).exit_code == 0
    driver = repository.git("config", "merge.kfor-i18n.driver").strip()
    program = repository.root.parent / "a folder" / "kfor-i18n"
    assert driver == f"'{program}' merge-driver %O %A %B %L %P"
    state = [path.read_bytes() for path in (hook_of(repository), repository.root / ".git/config")]
    again = run(repository)
    assert again.output.count("unchanged") == 2
    assert state == [
        path.read_bytes() for path in (hook_of(repository), repository.root / ".git/config")
    ]
    assert run(repository, "--check").exit_code == 0
    assert run(repository, "--remove").exit_code == 0
    assert not hook_of(repository).exists()
    assert (repository.root / ".git" / "config").read_bytes() == before
    assert run(repository, "--remove").exit_code == 0, "there is nothing more to do"


def test_another_language_leaves_an_installed_hook_as_it_is(repository: Repository) -> None:
    run(repository)
    before = hook_of(repository).read_bytes()
    arguments = (repository.root, "install-hooks")
    assert call(*arguments, "--check", LANGUAGE="sl").exit_code == 0
    assert call(*arguments, LANGUAGE="sl").exit_code == 0
    assert hook_of(repository).read_bytes() == before
    assert run(repository, "--remove").exit_code == 0


def test_the_hook_checks_only_staged_catalogs(
    repository: Repository,
) -> None:
    run(repository)
    repository.commit({"other.txt": "BAD"})
    assert asked(repository) == []
    repository.write("untouched.po", "BAD")
    repository.write(CATALOG, "2\n")
    said = repository.git("commit", "--quiet", "--message", "x", CATALOG)
    assert said == "", "all was right"
    assert asked(repository) == [
        f"--project . format --check --since HEAD {CATALOG}",
        f"--project . check --since HEAD --ignore lost {CATALOG}",
    ]
    repository.write(CATALOG, "BAD\n")
    said = repository.git("commit", "--quiet", "--all", "--message", "x", status=1)
    assert said == f"read {CATALOG}\n"
    repository.git("commit", "--quiet", "--all", "--message", "x", "--no-verify")


@pytest.mark.parametrize(
    "remedy", [("add", CATALOG), ("stash", "push", "--quiet", "--keep-index")], ids=" ".join
)
def test_the_hook_rejects_a_partially_staged_catalog(
    repository: Repository, remedy: tuple[str, ...]
) -> None:
    run(repository)
    repository.write(CATALOG, "2\n")
    repository.git("add", CATALOG)
    repository.write(CATALOG, "3\n")
    said = repository.git("commit", "--quiet", "--message", "x", status=1)
    assert "stage all of their changes, or set the unstaged ones aside with" in said
    assert said.endswith(f"git stash --keep-index:\n{CATALOG}\n")
    assert asked(repository) == []
    repository.git(*remedy)
    repository.git("commit", "--quiet", "--message", "x")
    assert asked(repository)


def test_an_existing_hook_runs_first_and_is_restored(repository: Repository) -> None:
    hook = hook_of(repository)
    mine = f'#!/bin/sh\necho mine >> "{repository.root.parent}/asked"\ntest ! -e stop\n'
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(mine, encoding="utf-8")
    hook.chmod(0o755)
    for _ in range(2):
        assert run(repository).exit_code == 0
    repository.commit({CATALOG: "2\n"})
    assert asked(repository)[0] == "mine"
    assert len(asked(repository)) == 3
    repository.write("stop", "")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "x", status=1)
    assert run(repository, "--remove").exit_code == 0
    assert hook.read_text(encoding="utf-8") == mine
    assert [path.name for path in hook.parent.iterdir() if "kfor" in path.name] == []


def test_an_installed_hook_that_was_edited_is_left_alone(repository: Repository) -> None:
    run(repository)
    hook = hook_of(repository)
    changed = hook.read_text(encoding="utf-8") + "make lint\n"
    hook.write_text(changed, encoding="utf-8")
    result = run(repository, "--remove")
    assert result.exit_code == 1
    assert "modified since kfor-i18n wrote it" in result.stderr
    assert hook.read_text(encoding="utf-8") == changed


def test_a_second_foreign_hook_does_not_replace_the_first(repository: Repository) -> None:
    hook = hook_of(repository)
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("first", encoding="utf-8")
    run(repository)
    hook.write_text("second", encoding="utf-8")
    result = run(repository)
    assert result.exit_code == 1
    assert "pre-commit.before-kfor-i18n; remove one of the two" in result.stderr
    assert hook.read_text(encoding="utf-8") == "second"
    assert hook.with_name("pre-commit.before-kfor-i18n").read_text(encoding="utf-8") == "first"


def test_hooks_are_installed_where_git_looks_for_them(repository: Repository) -> None:
    repository.git("config", "core.hooksPath", ".githooks")
    assert run(repository).exit_code == 0
    hook = repository.root / ".githooks" / "pre-commit"
    assert is_ours(hook)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    result = run(repository)
    assert result.exit_code == 1
    assert (
        ".githooks/pre-commit: error: hook-shared: tracked in the repository, so it was not changed"
        in result.stderr
    )
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\n"
    assert repository.git("config", "merge.kfor-i18n.driver"), "the driver is of use all the same"


def test_hooks_shared_with_other_repositories_are_left_alone(repository: Repository) -> None:
    shared = repository.root.parent / "shared"
    shared.mkdir()
    repository.git("config", "--global", "core.hooksPath", str(shared))
    result = run(repository, "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert [finding["code"] for finding in document["findings"]] == ["hook-outside"]
    assert document["setup"][0]["driver"] == "installed"
    assert list(shared.iterdir()) == []


def test_catalogs_that_git_would_merge_line_by_line_are_reported(repository: Repository) -> None:
    repository.write(".gitattributes", "*.pot merge=kfor-i18n\n")
    result = run(repository)
    assert result.exit_code == 1
    assert (
        "so git merges the file line by line; add *.po merge=kfor-i18n to .gitattributes"
        in result.stderr
    )
    assert result.stderr.count("\n") == 1


def test_a_project_can_be_in_a_subdirectory_of_the_repository(repository: Repository) -> None:
    inside = f"web app/{CATALOG}"
    repository.commit({"web app/babel.cfg": "", inside: "1\n"})
    assert run(repository, project="web app").exit_code == 0
    repository.commit({inside: "2\n", CATALOG: "2\n"})
    assert asked(repository) == [
        f"--project web app format --check --since HEAD {inside}",
        f"--project web app check --since HEAD --ignore lost {inside}",
    ]


def test_a_repository_without_a_work_tree_is_reported(repository: Repository) -> None:
    for folder, problem in (("..", "not a git repository"), (".git", "without a work tree")):
        result = run(repository, project=folder)
        assert result.exit_code == 2
        assert problem in result.stderr


def read_manifest() -> list[dict[str, str]]:
    """Read the manifest, which keeps to the part of YAML that is a list of names and values."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    hooks: list[dict[str, str]] = []
    for line in text.splitlines():
        match = re.fullmatch(r"(- |  )([a-z]+): (\S.*)|#.*", line)
        assert match, line
        if match[1] == "- ":
            hooks.append({})
        if match[1]:
            hooks[-1][match[2]] = match[3]
    return hooks


def test_the_commands_of_the_published_hooks_exist() -> None:
    hooks = {hook["id"]: hook for hook in read_manifest()}
    assert hooks.keys() == {"kfor-i18n-check", "kfor-i18n-format"}
    for hook in hooks.values():
        program, command = hook["entry"].split()
        assert program == "kfor-i18n"
        assert command in COMMANDS
        assert (hook["language"], hook["files"]) == ("python", r"\.po[t]?$")


@pytest.mark.parametrize("before", ["", "*.png binary", "*.png binary\r\n"])
def test_attributes_that_are_missing_are_added_on_request(
    repository: Repository, before: str
) -> None:
    path = repository.root / ".gitattributes"
    path.write_bytes(before.encode())
    assert "--attributes" in run(repository).stderr
    assert run(repository, "--check", "--attributes").exit_code == 1
    assert path.read_bytes() == before.encode()
    result = run(repository, "--attributes")
    assert result.exit_code == 0
    assert ".gitattributes: changed\n" in result.stdout
    lines = [*filter(None, before.split()), *ATTRIBUTES.split()]
    assert path.read_text(encoding="utf-8").split() == lines
    assert ".gitattributes" not in run(repository, "--attributes").stdout
