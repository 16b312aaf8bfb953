"""The pages of the application as the workbench shows them, and the messages on them."""

from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from typing import Any

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.workbench.state import CatalogState


class Preview:
    """The application of a project; without one, there are only messages."""

    def describe(self, texts: NullTranslations, *, is_brief: bool = False) -> dict[str, Any]:
        """Return the state of the application, its pages and how far their index is."""
        return {
            "application": {"state": "none", "problem": None, "output": []},
            "pages": [],
            "index": {"done": 0, "total": 0},
        }

    def order_of(self, page: str, state: CatalogState) -> dict[Key, dict[str, Any]] | None:
        """Return the messages of a page in its order, each with its kind of place."""
        return None

    def unused_in(self, state: CatalogState) -> Callable[[Key], bool]:
        """Return a function that tells whether no page uses a message."""
        return lambda _: False

    def places_of(
        self, state: CatalogState, key: Key, texts: NullTranslations
    ) -> list[dict[str, Any]]:
        """Return the pages that a message is on."""
        return []
