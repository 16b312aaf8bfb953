"""White space that belongs to a file and not to the texts in it, and segments of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.exchange.rows import Row
from kfor_i18n.catalogs.exchange.whitespace import collapse, fit_target
from kfor_i18n.catalogs.project import Project
from tests.catalogs.exchange.handouts import hand_in, hand_out, project_with, read, take_back

XLIFF_1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file{file}><body>'
    "<trans-unit{unit}>{texts}</trans-unit></body></file></xliff>"
)
XLIFF_2 = (
    '<xliff version="2.0" srcLang="en" trgLang="sl" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
    '<file id="f"{file}><unit id="u"{unit}>{texts}</unit></file></xliff>'
)
PRETTY = "<source>\n    Save\n    changes\n  </source>\n<target>\n    Shrani\n    vse\n  </target>"


def xliff_1(texts: str, *, file: str = "", unit: str = "") -> str:
    return XLIFF_1.format(file=file, unit=unit, texts=texts)


def xliff_2(texts: str, *, file: str = "", unit: str = "") -> str:
    return XLIFF_2.format(file=file, unit=unit, texts=texts)


def message(msgid: str, msgstr: str = "") -> str:
    return f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, message("Save changes"))


@pytest.mark.parametrize("text", [xliff_1(PRETTY), xliff_2(f"<segment>{PRETTY}</segment>")])
def test_white_space_of_a_layout_is_not_the_text_s(project: Project, text: str) -> None:
    result = hand_in(project, text)
    assert (result.imported, result.is_right) == (1, True)
    assert 'msgid "Save changes"\nmsgstr "Shrani vse"\n' in read(project)
    assert hand_in(project, text).unchanged == 1


def test_a_translation_is_laid_out_even_where_its_source_text_fits_on_a_line(
    project: Project,
) -> None:
    hand_in(project, xliff_1("<source>Save changes</source><target>\n Shrani\n vse\n</target>"))
    assert 'msgstr "Shrani vse"\n' in read(project)


def test_a_line_break_that_the_source_text_kept_is_the_translation_s_too(tmp_path: Path) -> None:
    project = project_with(tmp_path, message("Two\\nlines"))
    texts = "<source>\n      Two\nlines\n    </source>\n<target>\n      Dve\nvrstici\n    </target>"
    for text in (xliff_1(texts), xliff_2(f"<segment>{texts}</segment>")):
        result = hand_in(project, text, force=True)
        assert result.is_right
        assert "fuzzy" not in read(project)
        assert 'msgstr ""\n"Dve\\n"\n"vrstici"\n' in read(project)


@pytest.mark.parametrize("place", ["file", "unit"])
def test_white_space_is_the_text_s_where_an_element_around_it_preserves_it(
    tmp_path: Path, place: str
) -> None:
    project = project_with(tmp_path, message("One\\n  two"))
    texts = "<source>One\n  two</source><target>Ena\n  dva</target>"
    keeping = {place: ' xml:space="preserve"'}
    for text in (xliff_1(texts, **keeping), xliff_2(f"<segment>{texts}</segment>", **keeping)):
        hand_in(project, text, force=True)
        assert 'msgstr ""\n"Ena\\n"\n"  dva"\n' in read(project)


def test_an_element_inside_can_have_a_layout_again(project: Project) -> None:
    hand_in(project, xliff_1(PRETTY, file=' xml:space="preserve"', unit=' xml:space="default"'))
    assert 'msgstr "Shrani vse"\n' in read(project)


def test_a_text_whose_line_breaks_are_the_message_s_keeps_them_without_being_told(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path, message("One\\ntwo"))
    hand_in(project, xliff_1("<source>One\ntwo</source><target>Ena\ndva</target>"))
    assert '"Ena\\n"\n"dva"\n' in read(project)


def test_line_breaks_at_the_ends_are_the_message_s(tmp_path: Path) -> None:
    project = project_with(tmp_path, message("Save changes\\n"))
    hand_in(project, xliff_1(PRETTY))
    assert 'msgstr "Shrani vse\\n"\n' in read(project)


def test_a_translation_that_lost_line_breaks_inside_is_to_be_reviewed(tmp_path: Path) -> None:
    project = project_with(tmp_path, message("Save\\nchanges"))
    (catalog,) = hand_in(project, xliff_1(PRETTY)).catalogs
    assert catalog.imported == catalog.fuzzy != ()


def test_two_messages_that_differ_in_white_space_are_told_apart(tmp_path: Path) -> None:
    project = project_with(tmp_path, message("Save") + message("Save\\n"))
    hand_in(project, "source,target\nSave,Shrani\n")
    assert 'msgid "Save"\nmsgstr "Shrani"\n' in read(project)
    result = hand_in(project, xliff_1("<source> Save </source><target>Hrani</target>"))
    assert [found.problem.code.name for found in result.refused] == ["import-ambiguous"]


def test_a_no_break_space_is_a_character_of_the_text(project: Project) -> None:
    hand_in(project, xliff_1("<source>Save changes</source><target> Shrani\N{NBSP}vse\n</target>"))
    assert 'msgstr "Shrani\N{NBSP}vse"\n' in read(project)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_a_table_may_have_the_line_ends_of_any_system(tmp_path: Path, line_end: str) -> None:
    project = project_with(tmp_path, message("One\\ntwo") + message("Three"))
    table = 'source,target\n"One\ntwo","Ena\ndva"\nThree,"Tri\nin"\n'.replace("\n", line_end)
    (tmp_path / "theirs").write_bytes(table.encode())
    assert take_back(project, tmp_path / "theirs").imported == 2
    assert '"Ena\\n"\n"dva"\n' in read(project)
    assert '"Tri\\n"\n"in"\n' in read(project)


def test_an_exported_table_with_other_line_ends_changes_nothing(tmp_path: Path) -> None:
    project = project_with(tmp_path, message("One\\ntwo", "Ena\\ndva"))
    path = hand_out(project, "csv", ("One\ntwo", "One\r\ntwo"), ("Ena\ndva", "Ena\r\ndva"))
    result = take_back(project, path)
    assert (result.unchanged, result.is_right) == (1, True)


def test_plural_forms_are_found_in_a_layout(tmp_path: Path) -> None:
    body = (
        '\nmsgid "%(num)s new file"\nmsgid_plural "%(num)s new files"\nmsgstr[0] ""\n'
        'msgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""\n'
    )
    project = project_with(tmp_path, body)
    units = "".join(
        f'<trans-unit id="{form}"><source>\n  %(num)s new\n  file{"s" * bool(form)}\n</source>'
        f"<target>\n  %(num)s nova\n  {word}\n</target></trans-unit>"
        for form, word in enumerate(["datoteka", "datoteki", "datoteke", "datotek"])
    )
    text = (
        '<xliff version="1.2"><file><body><group restype="x-gettext-plurals">'
        f"{units}</group></body></file></xliff>"
    )
    assert hand_in(project, text).imported == 1
    assert 'msgstr[3] "%(num)s nova datotek"\n' in read(project)


@pytest.mark.parametrize("missing", ["<target/>", ""])
def test_a_unit_with_a_segment_that_has_no_translation_is_to_be_reviewed(
    tmp_path: Path, missing: str
) -> None:
    project = project_with(tmp_path, message("Save it. Go on."))
    text = xliff_2(
        "<segment><source>Save it.</source><target>Shranite.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        f"<segment><source>Go on.</source>{missing}</segment>"
    )
    (catalog,) = hand_in(project, text).catalogs
    assert len(catalog.fuzzy) == 1


@pytest.mark.parametrize(
    ("second", "fuzzy"),
    [('<mrk mtype="seg" mid="2">Naprej.</mrk>', 0), ('<mrk mtype="seg" mid="2"/>', 1), ("", 1)],
)
def test_the_segments_of_xliff_1_are_all_needed(tmp_path: Path, second: str, fuzzy: int) -> None:
    project = project_with(tmp_path, message("Save it. Go on."))
    text = xliff_1(
        '<source>Save it. Go on.</source><seg-source><mrk mtype="seg" mid="1">Save it.</mrk> '
        '<mrk mtype="seg" mid="2">Go on.</mrk></seg-source>'
        f'<target>\n<mrk mtype="seg" mid="1">Shranite.</mrk>\n{second}\n</target>'
    )
    (catalog,) = hand_in(project, text).catalogs
    assert (len(catalog.imported), len(catalog.fuzzy)) == (1, fuzzy)


spaced = st.text(st.sampled_from("ab \t\n\r\N{NBSP}"), max_size=12)


@given(source=spaced, target=spaced)
def test_a_text_in_a_file_that_keeps_white_space_comes_back_as_it_is(
    source: str, target: str
) -> None:
    assert fit_target(Row(1, source, target), source, "").text == target


@given(source=spaced, target=spaced)
def test_a_layout_changes_white_space_alone(source: str, target: str) -> None:
    row = Row(1, f"\n  {source}\n", f"\n  {target}\n", space="layout")
    fitted = fit_target(row, source, "").text
    assert collapse(fitted) == collapse(target)
    assert fit_target(row, source, fitted).text == fitted
