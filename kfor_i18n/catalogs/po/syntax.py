"""The grammar of .po files: patterns for entries, and a diagnosis for text that matches none."""

from __future__ import annotations

import re

from kfor_i18n.catalogs.problems import N_, Code, Problem

SYNTAX_END = Code(
    "syntax-end",
    N_("File ends in the middle of an entry"),
    N_("The last entry has no msgstr: the file is truncated or still being written."),
)


SYNTAX_ORDER = Code(
    "syntax-order",
    N_("Keyword in the wrong place"),
    N_(
        "An entry consists of msgctxt (optional), msgid, msgid_plural (optional), then "
        "msgstr, or msgstr[0], msgstr[1] and so on."
    ),
)


SYNTAX_STRING = Code(
    "syntax-string",
    # Translators: the title of a kind of finding.
    N_("Unterminated string"),
    N_(
        'Strings are enclosed in double quotes. Inside a string, write " as \\" and a newline '
        "as \\n."
    ),
)


SYNTAX = Code(
    "syntax",
    # Translators: the title of a kind of finding.
    N_("Invalid line"),
    N_(
        "In a .po file, each line is a comment, a keyword with a quoted string, or a quoted "
        "string that continues the one before. For Python and Jinja templates, the finding "
        "shows the reason given by the parser."
    ),
)


STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
"""The pattern of a quoted string on one line."""

# Whitespace separates the parts of an entry; in an obsolete entry, each line also begins with "#~".
_GAP = r"\s*+"
OLD_GAP = r"[ \t]*+(?:\r?\n\s*+\#~(?!\|)[ \t]*+)?+"


def _build_pattern(comment: str, start: str, gap: str) -> re.Pattern[str]:
    strings = rf"{STRING}(?:{gap}{STRING})*+"
    form = rf"msgstr\[[^\]\n]*+\]{gap}{strings}"
    return re.compile(
        rf"""
        (?P<blank> (?:[ \t]*+\r?\n)*+ )
        (?P<comments> (?:[ \t]*+(?:{comment})?\r?\n)*+ )
        (?P<body>
          {start}
          (?: msgctxt{gap}(?P<context>{strings}){gap} )?
          msgid{gap}(?P<msgid>{strings}){gap}
          (?: msgstr{gap}(?P<msgstr>{strings})
            | (?: msgid_plural{gap}(?P<plural>{strings}){gap} )?
              (?P<forms> {form} (?: {gap}{form} )*+ )
          )
        )
        [ \t\r]*+ (?: \n | \Z )
        """,
        re.VERBOSE,
    )


LIVE = _build_pattern(r"\#(?!~)[^\r\n]*+(?:\r(?!\n)[^\r\n]*+)*+", r"[ \t]*+", _GAP)
OLD = _build_pattern(r"\#(?:(?!~)|~\||~[ \t]*+\#)[^\r\n]*+", r"[ \t]*+\#~[ \t]*+(?=m)", OLD_GAP)
"""The patterns of a live and an obsolete entry, with the blank lines and comments before it."""


class PoSyntaxError(ValueError):
    """Text that is not a valid .po file: ``problem`` describes the error on ``line`` (from 1)."""

    def __init__(self, line: int, problem: Problem) -> None:
        """Initialize with the line (from 1) and the problem on it."""
        self.line = line
        self.problem = problem
        super().__init__(f"line {line}: {problem}")


# A carriage return ends no line, so that a comment goes on through the entries after it.
_SWALLOWED = re.compile(
    r"^[ \t]*#[^\n]*\r[ \t]*(?:#~[ \t]*)?(?:msgctxt|msgid)[ \t]*\"", re.MULTILINE
)


def require_line_feeds(text: str) -> None:
    """Raise ``PoSyntaxError`` if entries are in a comment, as lines end in carriage returns."""
    if text.count("\r") > text.count("\r\n") and (match := _SWALLOWED.search(text)):
        problem = Problem(
            SYNTAX,
            N_("lines that end in a carriage return alone, from here on; convert the line "
               "endings to line feeds"),
        )  # fmt: skip
        raise PoSyntaxError(text.count("\n", 0, match.start()) + 1, problem)


_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[^\]]*\])?)?[ \t]*(.*)")
_FOLLOWS = {
    "": ("msgctxt", "msgid"),
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[",),
    "msgstr": ("msgctxt", "msgid"),
    "msgstr[": ("msgstr[", "msgctxt", "msgid"),
}


def diagnose(text: str, position: int) -> PoSyntaxError:
    """Return the error for the first line, from ``position`` on, that the grammar does not allow.

    ``position`` is the offset in ``text`` at which no entry matches. If every line is valid, the
    error is that the text ends within an entry.
    """
    line = text.count("\n", 0, position) + 1
    last = ""
    for raw in text[position:].split("\n"):
        content = re.sub(r"^#~(?!\|)", "", raw.strip()).strip()
        if content and not content.startswith("#"):
            keyword, problem = _read_line(content, last)
            if problem:
                return PoSyntaxError(line, problem)
            last = keyword or last
        line += 1
    return PoSyntaxError(
        line - 1,
        Problem(
            SYNTAX_END, N_("the file ends in the middle of an entry; complete or remove the entry")
        ),
    )


def _read_line(content: str, last: str) -> tuple[str, Problem | None]:
    match = _KEYWORD.match(content)
    keyword, rest = (match[1] or "", match[2]) if match else ("", content)
    kind = "msgstr[" if keyword.startswith("msgstr[") else keyword
    if not rest.startswith('"'):
        problem = Problem(
            SYNTAX,
            N_("%(line)s is not a keyword followed by a quoted string; fix or remove the line"),
            {"line": repr(content[:40])},
        )
        return kind, problem
    if not re.fullmatch(rf"{STRING}(?:\s*{STRING})*", rest):
        problem = Problem(
            SYNTAX_STRING,
            N_('unterminated string; close it with ", or write " inside it as \\"'),
        )
        return kind, problem
    if (kind and kind not in _FOLLOWS[last]) or (not kind and not last):
        problem = Problem(
            SYNTAX_ORDER,
            N_("unexpected %(keyword)s; keep the order msgctxt, msgid, msgid_plural, msgstr"),
            {"keyword": keyword or content[:20]},
        )
        return kind, problem
    return kind, None
