from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    PREVIOUS,
    REFERENCES,
    TRANSLATOR,
    comment_lines,
)
from kfor_i18n.catalogs.po.file import Entry, parse_po
from kfor_i18n.catalogs.po.formatting import FormatOptions, find_files, format_files
from kfor_i18n.catalogs.po.normal_form import PROFILES, Order, choose_profile, normalise
from kfor_i18n.catalogs.po.syntax import PoSyntaxError
from kfor_i18n.catalogs.po.wrapping import count_columns, split_pieces
from kfor_i18n.catalogs.project import Project, read_project
from tests.builders import ROOT, catalog_of, make_project, parse

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
LONG = "A sentence that is longer than the line that it stands on, so that it is wrapped"

MESSY = """

#no space before these words
#.extracted
#, python-format
#A later note
#:  a.py:1
#: b.py:2
#,fuzzy
#| msgid "Old %(x)s"
msgid   "New "
        "%(x)s"
msgstr "Novo	%(x)s"
#~ # gone
#~ #, fuzzy
#~ msgid "older"
#~ msgstr ""
#~ "starejše"


msgid "Two\\nlines" msgstr "Dve\\n" "vrstici"
msgid "day"
msgid_plural "days"
msgstr[0] "dan"

msgstr[1]"dneva"

# at the end


"""
NORMAL = """
# no space before these words
# A later note
#. extracted
#: a.py:1 b.py:2
#, fuzzy, python-format
#| msgid "Old %(x)s"
msgid "New %(x)s"
msgstr "Novo\\t%(x)s"

msgid ""
"Two\\n"
"lines"
msgstr ""
"Dve\\n"
"vrstici"

msgid "day"
msgid_plural "days"
msgstr[0] "dan"
msgstr[1] "dneva"

# gone
#, fuzzy
#~ msgid "older"
#~ msgstr "starejše"

# at the end
"""


def normal_form(text: str, profile: str = "gettext", order: Order = "file") -> str:
    return normalise(parse(text), PROFILES[profile], order)


