from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.catalog import Catalog, open_catalog
from kfor_i18n.catalogs.editing import Changed, Conflict, Edit, Refused, change, digest
from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.po.file import Entry, parse_po
from kfor_i18n.catalogs.problems import CatalogError
from kfor_i18n.catalogs.project import Project, read_project

HEADER = """# Ours
msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100>=3 && n%100<=4 ? 2 : 3);\\n"
"""
SAVE = '\n# keep this\n#. Shown on the button.\n#: app.py:7\nmsgid "Save"\nmsgstr "Shrani"\n'
FUZZY = """
#, fuzzy, python-format
#| msgid "Hi, %(name)s"
msgctxt "menu"
msgid "Hello, %(name)s"
msgstr   "Zdravo, %(name)s"
"""
FILES = """
#, python-format
msgid "%(num)s file"
msgid_plural "%(num)s files"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
"""
OLD = '\n#~ msgid "Gone"\n#~ msgstr "Preč"\n'
BODY = SAVE + FUZZY + FILES + OLD
HELLO = Key("Hello, %(name)s", "menu")


def write(root: Path, body: str = BODY, header: str = HEADER) -> Path:
    path = root / "translations" / "sl" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((header + body).encode())
    return path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write(tmp_path)
    return read_project(tmp_path)


@pytest.fixture
def catalog(project: Project) -> Catalog:
    return open_catalog(project, project.catalog_path("messages", "sl"))


def text_of(catalog: Catalog) -> str:
    return catalog.path.read_bytes().decode()


def entry_of(catalog: Catalog, key: Key) -> Entry:
    entry = catalog.find(key)
    assert entry is not None
    return entry


def test_an_edit_changes_only_its_msgstr(catalog: Catalog) -> None:
    (outcome,) = change(catalog, [Edit(Key("Save"), ("Hrani",))]).outcomes
    assert isinstance(outcome, Changed)
    assert outcome.after.msgstrs == ("Hrani",)
    assert text_of(catalog) == HEADER + BODY.replace('"Shrani"', '"Hrani"')


def test_all_plural_forms_are_one_edit(catalog: Catalog) -> None:
    forms = tuple(f"%(num)s datotek{ending}" for ending in ("a", "i", "e", ""))
    change(catalog, [Edit(Key("%(num)s file"), forms)])
    found = open_catalog(catalog.project, catalog.path).find(Key("%(num)s file"))
    assert found
    assert found.msgstrs == forms


def test_a_confirmed_translation_loses_the_fuzzy_flag_and_the_previous_msgid(
    catalog: Catalog,
) -> None:
    change(catalog, [Edit(HELLO, is_fuzzy=False)])
    confirmed = FUZZY.replace("fuzzy, ", "").replace('#| msgid "Hi, %(name)s"\n', "")
    assert text_of(catalog) == HEADER + SAVE + confirmed + FILES + OLD


def test_even_an_invalid_translation_can_be_made_fuzzy(project: Project) -> None:
    path = write(project.root, '\n#, python-format\nmsgid "%(a)s"\nmsgstr "%(b)s"\n')
    (outcome,) = change(open_catalog(project, path), [Edit(Key("%(a)s"), is_fuzzy=True)]).outcomes
    assert isinstance(outcome, Changed)
    assert "#, fuzzy, python-format" in path.read_text(encoding="utf-8")


def test_a_comment_can_be_replaced(catalog: Catalog) -> None:
    change(catalog, [Edit(Key("Save"), comment="as in Word\n\n2026")])
    assert text_of(catalog) == HEADER + BODY.replace("# keep this", "# as in Word\n#\n# 2026")


def test_a_translation_can_be_removed(catalog: Catalog) -> None:
    change(catalog, [Edit(HELLO, ("",), is_fuzzy=True)])
    entry = entry_of(open_catalog(catalog.project, catalog.path), HELLO)
    assert (entry.msgstrs, entry.is_fuzzy) == (("",), False)


