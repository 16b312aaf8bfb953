"""What the present template holds of sources that cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kfor_i18n.catalogs.extraction.calls import Row
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile


class Earlier:
    """The messages of the template that is about to be replaced, by their references."""

    def __init__(self, template: PoFile | None) -> None:
        """Take the template, ``None`` if there is none."""
        entries = template.live if template else []
        self._entries = [(entry, list(_read_places(entry))) for entry in entries]

    def find_rows(self, path: str, sources: Collection[str]) -> list[Row]:
        """Return the messages that may come from a file or folder, in the template's order.

        They are those that refer to it, and those without references. If no reference names any of
        the ``sources``, references tell nothing, and every message may come from it.
        """
        known = {*sources, path}
        tells = any(place in known for _, places in self._entries for place, _ in places)
        rows = []
        for entry, places in self._entries:
            if not places or not tells:
                rows.append(_make_row(entry, None))
            rows += [
                _make_row(entry, line)
                for place, line in places
                if tells and (path in (".", place) or place.startswith(f"{path}/"))
            ]
        return rows


def _read_places(entry: Entry) -> Iterator[tuple[str, int | None]]:
    for reference in read_references(entry):
        path, colon, line = reference.rpartition(":")
        yield (path, int(line)) if colon and line.isdecimal() else (reference, None)


def _make_row(entry: Entry, line: int | None) -> Row:
    return Row(
        line,
        entry.msgid,
        entry.plural,
        entry.context,
        tuple(comment_lines(entry, EXTRACTED)),
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
    )
