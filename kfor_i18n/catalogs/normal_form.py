"""The normal form of a .po or .pot file: the same entries, laid out as one of the usual tools does.

Every comment, flag, header and obsolete entry stays, and every text says what it said. A file in
its normal form is its own normal form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kfor_i18n.catalogs.files import lock_folder, read_po, write_atomically
from kfor_i18n.catalogs.pofile import Entry, PoFile, read_entry, split_lines
from kfor_i18n.catalogs.posyntax import PoSyntaxError
from kfor_i18n.catalogs.problems import N_, CatalogError, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.writing import (
    EXTRACTED,
    GETTEXT_WIDTH,
    PREVIOUS,
    REFERENCES,
    TRANSLATOR,
    Style,
    comment_lines,
    format_field,
    format_flags,
    kind_of,
    read_references,
)

Order = Literal["file", "reference", "msgid"]
"""How entries are sorted: as they stand, by the first place in the sources, or by msgid."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How a file is laid out.

    ``width`` is the columns that are filled, 0 for any number, ``None`` for the file's own way;
    ``reference_width`` is that of the ``#:`` lines. Line ends become LF unless the profile keeps
    them. ``sorts_flags``: they stand in GNU gettext's order, else in the file's.
    ``is_off``: nothing is changed unless it is forced.
    """

    name: str
    width: int | None = GETTEXT_WIDTH
    reference_width: int = GETTEXT_WIDTH
    keeps_line_ends: bool = False
    sorts_flags: bool = True
    is_off: bool = False


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("gettext"),
        Profile("poedit", width=None, keeps_line_ends=True),
        Profile("weblate", width=None, keeps_line_ends=True, sorts_flags=False),
        Profile("plain", width=0, reference_width=0),
        Profile("off", width=None, keeps_line_ends=True, sorts_flags=False, is_off=True),
    )
}
"""The profiles by name: three that imitate a tool, this project's own, and none."""


def choose_profile(name: str | None, width: int) -> Profile:
    """Return a profile by its name.

    Without one, it is ``plain`` where a project's files have no width, else ``gettext`` with it.
    """
    if name is not None:
        return PROFILES[name]
    if not width:
        return PROFILES["plain"]
    return replace(PROFILES["gettext"], width=width, reference_width=width)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file's text before and after; where it was left alone, both are the same.

    ``left`` says why it was, in a way that can be translated.
    """

    path: Path
    before: str
    after: str
    left: Problem | None = None

    @property
    def has_changed(self) -> bool:
        """Whether the normal form is another text."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class FormatOptions:
    """How files are formatted; ``force``: those that another tool keeps as well."""

    profile: Profile
    order: Order = "file"
    force: bool = False


def format_files(
    project: Project, options: FormatOptions, files: Sequence[Path] = (), *, check: bool = False
) -> list[Formatted]:
    """Put files into their normal form; without any, all templates and catalogs of the project.

    With ``check`` nothing is written. Raises ``CatalogError`` with all that is wrong in files that
    cannot be read; then nothing is written either.
    """
    results: list[tuple[PoFile, Formatted]] = []
    findings: list[Finding] = []
    with lock_folder(project.translations):
        for path in files or _find_files(project):
            try:
                po = read_po(path)
            except CatalogError as error:
                findings += error.findings
                continue
            left = None if options.force else _why_left(po, options.profile)
            after = po.text if left else normalise(po, options.profile, options.order)
            results.append((po, Formatted(path, po.text, after, left)))
        if findings:
            raise CatalogError(findings)
        for po, result in results:
            if result.has_changed and not check:
                write_atomically(result.path, po.encode(result.after))
    return [result for _, result in results]


def _find_files(project: Project) -> Iterator[Path]:
    for domain in project.domains:
        template = project.template(domain)
        if template.exists():
            yield template
        yield from project.catalogs(domain)


def _why_left(po: PoFile, profile: Profile) -> Problem | None:
    if profile.is_off:
        return Problem("format-off", N_("left alone, since the profile is off; see --force"))
    keeper = po.headers.get("x-generator", "").partition(" ")[0]
    if keeper.lower() not in ("poedit", "weblate"):
        return None
    problem = N_("left alone, since %(tool)s keeps it; see --force")
    return Problem("format-kept", problem, {"tool": keeper})


