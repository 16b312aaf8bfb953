from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs.extraction.sources import MAPPING, refusals, refuse, texts, write


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("method", ["cobol", "nowhere:extract", "os.nothing"])
def test_an_extractor_that_is_not_there_is_told(tmp_path: Path, method: str) -> None:
    write(tmp_path, {"app.py": '_("a")'}, f"[extractors]\nx = {method}\n[x: **.py]\n")
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "app.py").symlink_to(tmp_path / "nowhere")
    assert refusals(tmp_path) == [("app.py", None, "unreadable")]


def test_an_empty_text_is_refused_in_other_languages_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"app.js": 'gettext("a");\ngettext("");'}, "[javascript: **.js]\n")
    assert refusals(tmp_path) == [("app.js", 2, "empty-text")]
    assert capfd.readouterr() == ("", "")
