"""A badge with the translated percentage: an SVG file without external resources."""

from __future__ import annotations

from html import escape
from pathlib import Path

from babel.numbers import format_percent

from kfor_i18n.catalogs.po.wrapping import count_columns
from kfor_i18n.catalogs.reading import read_file
from kfor_i18n.files import write_atomically
from kfor_i18n.locales import find_locale, own_name, to_tag

WHOLE_PROJECT = "i18n"
"""The label of the badge for all languages, which is not translated."""

_MARGIN = 6
# Widths in pixels in the widest of the common fonts; narrower fonts leave some space.
_WIDTHS = {**dict.fromkeys("ijl \u00a0", 4), **dict.fromkeys("frt-", 5), "%": 12}
# On each of these colours, white text has a contrast ratio of more than 5:1.
_COLOURS = ((100, "#1a6334"), (80, "#1f5a92"), (50, "#7a4a00"), (0, "#9c1f1f"))

_PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" lang="{tag}">
  <title>{title}</title>
  <rect width="{width}" height="20" rx="3" fill="#3c3c3c"/>
  <path d="M{split} 0h{inner}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{inner}z" fill="{colour}"/>
  <g fill="#fff" font-family="system-ui, sans-serif" font-size="12" text-anchor="middle">
    <text x="{label_x}" y="14">{label}</text>
    <text x="{value_x}" y="14">{value}</text>
  </g>
</svg>
"""


def write_badge(path: Path, locale: str | None, percent: int) -> bool:
    """Write the badge of a locale, or of the project for ``None``; return whether it changed.

    ``locale`` is a folder name, ``percent`` an integer from 0 to 100. Raises ``CatalogError`` if an
    existing file cannot be read, and ``OSError`` if the badge cannot be written.
    """
    data = render_badge(locale, percent).encode()
    has_changed = not path.exists() or read_file(path) != data
    if has_changed:
        write_atomically(path, data)
    return has_changed


def render_badge(locale: str | None, percent: int) -> str:
    """Return a badge as SVG, with the locale's tag and the percentage in its number format.

    The title, for screen readers, has the language's own name.
    """
    known = find_locale(locale) if locale else None
    label = to_tag(locale) if locale else WHOLE_PROJECT
    value = format_percent(percent / 100, locale=known or "en")
    label_width, value_width = _measure(label), _measure(value)
    split = label_width + 2 * _MARGIN
    width = split + value_width + 2 * _MARGIN
    return _PICTURE.format(
        width=width,
        split=split,
        inner=width - split - 3,
        tag=to_tag(str(known or "en")),
        title=escape(f"{own_name(label) if known else label}: {value}"),
        label=escape(label),
        value=escape(value),
        label_x=split / 2,
        value_x=(split + width) / 2,
        colour=next(colour for least, colour in _COLOURS if percent >= least),
    )


def _measure(text: str) -> int:
    return sum(_WIDTHS.get(letter, 8 * count_columns(letter)) for letter in text)
