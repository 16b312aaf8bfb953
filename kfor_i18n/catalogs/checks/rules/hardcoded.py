"""Check for hard-coded text in Jinja templates, which no catalog can translate.

What browsers show of a template's ``Outline`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from babel.util import pathmatch
from jinja2 import TemplateSyntaxError

from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.checks.outline import (
    EXPRESSION,
    MARKUP,
    STATEMENT,
    Outline,
    find_attributes,
    make_outline,
)
from kfor_i18n.catalogs.extraction import ExtractionOptions
from kfor_i18n.catalogs.extraction.errors import undecodable, unreadable
from kfor_i18n.catalogs.extraction.mapping import read_rules
from kfor_i18n.catalogs.extraction.sources import find_files
from kfor_i18n.catalogs.po.syntax import SYNTAX
from kfor_i18n.catalogs.problems import N_, Code, Finding, Problem, cut
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.updating.collecting import extraction_options

HARDCODED = Code(
    "hardcoded",
    N_("Hard-coded text in a template"),
    N_(
        "Text written directly in a template is the same in every language. Put it into a gettext "
        "call or a trans block. Checked: text outside code, the attributes title, alt, "
        "placeholder, label and aria-label, the values of buttons, and the description of a page. "
        "List words that need no translation, such as brand names, in hardcoded-ignore, and files "
        "to skip in hardcoded-exclude. To skip a single line, mark it with the comment shown in "
        "the finding."
    ),
    severity="warning",
)


_FAILURES = (OSError, UnicodeDecodeError, LookupError, TemplateSyntaxError)
# Files with these suffixes are not shown to readers, or only partly and not as HTML.
_OTHER_FORMATS = frozenset({
    ".bib", ".cfg", ".cls", ".conf", ".css", ".csv", ".env", ".graphql", ".ini", ".js", ".json",
    ".latex", ".py", ".rb", ".service", ".sh", ".sql", ".sty", ".tex", ".toml", ".ts", ".tsv",
    ".xml", ".yaml", ".yml",
})  # fmt: skip
_TESTS = frozenset({"test", "tests"})
_JINJA_SUFFIXES = frozenset({".j2", ".jinja", ".jinja2"})


@project_check(HARDCODED)
def find_in_project(project: Project) -> Iterator[Finding]:
    """Check the Jinja templates in all mapping files of the project."""
    options = extraction_options(project)
    for name, domain in project.domains.items():
        if domain.mapping:
            for finding in find_hardcoded(
                project.root,
                domain.mapping,
                options=options[name],
                ignored=(*project.check.hardcoded_ignore, project.name),
                excluded=project.check.hardcoded_exclude,
            ):
                yield replace(finding, path=project.root / finding.path)


def find_hardcoded(
    root: Path,
    mapping: Path,
    *,
    options: ExtractionOptions | None = None,
    ignored: Collection[str] = (),
    excluded: Collection[str] = (),
) -> list[Finding]:
    """Return findings of hard-coded text in the Jinja templates of a mapping file.

    ``options`` are the extraction options, including the delimiters; ``ignored`` are words that
    need no translation, and ``excluded`` the patterns of files to leave out, as in a mapping file.
    The findings are ordered by file and line, with paths relative to ``root``.
    Templates that cannot be read are findings too. Raises ``ExtractionError`` if the mapping file
    cannot be used.
    """
    options = options or ExtractionOptions()
    rules = read_rules(root, mapping, options)
    if not any(rule.is_jinja for rule in rules):
        return []
    tree = find_files(root, rules, include=options.include, ignored=options.ignored)
    findings = list(tree.unreadable)
    outlines: list[tuple[Path, Outline]] = []
    for path, rule in ((Path(name), rule) for name, rule in tree.files):
        is_excluded = any(pathmatch(pattern, path.as_posix()) for pattern in excluded)
        if rule.is_jinja and not rule.fault and _is_for_readers(path) and not is_excluded:
            try:
                source = (root / path).read_bytes().decode(rule.options.get("encoding", "utf-8"))
                environment = rule.make_environment(root)
                # What Jinja cannot read is no Jinja: nothing else in it is worth a finding.
                environment.parse(source)
                outlines.append((path, make_outline(source, environment)))
            except _FAILURES as error:
                findings.append(Finding(path, *_explain(error)))
    # A block that is inside a tag or a script in one template is not text in any other.
    code = {name for _, outline in outlines for name in outline.find_code_blocks()}
    not_language = _compile_ignored(ignored)
    for path, outline in outlines:
        for line, text in _find_lines(outline, code, not_language):
            problem = Problem(HARDCODED, _MSGID, {"text": text, "escape": outline.escape})
            findings.append(Finding(path, line, problem))
    return sorted(findings, key=lambda finding: (finding.path.as_posix(), finding.line or 0))


_MSGID = N_(
    'hard-coded text "%(text)s"; put it into a gettext call or a trans block, or mark the line '
    "with %(escape)s"
)


def _is_for_readers(path: PurePath) -> bool:
    if not _TESTS.isdisjoint(path.parts[:-1]):
        return False
    suffixes = [suffix for suffix in path.suffixes if suffix not in _JINJA_SUFFIXES]
    return not suffixes or suffixes[-1].lower() not in _OTHER_FORMATS


def _explain(error: Exception) -> tuple[int | None, Problem]:
    if isinstance(error, UnicodeDecodeError):
        return undecodable(error)
    if isinstance(error, TemplateSyntaxError):
        problem = Problem(
            SYNTAX,
            N_("invalid template: %(reason)s; fix the line"),
            {"reason": (error.message or type(error).__name__).rstrip(".")},
        )
        return error.lineno, problem
    return None, unreadable(error)


_BETWEEN_STATEMENTS = re.compile(f"[^{STATEMENT}]+")
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
    for match in MARKUP.finditer(html):
        yield from _split(html, position, match.start())
        if match["name"]:
            yield from _find_spoken(match)
        position = match.end()
    yield from _split(html, position, len(html))


def _split(html: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _BETWEEN_STATEMENTS.finditer(html, start, end):
        yield match.start(), match[0]


def _find_spoken(tag: re.Match[str]) -> Iterator[tuple[int, str]]:
    attributes = [(key, start, tag.string[start:end]) for key, start, end in find_attributes(tag)]
    values = {key: value.lower() for key, _, value in attributes}
    for key, start, value in attributes:
        if _is_spoken(tag["name"].lower(), key, values):
            yield start, value


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
    | ```\w* | (?<!\w)(?:DEBUG|DELETE|GET|HEAD|INFO|OK|PATCH|POST|PUT)\b | \[\w+\]
    | \A\s*(?:[kcm]?m|[km]?g|m?s|min|m?l|px|pt|r?em|[kKMGT]i?B|[kMG]?Hz|[kM]?W|m?V|m?A)\s*\Z
"""
_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}")
_WIDTH = 60


