"""Line breaking: opportunities to break an escaped string, and its width in columns."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def wrap_text(text: str, width: int, start: int = 0) -> list[str]:
    """Return an escaped text as lines of at most ``width`` columns.

    ``start`` is the column at which the first line begins. A piece that is wider than ``width``
    and cannot be broken becomes a longer line.
    """
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
    """Return a text's width in columns: 2 for wide, 0 for combining and format characters."""
    return len(text) if text.isascii() else sum(map(_COLUMNS.__getitem__, text))


class _Columns(dict[str, int]):
    """The width of each character in columns, computed on first use."""

    def __missing__(self, character: str) -> int:
        if _is_zero_width(character):
            columns = 0
        else:
            columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = columns
        return columns


def _is_zero_width(character: str) -> bool:
    is_jamo = "\u1160" <= character < "\u1200"
    is_mark = unicodedata.bidirectional(character) in ("NSM", "BN")
    return is_mark or is_jamo or unicodedata.category(character) == "Cf"


_COLUMNS = _Columns()

# Line breaking follows UAX #14 (Unicode Line Breaking Algorithm) as implemented in the library of
# GNU gettext. A text is mapped to a string of classes, one letter for each character, in which a
# pattern finds the unbreakable pieces. The letters are not UAX #14's:
#
# A letters and symbols, h Hebrew letters, N digits, I ideographs, O o opening punctuation
# (o: wide), C c closing punctuation (c: parentheses and square brackets), Q quotation marks,
# E ! and ?, S infix separators such as . and , (IS), Y slash, H hyphen, B break after, b break
# before, T em dash, P p prefix and postfix of a number, X nonstarters, i ellipsis, L glue,
# W word joiner, Z zero-width space, R regional indicators, M combining marks, j the backslash of
# an escape sequence.
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
    """The class letter of each character by its code point, computed on first use."""

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

_NEVER = "CcESYWZ"  # Classes that cannot begin a line, even after a space.
_ALWAYS = "QHBXiM"  # Classes that can begin a line only after a space.
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
"""By preceding classes: further classes that must stay on the same line if no space intervenes."""


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


@lru_cache(maxsize=2**14)  # Each source text occurs in every catalog.
def split_pieces(text: str) -> tuple[str, ...]:
    """Split an escaped text at every line break opportunity (UAX #14)."""
    letters = text.translate(_LETTERS).replace("jj", "jP").replace(" M", " A")
    if letters.endswith("jA") and text.endswith("\\n"):
        letters = letters[:-2] + "WA"  # Never separate the escape \n from the text before it.
    ends = [match.end() for match in _PIECE.finditer(letters)]
    bounds = zip([0, *ends], ends, strict=False)
    return tuple(text[start:end] for start, end in bounds if end > start)
