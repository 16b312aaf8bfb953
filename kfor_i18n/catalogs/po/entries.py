"""Text of the entries that an update creates, refreshes, makes obsolete or revives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kfor_i18n.catalogs.messages import Message
from kfor_i18n.catalogs.po.comments import (
    EXTRACTED,
    FLAGS,
    PREVIOUS,
    REFERENCES,
    TRANSLATOR,
    comment_lines,
    kind_of,
    raw_comments,
    read_references,
)
from kfor_i18n.catalogs.po.file import Entry, read_entry, split_lines
from kfor_i18n.catalogs.po.writing import (
    Style,
    format_entry,
    format_extracted,
    format_flags,
    format_previous,
    format_references,
    replace_comments,
)

FUZZY = "fuzzy"

_OBSOLETE = re.compile(r"^[ \t]*#~[ \t]*", re.MULTILINE)


def create_entry(wanted: Entry, forms: int, style: Style) -> str:
    """Return the text of an untranslated entry for a template's entry.

    ``forms`` is the catalog's number of plural forms; only messages with a plural have them.
    """
    return _format(wanted, ("",) * forms, [], [], style)


def create_fuzzy(wanted: Entry, old: Entry, forms: int, style: Style) -> str:
    """Return the text of a fuzzy entry: a template's entry with an old entry's translation.

    The old source text becomes the previous msgid, unless the old entry is fuzzy and has one.
    Translator comments are copied. Flags are not: they belong to the old source text.
    """
    translator_comments = raw_comments(old, TRANSLATOR)
    previous = [f"#| {line}" for line in comment_lines(old, PREVIOUS)] if old.is_fuzzy else []
    previous = previous or format_previous(old.message, style)
    return _format(wanted, _fit_forms(old, wanted, forms), translator_comments, previous, style)


def _format(
    wanted: Entry,
    msgstrs: tuple[str, ...],
    translator_comments: Sequence[str],
    previous: Sequence[str],
    style: Style,
) -> str:
    flags = [flag for flag in wanted.flags if flag != FUZZY]
    comments = [
        *translator_comments,
        *format_extracted(comment_lines(wanted, EXTRACTED)),
        *format_references(read_references(wanted), style),
        *format_flags([FUZZY, *flags] if previous else flags),
        *previous,
    ]
    if wanted.plural is None:
        msgstrs = msgstrs[:1]
    message = Message(wanted.msgid, msgstrs, wanted.plural, wanted.context)
    return format_entry(message, style, comments)


def _fit_forms(old: Entry, wanted: Entry, forms: int) -> tuple[str, ...]:
    if wanted.plural is None:
        return old.msgstrs[:1]
    return old.msgstrs if old.plural is not None else old.msgstrs * forms


def refresh_entry(entry: Entry, wanted: Entry, forms: int, style: Style) -> str:
    """Return an entry's text with the template's comments, references, format flags and plural.

    If none of them changed, the text is identical to the byte. A translation becomes fuzzy if the
    plural of its source text changed.
    """
    comments = entry.comments
    if comments == wanted.comments and entry.plural == wanted.plural:
        return entry.text
    extracted = comment_lines(wanted, EXTRACTED)
    if comment_lines(entry, EXTRACTED) != extracted:
        comments = replace_comments(comments, EXTRACTED, format_extracted(extracted), style)
    references = read_references(wanted)
    if read_references(entry) != references:
        lines = format_references(references, style)
        comments = replace_comments(comments, REFERENCES, lines, style)
    flags = _merge_flags(entry.flags, wanted.flags)
    body = entry.body
    if entry.plural != wanted.plural:
        msgstrs = _fit_forms(entry, wanted, forms)
        message = Message(entry.msgid, msgstrs, wanted.plural, entry.context)
        body = format_entry(message, style).removeprefix(style.newline)
        if any(msgstrs):
            flags = (FUZZY, *(flag for flag in flags if flag != FUZZY))
            lines = format_previous(entry.message, style)
            comments = replace_comments(comments, PREVIOUS, lines, style)
    if flags != entry.flags:
        comments = replace_comments(comments, FLAGS, format_flags(flags), style)
    return entry.text[: entry.comments_at] + comments + body


def tidy_entry(entry: Entry, style: Style) -> Entry:
    """Return an entry without what a fuzzy flag leaves when it is removed by hand.

    That is a ``#,`` line with a flag missing, and the previous msgid. An entry without either is
    returned itself.
    """
    comments = entry.comments
    if not entry.is_fuzzy:
        comments = replace_comments(comments, PREVIOUS, (), style) if "#|" in comments else comments
        flags = ",".join(comment_lines(entry, FLAGS)).split(",") if "#," in comments else []
        if not all(flag.strip() for flag in flags):
            comments = replace_comments(comments, FLAGS, format_flags(entry.flags), style)
    if comments == entry.comments:
        return entry
    return read_entry(entry.text[: entry.comments_at] + comments + entry.body)


def _merge_flags(old: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return flags with the format and range flags of the template and the entry's other flags.

    ``no-python-format`` and its like are a person's word, in either file, against the flag that a
    tool guessed. ``python-brace-format`` stays: other tools infer it where no call shows it.
    """
    found = [flag for flag in old if flag in wanted or not _follows_source(flag)]
    found += [flag for flag in wanted if _is_source_flag(flag) and flag not in found]
    return tuple(flag for flag in found if f"no-{flag}" not in found)


