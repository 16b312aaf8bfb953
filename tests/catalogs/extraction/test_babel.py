"""The messages of ordinary sources are those of Babel's extractors: lines, texts and comments."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from babel.messages.extract import extract as babel_extract
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import KEYWORDS
from kfor_i18n.catalogs.extraction.calls import SourceMessage
from kfor_i18n.catalogs.extraction.file import read_source
from kfor_i18n.catalogs.extraction.mapping import Rule
from tests.catalogs.extraction.sources import needs_todays_lines

TAGS = ("Translators:", "NOTE:")
LITERALS = (
    '"a"',
    "'b'",
    'r"c\\d"',
    '"č" "d\\n"',
    "\"e\" + 'f'",
    '"g"\n    "h"',
    '"i"  # NOTE: in\n  "j"',
    '"""k\nl"""',
    '"m" +\n "n"',
    '"%(o)s %(p)s"',
    'u"q"',
)
REST = ("n", "len(n)", "x[1, 2]", '{"a": 1, "b": (2, 3)}', "-1", '"r"', "name=n", "**z", "[]", '""')
COMMENTS = ("# Translators: x", "#NOTE: y", "#  z", "# Translators:", "#")
BREAKS = st.sampled_from(("", "", "", " ", "\n  ", "  # w\n ", "\n  # NOTE: v\n\n "))


def call(function: str, texts: int) -> st.SearchStrategy[str]:
    """Return a strategy for calls of a function whose first arguments are texts."""
    literals = st.lists(st.sampled_from(LITERALS), min_size=texts, max_size=texts)
    rest = st.lists(st.sampled_from(REST), max_size=2, unique=True).filter(
        lambda items: items == sorted(items, key=lambda item: "=" in item or "*" in item)
    )
    return st.builds(
        lambda opening, items, more, comma, closing: (
            f"{function}({opening}{f',{closing}'.join((*items, *more))}{comma}{closing})"
        ),
        BREAKS,
        literals,
        rest,
        st.sampled_from(("", "", ",")),
        BREAKS,
    )


CALLS = st.one_of(
    call("_", 1),
    call("t.gettext", 1),
    call("ngettext", 2),
    call("pgettext", 2),
    call("lazy_npgettext", 3),
    st.builds("_({}, x={})".format, st.sampled_from(LITERALS), call("_", 1)),
)
CODE = (
    "",
    "x = 1",
    "f(n, gettext)",
    "def gettext(message, other): ...",
    "class Form(Base): y = 1",
    "x = 1  # NOTE: u",
    "z = '# NOTE: s', \"_('t')\"",
    "for _ in x: pass",
    "x = (\n  1,\n  # NOTE: inside\n  2)",
)
WITH_CALLS = (
    "{}",
    "x = {}",
    "f(1, {})",
    "{}; {}",
    "def f(x={}, y={}): return {}",
    "@g({})\nclass C: pass",
    "if {}:\n    # NOTE: q\n    {}",
    "d = {{'k': {},\n  # NOTE: key\n  'l': {}}}",
    "[f({}) for x in y]",
    "č = 'č', {}  # Translators: end",
)
PYTHON = st.lists(
    st.sampled_from((*COMMENTS, *CODE))
    | st.builds(
        lambda code, calls: code.format(*calls),
        st.sampled_from(WITH_CALLS),
        st.lists(CALLS, min_size=3, max_size=3),
    ),
    max_size=8,
).map("\n".join)
JINJA = st.lists(
    st.sampled_from(
        (
            "",
            "text\n",
            "{# NOTE: x #}",
            "\n{#- other -#}\n",
            '{{ _("a") }}',
            '{{ gettext("b" "c", n=1) }}\n',
            '{{ _("%(x)s", x=_("d"))|upper }}',
            '{{ ngettext("e", "f", n) if pgettext("menu", "g") else _("h") }}',
            '{%- set x = npgettext("c", "i", "j",\n n) %}\n',
            "{% trans %}k\n {{ x }} 1 %{% endtrans %}",
            '{% trans "c" n=_("l") %}m{% pluralize %}n\n{% endtrans %}',
            "{% trans trimmed %}\n o\n p\n{% endtrans %}",
            "{% for x in y if _('q') %}\n{% if _('r') %}{{ _('s') }}{% endif %}{% endfor %}",
        )
    ),
    max_size=8,
).map("".join)


def find_ours(source: str, method: str) -> list[SourceMessage]:
    options = {"newstyle_gettext": "true"} if method == "jinja2" else {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(source.encode())
        messages, misuses = read_source(path, Rule("**", method, options, KEYWORDS, TAGS))
    assert not misuses
    return messages


def find_babels(source: str, method: str) -> list[SourceMessage]:
    keywords: Any = KEYWORDS
    options = {"newstyle_gettext": "true", "silent": "false"}
    messages = []
    for line, texts, comments, context in babel_extract(
        method, BytesIO(source.encode()), keywords, TAGS, options
    ):
        msgid, plural = texts if isinstance(texts, tuple) else (texts, None)
        messages.append(SourceMessage(line, msgid, plural, context, tuple(comments)))
    return sorted(messages, key=lambda message: message.line)


@needs_todays_lines
@given(PYTHON)
def test_python_gives_the_messages_that_babel_extracts(source: str) -> None:
    assert find_ours(source, "python") == find_babels(source, "python")


@given(JINJA)
def test_jinja_gives_the_messages_that_babel_extracts(source: str) -> None:
    ours, babels = find_ours(source, "jinja2"), find_babels(source, "jinja2")
    assert [message[:4] for message in ours] == [message[:4] for message in babels]


@pytest.mark.parametrize(
    "source",
    [
        'alert(gettext("a") + _("b " + "c"));\n// NOTE: x\n// y\nngettext("d", "e", n);',
        'pgettext("menu", "f"); npgettext("menu", "g", "h", n); gettext(name); ngettext("i", n)',
        "const x = <b>{gettext(`j`)}</b>;\n/* Translators: z\n */ gettext('k', 1)",
        "dngettext(domain, 'l', 'm', n); gettext('n'); _(); pgettext(context, 'o')",
    ],
)
def test_other_languages_are_read_by_babels_extractors(source: str) -> None:
    assert find_ours(source, "javascript") == find_babels(source, "javascript") != []
    method = "babel.messages.extract:extract_javascript"
    assert find_ours(source, method) == find_babels(source, "javascript")
