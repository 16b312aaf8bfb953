"""The text of templates (.pot), and of the headers of new catalogs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from babel import Locale

from kfor_i18n.catalogs.cldr import format_rule
from kfor_i18n.catalogs.extraction import ExtractedMessage
from kfor_i18n.catalogs.messages import Key, Message
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile
from kfor_i18n.catalogs.po.writing import (
    GETTEXT_WIDTH,
    Style,
    detect_style,
    format_entry,
    format_extracted,
    format_flags,
    format_references,
    replace_field,
)
from kfor_i18n.catalogs.project import Project

_DATE = "%Y-%m-%d %H:%M%z"


def render_template(
    project: Project, messages: Iterable[ExtractedMessage], old: PoFile | None, now: datetime
) -> str:
    """Return the text of a template with the extracted messages.

    ``old`` is the existing template, if any. Its header is kept, with ``POT-Creation-Date`` set to
    ``now`` if the set of messages (context, msgid and plural) changed; a template without a header
    stays without one.
    """
    messages = list(messages)
    style = template_style(project, old)
    header = old.header.text if old and old.header else ""
    if not old or not old.entries:
        header = _format_header(project, now, style)
    elif header and {_identity(entry) for entry in old.live} != {
        (message.context, message.msgid, message.plural) for message in messages
    }:
        header = replace_field(header, "POT-Creation-Date", f"{now:{_DATE}}")
    body = "".join(_format_message(message, style) for message in messages)
    return header + body if header else body.removeprefix(style.newline)


def template_style(project: Project, template: PoFile | None) -> Style:
    """Return the style of a template and of new catalogs: the width in the settings rules.

    Without one, it is that of the present template. pybabel breaks lines elsewhere than gettext,
    so that the width in which it wrote a template cannot always be inferred from the file.
    """
    if template is None:
        return Style(project.width)
    found = detect_style(template, project.width)
    return found if project.width == GETTEXT_WIDTH else Style(project.width, found.newline)


def read_messages(template: PoFile) -> list[ExtractedMessage]:
    """Return the messages of a template, as they were extracted."""
    return [
        ExtractedMessage(
            entry.msgid,
            entry.plural,
            entry.context,
            tuple(read_references(entry)),
            tuple(comment_lines(entry, EXTRACTED)),
            entry.flags,
        )
        for entry in template.live
    ]


def join_messages(groups: Iterable[Iterable[ExtractedMessage]]) -> list[ExtractedMessage]:
    """Return the messages of several templates, each once, with all references and comments."""
    joined: dict[Key, ExtractedMessage] = {}
    for group in groups:
        for message in group:
            key = Key(message.msgid, message.context)
            joined[key] = _join(joined[key], message) if key in joined else message
    return list(joined.values())


def _join(one: ExtractedMessage, other: ExtractedMessage) -> ExtractedMessage:
    return replace(
        one,
        plural=other.plural if one.plural is None else one.plural,
        references=tuple(sorted(_unite(one.references, other.references), key=_split_reference)),
        comments=_unite(one.comments, other.comments),
        flags=_unite(one.flags, other.flags),
    )


def _split_reference(reference: str) -> tuple[str, int]:
    """Return the file and the line of a reference, by which Babel orders them."""
    path, _, line = reference.rpartition(":")
    return (path, int(line)) if path and line.isdecimal() else (reference, 0)


def _unite(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _identity(entry: Entry) -> tuple[str | None, str, str | None]:
    return entry.context, entry.msgid, entry.plural


def _format_message(message: ExtractedMessage, style: Style) -> str:
    comments = [
        *format_extracted(message.comments),
        *format_references(message.references, style),
        *format_flags(message.flags),
    ]
    msgstrs = ("",) if message.plural is None else ("", "")
    empty = Message(message.msgid, msgstrs, message.plural, message.context)
    return format_entry(empty, style, comments)


def _format_header(project: Project, now: datetime, style: Style) -> str:
    holder = project.copyright_holder or f"the {project.name} contributors"
    fields = {
        "Project-Id-Version": f"{project.name} {project.version}",
        "Report-Msgid-Bugs-To": project.bugs_address,
        "POT-Creation-Date": f"{now:{_DATE}}",
        "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language-Team": "LANGUAGE <LL@li.org>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    comments = [
        f"# Translations template for {project.name}.",
        f"# Copyright (C) {now.year} {holder}",
        f"# This file is distributed under the same license as {project.name}.",
        "#",
        "#, fuzzy",
    ]
    return _format_fields(fields, comments, style)


def _format_fields(fields: dict[str, str], comments: list[str], style: Style) -> str:
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return format_entry(Message("", (text,)), style, comments).removeprefix(style.newline)


def render_catalog_header(
    project: Project, template: PoFile, folder: str, locale: Locale, created: str
) -> str:
    """Return the text of the header entry of a new catalog.

    ``folder`` is the locale's folder name, written to ``Language``. ``Plural-Forms`` is CLDR's.
    ``created`` is the date of the template, which is that of the catalog.
    """
    style = template_style(project, template)
    name = locale.get_display_name("en") or folder
    holder = project.copyright_holder or f"the {project.name} contributors"
    fields = {
        "Project-Id-Version": template.headers.get("project-id-version", project.name),
        "Report-Msgid-Bugs-To": template.headers.get("report-msgid-bugs-to", ""),
        "POT-Creation-Date": created,
        "PO-Revision-Date": created,
        "Last-Translator": "FULL NAME <EMAIL@ADDRESS>",
        "Language": folder,
        "Language-Team": name,
        "Plural-Forms": format_rule(locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    comments = [
        f"# {name} translation of {project.name}.",
        f"# Copyright (C) {created[:4]} {holder}",
        f"# This file is distributed under the same license as {project.name}.",
        "#",
    ]
    return _format_fields(fields, comments, style)