def _follows_source(flag: str) -> bool:
    is_kept = flag == "python-brace-format" or flag.startswith("no-")
    return _is_source_flag(flag) and not is_kept


def _is_source_flag(flag: str) -> bool:
    return flag.endswith("-format") or flag.startswith("range:")


def revive_entry(entry: Entry, wanted: Entry, forms: int, style: Style) -> str:
    """Return an obsolete entry's text as a live entry, refreshed from the template's entry."""
    text = _separate(read_live(entry).text, style)
    return refresh_entry(read_entry(text), wanted, forms, style)


def revive_into(entry: Entry, old: Entry, wanted: Entry, forms: int, style: Style) -> str:
    """Return an obsolete entry's text as ``revive_entry`` does, in the place of a live one.

    The live entry has the same key and no translation. Its translator comments are kept, and its
    flags but for fuzzy, which went with a translation that it has no longer.
    """
    revived = read_entry(revive_entry(old, wanted, forms, style))
    notes = [*raw_comments(entry, TRANSLATOR), *raw_comments(revived, TRANSLATOR)]
    own = [flag for flag in entry.flags if flag != FUZZY]
    flags = _merge_flags(tuple(dict.fromkeys([*revived.flags, *own])), wanted.flags)
    comments = replace_comments(revived.comments, TRANSLATOR, list(dict.fromkeys(notes)), style)
    if flags != revived.flags:
        comments = replace_comments(comments, FLAGS, format_flags(flags), style)
    return revived.text[: revived.comments_at] + comments + revived.body


def read_live(entry: Entry) -> Entry:
    """Return an obsolete entry as a live one, without the blank lines before it.

    The marker ``#~`` is removed from comments too: some tools write it there.
    """
    return read_entry(_revive_text(entry.text[entry.comments_at :]))


def _revive_text(text: str) -> str:
    return _OBSOLETE.sub(
        lambda match: "#" if match.string[match.end() : match.end() + 1] == "|" else "", text
    )


def retire_entry(entry: Entry, style: Style) -> str:
    """Return an entry's text as an obsolete entry, without extracted comments and references."""
    kept = [
        line.replace("#|", "#~|", 1) if kind_of(line) == PREVIOUS else line
        for line in split_lines(entry.comments)
        if kind_of(line) not in (EXTRACTED, REFERENCES)
    ]
    body = [f"#~ {line}" for line in split_lines(entry.body) if line.strip()]
    return _separate("".join(kept) + "".join(body), style)


def _separate(text: str, style: Style) -> str:
    end = "" if text.endswith("\n") else style.newline
    return f"{style.newline}{text}{end}"