def msgcat(text: str, *options: str) -> str:
    return subprocess.run(
        ["msgcat", "--force-po", *options, "-"],
        input=text.encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()


def references_of(entry: Entry) -> list[str]:
    return " ".join(comment_lines(entry, REFERENCES)).split()


def content_of(entry: Entry) -> tuple[object, ...]:
    """Return an entry's content, whatever its layout."""
    lines = (line.removeprefix("| ") for line in comment_lines(entry, PREVIOUS))
    previous = "".join("".join(lines).replace('"', "").split())
    return (
        entry.key,
        entry.plural,
        entry.msgstrs,
        entry.is_obsolete,
        sorted(set(entry.flags)),
        references_of(entry),
        comment_lines(entry, TRANSLATOR),
        comment_lines(entry, EXTRACTED),
        previous,
    )


def test_sticky_flags_join_the_other_flags() -> None:
    text = f'{HEADER}\n# a note\n#= fuzzy, no-wrap\n#, python-format\nmsgid "%d"\nmsgstr "%d"\n'
    assert "\n# a note\n#, fuzzy, python-format, no-wrap\nmsgid" in normalise(
        parse(text), PROFILES["gettext"]
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_normalises_a_messy_file(profile: str) -> None:
    flags = "fuzzy, python-format" if PROFILES[profile].sorts_flags else "python-format, fuzzy"
    wanted = HEADER + NORMAL.replace("fuzzy, python-format", flags)
    assert normal_form(HEADER + MESSY, profile) == wanted
    assert normal_form(wanted, profile) == wanted


@pytest.mark.parametrize(
    "text",
    [
        HEADER + NORMAL.replace("\n# at the end\n", ""),
        HEADER + f'\nmsgid "{LONG}, {LONG}"\nmsgstr ""\n',
        HEADER + f'\n#| msgctxt "c"\n#| msgid "{LONG}"\nmsgctxt "d"\nmsgid "{LONG}"\nmsgstr ""\n',
        HEADER + f'\n# {LONG} and a comment is never wrapped\nmsgid "a"\nmsgstr ""\n',
        HEADER + f'\n#~| msgid "{LONG}"\n#~ msgid "{LONG}"\n#~ msgstr "{LONG}"\n',
        HEADER + '\n#: ' + " ".join(f"folder/file{n}.py:{n}" for n in range(30))
        + '\nmsgid "a"\nmsgstr ""\n',
        HEADER + '\n#, range: 0..9, no-wrap, ycp-format, no-c-format, python-format, fuzzy\n'
        f'msgid "{LONG}"\nmsgstr "x"\n',
        'msgid ""\nmsgstr "Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3'
        ' || n%100==4 ? 2 : 3);\\nContent-Type: text/plain; charset=UTF-8\\n"\n',
    ],
)  # fmt: skip
def test_the_gettext_profile_equals_the_output_of_msgcat(text: str) -> None:
    assert normal_form(text) == msgcat(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100,
        "a" * 71,
        "a" * 72,
        f"{'a' * 70}\\n",
        f"{LONG[:76]}\\n",
        f"{LONG}\\n\\n{LONG}",
        f"   {LONG}",
        f"{LONG}   {LONG}",
        "https://example.org/some/path/to/a/page?with=a&query=string#and-a-fragment/that/goes/on",
        'Click <a href=\\"%(link)s\\">here</a>, \\"there\\" (or {elsewhere}) – that is all!',
        "e-mail-adresse/postfach-nummer, 1,000.50 € (50 %) + 20 °C “citiert” «ou» ¿que? ¡si! ok",
        "Datoteka »%(name)s« je shranjena … Želite nadaljevati? To dejanje lahko spremeni vse …",
        "このメールアドレスは、すでに登録されています。ログインしてから、もう一度お試しください（または、パスワードを再設定）。",
        "您的帳戶已被停用，請與管理員聯絡。「如果您認為這是錯誤」，請稍後再試一次！謝謝您的耐心等候與配合。",
        "이 이메일 주소는 이미 등록되어 있습니다. 로그인한 다음 다시 시도하거나 재설정하세요.",
        "אם מוצר זה צריך להישמר על גבי מדיה פיזית, אין צורך בזה עבור כרטיסים רגילים בברקוד חד-פעמי",
        "الحقل ”{field_name}“ غير موجود؛ يرجى التحقق من إعدادات {provider_name}، ثم حاول؟",
        "ในขณะนี้สามารถระบุข้อมูลส่วนบุคคลได้เฉพาะสินค้าประเภทบัตรเข้าชม (Admission) เท่านั้น และอื่น",
        "ನೀವು ಪ್ರತ್ಯೇಕ ತಿದ್ದಬಲ್ಲ ಕ್ಷೇತ್ರಗಳಲ್ಲಿ ಬದಲಾವಣೆ ಉಳಿಸಿಲ್ಲ. ನಿಮ್ಮ ಉಳಿಸದ ಬದಲಾವಣೆಗಳು ನಾಶವಾಗುತ್ತವೆ",
        "यह ईमेल पता पहले से पंजीकृत है। कृपया लॉग इन करें। यदि आप अपना पासवर्ड भूल गए हैं, तो",
        "\u200e“Referer” header לבדיקת ה־referer \u200e“Referrer-Policy: no-referrer” header",
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [79, 55])
def test_lines_break_where_gnu_gettext_breaks_them(text: str, width: int) -> None:
    whole = f'{HEADER}\nmsgid "{text}"\nmsgid_plural "{text}"\nmsgstr[0] "{text}"\nmsgstr[1] ""\n'
    profile = choose_profile(None, width)
    assert normalise(parse(whole), profile) == msgcat(whole, f"--width={width}")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two  three", ["one ", "two  ", "three"]),
        ("(a b) - c/d", ["(a ", "b) ", "- ", "c/", "d"]),
        ("漢字、かな。", ["漢", "字、", "か", "な。"]),
        (r"a \"b\" \\c\n", ["a ", r"\"b\" ", r"\\c\n"]),
        ("5 % d’accord !", ["5 ", "% ", "d’accord !"]),
        ("   in", ["   in"]),
        ("", []),
    ],
)
def test_lines_break_only_between_pieces(text: str, pieces: list[str]) -> None:
    assert list(split_pieces(text)) == pieces


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("č", 1), ("漢字", 4), ("e\u0301", 1)])
def test_wide_characters_take_two_columns_and_combining_characters_none(
    text: str, columns: int
) -> None:
    assert count_columns(text) == columns


