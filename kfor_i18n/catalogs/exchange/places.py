"""Where messages are on the pages of an application, as plain data for translators.

Exports get it from whoever rendered the pages: catalogs know nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Place:
    """A page that a message is on: its address or name, its title, and what kind of place it is.

    ``kinds`` is in words, in the language of the export. ``pictures`` are names of files.
    """

    name: str
    title: str = ""
    kinds: str = ""
    pictures: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The title of the page and its address, or only that."""
        return f"{self.title} ({self.name})" if self.title else self.name


@dataclass(frozen=True, slots=True)
class Places:
    """The places of messages by their ids, and the pictures by the names of their files.

    ``folder`` is the directory of the pictures, relative to the exported file. ``reasons`` say in
    the language of the export why messages are on no page.
    """

    by_id: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    folder: str = "pictures"
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, message: str) -> tuple[Place, ...]:
        """Return the places of a message, with the paths of their pictures."""
        return tuple(
            Place(place.name, place.title, place.kinds, tuple(map(self._path, place.pictures)))
            for place in self.by_id.get(message, ())
        )

    def _path(self, picture: str) -> str:
        return str(PurePosixPath(self.folder, picture))


def note_of(place: Place) -> str:
    """Return a place as a line of text: the page, the kind of place, and the pictures."""
    parts = [f"{place.page}: {place.kinds}" if place.kinds else place.page, *place.pictures]
    return "\n".join(parts)
