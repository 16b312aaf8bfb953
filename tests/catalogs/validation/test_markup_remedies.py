"""Each remedy that validation of markup names is followed, and ends the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogs.remedies import Edit, follow, message, remedies_in

MARKUP = ("validation/markup.py", "validation/nesting.py", "validation/tags.py")
"""The modules whose findings are tested here."""

EDITS = [
    Edit(
        "changed content of <%(name)s>; leave it as in the source",
        message("<script>f()</script> x", "<script>g()</script> y"),
        message("<script>f()</script> x", "<script>f()</script> y"),
    ),
    Edit(
        "empty <%(name)s> element; put its text inside",
        message("<b>Save</b> it", "<b></b>Shrani"), message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        "missing %(tag)s; keep the markup of the source",
        message("<b>Save</b> it", "Shrani to"), message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        "unquoted placeholder in the attribute %(name)s; enclose it in quotation marks",
        message('<a href=\\"%(url)s\\">Save</a>', "<a href=%(url)s>Shrani</a>"),
        message('<a href=\\"%(url)s\\">Save</a>', '<a href=\\"%(url)s\\">Shrani</a>'),
    ),
    Edit(
        "unexpected %(tag)s; use only the markup of the source",
        message("<b>Save</b> it", "<b>Shrani</b> <i>to</i>"),
        message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        "markup in a plain-text message; write plain characters instead of tags and character "
        "references",
        message("R and D", "<b>R</b> &amp; D"), message("R and D", "R & D"),
    ),
    Edit(
        "link inside a link; close the first link before the second one starts",
        message("<a href='/x'>a</a> <a href='/y'>b</a>", "<a href='/x'>c <a href='/y'>d</a></a>"),
        message("<a href='/x'>a</a> <a href='/y'>b</a>", "<a href='/x'>c</a> <a href='/y'>d</a>"),
    ),
    Edit(
        "unmatched </%(name)s>; remove it, or close the tags in reverse order",
        message("<b><i>a</i></b>", "<b><i>c</b></i>"),
        message("<b><i>a</i></b>", "<b><i>c</i></b>"),
    ),
    Edit(
        "unmatched </%(name)s>; remove it, or close the tags in reverse order",
        message("<b>Save</b> it", "<b>Shrani</b></i> to"),
        message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        "unclosed <%(name)s>; add </%(name)s>",
        message("<b>Save</b> it", "<b>Shrani to"), message("<b>Save</b> it", "<b>Shrani to</b>"),
    ),
    Edit(
        "misplaced <%(name)s>, which browsers would move or which would end another element; "
        "nest the elements as in the source",
        message("<p>a</p><p>b</p>", "<p>c<p>d</p></p>"),
        message("<p>a</p><p>b</p>", "<p>c</p><p>d</p>"),
    ),
    Edit(
        "misplaced text directly in <%(name)s>, which browsers would move; put it where the "
        "source has text",
        message("<table><tr><td>a</td></tr></table>", "<table>b<tr><td>c</td></tr></table>"),
        message("<table><tr><td>a</td></tr></table>", "<table><tr><td>b c</td></tr></table>"),
    ),
    Edit(
        "self-closing <%(name)s>; write a separate end tag </%(name)s>",
        message("<b>Save</b> it", "<b/>Shrani to"), message("<b>Save</b> it", "<b>Shrani to</b>"),
    ),
    Edit(
        "slash at the end of </%(name)s>; remove it",
        message("<b>Save</b> it", "<b>Shrani</b/> to"),
        message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        'invalid character reference "%(text)s"; write & as &amp;',
        message("<b>R</b> and D", "<b>R</b> &bogus; D"),
        message("<b>R</b> and D", "<b>R</b> &amp;bogus; D"),
    ),
    Edit(
        "unbalanced quotation marks in the attribute %(name)s; add the missing one or remove the "
        "extra one",
        message("<b class='x'>a</b>", "<b class='x>c</b>"),
        message("<b class='x'>a</b>", "<b class='x'>c</b>"),
    ),
    Edit(
        'invalid tag at "%(start)s"; complete the tag, or write < as &lt;',
        message("<b>Save</b> it", "<b>Shrani</b to"),
        message("<b>Save</b> it", "<b>Shrani</b> to"),
    ),
    Edit(
        'invalid tag at "%(start)s"; complete the tag, or write < as &lt;',
        message("<b>Less</b> than 5", "<b>Manj</b> kot 5: <5"),
        message("<b>Less</b> than 5", "<b>Manj</b> kot 5: &lt;5"),
    ),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.finding[:40])
def test_an_edit_that_follows_the_remedy_ends_the_finding(tmp_path: Path, edit: Edit) -> None:
    follow(tmp_path, edit)


def test_every_finding_about_markup_has_a_remedy_that_was_followed() -> None:
    assert remedies_in(*MARKUP) == {edit.finding for edit in EDITS}