def normalise(po: PoFile, profile: Profile, order: Order = "file") -> str:
    """Return a file's text in its normal form.

    Obsolete entries go to the end, one blank line stands between entries, and an entry's comments
    are the translator's, the source's, the places, the flags and the earlier source, in that order.
    """
    width = _find_width(po) if profile.width is None else profile.width
    profile = replace(profile, width=width)
    live = _sort((e for e in po.entries if not e.is_obsolete), order)
    obsolete = _sort((e for e in po.entries if e.is_obsolete), order)
    blocks = [_format_entry(entry, profile) for entry in [*live, *obsolete]]
    blocks.append([line.rstrip() for line in split_lines(po.tail) if line.strip()])
    text = "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
    keeps_crlf = profile.keeps_line_ends and "\r\n" in po.text
    return text.replace("\n", "\r\n") if keeps_crlf else text


def _find_width(po: PoFile) -> int:
    """Return whether a file wraps: not if it has a line that would be broken, well past the usual.

    Asked again of the normal form, it answers the same.
    """
    entries = (e for e in po.entries if "no-wrap" not in e.flags and not _must_stay(e))
    strings = (string for entry in entries for string in _LONG_STRING.findall(entry.body))
    whole = any(len(_wrap(string, GETTEXT_WIDTH - 2)) > 1 for string in strings)
    return 0 if whole else GETTEXT_WIDTH


_LONG_STRING = re.compile(r'^[^"\n]*"(.{98,})"', re.MULTILINE)


def _sort(entries: Iterable[Entry], order: Order) -> list[Entry]:
    if order == "file":
        return list(entries)
    key = _reference_key if order == "reference" else _msgid_key
    return sorted(entries, key=lambda entry: (not entry.is_header, *key(entry)))


def _msgid_key(entry: Entry) -> tuple[str, str]:
    return entry.msgid, entry.context or ""


def _reference_key(entry: Entry) -> tuple[str, int]:
    first = next(iter(read_references(entry)), "")
    name, _, line = first.rpartition(":")
    return (name, int(line)) if line.isdecimal() and len(line) < 10 else (first, 0)


def _format_entry(entry: Entry, profile: Profile) -> list[str]:
    if entry.is_obsolete:
        entry = _without_marks(entry)
    if "no-wrap" in entry.flags:
        profile = replace(profile, width=0)
    if _must_stay(entry):
        body = [line.strip() for line in split_lines(entry.body) if line.strip()]
    else:
        body = _format_fields(_fields_of(entry), "#~ " if entry.is_obsolete else "", profile)
    return [*_format_comments(entry, profile), *body]


def _without_marks(entry: Entry) -> Entry:
    """Return an obsolete entry whose comments have no ``#~`` before their own mark."""
    comments = _OBSOLETE_COMMENT.sub("", entry.comments)
    text = comments + entry.body
    return replace(entry, text=text, comments_at=0, body_at=len(comments))


_OBSOLETE_COMMENT = re.compile(r"^[ \t]*#~[ \t]*(?=#)", re.MULTILINE)

# Tools differ on what a character's code in a string means, and on forms without a plural.
_CODE = re.compile(r"(?<!\\)(?:\\\\)*\\[0-7x]")
_FORM = re.compile(r"^(?:#~)?[ \t]*msgstr\[", re.MULTILINE)


def _must_stay(entry: Entry) -> bool:
    """Tell whether an entry's strings had better keep their bytes, since no reading is certain."""
    body = entry.body
    has_code = "\\" in body and _CODE.search(body)
    return bool(has_code or (entry.plural is None and "[" in body and _FORM.search(body)))


