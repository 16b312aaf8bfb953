from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import parse_po
from kfor_i18n.catalogs.updating.merging import Merged, merge
from tests.builders import PLURALS, body_of, make_header, parse

HEADER = "# A translator's own words at the top.\n" + make_header(
    Project_Id_Version="x",
    POT_Creation_Date="2020-01-01 00:00+0000",
    X_Poedit_Basepath="..",
    Language="sl",
    Content_Type="text/plain; charset=UTF-8",
    Plural_Forms=PLURALS["sl"],
)
TEMPLATE_HEADER = "#, fuzzy\n" + make_header(
    POT_Creation_Date="2026-06-07 08:09+0000", Content_Type="text/plain; charset=utf-8"
)


def run(catalog: str, template: str) -> Merged:
    return merge(parse(HEADER + catalog), parse(TEMPLATE_HEADER + template))


def test_without_changes_in_the_template_nothing_changes() -> None:
    catalog = (
        '\n# mine\n#: a.py\nmsgid "Save"\nmsgstr   "Shrani"\n\n\n#~ msgid "x"\n#~ msgstr "y"\n'
    )
    merged = run(catalog, '\n#: a.py\nmsgid "Save"\nmsgstr ""\n')
    assert body_of(merged.text) == catalog
    assert merged.text == run(catalog, '\n#: a.py\nmsgid "Save"\nmsgstr ""\n').text


def test_the_header_keeps_every_byte_except_the_creation_date() -> None:
    merged = run("", "")
    assert merged.text == HEADER.replace("2020-01-01 00:00", "2026-06-07 08:09")


def test_a_new_message_is_added_at_its_position_in_the_template() -> None:
    merged = run(
        '\n#: a.py:1\nmsgid "A"\nmsgstr "a"\n\nmsgid "C"\nmsgstr "c"\n',
        '\n#: a.py:1\nmsgid "A"\nmsgstr ""\n\n#. note\n#: b.py\n#, python-format\nmsgid "%(n)s B"\n'
        'msgid_plural "%(n)s Bs"\nmsgstr[0] ""\nmsgstr[1] ""\n\nmsgid "C"\nmsgstr ""\n',
    )
    assert body_of(merged.text) == (
        '\n#: a.py:1\nmsgid "A"\nmsgstr "a"\n'
        '\n#. note\n#: b.py\n#, python-format\nmsgid "%(n)s B"\nmsgid_plural "%(n)s Bs"\n'
        'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""\n'
        '\nmsgid "C"\nmsgstr "c"\n'
    )
    assert merged.added == (Key("%(n)s B"),)


def test_an_edited_message_keeps_its_translation_as_fuzzy() -> None:
    merged = run(
        '\n# careful\n#: a.py\n#, python-format, max-length:9\nmsgid "The file was saved"\n'
        'msgstr "Datoteka je shranjena"\n',
        '\n#: a.py\nmsgid "The files were saved"\nmsgstr ""\n',
    )
    assert body_of(merged.text) == (
        '\n# careful\n#: a.py\n#, fuzzy\n#| msgid "The file was saved"\n'
        'msgid "The files were saved"\nmsgstr "Datoteka je shranjena"\n'
    )
    (match,) = merged.matched
    assert (match.old, match.new) == (Key("The file was saved"), Key("The files were saved"))
    assert 0.7 < match.score < 1


def test_an_old_translation_is_used_for_one_new_message_only() -> None:
    merged = run(
        '\nmsgid "The file was saved"\nmsgstr "Datoteka je shranjena"\n',
        '\nmsgid "The file was saved."\nmsgstr ""\n\nmsgid "The file was saved!"\nmsgstr ""\n',
    )
    assert len(merged.matched) == 1
    assert merged.text.count("Datoteka je shranjena") == 1


def test_a_message_in_use_is_never_matched() -> None:
    merged = run(
        '\nmsgid "The file was saved"\nmsgstr "Datoteka je shranjena"\n',
        '\nmsgid "The file was saved"\nmsgstr ""\n\nmsgid "The file was saved."\nmsgstr ""\n',
    )
    assert merged.matched == ()
    assert merged.added == (Key("The file was saved."),)


