from __future__ import annotations

import os
import random
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kfor_i18n.catalogs.extraction import ExtractedMessage, parse_keywords
from tests.catalogs.extraction.sources import (
    ORDINARY,
    ORDINARY_MAPPING,
    extract,
    needs_todays_lines,
    refusals,
    refuse,
    texts,
    write,
)


def test_a_message_is_merged_over_its_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '# Translators: from b\n_("Text")\n_("Text")\n',
            "a.py": '# NOTE: one\n# two\n_("Text")\n\n# L10n: one\nx = _("Other")\n',
            "c.html": '{# Translators: from c\n   and on #}\n{{ _("Text") }}',
            "d.py": '# Translators: from b\n_("Text")\n# unrelated\n_("Text")\n',
        },
    )
    merged, other = extract(tmp_path)
    assert merged == ExtractedMessage(
        msgid="Text",
        plural=None,
        context=None,
        references=("a.py", "b.py", "c.html", "d.py"),
        comments=("NOTE: one", "two", "Translators: from b", "Translators: from c", "and on"),
        flags=(),
    )
    assert (other.msgid, other.comments) == ("Other", ("L10n: one",))
    numbered = extract(tmp_path, locations="full")
    assert numbered[0].references == ("a.py:3", "b.py:2", "b.py:3", "c.html:3", "d.py:2", "d.py:4")


def test_each_comment_is_whole_and_stands_once(tmp_path: Path) -> None:
    files = {
        "a.py": '# Translators: one\n#\n# and\n#\n# on\n_("Text")\n',
        "b.py": '# Translators: other\n# and\n_("Text")\n# Translators: a button\n_("Send")\n',
        "c.html": '{# Translators: other\n   and #}\n{{ _("Text") }}\n'
        '{# Translators: a button #}{{ _("Send") }}',
    }
    text, send = extract(write(tmp_path, files))
    assert text.comments == (
        "Translators: one", "", "and", "", "on", "Translators: other", "and",
    )  # fmt: skip
    assert send.comments == ("Translators: a button",)


def test_tags_are_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    files = {"a.py": '# Translators: one\n# two\n_("a")', "b.html": '{# NOTE: x #}{{ _("b") }}'}
    found = extract(write(tmp_path, files), strip_comment_tags=True)
    assert [message.comments for message in found] == [("one", "two"), ("x",)]


def test_the_tag_of_gnu_gettexts_manual_is_known(tmp_path: Path) -> None:
    (message,) = extract(write(tmp_path, {"a.py": '# TRANSLATORS: a room\n_("Room")'}))
    assert message.comments == ("TRANSLATORS: a room",)


def test_only_the_tags_that_were_asked_for_make_a_comment(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": '# TRANSLATORS: x\n_("a")\n# NOTE: y\n_("b")\n'})
    found = extract(tmp_path, comment_tags=("TRANSLATORS:",))
    assert [message.comments for message in found] == [("TRANSLATORS: x",), ()]


def test_a_message_with_and_without_plural_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": '_("day")\nngettext("day", "days", n)\n_("day")\n'})
    (message,) = extract(tmp_path, locations="full")
    assert (message.plural, message.references) == ("days", ("a.py:1", "a.py:2", "a.py:3"))


def test_contexts_keep_messages_apart(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": '_("Open")\npgettext("menu", "Open")\npgettext("door", "Open")\n'
            'npgettext("menu", "file", "files", n)\nnpgettext("door", "file", "filings", n)\n'
        },
    )
    assert texts(tmp_path) == [
        ("Open", None, None),
        ("Open", None, "menu"),
        ("Open", None, "door"),
        ("file", "files", "menu"),
        ("file", "filings", "door"),
    ]


def test_one_message_with_two_plurals_is_refused_by_both_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": '\nngettext("day", "days", n)\n',
            "b.py": '\n\nngettext("day", "day(s)", n)\nngettext("day", "days", n)\n',
        },
    )
    assert str(refuse(tmp_path)) == (
        'b.py:3: "day" has the plural "day(s)" here and "days" at a.py:2; use the same '
        "plural, or give one of the two calls a context"
    )


def test_messages_stand_in_babels_order_a_folders_files_before_its_folders(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '_("2")\n_("3")\n_("1")\n',
            "a/b.py": '_("7")\n_("8")\n',
            "a/a/b.py": '_("9")\n',
            "a-b.py": '_("1")\n',
            "c.html": '{{ _("5")\n if _("4") }}\n{{ _("6") }}',
        },
    )
    assert [found[0] for found in texts(tmp_path)] == list("123456789")


def test_the_order_in_which_files_were_made_does_not_show(tmp_path: Path) -> None:
    files = {
        f"{folder}/{name}.py": f'# Translators: {name}\n_("Text {name}")\n_("Common")\n'
        for folder in ("x", "y/z", "y")
        for name in "abcde"
    }
    results = []
    for seed in range(4):
        names = sorted(files)
        random.Random(seed).shuffle(names)
        root = write(tmp_path / str(seed), {name: files[name] for name in names})
        results += [extract(root), extract(root)]
    assert all(result == results[0] for result in results)
    assert len(results[0]) == 6


@pytest.mark.parametrize(
    ("template", "read"), [('{{ _("Text") }}', extract), ("{{ _(text) }}", refusals)]
)
def test_many_files_give_the_same_in_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, read: Callable[[Path], object]
) -> None:
    files = {f"{at}.py": f'_("{at}")\n_("Text", name={at})\n' for at in range(150)}
    write(tmp_path, {**files, **{f"{at}.html": template for at in range(150)}})
    results = []
    for count in (1, 2):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)
        results.append(read(tmp_path))
    assert results[0] == results[1]
    assert results[0]


@needs_todays_lines
@pytest.mark.parametrize(
    ("switches", "options"),
    [
        ([], {}),
        (["--sort-output"], {"sort": "msgid"}),
        (["--sort-by-file"], {"sort": "file"}),
        (["--no-default-keywords", "-k", "_"], {"keywords": parse_keywords(["_"])}),
    ],
)
def test_ordinary_files_give_the_messages_that_pybabel_extracts_in_its_order(
    tmp_path: Path, switches: list[str], options: dict[str, object]
) -> None:
    write(tmp_path, ORDINARY, ORDINARY_MAPPING)
    pybabel = str(Path(sysconfig.get_path("scripts")) / "pybabel")
    command = [pybabel, "extract", "-F", "babel.cfg", "-c", "Translators:", "--strip-comments"]
    command += [*switches, "-o", "out.pot", "."]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "out.pot").open("rb") as file:
        catalog = read_po(file)
    expected = [
        (
            message.id if isinstance(message.id, str) else tuple(message.id),
            message.context,
            tuple(f"{path}:{line}" for path, line in message.locations),
            tuple(message.auto_comments),
        )
        for message in catalog
        if message.id
    ]
    found = [
        (
            message.msgid if message.plural is None else (message.msgid, message.plural),
            message.context,
            message.references,
            message.comments,
        )
        for message in extract(tmp_path, locations="full", strip_comment_tags=True, **options)
    ]
    assert found == expected
    assert len(found) >= 7


def test_extraction_needs_neither_the_site_nor_setuptools() -> None:
    code = (
        "import sys, kfor_i18n.catalogs.extraction\n"
        "assert not {'flask', 'click', 'setuptools', 'kfor_i18n.site'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
