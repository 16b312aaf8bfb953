"""``stats``: how much of each language is translated."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any, NamedTuple

import click

from kfor_i18n.catalogs import stats
from kfor_i18n.catalogs.badge import write_badge
from kfor_i18n.catalogs.po.wrapping import count_columns
from kfor_i18n.catalogs.problems import escape_controls
from kfor_i18n.catalogs.project import Project
from kfor_i18n.catalogs.stats import CatalogStats, Counts
from kfor_i18n.cli.command import command
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, show_path, show_state
from kfor_i18n.locales import direction, own_name, to_tag

_LONGEST_BAR, _SHORTEST_BAR = 24, 6
_GAP = "  "
_LEAST_LABEL = 12


@command()
@click.option(
    "--locale",
    metavar=N_("LOCALE"),
    help=N_("Only this locale, such as sl or pt_BR (default: all)."),
)
@click.option(
    "--by",
    type=click.Choice(["locale", "page"]),
    default="locale",
    help=N_("Group the counts by locale (default), or by source file (page) within each locale."),
)
@click.option(
    "--badge",
    metavar=N_("FILE"),
    type=click.Path(dir_okay=False, path_type=Path),
    help=N_("Write the translated percentage as an SVG badge."),
)
@click.option(
    "--fail-under",
    # Translators: stands for a value in the help of the command line.
    metavar=N_("PERCENT"),
    type=click.FloatRange(0, 100),
    help=N_("Exit with status 1 if less than this percentage of a locale is translated."),
)
def stats_command(  # noqa: PLR0913 - one for each option
    project: Project, output: Output, *, locale: str | None, by: str, badge: Path | None,
    fail_under: float | None,
) -> bool:  # fmt: skip
    """Run ``stats.count_project`` and, on request, ``find_shortfalls`` and ``write_badge``."""
    counted = stats.count_project(project, locale, by_page=by == "page")
    catalogs = counted.catalogs
    folder = catalogs[0].locale if locale and catalogs else None
    _show(catalogs, output)
    findings = [*counted.unreadable, *(found for each in catalogs for found in each.findings)]
    if fail_under is not None:
        findings += stats.find_shortfalls(project, catalogs, fail_under)
    output.report(findings)
    if badge and not counted.unreadable:
        _write_badge(badge, folder, catalogs, output)
    return not findings


def _write_badge(
    path: Path, folder: str | None, catalogs: Sequence[CatalogStats], output: Output
) -> None:
    counts = stats.total_by_locale(catalogs)[folder] if folder else stats.total(catalogs)
    has_changed = write_badge(path, folder, counts.percent)
    output.say(f"{show_path(path)}: {show_state(has_changed)}")
    output.add("badges", {"path": show_path(path), "changed": has_changed})


def _show(catalogs: Sequence[CatalogStats], output: Output) -> None:
    for number, domain in enumerate(dict.fromkeys(catalog.domain for catalog in catalogs)):
        own = [catalog for catalog in catalogs if catalog.domain == domain]
        _show_size("\n" * bool(number) + domain, own, output)
        _show_table([_Row(to_tag(c.locale), _own_name(c.locale), c.counts) for c in own], output)
        for catalog in own:
            if catalog.pages:
                output.say(f"\n{domain}, {_own_name(catalog.locale)}:")
                _show_table([_page_row(*item) for item in catalog.pages.items()], output)
    for catalog in catalogs:
        output.add("catalogs", _describe(catalog))
    for locale, counts in stats.total_by_locale(catalogs).items():
        output.add("locales", {"locale": to_tag(locale), **_describe_counts(counts)})


def _show_size(domain: str, catalogs: Sequence[CatalogStats], output: Output) -> None:
    """Print the size of a domain: that of its largest catalog if they differ."""
    counts = max((catalog.counts for catalog in catalogs), key=lambda counts: counts.messages)
    messages = ngettext("%(num)s message", "%(num)s messages", counts.messages)
    # Translators: the number of words in a domain's source texts.
    words = ngettext("%(num)s word", "%(num)s words", counts.words)
    output.say(f"{domain}: {messages % {'num': counts.messages}}, {words % {'num': counts.words}}")


def _own_name(folder: str) -> str:
    try:
        name = own_name(folder)
    except ValueError:
        return folder
    # Without the mark, a terminal may show the figures after the name from right to left too.
    return f"{name}\u200e" if direction(folder) == "rtl" else name


class _Row(NamedTuple):
    """A row of a table: label, name and counts."""

    label: str
    name: str
    counts: Counts

    @property
    def percent(self) -> str:
        """The translated percentage."""
        # Translators: how much is translated, in a table.
        return _("%(percent)s%%") % {"percent": self.counts.percent}

    @property
    def ratio(self) -> str:
        """The number of translated messages, and of all."""
        return f"{self.counts.translated}/{self.counts.messages}"

    @property
    def states(self) -> str:
        """The number of messages in each other state, empty ones left out."""
        titles = {
            "fuzzy": _("fuzzy"),
            # Translators: a state of messages, before their number: some plural forms are empty.
            "partial": _("forms missing"),
            # Translators: a state of messages, before their number: invalid.
            "refused": _("invalid"),
            "unread": _("in a directory that applications do not read"),
            "untranslated": _("untranslated"),
            # Translators: a state of messages, before their number: gone from the sources.
            "obsolete": _("obsolete"),
        }
        numbers = {title: getattr(self.counts, state) for state, title in titles.items()}
        return ", ".join(f"{title}: {number}" for title, number in numbers.items() if number)


def _page_row(page: str, counts: Counts) -> _Row:
    return _Row(escape_controls(page) or "—", "", counts)


def _show_table(rows: Sequence[_Row], output: Output) -> None:
    """Print rows in columns.

    If the terminal is too narrow, the states move to a line of their own; then the bar is dropped,
    then the name, and finally the start of the label.
    """
    percents, ratios = _widest(row.percent for row in rows), _widest(row.ratio for row in rows)
    room = shutil.get_terminal_size().columns - percents - ratios - 3 * len(_GAP)
    labels = min(_widest(row.label for row in rows), max(room, _LEAST_LABEL))
    names = _widest(row.name for row in rows)
    names = names if names and labels + len(_GAP) + names <= room else 0
    room -= labels + (len(_GAP) + names if names else 0)
    states = len(_GAP) + _widest(row.states for row in rows)
    is_one_line = room - states >= _SHORTEST_BAR
    bar = min(room - states if is_one_line else room, _LONGEST_BAR)
    for row in rows:
        cells = [_fit(row.label, labels)]
        cells += [_fit(row.name, names)] if names else []
        cells += [_draw_bar(row.counts, bar)] if bar >= _SHORTEST_BAR else []
        cells += [row.percent.rjust(percents), row.ratio.rjust(ratios)]
        cells += [row.states] if row.states and is_one_line else []
        output.say(_GAP.join(cells))
        if row.states and not is_one_line:
            output.say(" " * labels + _GAP + row.states)


def _widest(texts: Iterable[str]) -> int:
    return max(map(count_columns, texts))


def _fit(text: str, columns: int) -> str:
    """Pad a text to a number of columns; a text that is too long is truncated at the start."""
    if count_columns(text) > columns:
        while count_columns(text) >= columns:
            text = text[1:]
        text = f"…{text}"
    return text + " " * (columns - count_columns(text))


def _draw_bar(counts: Counts, columns: int) -> str:
    filled = columns * counts.translated // counts.messages if counts.messages else columns
    bar = "█" * filled + "░" * (columns - filled)
    colour = "green" if counts.percent == 100 else "red" if counts.refused else "yellow"
    return bar if os.environ.get("NO_COLOR") else click.style(bar, fg=colour)


def _describe(catalog: CatalogStats) -> dict[str, Any]:
    pages = {page: _describe_counts(counts) for page, counts in catalog.pages.items()}
    return {
        "path": show_path(catalog.path),
        "domain": catalog.domain,
        "locale": to_tag(catalog.locale),
        **_describe_counts(catalog.counts),
        **({"pages": pages} if pages else {}),
    }


def _describe_counts(counts: Counts) -> dict[str, int]:
    return {**asdict(counts), "percent": counts.percent}
