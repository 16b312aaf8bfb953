"""Check that messages which do not explain themselves have a comment for translators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from jinja2 import TemplateSyntaxError

from kfor_i18n.catalogs.checks.model import project_check
from kfor_i18n.catalogs.checks.outline import MARKUP, Outline, find_attributes, make_outline
from kfor_i18n.catalogs.checks.texts import words_of
from kfor_i18n.catalogs.extraction import ExtractionOptions, extract_messages
from kfor_i18n.catalogs.extraction.mapping import read_rules
from kfor_i18n.catalogs.extraction.sources import find_files
from kfor_i18n.catalogs.po.comments import EXTRACTED, raw_comments
from kfor_i18n.catalogs.po.file import PoFile, read_po
from kfor_i18n.catalogs.problems import N_, CatalogError, Code, Finding, Problem
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.reading import is_there
from kfor_i18n.catalogs.updating.collecting import extraction_options

CONTEXT = Code(
    "context",
    N_("Missing comment or context for translators"),
    N_(
        'Translators see the text but not the page: "Open" can be a button or a state. Short '
        "texts, headings, labels, placeholders and texts for screen readers need a context, or a "
        "comment that describes what they are and where they are shown. Write the comment on the "
        "line before the call, and start it with one of the tags in the comment-tags setting."
    ),
    severity="warning",
    is_on=False,
)

_MOST_WORDS = 2
_ATTRIBUTES = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title"})
_ELEMENTS = frozenset({
    "button", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend",
    "option", "summary", "th", "title",
})  # fmt: skip


@project_check(CONTEXT)
def find_without_context(project: Project) -> Iterator[Finding]:
    """Look for short texts, headings, labels and the like without a comment or a context.

    The messages are those in the message templates: another check reports messages that are not
    there yet.
    """
    for domain, options in extraction_options(project).items():
        mapping, template = project.domains[domain].mapping, project.template(domain)
        if mapping and is_there(template):
            try:
                yield from _find_in_domain(project.root, mapping, options, read_po(template))
            except CatalogError:
                return  # Another check reports what is wrong with the template or the sources.


def _find_in_domain(
    root: Path, mapping: Path, options: ExtractionOptions, template: PoFile
) -> Iterator[Finding]:
    places = _find_places(root, mapping, options)
    problems = {
        entry.msgid: problem
        for entry in template.live
        if entry.context is None
        and not raw_comments(entry, EXTRACTED)
        and (problem := _explain(entry.msgid, places.get(entry.msgid, ""), options))
    }
    if not problems:
        return
    # Only the sources have the lines, and reading them takes long.
    extraction = extract_messages(root, mapping, options=replace(options, locations="full"))
    for message in extraction.messages:
        problem = problems.get(message.msgid)
        if problem and not message.comments and message.context is None:
            file, _, line = message.references[0].rpartition(":")
            yield Finding(root / file, int(line), problem, message.msgid)


def _explain(msgid: str, place: str, options: ExtractionOptions) -> Problem | None:
    values = {"place": place, "tag": next(iter(options.comment_tags), "")}
    if place:
        return Problem(
            CONTEXT,
            N_(
                "text in %(place)s without a comment for translators; describe what it is, in a "
                'comment that starts with "%(tag)s"'
            ),
            values,
        )
    if len(words_of(msgid)) > _MOST_WORDS:
        return None
    return Problem(
        CONTEXT,
        N_(
            "short text without a comment for translators; describe what it is and where it is "
            'shown, in a comment that starts with "%(tag)s"'
        ),
        values,
    )


def _find_places(root: Path, mapping: Path, options: ExtractionOptions) -> Mapping[str, str]:
    """Return the element or attribute that string literals of templates are shown in, if any."""
    places: dict[str, str] = {}
    rules = read_rules(root, mapping, options)
    tree = find_files(root, rules, include=options.include, ignored=options.ignored)
    for name, rule in tree.files:
        if rule.is_jinja and not rule.fault:
            try:
                source = (root / name).read_bytes().decode(rule.options.get("encoding", "utf-8"))
                outline = make_outline(source, rule.make_environment(root))
            except (OSError, UnicodeDecodeError, LookupError, TemplateSyntaxError):
                continue
            for text, place in _read_places(outline):
                places.setdefault(text, place)
    return places


def _read_places(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield each string literal that is shown in an element or attribute, with the name of it."""
    inside: dict[int, str] = {}
    ends: dict[int, str] = {}
    for tag in MARKUP.finditer(outline.html):
        name = (tag["name"] or "").lower()
        ends[tag.end()] = name if name in _ELEMENTS else ""
        for attribute, start, end in find_attributes(tag):
            inside |= dict.fromkeys(range(start, end), attribute)
    element = ""
    for offset in sorted({*outline.strings, *ends}):
        element = ends.get(offset, element)
        place = inside.get(offset, "")
        for text in outline.strings.get(offset, ()):
            if place in _ATTRIBUTES or (element and not place):
                yield text, place or f"<{element}>"
