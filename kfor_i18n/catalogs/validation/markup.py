"""HTML in messages: detection, and validation that a translation has the markup of its source."""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5
from typing import NamedTuple
from urllib.parse import urlsplit

from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.characters import FORBIDDEN

MARKUP_EMPTY = Code(
    "markup-empty",
    N_("An element with nothing inside"),
    N_("A link without a text cannot be followed, and a screen reader cannot name it."),
)


MARKUP_BROKEN = Code(
    "markup-broken",
    # Translators: the title of a kind of finding.
    N_("Broken markup"),
    N_("A tag that is not closed, or that browsers read as something else, changes the page."),
)


MARKUP_MISSING = Code(
    "markup-missing",
    N_("Markup of the source is missing"),
    N_("Links and emphasis of the source are part of its message; elements may change places."),
)


MARKUP_ADDED = Code(
    "markup-added",
    N_("Markup that the source does not have"),
    N_("A translation is text and not code: it can add no element, attribute or link."),
)


# ASCII whitespace as HTML defines it: any other whitespace character is part of a name.
_SPACE = "[ \\t\\r\\n]"
_ATTRIBUTE = rf"""{_SPACE}+([A-Za-z][A-Za-z0-9:-]*)=(?:"([^"<>]*)"|'([^'<>]*)')"""
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:{_ATTRIBUTE})*)"
    rf"{_SPACE}*(?P<slash>/?)>"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG_OR_LIKE = re.compile(r"<[A-Za-z/!?][^<>]*")
_ELEMENT = re.compile(
    r"<[/!?]|<[a-z][a-z0-9]*>?$|<(?:script|style|textarea|title|xmp|plaintext|noscript|template"
    r"|iframe|noembed|noframes|svg|math)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]+)|#[xX](?P<hex>[0-9A-Fa-f]+)|(?P<name>[A-Za-z][A-Za-z0-9]*))"
    r"(?P<end>;?)"
)
_EMPTY = re.compile(rf"<([A-Za-z][A-Za-z0-9]*)(?:{_ATTRIBUTE})*{_SPACE}*>\s*</\1>")
_VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    }
)  # fmt: skip
_FREE_TEXT = frozenset({"alt", "aria-label", "lang", "title"})


class MarkupError(ValueError):
    """Broken markup, described by ``problem``."""

    def __init__(self, msgid: str, **values: object) -> None:
        """Initialize with the msgid of the problem and the values of its placeholders."""
        self.problem = Problem(MARKUP_BROKEN, msgid, values)
        super().__init__(str(self.problem))


class _Tag(NamedTuple):
    is_end: bool
    name: str
    attributes: tuple[tuple[str, str], ...]


def has_markup(text: str) -> bool:
    """Return whether a text is HTML: it has a tag or a character reference, and none is broken.

    A text with something that only resembles a tag, such as ``<enter a name>``, is plain text,
    which must be escaped for display.
    """
    if "<" not in text and "&" not in text:
        return False
    try:
        tags = _read_tags(text)
    except MarkupError:
        return False
    return bool(tags) or _has_reference(text)


def _has_reference(text: str) -> bool:
    return any(match["end"] for match in _REFERENCE.finditer(text))


def compare_markup(source: str, translation: str) -> Problem | None:
    """Return the problem with a translation's markup, or ``None`` if it matches the source text's.

    The order of elements may differ. So may the values of ``title``, ``alt``, ``aria-label`` and
    ``lang``, and the path of an HTTP link, but not its scheme and host.
    """
    if not has_markup(source):
        return _validate_plain(source, translation)
    wanted = Counter(_read_tags(source))
    try:
        tags = _read_tags(translation)
        if _is_balanced(_read_tags(source)):
            _check_balance(tags)
    except MarkupError as error:
        return error.problem
    if (empty := _EMPTY.search(translation)) and not _EMPTY.search(source):
        return Problem(
            MARKUP_EMPTY,
            N_("has nothing inside <%(name)s>; put the text there that belongs to it"),
            {"name": empty[1]},
        )
    if added := Counter(tags) - wanted:
        return Problem(
            MARKUP_ADDED,
            N_("adds %(tag)s; use only the source's markup"),
            {"tag": _show(next(iter(added)))},
        )
    if missing := wanted - Counter(tags):
        return Problem(
            MARKUP_MISSING,
            N_("lacks %(tag)s; keep the source's markup"),
            {"tag": _show(next(iter(missing)))},
        )
    return None


def _validate_plain(source: str, translation: str) -> Problem | None:
    """Return the problem if a translation of plain text adds markup.

    If the source text has something that resembles a tag, such as ``<enter a name>``, the
    translation may have a different one, but none that a browser could parse as an element.
    """
    own = _TAG_OR_LIKE.findall(source)
    added = [
        text
        for text in _TAG_OR_LIKE.findall(translation)
        if text not in own and (not own or "=" in text or _ELEMENT.match(text))
    ]
    if added or (_has_reference(translation) and not _has_reference(source)):
        return Problem(
            MARKUP_ADDED, N_("adds markup to plain text; write the characters themselves")
        )
    return None


def _read_tags(text: str) -> list[_Tag]:
    """Return a text's tags. Raises ``MarkupError`` if a browser would parse the text differently.

    Tags and character references must be complete, and only void elements self-closing.
    """
    tags = []
    for match in _TAG.finditer(text):
        tag = _Tag(bool(match["end"]), match["name"].lower(), _read_attributes(match["attributes"]))
        tags.append(tag)
        if match["slash"] and (tag.is_end or tag.name not in _VOID):
            raise MarkupError(N_("has a slash at the end of <%(name)s>; remove it"), name=tag.name)
    rest = _TAG.sub("", text)
    if "<" in rest:
        raise MarkupError(
            N_('has "%(start)s" that is no whole tag; write &lt; for the sign'),
            start=rest[rest.index("<") :][:2],
        )
    for match in _REFERENCE.finditer(rest):
        if not _is_valid_reference(match):
            raise MarkupError(
                N_('has the broken character reference "%(text)s"; write &amp; for the sign'),
                text=match[0],
            )
    return tags


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


def _is_balanced(tags: list[_Tag]) -> bool:
    try:
        _check_balance(tags)
    except MarkupError:
        return False
    return True


def _check_balance(tags: list[_Tag]) -> None:
    opened: list[str] = []
    for tag in tags:
        if tag.name in _VOID:
            continue
        if not tag.is_end:
            if tag.name == "a" and "a" in opened:
                raise MarkupError(N_("has a link inside a link; close the first one before"))
            opened.append(tag.name)
        elif not opened or opened.pop() != tag.name:
            raise MarkupError(N_("has </%(name)s> that closes nothing; remove it"), name=tag.name)
    if opened:
        raise MarkupError(N_("has <%(name)s> that is not closed; close it"), name=opened[-1])


def _read_attributes(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted(
            (name.lower(), _comparable(name.lower(), double or single))
            for name, double, single in _ATTRIBUTES.findall(text)
        )
    )


def _comparable(name: str, value: str) -> str:
    if name in _FREE_TEXT:
        return ""
    if name == "href":
        try:
            parts = urlsplit(value)
        except ValueError as error:
            raise MarkupError(
                N_('has the link "%(address)s", which is no address; mend it'), address=value
            ) from error
        if parts.scheme in ("http", "https") and parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
    return value


def _show(tag: _Tag) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in tag.attributes)
    return f"<{'/' if tag.is_end else ''}{tag.name}{attributes}>"
