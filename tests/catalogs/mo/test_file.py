from __future__ import annotations

import gettext
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.mo.file import build_mo, parse_mo, read_digest, read_mo
from kfor_i18n.catalogs.problems import CatalogError
from tests import support

text = st.text(st.characters(codec="utf-8", exclude_characters="\0\4"), min_size=1)
message = st.one_of(
    st.builds(Message, text, st.tuples(text), st.none(), st.none() | text),
    st.builds(Message, text, st.lists(text, min_size=1, max_size=6).map(tuple), text),
)
HEADER = "Content-Type: text/plain; charset=UTF-8\n"


@given(st.lists(message, unique_by=lambda m: m.key))
def test_messages_survive_a_round_trip(messages: list[Message]) -> None:
    catalog = parse_mo(build_mo(messages, HEADER, digest="x"))
    assert set(catalog.messages) == set(messages)


@given(st.lists(message, unique_by=lambda m: m.key))
def test_python_finds_every_message(messages: list[Message]) -> None:
    translations = gettext.GNUTranslations(BytesIO(build_mo(messages, HEADER)))
    for wanted in messages:
        if wanted.plural is not None:
            found = translations.ngettext(wanted.msgid, wanted.plural, 1)
        elif wanted.context is not None:
            found = translations.pgettext(wanted.context, wanted.msgid)
        else:
            found = translations.gettext(wanted.msgid)
        assert found == wanted.msgstrs[0]


def test_gnu_gettext_ignores_the_digest(tmp_path: Path) -> None:
    path = tmp_path / "x.mo"
    path.write_bytes(build_mo([Message("a", ("č",))], HEADER, digest="f" * 64))
    done = subprocess.run(["msgunfmt", path], capture_output=True, text=True, check=True)
    assert 'msgid "a"\nmsgstr "č"' in done.stdout
    assert done.stderr == ""


def test_the_digest_can_be_read_from_the_end_of_the_file() -> None:
    data = build_mo([Message("a", ("b",))], HEADER, digest="abc")
    assert read_digest(data[-20:]) == "abc"
    assert read_digest(build_mo([], HEADER)) == ""


@pytest.mark.parametrize("order", ["<", ">"])
def test_both_byte_orders_can_be_read(tmp_path: Path, order: str) -> None:
    messages = [
        Message("a", ("č",)),
        Message("day", ("dan", "dneva"), plural="days"),
        Message("slug", ("polž",), context="URL slug"),
    ]
    path = tmp_path / "messages.mo"
    path.write_bytes(support.build_mo(messages, "Language: sl\nPlural-Forms: x\n", order))
    catalog = read_mo(path)
    assert set(catalog.messages) == set(messages)
    assert catalog.headers["plural-forms"] == "x"


@pytest.mark.parametrize("data", [b"", b"nonsense", b"\xde\x12\x04\x95" + b"\xff" * 24])
def test_a_file_that_is_not_a_mo_is_reported(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "messages.mo"
    path.write_bytes(data)
    with pytest.raises(CatalogError, match=r"messages\.mo"):
        read_mo(path)


@given(st.data())
def test_a_damaged_mo_is_read_or_raises_a_catalog_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(support.build_mo([Message("a", ("b",))], "Language: sl\n"))
    for position in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[position] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("mo") / "messages.mo"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        messages = read_mo(path).messages
    except CatalogError:
        return
    assert all(isinstance(found, Message) for found in messages)
