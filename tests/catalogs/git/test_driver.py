from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kfor_i18n.catalogs.git.conflicts import find_conflicts, report_conflicts, write_fields
from kfor_i18n.catalogs.git.driver import MergedThree, merge_three
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.comments import comment_lines
from kfor_i18n.catalogs.po.file import Entry, PoFile, parse_po
from tests.builders import PLURALS, body_of, make_header, parse

HEADER = "# Slovenian.\n" + make_header(
    POT_Creation_Date="2026-01-01 00:00+0000",
    PO_Revision_Date="2026-01-02 00:00+0000",
    Last_Translator="one",
    Language="sl",
    Content_Type="text/plain; charset=UTF-8",
    Plural_Forms=PLURALS["en"],
)


def run(base: str, ours: str, theirs: str) -> MergedThree:
    return merge_three(*(parse(HEADER + body) for body in (base, ours, theirs)))


def message(msgid: str, msgstr: str = "", before: str = "") -> str:
    return f'\n{before}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def obsolete(msgid: str, msgstr: str, before: str = "") -> str:
    return f'\n{before}#~ msgid "{msgid}"\n#~ msgstr "{msgstr}"\n'


def test_translations_of_different_messages_are_both_kept() -> None:
    merged = run(
        message("Open") + message("Save"),
        message("Open", "Odpri") + message("Save"),
        message("Open") + message("Save", "Shrani"),
    )
    assert body_of(merged.text) == message("Open", "Odpri") + message("Save", "Shrani")
    assert merged.conflicts == ()


def test_the_same_change_on_both_sides_is_one_change() -> None:
    merged = run(
        message("Open") + message("Save"),
        message("Open", "Odpri") + message("Save", "Shrani"),
        message("Open", "Odpri") + message("Save"),
    )
    assert body_of(merged.text) == message("Open", "Odpri") + message("Save", "Shrani")


@pytest.mark.parametrize(
    "changed",
    [
        '\nmsgid "A"\nmsgstr   ""\n"a"\n',
        message("A", "a", "# a note\n"),
        message("A", "a", "#. from the sources\n"),
        message("A", "a", "#: a.py b.py\n"),
        message("A", "a", "#, fuzzy\n#| msgid \"B\"\n"),
        message("A", "a", "#, python-format\n"),
        '\nmsgid "A"\nmsgid_plural "As"\nmsgstr[0] "a"\nmsgstr[1] "aa"\n',
        "",
        obsolete("A", "a"),
    ],
)  # fmt: skip
def test_an_entry_that_one_side_changed_is_taken_from_it_unchanged(changed: str) -> None:
    old, other, new = message("A", "a"), message("B"), message("B", "b")
    assert body_of(run(old + other, changed + other, old + new).text) == changed + new
    swapped = body_of(run(old + other, old + new, changed + other).text)
    assert swapped == new + changed if "#~" in changed else changed + new


def test_a_message_changed_on_both_sides_is_merged_part_by_part() -> None:
    merged = run(
        message("A", "a", "#: a.py\n#, fuzzy\n"),
        message("A", "aa", "# sure\n#: a.py\n"),
        message("A", "a", "#. a title\n#: a.py b.py\n#, fuzzy, python-format\n"),
    )
    assert body_of(merged.text) == message(
        "A", "aa", "# sure\n#. a title\n#: a.py b.py\n#, python-format\n"
    )


def test_comments_and_references_of_both_sides_are_kept_and_removed_ones_are_gone() -> None:
    merged = run(
        message("A", "a", "# one\n# two\n#: a.py b.py\n"),
        message("A", "a", "# one\n# ours\n# two\n#: b.py c.py\n"),
        message("A", "a", "# two\n# theirs\n#: a.py b.py d.py\n"),
    )
    assert body_of(merged.text) == message("A", "a", "# ours\n# two\n# theirs\n#: b.py c.py d.py\n")


def test_a_translation_of_a_removed_message_is_kept_as_obsolete() -> None:
    old, rest, new = message("A", "a", "#: a.py\n"), message("B"), message("B", "b")
    better = message("A", "better", "# sure\n#: a.py\n")
    wanted = new + obsolete("A", "better", "# sure\n")
    for gone in ("", obsolete("A", "a")):
        assert body_of(run(old + rest, new + gone, better + rest).text) == wanted
        assert body_of(run(old + rest, better + rest, new + gone).text) == wanted


