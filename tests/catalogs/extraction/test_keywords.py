from __future__ import annotations

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.frontend import parse_keywords as babel_parse_keywords
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import KEYWORDS, parse_keywords
from kfor_i18n.catalogs.extraction.keywords import Keyword, Spec

POSITIONS = st.builds("{}{}".format, st.integers(0, 9), st.sampled_from(["", "", "c", "t"]))
TEXTS = st.builds(
    "{}{}".format,
    st.sampled_from(["_", "gettext", "tr"]),
    st.just("") | st.lists(POSITIONS, min_size=1, max_size=4).map(lambda p: ":" + ",".join(p)),
)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["tr"], None),
        (["tr:2"], (2,)),
        (["tr:1,2"], (1, 2)),
        (["tr:1c,2"], ((1, "c"), 2)),
        (["tr:1", "tr:2,2t", "tr:3c,3t"], {None: (1,), 2: (2,), 3: ((3, "c"),)}),
        (["tr", "tr:2,3,4t"], {None: None, 4: (2, 3)}),
        (["tr:1", "tr:2"], (2,)),
    ],
)
def test_keywords_are_written_as_for_xgettext(texts: list[str], expected: Keyword) -> None:
    assert parse_keywords(texts) == {"tr": expected}


@given(st.lists(TEXTS))
def test_keywords_are_parsed_as_babel_parses_them(texts: list[str]) -> None:
    assert parse_keywords(texts) == babel_parse_keywords(texts)


@pytest.mark.parametrize("text", ["tr:x", "tr:", "tr:1,", "tr:1:2", "tr:c", "tr:1x"])
def test_a_keyword_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse_keywords([text])


def test_all_functions_that_babel_knows_are_known() -> None:
    babels: dict[str, Spec | object] = dict(DEFAULT_KEYWORDS)
    assert babels.items() <= dict(KEYWORDS).items()
