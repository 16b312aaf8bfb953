"""Reading of texts with braces: format strings (PEP 3101), and messages in ICU's MessageFormat."""

from __future__ import annotations

import re
from itertools import count

from kfor_i18n.catalogs.validation.placeholders import FIELD, PLAIN_FIELD

_EXCERPT = 8
_PART = re.compile(rf"[^{{}}]+|\{{\{{|\}}\}}|(?P<field>{FIELD})")
_FIELD = re.compile(FIELD)
_FIELD_PARTS = re.compile(
    r"\{(?P<name>\w*)(?P<path>(?:\.\w+|\[[^\]]*\])*)(?P<conversion>(?:!.)?)(?P<format>(?::.*)?)\}",
    re.DOTALL,
)
_PLAIN = re.compile(
    rf"(?P<doubled>\{{\{{\s*(?P<name>[A-Za-z_][A-Za-z0-9_.]*)\s*\}}\}})|{PLAIN_FIELD}"
)


def read_fields(text: str) -> list[str]:
    """Return the replacement fields of a format string, with those in their formats.

    Fields without a number get their automatic one, so that ``{} {}`` gives the same as
    ``{0} {1}``. Raises ``ValueError``, with the text from the fault on, if ``str.format`` would.
    """
    reader = _FieldReader()
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            raise ValueError(text[position : position + _EXCERPT])
        if field := match["field"]:
            reader.read(field)
        position = match.end()
    return reader.fields


class _FieldReader:
    """Reads the fields of one text, which are numbered by hand or automatically, not both."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        self._numbers = count()
        self._is_automatic: bool | None = None

    def read(self, field: str) -> str:
        """Return a field with its number, after adding it and the fields in its format."""
        parts = _FIELD_PARTS.fullmatch(field)
        assert parts is not None  # noqa: S101 - every field has these parts
        name = self._resolve(parts["name"], field)
        written = _FIELD.sub(lambda inner: self.read(inner[0]), parts["format"])
        full = f"{{{name}{parts['path']}{parts['conversion']}{written}}}"
        self.fields.append(full)
        return full

    def _resolve(self, name: str, field: str) -> str:
        if name and not name.isdecimal():
            return name
        is_automatic = not name
        if self._is_automatic not in (None, is_automatic):
            raise ValueError(field)
        self._is_automatic = is_automatic
        return str(next(self._numbers)) if is_automatic else str(int(name))


_SPECIFICATION = r":(?:.?[<>=^])?[-+]?z?#?0?[0-9]*[,_]?(?:\.[0-9]+)?[bcdeEfFgGnosxX%]?"
_SIMPLE_FIELD = re.compile(
    rf"\{{(?:[A-Za-z_]\w*|[0-9]+)?(?:\.\w+|\[\w+\])*(?:![rsa])?(?:{_SPECIFICATION})?\}}"
)


def is_format_string(text: str) -> bool:
    """Return whether each brace of a text is part of a field that people write, by its letters.

    Literal braces, which other syntaxes write like that too, and formats that are words do not
    count: ``{{name}}``, ``{key: value}``.
    """
    if "{" not in text:
        return "}" not in text
    return not set("{}") & set(_SIMPLE_FIELD.sub("", text)) and "{{" not in text


def read_names(text: str) -> tuple[list[str], list[str]]:
    """Return the simple names in braces of a text in no known format: ``{name}``, ``{{name}}``.

    The second list are those in double braces with spaces, such as ``{{ name }}``, which template
    engines read like those without.
    """
    names: list[str] = []
    spaced: list[str] = []
    for match in _PLAIN.finditer(text):
        if match["doubled"]:
            is_spaced = any(map(str.isspace, match[0]))
            (spaced if is_spaced else names).append(f"{{{{{match['name']}}}}}")
        else:
            names.append(match[0])
    return names, spaced


_ARGUMENT = re.compile(r"\s*([^\W\d]\w*|[0-9]+)\s*(?:,\s*([a-z]+)\s*)?")
_TYPED = re.compile(
    r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal|number|date|time|spellout|ordinal|duration)"
    r"\s*[,}]"
)
_SELECTOR = re.compile(r"\s*(?:offset:[0-9]+\s*)?(=[0-9]+|[^\s{}=',]+)\s*\{")
_BRANCHING = frozenset({"plural", "select", "selectordinal"})


def is_icu(text: str) -> bool:
    """Return whether a text has an argument with a type, as only ICU's messages have."""
    return "," in text and _TYPED.search(text) is not None


def read_arguments(text: str) -> list[str]:
    """Return the arguments of an ICU message in braces, those in its branches included.

    Raises ``ValueError``, with the text from the fault on, if a brace is not closed, or a plural or
    select has no branch for ``other``.
    """
    reader = _ArgumentReader(text)
    reader.read_message(0, is_nested=False)
    return reader.arguments


class _ArgumentReader:
    """Reads one ICU message; each method takes an offset and returns the one that it reached."""

    def __init__(self, text: str) -> None:
        self.arguments: list[str] = []
        self._text = text

    def read_message(self, at: int, *, is_nested: bool) -> int:
        """Read literal text and arguments, to the brace that closes a branch or to the end."""
        start = at
        while at < len(self._text):
            character = self._text[at]
            if character == "'":
                at = self._skip_quoted(at)
            elif character == "{":
                at = self._read_argument(at)
            elif character == "}" and is_nested:
                return at
            else:
                at += 1
        if is_nested:
            raise self._fault(start)
        return at

    def _skip_quoted(self, at: int) -> int:
        """Skip an apostrophe, with the text that it quotes if a brace follows it."""
        if self._text[at + 1 : at + 2] not in ("{", "}"):
            return at + 2 if self._text[at + 1 : at + 2] == "'" else at + 1
        end = self._text.find("'", at + 1)
        return len(self._text) if end < 0 else end + 1

    def _read_argument(self, at: int) -> int:
        match = _ARGUMENT.match(self._text, at + 1)
        if match is None:
            raise self._fault(at)
        self.arguments.append(f"{{{match[1]}}}")
        if match[2] in _BRANCHING and self._text[match.end() : match.end() + 1] == ",":
            return self._read_branches(match.end() + 1, at)
        end = self._text.find("}", match.end())
        if end < 0 or "{" in self._text[match.end() : end]:
            raise self._fault(at)
        if match[2] is None and end != match.end():
            raise self._fault(at)
        return end + 1

    def _read_branches(self, at: int, start: int) -> int:
        selectors = set()
        while match := _SELECTOR.match(self._text, at):
            selectors.add(match[1])
            at = self.read_message(match.end(), is_nested=True) + 1
        end = self._text.find("}", at)
        if "other" not in selectors or end < 0 or self._text[at:end].strip():
            raise self._fault(start)
        return end + 1

    def _fault(self, at: int) -> ValueError:
        return ValueError(self._text[at : at + _EXCERPT])
