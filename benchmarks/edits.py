"""Edits as programmers make them to messages: small, and leaving most of the meaning as it was.

Words change and go only in messages of four words and more, and come into those of three: in a
shorter one such an edit makes another message, of which nobody could say whose it was.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kfor_i18n.catalogs.updating.matching import Source

_PLAIN = re.compile(r"[^\w%{<&]*[^\W\d_]+[^\w}>;]*")
_PLACEHOLDER = re.compile(r"(?<=%\()\w+(?=\))|(?<=\{)[a-z]\w*(?=\})")
_ENDS = (".", ":", "…", "!", "")


@dataclass(frozen=True)
class Vocabulary:
    """What edits put into messages: words and sentences of real ones."""

    words: Sequence[str]
    sentences: Sequence[str]


def edit_source(source: Source, rng: random.Random, vocabulary: Vocabulary) -> tuple[str, Source]:
    """Return an edit's name and the message after it; a plural is edited as its singular is.

    The message comes back unchanged where the edit that was drawn finds nothing to change.
    """
    length = len(source.msgid.split())
    names = [name for name, kind in EDITS.items() if length >= kind.least_words]
    name = rng.choices(names, [EDITS[name].weight for name in names])[0]
    seed = rng.random()
    msgid, plural = (
        text and EDITS[name].change(text, random.Random(seed), vocabulary)
        for text in (source.msgid, source.plural)
    )
    context = rng.choice(vocabulary.words) if name == "context moved" else source.context
    return name, Source(msgid or "", plural, context)


def _replace_word(text: str, rng: random.Random, vocabulary: Vocabulary) -> str:
    return _change_word(text, rng, lambda _: rng.choice(vocabulary.words))


def _insert_word(text: str, rng: random.Random, vocabulary: Vocabulary) -> str:
    return _change_word(text, rng, lambda word: f"{rng.choice(vocabulary.words)} {word}")


def _delete_word(text: str, rng: random.Random, _: Vocabulary) -> str:
    return _change_word(text, rng, lambda _: "").replace("  ", " ").strip(" ")


def _misspell(text: str, rng: random.Random, _: Vocabulary) -> str:
    return _change_word(text, rng, lambda word: _misspell_word(word, rng), letters=4)


def _misspell_word(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    lacking, doubled = word[:at] + word[at + 1 :], word[: at + 1] + word[at:]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice([lacking, doubled, swapped])


def _change_word(
    text: str, rng: random.Random, change: Callable[[str], str], letters: int = 1
) -> str:
    words = text.split(" ")
    plain = [i for i, w in enumerate(words) if len(w) >= letters and _PLAIN.fullmatch(w)]
    if not plain:
        return text
    index = rng.choice(plain)
    words[index] = change(words[index])
    return " ".join(words)


def _change_end(text: str, rng: random.Random, _: Vocabulary) -> str:
    return text.rstrip(".:…! ") + rng.choice(_ENDS)


def _change_case(text: str, rng: random.Random, _: Vocabulary) -> str:
    convert = rng.choice([str.lower, str.capitalize])
    words = text.split(" ")
    changed = [convert(word) if _PLAIN.fullmatch(word) else word for word in words]
    return " ".join(words[:1] + changed[1:] if words[1:] else changed)


def _append_sentence(text: str, rng: random.Random, vocabulary: Vocabulary) -> str:
    return f"{text.rstrip('.:…! ')}. {rng.choice(vocabulary.sentences)}"


def _keep(text: str, _: random.Random, __: Vocabulary) -> str:
    return text


def _rename_placeholder(text: str, rng: random.Random, _: Vocabulary) -> str:
    return _PLACEHOLDER.sub(rng.choice(("name", "value", "title", "amount")), text, count=1)


class _Kind(NamedTuple):
    change: Callable[[str, random.Random, Vocabulary], str]
    least_words: int
    weight: float


EDITS = {
    "word replaced": _Kind(_replace_word, 4, 0.25),
    "word inserted": _Kind(_insert_word, 3, 0.15),
    "word deleted": _Kind(_delete_word, 4, 0.15),
    "end changed": _Kind(_change_end, 1, 0.15),
    "case changed": _Kind(_change_case, 1, 0.08),
    "sentence appended": _Kind(_append_sentence, 4, 0.08),
    "typo": _Kind(_misspell, 1, 0.13),
    "context moved": _Kind(_keep, 1, 0.02),
    "placeholder renamed": _Kind(_rename_placeholder, 1, 0.01),
}
"""The kinds of edits: what each does, from how many words on, and how often."""
