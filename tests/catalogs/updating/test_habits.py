from __future__ import annotations

import pytest

from kfor_i18n.catalogs.updating.merging import MergeOptions, merge
from tests.builders import HEADERS, body_of, parse

TEMPLATE = (
    HEADERS["en"]
    + '\n#: app.py:3 app.py:9 b.py:1\nmsgid "Hello"\nmsgstr ""\n'
    + '\n#: b.py:2\nmsgid "New"\nmsgstr ""\n'
)


@pytest.mark.parametrize(
    ("before", "hello", "new"),
    [
        ("", "", ""),
        ("#: old.py\n", "#: app.py b.py\n", "#: b.py\n"),
        ("#: old.py:1\n", "#: app.py:3 app.py:9 b.py:1\n", "#: b.py:2\n"),
    ],
    ids=["none", "files", "lines"],
)
def test_a_catalog_keeps_its_habit_of_references(before: str, hello: str, new: str) -> None:
    catalog = parse(HEADERS["sl"] + f'\n{before}msgid "Hello"\nmsgstr "Živjo"\n')
    merged = merge(catalog, parse(TEMPLATE))
    assert body_of(merged.text) == (
        f'\n{hello}msgid "Hello"\nmsgstr "Živjo"\n\n{new}msgid "New"\nmsgstr ""\n'
    )
    assert merge(parse(merged.text), parse(TEMPLATE)).text == merged.text


def test_a_catalog_without_messages_has_no_habit() -> None:
    assert "#: app.py:3" in merge(parse(HEADERS["sl"]), parse(TEMPLATE)).text


def test_a_catalog_without_references_is_not_touched_by_moved_messages() -> None:
    text = HEADERS["sl"] + '\nmsgid "Hello"\nmsgstr "Živjo"\n\nmsgid "New"\nmsgstr "Novo"\n'
    assert merge(parse(text), parse(TEMPLATE)).text == text


def test_without_fuzzy_matching_new_messages_stay_untranslated() -> None:
    catalog = parse(HEADERS["sl"] + '\nmsgid "The file was saved"\nmsgstr "Shranjeno"\n')
    template = parse(HEADERS["en"] + '\nmsgid "The files were saved"\nmsgstr ""\n')
    assert merge(catalog, template).matched
    merged = merge(catalog, template, MergeOptions(no_fuzzy_matching=True))
    assert (merged.matched, len(merged.added), len(merged.obsoleted)) == ((), 1, 1)
    assert '\nmsgid "The files were saved"\nmsgstr ""\n' in merged.text


def test_obsolete_messages_can_be_dropped() -> None:
    catalog = parse(
        HEADERS["sl"] + '\nmsgid "Gone"\nmsgstr "Proč"\n\n#~ msgid "Old"\n#~ msgstr "Staro"\n'
    )
    merged = merge(catalog, parse(HEADERS["en"]), MergeOptions(ignore_obsolete=True))
    assert body_of(merged.text) == ""
    assert [key.msgid for key in merged.dropped] == ["Gone"]


def test_a_catalog_that_wraps_at_the_width_of_the_settings_stays_so() -> None:
    """Another tool may break a line at another place, but no earlier than that."""
    long = "word " * 22 + "end"
    text = f'{HEADERS["sl"]}\nmsgid ""\n"{long}, "\n"and more"\nmsgstr ""\n'
    template = parse(
        text + f'\nmsgid "{long} of the new one, which goes on for a while"\nmsgstr ""\n'
    )
    merged = merge(parse(text), template, MergeOptions(width=120, no_fuzzy_matching=True))
    added = merged.text.removeprefix(text)
    assert 98 < max(map(len, added.split("\n"))) <= 120
