"""HTML in messages: detection, and validation that a translation has the markup of its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urlsplit

from kfor_i18n.catalogs.messages import CREDITS
from kfor_i18n.catalogs.problems import N_, Code, Problem
from kfor_i18n.catalogs.validation.nesting import (
    check_balance,
    check_nesting,
    count_unseen,
    find_changed_code,
)
from kfor_i18n.catalogs.validation.placeholders import find_placeholders
from kfor_i18n.catalogs.validation.tags import (
    BOOLEAN,
    Attribute,
    MarkupError,
    Phrase,
    Tag,
    find_tags,
    has_only_text_references,
    has_reference,
    read_phrase,
    read_tags,
    without_addresses,
)

MARKUP_EMPTY = Code(
    "markup-empty",
    # Translators: the title of a kind of finding.
    N_("Empty element"),
    N_("Users cannot follow a link without text, and screen readers cannot announce it."),
)


MARKUP_MISSING = Code(
    "markup-missing",
    # Translators: the title of a kind of finding.
    N_("Missing markup"),
    N_("Keep the links and emphasis of the source. Elements may be reordered."),
)


MARKUP_ADDED = Code(
    "markup-added",
    N_("Markup not in the source"),
    N_("A translation must not add elements, attributes or links."),
)


# The value of a placeholder after "<" could be the name of an element; a number could not.
_TAG_OR_LIKE = re.compile(r"<(?:[A-Za-z/!?{]|%(?!(?:\(\w+\))?d))[^<>]*>?")
_MEANINGFUL = re.compile(
    rf"[\s/](?:{BOOLEAN}|on[a-z]+|contenteditable|popover|style|class|id)(?=[\s/>])|[%{{}}\"'`]",
    re.IGNORECASE,
)
# A link as chat services write it, whose text is the translator's: <%(url)s|Open>.
_NAMED_LINK = re.compile(r"(<(?:%\(\w+\)s|\{\w+\}))\|[^<>=%{}\"'`]*>")
_FREE_TEXT = frozenset({"alt", "aria-label", "lang", "title"})
_HARMLESS_REL = frozenset({"external", "nofollow", "noopener", "noreferrer"})


def has_markup(text: str) -> bool:
    """Return whether a text is HTML: it has a tag or a character reference, and none is broken.

    A text with something that only resembles a tag, such as ``<enter a name>``, is plain text,
    which must be escaped for display.
    """
    if "<" not in text and "&" not in text:
        return False
    try:
        tags, _ = read_tags(text)
    except MarkupError:
        return False
    return bool(tags) or has_reference(text)


def compare_markup(
    source: str, translation: str, *, allows_references: bool = False
) -> Problem | None:
    """Return the problem with a translation's markup, or ``None`` if it matches the source text's.

    The order of elements may differ. So may the values of ``title``, ``alt``, ``aria-label`` and
    ``lang``, and the path of an HTTP link, but not its scheme and host. ``allows_references``:
    plain text is shown as HTML, so that it may have character references.
    """
    if changed := find_changed_code(source, translation):
        return Problem(
            MARKUP_ADDED,
            N_("changed content of <%(name)s>; leave it as in the source"),
            {"name": changed},
        )
    if not has_markup(source):
        return _validate_plain(source, translation, allows_references=allows_references)
    wanted, own = read_tags(source)
    try:
        tags, phrases = read_tags(translation)
        _check_structure(source, wanted, translation, tags)
    except MarkupError as error:
        return error.problem
    if foreign := next((phrase for phrase in phrases if not _is_alike(phrase, own)), None):
        return _added(foreign.text)
    if unseen := count_unseen(translation, tags) - count_unseen(source, wanted):
        return Problem(
            MARKUP_EMPTY,
            N_("empty <%(name)s> element; put its text inside"),
            {"name": next(iter(unseen))},
        )
    return _compare_tags(wanted, tags)


def has_same_elements(text: str, other: str) -> bool:
    """Return whether two texts have the same elements, which may differ in their attributes."""
    if not (has_markup(text) and has_markup(other)):
        return False
    return _list_names(text) == _list_names(other)


def _list_names(text: str) -> list[tuple[bool, str]]:
    return sorted((tag.is_end, tag.name) for tag in read_tags(text)[0])


def _compare_tags(wanted: Sequence[Tag], tags: Sequence[Tag]) -> Problem | None:
    """Compare tags in any order: each one in the translation is one of the source text's."""
    left = list(wanted)
    for tag in tags:
        match = next((other for other in left if _is_same(other, tag)), None)
        if match is None:
            return _find_unquoted(tag, left) or _added(str(tag))
        left.remove(match)
    if left:
        return Problem(
            MARKUP_MISSING,
            N_("missing %(tag)s; keep the markup of the source"),
            {"tag": str(left[0])},
        )
    return None


def _is_same(source: Tag, tag: Tag) -> bool:
    if (source.is_end, source.name) != (tag.is_end, tag.name):
        return False
    if _is_link(source):
        before, after = _read_rel(source), _read_rel(tag)
        if not before <= after <= before | _HARMLESS_REL:
            return False
    # A value without quotes must not come to hold a placeholder, from which attributes could grow.
    return _comparable(source) == _comparable(tag) and _list_open(tag) <= _list_open(source)