def test_the_same_context_is_preferred() -> None:
    old = '\nmsgctxt "{}"\nmsgid "Open the file now"\nmsgstr "{}"\n'
    merged = run(
        old.format("verb", "Odpri") + old.format("state", "Odprta"),
        '\nmsgctxt "state"\nmsgid "Open the file now!"\nmsgstr ""\n',
    )
    assert [match.old.context for match in merged.matched] == ["state"]


def test_a_match_with_unknown_placeholders_is_rejected_and_the_old_message_kept() -> None:
    merged = run(
        '\nmsgid "Hello and welcome, %(name)s"\nmsgstr "Pozdrav, %(name)s"\n',
        '\nmsgid "Hello and welcome, friend"\nmsgstr ""\n',
    )
    assert merged.matched == ()
    assert merged.obsoleted == (Key("Hello and welcome, %(name)s"),)
    assert body_of(merged.text).endswith(
        '\n#~ msgid "Hello and welcome, %(name)s"\n#~ msgstr "Pozdrav, %(name)s"\n'
    )


def test_a_removed_message_becomes_obsolete_and_is_revived_unchanged() -> None:
    entry = '\n# mine\n#: a.py\n#, python-format\nmsgid "Quite %(x)s"\nmsgstr "Čisto %(x)s"\n'
    template = '\n#: b.py\n#, python-format\nmsgid "Quite %(x)s"\nmsgstr ""\n'
    gone = run(entry, "")
    assert body_of(gone.text) == (
        '\n# mine\n#, python-format\n#~ msgid "Quite %(x)s"\n#~ msgstr "Čisto %(x)s"\n'
    )
    back = merge(parse(gone.text), parse(TEMPLATE_HEADER + template))
    assert back.revived == (Key("Quite %(x)s"),)
    assert body_of(back.text) == entry.replace("a.py", "b.py")


def test_a_comment_inside_an_obsolete_entry_is_revived_with_it() -> None:
    merged = run('\n#~ # mine\n#~ msgid "A"\n#~ msgstr "a"\n', '\nmsgid "A"\nmsgstr ""\n')
    assert body_of(merged.text) == '\n# mine\nmsgid "A"\nmsgstr "a"\n'


def test_a_revived_message_occurs_once() -> None:
    merged = run(
        '\n#~ msgid "A"\n#~ msgstr "a"\n', '\nmsgid "A"\nmsgstr ""\n\nmsgid "B"\nmsgstr ""\n'
    )
    assert body_of(merged.text) == '\nmsgid "A"\nmsgstr "a"\n\nmsgid "B"\nmsgstr ""\n'


def test_a_removed_untranslated_message_is_dropped_unless_it_has_a_translator_comment() -> None:
    merged = run('\nmsgid "A"\nmsgstr ""\n\n# ask\nmsgid "B"\nmsgstr ""\n', "")
    assert (merged.dropped, merged.obsoleted) == ((Key("A"),), (Key("B"),))
    assert body_of(merged.text) == '\n# ask\n#~ msgid "B"\n#~ msgstr ""\n'


def test_only_changed_comments_are_rewritten() -> None:
    merged = run(
        "\n#  two spaces \n#: a.py:1\n#: b.py:2\n#, fuzzy,python-format , c-format\n"
        '#| msgid "Oldest"\nmsgid "A %(x)s"\nmsgstr ""\n"b %(x)s"\n',
        '\n#. note\n#: a.py b.py\n#, python-format\nmsgid "A %(x)s"\nmsgstr ""\n',
    )
    assert body_of(merged.text) == (
        "\n#  two spaces \n#. note\n#: a.py b.py\n#, fuzzy, python-format\n"
        '#| msgid "Oldest"\nmsgid "A %(x)s"\nmsgstr ""\n"b %(x)s"\n'
    )
    assert merged.refreshed == (Key("A %(x)s"),)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("no-python-format", "python-format", "no-python-format"),
        ("python-format", "no-python-format", "no-python-format"),
        ("no-python-brace-format", "python-brace-format", "no-python-brace-format"),
        ("python-brace-format", "", "python-brace-format"),
        ("no-wrap", "python-brace-format", "no-wrap, python-brace-format"),
    ],
)
def test_a_persons_flag_survives_and_wins(old: str, new: str, wanted: str) -> None:
    entry = '\n#, {}\nmsgid "50% {{a}}"\nmsgstr "50% {{a}}"\n'
    template = (entry if new else entry.replace("#, {}\n", "")).format(new)
    merged = run(entry.format(old), template)
    assert body_of(merged.text) == entry.format(wanted)
    assert body_of(run(entry.format(wanted), template).text) == entry.format(wanted)


