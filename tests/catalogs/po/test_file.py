from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import PoFile, parse_po
from kfor_i18n.catalogs.po.syntax import PoSyntaxError

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'

# A file with features that tools are known to lose or to fail on.
WHOLE = """# Translators:
#
# A name, 2019
#, fuzzy
msgid ""
msgstr ""
"Language: sl\\n"
"X-Custom: kept\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Project-Id-Version: in an unusual place\\n"

#. for translators
#: a.py:1 b.py:20
#, python-format, fuzzy, max-length:30
#| msgctxt "old"
#| msgid "Old %(x)s"
msgctxt "menu"
msgid ""
"New "
"%(x)s\\n"
msgstr "Novo \\"%(x)s\\"\\n"
#: no/blank/line/before
msgid "day"  \t
msgid_plural "days"
msgstr[0] "dan"
msgstr[1]"dneva"
msgstr[2] ""
"dnevi"

msgstr[3] "dni"


   msgid "indented" msgstr "zamaknjeno"

# kept
#~| msgid "older"
#~ msgid "gone"
#~ msgstr "ni"
#~ msgctxt "c"
#~ msgid "gone "
#~ "too"
#~ msgid_plural "gones"
#~ msgstr[0] "ni"
#~ msgstr[1] "več"

# at the end

"""


def join(po: PoFile) -> bytes:
    return po.encode("".join(entry.text for entry in po.entries) + po.tail)


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode(),
        WHOLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.rstrip("\n").encode(),
        WHOLE.replace("UTF-8", "iso-8859-2").encode("iso-8859-2"),
        b"",
        b"\n\n# only a comment",
    ],
    ids=["lf", "crlf", "bom", "no end", "latin 2", "empty", "comment"],
)
def test_parsing_and_joining_preserves_every_byte(data: bytes) -> None:
    assert join(parse_po(data)) == data


def test_entries_give_access_to_all_their_parts() -> None:
    po = parse_po(WHOLE.encode())
    header, menu, day, indented, gone, too = po.entries
    assert header.is_header
    assert po.headers["x-custom"] == "kept"
    assert menu.key == Key("New %(x)s\n", "menu")
    assert menu.msgstrs == ('Novo "%(x)s"\n',)
    assert menu.flags == ("python-format", "fuzzy", "max-length:30")
    assert menu.is_fuzzy
    assert (day.plural, day.msgstrs) == ("days", ("dan", "dneva", "dnevi", "dni"))
    assert indented.msgstrs == ("zamaknjeno",)
    assert gone.is_obsolete
    assert gone.msgid == "gone"
    assert (too.context, too.msgid, too.msgstrs) == ("c", "gone too", ("ni", "več"))
    assert po.line_of(menu) == 17
    assert po.line_of(day) == 23
    assert po.line_of(too) == 39


@pytest.mark.parametrize(
    ("escaped", "text"),
    [(r"\n\t\\\"", '\n\t\\"'), (r"\101\x42", "AB"), (r"\q", "q"), ("a\u2028b", "a\u2028b")],
)
def test_escape_sequences_are_those_of_c(escaped: str, text: str) -> None:
    po = parse_po(f'{HEADER}\nmsgid "{escaped}"\nmsgstr ""\n'.encode())
    assert po.entries[1].msgid == text


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('msgid "a\nmsgstr "b"\n', 4, "close it"),
        ('msgid "a"\n', 5, "in the middle of an entry"),
        ('msgid "a"\nmsgstr "b"\nnonsense\n', 6, "not a keyword"),
        ('msgstr "b"\n', 4, "unexpected msgstr"),
        ('msgid "a"\nmsgstr "b"\n"c" d\n', 6, "close it"),
        ('msgid "a"\nmsgstr[0] "b"\nmsgstr[2] "c"\n', 5, "not numbered"),
        ('#~ msgid "a\n#~ msgstr "b"\n', 4, "close it"),
        ('msgid "a" msgstr b\n', 4, "close it"),
    ],
)
def test_a_syntax_error_is_reported_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(PoSyntaxError, match=reason) as caught:
        parse_po(f"{HEADER}\n{text}".encode())
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (HEADER.replace("UTF-8", "klingon").encode(), 2, "unknown charset"),
        (HEADER.replace("UTF-8", "a\0b").encode(), 2, "unknown charset"),
        (HEADER.replace("UTF-8", "hex").encode(), 2, "unknown charset"),
        (HEADER.encode() + b'\nmsgid "a"\nmsgstr "\xff"\n', 5, "invalid in the header's charset"),
    ],
)
def test_a_wrong_encoding_is_reported_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(PoSyntaxError, match=reason) as caught:
        parse_po(data)
    assert caught.value.line == line


@given(st.text(alphabet='msgidctxr_plua[]01"\\ \n#~|,:.ž', max_size=60))
def test_any_text_is_either_parsed_completely_or_rejected(text: str) -> None:
    data = text.encode()
    try:
        po = parse_po(data)
    except PoSyntaxError:
        return
    assert join(po) == data


def test_a_comment_that_goes_on_through_the_entries_after_it_is_named() -> None:
    with pytest.raises(PoSyntaxError, match=r"line 1: .* end in a carriage return alone"):
        parse_po(b'# one\rmsgid "a"\rmsgstr "b"\r')


@pytest.mark.parametrize("charset", ["idna", "punycode", "utf-16", "unicode_escape"])
def test_a_charset_that_ascii_is_no_part_of_is_not_known(charset: str) -> None:
    with pytest.raises(PoSyntaxError, match="unknown charset"):
        parse_po(HEADER.replace("UTF-8", charset).encode())
