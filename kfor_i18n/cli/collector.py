"""The garbage collector, paused while it would search and find nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector until the block is left.

    It would search a command's modules and catalogs again and again, for up to a quarter of the
    time. A command is over before the memory held by reference cycles would be missed.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