def test_a_message_that_one_side_revived_is_live_with_the_translation_of_the_other() -> None:
    old, back = obsolete("A", "a"), message("A", "a", "#: a.py\n")
    merged = run(message("B") + old, back + message("B"), message("B") + obsolete("A", "better"))
    assert body_of(merged.text) == message("A", "better", "#: a.py\n") + message("B")
    assert body_of(run(message("B") + old, message("B", "b"), back + message("B")).text) == (
        back + message("B", "b")
    ), "one side cleared obsolete entries away"


def test_changes_from_the_template_are_removed_with_their_message() -> None:
    old, rest = message("A", "a", "#: a.py\n"), message("B")
    merged = run(old + rest, message("B", "b"), message("A", "a", "#: b.py\n") + rest)
    assert body_of(merged.text) == message("B", "b")


def test_two_translations_of_one_message_are_a_conflict_that_keeps_both() -> None:
    merged = run(
        message("A", "", "#: a.py\n") + message("B"),
        message("A", "ours", "#: a.py\n") + message("B"),
        message("A", 'their\\n\\"s\\"', "#: a.py\n") + message("B", "b"),
    )
    assert body_of(merged.text) == message(
        "A",
        "ours",
        '# kfor-i18n: merge conflict; theirs: msgstr "their\\n\\"s\\""\n#: a.py\n#, fuzzy\n',
    ) + message("B", "b")
    assert merged.conflicts == (Key("A"),)


def test_plural_forms_are_one_translation() -> None:
    entry = '\n{}msgid "day"\nmsgid_plural "days"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
    merged = run(
        entry.format("", "dan", "dni"),
        entry.format("", "en dan", "dni"),
        entry.format("", "dan", "več dni"),
    )
    mark = "# kfor-i18n: merge conflict; theirs: "
    assert body_of(merged.text) == entry.format(
        f'{mark}msgid_plural "days"\n{mark}msgstr[0] "dan"\n{mark}msgstr[1] "več dni"\n#, fuzzy\n',
        "en dan",
        "dni",
    )


@pytest.mark.parametrize("swap", [False, True])
def test_a_translation_for_an_outdated_plural_is_fuzzy(swap: bool) -> None:
    entry = '\n{}msgid "day"\nmsgid_plural "{}"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
    before = '#, fuzzy\n#| msgid "day"\n#| msgid_plural "dais"\n'
    old = entry.format("", "dais", "dan", "dni")
    sides = [entry.format(before, "days", "dan", "dni"), entry.format("", "dais", "dan", "dnevi")]
    ours, theirs = reversed(sides) if swap else sides
    assert body_of(run(old, ours, theirs).text) == entry.format(before, "days", "dan", "dnevi")


@pytest.mark.parametrize("swap", [False, True])
def test_a_translation_that_does_not_fit_the_plural_is_kept_in_the_comments(
    swap: bool,
) -> None:
    plural = 'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "dan"\nmsgstr[1] "dan"\n'
    sides = [f"\n#, fuzzy\n{plural}", message("day", "dnevi")]
    ours, theirs = reversed(sides) if swap else sides
    merged = run(message("day", "dan"), ours, theirs)
    side = "ours" if swap else "theirs"
    mark = f'# kfor-i18n: merge conflict; {side}: msgstr "dnevi"\n'
    assert body_of(merged.text) == f"\n{mark}#, fuzzy\n{plural}"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        (("a", "fuzzy"), ("a", ""), ("a", ""), ("a", "")),
        (("a", ""), ("b", ""), ("b", "fuzzy"), ("b", "fuzzy")),
        (("a", "fuzzy"), ("b", ""), ("b", "fuzzy"), ("b", "")),
        (("", ""), ("b", ""), ("b", "fuzzy"), ("b", "")),
        (("a", ""), ("b", ""), ("a", "fuzzy"), ("b", "fuzzy")),
        (("", ""), ("b", ""), ("c", "guess"), ("b", "")),
        (("a", "fuzzy"), ("b", "fuzzy"), ("a", ""), None),
        (("a", "fuzzy"), ("b", ""), ("a", ""), None),
        (("a", ""), ("", ""), ("b", ""), None),
        (("a", ""), ("b", ""), ("c", "guess"), None),
    ],
)  # fmt: skip
def test_a_confirmed_translation_is_never_silently_replaced(
    base: tuple[str, str], ours: tuple[str, str], theirs: tuple[str, str],
    wanted: tuple[str, str] | None,
) -> None:  # fmt: skip
    flags = {"": "", "fuzzy": "#, fuzzy\n", "guess": '#, fuzzy\n#| msgid "Z"\n'}
    texts = [
        message("A", msgstr, f"# {side}\n{flags[state]}")
        for side, (msgstr, state) in (("base", base), ("ours", ours), ("theirs", theirs))
    ]
    for first, second in ((1, 2), (2, 1)):
        merged = run(texts[0], texts[first], texts[second])
        _, entry = parse(merged.text).entries
        if wanted is None:
            assert merged.conflicts == (Key("A"),)
        else:
            assert (merged.conflicts, entry.msgstrs) == ((), (wanted[0],))
            assert entry.is_fuzzy == (wanted[1] == "fuzzy")


