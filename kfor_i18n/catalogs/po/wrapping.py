"""Where a line may end: in what pieces a text can be wrapped, and how wide each is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def wrap_text(text: str, width: int, start: int = 0) -> list[str]:
    """Cut an escaped text where a line may end, into as few lines as its columns allow."""
    if start + 2 * len(text) <= width or (start + len(text) <= width and text.isascii()):
        return [text]
    chunks, column = [""], start
    for piece in split_pieces(text):
        columns = count_columns(piece)
        if chunks[-1] and column + columns > width:
            chunks.append("")
            column = 0
        chunks[-1] += piece
        column += columns
    return chunks


def count_columns(text: str) -> int:
    """Return how many columns a text takes on a terminal: two for a wide character."""
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


class _Columns(dict[str, int]):
    """The columns of each character, looked up once."""

    def __missing__(self, character: str) -> int:
        if _is_mark(character):
            columns = 0
        else:
            columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = columns
        return columns


def _is_mark(character: str) -> bool:
    is_jamo = "\u1160" <= character < "\u1200"
    has_none = unicodedata.bidirectional(character) in ("NSM", "BN")
    return has_none or is_jamo or unicodedata.category(character) == "Cf"


_COLUMNS = _Columns()

# Line breaking is that of Unicode's annex 14, as the library of GNU gettext has it. A text becomes
# a string of its characters' classes, a letter each, in which a pattern finds what holds together:
#
# A letters and signs, h Hebrew letters, N digits, I ideographs, O o what opens (o: wide), C c what
# closes (c: round and square brackets), Q quotation marks, E ! and ?, S points and commas, Y slash,
# H hyphen, B what a line may end with, b and begin with, T dash, P p signs before and after a
# number, X what cannot begin a line, i ellipsis, L glue, W what nothing may come loose from,
# Z zero-width space, R flags, M what is combined with the character before, j the backslash of an
# escape.
_CLASSES = {
    "Q": "\"'❛❜❝❞",
    "E": "!?؛؝؞؟۔߹！？﹖﹗︕︖",
    "S": ".,:;\u037e։،؍߸⁄︐︓︔",
    "Y": "/",
    "H": "-",
    "B": "|\u00ad।॥๚๛་၊။፡។៕‧",
    "b": "´ˈˌ˟",
    "T": "—⸺⸻",
    "P": "+±№−∓",
    "p": "%°¢‰‱′″‴‵‶‷℃℉٪؉؊؋৲৳₧₶₻₾⃀％￠﹪",
    "X": "々〻〼ぁぃぅぇぉっゃゅょゎゕゖ゛゜ゝゞァィゥェォッャュョヮヵヶ・ーヽヾ〜゠"
    "‼‽⁇⁈⁉：；﹔﹕･ｧｨｩｪｫｬｭｮｯｰﾞﾟ",
    "L": "\u00a0\u2007\u2011\u202f\u034f\u200d",
    "O": "¡¿",
    "C": "、。，．｡､﹐﹒︑︒",
    "c": ")]",
    "i": "․‥…⋯︙",
    "N": "٫٬",
    "W": "\u2060\ufeff",
    "Z": "\u200b",
    "A": "―",
    " ": " ",
    "j": "\\",
}
_CLASSES_BY_CATEGORY = {
    "Mn": "M", "Mc": "M", "Me": "M", "Cf": "M", "Zs": "B", "Ps": "O", "Pe": "C", "Pi": "Q",
    "Pf": "Q", "Sc": "P",
}  # fmt: skip


class _ClassLetters(dict[int, str]):
    """The class of each character, by its code, looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        letter = _CLASSES_BY_CATEGORY.get(unicodedata.category(character))
        is_wide = unicodedata.east_asian_width(character) in "WFH"
        if letter is None:
            letter = _classify(code, unicodedata.category(character), is_wide)
        elif letter == "O" and is_wide:
            letter = "o"
        self[code] = letter
        return letter


def _classify(code: int, category: str, is_wide: bool) -> str:
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "R"
    if code >= 0x1F000 or (is_wide and not 0x2300 <= code < 0x2C00):
        return "I"
    if 0x5D0 <= code <= 0x5F2:
        return "h"
    return {"Nd": "N", "Pd": "B"}.get(category, "A")


_LETTERS = _ClassLetters(
    {ord(character): letter for letter, text in _CLASSES.items() for character in text}
)

_NEVER = "CcESYWZ"  # What no line begins with, even after a space.
_ALWAYS = "QHBXiM"  # What no line begins with unless after a space.
_HELD = {
    "AhN": "LAhNOPjp",
    "I": "Lp",
    "c": "LAhNPjp",
    "S": "LN",
    "Y": "LNh",
    "H": "N",
    "P": "LAhNIOo",
    "p": "LAhNOo",
    "R": "LR",
    "EXiT": "L",
}
"""By what stands before: what is held to it as well, as long as no space comes between."""


def _hold(before: str, never: str, held: str) -> str:
    return f"[{before}]M*+(?: *+(?=[{never}])|(?=[{held}]))"


_PIECE = re.compile(
    " *+(?:"
    + "|".join(
        [
            "hM*+[HB]M*+(?=[^ ])",
            *(_hold(before, _NEVER, _ALWAYS + held) for before, held in _HELD.items()),
            _hold("B", _NEVER, _ALWAYS),
            _hold("C", _NEVER + "X", _ALWAYS + "LPjp"),
            _hold("T", _NEVER + "T", _ALWAYS + "L"),
            _hold("LWbj", _NEVER, "^ "),
            _hold("Q", _NEVER + "Oo", "^ "),
            "[Oo]M*+ *+",
        ]
    )
    + ")*+(?:[^ ]M*+ *+|$)"
)


@lru_cache(maxsize=2**14)  # A source stands in every catalog.
def split_pieces(text: str) -> tuple[str, ...]:
    """Cut an escaped text at every place where a line may end."""
    letters = text.translate(_LETTERS).replace("jj", "jP").replace(" M", " A")
    if letters.endswith("jA") and text.endswith("\\n"):
        letters = letters[:-2] + "WA"  # The mark of the line's end stays with what it ends.
    ends = [match.end() for match in _PIECE.finditer(letters)]
    bounds = zip([0, *ends], ends, strict=False)
    return tuple(text[start:end] for start, end in bounds if end > start)
