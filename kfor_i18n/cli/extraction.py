"""The options of ``extract`` and ``sync``, and what they print about sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

import click

from kfor_i18n.catalogs.problems import escape_controls
from kfor_i18n.catalogs.settings.extraction import LOCATIONS, ExtractionSettings
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, show_path

if TYPE_CHECKING:
    from kfor_i18n.catalogs.project import Project
    from kfor_i18n.catalogs.workflow import Extracted

_Function = Callable[..., Any]

# Named like those of pybabel, so that a project can pass the same options to either.
_OPTIONS = (
    click.option(
        "--strict", is_flag=True,
        help=N_(
            "Report an error for each call that cannot be extracted or formatted; if there is "
            "one, write nothing (default: the strict setting, or warnings)."
        ),
    ),
    click.option(
        # Translators: stands for a value in the help of the command line.
        "-k", "--keyword", "keywords", multiple=True, metavar=N_("KEYWORD"),
        help=N_("Also extract from this function, such as mark or say:1c,2 (in addition to the "
                "keywords setting)."),
    ),
    click.option(
        "--no-default-keywords",
        is_flag=True,
        help=N_("Do not extract from the functions of Babel and Flask-Babel (default: the "
                "default-keywords setting)."),
    ),
    click.option(
        # Translators: stands for a value in the help of the command line.
        "-c", "--add-comments", "comment_tags", multiple=True, metavar=N_("TAG"),
        help=N_("Also extract comments that start with this tag (in addition to the comment-tags "
                "setting)."),
    ),
    click.option(
        "-s", "--strip-comments", is_flag=True,
        help=N_("Remove the tags from the comments (default: the strip-comment-tags setting)."),
    ),
    click.option(
        "--add-location", "locations", type=click.Choice(LOCATIONS),
        help=N_(
            "Content of the references: file and line (full), file only (file), or none (never) "
            "(default: the locations setting, or file)."
        ),
    ),
    click.option(
        "--no-location", "locations", flag_value="never",
        help=N_("Write no references; the same as --add-location never (default: the locations "
                "setting)."),
    ),
    click.option(
        "--sort-output", "sort", flag_value="msgid",
        help=N_("Sort the messages by msgid (default: the sort setting)."),
    ),
    click.option(
        "--sort-by-file", "sort", flag_value="file",
        help=N_("Sort the messages by file (default: the sort setting)."),
    ),
)  # fmt: skip


def extraction_options(function: _Function) -> _Function:
    """Decorate a command with the options of extraction."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def apply_options(project: Project, options: dict[str, Any]) -> Project:
    """Return a project with the options of a command in place of the settings of all domains."""

    def apply(settings: ExtractionSettings) -> ExtractionSettings:
        return replace(
            settings,
            strict=settings.strict or options["strict"],
            keywords=(*settings.keywords, *options["keywords"]),
            default_keywords=settings.default_keywords and not options["no_default_keywords"],
            comment_tags=(*settings.comment_tags, *options["comment_tags"]),
            strip_comment_tags=settings.strip_comment_tags or options["strip_comments"],
            locations=options["locations"] or settings.locations,
            sort=options["sort"] or settings.sort,
        )

    domains = {
        name: replace(domain, extraction=apply(domain.extraction))
        for name, domain in project.domains.items()
    }
    return replace(project, domains=domains)


def count_left_out(result: Extracted) -> int:
    """Return how many calls gave no message."""
    from kfor_i18n.catalogs.extraction.errors import LEFT_OUT

    return sum(finding.problem.code in LEFT_OUT for finding in result.findings)


def say_counts(result: Extracted) -> str:
    """Return how many messages a template has, and how many calls gave none."""
    texts = [ngettext("%(num)s message", "%(num)s messages", result.messages)]
    counts = [result.messages]
    if calls := count_left_out(result):
        # Translators: how many calls in the sources gave no message, after a number of messages.
        texts.append(ngettext("%(num)s call skipped", "%(num)s calls skipped", calls))
        counts.append(calls)
    return ", ".join(text % {"num": num} for text, num in zip(texts, counts, strict=True))


def say_left_out(project: Project, result: Extracted, output: Output) -> None:
    """Print the files and directories that were skipped, and the setting that includes them."""
    for path, reason in result.left_out:
        slash = "/" if path.endswith("/") else ""
        output.say(
            _(
                '%(path)s: skipped (%(reason)s); to extract from it, add "%(name)s" to the '
                "include setting"
            )
            % {
                "path": escape_controls(show_path(project.root / path)) + slash,
                "reason": _(reason),  # i18n: ignore
                "name": escape_controls(path.rstrip("/")),
            }
        )
