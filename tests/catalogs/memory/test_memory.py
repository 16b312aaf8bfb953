from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.memory.lookup import CUTOFF, Memory, find_in, fold
from kfor_i18n.catalogs.memory.segments import Segment, read_memory_file, read_segments
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import read_project
from tests.builders import CATALOG, HEADERS

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en" segtype="sentence" o-tmf="x" adminlang="en"
 datatype="plaintext" creationtool="x" creationtoolversion="1"/><body>
<tu><tuv xml:lang="en"><seg>Open the gate</seg></tuv>
<tuv xml:lang="sl"><seg>Odpri vrata</seg></tuv><tuv xml:lang="de"><seg>Tor öffnen</seg></tuv></tu>
</body></tmx>
"""
TEXTS = st.text("abcč ABC", min_size=1, max_size=12)


def open_text(root: Path, text: str) -> Catalog:
    path = root / CATALOG
    path.parent.mkdir(parents=True)
    path.write_text(HEADERS["sl"] + text, encoding="utf-8")
    return open_catalog(read_project(root), path)


def segment(source: str, target: str = "x") -> Segment:
    return Segment(source, (target,), "catalog", "messages")


def test_a_translated_message_is_a_segment(tmp_path: Path) -> None:
    catalog = open_text(tmp_path, '\nmsgctxt "menu"\nmsgid "Save"\nmsgstr "Shrani"\n')
    expected = Segment("Save", ("Shrani",), "catalog", "messages", Key("Save", "menu"))
    assert list(read_segments(catalog)) == [expected]


def test_an_obsolete_message_is_a_segment(tmp_path: Path) -> None:
    catalog = open_text(tmp_path, '\n#~ msgid "Gone"\n#~ msgstr "Preč"\n')
    assert [(s.source, s.origin) for s in read_segments(catalog)] == [("Gone", "obsolete")]


def test_a_fuzzy_translation_is_one_of_the_previous_text(tmp_path: Path) -> None:
    catalog = open_text(
        tmp_path, '\n#, fuzzy\n#| msgid "Save it"\nmsgid "Save all"\nmsgstr "Shrani"\n'
    )
    assert [(s.source, s.origin) for s in read_segments(catalog)] == [("Save it", "previous")]


@pytest.mark.parametrize(
    "text",
    [
        '\nmsgid "Save"\nmsgstr ""\n',
        '\n#, fuzzy\nmsgid "Save"\nmsgstr "Shrani"\n',
        '\n#, fuzzy\n#~ msgid "Save"\n#~ msgstr "Shrani"\n',
        '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] ""\nmsgstr[2] ""\nmsgstr[3] ""\n',
    ],
)
def test_what_is_not_translated_is_no_segment(tmp_path: Path, text: str) -> None:
    assert not list(read_segments(open_text(tmp_path, text)))


def test_segments_have_the_source_texts_of_keys(tmp_path: Path) -> None:
    english = tmp_path / CATALOG.replace("/sl/", "/en/")
    english.parent.mkdir(parents=True)
    english.write_text(f'{HEADERS["en"]}\nmsgid "save.all"\nmsgstr "Save all"\n')
    (tmp_path / "kfor-i18n.toml").write_text('source = "en"\n')
    catalog = open_text(tmp_path, '\nmsgid "save.all"\nmsgstr "Shrani vse"\n')
    assert [s.source for s in read_segments(catalog)] == ["Save all"]


def test_a_tmx_file_has_segments_in_a_language(tmp_path: Path) -> None:
    path = tmp_path / "old.tmx"
    path.write_text(TMX, encoding="utf-8")
    expected = Segment("Open the gate", ("Odpri vrata",), "file", "old.tmx")
    assert read_memory_file(path, "sl") == [expected]
    with pytest.raises(CatalogError, match="no translations into"):
        read_memory_file(path, "fr")


def test_a_file_in_another_format_is_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "old.po"
    path.write_text(f'{HEADERS["sl"]}\nmsgid "a"\nmsgstr "b"\n', encoding="utf-8")
    with pytest.raises(CatalogError, match="not a TMX file"):
        read_memory_file(path, "sl")


def test_the_most_similar_text_is_the_first() -> None:
    memory = Memory(map(segment, ["Save the file", "Save the files", "Open the door"]))
    found = memory.find("Save the file", 5)
    assert [match.segment.source for match in found] == ["Save the file", "Save the files"]
    assert found[0].score == 1
    assert 0.9 < found[1].score < 1


def test_capitals_and_white_space_are_not_the_same_text() -> None:
    (found,) = Memory([segment("Save  the File")]).find("save the file", 5)
    assert found.score == 0.99


def test_nothing_is_similar_to_an_empty_text() -> None:
    assert not Memory([segment("a")]).find(" ", 5)


def test_one_translation_is_found_once_from_several_memories() -> None:
    memories = [Memory([segment("Save files", "Shrani")]), Memory([segment("Save file", "Shrani")])]
    (found,) = find_in(memories, "Save file")
    assert found.segment.source == "Save file"


def test_of_equally_good_translations_that_of_the_first_memory_is_first() -> None:
    memories = [Memory([segment("Save", "Shrani")]), Memory([segment("Save", "Hrani")])]
    assert [m.segment.msgstrs for m in find_in(memories, "Save")] == [("Shrani",), ("Hrani",)]
    assert len(find_in(memories, "Save", limit=1)) == 1


def test_what_is_not_wanted_does_not_hide_the_same_translation() -> None:
    memories = [Memory([segment("Save", "Shrani"), segment("Saved", "Shrani")])]
    (found,) = find_in(memories, "Save", is_wanted=lambda each: each.source != "Save")
    assert found.segment.source == "Saved"


@given(st.lists(TEXTS.filter(str.strip), max_size=12), TEXTS.filter(str.strip))
def test_every_text_that_is_similar_enough_is_found(sources: list[str], text: str) -> None:
    from rapidfuzz.distance import Indel

    found = Memory(map(segment, sources)).find(text, 100)
    similar = [s for s in sources if Indel.normalized_similarity(fold(s), fold(text)) >= CUTOFF]
    assert sorted(match.segment.source for match in found) == sorted(similar)


@given(st.lists(TEXTS, max_size=8), st.lists(TEXTS, max_size=8), TEXTS)
def test_what_is_added_and_removed_is_as_if_built_so(
    kept: list[str], removed: list[str], text: str
) -> None:
    memory = Memory(map(segment, removed))
    for source in kept:
        memory.add(segment(source))
    for source in removed:
        memory.remove(segment(source, "x"))
    memory.remove(segment("not there at all"))
    assert len(memory) == len(kept)
    found = {(m.segment.source, m.score) for m in memory.find(text, 100)}
    assert found == {
        (m.segment.source, m.score) for m in Memory(map(segment, kept)).find(text, 100)
    }
