"""Catalogs by a hostile translator: nothing that a browser runs or that raises is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.mo.compiling import CompileOptions, compile_catalogs
from kfor_i18n.catalogs.mo.file import read_mo
from tests.builders import HEADERS, catalog_of, make_project

LINK = 'See <a href="%(url)s" title="x">the page</a> of %(who)s.'
PLAIN = "Hello %(who)s"
ANY = "<any> of %(who)s"
ENTER = "<enter a name> %(who)s"
BOLD = "<b>%(who)s</b> &amp; more"
FILLED = "<a %(attributes)s>%(who)s</a>"
OPEN = "<a href=%(url)s title=x>%(who)s</a>"
SCRIPT = "<script>run()</script>%(who)s"
FIELD = "Hello {who}"
HIDDEN = "<%(who)s>"
BELL = "Wake up\a"

MARKUP = [
    (PLAIN, "<script>alert(1)</script>%(who)s"),
    (PLAIN, "<img src=x onerror=alert(1)>%(who)s"),
    (PLAIN, "<svg/onload=alert(1)>%(who)s"),
    (PLAIN, "<any>%(who)s"),
    (PLAIN, "<x-y>%(who)s"),
    (SCRIPT, "<script>alert(1)</script>%(who)s"),
    (PLAIN, "&lt;script&gt;%(who)s"),
    (PLAIN, "<!-- %(who)s -->"),
    (PLAIN, "Zdravo <%(who)s>"),
    (PLAIN, "Zdravo </%(who)s>"),
    (PLAIN, "%(who)s <%(who)s"),
    (PLAIN, "%(who)s <%%script>"),
    (FIELD, "<{who}>"),
    (FIELD, "{who} <{who}"),
    (HIDDEN, "<%(who)s onclick=alert(1)>"),
    (HIDDEN, "<%(who)s %(who)s>"),
    (ANY, "<b> %(who)s"),
    (ANY, "<SCRIPT> %(who)s"),
    (ANY, "<image> %(who)s"),
    (ANY, "<mi> %(who)s"),
    (ANY, "<foreignObject> %(who)s"),
    (ANY, "<x-any> %(who)s"),
    (ANY, "<tout onclick=alert(1)> %(who)s"),
    (ANY, "<tout/onclick=alert(1)> %(who)s"),
    (ANY, "<tout onclick> %(who)s"),
    (ANY, "<tout %(who)s>"),
    (ANY, "<tout%(who)s>"),
    (ANY, "<tout \n %(who)s>"),
    (ANY, "<tout %(who)s"),
    (ANY, "<tout><script>x</script> %(who)s"),
    (ANY, "</script> %(who)s"),
    (ENTER, "<vpišite %(who)s>"),
    (ENTER, "<ime onmouseover=alert(1)> %(who)s"),
    (ENTER, "<vpišite ime style = x> %(who)s"),
    (ENTER, "<iframe a> %(who)s"),
    (LINK, '<a href="javascript:alert(1)" title="x">a</a> %(who)s %(url)s'),
    (LINK, '<a href = "javascript:alert(1)" title="x">a</a> %(who)s %(url)s'),
    (LINK, '<a href=javascript:alert(1) title=x>a</a> %(who)s %(url)s'),
    (LINK, '<a href=%(url)s title="x">a</a> %(who)s'),
    (LINK, '<a href="%(url)s" title=%(who)s>a</a>'),
    (LINK, '<a href="%(url)s" title=x%(who)s>a</a>'),
    (LINK, '<a href="%(url)s" %(who)s title="x">a</a>'),
    (LINK, '<a href="%(url)s" title="x" onclick="alert(1)">a</a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x" autofocus>a</a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x" rel="opener">a</a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x" target=_blank>a</a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x">\u3164</a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x">&nbsp;<b></b></a> %(who)s'),
    (LINK, '<a href="%(url)s" title="x\'>a</a> %(who)s'),
    (LINK, '<a href="%(url)s"title="x">a</a> %(who)s'),
    (BOLD, "<b onclick=alert(1)>%(who)s</b> &amp;"),
    (BOLD, "<b %(who)s>x</b> &amp;"),
    (BOLD, "<b>%(who)s</b> <любое onclick=x>"),
    (BOLD, "<b>%(who)s</b> <tout>"),
    (BOLD, "<b>%(who)s</b> &#x202E;"),
    (FILLED, "<a %(who)s>%(attributes)s</a>"),
    (FILLED, "<a %(attributes)s %(who)s>x</a>"),
    (FILLED, "<a x=%(attributes)s>%(who)s</a>"),
    (OPEN, "<a href=%(url)s title=%(who)s>x</a>"),
    (OPEN, "<a href=%(url)s/%(who)s title=x>y</a>"),
    (BELL, "Zbudi se\a\x1b]0;x"),
    (BELL, "Zbudi se\a\u202e"),
    ("Text", "\u2067Besedilo"),
    ("Text", "\u3164"),
]  # fmt: skip

FAILING = [
    ("python-format", PLAIN, "100 % %(who)s"),
    ("python-format", PLAIN, "%(who)s %(self)s"),
    ("python-format", PLAIN, "%(who)s %s"),
    ("python-format", PLAIN, "%(who)d"),
    ("python-format", PLAIN, "%(who)*d"),
    ("python-format", PLAIN, "%(who)999999999s"),
    ("python-format", "%d of %s", "%s od %d"),
    ("python-format", "%d of %s", "%d"),
    ("", PLAIN, "%(who"),
    ("", "Text", "%(who)s"),
    ("", "Text", "100 %"),
    ("", "100% safe", "100 % varno"),
    ("python-brace-format", "{who}", "{who.__class__.__init__.__globals__}"),
    ("python-brace-format", "{who}", "{who[0]}"),
    ("python-brace-format", "{who}", "{who!r}"),
    ("python-brace-format", "{who}", "{who:>999999999}"),
    ("python-brace-format", "{who}", "{who:{who}}"),
    ("python-brace-format", "{who}", "{who} {}"),
    ("python-brace-format", "{who}", "{who} {0}"),
    ("python-brace-format", "{who}", "{who} }"),
    ("python-brace-format", "{who}", "{{who}}"),
    ("python-brace-format", "{who}", "{{who}}}"),
    ("python-brace-format", "{} {}", "{0} {}"),
    ("python-brace-format", "{} {}", "{2} {1}"),
    ("python-brace-format", "Text", "{"),
    ("python-brace-format", "Text", "{0}"),
    ("", "{who}", "{who.__class__}"),
    ("", "{who}", "{who} {0}"),
    ("", "{who}", "{who} {"),
]  # fmt: skip


def quote(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\a", "\\a")):
        text = text.replace(character, escape)
    return text


def compile_hostile(root: Path, flags: str, msgid: str, msgstr: str) -> tuple[list[str], list[str]]:
    """Return the codes of the errors that a message has, and the msgids that were compiled."""
    comment = f"#: a.html\n#, {flags}\n" if flags else "#: a.html\n"
    entry = f'{comment}msgid "{quote(msgid)}"\nmsgstr "{quote(msgstr)}"\n'
    project = make_project(root, f'{HEADERS["sl"]}\nmsgid "a"\nmsgstr "b"\n\n{entry}')
    options = CompileOptions(skip_invalid=True)
    (result,) = compile_catalogs(project, [catalog_of(project)], options)
    errors = [f.problem.code.name for f in result.findings if f.severity == "error"]
    return errors, [message.msgid for message in read_mo(result.target).messages]


@pytest.mark.parametrize(("msgid", "msgstr"), MARKUP)
def test_markup_of_a_hostile_translator_is_not_compiled(
    tmp_path: Path, msgid: str, msgstr: str
) -> None:
    errors, compiled = compile_hostile(tmp_path, "", msgid, msgstr)
    assert errors
    assert compiled == ["a"]


@pytest.mark.parametrize(("flags", "msgid", "msgstr"), FAILING)
def test_a_text_that_fails_when_it_is_formatted_is_not_compiled(
    tmp_path: Path, flags: str, msgid: str, msgstr: str
) -> None:
    errors, compiled = compile_hostile(tmp_path, flags, msgid, msgstr)
    assert len(errors) == 1
    assert errors[0].startswith("placeholder-")
    assert compiled == ["a"]
