"""``changes``: what translations changed on the pages, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import CATALOG, call
from tests.catalogs.git.repositories import Repository, create_repository
from tests.workbench.edits import TEXT, make_committed


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    repository = create_repository(tmp_path, monkeypatch)
    make_committed(repository)
    return repository


def test_texts_that_changed_are_printed_page_by_page(repository: Repository) -> None:
    text = TEXT.replace('"Samo"', '"Nič drugega"').replace('"več"', '"še"')
    repository.write(CATALOG, text)
    result = call(repository.root, "changes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        '/ "Ime" [sl]\n  in the text:\n  - Preberi več\n  + Preberi še\n'
        '/other/ "y" [sl]\n  in the text:\n  - Samo\n  + Nič drugega\n'
        '/data.json [sl]\n  in a file:\n  - {"text":"več"}\n  + {"text":"še"}\n'
    )


def test_pages_with_the_same_changes_are_printed_together(repository: Repository) -> None:
    repository.write(CATALOG, TEXT.replace('"Noga"', '"Druga noga"'))
    assert call(repository.root, "changes").stdout == (
        '/ "Ime" [sl]\n/other/ "y" [sl]\n/plain/ "x" [sl]\n'
        "  in the text:\n  - Noga\n  + Druga noga\n"
    )


def test_an_application_that_fails_is_told_with_status_1(repository: Repository) -> None:
    repository.write(CATALOG, TEXT.replace('"Samo"', '"Novo"'))
    source = (repository.root / "small_app.py").read_text("utf-8")
    # It renders the page for the index, also where another one leads to it, and not after that.
    ending = "if next(uses) else os._exit(3)"
    source = source.replace('title="y")', f'title="y") {ending}')
    source = f"import os\nuses = iter([1, 1, 0, 0])\n{source}"
    repository.write("small_app.py", source)
    result = call(repository.root, "changes")
    assert result.exit_code == 1
    assert result.stderr.startswith('/other/ "y" [sl]\n  The application exited.')


def test_a_revision_is_named_and_json_has_the_messages(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD").strip()
    repository.commit({CATALOG: TEXT.replace('"Samo"', '"Novo"')}, "second")
    assert call(repository.root, "changes").stdout == "No text on a page changed.\n"
    result = call(repository.root, "changes", first, "--locale", "sl", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["pages"] == [
        {
            "locale": "sl", "page": "/other/", "path": "/other/", "title": "y", "problem": None,
            "texts": [{"kind": "", "before": "Samo", "after": "Novo", "msgids": ["Alone"]}],
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nope",), '"nope" is neither a date nor a revision'),
        (("--locale", "de"), 'no catalog for "de"'),
        (("--app", "no_such_app"), "The application failed: ModuleNotFoundError"),
    ],
)
def test_what_cannot_be_compared_is_reported(
    repository: Repository, arguments: tuple[str, ...], said: str
) -> None:
    result = call(repository.root, "changes", *arguments)
    assert result.exit_code != 0
    assert said in result.stderr