def _find_unquoted(tag: Tag, sources: Sequence[Tag]) -> Problem | None:
    """Return the problem of a tag that is the source's, but for the quotes round a placeholder."""
    for source in sources:
        added = _list_open(tag) - _list_open(source)
        if added and (source.name, _comparable(source)) == (tag.name, _comparable(tag)):
            return Problem(
                MARKUP_ADDED,
                N_("unquoted placeholder in the attribute %(name)s; enclose it in quotation marks"),
                {"name": min(added)},
            )
    return None


def _list_open(tag: Tag) -> set[str]:
    return {attribute.name for attribute in tag.attributes if attribute.is_open}


def _is_link(tag: Tag) -> bool:
    return tag.name == "a" and not tag.is_end


def _read_rel(tag: Tag) -> set[str]:
    values = (value or "" for name, value, _ in tag.attributes if name == "rel")
    return set(next(values, "").lower().split())


def _comparable(tag: Tag) -> list[tuple[str, str]]:
    return sorted(
        (attribute.name, _comparable_value(attribute))
        for attribute in tag.attributes
        if attribute.name != "rel" or not _is_link(tag)
    )


def _comparable_value(attribute: Attribute) -> str:
    if attribute.name in _FREE_TEXT:
        return ""
    value = unescape(attribute.value or "")
    if attribute.name == "href":
        try:
            parts = urlsplit(value)
        except ValueError:
            return value
        if parts.scheme in ("http", "https") and parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
    return value


def _check_structure(
    source: str, wanted: Sequence[Tag], translation: str, tags: Sequence[Tag]
) -> None:
    if _is_balanced(wanted):
        check_balance(tags)
        check_nesting(source, wanted, translation, tags)


def _is_balanced(tags: Sequence[Tag]) -> bool:
    try:
        check_balance(tags)
    except MarkupError:
        return False
    return True


def _added(tag: str) -> Problem:
    return Problem(
        MARKUP_ADDED, N_("unexpected %(tag)s; use only the markup of the source"), {"tag": tag}
    )


def _validate_plain(source: str, translation: str, *, allows_references: bool) -> Problem | None:
    """Return the problem if a translation of plain text adds markup, or breaks what is in it.

    What resembles a tag in the source text may be in the translation, too. So may words in angle
    brackets if the source text has such, but none that a browser could read as an element.
    """
    if not any(sign in source or sign in translation for sign in "<&"):
        return None
    own = ["<name at host>"] if source in CREDITS else _TAG_OR_LIKE.findall(source)
    same = {_squeeze(text) for text in own}
    phrases = [phrase for text in own if (phrase := _read_own_phrase(text, source))]
    is_added = any(
        _squeeze(text) not in same
        and not ((phrase := read_phrase(text)) and _is_alike(phrase, phrases))
        for text in _TAG_OR_LIKE.findall(without_addresses(translation))
    )
    is_reference_added = has_reference(translation) and not has_reference(source)
    if is_added or (
        is_reference_added and not (allows_references and has_only_text_references(translation))
    ):
        return Problem(
            MARKUP_ADDED,
            N_(
                "markup in a plain-text message; write plain characters instead of tags and "
                "character references"
            ),
        )
    try:
        _check_structure(source, find_tags(source), translation, find_tags(translation))
    except MarkupError as error:
        return error.problem
    return None


def _read_own_phrase(text: str, source: str) -> Phrase | None:
    """Return the words in angle brackets of a source text, which may start like an element."""
    is_closed = f"</{text[1:].split(maxsplit=1)[0]}" in source if text[1:].strip() else True
    return read_phrase(text, may_begin_as_element=not is_closed)


def _squeeze(text: str) -> str:
    return _NAMED_LINK.sub(r"\1|>", " ".join(text.replace("...", "…").split()))


def _is_alike(phrase: Phrase, own: Sequence[Phrase]) -> bool:
    """Return whether a text that has ``own`` phrases may have this one in its translation.

    To a browser, a placeholder in it would be filled with attributes, and words after the first
    are attributes. So a phrase may gain words only if they have no meaning there.
    """
    return any(
        (phrase.has_spaces <= other.has_spaces or _are_words(phrase, other))
        and phrase.is_closed >= other.is_closed
        and _list_meaningful(phrase) <= _list_meaningful(other)
        and _list_placeholders(phrase) <= _list_placeholders(other)
        for other in own
    )


def _are_words(*phrases: Phrase) -> bool:
    """Return whether phrases are plain words: no placeholder, and no attribute but a meaningless
    one.
    """
    return not any(_list_placeholders(one) or _MEANINGFUL.search(one.text) for one in phrases)


def _list_meaningful(phrase: Phrase) -> set[str]:
    """Return the words that a browser would know as attributes."""
    words = (match[0].strip("/ \t\r\n\f").lower() for match in _MEANINGFUL.finditer(phrase.text))
    return {word for word in words if word.isalpha()}


def _list_placeholders(phrase: Phrase) -> set[str]:
    return {placeholder.text for placeholder in find_placeholders(phrase.text)}
