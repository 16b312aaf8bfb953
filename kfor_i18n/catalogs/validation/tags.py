"""Reading of HTML in messages as browsers read it: tags, text between them, character references.

Text that a browser would read differently from what it looks like is rejected (HTML Standard,
"Tokenization").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import FORBIDDEN
from kfor_i18n.catalogs.validation.elements import ELEMENTS

MARKUP_BROKEN = Code(
    "markup-broken",
    # Translators: the title of a kind of finding.
    N_("Broken markup"),
    N_("An unclosed tag, or one that browsers read differently, changes the page."),
)


# ASCII whitespace as HTML defines it: any other whitespace character is part of a name.
_SPACE = "[ \\t\\r\\n\\f]"
BOOLEAN = (
    "allowfullscreen|async|autofocus|autoplay|checked|controls|default|defer|disabled|download"
    "|formnovalidate|hidden|inert|ismap|itemscope|loop|multiple|muted|nomodule|novalidate|nowrap|open"
    "|playsinline|readonly|required|reversed|selected"
    "|data-[a-z0-9-]+"
)
"""The pattern of the attributes that need no value."""
# A value without quotes ends where HTML says, so that a slash before > is part of it.
_VALUE = rf"""{_SPACE}*={_SPACE}*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'=<>`]+))"""
# The value of a placeholder can be whole attributes: <a %(attributes)s>.
_FILLED = r"%\(\w+\)s|%s|\{\w*\}"
_ATTRIBUTE = (
    rf"{_SPACE}+(?:({_FILLED})|((?:{BOOLEAN})\b(?!-|{_SPACE}*=))|([a-z][a-z0-9:-]*){_VALUE})"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.IGNORECASE | re.ASCII)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)(?P<attributes>(?:{_ATTRIBUTE})*)"
    rf"{_SPACE}*(?P<slash>/?){_SPACE}*>",
    re.IGNORECASE | re.ASCII,
)
# A tag in which quotation marks do not match: as far as it can be read, and a mark after that.
_TAG_START = re.compile(
    rf"</?[a-z][a-z0-9-]*(?P<attributes>(?:{_ATTRIBUTE})*)"
    rf"(?:{_SPACE}+(?P<open>[a-z][a-z0-9:-]*){_SPACE}*=)?[^<>=]*[\"'][^<>]*(?:>|$)",
    re.IGNORECASE | re.ASCII,
)
# Replaces a tag that was read, so that the text before and after it cannot form another one.
_READ = "\0"
_PHRASE = re.compile(r"</?(?P<first>[^\W\d_][^\s<>=/\0-]*)(?P<more>\s[^<>=\0]*)?(?P<end>/?>)?")
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]+)|#[xX](?P<hex>[0-9A-Fa-f]+)|(?P<name>[A-Za-z][A-Za-z0-9]*))"
    r"(?P<end>;?)"
)
# Browsers read an address as an unknown element, without attributes that could have a value.
_ADDRESS = re.compile(r"<(?:[\w.+-]+@[\w.-]+|(?:https?|ftp)://[^\s<>=\"'`%{]+)>")
VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip
"""The elements that have no end tag."""


class MarkupError(ValueError):
    """Broken markup, described by ``problem``."""

    def __init__(self, msgid: str, **values: object) -> None:
        """Initialize with the msgid of the problem and the values of its placeholders."""
        self.problem = Problem(MARKUP_BROKEN, msgid, values)
        super().__init__(str(self.problem))


class Attribute(NamedTuple):
    """An attribute: its name in lower case, or the placeholder for whole attributes.

    ``value`` is without its quotes, ``None`` if there is none. ``is_open``: it has no quotes but a
    placeholder, whose value could add other attributes.
    """

    name: str
    value: str | None = None
    is_open: bool = False


class Tag(NamedTuple):
    """A tag, with its name in lower case, and its span in the text."""

    is_end: bool
    name: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int

    def __str__(self) -> str:
        attributes = "".join(
            f" {name}" if value is None else f' {name}="{value}"'
            for name, value, _ in self.attributes
        )
        return f"<{'/' if self.is_end else ''}{self.name}{attributes}>"


class Phrase(NamedTuple):
    """Words in angle brackets that are not an element: ``<any>``, ``<enter a name>``."""

    text: str
    has_spaces: bool
    is_closed: bool


def read_phrase(text: str, *, may_begin_as_element: bool = False) -> Phrase | None:
    """Return the words in angle brackets that a whole text is.

    The result is ``None`` if a browser could read the text as an element, with a hyphen or with
    attributes that have values.

    ``may_begin_as_element``: the first of several words may be an element's name: ``<menu item>``.
    """
    match = _PHRASE.fullmatch(text)
    if match is None:
        return None
    is_allowed = may_begin_as_element and match["more"] and not text.startswith("</")
    # XHTML knows elements by what follows the prefix of their namespace.
    if match["first"].lower().rpartition(":")[2] in ELEMENTS and not is_allowed:
        return None
    return Phrase(text, bool(match["more"]), bool(match["end"]))


