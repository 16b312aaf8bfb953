"""``where``: the pages that a message is on, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import call
from tests.workbench.shops import make_shop


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop")).root


def test_the_pages_of_a_message_are_printed_with_kinds_and_references(root: Path) -> None:
    result = call(root, "where", "Base")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        '"Base" [messages]\n'
        '  / "«Base»": in the title of the page\n'
        '  /choice "«Base»": in the title of the page\n'
        '  /other "«Base»": in the title of the page\n'
        "  references: templates/base.html\n"
    )


def test_a_part_of_the_source_text_finds_all_messages_with_it(root: Path) -> None:
    result = call(root, "where", "--contains", "T", "--format", "json")
    messages = json.loads(result.stdout)["messages"]
    assert [each["msgid"] for each in messages] == [
        "Front", "Other", "Thanks", "Private", "Secret", "Data", "Script", "Sent",
    ]  # fmt: skip
    front = messages[0]
    assert front["pages"][0] == {
        "page": "/", "path": "/", "title": "«Base»", "locales": ["sl"], "count": 1,
        "kinds": {"": 1},
    }  # fmt: skip
    assert (front["domain"], front["context"], front["references"], front["reasons"]) == (
        "messages", None, ["templates/front.html"], [],
    )  # fmt: skip


def test_a_message_on_no_page_is_explained_with_status_1(root: Path) -> None:
    result = call(root, "where", "Welcome", "--locale", "sl")
    assert result.exit_code == 1
    assert result.stdout == (
        '"Welcome" [messages]\n'
        "  No page uses templates/mail/welcome.txt; it seems to be a template for e-mail.\n"
        "  references: templates/mail/welcome.txt\n"
    )


def test_a_message_in_a_file_only_is_on_no_page(root: Path) -> None:
    result = call(root, "where", "Data")
    assert result.exit_code == 1
    assert "  /data: probably in the file\n  Only in a file, not on a page" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("base",), 'where-unknown "base": no message has this source text; to search for a part'),
        (("--contains", "%"), "no message contains this text"),
        (("Base", "--context", "menu"), "no message has this source text"),
        (("Base", "--domain", "other"), 'no domain "other"; choose one of these: messages'),
        (("Base", "--locale", "de"), 'no catalog for "de"'),
        (("Base", "--app", "no_such_app"), "The application failed: ModuleNotFoundError"),
    ],
)
def test_what_cannot_be_found_is_reported(
    root: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = call(root, "where", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_a_project_without_an_application_is_told_how_to_name_it(root: Path) -> None:
    settings = root / "kfor-i18n.toml"
    before = settings.read_text()
    settings.write_text("")
    try:
        result = call(root, "where", "Base")
        named = call(root, "where", "Base", "--app", "shop_app:app")
    finally:
        settings.write_text(before)
    assert result.exit_code == 1
    assert "places-application: no application; name it with --app" in result.stderr
    assert named.exit_code == 0