def test_unknown_flags_are_kept_and_so_is_fuzzy_without_a_translation() -> None:
    text = normal_form(f'{HEADER}\n#, max-length:9, fuzzy\nmsgid "a"\nmsgstr ""\n')
    assert "\n#, fuzzy, max-length:9\n" in text


def test_a_reference_with_spaces_in_its_file_name_stays_in_one_piece() -> None:
    text = f'{HEADER}\n#: \u2068a file.py\u2069:3 \u2068b c.py\u2069 d.py:1\nmsgid "a"\nmsgstr ""\n'
    assert normal_form(text) == text


def test_strings_that_tools_read_differently_keep_their_bytes() -> None:
    odd = 'msgid ""\n"A\\x42"\n"C"\nmsgstr   "\\101"\n\nmsgid "one"\nmsgstr[0] "ena"\n'
    earlier = '#| Not a message,\n#| but somebody kept it\nmsgid "a"\nmsgstr ""\n'
    assert normal_form(f"{HEADER}\n{odd}\n{earlier}") == f"{HEADER}\n{odd}\n{earlier}"


@pytest.mark.parametrize(
    ("profile", "is_wrapped"),
    [("gettext", True), ("poedit", False), ("weblate", False), ("off", False), ("plain", False)],
)
def test_an_unwrapped_file_stays_unwrapped_if_its_tool_would_keep_it_so(
    profile: str, is_wrapped: bool
) -> None:
    text = f'{HEADER}\nmsgid "{LONG}, {LONG}"\nmsgstr ""\n'
    assert (normal_form(text, profile) != text) == is_wrapped


@pytest.mark.parametrize("profile", ["poedit", "weblate"])
def test_a_wrapped_file_stays_wrapped_if_its_tool_would_keep_it_so(profile: str) -> None:
    wrapped = normal_form(f'{HEADER}\nmsgid "{LONG}, {LONG}"\nmsgstr ""\n', "gettext")
    assert normal_form(wrapped, profile) == wrapped
    assert (
        normal_form(wrapped + f'\nmsgid "{LONG}"\nmsgstr ""\n', profile).count(f'"{LONG[:20]}') == 2
    )


@pytest.mark.parametrize(
    ("profile", "end"),
    [("gettext", "\n"), ("plain", "\n"), ("poedit", "\r\n"), ("weblate", "\r\n")],
)
def test_line_endings_become_lf_unless_the_tool_keeps_crlf(profile: str, end: str) -> None:
    text = (HEADER + MESSY).replace("\n", "\r\n")
    assert normal_form(text, profile) == normal_form(HEADER + MESSY, profile).replace("\n", end)


@pytest.mark.parametrize(
    ("order", "wanted"),
    [("file", "cabd"), ("msgid", "abcd"), ("reference", "bacd")],
)
def test_entries_are_sorted_on_request_with_the_header_first_and_obsolete_entries_last(
    order: Order, wanted: str
) -> None:
    references = {"c": "b.py", "a": "a.py:10", "b": "a.py:9"}
    live = "".join(f'\n#: {at}\nmsgid "{key}"\nmsgstr ""\n' for key, at in references.items())
    text = normal_form(HEADER + live + '\n#~ msgid "d"\n#~ msgstr "x"\n', order=order)
    assert "".join(entry.msgid for entry in parse(text).entries) == wanted
    assert text.startswith(HEADER)


# Content of generated files; the alphabet is small so that combinations occur.
_words = st.text(st.sampled_from("ab -/.,()\"'%漢é\u0301\u00a0\\\n\t{"), max_size=90)
_line = st.sampled_from(["", " ", "x", " two words ", "#x", ". y", "|", "é"])
_comment = st.builds(
    "{}{}\n".format, st.sampled_from(["#", "#.", "#: a.py:1", "#,", "#, fuzzy", "#| msgid "]), _line
)  # fmt: skip


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _kind(comment: str) -> str:
    """Return the kind of a comment: an entry has at most one of each.

    Of several lines of flags, GNU gettext reads fuzzy only from the last one.
    """
    return "#," if comment.startswith("#,") else comment