def _compile_ignored(ignored: Collection[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(ignored, key=len, reverse=True))
    own = rf"|(?<!\w)(?:{words})(?!\w)" if words else ""
    return re.compile(f"{_NOT_LANGUAGE}{own}", re.VERBOSE)


def _find_lines(
    outline: Outline, code_blocks: Collection[str], not_language: re.Pattern[str]
) -> Iterator[tuple[int, str]]:
    """Yield the lines on which text starts, each with the text, except those that are exempt."""
    blocks = [block for block in outline.blocks if block.name in code_blocks]
    code = [
        (block.start, block.end) for block in (*blocks, *outline.localized, *outline.find_values())
    ]
    found: dict[int, list[str]] = {}
    for offset, text in _find_texts(outline.html):
        if any(start <= offset < end for start, end in code):
            continue
        language = not_language.sub(lambda match: " " * len(match[0]), text)
        for word in _WORD.finditer(language):
            line = outline.line_at(offset + word.start())
            if line not in outline.exempt:
                found.setdefault(line, []).append(text[text.rfind("\n", 0, word.start()) + 1 :])
                break
    for line, texts in sorted(found.items()):
        excerpt = " … ".join(texts).replace(EXPRESSION, "…")
        yield line, cut(" ".join(excerpt.split()), _WIDTH)
