"""Lookup (RFC 4647 section 3.4) over ``Accept-Language`` as a regular expression for nginx.

nginx cannot sort, so the expression finds the first element that no other one outweighs. It is
applied to four lines: the header three times, and the digits in ascending order. Elements are tried
on the first line. The second line shows whether another one weighs more, the line after that of an
element whether its language is refused, and the last one which digit is greater.
"""

from __future__ import annotations

from collections.abc import Sequence

from kfor_i18n.locales import MAX_HEADER_LENGTH, MAX_RANGES

_END = r"[ \t]*(?=[,\n])"
_SUBTAGS = r"(?:-(?:[a-z0-9]{1,8}|\*))*"
_ONE = r"1(?:\.0{0,3})?"
_ZERO = r"0(?:\.0{0,3})?"
_Q = r"[ \t]*;[ \t]*q="


def write_negotiation(tags: Sequence[str]) -> list[str]:
    """Return the lines of the maps that set ``$kfor_language`` to what ``locales.lookup`` chooses.

    ``tags`` are the languages on offer, the default one first.
    """
    header = "$kfor_ranges"
    return [
        "map $http_accept_language $kfor_begin {",
        '    default "";',
        f'    "~^(?<kfor_whole>.{{0,{MAX_HEADER_LENGTH}}})$" $kfor_whole;',
        f'    "~^(?<kfor_part>.{{0,{MAX_HEADER_LENGTH - 1}}})," $kfor_part;',
        "}",
        f"map $kfor_begin {header} {{",
        '    default "";',
        f'    "~^(?<kfor_first>(?:[^,]*,){{0,{MAX_RANGES - 1}}}[^,]*)" $kfor_first;',
        "}",
        f'map "{header}\\n{header}\\n{header}\\n0123456789" $kfor_wanted {{',
        '    default "";',
        f'    "~*{_winner(tags)}" $kfor_tag;',
        "}",
        # An element is recognized by the commas around it.
        f'map ",{header}," $kfor_default {{',
        f"    default {tags[0]};",
        *_write_defaults(tags),
        "}",
        "map $kfor_wanted $kfor_language {",
        "    default $kfor_default;",
        *(f"    {tag} {tag};" for tag in tags),
        "}",
    ]


def _write_defaults(tags: Sequence[str]) -> list[str]:
    """Return the defaults for headers that refuse languages: the first one not refused."""
    refused = [rf"(?=.*,[ \t]*{tag}{_Q}{_ZERO}[ \t]*,)" for tag in tags]
    lines = []
    for number in range(len(tags), 0, -1):
        chosen = tags[number] if number < len(tags) else tags[0]
        lines.append(f'    "~*^{"".join(refused[:number])}" {chosen};')
    return lines


def _winner(tags: Sequence[str]) -> str:
    digits = r"0\.(?=[0-9]*[1-9])(?<kfor_a>[0-9])(?<kfor_b>[0-9])?(?<kfor_c>[0-9])?"
    return (
        rf"^(?:.*?,)??[ \t]*(?<kfor_tag>{_any_tag(tags)}){_SUBTAGS}"
        rf"(?:{_END}|{_Q}{_ONE}{_END}|{_Q}{digits}{_END}(?!.*\n(?:.*,)?{_greater(tags)}))"
    )


def _greater(tags: Sequence[str]) -> str:
    """Return a pattern for an element on offer that weighs more than the captured digits."""
    a, b, c = (rf"(?(<kfor_{name}>)\k<kfor_{name}>|0)" for name in "abc")
    first = rf"(?<kfor_x>[1-9])(?={_ruler(a, 'x')})[0-9]{{0,2}}"
    second = rf"{a}(?<kfor_y>[1-9])(?={_ruler(b, 'y')})[0-9]?"
    third = rf"{a}{b}(?<kfor_z>[1-9])(?={_ruler(c, 'z')})"
    return (
        rf"[ \t]*{_any_tag(tags)}{_SUBTAGS}"
        rf"(?:{_END}|{_Q}{_ONE}{_END}|{_Q}0\.(?:{first}|{second}|{third}){_END})"
    )


def _ruler(lesser: str, greater: str) -> str:
    return rf".*\n.*\n[0-9]*{lesser}[0-9]*\k<kfor_{greater}>"


def _any_tag(tags: Sequence[str]) -> str:
    """Return a pattern for the longest tag on offer that begins a range and is not refused.

    It does not backtrack: a shorter tag is not tried where the longer one matches.
    """
    longest_first = sorted(tags, key=len, reverse=True)
    return f"(?>{'|'.join(map(_tag, longest_first))})"


def _tag(tag: str) -> str:
    refusal = rf"(?:.*,)?[ \t]*{tag}{_Q}{_ZERO}{_END}"
    # ``*`` as a subtag stands for any subtag, or for none.
    spelled = tag.replace("-", r"(?:-\*)*-")
    return rf"{spelled}(?![a-z0-9])(?!.*\n{refusal})"