def without_addresses(text: str) -> str:
    """Return a text without the addresses in angle brackets: ``<me@example.org>``."""
    return _ADDRESS.sub(_READ, text) if "<" in text else text


def find_tags(text: str) -> list[Tag]:
    """Return the complete tags of known elements in a text."""
    return [_make_tag(match) for match in _TAG.finditer(text) if match["name"].lower() in ELEMENTS]


def _make_tag(match: re.Match[str]) -> Tag:
    attributes = tuple(_read_attributes(match["attributes"]))
    return Tag(bool(match["end"]), match["name"].lower(), attributes, *match.span())


def read_tags(text: str) -> tuple[list[Tag], list[Phrase]]:
    """Return the tags of elements in a text, and the words in angle brackets that are not elements.

    Raises ``MarkupError`` if a browser would read the text differently: tags and character
    references must be complete, and only void elements self-closing.
    """
    tags: list[Tag] = []
    phrases: list[Phrase] = []

    def take(match: re.Match[str]) -> str:
        tag = _make_tag(match)
        if _has_only_words(tag) and (phrase := read_phrase(match[0])):
            phrases.append(phrase)
            return _READ
        if match["slash"] and (tag.is_end or tag.name not in VOID):
            raise MarkupError(
                N_("slash at the end of </%(name)s>; remove it")
                if tag.is_end
                else N_("self-closing <%(name)s>; write a separate end tag </%(name)s>"),
                name=tag.name,
            )
        tags.append(tag)
        return _READ

    rest = without_addresses(_TAG.sub(take, text))
    for match in _PHRASE.finditer(rest):
        if (phrase := read_phrase(match[0])) and phrase.is_closed:
            phrases.append(phrase)
            rest = rest.replace(match[0], _READ, 1)
    if "<" in rest:
        raise _explain(rest[rest.index("<") :])
    for reference in _REFERENCE.finditer(rest):
        if not _is_valid_reference(reference):
            raise MarkupError(
                N_('invalid character reference "%(text)s"; write & as &amp;'),
                text=reference[0],
            )
    return tags, phrases


def _has_only_words(tag: Tag) -> bool:
    words = all(value is None and name.isalpha() for name, value, _ in tag.attributes)
    return words and "-" not in tag.name


def _explain(rest: str) -> MarkupError:
    """Return the error about text from a "<" on that does not start a valid tag."""
    if match := _TAG_START.match(rest):
        name = match["open"] or next(
            (found.name for found in reversed([*_read_attributes(match["attributes"])])), None
        )
        if name:
            return MarkupError(
                N_(
                    "unbalanced quotation marks in the attribute %(name)s; add the missing one or "
                    "remove the extra one"
                ),
                name=name,
            )
    return MarkupError(
        N_('invalid tag at "%(start)s"; complete the tag, or write < as &lt;'), start=rest[:2]
    )


def _read_attributes(text: str) -> Iterator[Attribute]:
    for filled, boolean, name, double, single, bare in _ATTRIBUTES.findall(text):
        if filled or boolean:
            yield Attribute(filled or boolean.lower())
        else:
            is_open = not set("%{").isdisjoint(bare)
            yield Attribute(name.lower(), double or single or bare, is_open)


def has_reference(text: str) -> bool:
    """Return whether a text has a complete character reference, valid or not."""
    return any(match["end"] for match in _REFERENCE.finditer(text))


def has_only_text_references(text: str) -> bool:
    """Return whether the character references in a text are valid, and none is for < or >.

    Code that reads the text again would take these for the start or end of a tag.
    """
    return all(
        _is_valid_reference(match) and unescape(match[0]) not in ("<", ">")
        for match in _REFERENCE.finditer(text)
        if match["end"]
    )


def _is_valid_reference(reference: re.Match[str]) -> bool:
    """Return whether a match is a valid character reference or, to browsers, only an ampersand."""
    if reference["name"]:
        if reference["end"]:
            return f"{reference['name']};" in html5
        # Browsers recognize legacy names without a semicolon, even at the start of a longer word.
        return not any(reference["name"][:length] in html5 for length in range(2, 7))
    digits, base = (reference["decimal"], 10) if reference["decimal"] else (reference["hex"], 16)
    code = int(digits, base) if len(digits) < 9 else 0
    return bool(reference["end"]) and 0 < code < 0x110000 and not FORBIDDEN.match(chr(code))
