"""Placeholders in a translation that cannot be read, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.placeholders import name_of

PLACEHOLDER_FORMAT = Code(
    "placeholder-format",
    # Translators: the title of a kind of finding.
    N_("Invalid placeholder"),
    N_(
        "Formatting fails if a percent sign or a brace does not belong to a placeholder. In a "
        "text that is formatted, write a literal percent sign as %%%% and a literal brace twice, "
        'as "{{" or "}}".'
    ),
)


PERCENT_FAULT = N_(
    'invalid placeholder "%(text)s"; copy the placeholder from the source or, for a literal '
    "percent sign, write %%%%"
)
BRACE_FAULT = N_(
    'invalid placeholder "%(text)s"; copy the placeholder from the source or, for a literal '
    'brace, write it twice, as "{{" or "}}"'
)
ARGUMENT_FAULT = N_(
    'invalid ICU message from "%(text)s" on; close each brace, and keep the branch "other"'
)
# The name in what may be a placeholder without its end, or with a space too many.
_BEGUN = re.compile(r"(?:%\s*\(|\{)\s*(\w+)")


def describe_broken(text: str, fault: str, known: Iterable[str]) -> Problem:
    """Return the problem of a text from which on a translation cannot be formatted.

    ``fault`` is the msgid of what is wrong in its syntax; ``known`` are the placeholders of the
    source text. If the text begins like one of them, the problem names that one.
    """
    begun = _BEGUN.match(text)
    if begun and fault != ARGUMENT_FAULT:
        # The text is an excerpt, so a name may be cut off.
        likely = [each for each in known if (name_of(each) or "").startswith(begun[1])]
        if likely:
            msgid = N_('invalid placeholder "%(text)s"; write %(placeholder)s, as in the source')
            values = {"text": text, "placeholder": min(likely, key=len)}
            return Problem(PLACEHOLDER_FORMAT, msgid, values)
    return Problem(PLACEHOLDER_FORMAT, fault, {"text": text})
