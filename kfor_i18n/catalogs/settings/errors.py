"""Errors of settings: which key it is, what it may be, and what was probably meant."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from pathlib import Path

from kfor_i18n.catalogs.problems import INVALID_SETTING, N_, Finding, Problem, SettingsError

_LIST = N_('invalid value %(value)s for %(name)s; write a list of strings, such as ["one", "two"]')
_SWITCH = N_("invalid value %(value)s for %(name)s; write true or false")
_SHARE = N_("invalid value %(value)s for %(name)s; write a number from 0 to 1")
_TABLE = N_("invalid value %(value)s for %(name)s; write a table")
_TEXT = N_("invalid value %(value)s for %(name)s; write a string in quotes")
_EXPECTED = {
    "always-formatted": _SWITCH,
    "app": N_(
        "invalid value %(value)s for %(name)s; write the module and the name of a Flask "
        'application or of a function that returns one, such as "shop:create_app"'
    ),
    "catalogs": N_(
        "invalid value %(value)s for %(name)s; write a path with {locale}, and with {domain} "
        "if there are several domains, such as i18n/{domain}/{locale}.po"
    ),
    "check": _TABLE,
    "comment-tags": _LIST,
    "compiled": N_(
        "invalid value %(value)s for %(name)s; write the path of a .mo file with {locale}, "
        "such as translations/{locale}/LC_MESSAGES/{domain}.mo"
    ),
    "cutoff": N_("invalid value %(value)s for %(name)s; write a number above 0 and up to 1"),
    "default-keywords": _SWITCH,
    "domain": N_(
        "invalid domain name %(value)s; files are named after the domain, so write a name without "
        "slashes or braces, such as messages"
    ),
    "domains": N_(
        "invalid value %(value)s for %(name)s; give each domain the path of a mapping file, or a "
        "table"
    ),
    "exclude": N_(
        "invalid value %(value)s for %(name)s; write a list of patterns of paths, such as "
        '["/exit", "/admin/**"]'
    ),
    "hardcoded-exclude": _LIST,
    "hardcoded-ignore": _LIST,
    "hosts": N_(
        "invalid value %(value)s for %(name)s; write a list of origins (URLs without a path), "
        'such as ["https://fonts.example.org"]'
    ),
    "ignore": _LIST,
    "ignore-obsolete": _SWITCH,
    "include": _LIST,
    "keywords": N_(
        "invalid value %(value)s for %(name)s; write functions as in Babel, such as "
        '["mark:1", "say:1c,2"]'
    ),
    "line-numbers": _SWITCH,
    "locales": _TABLE,
    "locations": N_('invalid value %(value)s for %(name)s; write "file", "full" or "never"'),
    "min-coverage": _SHARE,
    "no-fuzzy-matching": _SWITCH,
    "pages": N_(
        "invalid value %(value)s for %(name)s; write a list of addresses of pages, such as "
        '["/news/", "/{locale}/about?x=1"]'
    ),
    "profile": N_(
        'invalid value %(value)s for %(name)s; write "gettext", "poedit", "weblate", "plain" '
        'or "off"'
    ),
    "push": N_(
        "invalid value %(value)s for %(name)s; write a command and its arguments as a list, such "
        'as ["git", "push"]'
    ),
    "runtime": N_('invalid value %(value)s for %(name)s; write "flask-babel" or "gettext"'),
    "scenes": N_(
        "invalid value %(value)s for %(name)s; write a list of functions, such as "
        '["tests.scenes:signed_in"]'
    ),
    "select": _LIST,
    "skip-invalid": _SWITCH,
    "slug-contexts": _LIST,
    "sort": N_('invalid value %(value)s for %(name)s; write "source", "file" or "msgid"'),
    "sources": N_(
        "invalid value %(value)s for %(name)s; write a list of directories and files in the project"
    ),
    "strict": _SWITCH,
    "strict-translations": _SWITCH,
    "strip-comment-tags": _SWITCH,
    "template": N_(
        "invalid value %(value)s for %(name)s; write the path of a .pot file without "
        "{locale}, such as i18n/{domain}.pot"
    ),
    "templates": N_(
        "invalid value %(value)s for %(name)s; write a list of templates (.pot) in the project"
    ),
    "tracked": N_(
        "invalid value %(value)s for %(name)s; write functions with the positions of their "
        "arguments, the msgid and then the plural, with c after the context and n after the "
        'number, such as ["shop.texts:Text.get:1,2c"]'
    ),
    "use-fuzzy": _SWITCH,
    "width": N_(
        "invalid value %(value)s for %(name)s; write a number of columns, or 0 for no wrapping"
    ),
    "workbench": _TABLE,
}


def reject_value(path: Path, key: str, value: object) -> SettingsError:
    """Return the error of a setting whose value cannot be used, with what it may be.

    ``path`` is the file of settings, ``key`` the setting's name after those of the tables that it
    is in: ``check.locales.sl.min-coverage``.
    """
    key = key.replace("_", "-") if "." not in key else key
    name = key.rpartition(".")[2].replace("_", "-")
    msgid = _EXPECTED.get("locales" if _is_locale(key) else name, _TEXT)
    # JSON writes strings, numbers, truth values and lists as TOML does.
    values = {"name": key, "value": json.dumps(value, ensure_ascii=False, default=str)}
    return _error(path, key, Problem(INVALID_SETTING, msgid, values))


def reject_name(path: Path, key: str, known: Iterable[str]) -> SettingsError:
    """Return the error of an unknown setting, with the one that was probably meant.

    ``known`` are the names of the settings of the same table, in any spelling.
    """
    table, _, name = key.rpartition(".")
    names = sorted({name.replace("_", "-") for name in known})
    near = find_nearest(name.replace("_", "-").lower(), names)
    if near:
        msgid = N_("unknown setting %(name)s; did you mean %(near)s?")
    else:
        msgid = N_("unknown setting %(name)s; choose one of these: %(known)s")
    prefix = f"{table}." if table else ""
    values = {"name": key, "near": f"{prefix}{near}", "known": ", ".join(names)}
    return _error(path, key, Problem(INVALID_SETTING, msgid, values))


def reject_item(path: Path, key: str, item: str, known: Collection[str]) -> SettingsError:
    """Return the error of an unknown code in a setting."""
    near = find_nearest(item, known)
    if near:
        msgid = N_('unknown code "%(item)s" in %(name)s; did you mean %(near)s?')
    else:
        msgid = N_(
            'unknown code "%(item)s" in %(name)s; run kfor-i18n explain for a list, then correct '
            "or remove it"
        )
    values = {"name": key, "item": item, "near": near}
    return _error(path, key, Problem(INVALID_SETTING, msgid, values))


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like another one; "" if none is like it."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=0.6)), "")


def _is_locale(key: str) -> bool:
    tables = key.split(".")
    return len(tables) == 3 and tables[:2] == ["check", "locales"]


def _error(path: Path, key: str, problem: Problem) -> SettingsError:
    return SettingsError([Finding(path, _find_line(path, key), problem)])


def _find_line(path: Path, key: str) -> int | None:
    """Return the line of a file of settings in which a key is, if there is just one."""
    name = key.rpartition(".")[2]
    spellings = "|".join(map(re.escape, {name, name.replace("-", "_"), name.replace("_", "-")}))
    pattern = re.compile(rf"""\s*\[*[\w.\s-]*["']?\b(?:{spellings})["']?\s*[]=]""")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    found = [number for number, line in enumerate(lines, 1) if pattern.match(line)]
    return found[0] if len(found) == 1 else None
