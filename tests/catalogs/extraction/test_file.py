from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalogs.extraction.sources import (
    MAPPING,
    extract,
    list_findings,
    refusals,
    refuse,
    run,
    texts,
    write,
)


def test_a_strict_run_tells_every_problem_of_every_file_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "b.py": '_(name)\n_("Text")\n_("")\n',
            "a/z.html": '{{ _("Text") }}\n{{ _(x) }}{{ _(f(y)) }}',
            "a.py": "x = _(\n",
            "c.py": b"\xff",
        },
    )
    assert refusals(tmp_path) == [
        ("a.py", 1, "syntax"),
        ("a/z.html", 2, "not-literal"),
        ("a/z.html", 2, "not-literal"),
        ("b.py", 1, "not-literal"),
        ("b.py", 3, "empty-text"),
        ("c.py", 1, "undecodable"),
    ]


def test_a_run_goes_on_where_nothing_is_lost(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": "x = _(\n",
            "b.py": '_(name)\n_("Text")\n_("")\n_(f"{x}")\n_("50 %", x=1)\n',
            "c.html": '{{ _("Other") }}{{ _(x) }}',
        },
    )
    extraction = run(tmp_path)
    assert [message.msgid for message in extraction.messages] == ["Text", "50 %", "Other"]
    assert list_findings(tmp_path) == [
        ("a.py", 1, "syntax", "error"),
        ("b.py", 1, "not-literal", "warning"),
        ("b.py", 3, "empty-text", "warning"),
        ("b.py", 4, "f-string", "warning"),
        ("b.py", 5, "bare-percent", "warning"),
        ("c.html", 1, "not-literal", "warning"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app.py", b"x = 1\n\ny = '\xff'\n"),
        ("app.py", b"# \xc4\x8d\n\n# \xe8\n"),
        ("page.html", b"<p>\n\n\xe8\n"),
        ("app.js", b"\n\n_('\xff')\n"),
    ],
)
def test_bytes_that_are_no_text_are_refused_by_their_line(
    tmp_path: Path, name: str, content: bytes
) -> None:
    write(tmp_path, {name: content}, f"{MAPPING}[javascript: **.js]\n")
    assert refusals(tmp_path) == [(name, 3, "undecodable")]


def test_a_declared_encoding_is_honoured(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": '# coding: iso-8859-2\n_("čas")'.encode("iso-8859-2"),
            "bom.py": '\ufeff_("bom")'.encode(),
            "page.html": '{{ _("dež") }}'.encode("cp1250"),
        },
        "[python: **.py]\n[jinja2: **.html]\nencoding = cp1250\n",
    )
    assert [found[0] for found in texts(tmp_path)] == ["čas", "bom", "dež"]


def test_an_encoding_that_is_not_there_is_told(tmp_path: Path) -> None:
    files = {"app.py": "# coding: klingon\n", "page.html": "x"}
    write(tmp_path, files, f"{MAPPING}encoding = klingon\n")
    error = refuse(tmp_path)
    assert [found.path.name for found in error.findings] == ["app.py", "page.html"]
    assert str(error).count("unknown encoding: klingon") == 2


EXTRACTOR = """
def extract(fileobj, keywords, comment_tags, options):
    text = fileobj.read().decode()
    if "broken" in text:
        raise RuntimeError("cannot read it\\nat all")
    assert fileobj.name.endswith(".msg")
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, "_", line or None, ["Translators: a line"]
"""
OWN = "[extractors]\nmsg = own:extract\n[msg: **.msg]\n"


def test_a_projects_own_extractor_reads_an_open_file_with_a_name(tmp_path: Path) -> None:
    write(tmp_path, {"own.py": EXTRACTOR, "a.msg": "Hello\nBye\n"}, OWN)
    found = extract(tmp_path)
    assert [(message.msgid, message.comments) for message in found] == [
        ("Hello", ("Translators: a line",)),
        ("Bye", ("Translators: a line",)),
    ]


def test_a_folder_of_the_project_is_not_taken_for_a_module_of_python(tmp_path: Path) -> None:
    files = {"email/__init__.py": "", "types/__init__.py": "", "a.js": 'gettext("Text")'}
    write(tmp_path, files, "[javascript: **.js]\n")
    command = "import sys; from kfor_i18n.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--project", str(tmp_path), "extract"],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "1 message, changed" in done.stdout


def test_an_extractor_that_raises_is_told_with_its_file_and_stops_no_other(tmp_path: Path) -> None:
    files = {"own.py": EXTRACTOR, "a.msg": "broken", "b.msg": "Hello"}
    extraction = run(write(tmp_path, files, OWN))
    assert [str(found) for found in extraction.findings] == [
        "a.msg: the extractor own:extract failed (RuntimeError: cannot read it); fix the file or "
        "the extractor, or exclude the file in the mapping file"
    ]
    assert [message.msgid for message in extraction.messages] == ["Hello"]


def test_an_extractor_that_exits_does_not_end_the_command(tmp_path: Path) -> None:
    source = "def extract(*_, **__):\n    raise SystemExit(3)\n"
    write(tmp_path, {"exits.py": source, "a.msg": "Hello"}, OWN.replace("own:", "exits:"))
    (finding,) = run(tmp_path).findings
    assert "the extractor exits:extract failed (SystemExit: 3)" in str(finding)


def test_a_call_whose_text_an_extractor_cannot_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"own.py": EXTRACTOR, "a.msg": "Hello\n\n"}, OWN)
    assert list_findings(tmp_path) == [("a.msg", 2, "not-literal", "warning")]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "app.py").symlink_to(tmp_path / "nowhere")
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


def test_an_empty_text_is_refused_in_other_languages_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"app.js": 'gettext("a");\ngettext("");'}, "[javascript: **.js]\n")
    assert refusals(tmp_path) == [("app.js", 2, "empty-text")]
    assert capfd.readouterr() == ("", "")
