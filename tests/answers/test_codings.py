from __future__ import annotations

import gzip
import sys

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.answers.codings import CODINGS, IDENTITY, choose_coding
from kfor_i18n.answers.compression import Effort, encode, is_compressible

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DECODE = {
    "br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress, IDENTITY: bytes,
}  # fmt: skip

NEGOTIATION = [
    ("br, gzip", "br"),
    ("gzip, br;q=0.5", "gzip"),
    ("gzip;q=0.5, zstd;q=0.6", "zstd"),
    ("GZIP", "gzip"),
    ("x-gzip", "gzip"),
    ("*", "br"),
    ("br;q=0, *", "zstd"),
    ("br;q=0, zstd;q=0, *", "gzip"),
    ("gzip;q=0.1, *;q=0.2", "br"),
    ("identity", IDENTITY),
    ("", IDENTITY),
    ("gzip;q=0", IDENTITY),
    ("deflate, compress", IDENTITY),
    ("identity, gzip;q=0.5", IDENTITY),
    ("identity;q=0.5, gzip;q=0.5", "gzip"),
    ("identity;q=0, gzip;q=0.001", "gzip"),
    ("gzip;q=0.001", "gzip"),
    ("identity;q=0, *", "br"),
    ("*;q=0", IDENTITY),
    ("identity;q=0", IDENTITY),
    ("gzip;q=0, br;q=0, zstd;q=0, identity;q=0", IDENTITY),
    ("nonsense;;q=9,,gzip", "gzip"),
    ("gzip;q=2", IDENTITY),
    ("gzip;q=0.1234", IDENTITY),
    ("gzip ; q=1.000 ,br ; Q=0.9", "gzip"),
]


@pytest.mark.parametrize(("header", "coding"), NEGOTIATION)
def test_a_coding_is_chosen_by_rfc_9110(header: str, coding: str) -> None:
    assert choose_coding(header, CODINGS) == coding


def test_the_servers_order_decides_between_equal_weights() -> None:
    assert choose_coding("br, gzip", ["gzip", "br"]) == "gzip"
    assert choose_coding("br, gzip", ["identity", "gzip", "br"]) == "gzip"


def test_nothing_on_offer_is_identity() -> None:
    assert choose_coding("br, gzip", []) == IDENTITY


def test_an_oversized_header_is_read_at_its_beginning_only() -> None:
    assert choose_coding("gzip," + "x," * 500_000, CODINGS) == "gzip"
    assert choose_coding("x," * 500_000 + "gzip", CODINGS) == IDENTITY
    assert choose_coding("x," * 497 + "zstd,gzip;q=0", CODINGS) == "zstd"


@given(st.text())
def test_a_choice_is_always_one_on_offer(header: str) -> None:
    assert choose_coding(header, ["br", "gzip"]) in ("br", "gzip", IDENTITY)


@given(st.lists(st.sampled_from(CODINGS), unique=True))
def test_what_is_refused_is_never_chosen(refused: list[str]) -> None:
    header = ", ".join(["*", *(f"{coding};q=0" for coding in refused)])
    assert choose_coding(header, CODINGS) not in refused


@given(data=st.binary(max_size=2_000))
@pytest.mark.parametrize("effort", ["quick", "best"])
@pytest.mark.parametrize("coding", [*CODINGS, IDENTITY])
def test_what_is_encoded_can_be_decoded(data: bytes, coding: str, effort: Effort) -> None:
    encoded = encode(data, coding, effort)
    assert DECODE[coding](encoded) == data
    assert encode(data, coding, effort) == encoded


def test_only_texts_of_some_length_are_compressed() -> None:
    assert is_compressible("text/html; charset=utf-8", b"x" * 1_000)
    assert is_compressible("image/svg+xml", b"x" * 1_000)
    assert not is_compressible("image/png", b"x" * 1_000)
    assert not is_compressible("text/html", b"x" * 100)
