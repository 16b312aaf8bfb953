"""What is wrong, said once and in a way that can be translated and told apart by machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking without translating
    """Mark a msgid for extraction; it is translated where it is shown."""
    return msgid


@dataclass(frozen=True)
class Problem:
    """What is wrong and what to do about it.

    ``code`` is stable and for machines. ``msgid`` is a sentence in English with named printf
    placeholders, marked with ``N_``; ``values`` are what stands for them.
    """

    code: str
    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.msgid % self.values

    def text(self, gettext: Callable[[str], str]) -> str:
        """Return the sentence in the language of a gettext function."""
        return gettext(self.msgid) % self.values