def _fields_of(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from _source_of(entry)
    if entry.plural is None:
        yield "msgstr", entry.msgstrs[0]
    else:
        yield from ((f"msgstr[{form}]", text) for form, text in enumerate(entry.msgstrs))


def _source_of(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.context is not None:
        yield "msgctxt", entry.context
    yield "msgid", entry.msgid
    if entry.plural is not None:
        yield "msgid_plural", entry.plural


def _format_comments(entry: Entry, profile: Profile) -> list[str]:
    mark = "#~| " if entry.is_obsolete else "#| "
    lines: dict[str, list[str]] = {kind: [] for kind in (TRANSLATOR, EXTRACTED, PREVIOUS)}
    for raw in split_lines(entry.comments):
        line = raw.lstrip(" \t").rstrip("\r\n")
        line = line[:-1] if line in ("# ", "#. ") else line
        kind = kind_of(line)
        if kind in (TRANSLATOR, EXTRACTED):
            lines[kind].append(_COMMENT.sub(r"\1 ", line))
        elif kind == PREVIOUS:
            lines[kind] += filter(None, [line[line.index("|") + 1 :].strip()])
    return [
        *lines[TRANSLATOR],
        *lines[EXTRACTED],
        *_format_places(entry, profile.reference_width),
        *format_flags(_sort_flags(entry.flags) if profile.sorts_flags else entry.flags),
        *(lines[PREVIOUS] and _format_previous(lines[PREVIOUS], mark, profile)),
    ]


def _format_places(entry: Entry, width: int) -> list[str]:
    lines: list[str] = []
    for place in _PLACE.findall(" ".join(comment_lines(entry, REFERENCES))):
        if lines and (not width or len(lines[-1]) + 1 + len(place) <= width):
            lines[-1] += f" {place}"
        else:
            lines.append(f"#: {place}")
    return lines


# A file name with spaces stands between marks that isolate it, and its line number after them.
_PLACE = re.compile(r"\u2068[^\u2069]*\u2069(?::[0-9]+)?|\S+")
_COMMENT = re.compile(r"^(#\.|#(?![.=]))(?=\S)")

_FORMATS = (
    "c", "objc", "python", "python-brace", "java", "java-printf", "csharp", "javascript", "scheme",
    "lisp", "elisp", "librep", "ruby", "sh", "awk", "lua", "object-pascal", "smalltalk", "qt",
    "qt-plural", "kde", "kde-kuit", "boost", "tcl", "perl", "perl-brace", "php", "gcc-internal",
    "gfc-internal", "ycp",
)  # fmt: skip
_FLAGS = ("fuzzy", *(f"{name}-format" for name in _FORMATS), "range:", "wrap")
_FLAG_RANKS = {name: rank for rank, name in enumerate(_FLAGS)}


def _sort_flags(flags: Sequence[str]) -> list[str]:
    """Return flags in GNU gettext's order; those that it does not know come last."""
    return sorted(dict.fromkeys(flags), key=_rank_flag)


def _rank_flag(flag: str) -> int:
    name = "range:" if flag.startswith("range:") else flag.removeprefix("no-")
    return _FLAG_RANKS.get(name, len(_FLAGS))


def _format_previous(lines: Sequence[str], prefix: str, profile: Profile) -> list[str]:
    """Return the lines of an earlier source, wrapped where they can be read as one."""
    text = "".join(f"{line}\n" for line in lines)
    forms = 'msgstr[0] ""\n' if "msgid_plural" in text else 'msgstr ""\n'
    try:
        entry = read_entry(text + forms)
    except PoSyntaxError:
        return [f"{prefix}{line}" for line in lines]
    if entry.body_at or _must_stay(entry):
        return [f"{prefix}{line}" for line in lines]
    return _format_fields(_source_of(entry), prefix, profile)


def _format_fields(fields: Iterable[tuple[str, str]], prefix: str, profile: Profile) -> list[str]:
    return [
        prefix + line
        for keyword, text in fields
        for line in _format(keyword, text, prefix, profile)
    ]


def _format(keyword: str, text: str, prefix: str, profile: Profile) -> list[str]:
    """Return a keyword and its string as lines, wrapped as GNU gettext does.

    What fits stays beside its keyword, and so does what cannot be broken.
    """
    whole = format_field(keyword, text, Style(0))
    if not profile.width:
        return whole
    width = profile.width - 2 - len(prefix)
    parts = [line[1:-1] for line in whole[1:]]
    if not parts:
        parts = [whole[0][len(keyword) + 2 : -1]]
        if len(_wrap(parts[0], width, len(keyword) + 1)) == 1:
            return whole
    return [f'{keyword} ""', *(f'"{chunk}"' for part in parts for chunk in _wrap(part, width))]


def _wrap(text: str, width: int, start: int = 0) -> list[str]:
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
