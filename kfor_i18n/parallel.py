"""Work spread over processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_each(
    function: Callable[[Item], Result], items: Sequence[Item], *, weight: int, worth: int
) -> Iterator[Result]:
    """Yield what a function returns for each item, in the items' order.

    ``weight`` is the size of all items together, in any unit; from ``worth`` upwards the work
    outweighs the start of processes and is spread over all cores. The function, the items and the
    results must be picklable then.
    """
    workers = min(os.cpu_count() or 1, len(items)) if weight >= worth else 1
    if workers < 2:
        yield from map(function, items)
        return
    # Both take long to import, and few calls have work for them.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    # A forked process has every module already.
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    # Few enough items at once that all processes end at about the same time.
    chunk = max(1, len(items) // (workers * 8))
    with ProcessPoolExecutor(workers, context) as pool:
        yield from pool.map(function, items, chunksize=chunk)
