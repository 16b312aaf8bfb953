from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.answers.codings import CODINGS, IDENTITY
from kfor_i18n.answers.represent import encodings, entity_tag, negotiate, represent
from tests.answers.test_codings import DECODE

TEXT = b"<p>Kosovo Force, KFOR</p>\n" * 100
NOISE = random.Random(1).randbytes(1_000)


def test_a_text_is_in_each_coding_the_smallest_first_and_as_it_is_last() -> None:
    found = encodings("text/html", TEXT)
    assert set(found) == {*CODINGS, IDENTITY}
    sizes = [len(body) for body in found.values()]
    assert sizes == sorted(sizes)
    assert list(found)[-1] == IDENTITY
    assert all(DECODE[coding](body) == TEXT for coding, body in found.items())


@pytest.mark.parametrize(
    ("media_type", "data"),
    [("image/png", TEXT), ("text/html", TEXT[:100]), ("text/html", NOISE), ("", b"")],
    ids=["no text", "a short text", "what no coding makes smaller", "nothing"],
)
def test_a_coding_that_gains_nothing_is_left_out(media_type: str, data: bytes) -> None:
    assert encodings(media_type, data) == {IDENTITY: data}


@pytest.mark.parametrize("accepted", ["br", "gzip", "zstd", "", "gzip;q=0"])
def test_a_response_is_encoded_as_it_is_accepted(accepted: str) -> None:
    coding, body = negotiate(TEXT, accepted)
    assert coding == (accepted if accepted in CODINGS else IDENTITY)
    assert DECODE[coding](body) == TEXT
    assert negotiate(TEXT, accepted) == (coding, body)


HEADERS = [
    ("Content-Type", "text/html"),
    ("Content-Length", "1"),
    ("Content-Encoding", "x"),
    ("Date", "now"),
    ("ETag", '"x"'),
    ("Content-Language", "sl"),
]


def test_headers_of_the_bytes_are_those_of_each_representation() -> None:
    answer = represent("200 OK", HEADERS, TEXT)
    assert answer.status == "200 OK"
    for coding, variant in answer.variants.items():
        headers = dict(variant.headers)
        assert len(headers) == len(variant.headers)
        assert headers["Content-Language"] == "sl"
        assert headers["Content-Length"] == str(len(variant.body))
        assert headers.get("Content-Encoding", IDENTITY) == coding
        assert headers["ETag"] == variant.tag == f'"{entity_tag(variant.body)}"'
        assert "Date" not in headers


def test_a_response_without_a_tag_gets_none() -> None:
    answer = represent("308 PERMANENT REDIRECT", [("Location", "/sl/")], b"")
    (variant,) = answer.variants.values()
    assert (variant.headers, variant.tag) == (
        [("Location", "/sl/"), ("Content-Length", "0")],
        "",
    )


@given(st.binary(), st.binary())
def test_tags_differ_as_bytes_do(first: bytes, second: bytes) -> None:
    assert (entity_tag(first) == entity_tag(second)) == (first == second)
