"""Checks of untranslatable parts of texts: expressions, escapes, addresses and options."""

from __future__ import annotations

import re
from collections import Counter

from kfor_i18n.catalogs.checks.model import Pair, text_check
from kfor_i18n.catalogs.checks.texts import words_of
from kfor_i18n.catalogs.messages import drop_whitespace
from kfor_i18n.catalogs.problems import N_, Code, Problem

_JINJA = re.compile(r"(?<!\{)\{\{(?!\{)\s*[A-Za-z_][^{}\"]*\}\}|\{%-?\s*[a-z][^{}]*%\}")
# A translation may do without the quotes, but not leave them unescaped.
_QUOTES = ("\\'", '\\"')
_ESCAPE = re.compile(r"(?<![\"'`«“„\\])(?<![A-Z]{2})\\[nrt\"'\\]")
# Before other letters a backslash is one of a file's name, a pattern or a format of dates.
_LITERAL_BACKSLASH = re.compile(r"\\[^\W\d_nrtabfvxu]")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9])https?://[A-Za-z0-9%{][!#-&*-;=?-~]*"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]*[A-Za-z0-9])+"
)
# Example addresses are often localised, and placeholders are validated.
_VARIABLE = re.compile(r"[/@.](?:example|domain)\.|[%{]|//\w+\Z|//your\b")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?![\w-])")


EXPRESSION = Code(
    "expression",
    N_("Template expression differs from the source"),
    N_(
        "{{ name }} and {% tag %} belong to the template engine. gettext treats them as plain "
        "text, so the translation must contain exactly the same expressions."
    ),
)


@text_check(EXPRESSION)
def find_expression(pair: Pair) -> Problem | None:
    """Compare the expressions and statements of template engines."""
    if "{{" not in pair.source + pair.target and "{%" not in pair.source + pair.target:
        return None
    written = {drop_whitespace(one): one for one in _JINJA.findall(pair.target + pair.source)}
    wanted, found = (
        Counter(map(drop_whitespace, _JINJA.findall(t))) for t in (pair.source, pair.target)
    )
    if wanted == found:
        return None
    different = next(iter((wanted - found) + (found - wanted)))
    if different in found - wanted:
        msgid = N_("unexpected expression %(text)s; use only the expressions of the source")
    elif pair.form is not None and different not in found and len(wanted) == 1:
        return None  # The count, which a plural form may leave out; form-number sees to it.
    else:
        msgid = N_("missing expression %(text)s; copy it from the source")
    return Problem(EXPRESSION, msgid, {"text": written[different]})


ESCAPE = Code(
    "escape",
    N_("Backslash escape differs from the source"),
    N_(
        "In a .po file, \\n is a newline, and \\\\n is a backslash followed by the letter n. Use "
        "the same escapes as the source."
    ),
    severity="warning",
)


@text_check(ESCAPE)
def find_escape(pair: Pair) -> Problem | None:
    """Compare the backslash escapes in the unescaped texts."""
    if "\\" not in pair.source and "\\" not in pair.target:
        return None
    if any(map(_LITERAL_BACKSLASH.search, (pair.source, pair.target))):
        return None
    wanted, found = (Counter(_ESCAPE.findall(text)) for text in (pair.source, pair.target))
    differing = [
        escape
        for escape in (wanted - found) + (found - wanted)
        if not (escape in _QUOTES and wanted[escape] and escape[1] not in pair.target)
    ]
    if not differing:
        return None
    different = differing[0]
    msgid = (
        N_("missing escape %(text)s; copy it from the source")
        if different in wanted - found
        else N_("unexpected escape %(text)s; use only the escapes of the source")
    )
    return Problem(ESCAPE, msgid, {"text": different})


ADDRESS = Code(
    "address",
    N_("Missing URL or email address"),
    N_(
        "Copy URLs and email addresses unchanged. Only the path of a URL may differ, for example "
        "to link to a translated page."
    ),
    severity="warning",
    is_on=False,
)


@text_check(ADDRESS)
def find_address(pair: Pair) -> Problem | None:
    """Look for hosts of URLs, and email addresses, that the translation omits."""
    if "://" not in pair.source and "@" not in pair.source:
        return None
    if not words_of(pair.source):  # Nothing but sample addresses, as in a placeholder.
        return None
    wanted, found = _hosts(pair.source), _hosts(pair.target)
    lost = sorted(
        address
        for address in wanted.keys() - found
        if not _VARIABLE.search(address) and not _is_named(address, pair.target)
    )
    if not lost:
        return None
    msgid = N_('missing "%(address)s"; copy it from the source')
    return Problem(ADDRESS, msgid, {"address": wanted[lost[0]]})


def _is_named(address: str, target: str) -> bool:
    """Return whether a text names a site without its address: "Disqus" for http://disqus.com."""
    site = _SITE.search(address)
    return bool(site and "://" not in target and site[1] in target.lower())


_SITE = re.compile(r"//(?:[\w-]+\.)*?([\w-]{4,}|[\w-]+\.\w+)(?:\.\w{2,})?\Z")


def _hosts(text: str) -> dict[str, str]:
    """Return the hosts of URLs and the email addresses in a text, each as it is written there."""
    addresses = [address.rstrip(".,;:!?") for address in _ADDRESS.findall(text)]
    return {_host(address): address for address in addresses}


def _host(address: str) -> str:
    _, found, rest = address.partition("://")
    return (f"//{rest.partition('/')[0]}" if found else address).lower()


OPTION = Code(
    "option",
    N_("Missing command-line option"),
    N_("Command-line options such as --help are the same in every language. Copy them unchanged."),
    severity="warning",
)


@text_check(OPTION)
def find_option(pair: Pair) -> Problem | None:
    """Look for command-line options that the translation omits."""
    if "--" not in pair.source:
        return None
    lost = [option for option in _OPTION.findall(pair.source) if option not in pair.target]
    # Translators: a finding, after the msgid; the option is one of a command, such as --full.
    return (
        Problem(
            OPTION, N_("missing option %(option)s; copy it from the source"), {"option": lost[0]}
        )
        if lost
        else None
    )