def test_sticky_flags_are_flags_and_are_not_added_twice() -> None:
    entry = '\n#, fuzzy\n#= python-format, no-wrap\nmsgid "%(a)s"\nmsgstr "%(a)s"\n'
    assert body_of(run(entry, entry.replace("#, fuzzy\n", "")).text) == entry
    merged = run(entry, '\n#, range: 0..9\nmsgid "%(a)s"\nmsgstr ""\n')
    assert "\n#, fuzzy, no-wrap, range: 0..9\nmsgid" in merged.text


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            'msgid "day"\nmsgstr "dan"\n',
            'msgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\nmsgstr[1] ""\n',
            '#, fuzzy\n#| msgid "day"\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "dan"\n'
            'msgstr[1] "dan"\nmsgstr[2] "dan"\nmsgstr[3] "dan"\n',
        ),
        (
            'msgid "day"\nmsgid_plural "dais"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n'
            'msgstr[3] "d"\n',
            'msgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\nmsgstr[1] ""\n',
            '#, fuzzy\n#| msgid "day"\n#| msgid_plural "dais"\nmsgid "day"\n'
            'msgid_plural "days"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\nmsgstr[3] "d"\n',
        ),
    ],
    ids=["singular to plural", "plural mended"],
)
def test_a_changed_plural_makes_the_translation_fuzzy(old: str, new: str, wanted: str) -> None:
    assert body_of(run(f"\n{old}", f"\n{new}").text) == f"\n{wanted}"


def test_line_endings_and_byte_order_mark_are_kept() -> None:
    text = (HEADER + '\nmsgid "A"\nmsgstr "a"\n').replace("\n", "\r\n")
    catalog = parse_po(b"\xef\xbb\xbf" + text.encode())
    template = parse(TEMPLATE_HEADER + '\nmsgid "A"\nmsgstr ""\n\nmsgid "B"\nmsgstr ""\n')
    merged = merge(catalog, template).text
    assert merged.count("\n") == merged.count("\r\n")
    assert catalog.encode(merged).startswith(b"\xef\xbb\xbf#")


# Content of generated files; there are few messages, so that they recur.
texts = st.sampled_from(["File saved", "File is saved", "Open", "Close it", "%(n)s files", "Ž"])
contexts = st.sampled_from([None, "menu"])
entries = st.dictionaries(
    st.tuples(contexts, texts), st.tuples(st.sampled_from(["", "x", "y %(n)s"]), st.booleans()),
    max_size=8,
)  # fmt: skip


def write(messages: dict[tuple[str | None, str], tuple[str, bool]], *, is_template: bool) -> str:
    parts = []
    for (context, msgid), (msgstr, is_obsolete) in messages.items():
        prefix = "#~ " if is_obsolete and not is_template else ""
        lines = [f'msgctxt "{context}"'] if context else []
        lines += [f'msgid "{msgid}"', f'msgstr "{"" if is_template else msgstr}"']
        parts.append("\n" + "".join(f"{prefix}{line}\n" for line in lines))
    return "".join(parts)


@given(entries, entries)
def test_no_translation_is_ever_lost_and_a_second_merge_changes_nothing(
    old: dict[tuple[str | None, str], tuple[str, bool]],
    new: dict[tuple[str | None, str], tuple[str, bool]],
) -> None:
    template = parse(TEMPLATE_HEADER + write(new, is_template=True))
    catalog = parse(HEADER + write(old, is_template=False))
    merged = merge(catalog, template)
    po = parse(merged.text)
    live = [e.key for e in po.entries if not (e.is_obsolete or e.is_header)]
    assert live == [Key(msgid, context) for context, msgid in new]
    assert len({e.key for e in po.entries}) == len(po.entries)
    kept = sorted(e.msgstrs for e in po.entries if any(e.msgstrs) and not e.is_header)
    assert kept == sorted((msgstr,) for msgstr, _ in old.values() if msgstr)
    assert merge(po, template).text == merged.text


