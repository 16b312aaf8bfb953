"""An application is shown what its catalogs say at this moment, and what is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.project import Project
from kfor_i18n.tracking.texts import Found
from kfor_i18n.workbench.live.catalogs import Catalogs
from kfor_i18n.workbench.live.journal import Address, Draft
from tests.builders import HEADERS, catalog_of, make_project, write_catalog

TEXT = f"""{HEADERS["sl"]}
msgid "Save"
msgstr "Shrani"

msgid "Hello %(name)s"
msgstr "Pozdrav %(neme)s"

#, fuzzy
msgid "Open"
msgstr "Odpri"

msgid "Close"
msgstr ""

msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d dan"
msgstr[1] "%(num)d dneva"
msgstr[2] "%(num)d dnevi"
msgstr[3] "%(num)d dni"
"""
Drafts = dict[Address, Draft]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, TEXT)


@pytest.fixture
def drafts() -> Drafts:
    return {}


@pytest.fixture
def catalogs(project: Project, drafts: Drafts) -> Catalogs:
    return Catalogs(project, drafts)


def show(
    catalogs: Catalogs, msgid: str, plural: str | None = None, number: int | None = None
) -> str | None:
    found = catalogs.find("messages", "sl", Key(msgid), plural, number)
    return found.text if found else None


def address(msgid: str) -> Address:
    return Address("sl", "messages", Key(msgid))


@pytest.mark.parametrize(
    ("msgid", "shown"),
    [
        ("Save", Found("Shrani", is_translated=True)),
        ("Hello %(name)s", Found("Hello %(name)s", is_translated=False)),
        ("Open", Found("Open", is_translated=False)),
        ("Close", Found("Close", is_translated=False)),
        ("Unknown", None),
    ],
)
def test_only_what_may_be_shown_is_shown(
    catalogs: Catalogs, msgid: str, shown: Found | None
) -> None:
    assert catalogs.find("messages", "sl", Key(msgid), None, None) == shown


@pytest.mark.parametrize(
    ("number", "text"), [(1, "dan"), (2, "dneva"), (3, "dnevi"), (5, "dni"), (101, "dan")]
)
def test_a_plural_is_shown_in_the_form_for_its_number(
    catalogs: Catalogs, number: int, text: str
) -> None:
    assert show(catalogs, "%(num)d day", "%(num)d days", number) == f"%(num)d {text}"
    assert show(catalogs, "%(num)d day", "%(num)d weeks", number) is None
    assert show(catalogs, "%(num)d day") is None


def test_other_locales_and_domains_are_the_applications(catalogs: Catalogs) -> None:
    assert catalogs.find("messages", "sl_SI", Key("Save"), None, None)
    assert catalogs.find("messages", "de", Key("Save"), None, None) is None
    assert catalogs.find("wtforms", "sl", Key("Save"), None, None) is None


def test_a_draft_is_shown_at_once(catalogs: Catalogs, drafts: Drafts) -> None:
    drafts[address("Close")] = Draft(("Zapri",))
    assert show(catalogs, "Close") == "Zapri"
    drafts[address("Close")] = Draft(("Zapri zdaj",), is_fuzzy=True)
    assert show(catalogs, "Close") == "Zapri zdaj"
    del drafts[address("Close")]
    assert show(catalogs, "Close") == "Close"


def test_a_draft_that_may_not_be_shown_leaves_the_last_text_that_might(
    catalogs: Catalogs, drafts: Drafts
) -> None:
    for typed, shown in [
        ("Shrani <i>", "Shrani"),
        ("Shrani vse", "Shrani vse"),
        ("Shrani vse <a href=x>", "Shrani vse"),
        ("Shrani <b>vse</b>", "Shrani vse"),
        ("", "Save"),
    ]:
        drafts[address("Save")] = Draft((typed,))
        assert show(catalogs, "Save") == shown


def test_a_plural_is_shown_when_all_of_its_forms_are_there(
    catalogs: Catalogs, drafts: Drafts
) -> None:
    forms = ("%(num)d d", "%(num)d da", "%(num)d di", "")
    drafts[address("%(num)d day")] = Draft(forms)
    assert show(catalogs, "%(num)d day", "%(num)d days", 2) == "%(num)d dneva"
    drafts[address("%(num)d day")] = Draft((*forms[:3], "%(num)d x"))
    assert show(catalogs, "%(num)d day", "%(num)d days", 2) == "%(num)d da"


def test_a_file_that_another_editor_saves_is_read(project: Project, catalogs: Catalogs) -> None:
    assert catalogs.refresh() == []
    write_catalog(project.root, TEXT.replace("Shrani", "Hrani"))
    ((state, keys),) = catalogs.refresh(is_settled=False)
    assert (state.id, keys) == ("sl.messages", {Key("Save")})
    assert show(catalogs, "Save") == "Hrani"


def test_a_file_is_read_when_it_was_the_same_twice(project: Project, catalogs: Catalogs) -> None:
    catalogs.refresh()
    write_catalog(project.root, TEXT.replace("Shrani", "Hrani"))
    assert catalogs.refresh() == []
    assert len(catalogs.refresh()) == 1


def test_while_a_file_cannot_be_parsed_its_last_good_state_stays(
    project: Project, catalogs: Catalogs
) -> None:
    write_catalog(project.root, TEXT + 'msgid "broken\n')
    ((state, _),) = catalogs.refresh(is_settled=False)
    assert state.problems[0].path == catalog_of(project)
    assert state.problems[0].line
    assert show(catalogs, "Save") == "Shrani"
    write_catalog(project.root, TEXT)
    ((state, _),) = catalogs.refresh(is_settled=False)
    assert state.problems == ()
    assert show(catalogs, "Save") == "Shrani"


def test_catalogs_that_appear_and_go_are_noticed(project: Project, catalogs: Catalogs) -> None:
    path = write_catalog(project.root, HEADERS["ja"] + '\nmsgid "Save"\nmsgstr "保存"\n', "ja")
    assert [state.folder for state, _ in catalogs.refresh(is_settled=False)] == ["ja"]
    assert catalogs.find("messages", "ja", Key("Save"), None, None)
    path.unlink()
    assert [state.folder for state, _ in catalogs.refresh(is_settled=False)] == ["ja"]
    assert catalogs.find("messages", "ja", Key("Save"), None, None) is None
