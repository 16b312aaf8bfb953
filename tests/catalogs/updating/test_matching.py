from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kfor_i18n.catalogs.updating.matching import CUTOFF, Match, Source, match_messages
from kfor_i18n.catalogs.validation.placeholders import read_placeholders

PERMISSION = "You do not have permission to edit this page."
EDITS = {
    PERMISSION: "You do not have permission to change this page.",
    "The document was saved": "The document was saved.",
    "Recieved on %(date)s by our office": "Received on %(date)s by our office",
    "Open Layout Designer": "Open layout designer",
    "Choose a file to upload": "Choose one file to upload here",
    "There is nothing here": "There is nothing here. Come back when the mission has begun.",
    "Peace support since 1999. It began in June.": "Peace support since 1999",
}

WORDS = ("peace", "force", "mission", "page", "the", "of", "Kosovo", "open", "%(name)s", "%d", "5%")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
SOURCES = st.builds(
    Source, TEXTS, st.none() | TEXTS, st.none() | st.sampled_from(["menu", "title"])
)


def match_texts(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Return the matched old text of each new text that has a match."""
    matches = match_messages([Source(text) for text in old], [Source(text) for text in new])
    return {new[match.new]: old[match.old] for match in matches}


def pairs(matches: Sequence[Match]) -> list[tuple[int, int]]:
    return [(match.old, match.new) for match in matches]


@pytest.mark.parametrize(("old", "new"), EDITS.items())
def test_an_edited_message_matches_its_old_version(old: str, new: str) -> None:
    assert match_texts([old], [new]) == {new: old}


def test_each_edited_message_matches_its_old_version_among_many() -> None:
    assert match_texts(list(EDITS), list(EDITS.values())) == {
        new: old for old, new in EDITS.items()
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Yes", "No"),
        ("Save", "Safe"),
        ("Host", "Most"),
        ("Add page", "Edit page"),
        ("Page type", "Page history"),
        ("Order", "Order placed by a customer"),
        ("Delete this page", "Publish this page"),
        ("Enter a valid email address.", "The mission began in the summer of 1999."),
    ],
)
def test_a_different_message_has_no_match(old: str, new: str) -> None:
    assert match_texts([old], [new]) == {}


@pytest.mark.parametrize(("old", "new"), [("Yes", "Yes!"), ("save", "Save"), ("…", "…")])
def test_short_texts_with_the_same_letters_match(old: str, new: str) -> None:
    assert match_texts([old], [new]) == {new: old}


def test_without_messages_there_are_no_matches() -> None:
    assert match_messages([], [Source("New")]) == []
    assert match_messages([Source("Old")], []) == []


def test_an_old_message_matches_only_the_most_similar_new_message() -> None:
    nearer, farther = f"{PERMISSION}!", f"{PERMISSION} Ask for it."
    assert match_texts([PERMISSION], [farther, nearer]) == {nearer: PERMISSION}


def test_a_new_message_matches_only_the_most_similar_old_message() -> None:
    assert match_texts(["Save this page as a new one", "Save this page"], ["Save this page."]) == {
        "Save this page.": "Save this page"
    }


def test_equal_messages_are_matched_in_order() -> None:
    old = [Source("Open", context=context) for context in ("a", "b")]
    new = [Source("Open", context=context) for context in ("c", "d")]
    assert pairs(match_messages(old, new)) == [(0, 0), (1, 1)]


def test_a_message_moved_to_a_different_context_is_matched() -> None:
    (match,) = match_messages([Source("May", context="month")], [Source("May")])
    assert CUTOFF < match.score < 1


def test_the_same_context_is_preferred_if_texts_are_equal() -> None:
    old = [Source("Open", context=None), Source("Open", context="verb")]
    new = [Source("Open:", context="verb"), Source("Open:", context=None)]
    assert pairs(match_messages(old, new)) == [(1, 0), (0, 1)]


def test_the_same_context_is_preferred_if_texts_are_nearly_equal() -> None:
    old = [Source(f"{PERMISSION}..", context="menu"), Source(PERMISSION, context="title")]
    new = [Source(f"{PERMISSION}!", context="menu")]
    assert pairs(match_messages(old, new)) == [(0, 0)]


def test_a_much_more_similar_text_is_preferred_to_the_same_context() -> None:
    old = [Source("Save this new page for later", context="menu"), Source("Save this page")]
    assert pairs(match_messages(old, [Source("Save this page.", context="menu")])) == [(1, 0)]


def test_messages_with_and_without_a_plural_can_match() -> None:
    single, double = Source("%d new page was found"), Source("%d new page", "%d new pages found")
    assert pairs(match_messages([double], [Source("%d new pages found!")])) == [(0, 0)]
    assert pairs(match_messages([single], [Source("One", "%d new page was found")])) == [(0, 0)]


def test_a_message_with_a_plural_prefers_one_with_a_plural() -> None:
    old = [Source("%d page found"), Source("%d page found", "%d pages found", "list")]
    new = [Source("%d page found.", "%d pages found.", "list")]
    assert pairs(match_messages(old, new)) == [(1, 0)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Source("Welcome to our page, %(name)s"), Source("Welcome to our page, %(user)s")),
        (Source("Welcome to our page, {name}"), Source("Welcome to our page")),
        (Source("There is %d page here"), Source("There is a page here")),
        (Source("A page is here", "%(n)d pages are here"), Source("A page is here")),
    ],
)
def test_a_message_with_an_extra_placeholder_does_not_match(old: Source, new: Source) -> None:
    assert match_messages([old], [new]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Welcome to our page", "Welcome to our page, %(name)s"),
        ("%(a)s comes before %(b)s", "%(b)s comes before %(a)s"),
        ("It is 100%, and sure to be here", "It is all, and sure to be here"),
        ("It is all, and sure to be here", "It is 100%, and sure to be here"),
    ],
)
def test_a_message_whose_placeholders_all_occur_in_the_new_one_matches(old: str, new: str) -> None:
    assert match_texts([old], [new]) == {new: old}


def test_the_second_best_matches_if_the_best_has_unknown_placeholders() -> None:
    old = ["Welcome to this page, %(user)s", "Welcome to this old page"]
    assert match_texts(old, ["Welcome to this page"]) == {"Welcome to this page": old[1]}


@pytest.mark.parametrize("cutoff", [0.0, 0.5, CUTOFF, 0.9, 1.0])
def test_no_score_is_below_the_cutoff(cutoff: float) -> None:
    old, new = [Source(text) for text in EDITS], [Source(text) for text in EDITS.values()]
    matches = match_messages(old, new, cutoff=cutoff)
    assert all(cutoff <= match.score <= 1 for match in matches)
    assert cutoff < 1 or not matches


def test_an_unchanged_message_scores_1() -> None:
    source = Source("%d page", "%d pages", "list")
    assert match_messages([source], [source], cutoff=1.0) == [Match(0, 0, 1.0)]


@given(st.permutations(range(len(EDITS))), st.permutations(range(len(EDITS))))
def test_the_order_of_the_messages_does_not_matter(
    old_order: list[int], new_order: list[int]
) -> None:
    old, new = list(EDITS), list(EDITS.values())
    shuffled = match_texts([old[i] for i in old_order], [new[i] for i in new_order])
    assert shuffled == match_texts(old, new)


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "from kfor_i18n.catalogs.updating.matching import Source, match_messages\n"
        "old = [Source(f'Page {i % 7} of book {i} is open') for i in range(300)]\n"
        "new = [Source(f'Page {i % 7} of book {i} is now open') for i in range(0, 600, 2)]\n"
        "print(match_messages(old, new))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


@given(st.lists(SOURCES, max_size=12), st.lists(SOURCES, max_size=12))
def test_matches_are_one_to_one_in_order_and_have_usable_placeholders(
    old: list[Source], new: list[Source]
) -> None:
    matches = match_messages(old, new)
    assert len({match.old for match in matches}) == len(matches)
    assert [match.new for match in matches] == sorted({match.new for match in matches})
    for match in matches:
        assert CUTOFF <= match.score <= 1
        assert placeholders(old[match.old]) <= placeholders(new[match.new])


def placeholders(source: Source) -> set[str]:
    try:
        return {p for text in (source.msgid, source.plural or "") for p in read_placeholders(text)}
    except ValueError:
        return set()


@given(st.lists(SOURCES, max_size=12, unique=True))
def test_an_unchanged_message_matches_itself(sources: list[Source]) -> None:
    assert pairs(match_messages(sources, sources)) == [(i, i) for i in range(len(sources))]


def test_two_thousand_edited_messages_match_their_old_versions() -> None:
    rng = random.Random(7)
    words = ["".join(rng.choices("abdeiklmnoprstuv", k=rng.randint(3, 9))) for _ in range(600)]
    old = [rng.choices(words, k=rng.randint(5, 14)) for _ in range(2_000)]
    new = [[*text[:2], rng.choice(words), *text[3:]] for text in old]
    order = rng.sample(range(len(new)), len(new))
    matches = match_messages(
        [Source(" ".join(text)) for text in old], [Source(" ".join(new[i])) for i in order]
    )
    assert pairs(matches) == [(old_index, index) for index, old_index in enumerate(order)]