def test_gnu_gettext_accepts_the_merged_catalog(tmp_path: Path) -> None:
    merged = run(
        '\n# č\nmsgctxt "a b"\nmsgid "The file was saved"\nmsgid_plural "The files"\n'
        'msgstr[0] "1"\nmsgstr[1] "2"\nmsgstr[2] "3"\nmsgstr[3] "4"\n\nmsgid "x y z"\nmsgstr "q"\n',
        '\nmsgctxt "a b"\nmsgid "The file was saved!"\nmsgstr ""\n',
    )
    path = tmp_path / "sl.po"
    path.write_text(merged.text, encoding="utf-8")
    done = subprocess.run(
        ["msgfmt", "-c", "-o", tmp_path / "sl.mo", path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "error" not in done.stderr
    assert done.returncode == 0


LEFT_OVER = """
#,
#| msgid "Old"
msgid "Save"
msgstr "Shrani"

#, , python-format
msgid "%(num)s files"
msgstr "%(num)s datotek"

#, fuzzy
#| msgid "Closed"
msgid "Close"
msgstr "Zaprto"
"""


def test_what_a_fuzzy_flag_leaves_when_it_is_removed_by_hand_goes() -> None:
    merged = run(
        LEFT_OVER,
        '\nmsgid "Save"\nmsgstr ""\n\n#, python-format\nmsgid "%(num)s files"\nmsgstr ""\n'
        '\nmsgid "Close"\nmsgstr ""\n',
    )
    tidied = LEFT_OVER.replace('#,\n#| msgid "Old"\n', "").replace("#, , p", "#, p")
    assert body_of(merged.text) == tidied
    assert merged.refreshed == ()
    assert not merge(parse(merged.text), parse(merged.text)).is_behind


def test_a_catalog_in_which_flags_were_removed_by_hand_is_not_behind() -> None:
    catalog = parse(HEADER + LEFT_OVER)
    merged = merge(catalog, parse(HEADER + LEFT_OVER))
    assert (merged.text == catalog.text, merged.is_behind) == (False, False)
    assert merge(catalog, parse(HEADER + LEFT_OVER.replace("Save", "Store"))).is_behind


def test_an_obsolete_translation_comes_back_to_a_message_that_has_none() -> None:
    merged = run(
        '\n# mine\n#, no-python-format\nmsgid "G"\nmsgstr ""\n'
        '\n# reviewed\n#~ msgid "G"\n#~ msgstr "ge"\n',
        '\nmsgid "G"\nmsgstr ""\n',
    )
    assert body_of(merged.text) == (
        '\n# mine\n# reviewed\n#, no-python-format\nmsgid "G"\nmsgstr "ge"\n'
    )
    assert merged.revived == (Key("G"),)


@pytest.mark.parametrize("live", ['#, fuzzy\nmsgid "G"\nmsgstr "g"\n', 'msgid "G"\nmsgstr "g"\n'])
def test_an_obsolete_translation_stays_beside_another_one(live: str) -> None:
    catalog = f'\n{live}\n# reviewed\n#~ msgid "G"\n#~ msgstr "ge"\n'
    assert body_of(run(catalog, '\nmsgid "G"\nmsgstr ""\n').text) == catalog


def test_of_two_obsolete_translations_the_last_is_used_and_the_other_kept() -> None:
    merged = run(
        '\n#~ msgid "G"\n#~ msgstr "one"\n\n#~ msgid "G"\n#~ msgstr "two"\n',
        '\nmsgid "G"\nmsgstr ""\n',
    )
    assert body_of(merged.text) == ('\nmsgid "G"\nmsgstr "two"\n\n#~ msgid "G"\n#~ msgstr "one"\n')