def test_edits_are_independent_and_each_has_an_outcome(catalog: Catalog) -> None:
    outcomes = change(
        catalog,
        [
            Edit(HELLO, ("Zdravo, %(ime)s",), is_fuzzy=False),
            Edit(Key("Save"), ("Hrani",)),
            Edit(Key("Gone"), ("Odšlo",)),
            Edit(Key("Unknown"), ("Neznano",)),
        ],
    ).outcomes
    assert [type(outcome) for outcome in outcomes] == [Refused, Changed, Conflict, Conflict]
    refused, _, gone, _ = outcomes
    assert isinstance(refused, Refused)
    assert refused.problem.code.name == "placeholder-foreign"
    assert isinstance(gone, Conflict)
    assert gone.entry is None
    assert text_of(catalog) == HEADER + BODY.replace('"Shrani"', '"Hrani"')


def test_an_entry_that_changed_since_it_was_seen_is_not_overwritten(catalog: Catalog) -> None:
    seen = digest(entry_of(catalog, Key("Save")))
    write(catalog.project.root, BODY.replace('"Shrani"', '"Shranite"'))
    (outcome,) = change(catalog, [Edit(Key("Save"), ("Hrani",), seen=seen)]).outcomes
    assert isinstance(outcome, Conflict)
    assert outcome.entry
    assert outcome.entry.msgstrs == ("Shranite",)
    assert '"Shranite"' in text_of(catalog)
    (outcome,) = change(catalog, [Edit(Key("Save"), ("Hrani",))]).outcomes
    assert isinstance(outcome, Changed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Shrani"', '"Hrani"'),
        ("# keep this", "# keep that"),
        ("#: app.py:7\n", "#: app.py:7\n#, fuzzy\n"),
        ('msgid "Save"\nmsgstr "Shrani"', 'msgid "Save"\nmsgid_plural "X"\nmsgstr[0] "Shrani"'),
    ],
)
def test_the_digest_changes_with_the_parts_that_translators_see_and_edit(
    project: Project, old: str, new: str
) -> None:
    before, after = (
        digest(open_catalog(project, write(project.root, text)).live[0])
        for text in (SAVE, SAVE.replace(old, new))
    )
    assert before != after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("app.py:7", "app.py:93 other.html"),
        ("#. Shown on the button.", "#. Shown on two buttons."),
        ('msgstr "Shrani"', 'msgstr ""\n"Shra"\n"ni"'),
    ],
)
def test_the_digest_does_not_depend_on_the_sources(project: Project, old: str, new: str) -> None:
    before, after = (
        digest(open_catalog(project, write(project.root, text)).live[0])
        for text in (SAVE, SAVE.replace(old, new))
    )
    assert before == after


def test_a_second_edit_of_the_same_message_is_a_conflict(catalog: Catalog) -> None:
    outcomes = change(catalog, [Edit(Key("Save"), ("A",)), Edit(Key("Save"), ("B",))]).outcomes
    assert [type(outcome) for outcome in outcomes] == [Changed, Conflict]
    conflict = outcomes[1]
    assert isinstance(conflict, Conflict)
    assert conflict.problem.code.name == "edit-conflict"
    assert 'msgstr "A"' in text_of(catalog)


@pytest.mark.parametrize(
    ("key", "forms"),
    [
        (Key("Save"), ()),
        (Key("Save"), ("A", "B")),
        (Key("Save"), ("", "")),
        (Key("%(num)s file"), ()),
        (Key("%(num)s file"), ("%(num)s datoteka",)),
        (Key("%(num)s file"), ("%(num)s datotek",) * 5),
    ],
)
def test_forms_that_do_not_fit_a_message_are_rejected_and_stop_no_other_edit(
    catalog: Catalog, key: Key, forms: tuple[str, ...]
) -> None:
    outcomes = change(catalog, [Edit(key, forms), Edit(HELLO, is_fuzzy=False)]).outcomes
    assert [type(outcome) for outcome in outcomes] == [Refused, Changed]
    refused = outcomes[0]
    assert isinstance(refused, Refused)
    assert refused.problem.code.name in ("form-count", "incomplete-forms")


