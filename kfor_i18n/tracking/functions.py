"""Functions by which an application looks messages up in a way of its own.

They are named as ``module:qualname:arguments``, such as ``app.texts:Text.get:1,2c``. The arguments
are numbered as in Babel's keywords, without ``self``: the msgid, and the plural if there is one;
``2c`` is the context and ``3n`` the number that a plural form is for, which without ``n`` is the
argument after the plural: ``1``, ``1,2``, ``1c,2``, ``1c,2,3``, ``1,2,3n,4c``. What such a function
returns must be the text as the catalog has it: it is answered from other texts.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from functools import wraps
from typing import Any, NamedTuple

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.flask_babel import current_locale, current_texts
from kfor_i18n.tracking.lookups import Lookup
from kfor_i18n.tracking.texts import NoTexts, meet, number_for

_DOMAIN = "messages"
_PART = re.compile(r"\s*(\d+)([cn]?)\s*")


@dataclass(frozen=True)
class Arguments:
    """Which arguments of a function are those of a look-up, from 1; 0 is none."""

    msgid: int
    plural: int = 0
    context: int = 0
    number: int = 0


class Tracked(NamedTuple):
    """A function to be tracked: the module that has it, its name there, and its arguments."""

    module: str
    qualname: str
    arguments: Arguments


def read_tracked(text: str) -> Tracked:
    """Read the name of a function with its arguments. Raises ``ValueError`` if it is not one."""
    parts = [part.strip() for part in text.split(":")]
    is_named = all(part.isidentifier() for name in parts[:2] for part in name.split("."))
    if len(parts) != 3 or not is_named:
        raise ValueError(f"{text!r} is not module:function:arguments")
    module, name, arguments = parts
    return Tracked(module, name, _read_arguments(arguments))


def track_functions(names: Iterable[str]) -> Callable[[], None]:
    """Track the functions of these names; return what does so where they were imported by name.

    That is to be called when all of the application is loaded. Raises ``ValueError`` for a name
    that is not one, ``AttributeError`` for one that its module does not have, and whatever the
    import of the module raises.
    """
    replaced = {}
    for tracked in map(read_tracked, names):
        owner: Any = importlib.import_module(tracked.module)
        *outer, name = tracked.qualname.split(".")
        for part in outer:
            owner = getattr(owner, part)
        original, is_method = _find(owner, name)
        if not hasattr(original, "is_tracked"):
            function = _track(original, tracked.arguments, is_method=is_method)
            kind = type(inspect.getattr_static(owner, name))
            setattr(
                owner, name, kind(function) if kind in (staticmethod, classmethod) else function
            )
            replaced[original] = function
    return lambda: _replace_everywhere(replaced)


def _find(owner: Any, name: str) -> tuple[Callable[..., Any], bool]:
    """Return a function, and whether the object that it is called on comes first."""
    found = inspect.getattr_static(owner, name)
    if isinstance(found, staticmethod | classmethod):
        return found.__func__, isinstance(found, classmethod)
    return getattr(owner, name), inspect.isclass(owner)


def _read_arguments(text: str) -> Arguments:
    numbers: dict[str, list[int]] = {"": [], "c": [], "n": []}
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None or match[1] == "0":
            raise ValueError(f"{part!r} is not the number of an argument")
        numbers[match[2]].append(int(match[1]))
    (msgid, *plurals), contexts, counts = numbers[""] or [0], numbers["c"], numbers["n"]
    if not msgid or max(len(plurals), len(contexts), len(counts)) > 1:
        raise ValueError(f"{text!r} does not name the arguments of a look-up")
    plural = next(iter(plurals), 0)
    number = next(iter(counts), plural + 1 if plural else 0)
    return Arguments(msgid, plural, next(iter(contexts), 0), number if plural else 0)


def _track(
    function: Callable[..., Any], arguments: Arguments, *, is_method: bool
) -> Callable[..., Any]:
    signature = inspect.signature(function)

    @wraps(function)
    def tracking(*args: Any, **kwargs: Any) -> Any:
        try:
            call = _Call(signature.bind(*args, **kwargs), is_method=is_method)
        except TypeError:
            # It fails, and says itself why.
            return function(*args, **kwargs)
        lookup = call.renumber(arguments)
        own = function(*call.bound.args, **call.bound.kwargs)
        if lookup is None or not isinstance(own, str):
            return own
        locale = getattr(args[0], "locale", None) if is_method else None
        made = replace(
            lookup,
            is_translated=own not in (lookup.key.msgid, lookup.plural),
            locale=str(locale or current_locale()),
        )
        return meet(current_texts() or NoTexts(), [_DOMAIN], made, own)

    tracking.is_tracked = True  # type: ignore[attr-defined]
    return tracking


class _Call:
    """A call of a function, whose arguments are found by their numbers."""

    def __init__(self, bound: inspect.BoundArguments, *, is_method: bool) -> None:
        self.bound = bound
        self._parameters = list(bound.signature.parameters.values())[is_method:]

    def renumber(self, arguments: Arguments) -> Lookup | None:
        """Return the look-up that is asked for, with the number that is wanted instead."""
        msgid, plural, context, number = map(self._read, astuple(arguments))
        if not isinstance(msgid, str) or not isinstance(context, str | None):
            return None
        key = Key(str(msgid), context)
        if not isinstance(plural, str) or not isinstance(number, int):
            return Lookup(key, _DOMAIN)
        wanted = number_for(key, number)
        if wanted != number:
            self._write(arguments.number, wanted)
        return Lookup(key, _DOMAIN, plural, wanted)

    def _read(self, position: int) -> Any:
        name, index = self._find(position)
        value = self.bound.arguments.get(name)
        if index is None:
            return value
        return value[index] if value and index < len(value) else None

    def _write(self, position: int, value: object) -> None:
        name, index = self._find(position)
        if index is not None:
            values = self.bound.arguments[name]
            value = (*values[:index], value, *values[index + 1 :])
        self.bound.arguments[name] = value

    def _find(self, position: int) -> tuple[str, int | None]:
        """Return the parameter of an argument, and its place in one that takes any number."""
        for index, parameter in enumerate(self._parameters[:position] if position else ()):
            if parameter.kind is parameter.VAR_POSITIONAL:
                return parameter.name, position - 1 - index
            if index == position - 1:
                return parameter.name, None
        return "", None


def _replace_everywhere(replaced: Mapping[Callable[..., Any], Callable[..., Any]]) -> None:
    """Replace functions in the modules that imported them by name before they were tracked."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if inspect.isfunction(value) and value in replaced:
                setattr(module, name, replaced[value])
