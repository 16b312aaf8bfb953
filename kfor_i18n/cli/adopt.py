"""``adopt``: settings for a project that uses pybabel, and the differences from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from kfor_i18n.catalogs.adoption.comparing import Compared, Comparison, compare
from kfor_i18n.catalogs.adoption.outlook import Outlook
from kfor_i18n.catalogs.adoption.planning import Plan, make_plan
from kfor_i18n.catalogs.adoption.writing import find_settings, format_settings, write_plan
from kfor_i18n.catalogs.checks.baseline import BASELINE, write_baseline
from kfor_i18n.catalogs.checks.project import check_project
from kfor_i18n.catalogs.problems import CatalogError, escape_controls
from kfor_i18n.catalogs.project import read_project
from kfor_i18n.cli.command import command
from kfor_i18n.cli.language import N_
from kfor_i18n.cli.output import Output, describe_key, show_key, show_path

_KINDS = {
    # Translators: what changes in catalogs, before their number.
    "flags": N_("flags"),
    # Translators: what changes in catalogs, before their number.
    "references": N_("references"),
    # Translators: what changes in catalogs, before their number.
    "comments": N_("extracted comments"),
    # Translators: what changes in catalogs, before their number.
    "header": N_("header"),
    # Translators: what changes in catalogs, before their number.
    "order": N_("order of the messages"),
    # Translators: what changes in catalogs, before their number.
    "layout": N_("line breaks and other layout"),
    # Translators: what changes in catalogs, before their number: obsolete translations come back.
    "revived": N_("obsolete translations used again"),
}
_CI_STEP = """\
- run: |
    kfor-i18n sync --check
    kfor-i18n check
