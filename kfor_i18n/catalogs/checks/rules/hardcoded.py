"""Check for hard-coded text in Jinja templates, which no catalog can translate.

A Jinja template is converted to HTML in which one character stands for each expression or
statement; what browsers show of that HTML is text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePath

from jinja2 import Environment, TemplateSyntaxError

from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.collecting import extraction_options
from kfor_i18n.catalogs.extraction import ExtractionOptions
from kfor_i18n.catalogs.extraction.errors import undecodable, unreadable
from kfor_i18n.catalogs.extraction.mapping import read_rules
from kfor_i18n.catalogs.extraction.sources import find_files
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, cut
from kfor_i18n.catalogs.project import Project

HARDCODED = Code(
    "hardcoded",
    N_("Text in a template that cannot be translated"),
    N_(
        "Text that stands in a template as it is reads the same in every language. Put it into "
        "a gettext call or a trans block. Looked at is what a reader meets: text outside of "
        "code, the attributes title, alt, placeholder, label and aria-label, a button's value, "
        "a page's description. Words that are no language, such as a brand, are named in "
        "hardcoded-ignore; a single line is marked."
    ),
    severity="warning",
)


_FAILURES = (OSError, UnicodeDecodeError, LookupError, TemplateSyntaxError)
# Files with these suffixes are not shown to readers, or only partly and not as HTML.
_OTHER_FORMATS = frozenset({
    ".conf", ".css", ".ini", ".js", ".json", ".py", ".sh", ".sql", ".toml", ".xml", ".yaml", ".yml",
})  # fmt: skip
_JINJA_SUFFIXES = frozenset({".j2", ".jinja", ".jinja2"})


@project_check(HARDCODED)
def find_in_project(project: Project) -> Iterator[Finding]:
    """Check the Jinja templates in all mapping files of the project."""
    options = extraction_options(project)
    for name, domain in project.domains.items():
        if domain.mapping:
            for finding in find_hardcoded(
                project.root, domain.mapping, options=options[name],
                ignored=project.check.hardcoded_ignore,
            ):  # fmt: skip
                yield replace(finding, path=project.root / finding.path)


def find_hardcoded(
    root: Path,
    mapping: Path,
    *,
    options: ExtractionOptions | None = None,
    ignored: Collection[str] = (),
) -> list[Finding]:
    """Return findings of hard-coded text in the Jinja templates of a mapping file.

    ``options`` are the extraction options, including the delimiters; ``ignored`` are words that
    need no translation. The findings are ordered by file and line, with paths relative to ``root``.
    Templates that cannot be read are findings too. Raises ``ExtractionError`` if the mapping file
    cannot be used.
    """
    options = options or ExtractionOptions()
    rules = read_rules(root, mapping, options)
    if not any(rule.is_jinja for rule in rules):
        return []
    tree = find_files(root, rules, include=options.include, ignored=options.ignored)
    findings = list(tree.unreadable)
    layouts: list[tuple[Path, _Layout]] = []
    for path, rule in ((Path(name), rule) for name, rule in tree.files):
        if rule.is_jinja and not rule.fault and _is_for_readers(path):
            try:
                source = (root / path).read_bytes().decode(rule.options.get("encoding", "utf-8"))
                layouts.append((path, _lay_out(source, rule.make_environment(root))))
            except _FAILURES as error:
                findings.append(Finding(path, *_explain(error)))
    # A block that is inside a tag or a script in one template is not text in any other.
    code = {name for _, layout in layouts for name in layout.find_code_blocks()}
    not_language = _compile_ignored(ignored)
    for path, layout in layouts:
        for line, text in _find_lines(layout, code, not_language):
            problem = Problem(HARDCODED, _MSGID, {"text": text, "escape": layout.escape})
            findings.append(Finding(path, line, problem))
    return sorted(findings, key=lambda finding: (finding.path.as_posix(), finding.line or 0))


_MSGID = N_(
    '"%(text)s" cannot be translated; put it into a gettext call or a trans block, or mark the '
    "line with %(escape)s"
)


def _is_for_readers(path: PurePath) -> bool:
    suffixes = [suffix for suffix in path.suffixes if suffix not in _JINJA_SUFFIXES]
    return not suffixes or suffixes[-1].lower() not in _OTHER_FORMATS


def _explain(error: Exception) -> tuple[int | None, Problem]:
    if isinstance(error, UnicodeDecodeError):
        return undecodable(error)
    if isinstance(error, TemplateSyntaxError):
        problem = Problem(
            SYNTAX,
            N_("is no valid template: %(reason)s; mend the line"),
            {"reason": error.message or type(error).__name__},
        )
        return error.lineno, problem
    return None, unreadable(error)


_EXPRESSION, _STATEMENT = "\ufffc", "\x00"
_BEGINS = frozenset({"block_begin", "linestatement_begin"})
_ENDS = frozenset({"block_end", "linestatement_end"})
_EXEMPT = re.compile(r"\s*i18n:\s*ignore\b")


@dataclass
class _Block:
    """A block's name and its position in a layout, as offsets."""

    name: str
    start: int
    end: int = -1