def test_slugs_are_compared_with_the_slugs_after_all_edits(project: Project) -> None:
    body = "".join(
        f'\nmsgctxt "URL slug"\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'
        for msgid, msgstr in (("languages", "jeziki"), ("about", "o-nas"))
    )
    project = replace(project, slug_contexts=("URL slug",))
    catalog = open_catalog(project, write(project.root, body))
    languages, about = Key("languages", "URL slug"), Key("about", "URL slug")
    (outcome,) = change(catalog, [Edit(languages, ("o-nas",))]).outcomes
    assert isinstance(outcome, Refused)
    outcomes = change(catalog, [Edit(languages, ("o-nas",)), Edit(about, ("jeziki",))]).outcomes
    assert [type(outcome) for outcome in outcomes] == [Changed, Changed]


def test_a_character_that_does_not_fit_the_charset_is_rejected(project: Project) -> None:
    header = HEADER.replace("charset=utf-8", "charset=iso-8859-1").replace("# Ours\n", "")
    catalog = open_catalog(project, write(project.root, '\nmsgid "A"\nmsgstr "a"\n', header))
    for edit in (Edit(Key("A"), ("č",)), Edit(Key("A"), comment="č")):
        (outcome,) = change(catalog, [edit]).outcomes
        assert isinstance(outcome, Refused)
        assert outcome.problem.code.name == "import-charset"


def test_a_percent_sign_in_an_edit_is_validated(project: Project) -> None:
    body = '\n#: page.html\nmsgid "half"\nmsgstr "pol"\n'
    catalog = open_catalog(project, write(project.root, body))
    (outcome,) = change(catalog, [Edit(Key("half"), ("50 %",))]).outcomes
    assert isinstance(outcome, Refused)


def test_check_has_the_same_outcomes_and_writes_nothing(catalog: Catalog) -> None:
    (outcome,) = change(catalog, [Edit(Key("Save"), ("Hrani",))], check=True).outcomes
    assert isinstance(outcome, Changed)
    assert text_of(catalog) == HEADER + BODY


def test_a_file_that_was_broken_meanwhile_is_left_unchanged(catalog: Catalog) -> None:
    catalog.path.write_text("msgid no string\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"messages\.po:1"):
        change(catalog, [Edit(Key("Save"), ("Hrani",))])
    assert text_of(catalog) == "msgid no string\n"


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(edits=st.dictionaries(st.integers(0, 4), texts), newline=st.sampled_from(["\n", "\r\n"]))
def test_no_edit_touches_another_entry(
    tmp_path_factory: pytest.TempPathFactory, edits: dict[int, str], newline: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    body = "".join(f'\n#: a.py\n# n{i}\nmsgid  "m{i}"\nmsgstr\t"t{i}"\n' for i in range(5)) + OLD
    path = write(root, body.replace("\n", newline), HEADER.replace("\n", newline))
    project = read_project(root)
    before = open_catalog(project, path)
    outcomes = change(before, [Edit(Key(f"m{i}"), (text,)) for i, text in edits.items()]).outcomes
    after = open_catalog(project, path)
    made = {o.edit.key: o.edit.msgstrs for o in outcomes if isinstance(o, Changed)}
    for old, new in zip(before.po.entries, after.po.entries, strict=True):
        if old.key in made:
            assert new.msgstrs == made[old.key]
        else:
            assert new.text == old.text


@given(edits=st.dictionaries(st.integers(0, 4), texts))
def test_an_edited_catalog_is_what_its_file_now_says(
    tmp_path_factory: pytest.TempPathFactory, edits: dict[int, str]
) -> None:
    root = tmp_path_factory.mktemp("any")
    body = "".join(f'\nmsgid "m{i}"\nmsgstr "t{i}"\n' for i in range(5)) + OLD
    path = write(root, body)
    catalog = open_catalog(read_project(root), path)
    wanted = [Edit(Key(f"m{i}"), (text,)) for i, text in edits.items()]
    edited = change(catalog, wanted, fields={"Last-Translator": "A <a@example.org>"}).catalog
    parsed = parse_po(path.read_bytes())
    assert [entry.text for entry in edited.po.entries] == [entry.text for entry in parsed.entries]
    assert edited.po.text == parsed.text
    lines = [parsed.line_of(entry) for entry in parsed.entries]
    assert [edited.po.line_of(entry) for entry in edited.po.entries] == lines
