"""What the present template holds of sources that cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kfor_i18n.catalogs.extraction.calls import SourceMessage
from kfor_i18n.catalogs.po.comments import EXTRACTED, comment_lines, read_references
from kfor_i18n.catalogs.po.file import Entry, PoFile


class Earlier:
    """The messages of the template that is about to be replaced, by their references."""

    def __init__(self, template: PoFile | None, sources: Collection[str]) -> None:
        """Take the template, ``None`` if there is none, and the paths of all sources."""
        entries = template.live if template else []
        found = [(entry, list(_read_places(entry))) for entry in entries]
        # Where no reference names a source, they are paths from elsewhere and cannot be used.
        tells = any(place in sources for _, places in found for place, _ in places)
        self.unreferenced = [
            _make_message(entry, None) for entry, places in found if not (places and tells)
        ]
        """The messages that may come from any source, in the template's order."""
        self._referenced = found if tells else []

    def find_messages(self, path: str) -> list[SourceMessage]:
        """Return the messages that refer to a file or to files in a directory, in order."""
        return [
            _make_message(entry, line)
            for entry, places in self._referenced
            for place, line in places
            if path in (".", place) or place.startswith(f"{path}/")
        ]


def _read_places(entry: Entry) -> Iterator[tuple[str, int | None]]:
    for reference in read_references(entry):
        path, colon, line = reference.rpartition(":")
        yield (path, int(line)) if colon and line.isdecimal() else (reference, None)


def _make_message(entry: Entry, line: int | None) -> SourceMessage:
    return SourceMessage(
        line,
        entry.msgid,
        entry.plural,
        entry.context,
        tuple(comment_lines(entry, EXTRACTED)),
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
    )