@dataclass
class _Layout:
    """A Jinja template as HTML in which single characters stand for expressions and statements.

    ``starts`` are the offsets of the ``pieces`` in the HTML, ``lines`` their lines in the template.
    ``exempt`` are the lines marked with the comment ``escape``.
    """

    escape: str
    size: int = 0
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    exempt: set[int] = field(default_factory=set)
    blocks: list[_Block] = field(default_factory=list)
    opened: list[_Block] = field(default_factory=list)

    @cached_property
    def html(self) -> str:
        """The whole HTML; read it only after all pieces are added."""
        return "".join(self.pieces)

    def add(self, piece: str, line: int) -> None:
        """Add text, or the character that stands for an expression or statement."""
        self.pieces.append(piece)
        self.starts.append(self.size)
        self.lines.append(line)
        self.size += len(piece)

    def add_statement(self, words: Sequence[str], line: int) -> None:
        """Add a statement, given as the names in it; a block statement opens or closes a block."""
        if words[:1] == ["block"] and len(words) > 1:
            self.opened.append(_Block(words[1], self.size))
            self.blocks.append(self.opened[-1])
        elif words[:1] == ["endblock"] and self.opened:
            self.opened.pop().end = self.size
        self.add(_STATEMENT, line)

    def line_at(self, offset: int) -> int:
        """Return the line in the template, from 1, of an offset in the HTML."""
        piece = bisect_right(self.starts, offset) - 1
        return self.lines[piece] + self.html.count("\n", self.starts[piece], offset)

    def find_code_blocks(self) -> Iterator[str]:
        """Yield the names of blocks inside a tag, or inside an element that contains code."""
        matches = list(_MARKUP.finditer(self.html))
        starts = [match.start() for match in matches]
        for block in self.blocks:
            before = bisect_right(starts, block.start) - 1
            if before >= 0 and block.start < matches[before].end():
                yield block.name


def _lay_out(source: str, environment: Environment) -> _Layout:
    """Convert a template to a layout. Raises ``TemplateSyntaxError`` if it cannot be tokenized."""
    begin, end = environment.comment_start_string, environment.comment_end_string
    layout = _Layout(f"{begin} i18n: ignore {end}")
    words: list[str] = []
    is_translated = False
    for line, kind, value in environment.lex(environment.preprocess(source)):
        if kind == "data" and not is_translated:
            layout.add(value, line)
        elif kind == "variable_begin" and not is_translated:
            layout.add(_EXPRESSION, line)
        elif kind == "comment" and _EXEMPT.match(value):
            layout.exempt.add(line)
        elif kind in _BEGINS:
            words = []
        elif kind == "name":
            words.append(value)
        elif kind in _ENDS:
            layout.add_statement(words, line)
            is_translated = words[:1] == ["trans"] or (is_translated and words[:1] != ["endtrans"])
    return layout