"""


@command(is_project_read=False)
@click.option(
    "--check",
    is_flag=True,
    help=N_(
        "Write nothing; show the settings that would be written and the differences from pybabel."
    ),
)
def adopt_command(root: Path, output: Output, *, check: bool) -> bool:
    """Run ``make_plan`` and ``compare``, then ``write_plan``."""
    settings = find_settings(root)
    if settings and not check:
        raise CatalogError([settings])
    output.report([replace(settings, severity="warning")] if settings else [])
    plan = make_plan(root)
    output.report(plan.findings.warnings)
    _show_plan(plan, output)
    comparison = compare(plan)
    _show_comparison(comparison, output)
    is_right = not any(finding.severity == "error" for finding in comparison.findings)
    if check or comparison.is_emptied:
        return is_right
    for path in write_plan(plan):
        # Translators: what happened to a file.
        output.say(_("%(path)s: written") % {"path": show_path(path)})
        output.add("written", {"path": show_path(path)})
    _write_baseline(root, output)
    output.say(
        _("A step for CI (here, GitHub Actions), to run after kfor-i18n has been installed:")
        + f"\n\n{_CI_STEP}"
    )
    return is_right


def _write_baseline(root: Path, output: Output) -> None:
    """Write the present findings to the baseline, so that only new ones are reported."""
    project = read_project(root)
    count = write_baseline(project, check_project(project).findings).known.total()
    if count:
        text = ngettext(
            "%(path)s: written, with %(num)s existing finding",
            "%(path)s: written, with %(num)s existing findings",
            count,
        )
        path = show_path(project.root / BASELINE)
        output.say(text % {"path": path, "num": count})
        output.add("written", {"path": path})


def _show_plan(plan: Plan, output: Output) -> None:
    path, text = format_settings(plan)
    for evidence in plan.findings.domains:
        # Translators: how many languages have a catalog, after the name of a domain.
        count = ngettext("%(num)s locale", "%(num)s locales", len(evidence.folders))
        run = evidence.extract
        place = f", {run.file}:{run.line}" if run else ""
        output.say(
            f"{escape_controls(evidence.domain)}: {count % {'num': len(evidence.folders)}}{place}"
        )
    output.say(f"\n{show_path(path)}:\n")
    # The settings of all domains come before the first domain's table.
    places = {setting.name: setting.place for setting in plan.settings if setting.place}
    for line in text.splitlines():
        place = places.pop(line.partition(" = ")[0], "")
        output.say(f"    {line}" + (f"  # {place}" if place else ""))
    output.say("")
    if plan.mapping:
        name, content = plan.mapping
        output.say(f"{name}:\n")
        for line in content.splitlines():
            output.say(f"    {line}")
        output.say("")
    output.add(
        "plans",
        {"path": show_path(path), "settings": plan.table(), "mapping": plan.mapping or ()},
    )


def _show_comparison(comparison: Comparison, output: Output) -> None:
    output.report(comparison.findings)
    for compared in comparison.domains:
        _show_domain(compared, output)
    # A template that cannot be used is among the results of an update.
    updates = [update for update in comparison.updates if update.path.suffix == ".po"]
    changed = [update for update in updates if update.has_changed]
    counts: Counter[str] = Counter()
    for update in changed:
        merged = update.merged
        if merged is None:
            continue
        counts["added"] += len(merged.added) + len(merged.matched)
        counts["removed"] += len(merged.obsoleted) + len(merged.dropped)
    if updates:
        text = _(
            "first update: catalogs that will change: %(changed)s of %(all)s; new "
            "messages: %(added)s; removed messages: %(removed)s"
        )
        total = {"changed": len(changed), "all": len(updates)}
        output.say(text % {**total, "added": counts["added"], "removed": counts["removed"]})
    _show_outlook(comparison.outlook, output)


def _show_outlook(outlook: Outlook, output: Output) -> None:
    """Print what changes in messages that stay, and how many translations are rejected."""
    for kind, count in outlook.kinds.items():
        # Translators: what changes, and in how many catalogs.
        text = ngettext("%(kind)s: %(num)s catalog", "%(kind)s: %(num)s catalogs", count)
        values = {"kind": _(_KINDS[kind]), "num": count}  # i18n: ignore
        output.say(f"  {text % values}")
    count = sum(outlook.refused)
    if count:
        # Translators: ends the phrase "compile rejects 3 translations %(where)s".
        where = ngettext("in %(num)s catalog", "in %(num)s catalogs", len(outlook.refused))
        text = ngettext(
            "compile rejects %(num)s translation %(where)s; correct it, or skip it "
            "with --skip-invalid or the setting skip-invalid = true",
            "compile rejects %(num)s translations %(where)s; correct them, or skip "
            "them with --skip-invalid or the setting skip-invalid = true",
            count,
        )
        output.say(text % {"num": count, "where": where % {"num": len(outlook.refused)}})
    output.add("outlook", {"kinds": dict(outlook.kinds), "refused": count})


def _show_domain(compared: Compared, output: Output) -> None:
    name = escape_controls(compared.domain)
    if compared.reason:
        text = _("%(domain)s: pybabel cannot extract anything: %(reason)s")
        output.say(text % {"domain": name, "reason": escape_controls(compared.reason)})
        return
    differences = len(compared.differences)
    values = {"domain": name, "num": compared.messages, "differences": differences}
    output.say(_describe_count(compared) % values)
    for difference in compared.differences:
        who = (
            # Translators: before a message that only this tool extracts.
            _("only kfor-i18n")
            if difference.is_ours
            # Translators: before a message that only this tool extracts.
            else _("only pybabel")
        )
        places = escape_controls(", ".join(difference.references[:3]))
        output.say(f"  {who}: {show_key(difference.key)} {places}")
        output.add(
            "differences",
            {
                "domain": compared.domain,
                **describe_key(difference.key),
                "tool": "kfor-i18n" if difference.is_ours else "pybabel",
                "references": list(difference.references),
            },
        )


def _describe_count(compared: Compared) -> str:
    """Return the text about the number of a domain's messages."""
    if not compared.is_certain:
        return ngettext(
            "%(domain)s: %(num)s message, not compared with pybabel, because the sources that it "
            "reads are unknown",
            "%(domain)s: %(num)s messages, not compared with pybabel, because the sources that it "
            "reads are unknown",
            compared.messages,
        )
    if compared.differences:
        return _describe_different(compared)
    if not compared.has_call:
        return ngettext(
            "%(domain)s: %(num)s message, the same as with pybabel without options; no pybabel "
            "extract call was found",
            "%(domain)s: %(num)s messages, the same as with pybabel without options; no pybabel "
            "extract call was found",
            compared.messages,
        )
    return ngettext(
        "%(domain)s: %(num)s message, the same as with pybabel",
        "%(domain)s: %(num)s messages, the same as with pybabel",
        compared.messages,
    )


def _describe_different(compared: Compared) -> str:
    if not compared.has_call:
        return ngettext(
            "%(domain)s: %(num)s message the same as with pybabel without options, different ones: "
            "%(differences)s; no pybabel extract call was found",
            "%(domain)s: %(num)s messages the same as with pybabel without options, different "
            "ones: %(differences)s; no pybabel extract call was found",
            compared.messages,
        )
    return ngettext(
        "%(domain)s: %(num)s message the same as with pybabel, different ones: %(differences)s",
        "%(domain)s: %(num)s messages the same as with pybabel, different ones: %(differences)s",
        compared.messages,
    )
