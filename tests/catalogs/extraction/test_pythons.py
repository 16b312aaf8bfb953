"""Sources in a newer Python than the running one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kfor_i18n.catalogs.extraction.pythons import find_python
from tests.catalogs.extraction.sources import refusals, run, texts, write

NEWER = [
    ((3, 12), "type X = int"),
    ((3, 12), "type X[T] = list[T]"),
    ((3, 12), "def f[T](x: T): ..."),
    ((3, 12), "class A[T]: ..."),
    ((3, 12), "x = f'{a['b']}'"),
    ((3, 12), "x = f\"{'\\n'.join(x)}\""),
    ((3, 13), "def f[T = int](x: T): ..."),
    ((3, 14), "x = t'{name}'"),
    ((3, 14), "try: ...\nexcept A, B: ..."),
    ((3, 15), "lazy import json"),
    ((3, 15), "x = [*a for a in b]"),
]


@pytest.mark.parametrize(("version", "source"), NEWER)
def test_what_ast_refuses_is_read_by_babels_tokenizer(
    tmp_path: Path, version: tuple[int, int], source: str
) -> None:
    assert texts(write(tmp_path, {"app.py": f'_("Text")\n{source}\n'})) == [("Text", None, None)]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="This Python knows such f-strings")
def test_where_nothing_can_be_read_the_python_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "_('Text', x=f'{a['b']}')\n", "b.py": "_('Other')"})
    extraction = run(tmp_path)
    assert [message.msgid for message in extraction.messages] == ["Other"]
    assert [str(found) for found in extraction.findings] == [
        "app.py:1: Python 3.12 or later required; run kfor-i18n with it"
    ]


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="This Python knows such f-strings")
@pytest.mark.parametrize(
    "source",
    [
        'print(f"{_("Hidden")}")',
        "print(rf'<b>{x} {gettext('Hidden')}')",
        'print(f"""\n{x}\n{_("""Hidden""")}\n""")',
    ],
)
def test_a_source_whose_calls_the_tokenizer_passes_over_is_not_read(
    tmp_path: Path, source: str
) -> None:
    write(tmp_path, {"app.py": f"_('Text')\ntype X = int\n{source}\n"})
    (finding,) = run(tmp_path).findings
    assert "Python 3.12 or later required" in str(finding)
    assert finding.severity == "error"


@pytest.mark.parametrize(("version", "source"), NEWER)
def test_the_python_that_knows_a_syntax_is_known(version: tuple[int, int], source: str) -> None:
    if version <= sys.version_info[:2]:
        compile(source, "app.py", "exec")
        return
    with pytest.raises(SyntaxError) as caught:
        compile(source, "app.py", "exec")
    assert find_python(caught.value) == version


@pytest.mark.parametrize("source", ["x = (", "def f(:", "print 'x'", "x = f'abc", "a b", "<<<<<<<"])
def test_what_no_python_knows_is_an_error(tmp_path: Path, source: str) -> None:
    found = refusals(write(tmp_path, {"app.py": f'_("Text")\n{source}\n'}))
    assert found == [("app.py", 2, "syntax")]