@st.composite
def _files(draw: st.DrawFn) -> str:
    """Generate a valid file whose entries every tool accepts."""
    parts = [HEADER]
    for number in range(draw(st.integers(0, 4))):
        comments = "".join(draw(st.lists(_comment, max_size=4, unique_by=_kind)))
        prefix = draw(st.sampled_from(["", "", "#~ "]))
        if prefix:
            comments = "".join(
                line for line in comments.splitlines(keepends=True) if not line.startswith("#|")
            )
        msgid = _quote(f"{number}{draw(_words)}")
        lines = [f"msgid {msgid}", f"msgstr {_quote(draw(_words))}"]
        blank = "\n" * draw(st.integers(0, 2))
        parts.append(blank + comments + "".join(f"{prefix}{line}\n" for line in lines))
    return "".join([*parts, draw(st.sampled_from(["", "\n\n", "\n# end"]))])


@given(_files(), st.sampled_from(list(PROFILES)))
def test_normalising_loses_nothing_and_is_idempotent(text: str, profile: str) -> None:
    before = parse(text)
    after = parse(normal_form(text, profile))
    kept = sorted(before.entries, key=lambda entry: entry.is_obsolete)
    assert list(map(content_of, after.entries)) == list(map(content_of, kept))
    assert normalise(after, PROFILES[profile]) == after.text
    assert after.tail.strip() == before.tail.strip()


@given(st.text(alphabet='msgidctxr_plua[]01"\\ \n#~|,:.ž', max_size=80))
def test_every_valid_file_has_a_stable_normal_form(text: str) -> None:
    try:
        po = parse(HEADER + text)
    except PoSyntaxError:
        return
    once = parse(normalise(po, PROFILES["gettext"]))
    assert normalise(once, PROFILES["gettext"]) == once.text
    assert [e.key for e in once.entries if not e.is_obsolete] == [
        e.key for e in po.entries if not e.is_obsolete
    ]


# Each example runs msgcat twice.
@settings(max_examples=25)
@given(_files(), st.sampled_from(list(PROFILES)))
def test_gnu_gettext_reads_the_same_messages_before_and_after(text: str, profile: str) -> None:
    text = text.replace("#| msgid ", "# ")  # msgcat rejects an invalid previous msgid.
    options = ("--no-wrap", "--sort-output")
    assert msgcat(normal_form(text, profile), *options) == msgcat(text, *options)


@given(st.text(max_size=200))
def test_splitting_a_text_loses_nothing(text: str) -> None:
    assert "".join(split_pieces(text)) == text


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path, HEADER + MESSY)
    project.template("messages").write_text(HEADER, encoding="utf-8")
    return project


def test_charset_and_byte_order_mark_are_kept(project: Project) -> None:
    latin = (HEADER + MESSY).replace("UTF-8", "iso-8859-2")
    for data in (latin.encode("iso-8859-2"), b"\xef\xbb\xbf" + (HEADER + MESSY).encode()):
        catalog_of(project).write_bytes(data)
        (result,) = format_files(
            project, FormatOptions(PROFILES["plain"]), project.catalogs("messages")
        )
        written = catalog_of(project).read_bytes()
        assert written == parse_po(data).encode(result.after)
        assert written.startswith(data[:3])


def test_the_files_of_this_project_are_formatted() -> None:
    project = read_project(ROOT)
    options = FormatOptions(choose_profile(None, project.width))
    for result in format_files(project, options, find_files(project), check=True):
        assert result.after.rstrip() == result.before.rstrip(), result.path


def test_the_width_applies_to_strings_and_references() -> None:
    assert choose_profile(None, 60) == replace(PROFILES["gettext"], width=60, reference_width=60)
    assert choose_profile("weblate", 60) == PROFILES["weblate"]


def test_a_file_that_cannot_be_read_has_findings_and_the_others_are_formatted(
    project: Project,
) -> None:
    missing, present = project.root / "a.po", catalog_of(project)
    options = FormatOptions(PROFILES["plain"])
    first, second = format_files(project, options, [missing, present])
    assert [finding.path for finding in first.findings] == [missing]
    assert not first.has_changed
    assert (second.has_changed, second.findings) == (True, ())