def test_additions_are_inserted_at_the_positions_of_their_side() -> None:
    merged = run(
        message("A") + message("D") + obsolete("X", "x"),
        message("A") + message("B") + message("D") + obsolete("X", "x"),
        message("0")
        + message("A")
        + message("C")
        + message("D")
        + message("E")
        + obsolete("W", "w")
        + obsolete("X", "x")
        + obsolete("Y", "y"),
    )
    live, gone = "0ABCDE", "WXY"
    keys = [entry.msgid for entry in parse(body_of(merged.text)).entries]
    assert keys == [*live, *gone]


def test_the_order_is_taken_from_the_side_that_changed_it() -> None:
    first, second, third = message("A"), message("B"), message("C")
    base, turned = first + second + third, third + first + second
    translated = first + message("B", "b") + third
    wanted = third + first + message("B", "b")
    assert body_of(run(base, translated, turned).text) == wanted
    assert body_of(run(base, turned, translated).text) == wanted


def test_dates_and_last_translator_are_taken_from_the_newer_side() -> None:
    base = make_header(
        POT_Creation_Date="2026-01-01 00:00+0000", PO_Revision_Date="2026-01-01 00:00+0000",
        Last_Translator="one", Language_Team="sl", X_Generator="Poedit 3.4", X_Old="1",
    )  # fmt: skip
    ours = make_header(
        POT_Creation_Date="2026-01-01 00:00+0000", PO_Revision_Date="2026-03-01 12:00+0100",
        Last_Translator="two", Language_Team="sl", X_Generator="Poedit 3.4", X_Ours="1", X_Old="1",
    )  # fmt: skip
    theirs = make_header(
        POT_Creation_Date="2026-02-01 00:00+0000", PO_Revision_Date="2026-03-01 10:59+0000",
        Last_Translator="user", Language_Team="Slovenian", X_Generator="Weblate 5", X_Theirs="1",
    )  # fmt: skip
    wanted = make_header(
        POT_Creation_Date="2026-02-01 00:00+0000", PO_Revision_Date="2026-03-01 12:00+0100",
        Last_Translator="two", Language_Team="Slovenian", X_Generator="Poedit 3.4", X_Ours="1",
        X_Theirs="1",
    )  # fmt: skip
    merged = merge_three(parse(base), parse(ours), parse(theirs))
    assert merged == MergedThree(wanted)


def test_a_field_that_both_sides_changed_is_a_conflict() -> None:
    merged = merge_three(
        parse(make_header(Language="sl", X_A="1")),
        parse(make_header(Language="sl", X_A="2")),
        parse(make_header(Language="sl_SI", X_A="3")),
    )
    mark = '# kfor-i18n: merge conflict; theirs: "X-A: 3"\n'
    assert merged.text == mark + make_header(Language="sl_SI", X_A="2")
    assert merged.conflicts == (Key(""),)
    (finding,) = report_conflicts(Path("sl.po"), parse(merged.text))
    assert str(finding).startswith("sl.po:2: merge conflict: both sides changed a header field;")


def test_a_date_is_newer_than_none_and_without_dates_the_choice_is_symmetric() -> None:
    base, ours = make_header(Last_Translator="one"), make_header(Last_Translator="two")
    theirs = make_header(Last_Translator="user", PO_Revision_Date="2026-01-01 00:00+0000")
    for sides in ((ours, theirs), (theirs, ours)):
        assert merge_three(parse(base), *map(parse, sides)).text == theirs
    undated = make_header(Last_Translator="user")
    for sides in ((ours, undated), (undated, ours)):
        assert merge_three(parse(base), *map(parse, sides)).text == undated


