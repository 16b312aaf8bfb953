from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS
from babel.messages.frontend import parse_keywords as babel_parse_keywords
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.extraction import KEYWORDS, Keyword, parse_keywords
from kfor_i18n.catalogs.extraction.keywords import Shape
from tests.catalogs.extraction.sources import refusals, texts, write

POSITIONS = st.lists(st.integers(1, 9), min_size=1, max_size=2, unique=True)
KEYWORD_TEXTS = st.builds(
    lambda name, context, positions, arity: (
        f"{name}:" + ",".join([*context, *map(str, positions), *arity])
    ),
    st.sampled_from(["_", "gettext", "tr"]),
    st.sampled_from([[], ["7c"]]),
    POSITIONS,
    st.sampled_from([[], ["3t"], ["9t"]]),
)


@pytest.mark.parametrize(
    ("keywords", "shapes"),
    [
        (["tr"], [Shape()]),
        (["tr:2"], [Shape((2,))]),
        (["tr:1,2"], [Shape((1, 2))]),
        (["tr:1c,2"], [Shape((2,), context=1)]),
        (["tr:2t"], [Shape((1,), arity=2)]),
        (["tr:1", "tr:2,2t", "tr:3c,1,3t"], [Shape(), Shape((2,), None, 2), Shape((1,), 3, 3)]),
        (["tr", "tr:1,2"], [Shape(), Shape((1, 2))]),
        (["tr:1", "tr"], [Shape()]),
    ],
)
def test_keywords_are_written_as_for_xgettext(keywords: list[str], shapes: list[Shape]) -> None:
    assert parse_keywords(keywords) == {"tr": tuple(shapes)}


@given(KEYWORD_TEXTS)
def test_a_keyword_has_the_meaning_that_babel_gives_it(text: str) -> None:
    ((name, (shape,)),) = parse_keywords([text]).items()
    contexts = () if shape.context is None else ((shape.context, "c"),)
    spec = (*contexts, *shape.texts)
    expected = spec if shape.arity is None else {shape.arity: spec}
    assert babel_parse_keywords([text]) == {name: expected}


@pytest.mark.parametrize(
    "text",
    ["tr:x", "tr:", "tr:1,", "tr:1:2", "tr:c", "tr:1x", "tr:0", "tr:1c", "tr:1,2,3", ":1", ""],
)
def test_a_keyword_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_keywords([text])


def test_all_functions_that_babel_knows_are_known() -> None:
    babels = [
        name
        if spec is None
        else f"{name}:"
        + ",".join(str(part) if isinstance(part, int) else f"{part[0]}c" for part in spec)
        for name, spec in DEFAULT_KEYWORDS.items()
        if not isinstance(spec, dict)
    ]
    assert parse_keywords(babels).items() <= dict(KEYWORDS).items()
    assert len(babels) == len(DEFAULT_KEYWORDS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('t("uno")', ("uno", None, None)),
        ('t("due", "dues", 2)', ("due", "dues", None)),
        ('t("tre", plural, 2)', ("tre", None, None)),
        ('t("menu", "open", "opens", 2)', ("open", "opens", "menu")),
    ],
)
def test_a_call_has_the_longest_shape_that_fits_it(
    tmp_path: Path, source: str, expected: tuple[str, str | None, str | None]
) -> None:
    keywords: dict[str, Keyword] = parse_keywords(["t:1", "t:1,2", "t:1c,2,3"])
    assert texts(write(tmp_path, {"a.py": source}), keywords=keywords) == [expected]


def test_a_call_that_fits_no_shape_is_told_of_the_nearest(tmp_path: Path) -> None:
    keywords = parse_keywords(["t:1", "t:1,2"])
    write(tmp_path, {"a.py": "t(name)\nt(name, names)\n"})
    assert refusals(tmp_path, keywords=keywords) == [
        ("a.py", 1, "not-literal"),
        ("a.py", 2, "not-literal"),
        ("a.py", 2, "not-literal"),
    ]
