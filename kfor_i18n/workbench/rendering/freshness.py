"""Which pages are to be rendered again: those whose templates changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from kfor_i18n.workbench.rendering.protocol import Stamps
from kfor_i18n.workbench.rendering.renderer.sources import stamp_of

Rendered: TypeAlias = tuple[str, str]
"""A page that was rendered, by its id, and the locale that it was rendered in."""


class Freshness:
    """The templates of rendered pages, as they were then."""

    def __init__(self) -> None:
        """Initialize without pages."""
        self._stamps: dict[Rendered, Stamps] = {}

    def note(self, rendered: Rendered, stamps: Stamps) -> None:
        """Note the templates that a page was rendered from, in place of those before."""
        self._stamps[rendered] = stamps

    def find_stale(self) -> set[Rendered]:
        """Return the pages of which a template changed, appeared or is gone; each once."""
        known = {path: stamp_of(path) for path in self._paths(self._stamps.values())}
        stale = {
            rendered
            for rendered, stamps in self._stamps.items()
            if any(known[path] != stamp for path, stamp in stamps.items())
        }
        for rendered in stale:
            self._stamps[rendered] = {path: known[path] for path in self._stamps[rendered]}
        return stale

    def users_of(self) -> Mapping[str, set[str]]:
        """Return the ids of the pages that use each template that is there, by its path."""
        users: dict[str, set[str]] = {}
        for (page, _), stamps in self._stamps.items():
            for path, stamp in stamps.items():
                if stamp:
                    users.setdefault(path, set()).add(page)
        return users

    @staticmethod
    def _paths(stamps: Iterable[Stamps]) -> set[str]:
        return {path for each in stamps for path in each}