def test_a_header_keeps_the_line_breaks_of_other_tools() -> None:
    broken = '"Plural-Forms: nplurals=2; "\n"plural=(n != 1);\\n"\n'
    base = make_header(PO_Revision_Date="2026-01-01 00:00+0000") + broken
    ours = make_header(PO_Revision_Date="2026-01-02 00:00+0000") + broken
    theirs = make_header(PO_Revision_Date="2026-01-03 00:00+0000", X_A="1") + broken
    assert merge_three(parse(base), parse(ours), parse(theirs)).text == theirs
    twice = '"X-B: 1\\n"\n"X-B: 2\\n"\n'
    sides = (base + twice, ours + twice, theirs + twice)
    assert merge_three(*map(parse, sides)).text == theirs + twice
    inline = 'msgid ""\nmsgstr "PO-Revision-Date: 2026-01-02 00:00+0000\\nX-B: 1"\n'
    assert merge_three(parse(base), parse(inline), parse(theirs)).text == make_header(
        PO_Revision_Date="2026-01-03 00:00+0000", X_B="1", X_A="1"
    )


def test_line_endings_are_taken_from_the_side_that_changed_them() -> None:
    base, ours = HEADER + message("A") + message("B"), HEADER + message("A", "a") + message("B")
    theirs = (HEADER + message("A") + message("B", "b")).replace("\n", "\r\n")
    wanted = (HEADER + message("A", "a") + message("B", "b")).replace("\n", "\r\n")
    assert merge_three(parse(base), parse(ours), parse(theirs)).text == wanted
    assert merge_three(parse(base), parse(theirs), parse(ours)).text == wanted


def test_a_missing_final_newline_and_trailing_comments_are_merged() -> None:
    tail = "# the end\n"
    merged = run(
        message("A") + message("B").rstrip(),
        message("A", "a") + message("B").rstrip(),
        message("A") + message("B") + message("C", "c") + tail,
    )
    assert body_of(merged.text) == message("A", "a") + message("B") + message("C", "c") + tail
    last = message("B").rstrip()
    merged = run(message("A") + last, message("A", "a") + last, message("A") + message("B") + tail)
    assert body_of(merged.text) == message("A", "a") + message("B") + tail


def test_the_charset_is_that_of_the_merged_header() -> None:
    def encode(text: str, charset: str) -> PoFile:
        return parse_po(text.replace("charset=UTF-8", f"charset={charset}").encode(charset))

    base = encode(HEADER + message("A", "č") + message("B"), "iso-8859-2")
    ours = encode(HEADER + message("A", "čč") + message("B"), "iso-8859-2")
    theirs = encode(HEADER + message("A", "č") + message("B", "…"), "utf-8")
    merged = merge_three(base, ours, theirs)
    assert merged.charset == "utf-8"
    assert parse_po(merged.text.encode(merged.charset)).entries[1].msgstrs == ("čč",)


# What a catalog may hold, small enough for the sides to meet again and again.
KEYS = [Key("a"), Key("b"), Key("c"), Key("c", "menu"), Key("d")]


@st.composite
def entries(draw: st.DrawFn, key: Key) -> str:
    """Generate an entry whose translations contain its msgid, so that mix-ups are detected."""
    is_obsolete = draw(st.sampled_from([False, False, True]))
    plural = draw(st.sampled_from([None, None, f"{key.msgid}s", f"{key.msgid}z"]))
    text = draw(st.sampled_from(["", "x", "x", "y", "z"]))
    is_fuzzy = bool(text) and draw(st.sampled_from([False, False, True]))
    lines = draw(st.lists(st.sampled_from(["# one", "# two", "# three"]), unique=True, max_size=2))
    if not is_obsolete:
        lines += draw(st.lists(st.sampled_from(["#. x", "#: a.py", "#: b.py:1"]), unique=True))
    flags = ["fuzzy"] * is_fuzzy + draw(st.sampled_from([[], ["python-format"], ["no-wrap"]]))
    lines += [f"#, {', '.join(flags)}"] if flags else []
    if is_fuzzy and draw(st.booleans()):
        lines.append(f'{"#~|" if is_obsolete else "#|"} msgid "old {text}"')
    fields = [f'msgctxt "{key.context}"'] if key.context else []
    fields.append(f'msgid "{key.msgid}"')
    name = f"{key.context or ''}{key.msgid}-{text}" if text else ""
    if plural:
        fields += [f'msgid_plural "{plural}"', f'msgstr[0] "{name}"', f'msgstr[1] "{name}"']
    else:
        fields.append(f'msgstr "{name}"')
    lines += [f"#~ {field}" if is_obsolete else field for field in fields]
    return "\n" + "".join(f"{line}\n" for line in lines)