# A quoted value ends at its closing quote. Text with both a tag and a statement is not a value: a
# branch has split the quotes.
_ATTRIBUTES = r"""(?:[^>"']|"[^"\x00]*"|"[^"<]*"|'[^'\x00]*'|'[^'<]*')*+>"""
_MARKUP = re.compile(
    rf"""
    <!--.*?(?:-->|\Z) | <[!?][^>]*>
    | <(?P<code>script|style|code|pre|kbd|samp|var|tt)\b{_ATTRIBUTES}.*?(?:</(?P=code)\s*>|\Z)
    | <(?P<kept>[a-z][\w-]*)\s[^>]*?\btranslate=["']?no\b[^>]*>.*?(?:</(?P=kept)\s*>|\Z)
    | <(?P<name>[a-z][^\s/>\x00]*)(?P<attributes>{_ATTRIBUTES}) | </?[a-z][^>]*>
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<key>[^\s"'<>/=\x00]+)\s*=\s*["']?(?P<value>(?<=")[^"]*|(?<=')[^']*|[^\s"'>]+)"""
)
_BETWEEN_STATEMENTS = re.compile(f"[^{_STATEMENT}]+")
_SPOKEN = frozenset({
    "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription",
    "aria-valuetext", "placeholder", "title",
})  # fmt: skip
_LABELLED = frozenset({"optgroup", "option", "track"})
_BUTTONS = frozenset({"button", "reset", "submit"})
_DESCRIPTIONS = frozenset({
    "apple-mobile-web-app-title", "application-name", "description", "keywords", "og:description",
    "og:image:alt", "og:site_name", "og:title", "twitter:description", "twitter:image:alt",
    "twitter:title",
})  # fmt: skip


def _find_texts(html: str) -> Iterator[tuple[int, str]]:
    """Yield the texts that readers see or hear, each with its offset."""
    position = 0
    for match in _MARKUP.finditer(html):
        yield from _split(html, position, match.start())
        if match["name"]:
            yield from _find_spoken(match)
        position = match.end()
    yield from _split(html, position, len(html))


def _split(html: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _BETWEEN_STATEMENTS.finditer(html, start, end):
        yield match.start(), match[0]


def _find_spoken(tag: re.Match[str]) -> Iterator[tuple[int, str]]:
    matches = list(_ATTRIBUTE.finditer(tag["attributes"]))
    values = {match["key"].lower(): match["value"].lower() for match in matches}
    for match in matches:
        if _is_spoken(tag["name"].lower(), match["key"].lower(), values):
            yield tag.start("attributes") + match.start("value"), match["value"]


def _is_spoken(element: str, key: str, values: Mapping[str, str]) -> bool:
    if key == "label":
        return element in _LABELLED
    if key == "value":
        return element == "input" and values.get("type") in _BUTTONS
    if key == "content":
        return element == "meta" and (values.get("name") or values.get("property")) in _DESCRIPTIONS
    return key in _SPOKEN


# Character references, URLs, names of files and variables, and remains of markup.
_NOT_LANGUAGE = r"""
    &\#?\w+; | \{\w+\} | [?&]\w+=\S*
    | [a-z][a-z+.-]*://\S+ | \bmailto:\S+ | [\w.+-]+@[\w-]+\.[\w.-]+
    | \b[\w-]+(?:\.[\w-]+)+(?:/\S*)? | (?<!\S)[~.]?/[\w./-]+ | \b\w*_\w*\b
    | [\w:-]+\s*=\s*(?:"[^"]*"?|'[^']*'?) | \b(?:aria|data|js)-[\w-]+
    | [\w-]+-\ufffc[\w-]* | \ufffc-[\w-]+ | \A\s*[a-z0-9]+(?:-[a-z0-9]+)+\s*\Z
    | (?<!\w)(?:API|CSS|CSV|HTML|HTTPS?|ID|JPE?G|JSON|PDF|PNG|RSS|SQL|SVG|TSV|URL|XLSX?|XML|ZIP)\b
"""
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}")
_WIDTH = 60


def _compile_ignored(ignored: Collection[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(ignored, key=len, reverse=True))
    own = rf"|(?<!\w)(?:{words})(?!\w)" if words else ""
    return re.compile(f"{_NOT_LANGUAGE}{own}", re.VERBOSE)


def _find_lines(
    layout: _Layout, code_blocks: Collection[str], not_language: re.Pattern[str]
) -> Iterator[tuple[int, str]]:
    """Yield the lines on which text begins, each with that text, except those that are exempt."""
    code = [(block.start, block.end) for block in layout.blocks if block.name in code_blocks]
    found: dict[int, list[str]] = {}
    for offset, text in _find_texts(layout.html):
        if any(start <= offset < end for start, end in code):
            continue
        language = not_language.sub(lambda match: " " * len(match[0]), text)
        for word in _WORD.finditer(language):
            line = layout.line_at(offset + word.start())
            if line not in layout.exempt:
                found.setdefault(line, []).append(text[text.rfind("\n", 0, word.start()) + 1 :])
                break
    for line, texts in sorted(found.items()):
        excerpt = " … ".join(texts).replace(_EXPRESSION, "…")
        yield line, cut(" ".join(excerpt.split()), _WIDTH)