@st.composite
def catalogs(draw: st.DrawFn) -> str:
    dates = st.sampled_from(["2026-01-01 00:00+0000", "2026-02-01 00:00+0000", "soon"])
    top = make_header(
        PO_Revision_Date=draw(dates),
        Last_Translator=draw(st.sampled_from(["one", "two"])),
        Language=draw(st.sampled_from(["sl", "sl", "hr"])),
        Content_Type="text/plain; charset=UTF-8",
    )
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    return top + "".join(draw(entries(key)) for key in keys)


def by_key(po: PoFile) -> dict[Key, Entry]:
    return {entry.key: entry for entry in po.entries}


def content(entry: Entry) -> str:
    return entry.text[entry.comments_at :]


@given(catalogs(), catalogs(), catalogs())
def test_if_one_side_is_unchanged_the_result_is_the_other_side_to_the_byte(
    base: str, ours: str, theirs: str
) -> None:
    assert merge_three(parse(base), parse(ours), parse(base)).text == ours
    assert merge_three(parse(base), parse(base), parse(theirs)).text == theirs
    assert merge_three(parse(base), parse(ours), parse(ours)).text == ours


@given(catalogs(), catalogs(), catalogs())
def test_no_translation_is_moved_to_a_different_message_and_none_is_duplicated(
    base: str, ours: str, theirs: str
) -> None:
    sides = [parse(text) for text in (base, ours, theirs)]
    merged = merge_three(*sides)
    result = [entry for entry in parse(merged.text).entries if not entry.is_header]
    pairs = {(e.key, e.msgstrs) for side in sides for e in side.entries}
    assert {(entry.key, entry.msgstrs) for entry in result} <= pairs
    assert len({entry.key for entry in result}) == len(result)


@given(catalogs(), catalogs(), catalogs())
def test_nothing_that_a_translator_wrote_is_lost(base: str, ours: str, theirs: str) -> None:
    old, *sides = (by_key(parse(text)) for text in (base, ours, theirs))
    merged = merge_three(*(parse(text) for text in (base, ours, theirs)))
    result = parse(merged.text)
    for entry in (entry for side in sides for entry in side.values() if not entry.is_header):
        before = old[entry.key].msgstrs if entry.key in old else ()
        is_fuzzy_match = entry.is_fuzzy and comment_lines(entry, "#|") and not any(before)
        if not any(entry.msgstrs) or entry.msgstrs == before or is_fuzzy_match:
            continue
        kept = by_key(result)[entry.key]
        stands_beside = all(field in kept.comments for field in write_fields(entry))
        assert kept.msgstrs == entry.msgstrs or stands_beside
    assert {entry.key for entry in find_conflicts(result)} == set(merged.conflicts)


@given(catalogs(), catalogs(), catalogs())
def test_an_entry_that_no_side_changed_keeps_its_bytes(base: str, ours: str, theirs: str) -> None:
    old, *sides = (by_key(parse(text)) for text in (base, ours, theirs))
    merged = by_key(parse(merge_three(*(parse(text) for text in (base, ours, theirs))).text))
    for key, entry in old.items():
        if all(key in side and content(side[key]) == content(entry) for side in sides):
            assert content(merged[key]) == content(entry)


@given(catalogs(), catalogs(), catalogs())
def test_without_a_conflict_the_merge_is_symmetric(base: str, ours: str, theirs: str) -> None:
    def describe(text: str) -> dict[Key, object]:
        return {
            entry.key: (
                entry.is_obsolete,
                entry.plural,
                sorted(entry.msgstrs[0].split("\n")) if entry.is_header else entry.msgstrs,
                sorted(re.findall(r"[^\s,]+", content(entry).replace("#: ", ""))),
            )
            for entry in parse(text).entries
        }

    one = merge_three(parse(base), parse(ours), parse(theirs))
    other = merge_three(parse(base), parse(theirs), parse(ours))
    assert set(one.conflicts) == set(other.conflicts)
    assume(not one.conflicts)
    assert describe(one.text) == describe(other.text)
